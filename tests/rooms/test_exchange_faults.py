# SPDX-License-Identifier: Apache-2.0
"""What a receiving node does when two act at once, keys and clocks change, disks fill, and files never come."""

from __future__ import annotations

import errno
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client

from comity.base import clock
from comity.base.errors import Refused
from comity.directory import services as directory
from comity.exchange import services as exchange
from comity.exchange.models import Incoming, Nonce, Receipt
from comity.exchange.rules import chunks
from comity.exchange.rules.manifest import Log
from comity.exchange.rules.receipts import Stage
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from tests.rooms.test_exchange_receiving import stages, with_part
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread of its own, begun together, and return what they gave or raised.

    The tests' SQLite lives in memory and has one connection: there they come one after another. The same tests run
    on PostgreSQL, where they truly meet.
    """
    if connection.vendor == "sqlite":
        return [work() for work in works]
    gate, given = threading.Barrier(len(works)), list(range(len(works)))

    def run(number: int, work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            given[number] = work()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            given[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_one_message_brought_twice_at_once_is_delivered_once(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)
    submission = uz.submission(made, data)

    answers = at_once(*[lambda: uz.send("POST", "/exchange/messages", data, submission) for _ in range(4)])

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert len(taken) == 1
    assert Incoming.objects.count() == 1


def test_two_people_opening_a_message_at_once_state_it_once(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    uz.post(made)

    given = at_once(*[lambda: exchange.mark_retrieved(message=made.id, at=clock.now()) for _ in range(4)])

    assert given == [None] * 4
    assert Receipt.objects.filter(message=made.id, stage=Stage.RETRIEVED).count() == 1


def test_a_message_under_the_id_of_one_this_node_sent_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    own = exchange.post(to_node="uz", kind="test.note", body={}, conversation=str(uuid.uuid4()), at=clock.now())

    answer = uz.post(uz.manifest(clock.now(), id=own))

    assert (answer.status_code, answer.json()["code"]) == (409, "id-reused")
    assert not taken


@pytest.mark.parametrize("proof", [("%",), ("é",), ("AA==",), ("A" * 64,)])
def test_a_malformed_proof_of_the_senders_ledger_never_breaks_the_node(
    uz: ForeignNode, taken: list[Any], proof: tuple[str, ...]
) -> None:
    uz.leaves = [b"\1" * 32, b"\2" * 32]

    answer = uz.post(uz.manifest(clock.now(), log=replace(uz.log(), proof=proof)))

    assert stages(answer, uz)[-1] == "delivered"
    assert ledger_queries.contradictions() == ("uz",)


def test_a_checkpoint_that_is_no_checkpoint_ends_in_a_signed_refusal(uz: ForeignNode, taken: list[Any]) -> None:
    answer = uz.post(uz.manifest(clock.now(), log=Log("nothing", 0, ())))

    assert stages(answer, uz) == ["relay-rejected"]
    assert not taken


def test_deciding_on_a_message_asks_no_other_host(
    uz: ForeignNode, taken: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":  # the database itself is no host
        monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))

    assert stages(uz.post(uz.manifest(clock.now())), uz) == ["relay-accepted", "delivered"]


# ---- files that never come, files that are refused ----


def incoming(message: str) -> Path:
    return Path(settings.FILES) / "incoming" / message


def test_files_that_do_not_come_in_time_end_in_a_refusal_and_leave_nothing(uz: ForeignNode, taken: list[Any]) -> None:
    content = b"y" * (2 * chunks.CHUNK_BYTES)
    made, data, signed, submission = with_part(uz, content)
    uz.send("POST", "/exchange/messages", data, submission)
    uz.send_part(made, signed, 0, content[: chunks.CHUNK_BYTES + 1])
    assert incoming(made.id).exists()
    exchange.sweep(payload={}, at=clock.now() + timedelta(hours=1))
    assert Incoming.objects.get(pk=made.id).state == "awaiting-parts"

    exchange.sweep(payload={}, at=clock.now() + timedelta(hours=73))

    assert Incoming.objects.get(pk=made.id).state == "refused"
    assert not incoming(made.id).exists()
    answer = uz.send("POST", "/exchange/messages", data, submission)
    assert stages(answer, uz) == ["relay-accepted", "not-delivered"]
    assert uz.send("GET", f"/exchange/messages/{made.id}/parts/0").json()["chunks"] == -1


def test_the_files_of_a_refused_message_are_forgotten(uz: ForeignNode, taken: list[Any]) -> None:
    made, data, signed, submission = with_part(uz, b"z" * 1000)
    uz.send("POST", "/exchange/messages", data, submission)
    uz.send_part(made, signed, 0, b"q" * 1000)

    assert stages(uz.send("POST", "/exchange/messages", data, submission), uz)[-1] == "not-delivered"
    assert not incoming(made.id).exists()


def test_a_disk_that_fills_up_keeps_whole_pieces_only_and_goes_on_when_there_is_room(
    uz: ForeignNode, taken: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"d" * (2 * chunks.CHUNK_BYTES + 5)
    made, data, signed, submission = with_part(uz, content)
    uz.send("POST", "/exchange/messages", data, submission)

    def full(name: str) -> None:
        if name == "part.written":
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("comity.base.faults.point", full)
        patch.setattr("comity.exchange.services.assembling.faults.point", full)
        client = Client(raise_request_exception=False)
        patch.setattr("tests.support.peers.Client", lambda: client)
        assert {answer.status_code for answer in uz.send_part(made, signed, 0, content)} == {500}
    here = uz.send("GET", f"/exchange/messages/{made.id}/parts/0").json()["chunks"]
    uz.send_part(made, signed, 0, content, start=here)

    assert stages(uz.send("POST", "/exchange/messages", data, submission), uz)[-1] == "delivered"
    assert taken[0].parts[0].sha256 == made.parts[0].sha256


# ---- keys and clocks ----


def test_a_withdrawn_key_opens_nothing_more(uz: ForeignNode, taken: list[Any]) -> None:
    renewed = ForeignNode()
    directory.introduce(card=renewed.card(clock.now()), at=clock.now(), replace=True)

    answer = uz.post(uz.manifest(clock.now()))

    assert answer.status_code == 404
    made = renewed.manifest(clock.now())
    old = uz.seal(made)  # sealed and signed before, sent again by the node with its new key
    answer = renewed.send("POST", "/exchange/messages", old, renewed.submission(made, old))
    assert stages(answer, uz) == ["relay-rejected"]
    assert not taken


def test_a_key_withdrawn_while_files_come_ends_in_a_refusal(uz: ForeignNode, taken: list[Any]) -> None:
    _, data, _, submission = with_part(uz, b"z" * 1000)
    uz.send("POST", "/exchange/messages", data, submission)
    renewed = ForeignNode()
    directory.introduce(card=renewed.card(clock.now()), at=clock.now(), replace=True)

    answer = renewed.send("POST", "/exchange/messages", data, submission)

    assert stages(answer, uz)[-1] == "not-delivered"
    assert not taken


@pytest.mark.parametrize(("hours", "expected"), [(23, "delivered"), (25, "relay-rejected"), (-71, "delivered")])
def test_a_sender_whose_clock_is_off_is_believed_within_a_day(
    uz: ForeignNode, taken: list[Any], hours: int, expected: str
) -> None:
    assert stages(uz.post(uz.manifest(clock.now() + timedelta(hours=hours))), uz)[-1] == expected


def test_nonces_are_kept_as_long_as_their_signature_would_be_accepted(uz: ForeignNode, taken: list[Any]) -> None:
    uz.post(uz.manifest(clock.now()))
    exchange.sweep(payload={}, at=clock.now() + timedelta(seconds=599))
    assert Nonce.objects.exists()

    exchange.sweep(payload={}, at=clock.now() + timedelta(seconds=601))

    assert not Nonce.objects.exists()


def test_a_handler_that_refuses_a_file_keeps_nothing_of_it(uz: ForeignNode) -> None:
    from comity.directory import queries
    from comity.evidence import services as evidence
    from comity.evidence.models import StoredFile
    from comity.exchange.services import receiving

    made, data, signed, submission = with_part(uz, b"w" * 1000)
    uz.send("POST", "/exchange/messages", data, submission)
    uz.send_part(made, signed, 0, b"w" * 1000)

    def refuse(message: Any, at: Any) -> None:
        part = message.parts[0]
        evidence.adopt(path=part.path, name=part.name, media_type=part.media_type, sha256=part.sha256, at=at)
        raise Refused("No.")

    receiving.receive(
        data=data,
        submission=submission,
        peer=queries.peer("uz"),
        handlers={"test.note": exchange.Handler(refuse, exchange.Opened.TAKEN_IN)},
        at=clock.now(),
    )

    assert not StoredFile.objects.exists()
    assert Incoming.objects.get(pk=made.id).state == "refused"
    assert ledger.verify_all().holds


@pytest.mark.parametrize(("is_signed_in", "size", "expected"), [
    (False, 3 * 1024**2, 413), (True, 2 * 1024**3, 413), (True, 3 * 1024**2, 404), (False, 1000, 302),
])  # fmt: skip
def test_a_body_too_large_is_refused_before_it_is_read(
    person: Callable[..., Any], is_signed_in: bool, size: int, expected: int
) -> None:
    client = Client()
    if is_signed_in:
        someone = person("leyla", "case-prosecutor")
        client.force_login(get_user_model().objects.get(pk=someone.id))
    answer = client.post(
        "/requests/AZ-2026-999999/act/close/", b"", content_type="application/octet-stream", CONTENT_LENGTH=str(size)
    )

    assert answer.status_code == expected
