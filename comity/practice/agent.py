# SPDX-License-Identifier: Apache-2.0
"""An agent acts for the people of one practice node: it reads commands as JSON lines and calls the real services."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comity.accounts import queries as accounts
from comity.accounts import services as accounts_services
from comity.accounts.rules.roles import Person
from comity.assistance import services as assistance
from comity.assistance.queries import drafts, views
from comity.assistance.rules import preflight
from comity.assistance.services import acting, proving
from comity.base import clock, moments
from comity.base.errors import ComityError, NotFound
from comity.directory import services as directory
from comity.evidence import services as evidence
from comity.exchange import queries as exchange
from comity.instruments import queries as instruments
from comity.ledger import services as ledger
from comity.practice import registering

Command = Callable[..., Any]


def account(*, email: str, name: str, roles: list[str], password: str) -> bool:
    """Make an account unless it is there; say whether it was made."""
    if accounts.by_email(email):
        return False
    accounts_services.create_account(login=email, display_name=name, password=password, roles=roles, at=clock.now())
    return True


def card() -> str:
    """Return the node's card."""
    return directory.own_card(at=clock.now()).decode()


def introduce(*, card: str, fingerprint: str) -> str:
    """Keep a peer's card, compared by its fingerprint."""
    return directory.introduce(card=card.encode(), at=clock.now(), fingerprint=fingerprint).signing_key_id


def fingerprint() -> str:
    """Return the fingerprint of the node's key."""
    return directory.own(at=clock.now()).signing_key_id


def navigate(**words: Any) -> dict[str, Any]:
    """Return what governs, in short."""
    answer = instruments.navigate(instruments.ask(on=clock.today(), **words))
    return {
        "slug": answer.governing.slug if answer.governing else None,
        "title": answer.governing.title if answer.governing else "",
        "article": answer.governing.article if answer.governing else "",
        "possible": len(answer.possible),
        "contents": len(answer.contents),
        "receiver": answer.receivers[0].institution if answer.receivers else "",
    }


def find(*, title: str) -> str | None:
    """Return the number of the request with this title."""
    return views.number_of(title)


def draft(*, by: str, **words: Any) -> str:
    """Begin a request."""
    return assistance.start_draft(by=_person(by), at=clock.now(), **words)


def fill(*, request_id: str, by: str, pages: dict[str, dict[str, str]]) -> bool:
    """Save the pages of a draft."""
    person = _person(by)
    for section, values in pages.items():
        version = views.version_of(request_id)
        assistance.save_page(
            request_id=request_id, section=section, values=values, version=version, by=person, at=clock.now()
        )
    return True


def attach(*, request_id: str, by: str, name: str, text: str, document: str) -> str:
    """Attach an annex unless it is attached."""
    person = _person(by)
    view = views.request(person, request_id, at=clock.now())
    if any(f.name == name for f in view.files):
        return "attached"
    assistance.attach(
        request_id=request_id, blocks=[text.encode()], name=name, media_type="text/plain", document=document,
        by=person, at=clock.now(),
    )  # fmt: skip
    return "attached"


def check(*, request_id: str, by: str) -> dict[str, Any]:
    """Return what preflight finds."""
    found = drafts.findings(_person(by), request_id, at=clock.now())
    return {
        "blocks": [f"{f.text} ({f.article})" for f in found if f.level is preflight.Level.BLOCK],
        "doubts": sum(f.level is preflight.Level.DOUBT for f in found),
        "notes": sum(f.level is preflight.Level.NOTE for f in found),
    }


def act(*, request_id: str, by: str, name: str, data: dict[str, Any], assignee: str = "") -> str:
    """Take one step."""
    user = _person(assignee).id if assignee else None
    return assistance.act(request_id=request_id, name=name, data=data, by=_person(by), at=clock.now(), assignee=user)


def release(*, request_id: str, by: str) -> str:
    """Send a request."""
    return assistance.release(request_id=request_id, by=_person(by), at=clock.now())


def execute(*, request_id: str, by: str, text: str, name: str, rows: int, use_limit: str) -> str:
    """Execute a request: store a statement of `rows` lines as evidence and send it."""
    lines = (
        f"2026-{1 + i % 12:02d}-{1 + i % 28:02d};{i:07d};{(i * 7919) % 100000}.00;UZS\n".encode() for i in range(rows)
    )
    stored = evidence.store(blocks=lines, name=name, media_type="text/csv", at=clock.now())
    given = acting.GivenFile(stored.id, "evidence", use_limit)
    return assistance.act(
        request_id=request_id, name="execute", data={"text": text}, by=_person(by), at=clock.now(), files=[given]
    )


def look(*, request_id: str, by: str) -> bool:
    """Open a request as its page would."""
    assistance.looked(request_id=request_id, by=_person(by), at=clock.now())
    return True


def status(*, request_id: str) -> dict[str, Any]:
    """Return where a request stands at this node."""
    found = views.snapshot(request_id)
    if found is None:
        return {"state": None, "acts": [], "stages": [], "story": [], "clocks": [], "files": [], "reference": ""}
    first = exchange.status(found.messages[0]) if found.messages else None
    return {
        "state": found.state,
        "reference": found.reference,
        "acts": [a.act for a in found.story.applied],
        "stages": [line.stage.value for line in first.receipts] if first else [],
        "story": [[p.act.id, p.standing.value, p.state.value] for p in found.story.placed],
        "clocks": [
            [c.key, c.state.value, moments.to_text(c.started_at), moments.to_text(c.due_at), c.rule]
            for c in found.clocks
        ],
        "files": [f.sha256 for f in found.files],
    }


def proof(*, request_id: str, by: str, path: str) -> int:
    """Write the proof of a request to a file; return its size in bytes."""
    data = proving.bundle(request_id=request_id, by=_person(by), at=clock.now())
    return Path(path).write_bytes(data)


def verify() -> dict[str, Any]:
    """Check the node's whole ledger."""
    return ledger.verify_all().as_json()


def figures() -> int:
    """Return how many figures of answered requests this node was told."""
    return views.figures().answered


COMMANDS: dict[str, Command] = registering.COMMANDS | {
    f.__name__: f
    for f in (
        account, card, introduce, fingerprint, navigate, find, draft, fill, attach, check, act, release, execute, look,
        status, proof, verify, figures,
    )
}  # fmt: skip


def _person(email: str) -> Person:
    found = accounts.by_email(email)
    if found is None:
        raise NotFound(f"There is no account {email}.")
    return found


def listen() -> None:
    """Answer one JSON line per command until standard input ends."""
    sys.stdout.write(json.dumps({"ready": True}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        try:
            answer = {"ok": COMMANDS[asked["do"]](**asked["with"])}
        except ComityError as error:
            answer = {"error": error.sentence, "code": error.code}
        answer["ms"] = (time.perf_counter() - started) * 1000
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
