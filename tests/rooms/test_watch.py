# SPDX-License-Identifier: Apache-2.0
"""The watch list: who may do what, what travels to whom, what comes back, and that nothing else is told."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused, TooLarge
from comity.config.jobs import JOBS
from comity.evidence.models import StoredFile
from comity.exchange.models import Receipt
from comity.exchange.services import Delivered
from comity.ledger.models import Entry as LedgerEntry
from comity.queue import services as queue
from comity.register import services
from comity.register.models import (
    CaseMember,
    Detection,
    FeedLine,
    FeedObject,
    Found,
    Notice,
    Watch,
    WatchReport,
)
from comity.register.queries import watching
from comity.register.rules import watch_travelling
from comity.register.services import detecting, watch_sharing
from tests.rooms.conftest import PASSWORD
from tests.rooms.test_register import make_case
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, uz: ForeignNode) -> list[tuple[str, str, dict[str, Any]]]:
    """Return what is posted: node, kind, body. Uzbekistan is known; Türkiye has no node."""
    posted: list[tuple[str, str, dict[str, Any]]] = []

    def post(*, to_node: str, kind: str, body: dict[str, Any], **_: object) -> str:
        posted.append((to_node, kind, json.loads(json.dumps(body))))
        return str(uuid.uuid4())

    monkeypatch.setattr(watch_sharing.exchange, "post", post)
    return posted


def listed(by: Person, at: datetime, *audience: str, value: str = "t.me/snow_shop_bot", **more: Any) -> str:
    return services.watch_report(
        kind=more.pop("kind", "bot"), value=value, evidence="Seen in chat 4.", seen_at=at, audience=audience,
        onward=False, by=by, at=at, **more,
    )  # fmt: skip


def delivered(kind: str, body: dict[str, Any], at: datetime, state: str = "UZ") -> Delivered:
    return Delivered(str(uuid.uuid4()), str(uuid.uuid4()), "", state.lower(), state, kind, "normal", at, body, ())


def foreign(at: datetime, **changes: Any) -> dict[str, Any]:
    """Return an indicator as Uzbekistan's node would send it."""
    body = {
        "v": 1, "watch": "0b6a3f0e-3a53-4ee0-9d0e-111111111111", "owner": "UZ", "version": 1, "kind": "account",
        "value": "telegram:tashkent_mix", "status": "reported", "since": "2026-11-20T09:00:00.000000Z",
        "reported": "2026-11-20T09:00:00.000000Z", "changed": "2026-11-20T09:00:00.000000Z",
        "handling": {"audience": ["AZ"], "purposes": [], "hit_only": False, "onward": False},
        "reports": [{"state": "UZ", "evidence": "Phone 7.", "seen": "2026-11-19T09:00:00.000000Z",
                     "at": "2026-11-20T09:00:00.000000Z"}],
        "acts": [{"act": "report", "state": "UZ", "status": "reported", "at": "2026-11-20T09:00:00.000000Z",
                  "given": {}}],
    }  # fmt: skip
    assert at
    return {**body, **changes}


def test_a_report_goes_to_its_audience_and_to_nobody_else(person: Maker, at: datetime, sent: list[Any]) -> None:
    analyst = person("analyst", "analyst")
    listed(analyst, at, value="t.me/own_use_bot")
    assert sent == []

    key = listed(analyst, at, "UZ", "TR")

    assert [(node, kind) for node, kind, _ in sent] == [("uz", "register.watch.report")]
    body = sent[0][2]
    assert (body["watch"], body["value"], body["version"]) == (key, "telegram:snow_shop_bot", 1)
    assert body["reports"][0]["evidence"] == "Seen in chat 4."
    assert watch_travelling.read(body, states=["AZ", "UZ", "TR"]).as_json() == body


