# SPDX-License-Identifier: Apache-2.0
"""Reading 1,000 indicators over TAXII from this node and from medallion (OASIS reference server), in one run.

Both are asked in turn by the same client on loopback, over a connection that is kept, each with its own server process;
the ratio counts. Medallion runs on its memory backend, which is its quickest. Then: the cost of a page far into a feed.

usage: python -m bench.taxii [--no-peer]
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import httpx

from bench.measuring import cpu_seconds, say

KIND = "application/taxii+json;version=2.1"
COUNT, DEEP, ROUNDS, PEER_ROUNDS = 1_000, 20_000, 20, 2
GOAL = 0.3
ROOT = {"title": "m", "versions": [KIND], "max_content_length": 9_765_625}
_SEED = """
import json, sys
import django
django.setup()
from comity.accounts import services as accounts
from comity.base import clock
from comity.register import services
from comity.register.queries.feeds import INBOX, reader
by = accounts.create_account(login="a@az.example", display_name="A", password="bench-password-1", roles=["analyst"],
                             at=clock.now())
made = []
for label in ("thousand", "deep"):
    user, secret = services.make_token(label=label, state="AZ", may_write=True, by=by, at=clock.now())
    objects = json.load(open(sys.argv[1]))[label]
    who = reader(user, secret, clock.now())
    for start in range(0, len(objects), 2000):
        services.write_feed(who=who, collection=INBOX, objects=objects[start:start + 2000], at=clock.now())
    made.append([user, secret])
print(json.dumps(made))
"""


def objects(count: int) -> list[dict[str, str]]:
    return [
        {"type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid.uuid4()}", "pattern_type": "stix",
         "created": "2026-11-25T08:00:00.000Z", "modified": "2026-11-25T08:00:00.000Z", "name": f"domain: s{n}.shop",
         "pattern": f"[domain-name:value = 's{n}.shop']", "valid_from": "2026-11-25T08:00:00.000Z"}
        for n in range(count)
    ]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"{address} did not open")


def read(client: httpx.Client, address: str, auth: tuple[str, str], **query: str) -> float:
    """Return the seconds by the clock until a thousand objects are here as Python values."""
    started = time.perf_counter()
    answer = client.get(f"{address}objects/", params={"limit": f"{COUNT}", **query}, auth=auth)
    answer.raise_for_status()
    if len(answer.json()["objects"]) != COUNT:
        raise SystemExit(f"{address} did not give every object")
    return time.perf_counter() - started


def reads(client: httpx.Client, address: str, auth: tuple[str, str], rounds: int = ROUNDS, **query: str) -> float:
    """Return the median of several readings."""
    return statistics.median(read(client, address, auth, **query) for _ in range(rounds))


def ours(folder: Path, given: Path) -> tuple[list[subprocess.Popen[bytes]], str, list[tuple[str, str]]]:
    port, home = free_port(), folder / "node"
    env = {**os.environ, "COMITY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comity.config.settings"}
    tool = Path(sys.executable).with_name("comity")
    subprocess.run(
        [tool, "node", "init", "--node-id", "az", "--state", "AZ", "--name", "Bench",
         "--base-url", f"http://localhost:{port}"], env=env, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    env |= {"COMITY_PORT": str(port)}
    done = subprocess.run([sys.executable, "-c", _SEED, given], env=env, check=True, stdout=subprocess.PIPE, text=True)
    tokens = [tuple(pair) for pair in json.loads(done.stdout)]
    process = subprocess.Popen([tool, "node", "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait(f"http://localhost:{port}/exchange/card")
    inbox = "2f1d3c54-6f0b-5b7e-9a53-0b7f3f1c2a02"
    return [process], f"http://localhost:{port}/taxii2/watch/collections/{inbox}/", tokens


def medallion(folder: Path, items: list[dict[str, str]]) -> tuple[list[subprocess.Popen[bytes]], str]:
    port, key = free_port(), "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
    kept = {
        "id": key,
        "title": "a",
        "can_read": True,
        "can_write": True,
        "media_types": [],
        "objects": [],
        "manifest": [],
    }
    data, config = folder / "data.json", folder / "config.json"
    data.write_text(json.dumps({
        "/discovery": {"title": "m", "default": "http://localhost/m/", "api_roots": ["http://localhost/m/"]},
        "m": {"information": ROOT, "status": [], "collections": [kept]},
    }))  # fmt: skip
    config.write_text(json.dumps({
        "backend": {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend",
                    "filename": str(data)},
        "users": {"reader": "secret"}, "taxii": {"max_page_size": 1000, "interop_requirements": False},
    }))  # fmt: skip
    tool = Path(sys.executable).with_name("medallion")
    process = subprocess.Popen(
        [tool, "--port", str(port), config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait(f"http://127.0.0.1:{port}/taxii2/")
    address = f"http://127.0.0.1:{port}/m/collections/{key}/"
    answer = httpx.post(
        f"{address}objects/", json={"objects": items}, auth=("reader", "secret"), timeout=300,
        headers={"Accept": KIND, "Content-Type": KIND},
    )  # fmt: skip
    answer.raise_for_status()
    return [process], address


def main() -> None:
    """Print the figures of this node, and of medallion unless it is left out."""
    options = argparse.ArgumentParser()
    options.add_argument("--no-peer", action="store_true", help="leave medallion out, which takes most of the time")
    beside = not options.parse_args().no_peer
    items, deep = objects(COUNT), objects(DEEP)
    with tempfile.TemporaryDirectory() as name, httpx.Client(headers={"Accept": KIND}, timeout=300) as client:
        folder = Path(name)
        given = folder / "objects.json"
        given.write_text(json.dumps({"thousand": items, "deep": deep}))
        processes, address, (thousand, far) = ours(folder, given)
        try:
            mine = measured(client, address, thousand, far, processes[0].pid)
            if beside:
                more, peer = medallion(folder, items)
                processes += more
                theirs = reads(client, peer, ("reader", "secret"), PEER_ROUNDS)
                say("  medallion, in the same run", f"{theirs * 1000:.0f} ms")
                say("  medallion by ours", f"{theirs / mine:.0f} times")
        finally:
            for process in processes:
                process.terminate()  # not killed: the server ends its worker first
            for process in processes:
                process.wait(20)


def measured(client: httpx.Client, address: str, thousand: tuple[str, str], far: tuple[str, str], pid: int) -> float:
    """Print our figures and return the seconds by the clock of a thousand objects."""
    read(client, address, thousand)
    before = cpu_seconds(pid)
    mine = reads(client, address, thousand)
    used = (cpu_seconds(pid) - before) / ROUNDS
    say(f"{COUNT} objects over TAXII, by the clock", f"{mine * 1000:.0f} ms", "< 300 ms", holds=mine < GOAL)
    say("  of it processor time of the node", f"{used * 1000:.0f} ms")
    first = reads(client, address, far)
    last = reads(client, address, far, next=str(DEEP))  # places before it: `thousand`, and all pages but the last
    say(f"page 1 of {DEEP} objects, by the clock", f"{first * 1000:.0f} ms")
    say(f"page {DEEP // COUNT}", f"{last * 1000:.0f} ms")
    return mine


if __name__ == "__main__":
    main()
