# SPDX-License-Identifier: Apache-2.0
"""The doubts about the facts of a text: what is not printed, or can be read two ways."""

from __future__ import annotations

from comity.drafting.rules.importing import dates, recording
from comity.drafting.rules.importing.work import Known, Work
from comity.drafting.rules.tree import walk


def facts_of(work: Work, known: Known) -> None:
    """Note every doubt about place, day, parties, lists and dates of a source."""
    _ambiguous(work)
    if work.sections:
        return
    if known.place is None:
        work.doubt("place-unknown", None, "No place of adoption is printed.", "None is recorded.")
    if work.organisation and not known.parties:
        whole = f"All members of {work.organisation}"
        work.doubt(
            "parties-unnamed", None, "The text does not list the States it speaks for.", "None is recorded.", whole
        )
    if known.day is None:
        work.doubt("date-unknown", None, "No day of adoption or meeting is printed.", "None is recorded.")
    _lists(work)


def _lists(work: Work) -> None:
    said = (clause for clause in walk(work.tree.clauses) if clause.id.count("."))
    statement = next((clause for clause in said if recording.STATEMENT.match(clause.text)), None)
    if statement is not None:
        work.doubt(
            "item-is-statement", work.where[statement.id],
            f"“{statement.text[:60]}…” stands in a list but reads like a statement of its own.",
            "It is kept in the list.", "A clause of its own", "Part of the closing",
        )  # fmt: skip
    bare = next((one for one in work.tree.clauses if not one.number and not one.heading), None)
    if bare is not None and not any(one.code == "unnumbered-body" for one in work.doubts):
        question = "Clauses are printed without numbers."
        work.doubt("unnumbered-items", work.where[bare.id], question, "They are counted in the order of the text.")


def _ambiguous(work: Work) -> None:
    for block in [*work.parts.masthead, *work.parts.closing]:
        for found in dates.find(block.whole):
            day = found.day.start
            if found.ambiguous:
                other = f"{day.year}-{day.day:02}-{day.month:02}"
                question = f"“{found.day.printed}” can be read two ways."
                work.doubt("date-two-ways", block.at, question, day.isoformat(), other)
