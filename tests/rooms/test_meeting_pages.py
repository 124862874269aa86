# SPDX-License-Identifier: Apache-2.0
"""The pages of meetings answer, hide, refuse and hand out papers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from comity.base import clock
from comity.meetings import services
from comity.meetings.models import Act, Meeting
from comity.meetings.queries import pages
from comity.meetings.services import calendars
from tests.support.hub import FIVE, OIC, OTS, PASSWORD, Federation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, db: None) -> Federation:
    """Return the people of a Secretariat's node, by today's clock."""
    from comity.accounts import services as accounts

    monkeypatch.setitem(accounts.settings.COMITY_ENV._values, "STATE", "")
    return Federation(clock.now())


def signed_in(person) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_every_page_opens_for_who_may_and_is_absent_for_others(hub: Federation) -> None:
    meeting = hub.open()
    number = hub.vote(meeting, {"AZ": "yes"})
    services.make_feed(by=hub.delegate("AZ"), at=hub.at)
    pages = [
        f"/meetings/{meeting}/", f"/meetings/{meeting}/timetable/", f"/meetings/{meeting}/votes/{number}/",
        f"/bodies/{OTS}/", "/organisations/ots/",
        "/groups/ots-action-plan-experts/", f"/meetings/{meeting}/papers/minutes.pdf",
        f"/meetings/{meeting}/papers/minutes.docx", f"/meetings/{meeting}/papers/timetable.pdf?with=ru",
        "/meetings/ots-prosecutors-general-2/",
    ]  # fmt: skip
    for person in (hub.officer(), hub.delegate("AZ"), hub.delegate("HU")):
        client = signed_in(person)
        for page in [*pages, "/bodies/", "/calendar/"]:
            assert client.get(page).status_code == 200, page
    stranger = signed_in(hub.delegate("EG"))
    for page in pages:
        assert stranger.get(page).status_code == 404, page
    assert stranger.get("/bodies/").status_code == 200
    assert stranger.get(f"/bodies/{OIC}/").status_code == 200


def test_every_form_of_every_act_opens_or_says_why_not(hub: Federation) -> None:
    meeting = hub.open()
    for person in (hub.officer(), hub.delegate("AZ")):
        client = signed_in(person)
        page = pages.meeting(person, meeting, at=clock.now())
        for act in page.acts:
            answer = client.get(f"/meetings/{meeting}/act/{act}/")
            if act in {"cast", "close_vote"}:
                assert answer.status_code == 404, act
                continue
            assert answer.status_code == 200, act
            assert ('class="sheet" method="post"' in answer.content.decode()) == (act not in page.barred), act
            if act in page.barred:
                assert escape(page.barred[act][0].sentence) in answer.content.decode()
    client = signed_in(hub.officer())
    for name in ("offer_next", "plan", "request_session"):
        assert client.get(f"/bodies/{OTS}/begin/{name}/").status_code == 200
    for name in ("take_seat", "set_task", "convene_group"):
        assert client.get(f"/groups/ots-action-plan-experts/{name}/").status_code == 200


def test_an_offer_is_welcomed_when_there_is_one(hub: Federation) -> None:
    meeting, client = hub.planned(), signed_in(hub.officer())
    page = f"/meetings/{meeting}/act/welcome/"

    none = client.get(page)
    assert none.status_code == 200
    assert "No State has offered to host yet." in none.content.decode()
    assert 'class="sheet" method="post"' not in none.content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fa"
    assert "هنوز هیچ کشوری پیشنهاد میزبانی نداده است." in client.get(page).content.decode()

    hub.offered(meeting, "KZ")
    assert client.get(page).status_code == 200


def test_what_a_page_says_cannot_be_done_is_refused_by_the_act_too(hub: Federation) -> None:
    for make in (hub.planned, hub.open):
        meeting = make()
        for person in (hub.officer(), hub.delegate("KZ")):
            client = signed_in(person)
            for act in pages.meeting(person, meeting, at=clock.now()).barred:
                before = Act.objects.count()
                given = {"state": "KZ", "holder": "AZ", "reference": "n", "title_en": "T", "text": "x", "delegation": 1}
                answer = client.post(f"/meetings/{meeting}/act/{act}/", {**given, "comes": "yes", "powers": "none"})
                assert answer.status_code in {404, 409, 422}, act
                assert Act.objects.count() == before, act


def test_a_delegate_offers_to_host_through_the_page(hub: Federation) -> None:
    client = signed_in(hub.delegate("KZ"))
    given = {
        "title_en": "Fifth meeting",
        "city": "Astana",
        "zone": "Asia/Almaty",
        "start": "2027-05-04",
        "end": "2027-05-03",
    }
    address = f"/bodies/{OTS}/begin/offer_next/"

    assert client.post(address, given).status_code == 422
    assert client.post(address, {**given, "end": "2027-02-31"}).status_code == 422
    answer = client.post(address, {**given, "end": "2027-05-05"})

    assert answer.status_code == 302
    assert answer["Location"] == "/meetings/ots-prosecutors-general-5/"
    officer = signed_in(hub.officer())
    answer = officer.post("/meetings/ots-prosecutors-general-5/act/welcome/", {"state": "KZ"})
    assert answer.status_code == 302
    assert Meeting.objects.get().host == "KZ"


def test_the_letter_of_another_state_is_not_there(hub: Federation) -> None:
    meeting = hub.invited()
    from comity.meetings.models import Delegation

    def letter(state: str) -> str:
        found = Delegation.objects.get(meeting_id=meeting, state=state)
        return f"/meetings/{meeting}/papers/invitation.pdf?for={found.pk}&with=ru"

    kg = signed_in(hub.delegate("KG"))
    assert kg.get(letter("KG")).content.startswith(b"%PDF")
    assert kg.get(letter("UZ")).status_code == 404
    assert signed_in(hub.delegate("AZ")).get(letter("UZ")).status_code == 200  # the host sends them


def test_a_wrong_value_comes_back_with_its_sentence(hub: Federation) -> None:
    meeting = hub.open()
    client = signed_in(hub.officer())
    for act, given in (
        ("decide", {"kind": "decision"}),
        ("decide", {"kind": "king", "text_en": "x"}),
        ("decide", {"kind": "other", "text_en": "x", "vote": "seven"}),
        ("decide", {"kind": "other", "text_en": "x", "next_host": "AZ"}),
        ("open_vote", {"question": "", "decision": "default"}),
        ("call_roll", {"present": ["AZ"], "number": "1"}),
        ("schedule", {"kind": "plenary", "title_en": "x", "starts": "tomorrow", "ends": "2027-06-01T10:00"}),
        ("correct", {"text": "x"}),
    ):
        answer = client.post(f"/meetings/{meeting}/act/{act}/", given)
        assert answer.status_code in {409, 422}, act


def test_a_calendar_address_shows_one_persons_view_and_can_be_revoked(hub: Federation) -> None:
    meeting = hub.invited()
    az, uz, kg = hub.delegate("AZ"), hub.delegate("UZ"), hub.delegate("KG")
    services.schedule(
        meeting=meeting, kind="bilateral", titles={"en": "AZ and UZ, in private"}, place="Room 2", by=az, at=hub.at,
        starts_at=datetime(2027, 6, 1, 6, tzinfo=hub.at.tzinfo), ends_at=datetime(2027, 6, 1, 7, tzinfo=hub.at.tzinfo),
        audience=["AZ", "UZ"],
    )  # fmt: skip
    feeds = {p.state: services.make_feed(by=p, at=hub.at) for p in (az, uz, kg)}

    def seen(state: str) -> bytes:
        return Client().get(f"/calendar/{feeds[state]}.ics").content

    assert b"in private" in seen("UZ")
    assert b"in private" not in seen("KG")
    assert b"The next meeting" in seen("KG")
    assert Client().get(f"/calendar/{feeds['KG'][:-1]}x.ics").status_code == 404
    services.revoke_feed(by=kg, at=hub.at)
    assert Client().get(f"/calendar/{feeds['KG']}.ics").status_code == 404
    assert calendars.token_of(kg) == ""
    renewed = services.make_feed(by=uz, at=hub.at)
    assert Client().get(f"/calendar/{feeds['UZ']}.ics").status_code == 404
    assert Client().get(f"/calendar/{renewed}.ics").status_code == 200


def test_57_delegations_of_ten_make_one_page_with_few_questions(hub: Federation, django_assert_max_num_queries) -> None:
    meeting = hub.invited(OIC, "AZ", date(2027, 9, 1))
    from comity.meetings.models import Delegate, Delegation

    Delegate.objects.bulk_create(
        Delegate(delegation=d, name=f"Delegate {n} of {d.state}", function="Prosecutor", place=n, is_head=not n)
        for d in Delegation.objects.filter(meeting_id=meeting, capacity="member")
        for n in range(10)
    )
    client = signed_in(hub.officer())
    client.get(f"/meetings/{meeting}/")

    with django_assert_max_num_queries(70):
        answer = client.get(f"/meetings/{meeting}/")

    assert answer.content.count(b"Delegate 9 of") == 57


def test_minutes_tell_attendance_and_decisions(hub: Federation) -> None:
    from comity.documents import services as documents
    from comity.meetings.queries import pages
    from comity.meetings.services import papers

    meeting = hub.open(present=FIVE[:4])
    number = hub.vote(meeting, dict.fromkeys(FIVE[:3], "yes") | {"TR": "abstain"})
    services.close_vote(meeting=meeting, vote=number, by=hub.officer(), at=hub.at)
    services.speak(meeting=meeting, kind="key-point", text="Digital exchange", by=hub.delegate("KZ"), at=hub.at)
    services.decide(
        meeting=meeting, kind="decision", texts={"en": "Draft a plan"}, vote=number, by=hub.officer(), at=hub.at
    )
    page = pages.meeting(hub.officer(), meeting, at=hub.at)

    text = documents.plain(papers._minutes(page, "en", "", hub.at))

    for words in ("4 of 5 members present", "Uzbekistan", "absent", "Digital exchange", "Draft a plan", "by vote 1",
                  "2/3 × 3 = 2 → 2", "3, 0, 1"):  # fmt: skip
        assert words in text, words
