# SPDX-License-Identifier: Apache-2.0
"""Entries between two real nodes: disclosed, changed, withdrawn, over a wire that drops, repeats and delays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from comity.practice.nodes import AgentError
from tests.support.node_pair import NodePair, Passing, node_pair, sometimes, until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("two-nodes-register")]
AZ, UZ = "analyst@az.example", "analyst@uz.example"
OPEN = {"audience": ["UZ"], "purposes": [], "hit_only": False, "onward": False}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodePair]:
    with node_pair(tmp_path_factory.mktemp("register")) as running:
        yield running


@pytest.fixture(autouse=True)
def healed(pair: NodePair) -> Iterator[None]:
    yield
    pair.heal()


class Shared:
    """An entry of Azerbaijan, and what Uzbekistan holds of it."""

    def __init__(self, pair: NodePair, name: str, **handling: Any) -> None:
        self.pair, self.name = pair, name
        self.case = self.az("open_case", reference=name, title="T", offences=["drug-trafficking"], legal_basis="L")
        self.id = self.az(
            "enter", case_id=self.case, schema="Person", category="suspect", said=[["name", name]],
            handling={**OPEN, **handling},
        )  # fmt: skip

    def az(self, name: str, **given: Any) -> Any:
        return self.pair.az.agent.do("register_act", name=name, by=AZ, **given)

    def disclose(self, purpose: str = "drug-trafficking") -> None:
        self.az("disclose", entry_id=self.id, to_state="UZ", purpose=purpose)

    def say(self, prop: str, value: str) -> None:
        self.az("say", entry_id=self.id, said=[[prop, value]])

    def set_handling(self, **changes: Any) -> None:
        self.az("set_handling", entry_id=self.id, handling={**OPEN, **changes}, version=self.here()["version"])

    def here(self) -> dict[str, Any]:
        return next(e for e in self.pair.az.agent.do("register_look", by=AZ) if e["id"] == self.id)

    def there(self) -> dict[str, Any] | None:
        found = [e for e in self.pair.uz.agent.do("register_look", by=UZ) if e["caption"] == self.name]
        assert len(found) <= 1
        return found[0] if found else None

    def values_there(self) -> list[list[str]]:
        found = self.there()
        return sorted(found["values"]) if found else []


def test_an_entry_arrives_whole_with_its_owner_and_later_changes_follow(pair: NodePair) -> None:
    shared = Shared(pair, "Vüqar Əliyev")
    shared.disclose()
    until(shared.there, "the entry")
    shared.say("birthDate", "1979-05-01")
    shared.say("phone", "+994 50 555 00 01")

    until(lambda: len(shared.values_there()) == 3, "the changes")
    assert shared.there()["owner"] == "AZ"
    assert sorted(shared.here()["values"]) == shared.values_there()


def test_the_receiver_cannot_change_it_nor_pass_it_on(pair: NodePair) -> None:
    shared = Shared(pair, "Şahin İbrahimli")
    shared.disclose()
    until(shared.there, "the entry")
    there = shared.there()["id"]

    for act, given in (
        ("say", {"said": [["phone", "+998 90 555 00 02"]]}),
        ("withdraw", {"reason": "x"}),
        ("set_handling", {"handling": OPEN, "version": 1}),
        ("disclose", {"to_state": "KZ", "purpose": "drug-trafficking"}),
    ):
        with pytest.raises(AgentError, match="only AZ changes it"):
            pair.uz.agent.do("register_act", name=act, by=UZ, entry_id=there, **given)
    with pytest.raises(AgentError, match="does not allow"):
        pair.uz.agent.do("register_act", name="pass_on", by=UZ, entry_id=there, to_state="KZ")


def test_a_withdrawal_travels(pair: NodePair) -> None:
    shared = Shared(pair, "Zöhrə Bağırova")
    shared.disclose()
    until(shared.there, "the entry")

    shared.az("withdraw", entry_id=shared.id, reason="acquitted")

    until(lambda: shared.there() is None, "the withdrawal")


@pytest.mark.parametrize("change", [{"audience": ["TR"]}, {"audience": []}, {"hit_only": True}])
def test_who_loses_the_right_gets_a_withdrawal_and_sees_nothing_later(pair: NodePair, change: dict[str, Any]) -> None:
    shared = Shared(pair, f"Ceyhun {min(change)} {len(str(change))}")
    shared.disclose()
    until(shared.there, "the entry")

    shared.set_handling(**change)
    until(lambda: shared.there() is None, "the withdrawal")
    shared.say("birthDate", "1979-05-01")
    other = Shared(pair, f"Marker {len(str(change))}")
    other.disclose()
    until(other.there, "a later message")

    assert shared.there() is None
    with pytest.raises(AgentError, match="does not let UZ see it"):
        shared.disclose()


def test_nothing_is_given_against_the_handling_code(pair: NodePair) -> None:
    for number, handling in enumerate(({"audience": []}, {"hit_only": True}, {"purposes": ["corruption"]})):
        shared = Shared(pair, f"Refused {number}", **handling)
        with pytest.raises(AgentError, match="does not let UZ see it"):
            shared.disclose()


def test_late_and_repeated_messages_end_in_the_last_version(pair: NodePair) -> None:
    """The first messages are lost on the way until later ones have come, and some come twice."""
    shared = Shared(pair, "Xəyalə Qurbanlı")
    count: list[int] = []

    def reorder(passing: Passing) -> str:
        if passing.method != "POST" or passing.path != "/exchange/messages":
            return "pass"
        count.append(1)
        return "drop" if len(count) in {1, 2, 4} else "repeat"

    pair.uz.wire.fault = reorder
    shared.disclose()
    for day in range(1, 6):
        shared.say("birthDate", f"1980-01-0{day}")

    until(lambda: len(shared.values_there()) == 6, "the last version", 60)
    assert sorted(shared.here()["values"]) == shared.values_there()


def test_a_storm_ends_with_nothing_left_of_what_was_withdrawn(pair: NodePair) -> None:
    shared, marker = Shared(pair, "Əli Storm"), Shared(pair, "Marker of the storm")
    faults = ("drop", "lose-answer", "tamper", "repeat", "cut")
    pair.uz.wire.fault = sometimes(5, 0.3, *faults)
    shared.disclose()
    for day in range(1, 5):
        shared.say("birthDate", f"1980-02-0{day}")
    shared.az("withdraw", entry_id=shared.id, reason="over")
    marker.disclose()

    until(marker.there, "the last message", 60)
    pair.heal()
    until(lambda: shared.there() is None, "the withdrawal")
    assert pair.az.agent.do("verify")["holds"]
    assert pair.uz.agent.do("verify")["holds"]
