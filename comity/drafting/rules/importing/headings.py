# SPDX-License-Identifier: Apache-2.0
"""Tells a title over clauses from a clause: short, without a full stop, with something below it."""

from __future__ import annotations

from comity.drafting.rules.importing import phrases
from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.nodes import Node, Outline

HEADING_WORDS = 14


def is_heading(block: Block, following: Block | None) -> bool:
    """Say whether a plain paragraph is a title over what follows."""
    text = block.text
    if len(text) > 110 or len(text.split()) > HEADING_WORDS or following is None or text[:1].islower():
        return False
    if text.endswith((",", ";", ".")) or phrases.ENACTING.search(text) or "\t" in text:
        return False
    leads = text.endswith(":") and following.marker is not None and following.marker.kind == "bullet"
    return not leads and (not text.endswith(":") or len(text.split()) <= 6)


def is_title(text: str) -> bool:
    """Say whether a text is short and unfinished as titles are."""
    return (
        bool(text)
        and len(text) < 110
        and len(text.split()) <= HEADING_WORDS
        and not phrases.ENDED.search(text)
        and not text.endswith(",")
    )


def take_title(outline: Outline, node: Node, block: Block, following: Block | None) -> None:
    """Take a short line over items or text as the heading of a numbered part (“I. SECURITY”)."""
    if following is None or not is_title(block.text) or len(block.text) > 80:
        return
    is_upper = block.text.upper() == block.text and any(char.isalpha() for char in block.text)
    sibling = next((one.node for one in outline.open if one.node.kind == "part" and one.node.number), None)
    same = sibling is not None and sibling.number.isupper() and node.number.isupper() and following.marker is None
    if (
        is_upper
        or same
        or (following.marker is not None and following.marker.kind != "bullet" and node.number.isupper())
    ):
        node.heading, node.texts, node.kind = block.text, [], "part"


def opens_part(outline: Outline, block: Block, following: Block | None) -> bool:
    """Say whether a title starts a part of its own: numbered clauses follow, or it is set in capitals."""
    if following is None:
        return False
    is_upper = block.text.upper() == block.text
    marked = following.marker is not None and following.marker.kind != "bullet"
    shallow = not outline.open or outline.open[0].style in {"heading", "plain"} or _continues_top(outline, following)
    return (
        (marked and shallow)
        or (is_upper and not block.text.endswith(":"))
        or not any(one.node.kind in {"article", "listed"} for one in outline.open)
    )


def _continues_top(outline: Outline, following: Block) -> bool:
    """Say whether the item after a title belongs to the outermost list, going on or beginning anew."""
    if following.marker is None:
        return False
    outer = next((one for one in outline.open if one.node.kind == "listed"), None)
    styles = {reading.style for reading in following.marker.readings}
    return outer is not None and outer.style in styles


def divisions(outline: Outline) -> int:
    """Return how many divisions (“Chapter”) stand open."""
    return sum(one.style.startswith("division") for one in outline.open)


def depth_of_titles(outline: Outline) -> int:
    """Return how many titles of parts stand open."""
    depth = 0
    while depth < len(outline.open) and outline.open[depth].style.startswith(("division", "heading")):
        depth += 1
    return depth
