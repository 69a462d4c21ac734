"""JSON lines and JSON arrays of objects: a sheet whose header row is the keys, nested ones joined by dots.

A unit is an object; the keys stand in a header row numbered 0, which counts as one unit too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import Cells, shielded, shielded_count, short
from qalqan.intake.formats._jsonstream import DECODER, Stream, walk
from qalqan.intake.formats._text import encoding_of, head_text, lines
from qalqan.registry import Card

CARD = Card(
    name="jsonl",
    title="format-jsonl",
    errors=("an object's list of plain values becomes one cell",),
    source="RFC 8259; JSON Lines",
)
COLUMNS = 2000
DEPTH = 8
_Item = tuple[int, dict[str, str] | None, str]


def sniff(head: bytes, name: str, size: int) -> int:
    """An object on the first line, or an array that begins with one; other JSON is less likely a table."""
    text = head_text(head).lstrip("\ufeff \r\n\t")
    if text.startswith("["):
        return 650 if text[1:].lstrip()[:1] == "{" else 0
    if not text.startswith("{"):
        return 0
    try:
        found, end = DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return 300 if '": ' in text[:2000] or '":' in text[:2000] else 0
    rest = text[end:].lstrip()
    return 700 if isinstance(found, dict) and rest[:1] in ("", "{") else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Lines that are not blank, or elements of the arrays; and one for the header row."""
    kind = _layout(source)
    if kind == "lines":
        return {"": 1 + sum(bool(line.strip("\ufeff \t\r")) for line in lines(source, context))}
    return {"": 1 + sum(1 for _one in _elements(source, context))}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Two passes: the first gathers the keys in the order they appear, the second gives the cells."""
    keys: dict[str, int] = {}
    for _number, found, _raw in _items(source, context):
        for key in found or ():
            if key not in keys:
                keys[key] = len(keys)
        if len(keys) > COLUMNS:
            raise IntakeError("reason-columns-many", context.name, most=str(COLUMNS))
    if not keys:
        raise IntakeError("reason-no-objects", context.name)
    cells = Cells("")
    cells.add(list(keys), 0)
    for number, found, raw in _items(source, context):
        if found is None:
            yield Trouble("", number, "", short(raw), "reason-json-line", "row_rejected")
        else:
            cells.add([found.get(key) for key in keys], number)
        if cells.full:
            yield from cells.flush(last=False)
    yield from cells.flush()


def _layout(source: Path) -> str:
    """``lines`` for one object a line, ``tree`` for an array or an object that holds one."""
    with source.open("rb") as stream:
        text = head_text(stream.read(1 << 18)).lstrip("\ufeff \r\n\t")
    if text.startswith("["):
        return "tree"
    first = text.split("\n", 1)[0]
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return "tree" if first.strip() in ("{", "") or not first.rstrip().endswith("}") else "lines"
    alone = not text[len(first) :].strip()
    return "tree" if alone and isinstance(found, dict) and _holds_table(found) else "lines"


def _holds_table(found: dict[str, Any], depth: int = 3) -> bool:
    """Whether an object wraps a list of objects, which then is the table."""
    for value in found.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return True
        if depth and isinstance(value, dict) and _holds_table(value, depth - 1):
            return True
    return False


def _items(source: Path, context: Context) -> Iterator[_Item]:
    """(number, flat object or None, the text when it is none)."""
    if _layout(source) == "tree":
        for number, found in enumerate(_elements(source, context), 1):
            yield number, _flat(found) if isinstance(found, dict) else None, str(found)
        return
    number = 0
    for line in lines(source, context):
        text = line.strip("\ufeff \t\r")
        if not text:
            continue
        number += 1
        try:
            found = DECODER.decode(text)
        except (ValueError, RecursionError):
            found = None
        yield number, _flat(found) if isinstance(found, dict) else None, text


def _elements(source: Path, context: Context) -> Iterator[Any]:
    """The elements of the outermost arrays of a JSON document."""
    given = 0
    with source.open(encoding=encoding_of(source), errors="replace") as stream:
        cursor = Stream(stream, context.limits.row_chars, context.name)
        array = cursor.peek() == "["
        try:
            for path, value in walk(cursor, lambda _path: True):
                if array or (path and isinstance(value, dict)):
                    given += 1
                    yield value
            if cursor.peek():
                raise cursor.broken()
        except IntakeError as error:
            if not given:
                raise
            yield error.key  # no object: it is counted, and reported as broken


def _flat(found: dict[str, Any]) -> dict[str, str]:
    """Cells by key; keys of inner objects follow after a dot. Empty values are left out, true is ``true``."""
    cells: dict[str, str] = {}
    waiting: list[tuple[str, Any, int]] = [("", found, 0)]
    while waiting:
        above, value, depth = waiting.pop()
        if isinstance(value, dict) and value and depth < DEPTH:
            inner = [(f"{above}.{key}" if above else str(key), one, depth + 1) for key, one in value.items()]
            waiting.extend(reversed(inner))
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            cells[above] = "; ".join(value)
        elif isinstance(value, str):
            cells[above] = value
        elif value is None:
            cells.setdefault(above, "")
        else:
            cells[above] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return cells
