# SPDX-License-Identifier: Apache-2.0
"""Rules of probes: orders, epochs, batches, tags, limits, logs; attacks on them by name."""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.base.canonical import canonical, strict_loads
from comity.base.errors import ComityError, Invalid, Refused, Untrusted
from comity.keyring.rules import encoding, signing
from comity.register.rules import oprf
from comity.register.rules.category import Category
from comity.register.rules.oprf import BadElement, BadEvaluation, Mode
from comity.register.rules.probing import (
    batches,
    chain,
    counting,
    epochs,
    identifiers,
    limits,
    orders,
    persons,
    sampling,
    tags,
)
from comity.register.rules.probing.limits import Limits
from comity.register.rules.probing.orders import Order
from comity.register.rules.probing.persons import Asked

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
ORDER = Order(
    id="5c1f0b0e-3f7e-4d0a-9d5e-0c6f3a1b2d4e", from_node="az", from_state="AZ", to_node="uz", to_state="UZ",
    epoch="2026-11", purpose="drug-trafficking", basis="Chisinau 2002", case="0" * 64, role="analyst",
    released_by="central-officer", kinds=("K1", "K2", "K3"), persons=3, sizes=(256,), batch="1" * 64, issued=AT,
    expires=AT + timedelta(days=3),
)  # fmt: skip
HERE, THERE = ("az", "AZ"), ("uz", "UZ")
ALI = Asked(("Əli Həsənov",), Category.SUSPECT, "1984-03-02", (("AZ", "C0123456"),))


def check(order: Order, **changes: Any) -> None:
    given = {"sender": HERE, "receiver": THERE, "purposes": {"drug-trafficking"}, "at": AT, **changes}
    orders.check(order, **given)


def test_an_order_is_read_as_it_was_signed() -> None:
    assert orders.read(orders.write(ORDER, key=KEY), signer=PUBLIC) == ORDER
    check(ORDER)


def test_attack_an_order_signed_by_another_node_is_refused() -> None:
    with pytest.raises(signing.BadSignature):
        orders.read(orders.write(ORDER, key=Ed25519PrivateKey.generate()), signer=PUBLIC)
    with pytest.raises(orders.OrderNotOurs):
        check(ORDER, sender=("kz", "KZ"))
    with pytest.raises(orders.OrderNotOurs):
        check(ORDER, receiver=("tr", "TR"))


def test_attack_another_signed_statement_does_not_pass_for_an_order() -> None:
    token = signing.sign(canonical(ORDER.as_json()), key=KEY, kind="comity-entry+jws")

    with pytest.raises(signing.BadSignature):
        orders.read(token, signer=PUBLIC)


def test_attack_an_expired_order_is_refused() -> None:
    with pytest.raises(orders.OrderExpired):
        check(ORDER, at=AT + timedelta(days=3))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"purpose": "tax-matters"}, orders.PurposeUnknown),
        ({"persons": 1}, orders.SizeMismatch),
        ({"sizes": (1_024,)}, orders.SizeMismatch),
        ({"sizes": (64, 64)}, orders.SizeMismatch),
        ({"epoch": "2026-10"}, Refused),
        ({"expires": AT + timedelta(days=8)}, Invalid),
        ({"expires": AT}, Invalid),
        ({"role": "central-officer"}, Refused),
        ({"released_by": "analyst"}, Refused),
        ({"basis": " "}, Refused),
        ({"kinds": ("K3", "K4")}, Refused),
        ({"kinds": ("K4",)}, Refused),
        ({"kinds": ()}, Refused),
        ({"kinds": ("K2", "K1")}, Refused),
    ],
)
def test_a_bad_order_is_refused(changes: dict[str, Any], error: type[ComityError]) -> None:
    with pytest.raises(error):
        check(replace(ORDER, **changes))


