# SPDX-License-Identifier: Apache-2.0
"""Words of a name → parts: what is joined, what ranks or relates, what is an initial, and what is left to compare.

Joined before comparing, because registers split them freely: article + name ("al-Bashir"), servant + attribute
("Abd al-Rahman", "Abdurrahman"), name + "-uddin" or "-ullah". Invariant: every written word is in exactly one part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from comity.names.letters import Word, words
from comity.names.lexicon import lexeme, ranks, spellings_listed
from comity.names.sounds import TURKIC_LETTERS, Piece, pieces
from comity.names.tables import tables
from comity.names.words import Element, element, servant_units

NAME, INITIAL, TITLE, RELATION, PARTICLE = "name", "initial", "title", "relation", "particle"
LIGHT = 0.3
INITIAL_WEIGHT = 0.3
UNMARKED: frozenset[str] = frozenset()


# Not frozen, for filling a frozen one takes three times as long; never changed once made.
@dataclass(slots=True, eq=False)
class Part:
    """A part of one name: the words it covers as they stood, its kind, and its element when it can be compared."""

    shown: str
    kind: str
    element: Element
    before_comma: bool
    marks: frozenset[str]
    weight: float
    led: Element | None = None


@dataclass(slots=True, eq=False)
class Name:
    """A parsed name. `core` are the parts that are compared; it is empty when nothing in the text is a name."""

    raw: str
    parts: tuple[Part, ...]
    core: tuple[Part, ...]
    has_comma: bool
    script: str


@dataclass(frozen=True, slots=True)
class _Morphology:
    articles: frozenset[str]
    assimilated: frozenset[str]
    kept: frozenset[str]
    relations: dict[str, str]
    abd: frozenset[str]
    ends: frozenset[str]
    joined_ends: tuple[str, ...]
    particles: frozenset[str]
    titles: frozenset[str]
    honorifics: frozenset[str]
    generations: frozenset[str]
    kunya: frozenset[str]
    marked: frozenset[str]  # honorifics and kunya together
    special: frozenset[str]  # every word that is, or may be, more than a name
    endings: dict[str, str]
    ending_sizes: dict[str, tuple[int, ...]]


@lru_cache(maxsize=1)
def morphology() -> _Morphology:
    """Return the joining words and endings as sets, with the lengths of endings by last letter, longest first."""
    raw = tables().morphology

    def strings(values: list[object]) -> frozenset[str]:
        return frozenset(str(value).replace("\u200c", "") for value in values)

    def endings(group: dict[str, list[object]]) -> dict[str, str]:
        return {str(end): kind for kind, ends in group.items() for end in ends}

    ends = {**endings(raw["surname_endings"]), **endings(raw["relation_endings"])}
    names = ("abd", "theophoric_ends", "particles", "titles", "generations")
    return _Morphology(
        marked=strings([*raw["honorifics"], *raw["kunya"]]),
        special=strings(
            [
                *chain.from_iterable(raw[name] for name in names),
                *chain.from_iterable(raw["relations"].values()),
                *chain.from_iterable(raw["articles"].values()),
            ]
        ),
        articles=strings(raw["articles"]["always"]),
        assimilated=strings(raw["articles"]["assimilated"]),
        kept=strings(raw["arabic_article_kept"]),
        relations={str(word): kind for kind, found in raw["relations"].items() for word in found},
        abd=strings(raw["abd"]),
        ends=strings(raw["theophoric_ends"]),
        joined_ends=tuple(sorted(strings(raw["theophoric_joined"]))),
        particles=strings(raw["particles"]),
        titles=strings(raw["titles"]),
        honorifics=strings(raw["honorifics"]),
        generations=strings(raw["generations"]),
        kunya=strings(raw["kunya"]),
        endings=ends,
        ending_sizes={
            last: tuple(sorted({len(end) for end in ends if end[-1] == last and len(end) <= 7}, reverse=True))
            for last in {end[-1] for end in ends}
        },
    )


@lru_cache(maxsize=32768)
def parsed(raw: str) -> Name:
    """Return the parts of a name; a text without a name has none."""
    found = words(raw)
    turkic = not raw.isascii() and any(
        word.script == "latin" and not TURKIC_LETTERS.isdisjoint(word.folded) for word in found
    )
    commas = [n for n, word in enumerate(found) if word.comma_after]
    comma = commas[0] if commas and commas[0] < len(found) - 1 else -1
    parts = tuple(_Reader(found, turkic=turkic, comma=comma).parts())
    kinds = [part.kind for part in parts]
    core = parts
    if NAME in kinds and kinds.count(NAME) < len(kinds):
        core = tuple([part for part in parts if part.kind in (NAME, INITIAL)])
    scripts = [word.script for word in found]
    script = max(dict.fromkeys(scripts), key=scripts.count, default="other")
    return Name(raw, parts, core, comma >= 0, script)


class _Reader:
    """Walks the words once, left to right, joining as it goes."""

    def __init__(self, found: list[Word], *, turkic: bool, comma: int) -> None:
        self.words = found
        self.turkic = turkic
        self.comma = comma
        self.rules = morphology()
        self.made: list[Part] = []

    def parts(self) -> list[Part]:
        """Return the parts of all words."""
        place = 0
        while place < len(self.words):
            place = self._step(place)
        return self.made

    def _step(self, place: int) -> int:
        word, rules = self.words[place], self.rules
        if len(word.folded) > 2 and word.folded not in rules.special:
            return self._joined(place, place, [])
        rest = len(self.words) - place - 1
        if rest and self._is_article(place):
            return self._joined(place, place + 1, [(word.shown, _unit("#"))])
        if rest and word.folded in rules.abd:
            return self._servant(place)
        if place and rest and word.folded in rules.relations:
            return self._add(place, RELATION, rules.relations[word.folded])
        if place and word.folded in rules.relations and len(word.folded) > 2 and self.made[-1].kind == NAME:
            return self._add(place, RELATION, rules.relations[word.folded])
        if self._is_end(place):
            return self._close(place, place)
        if len(word.folded) == 1 or (word.is_abbreviated and len(word.folded) == 2 and word.folded not in rules.titles):
            kind = INITIAL if word.is_abbreviated or word.shown.isupper() or word.script == "arabic" else PARTICLE
            return self._add(place, kind)
        if rest and word.folded in rules.titles and (word.is_abbreviated or place == 0 or len(self.words) > 2):
            return self._add(place, TITLE)
        if place and word.folded in rules.generations:
            return self._add(place, TITLE)
        if rest and word.folded in rules.particles:
            return self._add(place, PARTICLE)
        return self._joined(place, place, [])

    def _is_article(self, place: int) -> bool:
        word, after = self.words[place], self.words[place + 1]
        if word.folded in self.rules.articles:
            return True
        assimilates = word.folded in self.rules.assimilated
        return assimilates and (after.hyphen_before or word.folded[-1] == after.folded[0])

    def _is_end(self, place: int) -> bool:
        return bool(self.made) and self.made[-1].kind == NAME and self.words[place].folded in self.rules.ends

    def _servant(self, place: int) -> int:
        last = place + 1
        if last + 1 < len(self.words) and self._is_article(last):
            last += 1
        prefix = [("", unit) for unit in servant_units()]
        prefix[0] = (self.words[place].shown, prefix[0][1])
        return self._joined(place, last, prefix, is_servant=True)

    def _joined(self, first: int, last: int, prefix: list[Piece], *, is_servant: bool = False) -> int:
        word = self.words[last]
        if prefix and not is_servant and self._is_end(last):
            return self._close(first, last)
        text = word.folded
        if word.script == "arabic" and text.startswith("ال") and len(text) > 4 and text not in self.rules.kept:
            prefix, text = (
                [*prefix, ("" if is_servant else "ال", _unit("#"))][: None if not is_servant else len(prefix)],
                text[2:],
            )
        made = word_element(text, word.script, tuple(prefix), self.turkic)
        shown = word.shown if first == last else " ".join([w.shown for w in self.words[first : last + 1]])
        led = self.made[-1].element if self.made and self.made[-1].kind == RELATION else None
        marks = UNMARKED
        if prefix or led is not None or text in self.rules.marked:
            marks = _marks(
                honorific=text in self.rules.honorifics,
                kunya=text in self.rules.kunya,
                article=any(unit == _unit("#") for _, unit in prefix),
                father=led is not None and len(led.shown) <= 3,
            )
        self.made.append(Part(shown, NAME, made, last <= self.comma, marks, made.weight, led))
        return last + 1

    def _close(self, first: int, last: int) -> int:
        before, word = self.made.pop(), self.words[last]
        shown = " ".join([before.shown, *(w.shown for w in self.words[first : last + 1])])
        is_faith = word.folded[-1] in "nнن" or word.folded.endswith("ne")
        units = ("@?", "d", "i", "n") if is_faith else ("@?", "l", "a?", "h?")
        tail = [(word.shown, _unit(units[0])), *(("", _unit(u)) for u in units[1:])]
        made = element((*before.element.pieces, *tail), word.script, rank=0.8, ends=(0, len(tail)))
        self.made.append(Part(shown, NAME, made, before.before_comma, before.marks, made.weight))
        return last + 1

    def _add(self, place: int, kind: str, mark: str = "") -> int:
        word = self.words[place]
        made = word_element(word.folded, word.script, (), self.turkic)
        weight = INITIAL_WEIGHT if kind == INITIAL else made.weight
        marks = frozenset((mark,)) if mark else UNMARKED
        self.made.append(Part(word.shown, kind, made, place <= self.comma, marks, weight))
        return place + 1


def _marks(**found: bool) -> frozenset[str]:
    return frozenset([mark for mark, is_so in found.items() if is_so])


@lru_cache(maxsize=65536)
def word_element(text: str, script: str, prefix: tuple[Piece, ...], turkic: bool) -> Element:
    """Return the element of one folded word after joined pieces: its lexeme, and its ending when it has one."""
    rules = morphology()
    read = pieces(text, script, turkic=turkic)
    is_plain = not prefix or all(unit == _unit("#") for _, unit in prefix)
    known = spellings_listed().get(text, "")
    ending, stem_text = ("", text) if known else _ending(text)
    if not known and (not ending or (ending == "i" and stem_text not in spellings_listed())):
        known = lexeme(text, script, turkic=turkic)
        ending = "" if known and ending else ending
    rank = ranks()[known] if known else 1.0
    stem = 0
    if ending:
        stem = len(prefix) + min(len(pieces(stem_text, script, turkic=turkic)), len(read))
        inner = lexeme(stem_text, script, turkic=turkic)
        known = f"{inner}+" if inner else ""
    if is_plain and not known and not ending:
        inner = _served(read, script, turkic=turkic)
        known, rank = (f"abd {inner}", 0.62) if inner else (known, rank)
    if not is_plain:
        known, rank = (f"abd {known}", 0.62) if known and not ending else ("", 0.9)
    if text in rules.honorifics or text in rules.kunya:
        rank = min(rank, LIGHT)
    tail = 0
    if text.endswith(rules.joined_ends):
        tail = next((n for n in range(min(7, len(text) - 3), 1, -1) if text[-n:] in rules.joined_ends), 0)
    if tail:
        tail = len(read) - len(pieces(text[:-tail], script, turkic=turkic))
    if known and not spellings_listed().get(stem_text):
        known = f"{known}?"
    return element((*prefix, *read), script, known, rank, ending, (stem, max(0, tail)))


def _served(read: tuple[Piece, ...], script: str, *, turkic: bool) -> str:
    """Return the lexeme of the attribute in a servant's name written as one word: rahman in Abdurrahman."""
    units = servant_units()
    if not read or read[0][1:] != units[:1] or tuple([unit for _, unit in read[: len(units)]]) != units:
        return ""
    inner = "".join([letters for letters, _ in read[len(units) :]])
    return lexeme(inner[1:] if inner[:1] == inner[1:2] else inner, script, turkic=turkic)


def _ending(text: str) -> tuple[str, str]:
    """Return the kind of ending a word has and the word without it; ("", word) when it has none."""
    rules = morphology()
    for size in rules.ending_sizes.get(text[-1:], ()):
        kind = rules.endings.get(text[-size:])
        if kind is not None and size <= len(text) - 3:
            return kind, text[:-size]
    return "", text


@lru_cache(maxsize=64)
def _unit(text: str) -> int:
    return tables().number[text]
