"""What a document is made of, before anybody prints it: one list of blocks makes the PDF and the editable letter.

Texts are plain: nothing in them is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands in the table of contents of the reader."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; style is empty, ``lead``, ``small``, ``right`` or ``centre``."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values under each other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: head, rows, alignment a column (``l``, ``r``), relative widths, columns in fixed pitch."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    widths: tuple[int, ...]
    mono: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing (SVG), what it shows in words for those who cannot see it, and its caption; wide ones lie."""

    svg: str
    caption: str
    alt: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A framed remark; tone is ``draft``, ``machine``, ``against`` or ``law``."""

    title: str
    lines: tuple[str, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Code:
    """Commands or hashes, line by line, in fixed pitch."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line for a hand-written signature, with who and when."""

    label: str
    told: str


Block = Heading | Para | Points | Pairs | Grid | Figure | Notice | Code | Signature


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: title, language, moment it speaks of (POSIX seconds), running head and foot, watermark, blocks.

    ``draft`` is the watermark's word; empty when the document is approved. ``page`` is how a page number is told:
    ``{n}`` and ``{of}`` are put in.
    """

    title: str
    lang: str
    moment: int
    head: str
    foot: str
    page: str
    draft: str
    draft_note: str
    blocks: tuple[Block, ...]
