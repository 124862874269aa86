# SPDX-License-Identifier: Apache-2.0
"""The only place that reads the clock. Views, jobs and commands call it; rules take `at`."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in UTC."""
    return now().date()
