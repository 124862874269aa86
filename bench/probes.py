# SPDX-License-Identifier: Apache-2.0
"""Figures of probes: prepare a register, ask 1,024 keys, sizes, completeness; the package openmined-psi beside it.

usage: python -m bench.probes [--persons 100000] [--no-peer]

The register is invented people in twelve orthographies: 75 of 100 with a full date of birth, 15 with a year, 30 with a
document, 20 with a telephone, 10 with an alias; and among them people spelt by hand who are asked for under another
spelling, with the full date or the year alone. Names alone (K4), prepared for approved orders only, are of a tenth.
Seconds are of one core (process time). The peer gets the same keys as texts. It has no purpose, no epochs and no proof.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.measuring import say  # noqa: E402
from bench.peers import environments  # noqa: E402
from comity.register.rules import oprf  # noqa: E402
from comity.register.rules.category import Category  # noqa: E402
from comity.register.rules.oprf import Mode  # noqa: E402
from comity.register.rules.probing import batches, epochs, orders, persons, tags  # noqa: E402
from comity.register.rules.probing.persons import Asked  # noqa: E402
from tests.support import people  # noqa: E402

GOALS = {"prepare": 15.0, "asking": 1.0}  # seconds of a core: 100,000 people, 1,024 queries
INFO = epochs.info(epoch="2026-11", asking="AZ", holding="UZ", purpose="drug-trafficking")
PRIVATE = epochs.private_key(b"b" * 32, partner="az", epoch="2026-11")
PEER_CODE = """
import json, sys, time
import private_set_intersection.python as psi
given = json.load(open(sys.argv[1]))
def timed(work):
    start = time.process_time(); made = work(); return made, round(time.process_time() - start, 2)
server, client = psi.server.CreateWithNewKey(True), psi.client.CreateWithNewKey(True)
stored, asked = given["stored"], given["asked"]
setup, prepared = timed(lambda: server.CreateSetupMessage(1e-9, len(asked), stored, psi.DataStructure.GCS))
request, blinded = timed(lambda: client.CreateRequest(asked))
response, evaluated = timed(lambda: server.ProcessRequest(request))
met, finished = timed(lambda: client.GetIntersection(setup, response))
print(json.dumps({"prepare, s": prepared, "blind, s": blinded, "evaluate, s": evaluated, "finish, s": finished,
                  "asking in all, s": round(blinded + evaluated + finished, 2),
                  "set, bytes a key": round(len(setup.SerializeToString()) / len(stored), 1), "met": len(met)}))
