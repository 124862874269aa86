# SPDX-License-Identifier: Apache-2.0
"""Acts of the register."""

from comity.register.services.asking import ask
from comity.register.services.batch_linking import link_register
from comity.register.services.entering import Said, enter, open_case, retract, say, set_handling, withdraw
from comity.register.services.judging import judge, unjudge
from comity.register.services.keeping import keep, renew
from comity.register.services.linking import find_links
from comity.register.services.rights import confirm, decide, register_request
from comity.register.services.sharing import disclose
from comity.register.services.taking_in import (
    link_to_case,
    pass_on,
    receive_entry,
    receive_passed_on,
    receive_withdrawal,
)
from comity.register.services.teams import could_work, join_team, leave_team, mark_seen

__all__ = [
    "Said",
    "ask",
    "confirm",
    "could_work",
    "decide",
    "disclose",
    "enter",
    "find_links",
    "join_team",
    "judge",
    "keep",
    "leave_team",
    "link_register",
    "link_to_case",
    "mark_seen",
    "open_case",
    "pass_on",
    "receive_entry",
    "receive_passed_on",
    "receive_withdrawal",
    "register_request",
    "renew",
    "retract",
    "say",
    "set_handling",
    "unjudge",
    "withdraw",
]