@pytest.mark.parametrize(
    "changes", [{"more": 1}, {"v": 1}, {"persons": 0}, {"persons": True}, {"persons": 201}, {"case": "Z" * 64},
                {"id": "x"}, {"kinds": ["K1", 2]}, {"sizes": [1.0]}, {"issued": "today"}, {"basis": ""}],
)  # fmt: skip
def test_an_order_in_another_form_is_refused(changes: dict[str, Any]) -> None:
    said = {**ORDER.as_json(), **changes}
    data = canonical(said) if "sizes" not in changes else str(said).replace("'", '"').encode()

    with pytest.raises((Invalid, Untrusted)):
        orders.read(signing.sign(data, key=KEY, kind=orders.KIND), signer=PUBLIC)


@given(st.integers(1, 200))
def test_the_number_of_queries_follows_from_the_number_of_persons(number: int) -> None:
    made = batches.sizes(number)

    assert number * batches.KEYS_PER_PERSON <= sum(made) < number * batches.KEYS_PER_PERSON + 1_024
    assert set(made) <= set(batches.STEPS)
    assert all(size == 1_024 for size in made[:-1])


def test_epoch_keys_differ_by_partner_and_month_and_are_announced_signed() -> None:
    secret = bytes(32)
    keys = {epochs.private_key(secret, partner=p, epoch=e) for p in ("az", "kz") for e in ("2026-11", "2026-12")}
    said = epochs.Announced("uz", "az", "2026-11", oprf.public_key(min(keys)))

    assert len(keys) == 4
    assert epochs.read(epochs.announce(said, key=KEY), signer=PUBLIC, holder="uz", partner="az") == said
    with pytest.raises(Untrusted):
        epochs.read(epochs.announce(said, key=KEY), signer=PUBLIC, holder="uz", partner="kz")
    with pytest.raises(BadElement):
        epochs.read(epochs.announce(replace(said, public=bytes(32)), key=KEY), signer=PUBLIC, holder="uz", partner="az")
    assert (epochs.next_epoch("2026-12"), epochs.previous_epoch("2026-01")) == ("2027-01", "2025-12")
    for bad in ("2026-13", "2026", "now"):
        with pytest.raises(Invalid):
            epochs.next_epoch(bad)


class Holder:
    """A holder of some keys and what an asking side does with it."""

    def __init__(self, order: Order = ORDER) -> None:
        self.info = order.info
        self.key = epochs.private_key(b"s" * 32, partner=order.from_node, epoch=order.epoch)
        self.public = oprf.public_key(self.key)

    def tags(self, inputs: list[bytes]) -> tags.TagSet:
        factor = oprf.factor_of(self.key, mode=Mode.POPRF, info=self.info)
        outputs = oprf.outputs(inputs, factor, mode=Mode.POPRF, info=self.info)
        return tags.TagSet(tags.pack(map(tags.tag, outputs), seed=b"p"))

    def evaluate(self, elements: list[bytes], info: bytes | None = None) -> oprf.Evaluation:
        scalar = oprf.random_scalar(secrets.token_bytes(64))
        return oprf.evaluate(elements, self.key, mode=Mode.POPRF, proof_scalar=scalar, info=info or self.info)


def asked_batch(people: list[Asked], seed: bytes = b"a" * 32) -> tuple[list[bytes], list[oprf.Blinded]]:
    keys = list(persons.asked_keys(people, orders.NAMED))
    inputs = batches.padded(keys, sum(batches.sizes(len(people))), seed)
    return inputs, batches.blinded(inputs, seed)