def test_an_own_report_never_corroborates_and_a_partners_does(person: Maker, at: datetime, sent: list[Any]) -> None:
    analyst = person("analyst", "analyst")
    key = listed(analyst, at, "UZ")
    services.watch_act(watch_id=key, name="add", given={"evidence": "Seen again."}, by=analyst, at=at)
    assert watching.view(analyst, key).row.corroborated_by == ()
    with pytest.raises(Refused, match="cannot"):
        services.watch_act(watch_id=key, name="corroborate", given={"evidence": "x"}, by=analyst, at=at)

    body = {
        "v": 1,
        "watch": key,
        "report": str(uuid.uuid4()),
        "act": "corroborate",
        "given": {"evidence": "Known too."},
    }
    message = delivered("register.watch.corroborate", body, at)
    services.receive_watch_corroboration(message=message, at=at)
    services.receive_watch_corroboration(message=message, at=at)

    shown = watching.view(analyst, key)
    assert shown.row.status == "corroborated"
    assert shown.row.corroborated_by == ("UZ",)
    assert sorted(r.state for r in shown.reports) == ["AZ", "AZ", "UZ"]
    assert sent[-1][1] == "register.watch.status"
    assert sent[-1][2]["status"] == "corroborated"
    assert Notice.objects.filter(kind="watch-corroborate").count() == 1


def test_the_whole_life_with_its_clocks(person: Maker, at: datetime, sent: list[Any]) -> None:
    analyst = person("analyst", "analyst")
    key = listed(analyst, at, "UZ")
    steps = [
        ("ask", {"addressee": "provider", "name": "Telegram", "grounds": "A child bought there."}, "asked", 3),
        ("limit", {"measure": "removed"}, "limited", 14),
        ("reappear", {"evidence": "Back under the same name."}, "reappeared", 2),
        ("ask", {"addressee": "regulator", "name": "ICTA"}, "asked", 3),
        ("decline", {"reason": "No jurisdiction."}, "reported", 30),
        ("clear", {"reason": "It was a news bot."}, "cleared", 0),
        ("report-again", {"evidence": "It was not."}, "reported", 30),
    ]
    for number, (name, given, status, days) in enumerate(steps, start=1):
        moment = at + timedelta(days=number)
        services.watch_act(watch_id=key, name=name, given=given, by=analyst, at=moment)
        row = Watch.objects.get(pk=key)
        assert row.status == status
        assert row.due_at == (moment + timedelta(days=days) if days else None)
    assert [body["version"] for _, _, body in sent] == list(range(1, 9))
    assert watching.overdue(analyst, at + timedelta(days=60)) == 1


