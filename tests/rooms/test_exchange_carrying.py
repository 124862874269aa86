# SPDX-License-Identifier: Apache-2.0
"""What the sending node does with every answer a peer may give: only a signed receipt of the peer ends a message."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from comity.base import clock
from comity.base.errors import TooLarge, Unavailable
from comity.exchange import queries
from comity.exchange import services as exchange
from comity.exchange.models import Outgoing
from comity.exchange.rules.receipts import Stage
from comity.ledger import services as ledger
from tests.support.answering import Asked, Peer, peer, whole
from tests.support.peers import ForeignNode, known

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = (Stage.RELAY_ACCEPTED, Stage.DELIVERED)
Raw = Callable[[Asked, BinaryIO], None]


@pytest.fixture
def uz(db: None) -> Iterator[ForeignNode]:
    """Return Uzbekistan's node, answering on loopback as `uz.server.answer` says."""
    with peer(lambda asked, out: None) as server:
        node = ForeignNode(address=server.address)
        node.server = server  # type: ignore[attr-defined]  # the test's own handle
        server.answer = receipts_of(node, *GOOD)
        yield known(node, clock.now())


def receipts_of(node: ForeignNode, *stages: Stage, by: ForeignNode | None = None) -> Raw:
    def answer(asked: Asked, out: BinaryIO) -> None:
        out.write(said(node.answers(asked.body, asked.receipt, *stages, by=by)))

    return answer


def said(tokens: list[str]) -> bytes:
    return whole(200, json.dumps({"receipts": tokens}).encode())


def post(**changes: Any) -> str:
    given = {"to_node": "uz", "kind": "test.note", "body": {"text": "x"}, "conversation": str(uuid.uuid4())}
    return exchange.post(**{**given, "at": clock.now(), **changes})


def carry(after: timedelta = timedelta()) -> Any:
    return exchange.carry(payload={"node": "uz"}, at=clock.now() + after)


def server_of(node: ForeignNode) -> Peer:
    return node.server  # type: ignore[attr-defined, no-any-return]


def test_signed_receipts_end_a_message_and_it_is_sent_once(uz: ForeignNode) -> None:
    message = post()

    assert carry() is None
    assert carry() is None

    found = queries.status(message)
    assert [line.stage for line in found.receipts] == ["submission-accepted", *GOOD]
    assert found.state == "delivered"
    assert len(server_of(uz).asked) == 1


def test_a_signed_refusal_ends_a_message_and_its_sentence_is_kept(uz: ForeignNode) -> None:
    server_of(uz).answer = receipts_of(uz, Stage.RELAY_REJECTED)
    message = post()

    assert carry() is None

    assert queries.status(message).state == "refused"


@pytest.mark.parametrize(
    "answer",
    [
        whole(200, b'{"receipts":[]}'),
        whole(200, b'{"receipts":["a.b.c"]}'),
        whole(200, b'{"receipts":[1]}'),
        whole(200, b'{"refused":true}'),
        whole(200, b"[]"),
        whole(200, b"<html>"),
        whole(403, b'{"title":"No.","code":"untrusted"}'),
        whole(409, b"{}"),
        whole(500, b"\xff"),
        whole(302, b"", "Location: http://localhost:1/"),
        whole(200, b"x" * 300_000),
    ],
)
def test_an_unsigned_answer_never_ends_a_message(uz: ForeignNode, answer: bytes) -> None:
    server_of(uz).answer = lambda asked, out: out.write(answer) and None
    message = post()

    again = carry()

    assert again is not None
    assert queries.status(message).state == "queued"
    assert queries.status(message).last_error
    server_of(uz).answer = receipts_of(uz, *GOOD)
    carry(timedelta(minutes=10))
    assert queries.status(message).state == "delivered"


def test_a_rejection_signed_by_another_never_ends_a_message(uz: ForeignNode) -> None:
    server_of(uz).answer = receipts_of(uz, Stage.RELAY_REJECTED, by=ForeignNode())
    message = post()

    carry()

    found = queries.status(message)
    assert (found.state, len(found.receipts)) == ("queued", 1)
    assert "signed" in found.last_error


