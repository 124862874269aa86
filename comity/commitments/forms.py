# SPDX-License-Identifier: Apache-2.0
"""Reads what people and programs write in the forms and addresses of commitments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from comity.base.errors import Invalid
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import due
from comity.commitments.rules.lifecycle import Status
from comity.commitments.services.evaluating import Change
from comity.commitments.services.making import Given, number


def chosen(asked: Mapping[str, str], organisations: Sequence[str]) -> Filter:
    """Return the filter an address asks for, inside what the reader may see; unknown words are left out."""
    wanted = asked.get("organisation", "")
    status = asked.get("status", "")
    return Filter(
        organisations=(wanted,) if wanted in organisations else tuple(organisations),
        text=asked.get("text", "").strip()[:80],
        owner=asked.get("owner", "").strip()[:16],
        status=status if status in set(Status) else "",
        plan=asked.get("plan", "").strip()[:80],
        words=asked.get("words", "").strip()[:200],
    )


def day(text: str, field: str, default: date | None = None) -> date:
    """Return a day written as YYYY-MM-DD; raise `Invalid` naming the field."""
    if not text.strip() and default is not None:
        return default
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(f"“{text[:40]}” is not a day. Write it as 2026-11-25.", field=field) from None


def period(asked: Mapping[str, str], today: date) -> tuple[date, date]:
    """Return the period an address asks for: the year up to today when it asks for none."""
    until = day(asked.get("until", ""), "until", today)
    return day(asked.get("since", ""), "since", due.add_months(until, -12)), until


def given(posted: Mapping[str, str], states: Sequence[str]) -> Given:
    """Return the commitment a form describes; raise `Invalid` naming the field."""
    year = posted.get("year", "").strip()
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid(f"“{year[:20]}” is not a year.", field="year")
    words: dict[str, Any] = {
        key: posted.get(key, "").strip()
        for key in (
            "source", "organisation", "addressee", "verb", "object", "due", "due_words", "rhythm", "indicator",
            "evidence_required", "note",
        )
    }  # fmt: skip
    plan, _, section = posted.get("plan", "").partition("/")
    return Given(
        **words,
        since=day(posted.get("since", ""), "since"),
        states=tuple(states),
        baseline=number(posted["baseline"]) if posted.get("baseline", "").strip() else None,
        target=number(posted["target"]) if posted.get("target", "").strip() else None,
        plan=plan,
        section=section,
        year=int(year) if year else None,
    )


def change(posted: Mapping[str, str]) -> Change | None:
    """Return what an evaluation adjusts, None when it only finds."""
    if posted.get("consequence") != "adjust":
        return None
    values = {key: posted.get(key, "").strip() or None for key in ("object", "rhythm", "indicator", "target")}
    return Change(due=posted["due"].strip() if "due" in posted else None, **values)
