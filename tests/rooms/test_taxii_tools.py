# SPDX-License-Identifier: Apache-2.0
"""The OASIS tools against our door and ours against theirs: taxii2-client reads and writes, medallion is read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid
from comity.ledger.models import Entry as LedgerEntry
from comity.queue.models import Job
from comity.register import services
from comity.register.models import Feed, FeedLine, Notice, Watch
from comity.register.queries import feeds
from comity.register.rules.stix import parts
from comity.register.services import pulling
from tests.rooms.test_taxii import listed, made
from tests.support.node_pair import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
Maker = Callable[..., Person]
_CLIENT = """
import json, sys
from taxii2client.v21 import Server, Collection, as_pages
given = json.load(sys.stdin)
server = Server(given["url"], user=given["user"], password=given["secret"])
root = server.default
by_alias = {c.alias: c for c in root.collections}
box, watch = by_alias["inbox"], by_alias["watch"]
status = box.add_objects({"objects": given["objects"]})
pages = list(as_pages(box.get_objects, per_request=100))
one = given["objects"][7]["id"]
answer = {
    "title": root.title, "status": [status.status, status.success_count], "versions": root.versions,
    "ids": [o["id"] for page in pages for o in page["objects"]], "pages": len(pages),
    "manifest": [o["id"] for page in as_pages(box.get_manifest, per_request=300) for o in page["objects"]],
    "one": box.get_object(one)["objects"][0], "versions_of_one": box.object_versions(one)["versions"],
    "watch": sorted({o["type"] for o in watch.get_objects()["objects"]}), "may": [watch.can_read, watch.can_write],
}
box.delete_object(one)
answer["left"] = len([o for page in as_pages(box.get_objects, per_request=400) for o in page["objects"]])
print(json.dumps(answer))
"""
_INDICATOR = {
    "type": "indicator", "spec_version": "2.1", "id": "indicator--0b6a3f0e-3a53-4ee0-9d0e-000000000001",
    "created": "2026-11-25T08:00:00.000Z", "modified": "2026-11-25T08:00:00.000Z", "pattern_type": "stix",
    "pattern": "[domain-name:value = 'foreign.shop']", "valid_from": "2026-11-25T08:00:00Z",
}  # fmt: skip
_ROOT = {
    "title": "m",
    "description": "",
    "versions": ["application/taxii+json;version=2.1"],
    "max_content_length": 9_765_625,
}


def test_taxii2_client_writes_a_thousand_objects_of_one_moment_and_reads_them_once(
    person: Maker, live_server: Any
) -> None:
    analyst = person("analyst", "analyst")
    listed(analyst, "shared.shop", "UZ")
    user, secret = services.make_token(label="CERT", state="UZ", may_write=True, by=analyst, at=clock.now())
    given = {"url": f"{live_server.url}/taxii2/", "user": user, "secret": secret, "objects": made(1_000)}

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _CLIENT], input=json.dumps(given), capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout)
    ids = [o["id"] for o in made(1_000)]
    assert answer["status"] == ["complete", 1_000]
    assert answer["ids"] == ids
    assert answer["manifest"] == ids
    assert answer["pages"] == 10
    assert answer["one"] == made(1_000)[7]
    assert answer["versions_of_one"] == ["2026-11-25T08:00:00.000Z"]
    assert {"indicator", "domain-name", "observed-data", "report", "identity"} <= set(answer["watch"])
    assert answer["may"] == [True, False]
    assert answer["left"] == 999


@pytest.fixture
def medallion(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Run the reference server with two collections, one of 141 objects; return its addresses."""
    ids = ("91a7b528-80eb-42ed-a74d-c6fbd5a26116", "52892447-4d7e-4f70-b94d-d7f22742ff63")
    collections = [
        {"id": key, "title": "a", "can_read": True, "can_write": True, "media_types": [], "objects": [], "manifest": []}
        for key in ids
    ]
    data = tmp_path / "data.json"
    data.write_text(json.dumps({
        "/discovery": {"title": "m", "default": "http://localhost/m/", "api_roots": ["http://localhost/m/"]},
        "m": {"information": _ROOT, "status": [], "collections": collections},
    }))  # fmt: skip
    config = tmp_path / "config.json"
    config.write_text(json.dumps({
        "backend": {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend",
                    "filename": str(data)},
        "users": {"reader": "secret"}, "taxii": {"max_page_size": 1000, "interop_requirements": False},
    }))  # fmt: skip
    port = free_port()
    tool = Path(sys.executable).with_name("medallion")
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen([tool, "--port", str(port), config], stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/taxii2/", tmp_path / "log.txt", process)
            root = f"http://127.0.0.1:{port}/m/collections/"
            for batch in (made(70), [*made(70, 70), _INDICATOR]):
                _write(f"{root}{ids[0]}/objects/", batch)
            yield f"{root}{ids[0]}/", f"{root}{ids[1]}/"
        finally:
            process.kill()
            process.wait()


def _write(address: str, objects: list[dict[str, Any]]) -> None:
    kind = "application/taxii+json;version=2.1"
    answer = httpx.post(
        address, json={"objects": objects}, auth=("reader", "secret"), headers={"Accept": kind, "Content-Type": kind},
        timeout=60,
    )  # fmt: skip
    assert answer.status_code == 202, answer.text


def _wait(address: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("medallion did not open")


def feed(by: Person, address: str, direction: str = "pull", state: str = "") -> str:
    return services.set_up_feed(
        label="Partner CERT", direction=direction, address=address, user="reader", secret="secret", state=state, by=by,
        at=clock.now(),
    )  # fmt: skip


def test_medallion_is_read_into_the_inbox_and_written_to(
    person: Maker, medallion: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "_PAGE", 60)
    analyst = person("analyst", "analyst")
    full, empty = medallion
    key, at = feed(analyst, full), clock.now()
    assert Job.objects.filter(kind="register.feed").count() == 1

    services.run_feed(payload={"feed": key}, at=at)
    services.run_feed(payload={"feed": key}, at=at)

    lines = FeedLine.objects.filter(reader=f"feed:{key}")
    assert Feed.objects.get(pk=key).fault == ""
    assert lines.count() == 141
    assert lines.values("object_id_text").distinct().count() == 141
    [waiting] = feeds.inbox(analyst)
    taken = services.judge_feed(seq=waiting.seq, take=True, by=analyst, at=clock.now())
    assert Watch.objects.get(pk=taken).value == "foreign.shop"
    assert Watch.objects.get(pk=taken).audience == []
    assert feeds.inbox(analyst) == ()

    listed(analyst, "shared.shop", "UZ")
    listed(analyst, "alone.shop")
    out = feed(analyst, empty, "push", "UZ")
    services.run_feed(payload={"feed": out}, at=clock.now())
    services.run_feed(payload={"feed": out}, at=clock.now())
    assert Feed.objects.get(pk=out).fault == ""
    there = httpx.get(
        f"{empty}manifest/", auth=("reader", "secret"), headers={"Accept": "application/taxii+json;version=2.1"}
    ).text
    shared, alone, taken_over = (
        parts.observable("domain-name", value=name)["id"] for name in ("shared.shop", "alone.shop", "foreign.shop")
    )
    assert shared in there
    assert alone not in there
    assert taken_over not in there


def test_a_feed_that_stops_is_alarmed_once_within_its_hours_and_recovers(person: Maker) -> None:
    analyst, at = person("analyst", "analyst"), clock.now()
    key = feed(analyst, f"http://127.0.0.1:{free_port()}/m/collections/x/")

    again = services.run_feed(payload={"feed": key}, at=at + timedelta(minutes=1))
    assert again is not None
    assert not Notice.objects.exists()
    for hours in (6, 7, 8):
        services.run_feed(payload={"feed": key}, at=at + timedelta(hours=hours, seconds=1))

    row = Feed.objects.get(pk=key)
    assert "does not answer" in row.fault
    assert row.alarmed_at is not None
    assert Notice.objects.filter(kind="feed-stopped").count() == 1
    assert LedgerEntry.objects.filter(event="feed.alarmed").count() == 1
    services.stop_feed(feed_id=key, by=analyst, at=at)
    assert services.run_feed(payload={"feed": key}, at=at) is None


def test_a_secret_of_a_feed_is_kept_sealed_and_an_odd_address_is_refused(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    key = feed(analyst, "https://cert.example/taxii2/x/collections/1/")
    assert b"secret" not in bytes(Feed.objects.get(pk=key).sealed_secret)
    for address in ("ftp://x/", "https://", "x", "https://u:p@x/", f"https://{'x' * 600}/"):
        with pytest.raises(Invalid):
            feed(analyst, address)
    with pytest.raises(Invalid):
        feed(analyst, "https://cert.example/x/", "push", "AZ")
