"""JSON read piece by piece: arrays give their elements one at a time, whatever the length of the file.

Numbers stay as they were written. Raises IntakeError for what is no JSON, is nested too deep, or holds one
element longer than ``row_chars``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from qalqan.errors import IntakeError

Path_ = tuple[str, ...]
DEPTH = 64
_BLOCK = 1 << 16
_SPACE = " \t\r\n\ufeff"
DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class Stream:
    """A cursor over JSON text: looks at the next sign, takes signs and whole values."""

    def __init__(self, stream: IO[str], most: int, where: str) -> None:
        self._stream, self._most, self._where = stream, most, where
        self._text, self._at, self._ended = "", 0, False

    def _more(self, size: int = _BLOCK) -> bool:
        if self._ended:
            return False
        piece = self._stream.read(size)
        self._ended = not piece
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)

    def peek(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            rest = len(self._text)
            while self._at < rest and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < rest:
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Step over the next sign, which must be this one."""
        if self.peek() != sign:
            raise self.broken()
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        size = _BLOCK
        while True:
            try:
                found, end = DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise IntakeError("reason-nested", self._where) from None
            except ValueError:
                # Ever greater pieces: the value is decoded again from its start, in linear time in all.
                size *= 2
                if len(self._text) - self._at > self._most:
                    raise IntakeError("reason-line-too-long", self._where, line="0") from None
                if not self._more(size):
                    raise self.broken() from None
                continue
            if end == len(self._text) and not self._ended and self._text[end - 1] not in '"]}':
                # A number or word at the very end of the piece may go on in the next.
                self._more()
                continue
            self._at = end
            return found

    def broken(self) -> IntakeError:
        """The error for text that is no JSON here."""
        return IntakeError("reason-json-broken", self._where)


def walk(stream: Stream, whole: Callable[[Path_], bool]) -> Iterator[tuple[Path_, Any]]:
    """(path, value) of every scalar, and of every element of the arrays for which ``whole`` says yes.

    Other objects and arrays are gone into; an array adds no name to the path.
    """
    # A level is (path, "{" or "["); the explicit stack keeps foreign nesting off Python's own.
    levels: list[tuple[Path_, str]] = []
    path: Path_ = ()
    fresh = True
    while True:
        if fresh:
            sign = stream.peek()
            if sign in "{[" and sign and not (levels and levels[-1][1] == "[" and whole(path)):
                stream.take(sign)
                levels.append((path, sign))
                if len(levels) > DEPTH:
                    raise IntakeError("reason-nested", stream._where)
                fresh = stream.peek() not in "}]"
                path = _key(stream, path) if fresh and sign == "{" else path
                continue
            yield path, stream.value()
        if not levels:
            return
        above, kind = levels[-1]
        sign = stream.peek()
        if sign == ",":
            stream.take(",")
            path, fresh = (_key(stream, above) if kind == "{" else above), True
        else:
            stream.take("}" if kind == "{" else "]")
            levels.pop()
            path, fresh = above, False


def _key(stream: Stream, above: Path_) -> Path_:
    if stream.peek() != '"':
        raise stream.broken()
    name = stream.value()
    stream.take(":")
    return (*above, str(name))
