# SPDX-License-Identifier: Apache-2.0
"""Names: accuracy and speed beside the peers. The work is in `bench/names/run.py`; this lets `make bench` find it."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parent / "names" / "run.py"), run_name="__main__")
