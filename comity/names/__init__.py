# SPDX-License-Identifier: Apache-2.0
"""Names of persons across scripts."""

from comity.names.comparing import score

__all__ = ["score"]
