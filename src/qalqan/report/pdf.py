"""A sheet as PDF/A-2b through typst: offline, embedded fonts only, equal bytes for an equal sheet.

The template is ours; the sheet comes to it as JSON whose texts are shown, never evaluated (typst documentation: a
string put into content is literal).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import typst

from qalqan.clock import UTC
from qalqan.report.blocks import Sheet
from qalqan.report.signs import breakable, drawable

STANDARD = "a-2b"
_VERBATIM = frozenset({"svg", "is", "align", "style", "tone", "lang", "page"})


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def data(sheet: Sheet) -> str:
    """The sheet as the template reads it: JSON with every text made drawable and long words breakable."""
    told = asdict(sheet)
    told["blocks"] = [{"is": type(block).__name__.lower(), **asdict(block)} for block in sheet.blocks]
    return json.dumps(_fit(told), ensure_ascii=False, sort_keys=True)


def _fit(value: Any, name: str = "") -> Any:
    if isinstance(value, str):
        return value if name in _VERBATIM else breakable(drawable(value))
    if isinstance(value, dict):
        return {key: _fit(one, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(one, name) for one in value]
    return value


def render(sheet: Sheet) -> bytes:
    """The PDF/A-2b of a sheet. Its creation date is the moment the sheet speaks of, never that of printing."""
    return bytes(_compile(sheet, "pdf", pdf_standards=[STANDARD]))


def pictures(sheet: Sheet, ppi: float = 80.0) -> list[bytes]:
    """The pages as PNG, for looking at them."""
    made = _compile(sheet, "png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made)


def _compile(sheet: Sheet, form: str, **options: Any) -> Any:
    compile_: Any = typst.compile
    with as_file(files(__package__) / "templates") as folder:
        return compile_(
            folder / "sheet.typ",
            root=folder,
            format=form,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"sheet": data(sheet)},
            timestamp=datetime.fromtimestamp(sheet.moment, UTC),
            **options,
        )
