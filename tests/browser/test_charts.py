# SPDX-License-Identifier: Apache-2.0
"""Charts in a page with the node's own style sheet and policy: both directions, both themes, nothing cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from comity.documents.rules.charts import Counts, Matrix, svg
from tests.browser.conftest import AXE
from tests.unit.test_charts import SPANS, TILES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STATIC = Path(__file__).parents[2] / "comity" / "config" / "static"
NAMES = {
    "en": ("Azerbaijan", "Islamic Republic of Iran, Prosecutor General's Office", "Wappen: MMMMMMMM", "Ўзбекистон"),
    "fa": ("آذربایجان", "جمهوری اسلامی ایران، دادستانی کل کشور (همکاری‌های بین‌المللی)", "TR-2026 (۷)", "Özbekistan"),
}
SHEETS = "".join(
    f'<link rel="stylesheet" href="/{name}">' for name in ("vendor/bootstrap/bootstrap.min.css", "comity/theme.css")
)
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:"
OUTSIDE = """[...document.querySelectorAll('svg text')].filter(text => {
  const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
  return inner.left < outer.left - 3 || inner.right > outer.right + 3 || inner.bottom > outer.bottom + 3;
}).map(text => text.textContent)"""


def _body(language: str) -> str:
    names = NAMES[language]
    counts = Counts(
        "t", "h", ("answered", "under way"), tuple((name, (70 * n, 3)) for n, name in enumerate(names)), language
    )
    matrix = Matrix("m", "h", names, ("yes", "no"), tuple((name, (0, 1, None, 0)) for name in names), language)
    return "".join(f"<section><h2>x</h2>{svg(data)}</section>" for data in (counts, matrix, SPANS, TILES))


def _open(browser: Browser, language: str, theme: str, width: int) -> tuple[Page, list[str]]:
    page, faults = browser.new_page(viewport={"width": width, "height": 900}), []
    page.on("console", lambda message: faults.append(message.text))

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://charts.example/")
        if path:
            route.fulfill(path=STATIC / path)
            return
        direction = "rtl" if language == "fa" else "ltr"
        html = (
            f'<!doctype html><html lang="{language}" dir="{direction}" data-bs-theme="{theme}"><head><title>t</title>'
            f'{SHEETS}<link rel="icon" href="data:,"></head>'
            f"<body><main><h1>Charts</h1>{_body(language)}</main></body></html>"
        )
        route.fulfill(
            body=html, headers={"content-security-policy": POLICY, "content-type": "text/html; charset=utf-8"}
        )

    page.route("**/*", answer)
    page.goto("http://charts.example/")
    return page, faults


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", 1000), ("fa", "dark", 1000), ("fa", "light", 420)]
)
def test_a_chart_is_whole_under_the_strict_policy(browser: Browser, language: str, theme: str, width: int) -> None:
    page, faults = _open(browser, language, theme, width)
    page.evaluate(AXE)

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    outside = page.evaluate(OUTSIDE)
    ink = page.evaluate("getComputedStyle(document.querySelector('svg text.chart-ink')).fill")
    body = page.evaluate("getComputedStyle(document.body).color")
    page.close()

    assert found == []
    assert faults == []
    assert outside == []
    assert ink == body, "words have the colour of the theme"
