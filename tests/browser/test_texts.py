# SPDX-License-Identifier: Apache-2.0
"""Texts in a real browser: from draft to signature by passkey, in both directions and themes, axe clean."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comity.drafting.rules.signing import VERIFIER
from tests.browser.window import LOOKS
from tests.support.secretariat import SecretariatNode

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("secretariat")]
WORDING = """Recalling the recommendations of the fifth meeting,
1. Decide to exchange information without delay:
a. through contact points;
b. within [ten] days.
2. Thank the host.
Signed in Tashkent"""


@pytest.fixture(scope="module")
def laid(secretariat: SecretariatNode) -> dict[str, str]:
    return dict(secretariat.seed("tests.support.texts:lay_out"))


def test_a_text_goes_from_draft_to_signature(call_on: Any, tmp_path: Path) -> None:
    desk = call_on("officer@secretariat.example")
    page = desk.go("/texts/new/")
    page.fill("#f-title", "Tashkent Declaration")
    page.select_option("#f-organisation", "OTS")
    page.fill("#f-body", "ots-prosecutors-general")
    page.fill("#f-slug", "tashkent-declaration-2026")
    page.fill("#f-wording", WORDING)
    desk.axe()
    page.click("main form .btn-go")
    page.wait_for_url("**/texts/tashkent-declaration-2026/")
    desk.axe()

    # Two officers at the same clause: the later one keeps the own words, beside the other's.
    second = call_on("second@secretariat.example")
    second.go("/texts/tashkent-declaration-2026/write/")
    page.click("text=Edit the draft")
    page.fill("#f-c2", "Thank the Republic of Uzbekistan.")
    page.click("form#c-c2 .btn-go")
    page.wait_for_selector("text=Saved as a new version")
    desk.axe()
    other = second.page
    other.fill("#f-c2", "Thank the host country.")
    other.click("form#c-c2 .btn-go")
    other.wait_for_selector("text=Changed meanwhile")
    assert other.locator("ins, del").count()
    second.axe()
    second.faults.clear()  # the conflict is answered with 409, which the console reports
    other.fill("#f-wording", "Thank the Republic of Uzbekistan, the host.")
    other.click("text=Save over theirs")
    other.wait_for_selector("text=Saved as a new version")

    page = desk.go("/texts/tashkent-declaration-2026/")
    page.click("main a:text-is('Circulate')")
    page.click("main form .btn-go")
    page.wait_for_selector("li.here:has-text('Circulated')")

    delegate = call_on("delegate@az.example")
    page = delegate.go("/texts/")
    page.click("text=Tashkent Declaration")
    page.click("ol.clauses a[aria-label='Clause b']")
    page.fill("#f-wording", "within 10 days.")
    page.fill("#f-reason", "The term is agreed.")
    delegate.axe()
    page.click("button:text-is('Propose')")
    page.wait_for_selector("text=on the table")
    page.select_option("#f-stance", "agree")
    page.click("text=Take the position")
    page.wait_for_selector("aside .tag:text-is('agrees')")
    delegate.axe()

    page = desk.go("/texts/tashkent-declaration-2026/step/adopt/")
    page.fill("#f-place", "Tashkent")
    page.fill("#f-date", "2026-11-24")
    page.click("main form .btn-go")
    page.wait_for_selector("text=square brackets")  # open wording stops it
    desk.faults.clear()
    desk.go("/texts/tashkent-declaration-2026/proposals/")
    page.check("input[name=proposal]")
    desk.axe()
    page.click("text=Take the ticked ones")
    page.wait_for_url("**/compare/")
    assert page.locator("ins").first.inner_text() == "10"
    desk.axe()
    desk.go("/texts/tashkent-declaration-2026/people/")
    page.select_option("#f-person", label="Azerbaijan · Leyla Karimli")
    page.fill("#f-institution", "Prosecutor General's Office of the Republic of Azerbaijan")
    page.fill("#f-name", "Leyla KARIMLI")
    page.click("text=Name as signatory")
    page.wait_for_selector("td:has-text('Leyla KARIMLI')")
    desk.axe()
    desk.go("/texts/tashkent-declaration-2026/step/adopt/")
    page.fill("#f-place", "Tashkent")
    page.fill("#f-date", "2026-11-24")
    page.click("main form .btn-go")
    page.wait_for_selector("li.here:has-text('Adopted')")

    delegate.passkey()
    page = delegate.go("/texts/tashkent-declaration-2026/")
    page.click("main a:has-text('Sign (en)')")
    delegate.axe()
    page.click("text=Sign with my passkey")
    page.wait_for_selector("li.here:has-text('Signed')")
    delegate.axe()
    with page.expect_download() as download:
        page.click("text=Download the signatures")
    path = tmp_path / "bundle"
    download.value.save_as(path)
    done = subprocess.run([sys.executable, "-I", str(VERIFIER), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 signatures by passkey" in done.stdout


PAGES = {
    "officer@secretariat.example": [
        "/texts/", "/texts/new/", "/texts/import/", "/texts/{open}/", "/texts/{open}/clauses/c2/",
        "/texts/{open}/proposals/", "/texts/{open}/positions/", "/texts/{open}/compare/", "/texts/{open}/languages/ru/",
        "/texts/{open}/languages/fa/", "/texts/{open}/?language=fa", "/texts/{open}/people/",
        "/texts/{open}/step/open_comments/", "/texts/{official}/", "/texts/{official}/doubts/", "/texts/{draft}/",
        "/texts/{draft}/write/", "/texts/{draft}/write/c1/",
    ],
    "delegate@az.example": ["/texts/", "/texts/{open}/", "/texts/{open}/clauses/c2/", "/texts/{open}/languages/fa/",
                            "/texts/{adopted}/", "/texts/{adopted}/sign/en/"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_pages_of_texts(
    call_on: Any, laid: dict[str, str], language: str, scheme: str
) -> None:
    for email, addresses in PAGES.items():
        visitor = call_on(color_scheme=scheme)
        visitor.context.add_cookies([{"name": "comity_language", "value": language, "url": visitor.base}])
        visitor.sign_in(email)
        for address in addresses:
            page = visitor.go(address.format(**laid))
            assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
            visitor.axe()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), page.url


def test_pages_of_texts_bear_a_phone(call_on: Any, laid: dict[str, str]) -> None:
    visitor = call_on("delegate@az.example")
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/texts/", "/texts/{open}/", "/texts/{open}/positions/", "/texts/{open}/languages/fa/"):
        page = visitor.go(address.format(**laid))
        assert page.evaluate("document.documentElement.scrollWidth <= 361"), address
