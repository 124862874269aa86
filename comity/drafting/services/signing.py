# SPDX-License-Identifier: Apache-2.0
"""Signature by heads of delegation: named by the Secretariat (the meetings room, after accreditation), made by passkey.

A signature is over the signed form of one language. What a head read and what is stored must be the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules import passkeys
from comity.accounts.rules.passkeys import Assertion, BadAssertion
from comity.accounts.rules.roles import Person
from comity.accounts.rules.standing import Standing, standing
from comity.base import moments
from comity.base.canonical import sha256_hex
from comity.base.errors import Invalid, NotFound, Refused, Untrusted
from comity.drafting.models import Signatory, Signature, Text, Version
from comity.drafting.queries import access
from comity.drafting.rules import signing, tree
from comity.drafting.rules.life import NotNow
from comity.drafting.services import knowing
from comity.drafting.services.opening import closed, opened, tree_of
from comity.keyring import services as keyring
from comity.keyring.rules import encoding
from comity.ledger import services as ledger
from comity.reference import load


@dataclass(frozen=True, slots=True)
class ToSign:
    """What a head of delegation is asked to sign: the form's SHA-256 and the passkeys that may."""

    language: str
    version: int
    digest: str
    challenge: bytes
    credentials: tuple[bytes, ...]


class StoredTextBroken(Untrusted):
    """A stored wording is not the one its digest was taken of."""

    code = "stored-text-broken"


def name_signatory(
    *, text: str, person_id: int, state: str, institution: str, office: str, name: str, by: Person, at: datetime
) -> None:
    """Give a head of delegation the right to sign a text for a State; named anew, the line is corrected.

    Raises `Invalid` for an unknown State or a person who does not act for it as a member, `NotNow` once signed.
    """
    if state not in load().states:
        raise Invalid("“{state}” is not a State Comity knows. Use a code such as AZ.", state=state, field="state")
    head = accounts.person(person_id)
    if head.state != state:
        raise Invalid("This person does not act for this State.", field="person")
    if not institution.strip() or not name.strip() or len(institution) > 300 or max(len(name), len(office)) > 200:
        raise Invalid("Give the institution and the name as they are to stand under the text.", field="name")
    with transaction.atomic():
        row = opened(by, text, "name_signatory", at=at).text
        if standing(head, row.organisation, membership=load().membership, on=at.date()) is not Standing.MEMBER:
            raise Invalid("Only members sign; an observer does not.", field="person")
        line = Signatory.objects.filter(text=row, state=state, on_paper=False).first()
        if line and Signature.objects.filter(signatory=line).exists():
            raise NotNow("This State has signed already.")
        line = line or Signatory(text=row, state=state, place=Signatory.objects.filter(text=row).count())
        line.institution, line.office, line.name = institution.strip(), office.strip(), name.strip()
        line.user_id = head.id
        knowing.know(line)
        line.save()
        closed(row, "name_signatory", by=by, at=at, data={"state": state, "person": head.id})


def to_sign(*, text: str, language: str, by: Person, at: datetime) -> ToSign:
    """Return what the person is asked to sign; raise `NotFound` for whoever is not a head named for this text."""
    with transaction.atomic():
        row, _line = _head(by, text, at)
        version, form = _form(row, language)
    keys = tuple(key.credential for key in accounts.passkeys(by.id))
    return ToSign(language, version.number, signing.form_digest(form), signing.challenge(form), keys)


