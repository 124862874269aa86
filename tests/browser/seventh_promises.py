# SPDX-License-Identifier: Apache-2.0
"""What follows from the seventh meeting: commitments, reports, files with mistakes, the report to the summit."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.seventh_text import TEXT
from tests.browser.window import Window


def commit(desk: Window, az: Window, ir: Window, kz: Window) -> None:
    desk.go(f"{TEXT}clauses/c2/")
    desk.page.click("text=Make a commitment of it")
    desk.look()
    assert desk.page.input_value("#f-source") == "almaty-declaration-2027#c2"
    desk.refused("is not", addressee="each-state", verb="conduct", due="soon")
    desk.refused("lies before", since="2026-01-15", due="2026-01-01")
    desk.fill(due="2026-02-01", evidence_required="the programme of the course")
    desk.page.click("main form .btn-go")
    desk.page.wait_for_url("**/commitments/c/**")
    desk.look()
    page = az.go("/commitments/mine/")
    page.click("a.row-link:has-text('joint training course')")
    az.look()
    page.click("a:has-text('Report it kept'):visible")
    az.refused("is not a day", as_of="")
    az.fill(as_of="2026-02-01", text="سلام " * 200 + "A course was held in Baku.")
    page.set_input_files(
        "#f-file", files=[{"name": "programme.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 programme"}]
    )
    page.click("main form .btn-go")
    page.wait_for_selector("text=A course was held in Baku.")
    here = page.url.removeprefix(az.visitor.base)
    page = desk.go(here)
    duty = page.locator("details.duty", has_text="Azerbaijan")
    duty.locator("summary").click()
    duty.locator("a:has-text('Accept the report')").click()
    desk.look()
    page.click("main form .btn-go")
    page.wait_for_selector("text=It was recorded.")
    page.click("ol.trail a:has-text('Almaty Declaration')")
    page.wait_for_url(f"**{TEXT}clauses/c2/")
    page = desk.go(TEXT)
    page.click("text=Commitments that follow from this text")
    desk.look()
    assert page.locator("text=joint training course").count()
    ir.go("/commitments/mine/")
    ir.go("/commitments/matrix/?text=almaty-declaration-2027")
    assert kz.go("/commitments/overdue/").locator("text=joint training course").count()


def bad_files(kz: Window, folder: Path) -> None:
    page = kz.go("/commitments/import/")
    with page.expect_download() as out:
        page.click("text=Write out what we owe as CSV")
    out.value.save_as(folder / "owed.csv")
    lines = (folder / "owed.csv").read_text(encoding="utf-8-sig")
    wrong = (
        (",KZ,", ",XX,", "XX"),
        (",(open|overdue),,,,,", r",\1,progress,31.02.2026,,Done.,", "31.02.2026"),
        ("commitment", "promise", "commitment"),
    )
    for found, instead, said in wrong:
        changed = re.sub(found, instead, lines)
        assert changed != lines, lines
        (folder / "bad.csv").write_text(changed, encoding="utf-8")
        page = kz.go("/commitments/import/")
        page.set_input_files("#f-file", folder / "bad.csv")
        page.click("button:has-text('Take in')")
        page.wait_for_selector("text=Nothing was taken in")
        assert page.locator(f"main:has-text('{said}')").count()
        kz.look()
    kz.visitor.faults.clear()  # a file without its columns is answered with 422, which the console reports


def report_to_the_summit(desk: Window) -> None:
    query = "?organisation=ECO&since=2026-01-01&until=2026-06-30"
    page = desk.go(f"/commitments/report/{query}")
    shown = page.inner_text("main")
    data = page.request.get(f"{desk.visitor.base}/commitments/report/report.json{query}").json()
    rows = {r.locator("th").first.inner_text(): r.locator("td.n").all_inner_texts()
            for r in page.locator("table[class*=figures]").first.locator("tbody tr").all()}  # fmt: skip
    assert f"Without any report: {data['without_report']}" in shown
    assert f"Reports about the period: {data['reports_in_period']}" in shown
    for state, name in (("AZ", "Azerbaijan"), ("IR", "Iran")):
        assert list(map(int, rows[name])) == [sum(data["by_owner"][state].values()), *data["by_owner"][state].values()]
