# SPDX-License-Identifier: Apache-2.0
"""The ledger at 100,000 entries on SQLite: appending, making proofs, checking them, checking the whole log."""

from __future__ import annotations

import base64
import os
import tempfile
import time
from pathlib import Path

from bench.measuring import each, say

_ENTRIES = 100_000
_BATCH = 1_000


def main() -> None:
    """Fill a log in a node of its own and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        _measure()


def _begin(folder: Path) -> None:
    """Make a node's database and keys in `folder`."""
    os.environ.update(COMITY_HOME=str(folder), COMITY_NODE_ID="az", COMITY_STATE="AZ")
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import django
    from django.core.management import call_command

    from comity.keyring import services as keyring

    django.setup()
    call_command("migrate", verbosity=0)
    keyring.ensure(folder / "keys")


def _measure() -> None:
    from comity.keyring import services as keyring
    from comity.ledger import queries, services
    from comity.ledger.rules import checkpoint, merkle

    _append()
    size, note = services.take_checkpoint()
    root = checkpoint.verify(note, node_id="az", public=keyring.current().signing_public).root
    took = each(lambda: queries.lines_about(["request:77"], size=size))
    line = queries.lines_about(["request:77"], size=size)[0]
    say("proof that an entry is in the log, made", f"{took * 1000:.2f} ms", "< 5 ms", holds=took < 0.005)
    leaf = merkle.leaf_hash(line.leaf.encode())
    took = each(
        lambda: merkle.check_inclusion(leaf, index=line.index, size=size, proof=line.proof, expected=root), seconds=0.3
    )
    say("  checked", f"{took * 1e6:.0f} µs")
    took = each(lambda: queries.consistency_proof(61_803, size))
    say("proof that the log only grew since entry 61,803, made", f"{took * 1000:.2f} ms", "< 5 ms", holds=took < 0.005)
    proof = [base64.b64decode(item) for item in queries.consistency_proof(61_803, size)]
    earlier = merkle.root([bytes(h) for h in _leaf_hashes()[:61_803]])
    took = each(
        lambda: merkle.check_consistency(
            earlier=61_803, later=size, earlier_root=earlier, later_root=root, proof=proof
        ),
        seconds=0.3,
    )
    say("  checked", f"{took * 1e6:.0f} µs")
    started = time.process_time()
    holds = services.verify_all().holds
    took = time.process_time() - started
    say("the whole log checked", f"{size / took:.0f} entries/s", holds=None if holds else False, goal="it holds")


def _append() -> None:
    """Fill the log; print the rate in one transaction each, as acts are, and in transactions of a thousand."""
    from django.db import transaction

    from comity.base import clock
    from comity.ledger import services

    def one(number: int) -> None:
        data = {"act": "send", "state": "sent"}
        services.record(event="request.send", subject=f"request:{number}", actor="person:1", at=clock.now(), data=data)

    started = time.perf_counter()
    for number in range(_BATCH):
        one(number)
    took = time.perf_counter() - started
    say("entries appended, each in a transaction flushed to disk", f"{_BATCH / took:.0f}/s")
    started = time.process_time()
    for start in range(_BATCH, _ENTRIES, _BATCH):
        with transaction.atomic():
            for number in range(start, start + _BATCH):
                one(number)
    took = time.process_time() - started
    rate = (_ENTRIES - _BATCH) / took
    say("  a thousand in a transaction, a second and core", f"{rate:.0f}", ">= 500", holds=rate >= 500)


def _leaf_hashes() -> list[bytes]:
    from comity.ledger.models import Entry

    return list(Entry.objects.order_by("index").values_list("leaf_hash", flat=True))


if __name__ == "__main__":
    main()
