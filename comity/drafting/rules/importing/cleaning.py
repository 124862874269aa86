# SPDX-License-Identifier: Apache-2.0
"""Turns a source into clean lines that know where they stood: no markup, one kind of space, no page furniture.

Only marks go: tags, asterisks, entities, invisible signs. Words that are no part of the text (page numbers, running
heads, footnotes set into a sentence) are handed back as `Left`, never dropped.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from comity.drafting.rules.importing.shape import Left, Lines


@dataclass(frozen=True, slots=True)
class Line:
    """One clean line: where it stood, how deep it was indented; `new_page` where a page began before it."""

    no: int
    text: str
    indent: int
    new_page: bool = False
    mark: str = ""


BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/table|hr)\b[^<>]{0,200}>", re.IGNORECASE)
CELL_TAG = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
ITEM_TAG = re.compile(r"<li\b[^<>]{0,200}>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:a|b|i|u|s|p|em|strong|sup|sub|span|div|font|center|small|big|h[1-6]|ul|ol|li|table|t[rdh]|thead|tbody|html|"
    r"body|head|title|section|article|blockquote|img|pre|code|o:p|meta|link|hr|br|p)\b[^<>]{0,300}>|<!--[^<>]{0,300}-->",
    re.IGNORECASE,
)
INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0a8\uf076\uf0fc\uf02d\uf0be▪●○■□◦►➢➤✓✔∙·‣", "•"))
SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
NOTE = re.compile(r"\^\{([^{}\n]{1,300})\}")
LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\((https?://[^\s()]{1,300})\)")
EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)([^*\n]{1,2000}?)(?<=\S)\1")
LONE_STARS = re.compile(r"\*{2,}|^\s*>\s+|(?<![\w/])_{2,}(?![\w])|_{3,}|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
HASHES = re.compile(r"^\s*(?:#{2,6}\s*|#\s+)")
GAP = re.compile(r" {80,}")
ESCAPES = re.compile(r"\\([.\-*_()\[\]#+!])")
RULE = re.compile(r"^[\s*_=~.\-–—|:+]{3,}$")
PAGE = re.compile(
    r"^(?:page|стр\.?|страница|sayfa|səhifə|bet|صفحه|صفحة|p\.)\s*\d{1,4}(?:\s*(?:of|из|/|-|от|sur)\s*\d{1,4})?$"
    r"|^[-–—\[]\s*\d{1,4}\s*[-–—\]]$|^\d{1,4}\s*(?:/|of)\s*\d{1,4}$|^\d{1,4}\s*\|\s*page$",
    re.IGNORECASE,
)
STRONG_LINES = 8
BARE = re.compile(r"^\d{1,3}$")


def clean(text: str) -> tuple[list[Line], list[Left]]:
    """Return the lines of a source without marks, and what was set aside with the reason."""
    left: list[Left] = []
    lines: list[Line] = []
    new_page = is_strong = False
    opened = 0
    for number, raw in enumerate(_physical(text), start=1):
        opens = raw.count("**") % 2 == 1
        for part in _parts(raw, number, left):
            new_page = new_page or "\f" in part
            line = _line(number, part.replace("\f", " "), new_page=new_page)
            lines.append(replace(line, mark="strong") if is_strong or opens else line)
            new_page = new_page and not line.text
        is_strong = is_strong != opens
        opened = number if opens else opened
        is_strong = is_strong and number - opened < STRONG_LINES
    return _without_furniture(lines, left)


def tidy(text: str) -> str:
    """Return one string as the cleaning leaves it: composed letters, plain spaces, no invisible signs."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).translate(INVISIBLE)


