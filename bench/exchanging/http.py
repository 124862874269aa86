# SPDX-License-Identifier: Apache-2.0
"""Messages between two nodes over real HTTP with storage, ledgers and receipts: per core, and by the clock."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.exchanging.nodes import AZ, SECRETARIAT, Node, two, wait
from bench.measuring import cpu_seconds, say

# Bytes of a message, how many, what must be sustained by the clock on two cores, and how they travel.
_LOADS = (
    (1_000, 2000, 50, "together"),
    (20_000, 1000, 50, "together"),
    (1_000, 1000, 50, "alone"),
    (500_000, 60, 5, "together"),  # as files, so each alone
)


def _carry(sender: Node, receiver: Node, size: int, count: int, how: str) -> tuple[float, dict[str, float]]:
    """Return seconds by the clock and processor seconds by process for `count` messages and all their receipts."""
    sender.do("post", receiver.agent.node.node_id, str(count), str(size), how)
    pids = {**sender.pids, **receiver.pids}
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    started = time.perf_counter()
    sender.start("work")
    pids |= sender.pids
    wait(lambda: sender.unsettled() == 0, "settled messages")
    took = time.perf_counter() - started
    used = {name: cpu_seconds(pid) - before.get(name, 0) for name, pid in pids.items()}
    sender.processes.pop("work").terminate()
    return took, used


def main() -> None:
    """Print the figures for each size."""
    with tempfile.TemporaryDirectory() as folder, two(Path(folder), AZ, SECRETARIAT) as (sender, receiver):
        for size, count, sustained, how in _LOADS:
            took, used = _carry(sender, receiver, size, count, how)
            rate, what = count / took, f"{size / 1000:.0f} kB" + (", each alone" if how == "alone" else "")
            say(f"{what} over HTTP: by the clock", f"{rate:.0f}/s", f">= {sustained}/s", holds=rate >= sustained)
            for name, doing in (("secretariat serve", "receiving"), ("az work", "sending")):
                rate = count / used[name]
                held = rate >= 200 if size <= 20_000 else None
                say(f"  {doing}, messages a second and core", f"{rate:.0f}", ">= 200", holds=held)


if __name__ == "__main__":
    main()
