# SPDX-License-Identifier: Apache-2.0
"""A seized file as messages: text and chat exports, the text of PDFs and pictures, and archives of all these.

What cannot be read is told by name and reason and never stops the rest. PDFs and pictures are read in another process
(`child`), and pictures only where the node has tesseract.
"""

from __future__ import annotations

import io
import json
import lzma
import shutil
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn

from comity.base.errors import ComityError, Invalid
from comity.register.rules.detecting import reading
from comity.register.rules.detecting.finding import Message
from comity.register.rules.interchange import sniffing
from comity.register.seized import child

MOST_PARTS = 5_000
MOST_UNPACKED = 2 * 1024**3
LANGUAGES = ("eng", "rus", "fas", "ara", "tur", "aze", "uzb", "kaz", "urd")
_HEAD = 64 * 1024
_BLOCK = 1024**2
_QUIET_SECONDS = 150
_LONGEST_LINE = 8 * child.LONGEST_TEXT
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_OFFICE = "[Content_Types].xml"
_MEMBER, _MOST_LISTED = b"PK\x01\x02", 100_000


class Seized:
    """A seized file being read. `left` tells what was not read, as (reason, name of the part); `share` is 0…1.

    `source` as `kind_of` tells it. `tick` is called with `share` at every step, also where a step has no words in it.
    """

    def __init__(self, path: Path, *, scratch: Path, tick: Callable[[float], None] = lambda _share: None) -> None:
        self._path, self._scratch, self._tick = path, scratch, tick
        self.left: list[tuple[str, str]] = []
        self.share = 0.0
        self.source = kind_of(path)

    def messages(self) -> Iterator[Message]:
        """Yield every message, line or page; raise `Invalid` where a file that is one thing alone cannot be read."""
        if self.source == "archive":
            yield from self._unpacked()
            return
        try:
            yield from self._one(self._path, self.source, "")
        except _NotRead as error:
            refused = str(error)
        else:
            return
        _refuse(refused)

    def _step(self, share: float | None = None) -> None:
        self.share = self.share if share is None else share
        self._tick(self.share)

    def _one(self, path: Path, kind: str, part: str) -> Iterator[Message]:
        if kind in {"pdf", "picture"}:
            yield from self._apart(path, kind, part)
            return
        size = max(path.stat().st_size, 1)
        with path.open("rb") as file:
            stream = io.TextIOWrapper(file, encoding=_encoding(path), errors="replace", newline=None)
            for message in reading.read(stream, kind):
                self._step(None if part else file.tell() / size)
                yield replace(message, part=part)

    def _apart(self, path: Path, kind: str, part: str) -> Iterator[Message]:
        pictures = 0
        for page in _pages(path, kind):
            pictures += bool(page["is_picture"])
            self._step(None if part else page["page"] / page["pages"])
            if page["text"].strip():
                yield Message(page["page"], 1, page["text"], part=part)
        if pictures:
            self.left.append(("no-recognition", part))

    def _unpacked(self) -> Iterator[Message]:
        spent, done = 0, 0
        if _many(self._path):
            _refuse("too-large")
        try:
            archive = zipfile.ZipFile(self._path)
        except (zipfile.BadZipFile, OSError, ValueError):
            _refuse("broken")
        with archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            total = max(sum(member.compress_size for member in members), 1)
            for member in members[:MOST_PARTS]:
                part = member.filename[:200]
                try:
                    with self._drawn(archive, member, MOST_UNPACKED - spent) as path:
                        spent += path.stat().st_size
                        kind = kind_of(path)
                        if kind == "archive":
                            raise _NotRead("not-read")  # the way out for every part
                        yield from self._one(path, kind, part)
                except _NotRead as error:
                    self.left.append((str(error), part))
                except ComityError:
                    self.left.append(("not-read", part))
                done += member.compress_size
                self._step(done / total)
        if len(members) > MOST_PARTS:
            self.left.append(("too-many", ""))

    @contextmanager
    def _drawn(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> Iterator[Path]:
        """Unpack one member, counting what really comes out; what its header says may be a lie."""
        if member.flag_bits & 1:
            raise _NotRead("locked")
        path, size = self._scratch / "part", 0
        try:
            with archive.open(member) as packed, path.open("wb") as out:
                while block := packed.read(_BLOCK):
                    size += len(block)
                    if size > most:
                        raise _NotRead("too-large")  # the way out for every part
                    out.write(block)
                    self._step()
            yield path
        # A damaged member, one packed by a method Python has not, one that ends early, one of a torn header.
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, ValueError):
            raise _NotRead("broken") from None
        except OSError as error:
            if error.errno is None:  # bzip2 says so that its data is damaged; a full disk has a number
                raise _NotRead("broken") from None
            raise
        finally:
            path.unlink(missing_ok=True)