def test_a_state_outside_the_audience_is_answered_as_if_there_were_none(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    key = listed(person("analyst", "analyst"), at, "TR")
    words = {"v": 1, "report": str(uuid.uuid4()), "act": "corroborate", "given": {"evidence": "Known."}}

    errors = []
    for watch in (key, str(uuid.uuid4())):
        with pytest.raises(NotFound) as caught:
            services.receive_watch_corroboration(
                message=delivered("register.watch.corroborate", {**words, "watch": watch}, at), at=at
            )
        errors.append(caught.value.sentence)

    assert errors[0] == errors[1]
    assert sent == []


def test_who_leaves_the_audience_gets_a_withdrawal_and_nothing_later(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    analyst = person("analyst", "analyst")
    key = listed(analyst, at, "UZ")
    services.watch_audience(watch_id=key, audience=("TR",), onward=False, version=1, by=analyst, at=at)
    services.watch_act(watch_id=key, name="add", given={"evidence": "More."}, by=analyst, at=at)

    assert [(kind, body.get("withdrawn")) for _, kind, body in sent] == [
        ("register.watch.report", None), ("register.watch.status", True),
    ]  # fmt: skip
    assert "value" not in sent[-1][2]
    with pytest.raises(Refused, match="meanwhile"):
        services.watch_audience(watch_id=key, audience=(), onward=False, version=1, by=analyst, at=at)


def test_a_partners_indicator_is_taken_in_corroborated_and_withdrawn(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    analyst = person("analyst", "analyst")
    services.receive_watch(message=delivered("register.watch.report", foreign(at), at), at=at)
    [row] = watching.board(analyst)
    assert (row.owner, row.value, row.is_own) == ("UZ", "telegram:tashkent_mix", False)
    assert {a for a, _ in watching.view(analyst, row.id).acts} == {"corroborate"}

    services.watch_act(watch_id=row.id, name="corroborate", given={"evidence": "Baku, phone 2."}, by=analyst, at=at)
    assert sent[-1][1] == "register.watch.corroborate"
    assert sent[-1][2]["watch"] == foreign(at)["watch"]

    own = {"state": "AZ", "evidence": "Baku, phone 2.", "seen": "2026-11-23T09:00:00.000000Z",
           "at": "2026-11-23T09:00:00.000000Z"}  # fmt: skip
    later = foreign(at, version=2, status="corroborated", reports=[*foreign(at)["reports"], own])
    services.receive_watch(message=delivered("register.watch.status", later, at), at=at)
    services.receive_watch(message=delivered("register.watch.status", foreign(at), at), at=at)
    shown = watching.view(analyst, row.id)
    assert (shown.row.status, shown.row.corroborated_by) == ("corroborated", ("AZ",))
    assert WatchReport.objects.filter(state="AZ").count() == 1

    gone = {"v": 1, "watch": later["watch"], "owner": "UZ", "version": 3, "withdrawn": True}
    services.receive_watch(message=delivered("register.watch.status", gone, at), at=at)
    services.receive_watch(message=delivered("register.watch.status", later, at), at=at)
    assert watching.board(analyst) == ()
    assert not WatchReport.objects.exists()
    assert not FeedLine.objects.exists()
    assert not FeedObject.objects.exists()
    with pytest.raises(NotFound):
        watching.view(analyst, row.id)


def test_a_withdrawal_that_overtakes_the_report_wins(person: Maker, at: datetime, sent: list[Any]) -> None:
    gone = {"v": 1, "watch": foreign(at)["watch"], "owner": "UZ", "version": 2, "withdrawn": True}
    services.receive_watch(message=delivered("register.watch.status", gone, at), at=at)
    services.receive_watch(message=delivered("register.watch.report", foreign(at), at), at=at)

    assert watching.board(person("analyst", "analyst")) == ()


def test_a_partners_indicator_reaches_third_states_only_where_its_owner_allows(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    closed = {"audience": ["AZ", "TR"], "purposes": [], "hit_only": False, "onward": False}
    services.receive_watch(message=delivered("register.watch.report", foreign(at, handling=closed), at), at=at)
    assert set(FeedLine.objects.values_list("reader", flat=True)) == {"AZ"}

    again = foreign(at, handling={**closed, "onward": True}, version=2)
    services.receive_watch(message=delivered("register.watch.status", again, at), at=at)
    assert set(FeedLine.objects.values_list("reader", flat=True)) == {"AZ", "TR"}

    services.receive_watch(
        message=delivered("register.watch.status", foreign(at, handling=closed, version=3), at), at=at
    )
    assert set(FeedLine.objects.values_list("reader", flat=True)) == {"AZ"}


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": "TR"}, {"owner": "AZ"}, {"kind": "coded-word"}, {"kind": "ghost"}, {"value": ""},
        {"value": "x" * 1001},
        {"value": "nocolon"}, {"status": "(unchanged)"}, {"version": 0}, {"version": "1"}, {"watch": "x"},
        {"reports": [{"state": "XX", "evidence": "e", "seen": "", "at": ""}]}, {"reports": "none"}, {"acts": [{}]},
        {"handling": {"audience": ["TR"], "purposes": [], "hit_only": False, "onward": False}}, {"handling": None},
        {"since": "yesterday"},
    ],
)  # fmt: skip
def test_a_bad_message_is_refused_and_nothing_is_kept(at: datetime, sent: list[Any], changes: dict[str, Any]) -> None:
    with pytest.raises((Invalid, Refused)):
        services.receive_watch(message=delivered("register.watch.report", foreign(at, **changes), at), at=at)

    assert not Watch.objects.exists()
    assert not Notice.objects.exists()


def test_only_people_of_the_register_see_the_list_and_a_case_keeps_its_own(person: Maker, at: datetime) -> None:
    officer, analyst = person("officer", "central-officer"), person("analyst", "analyst")
    case = services.open_case(
        reference="1/2026", title="Silk", offences=["drug-trafficking"], legal_basis="CPC 1", restricted=True,
        by=officer, at=at,
    )  # fmt: skip
    key = listed(officer, at, case_id=case)

    assert watching.view(officer, key).case_reference == "1/2026"
    for who in (analyst, person("admin", "node-admin"), person("auditor", "auditor")):
        with pytest.raises(NotFound):
            watching.view(who, key)
        assert watching.board(who) == ()
    other = listed(analyst, at)
    assert other != key, "the analyst is not told that a case they do not know has it"
    with pytest.raises(services.AlreadyListed):
        listed(analyst, at)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"), ("iban", "AZ22NABZ00000000137010001944"), ("bot", ""),
        ("phone", "+1"), ("coded-word", "snow"), ("domain", "not a domain"), ("ghost", "x"), ("account", "a b c"),
    ],
)  # fmt: skip
def test_an_indicator_that_is_none_is_not_listed(person: Maker, at: datetime, kind: str, value: str) -> None:
    with pytest.raises(Invalid):
        listed(person("analyst", "analyst"), at, kind=kind, value=value)
    assert not Watch.objects.exists()


