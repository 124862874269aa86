# SPDX-License-Identifier: Apache-2.0
"""Bodies as data: what stands under which dates; every way to break a file is told with file, path and sentence."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comity.meetings.queries import naming
from comity.reference import Problem, body_checks, check, load, loader, schema
from comity.reference.loader import FOLDER

OTS = "bodies/ots-prosecutors-general.yaml"
OIC = "bodies/oic-law-enforcement-heads.yaml"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    for name in ("instruments", "organisations", "bodies", "tables"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_the_council_has_both_names_under_their_dates_and_the_clause_that_changed_them() -> None:
    names = load().bodies["ots-prosecutors-general"].names

    assert naming.name_on(names, "2022-06-01")["en"].endswith("of the Turkic Speaking States")
    assert naming.name_on(names, "2023-10-22")["en"].endswith("of the Turkic Speaking States")
    assert naming.name_on(names, "2023-10-23")["en"].endswith("of the Organization of Turkic States")
    assert {name.cites for name in names} == {"ankara-declaration-2023#c3"}
    emblem = naming.on(load().bodies["ots-prosecutors-general"].emblems, "2026-01-01")
    assert emblem is not None
    assert (emblem.status, emblem.cites) == ("to-be-redesigned", "ankara-declaration-2023#c4")


def test_members_and_observers_come_from_the_table_on_the_day() -> None:
    assert len(load().members("OIC", on=date(2026, 1, 1))) == 57
    assert load().members("OTS", on=date(2019, 1, 1)) == ("AZ", "KG", "KZ", "TR")


def test_the_centre_is_in_force_and_its_secretariat_being_established() -> None:
    centre = load().bodies["eco-rccaco"]
    assert centre.charter is not None
    assert (centre.charter.status, centre.charter.in_force_since) == ("in-force", "")
    assert centre.secretariat is not None
    assert centre.secretariat.status == "being-established"


def test_every_fact_names_its_source_or_says_that_it_is_remembered() -> None:
    assert check() == ()
    for body in load().bodies.values():
        for rule in (body.rules.rhythm, body.rules.extraordinary, body.rules.expert_meeting, body.rules.host):
            assert rule is None or rule.evidence == "memory" or (rule.source and rule.clause)


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "words"),
    [
        (OTS, "track: prosecutors-general", "track: prosecutors-general\nking: me", "king", "not known"),
        (OTS, "organisation: OTS", "organisation: XYZ", "organisation", "no organisation"),
        (OTS, "track: prosecutors-general", "track: poets", "track", "no track"),
        (OTS, 'until: "2023-10-23"', 'until: "2023-12-31"', "names[1]", "overlap"),
        (OTS, 'until: "2023-10-23"', 'until: "2020-01-01"', "names[0].until", "before it begins"),
        (OTS, 'since: "2021-11-01"', 'since: "2021-11-31"', "names[0].since", "no day"),
        (OTS, "charter:", "members:\n  - {state: FR, evidence: text, source: s}\ncharter:", "members[0].state", "FR"),
        (OTS, "cites: ankara-declaration-2023#c3", "cites: ankara declaration", "cites", "pattern"),
        (OTS, "{numerator: 2, denominator: 3,", "{numerator: 4, denominator: 3,", "share", "more than the whole"),
        (OTS, "slug: ots-prosecutors-general", "slug: other", "slug", "The slug is"),
        (OTS, 'ordinal: "3"}', 'ordinal: "33"}', "history[3]", "0 rows"),
        (OTS, 'ordinal: "3"}', 'ordinal: "2"}', "history[3]", "stands twice"),
        (OTS, "consensus: true", "consensus: false", "rules.majorities[0]", "either"),
        (OIC, "every_months: 24", "every_months: 0", "rules.rhythm.every_months", "greater than"),
        (OIC, "of: members}\n    source", "of: citizens}\n    source", "approval.of", "members"),
        (OIC, "    source: 004_d55c660ffea2f72c.txt\n    clause: recommendations, first item", "    clause: c",
         "rules.rhythm", "needs a source"),
        ("bodies/eco-rccaco.yaml", "instrument: eco-rccaco", "instrument: nothing", "charter.instrument", "nothing"),
        ("organisations/eco.yaml", "id: ECO", "id: ECU", "id", "The id is"),
        ("organisations/ots.yaml", "schema: comity/organisation@1", "schema: comity/organisation@9", "schema", "Input"),
    ],
)  # fmt: skip
def test_a_broken_body_is_told_with_file_path_and_sentence(
    tmp_path: Path, file: str, old: str, new: str, path: str, words: str
) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert old in text

    problems = told(tmp_path, file, text.replace(old, new, 1))

    assert any(p.file == file and path in p.path and words in p.sentence for p in problems), problems


def told(folder: Path, file: str, text: str) -> list[Problem]:
    """Return what is wrong with one changed file among the others as they are shipped."""
    (folder / Path(file).name).write_text(text, encoding="utf-8")
    known, problems = load(), []
    kind, key = (schema.Body, "slug") if file.startswith("bodies") else (schema.Organisation, "id")
    found = loader._folder(folder.parent, folder.name, kind, key, problems)
    problems = [replace(p, file=file) for p in problems]
    bodies = {**known.bodies, **(found if kind is schema.Body else {})}
    organisations = {**known.organisations, **({} if kind is schema.Body else found)}
    problems += body_checks.organisations(organisations, known.membership)
    problems += body_checks.bodies(bodies, organisations, known.membership, known.meetings, known.instruments)
    return problems


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("bodies/eco-rccaco.yaml", "kind: centre", "kind: centre\nking: me", "not known here"),
        ("bodies/eco-rccaco.yaml", "organisation: ECO", "organisation: EGO", "no organisation"),
        ("organisations/oic.yaml", "", "", "no file organisations/oic.yaml"),
    ],
)
def test_the_check_covers_bodies_and_organisations(facts: Path, file: str, old: str, new: str, sentence: str) -> None:
    if old:
        text = (facts / file).read_text(encoding="utf-8")
        (facts / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    else:
        (facts / file).unlink()

    assert any(sentence in p.sentence for p in check(facts))
