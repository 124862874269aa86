# SPDX-License-Identifier: Apache-2.0
"""What the exchange carries: in memory beside two peers, between two nodes over HTTP, and one file of 1 GB."""

from __future__ import annotations

from bench.exchanging import big_file, http, memory


def main() -> None:
    """Print all figures of the exchange."""
    memory.main()
    http.main()
    big_file.main()


if __name__ == "__main__":
    main()
