# SPDX-License-Identifier: Apache-2.0
"""Deferred work of commitments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from comity.commitments import services

KEY = "commitments.remind"
_AGAIN = timedelta(hours=6)


def remind(*, payload: Mapping[str, Any], at: datetime) -> datetime:  # noqa: ARG001  # the shape of every job
    """Give the reminders of the day and come again later the same day."""
    services.remind(at=at)
    return at + _AGAIN
