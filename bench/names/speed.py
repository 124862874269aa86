# SPDX-License-Identifier: Apache-2.0
"""Speed of comparing: pairs a second one by one, each name new to the process, then again; and in bulk.

usage: python -m bench.names.speed [--pairs FILE] [--n 20000]

FILE has the columns name1 and name2, separated by tabs. Without one, half of the pairs are two spellings of one
invented name, half are strangers. Processor time, of a process that did nothing before.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--pairs", type=Path)
    options.add_argument("--n", type=int, default=20_000)
    asked = options.parse_args()
    pairs = read(asked.pairs) if asked.pairs else made(asked.n)
    random.Random(4).shuffle(pairs)  # the same order each time
    print(json.dumps(measured(pairs), indent=1))
    return 0


def read(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["name1"], row["name2"]) for row in rows]


def made(count: int) -> list[tuple[str, str]]:
    from comity.names.spelling import spellings
    from tests.support.people import ORTHOGRAPHIES, invented

    chance = random.Random(4)
    names = [name for name, _ in invented(count, seed=99)]
    respelt = [" ".join(spellings(part, chance.choice(ORTHOGRAPHIES))[0] for part in n.split()) for n in names[::2]]
    return [*zip(names[::2], respelt, strict=True), *zip(names[::2], names[1::2], strict=True)]


def measured(pairs: list[tuple[str, str]]) -> dict[str, float]:
    from comity.names import score
    from comity.names.bulk import Batch

    score("Ali Karimov", "Али Каримов")  # the tables are read
    collecting = Collecting()
    figures = {"pairs_cold_per_cpu_s": per_second(len(pairs), lambda: [score(*pair) for pair in pairs])}
    figures["of_that_collecting_s"] = round(collecting.seconds, 2)
    figures["pairs_again_per_cpu_s"] = per_second(len(pairs), lambda: [score(*pair) for pair in pairs])
    batch = Batch(name for pair in pairs for name in pair)
    queries = [two for _, two in pairs[:60]]
    figures["bulk_first_per_cpu_s"] = per_second(len(batch), lambda: batch.scores(queries[0]))
    rest = [per_second(len(batch), lambda query=query: batch.scores(query)) for query in queries]
    return figures | {"bulk_mean_per_cpu_s": round(sum(rest) / len(rest)), "bulk_worst_per_cpu_s": min(rest)}


class Collecting:
    """Counts the processor time of the garbage collector from now on."""

    def __init__(self) -> None:
        self.seconds, self._begun = 0.0, 0.0
        gc.callbacks.append(self._told)

    def _told(self, phase: str, _info: object) -> None:
        if phase == "start":
            self._begun = time.process_time()
        else:
            self.seconds += time.process_time() - self._begun


def per_second(count: int, work: object) -> float:
    begun = time.process_time()
    work()
    return round(count / (time.process_time() - begun))


if __name__ == "__main__":
    sys.exit(main())
