# SPDX-License-Identifier: Apache-2.0
"""The graph of links as a picture: what the template writes as SVG, mirrored where reading starts at the right."""

from __future__ import annotations

from dataclasses import dataclass

from comity.register.queries.graph import Edge, Graph
from comity.register.queries.shapes import EntryRow
from comity.register.rules import drawing
from comity.register.rules.linking import Kind

_NAMES = {Kind.NAME, Kind.NAME_AND_BIRTH}
_INSET = 14.0


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place, cut to their room, and the whole of them."""

    x: float
    y: float
    shown: str
    whole: str
    id: str
    is_centre: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A case: its frame, its reference, its entries."""

    x: float
    y: float
    height: float
    title: Label
    rows: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A link: the path it takes, how thick (1 to 3), whether only names speak for it."""

    path: str
    weight: int
    is_of_names: bool
    edge: Edge


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture."""

    width: float
    height: float
    card: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def picture(graph: Graph, *, rtl: bool, centre: str = "") -> Shown:
    """Return the picture of a graph; `centre` is the case or entry it was asked around."""
    rows = {row.id: row for row in graph.entries}
    cards: dict[str, list[str]] = {}
    for row in graph.entries:
        cards.setdefault(row.case_id, []).append(row.id)
    made = drawing.drawn(cards.items(), [(edge.one.id, edge.two.id) for edge in graph.edges])
    boxes = tuple(_box(card, rows, rtl=rtl, centre=centre) for card in made.cards)
    lines = tuple(_line(curve, graph.edges[curve.place], rtl=rtl) for curve in made.curves)
    return Shown(drawing.WIDTH, made.height, drawing.CARD, boxes, lines)


def _box(card: drawing.Card, rows: dict[str, EntryRow], *, rtl: bool, centre: str) -> Box:
    x = drawing.mirrored(card.x + _INSET) if rtl else card.x + _INSET
    room = drawing.CARD - 2 * _INSET
    reference = rows[card.rows[0].id].case_reference
    title = Label(x, card.y + 20, drawing.fitted(reference, room), reference, card.id, card.id == centre != "")
    labels = tuple(
        Label(
            x, row.y + 4.5, drawing.fitted(rows[row.id].caption, room), rows[row.id].caption, row.id, row.id == centre
        )
        for row in card.rows
    )
    left = drawing.mirrored(card.x, drawing.CARD) if rtl else card.x
    return Box(left, card.y, card.height, title, labels)


def _line(curve: drawing.Curve, edge: Edge, *, rtl: bool) -> Line:
    points = [(drawing.mirrored(x) if rtl else x, y) for x, y in curve.points]
    (x, y), *rest = points
    path = f"M{x:.1f} {y:.1f}C" + " ".join(f"{a:.1f} {b:.1f}" for a, b in rest)
    weight = 3 if edge.strength >= 0.9 else 2 if edge.strength >= 0.7 else 1
    return Line(path, weight, all(reason.kind in _NAMES for reason in edge.reasons), edge)
