"""What camt and pacs messages share: safe streaming, parties, agents, accounts, a counter of its own.

Element names are taken without their namespace, so every version and prefix reads alike.
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


def text(element: Element | None, *paths: str) -> str:
    """The first non-empty text found under the element at one of the paths."""
    if element is None:
        return ""
    for path in paths:
        if found := (element.findtext(path) or "").strip():
            return found
    return ""


def party(element: Element | None) -> dict[str, str]:
    """Name and IIN/BIN of a debtor, creditor or owner; versions from .08 wrap it in ``Pty``."""
    if element is None:
        return {}
    inner = element.find("Pty")
    inner = element if inner is None else inner
    ids = [(one.findtext("Id") or "").strip() for one in inner.iter("Othr")]
    iin = next((one for one in ids if len(one) == 12 and one.isdigit()), "")
    return {"name": text(inner, "Nm"), "iin": iin or next(iter(ids), "")}


def agent(element: Element | None) -> dict[str, str]:
    """Bank of an agent: BIC, else its clearing code, else its name."""
    paths = ("FinInstnId/BICFI", "FinInstnId/BIC", "FinInstnId/ClrSysMmbId/MmbId", "FinInstnId/Othr/Id",
             "FinInstnId/Nm")  # fmt: skip
    return {"bank": text(element, *paths)}


def account(element: Element | None) -> dict[str, str]:
    """Account: IBAN, else the other identifier, else a proxy such as a phone."""
    return {"account": text(element, "Id/IBAN", "Id/Othr/Id", "Prxy/Id").replace(" ", "")}


def remittance(element: Element | None) -> str:
    """Purpose of payment: unstructured lines joined, else structured references."""
    if element is None:
        return ""
    lines = [(one.text or "").strip() for one in element.findall("RmtInf/Ustrd")]
    if not any(lines):
        lines = [(one.text or "").strip() for one in element.iterfind("RmtInf/Strd/*/Ref")]
        lines += [(one.text or "").strip() for one in element.iterfind("RmtInf/Strd/AddtlRmtInf")]
    return " ".join(line for line in lines if line)


def money(element: Element | None) -> tuple[str, str]:
    """(currency, sum as written) of an amount element."""
    if element is None:
        return "", ""
    return element.get("Ccy", ""), (element.text or "").strip()


def is_message(head: bytes, *names: str) -> bool:
    """Whether the beginning of a file is XML with one of these elements."""
    data = head[2:].replace(b"\0", b"") if head.startswith(_WIDE) else head
    if b"<" not in data[:200]:
        return False
    found = {match.group(2).decode() for match in _TOKEN.finditer(data[:200_000]) if match.group(2)}
    return "Document" in found and bool(found & set(names))
