# SPDX-License-Identifier: Apache-2.0
"""What pages, exports and searches show of requests: frozen values, filtered by need to know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from statistics import median

from django.db.models import Q

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.assistance.models import Act, Attachment, Figure, Member, Request
from comity.assistance.queries import access, stories
from comity.assistance.queries.shapes import DELIVERED, Figures, Line, RegisterLine, RequestFile, RequestView, Snapshot
from comity.assistance.rules import lifecycle, permissions
from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.rules.shared import Standing, Story
from comity.evidence import queries as evidence
from comity.exchange import queries as exchange
from comity.exchange.queries import Status
from comity.exchange.rules.receipts import Stage

PAGE_SIZE = 50


def request(person: Person, request_id: str, *, at: datetime) -> RequestView:
    """Return a request for a person; raise `NotFound`, the same whether absent or forbidden."""
    row = access.row(person, request_id)
    story = stories.story_of(row)
    side = Side(row.side)
    files = files_of(row)
    lines = _lines(row, story, files)
    return RequestView(
        id=row.pk,
        title=row.title,
        side=side,
        state=story.state,
        shown_state=_shown(story.state, side, {line.message.id: line.message for line in lines if line.message}),
        peer_node=row.peer_node,
        requesting=row.requesting,
        requested=row.requested,
        form=row.form,
        measures=tuple(row.measures),
        offences=tuple(row.offences),
        is_urgent=row.is_urgent,
        is_restricted=row.is_restricted,
        basis=row.basis,
        reference=row.reference,
        version=row.version,
        content=row.content,
        drafter=accounts.name_of(row.drafter_id),
        drafter_id=row.drafter_id,
        submitted_by_id=row.submitted_by_id,
        created_at=row.created_at,
        sent_at=row.sent_at,
        lines=lines,
        clocks=stories.clocks_of(story, at=at),
        files=files,
        acts=tuple(r for r in lifecycle.possible(state=story.state, side=side) if permissions.may(person, r.act, side)),
        members=tuple((m, accounts.name_of(m)) for m in _members(row)),
    )


def register(  # the filters of the register page
    person: Person,
    *,
    at: datetime,
    side: str = "",
    state: str = "",
    peer_state: str = "",
    text: str = "",
    page: int = 1,
) -> tuple[tuple[RegisterLine, ...], int]:
    """Return one page of the requests a person may know of, latest first, and how many there are in all."""
    rows = access.visible_to(person)
    if side in set(Side):
        rows = rows.filter(side=side)
    if state in set(State):
        rows = rows.filter(state=state)
    if peer_state:
        rows = rows.filter(
            Q(side=Side.REQUESTING, requested=peer_state) | Q(side=Side.REQUESTED, requesting=peer_state)
        )
    if text:
        rows = rows.filter(Q(pk__icontains=text) | Q(title__icontains=text) | Q(reference__icontains=text))
    total = rows.count()
    first = (max(page, 1) - 1) * PAGE_SIZE
    chosen = rows.order_by("-updated_at", "pk")[first : first + PAGE_SIZE]
    return _register_lines(person, list(chosen), at), total


def worklist(person: Person, *, at: datetime) -> tuple[RegisterLine, ...]:
    """Return the open requests of a person, the earliest clock first."""
    rows = access.visible_to(person).exclude(state=State.CLOSED).order_by("-updated_at")[:500]
    far = at.replace(year=at.year + 50)
    lines = _register_lines(person, list(rows), at)
    return tuple(sorted(lines, key=lambda x: (not x.failed, x.next_clock.due_at if x.next_clock else far)))


def unread(person: Person) -> int:
    """Return how many requests have news the person has not looked at."""
    rows = list(access.visible_to(person).exclude(state=State.CLOSED).values_list("pk", flat=True)[:1000])
    return len(_new(person, rows))


def file_for(person: Person, request_id: str, attachment: str) -> evidence.File:
    """Return a file of a request for a person; raise `NotFound`."""
    row = access.row(person, request_id)
    found = next((f for f in files_of(row) if f.id == attachment), None)
    return evidence.file(found.file_id if found else "00000000-0000-4000-8000-000000000000")


def snapshot(request_id: str, *, at: datetime | None = None) -> Snapshot | None:
    """Return where a request stands, or None; its clocks at `at`, else at its latest act. For proofs and practice."""
    row = Request.objects.filter(pk=request_id).first()
    if row is None:
        return None
    story = stories.story_of(row)
    moment = at or max((a.at for a in story.applied), default=row.updated_at)
    clocks = stories.clocks_of(story, at=moment)
    return Snapshot(str(story.state), row.reference, story, clocks, messages_of(row), files_of(row))


def number_of(title: str) -> str | None:
    """Return the number of the earliest request with this title, or None."""
    return Request.objects.filter(title=title).order_by("created_at").values_list("pk", flat=True).first()


def version_of(request_id: str) -> int:
    """Return the version of a draft."""
    return Request.objects.values_list("version", flat=True).get(pk=request_id)


def messages_of(row: Request) -> tuple[str, ...]:
    """Return the ids of the messages of a request, in the order of their acts."""
    acts = Act.objects.filter(request=row, message__isnull=False).order_by("came_at")
    return tuple(str(m) for m in acts.values_list("message", flat=True))


def files_of(row: Request) -> tuple[RequestFile, ...]:
    """Return the files of a request."""
    rows = list(Attachment.objects.filter(request=row).order_by("act__came_at", "pk"))
    stored = evidence.files(str(a.file_id) for a in rows)
    found = []
    for a in rows:
        f = stored[str(a.file_id)]
        found.append(
            RequestFile(
                str(a.pk), f.id, f.name, f.media_type, f.size, f.sha256, a.document, a.use_limit, str(a.act_id or "")
            )
        )
    return tuple(found)


def figures() -> Figures:
    """Return what partners told this node of answered requests."""
    days = list(Figure.objects.values_list("days", flat=True))
    return Figures(len(days), median(days) if days else None)


def _lines(row: Request, story: Story, files: tuple[RequestFile, ...]) -> tuple[Line, ...]:
    acts = list(Act.objects.filter(request=row))
    placed = {p.act.id: p for p in story.placed}
    order = {p.act.id: i for i, p in enumerate(story.placed)}
    statuses = exchange.statuses(str(a.message) for a in acts if a.message)
    lines = []
    for a in sorted(acts, key=lambda x: (not x.is_local, order.get(str(x.pk), 0), x.at)):
        p = placed.get(str(a.pk))
        lines.append(
            Line(
                id=str(a.pk),
                act=a.act,
                side=a.side,
                at=a.at,
                actor=a.actor_name,
                data=a.data,
                standing=p.standing if p else Standing.APPLIED,
                state=p.state if p else "",
                is_local=a.is_local,
                files=tuple(f for f in files if f.act == str(a.pk)),
                message=statuses.get(str(a.message)),
            )
        )
    return tuple(lines)


def _register_lines(person: Person, rows: list[Request], at: datetime) -> tuple[RegisterLine, ...]:
    new = _new(person, [row.pk for row in rows])
    found = []
    for row in rows:
        story, side = stories.story_of(row), Side(row.side)
        statuses = exchange.statuses(messages_of(row))
        clocks = [c for c in stories.clocks_of(story, at=at) if c.is_open]
        mine = [c for c in clocks if c.side is side] or clocks
        found.append(
            RegisterLine(
                id=row.pk,
                title=row.title,
                side=side,
                peer_state=row.requested if side is Side.REQUESTING else row.requesting,
                shown_state=_shown(story.state, side, statuses),
                is_urgent=row.is_urgent,
                is_new=row.pk in new,
                reference=row.reference,
                updated_at=row.updated_at,
                next_clock=mine[0] if mine else None,
                failed=any(s.state in {"failed", "refused"} for s in statuses.values() if s.is_outgoing),
            )
        )
    return tuple(found)


def _new(person: Person, ids: list[str]) -> set[str]:
    seen = dict(Member.objects.filter(user_id=person.id, request_id__in=ids).values_list("request_id", "seen_at"))
    new = set()
    for act in (
        Act.objects.filter(request_id__in=ids)
        .select_related("request")
        .only("came_at", "side", "request__side", "request_id")
    ):
        looked = seen.get(act.request_id)
        if act.side != act.request.side and (looked is None or act.came_at > looked):
            new.add(act.request_id)
    return new


def _shown(state: State, side: Side, statuses: Mapping[str, Status]) -> str:
    if state is not State.SENT:
        return state
    arrived = side is Side.REQUESTED or any(s.has(Stage.DELIVERED) for s in statuses.values())
    return DELIVERED if arrived else state


def _members(row: Request) -> list[int]:
    return list(Member.objects.filter(request=row, has_access=True).order_by("pk").values_list("user_id", flat=True))
