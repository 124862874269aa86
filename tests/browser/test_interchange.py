# SPDX-License-Identifier: Apache-2.0
"""Import and export in a real browser: a table by way of its preview to its report, and a file taken out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.test_register import ANALYST, seen
from tests.browser.window import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABLE = (
    "ФИО;Дата рождения;Гражданство;Телефон;Примечание\n"
    "Гулиев Самир;02.03.1984;AZ;+994 50 700 10 01;=2+2\n"
    "Əliyeva Leyla;1990;AZ;+994 50 700 10 02;видел свидетель\n"
    "علی حسن‌زاده;31.02.1980;IR;;\n"
    "Только имя\n"
)


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_a_table_is_imported_and_the_case_exported(visit: Any, language: str, scheme: str) -> None:
    visitor = visit("az", color_scheme=scheme)
    visitor.context.add_cookies([{"name": "comity_language", "value": language, "url": visitor.base}])
    visitor.sign_in(ANALYST)
    page = visitor.go("/register/")
    case = page.locator("a.row-link:has-text('Silk line')").get_attribute("href")
    visitor.go(f"{case}import/")
    seen(visitor, f"import-new-{language}-{scheme}")
    page.set_input_files("#f-file", files=[{"name": "people.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}])
    page.click("main form .btn-go")

    page.wait_for_selector("#f-category")
    assert page.input_value("#f-column-0") == "name"
    assert page.input_value("#f-column-1") == "birthDate"
    assert page.input_value("#f-delimiter") == "semicolon"
    page.select_option("#f-category", "suspect")
    page.click("button[name=look]")
    page.wait_for_selector("text=1984")
    assert page.locator("td .wrong").count() == 2
    seen(visitor, f"import-plan-{language}-{scheme}")
    page.click("button[name=start]")

    # The page follows the import by itself.
    page.wait_for_selector("#h-lines", timeout=60_000)
    assert page.locator("#h-lines").count() == 1
    assert page.locator("text=31.02.1980").count() == 1
    seen(visitor, f"import-done-{language}-{scheme}")

    visitor.go("/register/interchange/")
    seen(visitor, f"interchange-{language}-{scheme}")
    with page.expect_download() as download:
        page.click("#h-export ~ form .btn-go")
    text = download.value.path().read_text(encoding="utf-8")
    said = [json.loads(line) for line in text.splitlines()]
    assert any("Гулиев Самир" in entity["properties"].get("name", ()) for entity in said)


def test_the_preview_bears_a_phone(visit: Any) -> None:
    visitor = visit("az").sign_in(ANALYST)
    page = visitor.go("/register/")
    page.set_viewport_size({"width": 360, "height": 740})
    case = page.locator("a.row-link:has-text('Silk line')").get_attribute("href")
    visitor.go(f"{case}import/")
    page.set_input_files("#f-file", files=[{"name": "a.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}])
    page.click("main form .btn-go")

    page.wait_for_selector("#f-category")
    assert page.evaluate("document.documentElement.scrollWidth <= 361")
