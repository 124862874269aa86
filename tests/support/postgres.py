# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of the test run's own, on a Unix socket, also when the tests run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server here, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Run a server and yield the address of its database."""
    where = binaries()
    assert where, "PostgreSQL is missing: apt-get install postgresql"
    # Socket paths are short: the folder lies directly under /tmp.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    as_root = os.geteuid() == 0
    if as_root:
        shutil.chown(folder, "postgres", "postgres")

    def run(*words: str) -> None:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []} if as_root else {}
        subprocess.run(words, check=True, cwd=folder.parent, stdout=subprocess.DEVNULL, **who)

    data = str(folder / "d")
    try:
        run(
            str(where / "initdb"),
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c full_page_writes=off"
        run(str(where / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@{str(folder).replace('/', '%2F')}/postgres"
        finally:
            run(str(where / "pg_ctl"), "-D", data, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
