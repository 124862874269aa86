# SPDX-License-Identifier: Apache-2.0
"""Tables of drafting. Versions, positions, comments, acts and signatures are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_USER = settings.AUTH_USER_MODEL


class Text(models.Model):
    """One text. `languages`: the first leads; `authentic`: those that are signed. `revision` orders edits."""

    slug = models.CharField(max_length=50, unique=True)
    organisation = models.CharField(max_length=16, blank=True)
    body = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    languages = models.JSONField()
    authentic = models.JSONField(default=list, blank=True)
    stage = models.CharField(max_length=16)
    observers_comment = models.BooleanField(default=False)
    comments_until = models.DateField(null=True)
    decision = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=100, blank=True)
    adopted_date = models.CharField(max_length=10, blank=True)
    signed_date = models.CharField(max_length=10, blank=True)
    force_date = models.CharField(max_length=10, blank=True)
    superseded_by = models.CharField(max_length=50, blank=True)
    source_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  # unique among imports only
    source = models.JSONField(default=dict, blank=True)
    new_clauses = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the slug."""
        return self.slug


class Version(models.Model):
    """A whole wording in one language. `is_shown`: circulated, so that delegates see it."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    language = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    tree = models.JSONField()
    digest = models.CharField(max_length=64)
    is_shown = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Numbered per language."""

        constraints = (models.UniqueConstraint(fields=["text", "language", "number"], name="one_version_per_number"),)

    def __str__(self) -> str:
        """Return text, language and number."""
        return f"{self.text_id} {self.language} {self.number}"


class Pair(models.Model):
    """Two wordings of a clause found to say the same; the last row of a clause and language counts."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    language = models.CharField(max_length=16)
    clause = models.CharField(max_length=64)
    lead_wording = models.CharField(max_length=32)
    wording = models.CharField(max_length=32)
    lead_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return clause and language."""
        return f"{self.clause} {self.language}"


class Proposal(models.Model):
    """A State's change to one clause. `token` makes the same form sent twice one proposal."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    token = models.CharField(max_length=36)
    state = models.CharField(max_length=2)
    change = models.CharField(max_length=8)
    clause = models.CharField(max_length=64, blank=True)
    target = models.CharField(max_length=64, blank=True)
    is_inside = models.BooleanField(default=False)
    heading = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    fate = models.CharField(max_length=12, default="open")
    answer = models.TextField(blank=True)
    taken_into = models.PositiveIntegerField(null=True)
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Once per form."""

        constraints = (models.UniqueConstraint(fields=["text", "token"], name="one_proposal_per_form"),)
        indexes = (models.Index(fields=["text", "fate"]),)

    def __str__(self) -> str:
        """Return change and clause."""
        return f"{self.change} {self.clause}"


class Position(models.Model):
    """A State's word on a clause at one moment."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    clause = models.CharField(max_length=64)
    state = models.CharField(max_length=2)
    stance = models.CharField(max_length=8)
    note = models.TextField(blank=True)
    wording = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return State and stance."""
        return f"{self.state} {self.stance}"


class Comment(models.Model):
    """Words on a clause, or on the whole text (no clause)."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    token = models.CharField(max_length=36)
    clause = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=2, blank=True)
    body = models.TextField()
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Once per form."""

        constraints = (models.UniqueConstraint(fields=["text", "token"], name="one_comment_per_form"),)

    def __str__(self) -> str:
        """Return the beginning."""
        return self.body[:40]


class Act(models.Model):
    """One line of a text's trail."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    act = models.CharField(max_length=32)
    stage = models.CharField(max_length=16)
    actor = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=200)
    state = models.CharField(max_length=2, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the act."""
        return self.act


class Chair(models.Model):
    """Who chairs the negotiation of a text."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once per person."""

        constraints = (models.UniqueConstraint(fields=["text", "user"], name="one_chair_per_person"),)

    def __str__(self) -> str:
        """Return the person's number."""
        return str(self.user_id)


class Signatory(models.Model):
    """A line of the signatory table. `user` signs by passkey; without one the line is as signed on paper."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=2, blank=True)
    country = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=300)
    office = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    person_key = models.CharField(max_length=200, db_index=True)
    on_paper = models.BooleanField(default=False)
    user = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One head of delegation per State who signs here."""

        constraints = (
            models.UniqueConstraint(
                fields=["text", "state"], condition=models.Q(on_paper=False), name="one_head_per_state"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Signature(models.Model):
    """A passkey's signature over the signed form of one language."""

    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT)
    language = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    form_digest = models.CharField(max_length=64)
    host = models.CharField(max_length=253)
    credential = models.BinaryField()
    public_key = models.BinaryField()
    client_data = models.BinaryField()
    authenticator_data = models.BinaryField()
    signature = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        """Once per head and language."""

        constraints = (models.UniqueConstraint(fields=["signatory", "language"], name="one_signature_per_language"),)

    def __str__(self) -> str:
        """Return signatory and language."""
        return f"{self.signatory_id} {self.language}"


class Reference(models.Model):
    """What a clause cites. `target` is the slug of a text held here, empty while only the words are known."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    clause = models.CharField(max_length=64, blank=True)
    words = models.TextField()
    relation = models.CharField(max_length=12, default="cites")
    place = models.CharField(max_length=100, blank=True)
    date = models.CharField(max_length=10, blank=True)
    date_end = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=50, blank=True, db_index=True)
    target_clause = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        """Return the words."""
        return self.words[:60]


class Doubt(models.Model):
    """Something an import was not sure of; an officer confirms or corrects it."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    words = models.TextField()
    guess = models.TextField(blank=True)
    alternatives = models.JSONField(default=list)
    first_line = models.PositiveIntegerField(default=0)
    last_line = models.PositiveIntegerField(default=0)
    fate = models.CharField(max_length=12, default="open")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind
