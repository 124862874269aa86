# SPDX-License-Identifier: Apache-2.0
"""The TAXII door: what a token reads and writes, that pages are exact, and that nobody outside learns anything."""

from __future__ import annotations

import base64
import json
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.register import services
from comity.register.models import FeedLine, FeedObject, Watch
from comity.register.queries import feed_pages
from comity.register.queries.feeds import INBOX, WATCH_LIST, reader
from comity.register.services import feeding, publishing

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
TAXII = "application/taxii+json;version=2.1"
ROOT = "/taxii2/watch/"
LIST, BOX = f"{ROOT}collections/{WATCH_LIST}/", f"{ROOT}collections/{INBOX}/"


class Program:
    """A program that reads with a token."""

    def __init__(self, by: Person, state: str, *, may_write: bool = True) -> None:
        self.user, self.secret = services.make_token(
            label=f"{state} probe", state=state, may_write=may_write, by=by, at=clock.now()
        )
        self.client = Client()

    def ask(self, path: str, method: str = "get", body: Any = None, **headers: str) -> Any:
        signed = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        given = {"Accept": TAXII, "Authorization": f"Basic {signed}", **headers}
        more = {} if body is None else {"data": json.dumps(body), "content_type": TAXII}
        return getattr(self.client, method)(path, headers=given, **more)

    def objects(self, path: str, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        asked = dict(query)
        while True:
            answer = self.client_get(f"{path}objects/", asked)
            found += answer.get("objects", [])
            if not answer.get("more"):
                return found
            asked["next"] = answer["next"]

    def client_get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        signed = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        answer = self.client.get(path, query, headers={"Accept": TAXII, "Authorization": f"Basic {signed}"})
        assert answer.status_code == 200, answer.content
        return dict(json.loads(answer.content))


def listed(by: Person, value: str, *audience: str, at: datetime | None = None, **more: Any) -> str:
    moment = at or clock.now()
    return services.watch_report(
        kind="domain", value=value, evidence="Seen in chat 4.", seen_at=moment, audience=audience, onward=False, by=by,
        at=moment, **more,
    )  # fmt: skip


def indicators(found: list[dict[str, Any]]) -> set[str]:
    return {o["name"].partition(": ")[2] for o in found if o["type"] == "indicator"}


def made(count: int, start: int = 0) -> list[dict[str, Any]]:
    return [
        {"type": "identity", "spec_version": "2.1", "id": f"identity--{uuid.uuid5(uuid.NAMESPACE_URL, str(n))}",
         "created": "2026-11-25T08:00:00.000Z", "modified": "2026-11-25T08:00:00.000Z", "name": f"n{n}"}
        for n in range(start, start + count)
    ]  # fmt: skip


def beside(act: Callable[[], None]) -> None:
    """Run an act at the same time as the reader: in a thread of its own where the database has connections to give."""
    if connection.vendor != "postgresql":  # the test database of SQLite lives in the memory of one connection
        act()
        return

    def run() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.02)  # the next page is asked for while it may still be writing
    _RUNNING.append(thread)


_RUNNING: list[threading.Thread] = []


