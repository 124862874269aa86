# SPDX-License-Identifier: Apache-2.0
"""A fresh installation imports whole, with whatever OpenSSL the system has, and without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import importlib, pkgutil, socket, sys
def refuse(*_): raise OSError("no network")
socket.socket.connect = socket.getaddrinfo = refuse
from comity.config.cli.shared import start_django
start_django(needs_node=False)
import comity
skipped = (".resources", ".wsgi", "__main__")
names = [m.name for m in pkgutil.walk_packages(comity.__path__, "comity.") if not m.name.endswith(skipped)]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_imports_without_a_network(tmp_path: Path) -> None:
    env = {"COMITY_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", _SCRIPT], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
