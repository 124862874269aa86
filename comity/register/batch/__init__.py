# SPDX-License-Identifier: Apache-2.0
"""Batch linkage with Splink: one call, two engines, the same settings and the same clusters.

`weigh(records, engine)` needs the extra `linkage` (Splink and DuckDB) or `spark` (Splink and PySpark); neither is in
the default install. It reads and writes nothing: records in, pairs and clusters out.
"""

from comity.register.batch.weighing import ENGINES, NotInstalled, Weighed, weigh

__all__ = ["ENGINES", "NotInstalled", "Weighed", "weigh"]
