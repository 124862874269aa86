# SPDX-License-Identifier: Apache-2.0
"""Which SVG may stand in a paper: a whole picture with nothing that runs, and nothing fetched from elsewhere."""

from __future__ import annotations

import re
from xml.parsers import expat

from comity.base.errors import Invalid

MOST_CHARACTERS = 2_000_000
# Elements that run, that fetch, or that hold another language than SVG.
_FORBIDDEN = frozenset(["script", "style", "foreignobject", "iframe", "image", "use", "feimage", "a", "animate", "set"])
_FAR = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(", re.IGNORECASE)
STRIP, MOST_UNITS = 20, 100_000
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SVG = "http://www.w3.org/2000/svg"


def picture(svg: str) -> str:
    """Return the SVG unchanged; raise `Invalid` when it is not whole, runs something or points outside itself."""
    if len(svg) > MOST_CHARACTERS:
        raise Invalid(
            "The picture is too large: at most {most} characters of SVG can be printed.", most=MOST_CHARACTERS
        )
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        space, _, local = name.rpartition(" ")
        if depth == 0 and (space, local) != (_SVG, "svg"):
            raise Invalid("The picture is not SVG: its outermost element must be “svg” in the namespace of SVG.")
        if depth == 0:
            _check_shape(attributes)
        if local.lower() in _FORBIDDEN:
            raise Invalid(
                "The picture holds “{element}”: a printed picture may run, fetch and link nothing.", element=local
            )
        for key, value in attributes.items():
            _check_attribute(key.rpartition(" ")[2].lower(), value)
        depth += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_rest: object) -> None:
        raise Invalid("The picture declares a document type: leave it out.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(svg.encode(), True)
    except UnicodeEncodeError:
        raise Invalid("The picture contains a character that cannot be written.") from None
    except expat.ExpatError as error:
        raise Invalid(
            "The picture is not whole SVG: {fault} in line {line}.",
            fault=expat.ErrorString(error.code),
            line=error.lineno,
        ) from None
    return svg


def _check_shape(attributes: dict[str, str]) -> None:
    """Raise `Invalid` unless the picture says its size and is no strip: a strip of any length would fill the memory."""
    numbers = _NUMBER.findall(attributes.get("viewBox", "")) or [
        "0",
        "0",
        *_NUMBER.findall(attributes.get("width", "")),
        *_NUMBER.findall(attributes.get("height", "")),
    ]
    wide, high = (float(number) for number in numbers[2:4]) if len(numbers) == 4 else (0.0, 0.0)
    if not (0 < wide <= MOST_UNITS and 0 < high <= MOST_UNITS and high <= STRIP * wide):
        raise Invalid("The picture needs a “viewBox” at most {times} times as high as it is wide.", times=STRIP)


def _check_attribute(name: str, value: str) -> None:
    if name.startswith("on") or _FAR.search(value):
        raise Invalid("The picture's attribute “{name}” runs something or points outside the picture.", name=name)
    if name == "href" and not value.startswith("#"):
        raise Invalid("The picture points outside itself: leave the reference out.")
