# SPDX-License-Identifier: Apache-2.0
"""Votes, roll calls, proxies, groups, imported records and reminders: what must not happen does not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from comity.base.errors import Invalid, NotFound, Refused
from comity.config.jobs import JOBS
from comity.meetings import queries, services
from comity.meetings.models import Ballot, Meeting, Notice, Vote
from comity.meetings.queries import bodies, pages
from comity.meetings.rules.ballots import NotEntitled, ProxyForbidden
from comity.meetings.rules.convening import NotNow, NotYours, State
from comity.meetings.rules.guards import RuleForbids
from comity.meetings.rules.law import RuleStands
from comity.meetings.services.sitting import RollTaken
from comity.meetings.services.voting import NoRule, VoteClosed
from comity.queue import services as queue
from comity.queue.models import Job
from tests.support.hub import ECO, FIVE, OIC, OTS, Federation

pytestmark = pytest.mark.django_db(transaction=True)
GROUP = "ots-action-plan-experts"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, db: None, at: datetime) -> Federation:
    """Return the people of a Secretariat's node."""
    from comity.accounts import services as accounts

    monkeypatch.setitem(accounts.settings.COMITY_ENV._values, "STATE", "")
    return Federation(at)


def test_a_vote_closes_once_and_takes_nothing_afterwards(hub: Federation, at: datetime) -> None:
    meeting = hub.open()
    number = hub.vote(meeting, {"AZ": "yes", "KZ": "yes", "TR": "no"})
    services.close_vote(meeting=meeting, vote=number, by=hub.officer(), at=at)
    with pytest.raises(VoteClosed):
        services.close_vote(meeting=meeting, vote=number, by=hub.officer("second"), at=at)
    with pytest.raises(VoteClosed):
        services.cast(meeting=meeting, vote=number, choices={"UZ": "yes"}, by=hub.delegate("UZ"), at=at)
    assert Vote.objects.get().result["count"]["yes"] == 2
    assert Ballot.objects.count() == 3


def test_a_state_changes_its_vote_until_the_vote_is_closed(hub: Federation, at: datetime) -> None:
    meeting = hub.open()
    number = hub.vote(meeting, {"AZ": "yes"})
    services.cast(meeting=meeting, vote=number, choices={"AZ": "abstain"}, by=hub.delegate("AZ"), at=at)
    assert services.close_vote(meeting=meeting, vote=number, by=hub.officer(), at=at).count.abstain == 1


def test_nobody_votes_for_another_state_and_some_do_not_vote_at_all(hub: Federation, at: datetime) -> None:
    meeting = hub.open(present=FIVE[:4])  # UZ is absent
    number = hub.vote(meeting, {})
    cast = {"meeting": meeting, "vote": number, "at": at}
    with pytest.raises(NotEntitled):
        services.cast(**cast, choices={"KZ": "yes"}, by=hub.delegate("AZ"))
    with pytest.raises(NotEntitled):
        services.cast(**cast, choices={"AZ": "yes", "UZ": "yes"}, by=hub.delegate("AZ"))
    assert not Ballot.objects.exists()
    for person in (hub.officer(), hub.delegate("HU"), hub.delegate("AZ", "second"), hub.delegate("UZ")):
        with pytest.raises((NotYours, NotEntitled)):
            services.cast(**cast, choices={person.state or "AZ": "yes"}, by=person)
    with pytest.raises(NotFound):
        services.cast(**cast, choices={"EG": "yes"}, by=hub.delegate("EG"))
    for choices in ({}, {"AZ": "maybe"}):
        with pytest.raises(Invalid):
            services.cast(**cast, choices=choices, by=hub.delegate("AZ"))
    for name in ("open_vote", "close_vote"):
        with pytest.raises(NotYours):
            given = {"question": "?", "decision": "default"} if name == "open_vote" else {"vote": number}
            getattr(services, name)(meeting=meeting, by=hub.delegate("AZ"), at=at, **given)


