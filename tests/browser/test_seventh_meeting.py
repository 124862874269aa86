# SPDX-License-Identifier: Apache-2.0
"""A newcomer runs the seventh meeting of ECO's prosecutors general through pages alone, from the host's offer to the
report to the summit; every page met is axe clean, in one State's windows from right to left and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.browser.seventh_promises import bad_files, commit, report_to_the_summit
from tests.browser.seventh_text import TEXT, adopt_and_sign, negotiate
from tests.browser.window import Window
from tests.support.secretariat import SecretariatNode

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("seventh")]
BODY = "/bodies/eco-prosecutors-general/"
MEETING = "/meetings/eco-prosecutors-general-7/"
EXPERTS = "/meetings/eco-prosecutors-general-7-experts/"


@pytest.fixture
def secretariat(tmp_path: Path) -> Iterator[SecretariatNode]:
    """A node of its own: where another test planned the body's next meeting, no host may offer it."""
    running = SecretariatNode(tmp_path)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def convene(desk: Window, host: Window) -> None:
    page = host.go(BODY)
    page.click("text=Offer to host the next meeting")
    host.look()
    given = {
        "title_en": "7th Meeting of the Attorneys/Prosecutors General", "city": "Almaty", "zone": "Asia/Almaty",
        "title_ru": "7-е совещание генеральных прокуроров", "start": "2027-06-09", "end": "2027-06-08",
    }  # fmt: skip
    host.refused("ends before it begins", **given)
    host.refused("time zone", zone="Almaty time", end="2027-06-10")
    host.fill(zone="Asia/Almaty", text="سلام " * 400 + "we offer to host." * 100)
    page.dblclick("main form.sheet .btn-go")
    page.wait_for_url(f"**{MEETING}")
    page.wait_for_load_state("networkidle")  # the second click goes the same way
    host.look()

    page = desk.go(BODY)
    page.click("a:has-text('7th Meeting')")
    desk.look()
    page.click("button:has-text('Welcome the offer')")
    page.wait_for_selector(".tag:has-text('Host found')")
    desk.open("Agree the days")
    page.wait_for_selector(".tag:has-text('Days agreed')")
    desk.open("Call the expert meeting")
    desk.refused("before", start="2027-07-08", end="2027-07-09")
    desk.send(start="2027-06-07", end="2027-06-08")
    desk.open("Send the invitations")
    desk.refused("before the meeting begins", answer_by="2027-06-30")
    desk.send(answer_by="2027-05-01")


def prepare(desk: Window, kz: Window, az: Window, ir: Window, hu: Window) -> None:
    page = desk.go(MEETING)
    desk.open("Invite a guest")
    desk.send(capacity="observer", state="HU")
    desk.open("Invite a guest")
    desk.refused("you invite", capacity="guest")
    desk.send(capacity="guest", name="Prosecution Service of a guest")
    for row, name, email in (("Hungary", "Anna Kovacs", "delegate@hu.example"), ("of a guest", "A. Guest", "")):
        page.locator(f"tr:has-text('{row}') a:has-text('Name people')").click()
        desk.look()
        people(page, name, email)
        desk.send()
    page.locator("tr:has-text('Secretariat') a:has-text('Name people')").click()
    people(page, "Nadia Rahman", "officer@secretariat.example")
    desk.send()
    assert hu.go(MEETING).locator("h1:has-text('7th Meeting')").count()

    for meeting in (MEETING, EXPERTS):
        for window, name, email in (
            (kz, "Aruzhan Bekova", "delegate@kz.example"),
            (az, "Leyla Karimli", "delegate@az.example"),
            (ir, "زهرا محمدی", "delegate@ir.example"),
        ):
            window.go(f"{meeting}act/accredit/")
            people(window.page, name, email)
            window.fill(powers="Full powers 7/2027")
            window.page.click("main form.sheet .btn-go")
            window.page.wait_for_url(f"**{meeting}")
            window.look()
        if meeting == MEETING:
            desk.go(EXPERTS)
            desk.open("Send the invitations")
            desk.send(answer_by="2027-05-01")
    for meeting in (MEETING, EXPERTS):
        desk.go(meeting)
        for _ in range(3):
            page.locator("button:has-text('Accept full powers')").first.click()
            page.wait_for_selector("text=Done.")


def people(page: Any, name: str, email: str) -> None:
    given = {"person": name, "function": "Head", "institution": "Prosecutor General's Office", "email": email}
    for key, value in given.items():
        page.locator(f"input[name={key}]").first.fill(value)


def agree_the_agenda(desk: Window, az: Window, ir: Window) -> None:
    page = desk.go(MEETING)
    assert page.locator(".notice:has-text('has not adopted an agenda')").count()
    ir.go(f"{EXPERTS}act/propose_item/")
    ir.page.fill("#f-title_fa", "تبادل الکترونیکی درخواست‌ها")
    ir.page.fill("#f-title_en", "Electronic exchange of requests")
    ir.page.click("main form.sheet .btn-go")
    ir.page.wait_for_url(f"**{EXPERTS}")
    az.go(EXPERTS)
    az.open("Propose an agenda item")
    az.refused("Fill", title_en="")
    az.send(title_en="Joint training", cites="antalya-declaration-2015#c5")
    desk.go(EXPERTS)
    desk.open("Adopt the agenda")
    page.fill("input[name=place_2]", "1")
    page.fill("input[name=place_1]", "2")
    desk.send()
    page = desk.go(MEETING)
    items = page.locator("section[aria-labelledby=h-agenda] li")
    assert "Joint training" in items.nth(0).inner_text()
    desk.open("Add to the programme")
    desk.refused("before it begins", title_en="Plenary", starts="2027-06-09T12:00", ends="2027-06-09T09:00")
    desk.refused("outside the days", starts="2027-07-09T09:00", ends="2027-07-09T12:00")
    desk.send(starts="2027-06-09T09:00", ends="2027-06-09T12:00")
    desk.go(f"{MEETING}timetable/")