def test_the_same_person_in_another_script_is_a_hit_and_another_is_not() -> None:
    holder = Holder()
    theirs = holder.tags(persons.stored_keys(Asked(("Али Гасанов",), Category.WANTED, "1984-03-02"), orders.NAMED))
    _inputs, blinded = asked_batch([ALI, Asked(("Rustam Nazarov",), Category.SUSPECT, "1990")])

    outputs = oprf.finalize(
        blinded, holder.evaluate([b.element for b in blinded]), holder.public, mode=Mode.POPRF, info=holder.info
    )
    met = {b.input for b, output in zip(blinded, outputs, strict=True) if tags.tag(output) in theirs}

    asked = persons.asked_keys([ALI, Asked(("Rustam Nazarov",), Category.SUSPECT, "1990")], orders.NAMED)
    assert met
    assert {place for key in met for place, _kind in asked[key]} == {0}


def test_attack_tags_tested_off_line_give_nothing_without_an_evaluation() -> None:
    holder = Holder()
    stored = persons.stored_keys(ALI, orders.NAMED)
    theirs = holder.tags(stored)
    own = oprf.factor_of(
        epochs.private_key(b"x" * 32, partner="az", epoch="2026-11"), mode=Mode.POPRF, info=holder.info
    )

    guesses = [tags.tag(o) for o in oprf.outputs(stored, own, mode=Mode.POPRF, info=holder.info)]
    guesses += [hashlib.sha512(key).digest()[:8] for key in stored]

    assert not any(guess in theirs for guess in guesses)


def test_attack_an_answer_under_another_epoch_key_is_refused() -> None:
    holder = Holder()
    _inputs, blinded = asked_batch([ALI])
    other = oprf.public_key(epochs.private_key(b"s" * 32, partner="az", epoch="2026-12"))

    with pytest.raises(BadEvaluation):
        oprf.finalize(blinded, holder.evaluate([b.element for b in blinded]), other, mode=Mode.POPRF, info=holder.info)


def test_attack_an_answer_for_another_purpose_is_refused_and_meets_nothing() -> None:
    holder, other = Holder(), Holder(replace(ORDER, purpose="corruption"))
    _inputs, blinded = asked_batch([ALI])
    evaluation = holder.evaluate([b.element for b in blinded], other.info)

    with pytest.raises(BadEvaluation):
        oprf.finalize(blinded, evaluation, holder.public, mode=Mode.POPRF, info=holder.info)
    outputs = oprf.finalize(blinded, evaluation, other.public, mode=Mode.POPRF, info=other.info)
    theirs = holder.tags(persons.stored_keys(ALI, orders.NAMED))
    assert not any(tags.tag(output) in theirs for output in outputs)


def test_batches_are_the_same_for_a_seed_and_unlike_for_another() -> None:
    one, again, other = asked_batch([ALI]), asked_batch([ALI]), asked_batch([ALI], b"b" * 32)

    assert one == again
    assert {b.element for b in one[1]}.isdisjoint(b.element for b in other[1])
    assert len(one[0]) == len(set(one[0])) == 64


@pytest.mark.parametrize("name", ["bit", "neutral", "short", "repeated", "other", "missing"])
def test_attack_a_malformed_batch_is_refused(name: str) -> None:
    _inputs, blinded = asked_batch([ALI])
    good = [b.element for b in blinded]
    bad = {
        "bit": [b"\xff" * 32, *good[1:]], "neutral": [bytes(32), *good[1:]], "short": good[1:],
        "repeated": [good[1], *good[1:]], "other": list(reversed(good)), "missing": [],
    }[name]  # fmt: skip
    named = batches.digest(good if name == "other" else bad)

    with pytest.raises((batches.BadBatch, BadElement)):
        batches.accepted([batches.pack(bad)] if bad else [], (64,), named)
    assert batches.accepted([batches.pack(good)], (64,), batches.digest(good)) == [good]


@given(st.lists(st.binary(min_size=8, max_size=8), max_size=3000, unique=True))
@settings(max_examples=30, deadline=None)
def test_a_set_holds_its_tags_and_tells_only_a_rounded_number(items: list[bytes]) -> None:
    data = tags.pack(items, seed=b"s")
    found = tags.TagSet(data)

    assert all(item in found for item in items)
    assert len(found) == tags.rounded(len(items)) >= len(items)
    assert list(found) == sorted(found)
    tags.check(data, digest=hashlib.sha256(data).hexdigest())


