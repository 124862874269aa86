# SPDX-License-Identifier: Apache-2.0
"""From what is known of persons and things to the keys that are stored and asked (§2, §3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.base.errors import Invalid
from comity.base.wording import Sentence
from comity.names import matching
from comity.names.matching import Document, NotADocument, Person
from comity.register.rules.category import Category, matched_between
from comity.register.rules.probing import identifiers
from comity.register.rules.probing.batches import KEYS_PER_PERSON

_NAMES = frozenset({"name", "alias", "weakAlias", "previousName"})
_DOCUMENTS = frozenset({"idNumber", "passportNumber"})
_SUREST = ("K1", "K5", "K2", "K3", "K4")
_STATES = ("nationality", "citizenship", "country")


@dataclass(frozen=True, slots=True)
class Asked:
    """A person an order asks for, or a thing; `born` is YYYY, YYYY-MM or YYYY-MM-DD; `entry` is the own entry, if any.

    `identifiers` are labels and values of `identifiers`; a thing has those or a document, and neither name nor date.
    """

    names: tuple[str, ...]
    category: Category
    born: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    entry: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the person as JSON values."""
        return {
            "names": list(self.names), "category": str(self.category), "born": self.born,
            "documents": [list(d) for d in self.documents], "entry": self.entry,
            "identifiers": [list(i) for i in self.identifiers],
        }  # fmt: skip


def from_json(value: dict[str, Any]) -> Asked:
    """Return what `as_json` wrote."""
    documents = tuple((state, number) for state, number in value["documents"])
    things = tuple((label, text) for label, text in value.get("identifiers", ()))
    return Asked(tuple(value["names"]), Category(value["category"]), value["born"], documents, value["entry"], things)


def check(asked: Asked) -> None:
    """Raise `Invalid` for a person or thing that cannot be asked for."""
    is_named = any(name.strip() for name in asked.names)
    if not matched_between(asked.category) or (asked.category is Category.THING and (is_named or asked.born)):
        raise Invalid("Ask for suspects, accused, convicted or wanted persons only.", field="category")
    if not is_named and not asked.documents and not asked.identifiers:
        raise Invalid("Give a name, a document or an identifier of each.", field="names")
    if len(asked.identifiers) > identifiers.MOST or not all(identifiers.form(*one) for one in asked.identifiers):
        raise Invalid("An identifier is of no known kind, or there are too many.", field="identifiers")
    if any(len(name) > 300 for name in asked.names) or len(asked.names) > 50 or len(asked.documents) > 20:
        raise Invalid("A person has too many or too long names or documents.", field="names")
    try:
        asked_by_kind(asked)
    except NotADocument as error:
        raise Invalid(Sentence(str(error)), field="documents") from None


def of_entry(
    category: str, values: Iterable[tuple[str, str]], *, owner: str, entry: str = "", schema: str = "Person"
) -> Asked:
    """Return who or what an entry is of, from its (property, value) pairs; a document without a State is of `owner`."""
    pairs = list(values)
    states = [value for prop in _STATES for name, value in pairs if name == prop] or [owner]
    return Asked(
        names=tuple(value for name, value in pairs if name in _NAMES), category=Category(category),
        born=max((value for name, value in pairs if name == "birthDate"), key=len, default=""),
        documents=tuple(
            (state, value) for name, value in pairs if name in _DOCUMENTS for state in dict.fromkeys(states)
        ),
        entry=entry, identifiers=identifiers.of_entry(schema, pairs)[: identifiers.MOST],
    )  # fmt: skip


def stored_keys(asked: Asked, kinds: Sequence[str]) -> list[bytes]:
    """Return the keys under which a holder finds a person or thing; a document that cannot be read gives none."""
    known = tuple(identifiers.form(*one) for one in asked.identifiers)
    found = matching.stored_keys(_person(asked, known, skip_bad=True), kinds)
    return [key.encode() for kind in kinds for key in sorted(found[kind])]


def asked_by_kind(asked: Asked, kinds: Sequence[str] = matching.KINDS) -> dict[str, frozenset[str]]:
    """Return the keys an asking node asks, by kind; raise `NotADocument`."""
    known = tuple(text for one in asked.identifiers for text in identifiers.asked(*one))
    return matching.asked_keys(_person(asked, known, skip_bad=False), kinds)


def asked_keys(persons: Sequence[Asked], kinds: Sequence[str]) -> dict[bytes, list[tuple[int, str]]]:
    """Return each key to ask with the persons (by place) and the kind it stands for.

    At most 64 keys a person on the average of the order; what is surest to tell comes first: K1, K5, K2, then K3.
    """
    room = KEYS_PER_PERSON * len(persons)
    found: dict[bytes, list[tuple[int, str]]] = {}
    made = [asked_by_kind(person, kinds) for person in persons]
    for kind in sorted(kinds, key=_SUREST.index):
        ordered = [sorted(by_kind[kind], key=lambda key: (len(key), key)) for by_kind in made]
        for turn in range(max((len(keys) for keys in ordered), default=0)):
            for place, keys in enumerate(ordered):
                if turn >= len(keys):
                    continue
                key = keys[turn].encode()
                if key in found or len(found) < room:
                    found.setdefault(key, []).append((place, kind))
    return found


def _person(asked: Asked, known: tuple[str, ...], *, skip_bad: bool) -> Person:
    born, year = _born(asked.born)
    documents = tuple(Document(state, number) for state, number in asked.documents)
    if skip_bad:
        documents = tuple(d for d in documents if _is_document(d))
    return Person(tuple(name for name in asked.names if name.strip()), born, year, documents, known)


def _is_document(document: Document) -> bool:
    try:
        matching.document_key(document)
    except NotADocument:
        return False
    return True


def _born(text: str) -> tuple[date | None, int | None]:
    try:
        if len(text) == 10:
            return date.fromisoformat(text), None
        return None, int(text[:4]) if text else None
    except ValueError:
        raise Invalid("Write a date of birth as YYYY, YYYY-MM or YYYY-MM-DD.", field="born") from None
