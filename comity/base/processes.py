# SPDX-License-Identifier: Apache-2.0
"""Child processes that never outlive their parent, and a supervisor that restarts those that die."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

_PR_SET_PDEATHSIG = 1
_RESTART_PAUSE_SECONDS = 0.5


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends, even by SIGKILL; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:  # the parent was gone before we asked
            os._exit(1)


def comity_command(*words: str) -> list[str]:
    """Return the command line that runs `comity words…` with this interpreter."""
    return [sys.executable, "-m", "comity", *words]


@dataclass(slots=True)
class Child:
    """One supervised process: how it is started, and the process now running."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start(self) -> None:
        """Start the process anew."""
        self.process = subprocess.Popen(self.command, env=dict(self.env), stdin=subprocess.DEVNULL)
        self.starts += 1

    def is_alive(self) -> bool:
        """Say whether the process runs."""
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Supervisor:
    """Keeps children alive until told to stop; ends them in reverse order of start."""

    children: list[Child] = field(default_factory=list)
    is_stopping: bool = False

    def start(self) -> None:
        """Start every child and take over SIGTERM and SIGINT."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        for child in self.children:
            child.start()

    def watch(self, on_restart: Callable[[Child], None] | None = None) -> None:
        """Restart whatever ends until `stop` is asked for."""
        while not self.is_stopping:
            self.mend(on_restart)
            time.sleep(_RESTART_PAUSE_SECONDS)
        self.stop()

    def mend(self, on_restart: Callable[[Child], None] | None = None) -> None:
        """Start again every child that has ended."""
        for child in self.children:
            if not child.is_alive() and not self.is_stopping:
                if on_restart:
                    on_restart(child)
                child.start()

    def stop(self) -> None:
        """End every child: first politely, after ten seconds for good."""
        self.is_stopping = True
        running = [child.process for child in reversed(self.children) if child.process and child.is_alive()]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + 10
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True