class _NotRead(Exception):  # not an error of the node: a part that is passed over
    """A file or part that is not read; its text is the reason's code."""


def _refuse(code: str) -> NoReturn:
    match code:
        case "locked":
            raise Invalid("The file is locked with a password. Unlock it and upload it again.", field="file")
        case "too-large":
            raise Invalid("There is too much in the file. Split it.", field="file")
        case _:
            raise Invalid("The file is broken: it cannot be read.", field="file")


def recognition() -> str:
    """Return the languages in which pictures are read here, as tesseract takes them; empty where it is missing."""
    return _recognition(shutil.which("tesseract") or "")


@cache
def _recognition(program: str) -> str:
    if not program:
        return ""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run([program, "--list-langs"], check=True, capture_output=True, text=True, timeout=20)
        known = done.stdout.split()
        return "+".join(language for language in LANGUAGES if language in known)
    return ""


def kind_of(path: Path) -> str:
    """Return what a file is: one of `rules.detecting.reading.FORMATS`, pdf, picture or archive; raise `Invalid`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_PICTURES) or (head[:4], head[8:12]) == (b"RIFF", b"WEBP"):
        return "picture"
    if head.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(path) as archive:
            if _OFFICE in archive.namelist():
                raise Invalid("Documents of Word and Excel are not read: save them as PDF or text.", field="file")
        return "archive"
    if not head.startswith(sniffing.UTF_16) and b"\0" in head:
        raise Invalid(
            "This is not a file that can be read: text, chat export, PDF, picture, or a ZIP archive of these.",
            field="file",
        )
    return reading.format_of(head.decode(_encoding(path), "replace"))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(sniffing.UTF_16):
        return "utf-16"
    found = sniffing.encoding(head, is_whole=path.stat().st_size <= len(head))
    return "utf-8-sig" if found == "utf-8" else found


def _pages(path: Path, kind: str) -> Iterator[dict[str, Any]]:
    """Yield what the child says of each page; raise `_NotRead`, also where it died or fell silent."""
    words = [sys.executable, "-I", child.__file__, kind, str(path), recognition()]
    is_over = False
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        try:
            while line := _line(running.stdout, running.kill):
                yield json.loads(line)
            is_over = True
        except ValueError:
            raise _NotRead("broken") from None
        finally:
            if not is_over:
                running.kill()
    if running.returncode:
        raise _NotRead("locked" if running.returncode == child.LOCKED else "broken")


def _line(stream: IO[bytes] | None, kill: Callable[[], None]) -> bytes:
    """Return the next line; a child that says nothing for long is ended."""
    watch = threading.Timer(_QUIET_SECONDS, kill)
    watch.start()
    try:
        return stream.readline(_LONGEST_LINE) if stream else b""
    finally:
        watch.cancel()


def _many(path: Path) -> bool:
    """Say whether an archive lists more members than are worth listing: each costs memory before it is looked at."""
    count, last = 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            count += (last + block).count(_MEMBER)
            last = block[-len(_MEMBER) + 1 :]
    return count > _MOST_LISTED
