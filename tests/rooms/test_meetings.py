# SPDX-License-Identifier: Apache-2.0
"""A meeting on the Secretariat's node, from the host's offer to the corrigendum."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from comity.base.errors import Invalid, NotFound, Refused
from comity.ledger.models import Entry
from comity.meetings import queries, services
from comity.meetings.models import Meeting, Notice
from comity.meetings.queries import pages
from comity.meetings.rules.convening import NotNow, NotYours, State
from comity.meetings.rules.guards import RuleForbids
from comity.meetings.services.founding import OrdinalTaken
from tests.support.hub import ECO, FIVE, OIC, OTS, Federation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, db: None, at: datetime) -> Federation:
    """Return the people of a Secretariat's node."""
    from comity.accounts import services as accounts

    monkeypatch.setitem(accounts.settings.COMITY_ENV._values, "STATE", "")
    return Federation(at)


def state(meeting: str) -> str:
    return Meeting.objects.get(pk=meeting).state


def test_a_meeting_goes_from_offer_to_minutes(hub: Federation, at: datetime) -> None:
    officer, host, _ = hub.officer(), hub.delegate("AZ"), hub.delegate("UZ")
    meeting = hub.invited()
    assert meeting == "ots-prosecutors-general-5"
    assert state(meeting) == State.INVITED
    hub.accredited(meeting, FIVE)
    services.invite_guest(meeting=meeting, capacity="guest", state="SA", by=host, at=at)
    services.invite_guest(meeting=meeting, capacity="partner", name="IAP", by=officer, at=at)
    services.schedule(
        meeting=meeting, kind="plenary", titles={"en": "Opening"}, place="Hall", by=host, at=at,
        starts_at=datetime(2027, 6, 1, 6, tzinfo=at.tzinfo), ends_at=datetime(2027, 6, 1, 8, tzinfo=at.tzinfo),
    )  # fmt: skip
    services.propose_item(meeting=meeting, titles={"en": "Expedite cooperation"}, by=hub.delegate("TR"), at=at)
    services.adopt_agenda(meeting=meeting, by=officer, at=at)
    services.open_meeting(meeting=meeting, by=officer, at=at)
    assert services.call_roll(meeting=meeting, present=[*FIVE, "SA"], number=1, by=officer, at=at) is True
    services.speak(meeting=meeting, kind="key-point", text="Digital exchange", by=hub.delegate("KZ"), at=at)
    number = hub.vote(meeting, dict.fromkeys(FIVE[:4], "yes") | {"UZ": "no"})
    result = services.close_vote(meeting=meeting, vote=number, by=officer, at=at)
    assert (result.is_adopted, result.needed, result.arithmetic) == (True, 4, "2/3 × 5 = 10/3 → 4")
    services.decide(
        meeting=meeting, kind="decision", texts={"en": "To draft an action plan"}, owners=["AZ"],
        due=date(2027, 12, 31), vote=number, cites="baku-declaration-2027#c2", by=officer, at=at,
    )  # fmt: skip
    services.decide(meeting=meeting, kind="next-host", texts={"en": "In Astana"}, next_host="KZ", by=officer, at=at)
    services.close_meeting(meeting=meeting, by=officer, at=at)
    with pytest.raises(NotNow):
        services.decide(meeting=meeting, kind="other", texts={"en": "Late"}, by=officer, at=at)
    services.correct(meeting=meeting, text="Read “Astana, Kazakhstan”.", by=officer, at=at)

    page = pages.meeting(hub.delegate("TR"), meeting, at=at)
    assert page.state is State.CLOSED
    assert [o.cites for o in page.outcomes] == ["baku-declaration-2027#c2", ""]
    assert len(page.corrections) == 1
    assert queries.outcomes(meeting)[0].vote == number
    following = queries.next_meeting(OTS)
    assert following is not None
    assert (following.id, following.host, following.state) == ("ots-prosecutors-general-6", "KZ", State.HOSTED)
    assert {p.state for p in queries.participants(meeting) if p.is_present} == {*FIVE, "SA"}
    events = Entry.objects.filter(subject=f"meeting:{meeting}").values_list("event", flat=True)
    assert {"meeting.offer", "meeting.welcome", "meeting.invite", "meeting.close", "meeting.correct"} <= set(events)
    assert "Digital exchange" not in "".join(Entry.objects.values_list("leaf", flat=True))
    assert Notice.objects.filter(user_id=hub.delegate("UZ").id, code="invited").count() == 1


