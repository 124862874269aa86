# SPDX-License-Identifier: Apache-2.0
"""The whole protocol on one page: which service answers which kind of envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.assistance import services as assistance

HANDLERS: Mapping[str, Callable[..., None]] = {
    "assistance.request": assistance.receive_request,
    "assistance.act": assistance.receive_act,
    "assistance.figure": assistance.receive_figure,
}