def sit(desk: Window, second: Window, kz: Window, az: Window, ir: Window, hu: Window) -> None:
    page = desk.go(MEETING)
    desk.open("Open the meeting")
    assert page.locator(".notice-warn:has-text('The meeting is called for')").count()
    desk.send()
    assert page.locator(".tag:has-text('In session')").count()
    desk.go(f"{MEETING}act/open_vote/")
    assert page.locator(".notice-warn:has-text('Call the roll first')").count()
    assert not page.locator("#f-question").count()
    desk.go(f"{MEETING}act/call_roll/")
    for state in ("AZ", "IR", "KZ", "TR", "UZ"):
        page.check(f"input[name=present][value={state}]")
    desk.send()
    assert page.locator(".tag:has-text('no quorum')").count()  # five of ten are not more than half
    desk.open("Call the roll")
    page.check("input[name=present][value=TM]")
    desk.send()
    assert page.locator("text=6 of 10 members present").count()
    az.go(f"{MEETING}act/speak/")
    az.send(kind="statement", text="Azerbaijan supports the Declaration.", item="1")
    assert hu.page.request.get(f"{hu.visitor.base}{MEETING}act/speak/").status != 200

    desk.go(f"{MEETING}act/open_vote/")
    desk.send(question="Shall requests be answered within 15 days?", decision="default")
    vote = f"{MEETING}votes/1/"
    for window, choice in ((kz, "yes"), (az, "yes"), (ir, "no")):
        page = window.go(vote)
        page.locator(f"input[value={choice}]").check()
        if window is az:  # a vote named for another State
            page.locator(f"input[value={choice}]").evaluate("e => { e.name = 'vote_UZ' }")
            page.click("main form .btn-go")
            page.wait_for_selector("text=A delegation casts the vote of its own State")
            window.visitor.axe()
            window.visitor.faults.clear()
            page = window.go(vote)
            page.locator(f"input[value={choice}]").check()
        page.click("main form .btn-go")
        page.wait_for_load_state()
    for window in (desk, hu):
        assert window.go(vote).locator("main input[type=radio]").count() == 0
    second.go(vote)
    desk.page.click("button:has-text('Close the vote')")
    desk.page.wait_for_selector(".tag:has-text('adopted')")
    second.page.click("button:has-text('Close the vote')")
    second.page.wait_for_selector("text=This vote is closed")
    second.look()
    second.visitor.faults.clear()


def end(desk: Window, folder: Path) -> None:
    page = desk.go(MEETING)
    desk.open("Record an outcome")
    desk.send(kind="next-host", text_en="The eighth meeting is held in Türkiye.", next_host="TR")
    for form, start in (("PDF", b"%PDF-"), ("DOCX", b"PK")):
        with page.expect_download() as download:
            page.locator(f"aside li:has-text('Minutes') a:has-text('{form}')").click()
        download.value.save_as(folder / form)
        assert (folder / form).read_bytes().startswith(start)
    words = " ".join(docx.Document(str(folder / "DOCX")).element.body.itertext())
    assert "Almaty Declaration is adopted" in words
    assert "Azerbaijan supports" in words
    desk.open("Close the meeting")
    desk.send()
    assert page.locator(".tag:has-text('Closed')").count()
    assert desk.go("/meetings/eco-prosecutors-general-8/").locator("text=Türkiye").count()


def test_the_seventh_meeting_from_offer_to_report(call_on: Any, secretariat: SecretariatNode, tmp_path: Path) -> None:
    secretariat.seed("tests.support.seventh:lay_out")
    names = ("officer@secretariat", "second@secretariat", "delegate@kz", "delegate@az", "delegate@hu")
    desk, second, kz, az, hu = (Window(call_on(f"{name}.example")) for name in names)
    ir = Window(call_on(color_scheme="dark"))
    ir.visitor.context.add_cookies([{"name": "comity_language", "value": "fa", "url": ir.visitor.base}])
    ir.visitor.sign_in("delegate@ir.example")
    convene(desk, kz)
    letters(desk, tmp_path)
    prepare(desk, kz, az, ir, hu)
    agree_the_agenda(desk, az, ir)
    negotiate(desk, second, az, ir, kz)
    sit(desk, second, kz, az, ir, hu)
    adopt_and_sign(desk, kz, az, ir, hu, tmp_path)
    end(desk, tmp_path)
    commit(desk, az, ir, kz)
    bad_files(kz, tmp_path)
    report_to_the_summit(desk)
    assert ir.go(MEETING).get_attribute("html", "dir") == "rtl"
    az.page.set_viewport_size({"width": 360, "height": 740})
    az.seen.clear()
    for place in (BODY, MEETING, EXPERTS, TEXT, f"{TEXT}clauses/c1/", "/commitments/mine/", "/commitments/report/"):
        az.go(place)


def letters(desk: Window, folder: Path) -> None:
    """The invitation opens as a paper in two languages."""
    page = desk.go(MEETING)
    with page.expect_download() as letter:
        page.locator("tr:has-text('Iran') a:has-text('Letter')").click()
    assert "with=" in letter.value.url
    letter.value.save_as(folder / "letter.pdf")
    assert (folder / "letter.pdf").read_bytes().startswith(b"%PDF-")
