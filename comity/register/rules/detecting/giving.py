# SPDX-License-Identifier: Apache-2.0
"""What a person types as an indicator, in the one form it is kept and compared in."""

from __future__ import annotations

import hashlib

from comity.base.errors import Invalid
from comity.register.rules.detecting import normalising, scanning
from comity.register.rules.detecting.finding import Kind, Message, key
from comity.register.rules.detecting.lexicon import Lexicon

WATCHED = tuple(kind for kind in Kind if kind is not Kind.CODED)
_PLATFORM = {Kind.ACCOUNT, Kind.BOT, Kind.INVITE, Kind.PAYMENT}


def given(kind: str, text: str, lexicon: Lexicon, *, platform: str = "", is_normal: bool = False) -> tuple[Kind, str]:
    """Return kind and normal value of an indicator; raise `Invalid` when the text is none of its kind.

    The kind may turn out narrower than asked: a handle that ends in “bot” is a bot.
    """
    if kind not in WATCHED:
        raise Invalid("Choose what kind of indicator it is.", field="kind")
    wanted, shown = Kind(kind), normalising.visible(text).strip()
    if is_normal:
        return wanted, text
    if not shown or len(shown) > 1_000:
        raise Invalid("Give the indicator itself: a link, a name, an address.", field="value")
    if wanted is Kind.APPLICATION:
        return wanted, " ".join(shown.split())[:300]
    for written in _spellings(wanted, shown):
        for found in scanning.of_message(Message(1, 1, written, platform=platform), lexicon):
            near = {
                wanted,
                Kind.BOT if wanted is Kind.ACCOUNT else wanted,
                Kind.ACCOUNT if wanted is Kind.BOT else wanted,
            }
            if found.kind in near and found.score >= scanning.LIKELY:
                return found.kind, found.value
    if wanted in _PLATFORM and ":" in shown and " " not in shown:
        service, _, name = shown.partition(":")
        if service and name:
            return wanted, f"{service.lower()}:{name if wanted is Kind.INVITE else name.lower()}"
    raise Invalid(
        "“{shown}” does not read as: {kind}. A checksum may not hold.",
        shown=shown[:100],
        kind=wanted.value,
        field="value",
    )


def _spellings(kind: Kind, shown: str) -> tuple[str, ...]:
    if kind in {Kind.ACCOUNT, Kind.BOT} and not shown.startswith("@") and "/" not in shown and ":" not in shown:
        return (f"@{shown}",)
    if kind in {Kind.DOMAIN, Kind.URL} and "://" not in shown:
        return (shown, f"https://{shown}")
    return (shown,)


def key_hash(kind: str, value: str) -> str:
    """Return the hash under which an indicator is looked up."""
    return hashlib.sha256(key(Kind(kind), value).encode()).hexdigest()
