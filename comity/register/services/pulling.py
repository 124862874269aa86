# SPDX-License-Identifier: Apache-2.0
"""TAXII 2.1 client: pull a collection into the inbox for review, or push this State's watch list to one, by jobs.

A feed that has not worked for its set hours is alarmed: a notice, a ledger entry, and a mark on its page.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.canonical import strict_loads
from comity.base.errors import Invalid, NotFound, Unavailable
from comity.base.wording import packed
from comity.keyring import services as keyring
from comity.keyring.rules import sealing
from comity.queue import services as queue
from comity.reference import load
from comity.register.models import Feed, FeedLine, Notice
from comity.register.queries import feeds
from comity.register.rules.stix import reading
from comity.register.services import feeding
from comity.register.services.recording import record

KIND = "register.feed"
TAXII = "application/taxii+json;version=2.1"
_PAGE, _PUSHED, _MOST_PAGES, _MOST_BYTES = 1_000, 250, 500, 20 * 1024 * 1024
_INFO = b"comity-feed-secret"


def set_up(
    *, label: str, direction: str, address: str, user: str, secret: str, state: str, by: Person, at: datetime
) -> str:
    """Set a feed up and start it; return its id. `state` is the State as which the list is pushed."""
    if not feeds.may_manage(by):
        raise NotFound("There is no such page.")
    if direction not in {"pull", "push"}:
        raise Invalid("A feed pulls or pushes.", field="direction")
    if not label.strip() or len(label) > 100:
        raise Invalid("Name the feed in up to 100 characters.", field="label")
    if direction == "push" and (state not in load().states or state == settings.COMITY_ENV["STATE"]):
        raise Invalid("Choose the State the server belongs to: it gets what that State may see.", field="state")
    where, public = _checked_address(address), keyring.current().sealing.public_bytes()
    with transaction.atomic():
        made = Feed.objects.create(
            id=uuid.uuid4(), label=label.strip(), direction=direction, address=where, user=user[:200],
            sealed_secret=sealing.seal(secret.encode(), to=public, info=_INFO), state=state, by_id=by.id,
            made_at=at, ok_at=at,
        )  # fmt: skip
        record("feed", made.pk, "made", by, at, direction=direction)
        _enqueue(str(made.pk), at)
    return str(made.pk)


def stop(*, feed_id: str, by: Person, at: datetime) -> None:
    """Stop a feed; raise `NotFound`."""
    with transaction.atomic():
        mine = Feed.objects.filter(pk=feed_id, is_active=True) if feeds.may_manage(by) else Feed.objects.none()
        if not mine.update(is_active=False):
            raise NotFound("There is no such feed.")
        record("feed", feed_id, "stopped", by, at)


def run(*, payload: Mapping[str, Any], at: datetime) -> datetime | None:
    """Run a feed once; return when to run it again, or None when it was stopped."""
    row = Feed.objects.filter(pk=payload["feed"], is_active=True).first()
    if row is None:
        return None
    try:
        with httpx.Client(timeout=settings.COMITY_ENV["PEER_TIMEOUT_SECONDS"], follow_redirects=False) as client:
            (pull if row.direction == "pull" else push)(row, client, at)
    except (Invalid, Unavailable) as error:
        Feed.objects.filter(pk=row.pk).update(fault=packed(error.sentence, most=300))
        _alarm(row, at)
        return at + timedelta(minutes=min(row.every_minutes, 5))
    Feed.objects.filter(pk=row.pk).update(fault="", ok_at=at, alarmed_at=None)
    return at + timedelta(minutes=row.every_minutes)


def pull(row: Feed, client: httpx.Client, at: datetime) -> None:
    """Take in every object added since the last pull, page by page; each page is kept before the next is asked for."""
    line, asked, after = _Line(row, client), row.position, ""
    for _ in range(_MOST_PAGES):
        query = {"limit": str(_PAGE), **({"added_after": asked} if asked else {}), **({"next": after} if after else {})}
        body, last = line.get("objects/", query)
        objects = body.get("objects", [])
        if not isinstance(objects, list):
            raise Invalid("The server answered with something else than objects.")
        with transaction.atomic():
            record("feed", row.pk, "pulled", "node", at, count=len(objects))
            feeding.keep(f"feed:{row.pk}", objects, at)
            if last and reading.version_of(last):
                Feed.objects.filter(pk=row.pk).update(position=last)
        after = str(body.get("next", ""))
        if not body.get("more") or not objects:
            return
        if not after:  # a server that pages by moment alone
            asked = last


def push(row: Feed, client: httpx.Client, at: datetime) -> None:
    """Send what the server's State may see and has not been sent; a place is passed only when the server took it."""
    line = _Line(row, client)
    for batch in _batches(row):
        body = json.dumps({"objects": [json.loads(item.object.body) for item in batch]}).encode()
        status = line.post("objects/", body)
        if status.get("failure_count"):
            raise Invalid("The server refused {count} objects.", count=status["failure_count"])
        with transaction.atomic():
            record("feed", row.pk, "pushed", "node", at, count=len(batch))
            Feed.objects.filter(pk=row.pk).update(position=str(batch[-1].seq))


