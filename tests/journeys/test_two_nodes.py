# SPDX-License-Identifier: Apache-2.0
"""Requests between two real nodes over a wire with faults, and with processes killed at every step."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.base.errors import Unavailable
from comity.practice.mainjob import _PAGES as PAGES
from tests.support.node_pair import NodePair, Passing, node_pair, sometimes, until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("two-nodes")]
PROSECUTOR, OFFICER, UZ_OFFICER, UZ_EXECUTOR = (
    "prosecutor@az.example", "officer@az.example", "officer@uz.example", "executor@uz.example",
)  # fmt: skip
ACK = {"reference": "UZ-IN/1", "contact": "D. R.", "next_step": "check"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodePair]:
    with node_pair(tmp_path_factory.mktemp("pair")) as running:
        yield running


@pytest.fixture(autouse=True)
def healed(pair: NodePair) -> Iterator[None]:
    yield
    pair.heal()


class Case:
    """One request, acted on at both nodes."""

    def __init__(self, pair: NodePair, title: str) -> None:
        self.pair, self.az, self.uz = pair, pair.az.agent, pair.uz.agent
        self.number = self.az.do(
            "draft",
            by=PROSECUTOR,
            requested="UZ",
            offences=["drug-trafficking"],
            measures=["bank-records"],
            title=title,
        )
        self.az.do("fill", request_id=self.number, by=PROSECUTOR, pages=PAGES)
        self.az.do("act", request_id=self.number, by=PROSECUTOR, name="submit", data={})

    def release(self) -> None:
        self.az.do("release", request_id=self.number, by=OFFICER)

    def there(self) -> dict[str, Any]:
        return self.uz.do("status", request_id=self.number)

    def here(self) -> dict[str, Any]:
        return self.az.do("status", request_id=self.number)

    def uz_act(self, name: str, **data: Any) -> None:
        self.uz.do("act", request_id=self.number, by=UZ_OFFICER, name=name, data=data)

    def delivered(self) -> None:
        until(lambda: "delivered" in self.here()["stages"], "the delivery receipt")

    def same_story(self) -> None:
        def same() -> bool:
            one, other = self.here(), self.there()
            return all(one[k] == other[k] for k in ("state", "story", "clocks", "reference"))

        until(same, "one story at both sides")


def test_the_whole_way_and_back(pair: NodePair) -> None:
    case = Case(pair, "whole")
    case.release()
    case.delivered()
    case.uz_act("acknowledge", **ACK)
    case.uz_act("ask", reason="person-unclear", text="Who?", term="2027-01-01")
    until(lambda: case.here()["state"] == "info_requested", "the question")
    case.az.do("act", request_id=case.number, by=PROSECUTOR, name="answer", data={"text": "R. M."})
    until(lambda: case.there()["state"] == "under_completeness_check", "the answer")
    case.uz_act("accept")
    case.uz.do(
        "act", request_id=case.number, by=UZ_OFFICER, name="route", data={"executing_authority": "D"},
        assignee=UZ_EXECUTOR,
    )  # fmt: skip
    case.uz.do(
        "execute",
        request_id=case.number,
        by=UZ_EXECUTOR,
        text="Done.",
        name="s.csv",
        rows=90_000,
        use_limit="case only",
    )
    until(lambda: case.here()["state"] == "executed", "the evidence")
    case.az.do("act", request_id=case.number, by=PROSECUTOR, name="close", data={})
    case.same_story()
    assert case.there()["files"] == case.here()["files"]
    assert case.here()["stages"][:3] == ["submission-accepted", "relay-accepted", "delivered"]


def test_a_lost_answer_is_repeated_with_the_same_bytes_and_delivered_once(pair: NodePair) -> None:
    case = Case(pair, "lost answer")
    bodies: list[bytes] = []

    def lose_three(passing: Passing) -> str:
        if passing.path == "/exchange/messages":
            bodies.append(passing.body)
            return "lose-answer" if len(bodies) <= 3 else "pass"
        return "pass"

    pair.uz.wire.fault = lose_three
    case.release()
    case.delivered()

    assert len(bodies) >= 4
    assert len(set(bodies[:4])) == 1
    assert case.there()["acts"] == ["send"]


@pytest.mark.parametrize("fault", ["drop", "tamper", "cut", "cut-request", "repeat", "late"])
def test_every_kind_of_fault_ends_in_one_delivery(pair: NodePair, fault: str) -> None:
    case = Case(pair, fault)
    count = []

    def strike(passing: Passing) -> str:
        count.append(1)
        return fault if len(count) <= (1 if fault == "late" else 2) else "pass"

    pair.uz.wire.fault = strike
    case.release()
    case.delivered()

    assert case.there()["acts"] == ["send"]


def test_a_storm_on_both_wires_ends_in_one_story(pair: NodePair) -> None:
    case = Case(pair, "storm")
    faults = ("drop", "lose-answer", "tamper", "repeat", "cut", "cut-request", "delay")
    pair.uz.wire.fault, pair.az.wire.fault = sometimes(1, 0.3, *faults), sometimes(2, 0.3, *faults)
    case.release()
    until(lambda: case.there()["state"] == "sent", "the request", 60)
    case.uz_act("acknowledge", **ACK)
    case.uz_act("examine")
    case.uz_act("report_status", text="on it")
    case.az.do("act", request_id=case.number, by=PROSECUTOR, name="ask_status", data={})
    time.sleep(1)
    pair.heal()
    case.same_story()

    assert sorted(case.there()["acts"]) == sorted(["send", "acknowledge", "examine", "report_status", "ask_status"])


def test_acts_at_both_sides_at_once_end_in_one_story(pair: NodePair) -> None:
    case = Case(pair, "crossing")
    case.release()
    case.delivered()
    case.uz_act("acknowledge", **ACK)
    until(lambda: case.here()["state"] == "acknowledged", "the acknowledgement")
    pair.uz.wire.fault = pair.az.wire.fault = lambda passing: "drop"
    case.uz_act("accept")
    case.az.do(
        "act", request_id=case.number, by=PROSECUTOR, name="withdraw", data={"reason": "case-ended", "text": "over"}
    )
    assert (case.here()["state"], case.there()["state"]) == ("withdrawn", "accepted")
    pair.heal()

    case.same_story()


def kill_between(pair: NodePair, tmp_path: Path, which: str, side: str, point: str) -> None:
    """Start a process anew so that it kills itself at a point, and after its death as it was."""
    running = pair.az if side == "az" else pair.uz
    marker = tmp_path / f"{point}.dead"
    running.kill(which)
    running.start(which, COMITY_FAULT=f"{point}@{marker}")
    if which == "serve":
        running.wait_open()


@pytest.mark.parametrize(
    ("which", "side", "point"),
    [
        ("work", "az", "carry.before-send"),
        ("work", "az", "carry.after-send"),
        ("work", "az", "carry.receipts-kept"),
        ("work", "az", "carry.chunk-sent"),
        ("serve", "uz", "evidence.kept"),
        ("serve", "uz", "receive.handled"),
        ("serve", "uz", "receive.before-commit"),
        ("serve", "uz", "receive.after-commit"),
        ("serve", "uz", "part.written"),
    ],
)
def test_a_node_killed_at_any_step_ends_in_one_delivery(
    pair: NodePair, tmp_path: Path, which: str, side: str, point: str
) -> None:
    case = Case(pair, point)
    kill_between(pair, tmp_path, which, side, point)
    running = pair.az if side == "az" else pair.uz
    if point in {"carry.chunk-sent", "part.written", "evidence.kept"}:
        _annexed(case)
    case.release()
    until(lambda: (tmp_path / f"{point}.dead").exists(), "the death of the process")
    running.processes[which].wait(10)
    running.start(which)

    case.delivered()
    assert case.there()["acts"] == ["send"]
    assert case.there()["files"] == case.here()["files"]
    assert case.uz.do("verify")["holds"]
    assert case.az.do("verify")["holds"]


@pytest.mark.parametrize(
    ("which", "side", "point"),
    [
        ("work", "az", "carry.after-send"),
        ("serve", "uz", "receive.handled"),
        ("serve", "uz", "receive.after-commit"),
    ],
)
def test_a_node_killed_while_several_messages_travel_together_ends_in_one_delivery_of_each(
    pair: NodePair, tmp_path: Path, which: str, side: str, point: str
) -> None:
    cases = [Case(pair, f"{point} {number}") for number in range(3)]
    pair.az.kill("work")
    for case in cases:
        case.release()
    seen = len(pair.uz.wire.log)
    kill_between(pair, tmp_path, which, side, point)
    running = pair.az if side == "az" else pair.uz
    if which == "serve":
        pair.az.start("work")
    until(lambda: (tmp_path / f"{point}.dead").exists(), "the death of the process")
    running.processes[which].wait(10)
    running.start(which)

    for case in cases:
        case.delivered()
        assert case.there()["acts"] == ["send"]
    assert "/exchange/bundles" in {path for _, path, _ in pair.uz.wire.log[seen:]}
    assert pair.uz.agent.do("verify")["holds"]
    assert pair.az.agent.do("verify")["holds"]


def test_a_node_killed_between_pushing_receipts_and_noting_it_states_them_once(pair: NodePair, tmp_path: Path) -> None:
    case = Case(pair, "pushed")
    case.release()
    case.delivered()
    kill_between(pair, tmp_path, "work", "uz", "carry.receipts-pushed")
    case.uz_act("acknowledge", **ACK)
    until(lambda: (tmp_path / "carry.receipts-pushed.dead").exists(), "the death of the process")
    pair.uz.processes["work"].wait(10)
    pair.uz.start("work")

    until(lambda: "registered" in case.here()["stages"], "the registration")
    case.same_story()
    assert len(case.here()["stages"]) == len(set(case.here()["stages"]))


@pytest.mark.parametrize(("point", "is_sent"), [("release.before-commit", False), ("release.after-commit", True)])
def test_a_node_killed_while_it_releases_has_sent_all_or_nothing(
    pair: NodePair, tmp_path: Path, point: str, is_sent: bool
) -> None:
    case, agent = Case(pair, point), pair.az.agent
    agent.stop()
    agent.env["COMITY_FAULT"] = f"{point}@{tmp_path / 'dead'}"
    agent.start()
    agent.ready()
    del agent.env["COMITY_FAULT"]
    with pytest.raises(Unavailable):
        case.release()
    agent.process.wait(10)
    agent.stop()
    agent.start()
    agent.ready()

    assert bool(case.here()["stages"]) is is_sent
    if not is_sent:
        case.release()
    case.delivered()
    assert case.there()["acts"] == ["send"]
    assert case.az.do("verify")["holds"]


def test_senders_that_send_slowly_do_not_stop_a_node(pair: NodePair) -> None:
    head = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n"
    stranger = head % b"/exchange/messages" + b"\r\n{"
    form = head % b"/account/login/" + b"Content-Type: application/x-www-form-urlencoded\r\n\r\nx"
    endless = b"GET / HTTP/1.1\r\nA: "
    slow = [socket.create_connection(("127.0.0.1", pair.uz.port)) for _ in range(30)]
    try:
        for connection, begun in zip(slow, [stranger] * 15 + [form] * 5 + [endless] * 10, strict=True):
            connection.sendall(begun)
        case = Case(pair, "slow loris")
        case.release()
        case.delivered()
    finally:
        for connection in slow:
            connection.close()


def test_two_gigabytes_are_refused_before_they_are_read(pair: NodePair) -> None:
    head = b"POST /exchange/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483648\r\n\r\n{"
    with socket.create_connection(("127.0.0.1", pair.uz.port), timeout=10) as connection:
        connection.sendall(head)

        assert b" 413 " in connection.recv(64)


def _annexed(case: Case) -> None:
    case.az.do("act", request_id=case.number, by=OFFICER, name="give_back", data={"text": "annex"})
    case.az.do(
        "attach", request_id=case.number, by=PROSECUTOR, name="a.txt", text="x" * 2_500_000, document="court_order"
    )
    case.az.do("act", request_id=case.number, by=PROSECUTOR, name="submit", data={})


def test_the_ledgers_hold_after_everything(pair: NodePair) -> None:
    assert pair.az.agent.do("verify")["holds"]
    assert pair.uz.agent.do("verify")["holds"]
