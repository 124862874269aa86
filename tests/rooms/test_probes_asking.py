# SPDX-License-Identifier: Apache-2.0
"""The asking side of probes: two people, what leaves, what an answer is believed, what a miss leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.exchange.models import Outgoing
from comity.register import queries
from comity.register.models import Entry, Foreign, ProbeAlarm, ProbeHit, ProbeLine, ProbeOrder
from comity.register.queries import probes as views
from comity.register.rules.category import Category
from comity.register.rules.probing import epochs, orders
from comity.register.rules.probing.persons import Asked
from comity.register.services import join_team, probes
from tests.rooms.test_register import make_case, make_entry
from tests.support.peers import ForeignNode
from tests.support.probing import Partner, run_jobs

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
ALI = Asked(("Əli Həsənov",), Category.SUSPECT, "1984-03-02")
OTHER = Asked(("Rustam Nazarov",), Category.SUSPECT, "1990-01-05")
THEIRS = [Asked(("Али Гасанов", "Гасанов Али Рашидович"), Category.WANTED, "1984-03-02")]


@pytest.fixture
def partner(uz: ForeignNode, at: datetime) -> Partner:
    return Partner(uz, at)


@pytest.fixture
def analyst(person: Maker) -> Person:
    return person("analyst", "analyst")


@pytest.fixture
def officer(person: Maker) -> Person:
    return person("officer", "central-officer")


@pytest.fixture
def case(analyst: Person, at: datetime) -> str:
    return make_case(analyst, at)


def draw_up(case: str, by: Person, at: datetime, *asked: Asked, **changes: Any) -> str:
    given = {
        "to_state": "UZ",
        "purpose": "drug-trafficking",
        "basis": "Chisinau 2002",
        "kinds": orders.NAMED,
        **changes,
    }
    return probes.ask(case_id=case, asked=asked or (ALI, OTHER), by=by, at=at, **given)


def sent(case: str, analyst: Person, officer: Person, partner: Partner, *asked: Asked, **changes: Any) -> str:
    """Draw up, release and send an order and return its id."""
    partner.announce()
    order = draw_up(case, analyst, partner.at, *asked, **changes)
    probes.release(order_id=order, by=officer, at=partner.at)
    run_jobs(partner.at)
    return order


def answered(partner: Partner, folder: Path, known: list[Asked] | None = None) -> None:
    """Let the partner answer what it was asked."""
    order, elements = partner.asked()
    digest = partner.send_tags(order, THEIRS if known is None else known, folder)
    partner.deliver("register.answer", partner.answer_of(order, elements, digest))
    run_jobs(partner.at)


def test_a_hit_stays_and_a_miss_leaves_counters_only(
    case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path
) -> None:
    order = sent(case, analyst, officer, partner)
    answered(partner, tmp_path)

    row = ProbeOrder.objects.get(pk=order)
    assert (row.state, row.result, row.persons, row.secret, row.answer) == (
        "answered", {"persons": 2, "hits": 1}, [], "", None,
    )  # fmt: skip
    hit = ProbeHit.objects.get()
    assert (hit.person["names"], hit.kind, hit.reference) == (["Əli Həsənov"], "K2", "")
    assert queries.unseen(analyst) == 1
    assert not partner.post("register.hit"), "the holder learns nothing until a person opens the hit"


def test_the_tags_may_come_last_and_everything_twice(
    case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path
) -> None:
    sent(case, analyst, officer, partner)
    order, elements = partner.asked()
    digest = partner.send_tags(order, [], tmp_path)
    other = partner.answer_of(order, elements, "0" * 64)
    for _ in range(2):
        partner.deliver("register.answer", other)
    run_jobs(partner.at)
    assert ProbeOrder.objects.get().state == "sent"
    ProbeOrder.objects.update(answer={**other, "set": digest})

    for _ in range(2):
        partner.send_tags(order, [], tmp_path)
        run_jobs(partner.at)

    assert ProbeOrder.objects.get().result == {"persons": 2, "hits": 0}
    assert not ProbeHit.objects.exists()
    assert not any("Nazarov" in str(v) for v in ProbeOrder.objects.values_list("persons", "result", "answer"))


def test_nothing_leaves_before_a_second_person_and_the_key_of_the_partner(
    case: str, analyst: Person, officer: Person, partner: Partner, person: Maker
) -> None:
    order = draw_up(case, analyst, partner.at)
    run_jobs(partner.at)
    assert not Outgoing.objects.exists()
    with pytest.raises(NotFound):
        probes.release(order_id=order, by=analyst, at=partner.at)

    probes.release(order_id=order, by=officer, at=partner.at)
    run_jobs(partner.at)
    assert [kind for kind, _b, _f in partner.post()] == ["register.keys-wanted"]
    partner.announce()
    run_jobs(partner.at)

    made, elements = partner.asked()
    assert (made.persons, made.sizes, made.role, len(elements[0])) == (2, (256,), "analyst", 256)
    with pytest.raises(Refused, match="decided"):
        probes.release(order_id=order, by=officer, at=partner.at)
    with pytest.raises(Refused, match="draws up"):
        draw_up(case, officer, partner.at)


def test_the_one_who_drew_it_up_never_releases_it(case: str, analyst: Person, partner: Partner, person: Maker) -> None:
    both = person("both", "analyst", "central-officer")
    join_team(case_id=case, user_id=both.id, by=analyst, at=partner.at)
    order = draw_up(case, both, partner.at)

    with pytest.raises(Refused, match="Another person"):
        probes.release(order_id=order, by=both, at=partner.at)


def test_what_leaves_says_nothing_of_the_case_or_the_persons(
    case: str, analyst: Person, officer: Person, partner: Partner
) -> None:
    sent(case, analyst, officer, partner)
    bodies = str([body for _kind, body, _files in partner.post()])

    for word in ("Həsənov", "260142", "1984", "analyst@", "Analyst"):
        assert word not in bodies


def test_a_declined_order_forgets_its_persons(case: str, analyst: Person, officer: Person, partner: Partner) -> None:
    order = draw_up(case, analyst, partner.at)

    probes.decline(order_id=order, reason="too wide", by=officer, at=partner.at)

    row = ProbeOrder.objects.get()
    assert (row.state, row.persons) == ("declined", [])
    assert queries.unseen(analyst) == 1
    run_jobs(partner.at)
    assert not Outgoing.objects.exists()


def test_attack_an_answer_under_another_key_is_dropped_with_an_alarm(
    case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path
) -> None:
    sent(case, analyst, officer, partner)
    order, elements = partner.asked()
    digest = partner.send_tags(order, THEIRS, tmp_path)
    other = epochs.private_key(b"x" * 32, partner="az", epoch=order.epoch)

    partner.deliver("register.answer", partner.answer_of(order, elements, digest, private=other))
    run_jobs(partner.at)

    row = ProbeOrder.objects.get()
    assert (row.state, row.refusal) == ("untrusted", "bad-evaluation")
    assert ProbeAlarm.objects.get().code == "bad-answer"
    assert not ProbeHit.objects.exists()


@pytest.mark.parametrize("batches", [[], [{}], "x", [{"elements": "AA", "proof": "AA"}]])
def test_attack_a_malformed_answer_is_dropped(
    case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path, batches: Any
) -> None:
    sent(case, analyst, officer, partner)
    order, _elements = partner.asked()
    digest = partner.send_tags(order, THEIRS, tmp_path)

    partner.deliver("register.answer", {"v": 1, "order": order.id, "set": digest, "batches": batches})
    run_jobs(partner.at)

    assert ProbeOrder.objects.get().state == "untrusted"


def test_attack_a_second_key_for_a_month_is_refused_with_an_alarm(partner: Partner) -> None:
    partner.announce()
    partner.announce(epochs.private_key(b"x" * 32, partner="az", epoch="2026-11"))

    assert ProbeAlarm.objects.get().code == "key-changed"


def test_attack_another_node_answers_an_order(
    case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path
) -> None:
    order = sent(case, analyst, officer, partner)
    made, elements = partner.asked()
    body = partner.answer_of(made, elements, partner.send_tags(made, THEIRS, tmp_path))
    partner.node.node_id = "kz"

    with pytest.raises(NotFound):
        partner.deliver("register.answer", body)
    assert ProbeOrder.objects.get(pk=order).answer is None


def test_a_refusal_is_shown_with_its_code(case: str, analyst: Person, officer: Person, partner: Partner) -> None:
    order = sent(case, analyst, officer, partner)

    partner.deliver("register.answer", {"v": 1, "order": order, "refused": "limit-day"})

    assert views.order_view(analyst, order).refusal == "limit-day"


def test_an_order_that_is_never_answered_expires(case: str, analyst: Person, officer: Person, partner: Partner) -> None:
    sent(case, analyst, officer, partner)

    probes.keep(payload={}, at=partner.at + timedelta(days=8))

    row = ProbeOrder.objects.get()
    assert (row.state, row.persons, row.secret) == ("expired", [], "")


def test_an_order_without_a_key_expires(case: str, analyst: Person, officer: Person, partner: Partner) -> None:
    order = draw_up(case, analyst, partner.at)
    probes.release(order_id=order, by=officer, at=partner.at)

    run_jobs(partner.at + timedelta(days=3))

    assert ProbeOrder.objects.get().state == "expired"


def test_a_message_refused_by_the_partner_ends_the_order(
    case: str, analyst: Person, officer: Person, partner: Partner
) -> None:
    sent(case, analyst, officer, partner)
    Outgoing.objects.filter(kind="register.evaluate").update(state="refused")

    probes.keep(payload={}, at=partner.at + timedelta(minutes=10))

    assert ProbeOrder.objects.get().state == "refused"


def test_the_own_limit_stops_an_order_before_it_leaves(
    case: str, analyst: Person, officer: Person, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(django_settings.COMITY_ENV._values, "PROBE_PERSONS_PER_DAY", 3)
    sent(case, analyst, officer, partner)
    second = draw_up(case, analyst, partner.at)

    with pytest.raises(Refused, match="as many persons as it may"):
        probes.release(order_id=second, by=officer, at=partner.at)

    assert ProbeOrder.objects.get(pk=second).state == "waiting"
    assert ProbeAlarm.objects.get(code="limit-day").data["side"] == "asking"


# ---- name pairs alone ----
def test_name_pairs_alone_give_a_count_and_no_hit(
    case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path
) -> None:
    crowd = [Asked((f"Jamshid Tursunov {chr(1072 + n)}лов",), Category.SUSPECT) for n in range(19)]
    sent(case, analyst, officer, partner, ALI, *crowd, kinds=orders.COUNTED)
    answered(partner, tmp_path)

    result = ProbeOrder.objects.get().result
    assert result["persons"] == 20
    assert result["count"] >= 1
    assert not ProbeHit.objects.exists()


# ---- hits ----
@pytest.fixture
def hit(case: str, analyst: Person, officer: Person, partner: Partner, tmp_path: Path) -> str:
    sent(case, analyst, officer, partner)
    answered(partner, tmp_path)
    return str(ProbeHit.objects.get().pk)


def test_a_hit_is_opened_once_under_one_reference(hit: str, analyst: Person, partner: Partner) -> None:
    first = probes.open_hit(hit_id=hit, by=analyst, at=partner.at)
    second = probes.open_hit(hit_id=hit, by=analyst, at=partner.at)

    assert first == second == partner.one("register.hit")["reference"]
    assert first.startswith("AZ-UZ-")
    with pytest.raises(Refused, match="open at the other side"):
        probes.dismiss(hit_id=hit, reason="x", by=analyst, at=partner.at)


def test_a_dismissed_hit_is_forgotten_and_never_told(hit: str, analyst: Person, partner: Partner) -> None:
    probes.dismiss(hit_id=hit, reason="another person", by=analyst, at=partner.at)

    row = ProbeHit.objects.get()
    assert (row.state, row.person, row.output) == ("dismissed", {}, "")
    assert not partner.post("register.hit")
    with pytest.raises(Refused, match="dismissed"):
        probes.open_hit(hit_id=hit, by=analyst, at=partner.at)


def test_a_hit_is_for_the_people_of_its_case(hit: str, person: Maker, officer: Person, at: datetime) -> None:
    for who in (
        person("other", "case-prosecutor"),
        officer,
        person("admin", "node-admin"),
        person("auditor", "auditor"),
    ):
        with pytest.raises(NotFound):
            views.hit_view(who, hit)
        with pytest.raises(NotFound):
            probes.open_hit(hit_id=hit, by=who, at=at)
        assert views.inbox(who) == ()


def test_the_decision_of_the_partner_is_kept_once(hit: str, analyst: Person, partner: Partner) -> None:
    reference = probes.open_hit(hit_id=hit, by=analyst, at=partner.at)
    refused = {"v": 1, "reference": reference, "decision": "refused", "reason": "sensitive", "text": "Ask by letter"}
    for _ in range(2):
        partner.deliver("register.hit-answer", refused)
    partner.deliver("register.hit-answer", {**refused, "decision": "not-found"})

    view = views.hit_view(analyst, hit)
    assert (view.state, view.reason, view.text) == ("refused", "sensitive", "Ask by letter")
    assert ProbeLine.objects.filter(event="hit-refused").count() == 1
    with pytest.raises(NotFound):
        partner.deliver("register.hit-answer", {**refused, "reference": "AZ-UZ-0000-0000"})
    with pytest.raises(Invalid):
        partner.deliver("register.hit-answer", {**refused, "decision": "maybe"})


def test_names_are_compared_after_disclosure_only(hit: str, analyst: Person, partner: Partner, case: str) -> None:
    probes.open_hit(hit_id=hit, by=analyst, at=partner.at)
    assert views.compared(analyst, hit) == ()
    entry = make_entry(case, analyst, partner.at)
    ProbeHit.objects.update(state="disclosed", disclosed=entry)

    (best, *_rest) = views.compared(analyst, hit)
    assert best.score > 0.9
    assert views.disclosed_entry(analyst, hit)


# ---- drawing up ----
@pytest.mark.parametrize("category", ["victim", "witness", "associate", "missing"])
def test_attack_a_victim_of_the_own_case_is_not_asked_for(
    case: str, analyst: Person, at: datetime, partner: Partner, category: str
) -> None:
    entry = make_entry(case, analyst, at, category=category)
    asked = probes.person_of_entry(entry_id=entry, by=analyst)

    with pytest.raises(Invalid, match="suspects"):
        draw_up(case, analyst, at, asked)
    assert views.candidates(analyst, case) == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"purpose": "corruption"}, Invalid),
        ({"basis": " "}, Invalid),
        ({"kinds": ()}, Refused),
        ({"kinds": ("K4",)}, Refused),
        ({"to_state": "KZ"}, NotFound),
        ({"to_state": "AZ"}, NotFound),
    ],
)
def test_a_bad_order_is_not_drawn_up(
    case: str, analyst: Person, partner: Partner, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        draw_up(case, analyst, partner.at, **changes)
    assert not ProbeOrder.objects.exists()


def test_an_order_is_for_its_case_and_its_releaser(
    case: str, analyst: Person, officer: Person, partner: Partner, person: Maker
) -> None:
    order = draw_up(case, analyst, partner.at)
    second, stranger = person("second", "central-officer"), person("stranger", "case-prosecutor")
    assert views.order_view(officer, order).may_release
    with pytest.raises(NotFound):
        views.order_view(stranger, order)
    with pytest.raises(NotFound):
        draw_up(case, stranger, partner.at)

    probes.release(order_id=order, by=officer, at=partner.at)

    assert views.order_view(officer, order).row.hits is None
    with pytest.raises(NotFound):
        views.order_view(second, order)


def test_the_people_of_the_case_link_what_was_disclosed_once(
    hit: str, analyst: Person, partner: Partner, case: str, person: Maker
) -> None:
    entry = make_entry(case, analyst, partner.at)
    Entry.objects.update(owner="UZ", case=None)
    with pytest.raises(Refused, match="not come yet"):
        probes.link_hit(hit_id=hit, by=analyst, at=partner.at)
    ProbeHit.objects.update(state="disclosed", disclosed=entry)
    given = Foreign.objects.create(
        entry_id=entry, origin=entry, from_node="uz", purposes=["corruption"], received_at=partner.at
    )
    with pytest.raises(Refused, match="other offences"):
        probes.link_hit(hit_id=hit, by=analyst, at=partner.at)
    given.purposes = ["drug-trafficking"]
    given.save()
    with pytest.raises(NotFound):
        probes.link_hit(hit_id=hit, by=person("stranger", "case-prosecutor"), at=partner.at)

    probes.link_hit(hit_id=hit, by=analyst, at=partner.at)

    assert str(Entry.objects.get(pk=entry).case_id) == case
    with pytest.raises(Refused, match="already"):
        probes.link_hit(hit_id=hit, by=analyst, at=partner.at)
