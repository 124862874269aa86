# SPDX-License-Identifier: Apache-2.0
"""Each peer in an environment of its own under `bench/.peers/`, made the first time, never part of Comity's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_FOLDER = _HERE.parent / ".peers"
PEERS = {
    # as4 0.2.0 uses names that cryptography 47 dropped.
    "as4": ("as4==0.2.0", "cryptography<47"),
    "pyas2lib": ("pyas2lib==1.4.4", "oscrypto==1.3.0"),
    "psi": ("openmined-psi==2.0.6",),
}


def per_second(name: str) -> float | None:
    """Return how many messages a second the peer carries on one core, or None where it cannot be installed."""
    python = interpreter(name)
    if python is None:
        return None
    done = subprocess.run([python, str(_HERE / f"run_{name}.py")], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name} did not run: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
        return None
    return float(json.loads(done.stdout.splitlines()[-1])["per_second"])


def interpreter(name: str) -> str | None:
    """Return the interpreter of a peer's environment, or None where it cannot be installed."""
    folder = _FOLDER / name
    python, ready = folder / "bin" / "python", folder / "ready"
    if ready.exists():
        return str(python)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "1", *PEERS[name]]
    if subprocess.run(install, check=False, stderr=subprocess.DEVNULL).returncode:
        print(f"{name} is left out: the package registry cannot be reached, or does not have {PEERS[name][0]}.")
        return None
    _mend_oscrypto(folder)
    ready.touch()
    return str(python)


def _mend_oscrypto(folder: Path) -> None:
    """Let oscrypto 1.3.0 read versions such as OpenSSL 3.0.19: mended upstream, never released (issue 78)."""
    for path in folder.glob("lib/python*/site-packages/oscrypto/_openssl/_libcrypto_c*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(r"\\d\\.\\d\\.\\d[a-z]*", r"\\d+\\.\\d+\\.\\d+[a-z]*"), encoding="utf-8")