def _batches(row: Feed) -> Iterator[list[FeedLine]]:
    place = int(row.position or 0)
    for _ in range(_MOST_PAGES):
        lines = FeedLine.objects.filter(reader=row.state, seq__gt=place).select_related("object").order_by("seq")
        batch = list(lines[:_PUSHED])
        if not batch:
            return
        yield batch
        place = batch[-1].seq


class _Line:
    """One connection to a collection."""

    def __init__(self, row: Feed, client: httpx.Client) -> None:
        secret = sealing.open_sealed(bytes(row.sealed_secret), key=keyring.current().sealing, info=_INFO).decode()
        self.row, self.client = row, client
        self.auth = httpx.BasicAuth(row.user, secret) if row.user else None

    def get(self, path: str, query: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """Return an answer and the moment its last object was added."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: bytes) -> dict[str, Any]:
        """Return the status of a write."""
        return self._ask("POST", path, content=body)[0]

    def _ask(self, method: str, path: str, **more: Any) -> tuple[dict[str, Any], str]:
        headers = {"Accept": TAXII, "Content-Type": TAXII} if method == "POST" else {"Accept": TAXII}
        data = b""
        try:
            with self.client.stream(method, self.row.address + path, headers=headers, auth=self.auth, **more) as answer:
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > _MOST_BYTES:
                        raise Invalid("The server answered with more than a page can be.")
        except httpx.HTTPError as error:
            raise Unavailable("The server does not answer: {fault}.", fault=type(error).__name__) from None
        if answer.status_code not in {200, 202}:
            raise Unavailable("The server answered {status}.", status=answer.status_code)
        found = strict_loads(data) if data.strip() else {}
        if not isinstance(found, dict):
            raise Invalid("The server answered with something else than an envelope.")
        return found, answer.headers.get("X-TAXII-Date-Added-Last", "")


def _alarm(row: Feed, at: datetime) -> None:
    if row.alarmed_at or at - row.ok_at < timedelta(hours=row.alarm_hours):
        return
    with transaction.atomic():
        record("feed", row.pk, "alarmed", "node", at, hours=row.alarm_hours)
        Feed.objects.filter(pk=row.pk).update(alarmed_at=at)
        Notice.objects.create(case=None, kind="feed-stopped", at=at)


def _enqueue(feed_id: str, at: datetime) -> None:
    queue.enqueue(key=f"{KIND}:{feed_id}", kind=KIND, payload={"feed": feed_id}, at=at)


def _checked_address(address: str) -> str:
    """Return the address of a collection; in production only https is taken."""
    try:
        parts = urlsplit(address.strip())
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_fine = urlsplit(""), False
    schemes = {"http", "https"} if settings.PRACTICE else {"https"}
    if parts.scheme not in schemes or not parts.hostname or parts.username or not port_is_fine or len(address) > 500:
        raise Invalid("Give the whole address of the collection, beginning with https://.", field="address")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
