# SPDX-License-Identifier: Apache-2.0
"""Several messages in one request: what waits without files travels together, in its order (suite-1.md §4)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from comity.base import faults
from comity.base.canonical import canonical
from comity.base.errors import Untrusted
from comity.exchange.models import Outgoing, Receipt
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import accepting
from comity.exchange.services.line import Line

MOST = 50
_MOST_BYTES = 1024 * 1024
Submissions = Mapping[uuid.UUID, str]


def together(rows: Iterable[Outgoing]) -> Iterator[list[Outgoing]]:
    """Yield messages as they may travel: several at once, and alone what has files or was tried before.

    A message that could not be taken once goes alone from then on, so that it holds back no other.
    """
    bundle: list[Outgoing] = []
    size = 0
    for row in rows:
        alone = bool(row.files) or row.attempts > 0
        if bundle and (alone or size + len(row.envelope) > _MOST_BYTES):
            yield bundle
            bundle, size = [], 0
        bundle.append(row)
        size += len(row.envelope)
        if alone:
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


def submissions_of(messages: Sequence[uuid.UUID]) -> Submissions:
    """Return the submission receipt of each message."""
    said = Receipt.objects.filter(message__in=messages, stage=Stage.SUBMISSION_ACCEPTED)
    return dict(said.values_list("message", "token"))


def send(line: Line, rows: list[Outgoing], submissions: Submissions) -> list[tuple[Outgoing, str]]:
    """Send messages in one request and keep the receipts of the answer; return those not ended, and why.

    Raises `Unavailable` without an answer in time, and `Invalid` or `Untrusted` for one that is no list of answers:
    then the messages are to be sent alone.
    """
    messages = [{"envelope": bytes(row.envelope).decode(), "receipt": submissions[row.pk]} for row in rows]
    faults.point("carry.before-send")
    answer = line.send("POST", "/exchange/bundles", canonical({"messages": messages}))
    faults.point("carry.after-send")
    answers = answer.get("answers") if isinstance(answer, dict) else None
    if not isinstance(answers, list) or len(answers) != len(rows):
        raise Untrusted(f"{line.peer.node_id} did not answer each message.")
    tokens = [_tokens(one) for one in answers]
    faulty, settled = accepting.accept_all(tokens, issuer=line.peer.node_id, public=line.peer.signing_key)
    faults.point("carry.receipts-kept")
    left = [row.pk for row in rows if str(row.pk) not in settled]
    waiting = Outgoing.objects.filter(pk__in=left, is_settled=False)
    unsettled = set(waiting.values_list("pk", flat=True)) if left else set()
    return [
        (row, fault.sentence if fault else _reason(one, line.peer.node_id))
        for row, one, fault in zip(rows, answers, faulty, strict=True)
        if row.pk in unsettled
    ]


def _tokens(answer: Any) -> list[str]:
    tokens = answer.get("receipts") if isinstance(answer, dict) else None
    return [token for token in tokens if isinstance(token, str)] if isinstance(tokens, list) else []


def _reason(answer: Any, node_id: str) -> str:
    if isinstance(answer, dict) and isinstance(answer.get("title"), str):
        return f"{node_id} answered {answer.get('status')}: {answer['title']}"[:500]
    return f"{node_id} took the message in and did not say what became of it."
