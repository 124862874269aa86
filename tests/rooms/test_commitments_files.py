# SPDX-License-Identifier: Apache-2.0
"""The sheet of promises in and out: one form both ways, all or nothing, every bad row told and kept."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.commitments import services
from comity.commitments.models import Entry, Import
from comity.commitments.queries import pages, tables
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import sheet
from comity.ledger.models import Entry as LedgerEntry
from tests.support import commitments as world
from tests.support.commitments import AT, Maker, made, reported

pytestmark = pytest.mark.django_db(transaction=True)
secretariat, of, officer = world.secretariat, world.of, world.officer


def written(owner: str = "AZ") -> list[dict[str, str]]:
    text = sheet.write(tables.rows(Filter(("OTS",), owner=owner), on=AT.date()))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_file(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, sheet.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take(rows: list[dict[str, str]] | bytes, by: Person) -> Any:
    data = rows if isinstance(rows, bytes) else as_file(rows)
    return services.take_file(data=data, name="reports.csv", by=by, at=AT)


@pytest.fixture
def az(of: Maker) -> Person:
    return of("AZ")


@pytest.fixture
def two(officer: Person) -> list[str]:
    return [made(officer), made(officer)]


NEWS = {"report": "progress", "as_of": "2026-06-01", "value": "3", "text": "Three courses."}


def test_what_is_written_out_is_read_in_unchanged(two: list[str], az: Person) -> None:
    reported(two[0], "AZ", az, text="=A course, “quoted”,\nin two lines", value="2.50")

    outcome = take(sheet.write(tables.rows(Filter(("OTS",)), on=AT.date())).encode("utf-8-sig"), az)

    assert (outcome.is_taken, outcome.reports, outcome.unchanged, outcome.problems) == (True, 0, 10, ())


def test_many_are_reported_on_at_once_and_the_file_sent_again_changes_nothing(two: list[str], az: Person) -> None:
    rows = [{**row, **NEWS} for row in written()]

    first, again = take(rows, az), take(rows, az)

    assert (first.is_taken, first.reports) == (True, 2)
    assert (again.is_taken, again.reports, again.unchanged) == (True, 0, 2)
    assert Entry.objects.count() == 2
    assert {row["status"] for row in written()} == {"under-way"}
    assert LedgerEntry.objects.filter(event="commitment.imported").count() == 2


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"owner": "XX"}, "owner", "not an addressee"),
        ({"owner": "KZ"}, "owner", "own people"),
        ({"commitment": "nowhere.c1"}, "commitment", "no commitment"),
        ({"as_of": "31.06.2026"}, "as_of", "not a day"),
        ({"as_of": "2026-02-30"}, "as_of", "not a day"),
        ({"as_of": "2030-01-01"}, "as_of", "future"),
        ({"as_of": "2001-01-01"}, "as_of", "later day"),
        ({"text": '=cmd|"/c calc"!A1'}, "text", "formula"),
        ({"text": "@SUM(A1)"}, "text", "formula"),
        ({"text": "+1+cmd"}, "text", "formula"),
        ({"text": ""}, "text", "words"),
        ({"report": "kept"}, "report", "progress or claim"),
        ({"report": ""}, "report", "column report is empty"),
        ({"report": "attest"}, "report", "progress or claim"),
        ({"value": "a lot"}, "value", "not a number"),
        ({"version": "7"}, "version", "changed since"),
        ({"version": ""}, "version", "missing"),
        ({"status": "kept"}, "status", "computed"),
    ],
)
def test_one_bad_row_refuses_the_file_whole_and_is_kept_with_its_number(
    two: list[str], az: Person, of: Maker, changes: dict[str, str], column: str, words: str
) -> None:
    good, bad = ({**row, **NEWS} for row in written())

    outcome = take([good, {**bad, **changes}], az)

    assert not outcome.is_taken
    [problem] = outcome.problems
    assert (problem.row, problem.column) == (3, column)
    assert words in problem.sentence
    assert not Entry.objects.exists()
    kept = pages.import_view(az, Import.objects.get().pk)
    told = list(csv.DictReader(io.StringIO(sheet.write_problems(kept.problems))))
    assert [(row["row"], row["column"]) for row in told] == [("3", column)]
    assert not told[0]["text"].startswith(("=", "@", "+"))
    assert kept.problems[0]["cells"][0] == {**bad, **changes}["commitment"]
    with pytest.raises(NotFound):
        pages.import_view(of("KZ"), Import.objects.get().pk)


def test_a_row_that_repeats_another_is_told_by_its_number(two: list[str], az: Person) -> None:
    row = {**written()[0], **NEWS}

    outcome = take([row, row], az)

    assert [(p.row, p.sentence) for p in outcome.problems] == [(3, "This row repeats row 2.")]


def test_a_file_written_out_before_someone_else_reported_is_stale(two: list[str], az: Person) -> None:
    rows = [{**row, **NEWS} for row in written()]
    reported(two[0], "AZ", az)

    outcome = take(rows, az)

    assert [(p.row, p.column) for p in outcome.problems] == [(2, "version")]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("commitment,owner\n".encode("utf-16"), "UTF-16"),
        (",".join(sheet.COLUMNS).encode() + "\nкурс".encode("cp1251"), "Line 2 is not UTF-8"),
        (b"PK\x03\x04workbook", "workbook"),
        (b"commitment,owner\nx,y\n", "version"),
        (b"\xef\xbb\xbf", "empty"),
        (",".join(reversed(sheet.COLUMNS)).encode(), "order"),
        (b"a\0b", "NUL"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_the_reason_and_kept(az: Person, data: bytes, words: str) -> None:
    outcome = take(data, az)

    assert not outcome.is_taken
    assert words in outcome.problems[0].sentence
    assert Import.objects.get().file.size == len(data)


def test_rows_of_the_wrong_width_and_a_broken_quote_are_told(two: list[str], az: Person) -> None:
    data = as_file(written()) + b'short,row\n"never closed\n'

    outcome = take(data, az)

    assert [p.row for p in outcome.problems] == [4, 5]
    assert "2 cells instead of 13" in outcome.problems[0].sentence


def test_the_semicolons_of_a_spreadsheet_are_read(two: list[str], az: Person) -> None:
    rows = [{**row, **NEWS} for row in written()]
    out = io.StringIO()
    writer = csv.DictWriter(out, sheet.COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)

    assert take(out.getvalue().encode("utf-8-sig"), az).reports == 2


def test_ten_thousand_rows_are_judged_one_by_one(two: list[str], az: Person) -> None:
    row = {**written()[0], **NEWS}
    many = [{**row, "text": f"Course {n}.", "version": "0"} for n in range(9_999)]

    outcome = take([*many, {**row, "as_of": "soon"}], az)
    assert [p.row for p in outcome.problems] == [10_001]
    assert not Entry.objects.exists()

    assert take(many, az).reports == 9_999
    assert Entry.objects.count() == 9_999


def test_more_rows_than_the_limit_are_refused(az: Person) -> None:
    data = (",".join(sheet.COLUMNS) + "\n" + ("," * 11 + "x,\n") * (sheet.MAX_ROWS + 1)).encode()

    outcome = take(data, az)

    assert "Split it" in outcome.problems[0].sentence


def test_people_without_a_standing_send_no_file(of: Maker) -> None:
    with pytest.raises(NotFound):
        take(b"x", of("AZ", "case-prosecutor"))
