# SPDX-License-Identifier: Apache-2.0
"""Taking in: envelopes that came in one request become messages and receipts in one transaction, all or none.

What is the same for all of them is done once: rows, receipts and ledger entries are written together, so that a
hundred messages cost little more than their cryptography and what their services do with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from comity.base import faults
from comity.base.errors import ComityError, Invalid, Refused, Unavailable, Untrusted
from comity.directory.rules.card import Card
from comity.exchange.models import Incoming, Outgoing
from comity.exchange.rules import envelope, manifest, receipts
from comity.exchange.rules.receipts import BadReceipt, Stage
from comity.exchange.services import assembling, concluding, delivering
from comity.exchange.services.chain import Chain
from comity.exchange.services.concluding import Came, Outcome, Taken
from comity.exchange.services.handling import Handlers, Opened
from comity.ledger import services as ledger


class IdReused(Refused):
    """Another message already has this id."""

    code = "id-reused"


def take_in(came: Sequence[Came], *, peer: Card, handlers: Handlers, at: datetime) -> list[Outcome]:
    """Take in envelopes from `peer`; return for each every receipt of this node about it, or why there is none."""
    read = [_read(one, peer, at) for one in came]
    taken = [one for one in read if isinstance(one, Taken)]
    if len({one.outer.id for one in taken}) < len(taken):
        raise Invalid("A message comes twice in one request.")
    if taken:
        try:
            with transaction.atomic():
                _Batch(peer, handlers, at).take(taken)
                faults.point("receive.before-commit")
        except IntegrityError:  # two deliveries of one message at once: the other one won
            if len(came) > 1:
                return [take_in([one], peer=peer, handlers=handlers, at=at)[0] for one in came]
            _repeat(taken[0], peer)
        faults.point("receive.after-commit")
    return [one if isinstance(one, ComityError) else one.outcome for one in read]


def _read(came: Came, peer: Card, at: datetime) -> Taken | ComityError:
    try:
        outer = envelope.read_outer(came.data, max_bytes=settings.COMITY_ENV["MAX_ENVELOPE_BYTES"])
        if manifest.node_of(outer.sender) != peer.node_id:
            raise Untrusted("The envelope names another sender than the node that brought it.")
    except ComityError as error:
        return error
    digest = hashlib.sha256(came.data).hexdigest()
    row = Incoming(
        id=outer.id,
        conversation=outer.id,
        from_node=peer.node_id,
        envelope=came.data,
        envelope_sha256=digest,
        received_at=at,
        state="awaiting-parts",
    )
    return Taken(came, outer, digest, row, Chain(outer.id))


def _repeat(taken: Taken, peer: Card) -> None:
    taken.row, taken.chain = Incoming.objects.get(pk=taken.outer.id), Chain.of(taken.outer.id)
    taken.error = _differs(taken, peer)


def _differs(taken: Taken, peer: Card) -> IdReused | None:
    if taken.row.envelope_sha256 == taken.digest and taken.row.from_node == peer.node_id:
        return None
    return IdReused("Another message already has this id. Nothing was done.")


@dataclass(slots=True)
class _Batch:
    """The messages of one request on their way into the database. Everything here is in the caller's transaction."""

    peer: Card
    handlers: Handlers
    at: datetime

    def take(self, taken: Sequence[Taken]) -> None:
        """Recognise what is here already, keep what is new, deliver what is complete, and state it all."""
        fresh = self._recognise(taken)
        for one in fresh:
            self._open(one)
        proven = self._witness(fresh)
        self._keep(fresh, proven)
        waiting = [one for one in taken if not one.error and one.row.state == "awaiting-parts"]
        concluding.conclude([one for one in waiting if self._deliver(one)], self.at, proven)

    def _recognise(self, taken: Sequence[Taken]) -> list[Taken]:
        """Let known messages be compared with what is stored; return the others."""
        ids = [one.outer.id for one in taken]
        rows = Incoming.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        known = {str(row.pk): row for row in rows}
        chains = Chain.of_all(known)
        unknown = [key for key in ids if key not in known]
        own = {str(key) for key in Outgoing.objects.filter(pk__in=unknown).values_list("pk", flat=True)}
        for one in taken:
            if one.outer.id in known:
                one.row, one.chain = known[one.outer.id], chains[one.outer.id]
                one.error = _differs(one, self.peer)
            elif one.outer.id in own:
                one.error = IdReused("This node itself sent a message of this id. Nothing was done.")
        return [one for one in taken if not one.error and one.outer.id not in known]

    def _open(self, one: Taken) -> None:
        try:
            one.chain.add(_submission(one, self.peer), one.came.submission)
            found, one.row.signed_manifest = delivering.open_manifest(one.outer, self.peer)
            delivering.check(found, at=self.at)
            one.found = found
        except ComityError as error:
            one.refusal = error

    def _witness(self, fresh: Sequence[Taken]) -> int | None:
        """Keep the checkpoints of what was opened; return up to which size the peer's log is proven, if looked up."""
        opened = [(one, one.found) for one in fresh if one.found]
        if not opened:
            return None
        shown = [ledger.Shown(found.log.note, found.log.base, found.log.proof) for _, found in opened]
        wrong, proven = ledger.witness(shown, node_id=self.peer.node_id, public=self.peer.signing_key, at=self.at)
        for (one, found), error in zip(opened, wrong, strict=True):
            one.refusal = error
            if not error:
                one.row.conversation, one.row.kind = found.conversation, found.kind
        return proven

    def _keep(self, fresh: Sequence[Taken], proven: int | None) -> None:
        for one in fresh:
            one.row.state = "refused" if one.refusal else "awaiting-parts"
        if fresh:
            Incoming.objects.bulk_create([one.row for one in fresh])
        said = [(one, Stage.RELAY_REJECTED if one.refusal else Stage.RELAY_ACCEPTED) for one in fresh]
        concluding.state(said, self.at, proven)

    def _deliver(self, one: Taken) -> bool:
        """Hand a message whose parts are all here to its service; say whether it ended, in a refusal or well."""
        try:
            found = one.found = one.found or delivering.read_manifest(one.row, self.peer)
            delivering.check(found, at=self.at)
            paths = assembling.complete(one.outer.id, found)
            if paths is None:
                return False
            with transaction.atomic():  # what the handler wrote goes when it refuses; the refusal stays
                handler = self.handlers.get(found.kind)
                if handler is None:
                    raise Refused(f"This node does not understand messages of the kind “{found.kind}”.")
                reading = handler.take(message=delivering.delivered(found, self.peer, paths), at=self.at)
                one.row.reading = reading or "" if handler.opened is Opened.READ else ""
                faults.point("receive.handled")
        except Unavailable:
            raise
        except ComityError as error:
            one.refusal = error
        return True


def _submission(one: Taken, peer: Card) -> receipts.Receipt:
    receipt = receipts.read(one.came.submission, issuer=peer.node_id, public=peer.signing_key)
    wanted = (Stage.SUBMISSION_ACCEPTED, one.outer.id, one.digest, "")
    if (receipt.stage, receipt.message, receipt.envelope, receipt.previous) != wanted:
        raise BadReceipt("The message does not come with its submission receipt.")
    return receipt
