# SPDX-License-Identifier: Apache-2.0
"""One node's side of a request: drafting, four eyes, need to know, acts that come from the other side."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.accounts.rules.roles import Person
from comity.assistance import services
from comity.assistance.queries import access, drafts, views
from comity.assistance.rules import preflight
from comity.assistance.services import proving
from comity.base import clock
from comity.base.errors import ComityError, Invalid, NotFound, Refused
from comity.exchange.models import Incoming, Outgoing
from comity.exchange.rules.receipts import Stage
from comity.practice.mainjob import _PAGES as PAGES
from tests.rooms.conftest import PASSWORD
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


@pytest.fixture
def prosecutor(person: Maker) -> Person:
    return person("prosecutor", "case-prosecutor")


@pytest.fixture
def officer(person: Maker) -> Person:
    return person("officer", "central-officer")


@pytest.fixture
def draft(uz: ForeignNode, prosecutor: Person) -> str:
    return services.start_draft(
        by=prosecutor, requested="UZ", offences=["drug-trafficking"], measures=["bank-records"], title="Records",
        at=clock.now(),
    )  # fmt: skip


def fill(number: str, by: Person) -> None:
    for section, values in PAGES.items():
        services.save_page(
            request_id=number, section=section, values=values, version=views.version_of(number), by=by, at=clock.now()
        )


def act(number: str, name: str, by: Person, at: datetime | None = None, **data: Any) -> str:
    return services.act(request_id=number, name=name, data=data, by=by, at=at or clock.now())


@pytest.fixture
def sent(draft: str, prosecutor: Person, officer: Person) -> str:
    fill(draft, prosecutor)
    act(draft, "submit", prosecutor)
    services.release(request_id=draft, by=officer, at=clock.now())
    return draft


# ---- drafting ----


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"requested": "XX"}, "XX"),
        ({"requested": "AZ"}, "same"),
        ({"offences": ["mischief"]}, "mischief"),
        ({"offences": []}, "offence"),
        ({"measures": ["bank-record"]}, "bank-records"),
        ({"measures": []}, "measure"),
        ({"measures": ["bank-records", "transit"]}, "at once"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_a_draft_begins_only_with_words_comity_knows(prosecutor: Person, changes: dict[str, Any], words: str) -> None:
    given = {"requested": "UZ", "offences": ["drug-trafficking"], "measures": ["bank-records"], "title": "T", **changes}

    with pytest.raises(Invalid, match=words):
        services.start_draft(by=prosecutor, at=clock.now(), **given)


def test_numbers_count_up_within_a_year(draft: str, prosecutor: Person) -> None:
    year = clock.today().year

    assert draft == f"AZ-{year}-000001"


def test_two_people_writing_at_once_never_overwrite_each_other(draft: str, prosecutor: Person) -> None:
    version = views.version_of(draft)
    given = {"request_id": draft, "section": "facts", "by": prosecutor, "at": clock.now(), "version": version}
    services.save_page(values={"facts_summary": "first"}, **given)

    with pytest.raises(Refused, match="Someone else"):
        services.save_page(values={"facts_summary": "second"}, **given)

    assert views.request(prosecutor, draft, at=clock.now()).content["facts_summary"] == "first"


def test_an_empty_draft_blocks_on_what_the_vienna_convention_requires(draft: str, prosecutor: Person) -> None:
    found = drafts.findings(prosecutor, draft, at=clock.now())
    blocking = {f.article for f in found if f.level is preflight.Level.BLOCK}

    assert "vienna-1988 7(10)(c)" in blocking
    fill(draft, prosecutor)
    assert not preflight.blocks(drafts.findings(prosecutor, draft, at=clock.now()))


def test_an_incomplete_request_is_not_released(draft: str, prosecutor: Person, officer: Person) -> None:
    act(draft, "submit", prosecutor)

    with pytest.raises(Refused, match="Missing"):
        services.release(request_id=draft, by=officer, at=clock.now())
    assert not Outgoing.objects.exists()


def test_who_drafted_or_submitted_never_releases(uz: ForeignNode, person: Maker, officer: Person) -> None:
    other = person("second", "central-officer")
    number = services.start_draft(
        by=officer, requested="UZ", offences=["drug-trafficking"], measures=["bank-records"], title="T", at=clock.now()
    )
    fill(number, officer)
    act(number, "submit", officer)

    with pytest.raises(Refused, match="Another officer"):
        services.release(request_id=number, by=officer, at=clock.now())
    services.release(request_id=number, by=other, at=clock.now())


def test_a_case_prosecutor_cannot_release(sent: str, draft: str, prosecutor: Person, person: Maker) -> None:
    with pytest.raises(ComityError):
        services.release(request_id=draft, by=prosecutor, at=clock.now())


def test_releasing_twice_sends_once(sent: str, officer: Person) -> None:
    with pytest.raises(Refused):
        services.release(request_id=sent, by=officer, at=clock.now())
    assert Outgoing.objects.count() == 1


def test_a_sent_request_is_no_longer_a_draft(sent: str, prosecutor: Person) -> None:
    with pytest.raises(Refused, match="no longer a draft"):
        services.save_page(
            request_id=sent, section="facts", values={}, version=views.version_of(sent), by=prosecutor, at=clock.now()
        )


def test_only_offered_instruments_can_be_the_basis(draft: str, prosecutor: Person) -> None:
    given = {"request_id": draft, "by": prosecutor, "at": clock.now()}
    with pytest.raises(Invalid, match="offered"):
        services.choose_basis(basis="riyadh-1983", version=views.version_of(draft), **given)
    services.choose_basis(basis="reciprocity", version=views.version_of(draft), **given)

    assert views.request(prosecutor, draft, at=clock.now()).basis == "reciprocity"


# ---- need to know ----


@pytest.fixture
def outsiders(person: Maker) -> list[Person]:
    return [
        person("colleague", "case-prosecutor"),
        person("executor", "executing-officer"),
        person("admin", "node-admin"),
        person("auditor", "auditor"),
    ]


def login(who: Person) -> Client:
    client = Client(raise_request_exception=False)
    assert (
        client.login(email=who.email, password=PASSWORD)
        or client.post("/account/login/", {"login": who.email, "password": PASSWORD}).status_code == 302
    )
    return client


def addresses(number: str, attachment: str) -> Iterator[tuple[str, str]]:
    yield from (
        ("GET", f"/requests/{number}/"),
        ("GET", f"/requests/{number}/draft/"),
        ("GET", f"/requests/{number}/draft/law/"),
        ("GET", f"/requests/{number}/draft/facts/"),
        ("GET", f"/requests/{number}/draft/documents/"),
        ("GET", f"/requests/{number}/check/"),
        ("GET", f"/requests/{number}/act/withdraw/"),
        ("POST", f"/requests/{number}/act/withdraw/"),
        ("POST", f"/requests/{number}/proof"),
        ("POST", f"/requests/{number}/share"),
        ("GET", f"/requests/{number}/files/{attachment}"),
        ("POST", f"/requests/{number}/draft/documents/{attachment}/off"),
    )


def test_a_forbidden_request_looks_like_one_that_does_not_exist(
    draft: str, prosecutor: Person, officer: Person, outsiders: list[Person]
) -> None:
    attachment = services.attach(
        request_id=draft, blocks=[b"x"], name="a.txt", media_type="text/plain", document="", by=prosecutor,
        at=clock.now(),
    )  # fmt: skip
    fill(draft, prosecutor)
    act(draft, "submit", prosecutor)
    services.release(request_id=draft, by=officer, at=clock.now())
    absent, missing_file = draft[:-6] + "999999", str(uuid.uuid4())
    for who in outsiders:
        client = login(who)
        for (method, forbidden), (_, missing) in zip(
            addresses(draft, attachment), addresses(absent, missing_file), strict=True
        ):
            real, none = client.generic(method, forbidden), client.generic(method, missing)
            assert real.status_code == 404, (who.name, forbidden)
            assert bare(real.content, draft, attachment) == bare(none.content, absent, missing_file), forbidden


def bare(content: bytes, number: str, attachment: str) -> bytes:
    """Return a page without what must differ: its own address and the form token."""
    plain = content.replace(number.encode(), b"NUMBER").replace(attachment.encode(), b"FILE")
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", plain)


def test_lists_searches_counts_and_news_show_nothing_to_outsiders(sent: str, outsiders: list[Person]) -> None:
    for who in outsiders:
        assert access.visible_to(who).count() == 0
        assert views.register(who, at=clock.now(), text="Records") == ((), 0)
        assert views.worklist(who, at=clock.now()) == ()
        assert views.unread(who) == 0
        with pytest.raises(NotFound):
            proving.bundle(request_id=sent, by=who, at=clock.now())


def test_an_administrator_is_never_a_member(sent: str, officer: Person, outsiders: list[Person]) -> None:
    with pytest.raises(Invalid, match="does not work with requests"):
        services.give_access(request_id=sent, user_id=outsiders[2].id, by=officer, at=clock.now())


def test_access_is_given_and_taken(sent: str, officer: Person, outsiders: list[Person]) -> None:
    colleague = outsiders[0]
    services.give_access(request_id=sent, user_id=colleague.id, by=officer, at=clock.now())
    assert views.request(colleague, sent, at=clock.now()).id == sent
    services.take_access(request_id=sent, user_id=colleague.id, by=officer, at=clock.now())

    with pytest.raises(NotFound):
        views.request(colleague, sent, at=clock.now())


def test_a_restricted_request_is_hidden_from_other_officers(
    uz: ForeignNode, prosecutor: Person, officer: Person
) -> None:
    number = services.start_draft(
        by=prosecutor, requested="UZ", offences=["corruption"], measures=["bank-records"], title="T", at=clock.now(),
        restricted=True,
    )  # fmt: skip
    act(number, "submit", prosecutor)

    with pytest.raises(NotFound):
        views.request(officer, number, at=clock.now())


def test_pages_lead_to_the_sign_in_without_a_person(client: Client) -> None:
    for address in ("/", "/requests/", "/navigator/", "/states/", "/node/", "/ledger/", "/requests/AZ-2026-000001/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


# ---- uploads ----


def test_an_upload_over_the_limit_is_refused_and_leaves_nothing(
    draft: str, prosecutor: Person, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setitem(settings.COMITY_ENV._values, "MAX_UPLOAD_BYTES", 1000)
    client = login(prosecutor)
    before = sorted(p for p in settings.FILES.rglob("*") if p.is_file())

    answer = client.post(
        f"/requests/{draft}/draft/documents/", {"file": SimpleUploadedFile("big.bin", b"x" * 1001), "document": ""}
    )

    assert answer.status_code == 413
    assert b"larger than" in answer.content
    assert sorted(p for p in settings.FILES.rglob("*") if p.is_file()) == before


def test_an_endless_upload_stops_at_the_limit(draft: str, prosecutor: Person) -> None:
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield b"x" * 1024 * 1024

    with pytest.raises(Invalid, match="100 MB"):
        services.attach(
            request_id=draft, blocks=endless(), name="a", media_type="", document="", by=prosecutor, at=clock.now()
        )
    assert len(read) == 101


@pytest.mark.parametrize(
    ("name", "kept"), [("../../x.txt", "x.txt"), ("a\\b.txt", "b.txt"), ("é" * 300 + ".pdf", None)]
)
def test_file_names_are_made_safe(draft: str, prosecutor: Person, name: str, kept: str | None) -> None:
    services.attach(
        request_id=draft, blocks=[b"x"], name=name, media_type="text/plain", document="", by=prosecutor, at=clock.now()
    )
    found = views.request(prosecutor, draft, at=clock.now()).files[0].name

    assert found == kept if kept else (len(found) <= 200 and found.endswith(".pdf"))


# ---- both officers at once, refusals, the other side ----


def answered(uz: ForeignNode, number: str, name: str, own: int, seen: int, **data: Any) -> Any:
    """Return the node's answer to an act of the other side."""
    row = views.snapshot(number)
    assert row
    out = Outgoing.objects.order_by("created_at").first()
    assert out
    body = {
        "v": 1,
        "request": number,
        "act": {
            "id": str(uuid.uuid4()), "act": name, "at": "2026-11-24T10:00:00.000000Z", "own": own, "seen": seen,
            "data": data, "by": "Dilnoza",
        },
        "files": [],
    }  # fmt: skip
    made = uz.manifest(clock.now(), kind="assistance.act", conversation=str(out.conversation), body=body)
    return [uz.read(t) for t in uz.post(made).json()["receipts"]]


