# SPDX-License-Identifier: Apache-2.0
"""Records → pairs that may be one person or thing, and the clusters they form.

Splink 5 (Ministry of Justice, United Kingdom; MIT) writes the SQL; DuckDB or Spark runs it. Both call the likeness
functions of `rules.batch`, so no engine has rules of its own.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from comity.base.errors import Invalid, Unavailable
from comity.base.wording import Listing
from comity.register.rules import batch
from comity.register.rules.batch import Pair, Record

ENGINES = {"duckdb": "linkage", "spark": "spark"}
_NEEDED = {"duckdb": ("duckdb", "numpy", "pyarrow"), "spark": ("pyspark", "pyarrow")}
_TABLE = "comity_records"
_FUNCTIONS: dict[str, Callable[[str, str], float]] = {
    "comity_names": batch.name_likeness,
    "comity_births": batch.birth_likeness,
    "comity_shared": batch.shared_likeness,
}
_COMPARED = (
    ("names", "comity_names", batch.NAME_LEVELS),
    ("births", "comity_births", batch.BIRTH_LEVELS),
    ("exact", "comity_shared", batch.SHARED_LEVELS),
)


class NotInstalled(Unavailable):
    """The optional packages of batch linkage are not installed."""

    code = "linkage-not-installed"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an engine found: the pairs at or above the threshold, and the clusters they join, all in order."""

    engine: str
    records: int
    pairs: tuple[Pair, ...]
    clusters: tuple[tuple[str, ...], ...]


def weigh(records: Sequence[Record], *, engine: str = "duckdb", threshold: float = batch.THRESHOLD) -> Weighed:
    """Return which records may be the same; raise `Invalid` for an unknown engine, `NotInstalled` without its extra."""
    if engine not in ENGINES:
        raise Invalid(
            "“{engine}” is not an engine. Use one of: {known}.", engine=engine, known=Listing(ENGINES), field="engine"
        )
    try:
        splink = importlib.import_module("splink")
        for name in _NEEDED[engine]:
            importlib.import_module(name)
    except ImportError:
        raise NotInstalled(
            "Linkage with {engine} needs packages that are not installed."
            " Install them with: pip install 'comity[{package}]'",
            engine=engine,
            package=ENGINES[engine],
        ) from None
    table = batch.rows(records)
    if not any(row["keys"] for row in table):
        return Weighed(engine, len(records), (), ())
    with _opened(engine) as api:
        linker = splink.Linker(api.register(_arrow(table), table_name=_TABLE), settings(splink), log_level=40)
        found = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
        joined = linker.clustering.cluster_pairwise_predictions_at_threshold(
            found, threshold_match_probability=threshold
        )
        return Weighed(engine, len(records), _pairs(found.as_record_list()), _clusters(joined.as_record_list()))


def settings(splink: Any) -> Any:
    """Return the settings of Splink; the figures are those of `rules.batch`."""
    return splink.SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="unique_id",
        probability_two_random_records_match=batch.PRIOR, retain_matching_columns=False,
        blocking_rules_to_generate_predictions=[splink.block_on("keys", arrays_to_explode=["keys"])],
        comparisons=[_comparison(*compared) for compared in _COMPARED],
    )  # fmt: skip


def _comparison(column: str, function: str, levels: tuple[tuple[float, float, float], ...]) -> dict[str, Any]:
    call = f"{function}({column}_l, {column}_r)"
    made: list[dict[str, Any]] = [
        {"sql_condition": f"{column}_l = '' OR {column}_r = ''", "label_for_charts": "unknown", "is_null_level": True}
    ]
    for least, m, u in levels[:-1]:
        made.append(
            {"sql_condition": f"{call} >= {least}", "label_for_charts": f">= {least}", "m_probability": m,
             "u_probability": u, "fix_m_probability": True, "fix_u_probability": True}
        )  # fmt: skip
    _, m, u = levels[-1]
    made.append({"sql_condition": "ELSE", "label_for_charts": "less", "m_probability": m, "u_probability": u})
    return {"output_column_name": column, "comparison_levels": made}


def _opened(engine: str) -> AbstractContextManager[Any]:
    module = importlib.import_module(f"comity.register.batch.on_{engine}")
    opened: AbstractContextManager[Any] = module.opened(_FUNCTIONS)
    return opened


def _arrow(table: list[dict[str, Any]]) -> Any:
    pyarrow = importlib.import_module("pyarrow")
    return pyarrow.Table.from_pylist(table)


def _pairs(rows: list[dict[str, Any]]) -> tuple[Pair, ...]:
    made = []
    for row in rows:
        one, two = sorted((str(row["unique_id_l"]), str(row["unique_id_r"])))
        made.append(Pair(one, two, round(float(row["match_probability"]), 6)))
    return tuple(sorted(made, key=lambda pair: (pair.one, pair.two)))


def _clusters(rows: list[dict[str, Any]]) -> tuple[tuple[str, ...], ...]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(str(row["cluster_id"]), []).append(str(row["unique_id"]))
    return tuple(sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1))
