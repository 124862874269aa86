# SPDX-License-Identifier: Apache-2.0
"""Spark: for a register beyond one machine. Workers need the package `comity`; the master is Spark's own setting.

Without a master Spark runs here on two threads, without its web page and reachable from nowhere.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

PARTITIONS = 8


@contextmanager
def opened(functions: Mapping[str, Callable[[str, str], float]]) -> Iterator[Any]:
    """Open the engine with functions of two texts that SQL may call, and close it at the end."""
    types, splink = importlib.import_module("pyspark.sql.types"), importlib.import_module("splink.backends.spark")
    with tempfile.TemporaryDirectory(prefix="comity-spark-") as folder:
        session = _session(folder)
        try:
            session.sparkContext.setLogLevel("ERROR")
            session.sparkContext.setCheckpointDir(folder)
            for name, function in functions.items():
                session.udf.register(name, _plain(function), types.DoubleType())
            yield splink.SparkAPI(
                spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=PARTITIONS,
                register_udfs_automatically=False,
            )  # fmt: skip
        finally:
            session.stop()


def _session(folder: str) -> Any:
    made = (
        importlib.import_module("pyspark.sql")
        .SparkSession.builder.appName("comity linkage")
        .config("spark.ui.enabled", "false")
    )
    made = made.config("spark.sql.warehouse.dir", f"{folder}/warehouse").config("spark.local.dir", folder)
    made = made.config("spark.sql.shuffle.partitions", PARTITIONS)
    if "MASTER" not in os.environ:
        made = made.master("local[2]").config("spark.driver.bindAddress", "127.0.0.1")
        made = made.config("spark.driver.host", "127.0.0.1")
    return made.getOrCreate()


def _plain(function: Callable[[str, str], float]) -> Callable[[str, str], float]:
    # Workers import the rules by name; a cached function cannot be sent to them as it is.
    def call(one: str, two: str) -> float:
        return function(one, two)

    return call
