# SPDX-License-Identifier: Apache-2.0
"""Reading a stored file line by line, from wherever it was left: one line in memory, whatever the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from comity.base.canonical import strict_loads
from comity.base.errors import Invalid
from comity.base.wording import Sentence
from comity.register.rules.interchange import columns, ftm, rows, sniffing, stix
from comity.register.rules.interchange.draft import Draft
from comity.register.rules.interchange.plan import MOST_COLUMNS, Format, Plan

MOST_LINE_BYTES = 256 * 1024
MOST_BUNDLE_BYTES = 16 * 1024**2
KEPT_CHARACTERS = 4_000
_MOST_LINES = 200  # that one record of a CSV may take: a quote left open does not swallow the file
_HEAD_BYTES = 64 * 1024
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a file: its number, where the next begins (bytes, lines), its text, and its value or the problem."""

    number: int
    end: int
    line: int
    text: str
    value: Any = None
    problem: str = ""


def sniffed(path: Path, *, size: int) -> Plan:
    """Return how a file is likely to be read; raise `Invalid` for what Comity does not read at all."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_PACKED):
        raise Invalid("Compressed files are not taken. Unpack the file and upload what is in it.", field="file")
    encoding = sniffing.encoding(head, is_whole=size <= len(head))
    text = head.removeprefix(_BOM).decode(encoding, errors="replace").lstrip()
    if text.startswith("{"):
        first = text.split("\n", 1)[0]
        is_bundle = '"bundle"' in text[:400] and '"schema"' not in first
        return Plan(Format.STIX if is_bundle else Format.FTM)
    return _sniffed_csv(text, encoding, is_whole=size <= len(head))


def records(path: Path, plan: Plan, *, offset: int = 0, line: int = 0) -> Iterator[Record]:
    """Return the lines of a file from byte `offset`, after `line` lines. Empty lines are passed over."""
    with path.open("rb") as file:
        file.seek(offset)
        match plan.form:
            case Format.FTM:
                yield from _json_lines(file, line)
            case Format.CSV:
                yield from _csv_rows(file, plan, line)
            case Format.STIX:
                yield from _objects(file, path.stat().st_size, line)


def drafted(record: Record, plan: Plan) -> Draft | None:
    """Return the draft of a line, None for what is no entry; raise `Invalid` with the sentence for the report."""
    if record.problem:
        raise Invalid(record.problem)
    match plan.form:
        case Format.FTM:
            return ftm.read(record.value, plan)
        case Format.CSV:
            return rows.read(record.value, plan)
        case _:
            return stix.read(record.value, plan)


def _sniffed_csv(text: str, encoding: str, *, is_whole: bool) -> Plan:
    lines = text.splitlines(keepends=True)[: 200 if is_whole else -1][:200] or text.splitlines(keepends=True)
    mark = sniffing.delimiter(lines)
    try:
        found = [row for row in csv.reader(lines, delimiter=mark) if row]
    except csv.Error:
        found = []
    if not found:
        raise Invalid("The file holds no lines Comity can read.", field="file")
    if len(found[0]) > MOST_COLUMNS:
        raise Invalid(
            "The file has {count} columns; Comity reads up to {most}.",
            count=len(found[0]),
            most=MOST_COLUMNS,
            field="file",
        )
    header = sniffing.has_header(found)
    names = found[0] if header else [""] * len(found[0])
    chosen = columns.proposed(names, found[1:] if header else found, "Person")
    return Plan(
        Format.CSV, schema="Person", columns=chosen, encoding=encoding, delimiter=mark, header=header,
        by_line="category" in chosen,
    )  # fmt: skip


def _json_lines(file: BinaryIO, line: int) -> Iterator[Record]:
    while raw := file.readline(MOST_LINE_BYTES + 1):
        line += 1
        if len(raw) > MOST_LINE_BYTES:
            _to_end_of_line(file, raw)
            yield Record(line, file.tell(), line, _kept(raw), problem=_too_long())
            continue
        bare = raw.removeprefix(_BOM).strip()
        if not bare:
            continue
        try:
            yield Record(line, file.tell(), line, _kept(bare), strict_loads(bare))
        except Invalid:
            yield Record(line, file.tell(), line, _kept(bare), problem=_why_not_json(bare))


def _csv_rows(file: BinaryIO, plan: Plan, line: int) -> Iterator[Record]:
    is_header = plan.header and file.tell() == 0
    while True:
        start, taken = file.tell(), list[bytes]()
        try:
            row = next(csv.reader(_fed(file, plan, taken), delimiter=plan.delimiter, strict=True), None)
        except (csv.Error, UnicodeDecodeError, Invalid) as error:
            first = taken[0]
            file.seek(start + len(first))
            _to_end_of_line(file, first)
            line += 1
            yield Record(line, file.tell(), line, _kept(first, plan.encoding), problem=_why_not_row(error, plan))
            is_header = False
            continue
        if row is None:
            return
        number, line = line + 1, line + len(taken)
        if is_header or not any(cell.strip() for cell in row):
            is_header = False
            continue
        yield Record(number, file.tell(), line, _kept(b"".join(taken), plan.encoding), row)


def _fed(file: BinaryIO, plan: Plan, taken: list[bytes]) -> Iterator[str]:
    size = 0
    while raw := file.readline(MOST_LINE_BYTES + 1):
        taken.append(raw)
        size += len(raw)
        if size > MOST_LINE_BYTES:
            raise Invalid(_too_long())
        if len(taken) > _MOST_LINES:
            raise Invalid("A quotation mark is opened and not closed.")
        if b"\0" in raw:
            raise Invalid("The line contains a NUL character.")
        bare = raw.removeprefix(_BOM) if file.tell() == len(raw) else raw
        yield bare.decode(plan.encoding)


def _objects(file: BinaryIO, size: int, line: int) -> Iterator[Record]:
    file.seek(0)
    if size > MOST_BUNDLE_BYTES:
        raise Invalid(
            "A bundle is read whole: up to {megabytes} MB. Split it.",
            megabytes=MOST_BUNDLE_BYTES // 1024**2,
            field="file",
        )
    said = strict_loads(file.read().removeprefix(_BOM))
    found = said.get("objects") if isinstance(said, dict) and said.get("type") == "bundle" else None
    if not isinstance(found, list):
        raise Invalid("The file is no STIX bundle: it has no list of objects.", field="file")
    for number, value in enumerate(found[line:], start=line + 1):
        yield Record(number, size * number // len(found), number, str(value)[:KEPT_CHARACTERS], value)


def _to_end_of_line(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(MOST_LINE_BYTES)


def _kept(raw: bytes, encoding: str = "utf-8") -> str:
    return (
        raw[: 4 * KEPT_CHARACTERS]
        .decode(encoding, errors="replace")
        .replace("\0", "␀")
        .rstrip("\r\n")[:KEPT_CHARACTERS]
    )


def _why_not_json(raw: bytes) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return Sentence("The line is not UTF-8.")
    if b"\0" in raw or b"\\u0000" in raw:
        return Sentence("The line contains a NUL character.")
    return Sentence("The line is not well-formed JSON.")


def _why_not_row(error: Exception, plan: Plan) -> str:
    if isinstance(error, Invalid):
        return error.sentence
    if isinstance(error, UnicodeDecodeError):
        return Sentence("The line is not {encoding}.", encoding=plan.encoding)
    return Sentence("The line is not well-formed CSV.")


def _too_long() -> str:
    return Sentence("The line is longer than {kilobytes} kB. Its beginning is kept.", kilobytes=MOST_LINE_BYTES // 1024)
