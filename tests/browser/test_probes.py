# SPDX-License-Identifier: Apache-2.0
"""A probe in the browser at both nodes, from the form to the linked entry; every page passes axe in both directions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_pages import choose, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SHOTS = os.environ.get("PAGE_SHOTS", "")


def seen(visitor: Any, name: str) -> None:
    """Look at the page in both directions and themes with axe; keep pictures where they are wanted."""
    page, address = visitor.page, visitor.page.url
    for language, mode in (("fa", "dark"), ("en", "light")):
        visitor.context.add_cookies(
            [
                {"name": n, "value": v, "url": visitor.base}
                for n, v in (("comity_language", language), ("comity_mode", mode))
            ]
        )
        page.goto(address)
        visitor.axe()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), address
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{language}.png", full_page=True)


def case_with_person(visitor: Any, reference: str, names: str, category: str, audience: str = "") -> str:
    """Open a case by its form, enter a person, and return the address of the case."""
    page = visitor.go("/register/cases/new/")
    page.fill("#f-reference", reference)
    page.fill("#f-title", f"Line {reference}")
    choose(page, "offence", "drug-trafficking")
    page.fill("#f-legal_basis", "CPC 1")
    page.click("main form .btn-go")
    page.wait_for_selector("text=Nothing is entered yet")
    address = str(page.url)
    page.goto(f"{address}enter/Person/")
    page.select_option("#f-category", category)
    page.fill("#f-name", names)
    page.fill("#f-birthDate", "1984-03-02")
    if audience:
        page.check("#f-shows-content")
        choose(page, "audience", audience)
    page.click("main form .btn-go")
    page.wait_for_selector("text=What is said of it")
    return address


def test_a_probe_from_the_form_to_the_linked_entry(visit: Any) -> None:
    there = visit("uz").sign_in("officer@uz.example")
    case_with_person(there, "UZ-7", "Али Гасанов", "wanted", "AZ")
    prosecutor = visit("az").sign_in("prosecutor@az.example")
    case = case_with_person(prosecutor, "AZ-7", "Əli Həsənov", "suspect")
    prosecutor.page.goto(case)
    prosecutor.page.click("text=Ask another State")
    seen(prosecutor, "form")
    page = prosecutor.page
    page.select_option("#f-to_state", "UZ")
    page.fill("#f-basis", "Vienna 1988, 7(7)")
    page.check("input[name=entry]")
    page.click("summary:has-text('Telephones')")
    page.fill("#f-identifiers", "+998 90 123 45 67\nplate: 10 AA 123")
    page.click("main form .btn-go")
    page.wait_for_selector("text=Waiting for release")
    order = page.url.replace(prosecutor.base, "")
    seen(prosecutor, "order-waiting")

    officer = visit("az").sign_in("officer@az.example")
    officer.go(order)
    seen(officer, "order-release")
    officer.page.click("button:has-text('Release the order')")
    prosecutor.go(order)
    wait_for(page, "span.tag:has-text('1 hit')")
    seen(prosecutor, "order-answered")
    page.click("main table .row-link")
    seen(prosecutor, "hit-found")
    page.click("button:has-text('Open the hit')")
    hit = page.url
    seen(prosecutor, "hit-opened")

    there.go("/register/probes/")
    wait_for(there.page, "main table .row-link:has-text('Али Гасанов')")
    seen(there, "inbox")
    there.page.click("main table .row-link")
    seen(there, "hit-decide")
    there.page.click("button:has-text('Disclose this entry')")
    seen(there, "hit-disclosed-there")

    page.goto(hit)
    wait_for(page, "button:has-text('Link it to the case')")
    seen(prosecutor, "hit-disclosed")
    page.click("button:has-text('Link it to the case')")
    page.click("main a.row-link:has-text('Али Гасанов')")
    page.wait_for_selector("text=What is said of it")
    for address, name in (("/register/probes/", "home"), ("/register/probes/audit/", "audit"),
                          ("/register/probes/learned/", "learned")):  # fmt: skip
        officer.go(address)
        seen(officer, name)
    prosecutor.go("/register/probes/")
    seen(prosecutor, "home-prosecutor")
    auditor = visit("az").sign_in("auditor@az.example")
    auditor.page.click("a:has-text('Audit of query orders')")
    auditor.page.click("button:has-text('Draw the sample')")
    auditor.page.wait_for_selector("text=No order was sent in this month")
    seen(auditor, "audit-drawn")
