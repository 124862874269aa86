# SPDX-License-Identifier: Apache-2.0
"""Nests numbered paragraphs: which item stands under which, told from the signs of the numbers and their sequence.

A list goes on where the next number of an open list stands; otherwise a first number opens a list below the last item.
A number that fits neither is kept where it reads best, with a doubt.
"""

from __future__ import annotations

from comity.drafting.rules.importing import headings
from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.nodes import Node, Outline
from comity.drafting.rules.importing.shape import Doubt


def build(blocks: list[Block]) -> Outline:
    """Return the outline of the paragraphs of a body."""
    outline = Outline()
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.marker is None:
            _plain(outline, block, following)
        elif block.marker.kind in {"division", "article"}:
            _headed(outline, block)
        elif block.marker.kind == "bullet":
            _bullet(outline, block)
        else:
            _listed(outline, block, following)
    return outline


def _headed(outline: Outline, block: Block) -> None:
    """Place an article or a division."""
    marker = block.marker
    assert marker is not None  # noqa: S101 - the caller has looked
    reading = marker.readings[0]
    style = "article" if marker.kind == "article" else "division-" + marker.printed.split()[0].casefold()
    depth = next((i for i, level in enumerate(outline.open) if level.style == style), None)
    if depth is None:
        depth = sum(level.style.startswith("division") for level in outline.open)
        if style.startswith(("division-annex", "division-appendix")):
            depth = 0
    node = Node(
        marker.number if marker.kind == "article" else marker.printed,
        [block.text],
        block.at,
        marker.kind,
        marker.printed,
    )
    if marker.kind == "division":
        node.number = marker.printed.rstrip(".:–—- ")
        node.heading, node.texts = block.text, []
    elif headings.is_title(block.text):
        node.heading, node.texts = block.text, []
    last = outline.open[depth].value if depth < len(outline.open) else 0
    if marker.kind == "article" and reading.value != last + 1 and last:
        outline.doubts.append(_gap(block, last, reading.value))
    outline.add(node, style, reading.value, block.indent, depth)


def _bullet(outline: Outline, block: Block) -> None:
    """Place a bullet beside the last of its kind, or under the item above."""
    marker = block.marker
    assert marker is not None  # noqa: S101 - the caller has looked
    style = marker.readings[0].style
    depth = next(
        (i for i, one in enumerate(outline.open) if one.style == style and abs(one.indent - block.indent) <= 1), None
    )
    if depth is None:
        deeper = next(
            (i for i, one in enumerate(outline.open) if one.style == style and one.indent > block.indent), None
        )
        depth = deeper if deeper is not None else len(outline.open)
    node = Node("", [block.text], block.at, "bullet", marker.printed)
    outline.add(node, style, 1, block.indent, depth)


def _listed(outline: Outline, block: Block, following: Block | None) -> None:
    """Place a numbered or lettered item."""
    marker = block.marker
    assert marker is not None  # noqa: S101 - the caller has looked
    node = Node(marker.number, [block.text], block.at, "listed", marker.printed)
    if marker.kind == "nested":
        _nested(outline, block, node)
        return
    for depth in range(len(outline.open) - 1, -1, -1):
        level = outline.open[depth]
        for reading in marker.readings:
            if level.style == reading.style and reading.value == level.value + 1:
                headings.take_title(outline, node, block, following)
                outline.add(node, reading.style, reading.value, block.indent, depth)
                return
    onward = next((one for one in marker.readings if outline.counts.get(one.style) == one.value - 1 > 0), None)
    if onward is not None:  # the list goes on under a new title
        headings.take_title(outline, node, block, following)
        depth = headings.divisions(outline) if node.kind == "part" else headings.depth_of_titles(outline)
        outline.add(node, onward.style, onward.value, block.indent, depth)
        return
    first = next((reading for reading in marker.readings if reading.value == 1), None)
    if first is not None:
        restarted = next((i for i, one in enumerate(outline.open) if one.style == first.style), None)
        depth = len(outline.open) if restarted is None or not _at_end(outline, restarted) else restarted
        headings.take_title(outline, node, block, following)
        if node.kind == "part" or (restarted is None and _is_loose(outline)):
            depth = headings.depth_of_titles(outline) if node.kind != "part" else headings.divisions(outline)
        outline.add(node, first.style, 1, block.indent, depth)
        return
    _out_of_order(outline, block, node)


def _is_loose(outline: Outline) -> bool:
    """Say whether the last paragraph has no number and leads to no list: a number after it begins at the top."""
    last = outline.open[-1] if outline.open else None
    return (
        last is not None
        and last.style == "plain"
        and not last.node.texts[-1].endswith((":", ";", ","))
        and all(one.style == "plain" or one.style.startswith(("division", "heading")) for one in outline.open)
    )


