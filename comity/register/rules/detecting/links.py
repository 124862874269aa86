# SPDX-License-Identifier: Apache-2.0
"""Links and domains: of platforms (then the account, bot or invitation they lead to), and all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from comity.register.rules.detecting import numbers
from comity.register.rules.detecting.finding import Kind, Reason
from comity.register.rules.detecting.lexicon import Lexicon, kind_of

_LABEL = r"[^\W_](?:[^\W_]|-){0,62}"
_HOST = rf"(?:{_LABEL}\.){{1,8}}(?:xn--[a-z0-9-]{{2,59}}|[^\W\d_]{{2,24}})"
_LINK = re.compile(rf"(?<![\w@.-])(?P<scheme>https?://)?(?:[\w.%+-]{{1,64}}@)?(?P<host>{_HOST})(?::[0-9]{{2,5}})?(?P<path>[/?#][^\s<>\"'«»“”]*)?",
                   re.IGNORECASE)  # fmt: skip
_TG = re.compile(r"\btg://(?P<verb>resolve|join)\?(?:domain|invite)=(?P<value>[A-Za-z0-9_+-]{4,64})", re.IGNORECASE)
_TRAILING = ".,;:!?)]}’”»…"
_GENERIC = frozenset({
    "com", "net", "org", "info", "biz", "shop", "store", "online", "site", "xyz", "top", "club", "app", "dev", "io",
    "me", "cc", "tv", "ws", "pro", "live", "link", "click", "market", "onion", "space", "website", "tech", "cloud",
    "digital", "fun", "icu", "vip", "work", "world", "group", "chat", "team", "zone", "today", "life", "best",
    "bar", "cafe", "delivery",
})  # fmt: skip
_COUNTRY = frozenset({
    "ac", "ad", "ae", "af", "ag", "ai", "al", "am", "ao", "ar", "at", "au", "az", "ba", "bd", "be", "bg", "bh",
    "bi", "bo", "br", "by", "bz", "ca", "cd", "ch", "ci", "cl", "cm", "cn", "co", "cr", "cu", "cy", "cz", "de",
    "dk", "dz", "ec", "ee", "eg", "es", "et", "eu", "fi", "fr", "ga", "ge", "gh", "gl", "gr", "hk", "hr", "hu",
    "id", "ie", "il", "in", "iq", "ir", "is", "it", "jo", "jp", "ke", "kg", "kh", "kr", "kw", "kz", "la", "lb",
    "li", "lk", "lt", "lu", "lv", "ly", "ma", "mk", "ml", "mn", "mt", "mx", "my", "ng", "nl", "no", "np", "nz",
    "om", "pe", "ph", "pk", "pt", "pw", "qa", "ro", "rs", "ru", "sa", "se", "sg", "si", "sk", "su", "sy", "tf",
    "th", "tj", "tk", "tm", "tn", "to", "tr", "tt", "tw", "ua", "ug", "uk", "us", "uy", "uz", "ve", "vn", "ye",
    "za", "zm", "рф", "қаз", "бел", "укр", "мкд", "срб", "امارات", "ایران", "عراق", "السعودية", "مصر", "الاردن",
    "پاکستان",
})  # fmt: skip
_SECOND = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "k12", "biz", "info"])
_FILES = frozenset({"cc", "md", "pl", "rs", "sh"})
# Harmless as written alone: where everyone's mail, films and searches are. A link to a page there is still shown.
COMMON = frozenset({
    "google.com", "youtube.com", "youtu.be", "gmail.com", "mail.ru", "yandex.ru", "ya.ru", "wikipedia.org",
    "apple.com", "microsoft.com", "facebook.com", "twitter.com", "x.com", "t.co",
})  # fmt: skip

Found = tuple[int, int, Kind, str, float, tuple[Reason, ...]]


def find(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """Yield what every link and domain of a refanged text leads to."""
    for match in _TG.finditer(text):
        is_invite = match["verb"].lower() == "join"
        kind = Kind.INVITE if is_invite else kind_of("name", match["value"], is_payment=False)
        value = match["value"] if is_invite else match["value"].lower()
        yield match.start(), match.end(), kind, f"telegram:{value}", 1.0, (Reason("platform-link", "telegram"),)
    for match in _LINK.finditer(text):
        end = match.start() + len(match[0].rstrip(_TRAILING))
        found = _platform(text[match.start() : end], lexicon) or _other(match, text[match.start() : end])
        if found:
            yield match.start(), end, *found


def ascii_host(host: str) -> str:
    """Return a host in small ASCII letters (IDNA), or an empty text when it cannot be one."""
    try:
        made = host.rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return made if len(made) <= 253 else ""


def uri(link: str) -> str:
    """Return a link with every character no URI may hold in percent form (RFC 3986), up to 1,000 characters."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})[0-9A-Fa-f]?$", "", quote(link, safe="%/:?#@!$&'()*+,;=~-._")[:1_000])


def registrable(host: str) -> str:
    """Return the part of a host that is registered: two labels, three under com.tr and its like."""
    labels = host.split(".")
    size = 3 if len(labels) > 2 and labels[-2] in _SECOND and len(labels[-1]) == 2 else 2
    return ".".join(labels[-size:])


def _platform(link: str, lexicon: Lexicon) -> tuple[Kind, str, float, tuple[Reason, ...]] | None:
    bare = re.sub(r"^https?://", "", link, flags=re.IGNORECASE)
    for shape in lexicon.shapes:
        match = shape.pattern.match(bare)
        if match is None:
            continue
        group, value = next((g, v) for g, v in match.groupdict().items() if v)
        kind = kind_of(group, value, is_payment=shape.is_payment)
        why = (Reason("platform-link", shape.platform),)
        if kind is Kind.PHONE:
            number = numbers.international(value if value.startswith("+") else f"+{value}")
            return (kind, number, 0.95, why) if number else None
        return kind, f"{shape.platform}:{value if group == 'invite' else value.lower()}", 1.0, why
    return None


def _other(match: re.Match[str], link: str) -> tuple[Kind, str, float, tuple[Reason, ...]] | None:
    shown = match["host"].lower()
    host, top = ascii_host(shown), shown.rpartition(".")[2]
    path = link[match.end("host") - match.start() :] if match["path"] or ":" in link[-7:] else ""
    is_listed = top in _GENERIC or top in _COUNTRY
    has_scheme, has_www = bool(match["scheme"]), shown.startswith("www.")
    if not host or not (has_scheme or is_listed):
        return None
    is_bare = not (has_scheme or has_www or path)
    if is_bare and (len(registrable(shown)) < 7 or match["host"][-2:].isupper() or top in _FILES):
        return None  # “ok.no”, “main.rs”: two words run together or a file, more often than a name
    why = [Reason("link" if has_scheme else "domain")]
    if host != shown:
        why.append(Reason("international-name", host))
    bare = host.removeprefix("www.")
    if registrable(bare) in COMMON:
        return (Kind.URL, uri(f"https://{bare}{path}"), 0.4, (*why, Reason("common-site"))) if len(path) > 1 else None
    score = 0.95 if has_scheme or has_www else 0.8 if path else 0.7
    if len(path) > 1:
        return Kind.URL, uri(f"{(match['scheme'] or 'https://').lower()}{bare}{path}"), score, tuple(why)
    return Kind.DOMAIN, bare, score, tuple(why)