def test_a_conference_opens_only_when_its_expert_meeting_adopted_an_agenda(hub: Federation, at: datetime) -> None:
    officer = hub.officer()
    meeting = hub.invited(OIC, "AZ", date(2027, 9, 1))
    experts = services.convene_experts(meeting=meeting, start=date(2027, 5, 3), end=date(2027, 5, 4), by=officer, at=at)
    with pytest.raises(RuleForbids, match=r"elaborates the agenda.*third item"):
        services.open_meeting(meeting=meeting, by=officer, at=at)
    with pytest.raises(RuleForbids, match="third item"):
        services.propose_item(meeting=meeting, titles={"en": "X"}, by=officer, at=at)

    services.invite(meeting=experts, answer_by=date(2027, 5, 1), by=officer, at=at)
    hub.accredited(experts, FIVE)
    services.open_meeting(meeting=experts, by=officer, at=at)
    services.propose_item(meeting=experts, titles={"en": "Common database"}, by=hub.delegate("UZ"), at=at)
    services.adopt_agenda(meeting=experts, by=officer, at=at)
    services.close_meeting(meeting=experts, by=officer, at=at)
    services.open_meeting(meeting=meeting, by=officer, at=at)

    assert experts == f"{meeting}-experts"
    assert [i.titles["en"] for i in pages.meeting(officer, meeting, at=at).agenda] == ["Common database"]


def test_an_extraordinary_session_needs_two_thirds_of_the_57(hub: Federation, at: datetime) -> None:
    meeting = services.request_session(body=OIC, subject={"en": "Urgent threats"}, by=hub.delegate("EG"), at=at)
    members = hub.members(meeting)
    assert len(members) == 57
    for code in members[:37]:
        assert not services.approve_session(meeting=meeting, is_approved=True, by=hub.delegate(code), at=at)
    services.approve_session(meeting=meeting, is_approved=False, by=hub.delegate(members[37]), at=at)
    services.approve_session(meeting=meeting, is_approved=True, by=hub.delegate(members[0]), at=at)
    assert state(meeting) == State.REQUESTED
    with pytest.raises(NotNow):
        services.offer(
            meeting=meeting, city="X", zone="UTC", start=None, end=None, text="", by=hub.delegate("EG"), at=at
        )

    assert services.approve_session(meeting=meeting, is_approved=True, by=hub.delegate(members[38]), at=at)

    assert state(meeting) == State.PLANNED


def test_a_session_whose_approvals_vanished_does_not_open(hub: Federation, at: datetime) -> None:
    from comity.meetings.models import Approval

    meeting = services.request_session(body=OIC, subject={"en": "Urgent"}, by=hub.delegate("EG"), at=at)
    for code in hub.members(meeting)[:38]:
        services.approve_session(meeting=meeting, is_approved=True, by=hub.delegate(code), at=at)
    services.offer(
        meeting=meeting, city="Cairo", zone="Africa/Cairo", start=date(2027, 1, 1), end=date(2027, 1, 2), text="",
        by=hub.delegate("EG"), at=at,
    )  # fmt: skip
    services.welcome(meeting=meeting, state="EG", by=hub.officer(), at=at)
    services.agree_date(meeting=meeting, by=hub.officer(), at=at)
    services.invite(meeting=meeting, answer_by=date(2026, 12, 30), by=hub.officer(), at=at)
    Approval.objects.filter(meeting_id=meeting).first().delete()

    with pytest.raises(RuleForbids, match=r"37 members have approved.*38 of 57 must"):
        services.open_meeting(meeting=meeting, by=hub.officer(), at=at)


