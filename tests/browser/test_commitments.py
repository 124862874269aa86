# SPDX-License-Identifier: Apache-2.0
"""Commitments in a real browser: reported, asked about, accepted, adjusted; pages in both directions, axe clean."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from comity.base import clock
from tests.support.secretariat import SecretariatNode

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("secretariat")]
PAGES = (
    "/commitments/", "/commitments/?status=overdue", "/commitments/mine/", "/commitments/overdue/",
    "/commitments/matrix/?text=ankara-declaration-2023", "/commitments/timeline/", "/commitments/plans/",
    "/commitments/plans/ots-action-plan/", "/commitments/notices/", "/commitments/import/",
    "/commitments/report/?organisation=OTS", "/commitments/follow-up/?body=ots-prosecutors-general",
    "/commitments/c/ankara-declaration-2023.c6/", "/commitments/c/antalya-declaration-2015.c5/",
)  # fmt: skip
DESK = ("/commitments/new/", "/commitments/plans/new/", "/commitments/c/ankara-declaration-2023.c1/evaluate/")
PERSIAN_DARK = {"color_scheme": "dark", "locale": "fa"}


@pytest.fixture(scope="module")
def laid(secretariat: SecretariatNode) -> dict[str, str]:
    return dict(secretariat.seed("tests.support.commitments:lay_out"))


def shot(page: Any, name: str) -> None:
    """Keep a picture where the environment asks for one."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_promise_goes_from_report_to_adjustment(call_on: Any, laid: dict[str, str]) -> None:
    az = call_on("delegate@az.example")
    page = az.go("/commitments/mine/")
    page.click("a.row-link:has-text('joint training programs')")
    page.click("a:has-text('Report progress'):visible")
    page.fill("#f-as_of", "2026-03-01")
    page.fill("#f-text", "A joint course was held in Baku.")
    page.set_input_files(
        "#f-file", files=[{"name": "programme.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 programme"}]
    )
    az.axe()
    page.click("main form .btn-go")
    page.wait_for_selector("text=A joint course was held in Baku.")
    assert page.locator("text=programme.pdf").count() == 1
    az.axe()

    desk = call_on("officer@secretariat.example")
    page = desk.go("/commitments/c/ankara-declaration-2023.c2/")
    page.locator("details.duty", has_text="Azerbaijan").locator("summary").click()
    page.locator("details.duty", has_text="Azerbaijan").locator("a:has-text('Ask back')").click()
    page.fill("#f-reason", "How many took part, and from which offices?")
    desk.axe()
    page.click("main form .btn-go")
    page.wait_for_selector("text=It was recorded.")

    page = az.go("/commitments/c/ankara-declaration-2023.c2/")
    assert page.locator("text=How many took part").count() == 1
    page.click("a:has-text('Report it kept'):visible")
    page.fill("#f-as_of", "2026-03-02")
    page.fill("#f-text", "Forty, from five offices.")
    page.click("main form .btn-go")
    page.wait_for_selector("text=Forty, from five offices.")

    page = desk.go("/commitments/c/ankara-declaration-2023.c2/")
    page.locator("details.duty", has_text="Azerbaijan").locator("summary").click()
    page.locator("details.duty", has_text="Azerbaijan").locator("a:has-text('Accept the report')").click()
    page.click("main form .btn-go")
    page.wait_for_selector("text=It was recorded.")
    assert page.locator("details.duty:has-text('Azerbaijan') .tag-good:text-is('kept')").count() == 1
    page.click("a:text-is('Evaluate')")
    page.select_option("#f-finding", "partly")
    page.fill("#f-text", "One of five reported a course.")
    page.check("input[value=adjust]")
    page.click("summary:has-text('The adjusted commitment')")
    page.fill("#f-object", "at least one joint training program a year")
    page.fill("#f-rhythm", "every-12-months")
    desk.axe()
    page.click("main form .btn-go")
    page.wait_for_selector("text=The evaluation was recorded.")
    page.click("text=adjusted: see the one in its place")
    page.wait_for_selector("h1:has-text('at least one joint training program a year')")
    assert page.locator("ol.trail a:has-text('c2')").count() >= 1
    desk.axe()


def test_a_file_goes_out_and_in_again(call_on: Any, laid: dict[str, str], tmp_path: Path) -> None:
    kz = call_on("delegate@kz.example")
    page = kz.go("/commitments/import/")
    with page.expect_download() as out:
        page.click("text=Write out what we owe as CSV")
    path = tmp_path / "owed.csv"
    out.value.save_as(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    wrong = [line.replace(",open,,,,,", ",open,progress,soon,,Done.,") for line in lines]
    path.write_text("".join(wrong), encoding="utf-8")
    kz.go("/commitments/import/")
    page.set_input_files("#f-file", path)
    page.click("button:has-text('Take in')")
    page.wait_for_selector("text=Nothing was taken in")
    assert page.locator("text=“soon” is not a day").count() > 3
    kz.axe()
    shot(page, "taken-wrong")
    path.write_text("".join(line.replace(",soon,", f",{clock.today()},") for line in wrong), encoding="utf-8")
    kz.go("/commitments/import/")
    page.set_input_files("#f-file", path)
    page.click("button:has-text('Take in')")
    page.wait_for_selector(".notice-good:has-text('taken in')")
    kz.axe()


@pytest.mark.parametrize("look", ["light", "persian-dark"])
def test_every_page_is_accessible(call_on: Any, laid: dict[str, str], look: str) -> None:
    desk = call_on("officer@secretariat.example", **({} if look == "light" else PERSIAN_DARK))
    if look != "light":
        desk.page.context.add_cookies(
            [
                {"name": "comity_language", "value": "fa", "url": desk.base},
                {"name": "comity_mode", "value": "dark", "url": desk.base},
            ]
        )
    for number, path in enumerate((*PAGES, *DESK)):
        page = desk.go(path)
        assert page.locator("h1").count() == 1, path
        assert page.get_attribute("html", "dir") == ("ltr" if look == "light" else "rtl")
        desk.axe()
        shot(page, f"{number:02}-{look}")


def test_the_report_is_handed_out_as_paper_and_data(call_on: Any, laid: dict[str, str], tmp_path: Path) -> None:
    hu = call_on("delegate@hu.example")
    page = hu.go("/commitments/report/?organisation=OTS&since=2023-01-01&until=2026-11-01")
    for form in ("PDF", "DOCX", "CSV", "JSON"):
        if form == "JSON":
            continue
        with page.expect_download() as out:
            page.click(f"main a:text-is('{form}')")
        out.value.save_as(tmp_path / form)
        assert (tmp_path / form).stat().st_size > 1000
    assert (tmp_path / "PDF").read_bytes().startswith(b"%PDF")
    if folder := os.environ.get("SHOTS"):
        (Path(folder) / "summit.pdf").write_bytes((tmp_path / "PDF").read_bytes())
