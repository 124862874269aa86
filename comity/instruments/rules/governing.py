# SPDX-License-Identifier: Apache-2.0
"""Which instrument governs: the rule order of the life of a request, section 9, over three-valued knowledge.

1. in force between both, offence in scope, form offered; 2. bilateral and regional treaties; 3. later Council of
Europe protocols where both are bound; 4. UN conventions fill gaps; 5. UN terrorism conventions; 6. one primary, the
others named; 7. reciprocity last. What is only possible never displaces what is certain: it stands beside it and says
what would change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from comity.base.wording import Listing, Sentence, StateName
from comity.instruments.rules import question as questions
from comity.instruments.rules import roles
from comity.instruments.rules.answer import Basis, Demand, Known, Question, Reason
from comity.instruments.rules.binding import Standing, bilateral_standing, both, standing
from comity.instruments.rules.remembered import Remembered
from comity.instruments.rules.scope import Coverage, coverage
from comity.reference import Bilateral, Instrument, LegalBasis, Reference

RECIPROCITY = "reciprocity"
# Said in nearly every answer, so made once.
_PARTICIPATION = Sentence("participation")
_AUTHENTIC_TEXT = Sentence("the authentic text")
_BILATERAL_KINDS = {
    "mla": "mla-criminal",
    "confiscation": "mla-criminal",
    "extradition": "extradition",
    "transfer-of-sentenced-persons": "transfer-of-prisoners",
    "enforcement-of-sentences": "transfer-of-prisoners",
}
# Rank of what can govern; lower governs first.
_BILATERAL, _TERRORISM_REGIONAL, _REGIONAL, _SPECIAL, _UNIVERSAL, _MINIMAL = range(6)


Sections = Mapping[str, tuple[Demand, ...]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an instrument offers for a kind of case, whichever the two States are."""

    instrument: Instrument
    bases: tuple[LegalBasis, ...]
    covers: Coverage