def test_the_ledger_learns_codes_and_never_a_value(person: Maker, at: datetime, sent: list[Any]) -> None:
    analyst = person("analyst", "analyst")
    key = listed(analyst, at, "UZ")
    services.watch_act(watch_id=key, name="add", given={"evidence": "Phone of Rustam."}, by=analyst, at=at)
    services.detect(title="Group Snow", text="write @snow_seller", by=analyst, at=at)

    leaves = " ".join(LedgerEntry.objects.values_list("leaf", flat=True))
    assert "watch.reported" in leaves
    for secret in ("snow", "Rustam", "chat 4", "Snow"):
        assert secret not in leaves


def test_what_was_detected_is_judged_and_goes_into_the_list(person: Maker, at: datetime, sent: list[Any]) -> None:
    analyst = person("analyst", "analyst")
    key = listed(analyst, at, "UZ")
    text = "новые клады, пиши @snow_shop_b0t или hxxps://t[.]me/snow_shop_bot\nкарта 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"

    made = services.detect(title="Phone 2", text=text, by=analyst, at=at)

    rows = {row.value: row for row in watching.findings(analyst, watching.detection(analyst, made))}
    assert str(rows["telegram:snow_shop_bot"].known) == key
    wallet = rows["btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]
    services.confirm_found(
        detection_id=made, found_ids=[wallet.pk, rows["telegram:snow_shop_bot"].pk], audience=("UZ",), onward=False,
        by=analyst, at=at,
    )  # fmt: skip
    services.reject_found(
        detection_id=made, found_ids=[rows["кладов" if "кладов" in rows else "клады"].pk], by=analyst, at=at
    )
    assert Watch.objects.count() == 2
    assert "line 2" in WatchReport.objects.get(watch__kind="wallet").evidence
    assert Found.objects.filter(decision="rejected").count() == 1
    assert Found.objects.get(kind="bot", known__isnull=False).watch_id == uuid.UUID(key)
    with pytest.raises(Refused, match="nobody has judged"):
        services.reject_found(detection_id=made, found_ids=[wallet.pk], by=analyst, at=at)


def test_confirming_what_a_partner_listed_tells_the_partner_nothing(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    analyst = person("analyst", "analyst")
    services.receive_watch(message=delivered("register.watch.report", foreign(at), at), at=at)
    made = services.detect(title="Phone 2", text="t.me/tashkent_mix", by=analyst, at=at)
    found = Found.objects.get(kind="account")

    services.confirm_found(detection_id=made, found_ids=[found.pk], audience=("UZ",), onward=False, by=analyst, at=at)

    assert sent == []
    assert Watch.objects.count() == 1
    assert WatchReport.objects.filter(state="AZ").count() == 0


def test_a_detection_is_its_makers_and_its_cases_and_tells_a_colleague_only_what_they_may_know(
    person: Maker, at: datetime
) -> None:
    officer, analyst = person("officer", "central-officer"), person("analyst", "analyst")
    secret = services.open_case(
        reference="1/2026",
        title="S",
        offences=["drug-trafficking"],
        legal_basis="C",
        restricted=True,
        by=officer,
        at=at,
    )
    shared = services.open_case(
        reference="2/2026", title="O", offences=["drug-trafficking"], legal_basis="C", by=officer, at=at
    )
    listed(officer, at, value="t.me/snow_shop_bot", case_id=secret)
    text = "t.me/snow_shop_bot and https://t.me/snow_shop_b0t"
    made = services.detect(title="x", text=text, case_id=shared, by=officer, at=at)

    his = watching.findings(officer, watching.detection(officer, made))
    hers = watching.findings(analyst, watching.detection(analyst, made))

    assert any(row.known for row in his)
    assert any(row.like for row in his)
    assert not any(row.known or row.like for row in hers)
    assert "known" not in json.dumps([row.why for row in hers])
    with pytest.raises(NotFound):
        watching.detection(person("other", "case-prosecutor"), made)


def uploaded(data: bytes, by: Person, at: datetime, name: str = "chat.txt", **more: Any) -> str:
    return services.detect_file(title="Phone 2", blocks=[data], name=name, by=by, at=at, **more)


def worked(at: datetime) -> None:
    while queue.run_due(handlers=JOBS, clock=lambda: at):
        pass


def test_a_file_is_looked_through_by_a_job_and_deleted(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("chats/one.txt", "buy at t.me/snow_shop_bot")
        archive.writestr("program.exe", b"MZ\0\0")

    made = uploaded(out.getvalue(), analyst, at, "phone.zip")

    held = watching.detection(analyst, made)
    assert (held.state, held.source, held.file_id is None) == ("reading", "archive", False)
    assert not Found.objects.exists()
    worked(at)
    held = watching.detection(analyst, made)
    assert (held.state, held.file_id, held.left) == ("done", None, [["not-read", "program.exe"]])
    found = Found.objects.get(detection=made, value="telegram:snow_shop_bot")
    assert (found.part, found.message, found.line) == ("chats/one.txt", 1, 1)
    assert not StoredFile.objects.exists()
    services.confirm_found(detection_id=made, found_ids=[found.pk], audience=(), onward=False, by=analyst, at=at)
    assert "chats/one.txt, message 1, line 1" in WatchReport.objects.get().evidence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "broken"),
        (b'{"messages": [{"id": 1, "text": "t.me/a', "breaks off"),
        (b'{"name": "x"}', "no messages"),
        (b'{"messages": [1, 2]}', "malformed"),
        (b'{"messages": [{"text": "' + b"x" * 1_200_000, "longer"),
        (b"<!DOCTYPE html><html><body>nothing</body></html>", "no messages"),
    ],
)
def test_a_file_that_turns_out_unreadable_says_why_and_is_deleted(
    person: Maker, at: datetime, content: bytes, words: str
) -> None:
    analyst = person("analyst", "analyst")

    made = uploaded(content, analyst, at)
    worked(at)

    held = watching.detection(analyst, made)
    assert (held.state, held.file_id) == ("failed", None)
    assert words in held.reason
    assert not Found.objects.exists()
    assert not StoredFile.objects.exists()


