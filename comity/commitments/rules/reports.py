# SPDX-License-Identifier: Apache-2.0
"""Judging reports: one from a form or a program, or a whole sheet of them. All good, or a problem for each bad row.

The id of a report is made from what it says, so the same report sent twice, by whatever way, is one report.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from comity.base.canonical import canonical
from comity.base.errors import ComityError, Invalid
from comity.commitments.rules import lifecycle, sheet
from comity.commitments.rules.lifecycle import Side, Status
from comity.commitments.rules.sheet import Problem, Row

MAX_TEXT = 5000
_NAMESPACE = uuid.UUID("5f6e2d0c-6c54-4b0f-9c0a-8e5a4c1f7d21")  # of reports of commitments, drawn once


class Stale(Invalid):
    """The commitment changed since the file or page was made."""

    code = "stale"


@dataclass(frozen=True, slots=True)
class Report:
    """A report found good: on which duty, which act, about which day, with which value and words."""

    id: str
    duty: int
    act: str
    as_of: date
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a duty when reports about it are judged. `said` is the latest report as the sheet writes it."""

    duty: int
    status: Status
    shown: Status
    recurs: bool
    since: date
    version: int
    said: tuple[str, str, str, str]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of a whole sheet. Nothing is taken in unless `problems` is empty."""

    reports: tuple[Report, ...]
    unchanged: int
    problems: tuple[Problem, ...]


def report_id(commitment: str, owner: str, *, act: str, as_of: date, value: str, text: str) -> str:
    """Return the id of a report with this content."""
    content = {
        "commitment": commitment, "owner": owner, "act": act, "as_of": as_of.isoformat(), "value": value, "text": text,
    }  # fmt: skip
    return str(uuid.uuid5(_NAMESPACE, canonical(content).decode()))


def checked(row: Row, known: Known, *, on: date) -> Report:
    """Return the report a row makes; raise `Invalid` naming the field, or `NotNow`."""
    if row.report not in {"progress", "claim"}:
        raise Invalid("“{report}” is not a report. Write progress or claim.", report=row.report, field="report")
    as_of = _day(row.as_of)
    if as_of > on:
        raise Invalid("A report speaks of a day that has come, not of the future.", field="as_of")
    if as_of < known.since:
        raise Invalid(
            "The commitment was made on {day}; report a later day.", day=known.since.isoformat(), field="as_of"
        )
    text, value = row.text.strip(), _value(row.value)
    if not text:
        raise Invalid("Say in words what was done.", field="text")
    if len(text) > MAX_TEXT:
        raise Invalid("The text has more than {most} characters.", most=MAX_TEXT, field="text")
    lifecycle.step(row.report, status=known.status, side=Side.OWNER, recurs=known.recurs)
    made = report_id(row.commitment.strip(), row.owner.strip(), act=row.report, as_of=as_of, value=value, text=text)
    return Report(made, known.duty, row.report, as_of, value, text)


def judge(
    rows: Iterable[Row],
    *,
    find: Callable[[str, str], Known | None],
    is_known: Callable[[str], bool],
    taken: Callable[[str], bool],
    on: date,
) -> Judged:
    """Return what a sheet would do: its reports, how many rows say nothing new, and every problem.

    `find` gives what is known of (commitment, owner), `is_known` whether there is such a commitment for the reader,
    `taken` whether a report id is there already.
    """
    reports: list[Report] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    unchanged = 0
    for row in rows:
        try:
            known = _found(row, find, is_known)
            made = _judged(row, known, taken, on)
            if made is None:
                unchanged += 1
            elif made.id in seen:
                raise Invalid("This row repeats row {row}.", row=seen[made.id], field="commitment")
            else:
                seen[made.id] = row.number
                reports.append(made)
        except ComityError as error:
            column = str(error.details.get("field", ""))
            problems.append(Problem(row.number, column, error.sentence, astuple(row)[: len(sheet.COLUMNS)]))
    return Judged(tuple(reports), unchanged, tuple(problems))


def _judged(row: Row, known: Known, taken: Callable[[str], bool], on: date) -> Report | None:
    is_fresh = row.version.strip() == str(known.version)
    if is_fresh:
        _same_status(row, known)
    if row.said == known.said or not any(row.said):
        return None
    if not row.report:
        raise Invalid("Something is reported, but the column report is empty: write progress or claim.", field="report")
    if not known.is_mine:
        raise Invalid("Only this addressee's own people report on it.", field="owner")
    if row.report in {"progress", "claim"} and taken(content_id(row)):
        return None
    if not is_fresh:
        raise Stale(
            "The commitment changed since this file was written out (version {version}, now {now})."
            " Write it out again.",
            version=row.version.strip() or "missing",
            now=known.version,
            field="version",
        )
    return checked(row, known, on=on)


def content_id(row: Row) -> str:
    """Return the id a row's report would have, empty when the row is malformed."""
    try:
        return report_id(
            row.commitment.strip(), row.owner.strip(), act=row.report, as_of=_day(row.as_of), value=_value(row.value),
            text=row.text.strip(),
        )  # fmt: skip
    except Invalid:
        return ""


def _found(row: Row, find: Callable[[str, str], Known | None], is_known: Callable[[str], bool]) -> Known:
    known = find(row.commitment.strip(), row.owner.strip())
    if known is None and not is_known(row.commitment.strip()):
        raise Invalid("There is no commitment “{commitment}”.", commitment=row.commitment[:80], field="commitment")
    if known is None:
        raise Invalid("“{owner}” is not an addressee of this commitment.", owner=row.owner[:20], field="owner")
    return known


def _same_status(row: Row, known: Known) -> None:
    # The status is computed: who writes “kept” there must learn that it has no effect.
    if row.status.strip() not in {"", known.shown.value, known.status.value}:
        raise Invalid(
            "The status is computed and stands at {status}. Report in the column report instead.",
            status=known.shown.value,
            field="status",
        )


def _day(text: str) -> date:
    try:
        if len(text.strip()) != 10:
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("“{given}” is not a day. Write it as 2026-11-25.", given=text[:40], field="as_of") from None


def _value(text: str) -> str:
    if not text.strip():
        return ""
    try:
        value = Decimal(text.strip())
        if not value.is_finite() or abs(value) >= 10**12 or -value.as_tuple().exponent > 6:  # type: ignore[operator]  # finite: an int
            raise InvalidOperation
    except InvalidOperation:
        raise Invalid("“{given}” is not a number. Write it as 12 or 12.5.", given=text[:40], field="value") from None
    return format(value, "f")


def by_key(known: Mapping[tuple[str, str], Known]) -> Callable[[str, str], Known | None]:
    """Return a look-up over a mapping, as `judge` wants it."""
    return lambda commitment, owner: known.get((commitment, owner))
