"""The console in a language that nobody speaks: every Kazakh text six tenths longer and between marks.

    python -m tests.browser.pseudo WORKSPACE PORT

It takes Kazakh's place at its addresses, in this process alone: a layout that bears it bears a translation, and a text
without marks did not come from the texts.
"""

from __future__ import annotations

import math
import re
import sys
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor

from qalqan.texts import say

SHARE = 0.6
MARKS = ("⟦", "⟧")
_WORD = re.compile(r"[^\W\d_]+")


def longer(text: str) -> str:
    """Each word with its beginning once more: бастау → бастаубаст."""
    return _WORD.sub(lambda one: one[0] + one[0][: math.ceil(len(one[0]) * SHARE)], text)


class _Stretch(Visitor):
    """Lengthens what a message says, never what it computes with."""

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802 - the library's name
        node.value = longer(node.value)


def stretched(source: str) -> str:
    """One message, or several, in the pseudo-language."""
    tree = FluentParser(with_spans=False).parse(source)
    _Stretch().visit(tree)
    for entry in tree.body:
        if isinstance(entry, ast.Message) and entry.value is not None:
            entry.value.elements = [ast.TextElement(MARKS[0]), *entry.value.elements, ast.TextElement(MARKS[1])]
    return FluentSerializer().serialize(tree)


class Pseudo(say.Tongue):
    """Kazakh, stretched message by message as they are said."""

    def __init__(self) -> None:
        super().__init__("kk")
        self._done: set[str] = set()

    def take(self, key: str) -> bool:
        """As its base: the message is stretched before it is parsed."""
        if key in self.sources and key not in self._done:
            self._done.add(key)
            self.sources[key] = stretched(self.sources[key])
        return super().take(key)


def main() -> None:
    """Serve a workspace with Kazakh stretched; no worker beside it."""
    import uvicorn

    known = say.tongue
    pseudo = cache(Pseudo)
    say.tongue = cache(lambda language: pseudo() if language == "kk" else known(language))
    from qalqan.console.app import application
    from qalqan.console.house import House

    house = House(Path(sys.argv[1]))
    uvicorn.run(application(house, rate=100_000), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")


if __name__ == "__main__":
    main()
