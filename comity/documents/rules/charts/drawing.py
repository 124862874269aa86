# SPDX-License-Identifier: Apache-2.0
"""The sheet charts are drawn on: rectangles, words, patterns and the legend, mirrored when the language asks for it.

Every shape says its colour outright, as print needs it, and its class, by which the pages' style sheet sets the colours
of light and dark. No style attribute, no script, no reference out of the picture.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from comity.documents.rules.languages import voice

WIDTH = 720.0
SIZE = 13.0
LINE = 17.0
INK, QUIET, FAINT, PLATE = "#1a1f24", "#555d66", "#d5dade", "#ffffff"
# Eight colours that stay apart for the common kinds of colour blindness, after Okabe and Ito (2008), made darker.
COLOURS = ("#0b5d9c", "#c4521b", "#1d7a5f", "#8a5a9e", "#9a6b00", "#b23a62", "#4a6fb0", "#5f6b73")
# What is drawn over each colour in a square of 8: the pattern that says the same without colour.
_PATTERNS = (
    "",
    "M-2 10L10 -2M-2 2L2 -2M6 10L10 6",
    "M2 2h2v2h-2zM6 6h2v2h-2z",
    "M0 4H8",
    "M0 0L8 8M0 8L8 0",
    "M4 0V8",
    "M-2 -2L10 10M-2 6L2 10M6 -2L10 2",
    "M0 4H8M4 0V8",
)
_ARABIC = re.compile("([\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u200c\u200d]+)")
_RTL_ISOLATE, _ISOLATE, _END = "\u2067", "\u2068", "\u2069"  # Unicode Standard Annex 9, 2.4
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how wide the text is, on the generous side."""
    return sum(_width(letter) for letter in text) * size


def _width(letter: str) -> float:
    if letter in "il.,:;|!'()[] ":
        return 0.33
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or letter in "mwMWШЩЖЮшщжюм@%":
        return 0.95
    return 0.7 if letter.isupper() else 0.59


def folded(text: str, room: float, size: float = SIZE, most: int = 3) -> list[str]:
    """Return the text in at most `most` lines that fit the room; what is left out is shown by an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [_cut(line, room, size) for line in lines]


def _cut(line: str, room: float, size: float) -> str:
    if width_of(line, size) <= room:
        return line
    while line and width_of(line + "…", size) > room:
        line = line[:-1]
    return line + "…"


@dataclass(slots=True)
class Sheet:
    """A picture in the making. x is the distance from where reading starts: the left, or the right in Arabic script."""

    title: str
    says: str
    language: str
    kinds: tuple[str, ...] = ()
    rtl: bool = False
    name: str = ""
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Name the picture after what it says, so that two of them on one page do not share their patterns."""
        self.rtl = voice(self.language).rtl
        seed = f"{self.title}\n{self.says}\n{self.language}".encode("utf-8", "replace")
        self.name = "c" + hashlib.sha256(seed).hexdigest()[:10]

    def box(self, x: float, y: float, wide: float, high: float, kind: int, says: str = "") -> None:
        """Draw a rectangle in colour and pattern of a kind, with what it says when pointed at."""
        place = f'x="{_n(self._left(x, wide))}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}"'
        shown = f"<title>{_text(says)}</title>" if says else ""
        drawn = f'<rect class="chart-{kind}" fill="{COLOURS[kind]}" {place}/>'
        if _PATTERNS[kind]:
            drawn += f'<rect fill="url(#{self.name}-{kind})" {place}/>'
        self.parts.append(f"<g>{shown}{drawn}</g>")

    def plate(self, x: float, y: float, wide: float, high: float) -> None:
        """Draw a piece of paper for words that stand on a pattern."""
        self.parts.append(
            f'<rect class="chart-plate" fill="{PLATE}" rx="2" x="{_n(self._left(x, wide))}" y="{_n(y)}" '
            f'width="{_n(wide)}" height="{_n(high)}"/>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, *, strong: bool = False) -> None:
        """Draw a thin line."""
        name, colour = ("chart-ink", INK) if strong else ("chart-faint", FAINT)
        self.parts.append(
            f'<line class="{name}-line" stroke="{colour}" stroke-width="1" x1="{_n(self._left(x))}" y1="{_n(y)}" '
            f'x2="{_n(self._left(to_x))}" y2="{_n(to_y)}"/>'
        )

    def write(
        self,
        x: float,
        y: float,
        text: str,
        at: str = "start",
        *,
        size: float = SIZE,
        bold: bool = False,
        quiet: bool = False,
    ) -> None:
        """Write one line of words whose start, middle or end is at x."""
        anchor = {"start": "end", "end": "start"}.get(at, at) if self.rtl else at
        name, colour = ("chart-quiet", QUIET) if quiet else ("chart-ink", INK)
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text class="{name}" fill="{colour}" font-size="{_n(size)}" text-anchor="{anchor}"{weight} '
            f'x="{_n(self._left(x))}" y="{_n(y)}">{_spoken(text, size, rtl=self.rtl)}</text>'
        )

    def legend(self, y: float) -> float:
        """Draw what each kind looks like, from y downwards, and return where it ends; nothing for a single kind."""
        if len(self.kinds) < 2:
            return y
        x = 0.0
        for kind, name in enumerate(self.kinds):
            shown = _cut(name, WIDTH - 20, SIZE)
            wide = 20 + width_of(shown) + 18
            if x and x + wide > WIDTH:
                x, y = 0.0, y + LINE + 4
            self.box(x, y, 14, 14, kind)
            self.write(x + 20, y + 11.5, shown)
            x += wide
        return y + LINE + 10

    def finish(self, high: float) -> str:
        """Return the picture, `high` units high."""
        used = range(len(self.kinds) or 1)
        patterns = "".join(
            f'<pattern id="{self.name}-{kind}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path class="chart-hatch" d="{_PATTERNS[kind]}" fill="none" stroke="{PLATE}" stroke-width="1.4"/>'
            "</pattern>"
            for kind in used
            if _PATTERNS[kind]
        )
        defs = f"<defs>{patterns}</defs>" if patterns else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_n(WIDTH)} {_n(high)}" role="img" '
            f'aria-labelledby="{self.name}-t {self.name}-d" direction="ltr" lang={quoteattr(self.language)} '
            'font-family="Noto Sans">'
            f'<title id="{self.name}-t">{_text(self.title)}</title><desc id="{self.name}-d">{_text(self.says)}</desc>'
            f"{defs}{''.join(self.parts)}</svg>"
        )

    def _left(self, x: float, wide: float = 0.0) -> float:
        return WIDTH - x - wide if self.rtl else x


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _spoken(text: str, size: float, *, rtl: bool) -> str:
    """Return the text with its direction said and its Arabic letters in their own font and size."""
    if not _ARABIC.search(text):
        return _text(text)
    parts = (
        f'<tspan font-family="Amiri" font-size="{_n(size * 1.25)}">{_text(part)}</tspan>'
        if _ARABIC.match(part)
        else _text(part)
        for part in _ARABIC.split(text)
        if part
    )
    # The picture as a whole runs left to right, so that places mean the same everywhere; each text says its own way.
    return (_RTL_ISOLATE if rtl else _ISOLATE) + "".join(parts) + _END


def _text(text: str) -> str:
    """Return text as XML content; what XML cannot hold is shown as the replacement character."""
    return escape(_UNWRITABLE.sub("\ufffd", text))
