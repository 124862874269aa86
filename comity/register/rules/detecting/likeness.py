# SPDX-License-Identifier: Apache-2.0
"""Likeness: a name nobody has seen that looks like one that is known, so that it is likely the same shop again.

Domains and handles are compared by skeleton (confusable letters), by one edit, and by the number at their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from comity.register.rules.detecting import normalising
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.detecting.links import registrable

COMPARED = frozenset({Kind.DOMAIN, Kind.URL, Kind.ACCOUNT, Kind.BOT})
_SHORTEST_EDITED = 6
_SHORTEST_STEM = 5
_TAIL = re.compile(r"[0-9_.-]+$|^(?:new|real|the|official)[_.-]?|[_.-]?(?:new|real|official|shop|reserve|backup)$")


@dataclass(frozen=True, slots=True)
class Alike:
    """The known name a new one looks like, and how."""

    known: str
    how: str
    score: float


@dataclass(slots=True)
class Names:
    """Known names, ready to be compared with."""

    same: dict[str, str] = field(default_factory=dict)
    edited: dict[str, str] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)

    def alike(self, kind: Kind, value: str) -> Alike | None:
        """Return the known name that a name looks like, or None when it is itself known or like none."""
        label, group = _label(kind, value)
        skeleton = normalising.skeleton(label)
        shown = _shown(value)
        for table, how, score, forms in (
            (self.same, "looks-like", 0.95, (skeleton,)),
            (self.stems, "same-stem", 0.8, (_stem(label),)),
            (self.edited, "one-letter-off", 0.85, tuple(_cut(skeleton))),
        ):
            for form in forms:
                known = table.get(f"{group}:{form}", "")
                if known and known != shown:
                    return Alike(known, how, score)
        return None


def names(known: Iterable[tuple[Kind, str]]) -> Names:
    """Return known domains and handles ready to be compared with."""
    made = Names()
    for kind, value in known:
        if kind not in COMPARED:
            continue
        label, group = _label(kind, value)
        skeleton, shown = normalising.skeleton(label), _shown(value)
        made.same.setdefault(f"{group}:{skeleton}", shown)
        for form in _cut(skeleton):
            made.edited.setdefault(f"{group}:{form}", shown)
        stem = _stem(label)
        if stem:
            made.stems.setdefault(f"{group}:{stem}", shown)
    return made


def _label(kind: Kind, value: str) -> tuple[str, str]:
    """Return what is compared of a name, and with which others: domains with domains, handles with handles."""
    if kind in {Kind.ACCOUNT, Kind.BOT}:
        return value.partition(":")[2], "handle"
    host = re.sub(r"^https?://", "", value).split("/")[0].split(":")[0]
    own = registrable(host)
    label = own.split(".")[0]
    if label.startswith("xn--"):
        label = label.encode().decode("idna")
    return label, "domain"


def _shown(value: str) -> str:
    return registrable(re.sub(r"^https?://", "", value).split("/")[0]) if "." in value and "://" in value else value


def _stem(label: str) -> str:
    """Return a name without numbers and everyday words at its ends, as long as enough of it is left."""
    stem = label.casefold()
    for _ in range(3):
        shorter = _TAIL.sub("", stem)
        stem = shorter if len(shorter) >= _SHORTEST_STEM else stem
    return stem if len(stem) >= _SHORTEST_STEM else ""


def _cut(skeleton: str) -> Iterator[str]:
    """Yield a skeleton and every form of it with one letter less: two names one edit apart share one of them."""
    if len(skeleton) < _SHORTEST_EDITED:
        return
    yield skeleton
    for place in range(len(skeleton)):
        yield skeleton[:place] + "*" + skeleton[place + 1 :]
        yield skeleton[:place] + skeleton[place + 1 :]
