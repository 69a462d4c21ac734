"""Compiled templates: what one process compiled, the next reads; changed or unwritable, each still shows its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from qalqan.web.compiled import Compiled


def shown(folder: Path) -> str:
    """The page as a new process would show it."""
    pages = Environment(loader=FileSystemLoader(folder), autoescape=True, bytecode_cache=Compiled(folder, "plain"))
    return pages.get_template("a.html").render(name="<Асан>")


def test_what_was_compiled_is_read_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "a.html"
    page.write_text("Сәлем, {{ name }}", "utf-8")
    assert shown(tmp_path) == "Сәлем, &lt;Асан&gt;"
    compiled: list[str] = []
    whole = Environment.compile

    def compile_(self: Environment, source: str, *args: object, **more: object) -> object:
        compiled.append(source)
        return whole(self, source, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", compile_)
    assert shown(tmp_path) == "Сәлем, &lt;Асан&gt;"
    assert compiled == []
    page.write_text("Қош, {{ name }}", "utf-8")
    assert shown(tmp_path) == "Қош, &lt;Асан&gt;"
    assert compiled == ["Қош, {{ name }}"]


def test_where_nothing_can_be_kept_pages_are_shown(tmp_path: Path) -> None:
    """A file stands where the folder should: root, too, can write nothing there."""
    (tmp_path / "a.html").write_text("Сәлем, {{ name }}", "utf-8")
    (tmp_path / "__pycache__").write_text("", "utf-8")
    assert shown(tmp_path) == "Сәлем, &lt;Асан&gt;"