def test_a_set_in_an_odd_number_or_changed_is_refused() -> None:
    for data in (b"", bytes(8 * 1_023), bytes(8 * 1_024 + 1)):
        with pytest.raises(tags.BadTags):
            tags.check(data, digest=hashlib.sha256(data).hexdigest())
    with pytest.raises(tags.BadTags, match="announced"):
        tags.check(bytes(8 * 1_024), digest="0" * 64)
    assert [tags.rounded(n) for n in (0, 1, 1_024, 1_025, 100_000, 1_860_000)] == [
        1_024, 1_024, 1_024, 2_048, 106_496, 1_966_080,
    ]  # fmt: skip
    assert b"short" not in tags.TagSet(bytes(8))


@pytest.mark.parametrize(
    ("today", "month", "persons_", "refused", "alarms"),
    [
        (0, 0, 10, "", []),
        (150, 150, 10, "", ["near-day"]),
        (190, 190, 10, "", ["near-day"]),
        (191, 191, 10, "limit-day", ["limit-day"]),
        (0, 1_995, 10, "limit-month", ["limit-month"]),
        (0, 1_600, 1, "", ["near-month"]),
        (200, 2_000, 1, "limit-day", ["limit-day", "limit-month"]),
    ],
)
def test_limits_refuse_and_warn(today: int, month: int, persons_: int, refused: str, alarms: list[str]) -> None:
    verdict = limits.judge(Limits(), today=today, this_month=month, persons=persons_)

    assert (verdict.refused, [code for code, _n, _most in verdict.alarms]) == (refused, alarms)


def test_a_log_holds_and_shows_where_it_was_changed() -> None:
    lines: list[chain.Line] = []
    for n in range(1, 6):
        previous = lines[-1].hash if lines else chain.START
        lines.append(chain.link(previous, n=n, at=AT, event="asked", data={"persons": n}))

    assert chain.faults(lines) == []
    changed = [*lines[:2], replace(lines[2], data={"persons": 9}), *lines[3:]]
    assert chain.faults(changed) == [3]
    assert chain.faults([*lines[:2], *lines[3:]])[0] == 3


def test_a_root_speaks_for_its_two_nodes_only() -> None:
    root = chain.Root("az", "uz", AT.date(), 5, "ab" * 32, dict.fromkeys(chain.COUNTERS, 1))
    token = chain.write(root, key=KEY)

    assert chain.read(token, signer=PUBLIC, holder="az", partner="uz") == root
    with pytest.raises(Untrusted):
        chain.read(token, signer=PUBLIC, holder="az", partner="kz")
    said = strict_loads(encoding.decode(token.split(".")[1]))
    with pytest.raises(Invalid):
        chain.read(
            signing.sign(canonical({**said, "day": "x"}), key=KEY, kind=chain.KIND),
            signer=PUBLIC, holder="az", partner="uz",
        )  # fmt: skip


@pytest.mark.parametrize("category", [Category.VICTIM, Category.WITNESS, Category.MISSING, Category.ASSOCIATE])
def test_attack_a_victim_or_witness_is_never_asked_for(category: Category) -> None:
    with pytest.raises(Invalid):
        persons.check(replace(ALI, category=category))
    persons.check(ALI)


@pytest.mark.parametrize(
    "asked", [Asked((" ",), Category.WANTED), Asked(("A" * 301,), Category.WANTED), replace(ALI, born="x"),
              replace(ALI, documents=(("Azerbaijan", "1"),))],
)  # fmt: skip
def test_a_person_who_cannot_be_asked_for_is_refused(asked: Asked) -> None:
    with pytest.raises(Invalid):
        persons.check(asked)


