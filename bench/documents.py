# SPDX-License-Identifier: Apache-2.0
"""How long papers take: a letter, a letter in two languages, a report of 500 rows with charts, a text of 200 pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bench.measuring import each, say
from comity.documents import services
from comity.documents.rules.blocks import Facts, Heading, Item, Paper, Paragraph, Signatures, Table
from comity.documents.rules.charts import Counts, Matrix, Span, Spans, Tile, Tiles, figure

SENTENCE = "The Parties shall afford each other the widest measure of mutual legal assistance in criminal matters. "
PERSIAN = "طرف‌ها گسترده‌ترین معاضدت حقوقی متقابل را در امور کیفری به یکدیگر ارائه می‌کنند. "


def letter(language: str, sentence: str) -> Paper:
    """Return a letter of two pages."""
    clauses = tuple(Item(str(number), sentence * 3, children=(Item("a", sentence),)) for number in range(1, 9))
    facts = Facts((("From", "Prosecutor General's Office, Baku"), ("To", "Prosecutor General's Office, Tashkent")))
    signed = Signatures(("Office", "State", "Name", "Signed"), (("GPO", "Azerbaijan", "A. Aliyev", ""),))
    return Paper("Request", language, (facts, Paragraph(sentence * 2), *clauses, signed), reference="AZ-2026-000123")


def report() -> Paper:
    """Return a report: 500 rows, bars, a line of time, tiles and a matrix."""
    states = [f"State {number}" for number in range(57)]
    start = date(2025, 1, 1)
    spans = tuple(
        Span(name, start + timedelta(9 * n), start + timedelta(9 * n + 90), n % 3) for n, name in enumerate(states[:20])
    )
    kinds = ("done", "under way", "overdue")
    charts = (
        Counts("Commitments", "State", kinds, tuple((name, (n, n % 7, n % 3)) for n, name in enumerate(states))),
        Spans("Meetings", ("what", "from", "to", "kind"), kinds, spans),
        Tiles(
            "States", ("State", "answer", "number"), kinds, tuple(Tile(f"S{n}", s, n % 3) for n, s in enumerate(states))
        ),
        Matrix(
            "Treaties", "State", tuple(f"S{n}" for n in range(20)), kinds, tuple((s, (0, 1) * 10) for s in states[:20])
        ),
    )
    rows = tuple((str(n), states[n % 57], SENTENCE[:60], kinds[n % 3], f"{n * 7}") for n in range(500))
    table = Table(("No", "State", "Commitment", "Status", "Days"), rows, "Every commitment")
    return Paper(
        "Report", "en", (Heading("In pictures"), *map(figure, charts), Heading("In full"), table), reference="R"
    )


def long_text() -> Paper:
    """Return a text of some 200 pages."""
    return Paper("Text", "en", tuple(Paragraph(SENTENCE * 7) for _ in range(1300)))


def figures(what: str, work: Callable[[], bytes], goal: float) -> None:
    """Print how long one paper takes beside its goal in seconds, and how large it is."""
    took = each(work)
    say(f"{what}, {len(work()) / 1000:.0f} kB", f"{took * 1000:.0f} ms", f"< {goal * 1000:.0f} ms", holds=took < goal)


def main() -> None:
    """Print every figure; each run sets another paper, so that nothing is found in a cache."""
    runs = iter(range(1_000_000))

    def fresh(paper: Paper) -> Paper:
        words = f"{next(runs)} "
        blocks = tuple(Paragraph(words + b.text) if isinstance(b, Paragraph) else b for b in paper.blocks)
        return Paper(words + paper.title, paper.language, (Paragraph(words), *blocks), reference=paper.reference)

    english, persian, big, text = letter("en", SENTENCE), letter("fa", PERSIAN), report(), long_text()
    figures("letter, PDF/A", lambda: services.pdf(fresh(english)), 0.1)
    figures("letter in Persian, PDF/A", lambda: services.pdf(fresh(persian)), 0.1)
    figures("letter in two languages, PDF/A", lambda: services.pdf(fresh(english), fresh(persian)), 0.1)
    figures("letter, DOCX", lambda: services.docx(fresh(english)), 0.1)
    figures("letter, plain text", lambda: services.plain(fresh(english)).encode(), 0.1)
    figures("report of 500 rows and 4 charts, PDF/A", lambda: services.pdf(fresh(big)), 3)
    figures("report of 500 rows and 4 charts, DOCX", lambda: services.docx(fresh(big)), 3)
    figures("text of 200 pages, PDF/A", lambda: services.pdf(fresh(text)), 3)


if __name__ == "__main__":
    main()
