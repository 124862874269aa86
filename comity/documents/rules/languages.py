# SPDX-License-Identifier: Apache-2.0
"""What a language tag (BCP 47) says about the page: direction, script, region. Source: RFC 5646, section 2.1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.base.errors import Invalid

LONGEST = 35  # characters; RFC 5646, section 4.4.1
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?:-[a-z0-9]{1,8})*",
    re.ASCII | re.IGNORECASE,
)
# Languages written in Arabic script when the tag names no script (CLDR, likely subtags).
_ARABIC = frozenset(
    [
        "ar",
        "arz",
        "ary",
        "apc",
        "ckb",
        "fa",
        "glk",
        "haz",
        "ks",
        "lrc",
        "mzn",
        "prs",
        "ps",
        "sd",
        "skr",
        "ug",
        "ur",
        "uzs",
        "azb",
        "bal",
        "bqi",
    ]
)
_OTHER_RTL = {"he": "hebr", "yi": "hebr", "dv": "thaa", "syr": "syrc"}
_RTL_SCRIPTS = frozenset({"arab", "aran", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand"})


@dataclass(frozen=True, slots=True)
class Voice:
    """How one language is set: its subtags, whether it runs right to left, and whether in Arabic script."""

    tag: str
    language: str
    region: str | None
    rtl: bool
    arabic: bool


def voice(tag: str) -> Voice:
    """Return how the language of this tag is set; raise `Invalid` when it is no language tag."""
    found = _TAG.fullmatch(tag) if len(tag) <= LONGEST else None
    if found is None:
        shown = tag[:40].encode("ascii", "replace").decode()
        raise Invalid(
            "“{shown}” is no language tag: write it as “en”, “fa” or “uz-Cyrl”.", shown=shown, field="language"
        )
    language = found["language"].lower()
    script = (found["script"] or ("arab" if language in _ARABIC else _OTHER_RTL.get(language, ""))).lower()
    region = found["region"].upper() if found["region"] and found["region"].isalpha() else None
    return Voice(tag, language, region, script in _RTL_SCRIPTS, script in {"arab", "aran"})