class Law:
    """The facts of law with what was already worked out from them; the facts never change under it."""

    def __init__(self, reference: Reference) -> None:
        """Keep the facts and empty stores."""
        self.reference = reference
        self._standings: Remembered[Standing] = Remembered(200_000)  # some 70 days of all States and instruments
        self.sections: Remembered[Sections] = Remembered(5_000)
        self._offers: Remembered[tuple[Offer | Basis, ...]] = Remembered(1_000)

    def standing(self, state: str, instrument: Instrument, question: Question) -> Standing:
        """Return a State's standing, worked out once per State, instrument and day."""
        key = (state, instrument.slug, question.on.toordinal())
        return self._standings.get(key, lambda: standing(self.reference, state, instrument, question.on))

    def offers(self, question: Question) -> tuple[Offer | Basis, ...]:
        """Return what each instrument offers, or why it offers nothing, worked out once per kind of case."""
        key = (question.form, question.offences, question.measures, question.organised_group)
        return self._offers.get(key, lambda: tuple(self._offer(question)))

    def govern(self, question: Question) -> roles.Ruling:
        """Return which instrument governs, what supplements it, and everything else with its reason."""
        candidates: list[roles.Candidate] = []
        excluded: list[Basis] = []
        for offer in self.offers(question):
            found = self._judge(question, offer) if isinstance(offer, Offer) else offer
            if isinstance(found, roles.Candidate):
                candidates.append(found)
            else:
                excluded.append(found)
        candidates += self._bilaterals(question, excluded)
        candidates, dropped = roles.superseded(candidates, question.form)
        return roles.assign(
            sorted(candidates, key=lambda item: item.rank), (*excluded, *dropped), self._fallback(question)
        )

    def _offer(self, question: Question) -> Iterator[Offer | Basis]:
        asked = questions.subjects(question)
        for instrument in self.reference.instruments.values():
            if instrument.slug == RECIPROCITY:
                continue
            named = instrument.legal_basis
            bases = tuple(item for item in named if asked.intersection(item.for_) and item.can_be != "no")
            covers = coverage(self.reference, question, instrument)
            if not bases:
                barred = next((item for item in named if item.can_be == "no"), None)
                text = Sentence("offers no basis for {form}", form=Sentence(question.form))
                yield _excluded(instrument, barred.condition if barred else text, barred.article if barred else "")
            elif covers is Coverage.NO:
                yield _excluded(instrument, Sentence("the offence is outside its scope"))
            else:
                yield Offer(instrument, bases, covers)

    def _judge(self, question: Question, offer: Offer) -> roles.Candidate | Basis:
        """Return the instrument as a candidate, or as excluded with the reason."""
        instrument, bases, covers = offer.instrument, offer.bases, offer.covers
        one = self.standing(question.requesting, instrument, question)
        other = self.standing(question.requested, instrument, question)
        bound = both(one, other)
        if bound is Known.NO:
            return _excluded(instrument, _why_not(one, other))
        main = min(bases, key=lambda item: roles.STRENGTH[item.can_be] + 10 * (question.form not in item.for_))
        basis = Basis(
            slug=instrument.slug,
            title=instrument.title,
            article=main.article,
            confirmed=bound is Known.YES and main.evidence != "memory",
            condition=_condition(instrument, main.condition, covers),
            reasons=(
                *(Reason(item.why, _PARTICIPATION, instrument.slug, _mark(item), item.source) for item in (one, other)),
                *(
                    Reason(item.condition, item.article, instrument.slug, item.evidence, instrument.url_of(item.source))
                    for item in bases
                ),
            ),
            to_confirm_with=instrument.depositary if bound is Known.UNKNOWN else _AUTHENTIC_TEXT,
        )
        if main.evidence == "memory" and any(
            item.form == question.form and item.evidence != "memory" for item in instrument.cooperation
        ):
            basis = replace(basis, confirmed=bound is Known.YES)  # the form was seen, only its article is from memory
        researched = self._is_researched(question, instrument, (one, other))
        rank = _rank(self.reference, question, instrument, main.can_be)
        return roles.Candidate(basis, bound, covers, main.can_be, rank, researched, instrument.parent or "")

    def _is_researched(self, question: Question, instrument: Instrument, pair: tuple[Standing, Standing]) -> bool:
        """Say whether the facts speak of the pair at all, or a list of parties is simply missing.

        UN conventions are open to all and OIC ones to its members; a regional one without a list matters where both
        States are in another of its organisation; a protocol matters where its parent was looked at for both.
        """
        if all(item.researched for item in pair) or Known.YES in {item.known for item in pair}:
            return True
        if instrument.organisation in {"UN", "OIC"}:
            return True
        states = (question.requesting, question.requested)
        if instrument.parent is not None:
            return all((state, instrument.parent) in self.reference.participation for state in states)
        family = [item for item in self.reference.instruments.values() if item.organisation == instrument.organisation]
        return all(any(self.standing(state, item, question).known is Known.YES for item in family) for state in states)

    def _bilaterals(self, question: Question, excluded: list[Basis]) -> list[roles.Candidate]:
        kind = _BILATERAL_KINDS.get(question.form)
        found = []
        for treaty in self.reference.bilateral.get(frozenset((question.requesting, question.requested)), ()):
            if kind not in treaty.kind:
                excluded.append(_other_kind(treaty, question.form))
                continue
            bound = bilateral_standing(treaty, question.on)
            basis = _bilateral_basis(treaty, bound)
            if bound.known is Known.NO:
                excluded.append(basis)
                continue
            amends = treaty.title.lower().startswith("protocol amending") or question.form == "confiscation"
            latest_first = -int((treaty.signed or "0").replace("-", "").ljust(8, "0"))
            found.append(
                roles.Candidate(
                    basis, bound.known, Coverage.YES, "supplements" if amends else "yes", (_BILATERAL, 0, latest_first)
                )
            )
        return found

    def _fallback(self, question: Question) -> tuple[Basis, ...]:
        instrument = self.reference.instruments[RECIPROCITY]
        form = "extradition" if question.form == "extradition" else "mla"
        bases = [item for item in instrument.legal_basis if form in item.for_]
        return (
            Basis(
                slug=instrument.slug,
                title=instrument.title,
                article=bases[0].article,
                confirmed=False,
                condition=bases[0].condition,
                to_confirm_with=Sentence(
                    "the requested State ({state}): its law must allow it", state=StateName(question.requested)
                ),
                reasons=tuple(
                    Reason(item.condition, item.article, instrument.slug, item.evidence, instrument.url_of(item.source))
                    for item in bases
                ),
            ),
        )


