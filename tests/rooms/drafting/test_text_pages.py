# SPDX-License-Identifier: Apache-2.0
"""The pages of texts: who sees what, forms without script, the conflict page, a text of two hundred pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from comity.drafting import services
from comity.drafting.models import Proposal, Version
from comity.drafting.queries import texts
from comity.drafting.rules.signing import VERIFIER
from comity.drafting.rules.tree import Clause, Kind, Tree
from comity.keyring.rules.encoding import encode
from tests.support.passkeys import SoftPasskey
from tests.support.texts import SLUG, TREE, adopt, named

pytestmark = pytest.mark.django_db
ALL = (
    "", "clauses/c1/", "proposals/", "positions/", "positions/?all=1", "languages/ru/", "files/txt", "files/xml",
    "files/pdf?language=en",
)  # fmt: skip
DESK = ("write/", "write/c1/", "write/-/", "people/", "doubts/")


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=person.id))
    return client


def test_every_page_opens_for_whom_it_is_and_is_not_there_for_others(people: Any, made: str) -> None:
    desk, admin = browser(people.desk), browser(people.admin)
    for path in (*ALL, *DESK):
        assert desk.get(f"/texts/{SLUG}/{path}").status_code == 200, path
        # Not circulated yet: for a delegate the text is not there, and never for an administrator.
        for other in (browser(people.az), browser(people.outsider), admin):
            assert other.get(f"/texts/{SLUG}/{path}").status_code == 404, path
    assert desk.get("/texts/new/").status_code == 200
    assert browser(people.az).get("/texts/new/").status_code == 404
    assert Client().get(f"/texts/{SLUG}/").status_code == 302


def test_delegates_read_and_negotiate_once_it_is_circulated(people: Any, made: str, act: Any) -> None:
    act("circulate")
    az = browser(people.az)
    for path in ALL:
        assert az.get(f"/texts/{SLUG}/{path}").status_code == 200, path
    for path in DESK:
        assert az.get(f"/texts/{SLUG}/{path}").status_code == 404, path

    form = {"act": "propose", "change": "reword", "wording": "The Parties train all prosecutors.", "token": "t1"}
    for _ in range(2):
        assert az.post(f"/texts/{SLUG}/clauses/c2/", form).status_code == 302
    assert Proposal.objects.count() == 1
    page = az.post(f"/texts/{SLUG}/clauses/c2/", {"act": "position", "stance": "object", "note": ""})
    assert page.status_code == 422
    assert az.post(f"/texts/{SLUG}/clauses/c2/", {"act": "position", "stance": "agree"}).status_code == 302
    assert az.post(f"/texts/{SLUG}/clauses/c2/", {"act": "comment", "body": "Well.", "token": "2"}).status_code == 302
    assert az.post(f"/texts/{SLUG}/proposals/take", {"proposal": "1"}).status_code == 409
    desk = browser(people.desk)
    number = Proposal.objects.get().pk
    assert desk.post(f"/texts/{SLUG}/clauses/c2/", {"act": "position", "stance": "agree"}).status_code == 422
    assert desk.post(f"/texts/{SLUG}/proposals/take", {"proposal": number}).status_code == 302
    shown = desk.get(f"/texts/{SLUG}/compare/").content.decode()
    assert "<del>their</del><ins>all</ins>" in shown
    assert "agrees" in desk.get(f"/texts/{SLUG}/positions/").content.decode()


def test_the_later_of_two_officers_gets_the_own_wording_back_beside_the_other(people: Any, made: str) -> None:
    first, second = browser(people.desk), browser(people.desk2)
    path = f"/texts/{SLUG}/write/c2/"
    first.post(path, {"change": "reword", "wording": "The Parties train judges.", "based_on": "1"})

    page = second.post(path, {"change": "reword", "wording": "The Parties train <b>clerks</b>.", "based_on": "1"})

    body = page.content.decode()
    assert page.status_code == 409
    assert "The Parties train judges." in body
    assert "The Parties train &lt;b&gt;clerks&lt;/b&gt;." in body
    assert texts.clause(people.desk, f"{SLUG}#c2", at=Version.objects.last().made_at).wording.endswith("judges.")
    again = {"change": "reword", "wording": "The Parties train judges and clerks.", "based_on": "2"}
    assert second.post(path, again).status_code == 302


def test_a_head_signs_on_the_page(people: Any, at: datetime, made: str, act: Any) -> None:
    act("circulate")
    named(people, at, people.az)
    adopt(act, people, at)
    key, client = SoftPasskey(host="testserver").register(people.az.id), browser(people.az)
    page = client.get(f"/texts/{SLUG}/sign/en/")
    asked = page.context["asked"]
    given = key.assertion(asked.challenge)
    form = {
        "digest": asked.digest, "credential": encode(given.credential), "client_data": encode(given.client_data),
        "authenticator_data": encode(given.authenticator_data), "signature": encode(given.signature),
    }  # fmt: skip
    assert client.post(f"/texts/{SLUG}/sign/en/", {**form, "digest": "0"}).status_code == 422
    assert client.post(f"/texts/{SLUG}/sign/en/", {"digest": asked.digest}).status_code == 422
    assert client.post(f"/texts/{SLUG}/sign/en/", form).status_code == 302

    assert client.post(f"/texts/{SLUG}/signatures").content.count(b"\n") == 2
    assert Client().get("/verify_signatures.py").content == VERIFIER.read_bytes()
    assert "by passkey" in browser(people.hu).get(f"/texts/{SLUG}/").content.decode()
    assert browser(people.desk).get(f"/texts/{SLUG}/sign/en/").status_code == 404


def test_a_draft_is_begun_from_plain_words(people: Any) -> None:
    desk = browser(people.desk)
    form = {
        "title": "Tashkent Declaration", "kind": "declaration", "organisation": "ECO", "languages": "en, ru",
        "authentic": "", "slug": "", "body": "eco-prosecutors-general", "decision": "",
        "wording": "Recalling,\n1. Decide to act:\na. at once;\n"
        "b. together.\n2. Thank the host.\nSigned in Tashkent",
    }  # fmt: skip
    assert desk.post("/texts/new/", {**form, "languages": ""}).status_code == 422

    assert desk.post("/texts/new/", form)["Location"] == "/texts/tashkent-declaration/"

    tree = texts.view(people.desk, "tashkent-declaration", at=Version.objects.get().made_at).tree
    assert [(c.number, len(c.children)) for c in tree.clauses] == [("1", 2), ("2", 0)]
    assert (tree.preamble[0].text, tree.closing) == ("Recalling,", "Signed in Tashkent")


def test_a_text_of_two_hundred_pages_and_right_to_left_stays_readable(people: Any, at: datetime) -> None:
    words = "دول الأعضاء تتعاون فيما بينها [وفقا للقانون] " * 12
    clauses = tuple(
        Clause(f"c{i}", str(i), words, children=tuple(Clause(f"c{i}.{j}", j, words[:200]) for j in "abcd"))
        for i in range(1, 401)
    )
    tree = Tree("اتفاقية", "ar", (Clause("p1", "", words),), clauses, "article")
    services.create_text(
        slug="long", organisation="OIC", body="oic-law-enforcement-heads", kind=Kind.CONVENTION, title="Long",
        languages=["ar", "en"], versions=[tree], by=people.desk, at=at,
    )  # fmt: skip
    desk = browser(people.desk)
    for path in ("", "?page=14", "?page=999", "write/?page=3", "positions/?all=1", "languages/en/", "clauses/c200.b/"):
        page = desk.get(f"/texts/long/{path}")
        assert page.status_code == 200
        assert len(page.content) < 600_000, path
    assert (
        desk.post("/texts/long/write/c200/", {"change": "reword", "wording": "نص", "based_on": "1"}).status_code == 302
    )
    assert "<ins>" in desk.get("/texts/long/compare/").content.decode()


def test_odd_addresses_and_forms_are_refused_calmly(people: Any, made: str) -> None:
    desk = browser(people.desk)
    for path in (
        "clauses/c99/",
        "languages/fr/",
        "languages/en/",
        "compare/?before=9&after=8",
        "files/exe",
        "step/fly/",
    ):
        assert desk.get(f"/texts/{SLUG}/{path}").status_code in {404, 409}, path
    assert desk.get("/texts/no-such-text/").status_code == 404
    assert desk.post(f"/texts/{SLUG}/write/c1/", {"change": "explode"}).status_code == 422
    assert desk.post(f"/texts/{SLUG}/write/c1/", {"change": "reword", "wording": "x"}).status_code == 422
    assert desk.post(f"/texts/{SLUG}/people/", {"person": "x"}).status_code == 422
    assert desk.get("/texts/?page=²&words=%F0%9F%98%80").status_code == 200
    assert desk.post(f"/texts/{SLUG}/step/withdraw/", {"reason": ""}).status_code == 422


def test_a_translation_is_made_on_the_page(people: Any, made: str) -> None:
    desk, path = browser(people.desk), f"/texts/{SLUG}/languages/ru/"
    assert desk.post(path, {"clause": "c2", "wording": "Обучение.", "read": ""}).status_code == 302
    assert desk.post(path, {"clause": "c2", "wording": "Другое.", "read": ""}).status_code == 422
    assert desk.post(path, {"clause": "(whole)", "title": "План", "closing": ""}).status_code == 302
    assert desk.post(f"{path}agree", {"clause": "c2"}).status_code == 302
    assert "Обучение." in desk.get(path).content.decode()
    assert TREE.title in desk.get(path).content.decode()
