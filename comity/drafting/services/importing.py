# SPDX-License-Identifier: Apache-2.0
"""Taking in an official text as it was read from its source: wording, signatories on paper, references, doubts.

The same source taken in twice is one text. Nothing a reader was unsure of is lost: each doubt waits for an officer.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from comity.accounts.rules.roles import Person, Role
from comity.base.canonical import canonical, sha256_hex
from comity.base.errors import Invalid, NotFound
from comity.base.wording import Listing
from comity.drafting.models import Doubt, Reference, Signatory, Text
from comity.drafting.queries import access
from comity.drafting.rules.importing import Imported, decode, read
from comity.drafting.rules.life import NotNow, Stage
from comity.drafting.rules.tree import Kind, walk
from comity.drafting.services import knowing
from comity.drafting.services.opening import add_version, closed, saved

_KEPT = (
    "held", "parties", "people", "attendees", "hosts", "outcomes", "next_meeting", "meetings", "masthead", "left_over",
)  # fmt: skip


def import_text(*, imported: Imported, by: Person, at: datetime, source_digest: str = "") -> str:
    """Take in a read text and return its slug; the same source again gives the same text and changes nothing.

    `source_digest` is the SHA-256 of the source; without it that of what was read. Only the Secretariat imports.
    """
    if not by.has(Role.SECRETARIAT_OFFICER):
        raise NotFound("There is no such page.")
    told = imported.as_json()
    digest = source_digest or sha256_hex(canonical(told))
    with transaction.atomic():
        if same := Text.objects.filter(source_digest=digest).first():
            return str(same.slug)
        text = Text(
            slug=_free_slug(imported.slug or f"{imported.kind}"), organisation=imported.organisation,
            body=imported.body, kind=imported.kind, title=(imported.title or imported.tree.title)[:300],
            languages=[imported.tree.language], authentic=_authentic(imported), place=imported.place[:100],
            source_digest=digest, created_at=at, updated_at=at,
            source={key: value for key, value in told.items() if key in _KEPT or key == "dates"},
        )  # fmt: skip
        _dated(text, imported)
        saved(text)
        add_version(text, imported.tree, by=by, at=at, is_shown=True, note="import")
        _doubt(text, imported)
        _sign_on_paper(text, imported)
        _refer(text, imported)
        _link_waiting(text)
        closed(text, "import", by=by, at=at, data={"source": digest})
    return str(text.slug)


def import_file(*, data: bytes, name: str, by: Person, at: datetime) -> str:
    """Read a plain text file and take it in; raise `Invalid` with the reason when it is no official text."""
    imported = read(decode(data, name=name), name=name)
    return import_text(imported=imported, by=by, at=at, source_digest=sha256_hex(data))


def answer_doubt(*, text: str, doubt: int, answer: str, by: Person, at: datetime) -> None:
    """Confirm what an import assumed (empty answer) or put down what is right instead; each doubt once."""
    with transaction.atomic():
        if not by.has(Role.SECRETARIAT_OFFICER):
            raise NotFound("There is no such text.")
        row = access.row(by, text, on=at.date(), for_update=True)
        found = Doubt.objects.filter(text=row, pk=doubt).first()
        if found is None:
            raise NotFound("There is no such doubt.")
        if found.fate != "open":
            raise NotNow("This doubt was answered already.")
        if len(answer) > 10_000:
            raise Invalid("At most 10,000 characters.", field="answer")
        same = not answer.strip() or answer.strip() == found.guess
        found.fate, found.answer = ("confirmed", found.guess) if same else ("corrected", answer.strip())
        found.answered_by_id, found.answered_at = by.id, at
        if found.fate == "corrected":
            _apply(row, found, found.answer)
        found.save()
        closed(row, "answer_doubt", by=by, at=at, data={"doubt": doubt, "fate": found.fate})


def _apply(row: Text, found: Doubt, answer: str) -> None:
    """Put right what the text says of itself; a correction of the wording stays a note beside it."""
    doubt = found.kind
    if doubt == knowing.SAME_PERSON and answer == knowing.ONE:
        knowing.join(row, found.words)
    elif doubt == "title-assumed":
        row.title = answer[:300]
    elif doubt == "body-assumed" and len(answer) <= 64:
        row.body = answer
    elif doubt == "kind-assumed":
        if answer not in set(Kind):
            raise Invalid("Answer with one of: {known}.", known=Listing(Kind), field="answer")
        row.kind = answer
    elif doubt == "adopted-assumed":
        try:
            row.adopted_date = date.fromisoformat(answer).isoformat()
        except ValueError:
            raise Invalid("Give the day as year-month-day.", field="answer") from None
        row.signed_date = row.adopted_date if row.signed_date else ""


def _dated(text: Text, imported: Imported) -> None:
    found = imported.adopted or imported.held
    day = found.end.isoformat() if found and found.precision == "day" else ""
    text.adopted_date = day
    if imported.kind is Kind.REPORT:
        text.stage = Stage.ISSUED
    elif imported.signatories or imported.signed_in:
        text.stage, text.signed_date = Stage.SIGNED, day
    else:
        text.stage = Stage.ADOPTED


def _authentic(imported: Imported) -> list[str]:
    # A text "in English" whose wording we hold in English: other languages it names are not here.
    return [imported.tree.language]


def _sign_on_paper(text: Text, imported: Imported) -> None:
    for place, one in enumerate(imported.signatories):
        line = Signatory(
            text=text, place=place, state=one.state, country=one.state_name, institution=one.institution[:300],
            office=one.office[:200], name=one.name[:200], on_paper=True,
        )  # fmt: skip
        knowing.know(line)
        line.save()


def _refer(text: Text, imported: Imported) -> None:
    for item in imported.references:
        made = Reference(
            text=text, clause=item.at, words=item.printed, place=item.place[:100],
            date=item.date.start.isoformat() if item.date and item.date.precision == "day" else "",
            date_end=item.date.end.isoformat() if item.date and item.date.precision == "day" else "",
        )  # fmt: skip
        if item.internal:
            made.target, made.target_clause = text.slug, _clause_numbered(imported, item.number)
        else:
            _link(made)
        made.save()


def _clause_numbered(imported: Imported, number: str) -> str:
    return next((c.id for c in walk(imported.tree.clauses) if number and c.number == number), "")


def _link(made: Reference) -> None:
    """Link a reference to the one text of its place and day; its kind decides where several have both."""
    if not made.place or not made.date:
        return
    there = Text.objects.filter(place__iexact=made.place).exclude(pk=made.text_id)
    found = [
        t for t in there if any(made.date <= day <= made.date_end for day in (t.adopted_date, t.signed_date) if day)
    ]
    if len(found) > 1:
        said = made.words.casefold().replace("-", " ")
        found = [t for t in found if t.kind.replace("-", " ") in said]
    if len(found) == 1:
        made.target = found[0].slug


def _link_waiting(text: Text) -> None:
    """Link what earlier texts said of this one before it was here."""
    for waiting in Reference.objects.filter(target="", place__iexact=text.place).exclude(text=text).exclude(date=""):
        _link(waiting)
        waiting.save()


def _doubt(text: Text, imported: Imported) -> None:
    Doubt.objects.bulk_create(
        Doubt(
            text=text, place=place, kind=item.code[:60], words=item.question, guess=item.assumed,
            alternatives=list(item.alternatives), first_line=item.lines.first, last_line=item.lines.last,
        )
        for place, item in enumerate(imported.doubts)
    )  # fmt: skip


def _free_slug(wanted: str) -> str:
    slug, count = wanted[:46], 1
    while Text.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{wanted[:46]}-{count}"
    return slug
