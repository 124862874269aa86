# SPDX-License-Identifier: Apache-2.0
"""Where cases, their entries and the links between them stand in a picture: layers, no chance, no script.

Each case is a card with its entries as rows. Cards of one component stand in three columns by their distance from its
most linked card, to and fro (0, 1, 2, 1, 0 …): a link joins cards of one column or of neighbouring ones, so it runs in
the gutter between columns and never behind a card. The same input gives the same picture, whatever its order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CARD, GUTTER, HEAD, ROW, GAP, EDGE = 260.0, 130.0, 30.0, 26.0, 22.0, 8.0
COLUMNS = (0, 1, 2, 1)
WIDTH = 3 * CARD + 2 * GUTTER + 2 * EDGE


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a row of its card, at `y`, its middle."""

    id: str
    y: float


@dataclass(frozen=True, slots=True)
class Card:
    """A case with the rows of its entries; `x` is the distance from where reading starts."""

    id: str
    x: float
    y: float
    height: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A link from one row to another: start, two points that bend it, end."""

    place: int
    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, `height` high and `WIDTH` wide."""

    cards: tuple[Card, ...]
    curves: tuple[Curve, ...]
    height: float


def drawn(cards: Iterable[tuple[str, Sequence[str]]], links: Sequence[tuple[str, str]]) -> Picture:
    """Return the picture of (card, its entries) and links as pairs of entries; a curve names the place of its link."""
    held = {card: tuple(entries) for card, entries in cards}
    home = {entry: card for card, entries in held.items() for entry in entries}
    near: dict[str, set[str]] = {card: set() for card in held}
    for one, two in links:
        if home[one] != home[two]:
            near[home[one]].add(home[two])
            near[home[two]].add(home[one])
    column = _columns(near)
    placed = _placed(held, column)
    at = {row.id: (card, row) for card in placed for row in card.rows}
    curves = tuple(
        Curve(place, _curve(at[one], at[two], column[home[one]], column[home[two]]))
        for place, (one, two) in enumerate(links)
    )
    return Picture(placed, curves, max((card.y + card.height for card in placed), default=0.0) + EDGE)


def _columns(near: dict[str, set[str]]) -> dict[str, int]:
    """Return the column of each card, in the order in which cards are placed."""
    found: dict[str, int] = {}
    for root in sorted(near, key=lambda card: (-len(near[card]), card)):
        layer, depth = [root] if root not in found else [], 0
        while layer:
            found |= dict.fromkeys(layer, COLUMNS[depth % len(COLUMNS)])
            layer = sorted({card for one in layer for card in near[one]} - found.keys())
            depth += 1
    return found


def _placed(held: dict[str, tuple[str, ...]], column: dict[str, int]) -> tuple[Card, ...]:
    free: defaultdict[int, float] = defaultdict(lambda: EDGE)
    made = []
    for card, place in column.items():
        x, y = EDGE + place * (CARD + GUTTER), free[place]
        rows = tuple(Row(entry, y + HEAD + ROW * (number + 0.5)) for number, entry in enumerate(held[card]))
        height = HEAD + ROW * len(rows) + 4
        made.append(Card(card, x, y, height, rows))
        free[place] = y + height + GAP
    return tuple(made)


def _curve(
    one: tuple[Card, Row], two: tuple[Card, Row], left: int, right: int
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]:
    if left > right:
        one, two, left, right = two, one, right, left
    (card, row), (other, end) = one, two
    if left != right:
        start, stop = card.x + CARD, other.x
        bend = (stop - start) / 2
        return (start, row.y), (start + bend, row.y), (stop - bend, end.y), (stop, end.y)
    # In one column the link leaves and comes back on one side: the gutter.
    side = -1.0 if left == 2 else 1.0
    edge = card.x if left == 2 else card.x + CARD
    out = edge + side * min(GUTTER * 0.9, 30 + abs(end.y - row.y) / 4)
    return (edge, row.y), (out, row.y), (out, end.y), (edge, end.y)


def fitted(text: str, room: float, size: float = 13.0) -> str:
    """Return the text, cut with an ellipsis where it is likely wider than `room`."""
    most = int(room / (size * 0.6))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def mirrored(x: float, wide: float = 0.0) -> float:
    """Return the place of a thing `wide` wide when reading starts at the right."""
    return WIDTH - x - wide
