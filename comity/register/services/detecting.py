# SPDX-License-Identifier: Apache-2.0
"""Having a text or file looked through, and judging what was found. It is read on this node and not kept.

A pasted text is read at once; a file by a job, so that its size keeps nobody waiting. A job that dies begins anew.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock, faults
from comity.base.errors import ComityError, Invalid, NotFound, Refused, TooLarge
from comity.base.wording import packed
from comity.evidence import queries as files
from comity.evidence import services as evidence
from comity.queue import services as queue
from comity.register import queries
from comity.register.models import Detection, Found
from comity.register.queries import watching as reads
from comity.register.rules.detecting import reading, scanning
from comity.register.rules.detecting.finding import Finding, Kind, Message
from comity.register.seized import opening
from comity.register.services import watching
from comity.register.services.recording import record

JOB = "register.detect"
MOST_FINDINGS = 2_000
MOST_PASTED = 1024 * 1024
MOST_LEFT = 200
_EVERY_SECONDS = 2.0


def detect(*, title: str, text: str, case_id: str = "", by: Person, at: datetime) -> str:
    """Look a pasted text through and return the id of the detection.

    Raises `Invalid` for an empty text, `TooLarge`, or `NotFound` for a case that is not the person's.
    """
    if not text.strip():
        raise Invalid("Paste a text or choose a file.", field="text")
    data = text.encode(errors="replace")
    if len(data) > MOST_PASTED:
        raise TooLarge("The text is longer than can be pasted. Save it as a file and choose it.", field="text")
    source = reading.format_of(text)
    made = _made(title or source, case_id, source, hashlib.sha256(data).hexdigest(), by, at)
    found = _scanned(reading.read(io.StringIO(text, newline=None), source), by)
    with transaction.atomic():
        made.save(force_insert=True)
        _keep(made, found, by, at)
    return str(made.pk)


def detect_file(
    *, title: str, blocks: Iterable[bytes], name: str, media_type: str = "", case_id: str = "", by: Person, at: datetime
) -> str:
    """Have a file looked through by a job and return the id of the detection.

    Raises `TooLarge`, `Invalid` for an empty file or one of no kind that can be read, or `NotFound` as `detect` does.
    """
    made = _made(title or name, case_id, "", "", by, at)
    kept = evidence.store(blocks=blocks, name=name, media_type=media_type, at=at)
    try:
        made.source = opening.kind_of(kept.path)
    except Invalid:
        evidence.discard(file_id=kept.id)
        raise
    made.file_id, made.sha256, made.state = uuid.UUID(kept.id), kept.sha256, "reading"
    with transaction.atomic():
        made.save(force_insert=True)
        queue.enqueue(key=_job(made), kind=JOB, payload={"detection": str(made.pk)}, at=at)
        record("detection", made.pk, "uploaded", by, at, sha256=kept.sha256, size=kept.size)
    return str(made.pk)


def look_through(*, payload: Mapping[str, str], at: datetime) -> None:
    """Read the file of a detection and keep what is found; delete the file, whatever came of it."""
    row = Detection.objects.filter(pk=payload["detection"], state="reading").first()
    if row is None or row.file_id is None:
        return
    try:
        by = accounts.person(row.by_id)
        if row.case_id:
            queries.case(by, str(row.case_id))
        with tempfile.TemporaryDirectory(dir=_scratch()) as scratch:
            path = files.file(str(row.file_id)).path
            seized = opening.Seized(path, scratch=Path(scratch), tick=_watch(row))
            found = _scanned(seized.messages(), by)
    except _Stopped:
        return
    except ComityError as error:
        _end(row, "failed", packed(error.sentence, most=500), at)
        return
    with transaction.atomic():
        row = Detection.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.state != "reading":
            return
        row.left = [list(one) for one in seized.left[:MOST_LEFT]]
        _put_away(row, "done")
        _keep(row, found, by, at)
        faults.point("detect.before-commit")


def stop(*, detection_id: str, by: Person, at: datetime) -> None:
    """Stop reading a file and delete it; raise `Refused` when it is not being read."""
    with transaction.atomic():
        held = reads.detection(by, detection_id)
        row = Detection.objects.select_for_update(of=("self",)).get(pk=held.pk)
        if row.state != "reading":
            raise Refused("This file is not being read any more.")
        _put_away(row, "stopped")
        record("detection", row.pk, "stopped", by, at)


class _Stopped(Exception):  # a person’s wish, no error
    """The reading was stopped."""


def _made(title: str, case_id: str, source: str, hashed: str, by: Person, at: datetime) -> Detection:
    if not queries.works_here(by):
        raise NotFound("There is no such page.")
    case = queries.case(by, case_id) if case_id else None
    return Detection(
        id=uuid.uuid4(), title=title.strip()[:200], case=case, source=source, sha256=hashed, by_id=by.id, at=at
    )  # fmt: skip


def _scanned(messages: Iterable[Message], by: Person) -> scanning.Result:
    return scanning.scan(
        messages, reads.words(), look_up=lambda keys: reads.known(by, keys), known_names=reads.known_names(by)
    )


def _watch(row: Detection) -> Callable[[float], None]:
    """Return what now and then tells how far it is, keeps the job, and sees whether a person stopped it."""
    told = time.monotonic()

    def tick(share: float) -> None:
        nonlocal told
        if time.monotonic() - told < _EVERY_SECONDS:
            return
        told = time.monotonic()
        if not Detection.objects.filter(pk=row.pk, state="reading").update(percent=min(99, round(100 * share))):
            raise _Stopped
        queue.hold(key=_job(row), at=clock.now())

    return tick


def _keep(made: Detection, found: scanning.Result, by: Person, at: datetime) -> None:
    made.messages = found.messages
    made.save()
    Found.objects.bulk_create([_row(made, f) for f in found.findings[:MOST_FINDINGS]], batch_size=200)
    record("detection", made.pk, "made", by, at, sha256=made.sha256, messages=found.messages, found=len(found.findings))


def _end(row: Detection, state: str, reason: str, at: datetime) -> None:
    with transaction.atomic():
        row = Detection.objects.select_for_update(of=("self",)).get(pk=row.pk)
        row.reason = reason
        _put_away(row, state)
        record("detection", row.pk, state, "node", at)


def _put_away(row: Detection, state: str) -> None:
    kept, row.file_id, row.state = row.file_id, None, state
    row.save()
    if kept:
        evidence.discard(file_id=str(kept))


def _scratch() -> Path:
    folder = Path(settings.FILES) / "uploading"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _job(row: Detection) -> str:
    return f"{JOB}:{row.pk}"


def confirm(
    *, detection_id: str, found_ids: Iterable[int], audience: tuple[str, ...], onward: bool, by: Person, at: datetime
) -> int:
    """Take findings over into the watch list, each with its place as evidence; return how many were new there.

    One that is on the list already is linked and nothing is told to its readers. Coded words are only marked.
    """
    new = 0
    with transaction.atomic():
        held = reads.detection(by, detection_id)
        for row in _open(held, found_ids):
            if row.kind != Kind.CODED:
                new += _list(held, row, audience, onward=onward, by=by, at=at)
            _decide(row, "confirmed", by, at)
        record("detection", held.pk, "confirmed", by, at, new=new)
    return new


def reject(*, detection_id: str, found_ids: Iterable[int], by: Person, at: datetime) -> None:
    """Say that findings mean nothing: they are kept with that decision and go nowhere."""
    with transaction.atomic():
        held = reads.detection(by, detection_id)
        rows = _open(held, found_ids)
        for row in rows:
            _decide(row, "rejected", by, at)
        record("detection", held.pk, "rejected", by, at, count=len(rows))


def _list(held: Detection, row: Found, audience: tuple[str, ...], *, onward: bool, by: Person, at: datetime) -> int:
    place = f"{row.part}, message" if row.part else "message"
    seen = f"{held.title}: {place} {row.message}, line {row.line}. SHA-256 of the source: {held.sha256}."
    known = reads.known(by, frozenset({f"{row.kind}:{row.value}"}))
    listed = next(iter(known.values()), "")
    if listed:  # what is found is told to the readers of a known one on its own page, by a person who sees who they are
        row.watch_id = uuid.UUID(listed)
        return 0
    row.watch_id = uuid.UUID(
        watching.report(
            kind=row.kind,
            value=row.value,
            evidence=seen,
            seen_at=at,
            audience=audience,
            onward=onward,
            by=by,
            at=at,
            case_id=str(held.case_id or ""),
            is_normal=True,
        )
    )
    return 1


def _open(held: Detection, found_ids: Iterable[int]) -> list[Found]:
    wanted = set(found_ids)
    rows = list(Found.objects.select_for_update().filter(detection=held, pk__in=wanted, decision=""))
    if not wanted or len(rows) != len(wanted):
        raise Refused("Choose findings nobody has judged yet.")
    return rows


def _decide(row: Found, decision: str, by: Person, at: datetime) -> None:
    row.decision, row.decided_by_id, row.decided_at = decision, by.id, at
    row.save()


def _row(made: Detection, f: Finding) -> Found:
    return Found(
        detection=made, kind=f.kind, value=f.value[:1_000], seen=f.seen[:1_000], message=f.message, line=f.line,
        score=f.score, why=[[r.code, r.detail[:300]] for r in f.why], context=f.context[:1_500],
        known=uuid.UUID(f.known) if f.known else None, like=f.like[:1_000], part=f.part[:200],
    )  # fmt: skip
