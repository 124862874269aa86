# SPDX-License-Identifier: Apache-2.0
"""Runs inside a node, in a process of its own: posts messages, attaches a large file."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from typing import Any

from comity.config.cli.shared import start_django

_MIB = 1024 * 1024


def post(to_node: str, count: str, size: str, how: str) -> int:
    """Put `count` messages of about `size` bytes into the outbox, in one transaction.

    `how`: together, or alone as those go that were tried before.
    """
    from django.db import transaction

    from comity.base import clock, ids
    from comity.exchange import services as exchange
    from comity.exchange.models import Outgoing

    chance = random.Random(7)  # filler, not a secret
    filler = chance.randbytes(int(size) // 2).hex()
    with transaction.atomic():
        for _ in range(int(count)):
            body = {"v": 1, "days": 3, "filler": filler}
            exchange.post(
                to_node=to_node, kind="assistance.figure", body=body, conversation=ids.new_uuid(), at=clock.now()
            )
        if how == "alone":
            Outgoing.objects.filter(is_settled=False).update(attempts=1)
    return int(count)


def attach(request_id: str, by: str, mebibytes: str) -> str:
    """Attach a file of random bytes to a draft, as an upload would; return its name."""
    from comity.accounts import queries as accounts
    from comity.assistance import services as assistance
    from comity.base import clock

    def blocks() -> Iterator[bytes]:
        for _ in range(int(mebibytes)):
            yield os.urandom(_MIB)

    person = accounts.by_email(by)
    if person is None:
        raise SystemExit(f"no account {by}")
    assistance.attach(
        request_id=request_id, blocks=blocks(), name="disk-image.bin", media_type="application/octet-stream",
        document="court_order", by=person, at=clock.now(),
    )  # fmt: skip
    return "disk-image.bin"


def main() -> None:
    """Do what the words say and print the outcome as JSON."""
    start_django()
    acts: dict[str, Any] = {"post": post, "attach": attach}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    main()
