# SPDX-License-Identifier: Apache-2.0
"""The five official documents the project grew from, read whole: the facts a Secretariat officer would check."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from comity.drafting.rules.importing import Imported, conserving, decode, read
from comity.drafting.rules.tree import Kind, find, walk

FOLDER = Path(__file__).resolve().parents[3] / "comity" / "practice" / "documents"
DOCUMENTS = sorted(FOLDER.glob("*.txt"))


@cache
def document(number: str) -> Imported:
    path = next(FOLDER.glob(f"{number}_*.txt"))
    return read(decode(path.read_bytes(), name=path.name), name=path.name)


def codes(imported: Imported) -> set[str]:
    return {doubt.code for doubt in imported.doubts}


def test_there_are_five_documents() -> None:
    assert len(DOCUMENTS) == 5


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_no_word_is_lost_or_invented(path: Path) -> None:
    imported = document(path.name[:3])
    source = path.read_text("utf-8").replace("<sup>", "").replace("</sup>", "").replace("\uf0b7", " ")
    title = [imported.title] if imported.title_printed else []
    ends = [*imported.masthead, *imported.signature_text, *(left.text for left in imported.left_over)]

    kept = conserving.words([*title, *ends, *conserving.of_tree(imported.tree)])

    articles = len(imported.tree.clauses) if imported.tree.numbering == "article" else 0
    assert conserving.words([source]) - kept == Counter({"article": articles} if articles else {})
    assert kept - conserving.words([source]) == Counter()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_the_json_holds_what_the_reader_of_it_needs(path: Path) -> None:
    made = json.loads(json.dumps(document(path.name[:3]).as_json()))

    assert {
        "kind",
        "body",
        "title",
        "place",
        "dates",
        "parties",
        "clauses",
        "preamble",
        "signatories",
        "references",
        "hosts",
        "outcomes",
        "next_meeting",
        "meetings",
        "doubts",
    } <= set(made)
    assert all({"number", "text", "children"} <= set(clause) for clause in made["clauses"])
    assert all({"code", "lines", "question", "assumed", "alternatives"} <= set(doubt) for doubt in made["doubts"])


def test_antalya_is_read() -> None:
    antalya = document("000")

    assert (antalya.kind, antalya.slug, antalya.organisation, antalya.body) == (
        Kind.DECLARATION,
        "antalya-declaration-2015",
        "ECO",
        "eco-prosecutors-general",
    )
    assert (antalya.title, antalya.place, antalya.country) == ("Antalya Declaration", "Antalya", "TR")
    assert antalya.held is not None
    assert (antalya.held.start, antalya.held.end) == (date(2015, 11, 3), date(2015, 11, 4))
    assert antalya.adopted is not None
    assert antalya.adopted.start == date(2015, 11, 4)
    assert [clause.number for clause in antalya.tree.clauses] == ["1", "2", "3", "4", "5", "6"]
    assert [clause.id for clause in antalya.tree.clauses[2].children] == ["c3.a", "c3.b", "c3.c", "c3.d", "c3.e"]
    assert len(antalya.tree.preamble) == 8
    assert antalya.tree.closing == "4 November 2015\nAntalya- Turkey"
    assert "parties-unnamed" in codes(antalya)


def test_a_declaration_without_signatures_was_adopted_and_not_signed() -> None:
    assert document("000").as_json()["dates"] == {
        "held_from": "2015-11-03",
        "held_to": "2015-11-04",
        "adopted": "2015-11-04",
        "signed": None,
    }
    assert document("002").as_json()["dates"]["signed"] == "2023-10-23"


def test_antalya_thanks_its_host_and_welcomes_the_next() -> None:
    offered, hosted = document("000").hosts

    assert (offered.state, offered.status, offered.ordinal, offered.at) == ("PK", "offered", 3, "c5")
    assert (hosted.state, hosted.status, hosted.place, hosted.ordinal) == ("TR", "hosted", "Antalya", 2)
    assert "Court of Cassation" in hosted.institution
    coming = document("000").next_meeting
    assert coming is not None
    assert (coming.ordinal, coming.state, coming.body) == (3, "PK", "eco-prosecutors-general")


def test_ankara_is_read() -> None:
    ankara = document("002")

    assert (ankara.slug, ankara.body, ankara.place) == ("ankara-declaration-2023", "ots-prosecutors-general", "Ankara")
    assert ankara.tree.numbering == "article"
    assert [clause.id for clause in ankara.tree.clauses] == [f"c{n}" for n in range(1, 8)]
    assert ankara.signed_in == ("en",)
    assert [(one.display, one.state) for one in ankara.signatories] == [
        ("Kamran Aliyev", "AZ"),
        ("Berik Assylov", "KZ"),
        ("Kurmankul Zulushev", "KG"),
        ("Nigmatilla Yuldashev", "UZ"),
        ("Bekir Sahin", "TR"),
    ]
    assert ankara.signatories[2].institution == "Attorney General's Office of the Kyrgyz Republic"
    assert ankara.signatories[4].name == "Bekir SAHİN"
    assert [one.state for one in ankara.parties] == ["AZ", "KZ", "KG", "UZ", "TR"]


def test_ankara_points_to_paragraph_seven_of_samarkand() -> None:
    pointer = next(one for one in document("002").references if one.at == "c5")

    assert (pointer.pointer, pointer.number, pointer.internal) == ("paragraph", "7", False)
    assert pointer.instrument == "Declaration of the Heads of State of the Organization of Turkic States"
    assert (pointer.meeting, pointer.place, pointer.country) == ("9th Summit", "Samarkand", "UZ")
    assert pointer.date is not None
    assert pointer.date.start == date(2022, 11, 11)


def test_ankara_decides() -> None:
    ankara = document("002")

    assert {one.at: one.kind for one in ankara.outcomes} == {
        "c1": "decision",
        "c2": "training",
        "c3": "renaming",
        "c4": "emblem",
        "c5": "reference",
        "c6": "expert-group",
        "c7": "next-meeting",
    }
    assert ankara.next_meeting is not None
    assert (ankara.next_meeting.ordinal, ankara.next_meeting.state, ankara.next_meeting.year) == (3, "KG", 2024)
    assert "Prosecutor General’s Office of the Kyrgyz Republic" in ankara.next_meeting.host


def test_one_person_under_two_spellings_is_one() -> None:
    spellings = {group.state: group.spellings for group in document("002").people}

    assert spellings["KZ"] == ("Berik Asylov", "Berik Assylov")
    assert spellings["TR"] == ("Bekir Şahin", "Bekir Sahin")


def test_bishkek_is_read() -> None:
    bishkek = document("003")

    assert (bishkek.slug, bishkek.place, bishkek.country) == ("bishkek-declaration-2024", "Bishkek", "KG")
    assert bishkek.adopted is not None
    assert bishkek.adopted.start == date(2024, 7, 25)
    assert len(bishkek.tree.clauses) == 4
    assert [one.name for one in bishkek.signatories] == [
        "Kamran ALIYEV",
        "Berik ASYLOV",
        "Maksat ASANALIEV",
        "Nigmatilla YULDOSHEV",
        "Muhsin ŞENTÜRK",
    ]
    assert [one.state for one in bishkek.signatories] == ["AZ", "KZ", "KG", "UZ", "TR"]
    last = bishkek.attendees[-1]
    assert (last.name, last.organisation) == ("Kubanýchbek Omuraliev", "OTS")
    assert last.office == "Secretary General of the Organization of Turkic States"
    assert bishkek.next_meeting is not None
    assert (bishkek.next_meeting.ordinal, bishkek.next_meeting.state, bishkek.next_meeting.year) == (4, "UZ", 2025)


def test_the_expert_meeting_of_baku_is_read() -> None:
    baku = document("004")
    record = baku.meetings[0]

    assert (baku.kind, baku.slug, baku.body) == (
        Kind.FINAL_DOCUMENT,
        "baku-final-document-2007",
        "oic-law-enforcement-heads",
    )
    assert len(baku.parties) == 22
    assert [len(clause.children) for clause in baku.tree.clauses] == [14, 5]
    assert find(baku.tree, "c1.10").text.startswith("Examination of the possibility of setting up a common database")
    assert (record.kind, len(record.agenda), len(record.recommendations)) == ("expert-meeting", 14, 5)
    assert record.dates is not None
    assert (record.dates.start, record.dates.end) == (date(2007, 10, 22), date(2007, 10, 23))
    assert not baku.title_printed
    assert {"title-assumed", "kind-assumed", "unnumbered-items", "item-is-statement"} <= codes(baku)


def test_baku_points_to_paragraph_seven_and_hears_an_offer() -> None:
    baku = document("004")
    pointer = baku.references[0]

    assert (pointer.number, pointer.instrument, pointer.place) == ("7", "Baku Declaration", "Baku")
    assert pointer.meeting == "33rd Session of the Islamic Conference of Foreign Ministers"
    assert pointer.date is not None
    assert (pointer.date.start, pointer.date.end) == (date(2006, 6, 19), date(2006, 6, 21))
    offer = next(one for one in baku.hosts if one.status == "offered")
    assert (offer.state, offer.year, offer.place) == ("AZ", 2009, "Baku")


def test_the_report_tells_of_seven_meetings() -> None:
    report = document("001")

    assert (report.kind, report.slug) == (Kind.REPORT, "eco-report-2025")
    assert [(one.kind, one.ordinal, one.place, one.status) for one in report.meetings] == [
        ("meeting", 4, "Baku", "held"),
        ("meeting", 5, "Dushanbe", "held"),
        ("courtesy-call", 0, "Dushanbe", "held"),
        ("programme", 0, "Dushanbe", "held"),
        ("side-event", 0, "Baku", "held"),
        ("bilateral", 0, "Baku", "held"),
        ("meeting", 6, "Tashkent", "planned"),
    ]
    assert {one.part_of for one in report.meetings[2:4]} == {report.meetings[1].title}


def test_the_report_keeps_what_each_meeting_did() -> None:
    fourth, fifth, *_, sixth = document("001").meetings

    assert [point.state for point in fourth.key_points] == ["AZ", "IR", "KZ", "KG", "TJ", "TR", "TM", "UZ"]
    assert (len(fourth.agenda), len(fourth.recommendations), len(fourth.outcomes)) == (3, 5, 3)
    assert fourth.next_host == "TJ"
    assert fourth.outcomes[0].endswith("5th Meeting of Attorneys/Prosecutors General (Dushanbe - 16 May 2024)")
    assert len(fifth.participants) == 9
    assert fifth.guests == ("Attorney General of the Kingdom of Saudi Arabia",)
    assert sixth.dates is not None
    assert (sixth.dates.start, sixth.dates.end) == (date(2025, 9, 25), date(2025, 9, 26))
    assert len(sixth.agenda) == 3


def test_the_president_who_sent_a_message_did_not_attend() -> None:
    fourth = document("001").meetings[0]

    assert [one.display for one in fourth.people] == ["Jandos Asanov", "Kamran Aliyev"]


def test_a_sentence_over_a_page_break_is_one_paragraph_and_a_doubt() -> None:
    report = document("001")

    assert any("anticipated to discuss the prosecution's role" in clause.text for clause in report.tree.preamble)
    assert [d.lines.first for d in report.doubts if d.code == "joined-across-gap"] == [23, 72, 158]
    assert [left.why for left in report.left_over] == ["note"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_every_clause_stands_once(path: Path) -> None:
    tree = document(path.name[:3]).tree

    ids = [clause.id for clause in walk(tree.preamble + tree.clauses)]

    assert len(ids) == len(set(ids))
