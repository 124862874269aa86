# SPDX-License-Identifier: Apache-2.0
"""Drafting: begin a request, fill its pages, attach files. Two people writing at once never overwrite each other."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.assistance.models import Attachment, Counter, Member, Request
from comity.assistance.queries import access, stories
from comity.assistance.rules import forms, permissions, preflight
from comity.assistance.rules.lifecycle import Side, State
from comity.base import ids
from comity.base.errors import Invalid, NotFound, Refused
from comity.directory import queries as directory
from comity.evidence import services as evidence
from comity.instruments import queries as instruments
from comity.ledger import services as ledger
from comity.reference import load

_MAX_FILES = 100


class ChangedMeanwhile(Refused):
    """Someone else saved the draft in between."""

    code = "changed-meanwhile"


class NotADraft(Refused):
    """The request left the drafter's hands."""

    code = "not-a-draft"


def start_draft(  # the words a request begins with
    *,
    by: Person,
    requested: str,
    offences: Iterable[str],
    measures: Iterable[str],
    title: str,
    at: datetime,
    urgent: bool = False,
    restricted: bool = False,
) -> str:
    """Begin a request of this node's State and return its number; raise `Invalid` for an unknown word."""
    permissions.require(by, "submit", Side.REQUESTING)
    own = settings.COMITY_ENV["STATE"]
    if not own:
        raise Refused("This node serves no State and sends no requests.")
    wanted = tuple(dict.fromkeys(measures))
    if not wanted:
        raise Invalid("Choose at least one measure.", field="measures")
    asked = instruments.ask(
        requesting=own, requested=requested, offences=offences, measures=wanted, on=at.date(), urgent=urgent
    )
    if not title.strip() or len(title.strip()) > 200:
        raise Invalid("Give the request a short title of up to 200 characters.", field="title")
    answer = instruments.navigate(asked)
    peer = directory.peer_of_state(asked.requested)
    with transaction.atomic():
        row = Request.objects.create(
            id=_next_number(own, at.year),
            side=Side.REQUESTING,
            peer_node=peer.node_id if peer else "",
            requesting=own,
            requested=asked.requested,
            conversation=uuid.uuid4(),
            title=title.strip(),
            form=asked.form,
            measures=list(asked.measures),
            offences=list(asked.offences),
            is_urgent=urgent,
            is_restricted=restricted,
            basis=answer.governing.slug if answer.governing else "",
            content={"requesting_authority": f"{settings.COMITY_ENV['NAME']}; {by.name}, {by.email}"},
            state=State.DRAFT,
            drafter_id=by.id,
            created_at=at,
            updated_at=at,
        )
        Member.objects.create(request=row, user_id=by.id, seen_at=at)
        ledger.record(event="request.drafted", subject=f"request:{row.pk}", actor=f"person:{by.id}", at=at)
    return row.pk


def save_page(
    *, request_id: str, section: str, values: Mapping[str, str], version: int, by: Person, at: datetime
) -> None:
    """Save one page of a draft; raise `ChangedMeanwhile` when it was saved since `version` was read."""
    with transaction.atomic():
        row = _editable(by, request_id, version)
        answer = stories.law_of(row, on=at.date())
        pages = forms.sections(load(), measures=tuple(row.measures), answer=answer)
        row.content = {**row.content, **forms.cleaned(forms.section(pages, section), values)}
        _saved(row, at)


def choose_basis(*, request_id: str, basis: str, version: int, by: Person, at: datetime) -> None:
    """Choose the instrument the request rests on, among those the law offers; raise `Invalid` for another."""
    with transaction.atomic():
        row = _editable(by, request_id, version)
        offered = {b.slug for b in preflight.candidates(stories.law_of(row, on=at.date()))}
        if basis not in offered:
            raise Invalid("Choose one of the instruments offered.", field="basis")
        row.basis = basis
        _saved(row, at)


def attach(  # a file and what it is
    *, request_id: str, blocks: Iterable[bytes], name: str, media_type: str, document: str, by: Person, at: datetime
) -> str:
    """Attach an annex to a draft and return its id; raise `TooLarge` or `Invalid`, keeping nothing."""
    _editable(by, request_id, None)
    file = evidence.store(blocks=blocks, name=name, media_type=media_type, at=at)
    with transaction.atomic():
        row = _editable(by, request_id, None)
        if Attachment.objects.filter(request=row).count() >= _MAX_FILES:
            raise Invalid("A request carries at most {most} files. Put several into one archive.", most=_MAX_FILES)
        added = Attachment.objects.create(id=uuid.uuid4(), request=row, file_id=file.id, document=document[:80])
        _saved(row, at)
    return str(added.pk)


def detach(*, request_id: str, attachment: str, by: Person, at: datetime) -> None:
    """Take an annex off a draft."""
    with transaction.atomic():
        row = _editable(by, request_id, None)
        found = Attachment.objects.filter(request=row, pk=attachment, act__isnull=True).first()
        if found is None:
            raise NotFound("There is no such file.")
        found.delete()
        _saved(row, at)


def _editable(by: Person, request_id: str, version: int | None) -> Request:
    with transaction.atomic():
        row = access.row(by, request_id, for_update=True)
    if row.side != Side.REQUESTING or row.state != State.DRAFT:
        raise NotADraft("The request is no longer a draft. Reload it to see where it stands.")
    if version is not None and version != row.version:
        raise ChangedMeanwhile(
            "Someone else saved this draft meanwhile. Your text is still on this page: compare, then save again."
        )
    return row


def _saved(row: Request, at: datetime) -> None:
    row.version, row.updated_at = row.version + 1, at
    row.save()


def _next_number(state: str, year: int) -> str:
    Counter.objects.get_or_create(year=year)
    counter = Counter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save()
    return ids.request_id(state, year, counter.last)
