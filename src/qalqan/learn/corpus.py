"""The corpora we wrote: texts of fraud, of recruiting, of harm, and everyday look-alikes, each line with its cues.

A corpus is a plain text file: ``% author:`` and ``% provenance:`` first, then texts parted by an empty line::

    @ FAMILY | LANG | CHANNEL | CLASS
    a sentence or a turn of talk  ## head head

Every line keeps its file, number, author and provenance.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import polars as pl

from qalqan.errors import UsageError
from qalqan.scam._evidence import CHANNELS
from qalqan.scam._heads import HEADS
from qalqan.scam._reading import TONGUES as LANGUAGES

CLASSES: Final = ("scam", "recruit", "harm", "benign")
_MARK = "  ##"


@dataclass(frozen=True, slots=True)
class Written:
    """One text of a corpus: where it stands, what it is, its lines and the heads of each."""

    file: str
    line: int
    author: str
    provenance: str
    family: str
    language: str
    channel: str
    kind: str
    lines: tuple[str, ...]
    heads: tuple[frozenset[str], ...]

    @property
    def text(self) -> str:
        """The text as its reader would see it."""
        return "\n".join(self.lines)


def folder() -> Path:
    """Where the corpora lie."""
    return Path(str(files("qalqan.learn") / "corpora"))


def load(*paths: Path) -> list[Written]:
    """All texts of the files, or of every ``.txt`` of the folders given (ours without any), in order of name.

    Raises UsageError naming file and line of a text that is not written as described.
    """
    told: list[Path] = []
    for path in paths or (folder(),):
        told += sorted(path.glob("*.txt")) if path.is_dir() else [path]
    return [text for path in told for text in _file(path)]


def _file(path: Path) -> list[Written]:
    author = provenance = ""
    texts: list[Written] = []
    header: tuple[int, list[str]] | None = None
    lines: list[str] = []
    heads: list[frozenset[str]] = []

    def close() -> None:
        nonlocal header
        if header is not None:
            if not lines:
                raise UsageError("error-corpus-line", where=f"{path.name}:{header[0]}", reason="empty")
            family, language, channel, kind = header[1]
            texts.append(
                Written(path.name, header[0], author, provenance, family, language, channel, kind, tuple(lines),
                        tuple(heads))
            )  # fmt: skip
        header = None
        lines.clear()
        heads.clear()

    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.rstrip()
        if line.startswith("% author:"):
            close()  # the text before is the last of the voice before
            author = line.partition(":")[2].strip()
        elif line.startswith("% provenance:"):
            close()
            provenance = line.partition(":")[2].strip()
        elif line.startswith("@ ") and line.count("|") == 3:
            close()
            header = number, _header(line, f"{path.name}:{number}")
        elif line and not line.startswith("%"):
            if header is None:
                raise UsageError("error-corpus-line", where=f"{path.name}:{number}", reason="text without a header")
            said, marked = _marked(line, f"{path.name}:{number}")
            lines.append(said)
            heads.append(marked)
    close()
    return texts


def _header(line: str, where: str) -> list[str]:
    fields = [one.strip() for one in line[1:].split("|")]
    for value, known in zip(fields[1:], (LANGUAGES, CHANNELS, CLASSES), strict=True):
        if value not in known:
            raise UsageError("error-corpus-line", where=where, reason=value)
    return fields


def _marked(line: str, where: str) -> tuple[str, frozenset[str]]:
    said, mark, names = line.rpartition(_MARK)
    if not mark:
        return line, frozenset()
    heads = frozenset(names.split())
    if strange := sorted(heads - set(HEADS)):
        raise UsageError("error-corpus-line", where=where, reason=" ".join(strange))
    return said.rstrip(), heads


def frame(texts: list[Written]) -> pl.DataFrame:
    """One row a text: file, line, author, family, language, channel, kind, text, positive (Boolean)."""
    return pl.DataFrame(
        [(t.file, t.line, t.author, t.family, t.language, t.channel, t.kind, t.text) for t in texts],
        schema={"file": pl.String, "line": pl.Int64, "author": pl.String, "family": pl.String, "language": pl.String,
                "channel": pl.String, "kind": pl.String, "text": pl.String},
        orient="row",
    ).with_columns(positive=pl.col("kind") != "benign")  # fmt: skip
