"""A web page as rows: cells of tables, and each block of text outside them as a row of one cell.

The reader walks libxml2's tree as it is built; the counter is Python's own tokenizer, so that the two can be held
against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import re2
from lxml import etree

from qalqan.intake.blocks import Grid
from qalqan.intake.formats._blocks import Cells
from qalqan.intake.formats._text import encoding_of

SPAN = 400
COLUMNS = 2000
PIECE = 1 << 16
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt",
        "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li",
        "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title",
        "tr", "ul",
    }
)  # fmt: skip
_SILENT = frozenset({"script", "style", "title", "head"})
_CHARSET = re2.compile(rb"(?i)charset\s*=\s*[\"']?([\w-]+)")
_WHITE = re2.compile(r"[\s\x{a0}]+")


def squeezed(text: str) -> str:
    """Text with runs of white space as one space."""
    return str(_WHITE.sub(" ", text)).strip()


def page_encoding(source: Path) -> str:
    """The encoding the page declares, if its bytes agree; else the one its bytes tell."""
    with source.open("rb") as stream:
        head = stream.read(4096)
    told = encoding_of(source)
    if told not in ("utf-8", "utf-8-sig", "utf-16", "utf-32") and (found := _CHARSET.search(head)):
        name = found.group(1).decode("ascii", "replace").lower()
        try:
            "".encode(name)
        except LookupError:
            return told
        return told if name.startswith(("utf", "iso-8859-1", "latin")) else name
    return told


def texts(source: Path, encoding: str) -> Iterator[str]:
    """The page's text in pieces, without NULs."""
    with source.open(encoding=encoding, errors="replace", newline="") as stream:
        while piece := stream.read(PIECE):
            yield piece.replace("\0", "")


class _Table:
    """A table being built: where the next row stands and what spans reach down into it."""

    def __init__(self) -> None:
        self.row: list[str | None] = []
        self.down: dict[int, int] = {}
        self.spans: list[tuple[int, int, int]] = []

    def add(self, text: str, across: int, down: int) -> None:
        """One cell into the first free column."""
        column = len(self.row)
        while self.down.get(column, 0) > 0:
            self.row.append(None)
            column += 1
        if column + across > COLUMNS:
            return
        self.row.extend([text or None, *[None] * (across - 1)])
        if across > 1 or down > 1:
            self.spans.append((column, across, down))

    def finish(self) -> tuple[list[str | None], list[tuple[int, int, int]]]:
        """The row's cells and its merged ones as (column, across, down)."""
        row, spans = self.row, self.spans
        self.down = {column: left - 1 for column, left in self.down.items() if left > 1}
        for column, across, down in spans:
            if down > 1:
                self.down |= {column + step: down - 1 for step in range(across)}
        self.row, self.spans = [], []
        return row, spans


class PageRows:
    """Rows of a page from the events of libxml2, gathered as pieces of a sheet; no tree is built."""

    def __init__(self, part: str) -> None:
        self.cells = Cells(part)
        self._tables: list[_Table] = []
        self._text: list[str] = []
        self._silent = 0
        self._spans = (1, 1)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        self._silent += tag in _SILENT
        if tag in _BLOCKS and not self._tables:
            self._flush_text()
        if tag == "table":
            self._tables.append(_Table())
        elif len(self._tables) == 1 and tag in ("td", "th"):
            self._text.clear()
            self._spans = (_span(attributes.get("colspan")), _span(attributes.get("rowspan")))

    def end(self, tag: str) -> None:
        """An element closes."""
        self._silent -= tag in _SILENT and self._silent > 0
        if len(self._tables) == 1 and tag in ("td", "th"):
            self._tables[0].add(self._taken(), *self._spans)
        elif len(self._tables) == 1 and tag == "tr":
            self._finish_row(self._tables[0])
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag in _BLOCKS and self._tables:
            self._text.append(" ")
        if tag in _BLOCKS and not self._tables:
            self._flush_text()

    def data(self, text: str) -> None:
        """Text."""
        if not self._silent:
            self._text.append(text)

    def close(self) -> Cells:
        """The rows gathered and not yet given."""
        self._flush_text()
        return self.cells

    def _finish_row(self, table: _Table) -> None:
        self._text.clear()
        row, spans = table.finish()
        number = self.cells.add(row)
        for column, across, down in spans:
            self.cells.merge(number, column, number + down - 1, column + across - 1)

    def _taken(self) -> str:
        text = squeezed("".join(self._text))
        self._text.clear()
        return text

    def _flush_text(self) -> None:
        if text := self._taken():
            self.cells.add([text])


def _span(value: str | None) -> int:
    text = (value or "").strip()[:5]
    return min(max(int(text), 1), SPAN) if text.isascii() and text.isdigit() else 1


def grids(pieces: Iterable[str], part: str = "") -> Iterator[Grid]:
    """The page's rows."""
    rows = PageRows(part)
    parser = etree.HTMLParser(
        target=rows,  # type: ignore[arg-type]  # names are text on Python 3
        no_network=True, huge_tree=False, encoding="utf-8",
    )  # fmt: skip
    fed = False
    for piece in pieces:
        parser.feed(piece.encode("utf-8", "replace"))
        fed = True
        if rows.cells.full:
            yield from rows.cells.flush(last=False)
    if fed:
        parser.close()
    yield from rows.cells.flush()


class Counter(HTMLParser):
    """Counts rows of outermost tables and blocks of text outside tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.units = 0
        self._tables = self._silent = 0
        self._said = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """An element opens."""
        self._silent += tag in _SILENT
        self._turn(tag)
        if tag == "table":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self.units += 1

    def handle_endtag(self, tag: str) -> None:
        """An element closes."""
        self._silent -= tag in _SILENT and self._silent > 0
        if tag == "table" and self._tables:
            self._tables -= 1
        self._turn(tag)

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._tables and not self._silent and squeezed(data):
            self._said = True

    def _turn(self, tag: str) -> None:
        if tag in _BLOCKS and not self._tables:
            self.units += self._said
            self._said = False

    def done(self) -> int:
        """The units, the last block included."""
        self.close()
        self.units += self._said
        self._said = False
        return self.units


def page_count(source: Path) -> int:
    """Units of a page, by tokens alone."""
    counter = Counter()
    for piece in texts(source, page_encoding(source)):
        counter.feed(piece)
    return counter.done()


def text_of(page: str) -> str:
    """The text of a small page, a line a block; empty when it has none."""
    return "\n".join(
        "\t".join(cell for cell in row if cell) for grid in grids([page]) for row in grid.cells.iter_rows()
    )
