# SPDX-License-Identifier: Apache-2.0
"""How a node is, in a few lines without content: what `comity node status` prints."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from comity.directory import queries as directory
from comity.ledger import queries as ledger
from comity.queue import queries as queue


def report() -> dict[str, Any]:
    """Return the state of database, peers, queue and ledger."""
    env = settings.COMITY_ENV
    waiting = queue.counts()
    return {
        "node": env["NODE_ID"],
        "state": env["STATE"] or None,
        "name": env["NAME"],
        "address": env["BASE_URL"],
        "mode": env["MODE"],
        "database": "sqlite" if not env["DATABASE_URL"] else "postgresql",
        "peers": [peer.node_id for peer in directory.peers()],
        "jobs_waiting": waiting.waiting,
        "jobs_dead": waiting.dead,
        "ledger_size": ledger.size(),
    }
