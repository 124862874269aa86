# SPDX-License-Identifier: Apache-2.0
"""Sets of tags on disk: made from the entries that answer a partner, or kept as they came."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from comity.keyring import services as keyring
from comity.register.models import Entry, Statement
from comity.register.rules import handling, oprf
from comity.register.rules.category import Category, matched_between
from comity.register.rules.handling import Handling, Level
from comity.register.rules.oprf import Mode
from comity.register.rules.probing import counting, epochs, orders, persons, tags
from comity.register.services.probes import epoch_keys

_PROPS = (
    "name", "alias", "weakAlias", "previousName", "birthDate", "idNumber", "passportNumber", "nationality",
    "citizenship", "country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom, which month and which purpose a set is; `is_counted` for name pairs alone."""

    node: str
    state: str
    epoch: str
    purpose: str
    is_counted: bool

    @property
    def info(self) -> bytes:
        """Return what is bound into every value."""
        own = settings.COMITY_ENV["STATE"]
        return epochs.info(epoch=self.epoch, asking=self.state, holding=own, purpose=self.purpose)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of keys in the set."""
        return orders.COUNTED if self.is_counted else orders.NAMED


def answering(scope: Scope, at: datetime) -> dict[uuid.UUID, tuple[str, int]]:
    """Return the entries that answer a scope: id to category and version."""
    codes = [c.value for c in Category if c and matched_between(c)]
    rows = Entry.objects.filter(
        owner=settings.COMITY_ENV["STATE"], state="active", schema="Person", category__in=codes,
        purge_date__gte=at.date(),
    )  # fmt: skip
    found: dict[uuid.UUID, tuple[str, int]] = {}
    fields = ("pk", "category", "version", "owner", "audience", "purposes", "hit_only", "onward")
    for key, category, version, owner, audience, purposes, hit_only, onward in rows.values_list(*fields).iterator():
        code = Handling(frozenset(audience), frozenset(purposes), hit_only, onward)
        if handling.level(code, owner=owner, state=scope.state, purposes=[scope.purpose]) is not Level.NOTHING:
            found[key] = (category, version)
    return found


def mark(scope: Scope, at: datetime) -> str:
    """Return what tells one state of the answering entries from another."""
    lines = sorted(f"{key}:{version}" for key, (_category, version) in answering(scope, at).items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def stored(scope: Scope, at: datetime) -> Iterator[tuple[uuid.UUID, list[bytes]]]:
    """Yield each answering entry with its keys."""
    entries = answering(scope, at)
    values: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = Statement.objects.filter(
        entry__owner=settings.COMITY_ENV["STATE"], entry__state="active", entry__schema="Person", is_retracted=False,
        prop__in=_PROPS,
    ).order_by("said_at", "pk")  # fmt: skip
    for key, prop, value in rows.values_list("entry_id", "prop", "value").iterator():
        if key in entries:
            values[key].append((prop, value))
    for key, (category, _version) in entries.items():
        person = persons.of_entry(category, values[key], owner=settings.COMITY_ENV["STATE"])
        yield key, persons.stored_keys(person, scope.kinds)


def make(scope: Scope, at: datetime) -> bytes:
    """Return the packed set of a scope, from the entries as they stand."""
    keys = sorted({key for _entry, found in stored(scope, at) for key in found})
    private = epoch_keys.private(scope.node, scope.epoch)
    seed = hmac.new(keyring.current_secret(), b"padding|" + scope.node.encode() + scope.info, hashlib.sha256).digest()
    if scope.is_counted:
        return tags.pack(counting.stored_tags(keys, private, info=scope.info), seed=seed)
    factor = oprf.factor_of(private, mode=Mode.POPRF, info=scope.info)
    made = oprf.outputs(keys, factor, mode=Mode.POPRF, info=scope.info)
    return tags.pack(map(tags.tag, made), seed=seed)


def matching(scope: Scope, output: bytes, at: datetime) -> list[uuid.UUID]:
    """Return the answering entries that have a key with this output: a search through them all."""
    factor = oprf.factor_of(epoch_keys.private(scope.node, scope.epoch), mode=Mode.POPRF, info=scope.info)
    return [
        entry
        for entry, keys in stored(scope, at)
        if output in oprf.outputs(keys, factor, mode=Mode.POPRF, info=scope.info)
    ]


def path_of(sha256: str) -> Path:
    """Return where a set lies."""
    return Path(settings.FILES) / "probes" / f"{sha256}.tags"


def keep(data: bytes) -> str:
    """Write a set to disk, whole or not at all, and return its SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{digest}.{secrets.token_hex(8)}")
        with draft.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    return digest
