# SPDX-License-Identifier: Apache-2.0
"""One person under several spellings: ASYLOV and ASSYLOV, YULDASHEV and YULDOSHEV, ŞAHİN and SAHİN.

Two names of one State are one person from `SAME` on; from `MAYBE` to `SAME` a person decides. Names of two States are
never one. What is alike in a chain is one group: A and B, B and C.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from comity.drafting.rules.importing.shape import Group, Mention
from comity.names import score

SAME = 0.9
"""From this probability on two spellings are taken for one person."""
MAYBE = 0.4
"""From this probability on a person is asked whether they are."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The groups of mentions that are one person each, and the pairs somebody has to decide on."""

    groups: tuple[Group, ...]
    unsure: tuple[tuple[Mention, Mention, float], ...]


def recognise(people: Sequence[Mention], *, same: float = SAME, maybe: float = MAYBE) -> Recognised:
    """Return who is who among the people named, in the order they are first named.

    `same` and `maybe` are probabilities between 0 and 1. Pairs within one group are never asked about.
    """
    leader = list(range(len(people)))
    asked: list[tuple[int, int, float]] = []
    for one, two in combinations(range(len(people)), 2):
        alike = _alike(people[one], people[two])
        if alike >= same:
            old, new = leader[two], leader[one]
            leader = [new if at == old else at for at in leader]
        elif alike >= maybe:
            asked.append((one, two, alike))
    groups = [_group([people[i] for i, at in enumerate(leader) if at == first]) for first in dict.fromkeys(leader)]
    unsure = tuple((people[a], people[b], alike) for a, b, alike in asked if leader[a] != leader[b])
    return Recognised(tuple(groups), unsure)


def _alike(one: Mention, two: Mention) -> float:
    if one.state and two.state and one.state != two.state:
        return 0.0
    return 1.0 if one.name == two.name else score(one.name, two.name)


def _group(mentions: list[Mention]) -> Group:
    spellings = tuple(dict.fromkeys(one.name for one in mentions))
    state = next((one.state for one in mentions if one.state), "")
    return Group(mentions[0].name, state, spellings, tuple(mentions))
