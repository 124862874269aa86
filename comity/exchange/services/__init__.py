# SPDX-License-Identifier: Apache-2.0
"""Acts of the exchange: post a message, carry what waits, receive what comes, state what was done with it."""

from __future__ import annotations

from comity.exchange.services.carrying import carry
from comity.exchange.services.delivering import Delivered, InPart
from comity.exchange.services.ending import forget, sweep
from comity.exchange.services.handling import Handler, Handlers, Opened
from comity.exchange.services.posting import OutPart, post
from comity.exchange.services.receiving import Came, receive, receive_bundle, receive_chunk, receive_receipts
from comity.exchange.services.stating import mark_read, mark_registered, mark_retrieved

__all__ = [
    "Came",
    "Delivered",
    "Handler",
    "Handlers",
    "InPart",
    "Opened",
    "OutPart",
    "carry",
    "forget",
    "mark_read",
    "mark_registered",
    "mark_retrieved",
    "post",
    "receive",
    "receive_bundle",
    "receive_chunk",
    "receive_receipts",
    "sweep",
]
