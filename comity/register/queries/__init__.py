# SPDX-License-Identifier: Apache-2.0
"""Reads of the register; `access` holds need to know."""

from comity.register.queries.access import case, cases, entries, entry, works_here

__all__ = ["case", "cases", "entries", "entry", "works_here"]
