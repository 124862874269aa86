# SPDX-License-Identifier: Apache-2.0
"""Acts of probes: hit or no hit between States. Rules: `register.rules.probing`; format: `docs/protocol/probes.md`."""

from comity.register.services.probes.answering import answer, decide_count, receive_evaluate, receive_order
from comity.register.services.probes.asking import ask, decline, person_of_entry, release, send
from comity.register.services.probes.auditing import decide as decide_sample
from comity.register.services.probes.auditing import draw as draw_sample
from comity.register.services.probes.epoch_keys import receive_keys, receive_keys_wanted
from comity.register.services.probes.hits import dismiss, link_hit, open_hit, receive_hit_answer
from comity.register.services.probes.journal import receive_log_root, see_alarm
from comity.register.services.probes.keeping import keep
from comity.register.services.probes.opened import disclose_hit, find_entries, receive_hit, refuse_hit
from comity.register.services.probes.reading import conclude, receive_answer, receive_tags

__all__ = [
    "answer",
    "ask",
    "conclude",
    "decide_count",
    "decide_sample",
    "decline",
    "disclose_hit",
    "dismiss",
    "draw_sample",
    "find_entries",
    "keep",
    "link_hit",
    "open_hit",
    "person_of_entry",
    "receive_answer",
    "receive_evaluate",
    "receive_hit",
    "receive_hit_answer",
    "receive_keys",
    "receive_keys_wanted",
    "receive_log_root",
    "receive_order",
    "receive_tags",
    "refuse_hit",
    "release",
    "see_alarm",
    "send",
]
