# SPDX-License-Identifier: Apache-2.0
"""Publishing: the watch list as STIX objects, line by line for each State that may read them.

A State gets a line for an object when the object is written for it, and loses its lines when it leaves the audience.
Objects that several indicators share (identities, markings, the observable itself) stay as long as one of them does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from babel import Locale
from django.conf import settings
from django.db.models import Count

from comity.register.models import FeedLine, FeedObject, FeedTip, Watch, WatchAct, WatchReport
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.stix import reading, writing
from comity.register.rules.stix.writing import Seen, Shared

WATCH = "watch"
_NAMES = Locale("en").territories


def readers(row: Watch) -> tuple[str, ...]:
    """Return the States that may read an indicator at this node; a partner's goes on only where its owner allows."""
    own = settings.COMITY_ENV["STATE"]
    others = set(row.audience) if row.owner == own or row.onward else set()
    return tuple(sorted({own, *others} - {row.owner if row.owner != own else ""}))


def publish(row: Watch, at: datetime) -> None:
    """Write the objects of an indicator as it stands, with a line for each reader. Caller's transaction."""
    may = readers(row)
    forget(row, {line for line in _lines_of(row) if line not in may})
    made = []
    for item in writing.objects(shared(row), {s: f"{_NAMES.get(s, s)}: prosecution service" for s in _states(row)}):
        key, _kind, version = reading.checked(item)
        body = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        moment = reading.version_of(version)
        kept, _ = FeedObject.objects.get_or_create(source=WATCH, object_id=key, version=moment, defaults={"body": body})
        kept.watches.add(row)
        made.append(kept)
    for reader in may:
        add_lines(reader, made, at)


def add_lines(reader: str, objects: Iterable[FeedObject], at: datetime) -> int:
    """Give a reader a line for each object it has none for; return how many. Caller's transaction.

    Places are given out under the lock of the tip until the transaction ends, and each has a moment of its own.
    """
    wanted = list(objects)
    had = set(FeedLine.objects.filter(reader=reader, object__in=wanted).values_list("object_id", flat=True))
    new = list({o.pk: o for o in wanted if o.pk not in had}.values())
    if not new:
        return 0
    FeedTip.objects.get_or_create(id=1, defaults={"added_at": datetime(2000, 1, 1, tzinfo=UTC)})
    tip = FeedTip.objects.select_for_update().get(id=1)
    others = _siblings(reader, [o.object_id for o in new])
    lines: list[FeedLine] = []
    changed: dict[int, FeedLine] = {}
    tip.added_at = max(at, tip.added_at)
    for item in new:
        tip.seq, tip.added_at = tip.seq + 1, tip.added_at + timedelta(microseconds=1)
        line = FeedLine(
            seq=tip.seq, reader=reader, added_at=tip.added_at, object=item, object_id_text=item.object_id,
            kind=item.object_id.partition("--")[0], version=item.version,
        )  # fmt: skip
        for other in others.setdefault(item.object_id, []):
            later, earlier = (other, line) if other.version > line.version else (line, other)
            later.is_first, earlier.is_last = False, False
            changed[other.seq] = other
        others[item.object_id].append(line)
        lines.append(line)
    FeedLine.objects.bulk_create(lines, batch_size=200)
    FeedLine.objects.bulk_update(changed.values(), ["is_first", "is_last"], batch_size=200)
    tip.save()
    return len(lines)


def _siblings(reader: str, ids: list[str]) -> dict[str, list[FeedLine]]:
    """Return the lines a reader has for other versions of these objects, by id."""
    found: dict[str, list[FeedLine]] = {}
    for start in range(0, len(ids), 500):
        for line in FeedLine.objects.filter(reader=reader, object_id_text__in=ids[start : start + 500]):
            found.setdefault(line.object_id_text, []).append(line)
    return found


def forget(row: Watch, states: Iterable[str]) -> None:
    """Take every line of an indicator from States that may not read it any more. Caller's transaction."""
    gone = sorted(set(states))
    if not gone:
        return
    mine = list(FeedObject.objects.filter(source=WATCH, watches=row))
    used = FeedObject.objects.filter(pk__in=[o.pk for o in mine]).annotate(uses=Count("watches"))
    alone = {o.pk for o in used if o.uses == 1}
    FeedLine.objects.filter(reader__in=gone, object__in=alone).delete()
    for item in mine:
        if item.pk not in alone:
            _forget_shared(item, row, gone)


def _forget_shared(item: FeedObject, row: Watch, gone: list[str]) -> None:
    left = set(gone)
    for other in item.watches.exclude(pk=row.pk).filter(state="active").iterator():
        left -= set(readers(other))
        if not left:
            return
    FeedLine.objects.filter(reader__in=left, object=item).delete()


def erase(row: Watch) -> None:
    """Delete the objects of an indicator from every feed; what another one shares stays for its readers."""
    forget(row, _lines_of(row))
    for item in FeedObject.objects.filter(source=WATCH, watches=row):
        item.watches.remove(row)
        if not item.watches.exists():
            item.delete()


def shared(row: Watch) -> Shared:
    """Return an indicator as it is shared in STIX."""
    reports = list(WatchReport.objects.filter(watch=row).order_by("at", "pk"))
    seen = []
    for state in sorted({r.state for r in reports}):
        said = [r.seen_at for r in reports if r.state == state]
        seen.append(Seen(state, min(said), max(said), len(said)))
    standing = {r.state for r in reports} | {row.owner}
    gone = set(WatchAct.objects.filter(watch=row, act="retract").values_list("state", flat=True)) - standing
    return Shared(
        id=str(row.origin), owner=row.owner, kind=Kind(row.kind), value=row.value, status=row.status,
        audience=tuple(row.audience), onward=row.onward, created=row.reported_at, changed=row.changed_at,
        seen=tuple(seen), evidence=tuple(r.evidence for r in reports),
        retracted=tuple(sorted(gone)),
    )  # fmt: skip


def _states(row: Watch) -> set[str]:
    said = WatchReport.objects.filter(watch=row).values_list("state", flat=True)
    gone = WatchAct.objects.filter(watch=row, act="retract").values_list("state", flat=True)
    return {row.owner, *said, *gone}


def _lines_of(row: Watch) -> set[str]:
    return set(FeedLine.objects.filter(object__watches=row, object__source=WATCH).values_list("reader", flat=True))
