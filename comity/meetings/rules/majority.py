# SPDX-License-Identifier: Apache-2.0
"""Majorities and quorums in whole numbers: no fraction is ever rounded, no observer ever counted.

The bases a rule may name: `members` (all members of the body on the day), `present` (members at the roll call, and
those a present member votes for), `present-and-voting` (votes for and against; who abstains does not vote),
`votes-cast` (for, against and abstentions). Nothing is adopted without at least one vote for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Invalid
from comity.reference.schema import Share


class Choice(StrEnum):
    """What a State can say in a vote."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Count:
    """How many members there are, how many are present or represented, and how they voted."""

    members: int
    present: int
    yes: int
    no: int
    abstain: int

    @property
    def silent(self) -> int:
        """Return how many present or represented members did not vote at all."""
        return self.present - self.yes - self.no - self.abstain


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome with its arithmetic: `needed` of `base` had to be for it."""

    is_adopted: bool
    count: Count
    base: int
    needed: int
    basis: str
    numerator: int
    denominator: int
    more_than: bool
    by_consensus: bool = False

    @property
    def arithmetic(self) -> str:
        """Return the sum as it is checked by hand, such as `2/3 × 5 = 10/3 → 4`."""
        if self.by_consensus:
            return f"0 = {self.count.no}" if self.is_adopted else f"0 < {self.count.no}"
        return f"{self.numerator}/{self.denominator} × {self.base} = {self.product} → {self.needed}"

    @property
    def product(self) -> str:
        """Return the share of the base, exactly: a whole number, or a fraction over the denominator."""
        whole, rest = divmod(self.numerator * self.base, self.denominator)
        return str(whole) if not rest else f"{self.numerator * self.base}/{self.denominator}"


def checked(count: Count) -> Count:
    """Return the count; raise `Invalid` when it cannot be: more votes than voters, more present than members."""
    if min(count.members, count.present, count.yes, count.no, count.abstain) < 0:
        raise Invalid("A number of votes cannot be negative.")
    if count.present > count.members or count.silent < 0:
        raise Invalid("There are more votes than members present, or more present than members.")
    return count


def base_of(basis: str, count: Count) -> int:
    """Return the number a share is taken of."""
    return {
        "members": count.members,
        "present": count.present,
        "present-and-voting": count.yes + count.no,
        "votes-cast": count.yes + count.no + count.abstain,
    }[basis]


def needed(share: Share, base: int) -> int:
    """Return the smallest number that reaches the share of `base`: at least it, or more than it; never less than 1."""
    product = share.numerator * base
    least = product // share.denominator + 1 if share.more_than else -(-product // share.denominator)
    return max(least, 1)


def decided(share: Share, count: Count) -> Result:
    """Return the outcome of a vote under a share; raise `Invalid` for a count that cannot be."""
    count = checked(count)
    base = base_of(share.of, count)
    least = needed(share, base)
    return Result(
        count.yes >= least, count, base, least, share.of, share.numerator, share.denominator, share.more_than
    )  # fmt: skip


def agreed(count: Count) -> Result:
    """Return the outcome of a question of consensus: somebody is present and nobody objects."""
    count = checked(count)
    return Result(count.no == 0 and count.present > 0, count, count.present, 0, "present", 0, 1, False, True)


def has_quorum(share: Share, *, members: int, present: int) -> bool:
    """Say whether enough members are present; a body without members never has a quorum."""
    return present >= needed(share, members)
