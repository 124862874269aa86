# SPDX-License-Identifier: Apache-2.0
"""What the exchange carries: in memory beside two peers, between two nodes over HTTP, and one big file."""

from __future__ import annotations

import argparse

from bench.exchanging import big_file, http, memory


def main() -> None:
    """Print all figures of the exchange."""
    options = argparse.ArgumentParser()
    options.add_argument("--mebibytes", type=int, default=1024, help="the size of the big file")
    asked = options.parse_args()
    memory.main()
    http.main()
    big_file.main(asked.mebibytes)


if __name__ == "__main__":
    main()