def test_host_and_secretariat_agree_the_date_together_where_the_body_says_so(hub: Federation, at: datetime) -> None:
    meeting = hub.hosted(OIC)
    services.propose_date(meeting=meeting, start=date(2027, 7, 1), end=date(2027, 7, 2), by=hub.officer(), at=at)
    with pytest.raises(RuleForbids, match="General Secretariat agree the date"):
        services.agree_date(meeting=meeting, by=hub.officer(), at=at)
    services.agree_date(meeting=meeting, by=hub.delegate("AZ"), at=at)
    assert state(meeting) == State.DATED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"start": date(2027, 6, 2), "end": date(2027, 6, 1)}, "ends before"),
        ({"start": date(2027, 6, 2), "end": None}, "both"),
        ({"zone": "Mars/Base"}, "time zone"),
        ({"zone": "../etc/passwd"}, "time zone"),
        ({"city": " "}, "Fill in"),
        ({"text": "x" * 20_001}, "At most"),
    ],
)
def test_a_bad_offer_is_refused_with_a_sentence(hub: Federation, at: datetime, given: dict, words: str) -> None:
    offer = {"body": OTS, "titles": {"en": "Next"}, "city": "Baku", "zone": "Asia/Baku", "start": None, "end": None,
             "text": "", "by": hub.delegate("AZ"), "at": at, **given}  # fmt: skip

    with pytest.raises(Invalid, match=words):
        services.offer_next(**offer)
    assert not Meeting.objects.exists()


def test_an_ordinal_is_taken_once(hub: Federation, at: datetime) -> None:
    officer = hub.officer()
    with pytest.raises(OrdinalTaken):
        services.plan(body=OTS, titles={"en": "Again"}, ordinal=3, by=officer, at=at)
    services.plan(body=OTS, titles={"en": "Next"}, by=officer, at=at)
    with pytest.raises(OrdinalTaken):
        services.plan(body=OTS, titles={"en": "Next"}, by=officer, at=at)


def test_a_meeting_without_a_host_invites_nobody(hub: Federation, at: datetime) -> None:
    meeting = services.plan(body=OTS, titles={"en": "Next"}, by=hub.officer(), at=at)
    with pytest.raises(NotNow):
        services.invite(meeting=meeting, answer_by=date(2027, 1, 1), by=hub.officer(), at=at)
    with pytest.raises(Invalid, match="not offered"):
        services.welcome(meeting=meeting, state="KZ", by=hub.officer(), at=at)


def test_absent_and_forbidden_are_the_same(hub: Federation, at: datetime) -> None:
    meeting = hub.hosted()
    stranger = hub.delegate("EG")
    for reader, name in ((stranger, meeting), (hub.officer(), "no-such-meeting"), (stranger, "no-such-meeting")):
        with pytest.raises(NotFound, match="There is no such page"):
            pages.meeting(reader, name, at=at)
    with pytest.raises(NotFound):
        services.offer_next(
            body="no-body", titles={"en": "x"}, city="x", zone="UTC", start=None, end=None, text="", by=stranger, at=at
        )


def test_the_observer_watches_and_the_secretariat_takes_no_states_part(hub: Federation, at: datetime) -> None:
    meeting = services.plan(body=OTS, titles={"en": "Next"}, by=hub.officer(), at=at)
    observer = hub.delegate("HU")
    assert pages.meeting(observer, meeting, at=at).acts == ()
    for person in (observer, hub.officer()):
        with pytest.raises(NotYours):
            services.offer(
                meeting=meeting, city="Budapest", zone="UTC", start=None, end=None, text="", by=person, at=at
            )


