# SPDX-License-Identifier: Apache-2.0
"""Names of persons across scripts."""

from comity.names.comparing import Alignment, Comparison, compare, score
from comity.names.keys import keys
from comity.names.roles import NotAName, ParsedName, parse
from comity.names.searching import index

__all__ = ["compare", "index", "keys", "parse", "score"]
