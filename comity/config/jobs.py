# SPDX-License-Identifier: Apache-2.0
"""Deferred work of a node: which function does which kind of job, and the worker that runs them."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import FrameType

from django.conf import settings
from django.db import OperationalError

from comity.base import clock
from comity.commitments import jobs as commitments
from comity.exchange import services as exchange
from comity.meetings import jobs as meetings
from comity.queue import services as queue
from comity.register import services as register
from comity.register.services import probes

JOBS: Mapping[str, Callable[..., datetime | None]] = {
    "exchange.carry": exchange.carry,
    "exchange.sweep": exchange.sweep,
    commitments.KEY: commitments.remind,
    "meetings.remind": meetings.remind,
    "register.probe-send": probes.send,
    "register.probe-answer": probes.answer,
    "register.probe-read": probes.conclude,
    "register.probe-hit": probes.find_entries,
    "register.probe-keep": probes.keep,
    "register.feed": register.run_feed,
    "register.keep": register.keep,
    "register.import": register.carry_on,
    "register.detect": register.look_through,
}

# What takes minutes runs beside the others: a message to a partner waits for no scanned book.
SLOW = frozenset({"register.detect"})
_log = logging.getLogger(__name__)


def work_until_stopped() -> None:
    """Run due jobs until SIGTERM or SIGINT; finish the job in hand first."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    queue.enqueue(key="exchange.sweep", kind="exchange.sweep", payload={}, at=clock.now())
    queue.enqueue(key=commitments.KEY, kind=commitments.KEY, payload={}, at=clock.now())
    queue.enqueue(key="register.probe-keep", kind="register.probe-keep", payload={}, at=clock.now())
    queue.enqueue(key="register.keep", kind="register.keep", payload={}, at=clock.now())
    beside = threading.Thread(target=_work, args=(stopping, frozenset(JOBS) - SLOW), daemon=True)
    beside.start()
    _work(stopping, SLOW)
    beside.join(1)  # what it has in hand begins anew: nothing of it is kept before its end


def _work(stopping: threading.Event, besides: Collection[str]) -> None:
    """Run due jobs, but those of the kinds `besides`, which another thread runs."""
    while not stopping.is_set():
        try:
            done = queue.run_due(handlers=JOBS, clock=clock.now, besides=besides)
        except OperationalError:  # a busy or restarting database; the leases protect the work
            _log.warning("The database did not answer; trying again.")
            done = 0
        if not done:
            stopping.wait(settings.COMITY_ENV["WORKER_IDLE_SECONDS"])
