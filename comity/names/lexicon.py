# SPDX-License-Identifier: Apache-2.0
"""Which given name of the region a word is: the listed spelling, else the entry whose sounds it is plainly nearest to.

Keeps look-alikes apart: Hasan and Husayn, Rashid and Rashad, Mahmud and Muhammad are different entries.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from comity.names.alignment import Units, distance
from comity.names.letters import fold, script_of
from comity.names.sounds import pieces
from comity.names.tables import tables

NEAR = 0.07
MARGIN = 0.03
SHORTEST = 4
FAR = NEAR + MARGIN
_Reading = tuple[str, Units, tuple[float, ...]]
_CLASS = str.maketrans("bptdkgqGjZsTCzDnN", "bbttkkkkjjssszznn", "hxvwy'aAeEiIoOuU")
_RANKS = {"everywhere": 0.62, "turkic": 0.8, "persian": 0.8, "women": 0.75, "slavic_and_world": 0.75}
_FIRST = ((1, 0.28), (8, 0.42), (40, 0.52))


@lru_cache(maxsize=1)
def spellings_listed() -> dict[str, str]:
    """Return folded spelling → id for every spelling of the lexicon; a spelling of two names is left out."""
    found: dict[str, str] = {}
    twice = set()
    for _, name, arabic, more in _entries():
        for spelling in dict.fromkeys(fold(word) for word in (name, *arabic.split(), *more.split())):
            if found.setdefault(spelling, name) != name:
                twice.add(spelling)
    return {spelling: name for spelling, name in found.items() if spelling not in twice or spelling == name}


@lru_cache(maxsize=1)
def ranks() -> dict[str, float]:
    """Return id → how much a match of this name says, below 1: the more common the less."""
    made: dict[str, float] = {}
    for place, (group, name, _, _) in enumerate(_entries()):
        first = next((rank for limit, rank in _FIRST if place < limit), None)
        made[name] = first if first is not None and group == "everywhere" else _RANKS.get(group, 0.8)
    return made


@lru_cache(maxsize=32768)
def lexeme(word: str, script: str, *, turkic: bool = False) -> str:
    """Return the id of the name a folded word writes, or an empty string."""
    listed = spellings_listed().get(word)
    if listed is not None:
        return listed
    return nearest(word, script, turkic=turkic)


@lru_cache(maxsize=32768)
def nearest(word: str, script: str, *, turkic: bool = False) -> str:
    """Return the id of the entry a word is plainly nearest to by sound, or an empty string; short words have none."""
    if len(word) < SHORTEST:
        return ""
    read = tuple([unit for _, unit in pieces(word, script, turkic=turkic)])
    is_abjad = script == "arabic"
    if min(read, default=-1) < 0:
        return ""
    classes = _classes()
    candidates = _by_class().get((is_abjad, "".join([classes[unit] for unit in read])))
    if not candidates:
        return ""
    best, second, chosen = 9.0, 9.0, ""
    drops = tables().drop[is_abjad]
    one = tuple([drops[u] for u in read])
    for name, units, two in candidates:
        mass = max(2.0, (len(units) + len(read)) / 2)
        cost = distance(read, units, one, two, mass * FAR) / mass
        if cost < best:
            if name != chosen:
                second = best
            best, chosen = cost, name
        elif cost < second and name != chosen:
            second = cost
    return chosen if best <= NEAR and second - best >= MARGIN else ""


def plainly_apart(one: str, two: str) -> bool:
    """Return whether two ids are names one person does not bear in turn."""
    if not one or not two or one == two:
        return False
    return frozenset((one.rstrip("+"), two.rstrip("+"))) not in tables().soft


def skeleton(units: Units) -> str:
    """Return the first consonant reading of each unit that may be one."""
    table = tables()
    return "".join(chr(-u) if u < 0 else table.units[u][0] for u in units if u < 0 or table.kinds[u] in "CG")


@lru_cache(maxsize=1)
def _classes() -> tuple[str, ...]:
    """Return the letter of each unit's class of consonants; empty for what is none."""
    return tuple([skeleton((unit,)).translate(_CLASS) for unit in range(len(tables().units))])


def _entries() -> list[tuple[str, str, str, str]]:
    return [(g, n.strip(), a, m) for g, n, a, m in tables().lexicon]


@lru_cache(maxsize=1)
def _by_class() -> dict[tuple[bool, str], list[_Reading]]:
    """Return the readings of all entries by script (an abjad or not) and class of consonants."""
    made: dict[tuple[bool, str], list[_Reading]] = defaultdict(list)
    drops = tables().drop
    for _, name, arabic, _more in _entries():
        for spelling in (name, *(fold(word) for word in arabic.split())):
            is_abjad = script_of(spelling) == "arabic"
            read = tuple(unit for _, unit in pieces(spelling, script_of(spelling)))
            key = is_abjad, skeleton(read).translate(_CLASS)
            made[key].append((name, read, tuple(drops[is_abjad][u] for u in read)))
    return dict(made)
