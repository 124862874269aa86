# SPDX-License-Identifier: Apache-2.0
"""Mappers between the register and the files of others: what goes out comes back, and bad input is named."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.register.rules import things
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling
from comity.register.rules.interchange import cells, columns, ftm, misp, plan, rows, sniffing, stix
from comity.register.rules.interchange.draft import Draft, Outgoing, Value
from comity.register.rules.interchange.plan import Format, Plan
from comity.register.rules.things import Type
from comity.register.rules.travelling import CERTAINTIES

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FTM = Plan(Format.FTM, category="suspect", source="File 7")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=12)
_OF_TYPE = {
    Type.DATE: st.sampled_from(["1984", "1984-03", "1984-03-02"]),
    Type.COUNTRY: st.sampled_from(["AZ", "UZ", "TR"]),
}


@st.composite
def outgoing(draw: st.DrawFn) -> Outgoing:
    kind = things.THINGS[draw(st.sampled_from(sorted(things.THINGS)))]
    props = [kind.caption, *draw(st.lists(st.sampled_from(sorted(kind.properties)), max_size=6))]
    said: dict[tuple[str, str], Value] = {}
    for prop in props:
        value = things.clean(kind.schema, prop, draw(_OF_TYPE.get(kind.properties[prop], WORDS)))
        given = Value(
            prop, value, draw(st.sampled_from(["", "az", "ru"])), draw(st.sampled_from(["File 7", "Tashkent"])),
            draw(st.sampled_from(CERTAINTIES)),
        )  # fmt: skip
        said.setdefault((prop, value), given)
    return Outgoing(
        id="5f0d1a2e-0000-4000-8000-000000000001", schema=kind.schema,
        category=draw(st.sampled_from([c for c in Category if c])) if kind.schema == "Person" else Category.THING,
        owner="AZ", case="1/2026", handling=Handling(), review=date(2027, 1, 1), purge=date(2028, 1, 1), entered=AT,
        updated=AT, values=tuple(said.values()),
    )  # fmt: skip


def entry(schema: str = "Person", category: str = "suspect", **said: Any) -> Outgoing:
    values = tuple(Value(p, v) for p, held in said.items() for v in ([held] if isinstance(held, str) else held))
    return Outgoing(
        id="5f0d1a2e-0000-4000-8000-000000000001", schema=schema, category=Category(category), owner="AZ",
        case="1/2026", handling=Handling(), review=date(2027, 1, 1), purge=date(2028, 1, 1), entered=AT, updated=AT,
        values=values,
    )  # fmt: skip


@given(outgoing())
def test_what_goes_out_as_followthemoney_comes_back_the_same(out: Outgoing) -> None:
    line = json.loads(json.dumps(ftm.write(out)))

    back = ftm.read(line, replace(FTM, category="", by_line=True))

    said = {(v.prop, v.value): v for v in back.values}
    assert (back.schema, back.category, back.origin) == (out.schema, out.category, out.id)
    assert set(said) == {(v.prop, v.value) for v in out.values}
    assert all(said[v.prop, v.value].certainty == v.certainty for v in out.values)
    assert all(
        (said[v.prop, v.value].language, said[v.prop, v.value].source) == (v.language, v.source) for v in out.values
    )
    assert ftm.write(replace(out, values=back.values))["properties"] == line["properties"]


@given(outgoing())
def test_what_goes_out_as_a_table_comes_back_the_same(out: Outgoing) -> None:
    header, row = csv.reader(io.StringIO(rows.header() + rows.write(out)))
    names = tuple(c if c not in {"owner", "case"} else "" for c in header)
    reading = Plan(Format.CSV, by_line=True, columns=names, split=rows.JOINT)

    back = rows.read(row, reading)

    assert (back.schema, back.category, back.origin) == (out.schema, out.category, out.id)
    assert {(v.prop, v.value.replace("|", "¦")) for v in out.values} == {(v.prop, v.value) for v in back.values}


KEYS = st.sampled_from(["id", "schema", "properties", "comity", "name", "type", "statements"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["Person", "Domain", "identity"])


@given(st.recursive(SCALARS, lambda x: st.lists(x) | st.dictionaries(KEYS, x)))
def test_whatever_stands_in_a_line_is_a_draft_or_a_sentence(said: Any) -> None:
    for reader in (ftm.read, stix.read):
        found: object = None
        with suppress(Invalid):
            found = reader(said, FTM)

        assert found is None or isinstance(found, Draft)


@given(st.text())
def test_no_cell_begins_a_formula_and_each_reads_back(text: str) -> None:
    made = cells.safe(text)

    assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cells.unsafe(made) == text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([1], "must be an object"),
        ({"id": "a"}, "no schema"),
        ({"id": "a", "schema": "Ownership", "properties": {"owner": ["x"]}}, "keeps no “Ownership”"),
        ({"id": "a", "schema": "Phone", "properties": {"phone": ["1"]}}, "keeps no “Phone”"),
        ({"id": "a", "schema": "Person"}, "no properties"),
        ({"id": "a", "schema": "Person", "properties": {"name": [1]}}, "list of texts"),
        ({"id": "a", "schema": "Person", "properties": {"birthDate": ["1984"]}}, "gives no name"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["A"], "shoeSize": ["9"]}}, "does not keep “shoeSize”"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["A"], "birthDate": ["1984-13"]}}, "YYYY"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["A\0B"]}}, "NUL"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["A"], "nationality": ["suhh"]}}, "two-letter"),
        ({"schema": "Person", "properties": {"name": ["A"]}}, "no id"),
    ],
)
def test_a_bad_entity_says_what_is_wrong(said: Any, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        ftm.read(said, FTM)


def test_what_the_register_does_not_keep_may_be_left_out_and_is_named() -> None:
    said = {"id": "a", "schema": "Person", "properties": {"name": ["A"], "topics": ["crime"], "createdAt": ["2026"]}}

    assert ftm.read(said, replace(FTM, unknown="leave-out")).left_out == ("topics",)


def test_a_file_cannot_choose_its_handling_or_smuggle_values_beside_its_properties() -> None:
    said = ftm.write(entry(name="Samir"))
    said["comity"]["statements"].append(
        {"prop": "alias", "value": "Hidden", "language": "", "source": "", "certainty": "confirmed"}
    )

    back = ftm.read(said, FTM)

    assert [(v.prop, v.value) for v in back.values] == [("name", "Samir")]
    assert not hasattr(back, "handling")


def test_a_telephone_and_a_website_travel_as_user_accounts() -> None:
    phone, site = ftm.write(entry("Phone", "", phone="+994501234567")), ftm.write(entry("Domain", "", website="a.az"))

    assert (phone["schema"], site["schema"], site["properties"]) == (
        "UserAccount",
        "UserAccount",
        {"username": ["a.az"]},
    )
    assert ftm.read({"id": "1", "schema": "UserAccount", "properties": {"phone": ["+99450"]}}, FTM).schema == "Phone"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ФИО;дата рождения\nАли Гасанов;02.03.1984", "windows-1251"),
        ("Adı Soyadı;Doğum yeri\nİsmail Şahin;Iğdır", "windows-1254"),
        ("الاسم;الجنسية\nمحمد علي الحسن;AZ", "windows-1256"),
        ("Adı;Əli", "utf-8"),
    ],
)
def test_the_encoding_is_guessed(text: str, name: str) -> None:
    assert sniffing.encoding(text.encode(name), is_whole=True) == name


@pytest.mark.parametrize("data", ["Adı\n".encode("utf-16"), b"PK\0\0", b"name\0x"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="CSV UTF-8"):
        sniffing.encoding(data, is_whole=True)


def test_separator_and_header_are_guessed() -> None:
    lines = ["name;note\n", "A;x, y\n", "B;z, w, v\n"]

    assert sniffing.delimiter(lines) == ";"
    assert sniffing.delimiter(["a\n", "b\n"]) == ","
    assert sniffing.has_header([["ad", "x"]])
    assert sniffing.has_header([["Foo", "Bar"], ["A", "1984"]])
    assert not sniffing.has_header([["Samir", "1984"], ["Ali", "1985"]])


@pytest.mark.parametrize(
    ("header", "proposed"),
    [
        (["ФИО", "Дата рождения", "Гражданство", "Телефон"], ("name", "birthDate", "citizenship", "phone")),
        (["Adı Soyadı", "Doğum tarihi", "Kimlik No"], ("name", "birthDate", "idNumber")),
        (["نام و نام خانوادگی", "تاریخ تولد", "کد ملی"], ("name", "birthDate", "idNumber")),
        (["الاسم", "تاريخ الميلاد", "رقم جواز السفر"], ("name", "birthDate", "passportNumber")),
        (["Nom complet", "Né le", "Qualité"], ("name", "birthDate", "category")),
        (["F.I.Sh.", "Tug‘ilgan sanasi", "whatever"], ("name", "birthDate", "")),
        (["birthDate", "birthDate", "name"], ("birthDate", "", "name")),
    ],
)
def test_columns_are_proposed_by_words_in_several_languages(header: list[str], proposed: tuple[str, ...]) -> None:
    assert columns.proposed(header, [], "Person") == proposed


def test_columns_are_proposed_by_their_values() -> None:
    lines = [
        ["Samir Quliyev", "02.03.1984", "+994 50 123 45 67", "s@a.az", "7"],
        ["Əli Həsənov", "1.1.1990", "", "", "8"],
    ]

    assert columns.proposed([""] * 5, lines, "Person") == ("name", "birthDate", "phone", "email", "")


def csv_plan(*names: str, **more: Any) -> Plan:
    return Plan(Format.CSV, **{"category": "suspect", "schema": "Person", "columns": names, **more})


def test_a_row_is_read_with_days_written_day_first_and_categories_in_words() -> None:
    reading = csv_plan("name", "birthDate", "category", "phone", category="", by_line=True, split=";")

    found = rows.read(["Samir", "2.3.1984", "Потерпевший", "'+99450; +99451"], reading)

    assert found.category is Category.VICTIM
    assert [(v.prop, v.value) for v in found.values] == [
        ("name", "Samir"), ("birthDate", "1984-03-02"), ("phone", "+99450"), ("phone", "+99451"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["Samir"], "has 1 cells where the file has 2"),
        (["Samir", "1984", "x"], "has 3 cells"),
        (["", "1984"], "gives no name"),
        (["Samir", "31.02.1984"], "YYYY-MM-DD"),
    ],
)
def test_a_bad_row_says_what_is_wrong(row: list[str], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        rows.read(row, csv_plan("name", "birthDate"))


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        (csv_plan("name", category=""), "what the persons"),
        (csv_plan("name", category="", by_line=True), "which column tells"),
        (csv_plan("name", category="villain"), "not a category"),
        (csv_plan("birthDate"), "which column is the name"),
        (csv_plan("name", "iban"), "Column 2"),
        (csv_plan("name", schema=""), "what kind of entry"),
        (csv_plan("name", "id", "id"), "Only one column"),
        (csv_plan("name", encoding="utf-7"), "from the lists"),
        (Plan(Format.FTM), "what the persons"),
    ],
)
def test_nothing_begins_before_the_plan_is_whole(reading: Plan, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        plan.checked(reading)


def test_a_plan_is_stored_and_restored() -> None:
    for reading in (csv_plan("name", "birthDate"), FTM):
        assert plan.restored(json.loads(json.dumps(reading.as_json()))) == plan.checked(reading)


def test_objects_of_a_bundle_that_point_in_a_circle_are_read() -> None:
    made = [
        {"type": "relationship", "id": "r--1", "source_ref": "r--2", "target_ref": "r--1"},
        {"type": "identity", "id": "identity--1", "created_by_ref": "identity--1", "name": "Samir",
         "identity_class": "individual"},
        {"type": "user-account", "id": "u--1", "account_type": "phone-number", "account_login": "+99450"},
        {"type": "domain-name", "id": "d--1", "value": "a.az", "resolves_to_refs": ["d--1"]},
    ]  # fmt: skip

    found = [stix.read(said, FTM) for said in made]

    assert found[0] is None
    assert [(d.schema, d.caption) for d in found[1:] if d] == [
        ("Person", "Samir"),
        ("Phone", "+99450"),
        ("Domain", "a.az"),
    ]


def test_the_same_handling_code_has_one_marking_and_another_another() -> None:
    one, two = Handling(frozenset({"UZ"}), hit_only=False), Handling(frozenset({"UZ", "TR"}), hit_only=False)

    assert stix.marking(one, AT)["id"] == stix.marking(replace(one), AT)["id"] != stix.marking(two, AT)["id"]


@pytest.mark.parametrize(
    ("code", "distribution"),
    [
        (Handling(), "0"),
        (Handling(frozenset({"UZ"})), "0"),
        (Handling(frozenset({"UZ"}), hit_only=False), "4"),
        (Handling(frozenset({"UZ"}), hit_only=False, onward=True), "4"),
    ],
)
def test_the_distribution_follows_the_handling_code(code: Handling, distribution: str) -> None:
    made = json.loads(misp.write(replace(entry(name="Samir"), handling=code)))

    assert made["distribution"] == made["Attribute"][0]["distribution"] == distribution
    assert ("SharingGroup" in made) == (distribution == "4")
