# SPDX-License-Identifier: Apache-2.0
"""Tokens of programs, and what they write over TAXII: kept apart in their own inbox until a person judges it."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.reference import load
from comity.register.models import FeedLine, FeedObject, FeedStatus, FeedToken
from comity.register.queries import feed_pages, feeds
from comity.register.queries import watching as watching_reads
from comity.register.queries.feeds import Reader
from comity.register.rules.detecting import giving
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.stix import reading
from comity.register.services import publishing, watching
from comity.register.services.recording import record

TOKEN_LIFE = timedelta(days=365)
MOST_OBJECTS = 10_000


def make_token(*, label: str, state: str, may_write: bool, by: Person, at: datetime) -> tuple[str, str]:
    """Make a token that reads as a State; return its user name and its secret, which is shown this once only."""
    if not feeds.may_manage(by):
        raise NotFound("There is no such page.")
    if not label.strip() or len(label) > 100:
        raise Invalid("Say which program it is for, in up to 100 characters.", field="label")
    if state not in load().states:
        raise Invalid("Choose the State as which the program reads.", field="state")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        made = FeedToken.objects.create(
            id=uuid.uuid4(), label=label.strip(), state=state, may_write=may_write, secret_hash=_hash(secret),
            by_id=by.id, made_at=at, expires_at=at + TOKEN_LIFE,
        )  # fmt: skip
        record("feed-token", made.pk, "made", by, at, state=state, may_write=may_write)
    return str(made.pk), secret


def revoke_token(*, token_id: str, by: Person, at: datetime) -> None:
    """End a token at once; raise `NotFound`."""
    with transaction.atomic():
        mine = (
            FeedToken.objects.filter(pk=token_id, revoked_at=None) if feeds.may_manage(by) else FeedToken.objects.none()
        )
        if not mine.update(revoked_at=at):
            raise NotFound("There is no such token.")
        record("feed-token", token_id, "revoked", by, at)


def write(*, who: Reader, collection: str, objects: Sequence[Any], at: datetime) -> dict[str, Any]:
    """Keep what a program wrote in its inbox; return the status of TAXII: what was taken, what failed and why.

    Writing an object again at the same version changes nothing and succeeds. Raises `NotFound` or `Invalid`.
    """
    if collection != feeds.INBOX or not who.may_write:
        raise NotFound("There is no such collection.")
    if len(objects) > MOST_OBJECTS:
        raise Invalid("One envelope holds at most {most} objects.", most=MOST_OBJECTS)
    with transaction.atomic():
        # The ledger first: it holds the one lock all writers meet at, and the lock of the feed comes after it.
        record("feed-token", who.token, "wrote", f"token:{who.token}", at, count=len(objects))
        body = keep(f"token:{who.token}", objects, at)
        FeedStatus.objects.create(id=body["id"], token_id=who.token, body=body, at=at)
        FeedToken.objects.filter(pk=who.token).update(used_at=at)
    return body


def keep(reader: str, objects: Sequence[Any], at: datetime) -> dict[str, Any]:
    """Keep objects as a reader's own, with lines for it; return the status of TAXII. Caller's transaction."""
    good: dict[tuple[str, datetime], FeedObject] = {}
    told: list[dict[str, str]] = []
    failed: list[dict[str, str]] = []
    for item in objects:
        try:
            key, _kind, version = reading.checked(item)
            moment = reading.version_of(version)
        except Invalid as error:
            name = str(item.get("id", ""))[:300] if isinstance(item, dict) else ""
            failed.append({"id": name, "version": feed_pages.written(at), "message": error.sentence})
            continue
        body = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        good.setdefault((key, moment), FeedObject(source=reader, object_id=key, version=moment, body=body))
        told.append({"id": key, "version": version})
    new = _without_known(reader, good)
    FeedObject.objects.bulk_create(new, batch_size=500)
    publishing.add_lines(reader, new, at)
    return {
        "id": str(uuid.uuid4()), "status": "complete", "request_timestamp": feed_pages.written(at),
        "total_count": len(objects), "success_count": len(told), "successes": told, "failure_count": len(failed),
        "failures": failed, "pending_count": 0,
    }  # fmt: skip


def delete(*, who: Reader, collection: str, object_id: str, versions: frozenset[str], at: datetime) -> None:
    """Delete an object this token wrote, all its versions or those named; raise `NotFound`."""
    if collection != feeds.INBOX:
        raise NotFound("There is no such object.")
    with transaction.atomic():
        mine = feeds.lines(who, collection).filter(object_id_text=object_id)
        if versions - {"all", "last", "first"}:
            mine = mine.filter(version__in=[reading.version_of(v) for v in versions - {"all", "last", "first"}])
        keys = list(mine.values_list("object_id", flat=True))
        if not keys:
            raise NotFound("There is no such object.")
        record("feed-token", who.token, "deleted", f"token:{who.token}", at, count=len(keys))
        FeedObject.objects.filter(pk__in=keys).delete()
        _mark_ends(f"token:{who.token}", object_id)


def judge(*, seq: int, take: bool, by: Person, at: datetime) -> str:
    """Take what a program wrote or a feed brought over into the watch list, or leave it; return the indicator's id.

    It is taken over for this State alone; a person decides about others. Raises `NotFound`, `Invalid` or `Refused`.
    """
    rows = FeedLine.objects.exclude(object__source=publishing.WATCH).filter(seq=seq, review="")
    if not feeds.may_manage(by):
        raise NotFound("There is no such object.")
    with transaction.atomic():
        line = rows.select_for_update(of=("self",)).select_related("object").first()
        if line is None:
            raise NotFound("There is no such object.")
        record("feed-line", seq, "taken" if take else "left", by, at)
        line.review = "taken" if take else "left"
        line.save(update_fields=["review"])
        return _take_over(line, by, at) if take else ""


def _take_over(line: FeedLine, by: Person, at: datetime) -> str:
    told = reading.indicator(json.loads(line.object.body))
    if told is None:
        raise Invalid("The object tells of no indicator Comity can read.")
    kind, value = told
    kind, value = giving.given(kind, _typed(kind, value), watching_reads.words(), platform=value.partition(":")[0])
    evidence = f"TAXII, {line.reader}: {line.object_id_text}, version {feed_pages.version_text(line.version)}."
    known = watching_reads.known(by, frozenset({f"{kind}:{value}"}))
    if known:  # its readers are told by a person, on its page
        return next(iter(known.values()))
    return watching.report(
        kind=kind, value=value, evidence=evidence, seen_at=min(at, line.added_at), audience=(), onward=False, by=by,
        at=at, is_normal=True,
    )  # fmt: skip


def _typed(kind: Kind, value: str) -> str:
    """Return an account as a person would type it; all else as it is."""
    return f"@{value.partition(':')[2]}" if kind in {Kind.ACCOUNT, Kind.BOT} else value


def _without_known(reader: str, good: dict[tuple[str, datetime], FeedObject]) -> list[FeedObject]:
    ids = sorted({key for key, _ in good})
    known: set[tuple[str, datetime]] = set()
    for start in range(0, len(ids), 500):
        rows = FeedObject.objects.filter(source=reader, object_id__in=ids[start : start + 500])
        known |= set(rows.values_list("object_id", "version"))
    return [made for place, made in good.items() if place not in known]


def _mark_ends(reader: str, object_id: str) -> None:
    """Mark anew which of the versions left is the first and which the last."""
    left = list(FeedLine.objects.filter(reader=reader, object_id_text=object_id).order_by("version"))
    for place, line in enumerate(left):
        line.is_first, line.is_last = place == 0, place == len(left) - 1
    FeedLine.objects.bulk_update(left, ["is_first", "is_last"], batch_size=200)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
