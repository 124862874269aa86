# SPDX-License-Identifier: Apache-2.0
"""Commitments on a Secretariat's node: made, reported, reviewed, evaluated, adjusted, reminded; history only grows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.commitments import jobs, services
from comity.commitments.models import Commitment, Duty, Entry, Evaluation, Notice
from comity.commitments.queries import followup, pages, reading, sources
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import reports
from comity.commitments.rules.lifecycle import NotNow, Status
from comity.commitments.services import evaluating
from comity.config.jobs import JOBS
from comity.evidence import services as evidence
from comity.ledger import services as ledger
from comity.ledger.models import Entry as LedgerEntry
from comity.meetings import services as meetings
from comity.queue import services as queue
from tests.support import commitments as world
from tests.support.commitments import AT, Maker
from tests.support.commitments import made as make
from tests.support.commitments import reported as report
from tests.support.hub import ECO, OTS, Federation

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = AT.date()
secretariat, of, officer = world.secretariat, world.of, world.officer


def standing(of: str, owner: str, on: date = TODAY) -> Status:
    return next(d for d in reading.duties_of([of], on=on) if d.owner == owner).shown


# ---- making ----


def test_each_state_is_followed_state_by_state(officer: Person) -> None:
    made = make(officer)

    assert [d.owner for d in reading.duties_of([made], on=AT.date())] == ["AZ", "KG", "KZ", "TR", "UZ"]
    assert {d.shown for d in reading.duties_of([made], on=AT.date())} == {Status.OPEN}


def test_two_commitments_of_one_clause_have_their_own_ids(officer: Person) -> None:
    assert [make(officer), make(officer)] == ["ankara-declaration-2023.c2", "ankara-declaration-2023.c2-2"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "no clause"}, "source"),
        ({"addressee": "everybody"}, "addressee"),
        ({"addressee": "host"}, "states"),
        ({"states": ("PK",)}, "states"),
        ({"object": " "}, "object"),
        ({"rhythm": "often"}, "rhythm"),
        ({"due": "2024-13"}, None),
        ({"due": "2001"}, "due"),
        ({"plan": "nowhere"}, "plan"),
        ({"evidence": "guess"}, "evidence"),
    ],
)
def test_a_commitment_is_made_of_known_words_only(officer: Person, changes: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        make(officer, **changes)

    assert caught.value.details.get("field") == field
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("state", ["AZ", "HU", "PK"])
def test_only_the_secretariat_makes_commitments(of: Maker, state: str) -> None:
    with pytest.raises(NotFound):
        make(of(state))


# ---- reporting and review ----


def test_a_promise_is_reported_asked_about_and_accepted(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")

    first = report(made, "AZ", az)
    assert standing(made, "AZ") is Status.UNDER_WAY
    services.ask_back(commitment_id=made, owner="AZ", report=first, reason="How many took part?", by=officer, at=AT)
    assert standing(made, "AZ") is Status.ASKED
    claim = report(made, "AZ", az, "claim", as_of="2026-07-01", text="Forty took part.", value="40")
    assert standing(made, "AZ") is Status.REPORTED
    services.accept(commitment_id=made, owner="AZ", report=claim, by=officer, at=AT + timedelta(hours=1))
    assert standing(made, "AZ") is Status.KEPT

    assert standing(made, "KZ") is Status.OPEN
    assert ledger.verify_all().holds
    assert LedgerEntry.objects.filter(subject=f"commitment:{made}").count() == 5


@pytest.mark.parametrize("state", ["", "KZ", "HU"])
def test_nobody_reports_for_a_state_but_its_delegate(of: Maker, officer: Person, state: str) -> None:
    made = make(officer)

    with pytest.raises(NotFound):
        report(made, "AZ", of(state, name="other"))


@pytest.mark.parametrize("state", ["AZ", "KZ", "HU", "PK"])
def test_only_the_secretariat_reviews_a_states_report(of: Maker, officer: Person, state: str) -> None:
    made = make(officer)
    claim = report(made, "AZ", of("AZ"), "claim")

    with pytest.raises(NotFound):
        services.accept(commitment_id=made, owner="AZ", report=claim, by=of(state, name="other"), at=AT)


def test_the_secretariats_own_promise_is_reviewed_by_a_member(of: Maker, officer: Person) -> None:
    made = make(officer, addressee="secretariat")
    claim = report(made, "secretariat", officer, "claim")

    with pytest.raises(NotFound):
        services.accept(commitment_id=made, owner="secretariat", report=claim, by=officer, at=AT)
    services.accept(commitment_id=made, owner="secretariat", report=claim, by=of("KG"), at=AT)

    assert standing(made, "secretariat") is Status.KEPT


def test_a_review_names_the_report_it_read(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    old = report(made, "AZ", az, "claim")
    report(made, "AZ", az, "claim", as_of="2026-08-01", text="More.")

    with pytest.raises(NotNow):
        services.accept(commitment_id=made, owner="AZ", report=old, by=officer, at=AT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"as_of": "2027-01-01"}, "as_of"),
        ({"as_of": "2020-01-01"}, "as_of"),
        ({"as_of": "1.6.2026"}, "as_of"),
        ({"as_of": ""}, "as_of"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"value": "many"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e999999"}, "value"),
        ({"act": "attest"}, "report"),
    ],
)
def test_a_malformed_report_is_refused_by_field(of: Maker, officer: Person, given: dict[str, Any], field: str) -> None:
    made = make(officer)

    with pytest.raises(Invalid) as caught:
        report(made, "AZ", of("AZ"), **given)

    assert caught.value.details["field"] == field
    assert not Entry.objects.exists()


def test_the_same_report_twice_is_one_report(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    report(made, "AZ", az)

    with pytest.raises(Refused, match="word for word"):
        report(made, "AZ", az)


def test_a_report_on_a_page_opened_too_long_ago_is_stale(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    report(made, "AZ", az, version=0)

    with pytest.raises(reports.Stale):
        report(made, "AZ", az, version=0, text="Another.")


def test_a_late_report_of_an_earlier_day_joins_the_history_and_moves_nothing(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    report(made, "AZ", az, "claim", as_of="2026-06-01")

    report(made, "AZ", az, as_of="2026-01-01", text="The programme was drafted.")

    assert standing(made, "AZ") is Status.REPORTED
    assert Entry.objects.count() == 2


def test_a_report_carries_the_files_that_prove_it(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    stored = evidence.store(blocks=[b"%PDF programme"], name="programme.pdf", media_type="application/pdf", at=AT)

    entry = report(made, "AZ", az, files=[stored.id])

    assert list(Entry.objects.get(pk=entry).entryfile_set.values_list("file__name", flat=True)) == ["programme.pdf"]


# ---- time ----


def test_what_is_due_and_not_settled_is_overdue_the_day_after(officer: Person) -> None:
    made = make(officer, addressee="host", states=("KG",), due="2024")

    assert standing(made, "KG", date(2024, 12, 31)) is Status.OPEN
    assert standing(made, "KG", date(2025, 1, 1)) is Status.OVERDUE


def test_what_recurs_falls_due_again_after_it_was_kept(of: Maker, officer: Person) -> None:
    made = make(officer, addressee="secretariat", rhythm="every-24-months", since=date(2023, 10, 23))
    claim = report(made, "secretariat", officer, "claim", as_of="2025-10-01")
    services.accept(commitment_id=made, owner="secretariat", report=claim, by=of("KG"), at=AT)

    assert standing(made, "secretariat", date(2027, 10, 1)) is Status.KEPT
    assert standing(made, "secretariat", date(2027, 10, 2)) is Status.OVERDUE


def test_reminders_climb_and_come_once(of: Maker, officer: Person) -> None:
    make(officer, due="2026-12-10")
    az, contact = of("AZ"), of("AZ", "central-officer")
    of("KZ")

    assert services.remind(at=AT) == 2  # both delegates: due in thirty days
    assert services.remind(at=AT) == 0
    assert services.remind(at=AT + timedelta(days=12)) == 2  # a week before
    overdue = AT + timedelta(days=20)
    services.remind(at=overdue)
    assert Notice.objects.filter(user_id=officer.id, step="overdue").count() == 5  # one a State
    assert not Notice.objects.filter(user_id=contact.id).exists()
    services.remind(at=AT + timedelta(days=50))
    assert [n.step for n in Notice.objects.filter(user_id=contact.id)] == ["overdue-30"]
    assert services.seen(by=az, at=AT) == 4


def test_who_reported_that_it_is_kept_is_reminded_no_more(of: Maker, officer: Person) -> None:
    made, az = make(officer, due="2026-12-10"), of("AZ")
    report(made, "AZ", az, "claim")

    assert services.remind(at=AT) == 0


# ---- evaluation ----


def test_an_evaluation_leads_to_an_adjusted_commitment_that_keeps_the_history(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    report(made, "AZ", az)
    services.drop(
        commitment_id=made, owner="TR", reason="Left to the training centre.", decided_in="Bishkek 2024", by=officer,
        at=AT,
    )  # fmt: skip

    services.evaluate(
        commitment_id=made, since=date(2023, 10, 23), until=date(2026, 11, 1), finding="partly",
        text="One course in three years.", by=officer, at=AT + timedelta(days=1),
        change=evaluating.Change(object="one joint training program a year", rhythm="every-12-months", target="1"),
    )  # fmt: skip

    old, new = reading.lineage(made)
    assert (old.id, new.id) == (made, f"{made}.r2")
    assert new.object == "one joint training program a year"
    assert new.source == old.source
    on = AT.date() + timedelta(days=1)
    assert [d.owner for d in reading.duties_of([new.id], on=on)] == ["AZ", "KG", "KZ", "UZ"]
    assert standing(made, "AZ") is Status.ADJUSTED
    assert standing(made, "TR") is Status.DROPPED
    assert [e.act for e in Entry.objects.filter(duty__commitment=made, duty__owner="AZ").order_by("at")] == [
        "progress", "adjust",
    ]  # fmt: skip
    assert Evaluation.objects.get().successor_id == new.id
    with pytest.raises(NotNow):
        report(made, "AZ", az, text="Too late.")


def test_an_adjusted_commitment_is_adjusted_again_but_not_twice_at_once(officer: Person) -> None:
    made = make(officer)
    words = {"since": date(2023, 10, 23), "until": date(2026, 11, 1), "finding": "partly", "text": "Little."}
    for number, target in enumerate((made, f"{made}.r2")):
        services.evaluate(
            commitment_id=target, by=officer, at=AT + timedelta(days=number), **words,
            change=evaluating.Change(object=f"version {number}"),
        )  # fmt: skip

    assert [c.id for c in reading.lineage(made)] == [made, f"{made}.r2", f"{made}.r3"]
    with pytest.raises(NotNow):
        services.evaluate(
            commitment_id=made, by=officer, at=AT, **words, change=evaluating.Change(object="again")
        )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"until": date(2027, 1, 1)},
        {"until": date(2020, 1, 1)},
        {"finding": "splendid"},
        {"text": ""},
        {"change": evaluating.Change()},
        {"change": evaluating.Change(target="much")},
    ],
)
def test_an_evaluation_that_says_nothing_is_refused_whole(officer: Person, changes: dict[str, Any]) -> None:
    made = make(officer)
    words = {"since": date(2023, 10, 23), "until": date(2026, 11, 1), "finding": "partly", "text": "Little."}

    with pytest.raises(Invalid):
        services.evaluate(**{"commitment_id": made, "by": officer, "at": AT, **words, **changes})

    assert not Evaluation.objects.exists()
    assert Commitment.objects.count() == 1


# ---- the five documents ----


def test_the_data_loads_once_and_says_what_the_documents_say(secretariat: None) -> None:
    first = services.load_facts(at=AT)
    again = services.load_facts(at=AT + timedelta(days=1))

    assert first.commitments > 40
    assert (again.plans, again.commitments, again.findings) == (0, 0, 0)
    assert ledger.verify_all().holds
    expected = {
        ("antalya-declaration-2015.c5", "PK"): Status.KEPT,
        ("ankara-declaration-2023.c7", "KG"): Status.KEPT,
        ("ankara-declaration-2023.c3", "TR"): Status.KEPT,
        ("ankara-declaration-2023.c4", "secretariat"): Status.OPEN,
        ("bishkek-declaration-2024.c4", "UZ"): Status.KEPT,
        ("antalya-declaration-2015.c3.b", "AF"): Status.OPEN,
        ("antalya-declaration-2015.c2", "PK"): Status.UNDER_WAY,
        ("antalya-declaration-2015.c2", "AF"): Status.OPEN,
    }
    assert {key: standing(*key) for key in expected} == expected


def test_counts_of_every_filter_sum_to_its_whole(secretariat: None) -> None:
    services.load_facts(at=AT)
    everything = Filter(("ECO", "OTS", "OIC"))

    whole = reading.duties(everything, on=AT.date())
    by_status = [reading.duties(Filter(("ECO", "OTS", "OIC"), status=s), on=AT.date()) for s in Status]
    by_owner = {d.owner for d in whole}

    assert len(whole) == Duty.objects.count()
    assert sum(map(len, by_status)) == len(whole)
    assert sum(len(reading.duties(Filter(("ECO", "OTS", "OIC"), owner=o), on=AT.date())) for o in by_owner) == len(
        whole
    )


# ---- outcomes of meetings; the history ----


@pytest.fixture
def at() -> datetime:
    return AT


def test_an_outcome_of_a_meeting_becomes_a_commitment_that_is_followed_up(secretariat: None, at: datetime) -> None:
    hub = Federation(at)
    meeting = hub.open()
    meetings.decide(
        meeting=meeting,
        kind="decision",
        texts={"en": "To draft an action plan"},
        owners=["AZ"],
        by=hub.officer(),
        at=at,
    )
    source = f"{meeting}#o1"

    made = make(hub.officer(), source=source, verb="draft", object="an action plan", since=at.date())

    page = pages.page(hub.delegate("KZ"), made, at=at)
    assert page.commitment.words == "To draft an action plan"
    assert page.source is not None
    assert page.source.address == f"/meetings/{meeting}/"
    assert source in {s.source for s in sources.outcomes(hub.delegate("KZ"), at=at)}
    with pytest.raises(Invalid, match="no adopted clause or outcome"):
        make(hub.officer(), source=f"{meeting}#o9")
    meetings.close_meeting(meeting=meeting, by=hub.officer(), at=at)
    after = date(2027, 7, 1)
    found = followup.follow_up(hub.delegate("TR"), OTS, on=after, today=after)
    assert [line.commitment.id for m in found.meetings if m.id == meeting for line in m.lines] == [made]


def test_on_the_eve_of_baku_the_three_meetings_before_it_are_followed_up(of: Maker) -> None:
    services.load_facts(at=AT)

    found = followup.follow_up(of("AZ"), ECO, on=date(2023, 9, 14), today=AT.date())

    assert [m.id[-1] for m in found.meetings] == ["3", "2", "1"]
    antalya = {line.commitment.label: line.counts.by_status for line in found.meetings[1].lines}
    assert antalya["c5"] == {Status.KEPT: 1}
    assert antalya["c1"] == {Status.OPEN: 10}  # what Baku discussed came later
    assert [len(m.lines) for m in found.meetings] == [0, 9, 0]


def test_the_history_only_grows_and_no_entry_changes(of: Maker, officer: Person) -> None:
    made, az = make(officer), of("AZ")
    seen: dict[str, dict[str, Any]] = {}

    def grown() -> None:
        now = {str(e["id"]): e for e in Entry.objects.values()}
        assert len(now) == len(seen) + 1
        assert {key: now[key] for key in seen} == seen
        seen.update(now)

    first = report(made, "AZ", az)
    grown()
    services.ask_back(commitment_id=made, owner="AZ", report=first, reason="How many?", by=officer, at=AT)
    grown()
    claim = report(made, "AZ", az, "claim", as_of="2026-07-01", text="Forty.")
    grown()
    services.accept(commitment_id=made, owner="AZ", report=claim, by=officer, at=AT + timedelta(hours=1))
    grown()
    services.supersede(
        commitment_id=made, owner="AZ", successor="bishkek-declaration-2024#c2", reason="Said anew.", by=officer,
        at=AT + timedelta(hours=2),
    )  # fmt: skip
    grown()
    services.reopen(commitment_id=made, owner="AZ", reason="In error.", by=officer, at=AT + timedelta(hours=3))
    grown()

    assert standing(made, "AZ") is Status.UNDER_WAY
    assert next(d for d in reading.duties_of([made], on=TODAY) if d.owner == "AZ").version == 6


def test_the_worker_gives_reminders_and_comes_again_the_same_day(of: Maker, officer: Person) -> None:
    make(officer, due="2026-12-10")
    az = of("AZ")
    queue.enqueue(key=jobs.KEY, kind=jobs.KEY, payload={}, at=AT)

    assert queue.run_due(handlers=JOBS, clock=lambda: AT) == 1
    assert queue.run_due(handlers=JOBS, clock=lambda: AT + timedelta(hours=1)) == 0
    assert queue.run_due(handlers=JOBS, clock=lambda: AT + timedelta(hours=7)) == 1

    assert [n.step for n in Notice.objects.filter(user_id=az.id)] == ["due-in-30"]
    assert pages.unseen(az) == 1