def test_a_person_of_an_entry_and_as_json() -> None:
    values = [("name", "Əli Həsənov"), ("alias", "Али Гасанов"), ("birthDate", "1984"), ("birthDate", "1984-03-02"),
              ("passportNumber", "C0123456"), ("nationality", "AZ"), ("phone", "+994501234567")]  # fmt: skip
    made = persons.of_entry("suspect", values, owner="UZ", entry="e")

    assert made == Asked(
        ("Əli Həsənov", "Али Гасанов"),
        Category.SUSPECT,
        "1984-03-02",
        (("AZ", "C0123456"),),
        "e",
        (("phone", "+994501234567"),),
    )
    assert persons.from_json(made.as_json()) == made
    assert persons.stored_keys(replace(made, documents=(("AZ", "?"),)), ["K1"]) == []
    assert persons.stored_keys(made, ["K1"]) == [b"K1/2|AZ|C0123456"]


def test_many_spellings_never_ask_more_keys_than_the_order_has_room_for() -> None:
    many = Asked(
        tuple(f"{'BDFJKLMNRS'[n]}alid Hasanov Mammadov Karimzada" for n in range(10)), Category.WANTED, "1984-03-02"
    )

    assert len(persons.asked_keys([many], orders.NAMED)) == batches.KEYS_PER_PERSON
    assert len(persons.asked_keys([many, ALI], orders.NAMED)) == 2 * batches.KEYS_PER_PERSON
    assert b"K1/2|AZ|C0123456" in persons.asked_keys([many, ALI], orders.NAMED)


def counted(people: list[Asked], holder: Holder) -> tuple[list[oprf.Blinded], Any]:
    keys = list(persons.asked_keys(people, orders.COUNTED))
    inputs = batches.padded(keys, sum(batches.sizes(len(people))), b"c" * 32)
    blinded = batches.blinded(inputs, b"c" * 32, one_scalar=True)
    scalar = oprf.random_scalar(secrets.token_bytes(64))
    return blinded, counting.answer([b.element for b in blinded], holder.key, proof_scalar=scalar, info=holder.info)


def test_counting_tells_how_many_and_hides_whose() -> None:
    holder, other = Holder(), Asked(("Rustam Nazarov",), Category.SUSPECT)
    stored = persons.stored_keys(ALI, orders.COUNTED)
    theirs = tags.TagSet(tags.pack(counting.stored_tags(stored, holder.key, info=holder.info), seed=b"p"))
    blinded, (answered, proven) = counted([ALI, other], holder)

    found = counting.finish(blinded, answered, proven, holder.public, info=holder.info)

    assert sum(item in theirs for item in found) == len(stored)
    factor = oprf.factor_of(holder.key, mode=Mode.POPRF, info=holder.info)
    assert list(answered) != [oprf.multiply(factor, b.element) for b in blinded]
    assert list(answered) == sorted(answered)


def test_attack_a_count_over_other_elements_is_refused() -> None:
    holder = Holder()
    blinded, (answered, proven) = counted([ALI], holder)
    foreign = counted([ALI], Holder(replace(ORDER, purpose="corruption")))[1]

    for bad, proof in (((*answered[1:], answered[1]), proven), (answered[1:], proven), foreign):
        with pytest.raises(BadEvaluation):
            counting.finish(blinded, bad, proof, holder.public, info=holder.info)


