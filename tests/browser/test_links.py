# SPDX-License-Identifier: Apache-2.0
"""The graph of links in a real browser: both directions, both themes, nothing for axe-core to find."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CASES = (
    ("LN-1/2026", (("Phone", {"phone": "+994 50 555 01 42"}), ("Vehicle", {"registrationNumber": "10-RM-042"}))),
    ("LN-2/2026", (("Vehicle", {"registrationNumber": "10 RM 042"}), ("Phone", {"phone": "+994505550142"}))),
    (
        "پرونده ۳",
        (("Person", {"name": "رشاد محمدقلی زاده", "birthDate": "1981-04-12", "passportNumber": "P 1182736"}),),
    ),
)


def fill(page: Any, base: str) -> None:
    for reference, entries in CASES:
        page.goto(f"{base}/register/cases/new/")
        page.fill("[name=reference]", reference)
        page.fill("[name=title]", f"Case {reference}")
        page.fill("[name=legal_basis]", "CPC 210")
        page.locator("[name=offence]").first.check()
        page.click("main form .btn-go")
        page.wait_for_url("**/register/cases/*-*/")
        case = page.url
        for schema, values in entries:
            page.goto(f"{case}enter/{schema}/")
            if schema == "Person":
                page.select_option("[name=category]", "suspect")
            for prop, value in values.items():
                box = page.locator(f"[name={prop}]")
                if not box.is_visible():
                    page.locator("details", has=box).locator("summary").first.click()
                box.fill(value)
            page.click("main form .btn-go")
            page.wait_for_url("**/register/entries/*/", timeout=60_000)  # the first name reads the tables of names


def shot(page: Any, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_the_picture_says_what_the_table_says_in_both_directions(visit: Any, federation: Any) -> None:
    analyst = visit("az").sign_in("analyst@az.example")
    page = analyst.page
    fill(page, analyst.base)

    page = analyst.go("/register/links/")
    analyst.axe()
    shot(page, "links-light")
    rows, lines = page.locator("table.list tbody tr"), page.locator("svg.graph path")
    assert rows.count() == lines.count() >= 6
    shown = page.locator("svg.graph text").all_text_contents()
    assert any("LN-1/2026" in text for text in shown)
    assert "Elçin Hacıyev" not in page.content()

    page.select_option("#f-least", "0.9")
    page.check("input[value=identifier]")
    page.click("main form .btn-go")
    assert 0 < page.locator("table.list tbody tr").count() < 6
    assert "Passport number" in page.locator("table.list tbody").inner_text()
    analyst.axe()

    page.locator("svg.graph a text.graph-entry").first.click()
    page.wait_for_url("**/register/entries/*/")
    entry = page.url
    page.click("text=Show as a picture")
    assert page.locator("svg.graph .graph-centre").count() == 1
    analyst.axe()
    shot(page, "links-entry")

    page.goto(entry)
    page.click("text=Access extract")
    page.wait_for_url("**/access/")
    assert page.locator("table.list tbody tr").count()
    analyst.axe()


def test_the_graph_mirrors_and_darkens(visit: Any, federation: Any) -> None:
    analyst = visit("az", locale="fa", color_scheme="dark").sign_in("analyst@az.example")
    for name, mode in (("light", "light"), ("dark", "dark")):
        analyst.context.add_cookies(
            [{"name": "comity_mode", "value": mode, "url": analyst.base},
             {"name": "comity_language", "value": "fa", "url": analyst.base}]
        )  # fmt: skip
        page = analyst.go("/register/links/")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("svg.graph path").count()
        first = page.locator("svg.graph rect").first.bounding_box()
        picture = page.locator("svg.graph").bounding_box()
        assert first["x"] + first["width"] / 2 > picture["x"] + picture["width"] / 2
        analyst.axe()
        shot(page, f"links-rtl-{name}")
