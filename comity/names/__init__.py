# SPDX-License-Identifier: Apache-2.0
"""Names of persons across scripts."""

from comity.names.comparing import score
from comity.names.keys import keys
from comity.names.searching import index

__all__ = ["index", "keys", "score"]
