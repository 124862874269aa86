# SPDX-License-Identifier: Apache-2.0
"""The small modules of the reader, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import TooLarge
from comity.drafting.rules.importing import (
    Mention,
    bodies,
    cleaning,
    datelines,
    dates,
    decode,
    gatherings,
    happenings,
    markers,
    ordinals,
    people,
    phrases,
    recognise,
    references,
    sentences,
    signatories,
    states,
)
from comity.drafting.rules.importing import blocks as paragraphs
from comity.drafting.rules.importing.decoding import NotText, UnknownEncoding
from comity.drafting.rules.tree import Clause


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("on 3-4 November 2015 in Antalya", date(2015, 11, 3), date(2015, 11, 4)),
        ("on the 23 of October 2023", date(2023, 10, 23), date(2023, 10, 23)),
        ("this 23rd day of October 2023", date(2023, 10, 23), date(2023, 10, 23)),
        ("on July 25, 2024", date(2024, 7, 25), date(2024, 7, 25)),
        ("September 14-16, 2023", date(2023, 9, 14), date(2023, 9, 16)),
        ("30 September - 2 October 2023", date(2023, 9, 30), date(2023, 10, 2)),
        ("30 December 2023 – 2 January 2024", date(2023, 12, 30), date(2024, 1, 2)),
        ("December 30 - January 2, 2024", date(2023, 12, 30), date(2024, 1, 2)),
        ("15 and 16 May 2024", date(2024, 5, 15), date(2024, 5, 16)),
        ("from 24 to 25 November 2015", date(2015, 11, 24), date(2015, 11, 25)),
        ("2023-10-23", date(2023, 10, 23), date(2023, 10, 23)),
        ("23.10.2023", date(2023, 10, 23), date(2023, 10, 23)),
        ("23 октября 2023 года", date(2023, 10, 23), date(2023, 10, 23)),
        ("23 Ekim 2023", date(2023, 10, 23), date(2023, 10, 23)),
        ("۲۳ اکتبر ۲۰۲۳", date(2023, 10, 23), date(2023, 10, 23)),
        ("this twenty-third day of October, two thousand and twenty-three", date(2023, 10, 23), date(2023, 10, 23)),
        ("seventh day of September one thousand nine hundred and fifty-six", date(1956, 9, 7), date(1956, 9, 7)),
        ("November 2022", date(2022, 11, 1), date(2022, 11, 30)),
        ('on "18" June 1997 in two copies', date(1997, 6, 18), date(1997, 6, 18)),
        ("(8-12 May1979)", date(1979, 5, 8), date(1979, 5, 12)),
    ],
)
def test_dates_are_read_as_printed(printed: str, start: date, end: date) -> None:
    found = dates.find(printed)

    assert [(one.day.start, one.day.end) for one in found] == [(start, end)]


@pytest.mark.parametrize("printed", ["31 February 2020", "article 12 of 2023", "May the Council", "25-26 September"])
def test_what_is_no_full_date_is_none(printed: str) -> None:
    assert dates.find(printed) == []


def test_a_day_without_a_year_takes_the_year_given() -> None:
    assert dates.find("25-26 September", year=2025)[0].day.end == date(2025, 9, 26)


def test_a_date_that_can_be_read_two_ways_says_so() -> None:
    assert dates.find("03/04/2015")[0].ambiguous
    assert not dates.find("23/04/2015")[0].ambiguous


@given(
    st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    found = dates.find(f"Signed on {day.strftime(form)} in Baku.")

    if day.year < 2100 or "%B" in form:
        assert [one.day.start for one in found] == [day]


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("Article 1 – On the", "1", "On the"),
        ("ARTICLE 2", "2", ""),
        ("Article 3. Scope", "3", "Scope"),
        ("1. Decide", "1", "Decide"),
        ("1) Decide", "1", "Decide"),
        ("(1) Decide", "1", "Decide"),
        ("- a. Contributing", "a", "Contributing"),
        ("(b) seminars", "b", "seminars"),
        ("iv. seminars", "iv", "seminars"),
        ("1.2. A course", "1.2", "A course"),
        ("Madde 3 - x", "3", "x"),
        ("Статья 4. Стороны", "4", "Стороны"),
        ("ماده ۱ - طرف‌ها", "۱", "طرف‌ها"),
        ("الف) مراکز", "الف", "مراکز"),
        ("б) группу", "б", "группу"),
        ("• Republic", "", "Republic"),
        ("Chapter II", "II", ""),
    ],
)
def test_markers_are_told(line: str, number: str, rest: str) -> None:
    marker = markers.read(line)

    assert marker is not None
    assert (marker.number, marker.rest) == (number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Article 5 shall apply",
        "2015. The",
        "Mr. Ali",
        "A meeting",
        "H.E. Mr X",
        "12 - 16 May 2001, Bucharest",
        "г. Минск",
        "e.g. x",
    ],
)
def test_plain_lines_have_no_marker(line: str) -> None:
    assert markers.read(line) is None


@given(st.text(max_size=60))
def test_a_marker_never_eats_a_word(line: str) -> None:
    marker = markers.read(line.strip())

    if marker is not None:
        assert line.strip().endswith(marker.rest)


@given(st.integers(1, 3999))
def test_roman_numerals_are_read(value: int) -> None:
    parts = (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    text, rest = "", value
    for size, sign in parts:
        text, rest = text + sign * (rest // size), rest % size

    assert ordinals.roman(text) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2nd Meeting", 2),
        ("Second Meeting", 2),
        ("thirty-second Session", 32),
        ("XIth Session", 11),
        ("dördüncü", 4),
        ("x", 0),
    ],
)
def test_ordinals_are_read(text: str, number: int) -> None:
    assert ordinals.ordinal(text) == number


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("the Hashemite Kingdom of Jordan and State of Palestine", ["JO", "PS"]),
        ("GUINEA-BISSAU, Republic of Guinea, Papua New Guinea", ["GW", "GN", "PG"]),
        ("Lao People’s Democratic Republic; Viet Nam", ["LA", "VN"]),
        ("Republic of Korea and Democratic People's Republic of Korea", ["KR", "KP"]),
        ("Democratic Republic of the Congo, Republic of the Congo", ["CD", "CG"]),
        ("Türkiye, Turkey, TÜRKİYE, Республики Узбекистан, جمهوری تاجیکستان", ["TR", "TR", "TR", "UZ", "TJ"]),
        ("Mr. Jordan spoke of nigerian and Chadwick", []),
    ],
)
def test_states_are_found_by_every_name(text: str, codes: list[str]) -> None:
    assert [one.state for one in states.find(text)] == codes


def test_a_place_unknown_to_the_table_is_told_from_its_state() -> None:
    assert states.place("held in Shekhi, Azerbaijan on 3 May") == states.Named("AZ", "Shekhi", 8, 16)
    assert states.place("nowhere at all") is None


@pytest.mark.parametrize(
    "text",
    [
        "4 November 2015",
        "Antalya- Turkey",
        "DOHA, STATE OF QATAR",
        "г. Минск, 14 сентября 2018 года",
        "11-13 SHABAN 1437H (18 – 20 May 2016)",
    ],
)
def test_datelines_are_told(text: str) -> None:
    assert datelines.is_dateline(text)


def test_a_decision_is_no_dateline() -> None:
    assert not datelines.is_dateline("To meet in Baku on 3 May 2020")


@pytest.mark.parametrize(
    ("text", "organisation", "body"),
    [
        ("Meeting of the Attorneys/Prosecutors General of the ECO Member States", "ECO", "eco-prosecutors-general"),
        ("COUNCIL OF MINISTERS OF JUSTICE OF THE ORGANIZATION OF TURKIC STATES", "OTS", "ots-justice-ministries"),
        ("Conference of the Heads of the Law- Enforcement Agencies of the OIC", "OIC", "oic-law-enforcement-heads"),
        ("Regional Center for Cooperation of Anti-corruption Agencies and Ombudsmen of ECO", "ECO", "eco-rccaco"),
        ("an eco-friendly summit of Heads of State of the SCO", "SCO", "sco-heads-of-state"),
    ],
)
def test_bodies_are_named(text: str, organisation: str, body: str) -> None:
    assert bodies.organisations(text)[0] == organisation
    assert bodies.body(text, organisation) == body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Prosecutor General of Azerbaijan Mr. Kamran Aliyev, General Prosecutor of Türkiye Mr. Bekir Şahin",
            [("Kamran Aliyev", "AZ"), ("Bekir Şahin", "TR")],
        ),
        (
            "H.E. H. M. Prasetyo, Attorney General of Indonesia, H.E. Chea Leang, Prosecutor General of Cambodia",
            [("H. M. Prasetyo", "ID"), ("Chea Leang", "KH")],
        ),
        (
            "President of Kyrgyzstan Roza Otunbayeva and President of Turkmenistan Gurbanguly Berdimuhamedov met",
            [("Roza Otunbayeva", "KG"), ("Gurbanguly Berdimuhamedov", "TM")],
        ),
        (
            "H.E. Nur binti Haji Hj. Mohd. Salleh, Attorney General of Brunei Darussalam",
            [("Nur binti Haji Hj. Mohd. Salleh", "BN")],
        ),
        ("Mr. Chairman opened the meeting. Dr. said so.", []),
    ],
)
def test_persons_are_found_with_their_office(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.state) for one in people.find(text)] == expected


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Kamran ALIYEV", "Kamran Aliyev"),
        ("Muhsin ŞENTÜRK", "Muhsin Şentürk"),
        ("Bekir SAHİN", "Bekir Sahin"),
        ("Asad M. KHAN", "Asad M. Khan"),
    ],
)
def test_names_are_shown_with_plain_capitals(printed: str, shown: str) -> None:
    assert people.display(printed) == shown


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("MEMBER INSTITUTION", "head"),
        ("Kamran ALIYEV", "name"),
        ("Prosecutor General's Office", "institution"),
        ("Prosecutor General", "head"),
        ("For the Republic of Kenya:", "for"),
        ("(Signed)", "mark"),
        ("____________", "mark"),
        ("Republic of Türkiye", "state"),
        ("Minister of Justice", "office"),
        ("see overleaf 3", ""),
    ],
)
def test_lines_of_signatures_are_told_apart(line: str, kind: str) -> None:
    assert signatories.kind_of(line) == kind


def signed(text: str) -> list[tuple[str, str]]:
    lines, _ = cleaning.clean(text)
    return [(one.display, one.state) for one in signatories.read(paragraphs.build(lines)[0]).people]


@pytest.mark.parametrize(
    "text",
    [
        "For the Republic of Kenya        For Japan\nJane DOE        Ken ITO",
        "For the Republic of Kenya: Jane DOE\n\nFor Japan: Ken ITO",
        "For the Government of Kenya\n________\nJane DOE\n\nFor the Government of Japan\n_______\nKen ITO",
        "Jane DOE\nMinistry of Justice of the Republic of Kenya\n\nKen ITO\nMinistry of Justice of Japan",
        "| Country | Name |\n|---|---|\n| Republic of Kenya | Jane DOE |\n| Japan | Ken ITO |",
        "Republic of Kenya\tJane DOE\nJapan\tKen ITO",
        "Minister of Justice of the Republic of Kenya    Jane DOE\n\nMinister of Justice of Japan     Ken ITO",
        "For the Government of     For the Government of\nthe Republic of Kenya     Japan\nJane DOE     Ken ITO",
    ],
)
def test_signatures_are_read_however_they_are_set(text: str) -> None:
    assert signed(text) == [("Jane Doe", "KE"), ("Ken Ito", "JP")]


@pytest.mark.parametrize(
    ("text", "pointer", "number", "instrument"),
    [
        (
            "as Articles 5 and 6 of the Treaty on the Functioning of ECO signed in Izmir on 14 September 1996 provide",
            "article",
            "5 and 6",
            "Treaty on the Functioning of ECO",
        ),
        (
            "the Shanghai Convention on Combating Terrorism, Separatism and Extremism of 15 June 2001",
            "whole",
            "",
            "Shanghai Convention on Combating Terrorism, Separatism and Extremism",
        ),
        ("Adoption of the Baku Declaration", "whole", "", "Baku Declaration"),
        ("under Article 4 (1) of this Convention", "article", "4 (1)", ""),
        ("recommendations made at the First Meeting of the Prosecutors General", "recommendations", "", ""),
    ],
)
def test_pointers_are_read(text: str, pointer: str, number: str, instrument: str) -> None:
    first = references.find(text, "c1")[0]

    assert (first.pointer, first.number, first.instrument) == (pointer, number, instrument)
    assert first.printed in text


def test_the_text_itself_is_no_pointer() -> None:
    assert references.find("adopted the Antalya Declaration", "c1", title="Antalya Declaration") == []


def test_sentences_end_where_they_end() -> None:
    text = "Dr. Asad M. Khan met H.E. Mr. Aliyev in Baku. They spoke. Art. 5 was named."

    assert sentences.split(text) == [
        "Dr. Asad M. Khan met H.E. Mr. Aliyev in Baku.",
        "They spoke.",
        "Art. 5 was named.",
    ]


def test_a_meeting_is_named_without_the_text_it_stands_in() -> None:
    found = gatherings.find("Final Declaration of the 2nd Meeting of the Council of Prosecutors General of the OTS")[0]

    assert (found.name, found.ordinal) == ("2nd Meeting of the Council of Prosecutors General of the OTS", 2)


@pytest.mark.parametrize(
    ("text", "state", "status"),
    [
        ("Welcome the kind offer of Pakistan to host the 3rd Meeting of Prosecutors General.", "PK", "offered"),
        (
            "To organize the 3rd Meeting of the Council in 2024 in Kyrgyzstan hosted by the Office of Kyrgyzstan.",
            "KG",
            "to-host",
        ),
        ("The 2nd Meeting was hosted by the Supreme Court of Türkiye.", "TR", "hosted"),
        ("Express gratitude to the Republic of Turkey for hosting our meeting.", "TR", "hosted"),
    ],
)
def test_hosts_are_told(text: str, state: str, status: str) -> None:
    context = happenings.Context("ECO", "eco-prosecutors-general", 2, None, 2015)

    host = happenings.hosts([Clause("c1", "1", text)], context)[0]

    assert (host.state, host.status) == (state, status)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Declaration, Türkiye"),
        ("utf-8-sig", "Declaration, Türkiye"),
        ("utf-16", "Declaration, Türkiye"),
        ("utf-16-le", "Declaration of Türkiye and the others"),
        ("cp1251", "Декларация Совета генеральных прокуроров"),
        ("cp1254", "Türkiye Cumhuriyeti ve Kırgız Cumhuriyeti için bildiri"),
    ],
)
def test_encodings_are_told(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), name="x.txt") == text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7 ...", NotText),
        (b"PK\x03\x04rest", NotText),
        (b"abc\x00\x01\x02def\xff", NotText),
        (bytes(range(0x80, 0xFF)) * 3, UnknownEncoding),
        (b"\xff\xfea", UnknownEncoding),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        decode(data, name="x.bin")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge):
        decode(b"a" * 101, name="x.txt", limit=100)


def test_spellings_of_one_person_make_one_group() -> None:
    named = [
        Mention("Nigmatilla Yuldashev", "UZ", "p1"),
        Mention("Kamran Aliyev", "AZ", "p1"),
        Mention("Nigmatilla YULDOSHEV", "UZ", "signature"),
    ]

    found = recognise(named)

    assert [group.spellings for group in found.groups] == [
        ("Nigmatilla Yuldashev", "Nigmatilla YULDOSHEV"),
        ("Kamran Aliyev",),
    ]
    assert found.unsure == ()


def test_names_of_two_states_are_never_one_person() -> None:
    found = recognise([Mention("Kamran Aliyev", "AZ", "p1"), Mention("Kamran Aliyev", "KZ", "p1")])

    assert len(found.groups) == 2


def test_between_the_thresholds_somebody_is_asked() -> None:
    found = recognise([Mention("Berik Asylov", "KZ", "p1"), Mention("Berik Assylov", "KZ", "c1")], same=1.1, maybe=0.4)

    assert len(found.groups) == 2
    assert [(one.name, two.name) for one, two, _ in found.unsure] == [("Berik Asylov", "Berik Assylov")]


@pytest.mark.parametrize(
    "text",
    [
        "have agreed as follows:",
        "DECLARE",
        "HAVE DECIDED:",
        "заявляют о следующем:",
        "reached the following understanding:",
    ],
)
def test_formulas_of_decision_are_told(text: str) -> None:
    assert phrases.ENACTING.search(text)


def test_a_recital_that_names_an_agreement_is_no_formula() -> None:
    assert not phrases.ENACTING.search("taking note of the Agreement of 3 May 2018,")
