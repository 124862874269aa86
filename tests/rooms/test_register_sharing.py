# SPDX-License-Identifier: Apache-2.0
"""What partners give: who may read it, whose word counts, what an earlier version does, where it may go."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from comity.accounts.rules.roles import Person
from comity.base import clock, moments
from comity.base.canonical import canonical
from comity.base.errors import Invalid, NotFound, Refused, Untrusted
from comity.exchange.models import Outgoing
from comity.exchange.services import Delivered
from comity.keyring.rules import signing
from comity.register import queries, services
from comity.register.models import Disclosure, Entry, IndexedName, Key, Notice, Statement
from comity.register.queries import pages
from comity.register.rules import travelling
from comity.register.rules.handling import Handling
from comity.register.services import sharing, taking_in
from tests.rooms.test_register import make_case, make_entry
from tests.support.peers import ForeignNode, known

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
ENTRY = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def content(at: datetime, **changes: Any) -> dict[str, Any]:
    handling = {"audience": ["AZ", "KZ"], "purposes": [], "hit_only": False, "onward": False}
    handling |= changes.pop("handling", {})
    return {
        "v": 1, "entry": ENTRY, "owner": "UZ", "version": 3, "schema": "Person", "category": "suspect",
        "case": "UZ-77/2026", "offences": ["drug-trafficking"], "legal_basis": "art. 1", "handling": handling,
        "review": "2027-01-01", "purge": "2028-01-01",
        "values": [
            {"prop": "name", "value": "Шерзод Юлдашев", "language": "ru", "certainty": "probable", "case": "UZ-77/2026",
             "at": moments.to_text(at)},
        ],
    } | changes  # fmt: skip


def message(node: ForeignNode, at: datetime, body: dict[str, Any], kind: str = "register.disclose") -> Delivered:
    return Delivered(
        id=str(uuid.uuid4()), conversation=str(uuid.uuid4()), reference_to="", from_node=node.node_id,
        from_state=node.state, kind=kind, handling="normal", created_at=at, body=body, parts=(),
    )  # fmt: skip


def give(node: ForeignNode, at: datetime, *, by: ForeignNode | None = None, **changes: Any) -> str:
    """Let `node` (or, passed on, `by`) give this State an entry signed by `node`."""
    purposes = changes.pop("purposes", ["drug-trafficking"])
    said = content(at, **changes)
    token = signing.sign(canonical(said), key=node.keys.signing, kind=travelling.KIND)
    taking_in.receive_entry(message=message(by or node, at, {"signed": token, "purposes": purposes}), at=at)
    return str(taking_in.local_id(said["owner"], said["entry"]))


@pytest.fixture
def kz(db: None) -> ForeignNode:
    return known(ForeignNode(node_id="kz", state="KZ"), clock.now())


def test_it_waits_in_the_inbox_until_it_is_linked_to_a_case_of_its_purpose(
    uz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst, prosecutor = person("analyst", "analyst"), person("prosecutor", "case-prosecutor")
    own = make_case(prosecutor, at)
    other = services.open_case(reference="9", title="T", offences=["corruption"], legal_basis="L", by=prosecutor, at=at)
    entry = give(uz, at)

    assert [row.id for row in pages.inbox(analyst)] == [entry]
    assert pages.inbox(prosecutor) == ()
    with pytest.raises(NotFound):
        pages.entry_view(prosecutor, entry)
    with pytest.raises(Refused, match="other offences"):
        services.link_to_case(entry_id=entry, case_id=other, by=analyst, at=at)
    services.link_to_case(entry_id=entry, case_id=own, by=analyst, at=at)

    view = pages.entry_view(prosecutor, entry)
    assert (view.row.owner, view.row.caption, view.foreign.purposes) == ("UZ", "Шерзод Юлдашев", ("drug-trafficking",))
    assert view.statements[0].source == "UZ"
    for act in (services.say, services.withdraw):
        with pytest.raises(Refused, match="only UZ changes it"):
            act(entry_id=entry, by=prosecutor, at=at, **({"said": []} if act is services.say else {"reason": "x"}))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"owner": "KZ"}, Untrusted),
        ({"owner": "AZ"}, Untrusted),
        ({"handling": {"audience": ["KZ"]}}, Refused),
        ({"handling": {"audience": []}}, Refused),
        ({"handling": {"hit_only": True}}, Invalid),
        ({"handling": {"purposes": ["corruption"]}}, Refused),
        ({"handling": {"audience": ["AZ", "XX"]}}, Invalid),
        ({"category": "victim"}, Invalid),
        ({"category": "associate"}, Invalid),
        ({"category": ""}, Invalid),
        ({"values": []}, Invalid),
        ({"values": [{"prop": "iban"}]}, Invalid),
        ({"version": 0}, Invalid),
        ({"version": True}, Invalid),
        ({"entry": "x"}, Invalid),
        ({"schema": "Ghost"}, Invalid),
        ({"purge": "soon"}, Invalid),
        ({"purposes": []}, Invalid),
    ],
)
def test_what_is_wrong_with_an_entry_is_refused_and_nothing_is_kept(
    uz: ForeignNode, kz: ForeignNode, at: datetime, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        give(uz, at, **changes)

    assert not Entry.objects.exists()


def test_an_entry_signed_by_another_key_is_not_believed(uz: ForeignNode, at: datetime) -> None:
    with pytest.raises(Untrusted):
        give(replace(uz, keys=ForeignNode().keys), at)


def test_only_the_latest_version_counts_in_whatever_order_they_come(uz: ForeignNode, at: datetime) -> None:
    name = content(at)["values"][0]
    entry = give(uz, at, version=5, values=[name, {**name, "prop": "alias", "value": "Sherzod"}])
    give(uz, at, version=4)
    taking_in.receive_withdrawal(message=message(uz, at, {"owner": "UZ", "entry": ENTRY, "version": 4}), at=at)

    assert Statement.objects.filter(entry=entry).count() == 2
    assert Entry.objects.get().version == 5


def test_a_withdrawal_that_overtakes_its_entry_still_withdraws_it(uz: ForeignNode, at: datetime) -> None:
    taking_in.receive_withdrawal(message=message(uz, at, {"owner": "UZ", "entry": ENTRY, "version": 4}), at=at)
    give(uz, at, version=3)
    give(uz, at, version=4)

    assert not Statement.objects.exists()
    assert Entry.objects.get().state == "withdrawn"
    give(uz, at, version=6)
    assert Entry.objects.get().state == "active"


def test_a_withdrawal_leaves_no_value_and_tells_the_team_without_a_name(
    uz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    give(uz, at)
    taking_in.receive_withdrawal(message=message(uz, at, {"owner": "UZ", "entry": ENTRY, "version": 9}), at=at)

    row = Entry.objects.get()
    assert (row.caption, row.foreign.signed, row.foreign.case_reference) == ("", "", "")
    for table in (Statement, Key, IndexedName):
        assert not table.objects.exists()
    told = queries.notices(analyst)
    assert told[0].kind == "withdrawn"
    assert not any(line.entry for line in told)


def test_only_the_owner_withdraws(uz: ForeignNode, kz: ForeignNode, at: datetime) -> None:
    give(uz, at)

    with pytest.raises(Refused, match="Only the owner"):
        taking_in.receive_withdrawal(message=message(kz, at, {"owner": "UZ", "entry": ENTRY, "version": 9}), at=at)


def test_it_is_passed_on_only_where_allowed_and_never_beyond_the_audience(
    uz: ForeignNode, kz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    entry = give(uz, at)
    with pytest.raises(Refused, match="does not allow"):
        services.pass_on(entry_id=entry, to_state="KZ", by=analyst, at=at)
    give(uz, at, version=4, handling={"onward": True})
    for state in ("TR", "AZ", "UZ", ""):
        with pytest.raises(Refused, match="does not allow"):
            services.pass_on(entry_id=entry, to_state=state, by=analyst, at=at)
    assert not Outgoing.objects.exists()

    services.pass_on(entry_id=entry, to_state="KZ", by=analyst, at=at)

    assert {(m.to_node, m.kind) for m in Outgoing.objects.all()} == {
        ("kz", "register.disclose"), ("uz", "register.passed-on"),
    }  # fmt: skip


def test_what_was_passed_on_is_taken_with_the_owners_signature_and_leave(
    uz: ForeignNode, kz: ForeignNode, person: Maker, at: datetime
) -> None:
    with pytest.raises(Refused, match="does not allow"):
        give(uz, at, by=kz)
    with pytest.raises(Refused, match="does not allow"):
        give(uz, at, by=kz, handling={"onward": True, "audience": ["AZ"]})

    entry = give(uz, at, by=kz, handling={"onward": True})

    assert pages.entry_view(person("analyst", "analyst"), entry).row.owner == "UZ"
    assert Notice.objects.get().kind == "received"


def test_the_owner_learns_of_it_and_later_changes_go_there_too(
    uz: ForeignNode, kz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    code = Handling(frozenset({"UZ", "KZ"}), hit_only=False, onward=True)
    entry = make_entry(make_case(analyst, at), analyst, at, handling=code)
    told = {"entry": entry, "to": "KZ", "purposes": ["drug-trafficking"]}
    with pytest.raises(NotFound):
        taking_in.receive_passed_on(message=message(uz, at, told), at=at)
    services.disclose(entry_id=entry, to_state="UZ", purpose="drug-trafficking", by=analyst, at=at)

    taking_in.receive_passed_on(message=message(uz, at, told), at=at)
    services.withdraw(entry_id=entry, reason="over", by=analyst, at=at)

    sent = [(m.to_node, m.kind) for m in Outgoing.objects.order_by("created_at", "to_node")]
    assert ("kz", "register.update") in sent
    assert {("kz", "register.withdraw"), ("uz", "register.withdraw")} <= set(sent)
    assert not Disclosure.objects.filter(ended_at=None).exists()


def test_a_state_that_left_the_audience_before_the_owner_learned_of_it_is_told_to_let_go(
    uz: ForeignNode, kz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    code = Handling(frozenset({"UZ", "KZ"}), hit_only=False, onward=True)
    entry = make_entry(make_case(analyst, at), analyst, at, handling=code)
    services.disclose(entry_id=entry, to_state="UZ", purpose="drug-trafficking", by=analyst, at=at)
    only_uz = replace(code, audience=frozenset({"UZ"}))
    services.set_handling(entry_id=entry, handling=only_uz, version=Entry.objects.get().version, by=analyst, at=at)

    told = {"entry": entry, "to": "KZ", "purposes": ["drug-trafficking"]}
    taking_in.receive_passed_on(message=message(uz, at, told), at=at)

    assert [m.kind for m in Outgoing.objects.filter(to_node="kz")] == ["register.withdraw"]


def test_persons_who_are_not_suspects_are_not_disclosed(uz: ForeignNode, person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    code = Handling(frozenset({"UZ"}), hit_only=False)
    case = make_case(analyst, at)
    for category in ("victim", "witness", "associate", "missing"):
        entry = make_entry(case, analyst, at, category=category, handling=code)
        with pytest.raises(Refused, match="not shared between registers"):
            services.disclose(entry_id=entry, to_state="UZ", purpose="drug-trafficking", by=analyst, at=at)


def test_a_purpose_beyond_the_case_is_refused(uz: ForeignNode, person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at, handling=Handling(frozenset({"UZ"}), hit_only=False))

    with pytest.raises(Invalid, match="offence categories of the case"):
        services.disclose(entry_id=entry, to_state="UZ", purpose="corruption", by=analyst, at=at)


def test_what_travels_names_no_source_and_no_title(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(
        make_case(analyst, at), analyst, at, said=[services.Said("name", "A. B.", source="informant Karim")]
    )

    sent = canonical(sharing.content(Entry.objects.get(pk=entry)).as_json()).decode()

    assert "Karim" not in sent
    assert "Silk line" not in sent
    assert travelling.read(
        sharing.content(Entry.objects.get(pk=entry)).as_json() | {"handling": content(at)["handling"]},
        states=["AZ", "KZ"], offences=["drug-trafficking"],
    ).values[0].value == "A. B."  # fmt: skip
    assert Entry.objects.get().review_date > date(2027, 1, 1)
