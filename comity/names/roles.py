# SPDX-License-Identifier: Apache-2.0
"""What each part of a name is: given, family, patronymic, nisba, kunya, relation, particle, title, initial.

Order is said only when something shows it: a comma, capitals, a father's name, a surname ending. Otherwise it is
uncertain, and given and family are the usual guess. The matcher does not depend on roles; a clerk filling a form does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.names.letters import LONGEST
from comity.names.parsing import INITIAL, NAME, PARTICLE, RELATION, TITLE, Part, parsed

FATHER = frozenset({"son", "daughter"})
FAMILY = frozenset({"ov", "ova", "zade"})


class NotAName(ValueError):
    """A text without a single letter, or longer than 300 characters."""


class Role(StrEnum):
    """What a part of a name is."""

    GIVEN = "given"
    FAMILY = "family"
    PATRONYMIC = "patronymic"
    NISBA = "nisba"
    KUNYA = "kunya"
    RELATION = "relation"
    PARTICLE = "particle"
    TITLE = "title"
    INITIAL = "initial"


class Order(StrEnum):
    """Which comes first, as far as the text shows it."""

    GIVEN_FIRST = "given first"
    FAMILY_FIRST = "family first"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """A part as written, its role, and the id of the known name it spells, if any."""

    text: str
    role: Role
    known_as: str


@dataclass(frozen=True, slots=True)
class ParsedName:
    """The parts of a name in the order they were written; every word is in exactly one part."""

    text: str
    script: str
    order: Order
    parts: tuple[ParsedPart, ...]


_OTHER_KINDS = {INITIAL: Role.INITIAL, TITLE: Role.TITLE, RELATION: Role.RELATION, PARTICLE: Role.PARTICLE}


def parse(text: str) -> ParsedName:
    """Return the parts of a name with their roles. Raises `NotAName` for a text that has none."""
    if len(text) > LONGEST:
        raise NotAName(f"A name has at most {LONGEST} characters.")
    name = parsed(text)
    if not name.parts:
        raise NotAName("There is no letter in this text.")
    roles = {place: _OTHER_KINDS[part.kind] for place, part in enumerate(name.parts) if part.kind != NAME}
    roles |= _marked(name.parts)
    order = _settle(name.parts, roles, has_comma=name.has_comma)
    return ParsedName(
        text=text,
        script=name.script,
        order=order,
        parts=tuple(
            ParsedPart(part.shown, roles[place], part.element.lexeme.removesuffix("+"))
            for place, part in enumerate(name.parts)
        ),
    )


def _marked(parts: tuple[Part, ...]) -> dict[int, Role]:
    """Return the roles that a word beside or an ending gives away."""
    roles: dict[int, Role] = {}
    for place, part in enumerate(parts):
        if part.kind != NAME:
            continue
        after = parts[place + 1] if place + 1 < len(parts) else None
        if "kunya" in part.marks and after is not None and after.kind == NAME:
            roles[place] = roles[place + 1] = Role.KUNYA
        elif place in roles:
            continue
        elif _names_father(parts, place):
            roles[place] = Role.PATRONYMIC
        elif "article" in part.marks and part.element.ending == "i" and place:
            roles[place] = Role.NISBA
    return roles


def _names_father(parts: tuple[Part, ...], place: int) -> bool:
    part, has_before, has_after = parts[place], place > 0, place + 1 < len(parts)
    is_third = sum(other.kind == NAME for other in parts) > 2
    if "father" in part.marks or (part.element.ending in FATHER and has_before and (has_after or is_third)):
        return True
    return has_before and has_after and parts[place + 1].kind == RELATION and not _leads(parts, place + 1)


def _leads(parts: tuple[Part, ...], place: int) -> bool:
    """Return whether a relation stands before the father's name (bin) and not after it (oglu)."""
    return len(parts[place].element.shown) <= 3 and place + 1 < len(parts)


def _settle(parts: tuple[Part, ...], roles: dict[int, Role], *, has_comma: bool) -> Order:
    """Fill in given and family, and return the order that the text shows."""
    open_places = [place for place in range(len(parts)) if place not in roles]
    if not open_places:
        return Order.UNCERTAIN
    capitals = [n for n in open_places if parts[n].shown.isupper() and len(parts[n].shown) > 1]
    before = [n for n in open_places if parts[n].before_comma]
    endings = [n for n in open_places if parts[n].element.ending in FAMILY | FATHER]
    if has_comma and before:
        family = before
    elif capitals and len(capitals) < len(open_places):
        family = capitals
    elif endings:
        family = endings[-1:]
    else:
        alone = len(open_places) == 1
        named = any(role in {Role.NISBA, Role.PATRONYMIC} for role in roles.values())
        family = [] if alone or named else open_places[-1:]
        _assign(roles, open_places, family)
        return Order.GIVEN_FIRST if named else Order.UNCERTAIN
    _assign(roles, open_places, family)
    given = [place for place in open_places if place not in family]
    if not given:
        return Order.UNCERTAIN
    return Order.FAMILY_FIRST if family[0] < given[0] else Order.GIVEN_FIRST


def _assign(roles: dict[int, Role], places: list[int], family: list[int]) -> None:
    roles.update({place: Role.FAMILY if place in family else Role.GIVEN for place in places})
