# SPDX-License-Identifier: Apache-2.0
"""Probes between States: orders on both sides, sets of tags, hits, epoch keys, limits' alarms, chained logs."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.entries import Case, Entry


class ProbeKey(models.Model):
    """An epoch key: what a partner announced (`is_own` false), or that this node announced its own."""

    node = models.CharField(max_length=32)
    epoch = models.CharField(max_length=7)
    is_own = models.BooleanField()
    public = models.CharField(max_length=64)
    token = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """The first announcement counts."""

        constraints = (models.UniqueConstraint(fields=["node", "epoch", "is_own"], name="one_epoch_key"),)

    def __str__(self) -> str:
        """Return whose and when."""
        return f"{self.node} {self.epoch}"


class ProbeOrder(models.Model):
    """An order of this State: drawn up by one person, released by another.

    `state`: waiting, declined, released, sent, answered, refused, untrusted, expired. `persons` and `secret` are
    emptied when the answer is read; of persons without a hit nothing stays but `result`, and what `ProbeKept` seals.
    `named` is the hash of the persons as they were drawn up, keyed with `secret`.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    to_state = models.CharField(max_length=2)
    to_node = models.CharField(max_length=32)
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=300)
    kinds = models.JSONField()
    persons = models.JSONField()
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=30)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    epoch = models.CharField(max_length=7, blank=True)
    token = models.TextField(blank=True)
    secret = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    named = models.CharField(max_length=64, blank=True)
    answer = models.JSONField(null=True)
    refusal = models.CharField(max_length=60, blank=True)
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=36, blank=True)

    def __str__(self) -> str:
        """Return to whom and the state."""
        return f"{self.to_state}: {self.state}"


class ProbeText(models.Model):
    """The keys of an own entry as texts, one to a line, for its `version`, by the rules of keys `made_by`."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    made_by = models.PositiveIntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        """Return whose and of which version."""
        return f"{self.entry_id} {self.version}"


class ProbeKept(models.Model):
    """What an order asked, sealed for sampled audits and purged after `until`; `version` is that of the keys."""

    order = models.OneToOneField(ProbeOrder, primary_key=True, on_delete=models.CASCADE)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return until when."""
        return f"until {self.until:%Y-%m-%d}"


class ProbeDraw(models.Model):
    """A sample drawn of the orders sent in a month; `seed` follows from what `sources` name, so nobody picks."""

    month = models.CharField(max_length=7, unique=True)
    seed = models.CharField(max_length=64)
    sources = models.JSONField()
    orders = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the month."""
        return self.month


class ProbeSample(models.Model):
    """An order drawn for an audit. `result`: empty while due, in-order, not-in-order; `proof`: see `sampling`."""

    draw = models.ForeignKey(ProbeDraw, on_delete=models.CASCADE)
    order = models.OneToOneField(ProbeOrder, on_delete=models.CASCADE)
    proof = models.CharField(max_length=20)
    result = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the proof and result."""
        return f"{self.proof} {self.result}"


class ProbeAsked(models.Model):
    """An order of a partner. `state`: approval (K4), accepted, answered, refused, expired."""

    id = models.UUIDField(primary_key=True)
    from_node = models.CharField(max_length=32)
    from_state = models.CharField(max_length=2)
    token = models.TextField()
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=300)
    role = models.CharField(max_length=30)
    kinds = models.JSONField()
    persons = models.PositiveIntegerField()
    epoch = models.CharField(max_length=7)
    batch = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    received_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=12, db_index=True)
    refusal = models.CharField(max_length=60, blank=True)
    elements = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """A batch is asked once."""

        constraints = (models.UniqueConstraint(fields=["from_node", "batch"], name="one_order_per_batch"),)

    def __str__(self) -> str:
        """Return from whom and the state."""
        return f"{self.from_state}: {self.state}"


class ProbeSet(models.Model):
    """A set of tags: an own one for a partner (`is_own`) or a partner's for this node; the bytes are in a file."""

    node = models.CharField(max_length=32)
    is_own = models.BooleanField()
    epoch = models.CharField(max_length=7, db_index=True)
    purpose = models.CharField(max_length=60)
    is_counted = models.BooleanField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    mark = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()

    class Meta:
        """A set once."""

        constraints = (
            models.UniqueConstraint(
                fields=["node", "is_own", "epoch", "purpose", "is_counted", "sha256"], name="one_set_of_tags"
            ),
        )

    def __str__(self) -> str:
        """Return whose."""
        return f"{self.node} {self.epoch} {self.purpose}"


class ProbeHit(models.Model):
    """A hit. On the asking side (`is_own`) with the person asked for, on the holding side with the entries that met.

    `state`: found, dismissed (asking side), checking, opened, disclosed, refused, not-found. `reference` is empty until
    a person opens the hit; then it is the same on both sides.
    """

    id = models.UUIDField(primary_key=True)
    is_own = models.BooleanField()
    order = models.ForeignKey(ProbeOrder, null=True, on_delete=models.CASCADE)
    asked = models.ForeignKey(ProbeAsked, null=True, on_delete=models.CASCADE)
    person = models.JSONField(default=dict)
    kind = models.CharField(max_length=2)
    output = models.CharField(max_length=128, blank=True)
    reference = models.CharField(max_length=20, blank=True, db_index=True)
    state = models.CharField(max_length=12, default="found")
    entries = models.ManyToManyField(Entry, related_name="+")
    disclosed = models.UUIDField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField(db_index=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """A reference is opened once per side."""

        constraints = (
            models.UniqueConstraint(
                fields=["reference", "is_own"], condition=~models.Q(reference=""), name="one_hit_per_reference"
            ),
        )

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference or self.state


class ProbeLine(models.Model):
    """An entry of the chained log with a partner."""

    node = models.CharField(max_length=32)
    n = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=30)
    data = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        """One line per number."""

        constraints = (models.UniqueConstraint(fields=["node", "n"], name="one_line_per_number"),)

    def __str__(self) -> str:
        """Return what."""
        return f"{self.node} {self.n} {self.event}"


class ProbeRoot(models.Model):
    """A signed root of a day: sent to a partner (`is_own`), or kept from one."""

    node = models.CharField(max_length=32)
    is_own = models.BooleanField()
    day = models.DateField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    counters = models.JSONField()
    token = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """One root a day."""

        constraints = (models.UniqueConstraint(fields=["node", "is_own", "day"], name="one_root_a_day"),)

    def __str__(self) -> str:
        """Return whose and when."""
        return f"{self.node} {self.day}"


class ProbeAlarm(models.Model):
    """Something people must look at: a limit near or met, a key or log that does not fit, a hit without an entry."""

    node = models.CharField(max_length=32)
    purpose = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=30)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Return the code."""
        return self.code
