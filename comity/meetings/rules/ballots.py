# SPDX-License-Identifier: Apache-2.0
"""Who votes for whom: members present for themselves, and absent members through a proxy whose holder is present.

A proxy is given in writing before the vote, by one member to another; there are no chains; who is present votes in
person. Observers and the Secretariat are never in these sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.base.errors import Refused
from comity.base.wording import StateName
from comity.meetings.rules.majority import Choice, Count
from comity.reference.schema import Proxies


class ProxyForbidden(Refused):
    """The body's rules allow no such proxy."""

    code = "proxy-forbidden"


class NotEntitled(Refused):
    """This State has no vote here, or not through this person."""

    code = "not-entitled"
    status = 403


@dataclass(frozen=True, slots=True)
class Proxy:
    """A member's written word that another votes for it."""

    giver: str
    holder: str


def check_proxy(wanted: Proxy, *, given: Iterable[Proxy], members: Iterable[str], rule: Proxies | None) -> None:
    """Raise `ProxyForbidden` unless the rules allow `wanted` beside those already given."""
    known, standing = set(members), tuple(given)
    if rule is None or not rule.allowed:
        raise ProxyForbidden("The rules of the body allow no State to vote for another.")
    if wanted.giver not in known or wanted.holder not in known or wanted.giver == wanted.holder:
        raise ProxyForbidden("A proxy is given by one member State to another.")
    if any(p.giver == wanted.giver for p in standing):
        raise ProxyForbidden("{state} has given its proxy already.", state=StateName(wanted.giver))
    if any(p.giver == wanted.holder or p.holder == wanted.giver for p in standing):
        raise ProxyForbidden("A proxy cannot be passed on: who gives one holds none.")
    if sum(p.holder == wanted.holder for p in standing) >= rule.max_held:
        raise ProxyForbidden(
            "{state} holds as many proxies as the rules allow: {most}.",
            state=StateName(wanted.holder),
            most=rule.max_held,
        )


def entitled(*, members: Iterable[str], present: Iterable[str], proxies: Iterable[Proxy]) -> dict[str, str]:
    """Return each State that has a vote with the State that casts it."""
    here = set(present) & set(members)
    votes = {state: state for state in here}
    votes |= {p.giver: p.holder for p in proxies if p.giver in set(members) - here and p.holder in here}
    return dict(sorted(votes.items()))


def require(state: str, *, by: str, votes: Mapping[str, str]) -> None:
    """Raise `NotEntitled` unless the delegation of `by` casts the vote of `state`."""
    if votes.get(state) != by:
        raise NotEntitled("A delegation casts the vote of its own State, and of one whose written proxy it holds.")


def counted(cast: Mapping[str, Choice], *, members: int, votes: Mapping[str, str]) -> Count:
    """Return the count of what was cast by those entitled."""
    said = [choice for state, choice in cast.items() if state in votes]
    return Count(members, len(votes), said.count(Choice.YES), said.count(Choice.NO), said.count(Choice.ABSTAIN))
