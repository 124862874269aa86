# SPDX-License-Identifier: Apache-2.0
"""Coded reasons: every refusal, question, return, postponement and withdrawal has one; words stand beside it.

Codes are stored and counted, labels are translated. Grounds of refusal come first from the instrument itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from comity.assistance.rules import lifecycle
from comity.base.errors import Invalid
from comity.base.wording import Sentence

DEFICIENCIES = {
    "facts-insufficient": "Facts are not described sufficiently",
    "link-unclear": "The link between the offence and what is asked is unclear",
    "person-unclear": "The person cannot be identified",
    "account-unclear": "The account, number or place cannot be identified",
    "period-missing": "The period is missing or too wide",
    "law-missing": "The text of the law, the penalty or the limitation is missing",
    "document-missing": "A document or decision is missing",
    "translation-missing": "The translation is missing or cannot be used",
    "signature-missing": "The signature or authority of the sender is in doubt",
    "assurance-missing": "An assurance is needed",
    "other-deficiency": "Something else is needed",
}
RETURNS = {
    "other-authority": "Another authority of this State is competent",
    "other-state": "Another State is competent",
    "other-channel": "The instrument demands another channel",
    "not-assistance": "What is asked is not legal assistance",
}
POSTPONEMENTS = {
    "own-proceedings": "It would interfere with an investigation, prosecution or trial here",
    "person-serving": "The person serves a sentence or stands trial here",
    "court-pending": "A court here has to decide first",
}
WITHDRAWALS = {
    "obtained-otherwise": "The material was obtained in another way",
    "case-ended": "The case has ended",
    "no-longer-needed": "It is no longer needed",
    "sent-in-error": "It was sent in error",
}
LONGEST_TEXT = 20_000
# Grounds found in nearly every instrument, offered where the governing one is not confirmed.
COMMON_GROUNDS = {
    "form": "The request is not made in the form the instrument demands",
    "sovereignty-ordre-public": "Sovereignty, security, public order or other essential interests",
    "domestic-law": "The law of the requested State does not allow it",
    "dual-criminality": "The act is not an offence in the requested State",
    "political-offence": "The offence is considered political",
    "ne-bis-in-idem": "The person was already tried for the act",
    "discrimination": "The request is made to prosecute on grounds of race, religion, nationality or opinion",
}


def offered(act: str, *, grounds: Mapping[str, str]) -> dict[str, str]:
    """Return code and label of the reasons an act may give; empty where it gives none. `grounds`: of the instrument."""
    if act in {"refuse", "refuse_part", "consult"}:
        return {**grounds, **{k: v for k, v in COMMON_GROUNDS.items() if k not in grounds}}
    return {
        "ask": DEFICIENCIES,
        "return_not_competent": RETURNS,
        "postpone": POSTPONEMENTS,
        "withdraw": WITHDRAWALS,
    }.get(act, {})


def check(act: str, data: Mapping[str, Any], *, barred: frozenset[str]) -> None:
    """Raise `Invalid` when something the table wants given is missing, or a barred or unknown reason is used."""
    check_shape(act, data)
    if data.get("reason") in barred:
        raise Invalid("The instrument says this may not be a ground for refusal.", field="reason")
    listed = offered(act, grounds={})
    if act in {"ask", "postpone", "return_not_competent", "withdraw"} and data["reason"] not in listed:
        raise Invalid("Choose a reason from the list.", field="reason")


def check_shape(act: str, data: Mapping[str, Any]) -> None:
    """Raise `Invalid` unless the data of an act is there, short enough, and its days are days."""
    for key in lifecycle.BY_ACT[act].given:
        if not str(data.get(key, "")).strip():
            raise Invalid("Fill in “{label}”.", label=Sentence(GIVEN[key]), field=key)
    for key in {"term", "review_date"} & set(lifecycle.BY_ACT[act].given):
        try:
            date.fromisoformat(str(data[key]))
        except ValueError:
            raise Invalid("Write “{label}” as a date: YYYY-MM-DD.", label=Sentence(GIVEN[key]), field=key) from None
    for key, value in data.items():
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise Invalid(
                "“{label}” has more than {most} characters.",
                label=Sentence(GIVEN.get(key, key)),
                most=LONGEST_TEXT,
                field=key,
            )


GIVEN = {
    "reference": "Reference number",
    "contact": "Contact person",
    "next_step": "Next step to expect",
    "reason": "Reason",
    "text": "Explanation",
    "term": "Answer until",
    "review_date": "Review on",
    "executing_authority": "Executing authority",
    "items": "Items refused",
}
