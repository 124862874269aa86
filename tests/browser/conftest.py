# SPDX-License-Identifier: Apache-2.0
"""A real browser before a real practice federation, and axe-core for every page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.node_pair import free_port, until
from tests.support.secretariat import SecretariatNode

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
CHROMIUM = os.environ.get("COMITY_CHROMIUM", "/usr/bin/chromium")


class Federation:
    """A running practice federation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = next(p for p in iter(free_port, None) if p < 60000)
        env = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
        self.log = (folder / "log.txt").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "comity", "practice", "run", "--folder", str(folder / "practice"),
             "--base-port", str(self.base)], env=env, stdout=self.log, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def address(self, node: str) -> str:
        return f"http://localhost:{self.base + {'secretariat': 0, 'az': 1, 'uz': 2}[node]}"

    def wait(self) -> None:
        def done() -> bool:
            assert self.process.poll() is None, (self.folder / "log.txt").read_text(encoding="utf-8")
            return "Every step verified" in (self.folder / "log.txt").read_text(encoding="utf-8")

        until(done, "the main job", 240)
        httpx.get(self.address("az") + "/exchange/card").raise_for_status()

    def password(self, email: str) -> str:
        return str(json.loads((self.folder / "practice" / "logins.json").read_text())[email])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        self.log.close()


@pytest.fixture(scope="session")
def federation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federation]:
    running = Federation(tmp_path_factory.mktemp("federation"))
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def secretariat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecretariatNode]:
    """A Secretariat's node with an officer and delegates; rooms lay out their pages with `secretariat.seed(…)`."""
    running = SecretariatNode(tmp_path_factory.mktemp("secretariat"))
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Visitor:
    """A person at a browser window. Every console error and foreign request fails the test."""

    def __init__(self, browser: Browser, federation: Federation | SecretariatNode, node: str, **context: Any) -> None:
        self.federation, self.node = federation, node
        self.base = federation.address(node)
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **context)
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("request", lambda r: self._same_host(r.url))

    def _same_host(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"request to {url}")

    def sign_in(self, email: str) -> Visitor:
        self.go("/account/login/")
        self.page.fill("#id_login", email)
        self.page.fill("#id_password", self.federation.password(email))
        self.page.click("form.sheet .btn-go")
        self.page.wait_for_url(lambda url: "/account/login" not in url)
        return self

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def axe(self) -> None:
        """Fail on anything axe-core finds."""
        # The strict policy of the page forbids inline script; the debugger may run it all the same.
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        lines = [f"{v['id']}: {n['html'][:160]} | {n['failureSummary'][:200]}" for v in found for n in v["nodes"]]
        assert not lines, f"{self.page.url}\n" + "\n".join(lines)

    def passkey(self, name: str = "My key") -> None:
        """Add a virtual authenticator to the window and register its passkey with the person who signed in."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                         "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}},
        )  # fmt: skip
        self.go("/account/factors/webauthn/add/")
        if self.page.locator("input[type=password]").count():
            self.page.fill("input[type=password]", self.federation.password(""))
            self.page.click("main form button")
        self.page.fill("input[name=name]", name)
        self.page.click("#mfa_webauthn_add")
        self.page.wait_for_url(lambda url: "/add/" not in url)

    def close(self) -> None:
        self.context.close()
        assert not self.faults, f"{self.page.url} {self.faults}"


@pytest.fixture
def visit(browser: Browser, federation: Federation) -> Iterator[Any]:
    made: list[Visitor] = []

    def start(node: str, **context: Any) -> Visitor:
        made.append(Visitor(browser, federation, node, **context))
        return made[-1]

    yield start
    for visitor in made:
        visitor.close()


@pytest.fixture
def call_on(browser: Browser, secretariat: SecretariatNode) -> Iterator[Any]:
    """Open windows at the Secretariat's node: `call_on("delegate@az.example")` signs in at once."""
    made: list[Visitor] = []

    def start(email: str = "", **context: Any) -> Visitor:
        made.append(Visitor(browser, secretariat, "secretariat", **context))
        return made[-1].sign_in(email) if email else made[-1]

    yield start
    for visitor in made:
        visitor.close()
