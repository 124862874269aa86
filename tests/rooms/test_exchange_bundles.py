# SPDX-License-Identifier: Apache-2.0
"""Several messages in one request: each ends as it would alone, and all of them are kept or none."""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from comity.base import clock
from comity.base.canonical import canonical
from comity.base.errors import Refused, Unavailable
from comity.directory import queries as directory
from comity.exchange import queries
from comity.exchange import services as exchange
from comity.exchange.models import Incoming, Outgoing, Receipt
from comity.exchange.rules.manifest import Manifest
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import bundling
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from comity.ledger.models import Witness
from tests.rooms.test_exchange_faults import at_once
from tests.support.answering import Asked, Peer, peer, whole
from tests.support.peers import ForeignNode, known

pytestmark = pytest.mark.django_db(transaction=True)
Sealed = tuple[bytes, str]
GOOD = (Stage.RELAY_ACCEPTED, Stage.DELIVERED)


def sealed(node: ForeignNode, made: Manifest) -> Sealed:
    data = node.seal(made)
    return data, node.submission(made, data)


def notes(node: ForeignNode, count: int) -> tuple[list[Manifest], list[Sealed]]:
    made = [node.manifest(clock.now()) for _ in range(count)]
    return made, [sealed(node, one) for one in made]


def bring(node: ForeignNode, items: list[Sealed]) -> Any:
    listed = [{"envelope": data.decode(), "receipt": submission} for data, submission in items]
    return node.send("POST", "/exchange/bundles", canonical({"messages": listed}))


def stages(answer: dict[str, Any], node: ForeignNode) -> list[str]:
    return [node.read(token).stage.value for token in answer["receipts"]]


# ---- receiving ----


def test_messages_brought_together_are_delivered_in_their_order_and_each_answered(
    uz: ForeignNode, taken: list[Any]
) -> None:
    made, items = notes(uz, 3)

    answers = bring(uz, items).json()["answers"]

    assert [stages(answer, uz) for answer in answers] == [["relay-accepted", "delivered"]] * 3
    assert [m.id for m in taken] == [one.id for one in made]
    for answer, (_, submission) in zip(answers, items, strict=True):
        first, second = (uz.read(token) for token in answer["receipts"])
        assert first.previous == hashlib.sha256(submission.encode()).hexdigest()
        assert second.previous == hashlib.sha256(answer["receipts"][0].encode()).hexdigest()
    for one in made:
        assert len(ledger_queries.lines_about([f"message:{one.id}"], size=ledger_queries.size())) == 2
    assert ledger.verify_all().holds


def test_together_again_or_alone_they_get_the_same_stored_receipts(uz: ForeignNode, taken: list[Any]) -> None:
    _, items = notes(uz, 3)
    first = bring(uz, items).json()["answers"]
    _, more = notes(uz, 1)

    again = bring(uz, [items[2], *more, *items[:2]]).json()["answers"]
    alone = uz.send("POST", "/exchange/messages", *items[0]).json()

    assert [again[2], again[3], again[0]] == first
    assert alone == first[0]
    assert len(taken) == 4


def test_what_is_wrong_with_one_message_does_not_touch_the_others(uz: ForeignNode, taken: list[Any]) -> None:
    made, items = notes(uz, 2)
    unknown = sealed(uz, uz.manifest(clock.now(), kind="nobody.answers"))
    expired = sealed(uz, uz.manifest(clock.now() - timedelta(hours=73), expires=clock.now() - timedelta(hours=1)))
    foreign = sealed(uz, uz.manifest(clock.now(), sender="kz:central"))
    used = uz.manifest(clock.now())
    uz.post(used)
    reused = sealed(uz, uz.manifest(clock.now(), id=used.id, body={"text": "other"}))
    own = exchange.post(to_node="uz", kind="test.note", body={}, conversation=str(uuid.uuid4()), at=clock.now())
    owned = sealed(uz, uz.manifest(clock.now(), id=own))
    checkpoint = sealed(uz, uz.manifest(clock.now(), log=ForeignNode("kz", "KZ").log()))

    answer = bring(uz, [items[0], unknown, expired, foreign, (b"{}", "x"), reused, owned, checkpoint, items[1]])
    answers = answer.json()["answers"]

    assert stages(answers[0], uz) == stages(answers[8], uz) == ["relay-accepted", "delivered"]
    assert stages(answers[1], uz) == ["relay-accepted", "not-delivered"]
    assert stages(answers[2], uz) == stages(answers[7], uz) == ["relay-rejected"]
    assert [(a["status"], a["code"]) for a in answers[3:7]] == [
        (403, "untrusted"), (422, "bad-envelope"), (409, "id-reused"), (409, "id-reused"),
    ]  # fmt: skip
    assert [m.id for m in taken] == [used.id, made[0].id, made[1].id]
    assert ledger.verify_all().holds


