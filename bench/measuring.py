# SPDX-License-Identifier: Apache-2.0
"""How the benches measure: processor time of one process, memory of a process tree, and lines that can be compared."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def say(what: str, value: str, goal: str = "", *, holds: bool | None = None) -> None:
    """Print one figure, its goal, and whether the goal is held."""
    verdict = "" if holds is None else f"   goal {goal}: {'held' if holds else 'MISSED'}"
    print(f"{what:<58} {value:>16}{verdict}", flush=True)


def each(work: Callable[[], object], *, seconds: float = 1.0) -> float:
    """Return the processor seconds one call takes, over as many calls as fit in `seconds`; three are not counted."""
    for _ in range(3):
        work()
    calls, started, ends = 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < ends:
        work()
        calls += 1
    return (time.process_time() - started) / calls


def cpu_seconds(pid: int) -> float:
    """Return the processor seconds a process and its children have used."""
    total = 0.0
    for one in _tree(pid):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


@dataclass
class Peak:
    """The most memory each watched process tree held at once, in bytes."""

    by_name: dict[str, int] = field(default_factory=dict)


@contextmanager
def watching(pids: dict[str, int]) -> Iterator[Peak]:
    """Look at the memory of process trees 20 times a second while the block runs."""
    peak, done = Peak(dict.fromkeys(pids, 0)), threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            for name, pid in pids.items():
                peak.by_name[name] = max(peak.by_name[name], memory(pid))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _tree(int(child)))]


def memory(pid: int) -> int:
    """Return the bytes a process tree holds, what its processes share counted once (proportional set size)."""
    total = 0
    for one in _tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total
