# SPDX-License-Identifier: Apache-2.0
"""Addresses of the exchange. The table of handlers comes from above."""

from __future__ import annotations

from django.urls import URLPattern, path

from comity.exchange import api
from comity.exchange.services import Handlers


def doors(handlers: Handlers) -> list[URLPattern]:
    """Return the addresses, with what answers each kind of message."""
    return [
        path("card", api.card, name="exchange_card"),
        path("messages", api.messages, {"handlers": handlers}),
        path("bundles", api.bundles, {"handlers": handlers}),
        path("messages/<uuid:message>/parts/<int:number>", api.part),
        path("messages/<uuid:message>/parts/<int:number>/<int:index>", api.chunk),
        path("receipts", api.receipts),
    ]
