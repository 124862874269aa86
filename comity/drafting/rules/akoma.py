# SPDX-License-Identifier: Apache-2.0
"""A text as Akoma Ntoso 3.0 (OASIS LegalDocML), written with the standard library.

Each language is one file with its own FRBRExpression of the same FRBRWork. Clause ids are the `eId`s, so a citation
holds in every language as it does here. Open wording is an inline `openWording`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from comity.drafting.rules.passages import Cited, cut
from comity.drafting.rules.tree import Clause, Kind, Tree

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_DEPTHS = ("paragraph", "point", "indent")
# ISO 639-2 terminological codes of the languages of the member States; others are written as they are.
_LANGUAGES = {
    "en": "eng", "ru": "rus", "tr": "tur", "fa": "fas", "ar": "ara", "fr": "fra", "az": "aze", "kk": "kaz",
    "ky": "kir", "uz": "uzb", "tg": "tgk", "tk": "tuk", "ur": "urd", "hu": "hun",
}  # fmt: skip
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Signer:
    """A line of the signatory table; `how` says in words how it was signed."""

    name: str
    office: str
    institution: str
    how: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of the text besides its wording. Days are `YYYY-MM-DD`."""

    slug: str
    kind: Kind
    organisation: str
    body: str
    day: str
    place: str
    stage: str
    version: int
    made_on: str
    signers: tuple[Signer, ...] = ()
    cited: tuple[Cited, ...] = field(default=())


def write(tree: Tree, facts: Facts) -> bytes:
    """Return the XML of one language version."""
    ET.register_namespace("", NAMESPACE)
    root = Element(_q("akomaNtoso"))
    _doc(root, tree, facts)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def work_uri(facts: Facts) -> str:
    """Return the FRBR address of the work."""
    return f"/akn/{(facts.organisation or 'un').lower()}/doc/{facts.day or facts.made_on}/{facts.slug}"


def _doc(parent: Element, tree: Tree, facts: Facts) -> None:
    doc = SubElement(parent, _q("doc"), {"name": str(facts.kind)})
    _meta(doc, tree, facts)
    preface = SubElement(doc, _q("preface"))
    title = SubElement(SubElement(preface, _q("longTitle")), _q("p"))
    _words(SubElement(title, _q("docTitle")), tree.title, ())
    if tree.preamble:
        recitals = SubElement(SubElement(doc, _q("preamble")), _q("recitals"))
        for clause in _flat(tree.preamble):
            recital = SubElement(recitals, _q("recital"), {"eId": clause.id})
            if clause.number:
                SubElement(recital, _q("num")).text = _clean(clause.number)
            _heading(recital, clause)
            _paragraphs(recital, clause.text, _of(facts, clause))
    body = SubElement(doc, _q("mainBody"))
    for clause in tree.clauses:
        _clause(body, clause, tree, facts, 0)
    if not tree.clauses:
        SubElement(body, _q("p"))
    _conclusions(doc, tree, facts)


def _meta(doc: Element, tree: Tree, facts: Facts) -> None:
    meta = SubElement(doc, _q("meta"))
    identification = SubElement(meta, _q("identification"), {"source": "#meta__comity"})
    work, day = work_uri(facts), facts.day or facts.made_on
    language = _LANGUAGES.get(tree.language, tree.language)
    expression = f"{work}/{language}@{facts.made_on}"
    _frbr(identification, "FRBRWork", work, day, "adoption")
    SubElement(identification[-1], _q("FRBRcountry"), {"value": (facts.organisation or "un").lower()})
    _frbr(identification, "FRBRExpression", expression, facts.made_on, f"version-{facts.version}")
    SubElement(identification[-1], _q("FRBRlanguage"), {"language": language})
    _frbr(identification, "FRBRManifestation", f"{expression}.xml", facts.made_on, "written")
    lifecycle = SubElement(meta, _q("lifecycle"), {"source": "#meta__comity"})
    SubElement(
        lifecycle, _q("eventRef"), {"eId": "meta__adopted", "date": day, "source": "#meta__body", "type": "generation"}
    )
    references = SubElement(meta, _q("references"), {"source": "#meta__comity"})
    _reference(references, "original", "meta__work", work, tree.title)
    _reference(references, "TLCOrganization", "meta__comity", "/ontology/organization/comity", "Comity")
    body = facts.body or facts.organisation or "unknown"
    _reference(references, "TLCOrganization", "meta__body", f"/ontology/organization/{body}", body)
    _reference(references, "TLCRole", "meta__author", "/ontology/role/author", "author")
    for number, signer in enumerate(facts.signers, start=1):
        _reference(
            references, "TLCPerson", f"meta__person_{number}", f"/ontology/person/{facts.slug}/{number}", signer.name
        )
    for number, signer in enumerate(facts.signers, start=1):
        place = f"/ontology/organization/{facts.slug}/{number}"
        _reference(references, "TLCOrganization", f"meta__institution_{number}", place, signer.institution or "–")
    ET.indent(meta)


