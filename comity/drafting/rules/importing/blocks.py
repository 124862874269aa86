# SPDX-License-Identifier: Apache-2.0
"""Joins lines to paragraphs: a wrapped line belongs to the one above, a list item or a new sentence does not."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from comity.drafting.rules.importing import markers, phrases
from comity.drafting.rules.importing.cleaning import Line
from comity.drafting.rules.importing.datelines import is_dateline
from comity.drafting.rules.importing.shape import Doubt, Lines

CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,3}$")
HANGING = re.compile(r"(?:of|for|and|to)\s(?:the|its|their)\s")
POINTS_ON = re.compile(
    r"\b(?:paragraphs?|articles?|chapters?|sections?|nos?\.?|points?|items?|and|or|of|to|the)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text without the marker, the marker, the lines it was printed on."""

    text: str
    marker: markers.Marker | None
    lines: tuple[Line, ...]

    @property
    def at(self) -> Lines:
        """Return the lines of the source it stands on."""
        return Lines(self.lines[0].no, self.lines[-1].no)

    @property
    def whole(self) -> str:
        """Return the paragraph with its marker as printed."""
        return f"{self.marker.printed} {self.text}".strip() if self.marker else self.text

    @property
    def indent(self) -> int:
        """Return how deep its first line was indented."""
        return self.lines[0].indent


@dataclass(frozen=True, slots=True)
class Setting:
    """How the source is set: the usual line length, and whether its lines are wrapped there."""

    width: int
    is_wrapped: bool


def build(lines: list[Line]) -> tuple[list[Block], list[Doubt]]:
    """Return the paragraphs of clean lines, and a doubt for each join across a gap."""
    lines = _single_spaced(lines)
    how = setting(lines)
    doubts: list[Doubt] = []
    groups: list[list[Line]] = []
    gap = torn = True
    for line in lines:
        torn = torn or line.new_page or line.mark == "page"
        if not line.text:
            gap = True
            continue
        above = groups[-1][-1] if groups else None
        is_torn = torn and above is not None and _runs_over(above, line, how)
        if above is not None and (is_torn or _joins(above, line, groups[-1], gap=gap, how=how)):
            if gap:
                doubts.append(_joined(above, line))
            groups[-1].append(line)
        else:
            groups.append([line])
        gap = torn = False
    return [block for group in groups for block in _blocks(group)], doubts


