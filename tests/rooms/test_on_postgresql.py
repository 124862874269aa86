# SPDX-License-Identifier: Apache-2.0
"""The same rooms on a real PostgreSQL: every test of this folder runs there too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import postgres

FOLDER = Path(__file__).parent


@pytest.mark.postgres
@pytest.mark.skipif("COMITY_TEST_DATABASE_URL" in os.environ, reason="this is the run on PostgreSQL")
def test_every_room_holds_on_postgresql() -> None:
    with postgres.server() as address:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", str(FOLDER)],
            cwd=FOLDER.parent.parent, env={**os.environ, "COMITY_TEST_DATABASE_URL": address, "PYTEST_ADDOPTS": ""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
