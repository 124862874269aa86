# SPDX-License-Identifier: Apache-2.0
"""Acts of the watch list on this node: report, act, corroborate, change the audience. Partners learn by envelopes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, Refused
from comity.base.wording import StateName
from comity.reference import load
from comity.register import queries
from comity.register.models import Watch, WatchAct, WatchReport
from comity.register.queries import watching as reads
from comity.register.rules import handling as codes
from comity.register.rules import watching
from comity.register.rules.detecting import giving
from comity.register.rules.handling import Handling
from comity.register.rules.stix.parts import next_version
from comity.register.rules.watching import Side, Status
from comity.register.services import publishing, watch_sharing
from comity.register.services import watch_steps as steps
from comity.register.services.recording import record

_LONGEST_EVIDENCE = 2_000


class AlreadyListed(Refused):
    """This State has the indicator on its list already."""

    code = "already-listed"


def report(
    *,
    kind: str,
    value: str,
    evidence: str,
    seen_at: datetime,
    audience: tuple[str, ...],
    onward: bool,
    by: Person,
    at: datetime,
    case_id: str = "",
    platform: str = "",
    is_normal: bool = False,
) -> str:
    """Put an indicator on the watch list with its evidence and share it with its audience; return its id.

    `is_normal` says that the value comes from detecting, which has normalised it.

    Raises `Invalid`, `AlreadyListed` with the id in `watch`, or `NotFound` for a case that is not the person's.
    """
    own, code = settings.COMITY_ENV["STATE"], _code(audience, onward=onward)
    found, normal = giving.given(kind, value, reads.words(), platform=platform, is_normal=is_normal)
    said = _evidence(evidence)
    if seen_at > at:
        raise Invalid("It cannot have been seen in the future.", field="seen_at")
    with transaction.atomic():
        case = queries.case(by, case_id) if case_id else None
        hashed = giving.key_hash(found, normal)
        before = reads.visible(by).filter(owner=own, key_hash=hashed).first()
        if before is not None:
            raise AlreadyListed("This State has it on its list already. Add evidence there.", watch=str(before.pk))
        row = Watch.objects.create(
            id=(key := uuid.uuid4()), origin=key, owner=own, case=case, kind=found, value=normal, key_hash=hashed,
            status=Status.REPORTED, status_since=at, due_at=steps.due(Status.REPORTED, at),
            audience=sorted(code.audience), onward=code.onward, reported_at=at, changed_at=next_version(at, None),
        )  # fmt: skip
        _say(row, own, said, seen_at, at, by)
        WatchAct.objects.create(watch=row, act="report", state=own, status=row.status, at=at)
        record("watch", row.pk, "reported", by, at, kind=str(found), to=row.audience)
        _spread(row, at)
    return str(row.pk)


def act(*, watch_id: str, name: str, given: Mapping[str, str], by: Person, at: datetime) -> None:
    """Take a step on an indicator; raise `NotNow`, `Invalid` or `NotFound`.

    On an indicator of another State the step is told to its owner, whose next version brings the status.
    """
    own = settings.COMITY_ENV["STATE"]
    with transaction.atomic():
        row = reads.one(by, watch_id, for_update=True)
        side = Side.OWNER if row.owner == own else Side.PARTNER
        made = watching.step(Status(row.status), name, side, given)
        if side is Side.PARTNER and name == steps.RETRACT:
            _retract(row, own, made.given, by, at)
            return
        if side is Side.PARTNER:
            report_row = _say(row, own, made.given["evidence"], at, at, by)
            watch_sharing.tell_owner(row, name, report_row.pk, {"evidence": report_row.evidence}, at)
            record("watch", row.pk, f"told-{name}", by, at, to=row.owner)
            return
        if "evidence" in made.given:
            _say(row, own, made.given["evidence"], at, at, by)
        steps.take(row, made, own, at)
        record("watch", row.pk, name, by, at, status=row.status)
        _spread(row, at)


def _retract(row: Watch, own: str, given: Mapping[str, str], by: Person, at: datetime) -> None:
    """Take back all this State said of another's indicator: it counts for nothing any more, here and there."""
    said = WatchReport.objects.filter(watch=row, state=own)
    if not said.exists():
        raise Refused("This State does not corroborate the indicator.")
    said.delete()
    watch_sharing.tell_owner(row, steps.RETRACT, uuid.uuid4(), given, at)
    record("watch", row.pk, f"told-{steps.RETRACT}", by, at, to=row.owner)


def set_audience(
    *, watch_id: str, audience: tuple[str, ...], onward: bool, version: int, by: Person, at: datetime
) -> None:
    """Change who may know of an own indicator: who is left out loses it at once; who is new gets it as it stands."""
    code = _code(audience, onward=onward)
    with transaction.atomic():
        row = reads.one(by, watch_id, for_update=True)
        if row.owner != settings.COMITY_ENV["STATE"]:
            raise Refused("This indicator belongs to {state}: only {state} changes it.", state=StateName(row.owner))
        if row.version != version:
            raise Refused("Someone changed the indicator meanwhile. Look at it again.")
        left = sorted(set(row.audience) - code.audience)
        row.audience, row.onward = sorted(code.audience), code.onward
        row.version, row.changed_at = row.version + 1, next_version(at, row.changed_at)
        row.save()
        record("watch", row.pk, "handling", by, at, to=row.audience, left=left)
        publishing.forget(row, left)
        watch_sharing.withdraw(row, left, at)
        _spread(row, at)


def _spread(row: Watch, at: datetime) -> None:
    watch_sharing.spread(row, at)
    publishing.publish(row, at)


def _say(row: Watch, state: str, evidence: str, seen: datetime, at: datetime, by: Person | None) -> WatchReport:
    return WatchReport.objects.create(
        id=uuid.uuid4(), watch=row, state=state, evidence=evidence, seen_at=seen, at=at, by_id=by.id if by else None
    )


def _code(audience: tuple[str, ...], *, onward: bool) -> Handling:
    code = codes.given(audience=audience, purposes=(), hit_only=False, onward=onward, states=load().states, offences=())
    if settings.COMITY_ENV["STATE"] in code.audience:
        raise Invalid("This State knows its own indicators anyway.", field="audience")
    return code


def _evidence(text: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid("Say what was seen: where, when, by whom, in which file.", field="evidence")
    if len(said) > _LONGEST_EVIDENCE:
        raise Invalid("The evidence is longer than {most} characters.", most=_LONGEST_EVIDENCE, field="evidence")
    return said
