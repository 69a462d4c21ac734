"""The HTML body of a letter as plain text: a line a block, a link's target behind its words.

Where the words of a link name another site than its target the two are told apart: the oldest lure in mail. Marks of
Word and Outlook (conditional comments, ``o:p``) are no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from qalqan.intake.formats._page import squeezed
from qalqan.values import url
from qalqan.values.base import Value

LURES = 20
LINKS = 5_000
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
        "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_SILENT = frozenset({"script", "style", "title", "head", "xml"})
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Lure:
    """A link whose words name another site than the one it leads to."""

    seen: str
    target: str


@dataclass(slots=True)
class Page:
    """Gathers a page's text from the events of libxml2; no tree is built."""

    lures: list[Lure] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _silent: int = 0
    _target: str = ""
    _words: list[str] = field(default_factory=list)
    _links: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self._flush()
        elif tag in _CELLS:
            self._text.append(" ")
        elif tag == "a" and not self._silent:
            self._leave()
            self._target = (attributes.get("href") or "").strip()
        elif tag == "img" and (told := attributes.get("alt", "")):
            self.data(f" {told} ")

    def end(self, tag: str) -> None:
        """An element closes."""
        self._silent -= tag in _SILENT and self._silent > 0
        if tag == "a":
            self._leave()
        if tag in _BLOCKS:
            self._flush()
        elif tag in _CELLS:
            self._text.append(" ")

    def data(self, text: str) -> None:
        """Text."""
        if self._silent:
            return
        self._text.append(text)
        if self._target:
            self._words.append(text)

    def close(self) -> str:
        """The whole text."""
        self._leave()
        self._flush()
        return "\n".join(self._lines)

    def _leave(self) -> None:
        """The end of a link: its target follows its words where these do not tell it."""
        target, self._target = self._target, ""
        seen, self._words = squeezed("".join(self._words)), []
        if not target or target[0] == "#" or target.lower().startswith(("javascript:", "data:", "cid:", "about:")):
            return
        if told_elsewhere(seen, target) and len(self.lures) < LURES:
            self.lures.append(Lure(seen[:500], target[:500]))
        bare = target.removeprefix("mailto:").removeprefix("tel:")
        self._links += 1
        if self._links <= LINKS and bare not in seen:
            self._text.append(f" ({bare})")

    def _flush(self) -> None:
        if not self._text:
            return
        if text := squeezed("".join(self._text)):
            self._lines.append(text)
        self._text.clear()


def told_elsewhere(seen: str, target: str) -> bool:
    """Whether the words of a link are an address of another host than the link leads to."""
    if not seen or " " in seen or len(seen) > 300:
        return False
    shown, real = url.parse(seen), url.parse(target)
    if not isinstance(shown, Value) or not isinstance(real, Value):
        return False
    return url.host(shown.canonical) != url.host(real.canonical)


def plain(page: str) -> tuple[str, list[Lure]]:
    """The text of a page and its lures."""
    gathered = Page()
    parser = etree.HTMLParser(
        target=gathered,  # type: ignore[arg-type]  # names are text on Python 3
        no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True,
    )  # fmt: skip
    content = page.replace("\0", "").encode("utf-8", "replace")
    if not content.strip():
        return "", []
    parser.feed(content)
    return str(parser.close()), gathered.lures
