# SPDX-License-Identifier: Apache-2.0
"""Votes: a question is opened over a roll call, each State's accredited delegation casts, the result is closed once.

What decides (members, electorate, rule) is kept with the vote as it stood when it opened. All acts of one meeting are
taken under its lock: of two officers closing at once, one closes and the other reads that it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import Sentence, packed
from comity.meetings.models import Ballot, Meeting, Proxy, Vote
from comity.meetings.queries import access, facts
from comity.meetings.rules import ballots, law, majority, wording
from comity.meetings.rules.majority import Choice, Result
from comity.meetings.services import acting, telling
from comity.reference.schema import Majority, Share

DECISIONS = ("adoption", "procedure", "admission", "host", "default")


class VoteClosed(Refused):
    """The vote is closed: its result stands."""

    code = "vote-closed"


class NoRule(Refused):
    """No majority is laid down or configured for this kind of decision."""

    code = "no-majority-rule"


def give_proxy(*, meeting: str, holder: str, reference: str, by: Person, at: datetime) -> None:
    """Give another member the vote of one's State for this meeting, in writing; raise `ProxyForbidden`."""
    written = wording.line(reference, "reference")
    with transaction.atomic():
        opening = acting.opened(by, meeting, "give_proxy", at=at)
        row, rule = opening.row, opening.seen.rules.proxies
        wanted = ballots.Proxy(by.state, holder)
        ballots.check_proxy(wanted, given=facts.proxies(row), members=opening.seen.members, rule=rule)
        if Vote.objects.filter(meeting=row, closed_at__isnull=True).exists():
            raise ballots.ProxyForbidden("A proxy is given before a vote is opened.")
        Proxy.objects.create(meeting=row, giver=by.state, holder=holder, reference=written, at=at)
        acting.done(opening, "give_proxy", by=by, at=at, data={"giver": by.state, "holder": holder})


def open_vote(*, meeting: str, question: str, decision: str, by: Person, at: datetime) -> tuple[int, tuple[str, ...]]:
    """Put a question to the members; return the number of the vote and what practice warns of.

    Raises `RuleForbids` without roll call or laid-down quorum, `NoRule` where nothing says what decides.
    """
    if decision not in DECISIONS:
        raise Invalid("Choose the kind of decision.", field="decision")
    asked = wording.text(question, "question")
    with transaction.atomic():
        opening = acting.opened(by, meeting, "open_vote", at=at)
        row, seen = opening.row, opening.seen
        if Vote.objects.filter(meeting=row, closed_at__isnull=True).exists():
            raise Refused("Another vote is open. Close it first.")
        rule, roll = law.majority(seen.rules, decision), facts.last_roll(row)
        if rule is None or roll is None:
            raise NoRule("No majority is laid down or configured for this decision. Configure the body's practice.")
        number = (Vote.objects.filter(meeting=row).aggregate(last=Max("number"))["last"] or 0) + 1
        votes = ballots.entitled(members=seen.members, present=roll.present, proxies=facts.proxies(row))
        warnings: list[str] = [w.sentence for w in opening.warnings]
        if not law.blocks(rule):
            warnings.append(
                Sentence(
                    "{law} This is practice, configurable: the body has not laid it down.", law=Sentence(rule.text)
                )
            )
        Vote.objects.create(
            meeting=row, number=number, question=asked, decision=decision, rule=rule.model_dump(mode="json"),
            votes=votes, members=len(seen.members), warnings=[packed(w) for w in warnings], roll=roll, opened_at=at,
        )  # fmt: skip
        acting.done(opening, "open_vote", by=by, at=at, data={"vote": number, "entitled": sorted(votes)})
        telling.tell(row, "vote-opened", at=at, data={"vote": number}, states=sorted(set(votes.values())))
    return number, tuple(warnings)


def cast(*, meeting: str, vote: int, choices: Mapping[str, str], by: Person, at: datetime) -> None:
    """Cast the vote of one's State, and of one whose proxy it holds, in one act; till it is closed it may be changed.

    Raises `NotYours` for whoever is not accredited, `NotEntitled` for another State's vote, `VoteClosed`.
    """
    try:
        said = {state: Choice(choice) for state, choice in choices.items()}
    except ValueError:
        raise Invalid("Choose: for, against or abstention.", field="choice") from None
    if not said:
        raise Invalid("Choose: for, against or abstention.", field="choice")
    with transaction.atomic():
        opening = acting.opened(by, meeting, "cast", at=at)
        found = _open(opening.row, vote)
        for state in said:
            ballots.require(state, by=by.state, votes=found.votes)
        for state, choice in said.items():
            values = {"choice": choice, "cast_by": by.state, "actor_id": by.id, "at": at}
            Ballot.objects.update_or_create(vote=found, state=state, defaults=values)
        data = {"vote": vote, "cast": {state: str(choice) for state, choice in sorted(said.items())}}
        acting.done(opening, "cast", by=by, at=at, data=data)


def close_vote(*, meeting: str, vote: int, by: Person, at: datetime) -> Result:
    """Close a vote and return its result with the arithmetic; raise `VoteClosed` when somebody closed it before."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "close_vote", at=at)
        found = _open(opening.row, vote)
        result = tally(found)
        found.closed_at, found.closed_by_id, found.result = at, by.id, asdict(result)
        found.save()
        count = result.count
        data = {
            "vote": vote, "adopted": result.is_adopted, "yes": count.yes, "no": count.no, "abstain": count.abstain,
            "needed": result.needed, "base": result.base, "of": result.basis,
        }  # fmt: skip
        acting.done(opening, "close_vote", by=by, at=at, data=data)
        telling.tell(opening.row, "vote-closed", at=at, data={"vote": vote, "adopted": result.is_adopted})
    return result


def tally(vote: Vote) -> Result:
    """Return the result the ballots of a vote give under the rule kept with it."""
    cast_so_far = {b.state: Choice(b.choice) for b in Ballot.objects.filter(vote=vote)}
    count = ballots.counted(cast_so_far, members=vote.members, votes=vote.votes)
    rule = Majority.model_validate(vote.rule)
    return majority.agreed(count) if rule.share is None else majority.decided(Share.model_validate(rule.share), count)


def _open(row: Meeting, number: int) -> Vote:
    found = Vote.objects.select_for_update(of=("self",)).filter(meeting=row, number=number).first()
    if found is None:
        raise NotFound(access.NOT_THERE)
    if found.closed_at:
        raise VoteClosed("This vote is closed. Its result stands on the page of the meeting.")
    return found
