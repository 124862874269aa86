# SPDX-License-Identifier: Apache-2.0
"""Why two parts are read as one name: letter by letter, for a person who has to sign under it.

A note has a code, so a room above can say it in another language, and an English sentence of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.names.alignment import path
from comity.names.words import Element

PLAIN = 0.2
_SENTENCES = {
    "letters": "{one} = {two}",
    "differs": "{one} is not {two}",
    "missing": "{one} has no counterpart",
    "unwritten": "{one}: short vowel, not written in the Arabic script",
    "known": "both spell {one}",
    "apart": "{one} and {two} are different names",
    "ending": "-{one} and -{two}: endings of one family name",
    "relation": "{one} = {two} = {three}",
    "joined": "written as one word on one side",
    "initial": "initial {one} for {two}",
    "servant": "Abd al- left out on one side",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One reason: its code and what it is about. `text` is the English sentence."""

    code: str
    one: str = ""
    two: str = ""
    three: str = ""

    @property
    def text(self) -> str:
        """Return the note as an English sentence."""
        return _SENTENCES[self.code].format(one=self.one, two=self.two, three=self.three)


def notes_between(one: Element, two: Element) -> tuple[Note, ...]:
    """Return the notes on two elements: the known name, the ending, then each correspondence of letters once."""
    found = []
    if one.lexeme and one.lexeme == two.lexeme:
        found.append(Note("known", one.lexeme.removesuffix("+")))
    elif one.lexeme and two.lexeme and bool(one.ending) == bool(two.ending):
        found.append(Note("apart", one.lexeme.removesuffix("+"), two.lexeme.removesuffix("+")))
    if one.ending != two.ending and one.ending and two.ending:
        found.append(Note("ending", _tail(one), _tail(two)))
    return tuple(dict.fromkeys([*found, *_letters(one, two)]))


def _letters(one: Element, two: Element) -> list[Note]:
    steps = path(one.units, two.units, one.drops[two.is_abjad], two.drops[one.is_abjad])
    left, right = one.pieces, two.pieces
    found = []
    for i, j, cost in steps:
        a = left[i][0] if i >= 0 else ""
        b = right[j][0] if j >= 0 else ""
        if a == b:
            continue
        if i >= 0 and j >= 0:
            if a and b:
                found.append(Note("letters" if cost <= PLAIN else "differs", a, b))
        elif cost < PLAIN and (two.is_abjad if i >= 0 else one.is_abjad):
            found.append(Note("unwritten", a or b))
        elif cost >= PLAIN:
            found.append(Note("missing", a or b))
    return found


def _tail(part: Element) -> str:
    return "".join(letters for letters, _ in part.pieces[part.stem :])
