# SPDX-License-Identifier: Apache-2.0
"""The common register in a real browser: a case, a person, a search in another script, a ruling, a withdrawal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.window import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ANALYST = "analyst@az.example"
SHOTS = os.environ.get("SCREENSHOTS", "")


def seen(visitor: Any, name: str) -> None:
    """Let axe look at the page, check that it is not wider than the window, and keep a picture when one is wanted."""
    visitor.axe()
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), visitor.page.url
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def enter(page: Any, case: str, name: str, born: str) -> None:
    page.goto(f"{case}enter/Person/")
    page.select_option("#f-category", "suspect")
    page.fill("#f-name", name)
    page.fill("#f-birthDate", born)
    page.click("main form .btn-go")
    page.wait_for_selector("#h-said")


def open_case(page: Any, reference: str, title: str) -> str:
    page.click("a.btn-go:has-text('Open a case')")
    page.fill("#f-reference", reference)
    page.fill("#f-title", title)
    page.check('input[name="offence"][value="money-laundering"]')
    page.fill("#f-legal_basis", "Criminal Procedure Code, art. 210")
    page.click("main form .btn-go")
    page.wait_for_selector("#h-entries")
    return str(page.url)


def test_a_person_is_entered_found_in_another_script_merged_and_withdrawn(visit: Any) -> None:
    visitor = visit("az").sign_in(ANALYST)
    page = visitor.page
    page.wait_for_url("**/register/")
    seen(visitor, "home")
    case = open_case(page, "900001/2026", "Harbour line")
    seen(visitor, "case-empty")
    enter(page, case, "Nurlan Şıxəliyev", "1977-08-19")
    first = str(page.url)
    visitor.go("/register/")
    other = open_case(page, "900002/2026", "Night market")
    page.goto(f"{other}enter/Person/")
    seen(visitor, "entry-new")
    enter(page, other, "Нурлан Шихалиев", "1977-08-19")
    page.goto(other)
    assert page.locator("#h-links").count()
    seen(visitor, "case")

    visitor.go("/register/search/")
    page.fill("#f-text", "نورلان شیخ‌علی‌اف")
    page.fill("#f-birthDate", "1977")
    page.click("main form .btn-go")
    page.wait_for_selector("article.found")
    assert page.locator("article.found a.row-link").count() >= 2
    assert page.locator("article.found .why li").count()
    assert page.locator("article.found >> text=agrees as far as known").count() >= 2
    seen(visitor, "search")

    page.goto(first)
    assert page.locator("#h-maybe").count()
    seen(visitor, "entry-suggestion")
    page.fill("#f-why-1", "The passport copies show one man")
    page.click("button:has-text('It is the same')")
    page.wait_for_selector("#h-same")
    assert page.locator("text=Нурлан Шихалиев").count() >= 2
    seen(visitor, "entry-merged")
    page.click("button:has-text('Take the ruling back')")
    page.wait_for_selector("#h-maybe")
    assert not page.locator("#h-same").count()

    page.click("summary:has-text('Withdraw')")
    page.fill("#f-reason", "Entered in error")
    page.click("details button:has-text('Withdraw')")
    page.wait_for_selector("#h-entries")
    assert not page.locator("text=Nurlan Şıxəliyev").count()
    page.goto(first)
    assert page.locator("text=There is no such entry").count()
    visitor.faults.clear()  # the page that is gone answers 404, which the console reports


def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(visit: Any) -> None:
    visitor = visit("az").sign_in(ANALYST)
    page = visitor.go("/register/")
    page.click("a.row-link:has-text('Silk line')")
    page.goto(f"{page.url}enter/Person/")
    page.select_option("#f-category", "wanted")
    page.fill("#f-name", "A. B.")
    page.fill("#f-birthDate", "1984-13")
    page.click("main form .btn-go")

    page.wait_for_selector(".notice-bad")
    assert page.input_value("#f-name") == "A. B."
    page.click(".notice-bad a")
    assert page.evaluate("document.activeElement.id") == "f-birthDate"
    seen(visitor, "entry-wrong")
    visitor.faults.clear()


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_axe_finds_nothing_in_the_register(visit: Any, language: str, scheme: str) -> None:
    visitor = visit("az", color_scheme=scheme)
    visitor.context.add_cookies([{"name": "comity_language", "value": language, "url": visitor.base}])
    visitor.sign_in(ANALYST)
    visitor.go("/register/")
    seen(visitor, f"home-{language}-{scheme}")
    case = visitor.page.locator("a.row-link:has-text('Silk line')").get_attribute("href")
    visitor.go(case)
    seen(visitor, f"case-{language}-{scheme}")
    visitor.go(visitor.page.locator("a.row-link >> nth=0").get_attribute("href"))
    seen(visitor, f"entry-{language}-{scheme}")
    for name, address in (
        ("search", "/register/search/?text=رشاد+محمدقلی‌زاده&born=1981&state=AZ"), ("enter", f"{case}enter/Person/"),
        ("reviews", "/register/reviews/"), ("rights", "/register/rights/"), ("counts", "/register/rights/published/"),
        ("new", "/register/cases/new/"),
    ):  # fmt: skip
        visitor.go(address)
        seen(visitor, f"{name}-{language}-{scheme}")


def test_the_register_bears_a_phone(visit: Any) -> None:
    visitor = visit("az").sign_in(ANALYST)
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    for address in (
        "/register/",
        "/register/search/?text=Rashad+Mammadguluzade&born=1981&state=AZ",
        "/register/rights/",
    ):
        page = visitor.go(address)
        assert page.evaluate("document.documentElement.scrollWidth <= 361"), address
