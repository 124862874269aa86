# SPDX-License-Identifier: Apache-2.0
"""Places where tests cut the power: a named point at which a process kills itself, once.

`COMITY_FAULT=name@marker` makes the process that reaches the point `name` first create the file `marker` and then
die by SIGKILL; where the file exists nothing happens. Without the variable a point costs one comparison.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

_POINT, _, _MARKER = os.environ.get("COMITY_FAULT", "").partition("@")


def point(name: str) -> None:
    """Die here if the tests asked for it."""
    if name != _POINT or not _MARKER:
        return
    try:
        Path(_MARKER).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