ACK = {"reference": "UZ-1", "contact": "D", "next_step": "check"}


def test_the_other_sides_acts_move_the_request(uz: ForeignNode, sent: str, prosecutor: Person) -> None:
    assert answered(uz, sent, "acknowledge", 1, 1, **ACK)[-1].stage == "delivered"
    assert answered(uz, sent, "accept", 2, 1)[-1].stage == "delivered"

    view = views.request(prosecutor, sent, at=clock.now())

    assert (view.state, view.reference) == ("accepted", "UZ-1")
    assert views.unread(prosecutor) == 1
    services.looked(request_id=sent, by=prosecutor, at=clock.now())
    assert views.unread(prosecutor) == 0


def test_acts_out_of_order_wait(uz: ForeignNode, sent: str, prosecutor: Person) -> None:
    answered(uz, sent, "accept", 2, 1)
    assert views.request(prosecutor, sent, at=clock.now()).state == "sent"
    answered(uz, sent, "acknowledge", 1, 1, **ACK)

    assert views.request(prosecutor, sent, at=clock.now()).state == "accepted"


@pytest.mark.parametrize(
    ("name", "own", "seen", "data"),
    [
        ("send", 1, 1, {}),
        ("withdraw", 1, 1, {"reason": "case-ended", "text": "x"}),
        ("acknowledge", 1, 1, {}),
        ("ask", 1, 1, {"reason": "person-unclear", "text": "x", "term": "never"}),
        ("explode", 1, 1, {}),
        ("accept", -1, 1, {}),
    ],
)
def test_acts_the_other_side_may_not_take_are_refused(
    uz: ForeignNode, sent: str, prosecutor: Person, name: str, own: int, seen: int, data: dict[str, Any]
) -> None:
    assert answered(uz, sent, name, own, seen, **data)[-1].stage == "not-delivered"
    assert views.request(prosecutor, sent, at=clock.now()).state == "sent"


