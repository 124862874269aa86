# SPDX-License-Identifier: Apache-2.0
"""From what is known of persons to the keys that are stored and asked (§2, §3)."""

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
from comity.register.rules.probing.batches import KEYS_PER_PERSON

_NAMES = frozenset({"name", "alias", "weakAlias", "previousName"})
_DOCUMENTS = frozenset({"idNumber", "passportNumber"})
_STATES = ("nationality", "citizenship", "country")


@dataclass(frozen=True, slots=True)
class Asked:
    """A person an order asks for; `born` is YYYY, YYYY-MM or YYYY-MM-DD; `entry` is the own entry, if any."""

    names: tuple[str, ...]
    category: Category
    born: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    entry: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the person as JSON values."""
        return {
            "names": list(self.names), "category": str(self.category), "born": self.born,
            "documents": [list(d) for d in self.documents], "entry": self.entry,
        }  # fmt: skip


def from_json(value: dict[str, Any]) -> Asked:
    """Return what `as_json` wrote."""
    documents = tuple((state, number) for state, number in value["documents"])
    return Asked(tuple(value["names"]), Category(value["category"]), value["born"], documents, value["entry"])


def check(asked: Asked) -> None:
    """Raise `Invalid` for a person who cannot be asked for."""
    if not matched_between(asked.category) or asked.category is Category.THING:
        raise Invalid("Ask for suspects, accused, convicted or wanted persons only.", field="category")
    if not any(name.strip() for name in asked.names) and not asked.documents:
        raise Invalid("Give a name or a document of each person.", field="names")
    if any(len(name) > 300 for name in asked.names) or len(asked.names) > 50 or len(asked.documents) > 20:
        raise Invalid("A person has too many or too long names or documents.", field="names")
    try:
        asked_by_kind(asked)
    except NotADocument as error:
        raise Invalid(Sentence(str(error)), field="documents") from None


def of_entry(category: str, values: Iterable[tuple[str, str]], *, owner: str, entry: str = "") -> Asked:
    """Return the person of an entry from its (property, value) pairs; a document without a State is of `owner`."""
    pairs = list(values)
    states = [value for prop in _STATES for name, value in pairs if name == prop] or [owner]
    return Asked(
        names=tuple(value for name, value in pairs if name in _NAMES), category=Category(category),
        born=max((value for name, value in pairs if name == "birthDate"), key=len, default=""),
        documents=tuple(
            (state, value) for name, value in pairs if name in _DOCUMENTS for state in dict.fromkeys(states)
        ),
        entry=entry,
    )  # fmt: skip


def stored_keys(asked: Asked, kinds: Sequence[str]) -> list[bytes]:
    """Return the keys under which a holder finds a person; a document that cannot be read gives none."""
    found = matching.stored_keys(_person(asked, skip_bad=True))
    return [key.encode() for kind in kinds for key in sorted(found[kind])]


def asked_by_kind(asked: Asked) -> dict[str, frozenset[str]]:
    """Return the keys an asking node asks, by kind; raise `NotADocument`."""
    return matching.asked_keys(_person(asked, skip_bad=False))


def asked_keys(persons: Sequence[Asked], kinds: Sequence[str]) -> dict[bytes, list[tuple[int, str]]]:
    """Return each key to ask with the persons (by place) and the kind it stands for.

    At most 64 keys a person on the average of the order; what is surest to tell comes first: K1, then K2, then K3.
    """
    room = KEYS_PER_PERSON * len(persons)
    found: dict[bytes, list[tuple[int, str]]] = {}
    made = [asked_by_kind(person) for person in persons]
    for kind in kinds:
        ordered = [sorted(by_kind[kind], key=lambda key: (len(key), key)) for by_kind in made]
        for turn in range(max((len(keys) for keys in ordered), default=0)):
            for place, keys in enumerate(ordered):
                if turn >= len(keys):
                    continue
                key = keys[turn].encode()
                if key in found or len(found) < room:
                    found.setdefault(key, []).append((place, kind))
    return found


def _person(asked: Asked, *, skip_bad: bool) -> Person:
    born, year = _born(asked.born)
    documents = tuple(Document(state, number) for state, number in asked.documents)
    if skip_bad:
        documents = tuple(d for d in documents if _is_document(d))
    return Person(tuple(name for name in asked.names if name.strip()), born, year, documents)


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
