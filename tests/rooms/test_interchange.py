# SPDX-License-Identifier: Apache-2.0
"""Import and export in one node: what lines come to, what is told, who may see it, and what never leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused, TooLarge
from comity.base.wording import unpacked
from comity.config.jobs import JOBS
from comity.evidence.models import StoredFile
from comity.ledger.models import Entry as LedgerEntry
from comity.queue import services as queue
from comity.register import services
from comity.register.models import Entry, Import, ImportLine, IndexedName, Judgement, Key, Link, Statement
from comity.register.queries import import_files, imports
from comity.register.rules.handling import Handling
from comity.register.rules.interchange.plan import Plan
from comity.register.services import importing
from tests.rooms.test_register import make_case, make_entry

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
PEOPLE = "name;birthDate;passportNumber\nSamir Quliyev;02.03.1984;C123456\nАли Гасанов;1990;C654321\n"


def uploaded(case: str, data: bytes | str, by: Person, at: datetime, name: str = "people.csv") -> str:
    blocks = [data.encode() if isinstance(data, str) else data]
    return services.upload(case_id=case, blocks=blocks, name=name, media_type="text/csv", by=by, at=at)


def begun(key: str, by: Person, at: datetime, *, handling: Handling | None = None, **plan: Any) -> None:
    reading = replace(imports.import_view(by, key).plan, **{"category": "suspect", **plan})
    services.start(import_id=key, reading=reading, handling=handling or Handling(), by=by, at=at)


def worked(at: datetime) -> None:
    """Run jobs until nothing is due."""
    while queue.run_due(handlers=JOBS, clock=lambda: at):
        pass


def taken(case: str, data: bytes | str, by: Person, at: datetime, **more: Any) -> Import:
    key = uploaded(case, data, by, at)
    begun(key, by, at, **more)
    worked(at)
    return Import.objects.get(pk=key)


def lines_of(entities: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entities)


def human(key: str, name: str, **more: list[str]) -> dict[str, Any]:
    return {"id": key, "schema": "Person", "properties": {"name": [name], **more}}


def test_a_table_is_read_and_its_lines_become_entries_like_entered_ones(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)

    done = taken(case, PEOPLE, analyst, at, source="Tashkent", handling=Handling(frozenset({"UZ"})))

    assert (done.state, done.entered, done.wrong, done.repeated) == ("done", 2, 0, 0)
    row = Entry.objects.get(caption="Samir Quliyev")
    assert (row.owner, row.category, row.audience, row.hit_only, row.version) == ("AZ", "suspect", ["UZ"], True, 2)
    said = Statement.objects.get(entry=row, prop="birthDate")
    assert (said.value, said.source, said.case_reference) == ("1984-03-02", "Tashkent", "260142/2026")
    assert Key.objects.filter(entry=row, key="exact:passportNumber:c123456").exists()
    assert IndexedName.objects.filter(entry=row).count() == 1
    assert LedgerEntry.objects.filter(subject=f"entry:{row.pk}", event="entry.entered").count() == 1
    services.say(entry_id=str(row.pk), said=[services.Said("alias", "S.")], by=analyst, at=at)
    assert Entry.objects.get(pk=row.pk).caption == "Samir Quliyev"


def test_the_ledger_learns_no_value_of_a_file(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")

    taken(make_case(analyst, at), PEOPLE, analyst, at)
    services.export(form="ftm", case_id="", internal=True, by=analyst, at=at).file.close()

    kept = "".join(LedgerEntry.objects.values_list("leaf", flat=True))
    assert "Quliyev" not in kept
    assert "C123456" not in kept


def test_each_wrong_line_is_kept_with_its_reason(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    data = lines_of([human("1", "Samir"), human("2", "Əli", birthDate=["1984-13"])])
    bad = [
        b'{"id": "3", "schema":\n', b'{"id":"4","schema":"Ownership","properties":{"name":["x"]}}\n', b"\xd0\xff\n",
        b'{"id":"5","schema":"Person","properties":{"name":["A\\u0000"]}}\n',
        b'{"id":"6","schema":"Person","properties":{"name":["' + b"x" * 1_100_000 + b'"]}}\n',
        b'{"id":"7","schema":"Person","properties":{"name":["B"],"shoeSize":["9"]}}\n', b"\n", b'{"a\0":1}\n',
    ]  # fmt: skip

    done = taken(make_case(analyst, at), b"\xef\xbb\xbf" + data.encode() + b"".join(bad), analyst, at)

    assert (done.state, done.entered, done.wrong) == ("done", 1, 8)
    kept = {line.number: line for line in ImportLine.objects.filter(outcome="wrong")}
    sentences = {n: unpacked(line.reason) for n, line in kept.items()}
    assert "YYYY" in sentences[2]
    assert sentences[3] == "The line is not well-formed JSON."
    assert "Ownership" in sentences[4]
    assert sentences[5] == "The line is not UTF-8."
    assert sentences[6] == sentences[10] == "The line contains a NUL character."
    assert "longer than 256 kB" in sentences[7]
    assert "shoeSize" in sentences[8]
    assert len(kept[7].text) == import_files.KEPT_CHARACTERS
    assert kept[3].text == '{"id": "3", "schema":'
    table = "".join(imports.report(analyst, str(done.pk)))
    assert table.count("\r\n") == 9
    assert "1984-13" in table


def test_bad_tables_are_refused_or_reported_by_name(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    for data, sentence in (
        (b"PK\x03\x04zip", "Compressed"), (b"\x1f\x8b\x08gz", "Compressed"), ("name\nA".encode("utf-16"), "CSV UTF-8"),
        (",".join(f"c{n}" for n in range(200)).encode() + b"\n", "200 columns"), (b"", "empty"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=sentence):
            uploaded(case, data, analyst, at)
    assert StoredFile.objects.count() == Import.objects.count() == 0

    table = b'name,note\nSamir,"=1+1"\nRagged\n"open,1\nAli,\xff\nLast,=HYPERLINK(1)\n'
    done = taken(case, table, analyst, at, encoding="utf-8", columns=("name", "notes"), header=True, delimiter=",")

    assert done.entered == 2
    wrong = ImportLine.objects.filter(outcome="wrong").order_by("number")
    assert [(line.number, unpacked(line.reason)) for line in wrong] == [
        (3, "The line has 1 cells where the file has 2."), (4, "The line is not utf-8."), (5, "The line is not utf-8."),
    ]  # fmt: skip
    assert set(Statement.objects.filter(prop="notes").values_list("value", flat=True)) == {"=1+1", "=HYPERLINK(1)"}
    made = services.export(form="csv", case_id=case, internal=False, by=analyst, at=at)
    with made.file:
        assert "'=HYPERLINK(1)" in made.file.read().decode()


def test_a_file_above_the_limit_leaves_nothing(person: Maker, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    monkeypatch.setitem(settings.COMITY_ENV._values, "MAX_UPLOAD_BYTES", 1_000_000)
    blocks = (b"x" * 65_536 for _ in range(40_000))

    with pytest.raises(TooLarge):
        services.upload(case_id=case, blocks=blocks, name="a.csv", media_type="text/csv", by=analyst, at=at)

    assert not list((Path(settings.FILES) / "uploading").iterdir())
    assert Import.objects.count() == 0


def test_a_bundle_with_circles_is_read_and_its_links_passed_over(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    objects = [
        {"type": "identity", "id": "identity--1", "name": "Samir", "identity_class": "individual",
         "created_by_ref": "identity--1"},
        {"type": "relationship", "id": "relationship--1", "source_ref": "relationship--1", "target_ref": "identity--1"},
        {"type": "user-account", "id": "user-account--1", "account_login": "silk", "account_type": "telegram"},
    ]  # fmt: skip

    done = taken(
        make_case(analyst, at), json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}), analyst, at
    )

    assert (done.state, done.entered, done.passed) == ("done", 2, 1)


def test_repeated_lines_and_ids_are_told_and_not_entered(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    data = lines_of([human("1", "Samir"), human("2", "Samir"), human("1", "Other"), human("3", "Third")])

    done = taken(make_case(analyst, at), data, analyst, at)

    assert (done.entered, done.repeated) == (2, 2)
    told = list(ImportLine.objects.filter(outcome="repeated").order_by("number").values_list("reason", flat=True))
    assert [unpacked(why) for why in told] == ["Says the same as line 1.", "Has the id of line 1."]


def test_likeness_to_the_register_is_told_only_to_who_may_read_and_never_merges(person: Maker, at: datetime) -> None:
    analyst, officer = person("analyst", "analyst"), person("officer", "central-officer")
    said = [
        services.Said("name", "S. Q."),
        services.Said("passportNumber", "C 123456"),
        services.Said("idNumber", "AA 77"),
    ]
    hidden = make_entry(make_case(officer, at, "2/2026", restricted=True), officer, at, said=said)
    case = make_case(analyst, at)
    services.join_team(case_id=case, user_id=officer.id, by=analyst, at=at)

    done = taken(case, PEOPLE, analyst, at)
    again = taken(case, "name;birthDate;idNumber\nSomeone;1970;AA-77\n", officer, at)

    seen = [imports.import_view(who, str(work.pk)).alike for work in (done, again) for who in (analyst, officer)]
    assert seen == [0, 0, 0, 1]
    assert Judgement.objects.count() == 0
    assert hidden not in "".join(imports.report(analyst, str(done.pk)))
    assert hidden not in "".join(imports.report(analyst, str(again.pk)))
    assert hidden in "".join(imports.report(officer, str(again.pk)))


def test_victims_and_witnesses_of_a_file_have_no_keys_and_are_like_nobody(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    taken(case, PEOPLE, analyst, at)

    done = taken(case, PEOPLE.replace("C123456", "C123456 "), analyst, at, category="victim")

    assert (done.entered, imports.import_view(analyst, str(done.pk)).alike) == (2, 0)
    assert not Key.objects.filter(entry__category="victim").exists()
    assert not IndexedName.objects.filter(entry__category="victim").exists()


def test_a_line_that_does_not_say_what_the_person_is_is_wrong_when_each_line_must(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    data = "name,category\nSamir,witness\nAli,\nVali,villain\n"

    done = taken(make_case(analyst, at), data, analyst, at, category="", by_line=True)

    assert (done.entered, done.wrong) == (1, 2)
    assert Entry.objects.get().category == "witness"


def test_nothing_begins_before_the_category_is_chosen_and_a_plan_is_fixed_once_begun(
    person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    key = uploaded(make_case(analyst, at), PEOPLE, analyst, at)

    with pytest.raises(Invalid, match="what the persons"):
        begun(key, analyst, at, category="")
    worked(at)
    assert Entry.objects.count() == 0
    begun(key, analyst, at)
    with pytest.raises(Refused, match="has begun"):
        begun(key, analyst, at)


def test_an_import_is_cancelled_between_batches_and_what_was_entered_stays(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    many = lines_of(human(str(n), f"Person {n}", idNumber=[f"AA{n:06}"]) for n in range(1_600))
    key = uploaded(make_case(analyst, at), many, analyst, at)
    begun(key, analyst, at)

    assert importing.carry_on(payload={"import": key}, at=at) == at
    services.cancel(import_id=key, by=analyst, at=at)
    worked(at)

    row = Import.objects.get(pk=key)
    assert (row.state, row.entered, row.line) == ("cancelled", 1_000, 1_000)
    assert Entry.objects.count() == 1_000
    with pytest.raises(Refused):
        services.cancel(import_id=key, by=analyst, at=at)


def test_who_lost_the_case_imports_nothing_more(person: Maker, at: datetime) -> None:
    officer, other = person("officer", "central-officer"), person("other", "central-officer")
    case = make_case(officer, at)
    key = uploaded(case, PEOPLE, officer, at)
    services.join_team(case_id=case, user_id=other.id, by=officer, at=at)
    begun(key, officer, at)
    services.leave_team(case_id=case, user_id=officer.id, by=other, at=at)

    worked(at)

    assert (Import.objects.get(pk=key).state, Entry.objects.count()) == ("stopped", 0)
    with pytest.raises(NotFound):
        imports.import_view(officer, key)
    assert imports.imports(officer) == ()


def test_file_and_kept_lines_are_gone_a_month_after_the_end(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    done = taken(make_case(analyst, at), PEOPLE + "Wrong\n", analyst, at)
    path = imports.path_of(done)
    assert path.exists()

    worked(at + importing.KEPT - timedelta(hours=1))
    assert path.exists()
    worked(at + importing.KEPT)

    assert not path.exists()
    assert not ImportLine.objects.exclude(text="").exists()
    assert (StoredFile.objects.count(), Entry.objects.count()) == (0, 2)
    with pytest.raises(NotFound):
        imports.path_of(Import.objects.get())


def test_a_draft_nobody_began_is_deleted_too_and_a_shared_file_stays_for_the_other(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    first, second = uploaded(case, PEOPLE, analyst, at), uploaded(case, PEOPLE, analyst, at)

    services.discard(import_id=first, by=analyst, at=at)
    assert imports.path_of(Import.objects.get(pk=second)).exists()
    worked(at + importing.KEPT)

    assert StoredFile.objects.count() == 0
    assert not imports.preview(analyst, second, imports.import_view(analyst, second).plan)


def exported(form: str, case: str, by: Person, at: datetime, *, internal: bool = False) -> str:
    made = services.export(form=form, case_id=case, internal=internal, by=by, at=at)
    with made.file:
        return made.file.read().decode()


def what_it_says(entity: dict[str, Any]) -> tuple[str, ...]:
    ours = entity["comity"]
    return (entity["schema"], str(entity["properties"]), str(ours["statements"]), ours["category"])


def test_a_round_trip_through_followthemoney_keeps_everything(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    one, two = make_case(analyst, at), make_case(analyst, at, "2/2026")
    said = [services.Said("name", "Əli Həsənov", "az", "Tashkent", "confirmed"), services.Said("nationality", "AZ")]
    make_entry(one, analyst, at, said=said)
    make_entry(one, analyst, at, schema="Domain", category="", said=[services.Said("website", "silk.az")])
    make_entry(one, analyst, at, category="victim")

    first = exported("ftm", one, analyst, at, internal=True)
    done = taken(two, first, analyst, at, category="", by_line=True)
    second = exported("ftm", two, analyst, at, internal=True)

    assert (done.entered, done.wrong) == (3, 0)
    before, after = ([json.loads(line) for line in text.splitlines()] for text in (first, second))
    assert sorted(map(what_it_says, before)) == sorted(map(what_it_says, after))
    assert {r for e in after for r in e["referents"]} == {e["id"] for e in before}
    assert exported("ftm", two, analyst, at, internal=True) == second


def test_exports_hold_what_may_leave_and_nothing_else(person: Maker, at: datetime) -> None:
    analyst, officer = person("analyst", "analyst"), person("officer", "central-officer")
    case, restricted = make_case(analyst, at), make_case(officer, at, "9/2026", restricted=True)
    shown = make_entry(case, analyst, at)
    gone = make_entry(case, analyst, at, said=[services.Said("name", "Withdrawn One")])
    services.withdraw(entry_id=gone, reason="x", by=analyst, at=at)
    make_entry(case, analyst, at, category="witness", said=[services.Said("name", "Witness One")])
    make_entry(restricted, officer, at, said=[services.Said("name", "Restricted One")])
    for number, (hit_only, onward) in enumerate([(True, False), (False, False), (False, True)]):
        foreign = make_entry(case, analyst, at, said=[services.Said("name", f"Foreign {number}")])
        Entry.objects.filter(pk=foreign).update(owner="UZ", hit_only=hit_only, onward=onward)

    for form in ("ftm", "csv", "stix", "misp"):
        text = exported(form, "", analyst, at)
        assert "Əli Həsənov" in text
        assert "Foreign 2" in text
        for never in ("Withdrawn", "Witness", "Restricted", "Foreign 0", "Foreign 1"):
            assert never not in text
    assert shown in exported("stix", case, analyst, at)
    assert "Witness One" in exported("csv", case, analyst, at, internal=True)
    made = json.loads(LedgerEntry.objects.filter(event="export.made").order_by("-index").first().leaf)["data"]
    assert (made["count"], len(made["sha256"])) == (3, 64)
    with pytest.raises(NotFound):
        services.export(form="ftm", case_id=restricted, internal=False, by=analyst, at=at)
    with pytest.raises(NotFound):
        services.export(form="ftm", case_id="", internal=False, by=person("admin", "node-admin"), at=at)
    with pytest.raises(Invalid, match="never written"):
        services.export(form="stix", case_id="", internal=True, by=analyst, at=at)


def test_who_said_a_value_leaves_only_in_an_export_for_this_office(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    make_entry(case, analyst, at, said=[services.Said("name", "Samir", "", "Informant 9")])

    assert "Informant 9" in exported("ftm", case, analyst, at, internal=True)
    assert all("Informant 9" not in exported(form, case, analyst, at) for form in ("ftm", "csv", "stix", "misp"))


def test_a_stored_plan_reads_the_file_from_where_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('name;notes\nA;"x\ny"\n\nB;z\n', encoding="utf-8")
    reading = Plan("csv", schema="Person", columns=("name", "notes"), delimiter=";")  # type: ignore[arg-type]

    found = list(import_files.records(path, reading))
    rest = list(import_files.records(path, reading, offset=found[0].end, line=found[0].line))

    assert [(r.number, r.line, r.value) for r in found] == [(2, 3, ["A", "x\ny"]), (5, 5, ["B", "z"])]
    assert rest == found[1:]


def test_a_batch_is_linked_like_its_lines_one_by_one(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    known = make_case(analyst, at, reference="known")
    born = ["1984-03-02", "1984-02-03", "1984", "1984-03", "1985-03-02", ""]
    names = ["Samir Quliyev", "Самир Гулиев", "سمیر قلی‌اف", "Rashid Aliyev"]
    for number, name in enumerate(names):
        for date in born:
            said = [services.Said("name", name), *([services.Said("birthDate", date)] if date else [])]
            said += [services.Said("passportNumber", f"C{number}")] if date == "1985-03-02" else []
            make_entry(known, analyst, at, said=said)
    others = [
        human(f"{number}-{date}", name, birthDate=[date] if date else [], passportNumber=[f"C{number}"])
        for number, name in enumerate(names)
        for date in born
    ]

    taken(make_case(analyst, at, reference="batch"), lines_of(others), analyst, at)
    alone = make_case(analyst, at, reference="alone")
    for entity in others:
        said = [services.Said(prop, value) for prop, values in entity["properties"].items() for value in values]
        make_entry(alone, analyst, at, said=said)

    def found(reference: str) -> set[tuple[Any, ...]]:
        said = {row.pk: _said(row) for row in Entry.objects.filter(case__reference__in=(reference, "known"))}
        rows = Link.objects.filter(left__in=said, right__in=said)
        return {(*sorted((said[row.left_id], said[row.right_id])), row.strength, str(row.reasons)) for row in rows}

    assert found("batch") == found("alone")
    assert len(found("batch")) > len(others)
    assert len({strength for *_, strength, _ in found("batch")}) > 4


def _said(row: Entry) -> str:
    return str(sorted(Statement.objects.filter(entry=row).values_list("prop", "value")))