def setting(lines: list[Line]) -> Setting:
    """Measure the source: it is wrapped where many lines end near one width."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    longest = lengths[-1] if lengths else 0
    if 50 < longest <= 100 and any(_runs_on(a, b, longest) for a, b in pairwise(lines)):
        return Setting(longest, is_wrapped=True)
    if len(lengths) < 6:
        return Setting(10_000, is_wrapped=False)
    width = lengths[int(len(lengths) * 0.9)]
    near = sum(0.75 * width <= length <= 1.15 * width for length in lengths)
    return Setting(width, is_wrapped=35 < width <= 130 and near >= 0.3 * len(lengths) and longest <= 1.6 * width)


def _runs_on(above: Line, below: Line, longest: int) -> bool:
    """Say whether a line was wrapped: it is long, ends no sentence, and plain text stands right below it."""
    if not above.text or not below.text or len(above.text) < 0.8 * longest:
        return False
    ends = phrases.ENDED.search(above.text) or markers.read(below.text) is not None
    return not ends and "\t" not in above.text + below.text


def _single_spaced(lines: list[Line]) -> list[Line]:
    """Take the empty line out between any two lines, where a source is printed so throughout."""
    filled = [i for i, line in enumerate(lines) if line.text]
    pairs = list(itertools.pairwise(filled))
    if len(pairs) < 8:
        return lines
    apart = [(a, b) for a, b in pairs if b - a == 2]
    broken = [1 for a, b in apart if _mid_sentence(lines[a].text, lines[b].text)]
    open_ended = [1 for a, _ in apart if lines[a].text[-1].isalnum()]
    even = setting(lines).is_wrapped and len(open_ended) > 0.5 * len(apart) and len(broken) > 0.1 * len(apart)
    if len(apart) < 0.8 * len(pairs) or (len(broken) < 0.25 * len(apart) and not even):
        return lines
    drop = {a + 1 for a, b in apart if not phrases.ENDED.search(lines[a].text)}
    return [line for i, line in enumerate(lines) if i not in drop]


def _mid_sentence(above: str, below: str) -> bool:
    return above[-1].isalnum() and below[:1].islower() and markers.read(below) is None


def _joins(above: Line, line: Line, group: list[Line], *, gap: bool, how: Setting) -> bool:
    """Say whether a line goes on with the paragraph above it."""
    if "\t" in line.text or "\t" in above.text or CONTENTS.search(line.text) or CONTENTS.search(above.text):
        return False
    marker = markers.read(line.text)
    if marker is not None and not _is_number_of_above(above, marker):
        return False
    head = markers.read(group[0].text) if len(group) == 1 else None
    if head is not None and head.rest == "":
        return head.kind == "listed" and not gap
    if gap:
        return _crosses(above, line, group)
    if above.mark == "strong" == line.mark:
        return True
    if phrases.recites(line.text) and above.text.endswith((",", ";", ".", "and", ":")):
        return False
    if phrases.CLOSING.match(line.text) and line.text[0].isupper() and phrases.ENDED.search(above.text):
        return False
    if line.text[0].isupper() and above.text.endswith((",", ";")) and phrases.ENACTING.search(line.text):
        return False
    return _flows(above.text, line.text, how)


def _runs_over(above: Line, line: Line, how: Setting) -> bool:
    """Say whether a sentence goes on over a page: its line was full, and plain text follows."""
    if not how.is_wrapped or phrases.ENDED.search(above.text) or above.text.endswith(",") or is_dateline(line.text):
        return False
    starts = markers.read(line.text) or phrases.recites(line.text) or phrases.CLOSING.match(line.text)
    return not starts and len(above.text) >= 0.7 * how.width and "\t" not in above.text + line.text


def _crosses(above: Line, line: Line, group: list[Line]) -> bool:
    """Say whether a sentence that stopped at a gap (a page break, as a rule) goes on below it."""
    if above.mark == "strong" == line.mark or (HANGING.match(line.text) and above.text[-1].isalnum()):
        return True
    length = sum(len(one.text) for one in group)
    if not above.text[-1].isalnum() or length <= 40 or len(line.text) < 25 or is_dateline(line.text):
        return False
    if phrases.ENACTING.search(above.text):
        return False
    if line.text[0].islower():
        return True
    starts = phrases.PREAMBLE.match(line.text) or phrases.CLOSING.match(line.text) or phrases.OPERATIVE.match(line.text)
    is_prose = length > 150 and above.text[0].isupper() and " " in group[0].text
    return is_prose and not starts and len(line.text) > 40 and bool(phrases.ENDED.search(line.text))


def _flows(above: str, below: str, how: Setting) -> bool:
    ended = bool(phrases.ENDED.search(above))
    if below[0].islower():
        if not how.is_wrapped and above.endswith((",", ";")) and len(above) > 60:
            return False  # one recital to a line
        return not above.endswith((".", ":")) or (how.is_wrapped and not above.endswith(":"))
    if not how.is_wrapped:
        return bool(phrases.CONTINUES.search(above)) and not above.endswith((",", "-", "–"))
    room = how.width - len(above)
    fits = len(below.split(" ", 1)[0]) < room  # the next word would have fitted: the line was ended on purpose
    if ended:
        return not fits and len(above) > 0.8 * how.width and not above.endswith((":", ";"))
    return len(above) >= 0.7 * how.width or (
        bool(phrases.CONTINUES.search(above)) and len(above) > (30 if above.endswith(",") else 15)
    )


def _is_number_of_above(above: Line, marker: markers.Marker) -> bool:
    """Say whether a number at the head of a line is the end of “… paragraph”, wrapped."""
    return marker.kind == "listed" and bool(POINTS_ON.search(above.text)) and len(above.text) > 40


def _joined(above: Line, line: Line) -> Doubt:
    return Doubt(
        "joined-across-gap",
        Lines(above.no, line.no),
        "A sentence seems to go on after an empty line or a page break. Is it one paragraph?",
        f"One paragraph: “…{above.text[-40:]} {line.text[:40]}…”",
        ("Two paragraphs",),
    )


def _blocks(group: list[Line]) -> list[Block]:
    text = group[0].text
    for line in group[1:]:
        text = f"{text}{line.text}" if re.search(r"\w-$", text) and line.text[0].islower() else f"{text} {line.text}"
    marker = markers.read(text)
    inner = markers.read(marker.rest) if marker and marker.kind in {"listed", "nested"} else None
    if (
        marker
        and inner
        and inner.kind == "listed"
        and any(one.value == 1 and one.style != marker.readings[0].style for one in inner.readings)
    ):
        outer = replace(marker, rest="")  # “2. (a) …” heads two items
        return [Block("", outer, tuple(group)), Block(inner.rest, inner, tuple(group))]
    return [Block(marker.rest if marker else text, marker, tuple(group))]
