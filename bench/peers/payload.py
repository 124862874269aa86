# SPDX-License-Identifier: Apache-2.0
"""The 50 kB every library carries, and the loop that times it. Uses nothing but the standard library."""

from __future__ import annotations

import base64
import json
import random
import sys
import time
from collections.abc import Callable

SIZE = 50_000


def payload() -> bytes:
    """Return the same XML of `SIZE` bytes in every process; half of it does not compress."""
    text = base64.encodebytes(random.Random(7).randbytes(SIZE)).decode("ascii")  # noqa: S311  # filler, not a secret
    start = '<statement xmlns="urn:example:statement"><rows>'
    end = "</rows></statement>"
    return f"{start}{text[: SIZE - len(start) - len(end)]}{end}".encode()


def report(carry: Callable[[bytes], bytes], *, seconds: float = 5.0) -> None:
    """Carry the payload for some seconds on one core; print messages per processor second as JSON."""
    given = payload()
    for _ in range(3):
        if carry(given) != given:
            sys.exit("the payload came out changed")
    count, started, ends = 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < ends:
        carry(given)
        count += 1
    sys.stdout.write(json.dumps({"per_second": count / (time.process_time() - started)}) + "\n")
