# SPDX-License-Identifier: Apache-2.0
"""Limits per partner and purpose: persons a day and a month, alarms when they come near and when they are met (§9)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Persons a day and a month, and the share in per cent at which an alarm is raised."""

    per_day: int = 200
    per_month: int = 2_000
    alarm_percent: int = 80


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an order may be answered; `refused` is a code or empty; `alarms` are codes with their figures."""

    refused: str
    alarms: tuple[tuple[str, int, int], ...]


def judge(limits: Limits, *, today: int, this_month: int, persons: int) -> Verdict:
    """Judge an order for `persons` after so many today and this month for the same partner and purpose."""
    alarms = []
    refused = ""
    for name, used, most in (("day", today, limits.per_day), ("month", this_month, limits.per_month)):
        total = used + persons
        if total > most:
            refused = refused or f"limit-{name}"
            alarms.append((f"limit-{name}", total, most))
        elif total * 100 >= most * limits.alarm_percent:
            alarms.append((f"near-{name}", total, most))
    return Verdict(refused, tuple(alarms))
