# SPDX-License-Identifier: Apache-2.0
"""The holding side of probes: who answers, what an attacker gets, what repeats change, a hit and its decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from comity.accounts.rules.roles import Person
from comity.base.errors import ComityError, Invalid, NotFound, Refused, Untrusted
from comity.keyring import services as keyring
from comity.keyring.rules.signing import BadSignature
from comity.ledger.models import Entry as LedgerEntry
from comity.register import queries
from comity.register.models import (
    Disclosure,
    Entry,
    Notice,
    ProbeAlarm,
    ProbeAsked,
    ProbeHit,
    ProbeLine,
    ProbeSet,
    ProbeText,
)
from comity.register.queries import probes as views
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling
from comity.register.rules.probing import batches, chain, orders, tags
from comity.register.rules.probing.persons import Asked
from comity.register.services import Said, enter, probes, say, set_handling, withdraw
from comity.register.services.probes import journal, key_texts, tag_sets
from tests.rooms.test_register import make_case, make_entry
from tests.support.peers import ForeignNode
from tests.support.probing import Partner, run_jobs

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
FOR_UZ = Handling(frozenset({"UZ"}), frozenset({"drug-trafficking"}), hit_only=False)
ALI = Asked(("Али Гасанов",), Category.WANTED, "1984-03-02")
OTHER = Asked(("Rustam Nazarov",), Category.SUSPECT, "1990-01-05")


@pytest.fixture
def partner(uz: ForeignNode, at: datetime) -> Partner:
    return Partner(uz, at)


@pytest.fixture
def analyst(person: Maker) -> Person:
    return person("analyst", "analyst")


@pytest.fixture
def entry(analyst: Person, at: datetime) -> str:
    return make_entry(make_case(analyst, at), analyst, at, handling=FOR_UZ)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def change(**values: int) -> None:
        for name, value in values.items():
            monkeypatch.setitem(django_settings.COMITY_ENV._values, name, value)

    return change


def test_a_person_known_here_is_a_hit_and_another_is_not(partner: Partner, entry: str) -> None:
    assert partner.met([ALI])
    assert not partner.met([OTHER], partner.theirs)
    assert [row.state for row in ProbeAsked.objects.all()] == ["answered", "answered"]
    assert ProbeSet.objects.count() == 1, "the second order compares with the set that was sent"


@pytest.mark.parametrize("category", ["victim", "witness", "associate", "missing"])
def test_attack_a_victim_witness_associate_or_missing_person_is_probed(
    partner: Partner, analyst: Person, at: datetime, category: str
) -> None:
    make_entry(make_case(analyst, at), analyst, at, handling=FOR_UZ, category=category)

    assert not partner.met([ALI])


@pytest.mark.parametrize(
    "handling",
    [Handling(), Handling(frozenset({"KZ"})), Handling(frozenset({"UZ"}), frozenset({"corruption"}))],
    ids=["empty audience", "another audience", "another purpose"],
)
def test_attack_an_entry_that_is_not_for_the_partner_is_probed(
    partner: Partner, analyst: Person, at: datetime, handling: Handling
) -> None:
    make_entry(make_case(analyst, at), analyst, at, handling=handling)

    assert not partner.met([ALI])


def test_attack_a_removed_audience_is_probed(partner: Partner, analyst: Person, entry: str, at: datetime) -> None:
    assert partner.met([ALI])
    version = Entry.objects.get().version

    set_handling(entry_id=entry, handling=Handling(), version=version, by=analyst, at=at)

    assert not partner.met([ALI])


def test_attack_a_withdrawn_entry_is_probed(partner: Partner, analyst: Person, entry: str, at: datetime) -> None:
    assert partner.met([ALI])

    withdraw(entry_id=entry, reason="acquitted", by=analyst, at=at)

    assert not partner.met([ALI])


def test_attack_a_dictionary_is_stopped_by_the_limits_and_raises_an_alarm(
    partner: Partner, entry: str, limits: Callable[..., None], person: Maker
) -> None:
    limits(PROBE_PERSONS_PER_DAY=10)
    officer = person("officer", "central-officer")
    guesses = [
        Asked((f"Ali {name}",), Category.SUSPECT, "1984") for name in ("Hasanov", "Karimov", "Aliyev", "Guliyev")
    ]
    answered, refused = 0, []

    for _ in range(5):
        _order, _blinded, answer = partner.probe(guesses)
        answered += "batches" in answer
        refused += [answer["refused"]] if "refused" in answer else []

    assert (answered, refused) == (2, ["limit-day"] * 3)
    assert set(ProbeAlarm.objects.values_list("code", flat=True)) == {"near-day", "limit-day"}
    assert queries.unseen(officer) == 2
    with pytest.raises(NotFound):
        probes.see_alarm(alarm_id=ProbeAlarm.objects.first().pk, by=person("other", "analyst"), at=partner.at)
    probes.see_alarm(alarm_id=ProbeAlarm.objects.first().pk, by=officer, at=partner.at)
    assert ProbeAlarm.objects.filter(seen_by=officer.id).count() == 1


PHONE = Asked((), Category.THING, identifiers=(("phone", "+998 90 123 45 67"),))


def thing(analyst: Person, at: datetime, **more: Any) -> str:
    said = [Said("phone", "998901234567", "", "Baku", "confirmed")]
    given = {"schema": "Phone", "category": "", "said": said, "handling": FOR_UZ, **more}
    return make_entry(make_case(analyst, at), analyst, at, **given)


def test_a_telephone_of_a_case_is_a_hit_that_is_opened(partner: Partner, analyst: Person, at: datetime) -> None:
    entry = thing(analyst, at)
    (output,) = partner.met([PHONE])

    body = {"order": partner.last.id, "reference": "UZ-AZ-7F3K-92QD", "kind": "K5", "output": output.hex()}
    partner.deliver("register.hit", {"v": 1, **body})
    run_jobs(at)

    assert [str(e.pk) for e in ProbeHit.objects.get().entries.all()] == [entry]


@pytest.mark.parametrize("handling", [Handling(), Handling(frozenset({"UZ"}), frozenset({"corruption"}))])
def test_attack_a_telephone_that_is_not_for_the_partner_is_probed(
    partner: Partner, analyst: Person, at: datetime, handling: Handling
) -> None:
    thing(analyst, at, handling=handling)

    assert not partner.met([PHONE])


@pytest.mark.parametrize("category", ["victim", "witness", "associate", "missing"])
def test_attack_the_telephone_of_a_victim_is_probed(
    partner: Partner, analyst: Person, at: datetime, category: str
) -> None:
    thing(analyst, at)
    assert partner.met([PHONE])
    said = [
        Said("name", "Leyla Quliyeva", "az", "Baku", "confirmed"),
        Said("phone", "+998901234567", "", "B", "confirmed"),
    ]

    enter(case_id=queries.pages.cases(analyst)[0].id, by=analyst, at=at, schema="Person", category=category, said=said,
          handling=FOR_UZ)  # fmt: skip

    assert not partner.met([PHONE]), "the thing of the case does not answer either"


def test_attack_a_dictionary_of_telephones_is_stopped_by_the_limits(
    partner: Partner, analyst: Person, at: datetime, limits: Callable[..., None]
) -> None:
    thing(analyst, at)
    limits(PROBE_PERSONS_PER_DAY=8)
    guesses = [Asked((), Category.THING, identifiers=(("phone", f"+9989000000{n:02}"),)) for n in range(12)]

    answers = [partner.probe(guesses[n : n + 4])[2] for n in range(0, 12, 4)]

    assert ["batches" in answer for answer in answers] == [True, True, False]
    assert answers[2]["refused"] == "limit-day"
    assert set(ProbeAlarm.objects.values_list("code", flat=True)) == {"near-day", "limit-day"}


def test_attack_the_month_is_limited_too_and_another_purpose_has_its_own(
    partner: Partner, entry: str, limits: Callable[..., None]
) -> None:
    limits(PROBE_PERSONS_PER_MONTH=1)

    assert "batches" in partner.probe([ALI])[2]
    assert partner.probe([ALI])[2]["refused"] == "limit-month"
    assert "batches" in partner.probe([ALI], purpose="corruption")[2]
    later = replace(partner, at=partner.at + timedelta(days=30))
    assert "batches" in later.probe([ALI])[2]


def test_attack_tags_are_tested_off_line_under_another_purpose(partner: Partner, entry: str) -> None:
    order, blinded, answer = partner.probe([ALI], purpose="corruption")
    foreign = partner.outputs(order, blinded, answer)
    assert partner.met([ALI])

    assert not any(tags.tag(output) in partner.theirs for output in foreign)


def test_attack_a_purpose_is_swapped_after_signing(partner: Partner, entry: str) -> None:
    order, blinded, token = partner.order([ALI])
    forged = orders.write(replace(order, purpose="corruption"), key=keyring.generate().signing)

    with pytest.raises(BadSignature):
        partner.evaluate(order, blinded, forged)
    partner.deliver("register.order", {"v": 1, "order": token})
    swapped = orders.write(replace(order, purpose="corruption"), key=partner.node.keys.signing)
    with pytest.raises(Refused, match="has this id"):
        partner.evaluate(order, blinded, swapped)


def test_attack_an_order_of_another_node_is_brought(partner: Partner, entry: str) -> None:
    order, blinded, _token = partner.order([ALI], from_node="kz", from_state="KZ")

    with pytest.raises(orders.OrderNotOurs):
        partner.evaluate(order, blinded, orders.write(order, key=partner.node.keys.signing))
    assert not ProbeAsked.objects.exists()


def test_attack_an_expired_order_is_brought(partner: Partner, entry: str) -> None:
    order, blinded, token = partner.order([ALI])

    with pytest.raises(orders.OrderExpired):
        partner.evaluate(order, blinded, token, at=partner.at + timedelta(days=3))


def test_attack_fewer_persons_are_named_than_are_asked_for(partner: Partner, entry: str) -> None:
    order, blinded, token = partner.order([ALI] * 3)
    lying = replace(order, id=order.id, persons=1)

    with pytest.raises(orders.SizeMismatch):
        partner.evaluate(order, blinded, orders.write(lying, key=partner.node.keys.signing))
    small = replace(order, persons=1, sizes=(64,))
    with pytest.raises(batches.BadBatch):
        partner.evaluate(order, blinded, orders.write(small, key=partner.node.keys.signing))
    assert token


def test_attack_a_batch_is_used_again_in_another_order(partner: Partner, entry: str) -> None:
    order, blinded, _answer = partner.probe([ALI])
    again = replace(order, id="00000000-0000-4000-8000-000000000001")

    with pytest.raises(Refused, match="another order"):
        partner.evaluate(again, blinded, orders.write(again, key=partner.node.keys.signing))


def test_attack_an_order_is_replayed_counted_once_and_gets_the_stored_answer(partner: Partner, entry: str) -> None:
    order, blinded, token = partner.order([ALI])
    partner.deliver("register.order", {"v": 1, "order": token})
    partner.evaluate(order, blinded, token)
    run_jobs(partner.at)
    first = partner.one("register.answer")

    partner.deliver("register.order", {"v": 1, "order": token})
    partner.evaluate(order, blinded, token)
    run_jobs(partner.at)

    assert partner.one("register.answer") == first
    assert ProbeAsked.objects.count() == 1
    assert ProbeLine.objects.filter(event="answered").count() == 1


@pytest.mark.parametrize("element", [bytes(32), b"\xff" * 32, b"\x01" + bytes(31)])
def test_attack_malformed_elements_are_never_evaluated(partner: Partner, entry: str, element: bytes) -> None:
    order, blinded, _token = partner.order([ALI])
    bad = [replace(blinded[0], element=element), *blinded[1:]]
    signed = replace(order, batch=batches.digest([b.element for b in bad]))

    with pytest.raises(Untrusted):
        partner.evaluate(signed, bad, orders.write(signed, key=partner.node.keys.signing))
    run_jobs(partner.at)
    assert not partner.post("register.answer")


def test_the_order_may_come_after_its_elements(partner: Partner, entry: str) -> None:
    order, blinded, token = partner.order([ALI])
    partner.evaluate(order, blinded, token)
    partner.deliver("register.order", {"v": 1, "order": token})
    run_jobs(partner.at)

    assert partner.one("register.answer")["order"] == order.id
    assert ProbeAsked.objects.get().elements is None


def test_the_key_of_a_month_is_one_and_the_next_comes_beforehand(partner: Partner, at: datetime) -> None:
    assert partner.key_of_holder() == partner.key_of_holder()

    probes.keep(payload={}, at=at)
    assert not partner.post("register.keys")
    probes.keep(payload={}, at=datetime(2026, 11, 26, tzinfo=at.tzinfo))
    assert partner.one("register.keys")["key"]


# ---- name pairs alone ----
def crowd(size: int) -> list[Asked]:
    return [ALI, *(Asked((f"Jamshid Tursunov {chr(1072 + n)}лов",), Category.SUSPECT) for n in range(size - 1))]


def test_name_pairs_alone_wait_for_the_central_officer_and_are_answered_by_a_count(
    partner: Partner, entry: str, person: Maker
) -> None:
    officer, other = person("officer", "central-officer"), person("other", "analyst")
    order, blinded, token = partner.order(crowd(20), kinds=orders.COUNTED)
    partner.evaluate(order, blinded, token)
    run_jobs(partner.at)
    assert not partner.post("register.answer")
    (waiting,) = views.count_orders(officer)
    assert not views.count_orders(other)
    with pytest.raises(NotFound):
        probes.decide_count(asked_id=waiting.id, grant=True, by=other, at=partner.at)

    probes.decide_count(asked_id=waiting.id, grant=True, by=officer, at=partner.at)
    run_jobs(partner.at)

    answer = partner.one("register.answer")
    assert list(answer["batches"][0]) == ["elements", "proof", "sum"]
    with pytest.raises(NotFound):
        probes.decide_count(asked_id=waiting.id, grant=False, by=officer, at=partner.at)


def test_name_pairs_alone_are_refused_by_the_central_officer_or_for_few(
    partner: Partner, entry: str, person: Maker
) -> None:
    order, blinded, token = partner.order(crowd(20), kinds=orders.COUNTED)
    partner.evaluate(order, blinded, token)
    asked = views.count_orders(person("officer", "central-officer"))[0].id
    probes.decide_count(asked_id=asked, grant=False, by=person("chief", "central-officer"), at=partner.at)

    assert partner.one("register.answer")["refused"] == "not-approved"
    few, elements, token = partner.order(crowd(19), kinds=orders.COUNTED)
    with pytest.raises(Refused, match="20 persons"):
        partner.evaluate(few, elements, token)


# ---- a hit ----
def opened(partner: Partner, reference: str = "UZ-AZ-7F3K-92QD", **changes: Any) -> ProbeHit:
    output = partner.met([ALI])[0]
    body = {"v": 1, "order": partner.last.id, "reference": reference, "kind": "K2", "output": output.hex(), **changes}
    partner.deliver("register.hit", body)
    partner.deliver("register.hit", body)
    run_jobs(partner.at)
    return ProbeHit.objects.get(reference=reference)


def test_an_opened_hit_tells_the_team_of_the_case_and_nobody_else(
    partner: Partner, entry: str, analyst: Person, person: Maker
) -> None:
    stranger = person("stranger", "case-prosecutor")

    hit = opened(partner)

    assert [str(e.pk) for e in hit.entries.all()] == [entry]
    assert Notice.objects.filter(kind="probe-opened", entry=entry).count() == 1
    assert [h.reference for h in views.inbox(analyst)] == ["UZ-AZ-7F3K-92QD"]
    assert queries.unseen(analyst) == 1
    assert views.inbox(stranger) == ()
    with pytest.raises(NotFound):
        views.hit_view(stranger, str(hit.pk))
    with pytest.raises(NotFound):
        probes.refuse_hit(hit_id=str(hit.pk), reason="sensitive", text="", by=stranger, at=partner.at)


def test_a_hit_is_disclosed_by_a_person_once(partner: Partner, entry: str, analyst: Person) -> None:
    hit = opened(partner)

    probes.disclose_hit(hit_id=str(hit.pk), entry_id=entry, by=analyst, at=partner.at)

    kinds = [kind for kind, _body, _files in partner.post()]
    assert {"register.disclose", "register.hit-answer"} <= set(kinds)
    assert Disclosure.objects.get().purpose == "drug-trafficking"
    with pytest.raises(Refused, match="decided"):
        probes.refuse_hit(hit_id=str(hit.pk), reason="sensitive", text="", by=analyst, at=partner.at)


def test_a_hit_only_entry_is_not_disclosed_by_a_hit(partner: Partner, analyst: Person, at: datetime) -> None:
    handling = Handling(frozenset({"UZ"}), hit_only=True)
    entry = make_entry(make_case(analyst, at), analyst, at, handling=handling)
    hit = opened(partner)

    with pytest.raises(Refused, match="handling code"):
        probes.disclose_hit(hit_id=str(hit.pk), entry_id=entry, by=analyst, at=at)
    assert ProbeHit.objects.get().state == "opened"
    probes.refuse_hit(hit_id=str(hit.pk), reason="sensitive", text="Ask by letter", by=analyst, at=at)
    answer = partner.one("register.hit-answer")
    assert (answer["decision"], answer["reason"], answer["text"]) == ("refused", "sensitive", "Ask by letter")
    assert "entry" not in answer


def test_attack_a_hit_is_claimed_from_the_tags_alone(partner: Partner, entry: str) -> None:
    tag = tags.tag(partner.met([ALI])[0])
    body = {"v": 1, "order": partner.last.id, "reference": "UZ-AZ-0000-0001", "kind": "K2", "output": (tag * 8).hex()}

    partner.deliver("register.hit", body)
    run_jobs(partner.at)

    assert partner.one("register.hit-answer")["decision"] == "not-found"
    assert ProbeAlarm.objects.get(code="hit-without-entry")
    assert not Notice.objects.filter(kind="probe-opened").exists()


def test_attack_a_hit_on_an_entry_withdrawn_meanwhile_shows_nothing(
    partner: Partner, entry: str, analyst: Person
) -> None:
    output = partner.met([ALI])[0]
    withdraw(entry_id=entry, reason="acquitted", by=analyst, at=partner.at)
    partner.deliver(
        "register.hit",
        {"v": 1, "order": partner.last.id, "reference": "UZ-AZ-0000-0002", "kind": "K2", "output": output.hex()},
    )
    run_jobs(partner.at)

    assert partner.one("register.hit-answer") == {
        "v": 1, "reference": "UZ-AZ-0000-0002", "decision": "not-found", "reason": "", "text": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes", [{"reference": "KZ-AZ-0000-0001"}, {"kind": "K4"}, {"output": "zz" * 64}, {"output": ""},
                {"order": "00000000-0000-4000-8000-000000000009"}, {"order": "x"}],
)  # fmt: skip
def test_a_malformed_hit_is_refused(partner: Partner, entry: str, changes: dict[str, Any]) -> None:
    output = partner.met([ALI])[0]
    body = {"v": 1, "order": partner.last.id, "reference": "UZ-AZ-0000-0001", "kind": "K2", "output": output.hex()}

    with pytest.raises(ComityError):
        partner.deliver("register.hit", {**body, **changes})
    assert not ProbeHit.objects.exists()


# ---- logs ----
def test_the_logs_hold_and_hold_no_name(partner: Partner, entry: str, analyst: Person, at: datetime) -> None:
    hit = opened(partner)
    probes.refuse_hit(hit_id=str(hit.pk), reason="sensitive", text="Həsənov", by=analyst, at=at)

    assert journal.verify("uz") == []
    assert not any("Həsənov" in str(line.data) for line in ProbeLine.objects.all())
    assert not any("Həsənov" in leaf for leaf in LedgerEntry.objects.values_list("leaf", flat=True))
    ProbeLine.objects.filter(n=3).update(event="nothing")
    assert journal.verify("uz") == [3]


def test_roots_of_a_day_are_exchanged_once(partner: Partner, entry: str, at: datetime) -> None:
    partner.met([ALI])
    tomorrow = at + timedelta(days=1)
    for _ in range(2):
        probes.keep(payload={}, at=tomorrow)

    token = partner.one("register.log-root")["root"]
    root = chain.read(token, signer=keyring.current().signing_public, holder="az", partner="uz")
    assert (root.day, root.counters["persons"], root.counters["answers"]) == (at.date(), 1, 1)
    assert root.root == ProbeLine.objects.filter(at__lt=tomorrow).order_by("-n").first().hash


def test_attack_a_partner_changes_its_root_or_shortens_its_log(partner: Partner, at: datetime) -> None:
    counters = dict.fromkeys(chain.COUNTERS, 0)
    first = chain.Root("uz", "az", at.date(), 5, "ab" * 32, counters)
    for root in (first, first):
        partner.deliver("register.log-root", {"v": 1, "root": chain.write(root, key=partner.node.keys.signing)})
    assert not ProbeAlarm.objects.exists()

    shorter = replace(first, day=at.date() + timedelta(days=1), size=4)
    for root in (replace(first, root="cd" * 32), shorter):
        partner.deliver("register.log-root", {"v": 1, "root": chain.write(root, key=partner.node.keys.signing)})

    assert ProbeAlarm.objects.filter(code="log-contradiction").count() == 1
    with pytest.raises(Invalid):
        partner.deliver("register.log-root", {"v": 1})


def test_what_has_run_out_is_forgotten(partner: Partner, entry: str, at: datetime) -> None:
    partner.met([ALI])
    path = ProbeSet.objects.get().sha256

    probes.keep(payload={}, at=at + timedelta(days=4))
    assert ProbeAsked.objects.get().answer is None
    probes.keep(payload={}, at=datetime(2027, 1, 1, tzinfo=at.tzinfo))

    assert not ProbeSet.objects.exists()
    assert not (Path(django_settings.FILES) / "probes" / f"{path}.tags").exists()


def test_a_person_with_an_odd_document_still_answers(partner: Partner, analyst: Person, at: datetime) -> None:
    said = [Said("name", "Əli Həsənov"), Said("birthDate", "1984-03-02"), Said("passportNumber", "---")]
    make_entry(make_case(analyst, at), analyst, at, handling=FOR_UZ, said=said)

    assert partner.met([ALI])


def test_tags_are_made_in_slices_and_of_a_changed_entry_only(
    partner: Partner, analyst: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(analyst, at)
    entries = [make_entry(case, analyst, at, handling=FOR_UZ) for _ in range(3)]
    scope = tag_sets.Scope("uz", "UZ", "2026-11", "drug-trafficking", is_counted=False)
    assert [tag_sets.prepare(scope, at, most=2) for _ in range(3)] == [False, True, True]
    made: list[int] = []
    keys_of = key_texts.of
    monkeypatch.setattr(key_texts, "of", lambda found, kinds: made.append(len(found)) or keys_of(found, kinds))

    withdraw(entry_id=entries[0], reason="acquitted", by=analyst, at=at)
    say(entry_id=entries[1], said=[Said("alias", "Rustam Nazarov")], by=analyst, at=at)

    assert tag_sets.prepare(scope, at)
    assert made == [1]
    before = tag_sets.make(scope)
    tag_sets.forget(["2026-12"])
    tag_sets.prepare(scope, at)
    assert tag_sets.make(scope) == before


def test_keys_are_kept_by_version_made_ahead_and_gone_with_the_entry(
    partner: Partner, analyst: Person, entry: str, at: datetime
) -> None:
    key_texts.make_ahead(at, most=10)
    kept = ProbeText.objects.get()
    assert kept.text.startswith("K2/2|")
    ProbeText.objects.update(text="K2/2|nobody|1900-01-01")
    assert not partner.met([ALI]), "what is kept is what answers"

    say(entry_id=entry, said=[Said("alias", "Гасанов Али", "ru", "Baku", "confirmed")], by=analyst, at=at)
    assert partner.met([ALI]), "a new version of the entry makes its keys anew"

    withdraw(entry_id=entry, reason="acquitted", by=analyst, at=at)
    assert not ProbeText.objects.exists()
