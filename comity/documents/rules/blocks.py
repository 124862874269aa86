# SPDX-License-Identifier: Apache-2.0
"""A paper as blocks. Rooms build it from their data; the renderers of this room write it as PDF/A, DOCX or plain text.

Every text is plain: no markup is read from it. Direction follows the language of the paper, names keep their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (largest) to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` is "plain", "lead", "quiet" or "centre"."""

    text: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered or lettered item with what stands under it; `number` is printed as given."""

    number: str
    text: str
    heading: str = ""
    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of term and value, as at the head of a letter."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG source, with the words that replace it for who cannot see it."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatory table: institution, State, name, and how it was signed (empty for a wet signature)."""

    head: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str, str], ...]


Block = Heading | Paragraph | Item | Facts | Table | Figure | Signatures


@dataclass(frozen=True, slots=True)
class Paper:
    """One document in one language (BCP 47 tag). `reference` stands in the footer of each page."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    sender: str = ""
    reference: str = ""
    date: str = ""
    keywords: tuple[str, ...] = field(default=())
