# SPDX-License-Identifier: Apache-2.0
"""The memory of both nodes while a request with a big file travels from upload to the recipient's store."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.exchanging.nodes import AZ, UZ, two, wait
from bench.measuring import memory, say, watching
from comity.practice.mainjob import _PAGES as PAGES

_GOAL = 200 * 1000**2
_PROSECUTOR, _OFFICER = "prosecutor@az.example", "officer@az.example"


def main(mebibytes: int = 1024) -> None:
    """Print the most memory each process held, and how fast the file went."""
    limit = str(2 * 1024**3)
    limits = {"MAX_PART_BYTES": limit, "MAX_UPLOAD_BYTES": limit}
    with tempfile.TemporaryDirectory() as folder, two(Path(folder), AZ, UZ, **limits) as (az, uz):
        az.start("work")
        uz.start("work")
        number = az.agent.do(
            "draft", by=_PROSECUTOR, requested="UZ", offences=["drug-trafficking"], measures=["bank-records"], title="x"
        )
        az.agent.do("fill", request_id=number, by=_PROSECUTOR, pages=PAGES)
        az.do("attach", number, _PROSECUTOR, str(mebibytes))
        az.agent.do("act", request_id=number, by=_PROSECUTOR, name="submit", data={})
        with watching({**az.pids, **uz.pids}) as peak:
            idle, started = {name: memory(pid) for name, pid in {**az.pids, **uz.pids}.items()}, time.perf_counter()
            az.agent.do("release", request_id=number, by=_OFFICER)
            wait(lambda: "delivered" in az.agent.do("status", request_id=number)["stages"], "the delivery")
            took = time.perf_counter() - started
        if uz.agent.do("status", request_id=number)["files"] != az.agent.do("status", request_id=number)["files"]:
            raise SystemExit("the file came out changed")
        say(f"a file of {mebibytes} MiB, by the clock", f"{mebibytes / took:.0f} MiB/s")
        for name, most in peak.by_name.items():
            if name in {"az work", "uz serve"}:
                doing = "sending" if name == "az work" else "receiving"
                say(f"  most memory while {doing} ({name})", f"{most / 1000**2:.0f} MB", "< 200 MB", holds=most < _GOAL)
                say("    of it before the file", f"{idle[name] / 1000**2:.0f} MB")


if __name__ == "__main__":
    main()
