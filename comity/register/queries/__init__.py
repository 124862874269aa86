# SPDX-License-Identifier: Apache-2.0
"""Reads of the register; `access` holds need to know."""

from comity.register.queries.access import case, cases, entries, entry, works_here
from comity.register.queries.notices import notices, unseen

__all__ = ["case", "cases", "entries", "entry", "notices", "unseen", "works_here"]
