# SPDX-License-Identifier: Apache-2.0
"""Jobs that survive a killed worker, and a log whose every change is noticed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from comity.base import clock
from comity.base.errors import NotFound, Refused, Unavailable
from comity.config.jobs import JOBS, SLOW
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from comity.ledger.models import Checkpoint, Entry, Tip
from comity.queue import queries, services
from comity.queue.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    def __init__(self) -> None:
        self.now = clock.now()

    def __call__(self) -> datetime:
        return self.now


def put(at: datetime, key: str = "one") -> None:
    services.enqueue(key=key, kind="test", payload={"key": key}, at=at)


def test_a_job_runs_once_and_is_gone() -> None:
    ran, at = [], Clock()
    put(at.now)
    put(at.now)

    services.run_due(handlers={"test": lambda payload, at: ran.append(payload)}, clock=at)

    assert ran == [{"key": "one"}]
    assert queries.counts().waiting == 0


def test_a_job_asked_for_again_while_it_runs_runs_again() -> None:
    ran, at = [], Clock()
    put(at.now)

    def handler(payload: Any, at: Any) -> None:
        ran.append(1)
        if len(ran) == 1:
            put(at)

    services.run_due(handlers={"test": handler}, clock=at)
    services.run_due(handlers={"test": handler}, clock=at)

    assert len(ran) == 2
    assert queries.counts().waiting == 0


def test_what_takes_minutes_holds_up_nothing_else() -> None:
    ran: list[str] = []
    kinds = {kind: lambda kind=kind, **_: ran.append(kind) for kind in ("register.detect", "exchange.carry")}
    for kind in kinds:
        services.enqueue(key=kind, kind=kind, payload={}, at=clock.now())

    services.run_due(handlers=kinds, clock=clock.now, besides=SLOW)
    assert ran == ["exchange.carry"]
    services.run_due(handlers=kinds, clock=clock.now, besides=frozenset(JOBS) - SLOW)
    assert ran == ["exchange.carry", "register.detect"]
    assert not Job.objects.exists()


def test_two_workers_never_run_one_job_at_once() -> None:
    at = Clock()
    put(at.now)
    inner: list[int] = []

    def handler(payload: Any, at: Any) -> None:
        inner.append(services.run_due(handlers={"test": handler}, clock=clock.now))

    services.run_due(handlers={"test": handler}, clock=at)

    assert inner == [0]


def test_the_job_of_a_killed_worker_is_taken_up_when_its_lease_ran_out() -> None:
    at = Clock()
    put(at.now)

    def killed(payload: Any, at: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.run_due(handlers={"test": killed}, clock=at)
    ran: list[int] = []
    assert services.run_due(handlers={"test": lambda payload, at: ran.append(1)}, clock=at) == 0
    at.now += timedelta(seconds=61)
    services.run_due(handlers={"test": lambda payload, at: ran.append(1)}, clock=at)

    assert ran == [1]


def test_an_unreachable_peer_is_tried_for_ever_with_growing_pauses() -> None:
    at, pauses = Clock(), []
    put(at.now)

    def away(payload: Any, at: Any) -> None:
        raise Unavailable("Nobody answers.")

    for _ in range(30):
        services.run_due(handlers={"test": away}, clock=at)
        job = Job.objects.get()
        pauses.append(job.run_at - at.now)
        at.now = job.run_at

    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(seconds=300)
    assert queries.counts().dead == 0


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), OperationalError("database is locked")])
def test_a_full_disk_or_busy_database_is_no_dead_letter(fault: Exception) -> None:
    at, ran = Clock(), []
    put(at.now)

    def failing(payload: Any, at: Any) -> None:
        raise fault

    for _ in range(20):
        services.run_due(handlers={"test": failing}, clock=at)
        at.now += timedelta(minutes=6)
    assert queries.counts() == queries.Counts(1, 0)
    services.run_due(handlers={"test": lambda payload, at: ran.append(1)}, clock=at)

    assert ran == [1]


def test_what_keeps_failing_becomes_a_dead_letter_a_person_can_start_again() -> None:
    at = Clock()
    put(at.now)

    def broken(payload: Any, at: Any) -> None:
        raise Refused("It cannot be done.")

    while queries.counts().waiting:
        services.run_due(handlers={"test": broken}, clock=at)
        at.now += timedelta(hours=1)
    letter = queries.dead_letters()[0]
    assert (letter.key, letter.last_error) == ("one", "It cannot be done.")

    services.retry(key="one", at=at.now)
    services.run_due(handlers={"test": lambda payload, at: None}, clock=at)

    assert queries.counts() == queries.Counts(0, 0)
    with pytest.raises(NotFound):
        services.retry(key="one", at=at.now)


def test_a_handler_names_when_it_wants_to_be_called_again() -> None:
    at = Clock()
    put(at.now)

    services.run_due(handlers={"test": lambda payload, at: at + timedelta(minutes=1)}, clock=at)

    assert Job.objects.get().run_at == at.now + timedelta(minutes=1)


# ---- the log ----


def fill(count: int) -> None:
    for i in range(count):
        ledger.record(event="test", subject=f"s{i % 3}", actor="node", at=clock.now(), data={"i": i})


def test_the_log_grows_and_holds() -> None:
    fill(20)
    ledger.take_checkpoint()
    fill(5)

    report = ledger.verify_all()

    assert report.holds, report.sentence
    assert (report.size, report.checkpoints) == (25, 1)
    assert len(ledger_queries.lines_about(["s1"], size=25)) == 9


def test_many_acts_at_once_make_the_log_that_one_by_one_make(at: datetime) -> None:
    acts = [ledger.Act("test.act", f"subject:{number}", {"n": number}) for number in range(11)]
    for act in acts:
        ledger.record(event=act.event, subject=act.subject, actor="test", at=at, data=act.data)
    one_by_one = _kept()
    Entry.objects.all().delete()
    Tip.objects.all().delete()

    firsts = [ledger.record_all(acts[:4], actor="test", at=at), ledger.record_all(acts[4:], actor="test", at=at)]

    assert firsts == [0, 4]
    assert _kept() == one_by_one
    assert ledger.verify_all().holds


def _kept() -> list[tuple[bytes, ...]]:
    rows = Entry.objects.order_by("index").values_list("leaf", "leaf_hash", "subtrees")
    tip = Tip.objects.get()
    return [(leaf.encode(), bytes(leaf_hash), bytes(trees)) for leaf, leaf_hash, trees in rows] + [
        (bytes(tip.frontier),)
    ]


@pytest.mark.parametrize("fault", ["leaf", "delete", "swap", "checkpoint", "truncate", "tip"])
def test_every_tampering_is_found(fault: str) -> None:
    fill(12)
    ledger.take_checkpoint()
    entry = Entry.objects.get(index=5)
    if fault == "leaf":
        Entry.objects.filter(index=5).update(leaf=entry.leaf.replace('"i":5', '"i":6'))
    elif fault == "delete":
        entry.delete()
    elif fault == "swap":
        other = Entry.objects.get(index=6)
        Entry.objects.filter(index=5).update(leaf=other.leaf, leaf_hash=other.leaf_hash)
        Entry.objects.filter(index=6).update(leaf=entry.leaf, leaf_hash=entry.leaf_hash)
    elif fault == "checkpoint":
        Checkpoint.objects.update(note=Checkpoint.objects.get().note.replace("\n12\n", "\n13\n"))
    elif fault == "truncate":
        Entry.objects.filter(index=11).delete()
    else:
        Tip.objects.update(size=99)

    report = ledger.verify_all()

    assert not report.holds
    assert "NOT" in report.sentence


def test_a_consistently_rewritten_log_is_betrayed_by_its_checkpoint() -> None:
    fill(3)
    ledger.take_checkpoint()
    Entry.objects.all().delete()
    Tip.objects.all().delete()
    fill(3)

    assert any("once signed" in fault for fault in ledger.verify_all().faults)


def test_what_is_rolled_back_was_never_recorded() -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        fill(1)
        raise RuntimeError

    assert ledger_queries.size() == 0
    fill(1)
    assert ledger.verify_all().holds
