# SPDX-License-Identifier: Apache-2.0
"""Which organisation and which body a text belongs to: two tables, read in order, the first that fits wins."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


def _mixed(form: str) -> str:
    """Return the form with names in any case and acronyms in capitals only."""
    return "|".join(one if one.startswith(r"\b") else f"(?i:{one})" for one in re.split(r"\|(?![^(]*\))", form))


_O = r"Organi[sz]ation"
ORGANISATIONS = (
    (
        "ECO",
        rf"\bECO\b|Economic Cooperation {_O}|Ekonomik İşbirliği|Экономического сотрудничества|سازمان همکاری اقتصادی",
    ),
    (
        "OTS",
        (
            rf"\bOTS\b|{_O} of Turkic States|Turkic[- ]Speaking (?:States|Countries)|Turkic Council|"
            rf"Türk Devletleri|TÜRK DEVLETLERİ|"
            r"Түркі мемлекеттер|тюркских государств|Türk Dövlətləri|сотрудничества тюркоязычных"
        ),
    ),
    (
        "OIC",
        (
            rf"\bOIC\b|{_O} of (?:the )?Islamic (?:Cooperation|Conference)|Islamic (?:Summit|Conference)|"
            r"Исламского сотрудничества|İslam İşbirliği|منظمة التعاون الإسلامي|سازمان همکاری اسلامی"
        ),
    ),
    ("SCO", rf"\bSCO\b|Shanghai Cooperation {_O}|Шанхайской организации|\bШОС\b"),
    ("CIS", r"\bCIS\b|Commonwealth of Independent States|Содружества Независимых|\bСНГ\b"),
    ("CICA", r"\bCICA\b|Conference on Interaction and Confidence"),
    ("GUAM", r"\bGUAM\b"),
    ("BSEC", r"\bBSEC\b|Black Sea Economic Cooperation"),
    ("GCC", r"\bGCC\b|Gulf Cooperation Council|Cooperation Council for the Arab States"),
    ("LAS", r"League of Arab States|Arab League|جامعة الدول العربية"),
    ("D-8", r"\bD-8\b|Developing[- ]Eight"),
    ("ASEAN", r"\bASEAN\b|Association of South[- ]?East Asian Nations"),
    ("ASEM", r"\bASEM\b|Asia[- ]Europe Meeting"),
    ("SAARC", r"\bSAARC\b|South Asian Association"),
    ("AU", r"African Union"),
    ("BRICS", r"\bBRICS\b"),
    ("CSTO", r"\bCSTO\b|Collective Security Treaty"),
    ("OSCE", r"\bOSCE\b|Security and Co-?operation in Europe"),
    ("COE", r"Council of Europe"),
    ("EU", r"European Union"),
    ("IAP", r"International Association of Prosecutors"),
    ("UN", r"United Nations|\bUN(?:ODC|GA)?\b|Организации Объединенных Наций|Birleşmiş Milletler"),
)
BODIES = (
    (
        "prosecutors-general",
        (
            r"Attorneys?\s?/\s?Prosecutors?[- ]General|Prosecutors?[- ](?:the )?General|General Prosecutors|"
            r"Attorneys?[- ]General|Chief Prosecutors|Heads of (?:the )?Prosecut|General Prosecutor['’]?s['’]? Offices|"
            r"Prosecut(?:or|ion)s? (?:Services|Authorities)|[Гг]енеральных прокуроров|Başsavcı|Baş prokuror|دادستان"
        ),
    ),
    (
        "law-enforcement-heads",
        (
            r"Heads of (?:the )?Law[- ]+ ?Enforcement|Law[- ]Enforcement (?:Agencies|Heads)|"
            r"Police Chiefs"
        ),
    ),
    ("rccaco", r"RCCACO|Anti-?[Cc]orruption Agencies and Ombuds"),
    ("anti-narcotics", r"[Aa]nti-?[Nn]arcotics?|[Dd]rug[- ]Control|DCCU|Narcotics Control"),
    ("anti-corruption", r"[Aa]nti-?[Cc]orruption (?:Authorities|Law|Agencies|Bodies)"),
    (
        "interior-ministries",
        (
            r"(?:Interior|Internal Affairs) Minist|Minist(?:ers|ries) of (?:the )?Interior|"
            r"Minist(?:ers|ries) of Internal Affairs|внутренних дел"
        ),
    ),
    ("justice-ministries", r"Justice Minist|Minist(?:ers|ries) of Justice|Law Ministers|юстиции"),
    ("supreme-courts", r"Supreme Courts|Chief Justices|Presidents of (?:the )?Supreme"),
    ("security-councils", r"Security Council Secretaries|Secretaries of (?:the )?Security Councils"),
    ("customs", r"Customs (?:Administrations|Services|Authorities)|Heads of (?:the )?Customs"),
    (
        "heads-of-state",
        (
            r"Heads? of States?(?! (?:bod|enter))|Summit|Heads of Government|глав государств|"
            r"Devlet Başkanları"
        ),
    ),
    ("foreign-ministers", r"Foreign Minist|Minist(?:ers|ries) (?:of|for) Foreign|Council of Ministers|иностранных дел"),
    ("parliaments", r"Parliamentary (?:Assembly|Union)|Speakers of|Inter-?Parliamentary"),
    ("general-assembly", r"General Assembly"),
    ("congress-crime", r"Congress on (?:the )?(?:Crime Prevention|Prevention of Crime)"),
    ("conference-of-parties", r"Conference of the (?:States )?Parties"),
)
_ORGANISATION = tuple((slug, re.compile(_mixed(form))) for slug, form in ORGANISATIONS)
_BODY = tuple((slug, re.compile(form, re.IGNORECASE)) for slug, form in BODIES)
MEETING_NAME = re.compile(
    r"\b(?:Council|Conference|Meeting|Forum|Committee|Commission|Assembly|Congress|Network)\s(?:of|for|on)\s"
)


@dataclass(frozen=True, slots=True)
class Belongs:
    """Organisation id and body slug; `others` are organisations also named."""

    organisation: str
    body: str
    others: tuple[str, ...] = ()


def organisations(text: str) -> list[str]:
    """Return the ids of the organisations named, most frequent first, then as first named."""
    counted = [
        (len(found), -found[0].start(), slug) for slug, form in _ORGANISATION if (found := list(form.finditer(text)))
    ]
    return [slug for _, _, slug in sorted(counted, reverse=True)]


def body(text: str, organisation: str) -> str:
    """Return the slug of the body a phrase names first (`eco-prosecutors-general`); empty where it names none."""
    hits = [(found.start(), -len(found.group()), slug) for slug, form in _BODY if (found := form.search(text))]
    if not hits:
        return ""
    slug = min(hits)[2]
    return f"{organisation.lower()}-{slug}" if organisation else slug


def slugged(text: str) -> str:
    """Return text as lower-case Latin words joined by hyphens, at most 60 signs."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ə", "e")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:60].strip("-")
