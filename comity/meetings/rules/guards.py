# SPDX-License-Identifier: Apache-2.0
"""What the convening rules say of an act about to be taken: findings that block, and findings that only warn.

A rule the body laid down blocks and is named with its paragraph; practice, memory and what no rule fixes only warn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from comity.base.errors import Refused
from comity.base.wording import Listing, Sentence, StateName
from comity.meetings.rules import law, majority
from comity.meetings.rules.composition import Standing
from comity.meetings.rules.convening import Kind
from comity.meetings.rules.due import Due
from comity.reference.schema import Composition, ConveningRule, Rules

SENTENCES: Mapping[str, str] = {
    "no-extraordinary": "The body has laid down no extraordinary sessions.",
    "approvals": "%(approvals)s members have approved the extraordinary session; %(least)s of %(members)s must.",
    "no-expert-agenda": "The expert meeting before it has not adopted an agenda.",
    "no-agenda": "No agenda is adopted.",
    "experts-agenda": "The agenda of this meeting is elaborated by the expert meeting before it.",
    "date-alone": "One side proposes the date and the other agrees: host and Secretariat agree it together.",
    "due": "The meeting is due by %(day)s.",
    "rotation": "By rotation %(state)s hosts next.",
    "attendance": "The body does not speak of attendance as %(capacity)s.",
    "early": "The meeting is called for %(day)s.",
    "roll": "Call the roll first: who is present decides who votes.",
    "quorum": "There is no quorum: %(present)s of %(members)s members are present.",
    "votes": "A vote is still open. Close it first.",
    "next-host": "The meeting has not named the next host.",
    "late": "Documents are circulated %(days)s days before the meeting; this one is late.",
    "missing": "The group is not complete. Missing: %(who)s.",
    "surplus": "The group has too many experts from: %(who)s.",
}


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
    experts_called: bool = False
    experts_adopted: bool = False
    date_agreed_by: frozenset[str] = frozenset()
    roll_called: bool = False
    present: int = 0
    open_votes: int = 0
    next_host: bool = False
    host: str = ""
    expected_host: str = ""
    due: Due | None = None
    capacity: str = ""
    group: Composition | None = None
    group_standing: Standing = field(default_factory=lambda: Standing((), ()))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: `blocks` or warns; `rule` is None for what no rule of the body fixes."""

    key: str
    says: str
    blocks: bool
    rule: ConveningRule | None = None
    data: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> Sentence:
        """Return what is found; pages say it in the reader's language (`SENTENCES`, `data`)."""
        return Sentence(self.says, **self.data)

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
            if item.rule is None:
                raise RuleForbids(item.sentence, rule=item.key)
            said, of = Sentence(item.rule.text), Sentence(item.paragraph)
            raise RuleForbids(
                "{finding} The rule: {law} ({paragraph})", finding=item.sentence, law=said, paragraph=of, rule=item.key
            )
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
        yield Finding("extraordinary", SENTENCES["no-extraordinary"], False)
    elif facts.approvals < least:
        counted = {"approvals": facts.approvals, "least": least, "members": facts.members}
        yield Finding(
            "extraordinary", SENTENCES["approvals"], law.blocks(rules.extraordinary), rules.extraordinary, counted
        )


def _experts(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind not in {Kind.CONFERENCE, Kind.EXTRAORDINARY}:
        return
    if rules.expert_meeting and not facts.experts_adopted:
        # The rule speaks of each Conference; an urgent extraordinary session is only reminded of it.
        is_rule = law.blocks(rules.expert_meeting) and facts.kind is Kind.CONFERENCE
        yield Finding("expert_meeting", SENTENCES["no-expert-agenda"], is_rule, rules.expert_meeting)
    elif facts.experts_called and not facts.experts_adopted and not facts.agenda_adopted:
        yield Finding("expert_meeting", SENTENCES["no-expert-agenda"], False)
    elif not facts.agenda_adopted and not facts.experts_adopted:
        yield Finding("agenda", SENTENCES["no-agenda"], False)


def _own_agenda(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.CONFERENCE and rules.expert_meeting and not facts.experts_adopted:
        yield Finding(
            "expert_meeting", SENTENCES["experts-agenda"], law.blocks(rules.expert_meeting), rules.expert_meeting
        )


def _date(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if (
        rules.date
        and facts.kind in {Kind.CONFERENCE, Kind.EXTRAORDINARY}
        and not {"secretariat", "host"} <= facts.date_agreed_by
    ):
        yield Finding("date", SENTENCES["date-alone"], law.blocks(rules.date), rules.date)
    if facts.due and facts.start and facts.start > facts.due.by and facts.kind is Kind.CONFERENCE:
        yield Finding("rhythm", SENTENCES["due"], False, facts.due.rule, {"day": facts.due.by.isoformat()})


def _host(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if rules.host and rules.host.by == "rotation" and facts.expected_host and facts.host != facts.expected_host:
        turn = {"state": facts.expected_host}
        yield Finding("host", SENTENCES["rotation"], law.blocks(rules.host), rules.host, turn)


def _attendance(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if rules.attendance and facts.capacity and facts.capacity not in rules.attendance.capacities:
        asked = {"capacity": facts.capacity}
        yield Finding("attendance", SENTENCES["attendance"], law.blocks(rules.attendance), rules.attendance, asked)


def _day(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.start and facts.on < facts.start:
        yield Finding("day", SENTENCES["early"], False, None, {"day": facts.start.isoformat()})


def _quorum(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.GROUP:
        return
    if not facts.roll_called:
        yield Finding("roll", SENTENCES["roll"], True)
    elif has_quorum(facts, rules) is False:
        counted = {"present": facts.present, "members": facts.members}
        yield Finding("quorum", SENTENCES["quorum"], law.blocks(rules.quorum), rules.quorum, counted)


def _group(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.GROUP and facts.group and not facts.group_standing.is_complete:
        standing = facts.group_standing
        code, who = ("missing", standing.missing) if standing.missing else ("surplus", standing.surplus)
        yield Finding(
            "composition",
            SENTENCES[code],
            law.blocks(facts.group),
            facts.group,
            {"who": Listing(StateName(code) for code in who)},
        )


def _votes(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.open_votes:
        yield Finding("votes", SENTENCES["votes"], True)


def _next(facts: Facts, _rules: Rules) -> Iterator[Finding]:
    if facts.kind is Kind.CONFERENCE and not facts.next_host:
        yield Finding("next_host", SENTENCES["next-host"], False)


def _late(facts: Facts, rules: Rules) -> Iterator[Finding]:
    if rules.circulation and facts.start and (facts.start - facts.on).days < rules.circulation.days_before:
        days = {"days": rules.circulation.days_before}
        yield Finding("circulation", SENTENCES["late"], law.blocks(rules.circulation), rules.circulation, days)


_Guard = Callable[[Facts, Rules], Iterator[Finding]]
_GUARDS: dict[str, tuple[_Guard, ...]] = {
    "welcome": (_host,),
    "agree_date": (_date,),
    "invite_guest": (_attendance,),
    "propose_item": (_own_agenda,),
    "adopt_agenda": (_own_agenda, _group),
    "circulate": (_late,),
    "open": (_extraordinary, _experts, _day),
    "open_vote": (_quorum, _group),
    "decide": (_quorum, _group),
    "close": (_votes, _next),
}
