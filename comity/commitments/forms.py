# SPDX-License-Identifier: Apache-2.0
"""Reads what people and programs write in the forms and addresses of commitments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import Invalid, NotFound
from comity.commitments import services
from comity.commitments.queries import pages
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import due, lifecycle
from comity.commitments.rules.figures import ORDER
from comity.commitments.rules.lifecycle import Side, Status
from comity.commitments.rules.shapes import Commitment, Duty
from comity.commitments.services.evaluating import Change
from comity.commitments.services.making import Given, number
from comity.evidence import services as evidence

PAGE_SIZE = 50
T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list: the filter, what the reader may see, which page."""

    chosen: Filter
    organisations: tuple[str, ...]
    page: int

    @classmethod
    def of(cls, asked: Mapping[str, str], organisations: tuple[str, ...]) -> Listing:
        """Read the address of a list."""
        number = asked.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        return cls(chosen(asked, organisations), organisations, max(page, 1))

    def page_of(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of this page."""
        return rows[(self.page - 1) * PAGE_SIZE : self.page * PAGE_SIZE]

    def one_text(self, texts: Sequence[tuple[str, str]]) -> Filter:
        """Return the filter narrowed to one text: the one asked for, else the newest of the organisations asked for."""
        known = [text for text, organisation in texts if organisation in self.chosen.organisations]
        return replace(self.chosen, text=self.chosen.text if self.chosen.text in known else next(iter(known), "-"))

    def one_organisation(self) -> Filter:
        """Return a filter of one whole organisation: the one asked for, else the first."""
        return Filter(self.chosen.organisations[:1])

    def owned_by(self, owner: str) -> Filter:
        """Return the filter narrowed to one owner."""
        return replace(self.chosen, owner=owner)

    def context(self, person: Person) -> dict[str, Any]:
        """Return what the form of the filter and the steps between pages need."""
        asked = {
            "organisation": self.chosen.organisations[0] if len(self.chosen.organisations) == 1 else "",
            "text": self.chosen.text, "owner": self.chosen.owner, "status": self.chosen.status,
            "plan": self.chosen.plan, "words": self.chosen.words,
        }  # fmt: skip
        return {
            "chosen": self.chosen, "asked": asked, "organisations": self.organisations, "me": person,
            "statuses": [s.value for s in ORDER], "texts": pages.texts(self.organisations), "page": self.page,
            "page_size": PAGE_SIZE, "query": urlencode({k: v for k, v in asked.items() if v}),
            "is_desk": person.has(Role.SECRETARIAT_OFFICER), "new_notices": pages.unseen(person),
        }  # fmt: skip


def pressing(row: tuple[Duty, Commitment]) -> tuple[int, str, str]:
    """Return the place of a promise among those one owes: overdue and asked back first, settled last."""
    first = (Status.OVERDUE, Status.ASKED, Status.OPEN, Status.UNDER_WAY, Status.REPORTED)
    duty = row[0]
    place = first.index(duty.shown) if duty.shown in first else len(first)
    return place, duty.due_on.isoformat() if duty.due_on else "9999", duty.commitment


def day(text: str, field: str, default: date | None = None) -> date:
    """Return a day written as YYYY-MM-DD; raise `Invalid` naming the field."""
    if not text.strip() and default is not None:
        return default
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("“{given}” is not a day. Write it as 2026-11-25.", given=text[:40], field=field) from None


def period(asked: Mapping[str, str], today: date) -> tuple[date, date]:
    """Return the period an address asks for: the year up to today when it asks for none."""
    until = day(asked.get("until", ""), "until", today)
    return day(asked.get("since", ""), "since", due.add_months(until, -12)), until


def given(posted: Mapping[str, str], states: Sequence[str]) -> Given:
    """Return the commitment a form describes; raise `Invalid` naming the field."""
    year = posted.get("year", "").strip()
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid("“{given}” is not a year.", given=year[:20], field="year")
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


def plan(posted: Mapping[str, str]) -> dict[str, Any]:
    """Return what makes a plan; sections are written one a line."""
    years = [posted.get(key, "").strip() for key in ("first_year", "last_year")]
    if any(y and not (y.isascii() and y.isdigit() and len(y) == 4) for y in years) or bool(years[0]) != bool(years[1]):
        raise Invalid("Give the first and the last year, such as 2024 and 2026, or neither.", field="first_year")
    sections = tuple(dict.fromkeys(s for line in posted.get("sections", "").splitlines() if (s := line.strip()[:120])))
    if not sections:
        raise Invalid("Name at least one section, each on a line.", field="sections")
    return {
        "slug": posted.get("slug", "").strip(), "organisation": posted.get("organisation", ""),
        "title": posted.get("title", ""), "sections": sections, "source": posted.get("source", "").strip()[:120],
        "note": posted.get("note", "").strip(), "years": (int(years[0]), int(years[1])) if years[0] else None,
    }  # fmt: skip


def act_row(name: str) -> lifecycle.Row:
    """Return the row of an act people take; raise `NotFound` for one they do not."""
    row = lifecycle.BY_ACT.get(name)
    if row is None or row.by is Side.RECORD or name == "adjust":
        raise NotFound("There is no such page.")
    return row


def take(request: HttpRequest, row: lifecycle.Row, commitment_id: str, owner: str, *, by: Person, at: datetime) -> None:
    """Take an act with what its form gave."""
    asked = request.POST
    of: dict[str, Any] = {"commitment_id": commitment_id, "owner": owner, "by": by, "at": at}
    if row.by is Side.OWNER:
        version = asked.get("version", "")
        services.report(
            **of, act=row.act, as_of=asked.get("as_of", ""), text=asked.get("text", ""), value=asked.get("value", ""),
            version=int(version) if version.isascii() and version.isdigit() else None,
            files=stored(request.FILES.getlist("file"), at),
        )  # fmt: skip
        return
    acts = {f.__name__: f for f in (services.accept, services.ask_back, services.drop, services.supersede)}
    service: Any = {**acts, "reopen": services.reopen}[row.act]
    service(**of, **{key: asked.get(key, "") for key in row.given})


def stored(files: Iterable[UploadedFile[Any]], at: datetime) -> list[str]:
    """Store uploaded files and return their ids; who may report is asked before."""
    return [
        evidence.store(blocks=f.chunks(), name=f.name or "", media_type=f.content_type or "", at=at).id for f in files
    ]
