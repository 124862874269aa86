# SPDX-License-Identifier: Apache-2.0
"""Scanning: every message through every finder; longer findings win where two overlap; then what is known is marked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from comity.register.rules.detecting import coded, handles, likeness, links, normalising, numbers, wallets
from comity.register.rules.detecting.finding import Finding, Kind, Message, Reason, key
from comity.register.rules.detecting.lexicon import Lexicon
from comity.register.rules.detecting.likeness import Names

LIKELY = 0.5
_LONGEST_LINE = 20_000
_CONTEXT = 120
_Raw = tuple[int, int, Kind, str, float, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in some messages; `messages` is how many were read."""

    findings: tuple[Finding, ...]
    messages: int


def scan(
    messages: Iterable[Message],
    lexicon: Lexicon,
    *,
    look_up: Callable[[frozenset[str]], Mapping[str, str]] = lambda _: {},
    known_names: Names | None = None,
) -> Result:
    """Return every indicator once, with the first place it stands at, the surest first.

    `look_up` gives the ids of known indicators for keys; `known_names` is what new names are compared with.
    """
    best: dict[str, Finding] = {}
    count = 0
    for message in messages:
        count += 1
        for finding in of_message(message, lexicon):
            before = best.get(finding.key)
            if before is None:
                best[finding.key] = finding
            elif finding.score > before.score:
                best[finding.key] = replace(
                    finding, message=before.message, line=before.line, context=before.context, part=before.part
                )
    known = look_up(frozenset(best))
    marked = [_marked(finding, known, known_names) for finding in best.values()]
    marked.sort(key=lambda f: (-f.score, f.message, f.key))
    return Result(tuple(marked), count)


def of_message(message: Message, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield what one message holds, line by line."""
    for offset, written in enumerate(message.text.split("\n")):
        line = message.line + offset
        raw = written[:_LONGEST_LINE]
        text, was_disguised = normalising.uncovered(raw)
        words = coded.find(text, lexicon)
        hidden = Reason("disguised") if was_disguised else None
        beside = Reason("coded-beside", ", ".join(said.seen for said in words)) if words else None
        for start, end, kind, value, score, why in _apart(_raw(text, lexicon, message.platform)):
            reasons = (*why, *(r for r in (hidden, beside) if r))
            yield Finding(
                kind, key(kind, value), value, text[start:end], message.number, line, score, reasons,
                text[max(0, start - _CONTEXT) : end + _CONTEXT], part=message.part,
            )  # fmt: skip
        for said in words:
            why = (Reason("means", f"{said.coded.meaning} ({said.coded.language})"),)
            if said.beside:
                why = (*why, Reason("sale-beside", said.beside))
            yield Finding(
                Kind.CODED, key(Kind.CODED, said.coded.term), said.coded.term, said.seen, message.number, line,
                said.score, why, text[:240], part=message.part,
            )  # fmt: skip


def _raw(text: str, lexicon: Lexicon, platform: str) -> Iterator[_Raw]:
    for kind, finder in (
        (Kind.WALLET, wallets.find), (Kind.IBAN, numbers.ibans), (Kind.EMAIL, numbers.emails),
        (Kind.PHONE, numbers.phones),
    ):  # fmt: skip
        for start, end, value, score, why in finder(text):
            yield start, end, kind, value, score, (why,)
    yield from links.find(text, lexicon)
    yield from handles.find(text, lexicon, platform)


def _apart(found: Iterable[_Raw]) -> list[_Raw]:
    """Return the findings of a line without those that lie within a longer one."""
    kept: list[_Raw] = []
    for item in sorted(found, key=lambda f: (f[0] - f[1], -f[4])):
        if all(item[1] <= other[0] or item[0] >= other[1] for other in kept):
            kept.append(item)
    return sorted(kept)


def _marked(finding: Finding, known: Mapping[str, str], names: Names | None) -> Finding:
    if finding.key in known:
        why = (*finding.why, Reason("known"))
        return dataclasses.replace(finding, known=known[finding.key], why=why, score=max(finding.score, 0.99))
    if names is None or finding.kind not in likeness.COMPARED:
        return finding
    alike = names.alike(finding.kind, finding.value)
    if alike is None:
        return finding
    why = (*finding.why, Reason(alike.how, alike.known))
    return dataclasses.replace(finding, like=alike.known, why=why, score=max(finding.score, alike.score))
