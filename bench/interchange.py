# SPDX-License-Identifier: Apache-2.0
"""Figures of import and export: lines a second beside followthemoney reading the same file, and memory.

usage: python -m bench.interchange [--n 20000] [--read 1000000]

`read` lines are only read and mapped, to see that memory stays flat; `n` lines are imported whole: entries, statements,
keys, index of names, links with other cases, ledger. followthemoney runs in `.venv-formats` and only reads and cleans.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import say

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEER = """
import resource, sys, time, orjson
from followthemoney import model
from followthemoney.proxy import EntityProxy
begun, count = time.process_time(), 0
with open(sys.argv[1], "rb") as file:
    for line in file:
        model.get_proxy(orjson.loads(line), cleaned=False)
        count += 1
print(count / (time.process_time() - begun), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, default=20_000)
    options.add_argument("--read", type=int, default=1_000_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"COMITY_HOME": home, "COMITY_STATE": "AZ", "COMITY_NODE_ID": "az"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "comity.config.settings", "COMITY_MAX_UPLOAD_BYTES": str(2**31)}
        import django

        django.setup()
        print(json.dumps(measured_reading(Path(home), asked.read), indent=1), flush=True)
        print(json.dumps(measured_import(Path(home), asked.n), indent=1))
    return 0


def lines(count: int) -> Iterator[bytes]:
    from tests.support.people import invented

    for number, (name, _) in enumerate(list(invented(min(count, 20_000))) * (count // 20_000 + 1)):
        if number == count:
            return
        born = f"{1950 + number % 55}-{1 + number % 12:02}-{1 + number % 28:02}"
        said = {
            "name": [f"{name} {number // 20_000 or ''}".strip()],
            "birthDate": [born],
            "idNumber": [f"AZE{number:08}"],
        }
        yield (
            json.dumps({"id": str(number), "schema": "Person", "properties": said}, ensure_ascii=False) + "\n"
        ).encode()


def measured_reading(home: Path, count: int) -> dict[str, object]:
    from comity.register.queries import import_files
    from comity.register.rules.interchange.plan import Format, Plan

    path, plan = home / "many.jsonl", Plan(Format.FTM, category="suspect")
    with path.open("wb") as out:
        out.writelines(lines(count))
    before, begun = memory(), time.process_time()
    taken = sum(import_files.drafted(found, plan) is not None for found in import_files.records(path, plan))
    took, grown = time.process_time() - begun, memory() - before
    theirs, peak = peer(path)
    say("read and mapped, lines a second and core", f"{taken / took:.0f}")
    if theirs:
        say("  by followthemoney's, which maps nothing", f"{taken / took / theirs:.2f} times")
    return {
        "lines": taken, "file_mb": path.stat().st_size // 2**20, "read_and_mapped_per_cpu_s": round(taken / took),
        "memory_grown_mb": grown, "followthemoney_per_cpu_s": round(theirs), "followthemoney_peak_mb": peak,
        "ratio": round(taken / took / theirs, 2) if theirs else None,
    }  # fmt: skip


def peer(path: Path) -> tuple[float, int]:
    """Return followthemoney's lines a second and its memory in MB; zeros where it cannot be installed."""
    from tests.support import formats

    try:
        python = formats.python()
    except subprocess.CalledProcessError:
        print("followthemoney is left out: the package registry cannot be reached.")
        return 0.0, 0
    done = subprocess.run([python, "-W", "ignore", "-c", PEER, str(path)], check=True, capture_output=True, text=True)
    speed, peak = done.stdout.split()
    return float(speed), int(peak)


def measured_import(home: Path, count: int) -> dict[str, object]:
    from dataclasses import replace

    from django.core.management import call_command

    from comity.accounts import services as accounts
    from comity.config.jobs import JOBS
    from comity.keyring import services as keyring
    from comity.queue import services as queue
    from comity.register import services
    from comity.register.models import Import
    from comity.register.queries import imports
    from comity.register.rules.handling import Handling

    keyring.ensure(home / "keys")
    call_command("migrate", verbosity=0)
    analyst = accounts.create_account(
        login="analyst@az.example", display_name="A", password="correct-horse-battery", roles=["analyst"], at=AT
    )
    case = services.open_case(reference="1", title="T", offences=["corruption"], legal_basis="L", by=analyst, at=AT)
    key = services.upload(case_id=case, blocks=lines(count), name="a.json", media_type="", by=analyst, at=AT)
    reading = replace(imports.import_view(analyst, key).plan, category="suspect")
    services.start(import_id=key, reading=reading, handling=Handling(), by=analyst, at=AT)
    before, begun = memory(), (time.perf_counter(), time.process_time())
    while Import.objects.get().state == "running":
        queue.run_due(handlers=JOBS, clock=lambda: AT)
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    grown, begun_out = memory() - before, time.process_time()
    made = services.export(form="ftm", case_id=case, internal=True, by=analyst, at=AT)
    with made.file:
        out = time.process_time() - begun_out
    say("imported whole, lines a second and core", f"{count / cpu:.0f}", ">= 1,000", holds=count / cpu >= 1_000)
    return {
        "imported": Import.objects.get().entered, "imported_per_s": round(count / wall),
        "imported_per_cpu_s": round(count / cpu), "import_memory_grown_mb": grown,
        "exported_per_cpu_s": round(made.count / out),
    }  # fmt: skip


def memory() -> int:
    """Return the peak of resident memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