def test_an_observer_accredited_cannot_vote(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    hub.accredited(meeting, [*FIVE, "HU"])
    services.open_meeting(meeting=meeting, by=hub.officer(), at=at)
    services.call_roll(meeting=meeting, present=[*FIVE, "HU"], number=1, by=hub.officer(), at=at)
    number = hub.vote(meeting, {})
    with pytest.raises(NotYours):
        services.cast(meeting=meeting, vote=number, choices={"HU": "yes"}, by=hub.delegate("HU"), at=at)
    assert Vote.objects.get().members == 5


def test_the_roll_is_called_once_at_a_time(hub: Federation, at: datetime) -> None:
    meeting = hub.open()
    again = {"meeting": meeting, "present": ["AZ"], "by": hub.officer("second"), "at": at}
    with pytest.raises(RollTaken, match="called already"):
        services.call_roll(number=1, **again)
    hub.vote(meeting, {"AZ": "yes"})
    with pytest.raises(RollTaken, match="vote is running"):
        services.call_roll(number=2, **again)
    with pytest.raises(Invalid, match="not invited"):
        services.call_roll(number=2, **{**again, "present": ["AZ", "FR"]})
    with pytest.raises(RuleForbids, match="still open"):
        services.close_meeting(meeting=meeting, by=hub.officer(), at=at)
    with pytest.raises(Refused, match="Another vote"):
        services.open_vote(meeting=meeting, question="?", decision="default", by=hub.officer(), at=at)


def test_without_a_roll_call_there_is_no_vote_and_without_quorum_a_warning(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    hub.accredited(meeting, FIVE)
    services.open_meeting(meeting=meeting, by=hub.officer(), at=at)
    ask = {"meeting": meeting, "question": "?", "decision": "default", "by": hub.officer(), "at": at}
    with pytest.raises(RuleForbids, match="Call the roll"):
        services.open_vote(**ask)
    assert services.call_roll(meeting=meeting, present=["AZ"], number=1, by=hub.officer(), at=at) is False
    _, warnings = services.open_vote(**ask)
    assert "1 of 5 members" in warnings[0]
    assert "practice, configurable" in warnings[-1]


def test_proxies_only_where_the_rules_allow_in_writing_before_the_vote(hub: Federation, at: datetime) -> None:
    meeting = hub.open(present=FIVE[:4])
    give = {"meeting": meeting, "reference": "Note 7/2027", "at": at}
    with pytest.raises(ProxyForbidden, match="allow no State"):
        services.give_proxy(holder="AZ", by=hub.delegate("UZ"), **give)
    services.set_practice(body=OTS, key="proxies", values={"allowed": True, "max_held": 1}, by=hub.officer(), at=at)
    with pytest.raises(Invalid):
        services.give_proxy(**{**give, "reference": " "}, holder="AZ", by=hub.delegate("UZ"))
    services.give_proxy(holder="AZ", by=hub.delegate("UZ"), **give)
    for giver, holder in (("UZ", "KZ"), ("AZ", "KZ"), ("KZ", "AZ"), ("KZ", "UZ"), ("KZ", "HU")):
        with pytest.raises(ProxyForbidden):
            services.give_proxy(holder=holder, by=hub.delegate(giver), **give)
    number = hub.vote(meeting, {})
    with pytest.raises(ProxyForbidden, match="before a vote"):
        services.give_proxy(holder="TR", by=hub.delegate("KZ"), **give)
    services.cast(meeting=meeting, vote=number, choices={"AZ": "yes", "UZ": "no"}, by=hub.delegate("AZ"), at=at)
    result = services.close_vote(meeting=meeting, vote=number, by=hub.officer(), at=at)
    assert (result.count.present, result.count.yes, result.count.no) == (5, 1, 1)


def test_the_proxy_of_an_absent_holder_is_nobodys_vote(hub: Federation, at: datetime) -> None:
    services.set_practice(body=OTS, key="proxies", values={"allowed": True, "max_held": 2}, by=hub.officer(), at=at)
    meeting = hub.invited()
    hub.accredited(meeting, FIVE)
    services.give_proxy(meeting=meeting, holder="TR", reference="n", by=hub.delegate("UZ"), at=at)
    services.open_meeting(meeting=meeting, by=hub.officer(), at=at)
    services.call_roll(meeting=meeting, present=["AZ", "KZ", "KG"], number=1, by=hub.officer(), at=at)
    hub.vote(meeting, {})
    assert set(Vote.objects.get().votes) == {"AZ", "KZ", "KG"}


def test_consensus_ends_with_one_objection(hub: Federation, at: datetime) -> None:
    meeting = hub.open()
    number = hub.vote(meeting, {"AZ": "yes"}, "adoption")
    assert services.close_vote(meeting=meeting, vote=number, by=hub.officer(), at=at).is_adopted
    number = hub.vote(meeting, {"AZ": "yes", "TR": "no"}, "adoption")
    assert not services.close_vote(meeting=meeting, vote=number, by=hub.officer(), at=at).is_adopted
    with pytest.raises(Refused, match="did not carry"):
        services.decide(meeting=meeting, kind="adoption", texts={"en": "x"}, vote=number, by=hub.officer(), at=at)


def test_where_nothing_says_what_decides_there_is_no_vote(hub: Federation, at: datetime) -> None:
    body = "oic-police-chiefs"
    states = ("AZ", "EG")
    meeting = hub.invited(body, "AZ")
    hub.accredited(meeting, states)
    services.open_meeting(meeting=meeting, by=hub.officer(), at=at)
    services.call_roll(meeting=meeting, present=states, number=1, by=hub.officer(), at=at)
    with pytest.raises(NoRule):
        services.open_vote(meeting=meeting, question="?", decision="default", by=hub.officer(), at=at)
    services.set_practice(
        body=body, key="majority.default", by=hub.officer(), at=at,
        values={"share": {"numerator": 1, "denominator": 2, "more_than": True, "of": "present"}},
    )  # fmt: skip
    services.open_vote(meeting=meeting, question="?", decision="default", by=hub.officer(), at=at)


def test_practice_belongs_to_the_secretariat_and_never_replaces_a_rule(hub: Federation, at: datetime) -> None:
    with pytest.raises(RuleStands):
        services.set_practice(body=OIC, key="rhythm", values={"every_months": 12}, by=hub.officer(), at=at)
    with pytest.raises(NotYours):
        services.set_practice(body=OTS, key="rhythm", values={"every_months": 9}, by=hub.delegate("AZ"), at=at)
    with pytest.raises(NotFound):
        services.set_practice(body=OTS, key="rhythm", values={"every_months": 9}, by=hub.delegate("EG"), at=at)
    services.set_practice(body=ECO, key="rhythm", values={"every_months": 12}, by=hub.officer(), at=at)
    due = bodies.page(hub.officer(), ECO, on=date(2026, 11, 1)).due
    assert due is not None
    assert (due.by, due.is_overdue) == (date(2026, 9, 26), True)
    services.set_practice(body=ECO, key="rhythm", values={}, by=hub.officer(), at=at)
    assert bodies.page(hub.officer(), ECO, on=at.date()).due is None


# ---- expert groups ----


def test_a_group_is_whole_with_one_expert_from_each_party_and_the_secretariat(hub: Federation, at: datetime) -> None:
    officer = hub.officer()
    task = services.set_task(group=GROUP, title="Action plan", by=officer, at=at)
    day = {"start": date(2027, 2, 1), "end": date(2027, 2, 2)}
    meeting = services.convene_group(group=GROUP, titles={}, city="Ankara", by=officer, at=at, **day)
    for state in FIVE[:4]:
        services.take_seat(group=GROUP, name=f"Expert of {state}", function="", by=hub.delegate(state), at=at)
    services.take_seat(group=GROUP, name="Secretary", function="", by=officer, at=at)
    assert bodies.group_page(officer, GROUP, on=at.date()).standing.missing == ("UZ",)
    services.open_meeting(meeting=meeting, by=officer, at=at)
    with pytest.raises(RuleForbids, match=r"Missing: UZ.*One expert from each Party.*art. 6"):
        services.deliver(meeting=meeting, task=task, deliverable="ots-action-plan-2027", by=officer, at=at)

    uz = hub.delegate("UZ")
    services.take_seat(group=GROUP, name="First", function="", by=uz, at=at)
    services.take_seat(group=GROUP, name=uz.name, function="", email=uz.email, by=uz, at=at)
    services.speak(meeting=meeting, kind="proposal", text="Begin with art. 1", by=uz, at=at)
    services.deliver(meeting=meeting, task=task, deliverable="ots-action-plan-2027", by=officer, at=at)

    page = bodies.group_page(hub.delegate("HU"), GROUP, on=at.date())
    assert page.standing.is_complete
    assert page.tasks[0][3] == "ots-action-plan-2027"
    with pytest.raises(Refused, match="delivered this already"):
        services.deliver(meeting=meeting, task=task, deliverable="again", by=officer, at=at)


def test_a_group_is_closed_to_strangers_and_observers(hub: Federation, at: datetime) -> None:
    seat = {"group": GROUP, "name": "X", "function": "", "at": at}
    with pytest.raises(NotYours):
        services.take_seat(by=hub.delegate("HU"), **seat)
    with pytest.raises(NotFound):
        services.take_seat(by=hub.delegate("EG"), **seat)
    with pytest.raises(NotFound):
        services.take_seat(by=hub.delegate("AZ"), **{**seat, "group": "no-group"})
    with pytest.raises(Invalid):
        services.take_seat(by=hub.delegate("AZ"), **seat, email=hub.delegate("KZ").email)
    for act in (lambda by: services.set_task(group=GROUP, title="t", by=by, at=at),
                lambda by: services.convene_group(group=GROUP, titles={}, start=at.date(), end=at.date(), city="",
                                                  by=by, at=at)):  # fmt: skip
        with pytest.raises(NotYours):
            act(hub.delegate("AZ"))
    with pytest.raises(Refused):
        services.leave_seat(group=GROUP, by=hub.delegate("AZ"), at=at)


# ---- what was imported ----


@dataclass(frozen=True)
class Days:
    start: date
    end: date
    precision: str = "day"


@dataclass(frozen=True)
class Mark:
    kind: str
    text: str
    at: str


@dataclass(frozen=True)
class Party:
    state: str
    name: str = ""
    text: str = ""


@dataclass(frozen=True)
class Read:
    """A meeting as the reader of texts hands it over."""

    title: str = "4th Meeting of the Attorneys/Prosecutors General"
    kind: str = "meeting"
    body: str = ECO
    ordinal: int = 4
    place: str = "Baku"
    country: str = "AZ"
    dates: Any = field(default_factory=lambda: Days(date(2023, 9, 14), date(2023, 9, 16)))
    status: str = "held"
    participants: Any = (Party("AZ"), Party("IR"))
    guests: Any = ()
    topic: str = ""
    agenda: Any = ("Follow-up decisions", "Fighting transnational crime")
    key_points: Any = (Party("KG", text="Digitalization in criminal proceedings"),)
    recommendations: Any = ("Limit web apps",)
    outcomes: Any = ("Tasking the Secretariat", "Adoption of the Baku Declaration")
    next_host: str = "TJ"
    part_of: str = ""


def test_an_imported_meeting_joins_the_row_of_the_table_and_stands_once(hub: Federation, at: datetime) -> None:
    officer, read = hub.officer(), Read()
    visit = replace(read, kind="courtesy-call", title="The President receives", part_of=read.title)

    marks = [Mark("expert-group", "Tasking the Secretariat", "c4"), Mark("x", "Adoption of the Baku Declaration", "on")]
    given = {"by": officer, "at": at, "source": "001.txt", "text": "eco-report-2025", "outcomes": marks}
    first = services.record_imported([read, visit], **given)
    again = services.record_imported([read, visit], **given)

    assert (first.made, first.left) == ((f"{ECO}-4",), ())
    assert (again.made, again.completed) == ((), (f"{ECO}-4",))
    assert [h.ordinal for h in queries.meetings_of(ECO)] == [6, 5, 4, 3, 2, 1]
    found = next(h for h in queries.meetings_of(ECO) if h.ordinal == 4)
    assert found.sources[0].name == "001.txt"
    assert any("trend.az" in s.name for s in found.sources)
    assert [(o.kind, o.cites) for o in queries.outcomes(f"{ECO}-4")] == [
        ("establishment", "eco-report-2025#c4"), ("decision", "")
    ]  # fmt: skip
    page = pages.meeting(hub.delegate("TJ"), f"{ECO}-4", at=at)
    assert (page.state, len(page.agenda), len(page.statements), len(page.sessions)) == (State.RECORDED, 2, 2, 1)
    assert page.acts == ()


def test_an_expert_meeting_without_an_ordinal_is_found_by_its_day(hub: Federation, at: datetime) -> None:
    read = Read(title="Expert Meeting", kind="expert-meeting", body=OIC, ordinal=0, next_host="",
                dates=Days(date(2007, 10, 22), date(2007, 10, 23)))  # fmt: skip
    assert services.record_imported([read], by=hub.officer(), at=at).made == (f"{OIC}-1-experts",)
    assert len(queries.meetings_of(OIC)) == 2


def test_what_cannot_be_placed_is_left_and_named(hub: Federation, at: datetime) -> None:
    nowhere = [Read(body="", title="A"), Read(body="no-body", title="B"), Read(ordinal=0, dates=None, title="C")]
    assert services.record_imported(nowhere, by=hub.officer(), at=at).left == ("A", "B", "C")
    with pytest.raises(Invalid, match="ends before"):
        services.record_imported([Read(dates=Days(date(2023, 9, 16), date(2023, 9, 14)))], by=hub.officer(), at=at)
    assert not Meeting.objects.exists()
    with pytest.raises(NotYours):
        services.record_imported([Read()], by=hub.delegate("AZ"), at=at)
    foreseen = Read(ordinal=6, title="The 6th", status="planned", dates=None, country="UZ")
    assert services.record_imported([foreseen], by=hub.officer(), at=at).made == (f"{ECO}-6",)
    assert Meeting.objects.get().state == State.RECORDED  # the table knows that it was held
    services.record_imported([replace(foreseen, title="The 6th, held", status="held")], by=hub.officer(), at=at)
    assert Meeting.objects.get().titles == {"en": "The 6th, held"}
    rough = Read(ordinal=9, dates=Days(date(2030, 1, 1), date(2030, 12, 31), "year"), status="planned")
    services.record_imported([rough], by=hub.officer(), at=at)
    coming = queries.next_meeting(ECO)
    assert (coming.start, coming.state, coming.host) == ("2030", State.HOSTED, "AZ")


# ---- reminders ----


def test_people_are_reminded_once_and_not_of_a_day_that_was_moved(hub: Federation, at: datetime) -> None:
    uz = hub.delegate("UZ")
    meeting = hub.invited(start=date(2027, 6, 1))

    def run(day: datetime) -> None:
        while queue.run_due(handlers=JOBS, clock=lambda: day):
            pass

    run(datetime(2027, 5, 26, 12, tzinfo=at.tzinfo))
    told = Notice.objects.filter(user_id=uz.id, code="starts-soon")
    assert told.count() == 1
    job = Job.objects.get(key__contains="starts-tomorrow")
    for _ in range(2):  # a job bears being run twice
        JOBS[job.kind](payload=job.payload, at=datetime(2027, 5, 31, 7, tzinfo=at.tzinfo))
    assert Notice.objects.filter(user_id=uz.id, code="starts-tomorrow").count() == 1
    Notice.objects.all().delete()
    services.propose_date(meeting=meeting, start=date(2027, 7, 1), end=date(2027, 7, 1), by=hub.officer(), at=at)
    Notice.objects.all().delete()
    run(datetime(2027, 5, 31, 12, tzinfo=at.tzinfo))
    assert not Notice.objects.filter(code="starts-tomorrow").exists()


def test_a_guest_sees_the_one_meeting_they_are_accredited_to(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    guest = hub.delegate("SA")
    with pytest.raises(NotFound):
        pages.meeting(guest, meeting, at=at)
    services.invite_guest(meeting=meeting, capacity="guest", state="SA", by=hub.officer(), at=at)
    from comity.meetings.models import Delegation

    found = Delegation.objects.get(meeting_id=meeting, state="SA")
    people = [services.Given(guest.name, is_head=True, email=guest.email)]
    services.accredit(meeting=meeting, people=people, powers="", delegation=found.pk, by=hub.officer(), at=at)
    assert pages.meeting(guest, meeting, at=at).who
    with pytest.raises(NotFound):
        bodies.page(guest, OTS, on=at.date())
    with pytest.raises(Refused):
        services.invite_guest(meeting=meeting, capacity="guest", state="SA", by=hub.officer(), at=at)
    for wrong in ({"state": "KZ"}, {"state": "XX"}, {"name": ""}, {"name": "x", "capacity": "king"}):
        with pytest.raises(Invalid):
            services.invite_guest(**{"meeting": meeting, "capacity": "guest", "by": hub.officer(), "at": at, **wrong})


def test_the_agenda_closes_when_it_is_adopted(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    services.propose_item(meeting=meeting, titles={"en": "First"}, by=hub.delegate("KZ"), at=at)
    services.propose_item(meeting=meeting, titles={"en": "Second"}, by=hub.delegate("UZ"), at=at)
    for order in ([1, 1], [3]):
        with pytest.raises(Invalid):
            services.adopt_agenda(meeting=meeting, order=order, by=hub.officer(), at=at)
    services.adopt_agenda(meeting=meeting, order=[2], by=hub.officer(), at=at)
    with pytest.raises(Refused, match="adopted"):
        services.propose_item(meeting=meeting, titles={"en": "Third"}, by=hub.delegate("KZ"), at=at)
    with pytest.raises(Refused, match="adopted already"):
        services.adopt_agenda(meeting=meeting, by=hub.officer(), at=at)
    late = services.circulate(meeting=meeting, title="Paper", text="a-text", by=hub.delegate("KZ"),
                              at=datetime(2027, 5, 30, tzinfo=at.tzinfo))  # fmt: skip
    assert "late" in late[0]
    assert services.circulate(meeting=meeting, title="Paper", text="a-text", by=hub.officer(), at=at) == ()
    with pytest.raises(Invalid):
        services.circulate(meeting=meeting, title="Nothing", by=hub.officer(), at=at)
    with pytest.raises(NotNow):
        services.call_roll(meeting=meeting, present=[], number=1, by=hub.officer(), at=at + timedelta(days=1))