def test_another_process_asks_the_same_keys_in_the_same_order() -> None:
    """Blinds are kept as a seed: a worker that starts anew must come to the same batch."""
    code = (
        "import hashlib;from comity.register.rules.probing import persons as p;"
        "from comity.register.rules.category import Category as c;"
        "print(hashlib.sha256(b'|'.join(p.asked_keys([p.Asked(('Əli Rəşid Həsənov',),c.WANTED,"
        "'1984-03-02')],('K1','K2','K3')))).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(made) == 1


@pytest.mark.parametrize(
    ("line", "label", "form"),
    [
        ("+998 (90) 123-45-67", "phone", "phone:998901234567"),
        ("00998901234567", "phone", "phone:998901234567"),
        ("A.B@Example.com", "email", "email:a.b@example.com"),
        ("@Ali_1", "account", "account:ali_1"),
        ("account: Ali_1", "account", "account:ali_1"),
        ("DE89 3704 0044 0532 0130 00", "iban", "iban:de89370400440532013000"),
        ("bank: 1234-5678", "bank", "bank:12345678"),
        ("0x" + "aB" * 20, "wallet", "wallet:0x" + "ab" * 20),
        ("10 AA 123", "plate", "plate:10aa123"),
        ("plate: 01 А 777 ВС", "plate", "plate:01a777bc"),
        ("WVWZZZ1JZXW000001", "plate", "plate:wvwzzz1jzxw000001"),
        ("https://www.Example.com/shop/", "url", "url:example.com/shop"),
        ("AZ C0123456", "document", ""),
    ],
)
def test_what_a_typed_identifier_is_is_told_by_its_form(line: str, label: str, form: str) -> None:
    found, value = identifiers.typed(line)

    assert (found, identifiers.form(found, value)) == (label, form)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("0501234567", identifiers.NoCountry),
        ("DE89 3704 0044 0532 0130 01", identifiers.Mistyped),
        ("hello", identifiers.Unknown),
        ("phone: 12", identifiers.BadIdentifier),
        ("document: Azerbaijan 1", identifiers.BadIdentifier),
        ("plate: 1", identifiers.BadIdentifier),
    ],
)
def test_a_line_that_is_no_identifier_is_refused(line: str, error: type[Invalid]) -> None:
    with pytest.raises(error) as refused:
        identifiers.typed(line)
    assert type(refused.value) is error


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_line_is_an_identifier_or_refused(line: str) -> None:
    try:
        label, value = identifiers.typed(line)
    except Invalid:
        return
    made = Asked((), Category.THING, identifiers=((label, value),))
    if label != identifiers.DOCUMENT:
        stored = persons.stored_keys(made, orders.NAMED)
        assert len(stored) == 1
        assert set(stored) <= set(persons.asked_keys([made], orders.NAMED))


def test_a_thing_has_no_name_and_a_page_is_asked_by_its_site_too() -> None:
    page = Asked((), Category.THING, identifiers=(("url", "https://shop.example/item"),))

    persons.check(page)
    assert set(persons.asked_keys([page], orders.NAMED)) == {b"K5/2|url:shop.example/item", b"K5/2|url:shop.example"}
    assert persons.stored_keys(page, orders.NAMED) == [b"K5/2|url:shop.example/item"]
    for bad in (replace(page, names=("Ali",)), replace(page, born="1984"), replace(page, identifiers=(("x", "1"),))):
        with pytest.raises(Invalid):
            persons.check(bad)
    assert identifiers.of_entry("Company", [("registrationNumber", "12345")]) == ()
    assert identifiers.of_entry("Vehicle", [("registrationNumber", "10AA123")]) == (("plate", "10AA123"),)


@given(st.sets(st.uuids().map(str), max_size=120), st.binary(min_size=32, max_size=32))
@settings(max_examples=50, deadline=None)
def test_a_seed_draws_one_in_ten_and_five_at_least_whatever_the_order(ids: set[str], by: bytes) -> None:
    made = sampling.drawn(sorted(ids), by)

    assert made == sampling.drawn(sorted(ids, reverse=True), by)
    assert len(made) == len(set(made)) == min(len(ids), max(5, -(-len(ids) // 10)))
    assert set(made) <= ids


def test_a_seed_follows_from_the_logs_of_both_sides() -> None:
    seeds = {sampling.seed("2026-11", sources) for sources in (["a", "b"], ["b", "a"], ["a"], [])}

    assert len(seeds) == 3
    assert sampling.seed("2026-12", ["a"]) not in seeds