def test_what_is_no_readable_kind_is_refused_at_once_and_not_kept(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    with pytest.raises(Invalid, match="not a file that can be read"):
        uploaded(b"\0\1\2", analyst, at)
    with pytest.raises(TooLarge):
        services.detect(title="x", text="a\n" * 600_000, by=analyst, at=at)
    assert not StoredFile.objects.exists()
    assert not Detection.objects.exists()


def test_a_worker_that_dies_before_the_end_begins_anew(
    person: Maker, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = person("analyst", "analyst")
    made = uploaded(b"t.me/snow_shop_bot", analyst, at)

    def die(name: str) -> None:
        raise KeyboardInterrupt(name)

    with monkeypatch.context() as dying:
        dying.setattr(detecting.faults, "point", die)
        with pytest.raises(KeyboardInterrupt):
            worked(at)
    assert watching.detection(analyst, made).state == "reading"
    worked(at + timedelta(hours=1))

    assert watching.detection(analyst, made).state == "done"
    assert Found.objects.filter(detection=made).count() == 1


def test_a_person_stops_a_reading_and_another_never_does(
    person: Maker, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = person("analyst", "analyst")
    made = uploaded(b"t.me/snow_shop_bot\n" * 50, analyst, at)
    with pytest.raises(NotFound):
        services.stop_detecting(detection_id=made, by=person("other", "analyst"), at=at)
    monkeypatch.setattr(detecting, "_EVERY_SECONDS", 0.0)
    reading = detecting.reads.words

    def stopped_meanwhile() -> Any:
        services.stop_detecting(detection_id=made, by=analyst, at=at)
        return reading()

    monkeypatch.setattr(detecting.reads, "words", stopped_meanwhile)
    worked(at)

    held = watching.detection(analyst, made)
    assert (held.state, held.file_id) == ("stopped", None)
    assert not Found.objects.exists()
    with pytest.raises(Refused):
        services.stop_detecting(detection_id=made, by=analyst, at=at)


def test_who_lost_the_case_meanwhile_finds_nothing_in_it(person: Maker, at: datetime) -> None:
    officer = person("officer", "case-prosecutor")
    case = make_case(officer, at)
    made = uploaded(b"t.me/snow_shop_bot", officer, at, case_id=case)
    CaseMember.objects.update(has_access=False)

    worked(at)

    assert Detection.objects.get(pk=made).state == "failed"
    assert not Found.objects.exists()


def signed_in(person: Person) -> Client:
    client = Client()
    assert client.login(email=person.email, password=PASSWORD)
    return client


def test_the_pages_from_paste_to_limited(person: Maker, sent: list[Any]) -> None:
    client = signed_in(person("analyst", "analyst"))
    assert "Nothing is watched yet" in client.get("/watch/").content.decode()
    made = client.post("/watch/detect/", {"title": "Phone 2", "text": "закладки тут t.me/snow_shop_bot 50$"})
    page = client.get(made["Location"]).content.decode()
    assert "telegram:snow_shop_bot" in page
    assert "A link of telegram leads there." in page
    found = Found.objects.get(kind="bot")
    client.post(f"{made['Location']}judge", {"found": [found.pk], "audience": ["UZ"], "confirm": "1"})
    [watch] = Watch.objects.all()
    one = f"/watch/{watch.pk}/"
    client.post(f"{one}act/ask", {"addressee": "provider", "name": "Telegram", "grounds": "Urgent"})
    client.post(f"{one}act/limit", {"measure": "removed"})
    assert "Removed" in client.get(one).content.decode()
    assert client.get("/watch/?status=limited").content.decode().count("telegram:snow_shop_bot") == 1
    assert client.post("/watch/new/", {"kind": "iban", "value": "AZ00"}).status_code == 422
    token = client.post("/watch/feeds/token", {"label": "CERT", "state": "UZ"}).content.decode()
    assert 'id="token-secret"' in token
    assert 'id="token-secret"' not in client.get("/watch/feeds/").content.decode()


def test_every_page_is_absent_for_strangers(person: Maker, at: datetime, sent: list[Any]) -> None:
    officer = person("officer", "central-officer")
    key = listed(officer, at)
    made = services.detect(title="x", text="t.me/snow_shop_bot", by=officer, at=at)
    addresses = (
        "/watch/",
        "/watch/new/",
        f"/watch/{key}/",
        "/watch/detect/",
        f"/watch/detect/{made}/",
        "/watch/feeds/",
    )

    for who in (person("admin", "node-admin"), person("auditor", "auditor")):
        client = signed_in(who)
        assert [client.get(a).status_code for a in addresses] == [404] * len(addresses)
        assert client.post(f"/watch/{key}/act/clear", {"reason": "x"}).status_code == 404
        assert client.post("/watch/feeds/token", {"label": "x", "state": "UZ"}).status_code == 404
    assert signed_in(officer).get("/watch/feeds/").status_code == 404, "feeds are for analysts"
    assert signed_in(officer).get(f"/watch/{key}/").status_code == 200


def test_a_report_is_opened_when_a_person_first_reads_it_and_its_withdrawal_at_once(
    uz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst, now = person("analyst", "analyst"), clock.now()
    client = Client()
    assert client.login(email=analyst.email, password=PASSWORD)

    came = uz.manifest(now, kind="register.watch.report", body=foreign(at))
    stated = [uz.read(token).stage.value for token in uz.post(came).json()["receipts"]]
    assert stated == ["relay-accepted", "delivered"]

    for _ in range(2):
        assert client.get(f"/watch/{Watch.objects.get().pk}/").status_code == 200
    opened = Receipt.objects.get(message=came.id, stage="retrieved")
    assert opened.to_push == "uz"

    gone = {"v": 1, "watch": foreign(at)["watch"], "owner": "UZ", "version": 2, "withdrawn": True}
    answer = uz.post(uz.manifest(now, kind="register.watch.status", body=gone))
    assert [uz.read(t).stage.value for t in answer.json()["receipts"]] == ["relay-accepted", "delivered", "retrieved"]


def told(at: datetime, watch: str, act: str, **given: str) -> Delivered:
    body = {"v": 1, "watch": watch, "report": str(uuid.uuid4()), "act": act, "given": given}
    return delivered("register.watch.corroborate", body, at)


def test_a_partner_takes_its_corroboration_back_and_the_status_is_computed_anew(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    analyst, later = person("analyst", "analyst"), at + timedelta(hours=2)
    key = listed(analyst, at, "UZ", "TR")
    services.receive_watch_corroboration(message=told(at, key, "corroborate", evidence="Known too."), at=at)
    assert watching.view(analyst, key).row.status == "corroborated"

    back = told(later, key, "retract", reason="Another channel of that name.")
    services.receive_watch_corroboration(message=back, at=later)
    overtaken = told(at + timedelta(hours=1), key, "corroborate", evidence="Sent before, came after.")
    services.receive_watch_corroboration(message=overtaken, at=later)

    shown = watching.view(analyst, key)
    assert (shown.row.status, shown.row.corroborated_by) == ("reported", ())
    assert [r.state for r in shown.reports] == ["AZ"]
    last = shown.history[-1]
    assert (last.act, last.state, last.at, last.given["reason"]) == (
        "retract", "UZ", later, "Another channel of that name."
    )  # fmt: skip
    assert sent[-1][1:2] == ("register.watch.status",)
    assert sent[-1][2]["acts"][-1]["act"] == "retract"
    assert watch_travelling.read(sent[-1][2], states=["AZ", "UZ", "TR"]).status == "reported"
    revoked = [json.loads(o.body) for o in FeedObject.objects.filter(object_id__startswith="sighting--")]
    assert [o.get("revoked", False) for o in sorted(revoked, key=lambda o: o["modified"])] == [False, True]
    assert Notice.objects.filter(kind="watch-retract").count() == 1

    again = told(later + timedelta(minutes=1), key, "corroborate", evidence="It is that one after all.")
    services.receive_watch_corroboration(message=again, at=later + timedelta(minutes=1))
    assert watching.view(analyst, key).row.corroborated_by == ("UZ",)


def test_the_own_corroboration_of_anothers_indicator_is_withdrawn_with_its_reason(
    person: Maker, at: datetime, sent: list[Any]
) -> None:
    analyst = person("analyst", "analyst")
    services.receive_watch(message=delivered("register.watch.report", foreign(at), at), at=at)
    key = str(Watch.objects.get().pk)
    assert "retract" not in dict(watching.view(analyst, key).acts)
    with pytest.raises(Refused, match="does not corroborate"):
        services.watch_act(watch_id=key, name="retract", given={"reason": "x"}, by=analyst, at=at)

    services.watch_act(watch_id=key, name="corroborate", given={"evidence": "Phone 9."}, by=analyst, at=at)
    assert "retract" in dict(watching.view(analyst, key).acts)
    with pytest.raises(Invalid, match="reason"):
        services.watch_act(watch_id=key, name="retract", given={"reason": " "}, by=analyst, at=at)
    services.watch_act(watch_id=key, name="retract", given={"reason": "Misread."}, by=analyst, at=at)

    assert not WatchReport.objects.filter(state="AZ").exists()
    node, kind, body = sent[-1]
    assert (node, kind, body["act"], body["given"]) == (
        "uz", "register.watch.corroborate", "retract", {"reason": "Misread."}
    )  # fmt: skip
    assert LedgerEntry.objects.filter(event="watch.told-retract", subject=f"watch:{key}").count() == 1
