# SPDX-License-Identifier: Apache-2.0
"""What every act on a text does first and last: take the row, ask the table, write the trail and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, Refused
from comity.drafting.models import Act, Text, Version
from comity.drafting.queries import access
from comity.drafting.rules import changing, life, tree
from comity.drafting.rules.changing import Change, Edit
from comity.drafting.rules.life import Stage, Who
from comity.drafting.rules.tree import Kind, Tree
from comity.ledger import services as ledger


class ChangedMeanwhile(Refused):
    """Someone else saved the same words in between; nothing was overwritten."""

    code = "text-changed-meanwhile"


@dataclass(frozen=True, slots=True)
class Opened:
    """A locked text, in what capacities the person acts, and the stage the act leads to."""

    text: Text
    by: frozenset[Who]
    end: Stage


def opened(person: Person, slug: str, act: str, *, at: datetime, is_last: bool = False) -> Opened:
    """Return the text, locked in the caller's transaction; raise `NotFound` or `NotNow`."""
    text = access.row(person, slug, on=at.date(), for_update=True)
    by = access.capacities(person, text, on=at.date())
    end = life.step(act, stage=Stage(text.stage), kind=Kind(text.kind), by=by, is_last=is_last)
    return Opened(text, by, end)


def closed(
    text: Text, act: str, *, by: Person, at: datetime, end: Stage | None = None, data: Mapping[str, Any] | None = None
) -> None:
    """Save the text and write the act into its trail and the ledger; `data` holds codes and ids, no wording."""
    text.stage = end or text.stage
    text.updated_at, text.revision = at, text.revision + 1
    text.save()
    facts = {"stage": str(text.stage), **(data or {})}
    Act.objects.create(
        text=text, act=act, stage=text.stage, actor_id=by.id, actor_name=by.name, state=by.state, data=facts, at=at
    )
    ledger.record(event=f"text.{act}", subject=f"text:{text.slug}", actor=f"person:{by.id}", at=at, data=facts)


def saved(text: Text) -> None:
    """Save a new text; raise `Invalid` when another of its name or source was begun at the same moment."""
    try:
        with transaction.atomic():
            text.save()
    except IntegrityError:
        raise Invalid("A text of this short name or source is here already.", field="slug") from None


def add_version(text: Text, made: Tree, *, by: Person, at: datetime, is_shown: bool, note: str = "") -> Version:
    """Keep a tree as the next version of its language."""
    tree.checked(made)
    last = access.current(text, made.language)
    return Version.objects.create(
        text=text,
        language=made.language,
        number=last.number + 1 if last else 1,
        tree=tree.to_json(made),
        digest=tree.digest(made),
        is_shown=is_shown,
        note=note[:300],
        made_by_id=by.id,
        made_at=at,
    )


def tree_of(version: Version) -> Tree:
    """Return the tree of a stored version."""
    return tree.from_json(version.tree)


def new_id(text: Text, stands: Tree, edit: Edit) -> str:
    """Return the id of the clause an edit adds, never used in this text before; empty for other edits."""
    if edit.change is not Change.ADD:
        return ""
    taken = changing.ids(stands)
    text.new_clauses += 1
    while f"n{text.new_clauses}" in taken:
        text.new_clauses += 1
    return f"n{text.new_clauses}"
