# SPDX-License-Identifier: Apache-2.0
"""Acts of the register."""

from comity.register.services.entering import Said, enter, open_case, retract, say, set_handling, withdraw
from comity.register.services.sharing import disclose
from comity.register.services.taking_in import (
    link_to_case,
    pass_on,
    receive_entry,
    receive_passed_on,
    receive_withdrawal,
)

__all__ = [
    "Said",
    "disclose",
    "enter",
    "link_to_case",
    "open_case",
    "pass_on",
    "receive_entry",
    "receive_passed_on",
    "receive_withdrawal",
    "retract",
    "say",
    "set_handling",
    "withdraw",
]
