# SPDX-License-Identifier: Apache-2.0
"""Proving: everything about one request that can be checked without Comity, in one signed file.

The file is one line of canonical JSON and one line with this node's signature over every byte before it, so a single
changed byte is refused. `resources/verify_proof.py` checks it with the standard library and `cryptography`.
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.assistance.queries import access, views
from comity.assistance.rules.proofs import FORMAT
from comity.base import moments
from comity.base.canonical import canonical
from comity.base.errors import Refused
from comity.directory import queries as directory
from comity.exchange import queries as exchange
from comity.keyring import services as keyring
from comity.keyring.rules import encoding
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger


def bundle(*, request_id: str, by: Person, at: datetime) -> bytes:
    """Return the proof of a request; raise `NotFound`, or `Refused` for a draft, which proves nothing yet."""
    with transaction.atomic():
        row = access.row(by, request_id)
        messages = exchange.statuses(views.messages_of(row))
        if not messages:
            raise Refused("There is nothing to prove yet: the request was not sent.")
        ledger.record(event="request.proved", subject=f"request:{row.pk}", actor=f"person:{by.id}", at=at)
        size, note = ledger.take_checkpoint()
    own, keys = settings.COMITY_ENV["NODE_ID"], keyring.current()
    subjects = [f"request:{row.pk}", *(f"message:{m}" for m in messages)]
    content: dict[str, Any] = {
        "format": FORMAT,
        "made_at": moments.to_text(at),
        "node": own,
        "request": row.pk,
        "reference": row.reference,
        "keys": {
            own: encoding.encode(keys.signing_public),
            row.peer_node: encoding.encode(directory.peer(row.peer_node).signing_key),
        },
        "messages": [
            {
                "id": status.id,
                "from": own if status.is_outgoing else status.peer,
                "envelope_sha256": status.envelope_sha256,
                "manifest": status.signed_manifest,
                "receipts": [line.token for line in status.receipts],
            }
            for status in sorted(messages.values(), key=lambda s: (s.at, s.id))
        ],
        "files": [{"name": f.name, "size": f.size, "sha256": f.sha256} for f in views.files_of(row)],
        "checkpoint": note,
        "entries": [
            {"index": line.index, "leaf": line.leaf, "proof": [base64.b64encode(h).decode() for h in line.proof]}
            for line in ledger_queries.lines_about(subjects, size=size)
        ],
        "witnessed": list(ledger_queries.witnesses_of(row.peer_node))[-1:],
    }
    body = canonical(content) + b"\n"
    return body + encoding.encode(keys.signing.sign(body)).encode() + b"\n"