def test_a_delegate_names_the_own_delegation_only(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    kz, uz = hub.delegate("KZ"), hub.delegate("UZ")
    from comity.meetings.models import Delegation

    theirs = Delegation.objects.get(meeting_id=meeting, state="UZ").pk
    me = services.Given(kz.name, is_head=True, email=kz.email)
    with pytest.raises(NotFound):
        services.accredit(meeting=meeting, people=[me], powers="1", delegation=theirs, by=kz, at=at)
    with pytest.raises(NotFound):
        services.accredit(meeting=meeting, people=[me], powers="1", delegation=theirs, by=hub.officer(), at=at)
    with pytest.raises(Invalid, match="another State"):
        services.accredit(
            meeting=meeting, people=[services.Given("U", is_head=True, email=uz.email)], powers="1", by=kz, at=at
        )
    for people in ([], [services.Given("A")], [services.Given("A", is_head=True), services.Given("B", is_head=True)]):
        with pytest.raises(Invalid):
            services.accredit(meeting=meeting, people=people, powers="1", by=kz, at=at)


def test_without_full_powers_nobody_is_accredited(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    kz = hub.delegate("KZ")
    services.accredit(meeting=meeting, people=[services.Given(kz.name, is_head=True, email=kz.email)], powers="",
                      by=kz, at=at)  # fmt: skip
    from comity.meetings.models import Delegation

    with pytest.raises(Refused, match="no full powers"):
        services.accept_powers(
            meeting=meeting, delegation=Delegation.objects.get(meeting_id=meeting, state="KZ").pk, by=hub.officer(),
            at=at,
        )  # fmt: skip
    with pytest.raises(NotYours):
        services.speak(meeting=meeting, kind="statement", text="x", by=kz, at=at)


def test_a_session_has_an_end_after_its_beginning_and_known_sides(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    start = datetime(2027, 6, 1, 9, tzinfo=at.tzinfo)
    base = {"meeting": meeting, "titles": {"en": "Talk"}, "place": "", "by": hub.officer(), "at": at,
            "kind": "bilateral", "starts_at": start, "ends_at": start.replace(hour=10)}  # fmt: skip
    for wrong in ({"ends_at": start}, {"audience": ["AZ"]}, {"audience": ["AZ", "XX"]}, {"kind": "party"},
                  {"starts_at": start.replace(year=2026)}, {"titles": {"en": " "}}):  # fmt: skip
        with pytest.raises(Invalid):
            services.schedule(**{"audience": ["AZ", "KZ"], **base, **wrong})

    services.schedule(**base, audience=["AZ", "KZ"])

    assert len(pages.meeting(hub.delegate("KZ"), meeting, at=at).sessions) == 1
    assert pages.meeting(hub.delegate("UZ"), meeting, at=at).sessions == ()


def test_a_postponed_meeting_is_dated_and_invited_to_anew(hub: Federation, at: datetime) -> None:
    meeting = hub.invited()
    services.propose_date(meeting=meeting, start=date(2027, 9, 1), end=date(2027, 9, 1), by=hub.delegate("AZ"), at=at)
    assert state(meeting) == State.HOSTED
    services.agree_date(meeting=meeting, by=hub.officer(), at=at)
    services.invite(meeting=meeting, answer_by=date(2027, 8, 1), by=hub.officer(), at=at)
    services.cancel(meeting=meeting, reason="Earthquake", by=hub.officer(), at=at)
    assert state(meeting) == State.CANCELLED
    assert services.plan(body=OTS, titles={"en": "Next"}, by=hub.officer(), at=at) != meeting


def test_history_shows_each_meeting_of_the_table_once_with_its_sources(hub: Federation, at: datetime) -> None:
    held = queries.meetings_of(ECO)
    assert [h.ordinal for h in held] == [6, 5, 4, 3, 2, 1]
    assert all(h.sources for h in held)
    last = queries.last_meeting(OIC, on=at.date())
    assert last is not None
    assert last.id == "oic-law-enforcement-heads-1"
    assert [p.state for p in queries.participants("oic-law-enforcement-heads-1-experts")][:3] == ["AZ", "BH", "EG"]
