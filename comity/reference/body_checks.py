# SPDX-License-Identifier: Apache-2.0
"""What one file of a body cannot say of itself: dangling States and organisations, overlapping dates, lost meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from comity.reference import schema
from comity.reference.problems import Problem

FIRST, LAST = "0000-00-00", "9999-99-99"


def organisations(known: Mapping[str, schema.Organisation], membership: Iterable[schema.Membership]) -> list[Problem]:
    """Return organisations of the membership table without a file, doubtful sources, overlapping or impossible days."""
    problems = [
        Problem("tables/membership.csv", "organisation", f"There is no file organisations/{code.lower()}.yaml.")
        for code in sorted({row.organisation for row in membership} - set(known))
    ]
    for item in known.values():
        name = f"organisations/{item.id.lower()}.yaml"
        problems += _sources(name, _walk(item))
        problems += _periods(name, "names", item.names) + _periods(name, "emblems", item.emblems)
        problems += _repeated(name, "tracks", [track.key for track in item.tracks])
    return problems


def bodies(
    known: Mapping[str, schema.Body],
    organisations: Mapping[str, schema.Organisation],
    membership: Iterable[schema.Membership],
    meetings: Iterable[schema.Meeting],
    instruments: Iterable[str],
) -> list[Problem]:
    """Return everything wrong in the bodies taken together with the tables they lean on."""
    rows = tuple(membership)
    states: dict[str, set[str]] = {}
    for row in rows:
        states.setdefault(row.organisation, set()).add(row.state)
    problems: list[Problem] = []
    for body in known.values():
        name = f"bodies/{body.slug}.yaml"
        if body.organisation not in organisations:
            problems.append(Problem(name, "organisation", f"There is no organisation “{body.organisation}”."))
        elif body.track not in {track.key for track in organisations[body.organisation].tracks}:
            problems.append(Problem(name, "track", f"{body.organisation} has no track “{body.track}”."))
        problems += _sources(name, _walk(body))
        problems += _periods(name, "names", body.names) + _periods(name, "emblems", body.emblems)
        problems += _states(name, body, states.get(body.organisation, set()))
        problems += _rules(name, body.rules)
        if body.charter and body.charter.instrument not in {"", *instruments}:
            problems.append(Problem(name, "charter.instrument", f"There is no instrument “{body.charter.instrument}”."))
        problems += _repeated(name, "groups", [group.slug for group in body.groups])
    return problems + _history(known, tuple(meetings))


def _states(name: str, body: schema.Body, known: set[str]) -> list[Problem]:
    named = [(f"members[{n}].state", item.state) for n, item in enumerate(body.members)]
    if body.rules.host:
        named += [(f"rules.host.order[{n}]", state) for n, state in enumerate(body.rules.host.order)]
    problems = [
        Problem(name, place, f"“{state}” is not a State of {body.organisation} in tables/membership.csv.")
        for place, state in named
        if state not in known
    ]
    for state in sorted({item.state for item in body.members}):
        problems += _periods(name, f"members of {state}", [item for item in body.members if item.state == state])
    return problems


def _rules(name: str, rules: schema.Rules) -> list[Problem]:
    problems = _repeated(name, "rules.majorities", [item.decision for item in rules.majorities])
    for index, item in enumerate(rules.majorities):
        if item.consensus == (item.share is not None):
            problems.append(Problem(name, f"rules.majorities[{index}]", "Give either `consensus: true` or a share."))
    shares = [("rules.quorum.share", rules.quorum.share if rules.quorum else None)]
    shares += [(f"rules.majorities[{n}].share", item.share) for n, item in enumerate(rules.majorities)]
    shares.append(("rules.extraordinary.approval", rules.extraordinary.approval if rules.extraordinary else None))
    for place, share in shares:
        if share and (
            share.numerator > share.denominator or (share.more_than and share.numerator == share.denominator)
        ):
            problems.append(Problem(name, place, "The share is more than the whole: it could never be reached."))
    if rules.quorum and rules.quorum.share.of != "members":
        problems.append(Problem(name, "rules.quorum.share.of", "A quorum is a share of the members."))
    return problems


def _history(known: Mapping[str, schema.Body], meetings: tuple[schema.Meeting, ...]) -> list[Problem]:
    problems, taken, ids = [], set(), set()
    for body in known.values():
        for index, past in enumerate(body.history):
            place = f"history[{index}]"
            found = [n for n, row in enumerate(meetings) if is_row(past, row)]
            if len(found) != 1:
                problems.append(
                    Problem(
                        f"bodies/{body.slug}.yaml", place, f"{len(found)} rows of tables/meetings.csv fit, not one."
                    )
                )
            elif found[0] in taken or past.id in ids:
                problems.append(Problem(f"bodies/{body.slug}.yaml", place, "The meeting stands twice."))
            taken |= set(found)
            ids.add(past.id)
    return problems


def is_row(past: schema.PastMeeting, row: schema.Meeting) -> bool:
    """Say whether a row of the table of meetings is the meeting meant."""
    return (past.series, past.ordinal) == (row.series, row.ordinal) and past.start in {"", row.start_date}


def _periods(name: str, place: str, items: Iterable[schema.Dated]) -> list[Problem]:
    problems = []
    earlier: list[tuple[str, str]] = []
    for index, item in enumerate(items):
        for column in ("since", "until"):
            if not _exists(getattr(item, column)):
                problems.append(
                    Problem(name, f"{place}[{index}].{column}", f"There is no day {getattr(item, column)}.")
                )
        start, end = item.since or FIRST, item.until or LAST
        if end <= start:
            problems.append(Problem(name, f"{place}[{index}].until", "It ends before it begins."))
        elif any(start < other_end and other_start < end for other_start, other_end in earlier):
            problems.append(Problem(name, f"{place}[{index}]", "The dates overlap those of another one."))
        earlier.append((start, end))
    return problems


def _exists(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat((text + "-01-01")[:10]))
    except ValueError:
        return False


def _sources(name: str, items: Iterator[tuple[str, schema.Sourced]]) -> list[Problem]:
    return [
        Problem(name, place, "Evidence other than memory needs a source.")
        for place, item in items
        if item.evidence != "memory" and not item.source.strip()
    ]


def _walk(item: schema.Model, place: str = "") -> Iterator[tuple[str, schema.Sourced]]:
    if isinstance(item, schema.Sourced):
        yield place, item
    for key in type(item).model_fields:
        value = getattr(item, key)
        inner = f"{place}.{key}" if place else key
        if isinstance(value, schema.Model):
            yield from _walk(value, inner)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, schema.Model):
                    yield from _walk(part, f"{inner}[{index}]")


def _repeated(name: str, place: str, keys: list[str]) -> list[Problem]:
    return [Problem(name, place, f"“{key}” stands twice.") for key in sorted({k for k in keys if keys.count(k) > 1})]
