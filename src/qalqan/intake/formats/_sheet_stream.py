"""XLSX as a stream of XML: for counting rows apart from the reader, and for sheets too large to hold.

Only the parts of ECMA-376 that carry values are read: shared strings, inline strings, number formats that mean dates,
rows and cells. The XML is read with expat in pieces; a document type declaration is refused (no entities, no bombs).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.parsers import expat

import re2

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Context, Grid
from qalqan.intake.formats._sheet_rows import Sheet

BLOCK = 1 << 20
_DATED = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58})
_CLOCKS = frozenset({18, 19, 20, 21, 32, 33, 45, 47})
_ROW = re2.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_VALUES = (b"<v>", b"<is>", b"<t>", b"<v ", b":v>")
_QUOTED = re2.compile(r'"[^"]*"|\\.|\[[^hms\]]*\]')


def is_xlsx(source: Path) -> bool:
    """Whether the file is a ZIP with an XML workbook (not XLSB, not ODS)."""
    try:
        with zipfile.ZipFile(source) as archive:
            return any(name.lower().endswith("xl/workbook.xml") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


class Book:
    """An XLSX file: its sheets by name, counted and read as streams. A context manager."""

    def __init__(self, source: Path, context: Context) -> None:
        self.context = context
        try:
            self.archive = zipfile.ZipFile(source)
            self.sheets = self._named()
        except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, expat.ExpatError) as error:
            raise IntakeError("reason-broken-sheet", context.name, detail=str(error)[:200]) from error
        except RuntimeError as error:
            raise NeedsPerson("reason-password", context.name) from error

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

    @property
    def size(self) -> int:
        """Bytes of all sheets' XML, unpacked."""
        names = set(self.sheets.values())
        return sum(info.file_size for info in self.archive.infolist() if info.filename in names)

    def _named(self) -> dict[str, str]:
        """Sheet names and the members they stand in."""
        path = next(name for name in self.archive.namelist() if name.lower().endswith("xl/workbook.xml"))
        folder = posixpath.dirname(path)
        targets = {
            one["Id"]: (one["Target"], one.get("Type", ""))
            for one in self._elements(f"{folder}/_rels/workbook.xml.rels", "Relationship")
        }
        found = {}
        for one in self._elements(path, "sheet"):
            target, kind = targets.get(next((v for k, v in one.items() if k.endswith("id")), ""), ("", ""))
            if target and kind.endswith("worksheet"):
                member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[one["name"]] = member
        return found

    def _elements(self, member: str, name: str) -> Iterator[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == name:
                found.append(attributes)

        parser = _parser()
        parser.StartElementHandler = start
        for block in self._blocks(member):
            parser.Parse(block, False)
        parser.Parse(b"", True)
        return iter(found)

    def _blocks(self, member: str) -> Iterator[bytes]:
        most = self.context.limits.archive_mb << 20
        taken = 0
        with self.archive.open(member) as stream:
            while block := stream.read(BLOCK):
                taken += len(block)
                if taken > most:
                    raise IntakeError("reason-archive-bomb", self.context.name)
                yield block

    def last_row(self, sheet: str) -> int:
        """The number of the last row with a value, found in the bytes by its tags."""
        last = 0
        carry = b""
        try:
            for block in self._blocks(self.sheets[sheet]):
                data = carry + block
                end = max(data.rfind(mark) for mark in _VALUES)
                if end >= 0:
                    begin = data.rfind(b"row ", 0, end)
                    found = _ROW.search(data, max(0, begin - 40)) if begin >= 0 else None
                    last = int(found.group(1)) if found else last
                carry = data[max(0, data.rfind(b"<row ", 0)) :] if b"<row " in data else data[-200:]
                if len(carry) > BLOCK * 8:
                    carry = carry[:300] + carry[-300:]
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise IntakeError("reason-broken-sheet", self.context.name, detail=str(error)[:200]) from error
        return last

    def grids(self, sheet: str, chunk: int, context: Context) -> Iterator[Grid]:
        """A sheet's rows from 1 to its last, in grids of ``chunk`` rows."""
        try:
            reader = Sheet(self._strings(), self._styles())
            yield from reader.grids(sheet, self._blocks(self.sheets[sheet]), chunk)
        except (zipfile.BadZipFile, expat.ExpatError, OSError, EOFError, ValueError) as error:
            raise IntakeError("reason-broken-sheet", context.name, detail=str(error)[:200]) from error

    def _strings(self) -> list[str]:
        """The shared strings; runs of one string joined, phonetic hints left out."""
        member = next((n for n in self.archive.namelist() if n.lower().endswith("xl/sharedstrings.xml")), "")
        if not member:
            return []
        strings: list[str] = []
        piece: list[str] = []
        state = {"in": False, "hint": False}

        def start(tag: str, _: dict[str, str]) -> None:
            if tag == "t" and not state["hint"]:
                state["in"] = True
            elif tag == "rPh":
                state["hint"] = True

        def end(tag: str) -> None:
            if tag == "t":
                state["in"] = False
            elif tag == "rPh":
                state["hint"] = False
            elif tag == "si":
                strings.append("".join(piece))
                piece.clear()

        def told(data: str) -> None:
            if state["in"]:
                piece.append(data)

        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = told
        for block in self._blocks(member):
            parser.Parse(block, False)
        parser.Parse(b"", True)
        return strings

    def _styles(self) -> list[str]:
        """For each cell style: ``date``, ``clock``, ``span`` (hours that pass 24) or empty."""
        member = next((n for n in self.archive.namelist() if n.lower().endswith("xl/styles.xml")), "")
        if not member:
            return []
        own = {int(one["numFmtId"]): one.get("formatCode", "") for one in self._elements(member, "numFmt")}
        styles: list[str] = []
        inside = {"xfs": False}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "cellXfs":
                inside["xfs"] = True
            elif tag == "xf" and inside["xfs"]:
                styles.append(_meaning(int(attributes.get("numFmtId", 0)), own))

        def end(tag: str) -> None:
            if tag == "cellXfs":
                inside["xfs"] = False

        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        for block in self._blocks(member):
            parser.Parse(block, False)
        return styles


def _meaning(code: int, own: dict[int, str]) -> str:
    if code in own:
        shape = _QUOTED.sub("", own[code].lower().split(";")[0])
        if "[h" in shape or "[m" in shape or "[s" in shape:
            return "span"
        if any(sign in shape for sign in "yd") or ("m" in shape and not any(sign in shape for sign in "hs0#")):
            return "date"
        return "clock" if any(sign in shape for sign in "hs") else ""
    return "date" if code in _DATED else "clock" if code in _CLOCKS else "span" if code == 46 else ""


def _parser() -> Any:
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise IntakeError("reason-xml-hostile", "")

    parser.StartDoctypeDeclHandler = refuse
    return parser
