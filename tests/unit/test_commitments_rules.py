# SPDX-License-Identifier: Apache-2.0
"""The rules of commitments: one table, a fold that forgets the order of arrival, due dates, a sheet that comes back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing
from comity.base.errors import Invalid
from comity.commitments.rules import addressees, due, figures, history, lifecycle, reminders, sheet
from comity.commitments.rules.addressees import Addressee
from comity.commitments.rules.history import Entry
from comity.commitments.rules.lifecycle import NotNow, Side, Status
from comity.commitments.rules.shapes import Duty, Indicator, id_of

AT = datetime(2026, 1, 1, tzinfo=UTC)
SINCE = date(2020, 1, 1)
SIDE_OF = {row.act: row.by for row in lifecycle.TABLE}


def fold(entries: list[Entry], rhythm: str = "once") -> history.Standing:
    return history.fold(entries, rhythm=rhythm, first_due=date(2024, 12, 31), since=SINCE)


# ---- the table ----


def test_every_status_but_the_computed_one_is_reached_and_only_closings_are_final() -> None:
    reached = {row.end for row in lifecycle.TABLE} | {Status.OPEN}

    assert reached == set(Status) - {Status.OVERDUE}
    left = {status for row in lifecycle.TABLE for status in row.start}
    assert set(Status) - left - {Status.OVERDUE} == {Status.ADJUSTED}


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.OVERDUE])
@pytest.mark.parametrize("act", sorted(lifecycle.BY_ACT))
@pytest.mark.parametrize("side", list(Side))
def test_what_the_table_does_not_hold_is_refused(status: Status, act: str, side: Side) -> None:
    row = lifecycle.BY_ACT[act]

    if row.by is side and status in row.start:
        assert lifecycle.step(act, status=status, side=side, recurs=False) is row.end
    else:
        with pytest.raises(NotNow):
            lifecycle.step(act, status=status, side=side, recurs=False)


@given(st.data(), st.sampled_from(["once", "continuing", "every-12-months"]))
@settings(max_examples=200, deadline=None)
def test_acts_taken_one_after_another_fold_to_what_the_table_says(data: st.DataObject, rhythm: str) -> None:
    """Walk the table at random, days never going back: the fold of the acts is the end of each row."""
    status, entries, last_report = Status.OPEN, [], ""
    for number in range(data.draw(st.integers(1, 12))):
        rows = [
            row
            for side in Side
            for row in lifecycle.possible(status=status, side=side, recurs=due.recurs(rhythm))
            if row.act not in lifecycle.REVIEWS or last_report
        ]
        if not rows:
            break
        row = data.draw(st.sampled_from(rows))
        at = AT + timedelta(hours=number)
        is_report = row.act in lifecycle.REPORTS
        entry = Entry(
            f"{number:02}", row.act, at, {} if is_report else {"report": last_report},
            SINCE + timedelta(days=number) if is_report else None,
        )  # fmt: skip
        entries.append(entry)
        if is_report:
            last_report = entry.id if row.by is Side.OWNER else ""
        if row.act == "reopen":
            last_report = ""
        status = lifecycle.step(row.act, status=status, side=row.by, recurs=due.recurs(rhythm))

        assert fold(entries, rhythm).status is status, [e.act for e in entries]


# ---- the fold ----


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    acts = draw(st.lists(st.sampled_from(sorted(lifecycle.BY_ACT)), max_size=10))
    entries: list[Entry] = []
    for number, act in enumerate(acts):
        at = AT + timedelta(hours=draw(st.integers(0, 6)))
        if act in lifecycle.REPORTS:
            as_of = SINCE + timedelta(days=draw(st.integers(0, 3000)))
            entries.append(Entry(f"{number:02}", act, at, {"text": "x"}, as_of))
        else:
            known = [e.id for e in entries if e.act in lifecycle.REPORTS] or [""]
            entries.append(Entry(f"{number:02}", act, at, {"report": draw(st.sampled_from(known))}))
    return entries


@given(histories(), st.randoms(use_true_random=False), st.sampled_from(["once", "continuing", "every-24-months"]))
@settings(max_examples=300, deadline=None)
def test_any_order_of_arrival_repeats_included_gives_the_same_standing(
    entries: list[Entry], chance: random.Random, rhythm: str
) -> None:
    arrived = [*entries, *chance.sample(entries, len(entries) // 2)]
    chance.shuffle(arrived)

    assert fold(arrived, rhythm) == fold(entries, rhythm)


@given(histories(), st.sampled_from(["once", "continuing", "every-24-months"]), st.dates(SINCE, date(2040, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_nothing_is_overdue_before_its_day_and_nothing_closed_ever_is(
    entries: list[Entry], rhythm: str, on: date
) -> None:
    found = fold(entries, rhythm)
    shown = history.shown(found.status, due_on=found.due_on, rhythm=rhythm, on=on)

    if shown is Status.OVERDUE:
        assert found.due_on is not None
        assert found.due_on < on
        assert found.status not in lifecycle.FINAL
    else:
        assert shown is found.status


def test_a_review_belongs_to_the_report_it_names() -> None:
    first = Entry("1", "claim", AT, {"text": "x"}, date(2024, 1, 1))
    accepted = Entry("2", "accept", AT + timedelta(hours=1), {"report": "1"})
    later = Entry("3", "claim", AT + timedelta(hours=2), {"text": "y"}, date(2025, 1, 1))

    assert fold([first, accepted, later], "continuing").status is Status.REPORTED
    assert fold([first, accepted, later], "continuing").last_kept == date(2024, 1, 1)
    assert fold([first, accepted, later], "once").status is Status.KEPT


# ---- due dates ----


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024", date(2024, 12, 31)), ("2024-02", date(2024, 2, 29)), ("2024-02-03", date(2024, 2, 3)), (" ", None)],
)
def test_a_rough_date_is_due_on_its_last_day(text: str, day: date | None) -> None:
    assert due.last_day(text) == day


@pytest.mark.parametrize(
    "text", ["24", "2024-13", "2024-00", "2024-2", "2024-02-30", "2024-02-03-04", "soon", "٢٠٢٤", "-2024", "0000"]
)
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        due.last_day(text)


@pytest.mark.parametrize("text", ["often", "every-0-months", "every--1-months", "every-1000-months", "every-2-years"])
def test_a_rhythm_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        due.rhythm(text)


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(1, 240))
def test_months_are_added_as_a_calendar_does(day: date, months: int) -> None:
    later = due.add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_what_recurs_is_due_from_the_last_time_it_was_kept() -> None:
    words = {"value": "every-24-months", "since": SINCE}

    assert due.next_due(**words, first=None, last_kept=None) == date(2022, 1, 1)
    assert due.next_due(**words, first=date(2021, 6, 30), last_kept=None) == date(2021, 6, 30)
    assert due.next_due(**words, first=date(2021, 6, 30), last_kept=date(2021, 4, 22)) == date(2023, 4, 22)
    assert due.next_due(value="continuing", first=SINCE, since=SINCE, last_kept=None) is None


def test_reminders_climb_from_the_addressee_to_the_contact_persons() -> None:
    day = date(2026, 6, 30)
    steps = [reminders.step_on(day, on=day + timedelta(days=n)) for n in (-91, -90, -10, -7, 0, 1, 29, 30, 179, 5000)]

    assert [s.name if s else None for s in steps] == [
        None, "due-in-90", "due-in-30", "due-in-7", "due-in-7", "overdue", "overdue", "overdue-30", "overdue-30",
        "overdue-180",
    ]  # fmt: skip
    assert [s.days for s in reminders.TABLE] == sorted(s.days for s in reminders.TABLE)


# ---- addressees ----


MEMBERS = ("AZ", "KG", "KZ")


@pytest.mark.parametrize(
    ("kind", "named", "owners"),
    [
        (Addressee.EACH_STATE, (), MEMBERS),
        (Addressee.EACH_STATE, ("KZ", "AZ"), ("AZ", "KZ")),
        (Addressee.HOST, ("KG",), ("KG",)),
        (Addressee.SECRETARIAT, (), ("secretariat",)),
        (Addressee.EXPERTS, (), ("experts",)),
    ],
)
def test_an_addressee_is_its_owners(kind: Addressee, named: tuple[str, ...], owners: tuple[str, ...]) -> None:
    assert addressees.owners(kind, named=named, members=MEMBERS) == owners


@pytest.mark.parametrize(("kind", "named"), [(Addressee.STATE, ()), (Addressee.HOST, ()), (Addressee.STATE, ("TR",))])
def test_a_named_state_is_named_and_a_member(kind: Addressee, named: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        addressees.owners(kind, named=named, members=MEMBERS)


@pytest.mark.parametrize(
    ("state", "standing", "owner", "sides"),
    [
        ("AZ", Standing.MEMBER, "AZ", {Side.OWNER}),
        ("AZ", Standing.MEMBER, "KZ", set()),
        ("AZ", Standing.MEMBER, "secretariat", {Side.REVIEWER}),
        ("AZ", Standing.OBSERVER, "AZ", set()),
        ("", Standing.SECRETARIAT, "AZ", {Side.REVIEWER, Side.SECRETARIAT}),
        ("", Standing.SECRETARIAT, "experts", {Side.OWNER, Side.SECRETARIAT}),
        ("", Standing.NONE, "", set()),
    ],
)
def test_nobody_reviews_what_they_report(state: str, standing: Standing, owner: str, sides: set[Side]) -> None:
    person = Person(1, "P", "p@x.example", frozenset({Role.DELEGATE}), state)

    found = addressees.sides(person, standing, owner)

    assert found == sides
    assert not {Side.OWNER, Side.REVIEWER} <= found


# ---- figures ----


@st.composite
def duties(draw: st.DrawFn) -> list[Duty]:
    statuses = draw(st.lists(st.sampled_from(list(Status)), max_size=40))
    return [
        Duty(n, draw(st.sampled_from(["a.c1", "a.c2", "b.c1"])), draw(st.sampled_from(MEMBERS)), s, s, None, 0)
        for n, s in enumerate(statuses)
    ]


@given(duties())
@settings(deadline=None)
def test_counts_always_sum_to_the_whole_by_every_key(found: list[Duty]) -> None:
    whole = figures.count(found)

    assert whole.whole == len(found) == sum(whole.row)
    for key in (lambda d: d.owner, lambda d: d.commitment, lambda d: d.owner + d.commitment):
        parts = figures.count_by(found, key)
        assert sum(c.whole for c in parts.values()) == len(found)
        for status in Status:
            assert sum(c.of(status) for c in parts.values()) == whole.of(status)
    assert set(figures.ORDER) == set(Status)
    assert 0 <= whole.kept_share <= 100


@pytest.mark.parametrize(
    ("baseline", "target", "value", "reached"),
    [
        (0, 10, 5, 50), (None, 10, 5, 50), (100, 0, 25, 75), (0, 10, 20, 100), (0, 10, -5, 0), (5, 5, 5, 100),
        (5, 5, 4, 0), (0, None, 5, None), (0, 3, 1, 33),
    ],
)  # fmt: skip
def test_an_indicator_says_how_far_it_is(baseline: int | None, target: int | None, value: int, reached: int) -> None:
    indicator = Indicator(
        "", None if baseline is None else Decimal(baseline), None if target is None else Decimal(target)
    )

    assert indicator.reached(Decimal(value)) == reached
    assert indicator.reached(None) is None


def test_ids_tell_text_clause_number_and_revision() -> None:
    assert id_of("ankara-declaration-2023#c6") == "ankara-declaration-2023.c6"
    assert id_of("antalya-declaration-2015#c3.a", 2, revision=3) == "antalya-declaration-2015.c3.a-2.r3"


# ---- the sheet ----


CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=40)


@given(st.lists(st.tuples(*[CELLS] * len(sheet.COLUMNS)), max_size=8))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_out_comes_back(rows: list[tuple[str, ...]]) -> None:
    made = [sheet.Row(*cells, number=n) for n, cells in enumerate(rows, start=2)]
    kept = [replace(row, number=0) for row in made if any(sheet.guarded(c).strip() for c in row_cells(row))]

    found, problems = sheet.read(sheet.write(made).encode("utf-8-sig"))

    assert problems == ()
    assert [replace(row, number=0) for row in found] == kept


def row_cells(row: sheet.Row) -> list[str]:
    return [getattr(row, column) for column in sheet.COLUMNS]


@given(CELLS)
def test_no_cell_that_goes_out_begins_a_formula(cell: str) -> None:
    out = sheet.guarded(cell)

    assert not out.startswith(("=", "@", "\t", "\r"))
    assert not out.startswith(("+", "-")) or out[1:].replace(".", "", 1).isdigit()


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_by_design(data: bytes) -> None:
    try:
        rows, problems = sheet.read(data)
    except Invalid:
        return
    assert all(p.sentence for p in problems)
    assert all(r.number > 1 for r in rows)
