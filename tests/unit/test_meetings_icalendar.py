# SPDX-License-Identifier: Apache-2.0
"""The calendar we write is read back by an independent parser, whatever the texts hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar as reader
from hypothesis import given
from hypothesis import strategies as st

from comity.meetings.rules.icalendar import Event, write

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)


def read(*events: Event) -> list[reader.Event]:
    calendar = reader.Calendar.from_ical(write(events, name="Comity · Совет"))
    assert calendar.calendar_name == "Comity · Совет"
    return list(calendar.walk("VEVENT"))


def test_days_are_inclusive_for_us_and_exclusive_in_the_calendar() -> None:
    made = Event("a@x", "Встреча", date(2027, 6, 1), date(2027, 6, 2), AT, "Баку, AZ", url="https://x/meetings/a/")

    (event,) = read(made)

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2027, 6, 1), date(2027, 6, 3))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Встреча", "Баку, AZ")
    assert event["URL"] == "https://x/meetings/a/"
    assert event["STATUS"] == "CONFIRMED"


def test_hours_are_written_in_utc_and_a_cancelled_event_says_so() -> None:
    start = datetime.fromisoformat("2027-06-01T09:00:00+05:00")
    (event,) = read(Event("a@x", "s", start, start + timedelta(hours=2), AT, is_cancelled=True, sequence=3))

    assert event.decoded("DTSTART") == datetime(2027, 6, 1, 4, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2027, 6, 1, 6, tzinfo=UTC)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)


@given(TEXTS, TEXTS, st.text("ab,;\\n\n:\"' ", max_size=80))
def test_every_text_comes_back_and_no_line_is_longer_than_75_octets(title: str, place: str, more: str) -> None:
    data = write([Event("u@x", title, AT.date(), AT.date(), AT, place, more)], name="n")

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")
    (event,) = list(reader.Calendar.from_ical(data).walk("VEVENT"))
    assert str(event["SUMMARY"]) == title
    assert str(event.get("LOCATION", "")) == place
    assert str(event.get("DESCRIPTION", "")) == more


def test_a_line_break_in_a_title_makes_no_new_property() -> None:
    data = write([Event("u@x", "a\r\nATTENDEE:mailto:x@y\nb\rc\x00\x07", AT.date(), AT.date(), AT)], name="n\r\nX:1")

    assert b"\r\nATTENDEE" not in data
    assert b"\r\nX:1" not in data
    assert b"\x00" not in data


def test_an_empty_calendar_is_one() -> None:
    assert read() == []
