# SPDX-License-Identifier: Apache-2.0
"""Accounts, roles, invitations; cards and introductions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from comity.accounts import queries, services
from comity.accounts.rules.roles import Person, Role
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused, Untrusted
from comity.directory import queries as directory_queries
from comity.directory import services as directory
from tests.rooms.conftest import PASSWORD
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"login": "nobody"}, "e-mail"),
        ({"display_name": " "}, "name"),
        ({"password": "short"}, "short"),
        ({"password": "123456789012345"}, "numeric"),
        ({"roles": ["king"]}, "king"),
        ({"roles": []}, "at least one"),
        ({"roles": ["node-admin", "central-officer"]}, "administrator cannot"),
        ({"login": "TAKEN@az.example"}, "already"),
    ],
)
def test_a_bad_account_is_refused_with_a_sentence(person: Maker, changes: dict[str, Any], words: str) -> None:
    person("taken", "auditor")
    given = {
        "login": "new@az.example", "display_name": "New", "password": PASSWORD, "roles": ["auditor"], "at": clock.now(),
        **changes,
    }  # fmt: skip

    with pytest.raises(Invalid, match=words):
        services.create_account(**given)


def test_an_invitation_works_once_and_for_seven_days(person: Maker) -> None:
    admin = person("admin", "node-admin")
    at = clock.now()
    invite = {"display_name": "Guest", "roles": ["auditor"], "by": admin.id, "at": at}
    secret = services.invite(email="guest@az.example", **invite)
    late = services.invite(email="late@az.example", **invite)

    made = services.accept_invitation(secret=secret, password=PASSWORD, at=at)

    assert made.roles == {Role.AUDITOR}
    for used in (secret, "guess"):
        with pytest.raises(NotFound):
            services.accept_invitation(secret=used, password=PASSWORD, at=at)
    with pytest.raises(NotFound):
        services.accept_invitation(secret=late, password=PASSWORD, at=at + timedelta(days=7))


def test_only_administrators_invite(person: Maker) -> None:
    officer = person("officer", "central-officer")

    with pytest.raises(NotFound):
        services.invite(email="x@az.example", display_name="X", roles=["auditor"], by=officer.id, at=clock.now())


def test_the_last_administrator_stays(person: Maker) -> None:
    admin = person("admin", "node-admin")

    with pytest.raises(Refused, match="last"):
        services.deactivate(user_id=admin.id, by=admin.id, at=clock.now())
    other = person("second", "node-admin")
    services.deactivate(user_id=admin.id, by=other.id, at=clock.now())
    with pytest.raises(NotFound):
        queries.person(admin.id)


# ---- cards ----


def test_a_node_is_introduced_by_its_card_and_compared_by_its_fingerprint() -> None:
    node, at = ForeignNode(), clock.now()

    directory.introduce(card=node.card(at), at=at, fingerprint=node.keys.signing_key_id)

    assert directory_queries.peer("uz").signing_key == node.keys.signing_public
    assert directory_queries.is_compared("uz")
    assert directory_queries.peer_of_state("UZ").node_id == "uz"


def test_another_fingerprint_keeps_nothing() -> None:
    node, at = ForeignNode(), clock.now()

    with pytest.raises(directory.OtherKey):
        directory.introduce(card=node.card(at), at=at, fingerprint="x" * 43)
    with pytest.raises(NotFound):
        directory_queries.peer("uz")


def test_a_known_node_with_a_new_key_needs_a_persons_word() -> None:
    at = clock.now()
    directory.introduce(card=ForeignNode().card(at), at=at)
    other = ForeignNode()

    with pytest.raises(directory.OtherKey, match="--replace"):
        directory.introduce(card=other.card(at), at=at)
    directory.introduce(card=other.card(at), at=at, replace=True)

    assert directory_queries.peer("uz").signing_key == other.keys.signing_public


def test_every_changed_character_of_a_card_is_refused() -> None:
    card, at = ForeignNode().card(clock.now()), clock.now()

    for place in range(0, len(card), 17):
        damaged = card[:place] + (b"B" if card[place : place + 1] == b"A" else b"A") + card[place + 1 :]
        with pytest.raises((Invalid, Untrusted)):
            directory.introduce(card=damaged, at=at)


@pytest.mark.parametrize("card", [b"", b"x", b"a.b.c", b"\xff", b"A" * 20_000])
def test_what_is_no_card_is_refused(card: bytes) -> None:
    with pytest.raises((Invalid, Untrusted)):
        directory.introduce(card=card, at=clock.now())


def test_a_node_does_not_introduce_itself() -> None:
    with pytest.raises(Invalid, match="own card"):
        directory.introduce(card=directory.own_card(at=clock.now()), at=clock.now())


@pytest.mark.parametrize(
    ("roles", "state", "node", "words"),
    [
        (["delegate"], "", "", "name it by its code"),
        (["delegate"], "XX", "", "not a State"),
        (["secretariat-officer"], "KZ", "", "no State"),
        (["secretariat-officer", "delegate"], "KZ", "", "no State"),
        (["secretariat-officer"], "", "AZ", "no State"),
        (["analyst"], "KZ", "AZ", "serves AZ"),
    ],
)
def test_a_person_acts_for_the_right_state_or_none(
    monkeypatch: pytest.MonkeyPatch, db: None, roles: list[str], state: str, node: str, words: str
) -> None:
    monkeypatch.setattr(services.settings, "COMITY_ENV", {"STATE": node})

    with pytest.raises(Invalid, match=words):
        services.create_account(
            login="d@x.example", display_name="D", password=PASSWORD, roles=roles, state=state, at=clock.now()
        )


def test_a_delegate_acts_for_the_state_named_and_others_for_the_nodes(
    monkeypatch: pytest.MonkeyPatch, person: Maker
) -> None:
    analyst = person("analyst", "analyst")
    monkeypatch.setattr(services.settings, "COMITY_ENV", {"STATE": "", "NODE_ID": "secretariat"})

    delegate = services.create_account(
        login="d@x.example", display_name="D", password=PASSWORD, roles=["delegate"], state="kz", at=clock.now()
    )

    assert (analyst.state, delegate.state) == ("AZ", "KZ")
    assert delegate.attends_meetings
    assert not delegate.reads_content
