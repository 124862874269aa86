# SPDX-License-Identifier: Apache-2.0
"""Judging: a person rules that two entries are the same, or are not, and may take that back.

Nothing is moved or lost: a merge is the ruling itself, and both entries keep their owner, case, values and sources.
A machine only suggests. Nobody rules on what they may not read, and victims and witnesses are never matched.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.register import queries
from comity.register.models import Judgement
from comity.register.rules.category import Category, matched_within
from comity.register.services.recording import record


def judge(*, left: str, right: str, is_same: bool, reason: str, by: Person, at: datetime) -> str:
    """Rule on two entries and return the id of the ruling; an earlier ruling on them is taken back by it."""
    if not reason.strip() or len(reason.strip()) > 500:
        raise Invalid("Say why, in 1 to 500 characters.", field="reason")
    keys = sorted({queries.key(left), queries.key(right)})
    if len(keys) < 2:
        raise Invalid("An entry is always the same as itself.")
    with transaction.atomic():
        one, two = (queries.entry(by, str(key), for_update=True) for key in keys)
        if one.schema != two.schema:
            raise Refused("Entries of different kinds are never the same.")
        if not all(matched_within(Category(row.category)) for row in (one, two)):
            raise Refused("Victims and witnesses are never matched with anyone.")
        Judgement.objects.filter(left=one, right=two, undone_at=None).update(undone_at=at, undone_by_id=by.id)
        made = Judgement.objects.create(
            id=uuid.uuid4(), left=one, right=two, is_same=is_same, reason=reason.strip(), by_id=by.id, at=at
        )
        for row, other in ((one, two), (two, one)):
            record("entry", row.pk, "merged" if is_same else "told-apart", by, at, other=str(other.pk))
    return str(made.pk)


def unjudge(*, judgement_id: str, by: Person, at: datetime) -> None:
    """Take a ruling back; it stays in the history. Whoever may read both entries may do it."""
    with transaction.atomic():
        found = Judgement.objects.select_for_update().filter(pk=queries.key(judgement_id), undone_at=None).first()
        readable = queries.entries(by)
        if found is None or readable.filter(Q(pk=found.left_id) | Q(pk=found.right_id)).count() < 2:
            raise NotFound("There is no such ruling.")
        found.undone_at, found.undone_by_id = at, by.id
        found.save(update_fields=["undone_at", "undone_by"])
        for row, other in ((found.left_id, found.right_id), (found.right_id, found.left_id)):
            record("entry", row, "unmerged", by, at, other=str(other))
