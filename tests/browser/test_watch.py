# SPDX-License-Identifier: Apache-2.0
"""The watch list in a browser, on two nodes: paste, confirm, share, corroborate, ask, limit, reappear."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import typst

from tests.browser.window import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CHAT = """[25.11.26, 08:04:05] Seller: yeni liste burada hxxps://t[.]me/caspian_mix_bot
[25.11.26, 08:05:00] Seller: оплата 50$ на bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 и закладки сразу
[25.11.26, 08:06:00] Buyer: sağ ol, photo.jpg göndərdim"""
SHOTS = os.environ.get("WATCH_SHOTS", "")


def shot(visitor: Any, name: str) -> None:
    """Keep a picture of the page where WATCH_SHOTS names a folder, to be looked at."""
    if SHOTS:
        visitor.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def step(page: Any, button: str, **given: str) -> None:
    """Open a step of an indicator, fill it in and take it."""
    box = page.locator("details", has=page.locator(f"summary:text-is('{button}')"))
    if not box.locator("form").is_visible():
        box.locator("summary").click()
    for name, value in given.items():
        field = box.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    box.locator("form button").click()


def wait_for(page: Any, selector: str, tries: int = 60) -> None:
    for _ in range(tries):
        if page.locator(selector).count():
            return
        time.sleep(0.5)
        page.reload()
    raise AssertionError(f"no sign of {selector} on {page.url}")


def test_from_a_pasted_chat_to_reappeared(visit: Any) -> None:
    analyst = visit("az").sign_in("analyst@az.example")
    page = analyst.go("/watch/")
    assert page.locator("text=Nothing is watched yet").count()
    analyst.axe()
    page.click("main .empty .btn-go")
    page.fill("#f-title", "Phone 2, group of sellers")
    page.fill("#f-text", CHAT)
    analyst.axe()
    page.click("main form.sheet .btn-go")
    page.wait_for_url("**/watch/detect/*-*/")
    assert page.locator("text=The checksum holds: bech32.").count() == 1
    assert page.locator("text=It was disguised").count() >= 1
    assert page.locator("text=photo.jpg").count() == 0
    analyst.axe()
    shot(analyst, "detection")

    page.check("input[aria-label='telegram:caspian_mix_bot']")
    page.click("#f-audience summary")
    page.check("input[name=audience][value=UZ]")
    page.click("button[name=confirm]")
    page.click("a:has-text('telegram:caspian_mix_bot')")
    assert page.locator("text=No other State yet").count()
    analyst.axe()
    address = page.url

    partner = visit("uz").sign_in("analyst@uz.example")
    there = partner.go("/watch/")
    wait_for(there, "a.row-link:has-text('telegram:caspian_mix_bot')")
    partner.axe()
    there.click("a.row-link:has-text('telegram:caspian_mix_bot')")
    step(there, "Corroborate", evidence="Seen on two phones in Tashkent.")
    partner.axe()

    page.goto(address)
    wait_for(page, "section .tag-good:text-is('corroborates')")
    step(page, "Ask for limitation", addressee="provider", name="Telegram FZ-LLC")
    step(page, "It is limited", measure="removed")
    analyst.axe()
    shot(analyst, "limited")
    wait_for(there, "p .tag:text-is('Limited')")
    step(there, "It reappeared", evidence="Back as caspian_mix2_bot, same menu.")
    wait_for(page, "p .tag:text-is('Reappeared')")
    assert page.locator("text=Ask again after it reappeared").count()
    analyst.axe()
    page = analyst.go("/watch/?status=reappeared")
    assert page.locator("tr[data-row]").count() == 1
    shot(analyst, "board")


def test_a_seized_file_is_looked_through_while_the_page_waits(visit: Any, tmp_path: Path) -> None:
    phone = tmp_path / "phone.zip"
    with zipfile.ZipFile(phone, "w") as archive:
        archive.writestr("chat.txt", "\n".join(f"{n}: nothing" for n in range(60_000)) + "\nt.me/dusk_market_bot")
        archive.writestr("report.pdf", bytes(typst.compile(b"Stash at t.me/dusk_market_two_bot")))
        archive.writestr("program.exe", b"MZ\0\0")
    analyst = visit("az", locale="fa", color_scheme="dark").sign_in("analyst@az.example")
    analyst.context.add_cookies([{"name": "comity_language", "value": "fa", "url": analyst.base}])
    page = analyst.go("/watch/detect/")
    page.fill("#f-title", "Phone 3")
    page.set_input_files("#f-file", phone)
    page.click("main form.sheet .btn-go")
    page.wait_for_url("**/watch/detect/*-*/")
    assert page.locator("progress").count() == 1
    analyst.axe()
    shot(analyst, "reading")

    page.wait_for_selector("label:has-text('dusk_market_two_bot')", timeout=60_000)
    assert page.locator("td:has-text('report.pdf')").count()
    assert page.locator("li:has-text('program.exe')").count() == 1
    analyst.axe()
    shot(analyst, "read")


def test_a_token_is_made_shown_once_and_revoked(visit: Any) -> None:
    analyst = visit("az").sign_in("analyst@az.example")
    page = analyst.go("/watch/feeds/")
    analyst.axe()
    page.fill("#f-label", "CERT Uzbekistan")
    page.select_option("#f-state", "UZ")
    page.click("button:text-is('Make a token')")
    assert len(page.locator("#token-secret").inner_text()) > 40
    analyst.axe()
    shot(analyst, "feeds")
    page = analyst.go("/watch/feeds/")
    assert page.locator("#token-secret").count() == 0
    page.click("button[aria-label='Revoke: CERT Uzbekistan']")
    assert page.locator("tr.gone").count() == 1
    analyst.axe()


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_axe_finds_nothing_in_any_direction_or_theme(visit: Any, language: str, scheme: str) -> None:
    analyst = visit("az", color_scheme=scheme).sign_in("analyst@az.example")
    analyst.context.add_cookies([{"name": "comity_language", "value": language, "url": analyst.base}])
    page = analyst.page
    for path in ("/watch/", "/watch/new/", "/watch/detect/", "/watch/feeds/"):
        analyst.go(path)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
        analyst.axe()
        shot(analyst, f"{path.strip('/').replace('/', '-')}-{language}-{scheme}")
    first = analyst.go("/watch/").locator("a.row-link").first
    if first.count():
        first.click()
        analyst.axe()
        shot(analyst, f"one-{language}-{scheme}")
