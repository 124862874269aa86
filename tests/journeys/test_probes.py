# SPDX-License-Identifier: Apache-2.0
"""Probes between two real nodes: a hit to the end, a miss, over a wire with faults and with workers killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.practice.nodes import AgentError
from tests.support.node_pair import NodePair, Passing, node_pair, sometimes, until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("two-nodes-probes")]
ANALYST, OFFICER, UZ_ANALYST = "analyst@az.example", "officer@az.example", "analyst@uz.example"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodePair]:
    with node_pair(tmp_path_factory.mktemp("probes")) as running:
        for node, email in ((running.az, ANALYST), (running.uz, UZ_ANALYST)):
            node.agent.do("account", email=email, name="An Analyst", roles=["analyst"], password="practice-password-1")
        yield running


@pytest.fixture(autouse=True)
def healed(pair: NodePair) -> Iterator[None]:
    yield
    pair.heal()


class Probe:
    """A person known in Uzbekistan, a case in Azerbaijan, and an order about some persons."""

    def __init__(self, pair: NodePair, number: int, born: str) -> None:
        self.pair, self.az, self.uz = pair, pair.az.agent, pair.uz.agent
        self.reference = f"AZ-{number}"
        self.case = self.az.do("probe_case", by=ANALYST, reference=self.reference)
        there = self.uz.do("probe_case", by=UZ_ANALYST, reference=f"UZ-{number}")
        self.known = self.uz.do(
            "probe_enter", by=UZ_ANALYST, case=there, names=["Али Гасанов", "علی حسنوف"], born=born, audience=["AZ"],
            category="wanted",
        )  # fmt: skip

    def ask(self, names: list[str], born: str) -> None:
        entry = self.az.do(
            "probe_enter", by=ANALYST, case=self.case, names=names, born=born, audience=[], category="suspect"
        )
        self.order = self.az.do("probe_ask", by=ANALYST, case=self.case, entries=[entry], to_state="UZ")
        self.az.do("probe_release", by=OFFICER, order=self.order)

    def stands(self) -> dict[str, Any]:
        return self.az.do("probe_order", by=ANALYST, order=self.order)

    def answered(self, seconds: float = 60) -> dict[str, Any]:
        until(lambda: self.stands()["state"] not in {"released", "sent"}, "the answer", seconds)
        assert self.stands()["state"] == "answered"
        return self.stands()

    def to_the_end(self) -> None:
        (hit,) = self.answered()["hits"]
        reference = self.az.do("probe_open", by=ANALYST, hit=hit)

        def there() -> Any:
            return next((h for h in self.uz.do("probe_hits", by=UZ_ANALYST) if h["reference"] == reference), None)

        until(lambda: there() and there()["state"] == "opened", "the hit at the other side", 60)
        assert there()["entries"] == [self.known]
        self.uz.do("probe_disclose", by=UZ_ANALYST, hit=there()["id"], entry=self.known)
        linked = until(lambda: self.az.do("probe_link", by=ANALYST, hit=hit), "the entry", 60)
        assert (linked["caption"], linked["owner"], linked["case"]) == ("Али Гасанов", "UZ", self.reference)
        assert linked["score"] > 0.9


def test_order_release_answer_hit_disclosure_and_link(pair: NodePair) -> None:
    probe = Probe(pair, 1, "1984-03-02")
    probe.ask(["Əli Həsənov"], "1984-03-02")
    probe.to_the_end()


def test_a_miss_leaves_counters_and_nothing_else(pair: NodePair) -> None:
    probe = Probe(pair, 2, "1991-07-09")
    before = len(pair.uz.agent.do("probe_hits", by=UZ_ANALYST))
    probe.ask(["Zulfiqar Unheardofson"], "1971-12-30")

    assert probe.answered() == {"state": "answered", "people": 0, "hits": []}
    assert len(pair.uz.agent.do("probe_hits", by=UZ_ANALYST)) == before
    for path in pair.uz.agent.home.rglob("*"):
        assert not path.is_file() or b"Unheardofson" not in path.read_bytes(), path


def test_the_one_who_drew_up_an_order_cannot_release_it(pair: NodePair) -> None:
    probe = Probe(pair, 3, "1992-01-01")
    entry = pair.az.agent.do(
        "probe_enter", by=ANALYST, case=probe.case, names=["A B"], born="1992", audience=[], category="suspect"
    )
    order = pair.az.agent.do("probe_ask", by=ANALYST, case=probe.case, entries=[entry], to_state="UZ")

    with pytest.raises(AgentError, match="no such order"):
        pair.az.agent.do("probe_release", by=ANALYST, order=order)


def test_a_storm_on_both_wires_ends_in_one_hit(pair: NodePair) -> None:
    probe = Probe(pair, 4, "1975-05-15")
    faults = ("drop", "lose-answer", "tamper", "repeat", "cut")
    pair.uz.wire.fault, pair.az.wire.fault = sometimes(3, 0.3, *faults), sometimes(4, 0.3, *faults)
    probe.ask(["Əli Həsənov"], "1975-05-15")
    probe.to_the_end()


def test_every_message_lost_then_repeated_ends_in_one_answer(pair: NodePair) -> None:
    probe = Probe(pair, 5, "1966-06-16")
    tries: dict[bytes, int] = {}

    def late_and_twice(passing: Passing) -> str:
        """Lose each message, then its answer, then bring it twice."""
        if passing.path != "/exchange/messages":
            return "pass"
        tries[passing.body] = tries.get(passing.body, 0) + 1
        return {1: "drop", 2: "lose-answer", 3: "repeat"}.get(tries[passing.body], "pass")

    pair.uz.wire.fault = pair.az.wire.fault = late_and_twice
    probe.ask(["Əli Həsənov"], "1966-06-16")

    assert len(probe.answered(300)["hits"]) == 1  # pauses between tries grow with each message lost


@pytest.mark.parametrize(
    ("number", "which", "side", "point"),
    [
        (6, "work", "az", "probe.sent"),
        (7, "work", "uz", "probe.evaluated"),
        (8, "work", "az", "probe.read"),
        (9, "serve", "uz", "receive.handled"),
        (10, "serve", "az", "receive.before-commit"),
    ],
)
def test_a_node_killed_at_any_step_ends_in_one_hit(
    pair: NodePair, tmp_path: Path, number: int, which: str, side: str, point: str
) -> None:
    born = f"19{50 + number}-04-{number:02d}"
    probe = Probe(pair, number, born)
    running, marker = pair.az if side == "az" else pair.uz, tmp_path / "dead"
    running.kill(which)
    running.start(which, COMITY_FAULT=f"{point}@{marker}")
    if which == "serve":
        running.wait_open()
    probe.ask(["Əli Həsənov"], born)
    until(marker.exists, "the death of the process", 60)
    running.processes[which].wait(10)
    running.start(which)
    if which == "serve":
        running.wait_open()

    assert len(probe.answered()["hits"]) == 1
    assert pair.az.agent.do("verify")["holds"]
    assert pair.uz.agent.do("verify")["holds"]
