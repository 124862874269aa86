# SPDX-License-Identifier: Apache-2.0
"""Negotiating: a State proposes, takes positions, comments; the Secretariat or the chair takes proposals in.

A delegate acts for the own State only; the Secretariat takes no position. The same form sent twice is one act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.drafting.models import Comment, Position, Proposal, Text, Version
from comity.drafting.queries import access
from comity.drafting.rules import changing, languages, tree
from comity.drafting.rules.changing import Edit
from comity.drafting.rules.life import NotNow
from comity.drafting.rules.positions import NEEDS_WORDS, Stance
from comity.drafting.services.opening import add_version, closed, new_id, opened, tree_of

_MAX_WORDS = 50_000


def propose(*, text: str, edit: Edit, by: Person, at: datetime, token: str, reason: str = "") -> int:
    """Propose a change to one clause for the person's own State and return the proposal's number.

    `token` is that of the form: sent twice it stays one proposal. Raises `ClauseGone` for a clause that was taken out.
    """
    _bounded(edit.wording, edit.heading, reason)
    with transaction.atomic():
        found = opened(by, text, "propose", at=at)
        row = found.text
        if same := Proposal.objects.filter(text=row, token=token, made_by_id=by.id).first():
            return same.pk
        version = _shown(row)
        stands = tree_of(version)
        changing.check(stands, replace(edit, new_id="(new)" if edit.change is changing.Change.ADD else ""))
        made = Proposal.objects.create(
            text=row, token=token, state=by.state, change=edit.change, clause=edit.clause, target=edit.target,
            is_inside=edit.inside, heading=edit.heading, wording=edit.wording, reason=reason.strip(),
            language=version.language, version=version.number, made_by_id=by.id, made_at=at,
        )  # fmt: skip
        closed(row, "propose", by=by, at=at, data={"proposal": made.pk, "clause": edit.clause, "change": edit.change})
    return made.pk


def withdraw_proposal(*, text: str, proposal: int, by: Person, at: datetime) -> None:
    """Take back a proposal of the own State."""
    with transaction.atomic():
        row = opened(by, text, "withdraw_proposal", at=at).text
        found = _open(row, proposal)
        if found.state != by.state:
            raise NotFound("There is no such proposal.")
        _decide(found, "withdrawn", at)
        closed(row, "withdraw_proposal", by=by, at=at, data={"proposal": proposal})


def take(*, text: str, proposals: Sequence[int], by: Person, at: datetime) -> int:
    """Take proposals, in this order, into a new version and return its number.

    Raises `ClauseGone` when one speaks of a clause that is not there any more (also through an earlier one of them).
    """
    with transaction.atomic():
        row = opened(by, text, "take", at=at).text
        if not proposals:
            raise Invalid("Choose at least one proposal.", field="proposals")
        chosen = [_open(row, number) for number in dict.fromkeys(proposals)]
        now = access.current(row, row.languages[0])
        if now is None:
            raise NotFound("There is no such text.")
        made = tree_of(now)
        for item in chosen:
            edit = edit_of(item)
            made = changing.apply(made, (replace(edit, new_id=new_id(row, made, edit)),))
        note = ", ".join(f"{item.state} {item.change} {item.clause}" for item in chosen)
        saved = add_version(row, made, by=by, at=at, is_shown=row.stage != "redraft", note=note)
        for item in chosen:
            item.taken_into = saved.number
            _decide(item, "taken", at)
        closed(row, "take", by=by, at=at, data={"proposals": [p.pk for p in chosen], "version": saved.number})
    return saved.number


def decline(*, text: str, proposal: int, answer: str, by: Person, at: datetime) -> None:
    """Leave a proposal out, with a word why."""
    _bounded(answer)
    with transaction.atomic():
        row = opened(by, text, "decline", at=at).text
        found = _open(row, proposal)
        found.answer = answer.strip()
        _decide(found, "declined", at)
        closed(row, "decline", by=by, at=at, data={"proposal": proposal})


def take_position(*, text: str, clause: str, stance: str, note: str, by: Person, at: datetime) -> None:
    """Say what the person's State holds of a clause as it stands; a condition, reserve or objection needs words."""
    _bounded(note)
    with transaction.atomic():
        row = opened(by, text, "position", at=at).text
        if stance not in set(Stance):
            raise Invalid("Choose one of: agree, agree if, reserve, object.", field="stance")
        if stance in NEEDS_WORDS and not note.strip():
            raise Invalid("Say the condition, or what the reserve or objection is.", field="note")
        version = _shown(row)
        wording = _wording(version, clause)
        last = Position.objects.filter(text=row, clause=clause, state=by.state).order_by("-pk").first()
        if last and (last.stance, last.note, last.wording) == (stance, note.strip(), wording):
            return
        Position.objects.create(
            text=row, clause=clause, state=by.state, stance=stance, note=note.strip(), wording=wording,
            version=version.number, made_by_id=by.id, at=at,
        )  # fmt: skip
        closed(row, "position", by=by, at=at, data={"clause": clause, "stance": stance, "state": by.state})


def comment(*, text: str, clause: str, body: str, by: Person, at: datetime, token: str) -> None:
    """Add words to a clause, or to the whole text when `clause` is empty."""
    _bounded(body)
    with transaction.atomic():
        row = opened(by, text, "comment", at=at).text
        if not body.strip():
            raise Invalid("Write the comment first.", field="body")
        if Comment.objects.filter(text=row, token=token, made_by_id=by.id).exists():
            return
        if clause:
            _wording(_shown(row), clause)
        made = Comment.objects.create(
            text=row, token=token, clause=clause, state=by.state, body=body.strip(), made_by_id=by.id, at=at
        )
        closed(row, "comment", by=by, at=at, data={"comment": made.pk, "clause": clause})


def edit_of(proposal: Proposal) -> Edit:
    """Return the change a stored proposal makes."""
    return Edit(
        changing.Change(proposal.change), proposal.clause, proposal.wording, proposal.heading, proposal.target,
        inside=proposal.is_inside,
    )  # fmt: skip


def _open(row: Text, number: int) -> Proposal:
    found = Proposal.objects.filter(text=row, pk=number).first()
    if found is None:
        raise NotFound("There is no such proposal.")
    if found.fate != "open":
        raise NotNow("This proposal was decided already. Reload the text to see what became of it.")
    return found


def _decide(found: Proposal, fate: str, at: datetime) -> None:
    found.fate, found.decided_at = fate, at
    found.save()


def _shown(row: Text) -> Version:
    found = Version.objects.filter(text=row, language=row.languages[0], is_shown=True).order_by("-number").first()
    if found is None:
        raise NotNow("The text was not circulated yet.")
    return found


def _wording(version: Version, clause: str) -> str:
    stands = tree_of(version)
    if clause not in changing.ids(stands):
        raise changing.ClauseGone(
            "Clause “{clause}” is not in the text any more. Look at the newest version.", clause=clause
        )
    return languages.wording_of(tree.find(stands, clause))


def _bounded(*texts: str) -> None:
    if any(len(t) > _MAX_WORDS for t in texts):
        raise Invalid("At most 50,000 characters.", field="wording")
