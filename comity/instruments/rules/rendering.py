# SPDX-License-Identifier: Apache-2.0
"""An answer as public JSON, and as plain text for a terminal or a printer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comity.instruments.rules.answer import Answer, Basis, Demand, Reason

_LISTS = (
    "contents",
    "documents",
    "language",
    "form_of_request",
    "channels",
    "dual_criminality",
    "thresholds",
    "nationals",
    "time_limits",
    "postponement",
    "use_limits",
    "confidentiality",
    "costs",
    "duties",
)
_TITLES = {
    "contents": "The request must contain",
    "documents": "Documents to attach",
    "language": "Language",
    "form_of_request": "Form",
    "channels": "Channel",
    "dual_criminality": "Dual criminality",
    "thresholds": "Thresholds",
    "nationals": "Nationals",
    "time_limits": "Terms",
    "postponement": "Postponement",
    "use_limits": "Limits on use",
    "confidentiality": "Confidentiality",
    "costs": "Costs",
    "duties": "Duties",
}
_SURE = {"text": "", "secondary": " [seen in a commentary]", "memory": " [to be confirmed]"}


def as_json(answer: Answer) -> dict[str, Any]:
    """Return the public JSON of an answer; fields are only ever added."""
    asked = answer.question
    return {
        "question": {
            "requesting": asked.requesting,
            "requested": asked.requested,
            "offences": list(asked.offences),
            "measures": list(asked.measures),
            "form": asked.form,
            "on": asked.on.isoformat(),
            "urgent": asked.urgent,
        },
        "governing": _basis(answer.governing) if answer.governing else None,
        "supplementing": [_basis(item) for item in answer.supplementing],
        "fallback": [_basis(item) for item in answer.fallback],
        "possible": [_basis(item) for item in answer.possible],
        "excluded": [_basis(item) for item in answer.excluded],
        "unresearched": list(answer.unresearched),
        "authority": [
            {
                "institution": item.institution,
                "native_name": item.native_name,
                "roles": list(item.roles),
                "instrument": item.instrument,
                "languages": item.languages,
                "source": item.source,
                "confirmed": item.confirmed,
                "note": item.note,
            }
            for item in answer.receivers
        ],
        **{name: [_demand(item) for item in getattr(answer, name)] for name in _LISTS},
        "refusal": {
            kind: [_demand(item) for item in answer.refusal if item.kind == code]
            for kind, code in (
                ("mandatory", "mandatory"),
                ("optional", "optional"),
                ("conditional", "conditional"),
                ("barred", "not-a-ground"),
            )
        },
        "uncertainties": list(answer.uncertainties),
    }


def as_text(answer: Answer) -> str:
    """Return an answer as plain text, one fact a line, articles beside."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    asked = answer.question
    wanted = ", ".join(asked.measures) or asked.form
    yield f"{asked.requesting} asks {asked.requested}: {wanted}, for {', '.join(asked.offences)}, on {asked.on}"
    yield ""
    if answer.governing is None:
        yield "GOVERNS   nothing that is certain binds both States for this"
    else:
        yield f"GOVERNS   {answer.governing.title} ({answer.governing.slug})"
        yield from _why(answer.governing)
    for heading, group in (
        ("SUPPLEMENTS", answer.supplementing),
        ("POSSIBLE, TO BE CONFIRMED", answer.possible),
        ("FALLBACK", answer.fallback),
    ):
        for item in group:
            yield f"{heading}   {item.title} ({item.slug})"
            yield from _why(item)
            if item.would_change:
                yield f"    → {item.would_change}"
            if not item.confirmed and item.to_confirm_with:
                yield f"    → confirm with: {item.to_confirm_with}"
    yield from _sections(answer)
    for sentence in answer.uncertainties:
        yield f"Note: {sentence}"
    if answer.unresearched:
        yield f"No list of parties seen: {', '.join(answer.unresearched)}"


def _sections(answer: Answer) -> Iterator[str]:
    yield ""
    yield "Receiving authority" + ("" if answer.receivers else f": none known, ask {answer.question.requested}")
    for receiver in answer.receivers:
        yield f"  · {receiver.institution}{'' if receiver.confirmed else ' [to be confirmed]'}"
    for name in _LISTS:
        items = getattr(answer, name)
        if items:
            yield _TITLES[name]
            for item in items:
                kind = f" ({item.kind})" if item.kind and item.kind != item.key else ""
                yield f"  · {item.text}{kind}, {_cite(item)}"
    for title, found in (("Could be refused on", answer.grounds), ("May not be refused on", answer.barred_grounds)):
        if found:
            yield title
            for item in found:
                yield f"  · {item.text} ({item.kind}), {_cite(item)}"


def _why(basis: Basis) -> Iterator[str]:
    for reason in basis.reasons:
        article = f", {reason.article}" if reason.article else ""
        yield f"    {reason.text}{article}{_SURE[reason.evidence]}"


def _cite(item: Demand) -> str:
    return f"{item.instrument} {item.article}{_SURE[item.evidence]}"


def _basis(item: Basis) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "title": item.title,
        "article": item.article,
        "confirmed": item.confirmed,
        "condition": item.condition,
        "would_change": item.would_change,
        "to_confirm_with": item.to_confirm_with,
        "reasons": [_reason(reason) for reason in item.reasons],
    }


def _reason(item: Reason) -> dict[str, str]:
    return {"text": item.text, "article": item.article, "evidence": item.evidence, "source": item.source}


def _demand(item: Demand) -> dict[str, Any]:
    return {
        "key": item.key,
        "text": item.text,
        "kind": item.kind,
        "instrument": item.instrument,
        "article": item.article,
        "evidence": item.evidence,
        "confirmed": item.confirmed,
        "role": item.role,
        "source": item.source,
        "note": item.note,
    }
