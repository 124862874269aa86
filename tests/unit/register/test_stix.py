# SPDX-License-Identifier: Apache-2.0
"""STIX 2.1: valid for the OASIS validator, read by stix2, deterministic, and read back by ourselves."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.stix import parts, reading, writing
from comity.register.rules.stix.writing import Seen, Shared

AT = datetime(2026, 11, 25, 8, 0, 0, 123456, tzinfo=UTC)
VALUES = (
    (Kind.DOMAIN, "caspian-mix.shop"), (Kind.URL, "https://caspian-mix.shop/m?a='b'&c=\\d"), (Kind.EMAIL, "a@mix.shop"),
    (Kind.ACCOUNT, "telegram:night_silk"), (Kind.BOT, "telegram:night_bot"), (Kind.INVITE, "telegram:AbCdEf"),
    (Kind.INVITE, "viber:AbCdEf"), (Kind.WALLET, "btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    (Kind.PAYMENT, "paypal:night"), (Kind.IBAN, "AZ21NABZ00000000137010001944"), (Kind.PHONE, "+994501234567"),
    (Kind.APPLICATION, "Session"),
)  # fmt: skip
_PARSE = """
import sys, json, stix2
found = {}
for item in stix2.parse(sys.stdin.read(), allow_custom=False).objects:
    said = json.loads(item.serialize())
    if item.type in {"url", "domain-name", "email-addr", "user-account", "software"}:
        again = {k: v for k, v in said.items() if k not in {"id", "type", "spec_version"}}
        kinds = {"url": stix2.v21.URL, "domain-name": stix2.v21.DomainName, "email-addr": stix2.v21.EmailAddress,
                 "user-account": stix2.v21.UserAccount, "software": stix2.v21.Software}
        assert kinds[item.type](**again).id == item.id, item.id
    found[item.id] = said
print(json.dumps(found))
"""


def shared(number: int, kind: Kind, value: str, status: str = "corroborated") -> Shared:
    return Shared(
        f"0b6a3f0e-3a53-4ee0-9d0e-{number:012d}", "AZ", kind, value, status, ("UZ", "TR"), bool(number % 2), AT,
        AT + timedelta(days=1), (Seen("AZ", AT, AT, 1), Seen("UZ", AT, AT + timedelta(hours=1), 2)),
        ("Seen in chat 4.",),
    )  # fmt: skip


def bundle() -> dict[str, object]:
    objects = {}
    for number, (kind, value) in enumerate(VALUES):
        status = "cleared" if number == 3 else "limited"
        for item in writing.objects(shared(number, kind, value, status), {"AZ": "Azerbaijan"}):
            objects[item["id"]] = item
    return {"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": list(objects.values())}


def test_every_kind_is_valid_for_the_validator(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(bundle()))
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(bundle()).replace('"pattern_type": "stix"', '"pattern_type": 7'))

    tool = Path(sys.executable).with_name("stix2_validator")
    good = subprocess.run([tool, "--silent", path], capture_output=True, text=True, check=False)
    bad = subprocess.run([tool, "--silent", broken], capture_output=True, text=True, check=False)

    assert good.returncode == 0, good.stdout[-3000:] + good.stderr
    assert bad.returncode != 0, "the validator sees a broken bundle"


def test_stix2_reads_every_object_and_gives_observables_the_same_ids() -> None:
    made = bundle()
    done = subprocess.run(
        [sys.executable, "-c", _PARSE], input=json.dumps(made), capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert set(json.loads(done.stdout)) == {o["id"] for o in made["objects"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_what_is_written_is_read_back(kind: Kind, value: str) -> None:
    objects = writing.objects(shared(1, kind, value), {})
    indicator = next(o for o in objects if o["type"] == "indicator")
    read = reading.indicator(indicator)

    assert read is not None
    if kind is Kind.INVITE and value.startswith("telegram"):
        assert read == (Kind.URL, "https://t.me/+AbCdEf")
    elif kind is Kind.URL:
        assert read[1] == value.replace("\\", "%5C")
    else:
        assert read[1].endswith(value.partition(":")[2] if kind is Kind.WALLET else value)
    assert indicator["object_marking_refs"]
    for item in objects:
        key, kind_name, version = reading.checked(item)
        assert key.startswith(kind_name)
        assert reading.version_of(version)


def test_two_nodes_write_the_same_objects() -> None:
    one, other = (writing.objects(shared(1, *VALUES[3]), {"AZ": "Azerbaijan"}) for _ in range(2))
    assert one == other


def test_a_marking_names_the_audience_and_red_where_nothing_goes_on() -> None:
    closed = next(o for o in writing.objects(shared(2, *VALUES[0]), {}) if o["type"] == "indicator")
    open_ = next(o for o in writing.objects(shared(1, *VALUES[0]), {}) if o["type"] == "indicator")
    assert closed["object_marking_refs"][0] == parts.tlp(onward=False)
    assert open_["object_marking_refs"][0] == parts.tlp(onward=True)


@given(st.text(min_size=1, max_size=100))
def test_any_text_survives_a_pattern(text: str) -> None:
    pattern = writing.pattern(Kind.APPLICATION, text)
    read = reading.indicator({"type": "indicator", "pattern": pattern, "pattern_type": "stix"})
    if "[" not in text and " OR " not in text:
        assert read == (Kind.APPLICATION, text)


@pytest.mark.parametrize(
    "item",
    [
        7, {}, {"type": "x"}, {"type": "url", "id": "url--1"}, {"type": "url", "id": f"domain-name--{'0' * 8}"},
        {"type": "url", "id": "url--0b6a3f0e-3a53-4ee0-9d0e-000000000001", "spec_version": "2.0"},
        {"type": "url", "id": "url--0B6A3F0E-3A53-4EE0-9D0E-000000000001"},
        {"type": "report", "id": "report--0b6a3f0e-3a53-4ee0-9d0e-000000000001", "modified": "today"},
        {"type": "report", "id": "report--0b6a3f0e-3a53-4ee0-9d0e-000000000001", "modified": "2026-02-30T00:00:00Z"},
    ],
)  # fmt: skip
def test_what_is_no_stix_object_is_refused(item: object) -> None:
    with pytest.raises(Invalid):
        reading.checked(item)


@pytest.mark.parametrize(
    "pattern", ["", "[", "[url:value = 'a' OR url:value = 'b']", "[a:b = 'c'] AND [d:e = 'f']", "x"]
)
def test_a_pattern_of_more_than_equality_is_not_guessed(pattern: str) -> None:
    assert reading.indicator({"type": "indicator", "pattern": pattern, "pattern_type": "stix"}) is None