def _rank(reference: Reference, question: Question, instrument: Instrument, can_be: str) -> tuple[int, ...]:
    """Return where an instrument stands in the rule order; ties go to the one closest to the offence."""
    strength = roles.STRENGTH[can_be]
    places = [
        instrument.scope.offence_categories.index(slug)
        for offence in question.offences
        for slug in reference.offence_line(offence)
        if slug in instrument.scope.offence_categories
    ]
    closeness = min(places, default=99)
    # Chisinau goes before Minsk; among UN conventions the wider one first where they are equally close.
    tie = ("chisinau-2002", "untoc", "uncac", "vienna-1988").index(instrument.slug) if instrument.slug in _WIDER else 9
    if instrument.organisation == "UN" or instrument.slug.startswith("budapest"):
        tier = _MINIMAL if can_be in {"yes-minimal", "supplementary"} or _is_terrorism(instrument) else _UNIVERSAL
    elif instrument.scope.any_offence:
        tier = _REGIONAL
    elif _is_terrorism(instrument):
        tier = _TERRORISM_REGIONAL
    else:
        tier = _REGIONAL if question.form == "confiscation" else _SPECIAL
    return (tier, strength, closeness, tie)


_WIDER = frozenset({"chisinau-2002", "untoc", "uncac", "vienna-1988"})


def _is_terrorism(instrument: Instrument) -> bool:
    return "terrorism" in instrument.scope.offence_categories


def _condition(instrument: Instrument, text: str, covers: Coverage) -> str:
    if covers is not Coverage.CONDITIONAL:
        return text
    scope = "; ".join(f"{rule.text} ({rule.article})" for rule in instrument.scope.rules[:2])
    return f"{text}. Only if the case is within its scope: {scope}"


def _why_not(one: Standing, other: Standing) -> str:
    if one.known is other.known:
        return Sentence("{one}; {other}", one=one.why, other=other.why)
    return one.why if one.known is Known.NO else other.why


def _mark(item: Standing) -> str:
    return "text" if item.known is Known.YES else "secondary" if item.source else "memory"


def _excluded(instrument: Instrument, text: str, article: str = "") -> Basis:
    return Basis(instrument.slug, instrument.title, article, False, (Reason(text, article, instrument.slug),))


def _bilateral_basis(treaty: Bilateral, bound: Standing) -> Basis:
    return Basis(
        slug=treaty.slug,
        title=f"{treaty.title} ({treaty.state_a}–{treaty.state_b})",
        article=Sentence("whole treaty"),
        confirmed=bound.known is Known.YES,
        reasons=(
            Reason(bound.why, _PARTICIPATION, treaty.slug, _mark(bound), bound.source),
            Reason(
                Sentence("a treaty between the two States comes before multilateral ones"),
                Sentence("section 9, rule 2"),
                treaty.slug,
                "secondary",
            ),
        ),
        condition=treaty.note,
        to_confirm_with=Sentence("the ministries of foreign affairs of both States"),
    )


def _other_kind(treaty: Bilateral, form: str) -> Basis:
    text = Sentence(
        "a treaty on {kinds}, no basis for {form}",
        kinds=Listing(Sentence(kind) for kind in treaty.kind),
        form=Sentence(form),
    )
    why = Reason(text, Sentence("title"), treaty.slug, "secondary", treaty.source)
    return Basis(treaty.slug, treaty.title, "", confirmed=False, reasons=(why,))
