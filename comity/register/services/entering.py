# SPDX-License-Identifier: Apache-2.0
"""Entering: open a case, enter a person or thing, say more of it, take a value back, change who may know, withdraw.

Only the owner's people act, and only those of the case. Every act is in the ledger with ids and codes, never values.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import Listing
from comity.reference import load
from comity.register import queries
from comity.register.models import Case, CaseMember, Entry, Statement
from comity.register.rules import category as categories
from comity.register.rules import terms, things
from comity.register.rules.handling import Handling
from comity.register.rules.travelling import CERTAINTIES
from comity.register.services import sharing
from comity.register.services.linking import find_links, recheck_links
from comity.register.services.owning import case_of, owned
from comity.register.services.recording import record
from comity.register.services.settling import forget, settle


@dataclass(frozen=True, slots=True)
class Said:
    """One value to be kept: property, value, language of the value (BCP 47, may be empty), who said it, how sure."""

    prop: str
    value: str
    language: str = ""
    source: str = ""
    certainty: str = "probable"


class ChangedMeanwhile(Refused):
    """Someone else changed the entry in between."""

    code = "entry-changed-meanwhile"


def open_case(
    *,
    reference: str,
    title: str,
    offences: Iterable[str],
    legal_basis: str,
    by: Person,
    at: datetime,
    restricted: bool = False,
) -> str:
    """Open a case and return its id; the opener is its first member. Raises `Invalid` for a word missing or unknown."""
    if not by.has(Role.ANALYST, Role.CASE_PROSECUTOR, Role.CENTRAL_OFFICER) or not settings.COMITY_ENV["STATE"]:
        raise NotFound("There is no such page.")
    named = list(dict.fromkeys(offences))
    for slug in named:
        if slug not in load().offences:
            raise Invalid("“{slug}” is not an offence category Comity knows.", slug=slug, field="offences")
    for field, text, most in (("reference", reference, 100), ("title", title, 200), ("legal_basis", legal_basis, 300)):
        if not text.strip() or len(text.strip()) > most:
            raise Invalid(
                "Give the {name} in 1 to {most} characters.", name=field.replace("_", " "), most=most, field=field
            )
    if not named:
        raise Invalid("Name at least one offence category.", field="offences")
    try:
        with transaction.atomic():
            made = Case.objects.create(
                id=uuid.uuid4(), reference=reference.strip(), title=title.strip(), offences=named,
                legal_basis=legal_basis.strip(), is_restricted=restricted, opened_by_id=by.id, opened_at=at,
            )  # fmt: skip
            CaseMember.objects.create(case=made, user_id=by.id)
            record("case", made.pk, "opened", by, at)
    except IntegrityError:
        raise Invalid("A case with this reference is open already.", field="reference") from None
    return str(made.pk)


def enter(
    *,
    case_id: str,
    schema: str,
    category: str,
    said: Sequence[Said],
    handling: Handling,
    by: Person,
    at: datetime,
    review: date | None = None,
    purge: date | None = None,
) -> str:
    """Enter a person or thing into a case and return its id; raise `NotFound`, or `Invalid` naming the field."""
    kind = things.thing(schema)
    fixed = categories.of(schema, category)
    review_date, purge_date = terms.days(today=at.date(), review=review, purge=purge)
    kept = [_checked(schema, item) for item in said]
    if not any(item.prop == kind.caption for item in kept):
        raise Invalid("Give at least the {caption}.", caption=kind.caption, field=kind.caption)
    with transaction.atomic():
        case = queries.case(by, case_id)
        made = Entry.objects.create(
            id=uuid.uuid4(), owner=settings.COMITY_ENV["STATE"], case=case, schema=schema, category=fixed,
            caption="", review_date=review_date, purge_date=purge_date, entered_by_id=by.id, entered_at=at,
            updated_at=at, **handling.as_json(),
        )  # fmt: skip
        _keep(made, kept, case, at)
        settle(made, at)
        find_links([made], at=at)
        record("entry", made.pk, "entered", by, at, schema=schema, category=str(fixed), **handling.as_json())
    return str(made.pk)


def say(*, entry_id: str, said: Sequence[Said], by: Person, at: datetime) -> None:
    """Say more of an entry; earlier values stay with their sources."""
    with transaction.atomic():
        row = owned(entry_id, by)
        _keep(row, [_checked(row.schema, item) for item in said], case_of(row), at)
        settle(row, at)
        find_links([row], at=at)
        sharing.follow(row, at=at)
        record("entry", row.pk, "said", by, at, values=len(said))


def retract(*, entry_id: str, statement_id: str, by: Person, at: datetime) -> None:
    """Take a value back; it stays in the history and counts for nothing any more."""
    with transaction.atomic():
        row = owned(entry_id, by)
        if not Statement.objects.filter(pk=queries.key(statement_id), entry=row, is_retracted=False).update(
            is_retracted=True
        ):
            raise NotFound("There is no such value.")
        caption = things.thing(row.schema).caption
        if not Statement.objects.filter(entry=row, prop=caption, is_retracted=False).exists():
            raise Refused("This is the last {caption}: withdraw the entry instead.", caption=caption)
        settle(row, at)
        recheck_links(row)
        sharing.follow(row, at=at)
        record("entry", row.pk, "retracted", by, at, statement=statement_id)


def set_handling(*, entry_id: str, handling: Handling, version: int, by: Person, at: datetime) -> None:
    """Change who may know of an entry; raise `ChangedMeanwhile` when someone else changed it since `version`."""
    with transaction.atomic():
        row = owned(entry_id, by)
        if row.version != version:
            raise ChangedMeanwhile("Someone else changed this entry meanwhile. Look at it again, then decide.")
        for field, value in handling.as_json().items():
            setattr(row, field, value)
        settle(row, at)
        sharing.follow(row, at=at)
        record("entry", row.pk, "handling", by, at, **handling.as_json())


def withdraw(*, entry_id: str, reason: str, by: Person, at: datetime) -> None:
    """Withdraw an entry: from now on nobody finds it, here or elsewhere."""
    if not reason.strip():
        raise Invalid("Say why the entry is withdrawn.", field="reason")
    with transaction.atomic():
        row = owned(entry_id, by)
        row.state = "withdrawn"
        row.version += 1
        row.updated_at = at
        row.save(update_fields=["state", "version", "updated_at"])
        forget(row)
        sharing.follow(row, at=at)
        record("entry", row.pk, "withdrawn", by, at)


def _checked(schema: str, item: Said) -> Said:
    if item.certainty not in CERTAINTIES:
        raise Invalid(
            "“{certainty}” is not a degree of certainty. Use {known}.",
            certainty=item.certainty,
            known=Listing(CERTAINTIES),
        )
    value = things.clean(schema, item.prop, item.value)
    return Said(item.prop, value, item.language[:12], item.source.strip()[:200], item.certainty)


def _keep(row: Entry, said: Sequence[Said], case: Case, at: datetime) -> None:
    Statement.objects.bulk_create(
        Statement(
            id=uuid.uuid4(), entry=row, prop=item.prop, value=item.value, language=item.language,
            source=item.source or case.reference, case_reference=case.reference, certainty=item.certainty, said_at=at,
        )
        for item in said
    )  # fmt: skip
