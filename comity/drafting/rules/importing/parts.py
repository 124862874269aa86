# SPDX-License-Identifier: Apache-2.0
"""Divides the paragraphs of a source into masthead, preamble, body, closing and signatures."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from comity.drafting.rules.importing import people, phrases
from comity.drafting.rules.importing.blocks import CONTENTS, Block
from comity.drafting.rules.importing.datelines import is_dateline
from comity.drafting.rules.importing.shape import Doubt, Left, Lines

PREAMBLE_TITLE = re.compile(r"(?:the\s)?(?:preamble|преамбула|giriş|önsöz|مقدمه|الديباجة)\s?:?$", re.IGNORECASE)
SIGNATURE_HEAD = re.compile(
    r"(?:member\s)?institutions?$|signator|signatures?:?$|for\s(?:and\son\sbehalf\sof\s)?(?:the\s)?(?:government\s|republic\s|kingdom\s|state\s|islamic\s)|за\s",
    re.IGNORECASE,
)
ANNEX = re.compile(r"(?:annex|appendix|приложение|ek\s\d|پیوست)\b", re.IGNORECASE)
PROSE_LENGTH = 140


@dataclass(slots=True)
class Parts:
    """The parts of a source, each in the order of reading."""

    masthead: list[Block] = field(default_factory=list)
    preamble: list[Block] = field(default_factory=list)
    preamble_title: str = ""
    body: list[Block] = field(default_factory=list)
    closing: list[Block] = field(default_factory=list)
    signatures: list[Block] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def divide(blocks: list[Block]) -> Parts:
    """Return the parts of a source."""
    parts = Parts()
    blocks = _without_contents(blocks, parts)
    start = _first_prose(blocks)
    parts.masthead = blocks[:start]
    rest = blocks[start:]
    if rest and rest[0].marker is None and PREAMBLE_TITLE.match(rest[0].text):
        parts.preamble_title, rest = rest[0].text, rest[1:]
    rest = _take_ending(rest, parts)
    body = _body_start(rest, parts)
    parts.preamble, parts.body = rest[:body], rest[body:]
    return parts


def _without_contents(blocks: list[Block], parts: Parts) -> list[Block]:
    """Set a table of contents aside."""
    kept = []
    for block in blocks:
        if CONTENTS.search(block.text):
            parts.left.append(Left(block.at, block.whole, "table-of-contents"))
        else:
            kept.append(block)
    return kept


def _first_prose(blocks: list[Block]) -> int:
    """Return where the masthead ends: at the first sentence, opener, item or title of the preamble."""
    for index, block in enumerate(blocks):
        if PREAMBLE_TITLE.match(block.text) or _is_item(block, blocks, index) or index > 14:
            return index
        if is_dateline(block.text) or (index == 0 and len(block.text) < PROSE_LENGTH and not block.text.endswith(",")):
            continue
        if _is_prose(block.text):
            return index
    return len(blocks)


def _is_prose(text: str) -> bool:
    opens = phrases.recites(text) and text.endswith((",", ";", ".", "and"))
    ends = phrases.ENDED.search(text) and not text.endswith((")", '"', "”")) and len(text.split()) > 4
    return bool(opens) or bool(ends) or len(text) > 2 * PROSE_LENGTH or (text.endswith(",") and len(text.split()) > 1)


def _is_item(block: Block, blocks: list[Block], index: int) -> bool:
    """Say whether a marked paragraph begins the text, and is not a number in the masthead (“2. Meeting …”)."""
    if block.marker is None:
        return False
    if block.marker.kind in {"article", "bullet"} or block.marker.kind == "division":
        return True
    return index > 0 or (
        len(blocks) > 1 and any(one.marker and one.marker.kind == block.marker.kind for one in blocks[1:])
    )


def _take_ending(blocks: list[Block], parts: Parts) -> list[Block]:
    """Cut closing and signatures off; annexes after them stay in the body."""
    annexed = _annexed_from(blocks)
    last = max((i for i, block in enumerate(blocks[:annexed]) if _is_counted(block)), default=-1)
    begin = _closing_at(blocks, last)
    if begin is None:
        return blocks
    annex = max(annexed, begin)
    is_signing = False
    for block in blocks[begin:annex]:
        is_signing = is_signing or (not _closes(block) and _signs(block))
        (parts.signatures if is_signing else parts.closing).append(block)
    return blocks[:begin] + blocks[annex:]


def _is_counted(block: Block) -> bool:
    if block.marker is None:
        return False
    is_initial = len(block.marker.number) == 1 and block.marker.number.isupper() and len(block.text.split()) < 4
    return not is_initial or block.text.isupper()


def _is_annex(block: Block) -> bool:
    return bool(ANNEX.match(block.whole)) and len(block.whole) < 160


def _annexed_from(blocks: list[Block]) -> int:
    """Return where the annexes begin that stand after a closing formula; the length where there are none."""
    has_closed = False
    for index, block in enumerate(blocks):
        has_closed = has_closed or _is_closing(block)
        if has_closed and _is_annex(block):
            return index
    return len(blocks)


def _is_closing(block: Block) -> bool:
    match = phrases.CLOSING.match(block.text)
    return block.marker is None and match is not None and (block.text[0].isupper() or not block.text[0].isascii())


def _closing_at(blocks: list[Block], last: int) -> int | None:
    """Return where the closing begins: a formula, else a dateline or signatures after the last clause."""
    floor = last + 1 if last >= 0 else max(len(blocks) * 6 // 10, 1)
    for index in range(floor, len(blocks)):
        if _is_closing(blocks[index]):
            return index
    for index in range(floor, len(blocks)):
        if is_dateline(blocks[index].text) or _signs(blocks[index]):
            return index if _all_short(blocks[index:]) else None
    return None


def _all_short(blocks: list[Block]) -> bool:
    return all(len(block.text) < PROSE_LENGTH * 1.5 for block in blocks)


def _closes(block: Block) -> bool:
    """Say whether a paragraph belongs to the closing, not to the signatures below it."""
    sentence = len(block.text) > 60 and block.text.endswith(".") and "\t" not in block.text
    return _is_closing(block) or sentence or is_dateline(block.text)


def _signs(block: Block) -> bool:
    text = block.text
    if "\t" in text or SIGNATURE_HEAD.match(text):
        return True
    return len(text) < 160 and not phrases.ENDED.search(text) and text[:1].isupper() and not is_dateline(text)


def _body_start(blocks: list[Block], parts: Parts) -> int:
    """Return where the preamble ends and the body begins."""
    enacting = _enacting(blocks)
    item = next((i for i, b in enumerate(blocks) if b.marker and not _is_recital(b, i, enacting)), None)
    if enacting is not None and (item is None or enacting < item):
        return _after_enacting(blocks, enacting)
    if item is not None and (item == 0 or not _has_operative_before(blocks, item)):
        return _back_to_title(blocks, item)
    return _unnumbered(blocks, parts, enacting)


def _back_to_title(blocks: list[Block], item: int) -> int:
    """Take the titles right above the first clause into the body."""
    while item > 0 and blocks[item - 1].marker is None and _is_short_title(blocks[item - 1].text):
        item -= 1
    return item


def _is_short_title(text: str) -> bool:
    return (
        len(text.split()) <= 8
        and not phrases.ENDED.search(text)
        and not text.endswith(",")
        and not phrases.ENACTING.search(text)
    )


def _is_recital(block: Block, index: int, enacting: int | None) -> bool:
    """Say whether a marked paragraph is part of the preamble: before the formula, or opening as recitals do."""
    if block.marker is None or block.marker.kind in {"article", "division"}:
        return False
    opens = bool(phrases.recites(block.text)) and not block.text.rstrip().endswith(".")
    return (enacting is not None and index < enacting) or (opens and block.marker.kind == "bullet")


def _enacting(blocks: list[Block]) -> int | None:
    """Return the last formula of decision before the first clause that counts, if there is one."""
    seen_recital = False
    for index, block in enumerate(blocks):
        is_recital = bool(phrases.recites(block.text))
        if block.marker and not is_recital and (block.marker.kind in {"article", "division"} or not seen_recital):
            return None
        if phrases.ENACTING.search(block.text) and _leads(blocks, index):
            return index
        seen_recital = seen_recital or is_recital
    return None


def _leads(blocks: list[Block], index: int) -> bool:
    """Say whether a formula leads to the body: no recital follows soon after it."""
    after = [block for block in blocks[index + 1 : index + 3] if not phrases.recites(block.text)]
    return bool(after) and blocks[index].text[-1:] != "."


def _after_enacting(blocks: list[Block], index: int) -> int:
    """Return the first block of the body after a formula; a lead over bullets is a clause when there are several."""
    following = blocks[index + 1 :]
    if not following or following[0].marker is None or following[0].marker.kind != "bullet":
        return index + 1
    leads = sum(
        1 for a, b in itertools.pairwise(following)
        if a.marker is None and a.text.endswith((":", ";")) and b.marker is not None and b.marker.kind == "bullet"
    )  # fmt: skip
    return index if leads else index + 1


def _has_operative_before(blocks: list[Block], item: int) -> bool:
    operative = [b for b in blocks[:item] if b.marker is None and _acts(b.text)]
    return len(operative) >= 3


def _acts(text: str) -> bool:
    return bool(phrases.OPERATIVE.match(text)) and not phrases.recites(text)


def _unnumbered(blocks: list[Block], parts: Parts, enacting: int | None) -> int:
    """Divide a text without numbers: the body begins at the first paragraph that decides something."""
    if not blocks:
        return 0
    recitals = [i for i, b in enumerate(blocks) if phrases.recites(b.text) and b.text.endswith((",", ";", "and"))]
    named = [i for i, block in enumerate(blocks) if people.ADDRESS.match(block.text)]
    after = max([0, *(i + 1 for i in recitals), *(i + 1 for i in named)])
    while after < len(blocks) and blocks[after].text.startswith("("):
        after += 1
    begin = next((i for i in range(after, len(blocks)) if _acts(blocks[i].text)), after or min(1, len(blocks) - 1))
    if enacting is not None:
        begin = enacting + 1
    where = Lines(blocks[begin].at.first, blocks[begin].at.last) if begin < len(blocks) else blocks[-1].at
    parts.doubts.append(
        Doubt(
            "unnumbered-body", where, "The clauses have no numbers. Where does the preamble end?",
            "The body begins here.", ("It begins earlier", "It begins later"),
        )
    )  # fmt: skip
    return begin
