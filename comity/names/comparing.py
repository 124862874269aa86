# SPDX-License-Identifier: Apache-2.0
"""Two names → how probable it is that one person bears both, and why.

Only the names count: dates, places and documents are evidence of their own and are never folded into this figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.names.evidence import measured
from comity.names.explaining import Note, notes_between
from comity.names.judging import probability
from comity.names.pairing import Pairing, pairings
from comity.names.parsing import INITIAL, RELATION, Name, Part, parsed

SAME = 0.05
ALIKE = 0.2


@dataclass(frozen=True, slots=True)
class Alignment:
    """Parts of both names that answer each other, or a part that stands alone (the other side is empty).

    `likeness` is 1 for the same sounds and 0 for nothing in common; a part alone has 0.
    """

    one: tuple[str, ...]
    two: tuple[str, ...]
    kind: str
    likeness: float
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The probability, 0…1, and the alignments: every part of both names is in exactly one."""

    score: float
    alignments: tuple[Alignment, ...]

    def lines(self) -> list[str]:
        """Return the explanation as English lines, one per alignment."""
        made = []
        for found in self.alignments:
            sides = " = ".join(" + ".join(side) for side in (found.one, found.two) if side)
            notes = "; ".join(note.text for note in found.notes)
            made.append(f"{sides}: {found.kind}{f' ({notes})' if notes else ''}")
        return made


def score(a: str, b: str) -> float:
    """Return the probability, 0…1, that one person bears both names; 0.0 when either text holds no name. Symmetric."""
    return score_parsed(parsed(a), parsed(b))


def score_parsed(a: Name, b: Name) -> float:
    """Return the same for names that are parsed already."""
    one, two = (a, b) if a.raw <= b.raw else (b, a)
    pairs = pairings(one, two)
    return probability(measured(one, two, pairs)) if pairs else 0.0


def compare(a: str, b: str) -> Comparison:
    """Return the probability with an explanation for each part. Sides keep the order of the call."""
    left, right = parsed(a), parsed(b)
    is_swapped = b < a
    pairs = pairings(right, left) if is_swapped else pairings(left, right)
    found = [_explained(left, right, pair, is_swapped=is_swapped) for pair in pairs]
    used = {part for pair in pairs for part in _parts(left, right, pair, is_swapped=is_swapped)}
    rest = [part for part in left.parts if part not in used], [part for part in right.parts if part not in used]
    return Comparison(score_parsed(left, right), (*found, *_unpaired(*rest)))


def _parts(left: Name, right: Name, pair: Pairing, *, is_swapped: bool) -> list[Part]:
    mine, yours = (pair.two, pair.one) if is_swapped else (pair.one, pair.two)
    return [left.core[place] for place in mine] + [right.core[place] for place in yours]


def _explained(left: Name, right: Name, pair: Pairing, *, is_swapped: bool) -> Alignment:
    mine, yours = (pair.two, pair.one) if is_swapped else (pair.one, pair.two)
    ones, twos = [left.core[n] for n in mine], [right.core[n] for n in yours]
    notes: tuple[Note, ...]
    if INITIAL in {ones[0].kind, twos[0].kind}:
        short, full = (ones[0], twos[0]) if ones[0].kind == INITIAL else (twos[0], ones[0])
        kind, notes = "initial", (Note("initial", short.shown, full.shown),)
    elif len(ones) + len(twos) > 2:
        kind, notes = "joined", (Note("joined"),)
    else:
        kind = "same" if pair.cost < SAME else "alike" if pair.cost < ALIKE else "doubtful"
        notes = notes_between(ones[0].element, twos[0].element)
    return Alignment(
        tuple(p.shown for p in ones), tuple(p.shown for p in twos), kind, round(max(0.0, 1 - pair.cost), 3), notes
    )


def _unpaired(left: list[Part], right: list[Part]) -> list[Alignment]:
    """Return what is left: relations and titles of one meaning side by side, everything else alone."""
    found = []
    spare = list(right)
    for part in left:
        other = next((b for b in spare if b.kind == part.kind and _means_the_same(part, b)), None)
        if other is None:
            found.append(Alignment((part.shown,), (), f"{part.kind} alone", 0.0, ()))
            continue
        spare.remove(other)
        found.append(Alignment((part.shown,), (other.shown,), part.kind, 1.0, _meaning(part, other)))
    return [*found, *(Alignment((), (part.shown,), f"{part.kind} alone", 0.0, ()) for part in spare)]


def _means_the_same(one: Part, two: Part) -> bool:
    if one.kind == RELATION:
        return one.marks == two.marks
    return one.element is two.element


def _meaning(one: Part, two: Part) -> tuple[Note, ...]:
    if one.kind != RELATION or one.shown == two.shown:
        return ()
    return (Note("relation", one.shown, two.shown, f"{min(one.marks)} of"),)
