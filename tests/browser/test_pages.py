# SPDX-License-Identifier: Apache-2.0
"""The pages in Debian's chromium: the whole journey, both directions, both themes, nothing for axe-core to find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comity.assistance.rules.proofs import VERIFIER
from tests.browser.conftest import Federation
from tests.browser.window import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FACTS = "Between January and June a group brought heroin into the country."


def choose(page: Any, name: str, value: str) -> None:
    box = page.locator(f'input[name="{name}"][value="{value}"]')
    if not box.is_visible():
        page.locator("details", has=box).locator("summary").click()
    box.check()


def test_a_request_from_sign_in_to_close(visit: Any, federation: Federation, tmp_path: Path) -> None:
    prosecutor = visit("az").sign_in("prosecutor@az.example")
    page = prosecutor.go("/requests/new/")
    page.fill("#f-title", "Records of an account")
    page.select_option("#f-requested", "UZ")
    choose(page, "offence", "drug-trafficking")
    choose(page, "measure", "bank-records")
    prosecutor.axe()
    page.click("main .btn-go")
    page.wait_for_url("**/draft/")
    number = page.url.split("/")[4]
    prosecutor.axe()

    # Preflight blocks first and leads to the field that is missing.
    page.click("text=Check your answers")
    assert page.locator(".notice-bad").count() == 3
    prosecutor.axe()
    page.locator(".notice-bad", has_text="Summary of facts").locator("a").click()
    page.fill("[name=facts_summary]", FACTS)
    prosecutor.axe()
    page.click("text=Save and continue")
    while "/draft/" in page.url and page.locator("textarea").count():
        for box in page.locator("textarea").all():
            if not box.input_value():
                box.fill("Known to the investigating authority, see annex.")
        page.click("text=Save and continue")
    prosecutor.go(f"/requests/{number}/draft/case/")
    for box in page.locator("textarea").all():
        box.fill("Case 260142/2026")
    page.click("text=Save and return to the tasks")
    page.click("main .tasks a:text-is('Documents')")
    page.set_input_files(
        "#f-file", files=[{"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 order"}]
    )
    page.select_option("#f-document", "court_order")
    prosecutor.axe()
    page.click("button:has-text('Attach')")
    page.wait_for_selector("text=order.pdf")
    prosecutor.go(f"/requests/{number}/check/")
    assert page.locator(".notice-bad").count() == 0
    page.click("button:has-text('Submit for release')")
    assert page.locator("text=Waiting for release").count()
    prosecutor.go(f"/requests/{number}/check/")
    assert page.locator("text=Another officer has to release it").count()

    officer = visit("az").sign_in("officer@az.example")
    page = officer.go("/")
    page.click("text=Records of an account")
    page.click("text=Check and release")
    officer.axe()
    page.click("button:has-text('Release and send')")
    page.wait_for_selector("text=The request was sealed")
    wait_for(page, "span.tag:text-is('Delivered')")
    officer.axe()

    there = visit("uz").sign_in("officer@uz.example")
    page = there.go("/")
    page.click("text=Records of an account")
    assert page.locator(f"text={FACTS}").count()
    page.click("a:has-text('Register'):not(.nav-main a):not(.crumbs a)")
    page.fill("#f-reference", "UZ-IN/77")
    page.fill("#f-contact", "D. Rasulova")
    page.fill("#f-next_step", "Check within ten days")
    there.axe()
    page.click("main form .btn-go")
    page.wait_for_selector("text=UZ-IN/77")
    page.click("summary:has-text('More steps')")
    page.click("a:has-text('Ask a question')")
    page.select_option("#f-reason", "period-missing")
    page.fill("#f-term", "2027-01-15")
    page.fill("#f-text", "Which months?")
    there.axe()
    page.click("main form .btn-go")
    there.axe()

    page = prosecutor.go(f"/requests/{number}/")
    wait_for(page, "text=Which months?")
    assert page.locator(".tag:has-text('stopped')").count()
    page.click("main a.btn-go:has-text('Answer')")
    page.fill("#f-text", "January to June.")
    page.click("main form .btn-go")

    page = there.go(f"/requests/{number}/")
    wait_for(page, "text=January to June.")
    page.click("main form button:text-is('Accept')")
    page.click("main a.btn-go:has-text('Assign for execution')")
    page.fill("#f-executing_authority", "Department for Combating Economic Crimes")
    page.select_option("#f-assignee", label="Jasur Ergashev")
    page.click("main form .btn-go")

    executor = visit("uz").sign_in("executor@uz.example")
    page = executor.go(f"/requests/{number}/act/execute/")
    page.fill("#f-text", "Obtained from the bank.")
    page.set_input_files(
        "#f-file", files=[{"name": "statement.csv", "mimeType": "text/csv", "buffer": b"a;b\n" * 500_000}]
    )
    page.fill("#f-use_limit", "Only for case 260142/2026")
    executor.axe()
    page.click("main form .btn-go")
    page.wait_for_selector("text=statement.csv")

    page = prosecutor.go(f"/requests/{number}/")
    wait_for(page, "text=statement.csv")
    with page.expect_download() as download:
        page.click("text=Download proof")
    path = tmp_path / "proof"
    download.value.save_as(path)
    done = subprocess.run([sys.executable, str(VERIFIER), str(path)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert number in done.stdout
    page.click("main form button:text-is('Close')")
    wait_for(page, "span.tag:text-is('Closed')")
    prosecutor.axe()


def wait_for(page: Any, selector: str) -> None:
    for _ in range(60):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"no sign of {selector} on {page.url}")


PAGES = {
    ("az", "prosecutor@az.example"): [
        "/", "/requests/", "/requests/new/", "/requests/{number}/", "/states/", "/states/UZ/",
        "/states/UZ/authorities/1/", "/instruments/vienna-1988/",
        "/navigator/?requesting=AZ&requested=UZ&offence=drug-trafficking&measure=bank-records&on=2026-11-24",
        "/navigator/?requesting=AZ&requested=AZ&offence=corruption", "/account/factors/", "/account/password/change/",
    ],
    ("secretariat", "admin@secretariat.example"): ["/node/", "/node/people/", "/ledger/"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "scheme"), [*LOOKS, ("ru", "light")])
def test_axe_finds_nothing_in_any_direction_or_theme(visit: Any, language: str, scheme: str) -> None:
    for (node, email), addresses in PAGES.items():
        visitor = visit(node, color_scheme=scheme)
        visitor.context.add_cookies([{"name": "comity_language", "value": language, "url": visitor.base}])
        visitor.go("/account/login/")
        visitor.axe()
        visitor.sign_in(email)
        for address in addresses:
            if "requested=AZ" in address:  # a mistake on purpose: the page answers 422, which the console reports
                visitor.go(address)
                visitor.axe()
                visitor.faults.clear()
                continue
            page = visitor.go(address.format(number="AZ-2026-000001"))
            assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
            assert page.locator("html").get_attribute("data-bs-theme") == scheme
            visitor.axe()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), page.url


def test_pages_bear_a_phone_and_large_letters(visit: Any) -> None:
    visitor = visit("az").sign_in("prosecutor@az.example")
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/", "/requests/AZ-2026-000001/", "/navigator/", "/requests/new/"):
        page = visitor.go(address)
        assert page.evaluate("document.documentElement.scrollWidth <= 361"), address


def test_the_first_page_is_light(visit: Any) -> None:
    visitor = visit("az")
    sizes: list[int] = []
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    visitor.go("/account/login/")
    visitor.page.wait_for_load_state("networkidle")

    assert sum(sizes) < 150_000


def test_light_and_dark_and_language_are_kept(visit: Any) -> None:
    visitor = visit("az").sign_in("prosecutor@az.example")
    page = visitor.page
    page.click("button:text-is('Dark')")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.select_option("#language", "fa")
    page.wait_for_selector("html[dir=rtl]")
    visitor.go("/navigator/")
    assert page.locator("html").get_attribute("lang") == "fa"
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_a_passkey_is_added_and_signs_in(visit: Any) -> None:
    visitor = visit("uz").sign_in("auditor@uz.example")
    page = visitor.page
    session = visitor.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                     "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    visitor.go("/account/factors/webauthn/add/")
    if page.locator("input[type=password]").count():
        page.fill("input[type=password]", visitor.federation.password("auditor@uz.example"))
        page.click("main form button")
    box = page.locator("input[type=checkbox][name=passwordless]")
    if box.count():
        box.check()
    page.fill("input[name=name]", "My key")
    visitor.axe()
    page.click("main form button:has-text('Add')")
    page.wait_for_url(lambda url: "/add/" not in url)

    page.click("details.who summary")
    page.click("text=Sign out")
    visitor.go("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/ledger/")


def test_the_whole_ledger_is_checked_by_a_click(visit: Any) -> None:
    visitor = visit("az").sign_in("auditor@az.example")
    visitor.page.click("main .btn-go")

    assert visitor.page.locator(".notice-good").count()
    visitor.axe()
