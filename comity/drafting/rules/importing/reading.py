# SPDX-License-Identifier: Apache-2.0
"""Reads one source from first line to last and says what it holds."""

from __future__ import annotations

import re

from comity.drafting.rules.importing import (
    assembling,
    bodies,
    cleaning,
    conserving,
    facts,
    gatherings,
    happenings,
    outline,
    phrases,
    refusing,
    reporting,
    telling,
)
from comity.drafting.rules.importing import blocks as paragraphs
from comity.drafting.rules.importing import parts as division
from comity.drafting.rules.importing.nodes import Outline
from comity.drafting.rules.importing.shape import Doubt, Imported, Left
from comity.drafting.rules.importing.work import Work
from comity.drafting.rules.tree import Kind, walk


def read(text: str, *, name: str, limit: int = refusing.LIMIT_CHARACTERS) -> Imported:
    """Return the structure of an official text, with every doubt about it.

    `name` is the file's, for the sentences of errors; `limit` the longest source in characters. Raises `TooLong`,
    `Empty`, `NationalLaw` or `NotOfficial` (all `Invalid`) for what is none.
    """
    refusing.check_source(text, name=name, limit=limit)
    work = _structure(text, name)
    _title_and_kind(work)
    _belonging(work)
    return telling.told(work)


def _structure(text: str, name: str) -> Work:
    """Read the source into a tree."""
    lines, left = cleaning.clean(text)
    refusing.check_shape(lines, name=name)
    built, doubts = paragraphs.build(lines)
    parts = division.divide(built)
    is_report = reporting.is_report(built)
    refusing.check_parts(parts, name=name, is_report=is_report)
    sections = reporting.divide(built, parts) if is_report else []
    shape = reporting.outline(sections) if is_report else outline.build(parts.body)
    source = "\n".join(block.whole for block in built)
    placed = assembling.assemble(parts, shape, title="-", language=facts.language(source))
    work = Work(name, parts, placed.tree, placed.where, sections, [], left + parts.left, lines[-1].no if lines else 1)
    work.left += conserving.unplaced([line for line in lines if line.text], _placed(work), _markers(shape))
    work.doubts = [*doubts, *parts.doubts, *shape.doubts, *(_set_aside(one) for one in work.left if one.why == "note")]
    return work


def _placed(work: Work) -> list[str]:
    """Return every text the structure holds."""
    parts = work.parts
    ends = [block.whole for block in [*parts.masthead, *parts.signatures]]
    aside = [left.text for left in work.left if left.why == "table-of-contents"]
    return [*ends, *conserving.of_tree(work.tree), *aside]


def _markers(shape: Outline) -> list[str]:
    """Return the words that number articles; the tree keeps them as its numbering."""
    return [node.printed.replace(node.number, " ", 1) for node in assembling.every(shape.top) if node.kind == "article"]


def _set_aside(left: Left) -> Doubt:
    return Doubt(
        "note-set-aside", left.lines,
        f"“{left.text}” stands inside a sentence like a footnote. Does it belong to the text?",
        "It was taken out and kept apart.", ("It belongs to the sentence",),
    )  # fmt: skip


def _title_and_kind(work: Work) -> None:
    work.title, work.title_blocks = facts.title(work.parts)
    ending = " ".join(clause.text for clause in list(walk(work.tree.clauses))[-3:]) + " " + work.tree.closing
    kind = phrases.kind_in(work.title)
    if work.sections:
        kind = "report"
    elif not kind:
        adopts = re.search(r"(?:adopted|signed|approved|issued|agreed on)\s(?:the|this)\s(.{0,60})", ending)
        kind = phrases.kind_in(adopts.group(1)) if adopts else ""
        assumed = kind or ("convention" if work.tree.numbering == "article" else "declaration")
        at = work.title_blocks[0].at if work.title_blocks else None
        work.doubt(
            "kind-assumed", at, "The title does not say what kind of text this is.", assumed, *(k.value for k in Kind)
        )
        kind = assumed
    work.kind = Kind(kind)


def _own(work: Work, head: list[str], opening: list[str]) -> gatherings.Gathering | None:
    """Return the meeting a text is of: named over it, else in a sentence that says it was held."""
    held = [one for text in opening if facts.HELD.search(text) for one in [facts.EARLIER.sub("", text)]]
    for texts in (head, held):
        every = [one for text in texts for one in gatherings.find(text, organisation=work.organisation)]
        own = [
            one for one in every if not happenings.NEXT.search(one.name) and (one.ordinal or one.body or one.is_expert)
        ]
        best = (
            [one for one in own if one.body and (one.ordinal or one.is_expert)]
            or [one for one in own if one.ordinal]
            or own
        )
        if best:
            return best[0]
    return None


def _belonging(work: Work) -> None:
    """Find the meeting the text is of, its organisation and body."""
    mast = [block.whole for block in work.parts.masthead]
    opening = [clause.text for clause in [*work.tree.preamble, *work.tree.clauses][:6]]
    found = bodies.organisations(" ".join([work.title, *mast])) or bodies.organisations(" ".join(opening))
    found = found or bodies.organisations(" ".join(clause.text for clause in walk(work.tree.clauses))[:20_000])
    work.organisation = found[0] if found else ""
    work.own = None if work.sections else _own(work, [work.title, *mast], opening[:5])
    phrase = [work.own.name] if work.own and work.own.body else []
    for text in [*phrase, work.title, *mast, *opening]:
        if named := bodies.body(text, work.organisation):
            work.body = named
            break
    if not work.organisation:
        work.doubt(
            "organisation-unknown", None, "No organisation is named that Comity knows.", "The text belongs to none."
        )
    if not work.body:
        work.doubt("body-unknown", None, "Which council, conference or meeting adopted this text?", "None is recorded.")
    elif work.sections:
        work.doubt("body-assumed", None, "The report covers several tracks. To which body does it belong?", work.body)