def test_a_good_receipt_before_a_bad_one_is_kept(uz: ForeignNode) -> None:
    def answer(asked: Asked, out: BinaryIO) -> None:
        good = uz.answers(asked.body, asked.receipt, *GOOD)
        bad = ForeignNode().answers(asked.body, good[0], Stage.DELIVERED)
        out.write(said([good[0], *bad]))

    server_of(uz).answer = answer
    message = post()

    carry()

    assert queries.status(message).state == "relayed"
    assert not Outgoing.objects.get(pk=message).is_settled


def test_every_try_sends_the_same_bytes(uz: ForeignNode, tmp_path: Path) -> None:
    path = tmp_path / "annex"
    path.write_bytes(b"annex")
    part = exchange.OutPart("a.txt", "text/plain", 5, hashlib.sha256(b"annex").hexdigest(), str(path))

    stored: list[str] = []

    def answer(asked: Asked, out: BinaryIO) -> None:
        if asked.method == "POST":
            stored.extend([] if stored else uz.answers(asked.body, asked.receipt, Stage.RELAY_ACCEPTED))
            out.write(said(stored))
        else:
            out.write(whole(200, b'{"chunks":0}') if asked.method == "GET" else whole(500, b""))

    server_of(uz).answer = answer
    post(parts=[part])
    for minutes in range(0, 30, 10):
        carry(timedelta(minutes=minutes))

    tries = server_of(uz).asked
    assert len({(asked.body, asked.receipt) for asked in tries if asked.method == "POST"}) == 1
    pieces = [asked for asked in tries if asked.method == "PUT"]
    assert len(pieces) == 3
    assert len({(asked.path, asked.body) for asked in pieces}) == 1


def bomb(layers: int) -> bytes:
    data = b"\0" * 30_000_000
    for _ in range(layers):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(("layers", "encoding"), [(1, "gzip"), (2, "gzip, gzip")])
def test_a_compressed_answer_is_refused_unopened(uz: ForeignNode, layers: int, encoding: str) -> None:
    data = bomb(layers)
    server_of(uz).answer = lambda asked, out: out.write(whole(200, data, f"Content-Encoding: {encoding}")) and None
    message = post()

    tracemalloc.start()
    carry()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 5_000_000
    assert "compressed" in queries.status(message).last_error


def trickle(asked: Asked, out: BinaryIO) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        out.write(b"x")
        out.flush()
        time.sleep(0.1)


def hold(asked: Asked, out: BinaryIO) -> None:
    time.sleep(4)


@pytest.mark.parametrize("slow", [trickle, hold])
def test_a_peer_that_sends_a_byte_now_and_then_holds_the_worker_no_longer_than_the_time_out(
    uz: ForeignNode, settings: Any, monkeypatch: pytest.MonkeyPatch, slow: Raw
) -> None:
    monkeypatch.setitem(settings.COMITY_ENV._values, "PEER_TIMEOUT_SECONDS", 1)
    server_of(uz).answer = slow
    message = post()
    started = time.monotonic()

    with pytest.raises(Unavailable):
        carry()

    assert time.monotonic() - started < 3
    assert queries.status(message).state == "queued"


def test_a_file_that_cannot_be_read_stops_its_own_message_and_no_other(uz: ForeignNode, tmp_path: Path) -> None:
    def answer(asked: Asked, out: BinaryIO) -> None:
        stages = GOOD[:1] if json.loads(asked.body)["id"] == broken else GOOD
        out.write(said(uz.answers(asked.body, asked.receipt, *stages)))

    def with_parts(asked: Asked, out: BinaryIO) -> None:
        return out.write(whole(200, b'{"chunks":0}')) and None if asked.method == "GET" else answer(asked, out)

    server_of(uz).answer = with_parts
    part = exchange.OutPart("a.txt", "text/plain", 5, "0" * 64, str(tmp_path / "gone"))
    broken, whole_one = post(parts=[part]), post()

    assert carry() is not None

    assert queries.status(whole_one).state == "delivered"
    assert queries.status(broken).state == "relayed"
    assert "gone" in queries.status(broken).last_error