def _at_end(outline: Outline, depth: int) -> bool:
    """Say whether a list that begins anew cannot stand below the last item: one of its own style is still open."""
    return depth == len(outline.open) - 1 and not outline.open[depth].node.texts[-1:][0].endswith(":")


def _nested(outline: Outline, block: Block, node: Node) -> None:
    marker = block.marker
    assert marker is not None  # noqa: S101 - the caller has looked
    parts = marker.number.split(".")
    parent = ".".join(parts[:-1])
    for depth in range(len(outline.open) - 1, -1, -1):
        if outline.open[depth].node.number == parent:
            outline.add(node, marker.readings[0].style, marker.readings[0].value, block.indent, depth + 1)
            return
    same = next((i for i, one in enumerate(outline.open) if one.style == marker.readings[0].style), None)
    outline.add(
        node,
        marker.readings[0].style,
        marker.readings[0].value,
        block.indent,
        len(outline.open) if same is None else same,
    )


def _out_of_order(outline: Outline, block: Block, node: Node) -> None:
    """Keep a number that does not follow: in its list with a doubt, or as plain text where no list has its signs."""
    marker = block.marker
    assert marker is not None  # noqa: S101 - the caller has looked
    for depth in range(len(outline.open) - 1, -1, -1):
        level = outline.open[depth]
        for reading in marker.readings:
            if level.style == reading.style and (
                reading.style.startswith("digit") or abs(reading.value - level.value) <= 3
            ):
                outline.doubts.append(_gap(block, level.value, reading.value))
                outline.add(node, reading.style, reading.value, block.indent, depth)
                return
    if marker.number.isdigit() and not outline.open:
        outline.doubts.append(_gap(block, 0, marker.readings[0].value))
        outline.add(node, marker.readings[0].style, marker.readings[0].value, block.indent, 0)
        return
    _plain(outline, Block(block.whole, None, block.lines), None)


def _plain(outline: Outline, block: Block, following: Block | None) -> None:
    """Place a paragraph without a number: a heading, text of the item above, or a clause of its own."""
    numbered = [i for i, one in enumerate(outline.open) if one.node.kind in {"article", "division", "part", "listed"}]
    if (
        outline.open
        and outline.open[-1].node.kind in {"article", "division"}
        and not outline.open[-1].node.texts[0:1] + outline.open[-1].node.children
    ):
        node = outline.open[-1].node
        if not node.heading and headings.is_heading(block, following):
            node.heading = block.text
            return
    if (
        outline.open
        and outline.open[-1].node.texts in ([], [""])
        and outline.open[-1].node.kind in {"article", "listed"}
    ):
        _under_number(outline, block, following)
        return
    if headings.is_heading(block, following) and headings.opens_part(outline, block, following):
        depth = headings.divisions(outline)
        outline.add(Node("", [], block.at, "part", "", block.text), "heading", 1, block.indent, depth)
        return
    if not numbered:
        outline.add(Node("", [block.text], block.at), "plain", 1, block.indent, headings.depth_of_titles(outline))
        return
    _continue(outline, block, numbered)


def _under_number(outline: Outline, block: Block, following: Block | None) -> None:
    """Give a number printed alone on its line the text below it."""
    node = outline.open[-1].node
    if (
        node.kind == "article"
        and not node.heading
        and headings.is_heading(block, following)
        and headings.is_title(block.text)
    ):
        node.heading = block.text
        return
    node.texts = [block.text]


def _continue(outline: Outline, block: Block, numbered: list[int]) -> None:
    """Add a paragraph to the numbered item it follows, after its list where it has one."""
    top = numbered[-1] if len(outline.open) - 1 == numbered[-1] and len(numbered) == 1 else numbered[0]
    articles = [i for i in numbered if outline.open[i].node.kind == "article"]
    top = articles[0] if articles else top
    leading = [i for i in numbered if outline.open[i].node.texts and outline.open[i].node.texts[0].endswith(":")]
    top = leading[-1] if leading else top
    node = outline.open[top].node
    if not node.children and not leading and len(outline.open) - 1 == top and node.texts:
        node.texts.append(block.text)
    else:
        outline.add(Node("", [block.text], block.at), "plain", 1, block.indent, top + 1)
    if node.kind == "listed":
        outline.doubts.append(
            Doubt(
                "unnumbered-paragraph", block.at,
                "A paragraph without a number follows a numbered one. Where does it belong?",
                f"It belongs to “{node.printed}”.", ("A clause of its own", "Part of the closing"),
            )
        )  # fmt: skip


def _gap(block: Block, last: int, value: int) -> Doubt:
    printed = block.marker.printed if block.marker else ""
    after = f"after {last}" if last else "first"
    return Doubt(
        "number-out-of-order", block.at, f"“{printed}” comes {after}. Is a clause missing, or the number misprinted?",
        f"The number {value} is kept as printed.", ("A clause is missing", "The number is a misprint"),
    )  # fmt: skip
