# SPDX-License-Identifier: Apache-2.0
"""Keeping: entries are reviewed and deleted on their days by themselves, however long the node was down.

Deleted means gone: values, names and keys; what the exchange kept of messages that carried them; free pages of the
database. The id, owner, version and days stay, and the ledger, which never held a value.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.exchange import services as exchange
from comity.register.models import Disclosure, Entry, Foreign, Judgement, Notice, RightsRequest
from comity.register.rules import terms
from comity.register.services import indexing, sharing
from comity.register.services.owning import owned
from comity.register.services.recording import record
from comity.register.services.settling import empty

AGAIN = timedelta(hours=1)
_BATCH = 200


def keep(*, payload: object, at: datetime) -> datetime:  # noqa: ARG001  # the shape of every job
    """Tell teams what is due for review, delete what reached its last day; return when to look again."""
    today = at.date()
    indexing.rebuild()
    for row in _due_for_review(today):
        Notice.objects.create(case=row.case, kind="review", entry=row, at=at)
    while purged := _purge_some(today, at):
        if purged < _BATCH:
            break
    _forget_messages()
    old = RightsRequest.objects.filter(closed_at__lt=at - terms.RIGHTS_KEPT).exclude(
        requester="", asked="", decision=""
    )
    old.update(requester="", asked="", decision="")
    _scrub()
    return at + AGAIN


def renew(*, entry_id: str, review: date | None, purge: date | None, reason: str, by: Person, at: datetime) -> None:
    """Note that an entry was reviewed and is still needed, and set its next days; raise `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid("Say why the entry is still needed.", field="reason")
    with transaction.atomic():
        row = owned(entry_id, by)
        row.review_date, row.purge_date = terms.days(today=at.date(), review=review, purge=purge)
        row.version += 1
        row.updated_at = at
        row.save()
        Notice.objects.filter(entry=row, kind="review").delete()
        sharing.follow(row, at=at)
        record("entry", row.pk, "renewed", by, at, review=row.review_date.isoformat(), purge=row.purge_date.isoformat())


def erase(row: Entry, *, event: str, by: Person | str, at: datetime) -> None:
    """Delete the content of an entry for good, in the caller's transaction; holders are told to do the same."""
    case, is_own = row.case, row.owner == settings.COMITY_ENV["STATE"]
    empty(row, "purged", row.version + 1 if is_own else row.version, at)
    Judgement.objects.filter(Q(left=row) | Q(right=row)).delete()
    Notice.objects.filter(Q(entry=row) | Q(other=row)).delete()
    if is_own:
        sharing.follow(row, at=at)
    Notice.objects.create(case=case, kind="purged", at=at)
    record("entry", row.pk, event, by, at)


def _due_for_review(today: date) -> list[Entry]:
    due = Entry.objects.filter(
        state="active", owner=settings.COMITY_ENV["STATE"], review_date__lte=today, purge_date__gt=today
    )
    told = Notice.objects.filter(kind="review").values("entry_id")
    return list(due.exclude(pk__in=told).select_related("case"))


def _purge_some(today: date, at: datetime) -> int:
    with transaction.atomic():
        due = Entry.objects.filter(purge_date__lte=today).exclude(state="purged").order_by("purge_date", "pk")
        rows = list(due.select_for_update(of=("self",)).select_related("case")[:_BATCH])
        for row in rows:
            erase(row, event="purged", by="node", at=at)
    return len(rows)


def _forget_messages() -> None:
    """Let the exchange forget what messages said of entries that are gone; one still on its way is forgotten later."""
    for model in (Disclosure, Foreign):
        for held in model.objects.exclude(entry__state="active").exclude(messages=[]):
            held.messages = [message for message in held.messages if not exchange.forget(message=message)]
            held.save(update_fields=["messages"])


def _scrub() -> None:
    """Overwrite what was deleted: SQLite writes its log into the file, PostgreSQL frees dead rows."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
        else:
            cursor.execute("VACUUM register_entry, register_statement, register_key, register_indexedname, "
                           "register_foreign, exchange_incoming, exchange_outgoing")  # fmt: skip