def test_what_a_service_wrote_goes_with_its_refusal_and_only_with_its(uz: ForeignNode) -> None:
    made, items = notes(uz, 3)

    def handler(message: Any, at: Any) -> None:
        ledger.record(event="half.done", subject=message.id, actor="node", at=at)
        if message.id == made[1].id:
            raise Refused("No.")

    came = [exchange.Came(*item) for item in items]
    exchange.receive_bundle(came, peer=directory.peer("uz"), handlers=_answering(handler), at=clock.now())

    found = [ledger_queries.lines_about([one.id], size=ledger_queries.size()) for one in made]
    assert [len(lines) for lines in found] == [1, 0, 1]
    assert [Incoming.objects.get(pk=one.id).state for one in made] == ["delivered", "refused", "delivered"]
    assert ledger.verify_all().holds


def test_a_fault_of_the_node_leaves_nothing_of_any(uz: ForeignNode) -> None:
    made, items = notes(uz, 2)

    def broken(message: Any, at: Any) -> None:
        if message.id == made[1].id:
            raise RuntimeError("the disk burns")

    given: dict[str, Any] = {"peer": directory.peer("uz"), "at": clock.now()}
    came, size = [exchange.Came(*item) for item in items], ledger_queries.size()
    with pytest.raises(RuntimeError):
        exchange.receive_bundle(came, handlers=_answering(broken), **given)
    assert not Incoming.objects.exists()
    assert not Receipt.objects.exists()
    assert ledger_queries.size() == size

    exchange.receive(data=items[0][0], submission=items[0][1], handlers=_answering(broken), **given)

    assert Incoming.objects.get().state == "delivered"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"messages":1}', b'{"messages":[]}', b'{"messages":[1]}',
        b'{"messages":[{"envelope":"x"}]}',
        b'{"messages":[{"envelope":"x","receipt":1}]}', b'{"messages":[{"envelope":"\\ud800","receipt":"x"}]}',
        canonical({"messages": [{"envelope": "{}", "receipt": ""}] * 101}),
    ],
)  # fmt: skip
def test_a_body_that_is_no_list_of_messages_is_refused(uz: ForeignNode, body: bytes) -> None:
    assert uz.send("POST", "/exchange/bundles", body).status_code == 422
    assert not Incoming.objects.exists()


def test_a_message_named_twice_in_one_request_is_refused_with_it(uz: ForeignNode, taken: list[Any]) -> None:
    _, items = notes(uz, 2)

    assert bring(uz, [*items, items[0]]).status_code == 422
    assert not taken


def test_a_message_with_files_brought_so_waits_for_them(uz: ForeignNode, taken: list[Any]) -> None:
    content = b"annex"
    made = uz.manifest(clock.now())
    part = uz.part(content)
    made = uz.manifest(clock.now(), parts=(part,))
    data, signed = uz.sealed(made)
    item = data, uz.submission(made, data)
    assert stages(bring(uz, [item, *notes(uz, 1)[1]]).json()["answers"][0], uz) == ["relay-accepted"]

    uz.send_part(made, signed, 0, content)

    assert stages(bring(uz, [item]).json()["answers"][0], uz) == ["relay-accepted", "delivered"]
    assert taken[-1].parts[0].sha256 == part.sha256


def test_two_requests_with_the_same_messages_at_once_deliver_them_once(uz: ForeignNode, taken: list[Any]) -> None:
    _, items = notes(uz, 4)

    answers = at_once(lambda: bring(uz, items), lambda: bring(uz, items), lambda: bring(uz, items[2:]))

    assert [answer.status_code for answer in answers] == [200] * 3
    assert answers[0].json() == answers[1].json()
    assert answers[2].json()["answers"] == answers[0].json()["answers"][2:]
    assert len(taken) == 4
    assert ledger.verify_all().holds


# ---- the sender's ledger ----


def test_a_growing_ledger_is_proven_step_by_step_within_one_request(uz: ForeignNode, taken: list[Any]) -> None:
    items = []
    for size in range(1, 4):
        uz.leaves = [bytes([n]) * 32 for n in range(size)]
        items.append(sealed(uz, uz.manifest(clock.now(), log=uz.log(base=size - 1))))

    answers = bring(uz, items).json()["answers"]

    assert ledger_queries.witnessed_size("uz") == 3
    assert uz.read(answers[0]["receipts"][0]).witnessed == 3
    assert ledger_queries.contradictions() == ()


