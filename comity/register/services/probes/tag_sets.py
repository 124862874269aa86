# SPDX-License-Identifier: Apache-2.0
"""Sets of tags on disk: made from the entries that answer a partner, or kept as they came."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from comity.keyring import services as keyring
from comity.names import matching as matching_keys
from comity.register.models import Entry
from comity.register.rules import handling, oprf
from comity.register.rules.category import Category, matched_between
from comity.register.rules.handling import Handling, Level
from comity.register.rules.oprf import Mode
from comity.register.rules.probing import counting, epochs, orders, tags
from comity.register.services.probes import epoch_keys, key_texts, tag_cache, withheld

AT_ONCE = 20_000


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
    """Return the entries that answer a scope: id to category and version. Names are counted of persons alone."""
    codes = [c.value for c in Category if matched_between(c) and (c or not scope.is_counted)]
    rows = Entry.objects.filter(
        owner=settings.COMITY_ENV["STATE"], state="active", category__in=codes, purge_date__gte=at.date()
    )
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
    lines += [key.decode() for key in _withheld(scope)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def prepare(scope: Scope, at: datetime, *, most: int = AT_ONCE) -> bool:
    """Make the tags of entries that have none yet at their version, `most` of them; say whether all are made.

    Tags of entries that no longer answer are dropped. A register of 100,000 takes many calls, a changed entry one.
    """
    entries, path = answering(scope, at), _cache_of(scope)
    have = tag_cache.read(path)
    kept = {key: found for key, found in have.items() if key in entries and entries[key][1] == found[0]}
    missing = [key for key in entries if key not in kept]
    found = key_texts.of({key: entries[key] for key in missing[:most]}, scope.kinds)
    distinct = list({text: None for texts in found.values() for text in texts})
    made = dict(zip(distinct, _tags(scope, distinct), strict=True))
    for key, texts in found.items():
        kept[key] = (entries[key][1], b"".join(sorted(made[text] for text in texts)))
    if kept != have:
        tag_cache.write(path, kept)
    return len(missing) <= most


def make(scope: Scope) -> bytes:
    """Return the packed set of a scope, from the tags that `prepare` made."""
    seed = hmac.new(keyring.current_secret(), b"padding|" + scope.node.encode() + scope.info, hashlib.sha256).digest()
    made = {
        joined[place : place + tags.TAG_BYTES]
        for _version, joined in tag_cache.read(_cache_of(scope)).values()
        for place in range(0, len(joined), tags.TAG_BYTES)
    }
    return tags.pack(made - set(_tags(scope, _withheld(scope))), seed=seed)


def matching(scope: Scope, output: bytes, at: datetime) -> list[uuid.UUID]:
    """Return the answering entries that have a key with this output; `prepare` must have made their tags."""
    wanted, entries = tags.tag(output), answering(scope, at)
    if output in _outputs(scope, _withheld(scope)):
        return []
    likely = {
        key: entries[key]
        for key, (_version, joined) in tag_cache.read(_cache_of(scope)).items()
        if key in entries and tag_cache.holds(joined, wanted)
    }
    return [key for key, keys in key_texts.of(likely, scope.kinds).items() if output in _outputs(scope, keys)]


def _withheld(scope: Scope) -> list[bytes]:
    return [] if scope.is_counted else list(withheld.keys())


def _tags(scope: Scope, keys: list[bytes]) -> list[bytes]:
    if scope.is_counted:
        return counting.stored_tags(keys, epoch_keys.private(scope.node, scope.epoch), info=scope.info)
    return [tags.tag(output) for output in _outputs(scope, keys)]


def _outputs(scope: Scope, keys: list[bytes]) -> tuple[bytes, ...]:
    factor = oprf.factor_of(epoch_keys.private(scope.node, scope.epoch), mode=Mode.POPRF, info=scope.info)
    return oprf.outputs(keys, factor, mode=Mode.POPRF, info=scope.info)


def _cache_of(scope: Scope) -> Path:
    named = f"{scope.node}|{scope.is_counted}|{matching_keys.VERSION}|".encode() + scope.info
    return Path(settings.FILES) / "probes" / f"{scope.epoch}-{hashlib.sha256(named).hexdigest()[:32]}.own"


def forget(epoch_kept: Collection[str]) -> None:
    """Delete the made tags of every epoch but these."""
    folder = Path(settings.FILES) / "probes"
    for path in folder.glob("*.own") if folder.exists() else ():
        if path.name[:7] not in epoch_kept:
            path.unlink(missing_ok=True)


def path_of(sha256: str) -> Path:
    """Return where a set lies."""
    return Path(settings.FILES) / "probes" / f"{sha256}.tags"


def keep(data: bytes) -> str:
    """Write a set to disk, whole or not at all, and return its SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    if not path_of(digest).exists():
        tag_cache.write_whole(path_of(digest), data)
    return digest
