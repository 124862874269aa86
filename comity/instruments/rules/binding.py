# SPDX-License-Identifier: Apache-2.0
"""Is a State bound by an instrument on a day? Yes, no, or unknown, with the reason.

The table of participation is read as its compilers meant it: `verified` is what was seen; a status is that of its list
(`as_of`); a party without a date of entry into force was a party when the table was compiled, since when is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.base.wording import Sentence, StateName
from comity.instruments.rules.answer import Known
from comity.reference import Bilateral, Instrument, Participation, Reference

COMPILED_ON = date(2026, 11, 1)  # the day of the table where a row names none

# Instruments without a table of their own: another of the same organisation shows who is outside the circle.
_SAME_CIRCLE = {"arab-1998-terrorism": "riyadh-1983", "sco-2009-counter-terrorism": "sco-2001-terrorism"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a State (or a pair) is bound, why, and where that was seen. `researched` is false where no row speaks."""

    known: Known
    why: str
    source: str = ""
    researched: bool = True


def standing(reference: Reference, state: str, instrument: Instrument, on: date) -> Standing:
    """Return whether `state` is bound by `instrument` on a day."""
    early = _before_its_life(instrument, on)
    if early is not None:
        return early
    if instrument.organisation == "OIC" and state not in reference.members("OIC", on=on):
        return Standing(Known.NO, Sentence("{state} is not a member of the OIC", state=StateName(state)))
    rows = reference.participation.get((state, instrument.slug), ())
    if rows:
        found = [_row(row, on) for row in rows]
        best = next((item for item in found if item.known is Known.YES), None)
        best = best or next((item for item in found if item.known is Known.UNKNOWN), found[0])
    else:
        best = _no_row(reference, state, instrument, on)
    if best.known is Known.YES and instrument.in_force_since.date is None:
        why = Sentence("{why}; the instrument was not in force when last seen", why=best.why)
        return Standing(Known.UNKNOWN, why, best.source)
    return best


def bilateral_standing(treaty: Bilateral, on: date) -> Standing:
    """Return whether a bilateral treaty binds its two States on a day."""
    if "draft" in treaty.title.lower() and not treaty.signed:
        return Standing(Known.NO, Sentence("only a draft: {note}", note=Sentence(treaty.note)), treaty.source)
    if treaty.signed and on < _first(treaty.signed):
        return Standing(Known.NO, Sentence("signed on {day} only", day=treaty.signed), treaty.source)
    if not treaty.in_force:
        why = Sentence("signed on a day not seen; entry into force not seen")
        if treaty.signed:
            why = Sentence("signed {day}; entry into force not seen", day=treaty.signed)
        return Standing(Known.UNKNOWN, why, treaty.source)
    if on < _first(treaty.in_force):
        return Standing(Known.NO, Sentence("in force since {day} only", day=treaty.in_force), treaty.source)
    if not treaty.verified or on < _last(treaty.in_force):
        return Standing(Known.UNKNOWN, Sentence("in force {day}, not verified", day=treaty.in_force), treaty.source)
    return Standing(Known.YES, Sentence("in force since {day}", day=treaty.in_force), treaty.source)


def both(one: Standing, other: Standing) -> Known:
    """Return what two States' standings make of the pair: bound only if both are, not bound if one is not."""
    if Known.NO in (one.known, other.known):
        return Known.NO
    return Known.YES if one.known is other.known is Known.YES else Known.UNKNOWN


def _before_its_life(instrument: Instrument, on: date) -> Standing | None:
    adopted, since = instrument.adopted.first_day, instrument.in_force_since
    if adopted is not None and on < adopted:
        return Standing(Known.NO, Sentence("adopted on {day} only", day=instrument.adopted.date))
    if since.date is not None and on < since.date and since.evidence == "text":
        return Standing(Known.NO, Sentence("in force since {day} only", day=since.date))
    return None


def _row(row: Participation, on: date) -> Standing:
    if row.withdrawal_date is not None and on >= row.withdrawal_date:
        return _seen(row, Known.NO, "{state} withdrew with effect of {day}", day=row.withdrawal_date)
    if row.status == "party":
        return _party(row, on)
    if row.status == "none":
        return _seen(row, Known.NO, "{state} is not a party: {note}", note=Sentence(row.note or "not on the list"))
    if row.status == "signatory":
        if row.as_of and on <= _last(row.as_of):
            return _seen(row, Known.NO, "{state} had only signed by {day}", day=row.as_of)
        if row.signature_date and on < _first(row.signature_date):
            return _seen(row, Known.NO, "{state} signed on {day} only", day=row.signature_date)
        listed = row.as_of or Sentence("an undated list")
        return _seen(
            row, Known.UNKNOWN, "{state} had signed by {day}; a later ratification was not checked", day=listed
        )
    return _seen(row, Known.UNKNOWN, "status of {state} unknown: {note}", note=Sentence(row.note or "no list seen"))


def _party(row: Participation, on: date) -> Standing:
    since = row.entry_into_force
    if since is not None and on < since:
        return _seen(row, Known.NO, "in force for {state} since {day} only", day=since)
    if since is None and row.ratification_date is not None and on < row.ratification_date:
        return _seen(row, Known.NO, "{state} deposited on {day} only", day=row.ratification_date)
    if not row.verified:
        return _seen(row, Known.UNKNOWN, "{state} is said to be a party; not verified: {note}", note=Sentence(row.note))
    if since is None and on < (_last(row.as_of) if row.as_of else COMPILED_ON):
        return _seen(row, Known.UNKNOWN, "{state} is a party; since when was not seen")
    if since is None:
        return _seen(row, Known.YES, "{state} is a party")
    return _seen(row, Known.YES, "in force for {state} since {day}", day=since)


def _no_row(reference: Reference, state: str, instrument: Instrument, on: date) -> Standing:
    for slug in (instrument.parent, _SAME_CIRCLE.get(instrument.slug)):
        if slug is not None:
            wider = standing(reference, state, reference.instruments[slug], on)
            if wider.known is Known.NO:
                return Standing(Known.NO, wider.why, wider.source)
    return Standing(
        Known.UNKNOWN, Sentence("no list of parties names {state}", state=StateName(state)), researched=False
    )


def _seen(row: Participation, known: Known, why: str, **values: object) -> Standing:
    return Standing(known, Sentence(why, state=StateName(row.state), **values), row.source_url)


def _first(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10])


def _last(text: str) -> date:
    if len(text) == len("2026-11-22"):
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