def _frbr(parent: Element, name: str, uri: str, day: str, event: str) -> None:
    level = SubElement(parent, _q(name))
    SubElement(level, _q("FRBRthis"), {"value": f"{uri}/!main"})
    SubElement(level, _q("FRBRuri"), {"value": uri})
    SubElement(level, _q("FRBRdate"), {"date": day, "name": event})
    SubElement(
        level,
        _q("FRBRauthor"),
        {"href": "#meta__body", "as": "#meta__author"} if name == "FRBRWork" else {"href": "#meta__body"},
    )


def _reference(parent: Element, name: str, eid: str, href: str, shown: str) -> None:
    SubElement(parent, _q(name), {"eId": eid, "href": href, "showAs": _clean(shown) or "–"})


def _clause(parent: Element, clause: Clause, tree: Tree, facts: Facts, depth: int) -> None:
    top = "article" if tree.numbering == "article" else "paragraph"
    levels = (top, *_DEPTHS) if top == "article" else _DEPTHS
    element = SubElement(parent, _q(levels[min(depth, len(levels) - 1)]), {"eId": clause.id})
    if clause.number:
        label = f"Article {clause.number}" if depth == 0 and top == "article" else clause.number
        SubElement(element, _q("num")).text = _clean(label)
    _heading(element, clause)
    if clause.children:
        if clause.text:
            _paragraphs(SubElement(element, _q("intro")), clause.text, _of(facts, clause))
        for child in clause.children:
            _clause(element, child, tree, facts, depth + 1)
    else:
        _paragraphs(SubElement(element, _q("content")), clause.text, _of(facts, clause))


def _conclusions(doc: Element, tree: Tree, facts: Facts) -> None:
    if not tree.closing and not facts.signers:
        return
    conclusions = SubElement(doc, _q("conclusions"))
    if tree.closing:
        _paragraphs(conclusions, tree.closing, ())
    for number, signer in enumerate(facts.signers, start=1):
        line = SubElement(conclusions, _q("p"))
        signature = SubElement(line, _q("signature"))
        who = SubElement(signature, _q("person"), {"refersTo": f"#meta__person_{number}"})
        who.text, who.tail = _clean(signer.name), ", "
        where = SubElement(signature, _q("organization"), {"refersTo": f"#meta__institution_{number}"})
        where.text, where.tail = _clean(signer.institution or "–"), _clean(f" ({signer.how})")


def _heading(parent: Element, clause: Clause) -> None:
    if clause.heading:
        _words(SubElement(parent, _q("heading")), clause.heading, ())


def _paragraphs(parent: Element, text: str, cited: Iterable[Cited]) -> None:
    found = tuple(cited)
    for part in text.split("\n") if text else [""]:
        _words(SubElement(parent, _q("p")), part, found)


def _words(parent: Element, text: str, cited: Sequence[Cited]) -> None:
    """Write a run of text with its open wording and its citations."""
    last: Element | None = None
    for passage in cut(_clean(text), cited):
        if passage.is_open:
            last = SubElement(parent, _q("inline"), {"name": "openWording"})
            last.text = passage.text
        elif passage.href:
            last = SubElement(parent, _q("ref"), {"href": passage.href})
            last.text = passage.text
        elif last is None:
            parent.text = (parent.text or "") + passage.text
        else:
            last.tail = (last.tail or "") + passage.text


def _of(facts: Facts, clause: Clause) -> Iterator[Cited]:
    return (c for c in facts.cited if c.clause == clause.id)


def _flat(clauses: Iterable[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _flat(clause.children)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
