# SPDX-License-Identifier: Apache-2.0
"""Fits the trees of `comity/names/data/judgement.yaml` on labelled pairs. Needs scikit-learn, which Comity does not.

usage: python bench/names/fit.py PAIRS.tsv   (columns set, name1, name2, label, group, tag). Persons are split by hash
for the check it prints; the stored trees see all pairs.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from comity.names.evidence import MEASURES, measured  # noqa: E402
from comity.names.judging import SLOPE  # noqa: E402
from comity.names.pairing import pairings  # noqa: E402
from comity.names.parsing import parsed  # noqa: E402

DIRECTIONS = {
    "matched": 1,
    "best": 1,
    "worst": -1,
    "dearest": -1,
    "alone_less": -1,
    "alone_more": -1,
    "apart": -1,
    "father_for_given": -1,
    "first_clash": -1,
    "last_clash": -1,
}
HARD = {"noise-typo", "noise-joined", "noise-initials"}


def main() -> int:
    with Path(sys.argv[1]).open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if parsed(row["name1"]).core and parsed(row["name2"]).core]
    found = np.array([_measures(row["name1"], row["name2"]) for row in rows], dtype=float)
    labels = np.array([int(row["label"]) for row in rows])
    weights = np.array([3.0 if row.get("tag") in HARD else 1.0 for row in rows])
    fold = np.array([hashlib.sha256(row["group"].encode()).digest()[0] % 4 for row in rows])
    guessed = np.zeros(len(rows))
    for one in range(4):
        learn = fold != one
        model = _fit(found[learn], labels[learn], weights[learn])
        guessed[~learn] = _total(model, found[~learn])
    print("average precision on persons not seen:", round(average_precision_score(labels, guessed), 4))
    model = _fit(found, labels, weights)
    lines = ["# SPDX-License-Identifier: Apache-2.0"]
    lines += [
        "# Made by bench/names/fit.py; read by comity/names/judging.py. Each tree: seven questions, then eight answers."
    ]
    lines += [
        "# The answers are log-odds; the first question is the root, then its two children, then theirs, left to right."
    ]
    lines += [f"base: {float(model._baseline_prediction.ravel()[0]):.4f}", "trees:"]
    lines += [f"- [{', '.join(_flat(predictor[0].nodes))}]" for predictor in model._predictors]
    (ROOT / "comity/names/data/judgement.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _measures(a: str, b: str) -> list[float]:
    one, two = parsed(min(a, b)), parsed(max(a, b))
    return measured(one, two, pairings(one, two))


def _fit(found: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        max_iter=40,
        max_depth=3,
        learning_rate=0.2,
        l2_regularization=2,
        min_samples_leaf=30,
        random_state=7,
        monotonic_cst=[DIRECTIONS.get(name, 0) for name in MEASURES],
    )
    return model.fit(found, labels, sample_weight=weights)


def _total(model: HistGradientBoostingClassifier, found: np.ndarray) -> np.ndarray:
    slope = np.array([SLOPE.get(name, 0.0) for name in MEASURES])
    return model.decision_function(found) + found @ slope


def _flat(nodes: np.ndarray) -> list[str]:
    """Return a tree of at most three questions as a full one: questions first, then answers."""
    questions, answers = [""] * 7, [0.0] * 8

    def walk(at: int, place: int, depth: int) -> None:
        node = nodes[at]
        if depth == 3:
            answers[place - 7] = float(node["value"])
            return
        if node["is_leaf"]:
            questions[place] = f'"{MEASURES[0]}<=1e9"'
            walk(at, 2 * place + 1, depth + 1)
            walk(at, 2 * place + 2, depth + 1)
            return
        questions[place] = f'"{MEASURES[node["feature_idx"]]}<={node["num_threshold"]:.4f}"'
        walk(node["left"], 2 * place + 1, depth + 1)
        walk(node["right"], 2 * place + 2, depth + 1)

    walk(0, 0, 0)
    return [*questions, *(f"{answer:.4f}" for answer in answers)]


if __name__ == "__main__":
    sys.exit(main())
