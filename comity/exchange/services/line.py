# SPDX-License-Identifier: Apache-2.0
"""The line to a peer: signed requests over one connection, each bounded in time and in size whatever the peer does."""

from __future__ import annotations

import secrets
import time
from typing import Any, Self

import httpcore
import httpx
from django.conf import settings

from comity.base import clock
from comity.base.canonical import strict_loads
from comity.base.errors import ComityError, Invalid, Unavailable
from comity.directory.rules.card import Card
from comity.exchange.rules import hop
from comity.keyring import services as keyring
from comity.keyring.rules import encoding

_MAX_ANSWER_BYTES = 256 * 1024
_CONNECT_SECONDS = 5


class Line:
    """A connection to a peer on which every request is signed. Close it after use."""

    def __init__(self, peer: Card) -> None:
        """Connect at the first request."""
        self.peer = peer
        self.takes_bundles = True  # until it shows otherwise
        self._clock = _Deadline()
        seconds = settings.COMITY_ENV["PEER_TIMEOUT_SECONDS"]
        timeout = httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
        # What is compressed could be a thousand times larger than it looks: nothing compressed is asked for.
        headers = {"Accept-Encoding": "identity"}
        self._client = httpx.Client(
            timeout=timeout, follow_redirects=False, headers=headers, transport=transport(self._clock)
        )

    def __enter__(self) -> Self:
        """Return the line itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._client.close()

    def send(self, method: str, path: str, body: bytes = b"", receipt: str = hop.NO_RECEIPT) -> Any:
        """Return the JSON answer; raise `Unavailable` without one in time, `Invalid` for any answer but 200."""
        uri = self.peer.base_url + path
        headers = hop.sign(
            method=method,
            uri=uri,
            body=body,
            receipt=receipt,
            created=int(clock.now().timestamp()),
            nonce=encoding.encode(secrets.token_bytes(16)),
            key=keyring.current().signing,
        )
        self._clock.begin(settings.COMITY_ENV["PEER_TIMEOUT_SECONDS"])
        try:
            with self._client.stream(method, uri, content=body, headers=headers) as answer:
                status, data = answer.status_code, self._read(answer)
        except httpx.HTTPError as error:
            raise Unavailable(f"{self.peer.node_id} does not answer: {type(error).__name__}.") from None
        if status != 200:
            raise Invalid(f"{self.peer.node_id} answered {status}: {_title(data)}")
        return strict_loads(data)

    def _read(self, answer: httpx.Response) -> bytes:
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Invalid(f"{self.peer.node_id} answered with compressed data, which was not asked for.")
        data = b""
        for block in answer.iter_raw():
            data += block
            if len(data) > _MAX_ANSWER_BYTES:
                raise Invalid(f"{self.peer.node_id} answered with more than an answer can be.")
        return data


class _Deadline(httpcore.SyncBackend):
    """A network on which a whole request has one deadline: a peer that sends a byte now and then gains nothing."""

    def __init__(self) -> None:
        self._ends = float("inf")

    def begin(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        remaining = self._ends - time.monotonic()
        if remaining <= 0:
            raise httpcore.ReadTimeout("the answer took too long as a whole")
        return min(remaining, timeout if timeout is not None else remaining)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(host, port, self.left(timeout), local_address, socket_options), self)


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write ends at the deadline of its request."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, *given: Any, **named: Any) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(*given, **named), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def transport(network: httpcore.NetworkBackend) -> httpx.BaseTransport:
    """Return httpx's transport over a network of our own."""
    made = httpx.HTTPTransport()
    made._pool = httpcore.ConnectionPool(  # noqa: SLF001  # httpx offers no other door to the network beneath it
        ssl_context=httpx.create_ssl_context(), network_backend=network
    )
    return made


def _title(data: bytes) -> str:
    try:
        return str(strict_loads(data)["title"])
    except (ComityError, KeyError, TypeError):
        return data[:200].decode("utf-8", "replace")
