# SPDX-License-Identifier: Apache-2.0
"""Reading chat exports as a stream of messages: Telegram JSON and HTML, WhatsApp text of several locales, plain text.

Nothing is held whole: a file of any size is read in pieces, and one message has a limit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any, TextIO

from comity.base.errors import Invalid, TooLarge
from comity.base.wording import Listing
from comity.register.rules.detecting.finding import Message
from comity.register.rules.detecting.normalising import digits

_PIECE = 64 * 1024
MOST_IN_A_MESSAGE = 1024 * 1024
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
_DATE = r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}"
_TIME = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:\s?(?:[ap]\.?\s?m\.?|ق\.ظ\.?|ب\.ظ\.?|[صم]|ÖÖ|ÖS))?"
_INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\ufeff"
_WHATSAPP = re.compile(
    rf"\[?(?P<at>{_DATE}[,،]?\s{{1,2}}{_TIME})(?:\]|\s[-–])\s(?P<author>[^:]{{1,80}}):\s(?P<text>.*)", re.IGNORECASE
)
FORMATS = ("telegram-json", "telegram-html", "whatsapp", "text")


def format_of(head: str) -> str:
    """Return which of `FORMATS` a file is, by its first characters."""
    start = head.lstrip("\ufeff \r\n\t")
    if start.startswith("{") and '"' in start[:20]:
        return "telegram-json"
    if start[:200].lower().startswith(("<!doctype html", "<html")):
        return "telegram-html"
    lines = [line for line in start.splitlines()[:40] if line.strip()]
    if sum(bool(_whatsapp(line)) for line in lines) >= max(1, len(lines) // 4):
        return "whatsapp"
    return "text"


def read(stream: TextIO, kind: str) -> Iterator[Message]:
    """Yield the messages of an export; raise `Invalid` for what is no such export, `TooLarge` for a huge message."""
    readers = {"telegram-json": telegram_json, "telegram-html": telegram_html, "whatsapp": whatsapp, "text": plain}
    if kind not in readers:
        raise Invalid(
            "“{kind}” is not a format that can be read: {known}.", kind=kind, known=Listing(FORMATS), field="format"
        )
    return readers[kind](stream)


def plain(stream: TextIO) -> Iterator[Message]:
    """Yield each line as a message."""
    number = 0
    while line := stream.readline(MOST_IN_A_MESSAGE):
        number += 1
        yield Message(number, number, line.rstrip("\r\n"))


def whatsapp(stream: TextIO) -> Iterator[Message]:
    """Yield the messages of a WhatsApp text export; lines without date and author continue the message before."""
    held: Message | None = None
    count = 0
    for one in plain(stream):
        match = _whatsapp(one.text)
        if match is None and held is not None:
            if len(held.text) + len(one.text) > MOST_IN_A_MESSAGE:
                raise TooLarge("The message that begins on line {line} is longer than can be read.", line=held.line)
            held = replace(held, text=f"{held.text}\n{one.text}")
            continue
        if held is not None:
            yield held
        count += 1
        if match is None:
            held = Message(count, one.line, one.text, platform="whatsapp")
        else:
            held = Message(count, one.line, match["text"], match["author"].strip(), match["at"], "whatsapp")
    if held is not None:
        yield held


def _whatsapp(line: str) -> re.Match[str] | None:
    shown = line.translate(dict.fromkeys(map(ord, _INVISIBLE))).replace("\u202f", " ").replace("\u00a0", " ")
    head = digits(shown[:60]) + shown[60:]
    return _WHATSAPP.match(head)


def telegram_json(stream: TextIO) -> Iterator[Message]:
    """Yield the messages of a Telegram JSON export, of one chat or of a whole account, piece by piece."""
    decoder, held, line, count, inside, found_any = json.JSONDecoder(), "", 1, 0, False, False
    while True:
        piece = stream.read(_PIECE)
        held += piece
        while True:
            if not inside:
                start = _MESSAGES.search(held)
                if start is None:
                    line += held[:-40].count("\n")
                    held = held[-40:]
                    break
                line += held[: start.end()].count("\n")
                held, inside, found_any = held[start.end() :], True, True
            skipped = _SPACE.match(held)
            size = skipped.end() if skipped else 0
            line, held = line + held[:size].count("\n"), held[size:]
            if held.startswith("]"):
                inside = False
                continue
            item, end = _object(decoder, held)
            if item is None:
                break
            count += 1
            yield _from_telegram(item, count, line)
            line, held = line + held[:end].count("\n"), held[end:]
        if len(held) > MOST_IN_A_MESSAGE:
            raise TooLarge("The message that begins on line {line} is longer than can be read.", line=line)
        if not piece:
            break
    if inside or not found_any:
        if found_any:
            raise Invalid("The export breaks off after {read} messages.", read=count)
        raise Invalid("There are no messages in the export.", read=count)


def _object(decoder: json.JSONDecoder, text: str) -> tuple[dict[str, Any] | None, int]:
    """Return the JSON object at the start of a text and its end, or None while it is not whole."""
    if text and not text.startswith("{"):
        raise Invalid("The list of messages in the export is malformed.")
    try:
        return decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None, 0


def _from_telegram(item: dict[str, Any], count: int, line: int) -> Message:
    """Return a message with its text, the addresses of its hidden links, and its author as a handle if it is one."""
    parts = item.get("text", "")
    parts = parts if isinstance(parts, list) else [parts]
    text, links = "", []
    for part in parts:
        if isinstance(part, str):
            text += part
        elif isinstance(part, dict):
            text += str(part.get("text", ""))
            if part.get("href"):
                links.append(str(part["href"]))
    said = "\n".join((text, *links))
    return Message(count, line, said, str(item.get("from") or "")[:200], str(item.get("date") or "")[:40], "telegram")


class _TelegramPage(HTMLParser):
    """Collects the messages of a Telegram HTML export."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Message] = []
        self.count, self.depth, self.author, self.at = 0, 0, "", ""
        self.text: list[str] = []
        self.links: list[str] = []
        self.field, self.line = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br" and self.field == "text":
            self.text.append("\n")
        if tag == "a" and self.field == "text":
            self.links.append(given.get("href", ""))
        if tag != "div":
            return
        self.depth += 1
        classes = given.get("class", "").split()
        if "message" in classes:
            self.finish()
            self.line = self.getpos()[0]
        if "date" in classes:
            self.at = given.get("title", "")[:40]
        self.field = next((c for c in ("from_name", "text") if c in classes), "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.depth -= 1
            self.field = ""

    def handle_data(self, data: str) -> None:
        if self.field == "text":
            self.text.append(data)
            if sum(map(len, self.text[-2:])) > MOST_IN_A_MESSAGE:
                raise TooLarge("The message that begins on line {line} is longer than can be read.", line=self.line)
        elif self.field == "from_name" and data.strip():
            self.author = data.strip()[:200]

    def finish(self) -> None:
        """Close the message in hand."""
        text = "".join(self.text).strip()
        links = [link for link in self.links if link and link not in text]
        if text or links:
            self.count += 1
            said = "\n".join((text, *links))
            self.done.append(Message(self.count, self.line, said, self.author, self.at, "telegram"))
        self.text, self.links = [], []


def telegram_html(stream: TextIO) -> Iterator[Message]:
    """Yield the messages of a page of a Telegram HTML export; raise `Invalid` when it has none."""
    page = _TelegramPage()
    while piece := stream.read(_PIECE):
        page.feed(piece)
        if len(page.rawdata) > MOST_IN_A_MESSAGE or sum(map(len, page.text)) > MOST_IN_A_MESSAGE:
            raise TooLarge("The message that begins on line {line} is longer than can be read.", line=page.line)
        yield from page.done
        page.done.clear()
    page.close()
    page.finish()
    yield from page.done
    if not page.count:
        raise Invalid("There are no messages in the page.")
