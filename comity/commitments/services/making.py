# SPDX-License-Identifier: Apache-2.0
"""Making commitments and plans: from a clause of a text or an outcome of a meeting, by the Secretariat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.accounts.rules.standing import Standing
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import Listing
from comity.commitments.models import Commitment, Duty, Plan
from comity.commitments.queries import access, sources
from comity.commitments.rules import addressees, due, shapes
from comity.commitments.rules.addressees import Addressee
from comity.commitments.rules.lifecycle import Status
from comity.ledger import services as ledger
from comity.reference import load

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{1,70}#[a-z0-9][a-z0-9.-]{0,40}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")
_MARKS = frozenset({"text", "secondary", "memory"})


@dataclass(frozen=True, slots=True)
class Given:
    """What makes a commitment. `states` narrow or name the addressee; `due` is a date, month or year of the text."""

    source: str
    organisation: str
    addressee: str
    verb: str
    object: str
    since: date
    states: tuple[str, ...] = ()
    due: str = ""
    due_words: str = ""
    rhythm: str = "once"
    indicator: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    evidence_required: str = ""
    evidence: str = "text"
    sources: tuple[str, ...] = ()
    note: str = ""
    plan: str = ""
    section: str = ""
    year: int | None = None


def make(*, given: Given, by: Person, at: datetime) -> str:
    """Make a commitment with one duty for each owner and return its id; only the Secretariat makes them.

    Raises `NotFound` for anyone else, `Invalid` for a source, State, date or rhythm that is none.
    """
    only_secretariat(by, given.organisation, on=at.date())
    if sources.is_missing(given.source, person=by, at=at):
        raise Invalid("There is no adopted clause or outcome “{source}”.", source=given.source, field="source")
    with transaction.atomic():
        return create(given, actor=by.name, by=by.id, at=at)


def make_plan(
    *,
    slug: str,
    organisation: str,
    title: str,
    sections: Sequence[str],
    by: Person,
    at: datetime,
    years: tuple[int, int] | None = None,
    source: str = "",
    note: str = "",
) -> str:
    """Make a plan, empty of commitments, and return its slug; only the Secretariat makes them."""
    only_secretariat(by, organisation, on=at.date())
    with transaction.atomic():
        if Plan.objects.filter(pk=slug).exists():
            raise Refused("There is a plan “{slug}” already.", slug=slug)
        create_plan(
            slug=slug, organisation=organisation, title=title, sections=sections, years=years, source=source, note=note,
            evidence="text", actor=f"person:{by.id}", at=at,
        )  # fmt: skip
    return slug


def create_plan(
    *,
    slug: str,
    organisation: str,
    title: str,
    sections: Sequence[str],
    years: tuple[int, int] | None,
    source: str,
    note: str,
    evidence: str,
    actor: str,
    at: datetime,
) -> None:
    """Write a plan and record it, in the caller's transaction."""
    if not _SLUG.fullmatch(slug):
        raise Invalid("Name the plan in lower-case letters, digits and hyphens, such as ots-action-plan.", field="slug")
    if not title.strip():
        raise Invalid("Give the plan a title.", field="title")
    if years and not 1985 <= years[0] <= years[1] <= 2100:
        raise Invalid("The plan ends before it begins.", field="years")
    first, last = years or (None, None)
    Plan.objects.create(
        slug=slug, organisation=organisation, title=title.strip()[:300], source=source, sections=list(sections),
        first_year=first, last_year=last, note=note, evidence=evidence, made_at=at,
    )  # fmt: skip
    ledger.record(event="plan.made", subject=f"plan:{slug}", actor=actor, at=at)


