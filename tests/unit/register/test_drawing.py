# SPDX-License-Identifier: Apache-2.0
"""The picture of links: the same for the same facts, nothing overlaps, links run in the gutters."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from comity.register.rules import drawing
from comity.register.rules.drawing import CARD, WIDTH, drawn, fitted, mirrored

CARDS = st.lists(st.integers(1, 4), min_size=1, max_size=12)


def graph(sizes: list[int], seed: int) -> tuple[list[tuple[str, list[str]]], list[tuple[str, str]]]:
    cards = [(f"c{n:02}", [f"c{n:02}-{row}" for row in range(size)]) for n, size in enumerate(sizes)]
    entries = [entry for _, rows in cards for entry in rows]
    chance = random.Random(seed)
    links = {tuple(sorted(chance.sample(entries, 2))) for _ in range(len(entries))} if len(entries) > 1 else set()
    return cards, sorted(links)


@given(CARDS, st.integers(0, 99))
def test_cards_never_overlap_and_stay_inside(sizes: list[int], seed: int) -> None:
    picture = drawn(*graph(sizes, seed))

    spans: dict[float, list[tuple[float, float]]] = {}
    for card in picture.cards:
        assert card.x >= 0
        assert card.x + CARD <= WIDTH
        assert card.y + card.height <= picture.height
        assert all(card.y < row.y < card.y + card.height for row in card.rows)
        spans.setdefault(card.x, []).append((card.y, card.y + card.height))
    for held in spans.values():
        held.sort()
        assert all(above[1] < below[0] for above, below in pairwise(held))


@given(CARDS, st.integers(0, 99))
def test_links_run_in_the_gutters_from_edge_to_edge(sizes: list[int], seed: int) -> None:
    cards, links = graph(sizes, seed)
    picture = drawn(cards, links)

    lefts = sorted({drawing.EDGE + place * (CARD + drawing.GUTTER) for place in range(3)})
    for curve in picture.curves:
        for x, _y in curve.points:
            assert not any(left < x < left + CARD for left in lefts)


@given(CARDS, st.integers(0, 99), st.randoms())
def test_the_order_of_what_is_given_changes_nothing(sizes: list[int], seed: int, chance: random.Random) -> None:
    cards, links = graph(sizes, seed)
    mixed = list(cards)
    chance.shuffle(mixed)

    assert drawn(mixed, links) == drawn(cards, links)
    assert drawn(cards, [(b, a) for a, b in links]).cards == drawn(cards, links).cards


def test_words_are_cut_to_their_room_and_places_mirror() -> None:
    assert fitted("short", 200) == "short"
    assert fitted("x" * 100, 100).endswith("…")
    assert mirrored(mirrored(10, 5), 5) == 10
    assert drawn([], []).cards == ()