def _physical(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r|\x0b|\x85|\u2028|\u2029", tidy(text))


def _parts(raw: str, number: int, left: list[Left]) -> list[str]:
    """Return one source line without markup; tags that end a paragraph split it."""
    if "<" in raw:
        raw = ITEM_TAG.sub("\n• ", CELL_TAG.sub("\t", BREAK_TAG.sub("\n", raw)))
        raw = TAG.sub("", raw)
    if "&" in raw:
        raw = tidy(html.unescape(raw))
    raw = GAP.sub(" " * 80, raw.translate(BULLETS))
    if raw.lstrip().startswith("#"):
        raw = HASHES.sub("", raw.rstrip("# \t"))
    if "^" in raw:
        raw = NOTE.sub(lambda found: _note(found, number, left), raw)
    if "](" in raw:
        raw = LINK.sub(r"\1 (\2)", raw)
    if "*" in raw or "_" in raw:
        raw = _bullet_star(raw)
        raw = LONE_STARS.sub("", EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", raw)))
    if "\\" in raw:
        raw = ESCAPES.sub(r"\1", raw)
    if raw.count("|") > 1:
        raw = re.sub(r"\s*\|\s*", "\t", raw.strip().strip("|"))
    return raw.split("\n")


def _bullet_star(raw: str) -> str:
    return re.sub(r"^(\s*)\*\s+", r"\1• ", raw)


def _note(found: re.Match[str], number: int, left: list[Left]) -> str:
    note = found.group(1)
    if re.fullmatch(r"\s*(?:st|nd|rd|th)\s*", note, re.IGNORECASE):
        return note.strip()
    left.append(Left(Lines(number, number), note, "note"))
    return ""


def _line(number: int, text: str, *, new_page: bool) -> Line:
    wide = text.expandtabs(4) if text[:1] in "\t " else text
    indent = len(wide) - len(wide.lstrip())
    body = re.sub(r" {2,}(?=\S)", lambda gap: "\t" if len(gap.group()) > 3 else " ", text.strip())
    if RULE.match(body):
        body = ""
    return Line(number, body, indent, new_page)


def _without_furniture(lines: list[Line], left: list[Left]) -> tuple[list[Line], list[Left]]:
    """Set page numbers and the heads that stand beside them aside."""
    numbers = _page_numbers(lines)
    filled = [index for index, line in enumerate(lines) if line.text]
    heads = _running_heads(lines, filled, numbers)
    kept = list(lines)
    for index in sorted(numbers | heads):
        why = "page-number" if index in numbers else "running-head"
        left.append(Left(Lines(lines[index].no, lines[index].no), lines[index].text, why))
        kept[index] = replace(lines[index], text="", mark="page")
    return kept, left


def _page_numbers(lines: list[Line]) -> set[int]:
    often = Counter(line.text for line in lines if line.text)
    marked = {i for i, line in enumerate(lines) if len(line.text) < 30 and PAGE.match(line.text)}
    bare = [i for i, line in enumerate(lines) if BARE.match(line.text) and _alone(lines, i, often)]
    values = [int(lines[i].text) for i in bare]
    rising = len(bare) > 1 and all(b - a == 1 for a, b in itertools.pairwise(values)) and values[0] <= 3
    beside = {i for i in bare if lines[i].new_page or _page_after(lines, i)}
    return marked | (set(bare) if rising else beside)


def _alone(lines: list[Line], index: int, often: Counter[str]) -> bool:
    """Say whether a bare number stands by itself, not over the clause it numbers."""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    return not after or often[after] > 2 or lines[index + 1].new_page or bool(lines[index].new_page)


def _page_after(lines: list[Line], index: int) -> bool:
    rest = (line for line in lines[index + 1 : index + 6] if line.text or line.new_page)
    following = next(rest, None)
    return following is not None and following.new_page


def _running_heads(lines: list[Line], filled: list[int], numbers: set[int]) -> set[int]:
    """Return lines that repeat again and again, nearly always beside a page number or a page break."""
    shape = {i: re.sub(r"\d+", "#", lines[i].text).casefold() for i in filled if len(lines[i].text) < 120}
    counted = Counter(shape.values())
    place = {index: rank for rank, index in enumerate(filled)}
    near: Counter[str] = Counter()
    for index, form in shape.items():
        if counted[form] < 2 or index in numbers:
            continue
        rank = place[index]
        around = [filled[r] for r in range(max(rank - 2, 0), min(rank + 3, len(filled))) if r != rank]
        if any(a in numbers for a in around) or any(lines[a].new_page for a in [index, *around]):
            near[form] += 1
    heads = {form for form, times in near.items() if times >= (2 if counted[form] == 2 else max(2, counted[form] - 1))}
    return {i for i, form in shape.items() if form in heads and i not in numbers}