def create(
    given: Given, *, actor: str, by: int | None, at: datetime, predecessor: Commitment | None = None, number: int = 0
) -> str:
    """Write a commitment, its duties and the ledger entry, in the caller's transaction; return its id."""
    kind = _checked(given)
    first_due, rhythm = due.last_day(given.due), due.rhythm(given.rhythm)
    if first_due and first_due < given.since:
        raise Invalid("The due date lies before the commitment.", field="due")
    members = load().members(given.organisation, on=given.since)
    owners = addressees.owners(kind, named=given.states, members=members)
    row = Commitment.objects.create(
        id=_free_id(given.source, predecessor, number), organisation=given.organisation, source=given.source,
        words=sources.words(given.source), addressee=kind, verb=given.verb.strip(), object=given.object.strip(),
        since=given.since, due_on=first_due, due_words=given.due_words.strip(), rhythm=rhythm,
        indicator=given.indicator.strip(), baseline=given.baseline, target=given.target,
        evidence_required=given.evidence_required.strip(), evidence=given.evidence, sources=list(given.sources),
        note=given.note.strip(), plan_id=given.plan or None, section=given.section, year=given.year,
        predecessor=predecessor, made_at=at, made_by=actor,
    )  # fmt: skip
    due_on = due.next_due(value=rhythm, first=first_due, since=given.since, last_kept=None)
    Duty.objects.bulk_create(Duty(commitment=row, owner=o, status=Status.OPEN, due_on=due_on) for o in owners)
    ledger.record(
        event="commitment.made",
        subject=f"commitment:{row.pk}",
        actor=f"person:{by}" if by else "record",
        at=at,
        data={"source": given.source, "owners": list(owners), "from": predecessor.pk if predecessor else ""},
    )
    return row.pk


def only_secretariat(by: Person, organisation: str, *, on: date) -> None:
    """Raise `NotFound` unless the person is the organisation's Secretariat."""
    if access.standing_in(by, organisation, on=on) is not Standing.SECRETARIAT:
        raise NotFound("There is no such page.")


def number(text: str) -> Decimal:
    """Return a number a person wrote; raise `Invalid`."""
    try:
        value = Decimal(text.strip())
        if not value.is_finite() or abs(value) >= 10**12:
            raise InvalidOperation
    except InvalidOperation:
        raise Invalid("“{given}” is not a number.", given=text[:40], field="target") from None
    return value


def _checked(given: Given) -> Addressee:
    if not _SOURCE.fullmatch(given.source):
        raise Invalid(
            "“{source}” names no clause or outcome. Write it as text#clause.", source=given.source, field="source"
        )
    if given.addressee not in set(Addressee):
        raise Invalid(
            "“{addressee}” is not a kind of addressee: {known}.",
            addressee=given.addressee,
            known=Listing(Addressee),
            field="addressee",
        )
    if not given.verb.strip() or not given.object.strip():
        raise Invalid("Say what is promised: a verb and its object.", field="object")
    if len(given.verb) > 60 or len(given.due_words) > 200 or len(given.section) > 120:
        raise Invalid("The verb, the words of the date or the section are too long.", field="verb")
    if given.evidence not in _MARKS:
        raise Invalid(
            "“{evidence}” is not an evidence mark: text, secondary or memory.",
            evidence=given.evidence,
            field="evidence",
        )
    plan = Plan.objects.filter(pk=given.plan, organisation=given.organisation).first() if given.plan else None
    if given.plan and plan is None:
        raise Invalid("There is no plan “{plan}”.", plan=given.plan, field="plan")
    if plan and given.section not in plan.sections:
        raise Invalid("The plan has no section “{section}”.", section=given.section, field="section")
    return Addressee(given.addressee)


def _free_id(source: str, predecessor: Commitment | None, number: int) -> str:
    if predecessor is not None:
        stem, _, revision = predecessor.pk.rpartition(".r")
        known = stem and revision.isdigit()
        return f"{stem}.r{int(revision) + 1}" if known else f"{predecessor.pk}.r2"
    if number:
        return shapes.id_of(source, number)
    taken = set(Commitment.objects.filter(source=source).values_list("pk", flat=True))
    return next(i for i in (shapes.id_of(source, n) for n in range(1, len(taken) + 2)) if i not in taken)
