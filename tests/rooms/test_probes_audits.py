# SPDX-License-Identifier: Apache-2.0
"""Sampled audits of query orders: nobody picks, what was sent is shown to be what was released, then forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.ledger.models import Entry as LedgerEntry
from comity.register.models import ProbeDraw, ProbeKept, ProbeOrder, ProbeSample
from comity.register.queries import probe_audits as audits
from comity.register.rules.probing import sampling
from comity.register.services import probes
from comity.register.services.probes import auditing
from tests.rooms.test_probes_asking import ALI, OTHER, answered, draw_up, sent
from tests.rooms.test_register import make_case
from tests.rooms.test_register_pages import signed_in
from tests.support.peers import ForeignNode
from tests.support.probing import Partner, run_jobs

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
MONTH, AFTER = "2026-11", datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def auditor(person: Maker) -> Person:
    return person("auditor", "auditor")


@pytest.fixture
def order(person: Maker, uz: ForeignNode, at: datetime, tmp_path: Path) -> str:
    """Return an order that was sent and answered, its persons forgotten."""
    analyst, officer, partner = person("analyst", "analyst"), person("officer", "central-officer"), Partner(uz, at)
    made = sent(make_case(analyst, at), analyst, officer, partner)
    answered(partner, tmp_path)
    return made


def test_an_order_is_shown_to_be_what_was_released_and_is_found_in_order(order: str, auditor: Person) -> None:
    assert ProbeOrder.objects.get(pk=order).persons == []

    assert probes.draw_sample(month=MONTH, by=auditor, at=AFTER) == 1

    (drawn,) = audits.draws()
    (sample,) = drawn.samples
    assert (sample.order, sample.persons, sample.proof, drawn.due) == (order, 2, sampling.AGREES, 1)
    assert not any(name in repr(drawn) for name in ("Həsənov", "Nazarov"))
    probes.decide_sample(sample_id=sample.id, result="in-order", note="", by=auditor, at=AFTER)
    assert (audits.draws()[0].due, audits.draws()[0].faulty) == (0, 0)
    told = {line.event for line in LedgerEntry.objects.filter(subject=f"probe:{order}")}
    assert {"probe.drawn-up", "probe.sampled", "probe.audited"} <= told
    with pytest.raises(Refused, match="already"):
        probes.decide_sample(sample_id=sample.id, result="not-in-order", note="x", by=auditor, at=AFTER)


def test_attack_persons_are_swapped_between_release_and_sending(
    person: Maker, uz: ForeignNode, at: datetime, auditor: Person
) -> None:
    analyst, officer, partner = person("analyst", "analyst"), person("officer", "central-officer"), Partner(uz, at)
    partner.announce()
    order = draw_up(make_case(analyst, at), analyst, at, ALI)
    probes.release(order_id=order, by=officer, at=at)
    ProbeOrder.objects.update(persons=[OTHER.as_json()])
    run_jobs(at)

    probes.draw_sample(month=MONTH, by=auditor, at=AFTER)

    sample = ProbeSample.objects.get()
    assert sample.proof == sampling.DIFFERS
    with pytest.raises(Refused, match="could not be shown"):
        probes.decide_sample(sample_id=sample.pk, result="in-order", note="", by=auditor, at=AFTER)
    with pytest.raises(Invalid):
        probes.decide_sample(sample_id=sample.pk, result="not-in-order", note=" ", by=auditor, at=AFTER)
    probes.decide_sample(sample_id=sample.pk, result="not-in-order", note="Another person", by=auditor, at=AFTER)
    assert audits.draws()[0].faulty == 1


def test_attack_what_is_sealed_is_altered_or_moved(order: str) -> None:
    kept, row = ProbeKept.objects.get(), ProbeOrder.objects.get()
    assert b"Nazarov" not in bytes(kept.sealed)
    ProbeKept.objects.update(sealed=bytes(kept.sealed)[:-1] + bytes([bytes(kept.sealed)[-1] ^ 1]))
    assert auditing.proof_of(row) == sampling.DIFFERS
    ProbeKept.objects.update(sealed=kept.sealed, version=kept.version + 1)
    assert auditing.proof_of(row) == sampling.KEYS_CHANGED


def test_what_is_sealed_is_purged_after_the_term(order: str, at: datetime) -> None:
    auditing.purge(at + timedelta(days=91))
    assert ProbeKept.objects.exists()

    auditing.purge(at + timedelta(days=92))

    assert not ProbeKept.objects.exists()
    assert auditing.proof_of(ProbeOrder.objects.get()) == sampling.LOST
    assert "secret" not in json.dumps(list(ProbeOrder.objects.values("persons", "result")))
    assert ProbeOrder.objects.get().secret == ""


def test_attack_a_sample_is_drawn_twice_too_early_or_by_another(order: str, auditor: Person, person: Maker) -> None:
    with pytest.raises(Refused, match="not over"):
        probes.draw_sample(month=MONTH, by=auditor, at=AFTER - timedelta(days=1))
    with pytest.raises(NotFound):
        probes.draw_sample(month=MONTH, by=person("other", "central-officer"), at=AFTER)
    with pytest.raises(Invalid):
        probes.draw_sample(month="November", by=auditor, at=AFTER)
    assert audits.month_due(AFTER) == MONTH
    probes.draw_sample(month=MONTH, by=auditor, at=AFTER)
    with pytest.raises(Refused, match="drawn once"):
        probes.draw_sample(month=MONTH, by=auditor, at=AFTER)

    made = ProbeDraw.objects.get()
    assert made.seed == sampling.seed(MONTH, made.sources).hex(), "anybody who has the logs can draw again"
    assert audits.month_due(AFTER) == ""
    with pytest.raises(NotFound):
        probes.decide_sample(sample_id=ProbeSample.objects.get().pk, result="in-order", note="",
                             by=person("third", "analyst"), at=AFTER)  # fmt: skip


def test_an_auditor_finds_the_page_draws_and_decides(
    order: str, auditor: Person, person: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.register.views.probes.clock.now", lambda: AFTER)
    client, address = signed_in(auditor), "/register/probes/audit/"
    assert address in client.get("/ledger/").content.decode()
    assert "Draw the sample of 2026-11" in client.get(address).content.decode()

    client.post(f"{address}draw", {"month": MONTH})
    page = client.get(address).content.decode()
    assert order in page
    assert "What was sent is what the order says" in page
    client.post(f"{address}samples/{ProbeSample.objects.get().pk}", {"result": "in-order"})

    assert ProbeSample.objects.get().result == "in-order"
    assert "waiting: 0" in client.get(address).content.decode()
    for_worker = signed_in(person("other", "analyst"))
    assert "In order" in for_worker.get(address).content.decode()
    assert for_worker.post(f"{address}draw", {"month": MONTH}).status_code in {403, 404}
