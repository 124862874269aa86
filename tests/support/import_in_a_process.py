# SPDX-License-Identifier: Apache-2.0
"""A worker in a process of its own that imports a file and says what the register then holds; tests kill it.

usage: python -m tests.support.import_in_a_process HOME FILE
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import timedelta
from pathlib import Path


def main(home: Path, file: Path) -> None:
    """Begin the import unless it has begun, work until it has ended, and print what there is."""
    for name in [n for n in os.environ if n.startswith("COMITY_") and n != "COMITY_FAULT"]:
        del os.environ[name]
    os.environ |= {"COMITY_HOME": str(home), "COMITY_STATE": "AZ", "COMITY_NODE_ID": "az"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from comity.keyring import services as keyring

    keyring.ensure(home / "keys")
    call_command("migrate", verbosity=0)
    _begin(file)
    _work()
    print(json.dumps(_held()))


def _begin(file: Path) -> None:
    from dataclasses import replace

    from comity.accounts import services as accounts
    from comity.base import clock
    from comity.register import services
    from comity.register.models import Import
    from comity.register.queries import imports
    from comity.register.rules.handling import Handling

    if Import.objects.exists():
        return
    at = clock.now()
    analyst = accounts.create_account(
        login="a@az.example", display_name="A", password="correct-horse-battery", roles=["analyst"], at=at
    )
    case = services.open_case(reference="1", title="T", offences=["corruption"], legal_basis="L", by=analyst, at=at)
    key = services.upload(case_id=case, blocks=[file.read_bytes()], name=file.name, media_type="", by=analyst, at=at)
    reading = replace(imports.import_view(analyst, key).plan, category="suspect")
    services.start(import_id=key, reading=reading, handling=Handling(), by=analyst, at=at)


def _work() -> None:
    """Run the jobs; the clock goes on by an hour where a dead worker still holds the lease."""
    from comity.base import clock
    from comity.config.jobs import JOBS
    from comity.queue import services as queue
    from comity.register.models import Import

    later = timedelta(0)
    while Import.objects.get().state == "running":
        if not queue.run_due(handlers=JOBS, clock=lambda: clock.now() + later):  # noqa: B023  # called at once
            later += timedelta(hours=1)


def _held() -> dict[str, object]:
    from comity.ledger import services as ledger
    from comity.ledger.models import Entry as LedgerEntry
    from comity.register.models import Entry, Import, ImportLine, IndexedName, Key, NameKey, Statement

    row = Import.objects.get()
    said = sorted(Statement.objects.values_list("entry__caption", "prop", "value"))
    lines = list(ImportLine.objects.order_by("number").values_list("number", "outcome", "digest", "reason"))
    return {
        "state": row.state, "entered": row.entered, "wrong": row.wrong, "repeated": row.repeated, "line": row.line,
        "entries": Entry.objects.count(), "keys": Key.objects.count(), "names": IndexedName.objects.count(),
        "name_keys": NameKey.objects.count(), "ledger": LedgerEntry.objects.count(), "holds": ledger.verify_all().holds,
        "said": hashlib.sha256(json.dumps([said, lines]).encode()).hexdigest(),
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