"""


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--persons", type=int, default=100_000)
    options.add_argument("--no-peer", action="store_true")
    asked = options.parse_args()
    peer = None if asked.no_peer else environments.interpreter("psi")
    register, others = made(asked.persons)
    named = measured(register, others, orders.NAMED, peer)
    tenth = register[: max(len(register) // 10, len(others))]
    figures = {
        "persons": len(register), "K1, K2, K3, K5": named,
        "name pairs alone (K4), a tenth": measured(tenth, others, orders.COUNTED, peer),
    }  # fmt: skip
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    judge(named["comity"], asked.persons)
    return 0


def judge(ours: dict, persons: int) -> None:
    """Print the figures that have goals; preparing is judged only for as many people as its goal speaks of."""
    asking, whole = ours["1,024 queries"]["asking in all, s"], persons >= 100_000
    say("1,024 queries with proof, one core", f"{asking} s", "< 1 s", holds=asking < GOALS["asking"])
    for what, took in (("keys made beforehand", ours["tags, s"]), ("from nothing", ours["prepare in all, s"])):
        holds = took < GOALS["prepare"] if whole else None
        say(f"{persons} persons prepared, {what}", f"{took} s", "< 15 s", holds=holds)


def made(count: int) -> tuple[list[Asked], list[Asked]]:
    """Return the register, and some of its people as asked for: another spelling, the same day of birth."""
    chance = random.Random(3)  # invented birthdays
    spelt = [row for row in people.spelt_by_hand() if len(row) > 1]
    born = [_day(chance) for _ in spelt]
    known = [Asked((row[0],), Category.WANTED, day) for row, day in zip(spelt, born, strict=True)]
    others = [Asked((row[-1],), Category.SUSPECT, day) for row, day in zip(spelt, born, strict=True)]
    years = [Asked(one.names, one.category, one.born[:4]) for one in others]
    crowd = people.invented(count - len(known))
    return known + [_one(name, chance) for name, _orthography in crowd], others + years


def _one(name: str, chance: random.Random) -> Asked:
    """Return a person as registers hold them: not everything is known of everybody."""
    day, luck = _day(chance), chance.random()
    given, _blank, family = name.partition(" ")
    return Asked(
        (name, f"{family} {given}l") if chance.random() < 0.1 else (name,), Category.WANTED,
        day if luck < 0.75 else day[:4] if luck < 0.9 else "",
        (("UZ", f"AB{chance.randint(10**6, 10**7)}"),) if chance.random() < 0.3 else (),
        identifiers=(("phone", f"+99890{chance.randint(10**6, 10**7)}"),) if chance.random() < 0.2 else (),
    )  # fmt: skip


def measured(register: list[Asked], others: list[Asked], kinds: tuple[str, ...], peer: str | None) -> dict:
    """Return the figures for some kinds of keys. Name pairs go through the same code: their cost is the same."""
    stored, making = timed(lambda: sorted({key for one in register for key in persons.stored_keys(one, kinds)}))
    factor = oprf.factor_of(PRIVATE, mode=Mode.POPRF, info=INFO)
    packed, tagging = timed(
        lambda: tags.pack(map(tags.tag, oprf.outputs(stored, factor, mode=Mode.POPRF, info=INFO)), seed=b"p")
    )
    theirs = tags.TagSet(packed)
    places = persons.asked_keys(others, kinds)
    keys = list(places)[: batches.STEPS[-1]]
    ours = asking(keys, theirs)
    known = set(stored)
    found = {place for key in places if key in known for place, _kind in places[key]}
    figures = {
        "keys": len(stored), "keys a person": round(len(stored) / len(register), 1),
        "making keys, s": making, "tags, s": tagging, "prepare in all, s": round(making + tagging, 1),
        "tags a second": round(len(stored) / tagging), "set, MB": round(len(packed) / 1e6, 1),
        "set, bytes a key": round(len(packed) / len(stored), 1),
        "1,024 queries": {**ours, "met as by plain comparison": ours["met"] == sum(key in known for key in keys)},
        "asked under another spelling": len(others), "found": len(found),
    }  # fmt: skip
    return {"comity": figures, "openmined-psi": beside(stored, keys, peer)}


def asking(keys: list[bytes], theirs: tags.TagSet) -> dict[str, object]:
    """Ask one batch from blinding to lookup, with the proof made and verified."""
    seed, public = secrets.token_bytes(32), oprf.public_key(PRIVATE)
    inputs = batches.padded(keys, batches.STEPS[-1], seed)
    scalar = oprf.random_scalar(secrets.token_bytes(64))
    blinded, blinding = timed(lambda: batches.blinded(inputs, seed))
    elements = [item.element for item in blinded]
    answer, evaluating = timed(
        lambda: oprf.evaluate(elements, PRIVATE, mode=Mode.POPRF, proof_scalar=scalar, info=INFO)
    )
    outputs, finishing = timed(lambda: oprf.finalize(blinded, answer, public, mode=Mode.POPRF, info=INFO))
    met, looking = timed(lambda: sum(tags.tag(output) in theirs for output in outputs))
    return {
        "blind, s": blinding, "evaluate and prove, s": evaluating, "verify and unblind, s": finishing,
        "look up, s": looking,
        "asking in all, s": round(blinding + evaluating + finishing + looking, 2), "met": met,
    }  # fmt: skip


def beside(stored: list[bytes], keys: list[bytes], peer: str | None) -> object:
    """Return the figures of the peer for the same keys."""
    if peer is None:
        return "left out"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as given:
        json.dump({"stored": [k.decode() for k in stored], "asked": [k.decode() for k in keys]}, given)
        given.flush()
        done = subprocess.run([peer, "-c", PEER_CODE, given.name], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def timed(work):
    """Return what the work gives, and the seconds of one core it took."""
    start = time.process_time()
    made_now = work()
    return made_now, round(time.process_time() - start, 2)


def _day(chance: random.Random) -> str:
    return f"{chance.randint(1945, 2007)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


if __name__ == "__main__":
    raise SystemExit(main())
