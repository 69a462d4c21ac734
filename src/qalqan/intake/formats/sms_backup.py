"""SMS and MMS of an Android phone as «SMS Backup & Restore» writes them: ``<smses><sms …/><mms>…</mms></smses>``.

A unit is an ``sms`` or ``mms`` element. Files of an MMS become members. The program writes signs beyond the basic plane
as two numeric references, which XML forbids; they are brought together before parsing.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

import re2

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count
from qalqan.intake.formats._headers import packed
from qalqan.intake.formats._unpack import Budget, take
from qalqan.intake.formats._xml import elements, tags
from qalqan.registry import Card

CARD = Card(
    name="sms_backup",
    title="format-sms-backup",
    errors=("the phone's own number is not in the file: messages it sent have no sender",),
    source="XML of SMS Backup & Restore for Android",
)
HINTS = {"dates": "ymd", "zone": "utc", "decimal": "point"}
_BOXES = {"1": "in", "2": "out", "3": "draft", "4": "out", "5": "failed", "6": "queued"}
_FROM, _TO = "137", "151"
_PAIR = re2.compile(rb"&#(5[56]\d{3});&#(5[67]\d{3});")
_LONE = re2.compile(rb"&#(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|[0-8]|1[124-9]|2\d|3[01]);")


def sniff(head: bytes, name: str, size: int) -> int:
    """The root element ``smses``."""
    start = head[:4000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return 985 if start.startswith(b"<") and b"<smses" in start else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Elements by their tags."""
    return {"": sum(opens for opens, _closes, _name in tags(source, ("sms", "mms")))}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Messages in the order of the file. What a break in the XML cut off becomes a trouble."""
    budget = Budget(source.stat().st_size, context)
    rows = Rows("message", MESSAGE, HINTS)
    number, broken, root = 0, None, None
    with source.open("rb") as stream:
        try:
            for event, element, above in elements(_Mended(stream), context):  # type: ignore[arg-type]
                root = element if event == "start" and not above else root
                if event == "start" or above != ("smses",) or element.tag not in ("sms", "mms"):
                    continue
                number += 1
                names: list[str] = []
                if element.tag == "mms":
                    for one in _files(element, number):
                        names.append(one[0])
                        budget.member()
                        yield from take(budget, one[0], BytesIO(one[1]))
                rows.add(number, (_mms if element.tag == "mms" else _sms)(element) | {"attachment": "; ".join(names)})
                if root is not None:
                    root.clear()
                if rows.full:
                    yield from rows.flush()
        except IntakeError as error:
            broken = error
    if broken is not None and not number:
        raise broken
    yield from rows.flush()
    if broken is not None:
        yield Trouble("", 0, "", "", broken.key, "kept_flagged")
        for lost in range(number + 1, count(source, context)[""] + 1):
            yield Trouble("", lost, "", "", broken.key, "row_rejected")


def _told(element: Element, name: str) -> str:
    """An attribute; the program writes ``null`` for none."""
    value = (element.get(name) or "").strip()
    return "" if value in ("null", "(Unknown)", "insert-address-token") else value


def _moment(element: Element) -> str:
    """Milliseconds since 1970, in some versions seconds; as the moment's parser reads them."""
    value = _told(element, "date")
    return value if value.isdigit() and len(value) in (10, 13) else ""


def _sms(element: Element) -> dict[str, str | None]:
    box = _BOXES.get(_told(element, "type"), "")
    other = _told(element, "address")
    mine = box not in ("", "in")
    return {
        "at": _moment(element), "from": "" if mine else other, "to": other if mine else "",
        "text": _told(element, "body"), "channel": "sms", "headers": packed({
            "contact": _told(element, "contact_name"), "centre": _told(element, "service_center"), "box": box,
            "subject": _told(element, "subject"),
        }),
    }  # fmt: skip


def _mms(element: Element) -> dict[str, str | None]:
    sides: dict[str, list[str]] = {_FROM: [], _TO: []}
    for one in element.iter("addr"):
        sides.get(_told(one, "type"), []).append(_told(one, "address"))
    box = _BOXES.get(_told(element, "msg_box"), "")
    sender = next((one for one in sides[_FROM] if one), "")
    if not sender and box == "in":
        sender = _told(element, "address")
    texts = [_told(part, "text") for part in element.iter("part") if _told(part, "ct") == "text/plain"]
    return {
        "at": _moment(element), "from": "" if box == "out" else sender,
        "to": _told(element, "address").replace("~", "; ") if box == "out" else "",
        "text": "\n".join(one for one in (_told(element, "sub"), *texts) if one), "channel": "sms",
        "headers": packed({"contact": _told(element, "contact_name"), "box": box}),
    }  # fmt: skip


def _files(element: Element, number: int) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of an MMS's files; bytes that are no base64 are taken as far as they go."""
    for part in element.iter("part"):
        data = part.get("data") or ""
        if not data or _told(part, "ct") in ("text/plain", "application/smil"):
            continue
        name = (
            _told(part, "cl") or _told(part, "name") or f"mms{number}.{_told(part, 'ct').rpartition('/')[2] or 'bin'}"
        )
        try:
            yield name, base64.b64decode(data)
        except (binascii.Error, ValueError):
            yield name, base64.b64decode(data[: len(data) // 4 * 4]) if data.isalnum() and data.isascii() else b""


class _Mended(io.RawIOBase):
    """The file with pairs of numeric references as the one sign they mean, and lone halves as U+FFFD."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._rest, self._ready = stream, b"", b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, all for -1."""
        while not self._ready or size < 0:
            block = self._stream.read(1 << 20)
            data = self._rest + block
            cut = len(data) if not block else _whole(data)
            self._rest = data[cut:]
            self._ready += _LONE.sub("\ufffd".encode(), _PAIR.sub(_joined, data[:cut]))
            if not block:
                break
        size = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


def _whole(data: bytes) -> int:
    """Where a piece may be cut without parting two references."""
    tail = data.rfind(b"&#", max(0, len(data) - 24))
    if tail < 0:
        return len(data) - data.endswith(b"&")
    before = data.rfind(b"&#", max(0, tail - 10), tail)
    return before if before >= 0 and data[before:tail].endswith(b";") else tail


def _joined(found) -> bytes:  # type: ignore[no-untyped-def]
    high, low = int(found.group(1)), int(found.group(2))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)).encode()
    return bytes(found.group(0))
