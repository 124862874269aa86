# SPDX-License-Identifier: Apache-2.0
"""What was asked so far today and this month, and what the limits say of one more order."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.conf import settings
from django.db.models import Sum

from comity.register.models import ProbeAsked, ProbeOrder
from comity.register.rules.probing import limits
from comity.register.rules.probing.limits import Limits, Verdict

COUNTED = ("approval", "accepted", "answered", "expired")
_OWN = ("released", "sent", "answered", "untrusted", "expired")


def limits_here() -> Limits:
    """Return the limits of this node's settings."""
    env = settings.COMITY_ENV
    return Limits(env["PROBE_PERSONS_PER_DAY"], env["PROBE_PERSONS_PER_MONTH"], env["PROBE_ALARM_PERCENT"])


def used_by(node: str, purpose: str, at: datetime) -> tuple[int, int]:
    """Return for how many persons a partner asked this node today and this month."""
    rows = ProbeAsked.objects.filter(from_node=node, purpose=purpose, state__in=COUNTED)
    day, month = _starts(at)
    return (
        rows.filter(received_at__gte=day).aggregate(n=Sum("persons"))["n"] or 0,
        rows.filter(received_at__gte=month).aggregate(n=Sum("persons"))["n"] or 0,
    )


def used_here(node: str, purpose: str, at: datetime) -> tuple[int, int]:
    """Return for how many persons this node asked a partner today and this month."""
    rows = ProbeOrder.objects.filter(to_node=node, purpose=purpose, state__in=_OWN)
    day, month = _starts(at)
    return (
        rows.filter(released_at__gte=day).aggregate(n=Sum("number"))["n"] or 0,
        rows.filter(released_at__gte=month).aggregate(n=Sum("number"))["n"] or 0,
    )


def judge_partner(node: str, purpose: str, persons: int, at: datetime) -> Verdict:
    """Judge an order of a partner."""
    today, month = used_by(node, purpose, at)
    return limits.judge(limits_here(), today=today, this_month=month, persons=persons)


def judge_own(node: str, purpose: str, persons: int, at: datetime) -> Verdict:
    """Judge an order of this node."""
    today, month = used_here(node, purpose, at)
    return limits.judge(limits_here(), today=today, this_month=month, persons=persons)


def _starts(at: datetime) -> tuple[datetime, datetime]:
    day = at.astimezone(UTC).date()
    return datetime.combine(day, time(), UTC), datetime.combine(day.replace(day=1), time(), UTC)
