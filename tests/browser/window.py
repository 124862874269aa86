# SPDX-License-Identifier: Apache-2.0
"""A window of a journey: it looks at every kind of page it meets, fills forms and expects refusals."""

from __future__ import annotations

import re
from typing import Any

LOOKS = [("en", "light"), ("fa", "dark")]
"""Language and scheme in which every page is judged: both directions, both schemes."""


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
        with self.page.expect_navigation():
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
