# SPDX-License-Identifier: Apache-2.0
"""Why an act the table allows cannot be taken now: what it acts on is not there, or a rule of the body forbids it.

The page of an act says so instead of showing a form that would only be refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.meetings.rules import convening, guards
from comity.meetings.rules.convening import Who
from comity.meetings.rules.guards import Facts, Finding
from comity.reference.schema import ConveningRule, Rules

SENTENCES: Mapping[str, str] = {
    "no-offer": "No State has offered to host yet.",
    "no-own-offer": "Your State has no offer standing.",
    "no-days": "No days are proposed yet.",
    "experts-called": "The expert meeting is called already.",
    "not-invited": "Your State is not invited.",
    "no-powers": "No delegation has given full powers that wait for acceptance.",
    "no-heads": "No head of delegation is accredited with an account here and full powers in order.",
    "agenda-stands": "The agenda is adopted. It changes only by a decision of the meeting.",
    "agenda-adopted": "The agenda is adopted already.",
    "no-items": "No item of the agenda is proposed yet.",
    "no-proxies": "The rules of the body allow no State to vote for another.",
    "vote-opened": "A proxy is given before a vote is opened.",
    "proxy-given": "Your State has given its proxy already.",
    "vote-open": "Another vote is open. Close it first.",
    "roll-stands": "A vote is running: the roll cannot change under it.",
    "no-vote": "No vote is open.",
    "no-sessions": "The programme has no session yet.",
    "no-tasks": "The group has no task to deliver.",
}
# Acts whose guards judge what stands now; those of the others judge what the form will say.
_JUDGED = frozenset({"propose_item", "adopt_agenda", "open", "open_vote", "decide", "close"})
# What is taken on the page of a meeting beside the table, and the act of the table it is part of.
BESIDE: Mapping[str, str] = {"unschedule": "schedule", "deliver": "decide"}


@dataclass(frozen=True, slots=True)
class Held:
    """What a meeting holds that acts are taken on. `own_*`: of the person's State."""

    offers: int = 0
    own_offer: bool = False
    days: bool = False
    experts_called: bool = False
    own_delegation: bool = False
    waiting_powers: int = 0
    heads: int = 0
    agenda_adopted: bool = False
    items: int = 0
    own_proxy_given: bool = False
    open_votes: int = 0
    sessions: int = 0
    tasks: int = 0


def barred(act: str, *, held: Held, facts: Facts, rules: Rules, who: frozenset[Who]) -> tuple[Finding, ...]:
    """Return why an act cannot be taken now, with the rule it is taken under; empty when it can."""
    found = tuple(Finding(code, SENTENCES[code], True, _rule(act, rules)) for code in _lacking(act, held, rules, who))
    if found or act not in _JUDGED:
        return found
    return tuple(item for item in guards.findings(act, facts, rules) if item.blocks)


def _lacking(act: str, held: Held, rules: Rules, who: frozenset[Who]) -> tuple[str, ...]:
    is_desk = Who.SECRETARIAT in who
    lacks: Mapping[str, tuple[tuple[str, bool], ...]] = {
        "welcome": (("no-offer", not held.offers),),
        "withdraw_offer": (("no-own-offer", not held.own_offer),),
        "agree_date": (("no-days", not held.days),),
        "convene_experts": (("experts-called", held.experts_called),),
        "answer": (("not-invited", not held.own_delegation),),
        "accredit": (("not-invited", not held.own_delegation and not is_desk),),
        "accept_powers": (("no-powers", not held.waiting_powers),),
        "name_signatories": (("no-heads", not held.heads),),
        "propose_item": (("agenda-stands", held.agenda_adopted),),
        "adopt_agenda": (("agenda-adopted", held.agenda_adopted), ("no-items", not held.items)),
        "give_proxy": (
            ("no-proxies", rules.proxies is None or not rules.proxies.allowed),
            ("vote-opened", bool(held.open_votes)),
            ("proxy-given", held.own_proxy_given),
        ),
        "open_vote": (("vote-open", bool(held.open_votes)),),
        "call_roll": (("roll-stands", bool(held.open_votes)),),
        "cast": (("no-vote", not held.open_votes),),
        "close_vote": (("no-vote", not held.open_votes),),
        "unschedule": (("no-sessions", not held.sessions),),
        "deliver": (("no-tasks", not held.tasks),),
    }
    return tuple(code for code, is_so in lacks.get(act, ()) if is_so)[:1]


def _rule(act: str, rules: Rules) -> ConveningRule | None:
    row = convening.BY_ACT.get(BESIDE.get(act, act))
    found = getattr(rules, row.rule, None) if row and row.rule else None
    return found if isinstance(found, ConveningRule) else None
