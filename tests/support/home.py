# SPDX-License-Identifier: Apache-2.0
"""Gives the test run a node home of its own before Django reads its settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="comity-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("COMITY_")]:
    if name not in {"COMITY_TEST_DATABASE_URL", "COMITY_UPDATE_VECTORS"}:
        del os.environ[name]
os.environ["COMITY_HOME"] = str(HOME)
os.environ["COMITY_STATE"] = "AZ"
os.environ["COMITY_NODE_ID"] = "az"
os.environ["COMITY_NAME"] = "Prosecutor General's Office of the Republic of Azerbaijan"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop lives in the same thread as the ORM
if "COMITY_TEST_DATABASE_URL" in os.environ:
    os.environ["COMITY_DATABASE_URL"] = os.environ["COMITY_TEST_DATABASE_URL"]
(HOME / "files").mkdir()
(HOME / "static").mkdir()
