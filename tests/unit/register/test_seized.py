# SPDX-License-Identifier: Apache-2.0
"""Seized files: what is read of each kind, what is told of the rest, and that no file hurts who opens it."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from comity.base.errors import Invalid
from comity.register.rules.detecting.finding import Message
from comity.register.seized import opening
from comity.register.seized.opening import Seized

FONT = Path(__file__).parents[3] / "comity" / "documents" / "fonts" / "noto-sans" / "NotoSans_400Regular.ttf"
CHAT = json.dumps({"messages": [{"id": 1, "from": "A", "text": "write @snow_shop"}]})


def read(path: Path, tmp_path: Path) -> tuple[list[Message], Seized]:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    seized = Seized(path, scratch=scratch)
    messages = list(seized.messages())
    assert not list(scratch.iterdir())
    return messages, seized


def file(tmp_path: Path, data: bytes, name: str = "f") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def pdf(*pages: str) -> bytes:
    return bytes(typst.compile("\n#pagebreak()\n".join(pages).encode()))


def picture(words: str, form: str = "PNG", **info: Any) -> bytes:
    image = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(image).text((20, 40), words, font=ImageFont.truetype(str(FONT), 48), fill=0)
    out = io.BytesIO()
    image.save(out, form, **info)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def test_each_page_of_a_pdf_is_a_message(tmp_path: Path) -> None:
    path = file(tmp_path, pdf("Stash: t.me/snow_shop_bot", "Second page \\ Line two"))

    messages, seized = read(path, tmp_path)

    assert seized.source == "pdf"
    assert [m.number for m in messages] == [1, 2]
    assert "t.me/snow_shop_bot" in messages[0].text
    assert messages[1].text.split() == ["Second", "page", "Line", "two"]
    assert seized.share == 1


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_words_in_a_picture_are_recognised(tmp_path: Path, form: str) -> None:
    assert opening.recognition(), "tesseract is missing: apt-get install tesseract-ocr"

    messages, seized = read(file(tmp_path, picture("pay to snowshop.example", form)), tmp_path)

    assert seized.source == "picture"
    assert "snowshop.example" in messages[0].text


def test_a_scan_in_a_pdf_is_recognised_and_without_the_program_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scan.png").write_bytes(picture("meet at silkroad.example"))
    path = file(tmp_path, bytes(typst.compile(b'#image("scan.png")', root=str(tmp_path))))

    assert "silkroad.example" in read(path, tmp_path)[0][0].text

    monkeypatch.setattr(opening, "recognition", lambda: "")
    messages, seized = read(path, tmp_path)
    assert messages == []
    assert seized.left == [("no-recognition", "")]


def test_what_a_picture_says_of_itself_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "recognition", lambda: "")
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Description", "from t.me/snow_shop_bot")

    messages, _ = read(file(tmp_path, picture("x", pnginfo=said)), tmp_path)

    assert messages[0].text.strip() == "from t.me/snow_shop_bot"


def test_an_archive_is_read_part_by_part_and_names_what_it_leaves(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        packed(
            result__json=CHAT.encode(),
            notes__txt="клад у t.me/mix".encode("windows-1251"),
            page__pdf=pdf("t.me/page_bot"),
            inner__zip=packed(a=b"x"),
            program__exe=b"MZ\0\0",
            bad__pdf=b"%PDF-1.7 nothing",
            torn__json=b'{"messages": [',
        ),
    )

    messages, seized = read(path, tmp_path)

    assert {(m.part, m.text.strip()) for m in messages} == {
        ("result.json", "write @snow_shop"), ("notes.txt", "клад у t.me/mix"), ("page.pdf", "t.me/page_bot"),
    }  # fmt: skip
    assert seized.left == [
        ("not-read", "inner.zip"), ("not-read", "program.exe"), ("broken", "bad.pdf"), ("not-read", "torn.json"),
    ]  # fmt: skip
    assert seized.share == 1


def test_a_bomb_stops_at_what_really_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_UNPACKED", 3 * 1024**2)
    data = bytearray(packed(bomb__txt=b"0" * 50_000_000, after__txt=b"t.me/after"))
    size = struct.pack("<L", 50_000_000)
    assert size in data
    data = data.replace(size, struct.pack("<L", 10))  # the header lies

    messages, seized = read(file(tmp_path, bytes(data)), tmp_path)

    assert [m.part for m in messages] == ["after.txt"]
    assert seized.left[0][1] == "bomb.txt"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_stops_no_other(tmp_path: Path, method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("torn.txt", bytes(range(256)) * 200)
        archive.writestr("whole.txt", b"t.me/whole")
    data = bytearray(out.getvalue())
    data[60:90] = b"\xff" * 30

    messages, seized = read(file(tmp_path, bytes(data)), tmp_path)

    assert [m.part for m in messages] == ["whole.txt"]
    assert seized.left == [("broken", "torn.txt")]


def test_a_step_without_words_is_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "recognition", lambda: "")
    steps: list[float] = []

    assert list(Seized(file(tmp_path, pdf("", "", "")), scratch=tmp_path, tick=steps.append).messages()) == []

    assert steps == [pytest.approx(n / 3) for n in (1, 2, 3)]


def test_too_many_members_are_not_even_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, packed(**{f"f{n}": b"a" for n in range(30)}))
    monkeypatch.setattr(opening, "MOST_PARTS", 20)
    messages, seized = read(path, tmp_path)
    assert len(messages) == 20
    assert seized.left == [("too-many", "")]

    monkeypatch.setattr(opening, "_MOST_LISTED", 10)
    with pytest.raises(Invalid, match="too much"):
        read(path, tmp_path)


def _png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 nothing at all", "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "broken"),
        (_png_of(60_000, 60_000), "broken"),
        (b"PK\x03\x04 no archive", "broken"),
        (packed(**{"[Content_Types]__xml": b"x"}), "Word and Excel"),
        (b"\0\1\2\3" * 40, "not a file that can be read"),
    ],
    ids=["pdf", "png", "huge picture", "zip", "office", "binary"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read(file(tmp_path, data), tmp_path)


def test_a_locked_pdf_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.child, "__file__", str(file(tmp_path, b"import sys; sys.exit(3)", "child.py")))
    with pytest.raises(Invalid, match="password"):
        read(file(tmp_path, pdf("x")), tmp_path)


def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.child, "__file__", str(file(tmp_path, b"import time; time.sleep(60)", "child.py")))
    monkeypatch.setattr(opening, "_QUIET_SECONDS", 0.2)
    begun = time.monotonic()

    with pytest.raises(Invalid, match="broken"):
        read(file(tmp_path, pdf("x")), tmp_path)

    assert time.monotonic() - begun < 10
