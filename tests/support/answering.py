# SPDX-License-Identifier: Apache-2.0
"""A peer on loopback whose every answer a test writes itself, down to the bytes on the wire."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    body: bytes
    receipt: str


# Writes the whole answer, status line included, to the file it is given.
Answer = Callable[[Asked, BinaryIO], None]


class Peer(ThreadingHTTPServer):
    """The peer; `asked` are the requests so far, `answer` may be changed between them."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Peer

    def _one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, body, self.headers.get("Comity-Receipt", ""))
        self.server.asked.append(asked)
        self.close_connection = True
        try:
            self.server.answer(asked, self.wfile)
        except OSError:
            return

    do_GET = do_POST = do_PUT = _one  # noqa: N815  # the names the base class looks for

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def peer(answer: Answer) -> Iterator[Peer]:
    """Run a peer until the block ends."""
    running = Peer(answer)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()


def whole(status: int, body: bytes, *headers: str) -> bytes:
    """Return a whole answer."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