def sign(*, text: str, language: str, digest: str, assertion: Assertion, host: str, by: Person, at: datetime) -> None:
    """Sign a text in one of its authentic languages with a passkey; the last signature makes the text signed.

    `digest` is that of the form the person read. Raises `TextChanged` when the text is another by now, `BadAssertion`
    when the passkey is not the person's or its signature does not hold, `NotNow` when this language is signed already.
    """
    with transaction.atomic():
        row, line = _head(by, text, at)
        version, form = _form(row, language)
        if signing.form_digest(form) != digest:
            raise signing.TextChanged("The text was changed after you opened it. Read it again before you sign.")
        if Signature.objects.filter(signatory=line, language=language).exists():
            raise NotNow("You have signed this language already.")
        key = next((k for k in accounts.passkeys(by.id) if k.credential == assertion.credential), None)
        if key is None:
            raise BadAssertion("This passkey is not one of yours at this node.")
        passkeys.verify(assertion, public=key.public, challenge=signing.challenge(form), host=host)
        Signature.objects.create(
            signatory=line, language=language, version=version.number, form_digest=digest, host=host,
            credential=key.credential, public_key=key.public, client_data=assertion.client_data,
            authenticator_data=assertion.authenticator_data, signature=assertion.signature, at=at,
        )  # fmt: skip
        is_last = not _missing(row)
        if is_last:
            row.signed_date = at.date().isoformat()
        end = opened(by, text, "sign", at=at, is_last=is_last).end
        data = {"state": line.state, "language": language, "version": version.number, "form": digest,
                "key": sha256_hex(key.public)}  # fmt: skip
        closed(row, "sign", by=by, at=at, end=end, data=data)


def bundle(*, text: str, by: Person, at: datetime) -> bytes:
    """Return the file by which anybody verifies the signatures without Comity; its second line is the node's own."""
    row = access.row(by, text, on=at.date())
    lines = list(Signatory.objects.filter(text=row).order_by("place"))
    if not any(line.on_paper for line in lines) and not Signature.objects.filter(signatory__in=lines).exists():
        raise Refused("Nobody has signed this text yet.")
    keys = keyring.current()
    forms = {code: _form(row, code)[1].decode() for code in row.authentic}
    content = signing.bundle(
        made_at=moments.to_text(at), node=settings.COMITY_ENV["NODE_ID"], key=encoding.encode(keys.signing_public),
        text=row.slug, title=row.title, organisation=row.organisation, body=row.body, place=row.place,
        adopted=row.adopted_date, signed=row.signed_date, forms=forms, signatories=[_told(line) for line in lines],
    )  # fmt: skip
    ledger.record(event="text.bundled", subject=f"text:{row.slug}", actor=f"person:{by.id}", at=at)
    return content + encoding.encode(keys.signing.sign(content)).encode() + b"\n"


def _head(by: Person, text: str, at: datetime) -> tuple[Text, Signatory]:
    row = access.row(by, text, on=at.date(), for_update=True)
    line = Signatory.objects.filter(text=row, user_id=by.id, state=by.state, on_paper=False).first()
    if line is None:
        raise NotFound("There is no such page.")
    opened(by, text, "sign", at=at)
    return row, line


def _form(row: Text, language: str) -> tuple[Version, bytes]:
    version = access.current(row, language) if language in row.authentic else None
    if version is None:
        raise Invalid("The text is not signed in this language.", field="language")
    stored = tree_of(version)
    if tree.digest(stored) != version.digest:
        raise StoredTextBroken("The stored wording is not the one that was adopted. Tell the Secretariat.")
    return version, signing.signed_form(stored, text=row.slug, version=version.number)


def _missing(row: Text) -> bool:
    heads = Signatory.objects.filter(text=row, on_paper=False).count()
    return Signature.objects.filter(signatory__text=row).count() < heads * len(row.authentic)


def _told(line: Signatory) -> dict[str, Any]:
    return {
        "name": line.name,
        "office": line.office,
        "institution": line.institution,
        "state": line.state,
        "country": line.country,
        "on_paper": line.on_paper,
        "signatures": [
            {
                "language": s.language,
                "version": s.version,
                "at": moments.to_text(s.at),
                "host": s.host,
                "public_key": encoding.encode(bytes(s.public_key)),
                "client_data": encoding.encode(bytes(s.client_data)),
                "authenticator_data": encoding.encode(bytes(s.authenticator_data)),
                "signature": encoding.encode(bytes(s.signature)),
            }
            for s in Signature.objects.filter(signatory=line).order_by("language")
        ],
    }
