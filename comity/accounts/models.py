# SPDX-License-Identifier: Apache-2.0
"""Tables of accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """A person of this node. Signs in with the e-mail address and a second factor or a passkey."""

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    state = models.CharField(max_length=2, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        """Return the name."""
        return self.display_name


class Invitation(models.Model):
    """A link by which a new person sets a password; only the hash of its secret is kept."""

    secret_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    display_name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    state = models.CharField(max_length=2, blank=True, default="")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the address."""
        return self.email
