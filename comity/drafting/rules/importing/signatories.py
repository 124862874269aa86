# SPDX-License-Identifier: Apache-2.0
"""Who signed: read from a table, from stacked lines, or from “For the Republic of …” under a text.

A line is an institution, an office, a State, a name, or a head of the table; rows are then put together in the order
the source uses. What fits none is a doubt, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from comity.drafting.rules.importing import bodies, people, states
from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.shape import Doubt, Lines, Signatory

INSTITUTION = re.compile(
    r"\b(?:Office|Prosecution|Procuracy|Prosecutor['’]s|Prosecutors['’]|Association|Centre|Center|School|Institute|Ministry|Court|Agency|Department|Committee|Secretariat|Council|Service|"
    r"Authority|Bureau|Commission|Academy|Parliament|Прокуратур\w+|Министерств\w+|Başsavcılığı|Bakanlığı|Prokurorluğu|Nazirliyi)\b"
)
FOR = re.compile(
    r"(?:for(?:\sand\son\sbehalf\sof)?|on\sbehalf\sof|за|от\sимени)\s(?:the\s)?(?:governments?\sof\s)?(?:the\s)?",
    re.IGNORECASE,
)
HEADS = re.compile(
    r"(?:member\s)?(?:institutions?|countr(?:y|ies)|states?|names?|signatures?|titles?|positions?|offices?|parties|"
    r"prosecutors?[\s-]general|attorneys?[\s-]general|signed(?:\sby)?|date|№|no\.?)(?:\s(?:and|/)\s\w+)?:?$",
    re.IGNORECASE,
)
MARK = re.compile(r"\(?(?:signed|signature|sgd\.?|l\.\s?s\.|подпись|imza)\)?\.?:?$|[_.…\s]+$|/s/", re.IGNORECASE)
COLUMNS = (
    ("institution", re.compile(r"institution|office|organi[sz]ation|authority|kurum|учрежден", re.IGNORECASE)),
    ("state", re.compile(r"countr|state|part(?:y|ies)|ülke|стран", re.IGNORECASE)),
    ("name", re.compile(r"name|prosecutor|attorney|signator|minister|head|isim|имя|фио", re.IGNORECASE)),
    ("office", re.compile(r"title|position|rank|unvan|должность", re.IGNORECASE)),
)


@dataclass(slots=True)
class Row:
    """One signature while it is put together."""

    name: str = ""
    institution: str = ""
    office: str = ""
    state: str = ""
    state_name: str = ""
    first: str = ""
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Signed:
    """The signatures of a text and the doubts about them."""

    people: list[Signatory] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def read(blocks: list[Block]) -> Signed:
    """Return who signed by the blocks under the closing."""
    if not blocks:
        return Signed()
    tabbed = [block for block in blocks if "\t" in block.text]
    rows = _columns(tabbed) if tabbed else []
    loose: list[tuple[str, Lines]] = []
    stacked = [block for block in blocks if "\t" not in block.text] if rows else blocks
    rows = [*rows, *_stacked(stacked, loose)]
    signed = Signed([_signatory(row) for row in rows])
    for one in signed.people:
        if not one.name or not (one.state or bodies.organisations(f"{one.institution} {one.office}")):
            what = "no name" if not one.name else "no State"
            signed.doubts.append(_incomplete(one, what))
    for text, at in loose:
        signed.doubts.append(
            Doubt(
                "signature-line",
                at,
                f"What is “{text[:80]}” among the signatures?",
                "It is kept, but belongs to nobody.",
            )
        )
    return signed


def kind_of(text: str) -> str:
    """Return what one signature line is: "head", "mark", "for", "institution", "office", "state", "name" or ""."""
    if MARK.match(text):
        return "mark"
    if HEADS.match(text):
        return "head"
    if FOR.match(text):
        return "for"
    found = states.find(text)
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    if INSTITUTION.search(text):
        return "institution"
    if people.OFFICE.search(rest):
        return "office" if not people.ADDRESS.match(text) else "name"
    if found and not re.sub(r"(?i)\b(?:the|of|and)\b|[\W_]+", "", rest):
        return "state"
    return "name" if _is_name(text) else ""


def _is_name(text: str) -> bool:
    bare = people.ADDRESS.sub("", text).strip(" .,")
    words = bare.split()
    fit = [w for w in words if w[:1].isupper() or w.casefold().split("-")[0] in people.PARTICLES or not w[:1].isascii()]
    return 2 <= len(words) <= people.GIVEN_LIMIT and len(fit) == len(words) and not re.search(r"[\d:;@]", bare)


def _columns(blocks: list[Block]) -> list[Row]:
    """Read a table of cells parted by tabs; its head says which column is what, else each cell speaks for itself."""
    head = _head(blocks[0])
    rows: list[Row] = []
    for block in blocks[1:] if head else blocks:
        cells = [cell.strip() for cell in block.text.split("\t")]
        if head:
            row = Row(lines=[block.at.first, block.at.last])
            for kind, cell in zip(head, [c for c in cells if c], strict=False):
                _fill(row, kind, cell)
            rows.append(row)
        elif all(kind_of(cell) in {"for", "state"} for cell in cells if cell) and len(cells) > 1:
            rows += [_filled(Row(lines=[block.at.first, block.at.last]), cell) for cell in cells if cell]
        elif (
            rows
            and len(cells) > 1
            and len({kind_of(cell) for cell in cells if cell} - {"mark"}) < 2
            and kind_of(cells[0]) in {"name", "mark", "office"}
        ):
            for row, cell in zip(rows[-len(cells) :], cells, strict=False):
                _filled(row, cell)
                row.lines.append(block.at.last)
        else:
            row = Row(lines=[block.at.first, block.at.last])
            for cell in cells:
                _filled(row, cell)
            rows.append(row)
    return [row for row in rows if row.name or row.state or row.institution]


def _head(block: Block) -> list[str]:
    """Return the kinds of the columns by their titles; empty where the first row is no head."""
    cells = [cell.strip() for cell in block.text.split("\t") if cell.strip()]
    if any(states.find(cell) for cell in cells):
        return []
    kinds = [next((kind for kind, form in COLUMNS if form.search(cell)), "") for cell in cells]
    return kinds if sum(bool(kind) for kind in kinds) >= max(1, len(cells) - 1) else []


def _fill(row: Row, kind: str, cell: str) -> None:
    if kind == "state":
        row.state, row.state_name = states.code_of(cell), re.sub(r"^the\s", "", cell, flags=re.IGNORECASE)
    elif kind == "name":
        row.name = row.name or cell
    elif kind == "institution":
        row.institution = cell
        row.state = row.state or states.code_of(cell)
    elif kind == "office":
        row.office = cell
        row.state = row.state or states.code_of(cell)


def _filled(row: Row, text: str) -> Row:
    kind = kind_of(text)
    if kind == "for":
        row.state_name = FOR.sub("", text, count=1).strip(" :._")
        row.state = states.code_of(text)
        inside = re.split(r":|_{2,}|\.{3,}", row.state_name, maxsplit=1)
        if len(inside) > 1 and _is_name(inside[1].strip()):
            row.state_name, row.name = inside[0].strip(), inside[1].strip()
        return row
    _fill(row, kind, text)
    return row


def _stacked(blocks: list[Block], loose: list[tuple[str, Lines]]) -> list[Row]:
    """Read signatures printed below one another: a new one begins where a part it already has comes again."""
    rows: list[Row] = []
    for block in blocks:
        for piece in _pieces(block):
            kind = kind_of(piece)
            if kind in {"head", "mark"}:
                continue
            if not kind:
                loose.append((piece, block.at))
                continue
            if not rows or _is_new(rows[-1], kind, piece):
                rows.append(Row(first=kind))
            _filled(rows[-1], piece)
            rows[-1].lines += [block.at.first, block.at.last]
    return rows


def _pieces(block: Block) -> list[str]:
    """Return a block as one piece, or by its lines where each says something of its own."""
    if "\t" in block.text:
        return [cell.strip() for cell in block.text.split("\t") if cell.strip()]
    lines = [line.text for line in block.lines]
    kinds = {kind_of(line) for line in lines}
    return lines if len(lines) > 1 and "name" in kinds and len(kinds) > 1 else [block.whole]


def _is_new(row: Row, kind: str, piece: str) -> bool:
    if kind == "for":
        return True
    have = {"name": row.name, "institution": row.institution, "office": row.office, "state": row.state_name}
    if have.get(kind) or (row.name and kind != "name" and row.first in {"institution", "office", "state"}):
        return True
    code = states.code_of(piece)
    return bool(code and row.state and code != row.state)


def _signatory(row: Row) -> Signatory:
    name = people.ADDRESS.sub("", row.name).strip(" .,")
    state_name = row.state_name or next((one.name for one in states.find(row.institution or row.office)), "")
    at = Lines(min(row.lines), max(row.lines)) if row.lines else Lines(1, 1)
    return Signatory(name, people.display(name), row.institution, row.office, row.state, state_name, at)


def _incomplete(one: Signatory, what: str) -> Doubt:
    shown = one.name or one.state_name or one.institution
    return Doubt(
        "signature-incomplete", one.lines, f"The signature of “{shown}” has {what}. Who signed, for which State?",
        "It is kept as printed.",
    )  # fmt: skip