@pytest.mark.parametrize("seed", range(6))
def test_checkpoints_kept_together_are_judged_as_those_kept_one_by_one(uz: ForeignNode, seed: int) -> None:
    chance = random.Random(seed)
    shown: dict[str, list[ledger.Shown]] = {"aa": [], "bb": []}
    forks = [[bytes([fork, n]) + b"\0" * 30 for n in range(9)] for fork in (0, 0, 1)]
    nodes = {name: ForeignNode(name, "UZ") for name in shown}
    for _ in range(8):
        fork, size = chance.choice(forks), chance.randrange(8)
        base = chance.randrange(size + 1)
        for name, node in nodes.items():
            node.leaves = fork[:size]
            log = node.log(base)
            shown[name].append(ledger.Shown(log.note, log.base, log.proof))
    shown["aa"][3] = shown["bb"][3] = ledger.Shown("nothing", 0, ())

    def keep(name: str, group: list[ledger.Shown]) -> tuple[list[Any], int]:
        public = nodes[name].keys.signing_public
        return ledger.witness(group, node_id=name, public=public, at=clock.now())

    singly = [keep("aa", [one]) for one in shown["aa"]]
    halves = [keep("bb", shown["bb"][:4]), keep("bb", shown["bb"][4:])]

    wrong = [bool(error) for errors, _ in singly for error in errors]
    assert [bool(error) for errors, _ in halves for error in errors] == wrong
    assert halves[-1][1] == singly[-1][1] == ledger_queries.witnessed_size("bb")
    rows = [
        list(Witness.objects.filter(node_id=name).order_by("pk").values_list("size", "is_linked", "is_contradiction"))
        for name in shown
    ]
    assert rows[0] == rows[1]


# ---- sending ----


@pytest.fixture
def far(db: None) -> Iterator[ForeignNode]:
    """Return a node on loopback that takes several messages at once, and answers each with good receipts."""
    with peer(lambda asked, out: None) as server:
        node = ForeignNode(address=server.address)
        node.server = server  # type: ignore[attr-defined]  # the test's own handle
        server.answer = lambda asked, out: out.write(answer_all(node, asked)) and None
        yield known(node, clock.now())


def server_of(node: ForeignNode) -> Peer:
    return node.server  # type: ignore[attr-defined, no-any-return]


def answers_of(node: ForeignNode, asked: Asked) -> list[dict[str, Any]]:
    if asked.path == "/exchange/messages":
        return [{"receipts": node.answers(asked.body, asked.receipt, *GOOD)}]
    listed = json.loads(asked.body)["messages"]
    return [{"receipts": node.answers(one["envelope"].encode(), one["receipt"], *GOOD)} for one in listed]


def answer_all(node: ForeignNode, asked: Asked) -> bytes:
    found = answers_of(node, asked)
    said = {"answers": found} if asked.path == "/exchange/bundles" else found[0]
    return whole(200, json.dumps(said).encode())


def post(**changes: Any) -> str:
    given = {"to_node": "uz", "kind": "test.note", "body": {"text": "x"}, "conversation": str(uuid.uuid4())}
    return exchange.post(**{**given, "at": clock.now(), **changes})


def carry(after: timedelta = timedelta()) -> Any:
    return exchange.carry(payload={"node": "uz"}, at=clock.now() + after)


def paths(node: ForeignNode) -> list[str]:
    return [asked.path.removeprefix("/exchange/") for asked in server_of(node).asked]


def test_what_waits_travels_in_one_request_and_every_message_is_ended(far: ForeignNode) -> None:
    messages = [post() for _ in range(5)]

    assert carry() is None

    assert paths(far) == ["bundles"]
    for message in messages:
        found = queries.status(message)
        assert [line.stage for line in found.receipts] == ["submission-accepted", *GOOD]
        assert (found.state, found.attempts) == ("delivered", 1)
    answered = [line for m in messages for line in ledger_queries.events_about(f"message:{m}")]
    assert [line.event for line in answered] == ["message.posted", "message.answered"] * 5
    assert ledger.verify_all().holds


def test_a_node_without_that_door_gets_the_same_bytes_one_by_one(far: ForeignNode) -> None:
    def older(asked: Asked, out: BinaryIO) -> None:
        out.write(whole(404, b"<h1>Not Found</h1>") if asked.path == "/exchange/bundles" else answer_all(far, asked))

    server_of(far).answer = older
    messages = [post() for _ in range(3)]

    assert carry() is None

    assert paths(far) == ["bundles", "messages", "messages", "messages"]
    together = [one["envelope"].encode() for one in json.loads(server_of(far).asked[0].body)["messages"]]
    assert [asked.body for asked in server_of(far).asked[1:]] == together
    assert {queries.status(message).state for message in messages} == {"delivered"}