def test_a_token_reads_what_its_state_may_see_and_nothing_else(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    listed(analyst, "shared.shop", "UZ", "TR")
    listed(analyst, "alone.shop")
    listed(analyst, "turkish.shop", "TR")

    assert indicators(Program(analyst, "AZ").objects(LIST)) == {"shared.shop", "alone.shop", "turkish.shop"}
    assert indicators(Program(analyst, "UZ").objects(LIST)) == {"shared.shop"}
    assert Program(analyst, "KZ").objects(LIST) == []
    for found in (Program(analyst, "UZ"), Program(analyst, "KZ")):
        everything = json.dumps(found.objects(LIST, **{"match[version]": "all"}))
        manifest = found.ask(f"{LIST}manifest/").content.decode()
        assert "turkish" not in everything + manifest
        assert "alone" not in everything + manifest


def test_what_a_state_may_not_see_answers_like_what_is_not_there(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    hidden = listed(analyst, "turkish.shop", "TR")
    program, absent = Program(analyst, "UZ"), uuid.uuid4()

    for tail in ("", "versions/"):
        one = program.ask(f"{LIST}objects/indicator--{hidden}/{tail}")
        other = program.ask(f"{LIST}objects/indicator--{absent}/{tail}")
        assert one.status_code == other.status_code == 404
        assert one.content == other.content
    assert program.ask(f"{LIST}objects/indicator--{hidden}/", "delete").status_code == 404
    assert program.ask(f"{ROOT}collections/{uuid.uuid4()}/").status_code == 404
    assert Program(analyst, "UZ", may_write=False).ask(f"{BOX}objects/").status_code == 404


def test_a_state_that_leaves_the_audience_loses_every_line_and_one_that_comes_sees_the_present_only(
    person: Maker,
) -> None:
    analyst = person("analyst", "analyst")
    key = listed(analyst, "shared.shop", "UZ")
    services.watch_act(watch_id=key, name="add", given={"evidence": "Seen again."}, by=analyst, at=clock.now())
    version = Watch.objects.get().version

    services.watch_audience(watch_id=key, audience=("TR",), onward=False, version=version, by=analyst, at=clock.now())

    every = {"match[version]": "all"}
    assert Program(analyst, "UZ").objects(LIST, **every) == []
    seen = [o for o in Program(analyst, "TR").objects(LIST, **every) if o["type"] == "indicator"]
    assert len(seen) == 1
    services.watch_act(watch_id=key, name="add", given={"evidence": "Once more."}, by=analyst, at=clock.now())
    assert Program(analyst, "UZ").objects(LIST, **every) == []
    assert not FeedLine.objects.filter(reader="UZ").exists()


def test_a_shared_identity_stays_for_a_state_that_still_reads_another_indicator(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    first, _ = listed(analyst, "one.shop", "UZ"), listed(analyst, "two.shop", "UZ")
    services.watch_audience(watch_id=first, audience=(), onward=False, version=1, by=analyst, at=clock.now())

    found = Program(analyst, "UZ").objects(LIST)

    assert indicators(found) == {"two.shop"}
    assert [o["type"] for o in found].count("identity") == 1
    assert "one.shop" not in json.dumps(found)


def test_a_home_token_knows_no_more_than_the_person_who_made_it(person: Maker, at: datetime) -> None:
    officer, analyst = person("officer", "central-officer"), person("analyst", "analyst")
    case = services.open_case(
        reference="1/2026", title="Silk", offences=["drug-trafficking"], legal_basis="CPC 1", restricted=True,
        by=officer, at=at,
    )  # fmt: skip
    listed(officer, "secret.shop", case_id=case)
    listed(analyst, "open.shop")

    found = Program(analyst, "AZ").objects(LIST)

    assert indicators(found) == {"open.shop"}
    assert "secret.shop" not in json.dumps(found)


def test_a_token_ends_with_revocation_expiry_role_and_for_wrong_secrets(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    program, at = Program(analyst, "UZ"), clock.now()

    assert reader(program.user, program.secret, at) is not None
    assert reader(program.user, program.secret, at + timedelta(days=366)) is None
    assert reader(program.user, "wrong", at) is None
    assert reader("not-a-uuid", program.secret, at) is None
    services.revoke_token(token_id=program.user, by=analyst, at=at)
    assert reader(program.user, program.secret, at) is None
    refused = program.ask("/taxii2/")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Basic")
    with pytest.raises(NotFound):
        services.make_token(label="x", state="UZ", may_write=False, by=person("p", "case-prosecutor"), at=at)


def test_what_is_written_is_read_back_once_and_by_nobody_else(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    program, other = Program(analyst, "UZ"), Program(analyst, "UZ")

    answer = program.ask(f"{BOX}objects/", "post", {"objects": [*made(3), {"type": "identity", "id": "nonsense"}]})
    again = program.ask(f"{BOX}objects/", "post", {"objects": made(3)})

    status = json.loads(answer.content)
    assert answer.status_code == 202
    assert (status["success_count"], status["failure_count"]) == (3, 1)
    assert json.loads(again.content)["success_count"] == 3
    assert program.objects(BOX) == made(3)
    assert other.objects(BOX) == []
    assert program.ask(f"{ROOT}status/{status['id']}/").status_code == 200
    assert other.ask(f"{ROOT}status/{status['id']}/").status_code == 404
    gone = made(1)[0]["id"]
    assert program.ask(f"{BOX}objects/{gone}/", "delete").status_code == 200
    assert program.objects(BOX) == made(3)[1:]


def test_filters_versions_and_manifest_follow_the_standard(person: Maker) -> None:
    analyst = person("analyst", "analyst")
    program, item = Program(analyst, "UZ"), made(1)[0]
    newer = {**item, "modified": "2026-11-25T09:00:00.000Z", "name": "newer"}
    program.ask(f"{BOX}objects/", "post", {"objects": [newer, item, *made(2, 5)]})

    assert len(program.objects(BOX)) == 3
    assert program.objects(BOX, **{"match[id]": item["id"]}) == [newer]
    assert program.objects(BOX, **{"match[id]": item["id"], "match[version]": "first"}) == [item]
    assert program.objects(BOX, **{"match[version]": "2026-11-25T09:00:00.000Z"}) == [newer]
    assert len(program.objects(BOX, **{"match[version]": "all"})) == 4
    assert program.objects(BOX, **{"match[type]": "indicator"}) == []
    assert program.objects(BOX, **{"match[spec_version]": "2.0"}) == []
    versions = json.loads(program.ask(f"{BOX}objects/{item['id']}/versions/").content)
    assert versions["versions"] == ["2026-11-25T09:00:00.000Z", "2026-11-25T08:00:00.000Z"]
    manifest = json.loads(program.ask(f"{BOX}manifest/?limit=1").content)
    assert manifest["more"] is True
    assert manifest["objects"][0]["media_type"] == "application/stix+json;version=2.1"
    answer = program.ask(f"{BOX}objects/?limit=2")
    last = answer["X-TAXII-Date-Added-Last"]
    assert answer["Content-Type"] == TAXII
    assert len(program.objects(BOX, added_after=last)) == 1


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("objects/?limit=0", {}, 400),
        ("objects/?limit=-1", {}, 400),
        ("objects/?limit=²", {}, 400),
        ("objects/?next=x", {}, 400),
        ("objects/?added_after=yesterday", {}, 400),
        ("objects/?added_after=2026-13-45T00:00:00Z", {}, 400),
        ("objects/?match[version]=newest", {}, 400),
        ("objects/?match[name]=x", {}, 400),
        ("objects/", {"Accept": "application/json"}, 406),
        ("objects/", {"Accept": "application/taxii+json;version=2.0"}, 406),
        ("objects/", {"Accept": "application/taxii+json; version=2.1, */*;q=0.1"}, 200),
        ("objects/", {"Authorization": "Basic !!!"}, 401),
        ("objects/", {"Authorization": "Bearer x"}, 401),
    ],
)
def test_a_bad_request_is_answered_as_taxii_says(
    person: Maker, path: str, headers: dict[str, str], status: int
) -> None:
    answer = Program(person("analyst", "analyst"), "UZ").ask(LIST + path, **headers)

    assert answer.status_code == status
    assert answer["Content-Type"] == TAXII
    assert status == 200 or json.loads(answer.content)["http_status"] == str(status)


@pytest.mark.parametrize(
    "body", [b" ", b"{", b"[]", b'{"objects":[]}', b'{"objects":{}}', b'{"objects":[1],"objects":[]}']
)
def test_a_malformed_envelope_keeps_nothing(person: Maker, body: bytes) -> None:
    program = Program(person("analyst", "analyst"), "UZ")
    signed = base64.b64encode(f"{program.user}:{program.secret}".encode()).decode()
    headers = {"Accept": TAXII, "Authorization": f"Basic {signed}"}

    answer = program.client.post(f"{BOX}objects/", body, content_type=TAXII, headers=headers)
    wrong_type = program.client.post(f"{BOX}objects/", b"{}", content_type="application/json", headers=headers)

    assert answer.status_code == 400
    assert wrong_type.status_code == 415
    assert not FeedObject.objects.exists()


def test_ten_thousand_objects_of_one_moment_page_through_exactly_once_while_others_are_added(person: Maker) -> None:
    analyst, at = person("analyst", "analyst"), clock.now()
    program = Program(analyst, "UZ")
    who = reader(program.user, program.secret, at)
    assert who is not None
    for start in range(0, 10_000, 2_000):
        feeding.write(who=who, collection=INBOX, objects=made(2_000, start), at=at)
    late = [0]

    def insert() -> None:
        late[0] += 1
        feeding.write(who=who, collection=INBOX, objects=made(5, 20_000 + 5 * late[0]), at=at)

    found: list[str] = []
    asked = {"limit": "500"}
    while True:
        page = program.client_get(f"{BOX}objects/", asked)
        found += [o["id"] for o in page["objects"]]
        if not page["more"]:
            break
        asked["next"] = page["next"]
        if late[0] < 20:
            beside(insert)

    for thread in _RUNNING:
        thread.join()
    first = {o["id"] for o in made(10_000)}
    assert len(found) == len(set(found))
    assert first <= set(found)
    assert len(program.objects(BOX)) == 10_000 + 5 * late[0]
    moments = list(FeedLine.objects.order_by("seq").values_list("added_at", flat=True))
    assert moments == sorted(set(moments)), "each line has a moment of its own, in the order of places"


def test_reading_by_moment_meets_each_object_once_too(person: Maker) -> None:
    program, at = Program(person("analyst", "analyst"), "UZ"), clock.now()
    who = reader(program.user, program.secret, at)
    assert who is not None
    feeding.write(who=who, collection=INBOX, objects=made(30), at=at)

    found, since = [], ""
    while True:
        query = {"limit": "7", **({"added_after": since} if since else {})}
        signed = base64.b64encode(f"{program.user}:{program.secret}".encode()).decode()
        answer = program.client.get(
            f"{BOX}objects/", query, headers={"Accept": TAXII, "Authorization": f"Basic {signed}"}
        )
        page = json.loads(answer.content)
        if not page:
            break
        found += page["objects"]
        since = answer["X-TAXII-Date-Added-Last"]

    assert found == made(30)


def test_a_line_deleted_while_its_page_is_read_is_not_told_of(person: Maker) -> None:
    program, at = Program(person("analyst", "analyst"), "UZ"), clock.now()
    who = reader(program.user, program.secret, at)
    assert who is not None
    feeding.write(who=who, collection=INBOX, objects=made(3), at=at)
    asked_for_moments: list[str] = []

    def deleting(execute: Any, sql: str, *rest: Any) -> Any:
        if "added_at" in sql and not asked_for_moments:
            asked_for_moments.append(sql)
            FeedLine.objects.order_by("seq").last().delete()  # type: ignore[union-attr]
        return execute(sql, *rest)

    with connection.execute_wrapper(deleting):
        page = feed_pages.bodies(who, INBOX, feed_pages.asked({}))

    assert asked_for_moments
    assert [json.loads(body) for body in page.rows] == made(2)
    assert page.last_at == FeedLine.objects.order_by("seq").last().added_at  # type: ignore[union-attr]


def test_a_line_rolled_back_leaves_no_gap_a_reader_could_fall_into(person: Maker) -> None:
    program, at = Program(person("analyst", "analyst"), "UZ"), clock.now()
    who = reader(program.user, program.secret, at)
    assert who is not None

    with pytest.raises(RuntimeError), transaction.atomic():
        feeding.keep(f"token:{program.user}", made(3), at)
        raise RuntimeError
    feeding.write(who=who, collection=INBOX, objects=made(2, 7), at=at)

    assert list(FeedLine.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert publishing.add_lines("UZ", [], at) == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time by itself")
def test_a_place_given_out_is_never_overtaken_by_a_later_one(person: Maker) -> None:
    """The old fault of sequences: number 1 is taken, number 2 commits first, a reader passes 2 and misses 1."""
    program, at = Program(person("analyst", "analyst"), "UZ"), clock.now()
    who = reader(program.user, program.secret, at)
    assert who is not None

    def second() -> None:
        feeding.write(who=who, collection=INBOX, objects=made(1, 2), at=at)
        connection.close()

    with transaction.atomic():
        feeding.write(who=who, collection=INBOX, objects=made(1, 1), at=at)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the later writer waits for the earlier one"
    thread.join()

    assert program.objects(BOX) == [*made(1, 1), *made(1, 2)]
