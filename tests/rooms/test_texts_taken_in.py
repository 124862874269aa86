# SPDX-License-Identifier: Apache-2.0
"""The five official documents taken in: texts and the meetings they tell of, once however often, or not at all."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from comity import practice
from comity.accounts import services as accounts
from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.config import cli
from comity.drafting.models import Text
from comity.meetings import services
from comity.meetings.models import Meeting
from tests.rooms.conftest import PASSWORD

pytestmark = pytest.mark.django_db
DOCUMENTS = sorted((Path(practice.__file__).parent / "documents").glob("*.txt"))


@pytest.fixture
def officer(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Person:
    """Return an officer of the Secretariat, at whose node this is."""
    monkeypatch.setitem(accounts.settings.COMITY_ENV._values, "STATE", "")
    return accounts.create_account(
        login="desk@hub.example", display_name="Desk", password=PASSWORD, roles=["secretariat-officer"], at=at
    )


def test_the_five_documents_become_texts_and_meetings_once(officer: Person, at: datetime) -> None:
    slugs = [services.take_in(data=p.read_bytes(), name=p.name, by=officer, at=at) for p in DOCUMENTS]
    meetings = Meeting.objects.count()

    again = [services.take_in(data=p.read_bytes(), name=p.name, by=officer, at=at) for p in DOCUMENTS]

    assert slugs == again
    assert set(slugs) == {
        "antalya-declaration-2015", "ankara-declaration-2023", "bishkek-declaration-2024", "baku-final-document-2007",
        "eco-report-2025",
    }  # fmt: skip
    assert Text.objects.count() == 5
    assert Meeting.objects.count() == meetings
    assert Meeting.objects.filter(pk="ots-prosecutors-general-3").exists()


def test_a_text_that_is_none_is_not_kept(officer: Person, at: datetime) -> None:
    with pytest.raises(Invalid):
        services.take_in(data=b"Take two eggs and some flour.", name="cake.txt", by=officer, at=at)

    assert not Text.objects.exists()


def test_the_command_keeps_a_text_for_an_officer_and_for_nobody_else(
    officer: Person, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.config.cli.texts.start_django", lambda: None)  # the node of this test run is started
    ankara = str(DOCUMENTS[2])

    refused = cli.run(["texts", "import", ankara, "--by", "nobody@hub.example", "--json"])
    said = json.loads(capsys.readouterr().out)
    done = cli.run(["texts", "import", ankara, "--by", officer.email, "--json"])

    assert (refused, "officer of the Secretariat" in said["error"]["sentence"]) == (1, True)
    assert (done, json.loads(capsys.readouterr().out)["kept"]) == (0, "ankara-declaration-2023")
    assert Text.objects.count() == 1