def test_only_its_own_signed_receipt_ends_a_message_of_several(far: ForeignNode) -> None:
    first, refused, stranger, unanswered, last = [post() for _ in range(5)]

    def answer(asked: Asked, out: BinaryIO) -> None:
        found = answers_of(far, asked)
        listed = json.loads(asked.body)["messages"]
        two, three = ((one["envelope"].encode(), one["receipt"]) for one in listed[1:3])
        found[1] = {"receipts": far.answers(*two, Stage.RELAY_REJECTED)}
        found[2] = {"receipts": far.answers(*three, Stage.RELAY_REJECTED, by=ForeignNode())}
        found[3] = {"status": 409, "code": "id-reused", "title": "Another message has this id."}
        out.write(whole(200, json.dumps({"answers": found}).encode()))

    server_of(far).answer = answer

    assert carry() is not None

    states = [queries.status(message).state for message in (first, refused, stranger, unanswered, last)]
    assert states == ["delivered", "refused", "queued", "queued", "delivered"]
    assert "signed" in queries.status(stranger).last_error
    assert "Another message" in queries.status(unanswered).last_error


def test_a_receipt_ends_the_message_it_names_wherever_it_stands(far: ForeignNode) -> None:
    first, second, third = [post() for _ in range(3)]

    def moved(asked: Asked, out: BinaryIO) -> None:
        found = answers_of(far, asked)
        said = [found[1], {"receipts": []}, {"receipts": [1, None, *found[0]["receipts"]]}]
        out.write(whole(200, json.dumps({"answers": said}).encode()))

    server_of(far).answer = moved
    carry()

    assert [queries.status(message).state for message in (first, second, third)] == ["delivered", "delivered", "queued"]
    assert "did not say" in queries.status(third).last_error


@pytest.mark.parametrize("said", [b"<html>", b"[]", b'{"answers":[]}', b'{"answers":1}', b'{"receipts":[]}'])
def test_an_answer_that_is_no_list_of_answers_sends_each_alone(far: ForeignNode, said: bytes) -> None:
    def confused(asked: Asked, out: BinaryIO) -> None:
        out.write(whole(200, said) if asked.path == "/exchange/bundles" else answer_all(far, asked))

    server_of(far).answer = confused
    messages = [post() for _ in range(2)]

    assert carry() is None

    assert {queries.status(message).state for message in messages} == {"delivered"}


def test_an_answer_that_never_comes_is_noted_for_each_and_they_go_alone_from_then_on(far: ForeignNode) -> None:
    messages = [post() for _ in range(2)]
    server_of(far).answer = lambda asked, out: None
    with pytest.raises(Unavailable):
        carry()
    assert all(queries.status(message).last_error for message in messages)
    server_of(far).answer = lambda asked, out: out.write(answer_all(far, asked)) and None
    later = [post() for _ in range(2)]

    carry(timedelta(minutes=10))

    assert paths(far) == ["bundles", "messages", "messages", "bundles"]
    assert {queries.status(message).state for message in (*messages, *later)} == {"delivered"}


def test_a_message_with_files_goes_alone_and_keeps_its_place(far: ForeignNode, tmp_path: Path) -> None:
    path = tmp_path / "annex"
    path.write_bytes(b"annex")
    part = exchange.OutPart("a.txt", "text/plain", 5, hashlib.sha256(b"annex").hexdigest(), str(path))
    for parts in ((), (), (part,), ()):
        post(parts=parts)

    carry()

    assert paths(far) == ["bundles", "messages", "messages"]


@pytest.mark.parametrize("seed", range(20))
def test_bundles_keep_the_order_and_never_grow_past_what_a_request_may_hold(seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        Outgoing(
            envelope=bytes(chance.choice([4_000, 30_000, 65_536])),
            files=chance.choice([[], [], [], ["a"]]),
            attempts=chance.choice([0, 0, 0, 1]),
        )
        for _ in range(50)
    ]

    bundles = list(bundling.together(rows))

    assert [row for bundle in bundles for row in bundle] == rows
    for bundle in bundles:
        assert sum(len(row.envelope) for row in bundle) <= 1024**2
        assert len(bundle) == 1 or not any(row.files or row.attempts for row in bundle)


def test_of_messages_brought_together_those_no_person_reads_are_opened_at_once(uz: ForeignNode) -> None:
    made, items = notes(uz, 3)
    reads = {made[0].id: "note:1", made[2].id: "note:2"}
    table = {"test.note": exchange.Handler(lambda message, at: reads.get(message.id), exchange.Opened.READ)}

    came = [exchange.Came(*item) for item in items]
    answers = exchange.receive_bundle(came, peer=directory.peer("uz"), handlers=table, at=clock.now())

    stated = [[uz.read(token).stage.value for token in answer] for answer in answers if isinstance(answer, list)]
    delivered = ["relay-accepted", "delivered"]
    assert stated == [delivered, [*delivered, "retrieved"], delivered]
    assert [Incoming.objects.get(pk=one.id).reading for one in made] == ["note:1", "", "note:2"]


def _answering(take: Any) -> exchange.Handlers:
    return {"test.note": exchange.Handler(take, exchange.Opened.TAKEN_IN)}
