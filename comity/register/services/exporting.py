# SPDX-License-Identifier: Apache-2.0
"""Exporting: write what a person may take out into a file, and record how much it was before a byte leaves."""

from __future__ import annotations

import hashlib
import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.register import queries
from comity.register.queries import outgoing
from comity.register.rules.interchange import ftm, misp, rows, stix
from comity.register.rules.interchange.draft import Outgoing
from comity.register.services.recording import record


class Form(StrEnum):
    """What an export is written in."""

    FTM = "ftm"
    CSV = "csv"
    STIX = "stix"
    MISP = "misp"


_FILES = {
    Form.FTM: ("ftm.json", "application/x-ndjson"),
    Form.CSV: ("csv", "text/csv; charset=utf-8"),
    Form.STIX: ("stix.json", "application/stix+json;version=2.1"),
    Form.MISP: ("misp.json", "application/json"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export: an open file that nobody else can find and that is gone when closed."""

    file: BinaryIO
    name: str
    media_type: str
    count: int
    sha256: str


def export(*, form: str, case_id: str, internal: bool, by: Person, at: datetime) -> Exported:
    """Write the entries of a case (or of all, when none is named) and record count and hash in the ledger.

    `internal` adds victims, witnesses and who said each value, in the formats of this office (FollowTheMoney, CSV).
    Raises `NotFound` for people who do not work with the register or a case not theirs, `Invalid`.
    """
    if not queries.works_here(by) or not settings.COMITY_ENV["STATE"]:
        raise NotFound("There is no such page.")
    if form not in set(Form):
        raise Invalid("Choose a format.", field="form")
    chosen = Form(form)
    if internal and chosen in {Form.STIX, Form.MISP}:
        raise Invalid("Victims, witnesses and sources are never written in STIX or MISP.", field="internal")
    key = uuid.uuid4()
    with transaction.atomic():
        number = outgoing.count(by, case_id, internal=internal)
        ending, media_type = _FILES[chosen]
        file, sha256 = _written(_pieces(chosen, key, by, case_id, internal=internal, at=at))
        record("export", key, "made", by, at, form=str(chosen), count=number, sha256=sha256, case=case_id,
               internal=internal)  # fmt: skip
    return Exported(file, f"register-{at:%Y-%m-%d}.{ending}", media_type, number, sha256)


def _written(pieces: Iterator[str]) -> tuple[BinaryIO, str]:
    folder = Path(settings.FILES) / "uploading"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile(dir=folder))
        for piece in pieces:
            data = piece.encode()
            digest.update(data)
            file.write(data)
        file.seek(0)
        stack.pop_all()  # whole: whoever sends it closes it
    return file, digest.hexdigest()


def _pieces(form: Form, key: uuid.UUID, by: Person, case_id: str, *, internal: bool, at: datetime) -> Iterator[str]:
    found = outgoing.outgoing(by, case_id, internal=internal)
    match form:
        case Form.FTM:
            for entry in found:
                yield json.dumps(ftm.write(entry), ensure_ascii=False) + "\n"
        case Form.CSV:
            yield "\ufeff" + rows.header()
            for entry in found:
                yield rows.write(entry)
        case Form.STIX:
            yield stix.head(key)
            yield from misp.joined(_stix(found, by, case_id))
            yield stix.TAIL
        case Form.MISP:
            owner = settings.COMITY_ENV["STATE"]
            yield misp.head(key, info=f"Common register of {owner}", owner=owner, at=at)
            yield from misp.joined(misp.write(entry) for entry in found if misp.is_object(entry))
            yield misp.BETWEEN
            again = outgoing.outgoing(by, case_id, internal=internal)
            yield from misp.joined(misp.write(entry) for entry in again if not misp.is_object(entry))
            yield misp.TAIL


def _stix(found: Iterator[Outgoing], by: Person, case_id: str) -> Iterator[str]:
    yield from stix.parts(found)
    for left, right, ruling in outgoing.rulings(by, case_id):
        if stix.reference(left).split("--")[0] == stix.reference(right).split("--")[0]:
            yield json.dumps(stix.same(left, right, ruling.at), ensure_ascii=False)
