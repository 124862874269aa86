# SPDX-License-Identifier: Apache-2.0
"""What a node does with what comes: once, or a stored refusal, or nothing at all."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import replace
from datetime import timedelta
from inspect import get_annotations
from typing import Any

import pytest
from django.test import Client

from comity.base import clock
from comity.base.canonical import canonical
from comity.base.errors import Refused
from comity.config.handlers import HANDLERS
from comity.exchange import services as exchange
from comity.exchange.models import Incoming, Receipt
from comity.exchange.rules import chunks
from comity.exchange.rules.receipts import Stage
from comity.keyring.rules import encoding, sealing, signing
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)


def stages(answer: Any, node: ForeignNode) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [node.read(token).stage.value for token in answer.json()["receipts"]]


def test_a_message_is_delivered_and_answered_with_chained_receipts(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())

    answer = uz.post(made)

    assert stages(answer, uz) == ["relay-accepted", "delivered"]
    assert [m.id for m in taken] == [made.id]
    first, second = (uz.read(token) for token in answer.json()["receipts"])
    assert second.previous == hashlib.sha256(answer.json()["receipts"][0].encode()).hexdigest()
    assert first.manifest == second.manifest


def test_the_same_message_again_gets_the_same_stored_receipts_and_one_delivery(
    uz: ForeignNode, taken: list[Any]
) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)
    submission = uz.submission(made, data)

    answers = [uz.send("POST", "/exchange/messages", data, submission).json() for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert len(taken) == 1


def test_a_refusal_of_the_case_logic_is_repeated_not_turned_into_a_positive_receipt(uz: ForeignNode) -> None:
    made = uz.manifest(clock.now(), kind="nobody.answers")
    data = uz.seal(made)
    submission = uz.submission(made, data)

    answers = [uz.send("POST", "/exchange/messages", data, submission) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert stages(answers[0], uz) == ["relay-accepted", "not-delivered"]
    assert "nobody.answers" in uz.read(answers[0].json()["receipts"][-1]).text


def test_what_the_handler_wrote_goes_when_it_refuses(uz: ForeignNode, taken: list[Any], settings: Any) -> None:
    from comity.exchange.services import receiving

    def handler(message: Any, at: Any) -> None:
        ledger.record(event="half.done", subject="x", actor="node", at=at)
        raise Refused("No.")

    made = uz.manifest(clock.now())
    data = uz.seal(made)
    receiving.receive(
        data=data, submission=uz.submission(made, data), peer=_card(uz), handlers=_answering(handler), at=clock.now()
    )

    assert not ledger_queries.lines_about(["x"], size=ledger_queries.size())
    assert Incoming.objects.get(pk=made.id).state == "refused"


def test_a_fault_of_the_node_itself_leaves_nothing_so_the_sender_tries_again(uz: ForeignNode) -> None:
    from comity.exchange.services import receiving

    def broken(message: Any, at: Any) -> None:
        raise RuntimeError("the disk burns")

    made = uz.manifest(clock.now())
    data = uz.seal(made)
    given = {"data": data, "submission": uz.submission(made, data), "peer": _card(uz), "at": clock.now()}
    with pytest.raises(RuntimeError):
        receiving.receive(handlers=_answering(broken), **given)
    assert not Incoming.objects.filter(pk=made.id).exists()

    receiving.receive(handlers=_answering(lambda message, at: None), **given)

    assert Incoming.objects.get(pk=made.id).state == "delivered"


def test_another_message_under_a_used_id_is_refused_and_changes_nothing(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    uz.post(made)

    answer = uz.post(replace(made, body={"text": "other"}))

    assert answer.status_code == 409
    assert answer.json()["code"] == "id-reused"
    assert len(taken) == 1


def test_an_expired_message_is_refused_with_a_receipt(uz: ForeignNode, taken: list[Any]) -> None:
    at = clock.now()

    answer = uz.post(uz.manifest(at - timedelta(hours=73), expires=at - timedelta(hours=1)))

    assert stages(answer, uz) == ["relay-rejected"]
    assert not taken


def test_a_message_from_the_future_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    at = clock.now() + timedelta(days=2)

    assert stages(uz.post(uz.manifest(at)), uz) == ["relay-rejected"]
    assert not taken


def test_a_message_for_another_authority_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    assert stages(uz.post(uz.manifest(clock.now(), recipient="az:other")), uz) == ["relay-rejected"]
    assert not taken


def test_a_message_that_names_another_sender_ends_nothing(uz: ForeignNode) -> None:
    answer = uz.post(uz.manifest(clock.now(), sender="kz:central"))

    assert answer.status_code == 403
    assert not Incoming.objects.exists()


def test_a_manifest_signed_by_another_key_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    stranger = ForeignNode()
    made = uz.manifest(clock.now())
    data = stranger.seal(made)

    answer = uz.send("POST", "/exchange/messages", data, uz.submission(made, data))

    assert stages(answer, uz) == ["relay-rejected"]
    assert uz.read(answer.json()["receipts"][0]).code == "bad-signature"
    assert not taken


def test_what_is_sealed_to_another_node_cannot_be_opened(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    outer = json.loads(uz.seal(made))
    header = canonical({k: v for k, v in outer.items() if k != "sealed"})
    stranger = sealing.SealingKey.generate()
    outer["sealed"] = encoding.encode(sealing.seal(b"x", to=stranger.public_bytes(), info=header))
    data = canonical(outer)

    answer = uz.send("POST", "/exchange/messages", data, uz.submission(made, data))

    assert uz.read(answer.json()["receipts"][0]).code == "cannot-open"


def test_an_outer_header_moved_onto_another_seal_does_not_open(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    outer = json.loads(uz.seal(made))
    outer["id"] = str(uuid.uuid4())
    data = canonical(outer)

    answer = uz.send("POST", "/exchange/messages", data, uz.submission(replace(made, id=outer["id"]), data))

    assert stages(answer, uz) == ["relay-rejected"]
    assert not taken


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: b"", 422),
        (lambda d: b"not json", 422),
        (lambda d: d + b" ", 422),
        (lambda d: d[:-1], 422),
        (lambda d: d.replace(b'"v":1', b'"v":2'), 422),
        (lambda d: b'{"id":1,' + d[1:], 422),
        (lambda d: d.replace(b"comity-1", b"comity-9"), 422),
        (lambda d: b"{" + b" " * 70_000 + d[1:], 413),
        (lambda d: b"[" * 60_000, 422),
    ],
)
def test_bytes_that_are_no_envelope_end_nothing(uz: ForeignNode, change: Any, code: int) -> None:
    made = uz.manifest(clock.now())
    data = change(uz.seal(made))

    answer = uz.send("POST", "/exchange/messages", data, uz.submission(made, data))

    assert answer.status_code == code
    assert answer["Content-Type"] == "application/problem+json"
    assert not Incoming.objects.exists()


def test_a_message_without_its_submission_receipt_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)
    other = uz.receipt(Stage.NOT_DELIVERED, made.id, data, clock.now())

    assert stages(uz.send("POST", "/exchange/messages", data, other), uz) == ["relay-rejected"]


# ---- the hop ----


def test_an_unsigned_request_is_refused(uz: ForeignNode) -> None:
    answer = Client().post("/exchange/messages", b"{}", content_type="application/octet-stream")

    assert answer.status_code == 403


def test_a_stranger_is_refused(uz: ForeignNode) -> None:
    stranger = ForeignNode("kz", "KZ")

    assert stranger.post(stranger.manifest(clock.now())).status_code == 404


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_a_stale_or_future_hop_is_refused(uz: ForeignNode, seconds: int) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)

    answer = uz.send(
        "POST", "/exchange/messages", data, uz.submission(made, data), created=int(clock.now().timestamp()) + seconds
    )

    assert answer.status_code == 403
    assert not Incoming.objects.exists()


def test_a_repeated_nonce_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)
    nonce = "A" * 22

    first = uz.send("POST", "/exchange/messages", data, uz.submission(made, data), nonce=nonce)
    again = uz.send("POST", "/exchange/messages", data, uz.submission(made, data), nonce=nonce)

    assert first.status_code == 200
    assert again.status_code == 403


def test_a_body_that_is_not_the_signed_one_is_refused(uz: ForeignNode, monkeypatch: pytest.MonkeyPatch) -> None:
    from comity.exchange.rules import hop

    made = uz.manifest(clock.now())
    data = uz.seal(made)
    real = hop.sign

    def lying(**given: Any) -> dict[str, str]:
        return real(**{**given, "body": b"another body"})

    monkeypatch.setattr("tests.support.peers.hop.sign", lying)
    answer = uz.send("POST", "/exchange/messages", data, uz.submission(made, data))
    assert answer.status_code == 403

    def half(**given: Any) -> dict[str, str]:
        headers = real(**{**given, "body": b"another body"})
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        return {**headers, "Content-Digest": f"sha-256=:{digest}:"}

    monkeypatch.setattr("tests.support.peers.hop.sign", half)
    assert uz.send("POST", "/exchange/messages", data, uz.submission(made, data)).status_code == 403


def test_a_hop_for_another_address_is_refused(uz: ForeignNode) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)

    answer = uz.send(
        "POST", "/exchange/messages", data, uz.submission(made, data), uri="http://localhost:8002/exchange/messages"
    )

    assert answer.status_code == 403


# ---- parts ----


def with_part(uz: ForeignNode, content: bytes, **changes: Any) -> tuple[Any, bytes, str, str]:
    made = uz.manifest(clock.now(), parts=(uz.part(content),))
    made = replace(made, **changes)
    data, signed = uz.sealed(made)
    return made, data, signed, uz.submission(made, data)


def test_a_file_comes_in_chunks_and_only_then_the_message_is_delivered(uz: ForeignNode, taken: list[Any]) -> None:
    content = bytes(range(256)) * 4096 * 2 + b"rest"
    made, data, signed, submission = with_part(uz, content)

    assert stages(uz.send("POST", "/exchange/messages", data, submission), uz) == ["relay-accepted"]
    assert not taken
    answers = uz.send_part(made, signed, 0, content)
    assert [a.json()["chunks"] for a in answers] == [1, 2, 3]
    assert stages(uz.send("POST", "/exchange/messages", data, submission), uz) == ["relay-accepted", "delivered"]
    assert len(taken) == 1
    assert taken[0].parts[0].size == len(content)


def test_a_broken_transfer_goes_on_where_it_stopped(uz: ForeignNode, taken: list[Any]) -> None:
    content = b"x" * (3 * chunks.CHUNK_BYTES)
    made, data, signed, submission = with_part(uz, content)
    uz.send("POST", "/exchange/messages", data, submission)
    uz.send_part(made, signed, 0, content[: chunks.CHUNK_BYTES * 2], start=0)

    here = uz.send("GET", f"/exchange/messages/{made.id}/parts/0").json()["chunks"]

    # The second chunk was sealed as a final one here and is refused; the first is kept.
    assert here == 1
    uz.send_part(made, signed, 0, content, start=here)
    assert stages(uz.send("POST", "/exchange/messages", data, submission), uz)[-1] == "delivered"


def test_chunks_out_of_order_repeated_changed_or_foreign_change_nothing(uz: ForeignNode, taken: list[Any]) -> None:
    content = b"y" * (2 * chunks.CHUNK_BYTES)
    made, data, signed, submission = with_part(uz, content)
    uz.send("POST", "/exchange/messages", data, submission)
    path = f"/exchange/messages/{made.id}/parts/0"
    bound = chunks.binding(signed, 0)
    first, second = (
        chunks.seal(content[: chunks.CHUNK_BYTES], key=made.parts[0].key, number=n, is_final=n == 1, bound_to=bound)
        for n in (0, 1)
    )

    assert uz.send("PUT", f"{path}/1", second).json()["chunks"] == 0
    assert uz.send("PUT", f"{path}/0", second).status_code == 403
    assert uz.send("PUT", f"{path}/0", first[:-1]).status_code == 403
    assert uz.send("PUT", f"{path}/9", first).status_code == 422
    assert uz.send("PUT", f"/exchange/messages/{made.id}/parts/7/0", first).status_code == 404
    assert uz.send("PUT", f"{path}/0", first).json()["chunks"] == 1
    assert uz.send("PUT", f"{path}/0", first).json()["chunks"] == 1
    assert uz.send("PUT", f"{path}/1", second).json()["chunks"] == 2


def test_a_file_with_another_hash_than_announced_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    content = b"z" * 1000
    made, data, signed, submission = with_part(uz, content)
    uz.send("POST", "/exchange/messages", data, submission)
    uz.send_part(made, signed, 0, b"q" * 1000)

    assert stages(uz.send("POST", "/exchange/messages", data, submission), uz)[-1] == "not-delivered"
    assert not taken


def test_a_chunk_larger_than_a_request_may_be_is_refused(uz: ForeignNode) -> None:
    answer = uz.send("PUT", f"/exchange/messages/{uuid.uuid4()}/parts/0/0", b"0" * (2 * 1024 * 1024 + 1))

    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", ".", "a\0b", " a", "x" * 201, "a\nb"])
def test_names_no_file_may_have_are_refused(uz: ForeignNode, taken: list[Any], name: str) -> None:
    made = uz.manifest(clock.now())
    part = replace(uz.part(b"x"), name=name)

    assert stages(uz.post(replace(made, parts=(part,))), uz) == ["relay-rejected"]


def test_too_many_parts_and_too_large_ones_are_refused(uz: ForeignNode, taken: list[Any]) -> None:
    many = tuple(uz.part(b"x", f"{i}") for i in range(101))
    huge = replace(uz.part(b"x"), size=5 * 1024**3)

    assert stages(uz.post(uz.manifest(clock.now(), parts=many)), uz) == ["relay-rejected"]
    assert stages(uz.post(uz.manifest(clock.now(), parts=(huge,))), uz) == ["relay-rejected"]


# ---- receipts and ledgers of the other side ----


def test_a_receipt_about_a_message_never_sent_is_refused(uz: ForeignNode) -> None:
    token = uz.receipt(Stage.DELIVERED, str(uuid.uuid4()), b"x", clock.now())

    answer = uz.send("POST", "/exchange/receipts", canonical({"receipts": [token]}))

    assert answer.status_code == 403
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"receipts":1}', b'{"receipts":[1]}', b'{"receipts":["a.b.c"]}'])
def test_malformed_receipts_are_refused(uz: ForeignNode, body: bytes) -> None:
    assert uz.send("POST", "/exchange/receipts", body).status_code in {403, 422}


def test_a_sender_whose_ledger_contradicts_itself_is_noticed(uz: ForeignNode, taken: list[Any]) -> None:
    uz.leaves = [b"\1" * 32, b"\2" * 32]
    uz.post(uz.manifest(clock.now()))
    assert ledger_queries.witnessed_size("uz") == 2
    uz.leaves = [b"\1" * 32, b"\7" * 32, b"\3" * 32]

    answer = uz.post(uz.manifest(clock.now(), log=uz.log(base=2)))

    assert stages(answer, uz)[-1] == "delivered"
    assert ledger_queries.contradictions() == ("uz",)


def test_the_checkpoint_of_another_node_is_refused(uz: ForeignNode, taken: list[Any]) -> None:
    stranger = ForeignNode("kz", "KZ")

    answer = uz.post(uz.manifest(clock.now(), log=stranger.log()))

    assert answer.status_code in {200, 403}
    assert not taken


@pytest.mark.parametrize(
    ("opened", "reads", "stated"),
    [
        (exchange.Opened.TAKEN_IN, None, ["relay-accepted", "delivered", "retrieved"]),
        (exchange.Opened.READ, "note:1", ["relay-accepted", "delivered"]),
        (exchange.Opened.READ, None, ["relay-accepted", "delivered", "retrieved"]),
    ],
    ids=["dealt with by the machine", "waits for a reader", "nothing left to read"],
)
def test_what_no_person_will_read_is_opened_when_it_was_taken_in(
    opened: exchange.Opened, reads: str | None, stated: list[str], uz: ForeignNode
) -> None:
    made = uz.manifest(clock.now())
    data = uz.seal(made)
    given = {"data": data, "submission": uz.submission(made, data), "peer": _card(uz), "at": clock.now()}

    tokens = exchange.receive(handlers=_answering(lambda message, at: reads, opened), **given)

    assert [uz.read(token).stage.value for token in tokens] == stated
    assert exchange.receive(handlers={}, **given) == tokens


def test_the_first_reader_opens_every_message_of_what_is_read(uz: ForeignNode) -> None:
    made = [uz.manifest(clock.now()) for _ in range(3)]
    for one, reads in zip(made, ("note:1", "note:1", "note:2"), strict=True):
        data = uz.seal(one)
        exchange.receive(
            data=data, submission=uz.submission(one, data), peer=_card(uz), at=clock.now(),
            handlers=_answering(lambda message, at, reads=reads: reads, exchange.Opened.READ),
        )  # fmt: skip

    for _ in range(2):
        exchange.mark_read(reading="note:1", at=clock.now())

    opened = Receipt.objects.filter(stage="retrieved")
    assert {str(row.message) for row in opened} == {one.id for one in made[:2]}
    assert set(opened.values_list("to_push", flat=True)) == {"uz"}
    assert Incoming.objects.get(reading="note:2").pk == uuid.UUID(made[2].id)


def test_every_kind_says_who_opens_it_and_hands_a_reader_what_he_reads() -> None:
    for kind, handler in HANDLERS.items():
        says = get_annotations(handler.take)["return"]
        waits = handler.opened is exchange.Opened.READ
        assert says in ({"str", "str | None"} if waits else {"None"}), kind


def test_opening_and_registering_a_message_is_stated_once(uz: ForeignNode, taken: list[Any]) -> None:
    made = uz.manifest(clock.now())
    uz.post(made)

    for _ in range(2):
        exchange.mark_registered(message=made.id, reference="AZ-IN/1", at=clock.now())

    found = Receipt.objects.filter(message=made.id).order_by("pk")
    assert [r.stage for r in found] == ["submission-accepted", "relay-accepted", "delivered", "retrieved", "registered"]
    assert found.last().reference == "AZ-IN/1"
    assert signing


def _answering(take: Any, opened: exchange.Opened = exchange.Opened.TAKEN_IN) -> exchange.Handlers:
    return {"test.note": exchange.Handler(take, opened)}


def _card(node: ForeignNode) -> Any:
    from comity.directory import queries

    return queries.peer(node.node_id)