def test_a_peer_away_for_a_week_ends_in_a_negative_receipt_and_nothing_is_done_twice(uz: ForeignNode) -> None:
    away = server_of(uz)
    away.answer = lambda asked, out: None
    message, start = post(), clock.now()
    for hours in range(0, 168, 24):
        with pytest.raises(Unavailable):
            carry(timedelta(hours=hours))
        exchange.sweep(payload={}, at=start + timedelta(hours=hours))

    found = queries.status(message)
    assert found.state == "failed"
    assert [line.stage for line in found.receipts] == ["submission-accepted", "relay-failed"]
    away.answer = receipts_of(uz, Stage.RELAY_REJECTED)  # back after a week, it finds the message expired
    later = post(at=start + timedelta(hours=169))
    carry(timedelta(hours=170))

    assert queries.status(message).state == "refused"
    assert queries.status(later).state == "refused"
    assert carry(timedelta(hours=180)) is None
    assert ledger.verify_all().holds


def test_a_message_never_opened_is_reported_once(uz: ForeignNode) -> None:
    message = post()
    carry()
    for hours in (23, 25, 26, 49):
        exchange.sweep(payload={}, at=clock.now() + timedelta(hours=hours))

    stages = [line.stage for line in queries.status(message).receipts]
    assert stages == ["submission-accepted", *GOOD, "not-retrieved"]


def test_a_message_the_other_machine_dealt_with_is_never_reported_as_unopened(uz: ForeignNode) -> None:
    server_of(uz).answer = receipts_of(uz, *GOOD, Stage.RETRIEVED)
    message = post()
    carry()
    exchange.sweep(payload={}, at=clock.now() + timedelta(hours=49))

    stages = [line.stage for line in queries.status(message).receipts]
    assert stages == ["submission-accepted", *GOOD, Stage.RETRIEVED]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_a_day_off_is_named_and_ends_in_a_negative_receipt(uz: ForeignNode, days: int) -> None:
    sentence = b'{"title":"The request is too old or from the future. Compare the clocks of both nodes."}'
    server_of(uz).answer = lambda asked, out: out.write(whole(403, sentence)) and None
    message = post(at=clock.now() + timedelta(days=days))
    with pytest.MonkeyPatch.context() as patch:
        skewed = clock.now() + timedelta(days=days)
        patch.setattr(clock, "now", lambda: skewed)
        carry()
        assert "clocks" in queries.status(message).last_error
        exchange.sweep(payload={}, at=skewed + timedelta(hours=73))

    assert queries.status(message).state == "failed"


def test_an_answer_of_the_new_key_continues_receipts_of_the_old_one(uz: ForeignNode) -> None:
    server_of(uz).answer = receipts_of(uz, Stage.RELAY_ACCEPTED)
    message = post()
    carry()
    renewed = ForeignNode(address=uz.address)
    from comity.directory import services as directory

    directory.introduce(card=renewed.card(clock.now()), at=clock.now(), replace=True)

    old = queries.status(message).receipts[1].token

    def answer(asked: Asked, out: BinaryIO) -> None:
        out.write(said([old, *renewed.answers(asked.body, old, Stage.DELIVERED)]))

    server_of(uz).answer = answer
    carry(timedelta(minutes=10))

    assert queries.status(message).state == "delivered"


def test_more_than_may_be_sent_is_refused_before_anything_is_queued(uz: ForeignNode) -> None:
    large = exchange.OutPart("a.bin", "application/octet-stream", 2 * 1024**3, "0" * 64, "/nowhere")

    with pytest.raises(TooLarge):
        post(parts=[large])

    assert not Outgoing.objects.exists()
