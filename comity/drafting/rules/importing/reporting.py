# SPDX-License-Identifier: Apache-2.0
"""A report on meetings: sections under the names of meetings, with the same few titles inside each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.drafting.rules.importing import dates, gatherings, phrases
from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.nodes import Node, Outline
from comity.drafting.rules.importing.parts import Parts

TOPICS = (
    ("agenda", r"discussions?|agenda(?:\sitems)?|topics?|themes?|programme\sof\swork"),
    ("key_points", r"key\s(?:points?|highlights?|messages)(?:\s?/\s?\w+)?|highlights?|statements"),
    ("recommendations", r"(?:key\s)?(?:proposals?|recommendations?)(?:\s?/\s?\w+|\sand\s\w+)?"),
    ("outcomes", r"(?:key\s)?(?:outcomes?|results?|decisions?|conclusions?)(?:\sof\sthe\smeeting)?"),
    ("participants", r"participants?|attendance|participation"),
    ("background", r"background|introduction|overview|objectives?"),
)
_TOPIC = tuple((kind, re.compile(rf"(?:{form})\s?:?$", re.IGNORECASE)) for kind, form in TOPICS)
EVENT = re.compile(
    r"\b(?:meeting|session|summit|conference|forum|congress|workshop|seminar|programme|program|meets|visit|call|consultations|training|side\sevent|anticipated)\b",
    re.IGNORECASE,
)
ENDS_DATED = re.compile(r"\([^()]{4,80}\)\s?:?$")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading, the paragraphs under it, each with the topic it stands under ("" before the first)."""

    heading: Block
    body: tuple[tuple[str, Block], ...]


def topic(text: str) -> str:
    """Return which part of a meeting's record a title opens; empty where it opens none."""
    return next((kind for kind, form in _TOPIC if form.match(text)), "")


def is_heading(block: Block, following: Block | None) -> bool:
    """Say whether a paragraph is the title of a section on one event."""
    text = block.text
    if block.marker is not None or len(text) > 220 or following is None or not EVENT.search(text):
        return False
    dated = bool(ENDS_DATED.search(text)) and bool(dates.find(text, year=2000))
    words = [
        word
        for word in re.findall(r"[^\W\d_]{4,}", text)
        if word.casefold() not in {"with", "from", "during", "within", "titled", "meets"}
    ]
    capital = sum(word[0].isupper() for word in words) >= 0.75 * max(len(words), 1)
    return not text.endswith((".", ",", ";")) and (
        dated or (capital and len(words) >= 3 and len(following.text) > len(text))
    )


def is_report(blocks: list[Block]) -> bool:
    """Say whether a source tells of several meetings rather than being the text of one."""
    if any(block.marker and block.marker.kind == "article" for block in blocks):
        return False
    pairs = zip(blocks, [*blocks[1:], None], strict=True)
    heads = sum(is_heading(block, following) for block, following in pairs)
    dated = sum(
        bool(ENDS_DATED.search(b.text)) and bool(dates.find(b.text, year=2000)) and bool(EVENT.search(b.text))
        for b in blocks
    )
    topics = sum(bool(topic(block.text)) for block in blocks if block.marker is None)
    enacts = any(phrases.ENACTING.search(block.text) for block in blocks[:12])
    return (dated >= 2 and heads >= 2) or (topics >= 3 and heads >= 1 and not enacts)


def divide(blocks: list[Block], parts: Parts) -> list[Section]:
    """Put the introduction of a report into the preamble and return its sections."""
    heads = [i for i, block in enumerate(blocks) if is_heading(block, blocks[i + 1] if i + 1 < len(blocks) else None)]
    start = len(parts.masthead)
    heads = [index for index in heads if index >= start]
    first = heads[0] if heads else len(blocks)
    parts.preamble, parts.body = blocks[start:first], blocks[first:]
    parts.closing, parts.signatures = [], []
    return [_section(blocks[a:b]) for a, b in zip(heads, [*heads[1:], len(blocks)], strict=True)]


def _section(blocks: list[Block]) -> Section:
    under = ""
    body: list[tuple[str, Block]] = []
    for block in blocks[1:]:
        opened = topic(block.text) if block.marker is None else ""
        under = opened or _left(under, block, body)
        body.append((under, block))
    return Section(blocks[0], tuple(body))


def _left(under: str, block: Block, body: list[tuple[str, Block]]) -> str:
    """Return the topic still open: a plain paragraph after items closes all but none."""
    after_items = bool(body) and body[-1][1].marker is not None
    return "" if block.marker is None and after_items and not block.text.endswith((":", ";")) else under


def outline(sections: list[Section]) -> Outline:
    """Return the outline of a report: sections, topics, items."""
    made = Outline()
    for section in sections:
        top = Node("", [], section.heading.at, "section", "", section.heading.text)
        made.top.append(top)
        holder, lead = top, top
        for under, block in section.body:
            if block.marker is None and topic(block.text):
                holder = Node("", [], block.at, "topic", "", block.text)
                top.children.append(holder)
                lead = holder
                continue
            node = Node(block.marker.number if block.marker else "", [block.text], block.at, "plain")
            if block.marker is not None:
                lead.children.append(node)
                continue
            if not under:
                holder = top
            holder.children.append(node)
            lead = node if block.text.endswith((":", ";")) else holder
    return made


def named(section: Section) -> gatherings.Gathering | None:
    """Return the meeting a section is about, by its heading, else by its first sentence."""
    texts = [section.heading.text, *(block.text for _, block in section.body[:1])]
    return gatherings.first_named(texts)
