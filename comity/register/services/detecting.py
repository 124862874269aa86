# SPDX-License-Identifier: Apache-2.0
"""Having a text looked through, and judging what was found. The text is read on this node and not kept."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused, TooLarge
from comity.register import queries
from comity.register.models import Detection, Found
from comity.register.queries import watching as reads
from comity.register.rules.detecting import reading, scanning
from comity.register.rules.detecting.finding import Finding, Kind
from comity.register.services import watching
from comity.register.services.recording import record

MOST_FINDINGS = 2_000
MOST_BYTES = 10 * 1024 * 1024
_HEAD = 8_192


def detect(
    *, title: str, text: str = "", file: BinaryIO | None = None, case_id: str = "", by: Person, at: datetime
) -> str:
    """Look a pasted text or a file through; return the id of the detection.

    Raises `Invalid` for an empty or unreadable text, `TooLarge`, or `NotFound` for a case that is not the person's.
    """
    if file is None and not text.strip():
        raise Invalid("Paste a text or choose a file.", field="text")
    if not queries.works_here(by):
        raise NotFound("There is no such page.")
    case = queries.case(by, case_id) if case_id else None
    source, hashed, stream = _opened(file if file is not None else io.BytesIO(text.encode()))
    found = scanning.scan(
        reading.read(stream, source), reads.words(), look_up=lambda keys: reads.known(by, keys),
        known_names=reads.known_names(by),
    )  # fmt: skip
    with transaction.atomic():
        made = Detection.objects.create(
            id=uuid.uuid4(), title=(title.strip() or source)[:200], case=case, source=source, sha256=hashed,
            messages=found.messages, by_id=by.id, at=at,
        )  # fmt: skip
        Found.objects.bulk_create([_row(made, f) for f in found.findings[:MOST_FINDINGS]], batch_size=200)
        record("detection", made.pk, "made", by, at, sha256=hashed, messages=found.messages, found=len(found.findings))
    return str(made.pk)


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
    evidence = f"{held.title}: message {row.message}, line {row.line}. SHA-256 of the source: {held.sha256}."
    known = reads.known(by, frozenset({f"{row.kind}:{row.value}"}))
    listed = next(iter(known.values()), "")
    if listed:  # what is found is told to the readers of a known one on its own page, by a person who sees who they are
        row.watch_id = uuid.UUID(listed)
        return 0
    row.watch_id = uuid.UUID(
        watching.report(
            kind=row.kind,
            value=row.value,
            evidence=evidence,
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
        known=uuid.UUID(f.known) if f.known else None, like=f.like[:1_000],
    )  # fmt: skip


def _opened(file: BinaryIO) -> tuple[str, str, io.TextIOWrapper]:
    """Return the format of a file, its hash, and the file as text; raise `Invalid` for what is no text."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(1024 * 1024):
        size += len(piece)
        if size > MOST_BYTES:
            raise TooLarge(
                "The file is larger than {megabytes} MiB. Split it.", megabytes=MOST_BYTES // 1024 // 1024, field="file"
            )
        digest.update(piece)
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(b"%PDF"):
        raise Invalid("A PDF is not read here: copy its text and paste it.", field="file")
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    if encoding == "utf-8-sig" and b"\0" in head:
        raise Invalid("This is not a text file. Telegram JSON and HTML, WhatsApp text and plain text can be read.",
                      field="file")  # fmt: skip
    stream = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
    return reading.format_of(head.decode(encoding, "replace")), digest.hexdigest(), stream
