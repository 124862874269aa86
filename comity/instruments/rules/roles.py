# SPDX-License-Identifier: Apache-2.0
"""From candidates to roles: the first certain one governs, the others supplement, stand as possible, or give way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity.base.wording import Sentence
from comity.instruments.rules.answer import Basis, Known, Reason
from comity.instruments.rules.scope import Coverage

# How strong a basis an instrument offers; below `supplementary` it cannot govern.
STRENGTH = {"yes": 0, "conditional": 1, "fallback": 1, "yes-minimal": 2, "supplementary": 3, "supplements": 4}
_STRONGEST_THAT_ONLY_SUPPLEMENTS = STRENGTH["supplementary"]
# The conventions that put bilateral treaties between their parties aside, with the article.
_EXTRADITION_SUPERSEDES = ("ets-024-extradition-1957", "28(1)")
_MLA_SUPERSEDES = ("ets-030-mla-1959", "26(1)")


# Said in nearly every answer, so made once.
_WOULD_SUPPLEMENT = Sentence("Would supplement the governing instrument if confirmed.")
_WOULD_GOVERN = Sentence("Would govern if confirmed; its contents, language and channel would apply.")
_WOULD_STAND_BESIDE = Sentence("Would be a further basis beside the governing instrument if confirmed.")
_FACTS_OF_THE_CASE = Sentence("the facts of the case")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An instrument that may have a role: how it binds, what it covers, how it could be a basis, where it ranks."""

    basis: Basis
    bound: Known
    covers: Coverage
    can_be: str
    rank: tuple[int, ...]
    researched: bool = True
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Which instruments have which role."""

    governing: Basis | None
    supplementing: tuple[Basis, ...]
    fallback: tuple[Basis, ...]
    possible: tuple[Basis, ...]
    excluded: tuple[Basis, ...]
    unresearched: tuple[str, ...]


def assign(candidates: list[Candidate], excluded: tuple[Basis, ...], fallback: tuple[Basis, ...]) -> Ruling:
    """Give each candidate its role: the first certain one governs."""
    governing = next(
        (item for item in candidates if _certain(item) and STRENGTH[item.can_be] < _STRONGEST_THAT_ONLY_SUPPLEMENTS),
        None,
    )
    supplementing, possible, unresearched = [], [], []
    for item in candidates:
        if item is governing:
            continue
        if item.bound is Known.YES and item.basis.confirmed and (governing or item.covers is Coverage.YES):
            supplementing.append(_as_supplement(item, governing))
        elif item.researched:
            possible.append(replace(item.basis, confirmed=False, would_change=_change(item, governing)))
        else:
            unresearched.append(item.basis.slug)
    return Ruling(
        governing.basis if governing else None,
        tuple(supplementing),
        fallback,
        tuple(possible),
        excluded,
        tuple(unresearched),
    )


def _certain(item: Candidate) -> bool:
    return item.bound is Known.YES and item.basis.confirmed and item.covers is Coverage.YES


def _as_supplement(item: Candidate, governing: Candidate | None) -> Basis:
    if item.covers is Coverage.CONDITIONAL:
        return replace(item.basis, confirmed=False, to_confirm_with=_FACTS_OF_THE_CASE)
    if governing is not None and item.parent == governing.basis.slug:
        return replace(
            item.basis, would_change=Sentence("prevails over its parent on its subject: both States are bound")
        )
    return item.basis


def _change(item: Candidate, governing: Candidate | None) -> str:
    """Return the sentence that says what would change if the possibility were confirmed."""
    if item.can_be in {"supplements", "supplementary"}:
        return _WOULD_SUPPLEMENT
    if governing is None or item.rank < governing.rank:
        if governing is None:
            return _WOULD_GOVERN
        return Sentence(
            "Would govern instead of {instrument} if confirmed; its contents, language and channel would apply.",
            instrument=governing.basis.slug,
        )
    return _WOULD_STAND_BESIDE


def superseded(candidates: list[Candidate], form: str) -> tuple[list[Candidate], tuple[Basis, ...]]:
    """Drop what another candidate displaces between parties to both; return the rest and the dropped."""
    certain = {item.basis.slug for item in candidates if item.bound is Known.YES}
    kept, dropped = [], []
    convention, article = _EXTRADITION_SUPERSEDES if form == "extradition" else _MLA_SUPERSEDES
    for item in candidates:
        slug = item.basis.slug
        if slug in {"minsk-1993", "minsk-protocol-1997"} and "chisinau-2002" in certain:
            dropped.append(
                _displaced(
                    item, Sentence("ceases between parties to the Chisinau Convention"), "120(3)", "chisinau-2002"
                )
            )
        elif slug.startswith("bilateral-") and form in {"mla", "extradition"} and convention in certain:
            dropped.append(
                _displaced(item, Sentence("superseded between parties to the convention"), article, convention)
            )
        elif slug == "ets-141-laundering-1990" and "cets-198-laundering-2005" in certain:
            dropped.append(
                _displaced(item, Sentence("replaced between parties to CETS 198"), "49(6)", "cets-198-laundering-2005")
            )
        else:
            kept.append(item)
    return kept, tuple(dropped)


def _displaced(item: Candidate, text: str, article: str, by: str) -> Basis:
    return replace(item.basis, confirmed=False, reasons=(Reason(text, article, by), *item.basis.reasons))
