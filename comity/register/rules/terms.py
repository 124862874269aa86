# SPDX-License-Identifier: Apache-2.0
"""How long an entry stays: reviewed after a year, purged after five unless the owner gives shorter days.

Practice, configurable per call; no compiled instrument fixes a number of days.
"""

from __future__ import annotations

from datetime import date, timedelta

from comity.base.errors import Invalid

REVIEW_AFTER = timedelta(days=365)
PURGE_AFTER = timedelta(days=5 * 365)
RIGHTS_KEPT = timedelta(days=2 * 365)


def days(*, today: date, review: date | None, purge: date | None) -> tuple[date, date]:
    """Return the review and the purge day; raise `Invalid` when they are past, out of order or beyond the limit."""
    review_date, purge_date = review or today + REVIEW_AFTER, purge or today + PURGE_AFTER
    if not today < review_date <= purge_date:
        raise Invalid("The review comes after today and not after the purge.", field="review_date")
    if purge_date > today + PURGE_AFTER:
        latest = today + PURGE_AFTER
        raise Invalid(
            "An entry stays at most until {latest}. Renew it at its review.", latest=latest, field="purge_date"
        )
    return review_date, purge_date
