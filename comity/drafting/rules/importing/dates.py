# SPDX-License-Identifier: Apache-2.0
"""Dates as official texts print them: days, spans, months, years, in words and in several languages.

`find` never guesses: a date that could be read two ways (03/04/2015) is given with `ambiguous` true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from comity.drafting.rules.importing.shape import Day

MONTHS = (
    "january jan januar janvier enero января январь ocak yanvar қаңтар январ ژانویه يناير",
    "february feb février fevrier февраля февраль şubat subat fevral ақпан феврал فوریه فبراير",
    "march mar mars марта март mart наурыз مارس",
    "april apr avril апреля апрель nisan aprel сәуір апрел آوریل أبريل ابريل",
    "may mai мая май mayıs mayis mamır мамыр مهٔ مه مايو",
    "june jun juin июня июнь haziran iyun маусым ژوئن يونيو",
    "july jul juillet июля июль temmuz iyul шілде ژوئیه يوليو",
    "august aug août aout августа август ağustos agustos avqust avgust тамыз اوت أغسطس",
    "september sept sep septembre сентября сентябрь eylül eylul sentyabr қыркүйек سپتامبر سبتمبر",
    "october oct octobre октября октябрь ekim oktyabr қазан اکتبر أكتوبر",
    "november nov novembre ноября ноябрь kasım kasim noyabr қараша نوامبر نوفمبر",
    "december dec décembre decembre декабря декабрь aralık aralik dekabr желтоқсан دسامبر ديسمبر",
)
MONTH = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
NAMES = "|".join(sorted((re.escape(word) for word in MONTH), key=len, reverse=True))
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
SMALL = {word: number for number, word in enumerate([*UNITS.split(), "eighteen", "nineteen"])}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
FIRSTS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINAL_WORDS = {word: number for number, word in enumerate(FIRSTS.split(), start=1)} | {
    f"twenty-{word}": 20 + number for number, word in enumerate(FIRSTS.split()[:9], start=1)
}
ORDINAL_WORDS |= {"thirtieth": 30, "thirty-first": 31}

_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|-?[ао]?го)?"
_DAY, _LAST = _D.format("d1"), _D.format("d2")
_TO = r"(?:\s?[-–—‑]\s?|\s(?:to|and|until|till|по|ile|au)\s|\s?&\s?)"
_OF = r"(?:\s(?:day\s)?(?:of\s)?(?:the\smonth\sof\s)?|\s?[-–]\s?|\.\s?)"
_FIRSTS = "|".join(sorted(ORDINAL_WORDS, key=len, reverse=True))
_YEAR = r"(?P<y>(?:1[6-9]|20|21)\d\d)"
DATE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<words>{_FIRSTS})(?:\sday)?\sof\s(?P<wm>{NAMES})\.?(?:,|\sin\sthe\syear)?"
    rf"\s(?:(?P<wy>(?:1[6-9]|20|21)\d\d)|(?P<wyw>(?:two\sthousand|one\sthousand\snine\shundred)(?:\sand)?(?:\s[a-z]+(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?)?))"
    rf"|{_DAY}(?:{_OF}(?P<m0>{NAMES})\.?(?:,?\s(?P<y0>(?:1[6-9]|20|21)\d\d))?)?{_TO}(?:the\s)?{_LAST}{_OF}(?P<m2>{NAMES})\.?(?:,?\s?{_YEAR})?"
    rf"|(?P<d3>[0-3]?\d)(?:st|nd|rd|th|-?[ао]?го|[\"”»])?{_OF}(?P<m3>{NAMES})\.?(?:,?\s?(?P<y3>(?:1[6-9]|20|21)\d\d))?"
    rf"|(?P<m4>{NAMES})\.?\s(?:the\s)?(?P<d4>[0-3]?\d)(?:st|nd|rd|th)?"
    rf"(?:{_TO}(?:(?P<m5>{NAMES})\.?\s)?(?P<d5>[0-3]?\d)(?:st|nd|rd|th)?)?(?:,?\s(?P<y4>(?:1[6-9]|20|21)\d\d))?"
    rf"|(?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)"
    rf"|(?P<n1>[0-3]?\d)(?P<sep>[./])(?P<n2>[0-3]?\d)(?P=sep)(?P<ny>(?:19|20)\d\d)"
    rf"|(?P<m6>{NAMES})\.?,?\s(?:of\s)?(?P<y6>(?:1[6-9]|20|21)\d\d)"
    rf")(?!\w)",
    re.IGNORECASE,
)
DIGITS = {code: str(index % 10) for index, code in enumerate([*range(0x660, 0x66A), *range(0x6F0, 0x6FA)])}
YEAR = re.compile(r"(?<![\w/.-])(?:19|20|21)\d\d(?![\w/-]|\.\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a string, with its span; `yearless` where the year is not printed, `ambiguous` where two days fit."""

    day: Day
    start: int
    end: int
    yearless: bool = False
    ambiguous: bool = False