def test_an_act_number_used_twice_is_refused(uz: ForeignNode, sent: str) -> None:
    answered(uz, sent, "acknowledge", 1, 1, **ACK)

    assert answered(uz, sent, "accept", 1, 1)[-1].stage == "not-delivered"


def test_a_refusal_needs_a_consultation_and_a_ground_of_the_list(
    uz: ForeignNode, person: Maker, officer: Person
) -> None:
    number = incoming(uz)
    act(number, "acknowledge", officer, **ACK)

    with pytest.raises(Refused, match="Consult"):
        act(number, "refuse", officer, reason="form", text="x")
    with pytest.raises(Invalid, match="list"):
        act(number, "consult", officer, reason="i-do-not-like-it", text="x")
    with pytest.raises(Invalid, match="may not be a ground"):
        act(number, "consult", officer, reason="bank-secrecy", text="x")
    act(number, "consult", officer, reason="form", text="x")
    act(number, "refuse", officer, reason="form", text="x")

    assert views.request(officer, number, at=clock.now()).state == "refused"


def test_two_officers_at_once_take_one_step(uz: ForeignNode, person: Maker, officer: Person) -> None:
    other = person("second", "central-officer")
    number = incoming(uz)
    act(number, "acknowledge", officer, **ACK)

    with pytest.raises(Refused, match="not possible any more"):
        act(number, "acknowledge", other, **ACK)


