# SPDX-License-Identifier: Apache-2.0
"""A tree printed in any style of the house reads back as the same tree, and no word is lost or invented."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.drafting.rules.importing import conserving, read
from comity.drafting.rules.tree import Clause, Tree, walk
from tests.support.printing import STYLES, Style, printed

VOCABULARY = (
    "assistance evidence request authority courts mutual exchange officers experts annual training digital registers "
    "cooperation secure channel prosecutors joint measures confiscated property witnesses borders common practice"
)
WORDS = VOCABULARY.split()
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=4, max_size=24).map(lambda words: " ".join(words).capitalize())
LEAD = SENTENCE.map(lambda text: f"{text}:")
PLAIN = SENTENCE.map(lambda text: f"{text}.")
OPENER = st.sampled_from(["Recalling", "Noting", "Convinced of", "Reaffirming", "Bearing in mind"])
RECITAL = st.tuples(OPENER, SENTENCE).map(lambda pair: f"{pair[0]} {pair[1].lower()},")
TEARS = ("", "7", "- 3 -", "\f", "•", "VIII. Rest", "(z) odd", "x\ty")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi")


@st.composite
def clauses(draw: st.DrawFn) -> tuple[Clause, ...]:
    made = []
    for number in range(1, draw(st.integers(2, 12)) + 1):
        letters = draw(st.integers(0, 4))
        children = tuple(_second(draw, number, letter) for letter in "abcd"[:letters]) if letters > 1 else ()
        made.append(Clause(f"c{number}", str(number), draw(LEAD if children else PLAIN), "", children))
    return tuple(made)


def _second(draw: st.DrawFn, number: int, letter: str) -> Clause:
    many = draw(st.sampled_from([0, 0, 0, 2, 3, 6]))
    children = tuple(Clause(f"c{number}.{letter}.{r}", r, draw(PLAIN)) for r in ROMANS[:many])
    return Clause(f"c{number}.{letter}", letter, draw(LEAD if children else PLAIN), "", children)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    recitals = draw(st.lists(RECITAL, min_size=1, max_size=5))
    opening = "The Prosecutors General of Azerbaijan, Kazakhstan and Tajikistan, Member States of ECO,"
    preamble = [opening, *recitals, "Have agreed as follows:"]
    return Tree(
        "Baku Declaration",
        "en",
        tuple(Clause(f"p{i}", "", text) for i, text in enumerate(preamble, start=1)),
        draw(clauses()),
        "paragraph",
        "Done in Baku on 3 May 2021 in English.",
    )


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@settings(max_examples=15, deadline=None)
@given(tree=trees())
def test_a_printed_tree_reads_back_the_same(style: Style, tree: Tree) -> None:
    imported = read(printed(tree, style), name="printed.txt")

    assert imported.tree.clauses == tree.clauses
    assert imported.tree.preamble == tree.preamble
    assert imported.tree.closing == tree.closing
    assert imported.tree.numbering == style.numbering
    assert imported.title == tree.title
    assert imported.doubts == ()


@settings(max_examples=40, deadline=None)
@given(tree=trees(), style=st.sampled_from(STYLES), cut=st.lists(st.integers(0, 60), max_size=6), data=st.data())
def test_no_word_is_lost_or_invented_even_in_a_torn_text(
    tree: Tree, style: Style, cut: list[int], data: st.DataObject
) -> None:
    lines = printed(tree, style).splitlines()
    for at in cut:
        lines.insert(
            at % len(lines), data.draw(st.sampled_from(["", "7", "- 3 -", "\f", "•", "VIII. Rest", "(z) odd", "x\ty"]))
        )
    source = "\n".join(lines)

    imported = read(source, name="torn.txt")

    assert structure(imported) - Counter({"article": 99}) <= conserving.words([source])
    assert conserving.words([source]) - Counter({"article": 99}) <= structure(imported)


def structure(imported) -> Counter[str]:
    """Return the words of everything the reader kept."""
    title = [imported.title] if imported.title_printed else []
    left = [left.text for left in imported.left_over]
    ends = [*imported.masthead, *imported.signature_text, *left]
    return conserving.words([*title, *ends, *conserving.of_tree(imported.tree)])


def test_every_clause_knows_its_place() -> None:
    tree = Tree(
        "Baku Declaration",
        "en",
        (
            Clause(
                "p1", "", "The Prosecutors General of the ECO Member States, meeting in Baku, have agreed as follows:"
            ),
        ),
        (
            Clause("c1", "1", "To keep a list of all contact persons and to confirm it once every year in the spring."),
            Clause(
                "c2",
                "2",
                "To open the training centres:",
                "",
                (Clause("c2.a", "a", "in spring;"), Clause("c2.b", "b", "in autumn.")),
            ),
        ),
        "paragraph",
        "Baku, 3 May 2021",
    )

    imported = read(printed(tree, STYLES[0]), name="x.txt")

    assert [clause.id for clause in walk(imported.tree.clauses)] == ["c1", "c2", "c2.a", "c2.b"]
