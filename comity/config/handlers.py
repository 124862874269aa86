# SPDX-License-Identifier: Apache-2.0
"""The whole protocol on one page: which service answers which kind of envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.assistance import services as assistance
from comity.register import services as register
from comity.register.services import probes

HANDLERS: Mapping[str, Callable[..., None]] = {
    "assistance.request": assistance.receive_request,
    "assistance.act": assistance.receive_act,
    "assistance.figure": assistance.receive_figure,
    "register.disclose": register.receive_entry,
    "register.update": register.receive_entry,
    "register.withdraw": register.receive_withdrawal,
    "register.passed-on": register.receive_passed_on,
    "register.keys-wanted": probes.receive_keys_wanted,
    "register.keys": probes.receive_keys,
    "register.order": probes.receive_order,
    "register.evaluate": probes.receive_evaluate,
    "register.tags": probes.receive_tags,
    "register.answer": probes.receive_answer,
    "register.hit": probes.receive_hit,
    "register.hit-answer": probes.receive_hit_answer,
    "register.log-root": probes.receive_log_root,
    "register.watch.report": register.receive_watch,
    "register.watch.status": register.receive_watch,
    "register.watch.corroborate": register.receive_watch_corroboration,
}
