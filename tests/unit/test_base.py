# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON (RFC 8785), ids and moments."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base import ids, moments
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_canonical_reads_back_and_stays_the_same(value: object) -> None:
    data = canonical(value)

    assert strict_loads(data) == value
    assert canonical(strict_loads(data)) == data


def test_keys_are_sorted_by_utf16_code_units() -> None:
    # RFC 8785 §3.2.3: U+1F600 is written with surrogates D83D DE00 and so comes before U+FB33.
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "1": 3, "\u20ac": 4}) == (
        '{"1":3,"\u20ac":4,"\U0001f600":2,"\ufb33":1}'.encode()
    )


def test_a_value_of_a_derived_class_is_written_as_the_plain_one() -> None:
    class Word(StrEnum):
        ONE = "one"

    class Number(IntEnum):
        TWO = 2

    class Table(dict[str, object]):
        pass

    class Row(NamedTuple):
        word: str

    value = Table({"b": [Word.ONE, Number.TWO, True], Word.ONE: Row("x"), "a": Table(c=Word.ONE)})

    assert canonical(value) == b'{"a":{"c":"one"},"b":["one",2,true],"one":["x"]}'


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, {"a": [2**53]}, {"a": 0.5}, {1: 2}, {"a": {1}}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        canonical(value)


@pytest.mark.parametrize("data", [b"", b"{", b'{"a":1,"a":2}', b"NaN", b"\xff", b"[" * 100_000])
def test_malformed_json_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        strict_loads(data)


def test_moments_keep_microseconds() -> None:
    at = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)

    assert moments.to_text(at) == "2026-11-22T09:30:00.123456Z"
    assert moments.from_text(moments.to_text(at)) == at


@pytest.mark.parametrize("text", ["", "2026-11-22", "2026-11-22T09:30:00Z", "2026-13-22T09:30:00.000000Z", None])
def test_other_moments_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        moments.from_text(text)


@pytest.mark.parametrize("text", ["AZ-26-1", "az-2026-000001", "AZ-2026-0000001", "", "AZ-2026-000001\n"])
def test_other_request_numbers_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        ids.parse_request_id(text)


def test_a_request_number_carries_its_origin() -> None:
    assert ids.request_id("AZ", 2026, 42) == "AZ-2026-000042"
