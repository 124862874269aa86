# SPDX-License-Identifier: Apache-2.0
"""Acts of the register."""

from comity.register.services.asking import ask
from comity.register.services.batch_linking import link_register
from comity.register.services.detecting import confirm as confirm_found
from comity.register.services.detecting import detect, detect_file, look_through
from comity.register.services.detecting import reject as reject_found
from comity.register.services.detecting import stop as stop_detecting
from comity.register.services.entering import Said, enter, open_case, retract, say, set_handling, withdraw
from comity.register.services.exporting import export
from comity.register.services.feeding import delete as delete_from_feed
from comity.register.services.feeding import judge as judge_feed
from comity.register.services.feeding import make_token, revoke_token
from comity.register.services.feeding import write as write_feed
from comity.register.services.importing import cancel, carry_on, discard, settle_plan, start, upload
from comity.register.services.judging import judge, unjudge
from comity.register.services.keeping import keep, renew
from comity.register.services.linking import find_links
from comity.register.services.pulling import run as run_feed
from comity.register.services.pulling import set_up as set_up_feed
from comity.register.services.pulling import stop as stop_feed
from comity.register.services.reading import read_entry, read_hit, read_watch
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
from comity.register.services.watch_sharing import receive_corroboration as receive_watch_corroboration
from comity.register.services.watch_sharing import receive_status as receive_watch
from comity.register.services.watching import AlreadyListed
from comity.register.services.watching import act as watch_act
from comity.register.services.watching import report as watch_report
from comity.register.services.watching import set_audience as watch_audience

__all__ = [
    "AlreadyListed",
    "Said",
    "ask",
    "cancel",
    "carry_on",
    "confirm",
    "confirm_found",
    "could_work",
    "decide",
    "delete_from_feed",
    "detect",
    "detect_file",
    "discard",
    "disclose",
    "enter",
    "export",
    "find_links",
    "join_team",
    "judge",
    "judge_feed",
    "keep",
    "leave_team",
    "link_register",
    "link_to_case",
    "look_through",
    "make_token",
    "mark_seen",
    "open_case",
    "pass_on",
    "read_entry",
    "read_hit",
    "read_watch",
    "receive_entry",
    "receive_passed_on",
    "receive_watch",
    "receive_watch_corroboration",
    "receive_withdrawal",
    "register_request",
    "reject_found",
    "renew",
    "retract",
    "revoke_token",
    "run_feed",
    "say",
    "set_handling",
    "set_up_feed",
    "settle_plan",
    "start",
    "stop_detecting",
    "stop_feed",
    "unjudge",
    "upload",
    "watch_act",
    "watch_audience",
    "watch_report",
    "withdraw",
    "write_feed",
]
