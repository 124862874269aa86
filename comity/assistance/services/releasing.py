# SPDX-License-Identifier: Apache-2.0
"""Releasing: a second person sends what the first one drafted, once nothing the law requires is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.assistance.models import Attachment, Request
from comity.assistance.queries import access, stories
from comity.assistance.queries.drafts import findings_of
from comity.assistance.rules import lifecycle, permissions, preflight
from comity.assistance.rules.clocks import TREATY
from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.services.acting import GivenFile, take
from comity.base import faults
from comity.base.errors import Refused
from comity.base.wording import StateName
from comity.directory import queries as directory
from comity.reference import load


class FourEyes(Refused):
    """The person who drafted or submitted cannot release."""

    code = "four-eyes"


class NotReady(Refused):
    """Something the instrument requires is missing."""

    code = "not-ready"


def release(*, request_id: str, by: Person, at: datetime) -> str:
    """Send a submitted request and return the id of the act.

    Raises `FourEyes` when `by` drafted or submitted it, `NotReady` while preflight blocks, `NotNow`, `NotYourRole`.
    """
    with transaction.atomic():
        row = access.row(by, request_id, for_update=True)
        lifecycle.step("send", state=State(row.state), side=Side(row.side))
        permissions.require(by, "send", Side(row.side))
        if by.id in {row.drafter_id, row.submitted_by_id}:
            raise FourEyes("You drafted or submitted this request. Another officer has to release it.")
        peer = directory.peer_of_state(row.requested)
        if peer is None:
            raise NotReady(
                "No node of {state} is known here. Send the request by the channel of the instrument.",
                state=StateName(row.requested),
            )
        found = findings_of(row, at=at)
        if preflight.blocks(found):
            first = next(f for f in found if f.level is preflight.Level.BLOCK)
            raise NotReady(
                "{finding} ({article}). Give the draft back to be completed.",
                finding=first.sentence,
                article=first.article,
            )
        row.sent_at, row.peer_node = at, peer.node_id
        row.save()
        annexes = Attachment.objects.filter(request=row).order_by("pk")
        files = [GivenFile(str(a.file_id), a.document, a.use_limit) for a in annexes]
        made = take(
            row, "send", {"urgent": row.is_urgent, "terms": terms(row)}, by=by, at=at, files=files,
            envelope={"content": _content(row)},
        )  # fmt: skip
        faults.point("release.before-commit")
    faults.point("release.after-commit")
    return made


def terms(row: Request) -> list[dict[str, Any]]:
    """Return the terms that run for a request: this node's practice, and what the chosen instrument sets.

    Only instrument terms that begin with the receipt of the request can be counted from the acts (sco-2009 14(4)).
    """
    reference = load()
    found: list[dict[str, Any]] = [
        {"key": c.key, "value": c.value, "unit": c.unit, "rule": f"practice: {c.basis}", "evidence": c.evidence}
        for c in reference.practice_clocks.values()
    ]
    instrument = reference.instruments.get(row.basis)
    for limit in instrument.time_limits if instrument else ():
        counts = isinstance(limit.value, int) and limit.unit in {"days", "hours"}
        if counts and limit.key in {"decision-notice", "extradition-decision"} and "receipt" in limit.from_:
            rule = f"{row.basis} {limit.article}: {limit.label}"
            key = f"{TREATY}{limit.key}:{limit.article}"
            found.append(
                {"key": key, "value": limit.value, "unit": limit.unit, "rule": rule, "evidence": limit.evidence}
            )
    return found


def _content(row: Request) -> dict[str, Any]:
    law = stories.law_of(row, on=row.updated_at.date())
    chosen = next((b for b in preflight.candidates(law) if b.slug == row.basis), None)
    return {
        "title": row.title,
        "requesting": row.requesting,
        "requested": row.requested,
        "form": row.form,
        "measures": row.measures,
        "offences": row.offences,
        "urgent": row.is_urgent,
        "basis": row.basis,
        "basis_article": chosen.article if chosen else "",
        "values": row.content,
    }
