# SPDX-License-Identifier: Apache-2.0
"""The sentences of preflight: English here, translated where they are shown, values put in afterwards."""

from __future__ import annotations

from enum import StrEnum


class Wording(StrEnum):
    """What a finding says; `%(…)s` stands for a value of the case."""

    NO_BASIS = "No legal basis is chosen, or it does not bind both States."
    NOT_CONFIRMED = "It is not confirmed that %(instrument)s applies."
    CONFIRM_WITH = "It is not confirmed that %(instrument)s applies. Confirm with: %(who)s."
    ANOTHER_GOVERNS = "%(governing)s governs; the request names %(instrument)s."
    WOULD_CHANGE = "%(instrument)s: %(change)s"
    MISSING = "Missing: %(what)s"
    MISSING_FOR_MEASURE = "Missing for “%(measure)s”: %(what)s"
    NOT_ATTACHED = "Document not attached: %(what)s"
    NOT_ATTACHED_KIND = "Document not attached: %(what)s (%(need)s)"
    RECEIVER = "The receiving authority of %(state)s for this request is not confirmed."
    LANGUAGES = "The languages %(state)s accepts are not known here; ask before translating."
    DUAL_CRIMINALITY = "Dual criminality is required: show the offence exists in %(state)s too."
    URGENCY = "The request is urgent and does not say why."
