# SPDX-License-Identifier: Apache-2.0
"""`python -m comity` and the command `comity`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    from comity.config.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
