"""Telegram's JSON export (``result.json``): one chat, or a whole account with ``chats.list``.

A unit is a message or a service message; the part is the chat when there are several.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import re2

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Skipped, Trouble
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count, short
from qalqan.intake.formats._headers import packed
from qalqan.intake.formats._jsonstream import Stream, walk
from qalqan.intake.formats._text import encoding_of, head_text
from qalqan.registry import Card

CARD = Card(
    name="telegram",
    title="format-telegram",
    errors=("without date_unixtime the export's local time is taken for Kazakhstan's",),
    source="Telegram Desktop's machine-readable export",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
SKIP_CHUNK = 10_000
_MEDIA = (
    "file", "photo", "media_type", "sticker_emoji", "contact_information", "location_information", "poll",
)  # fmt: skip
_MESSAGE = re2.compile(r'"(?:messages|chats)"\s*:\s*[\[{]')
_TYPE = re2.compile(
    r'"type"\s*:\s*"(?:personal_chat|private_\w+|public_\w+|bot_chat|saved_messages|verification_codes|message|service)"'
)
_CHATS = ((), ("chats", "list"), ("left_chats", "list"))
BUTTONS = 20
_LINKS = ("url", "login_url", "auth", "web_view", "simple_web_view")


def sniff(head: bytes, name: str, size: int) -> int:
    """A JSON object with messages whose types are Telegram's."""
    text = head_text(head)[:100_000]
    if not text.lstrip("\ufeff \r\n\t").startswith("{"):
        return 0
    typed, listed = bool(_TYPE.search(text)), bool(_MESSAGE.search(text))
    return 970 if typed and listed else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Messages by chat, counted without building them: their type tags between the chats' own."""
    parts: dict[str, int] = {}
    chats, part = 0, ""
    try:
        for path, _value in _events(source, context):
            if _is_messages(path):
                part = _part(path, chats)
                parts[part] = parts.get(part, 0) + 1
            chats += path[-3:] == ("chats", "list", "type")
    except IntakeError:
        # Where the JSON breaks off, the reader reports one broken message.
        parts[part] = parts.get(part, 0) + 1
    return parts


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Messages in the order of the file; service messages are skipped."""
    chat: dict[str, str] = {}
    rows: Rows | None = None
    skipped: list[int] = []
    number = chats = 0
    broken: IntakeError | None = None
    try:
        for path, value in _events(source, context):
            if not _is_messages(path):
                chats += path[-3:] == ("chats", "list", "type")
                if path[:-1] in _CHATS and path[-1:] in (("name",), ("type",)):
                    chat[path[-1]] = str(value or "")
                continue
            part = _part(path, chats)
            if rows is None or rows.part != part:
                yield from _close(rows, skipped)
                rows, number = Rows("message", MESSAGE, HINTS, part), 0
            number += 1
            yield from _message(value, number, chat, rows, skipped)
            if rows.full or len(skipped) >= SKIP_CHUNK:
                yield from _close(rows, skipped)
    except IntakeError as error:
        broken = error
    if rows is None:
        raise broken or IntakeError("reason-chat-empty", context.name)
    yield from _close(rows, skipped)
    if broken is not None:
        yield Trouble(rows.part, number + 1, "", short(str(broken)), broken.key, "row_rejected")


def _events(source: Path, context: Context) -> Iterator[tuple[tuple[str, ...], Any]]:
    with source.open(encoding=encoding_of(source), errors="replace") as stream:
        yield from walk(Stream(stream, context.limits.row_chars, context.name), _is_messages)


def _is_messages(path: tuple[str, ...]) -> bool:
    return path in (("messages",), ("chats", "list", "messages"), ("left_chats", "list", "messages"))


def _part(path: tuple[str, ...], chats: int) -> str:
    return "" if len(path) == 1 else f"chat{chats}"


def _close(rows: Rows | None, skipped: list[int]) -> Iterator[Block]:
    if rows is None:
        return
    yield from rows.flush()
    if skipped:
        yield Skipped(rows.part, tuple(skipped), "reason-chat-system")
        skipped.clear()


def _message(value: Any, number: int, chat: dict[str, str], rows: Rows, skipped: list[int]) -> Iterator[Trouble]:
    if not isinstance(value, dict) or value.get("type", "message") not in ("message", "service"):
        yield Trouble(rows.part, number, "", short(str(value)), "reason-message-unknown", "row_rejected")
        return
    if value.get("type") == "service":
        skipped.append(number)
        return
    sender = str(value.get("from") or value.get("from_id") or "")
    name = chat.get("name", "")
    told = [plain(value.get("text")), *_contact(value), *_buttons(value)]
    rows.add(number, {
        "at": _moment(value, "date"),
        "from": sender,
        "to": name if name and name != sender else "",
        "text": "\n".join(one for one in told if one),
        "channel": "telegram",
        "attachment": _attachment(value),
        "headers": packed(_facts(value, chat)),
    })  # fmt: skip


def _facts(value: dict[str, Any], chat: dict[str, str]) -> dict[str, object]:
    """What stands beside the text; a forwarded message's source is part of no quotation."""
    named = {
        "id": "id", "reply_to": "reply_to_message_id", "forwarded_from": "forwarded_from", "from_id": "from_id",
        "author": "author", "via": "via_bot",
    }  # fmt: skip
    told: dict[str, object] = {key: str(value.get(name) or "") for key, name in named.items()}
    return told | {"edited": _moment(value, "edited"), "kind": chat.get("type", "")}


def _contact(value: dict[str, Any]) -> Iterator[str]:
    """A contact sent as a card: its name and number."""
    card = value.get("contact_information")
    if isinstance(card, dict):
        told = (str(card.get(one) or "").strip() for one in ("first_name", "last_name", "phone_number"))
        yield " ".join(one for one in told if one)


def _buttons(value: dict[str, Any]) -> Iterator[str]:
    """Links behind the buttons under a message."""
    rows = value.get("inline_bot_buttons")
    every = [one for row in rows if isinstance(row, list) for one in row] if isinstance(rows, list) else []
    for one in every[:BUTTONS]:
        if not isinstance(one, dict) or one.get("type") not in _LINKS:
            continue
        if link := str(one.get("data") or one.get("url") or one.get("href") or ""):
            yield f"{one.get('text') or ''} ({link})".strip()


def plain(text: Any) -> str:
    """The text of a message that may be a string or a list of strings and entities."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(one if isinstance(one, str) else _entity(one) for one in text)
    return ""


def _entity(one: Any) -> str:
    """An entity's text; a hidden link stands behind it, since the link is what matters."""
    if not isinstance(one, dict):
        return ""
    told, link = str(one.get("text", "")), str(one.get("href") or "")
    return f"{told} ({link})" if link and link != told else told


def _moment(value: dict[str, Any], name: str) -> str:
    """UTC when the export gives seconds since 1970, else the local time with the house's offset left open."""
    seconds = str(value.get(f"{name}_unixtime") or "")
    if seconds.isdigit() and len(seconds) < 12:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return str(value.get(name) or "")


def _attachment(value: dict[str, Any]) -> str:
    """Name of the attached file; its kind where the export left the file out."""
    for name in _MEDIA:
        told = value.get(name)
        if isinstance(told, str) and told and not told.startswith("(File"):
            return told
        if isinstance(told, dict):
            return name
    return ""
