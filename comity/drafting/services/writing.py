# SPDX-License-Identifier: Apache-2.0
"""Writing a draft and its translations.

Two people writing the same clause at once: the later one is told and loses nothing. Two people at different clauses do
not disturb each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.drafting.models import Pair, Signature, Text, Version
from comity.drafting.queries import access
from comity.drafting.queries.shapes import pairs_of
from comity.drafting.rules import changing, languages
from comity.drafting.rules.changing import Change, ClauseGone, Edit
from comity.drafting.rules.life import NotNow
from comity.drafting.rules.tree import Clause, Tree, walk
from comity.drafting.services.opening import ChangedMeanwhile, add_version, closed, new_id, opened, tree_of

_MAX_WORDING = 50_000


@dataclass(frozen=True, slots=True)
class Wording:
    """Heading and text of one clause."""

    text: str
    heading: str = ""


def edit_clause(*, text: str, edit: Edit, based_on: int, by: Person, at: datetime) -> int:
    """Change one clause of the draft in its leading language and return the number of the new version.

    `based_on` is the version the person read. Raises `ChangedMeanwhile` when the clause was changed since,
    `ClauseGone` when it was taken out, `NotNow` when the text is not with its drafters.
    """
    _bounded(edit.wording, edit.heading)
    with transaction.atomic():
        found = opened(by, text, "write", at=at)
        row = found.text
        version = _current(row, row.languages[0])
        now, then = tree_of(version), _read_version(row, row.languages[0], based_on)
        _unchanged_since(then, now, edit)
        made = changing.apply(now, (replace(edit, new_id=new_id(row, now, edit)),))
        saved = add_version(row, made, by=by, at=at, is_shown=False, note=f"{edit.change} {edit.clause}")
        data = {"clause": edit.clause, "change": str(edit.change), "version": saved.number}
        closed(row, "write", by=by, at=at, data=data)
    return saved.number


def edit_frame(*, text: str, title: str, closing: str, based_on: int, by: Person, at: datetime) -> int:
    """Change the title and the closing words of the draft; `ChangedMeanwhile` when somebody else did since."""
    if not title.strip() or len(title) > 300 or len(closing) > 2000:
        raise Invalid("Give a title of up to 300 characters and closing words of up to 2,000.", field="title")
    with transaction.atomic():
        row = opened(by, text, "write", at=at).text
        now, then = tree_of(_current(row, row.languages[0])), _read_version(row, row.languages[0], based_on)
        if (now.title, now.closing) != (then.title, then.closing):
            raise ChangedMeanwhile("Someone else changed the title or the closing words meanwhile. Reload the page.")
        made = replace(now, title=title.strip(), closing=closing.strip())
        saved = add_version(row, made, by=by, at=at, is_shown=False, note="title")
        row.title = made.title
        closed(row, "write", by=by, at=at, data={"change": "title", "version": saved.number})
    return saved.number


def save_whole(*, text: str, tree: Tree, based_on: int, by: Person, at: datetime, note: str = "") -> int:
    """Keep a whole new wording of one language, as when a draft comes back as a file; return the version's number.

    `based_on` is the version it was made from (0 for the first of a language); another one saved since is not
    overwritten: `ChangedMeanwhile`.
    """
    with transaction.atomic():
        act = "write" if access.row(by, text, on=at.date()).languages[0] == tree.language else "translate"
        row = opened(by, text, act, at=at).text
        last = access.current(row, tree.language)
        if tree.language not in row.languages:
            raise Invalid("The text is not in this language.", field="language")
        if (last.number if last else 0) != based_on:
            raise ChangedMeanwhile("Another version was saved meanwhile. Compare yours with it, then save again.")
        _unsigned(row, tree.language)
        saved = add_version(row, tree, by=by, at=at, is_shown=_shown(row), note=note)
        if act == "translate":
            _pair(row, saved, last, checked=())
        closed(row, act, by=by, at=at, data={"language": tree.language, "version": saved.number})
    return saved.number


def translate(
    *,
    text: str,
    language: str,
    wordings: Mapping[str, Wording],
    by: Person,
    at: datetime,
    read: Mapping[str, str] | None = None,
    title: str = "",
    closing: str | None = None,
    checked: Collection[str] = (),
) -> int:
    """Keep wordings of some clauses in another language; the order of clauses follows the leading language.

    `read` gives, per clause, the wording hash the person saw (empty: none yet); one changed since is refused with
    `ChangedMeanwhile`. `checked` names the clauses of which the person says that both languages agree.
    """
    for wording in wordings.values():
        _bounded(wording.text, wording.heading)
    with transaction.atomic():
        row = opened(by, text, "translate", at=at).text
        if language not in row.languages[1:]:
            raise Invalid("The text is not in this language, or it is the leading one.", field="language")
        _unsigned(row, language)
        lead = tree_of(_current(row, row.languages[0]))
        last = access.current(row, language)
        before = tree_of(last) if last else Tree(lead.title, language, (), (), lead.numbering, "")
        _as_read(before, read or {}, wordings)
        made = _filled(lead, before, wordings, title=title, closing=closing)
        saved = add_version(row, made, by=by, at=at, is_shown=_shown(row))
        _pair(row, saved, last, checked=checked)
        data = {"language": language, "version": saved.number, "clauses": sorted(wordings)[:50]}
        closed(row, "translate", by=by, at=at, data=data)
    return saved.number


def confirm_match(*, text: str, language: str, clause: str, by: Person, at: datetime) -> None:
    """Say of one clause that both languages agree as they stand."""
    with transaction.atomic():
        row = opened(by, text, "translate", at=at).text
        lead, other = _current(row, row.languages[0]), _current(row, language)
        ours, theirs = languages.wordings(tree_of(lead)), languages.wordings(tree_of(other))
        if clause not in ours or clause not in theirs:
            raise ClauseGone("The clause is not in both languages.")
        Pair.objects.create(
            text=row, language=language, clause=clause, lead_wording=ours[clause], wording=theirs[clause],
            lead_version=lead.number, version=other.number,
        )  # fmt: skip
        closed(row, "confirm_match", by=by, at=at, data={"language": language, "clause": clause})


def _unchanged_since(then: Tree, now: Tree, edit: Edit) -> None:
    if edit.change is Change.ADD:
        return
    seen = languages.wordings(then).get(edit.clause)
    stands = languages.wordings(now).get(edit.clause)
    if seen is not None and stands is None:
        raise ClauseGone("The clause was taken out meanwhile. Your wording is below: add it as a new clause if needed.")
    if seen != stands:
        raise ChangedMeanwhile(
            "Someone else changed this clause meanwhile. Your wording is below, beside theirs: nothing was overwritten."
        )


def _as_read(before: Tree, read: Mapping[str, str], wordings: Mapping[str, Wording]) -> None:
    stands = languages.wordings(before)
    if any(clause in wordings and stands.get(clause, "") != seen for clause, seen in read.items()):
        raise ChangedMeanwhile(
            "Someone else changed this clause meanwhile. Your wording is below, beside theirs: nothing was overwritten."
        )


def _filled(lead: Tree, before: Tree, wordings: Mapping[str, Wording], *, title: str, closing: str | None) -> Tree:
    known = {c.id: Wording(c.text, c.heading) for c in walk(before.preamble + before.clauses)}
    leads = {c.id for c in walk(lead.preamble + lead.clauses)}
    if strangers := sorted(set(wordings) - leads):
        raise ClauseGone("Clause “{clause}” is not in the text any more.", clause=strangers[0])
    known |= wordings

    def level(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        made = []
        for clause in clauses:
            children = level(clause.children)
            own = known.get(clause.id)
            if (own and own.text.strip()) or children:
                own = own or Wording("")
                made.append(Clause(clause.id, clause.number, own.text, own.heading, children))
        return tuple(made)

    return Tree(
        title.strip() or before.title, before.language, level(lead.preamble), level(lead.clauses), lead.numbering,
        before.closing if closing is None else closing,
    )  # fmt: skip


def _pair(row: Text, saved: Version, last: Version | None, *, checked: Collection[str]) -> None:
    lead = _current(row, row.languages[0])
    lead_tree, made = tree_of(lead), tree_of(saved)
    new = languages.matched(tree_of(last) if last else None, made, lead_tree, pairs_of(row, saved.language))
    ours, theirs = languages.wordings(lead_tree), languages.wordings(made)
    Pair.objects.bulk_create(
        Pair(
            text=row, language=saved.language, clause=clause, lead_wording=ours[clause], wording=theirs[clause],
            lead_version=lead.number, version=saved.number,
        )
        for clause in sorted(new | set(checked))
        if clause in ours and clause in theirs
    )  # fmt: skip


def _unsigned(row: Text, language: str) -> None:
    if Signature.objects.filter(signatory__text=row, language=language).exists():
        raise NotNow("A head of delegation has signed this language: its wording cannot be changed any more.")


def _shown(row: Text) -> bool:
    return Version.objects.filter(text=row, is_shown=True).exists() and row.stage != "redraft"


def _current(row: Text, language: str) -> Version:
    found = access.current(row, language)
    if found is None:
        raise NotFound("There is no such text.")
    return found


def _read_version(row: Text, language: str, number: int) -> Tree:
    found = Version.objects.filter(text=row, language=language, number=number).first()
    if found is None:
        raise Invalid("Reload the page: it does not say which version it showed.")
    return tree_of(found)


def _bounded(*texts: str) -> None:
    if any(len(t) > _MAX_WORDING for t in texts):
        raise Invalid("A clause has at most 50,000 characters.", field="wording")
