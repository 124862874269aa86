# SPDX-License-Identifier: Apache-2.0
"""Carrying: one drain per destination sends what waits, in order, resumes files, and takes the receipts home."""

from __future__ import annotations

import itertools
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from comity.base import clock, faults
from comity.base.canonical import canonical
from comity.base.errors import ComityError, Invalid, Unavailable, Untrusted
from comity.directory import queries as directory
from comity.exchange.models import Outgoing, Receipt
from comity.exchange.rules import chunks, manifest
from comity.exchange.rules.manifest import Manifest
from comity.exchange.services import accepting, bundling, ending
from comity.exchange.services.bundling import Submissions
from comity.exchange.services.line import Line
from comity.keyring.rules import signing

_log = logging.getLogger(__name__)
_LONGEST_PAUSE_SECONDS = 300
_PUSH_AT_ONCE = 50


def carry(*, payload: dict[str, Any], at: datetime) -> datetime | None:
    """Send what waits for one node; return when to try again, or None when nothing waits.

    Raises `Unavailable` when the node does not answer at all: the queue then waits longer and longer.
    """
    peer = directory.peer(payload["node"])
    waiting = Outgoing.objects.filter(to_node=peer.node_id, is_settled=False)
    due = list(waiting.filter(next_at__lte=at).order_by("created_at", "pk").values_list("pk", flat=True))
    with Line(peer) as line:
        for start in range(0, len(due), bundling.MOST):  # a week's outbox is too large to hold as a whole
            keys = due[start : start + bundling.MOST]
            submissions = bundling.submissions_of(keys)
            for rows in bundling.together(waiting.filter(pk__in=keys).order_by("created_at", "pk")):
                _try(line, rows, submissions)
        _push_receipts(line)
    upcoming = waiting.order_by("next_at").values_list("next_at", flat=True).first()
    return max(upcoming, at + timedelta(milliseconds=200)) if upcoming else None


def _try(line: Line, rows: list[Outgoing], submissions: Submissions) -> None:
    """Send messages, together where the peer takes them so. Whatever is not a signed receipt never ends one."""
    at = clock.now()
    for attempts, group in itertools.groupby(rows, key=lambda row: row.attempts):
        keys = [row.pk for row in group]
        Outgoing.objects.filter(pk__in=keys).update(attempts=attempts + 1, next_at=at + _pause(attempts))
    left = rows
    if len(rows) > 1 and line.takes_bundles:
        try:
            wrong = bundling.send(line, rows, submissions)
        except Unavailable as error:
            for row in rows:
                _note(row, error.sentence, at)
            raise
        except ComityError as error:  # an older node has no such door; or one message spoils it for all
            _log.info("%s did not take several messages at once: %s", line.peer.node_id, error.sentence)
            line.takes_bundles = False
        else:
            left = []
            for row, sentence in wrong:
                _note(row, sentence, at)
    for row in left:
        _try_alone(line, row, submissions[row.pk], at)


def _try_alone(line: Line, row: Outgoing, submission: str, at: datetime) -> None:
    try:
        _send(line, row, submission)
    except Unavailable as error:
        _note(row, error.sentence, at)
        raise
    except (ComityError, OSError) as error:  # a file that cannot be read stops its own message, not the others
        _note(row, error.sentence if isinstance(error, ComityError) else f"A file of the message: {error}.", at)


def _note(row: Outgoing, sentence: str, at: datetime) -> None:
    _log.warning("Message %s to %s: %s", row.pk, row.to_node, sentence)
    Outgoing.objects.filter(pk=row.pk).update(last_error=sentence)
    row.refresh_from_db(fields=["state"])
    if row.expires_at <= at and row.state in {"queued", "relayed"}:
        ending.expire(str(row.pk), at=at)


def _send(line: Line, row: Outgoing, submission: str) -> None:
    faults.point("carry.before-send")
    answer = line.send("POST", "/exchange/messages", bytes(row.envelope), submission)
    faults.point("carry.after-send")
    is_settled = _take_home(line, row, answer)
    faults.point("carry.receipts-kept")
    if is_settled:
        return
    payload = signing.unverified_payload(row.signed_manifest)
    env = settings.COMITY_ENV
    found = manifest.from_value(payload, max_parts=env["MAX_PARTS"], max_part_bytes=env["MAX_PART_BYTES"])
    for number in range(len(found.parts)):
        _send_part(line, row, found, number)
    if not _take_home(line, row, line.send("POST", "/exchange/messages", bytes(row.envelope), submission)):
        raise Invalid(f"{row.to_node} took the message in and did not say what became of it.")


def _send_part(line: Line, row: Outgoing, found: Manifest, number: int) -> None:
    part, address = found.parts[number], f"/exchange/messages/{row.pk}/parts/{number}"
    here = line.send("GET", address)["chunks"] if row.attempts else 0  # at the first try nothing is there
    if here < 0:  # no longer awaited: the next answer says why
        return
    total, bound_to = chunks.count(part.size), chunks.binding(row.signed_manifest, number)
    with Path(row.files[number]).open("rb") as file:
        file.seek(here * chunks.CHUNK_BYTES)
        for index in range(here, total):
            sealed = chunks.seal(
                file.read(chunks.CHUNK_BYTES),
                key=part.key,
                number=index,
                is_final=index == total - 1,
                bound_to=bound_to,
            )
            if line.send("PUT", f"{address}/{index}", sealed)["chunks"] != index + 1:
                raise Invalid(f"{row.to_node} did not keep a piece of “{part.name}”.")
            faults.point("carry.chunk-sent")


def _take_home(line: Line, row: Outgoing, answer: Any) -> bool:
    """Keep the receipts of an answer; say whether the message is settled."""
    tokens = answer.get("receipts") if isinstance(answer, dict) else None
    if not isinstance(tokens, list) or not tokens or not all(isinstance(token, str) for token in tokens):
        raise Untrusted(f"{line.peer.node_id} answered without receipts.")
    if str(row.pk) in accepting.accept(tokens, issuer=line.peer.node_id, public=line.peer.signing_key):
        return True
    row.refresh_from_db(fields=["is_settled"])  # by receipts that came another way
    return row.is_settled


def _push_receipts(line: Line) -> None:
    while rows := list(Receipt.objects.filter(to_push=line.peer.node_id).order_by("pk")[:_PUSH_AT_ONCE]):
        try:
            line.send("POST", "/exchange/receipts", canonical({"receipts": [row.token for row in rows]}))
        except Invalid as error:
            raise Unavailable(f"Receipts could not be handed over. {error.sentence}") from None
        faults.point("carry.receipts-pushed")
        Receipt.objects.filter(pk__in=[row.pk for row in rows]).update(to_push="")


def _pause(attempts: int) -> timedelta:
    return timedelta(seconds=min(2 ** min(attempts, 16), _LONGEST_PAUSE_SECONDS))
