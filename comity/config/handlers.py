# SPDX-License-Identifier: Apache-2.0
"""The whole protocol on one page: which service answers which kind of envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.assistance import services as assistance
from comity.register import services as register

HANDLERS: Mapping[str, Callable[..., None]] = {
    "assistance.request": assistance.receive_request,
    "assistance.act": assistance.receive_act,
    "assistance.figure": assistance.receive_figure,
    "register.disclose": register.receive_entry,
    "register.update": register.receive_entry,
    "register.withdraw": register.receive_withdrawal,
    "register.passed-on": register.receive_passed_on,
    "register.watch.report": register.receive_watch,
    "register.watch.status": register.receive_watch,
    "register.watch.corroborate": register.receive_watch_corroboration,
}
