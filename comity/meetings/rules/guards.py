# SPDX-License-Identifier: Apache-2.0
"""What the convening rules say of an act about to be taken: findings that block, and findings that only warn.

A rule the body laid down blocks and is named with its paragraph; practice, memory and what no rule fixes only warn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from comity.base.errors import Refused
from comity.meetings.rules import composition, law, majority
from comity.meetings.rules.composition import Standing
from comity.meetings.rules.convening import Kind
from comity.meetings.rules.due import Due
from comity.reference.schema import Composition, ConveningRule, Rules


class RuleForbids(Refused):
    """A convening rule of the body forbids the act; the sentence names rule and paragraph."""

    code = "rule-forbids"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a meeting when an act is taken."""

    kind: Kind
    on: date
    members: int = 0
    approvals: int = 0
    start: date | None = None
    agenda_adopted: bool = False
    experts_adopted: bool = False
    date_agreed_by: frozenset[str] = frozenset()
    roll_called: bool = False
    present: int = 0
    open_votes: int = 0
    next_host: bool = False
    host: str = ""
    expected_host: str = ""
    due: Due | None = None
    group: Composition | None = None
    group_standing: Standing = field(default_factory=lambda: Standing((), ()))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: `blocks` or warns; `rule` is None for what no rule of the body fixes."""

    key: str
    sentence: str
    blocks: bool
    rule: ConveningRule | None = None

    @property
    def paragraph(self) -> str:
        """Return where the rule stands, or that it is practice."""
        if self.rule is None:
            return "procedure"
        if self.rule.force == "practice":
            return "practice, configurable"
        return f"{self.rule.clause}, {self.rule.source}"


def findings(act: str, facts: Facts, rules: Rules) -> tuple[Finding, ...]:
    """Return everything the rules say of an act."""
    return tuple(finding for guard in _GUARDS.get(act, ()) for finding in guard(facts, rules))


def require(act: str, facts: Facts, rules: Rules) -> tuple[Finding, ...]:
    """Return the warnings of an act; raise `RuleForbids` at the first finding that blocks."""
    found = findings(act, facts, rules)
    for item in found:
        if item.blocks:
            rule = f" The rule: {item.rule.text} ({item.paragraph})" if item.rule else ""
            raise RuleForbids(item.sentence + rule, rule=item.key)
    return found


def has_quorum(facts: Facts, rules: Rules) -> bool | None:
    """Say whether the quorum is there; None where no rule of a quorum is known."""
    if rules.quorum is None:
        return None
    return majority.has_quorum(rules.quorum.share, members=facts.members, present=facts.present)


def approvals_needed(facts: Facts, rules: Rules) -> int | None:
    """Return how many members must approve an extraordinary session; None where the body knows no such session."""
    rule = rules.extraordinary
    return majority.needed(rule.approval, facts.members) if rule else None


def _extraordinary(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind is not Kind.EXTRAORDINARY:
        return
    least = approvals_needed(facts, rules)
    if least is None:
        yield Finding("extraordinary", "The body has laid down no extraordinary sessions.", False)
    elif facts.approvals < least:
        sentence = (
            f"{facts.approvals} members have approved the extraordinary session; {least} of {facts.members} must."
        )
        yield Finding("extraordinary", sentence, law.blocks(rules.extraordinary), rules.extraordinary)


def _experts(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind not in {Kind.CONFERENCE, Kind.EXTRAORDINARY}:
        return
    if rules.expert_meeting and not facts.experts_adopted:
        # The rule speaks of each Conference; an urgent extraordinary session is only reminded of it.
        is_rule = law.blocks(rules.expert_meeting) and facts.kind is Kind.CONFERENCE
        yield Finding(
            "expert_meeting", "The expert meeting before it has not adopted an agenda.", is_rule, rules.expert_meeting
        )
    elif not facts.agenda_adopted and not facts.experts_adopted:
        yield Finding("agenda", "No agenda is adopted.", False)


def _own_agenda(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.CONFERENCE and rules.expert_meeting and not facts.experts_adopted:
        sentence = "The agenda of this meeting is elaborated by the expert meeting before it."
        yield Finding("expert_meeting", sentence, law.blocks(rules.expert_meeting), rules.expert_meeting)


def _date(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if (
        rules.date
        and facts.kind in {Kind.CONFERENCE, Kind.EXTRAORDINARY}
        and not {"secretariat", "host"} <= facts.date_agreed_by
    ):
        sentence = "One side proposes the date and the other agrees: host and Secretariat agree it together."
        yield Finding("date", sentence, law.blocks(rules.date), rules.date)
    if facts.due and facts.start and facts.start > facts.due.by and facts.kind is Kind.CONFERENCE:
        yield Finding("rhythm", f"The meeting is due by {facts.due.by.isoformat()}.", False, facts.due.rule)


def _host(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if rules.host and rules.host.by == "rotation" and facts.expected_host and facts.host != facts.expected_host:
        sentence = f"By rotation {facts.expected_host} hosts next."
        yield Finding("host", sentence, law.blocks(rules.host), rules.host)


def _day(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.start and facts.on < facts.start:
        yield Finding("day", f"The meeting is called for {facts.start.isoformat()}.", False)


def _quorum(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.GROUP:
        return
    if not facts.roll_called:
        yield Finding("roll", "Call the roll first: who is present decides who votes.", True)
    elif has_quorum(facts, rules) is False:
        sentence = f"There is no quorum: {facts.present} of {facts.members} members are present."
        yield Finding("quorum", sentence, law.blocks(rules.quorum), rules.quorum)


def _group(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.GROUP and facts.group and not facts.group_standing.is_complete:
        sentence = composition.sentence(facts.group_standing)
        yield Finding("composition", sentence, law.blocks(facts.group), facts.group)


def _votes(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.open_votes:
        yield Finding("votes", "A vote is still open. Close it first.", True)


def _next(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.CONFERENCE and not facts.next_host:
        yield Finding("next_host", "The meeting has not named the next host.", False)


def _late(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if rules.circulation and facts.start and (facts.start - facts.on).days < rules.circulation.days_before:
        sentence = (
            f"Documents are circulated {rules.circulation.days_before} days before the meeting; this one is late."
        )
        yield Finding("circulation", sentence, law.blocks(rules.circulation), rules.circulation)


_Guard = Callable[[Facts, Rules], Iterator[Finding]]
_GUARDS: dict[str, tuple[_Guard, ...]] = {
    "welcome": (_host,),
    "agree_date": (_date,),
    "propose_item": (_own_agenda,),
    "adopt_agenda": (_own_agenda, _group),
    "circulate": (_late,),
    "open": (_extraordinary, _experts, _day),
    "open_vote": (_quorum, _group),
    "decide": (_quorum, _group),
    "close": (_votes, _next),
}
