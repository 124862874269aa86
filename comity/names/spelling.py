# SPDX-License-Identifier: Apache-2.0
"""Likely spellings of a name in another orthography: for a printed form, and for a second look in a register.

Known names take their listed form; other parts are written sound by sound. From an abjad the short vowels are not
known: a known name restores them, otherwise the spelling is a guess that a person must confirm.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from comity.names.letters import script_of
from comity.names.parsing import INITIAL, RELATION, Part, parsed
from comity.names.sounds import pieces
from comity.names.tables import tables
from comity.names.words import Element

ABJAD = frozenset({"ar", "fa", "ur", "ps"})
MOST = 64
SOFT = frozenset("eyi")
LETTERS = (str.maketrans("يىك", "یی" + "ک"), str.maketrans("یک", "يك"))


def orthographies() -> tuple[str, ...]:
    """Return the codes of the orthographies that can be written: language, with the script where there are two."""
    return tuple(sorted(tables().writing))


def spellings(name: str, orthography: str, most: int = 8) -> tuple[str, ...]:
    """Return up to `most` likely spellings, likeliest first; none for a text without a name.

    Raises `KeyError` for an orthography that is not among `orthographies()`.
    """
    writing = tables().writing[orthography]
    choices = [_part(part, orthography, writing) for part in parsed(name).parts if part.kind != RELATION]
    if not choices:
        return ()
    ranked = sorted(
        islice(product(*(range(len(choice)) for choice in choices)), MOST), key=lambda picks: (sum(picks), picks)
    )
    made = (" ".join(choice[pick] for choice, pick in zip(choices, picks, strict=True)) for picks in ranked)
    return tuple(dict.fromkeys(made))[:most]


def _part(part: Part, orthography: str, writing: dict[str, dict[str, str]]) -> list[str]:
    element = part.element
    lexeme = element.lexeme.removesuffix("+").removeprefix("abd ")
    if orthography in ABJAD and element.lexeme and lexeme == element.lexeme and _listed_in_arabic(lexeme):
        return list(dict.fromkeys(form.translate(LETTERS[orthography == "ar"]) for form in _listed_in_arabic(lexeme)))[
            :2
        ]
    units = element.units
    if element.is_abjad and orthography not in ABJAD:
        units = _vocalised(lexeme, element.units) if element.lexeme == lexeme and lexeme else _guessed(units)
    size = element.stem if element.ending in writing["endings"] and element.stem else len(units)
    size = min(size, len(units))
    doubled = orthography not in ABJAD and units is element.units
    twice = [doubled and len(text) == 2 and text[0] == text[1] for text, _ in element.pieces[:size]] if doubled else []
    bodies = _letters([_sound(unit) for unit in units[:size]], writing["letters"], twice)
    ends = _ends(element, size, writing["endings"]) if size < len(units) else [""]
    made = [body + end for end in ends for body in bodies]
    return [text if part.kind != INITIAL else f"{text[:1].upper()}." for text in map(_capital, made)]


def _ends(element: Element, size: int, endings: dict[str, str]) -> list[str]:
    """Return the spellings of a family-name ending; -ev where the source has it, -yev first after a vowel."""
    table = tables()
    is_soft = size < len(element.units) and element.units[size] >= 0 and table.units[element.units[size]][0] in SOFT
    kind = {"ov": "ev", "ova": "eva"}.get(element.ending) if is_soft else None
    found = endings[kind or element.ending].split()
    after_vowel = (
        0 < size <= len(element.units) and element.units[size - 1] >= 0 and table.kinds[element.units[size - 1]] == "V"
    )
    return found[::-1] if after_vowel else found


def _letters(sounds: list[str], table: dict[str, str], twice: list[bool]) -> list[str]:
    """Return the usual letters, then each spelling that takes the second choice for one sound."""
    choices = [table.get(sound, sound).replace("-", "").split(" ") for sound in sounds]
    for place, is_double in enumerate(twice):
        if is_double and len(choices[place][0]) == 1:
            choices[place] = [letter * 2 for letter in choices[place]]
    first = [choice[0] for choice in choices]
    made = ["".join(first)]
    for place, choice in enumerate(choices):
        made += ["".join([*first[:place], other, *first[place + 1 :]]) for other in choice[1:]]
    return [text for text in dict.fromkeys(made) if text][:4] or [""]


def _sound(unit: int) -> str:
    if unit < 0:
        return chr(-unit)
    name = tables().units[unit]
    return "-" if (name.endswith("?") and name[0] not in "aeioulE") or name == "#" else name[0].replace("@", "a")


def _vocalised(lexeme: str, units: tuple[int, ...]) -> tuple[int, ...]:
    """Return the sounds of a known name, article in front if it had one."""
    read = tuple(unit for _, unit in pieces(lexeme, script_of(lexeme)))
    return (units[0], *read) if tables().units[units[0]] == "#" else read


def _guessed(units: tuple[int, ...]) -> tuple[int, ...]:
    """Return units with an "a" between two consonants that follow each other without a vowel."""
    table = tables()
    made: list[int] = []
    for unit in units:
        if made and unit >= 0 and made[-1] >= 0 and table.kinds[unit] == table.kinds[made[-1]] == "C":
            made.append(table.number["a"])
        made.append(unit)
    return tuple(made)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=4096)
def _listed_in_arabic(lexeme: str) -> tuple[str, ...]:
    return next((tuple(arabic.split()) for _, name, arabic, _ in tables().lexicon if name == lexeme), ())
