# SPDX-License-Identifier: Apache-2.0
"""Papers read back by other programs: PDF by poppler, DOCX by python-docx."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from comity.base.errors import Invalid
from comity.documents import services
from comity.documents.rules.blocks import (
    Block,
    Facts,
    Figure,
    Heading,
    Item,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from comity.documents.rules.charts import Counts, figure

CHART = Counts("Requests", "State", ("answered", "open"), (("Azerbaijan", (12, 3)), ("Uzbekistan", (6, 0))))
ENGLISH = Paper(
    "Declaration",
    "en",
    (
        Heading("Preamble"),
        Paragraph("The Prosecutors General,"),
        Item("1", "Alpha", "Scope", (Item("a", "Bravo"),)),
        Table(("State", "Requests"), (("Azerbaijan", "3"),), "By State"),
        Facts((("From", "Baku"),)),
        figure(CHART, "Figure"),
        Signatures(("Office", "State", "Name", "Signed"), (("GPO", "Kazakhstan", "B. Asylov", ""),)),
    ),
    subtitle="Third meeting",
    sender="Secretariat",
    reference="OTS-2026-000003",
    date="2026-11-25",
    keywords=("mutual legal assistance",),
)
PERSIAN = Paper(
    "بیانیه",
    "fa",
    (
        Heading("مقدمه"),
        Paragraph("دادستان کل کشور"),
        Item("۱", "یکم", "هدف", (Item("الف", "دوم"),)),
        Table(("کشور", "درخواست"), (("آذربایجان", "3"),), "کشورها"),
        Facts((("از", "باکو"),)),
        figure(Counts("درخواست", "کشور", ("پاسخ", "باز"), (("ایران", (1, 2)),), "fa"), "شکل"),
        Signatures(("نهاد", "کشور", "نام", "امضا"), (("دادستانی", "قزاقستان", "B. Asylov", ""),)),
    ),
    subtitle="نشست سوم",
    reference="OTS-2026-000003",
    date="2026-11-25",
)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _paper(*blocks: Block, language: str = "en") -> Paper:
    return Paper("T", language, blocks, reference="REF-1")


def _read(program: str, made: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(made)
    words = [program, *options, str(path), *(["-"] if program == "pdftotext" else [])]
    done = subprocess.run(words, capture_output=True, check=True)
    return _MARKS.sub("", done.stdout.decode())


def _places(made: bytes, tmp_path: Path) -> dict[str, tuple[float, float]]:
    boxes = _read("pdftotext", made, tmp_path, "-bbox")
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)</word>', boxes)
    words = ((float(x), float(y), _MARKS.sub("", word)) for x, y, word in reversed(found))
    # Words in Arabic script come as they stand on the page, the last letter first.
    return {word[::-1] if re.search("[\u0600-\u06ff]", word) else word: (x, y) for x, y, word in words}


def test_a_pdf_says_it_is_archivable_and_readable_by_ear(tmp_path: Path) -> None:
    made = services.pdf(ENGLISH)

    about = _read("pdfinfo", made, tmp_path)
    assert re.search(r"Tagged:\s+yes", about)
    assert re.search(r"Title:\s+Declaration\n", about)
    assert re.search(r"Author:\s+Secretariat\n", about)
    assert re.search(r"Keywords:\s+mutual legal assistance\n", about)
    assert "Page size:       595.276 x 841.89 pts (A4)" in about
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>A<", made, re.DOTALL)
    assert b"pdfuaid:part>1<" in made
    assert b"2026-11-25" in made
    fonts = _read("pdffonts", made, tmp_path).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\s(yes)\s(yes)\s(yes)\s+\d+\s+0$", font) for font in fonts), "embedded, subset, with letters"


def test_the_structure_names_headings_tables_and_what_a_picture_shows(tmp_path: Path) -> None:
    structure = _read("pdfinfo", services.pdf(ENGLISH), tmp_path, "-struct")

    for kind in ("H1", "Table", "THead", "TH", "TD", "Figure"):
        assert re.search(rf"^\s+{kind}\b", structure, re.MULTILINE), kind


def test_headings_skip_no_level_for_who_reads_by_ear(tmp_path: Path) -> None:
    made = services.pdf(_paper(Heading("a", 2), Heading("b", 3), Heading("c", 1)))

    structure = _read("pdfinfo", made, tmp_path, "-struct")
    assert re.findall(r"^\s+(H\d)", structure, re.MULTILINE) == ["H1", "H2", "H1"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "طلب المساعدة القانونية المتبادلة إلى وزارة العدل، مسؤول رئيس أمن لأجل الآن لله"),
        ("fa", "درخواست معاضدت حقوقی از دادستانی کل جمهوری آذربایجان، تأکید مؤثر پژوهش چهار گواه"),
        ("ur", "باہمی قانونی مدد کی درخواست ہے، ٹھیک ڈاک پڑھیں"),
        ("ps", "د متقابلې حقوقي مرستې غوښتنه ځای څوک ډېر ټول"),
        ("ug", "ئۆز ئارا قانۇنىي ياردەم تەلىپى"),
        ("tg", "Дархости ёрии ҳуқуқӣ: Тоҷикистон, ғайр, қонун, ӯ, ҷиноят"),
        ("kk", "Өзара құқықтық көмек: Қазақстан Республикасы, әділет, ұйым, үкім, ғылым, һ, ің"),
        ("ky", "Өз ара укуктук жардам: Кыргыз Республикасынын Башкы прокуратурасы, үчүн, ң"),
        ("uz", "O‘zbekiston Respublikasi Bosh prokuraturasi, g‘arb, Oʻzbekiston, yoʻq, ʼ"),
        ("uz-Cyrl", "Ўзбекистон Республикаси Бош прокуратураси, ғарб, ҳуқуқ, қонун"),
        ("tr", "Karşılıklı adlî yardım: İstanbul, ığdır, şüpheli, çözüm, öğüt, ÂÎÛ"),
        ("az", "Qarşılıqlı hüquqi yardım: Azərbaycan, ədliyyə, ğ, ı, İ, ö, ş, ü, ç"),
        ("tk", "Özara hukuk kömegi: Türkmenistanyň Baş prokuratura, ýag, žurnal, ňä, ş, ç"),
        ("bn", "আইন"),
    ],
)
def test_text_copied_from_a_pdf_is_the_text_written(language: str, text: str, tmp_path: Path) -> None:
    read = _read("pdftotext", services.pdf(_paper(Paragraph(text), language=language)), tmp_path)

    # poppler puts an Arabic comma after the space that follows it: the words are what is compared.
    assert " ".join(re.findall(r"[^\W_]+", text)) in " ".join(re.findall(r"[^\W_]+", read))


def test_a_joiner_stays_in_its_word_and_font(tmp_path: Path) -> None:
    """Set in another font, a zero-width non-joiner breaks the joining of the letters beside it: «می‌کوشند»."""
    made = services.pdf(Paper("می‌کوشند", "fa", (Paragraph("دادستان‌های کل می‌کوشند"),)))

    assert {font.split()[0][7:] for font in _read("pdffonts", made, tmp_path).splitlines()[2:]} == {
        "Amiri-Regular",
        "Amiri-Bold",
    }


def test_no_text_of_a_paper_is_read_as_markup(tmp_path: Path) -> None:
    hostile = "#panic(1) *b* _e_ $x^2$ \\ #[a] \"q\" 'q' <label> @ref // c /* d */ `raw` = h ~ -- --- ... [x] {y} http://x.example"
    blocks = (
        Heading(hostile),
        Paragraph(hostile),
        Item(hostile, hostile, hostile),
        Facts(((hostile, hostile),)),
        Table((hostile,), ((hostile,),), hostile),
        Signatures((hostile,) * 4, ((hostile,) * 4,)),
    )
    paper = Paper(hostile, "en", blocks, hostile, hostile, hostile, hostile, (hostile,))

    read = "".join(_read("pdftotext", services.pdf(paper), tmp_path, "-raw").split())

    assert read.count("".join(hostile.split())) >= 10


def test_the_same_paper_is_the_same_bytes_also_from_two_threads() -> None:
    for make in (services.pdf, services.docx):
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _: make(ENGLISH, PERSIAN), range(6)))  # noqa: B023  # used at once

        assert len(set(made)) == 1
        assert make(ENGLISH) != make(PERSIAN)


def test_a_long_table_repeats_its_head_and_each_page_has_number_and_reference(tmp_path: Path) -> None:
    made = services.pdf(_paper(Table(("Country", "Count"), tuple((f"row-{n}", str(n)) for n in range(150)))))

    pages = _read("pdftotext", made, tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert page.count("Country") == 1
        assert page.count("REF-1") == 1
        assert re.search(rf"\b{number}\s*/\s*{len(pages)}\b", page)
    assert [n for page in pages for n in re.findall(r"row-(\d+)", page)] == [str(n) for n in range(150)]


def test_two_languages_stand_side_by_side_each_on_its_side(tmp_path: Path) -> None:
    at = _places(services.pdf(ENGLISH, PERSIAN), tmp_path)
    turned = _places(services.pdf(PERSIAN, ENGLISH), tmp_path)

    for left, right in (("Alpha", "یکم"), ("Bravo", "دوم"), ("Preamble", "مقدمه")):
        assert at[left][0] < 297 < at[right][0]
        assert at[left][1] == pytest.approx(at[right][1], abs=6)
        assert turned[left][0] < 297 < turned[right][0]
    assert at["Bravo"][0] > at["Alpha"][0]


def test_a_paper_in_persian_runs_from_right_to_left_as_a_whole(tmp_path: Path) -> None:
    at = _places(services.pdf(PERSIAN), tmp_path)

    assert at["۱"][0] > at["یکم"][0], "the number stands before its text"
    assert at["الف"][0] < at["۱"][0], "what is lower stands further in"
    assert at["نهاد"][0] > at["امضا"][0], "the first column stands right"
    assert at["OTS-2026-000003"][0] > 297


def test_a_letter_no_font_has_is_named_and_goes_into_the_docx() -> None:
    for paper in (_paper(Paragraph("Mr 王")), _paper(figure(Counts("t", "h", ("a",), (("王", (1,)),))))):
        with pytest.raises(Invalid, match=r"no letter “王” \(U\+738B\)"):
            services.pdf(paper)
        services.docx(_paper(Paragraph("Mr 王")))


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(
    "text",
    ["دادستانی " * 6_000, "word دو " * 4_000, "a" * 60_000, "x\n" * 4_000],
    ids=["persian", "both", "one-word", "lines"],
)
def test_a_paragraph_without_measure_is_printed_whole(text: str, language: str, tmp_path: Path) -> None:
    read = _read("pdftotext", services.pdf(_paper(Paragraph(text), language=language)), tmp_path, "-raw")

    found = re.findall("دادستانی|word|دو|a|x", read)
    assert len(found) == len(re.findall("دادستانی|word|دو|a|x", text))


def test_a_digest_ends_its_line_inside_and_is_copied_whole(tmp_path: Path) -> None:
    digest = "0123456789abcdef" * 8
    for language in ("en", "fa"):
        made = services.pdf(_paper(Facts((("Digest", digest),)), language=language))

        assert digest in "".join(_read("pdftotext", made, tmp_path, "-raw").split())
        assert max(x for x, _ in _places(made, tmp_path).values()) < 595 - 60


def test_a_chart_of_many_rows_fits_its_page(tmp_path: Path) -> None:
    chart = Counts("Answers", "State", ("a", "b"), tuple((f"State-{n}", (n, 3)) for n in range(90)))

    at = _places(services.pdf(_paper(Heading("Above"), figure(chart, "Below"))), tmp_path)
    drawn = docx.Document(io.BytesIO(services.docx(_paper(figure(chart))))).inline_shapes[0]

    assert at["Above"][1] < at["State-0"][1] < at["State-89"][1] < at["Below"][1] < 842 - 60
    assert drawn.height.mm == pytest.approx(205, abs=1)
    assert drawn.width.mm < 150


def test_a_picture_without_extent_is_refused() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="0" height="0"><g/></svg>'

    for make in (services.pdf, services.docx):
        with pytest.raises(Invalid, match="cannot be drawn"):
            make(_paper(Figure(svg, "x")))


def test_a_long_table_of_names_in_two_scripts_keeps_the_size_of_each(tmp_path: Path) -> None:
    names = tuple((f"Name {n}", "دادستانی‌ها کل") for n in range(500))

    fonts = _read("pdffonts", services.pdf(_paper(Table(("Latin", "Arabic"), names))), tmp_path)
    at = _read("pdftotext", services.pdf(_paper(Table(("Latin", "Arabic"), names[:1]))), tmp_path, "-bbox")
    heights = {
        word: float(low) - float(high)
        for high, low, word in re.findall(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">([^<]+)</word>', at)
    }
    assert "Amiri-Regular" in fonts
    assert heights[_MARKS.sub("", "لک")] > 1.3 * heights["Name"]


def _texts(made: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]


def test_a_docx_has_styles_one_can_work_with() -> None:
    document = docx.Document(io.BytesIO(services.docx(ENGLISH)))

    said = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}  # type: ignore[union-attr]
    assert said["Declaration"] == "Title"
    assert said["Preamble"] == "Heading 1"
    assert said["The Prosecutors General,"] == "Normal"
    assert said["1\tScope"] == said["\tAlpha"] == said["a\tBravo"] == "Normal"
    assert said["By State"] == said["Figure"] == "Caption"
    about = document.core_properties
    assert (about.title, about.author, about.language) == ("Declaration", "Secretariat", "en")
    assert about.created == datetime(2026, 11, 25, tzinfo=UTC)
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["State", "Requests"], ["Azerbaijan", "3"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in document.tables[-1].rows[1].cells] == ["GPO", "Kazakhstan", "B. Asylov", ""]


def test_a_docx_has_words_for_its_picture_and_fields_for_its_pages() -> None:
    made = services.docx(ENGLISH)

    parts = zipfile.ZipFile(io.BytesIO(made))
    body, footer = parts.read("word/document.xml").decode(), parts.read("word/footer1.xml").decode()
    assert 'descr="Requests. Azerbaijan: answered 12, open 3.' in body
    assert parts.read("word/media/image1.png").startswith(b"\x89PNG")
    assert "OTS-2026-000003" in footer
    assert [code.strip() for code in re.findall(r"<w:instrText>([^<]+)<", footer)] == ["PAGE", "NUMPAGES"]


def test_a_docx_in_persian_says_language_and_direction_everywhere() -> None:
    document = docx.Document(io.BytesIO(services.docx(PERSIAN)))

    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    written = [one for one in document.element.body.iter(qn("w:p")) if "".join(one.itertext()).strip()]
    assert len(written) > 15
    for paragraph in written:
        assert paragraph.pPr is None or paragraph.pPr.find(qn("w:bidi")) is not None
    for run in document.element.body.iter(qn("w:r")):
        text = "".join(run.itertext())
        if re.search("[\u0600-\u06ff]", text):
            assert run.rPr.find(qn("w:rtl")) is not None
            assert run.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "fa"
        elif re.search("[A-Za-z]", text):
            assert run.rPr.find(qn("w:rtl")) is None, "Latin names keep their order"
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)


def test_a_docx_in_two_languages_is_a_table_of_two_columns() -> None:
    document = docx.Document(io.BytesIO(services.docx(ENGLISH, PERSIAN)))

    beside = document.tables[0]
    assert len(beside.columns) == 2
    rows = [tuple(cell.text.strip() for cell in row.cells) for row in beside.rows]
    assert ("Preamble", "مقدمه") in rows
    assert ("1\tScope\n\tAlpha", "۱\tهدف\n\tیکم") in rows
    assert ("a\tBravo", "الف\tدوم") in rows
    assert [cell.text for cell in document.tables[-1].rows[1].cells][:2] == ["GPO\nدادستانی", "Kazakhstan\nقزاقستان"]


@pytest.mark.parametrize("text", ["a & b < c > \"d\" 'e' ]]> &amp;", "  two  spaces  ", "tab-free", "line\nbreak"])
def test_a_docx_gives_back_the_text_written(text: str) -> None:
    assert text in _texts(services.docx(_paper(Paragraph(text))))


def test_an_empty_paper_with_a_title_is_a_page() -> None:
    paper = Paper("Nothing yet", "en", ())

    assert services.pdf(paper).startswith(b"%PDF-1.7")
    assert _texts(services.docx(paper))[0] == "Nothing yet"
    assert services.plain(paper) == "NOTHING YET\n"


def test_a_broken_picture_is_refused_in_every_form() -> None:
    paper = _paper(Figure('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g>', "x"))

    for make in (services.pdf, services.docx, services.plain):
        with pytest.raises(Invalid, match="not whole SVG"):
            make(paper)


def test_a_latin_token_in_a_persian_docx_is_one_run_from_its_first_digit() -> None:
    document = docx.Document(io.BytesIO(services.docx(_paper(Paragraph("خلاصه 9f86-TR (7) تا 12"), language="fa"))))

    runs = [(run.text, run._r.rPr.find(qn("w:rtl")) is not None) for run in document.paragraphs[1].runs]
    assert runs == [("خلاصه ", True), ("9f86-TR", False), (" (7) تا 12", True)]


def test_no_style_sets_letters_apart_for_that_breaks_arabic_words() -> None:
    document = docx.Document(io.BytesIO(services.docx(PERSIAN)))

    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        properties = document.styles[name].element.rPr
        assert properties.find(qn("w:spacing")) is None
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "Arial"
