# SPDX-License-Identifier: Apache-2.0
"""Who has to sit in an expert group and who is missing, such as one expert from each Party and the Secretariat.

Source of the pattern: Ankara declaration (2023), art. 6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.reference.schema import Composition

SECRETARIAT = "SECRETARIAT"


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is missing and who is too many, by State; the Secretariat counts as `SECRETARIAT`."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Say whether the rule is met exactly."""
        return not self.missing and not self.surplus


def standing(rule: Composition | None, *, parties: Iterable[str], seats: Iterable[str]) -> Standing:
    """Return who is missing; without a rule nobody is. `seats` holds the State of every expert, once per expert."""
    if rule is None:
        return Standing((), ())
    held = list(seats)
    wanted = dict.fromkeys(sorted(set(parties)), rule.per_party)
    if rule.secretariat:
        wanted[SECRETARIAT] = 1
    missing = tuple(code for code, number in wanted.items() if held.count(code) < number)
    surplus = tuple(sorted({code for code in held if held.count(code) > wanted.get(code, 0)}))
    return Standing(missing, surplus)
