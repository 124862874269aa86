# SPDX-License-Identifier: Apache-2.0
"""Deferred work of meetings: reminders. A job bears being run twice, and a meeting moved or cancelled in between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.base import moments
from comity.meetings.models import Meeting
from comity.meetings.services import telling


def remind(*, payload: Mapping[str, Any], at: datetime) -> None:
    """Remind everyone concerned, unless the day was moved, the meeting was cancelled, or it is past."""
    code = str(payload["code"])
    with transaction.atomic():
        row = Meeting.objects.filter(pk=payload["meeting"], state__in=telling.REMINDERS[code][2]).first()
        day = telling.day_of(row, code) if row else None
        if row is None or day is None or day.isoformat() != payload["day"] or day < at.date():
            return
        telling.tell(row, code, at=moments.from_text(str(payload["at"])), data={"day": day.isoformat()})
