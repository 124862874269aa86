# SPDX-License-Identifier: Apache-2.0
"""The convening rules of a body as they hold at this node: what the body laid down, and practice the node configured.

Only practice can be configured, never what a body laid down or was recommended. Practice and memory never block.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from comity.base.errors import Invalid, Refused
from comity.base.wording import Sentence
from comity.reference import schema
from comity.reference.schema import ConveningRule, Rules

# what may be configured: key → (rule class, attributes a person sets, sentence)
CONFIGURABLE: Mapping[str, tuple[type[ConveningRule], str]] = {
    "rhythm": (schema.Rhythm, "The body meets every {every_months} months."),
    "extraordinary": (schema.Extraordinary, "A member requests an extraordinary session and a share approves it."),
    "quorum": (schema.Quorum, "The share of members that must be present."),
    "proxies": (schema.Proxies, "Whether one State may vote for another."),
    "circulation": (schema.Circulation, "Documents are circulated {days_before} days before the meeting."),
    "majority": (schema.Majority, "The share that decides."),
    "host": (schema.Host, "How the host is found."),
}


class RuleStands(Refused):
    """The body has laid this rule down: no node changes it."""

    code = "rule-stands"


def blocks(rule: ConveningRule | None) -> bool:
    """Say whether a rule may refuse an act: it was laid down or recommended, and its wording was seen."""
    return rule is not None and rule.force != "practice" and rule.evidence != "memory"


def effective(rules: Rules, practice: Mapping[str, Mapping[str, Any]]) -> Rules:
    """Return the rules with the practice a node configured in place of what is practice only."""
    changed: dict[str, Any] = {}
    majorities: dict[str, schema.Majority] = {item.decision: item for item in rules.majorities}
    for key, values in practice.items():
        kind, _, decision = key.partition(".")
        made = configured(rules, key, values)
        if kind == "majority" and isinstance(made, schema.Majority):
            majorities[decision] = made
        else:
            changed[kind] = made
    return rules.model_copy(update={**changed, "majorities": tuple(majorities.values())})


def configured(rules: Rules, key: str, values: Mapping[str, Any]) -> ConveningRule:
    """Return the practice rule of these values; raise `RuleStands` or `Invalid`."""
    kind, _, decision = key.partition(".")
    if kind not in CONFIGURABLE or (kind == "majority") != bool(decision):
        raise Invalid("This is not a practice a node can configure.", field="key")
    standing = majority(rules, decision, exact=True) if kind == "majority" else getattr(rules, kind)
    if standing is not None and blocks(standing):
        raise RuleStands(
            "The body has laid this down and no node changes it: {text} ({clause})",
            text=Sentence(standing.text),
            clause=standing.clause,
        )
    model, sentence = CONFIGURABLE[kind]
    given = dict(values) | ({"decision": decision} if decision else {})
    try:
        return model.model_validate(
            given
            | {"force": "practice", "evidence": "memory", "note": "configured at this node"}
            | {"text": sentence.format(**given)}
        )
    except (ValidationError, KeyError):
        raise Invalid("These values make no rule. Give whole numbers, and a share not above the whole.") from None


def majority(rules: Rules, decision: str, *, exact: bool = False) -> schema.Majority | None:
    """Return the rule for a kind of decision, the default one where there is none for it (unless `exact`)."""
    by_kind: dict[str, schema.Majority] = {item.decision: item for item in rules.majorities}
    return by_kind.get(decision) or (None if exact else by_kind.get("default"))
