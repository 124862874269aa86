# SPDX-License-Identifier: Apache-2.0
"""The text of the seventh meeting: drafted, negotiated, adopted, signed, verified."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.browser.window import Window

MEETING = "/meetings/eco-prosecutors-general-7/"
TEXT = "/texts/almaty-declaration-2027/"
WORDING = """Recalling the Antalya Declaration,
1. Decide to exchange requests by electronic means within [thirty] days.
2. Each Member State shall conduct one joint training course a year.
3. تأکید می‌کنند که هر کشور عضو یک نقطه تماس تعیین می‌کند.
4. Welcome the offer to host the next Meeting.
Adopted in Almaty"""


def negotiate(desk: Window, second: Window, az: Window, ir: Window, kz: Window) -> None:
    page = desk.go(MEETING)
    page.click("text=Begin a text for this meeting")
    desk.look()
    assert page.input_value("#f-body") == "eco-prosecutors-general"
    desk.refused("short name", title="Almaty Declaration", slug="Almaty Declaration", wording=WORDING)
    desk.fill(slug="almaty-declaration-2027")
    page.click("main form .btn-go")
    page.wait_for_url(f"**{TEXT}")
    desk.look()
    assert az.page.request.get(az.visitor.base + TEXT).status == 404  # a draft is its drafters' own
    page.click("main a:text-is('Circulate')")
    desk.look()
    page.click("main form .btn-go")
    page.wait_for_selector("li.here:has-text('Circulated')")
    desk.go(MEETING)
    desk.open("Circulate a document")
    desk.refused("Give either", title="Draft declaration")
    desk.refused("no such text", text="no-such-text-2027")
    desk.send(text="almaty-declaration-2027", item="1")
    for window, wording in ((az, "Decide to exchange requests by electronic means within 15 days."),
                            (ir, "Decide to exchange requests by electronic means within 20 days.")):  # fmt: skip
        window.go(MEETING)
        window.page.locator("aside a[href*='/texts/almaty']").click()
        window.look()
        window.page.locator("ol.clauses a[href$='/clauses/c1/']").first.click()
        window.look()
        window.fill(wording=wording, reason="مهلت کوتاه‌تر")
        window.page.dblclick("form:has(input[value=propose]) button")
        window.page.wait_for_selector(".proposal")
        assert window.page.locator(".proposal").count() == (1 if window is az else 2)
        note = "پس از مشورت" if window is ir else "As agreed by the experts."
        window.fill(stance="agree" if window is az else "reserve", note=note)
        window.page.click("form:has(input[value=position]) button")
        window.page.wait_for_selector(f"aside p.mb-2:has-text('{note}')")
        window.look()
    desk.go(f"{TEXT}proposals/")
    page.check("input[name=proposal] >> nth=0")
    page.click("text=Take the ticked ones")
    page.wait_for_url("**/compare/")
    desk.look()
    desk.go(f"{TEXT}positions/")
    desk.go(TEXT)


def adopt_and_sign(desk: Window, kz: Window, az: Window, ir: Window, hu: Window, folder: Path) -> None:
    page = desk.go(MEETING)
    desk.open("Record an outcome")
    desk.refused("no vote of that number", kind="decision", text_en="The Almaty Declaration is adopted.", vote="9")
    desk.send(vote="", cites="almaty-declaration-2027#c1")
    desk.go(f"{MEETING}act/name_signatories/")
    desk.send(text="almaty-declaration-2027")
    desk.go(f"{TEXT}step/adopt/")
    desk.fill(decision="eco-prosecutors-general-7#o1", place="Almaty", date="2026-01-15")
    page.click("main form .btn-go")
    page.wait_for_selector("li.here:has-text('Adopted')")
    desk.look()
    page.click("a:has-text('eco-prosecutors-general-7#o1')")
    page.wait_for_url(f"**{MEETING}#outcome-1")
    page.click("a.mono:has-text('almaty-declaration-2027#c1')")
    page.wait_for_url(f"**{TEXT}clauses/c1/")
    desk.look()
    for window in (kz, az, ir):
        window.visitor.passkey()
        page = window.go(f"{TEXT}sign/en/")
        if window is kz:  # the words under the signature are not those shown
            page.locator("input[name=digest]").evaluate("e => { e.value = '0'.repeat(64) }")
            page.click("form[data-sign] .btn-go")
            page.wait_for_selector("#errors")
            window.visitor.axe()
            window.visitor.faults.clear()
            page = window.go(f"{TEXT}sign/en/")
        page.click("form[data-sign] .btn-go")
        page.wait_for_url(f"**{TEXT}")
        window.look()
    assert hu.page.request.get(f"{hu.visitor.base}{TEXT}sign/en/").status in {403, 404, 409}
    page = az.go(TEXT)
    assert page.locator("li.here:has-text('Signed')").count()
    bundle = folder / "bundle"
    with page.expect_download() as download:
        page.click("text=Download the signatures")
    download.value.save_as(bundle)
    script = folder / "verify.py"
    with page.expect_download() as download:
        page.click("text=The script that verifies them without Comity")
    download.value.save_as(script)
    whole = verified(script, bundle)
    assert whole.returncode == 0, whole.stderr
    assert "3 signatures by passkey" in whole.stdout
    data = bundle.read_bytes()
    at = data.index(b"15 days")
    bundle.write_bytes(data[:at] + b"1" + b"6" + data[at + 2 :])
    assert verified(script, bundle).returncode != 0


def verified(script: Path, bundle: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(script), str(bundle)], capture_output=True, text=True, check=False
    )  # fmt: skip
