# SPDX-License-Identifier: Apache-2.0
"""A text as it leaves the node: Akoma Ntoso, PDF/A, DOCX, plain text; two languages side by side where both exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.base.wording import state_name
from comity.documents import services as documents
from comity.documents.rules.blocks import Block, Item, Paper, Paragraph, Signatures
from comity.drafting.queries import pages, texts
from comity.drafting.queries.shapes import SignatoryLine, TextView
from comity.drafting.rules import akoma, languages
from comity.drafting.rules.passages import Cited
from comity.drafting.rules.tree import Clause, Kind, Tree

FORMS = {
    "xml": "application/akn+xml",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that leaves the node."""

    name: str
    media_type: str
    data: bytes


def written(person: Person, slug: str, *, at: datetime, form: str, language: str = "", second: str = "") -> Written:
    """Return a text in one of `FORMS`; `second` puts another language beside it in PDF and DOCX; raise `NotFound`."""
    view = texts.view(person, slug, at=at, language=language)
    other = texts.view(person, slug, at=at, language=second) if second else None
    if form not in FORMS or view.tree is None or (language and view.tree.language != language):
        raise NotFound("There is no such page.")
    if other and (other.tree is None or other.tree.language != second):
        raise NotFound("There is no such language version.")
    name = f"{slug}-{view.tree.language}{'-' + second if second and form in {'pdf', 'docx'} else ''}.{form}"
    return Written(name, FORMS[form], _bytes(person, view, other, form, at))


def paper(view: TextView) -> Paper:
    """Return a text as a paper in the language of its wording."""
    tree = view.tree
    if tree is None:
        raise NotFound("There is no wording yet.")
    with translation.override(_spoken(tree.language)):
        blocks: list[Block] = [_item(c, tree, 0, in_preamble=True) for c in tree.preamble]
        blocks += [_item(c, tree, 0, in_preamble=False) for c in tree.clauses]
        if tree.closing:
            blocks.append(Paragraph(tree.closing))
        if view.signatories:
            head = (_("Member institution"), _("Country"), _("Name"), _("Signed"))
            blocks.append(Signatures(head, tuple(_row(line, tree.language) for line in view.signatories)))
        version = view.version.number if view.version else 0
        return Paper(
            tree.title, tree.language, tuple(blocks), subtitle=" ".join(p for p in (view.summary.place,) if p),
            sender=settings.COMITY_ENV["NAME"], reference=f"{view.summary.slug} · {version}", date=view.summary.date,
        )  # fmt: skip


def _bytes(person: Person, view: TextView, other: TextView | None, form: str, at: datetime) -> bytes:
    if form == "xml":
        return _xml(person, view, at)
    first = paper(view)
    if form == "txt":
        return documents.plain(first).encode()
    write = documents.pdf if form == "pdf" else documents.docx
    if other is None or view.tree is None or other.tree is None:
        return write(first)
    # Side by side both papers need the same blocks: what is not translated yet stands as an empty place.
    return write(first, paper(replace(other, tree=_aligned(view.tree, other.tree))))


def _xml(person: Person, view: TextView, at: datetime) -> bytes:
    tree, version, s = view.tree, view.version, view.summary
    if tree is None or version is None:
        raise NotFound("There is no wording yet.")
    cited = tuple(
        Cited(r.clause, r.words, f"/texts/{r.target}/" + (f"clauses/{r.target_clause}/" if r.target_clause else ""))
        for r in pages.references(person, s.slug, at=at)
        if r.target
    )
    facts = akoma.Facts(
        s.slug, Kind(s.kind), s.organisation, s.body, s.date if len(s.date) == 10 else "", s.place, s.stage,
        version.number, version.made_at.date().isoformat(),
        _signers(view, tree.language), cited,
    )  # fmt: skip
    return akoma.write(tree, facts)


def _signers(view: TextView, language: str) -> tuple[akoma.Signer, ...]:
    with translation.override(_spoken(language)):
        return tuple(akoma.Signer(x.name, x.office, x.institution, how(x)) for x in view.signatories)


def how(line: SignatoryLine) -> str:
    """Return in words how a signatory signed."""
    if line.on_paper:
        return _("on paper")
    if not line.signatures:
        return _("not yet")
    passkey = _("passkey")
    return "; ".join(f"{passkey}, {s.at:%Y-%m-%d}, {s.language}" for s in line.signatures)


def _row(line: SignatoryLine, language: str) -> tuple[str, str, str, str]:
    country = line.country or state_name(line.state, _spoken(language))
    return line.institution, country, line.name, how(line)


def _item(clause: Clause, tree: Tree, depth: int, *, in_preamble: bool) -> Block:
    if in_preamble and not (clause.number or clause.heading or clause.children):
        return Paragraph(clause.text)
    number = clause.number
    if number and depth == 0 and tree.numbering == "article" and not in_preamble:
        number = _("Article %(number)s") % {"number": number}
    return Item(number, clause.text, clause.heading, _children(clause))


def _children(clause: Clause) -> tuple[Item, ...]:
    return tuple(Item(c.number, c.text, c.heading, _children(c)) for c in clause.children)


def _aligned(lead: Tree, other: Tree) -> Tree:
    known = {c.id: c for c, _depth, _pre in languages.placed(other)}

    def level(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        made = []
        for clause in clauses:
            found = known.get(clause.id)
            text, heading = (found.text, found.heading) if found else ("", "")
            made.append(Clause(clause.id, clause.number, text or "–", heading, level(clause.children)))
        return tuple(made)

    return replace(
        other, preamble=level(lead.preamble), clauses=level(lead.clauses), numbering=lead.numbering,
        closing=other.closing or ("–" if lead.closing else ""),
    )  # fmt: skip


def _spoken(language: str) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return next((code for code in (language, language.partition("-")[0]) if code in known), "en")