def find(text: str, *, year: int | None = None) -> list[Found]:
    """Return every date of the text in order; a day without a year takes `year`, or is left out where none is known."""
    found = []
    for match in DATE.finditer(text.translate(DIGITS)):
        try:
            one = _read(match, year)
        except ValueError:
            continue
        if one is not None:
            found.append(one)
    return found


def first(text: str, *, year: int | None = None) -> Day | None:
    """Return the first date given to the day, else the first month, else None."""
    found = find(text, year=year)
    exact = [one.day for one in found if one.day.precision == "day"]
    return next(iter(exact or [one.day for one in found]), None)


def years(text: str) -> list[int]:
    """Return the years printed in the text."""
    return [int(match.group()) for match in YEAR.finditer(text)]


def _read(match: re.Match[str], year: int | None) -> Found | None:
    got = match.groupdict()
    span = (match.start(), match.end())
    printed = match.group()
    if got["words"]:
        when = int(got["wy"]) if got["wy"] else _year_in_words(got["wyw"])
        day = date(when, MONTH[got["wm"].casefold()], ORDINAL_WORDS[got["words"].casefold()])
        return Found(Day(day, day, "day", printed), *span)
    if got["iy"]:
        day = date(int(got["iy"]), int(got["im"]), int(got["id"]))
        return Found(Day(day, day, "day", printed), *span)
    if got["ny"]:
        return _numeric(got, printed, span)
    if got["m6"]:
        start = date(int(got["y6"]), MONTH[_low(got["m6"])], 1)
        return Found(Day(start, _month_end(start), "month", printed), *span)
    return _named(got, printed, span, year)


def _named(got: dict[str, str | None], printed: str, span: tuple[int, int], year: int | None) -> Found | None:
    """Read a day or span with a month's name."""
    month_from: str | None
    month_to: str | None
    if got["m3"]:
        month_from = month_to = got["m3"]
        low = high = got["d3"]
        shown = got["y3"]
        shown_from: str | None = None
    elif got["m2"]:
        month_to, month_from = got["m2"], got["m0"] or got["m2"]
        low, high, shown, shown_from = got["d1"], got["d2"], got["y"], got["y0"]
    else:
        month_from, month_to = got["m4"], got["m5"] or got["m4"]
        low, high, shown, shown_from = got["d4"], got["d5"] or got["d4"], got["y4"], None
    when = int(shown) if shown else year
    if when is None or low is None or high is None:
        return None
    end = date(when, MONTH[_low(month_to)], int(high))
    start = date(int(shown_from) if shown_from else when, MONTH[_low(month_from)], int(low))
    if start > end and not shown_from and MONTH[_low(month_from)] > MONTH[_low(month_to)]:
        start = start.replace(year=when - 1)
    if start > end:
        return None
    return Found(Day(start, end, "day", printed), *span, yearless=not shown)


def _numeric(got: dict[str, str | None], printed: str, span: tuple[int, int]) -> Found:
    one, two, year = int(got["n1"] or 0), int(got["n2"] or 0), int(got["ny"] or 0)
    if two > 12:
        one, two = two, one
    day = date(year, two, one)
    unclear = got["sep"] == "/" and one <= 12 and two <= 12 and one != two
    return Found(Day(day, day, "day", printed), *span, ambiguous=unclear)


def _low(word: str | None) -> str:
    return (word or "").replace("İ", "i").casefold()


def _month_end(start: date) -> date:
    following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _year_in_words(text: str | None) -> int:
    low = (text or "").casefold()
    total = 2000 if low.startswith("two") else 1900
    for word in re.split(r"[-\s]", low)[2 if total == 2000 else 4 :]:
        total += SMALL.get(word, 0) + TENS.get(word, 0)
    return total
