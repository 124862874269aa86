# SPDX-License-Identifier: Apache-2.0
"""Reads of the register; `access` holds need to know."""

from comity.register.queries.access import case, cases, entries, entry, key, works_here
from comity.register.queries.linkage import links
from comity.register.queries.notices import notices, unseen
from comity.register.queries.searching import search

__all__ = ["case", "cases", "entries", "entry", "key", "links", "notices", "search", "unseen", "works_here"]