def test_an_executing_officer_sees_only_what_was_assigned(uz: ForeignNode, person: Maker, officer: Person) -> None:
    executor = person("executor", "executing-officer")
    number = incoming(uz)
    with pytest.raises(NotFound):
        views.request(executor, number, at=clock.now())
    act(number, "acknowledge", officer, **ACK)
    act(number, "accept", officer)
    services.act(
        request_id=number, name="route", data={"executing_authority": "D"}, by=officer, at=clock.now(),
        assignee=executor.id,
    )  # fmt: skip

    names = {row.act for row in views.request(executor, number, at=clock.now()).acts}

    assert {"execute", "execute_part", "ask"} <= names
    assert "refuse" not in names


def content(**changes: Any) -> dict[str, Any]:
    return {
        "title": "From Uzbekistan", "requesting": "UZ", "requested": "AZ", "form": "mla", "measures": ["bank-records"],
        "offences": ["corruption"], "urgent": False, "basis": "uncac", "basis_article": "46", "values": {"case": "1"},
        **changes,
    }  # fmt: skip


def incoming(uz: ForeignNode, number: str = "UZ-2026-000001", **changes: Any) -> str:
    assert post_request(uz, number, **changes)[-1].stage == "delivered"
    return number


def post_request(uz: ForeignNode, number: str, **changes: Any) -> Any:
    act_said = {
        "id": str(uuid.uuid4()), "act": "send", "at": "2026-11-24T10:00:00.000000Z", "own": 1, "seen": 0,
        "data": {"urgent": False, "terms": []}, "by": "Dilnoza",
    }  # fmt: skip
    body = {"v": 1, "request": number, "act": act_said, "files": [], "content": content(**changes)}
    made = uz.manifest(clock.now(), kind="assistance.request", body=body)
    return [uz.read(t) for t in uz.post(made).json()["receipts"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"requesting": "KZ"},
        {"requested": "TR"},
        {"measures": ["unknown"]},
        {"offences": []},
        {"title": ""},
        {"title": "x" * 300},
        {"values": {"a": 1}},
        {"values": {"a": "x" * 20_001}},
        {"form": "extradition"},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_with_a_receipt(uz: ForeignNode, changes: dict[str, Any]) -> None:
    assert post_request(uz, "UZ-2026-000001", **changes)[-1].stage == "not-delivered"
    assert views.snapshot("UZ-2026-000001") is None


def test_a_number_of_another_state_or_used_before_is_refused(uz: ForeignNode) -> None:
    assert post_request(uz, "KZ-2026-000001")[-1].stage == "not-delivered"
    incoming(uz)
    assert post_request(uz, "UZ-2026-000001")[-1].stage == "not-delivered"


def test_a_first_look_is_stated_to_the_sender(uz: ForeignNode, officer: Person) -> None:
    number = incoming(uz)
    client = login(officer)

    assert client.get(f"/requests/{number}/").status_code == 200

    message = Incoming.objects.get(kind="assistance.request")
    from comity.exchange import queries

    assert queries.status(str(message.pk)).has(Stage.RETRIEVED)


# ---- proof ----


def test_a_proof_holds_and_every_changed_byte_is_refused(sent: str, prosecutor: Person) -> None:
    from comity.assistance.resources import verify_proof

    data = proving.bundle(request_id=sent, by=prosecutor, at=clock.now())
    said: list[str] = []
    verify_proof.verify(data, "", [], said.append)
    assert any(sent in line for line in said)

    places = {*range(0, len(data), 53), *range(len(data) - 120, len(data))}
    for place in places:
        for bit in (1, 32):
            damaged = bytearray(data)
            damaged[place] ^= bit
            with pytest.raises(
                (verify_proof.Broken, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError)
            ):
                verify_proof.verify(bytes(damaged), "", [], said.append)
    for cut in (0, 1, len(data) // 2, len(data) - 1):
        with pytest.raises((verify_proof.Broken, ValueError, KeyError)):
            verify_proof.verify(data[:cut], "", [], said.append)
    with pytest.raises(verify_proof.Broken):
        verify_proof.verify(data, "A" * 43, [], said.append)


def test_a_draft_proves_nothing(draft: str, prosecutor: Person) -> None:
    with pytest.raises(Refused, match="nothing to prove"):
        proving.bundle(request_id=draft, by=prosecutor, at=clock.now())


# ---- pages ----


def test_every_page_answers(uz: ForeignNode, sent: str, prosecutor: Person, officer: Person, person: Maker) -> None:
    number = incoming(uz)
    pages = {
        prosecutor: [
            "/",
            "/requests/",
            "/requests/new/",
            f"/requests/{sent}/",
            "/navigator/",
            "/states/",
            "/states/UZ/",
        ],
        officer: ["/", f"/requests/{number}/", f"/requests/{number}/act/acknowledge/", "/requests/?page=x"],
        person("admin", "node-admin"): ["/node/", "/node/people/", "/ledger/"],
        person("auditor", "auditor"): ["/ledger/", "/instruments/untoc/", "/states/AZ/authorities/1/"],
    }
    for who, listed in pages.items():
        client = login(who)
        for language in ("en", "ru", "fa"):
            client.cookies["comity_language"] = language
            for address in listed:
                assert client.get(address).status_code == 200, (address, language)


@pytest.mark.parametrize(
    "query",
    [
        "requested=XX&offence=corruption", "requested=UZ", "requested=UZ&offence=nothing",
        "requested=AZ&offence=corruption", "requested=UZ&offence=corruption&on=1850-01-01",
        "requested=UZ&offence=corruption&on=soon",
        "requested=UZ&offence=corruption&measure=nothing", "requested=UZ&offence=corruption&on=9999-12-31",
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_gets_a_clear_answer(prosecutor: Person, query: str) -> None:
    client = login(prosecutor)

    page = client.get(f"/navigator/?requesting=AZ&{query}")
    api = client.get(f"/api/v1/navigate?requesting=AZ&{query}")

    assert page.status_code == 422
    assert b"There is a problem" in page.content
    assert api.status_code == 422
    assert json.loads(api.content)["title"]


def test_a_nul_character_is_refused_everywhere(uz: ForeignNode, draft: str, prosecutor: Person) -> None:
    client = login(prosecutor)

    assert client.get("/requests/?text=%00").status_code == 422
    assert client.post(f"/requests/{draft}/draft/facts/", {"facts_summary": "a\0b", "version": "1"}).status_code == 422
    assert client.get("/api/v1/navigate?requesting=%00&requested=UZ&offence=x").status_code == 422
    assert post_request(uz, "UZ-2026-000001", title="a\0b")[-1].stage == "relay-rejected"


def test_the_secretariats_figures_hold_nothing_but_days(uz: ForeignNode) -> None:
    made = uz.manifest(clock.now(), kind="assistance.figure", body={"v": 1, "days": 3})

    assert [uz.read(t) for t in uz.post(made).json()["receipts"]][-1].text == "Figures go to the Secretariat."


def test_silence_becomes_a_negative_receipt_the_desk_shows(sent: str, prosecutor: Person) -> None:
    from comity.exchange import services as exchange

    exchange.sweep(payload={}, at=clock.now() + timedelta(hours=73))

    row = views.worklist(prosecutor, at=clock.now())[0]
    assert row.failed
    assert row.shown_state == "sent"
