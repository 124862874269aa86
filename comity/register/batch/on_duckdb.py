# SPDX-License-Identifier: Apache-2.0
"""DuckDB in memory, in this process: for a register that fits one machine."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def opened(functions: Mapping[str, Callable[[str, str], float]]) -> Iterator[Any]:
    """Open the engine with functions of two texts that SQL may call, and close it at the end."""
    connection = importlib.import_module("duckdb").connect(":memory:")
    try:
        for name, function in functions.items():
            connection.create_function(name, function, ["VARCHAR", "VARCHAR"], "DOUBLE")
        yield importlib.import_module("splink.backends.duckdb").DuckDBAPI(connection)
    finally:
        connection.close()
