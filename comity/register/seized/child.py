# SPDX-License-Identifier: Apache-2.0
"""Reads the text of a PDF or picture in a process of its own, with little memory and time: run by `opening`, by path.

usage: child.py pdf|picture FILE LANGUAGES        (LANGUAGES as tesseract takes them, empty: no recognition)

Prints a line of JSON for each page: `page`, `pages`, `text`, and `is_picture` where nothing but a picture is left.
Exits with 3 for a file that is locked with a password, 4 for one that is broken.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY, SECONDS, FILE = 2 * 1024**3, 600, 256 * 1024**2
LOCKED, BROKEN = 3, 4
PIXELS = 100_000_000
DOTS_PER_INCH, POINTS = 200, 72
LONGEST_TEXT = 1_000_000
PAGE_SECONDS = 45  # less than a worker's lease: it is renewed after each page
_TESSERACT = shutil.which("tesseract") or "tesseract"


def main() -> int:
    """Print the pages of the file named on the command line."""
    kind, path, languages = sys.argv[1:4]
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, FILE)):
        resource.setrlimit(limit, (most, most))
    try:
        for page in (_pdf if kind == "pdf" else _picture)(Path(path), languages):
            sys.stdout.write(json.dumps(page) + "\n")
            sys.stdout.flush()
    except PermissionError:
        return LOCKED
    except (OSError, ValueError, RuntimeError, MemoryError, SyntaxError):
        return BROKEN
    return 0


def _pdf(path: Path, languages: str) -> Iterator[dict[str, Any]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PermissionError from None
        raise ValueError from None
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage().get_text_bounded()[:LONGEST_TEXT]
        is_picture = not text.strip()
        if is_picture and languages:
            width, height = page.get_size()
            scale = min(DOTS_PER_INCH / POINTS, (PIXELS / max(width * height, 1)) ** 0.5)
            text = _recognised(page.render(scale=scale).to_pil(), languages)
        yield {"page": number + 1, "pages": len(document), "text": text, "is_picture": is_picture and not languages}
        page.close()


def _picture(path: Path, languages: str) -> Iterator[dict[str, Any]]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(path) as picture:
        said = [value for value in (*picture.info.values(), *picture.getexif().values()) if isinstance(value, str)]
        text = _recognised(picture.convert("L"), languages) if languages else ""
    yield {
        "page": 1, "pages": 1, "text": "\n".join([text, *said])[:LONGEST_TEXT], "is_picture": not languages,
    }  # fmt: skip


def _recognised(picture: Any, languages: str) -> str:
    """Return what tesseract reads in a picture; nothing where it takes too long."""
    with tempfile.NamedTemporaryFile(suffix=".png") as kept:
        picture.save(kept, format="PNG", compress_level=1)
        kept.flush()
        try:
            done = subprocess.run(
                [_TESSERACT, kept.name, "stdout", "-l", languages], check=False, capture_output=True, text=True,
                timeout=PAGE_SECONDS, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/usr/local/bin"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout[:LONGEST_TEXT]


if __name__ == "__main__":
    sys.exit(main())
