# SPDX-License-Identifier: Apache-2.0
"""Acts on the queue: enqueue, run what is due, start a dead letter again. Works alike on SQLite and PostgreSQL."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F, Q

from comity.base.errors import ComityError, NotFound, Unavailable
from comity.queue.models import Job

_BATCH = 20
_MAX_ATTEMPTS = 12
_FIRST_PAUSE_SECONDS = 1
_LONGEST_PAUSE_SECONDS = 300
_log = logging.getLogger(__name__)

Handler = Callable[..., datetime | None]


def enqueue(*, key: str, kind: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Ask for a job in the caller's transaction. A job already waiting under `key` is only moved forward."""
    with transaction.atomic():
        _, is_new = Job.objects.get_or_create(key=key, defaults={"kind": kind, "payload": payload, "run_at": at})
        if not is_new:
            job = Job.objects.select_for_update().get(key=key)
            job.run_at, job.wanted, job.is_dead = min(job.run_at, at), job.wanted + 1, False
            job.save(update_fields=["run_at", "wanted", "is_dead"])


def run_due(*, handlers: Mapping[str, Handler], clock: Callable[[], datetime], besides: Collection[str] = ()) -> int:
    """Run every job that is due, one after another, but those of the kinds `besides`; return how many were run.

    A handler is called with `payload` and `at` and returns when to be called again, or None when done. It must bear
    being run twice: the lease of a killed worker runs out and the job starts again. `Unavailable`, a busy
    database and a full disk mean later; any other error is tried again with growing pauses, then becomes a dead letter.
    """
    token, claimed = str(uuid.uuid4()), clock()
    done = 0
    for job_id in _claim(token, claimed, besides):
        renewed = clock() + timedelta(seconds=settings.COMITY_ENV["LEASE_SECONDS"])
        mine = Job.objects.filter(pk=job_id, lease=token, leased_until__gt=clock())
        if mine.update(leased_until=renewed, attempts=F("attempts") + 1):
            _run(Job.objects.get(pk=job_id), handlers, clock)
            done += 1
    return done


def hold(*, key: str, at: datetime) -> None:
    """Keep a job that runs now for another lease: long work calls this now and then, so that nobody takes it over."""
    until = at + timedelta(seconds=settings.COMITY_ENV["LEASE_SECONDS"])
    Job.objects.filter(key=key).exclude(lease="").update(leased_until=until)


def retry(*, key: str, at: datetime) -> None:
    """Start a dead letter again; raise `NotFound` when there is none under `key`."""
    if not Job.objects.filter(key=key, is_dead=True).update(is_dead=False, run_at=at, attempts=0, last_error=""):
        raise NotFound("There is no stopped job of that name.")


def _claim(token: str, at: datetime, besides: Collection[str]) -> list[int]:
    with transaction.atomic():
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        due = Job.objects.filter(free, is_dead=False, run_at__lte=at).exclude(kind__in=besides).order_by("run_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:_BATCH])
        until = at + timedelta(seconds=settings.COMITY_ENV["LEASE_SECONDS"])
        Job.objects.filter(pk__in=ids).update(lease=token, leased_until=until)
    return ids


def _run(job: Job, handlers: Mapping[str, Handler], clock: Callable[[], datetime]) -> None:
    try:
        again = handlers[job.kind](payload=job.payload, at=clock())
    except (Unavailable, OperationalError, OSError) as error:  # a peer, the database or the disk: it passes
        sentence = error.sentence if isinstance(error, ComityError) else f"{type(error).__name__}: {error}"
        _postpone(job, clock() + _pause(job.attempts), sentence, gives_up=False)
    except Exception as error:  # noqa: BLE001  # a worker must survive any fault of one job
        _log.warning("Job %s failed: %s", job.key, type(error).__name__, exc_info=not isinstance(error, ComityError))
        sentence = error.sentence if isinstance(error, ComityError) else f"{type(error).__name__}: {error}"
        _postpone(job, clock() + _pause(job.attempts), sentence, gives_up=job.attempts >= _MAX_ATTEMPTS)
    else:
        _finish(job, again, clock())


def _finish(job: Job, again: datetime | None, at: datetime) -> None:
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=job.pk, lease=job.lease).first()
        if mine is None:  # the lease ran out and another worker has it
            return
        if mine.wanted == job.wanted and again is None:
            mine.delete()
            return
        # Asked for again while it ran: run again at once, else at the time the handler named.
        mine.run_at = at if mine.wanted != job.wanted or again is None else again
        mine.wanted, mine.attempts, mine.lease, mine.leased_until, mine.last_error = 1, 0, "", None, ""
        mine.save()


def _postpone(job: Job, until: datetime, sentence: str, *, gives_up: bool) -> None:
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        run_at=until, lease="", leased_until=None, last_error=sentence[:500], is_dead=gives_up
    )


def _pause(attempts: int) -> timedelta:
    return timedelta(seconds=min(_FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE_SECONDS))
