# SPDX-License-Identifier: Apache-2.0
"""Acts of assistance: draft, submit, release, answer, execute, close; and what comes from the other side."""

from __future__ import annotations

from comity.assistance.services.acting import act, give_access, looked, take_access
from comity.assistance.services.drafting import attach, choose_basis, detach, save_page, start_draft
from comity.assistance.services.receiving import receive_act, receive_figure, receive_request
from comity.assistance.services.releasing import release

__all__ = [
    "act",
    "attach",
    "choose_basis",
    "detach",
    "give_access",
    "looked",
    "receive_act",
    "receive_figure",
    "receive_request",
    "release",
    "save_page",
    "start_draft",
    "take_access",
]
