# SPDX-License-Identifier: Apache-2.0
"""The file of tags a node made of its entries: what is written is read, what is damaged is made anew."""

from __future__ import annotations

import uuid
from pathlib import Path

from comity.register.services.probes import tag_cache

MADE = {uuid.UUID(int=1): (3, b"a" * 8 + b"b" * 8), uuid.UUID(int=2): (2**31, b"")}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    tag_cache.write(tmp_path / "probes" / "one.own", MADE)

    assert tag_cache.read(tmp_path / "probes" / "one.own") == MADE
    assert [p.name for p in (tmp_path / "probes").iterdir()] == ["one.own"]
    assert tag_cache.read(tmp_path / "none.own") == {}


def test_a_file_that_was_cut_inside_a_record_counts_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "cut.own"
    tag_cache.write(path, MADE)
    data = path.read_bytes()

    for kept in set(range(len(data))) - {0, 38}:
        path.write_bytes(data[:kept])
        assert tag_cache.read(path) == {}


def test_a_tag_is_found_at_its_place_only() -> None:
    joined = b"12345678" + b"abcdefgh"

    assert tag_cache.holds(joined, b"abcdefgh")
    assert not tag_cache.holds(joined, b"5678abcd")
