# SPDX-License-Identifier: Apache-2.0
"""The whole protocol on one page: which service answers which kind of envelope, and when it counts as opened.

What a person is shown is opened when somebody first reads it; what the machine deals with, when it was taken in. A
kind that nobody ever reads must not wait for a reader: its sender would state that nobody opened it.
"""

from __future__ import annotations

from comity.assistance import services as assistance
from comity.exchange.services import Handler, Handlers, Opened
from comity.register import services as register
from comity.register.services import probes

HANDLERS: Handlers = {
    "assistance.request": Handler(assistance.receive_request, Opened.READ),
    "assistance.act": Handler(assistance.receive_act, Opened.READ),
    "assistance.figure": Handler(assistance.receive_figure, Opened.TAKEN_IN),
    "register.disclose": Handler(register.receive_entry, Opened.READ),
    "register.update": Handler(register.receive_entry, Opened.READ),
    "register.withdraw": Handler(register.receive_withdrawal, Opened.TAKEN_IN),
    "register.passed-on": Handler(register.receive_passed_on, Opened.TAKEN_IN),
    "register.keys-wanted": Handler(probes.receive_keys_wanted, Opened.TAKEN_IN),
    "register.keys": Handler(probes.receive_keys, Opened.TAKEN_IN),
    "register.order": Handler(probes.receive_order, Opened.TAKEN_IN),
    "register.evaluate": Handler(probes.receive_evaluate, Opened.TAKEN_IN),
    "register.tags": Handler(probes.receive_tags, Opened.TAKEN_IN),
    "register.answer": Handler(probes.receive_answer, Opened.TAKEN_IN),
    "register.hit": Handler(probes.receive_hit, Opened.TAKEN_IN),
    "register.hit-answer": Handler(probes.receive_hit_answer, Opened.READ),
    "register.log-root": Handler(probes.receive_log_root, Opened.TAKEN_IN),
    "register.watch.report": Handler(register.receive_watch, Opened.READ),
    "register.watch.status": Handler(register.receive_watch, Opened.READ),
    "register.watch.corroborate": Handler(register.receive_watch_corroboration, Opened.READ),
}
