"""XML that comes from outside: streamed with entities and DTDs refused, and counted by its tags alone.

Element names are taken without their namespace, so every version and prefix of a format reads alike.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

import defusedxml.ElementTree

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Context

DEPTH = 100
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_TAG_BYTES = 1 << 16
_HEAD_BYTES = 1 << 16


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


def tags(source: Path | IO[bytes], names: Collection[str] = ()) -> Iterator[tuple[bool, bool, str]]:
    """(opens, closes, bare name) of the tags with one of these names (none given: of all), for counters only.

    The bytes are cut at every ``<``; comments and CDATA are stepped over, nothing is parsed.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from tags(stream, names)
        return
    wanted = {name.encode(): name for name in names}
    tail, quiet, codec = b"", b"", None
    while block := source.read(1 << 20):
        if codec is None:
            codec = _WIDE.get(block[:2], "")
        data = tail + (block.decode(codec, "replace").encode() if codec else block)
        end = max(data.rfind(b"<"), len(data) - _TAG_BYTES)
        tail = data[end:]
        quiet = yield from _pieces(data[:end], quiet, wanted)
    yield from _pieces(tail, quiet, wanted)


def _pieces(data: bytes, quiet: bytes, wanted: dict[bytes, str]) -> Generator[tuple[bool, bool, str], None, bytes]:
    """Tags of a piece of a file; returns what ends the comment or CDATA it stopped in, if any."""
    for piece in data.split(b"<")[0 if quiet else 1 :]:
        if quiet:
            quiet = b"" if quiet in piece else quiet
            continue
        tag = piece.partition(b">")[0]
        words = tag.split(None, 1)
        if not words:
            continue
        name = words[0].strip(b"/").rpartition(b":")[2]
        if name in wanted or (not wanted and tag[:1] not in b"?!"):
            closing, empty = tag.startswith(b"/"), tag.endswith(b"/")
            yield not closing, closing or empty, wanted.get(name) or name.decode("utf-8", "replace")
        elif tag.startswith(b"!--"):
            quiet = b"" if b"-->" in piece else b"-->"
        elif tag.startswith(b"![CDATA["):
            quiet = b"" if b"]]>" in piece else b"]]>"
    return quiet


def names_in(head: bytes) -> frozenset[str]:
    """Bare names of the elements at the beginning of a file; empty when it is no XML."""
    if b"<" not in head[:200]:
        return frozenset()
    return frozenset(name for opens, _closes, name in tags(BytesIO(head[:_HEAD_BYTES])) if opens)
