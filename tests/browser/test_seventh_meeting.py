# SPDX-License-Identifier: Apache-2.0
"""A newcomer runs the seventh meeting of ECO's prosecutors general through pages alone, from the host's offer to the
report to the summit; every page met is axe clean, in one State's windows from right to left and dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

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
    desk.open("Adopt the agenda")
