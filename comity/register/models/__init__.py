# SPDX-License-Identifier: Apache-2.0
"""Tables of the register, one module per subject."""

from comity.register.models.entries import Case, CaseMember, Entry, Judgement, Key, Statement

__all__ = ["Case", "CaseMember", "Entry", "Judgement", "Key", "Statement"]
