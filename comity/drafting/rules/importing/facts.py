# SPDX-License-Identifier: Apache-2.0
"""The facts at the head and foot of a text: title, kind, language, place, days, languages signed in, parties."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from comity.drafting.rules.importing import dates, phrases, states
from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.datelines import is_dateline
from comity.drafting.rules.importing.parts import Parts
from comity.drafting.rules.importing.shape import Day, Party

STOPWORDS = {
    "en": "the of and to in for with on that by as shall which",
    "fr": "le la les des et du dans pour sur que qui par aux",
    "ru": "и в на по с о об для от их государств при",
    "tr": "ve bir ile için olarak bu da olan ederek üye arasında",
    "az": "və ilə üçün bir bu olan üzrə edir dövlətlərin arasında haqqında",
    "uz": "va bilan uchun bo'yicha bu ham davlatlar to'g'risida o'rtasida",
    "kk": "және мен үшін бойынша туралы мемлекеттер бұл арасында",
    "ky": "жана менен үчүн боюнча жөнүндө мамлекеттер бул",
    "tg": "ва бо барои дар ки аз давлатҳои ба",
    "fa": "و در به از که را این با برای است می",
    "ar": "في من على إلى أن التي هذا مع عن الدول",
    "ur": "اور کے کی میں سے کو ہے کا پر نے",
    "tk": "we bilen üçin bu döwletleriň boýunça hakynda",
}
LANGUAGES = {
    name: tag
    for tag, names in {
        "en": "english английском ingilizce انگلیسی",
        "ru": "russian русском",
        "tr": "turkish türkçe",
        "az": "azerbaijani",
        "kk": "kazakh",
        "ky": "kyrgyz",
        "uz": "uzbek",
        "tk": "turkmen",
        "tg": "tajik",
        "fa": "persian farsi فارسی",
        "prs": "dari",
        "ps": "pashto",
        "ur": "urdu",
        "ar": "arabic",
        "fr": "french",
        "hu": "hungarian",
        "zh": "chinese",
        "es": "spanish",
    }.items()
    for name in names.split()
}
LANGUAGE = re.compile(rf"\b(?:{'|'.join(LANGUAGES)})\b", re.IGNORECASE)
TAKES_PART = re.compile(
    r"\b(?:attended|participat\w+|delegations|represented|representatives\sof|took\spart|met\b|signator|following\s(?:countries|states|member)|governments?\sof|Parties)",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:held|convened|convening|took\splace|gathered|met|assembled|attended|meeting\s(?:on|in|at|for)|hosted|summit\sin)\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:decisions?|recommendations?|outcomes?|results|conclusions|declarations?|reports?)\s(?:\w+\s){0,2}(?:at|of|by|in)\s(?:the|its|their|our)\s[^,;.]{0,160}",
    re.IGNORECASE,
)
GENERIC_TITLE = re.compile(
    r"(?:the\s)?(?:joint\s|final\s|draft\s)*(?:declaration|statement|communiqu[ée]|convention|agreement|protocol|statutes?|charter|resolution|"
    r"report|conclusions|action\splan|plan\sof\saction|memorandum(?:\sof\sunderstanding)?|декларация|соглашение|конвенция|bildiri|deklarasyon)$",
    re.IGNORECASE,
)  # fmt: skip


def language(text: str) -> str:
    """Return the BCP 47 tag of the language most of the words are of; "en" where none can be told."""
    words = Counter(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text[:200_000].casefold().replace("’", "'")))
    scored = {tag: sum(words[word] for word in listed.split()) for tag, listed in STOPWORDS.items()}
    best = max(scored, key=lambda tag: scored[tag])
    return best if scored[best] else "en"


def title(parts: Parts) -> tuple[str, list[Block]]:
    """Return the title and the blocks it was printed in; empty where the masthead has none."""
    lines = [block for block in parts.masthead if not is_dateline(block.text)]
    if not lines:
        return "", []
    chosen = next((i for i, block in enumerate(lines) if phrases.kind_in(block.whole)), 0)
    taken = [lines[chosen]]
    if GENERIC_TITLE.match(taken[0].text) or phrases.CONTINUES.search(taken[0].text):
        for block in lines[chosen + 1 : chosen + 4]:
            if re.match(
                r"(?:of|on|for|between|among|to|concerning|against|about|adopted|о|об|по)\b", block.text, re.IGNORECASE
            ):
                taken.append(block)
            else:
                break
    return " ".join(block.whole for block in taken), taken


def signed_in(closing: str) -> tuple[str, ...]:
    """Return the languages a text was signed in, by its closing."""
    found = dict.fromkeys(LANGUAGES[match.group().casefold()] for match in LANGUAGE.finditer(closing))
    return tuple(found)


def _held_in(text: str) -> list[re.Match[str]]:
    """Return where a text says that a meeting was held, the plainest first: “was held” before “held in”."""
    found = [
        match
        for match in islice(HELD.finditer(text), 40)
        if not re.search(r"\b(?:be|being|not)\s$", text[max(match.start() - 8, 0) : match.start()])
    ]
    return sorted(
        found, key=lambda match: not re.search(r"\b(?:was|were)\s$", text[max(match.start() - 8, 0) : match.start()])
    )


def held(parts: Parts) -> Day | None:
    """Return the days the meeting was held: as the opening paragraphs tell, else as the masthead or title prints."""
    opening = [block.whole for block in [*parts.preamble[:6], *parts.body[:4]]]
    for text in opening:
        for match in _held_in(text):
            near = dates.first(text[max(match.start() - 60, 0) : match.end() + 260])
            if near is not None and near.precision == "day":
                return near
    return dates.first("\n".join(block.whole for block in parts.masthead))


def adopted(parts: Parts) -> Day | None:
    """Return the day of the closing, else of the masthead."""
    closing = dates.first("\n".join(block.whole for block in parts.closing))
    return closing or dates.first("\n".join(block.whole for block in parts.masthead))


def place(parts: Parts) -> states.Named | None:
    """Return the city of the closing, else of the masthead, else where the opening says the meeting was held."""
    for blocks in (parts.closing, parts.masthead):
        for block in blocks:
            found = states.place(block.whole)
            if found is not None and not re.search(
                rf"{re.escape(found.name)}\s(?:Declaration|Process)", block.whole[: found.end + 12]
            ):
                return found
    for block in [*parts.preamble[:6], *parts.body[:4]]:
        for match in _held_in(block.whole):
            found = states.place(block.whole[match.start() : match.end() + 300])
            if found is not None:
                return found
    named = [found for block in parts.masthead if (found := states.place(block.whole)) is not None]
    return named[0] if named else None


def parties(texts: list[str], signed: list[tuple[str, str]]) -> tuple[Party, ...]:
    """Return the States that sign or take part: those of the signatures first, then those the opening lists."""
    found: dict[str, Party] = {}
    for index, text in enumerate(texts):
        named = [one for one in states.find(text) if not _is_address(text, one)]
        several = len({one.state for one in named})
        if (several >= 2 and TAKES_PART.search(text)) or (several >= 3 and index < 2):
            for one in named:
                found.setdefault(one.state, Party(one.state, one.name))
    if signed:
        return tuple({code: Party(code, name) for code, name in signed if code}.values())
    return tuple(found.values())


def _is_address(text: str, one: states.Named) -> bool:
    """Say whether a State only tells where a city lies (“in Antalya, Turkey”)."""
    before = text[max(one.start - 30, 0) : one.start]
    return any(city.end >= len(before.rstrip(" ,–-(")) for city in states.cities(before))
