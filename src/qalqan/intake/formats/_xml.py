"""XML that comes from outside: streamed with entities and DTDs refused, and counted by its tags alone.

Element names are taken without their namespace, so every version and prefix of a format reads alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import re2

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Context

DEPTH = 100
_TOKEN = re2.compile(rb"<!--|-->|<!\[CDATA\[|\]\]>|<(/?)(?:[\w.-]+:)?([A-Za-z]\w*)([^<>]*?)(/?)>")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def elements(source: Path | IO[bytes], context: Context) -> Iterator[tuple[str, Element, tuple[str, ...]]]:
    """(``start`` or ``end``, element with a bare name, names above it). Entities and DTDs are refused.

    Raises IntakeError for XML that is broken, hostile or nested too deep.
    """
    above: list[str] = []
    opened = str(source) if isinstance(source, Path) else source
    try:
        parser = defusedxml.ElementTree.iterparse(opened, events=("start", "end"), forbid_dtd=True)
        for event, element in parser:
            if event == "start":
                element.tag = str(element.tag).rpartition("}")[2]
                yield event, element, tuple(above)
                above.append(element.tag)
                if len(above) > DEPTH:
                    raise IntakeError("reason-nested", context.name)
            else:
                above.pop()
                yield event, element, tuple(above)
    except defusedxml.DefusedXmlException as error:
        raise IntakeError("reason-xml-hostile", context.name, detail=type(error).__name__) from error
    except (SyntaxError, ValueError, LookupError) as error:
        raise IntakeError("reason-xml-broken", context.name, detail=str(error)[:200]) from error


def tags(source: Path | IO[bytes]) -> Iterator[tuple[bool, bool, str]]:
    """(opens, closes, bare name) of every tag, by bytes, comments and CDATA aside: for counters only."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from tags(stream)
        return
    tail, quiet, codec = b"", "", None
    while block := source.read(1 << 20):
        if codec is None:
            codec = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(block[:2], "")
        data = tail + (block.decode(codec, "replace").encode() if codec else block)
        end = 0
        for found in _TOKEN.finditer(data):
            token, end = found.group(0), found.end()
            if quiet:
                quiet = "" if token.decode("latin-1") == quiet else quiet
            elif token in (b"<!--", b"<![CDATA["):
                quiet = "-->" if token == b"<!--" else "]]>"
            elif found.group(2):
                closing, empty = bool(found.group(1)), bool(found.group(4))
                yield not closing, closing or empty, found.group(2).decode()
        tail = data[max(end, len(data) - 4096) :]


def names_in(head: bytes) -> frozenset[str]:
    """Bare names of the elements at the beginning of a file; empty when it is no XML."""
    data = head[2:].replace(b"\0", b"") if head.startswith(_WIDE) else head
    if b"<" not in data[:200]:
        return frozenset()
    found = _TOKEN.finditer(data[:200_000])
    return frozenset(one.group(2).decode() for one in found if one.group(2))
