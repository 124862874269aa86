# SPDX-License-Identifier: Apache-2.0
"""Outbox, inbox, receipts. The envelope is kept as sent, so every try sends the same bytes."""

from __future__ import annotations

from django.db import models


class Outgoing(models.Model):
    """A message of this node. `is_settled`: the recipient's signed answer is here and the rest is silence."""

    id = models.UUIDField(primary_key=True)
    conversation = models.UUIDField()
    to_node = models.CharField(max_length=32)
    recipient = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    envelope = models.BinaryField()
    envelope_sha256 = models.CharField(max_length=64)
    signed_manifest = models.TextField()
    files = models.JSONField(default=list)
    state = models.CharField(max_length=16, default="queued")
    is_settled = models.BooleanField(default=False, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    delivered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return kind and recipient."""
        return f"{self.kind} to {self.to_node}"


class Incoming(models.Model):
    """A message another node sent: waiting for its parts, delivered, or refused.

    `reading`: what a person will read of it, until somebody did; empty where nothing waits for a reader.
    """

    id = models.UUIDField(primary_key=True)
    conversation = models.UUIDField()
    from_node = models.CharField(max_length=32)
    kind = models.CharField(max_length=64, blank=True)
    envelope = models.BinaryField()
    envelope_sha256 = models.CharField(max_length=64)
    signed_manifest = models.TextField(blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=16)
    reading = models.CharField(max_length=80, blank=True, db_index=True)

    def __str__(self) -> str:
        """Return kind and sender."""
        return f"{self.kind} from {self.from_node}"


class Receipt(models.Model):
    """A signed receipt about an outgoing or incoming message, in the order it came to be known here."""

    message = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64, unique=True)
    stage = models.CharField(max_length=24)
    issuer = models.CharField(max_length=32)
    at = models.DateTimeField()
    token = models.TextField()
    code = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    reference = models.CharField(max_length=100, blank=True)
    to_push = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        """A stage is stated once per message and issuer."""

        constraints = (models.UniqueConstraint(fields=["message", "issuer", "stage"], name="one_receipt_per_stage"),)

    def __str__(self) -> str:
        """Return the stage."""
        return self.stage


class Nonce(models.Model):
    """A nonce seen on a hop; kept as long as its signature could be accepted again."""

    key_id = models.CharField(max_length=43)
    nonce = models.CharField(max_length=22)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """A nonce is used once."""

        constraints = (models.UniqueConstraint(fields=["key_id", "nonce"], name="nonce_used_once"),)

    def __str__(self) -> str:
        """Return the nonce."""
        return self.nonce


class SeenLog(models.Model):
    """How far a partner has proven this node's ledger: the base of the next proof."""

    node_id = models.CharField(max_length=32, primary_key=True)
    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return the size."""
        return str(self.size)
