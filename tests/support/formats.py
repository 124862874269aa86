# SPDX-License-Identifier: Apache-2.0
"""Other people's programs that judge our files, in an environment of their own: `.venv-formats/`, made when first used.

They stay out of the dev environment: followthemoney brings 300 MB, and pyicu, which is built from C++ where no wheel
is. `tests/conformance/formats.lock` pins each with its hash and takes the wheels of icukit-pyicu instead.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv-formats"
LOCK = ROOT / "tests" / "conformance" / "formats.lock"


def python() -> str:
    """Return the interpreter of the environment; it is made anew when the lock changed."""
    made = FOLDER / "bin" / "python"
    with (ROOT / ".venv-formats.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        mark = FOLDER / "made-from"
        if not mark.exists() or mark.read_bytes() != LOCK.read_bytes():
            uv = str(Path(sys.executable).with_name("uv"))
            subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(FOLDER)], check=True)
            subprocess.run(
                [uv, "pip", "install", "-q", "--compile-bytecode", "--python", str(made), "--no-deps",
                 "--require-hashes", "-r", str(LOCK)], check=True,
            )  # fmt: skip
            mark.write_bytes(LOCK.read_bytes())
    return str(made)


def run(script: str, given: Any) -> Any:
    """Run a script of that environment with JSON on its standard input; return the JSON it prints."""
    done = subprocess.run(
        [python(), "-W", "ignore", "-c", script], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)
