# SPDX-License-Identifier: Apache-2.0
"""The commitments of the five documents beside the documents themselves, as the importer reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity.practice
from comity.commitments import services
from comity.commitments.models import Commitment
from comity.commitments.queries import facts, pages, reading, sources
from comity.drafting import services as drafting
from comity.drafting.rules import importing
from comity.drafting.rules.importing import Imported
from comity.drafting.rules.tree import walk
from comity.reference import load
from tests.support import commitments as world
from tests.support.commitments import AT, Maker, client_of

secretariat, of, officer = world.secretariat, world.of, world.officer
FOLDER = Path(comity.practice.__file__).parent / "documents"
DOCUMENTS = sorted(FOLDER.glob("*.txt"))


def imported(path: Path) -> Imported:
    return importing.read(importing.decode(path.read_bytes(), name=path.name), name=path.name)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_every_operative_clause_has_a_commitment_or_a_reason_why_none(path: Path) -> None:
    tree = imported(path)
    text = next(t for t in facts.load() if t.text == tree.slug)
    promised = {c.clause for c in text.clauses if c.commitments and not c.meeting}

    ids = [clause.id for clause in walk(tree.tree.clauses)]
    without = [i for i in ids if i not in promised and not facts.why_none(text, i)]
    both = [i for i in ids if i in promised and facts.why_none(text, i)]

    assert len(ids) >= 4
    assert without == []
    assert both == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_the_data_cites_only_clauses_the_document_has(path: Path) -> None:
    tree = imported(path)
    text = next(t for t in facts.load() if t.text == tree.slug)
    known = {clause.id for clause in walk(tree.tree.preamble + tree.tree.clauses)}

    assert {c.clause for c in text.clauses} | {c for n in text.narrated for c in n.clauses} <= known


def test_the_five_documents_are_the_five_files() -> None:
    assert sorted(imported(p).slug for p in DOCUMENTS) == sorted(t.text for t in facts.load())


def test_what_is_said_to_be_found_stands_in_the_documents_or_the_table_of_meetings() -> None:
    """Words marked `text` are quoted from a document; dates of `secondary` ones stand in the table of meetings."""
    documents = " ".join(" ".join(p.read_text(encoding="utf-8").split()) for p in DOCUMENTS)
    documents = documents.replace("2<sup>nd</sup>", "2nd").replace("*", "")
    days = {day for m in load().meetings for day in (m.start_date, m.end_date)}

    for text in facts.load():
        for promise in (p for c in text.clauses for p in c.commitments):
            for found in promise.found:
                if found.evidence == "text":
                    parts = [part.strip(" .") for part in found.words.split("…")]
                    quoted = [p for p in parts if p in documents or p.split("(")[0].strip(" .") in documents]
                    assert quoted or found.as_of in days, found.words
                else:
                    assert found.as_of in days or found.as_of[:7] in days, found.words


@pytest.mark.django_db(transaction=True)
def test_each_commitment_leads_back_to_the_words_of_its_clause(of: Maker) -> None:
    officer = of()
    for path in DOCUMENTS:
        drafting.import_text(imported=imported(path), by=officer, at=AT)

    services.load_facts(at=AT)

    rows = list(Commitment.objects.all())
    assert [row.pk for row in rows if not row.words and not row.source.startswith("eco-report")] == []
    page = pages.page(of("KZ"), "ankara-declaration-2023.c7", at=AT)
    assert page.source is not None
    assert "Meeting of the Council in 2024 in Kyrgyzstan" in page.commitment.words
    answer = client_of(of("AZ")).get(page.source.address.split("#")[0])
    assert answer.status_code == 200
    assert pages.page(of("PK"), "antalya-declaration-2015.c5", at=AT).source is not None


@pytest.mark.django_db(transaction=True)
def test_texts_imported_after_the_commitments_give_them_their_words(of: Maker) -> None:
    services.load_facts(at=AT)
    assert reading.get("bishkek-declaration-2024.c4").words == ""  # type: ignore[union-attr]

    drafting.import_text(imported=imported(DOCUMENTS[3]), by=of(), at=AT)
    services.load_facts(at=AT)

    assert "fourth meeting" in reading.get("bishkek-declaration-2024.c4").words  # type: ignore[union-attr]
    assert {s.source for s in sources.clauses(of("AZ"), at=AT)} == {
        f"bishkek-declaration-2024#c{n}" for n in range(1, 5)
    }
