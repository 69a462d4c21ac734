"""WhatsApp's text export of a chat, from Android and iOS, in Kazakh, Russian and English.

A unit is a message or a system line; a message goes on over lines that have no head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import re2

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Skipped, Trouble
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count, short
from qalqan.intake.formats._headers import packed
from qalqan.intake.formats._lines import lines
from qalqan.intake.formats._text import encoding_of, head_text
from qalqan.intake.formats._whatsapp_lines import Head, clean, order_of
from qalqan.intake.formats._whatsapp_lines import head as head_of
from qalqan.registry import Card

CARD = Card(
    name="whatsapp",
    title="format-whatsapp",
    errors=(
        "a pasted line that looks like the head of a message counts as one",
        "where every day is at most 12 and time never runs back, the day is taken first",
    ),
    source="layouts of WhatsApp's own export, seen on Android and iOS",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
SKIP_CHUNK = 10_000
MESSAGE_LINES = 100_000
_BEGINS = re2.compile(r"^\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[^:]{0,12}?[ \x{202f}\x{a0}]\d{1,2}[:.]\d{2}")
_OMITTED = re2.compile(
    r"(?i)^<?(?:без медиафайлов|медиа ?файл(?:ы|сыз)?(?: қосылмады| қосылмаған)?|media omitted"
    r"|(?:image|video|audio|sticker|document|gif|contact card) omitted"
    r"|(?:изображение|видео|аудио\pL*|стикер|документ|gif\pL*|карточка контакта|голосовое сообщение)"
    r" (?:отсутству\pL+|опущен\pL*|пропущен\pL*)"
    r"|(?:сурет|бейне\pL*|аудио\pL*|стикер|құжат) қосыл(?:мады|маған))>?\.?$"
)
_ATTACHED = re2.compile(
    r"(?i)^(?:<(?:attached|прикреплено|прикреплён|тіркелген|қосылған): *([^<>]+)>"
    r"|(\S[^\n]{0,250}?\.\w{2,5})"
    r" \((?:file attached|файл добавлен|файл прикреплен|файл қосылды|файл тіркелді)\))"
)
_EDITED = re2.compile(
    r"(?i)\s*<(?:this message was edited|сообщение изменено|изменено|(?:бұл )?хабар(?:лама)? (?:өңделді|өзгертілді)"
    r"|(?:бұл )?хабарлама өңделген)>\s*$"
)
_DELETED = re2.compile(
    r"(?i)^(?:this message was deleted|you deleted this message|(?:данное )?сообщение (?:было )?удалено"
    r"|вы удалили (?:данное |это )?сообщение|(?:бұл )?хабар(?:лама)? (?:жойылды|жойылған|өшірілді)"
    r"|(?:сіз )?(?:бұл )?хабар(?:лама)?ны жойдыңыз)\.?$"
)
_SYSTEM = re2.compile(r"(?i)сквозн\pL+ шифрован|end-to-end encrypt|шифрланған")
"""The line about encryption, which iOS writes in the other side's name."""
_CHAT = re2.compile(
    r"(?i)^(?:whatsapp chat (?:with|-) |чат whatsapp (?:с контактом|с|-) |whatsapp чаты:? |"
    r"whatsapp chat[_ -]*)?(.*?)(?: (?:контактісімен|пен|мен|бен) whatsapp чаты)?(?: \(\d+\))?$"
)


@dataclass(slots=True)
class _Message:
    """A message whose lines are still coming."""

    number: int
    head: Head
    lines: list[str] = field(default_factory=list)


def sniff(head: bytes, name: str, size: int) -> int:
    """Heads of messages at the start of lines."""
    texts = [clean(line).rstrip("\r") for line in head_text(head)[:50_000].split("\n")[:200]]
    found = [line for line in texts if head_of(line) is not None]
    if not found:
        return 0
    # A log writes its time much alike, but without the comma or bracket.
    sure = sum(line.startswith("[") or "," in line[:16] for line in found) * 2 > len(found)
    if not sure:
        return 700 if "whatsapp" in name.lower() else 300
    return 930 if len(found) > 2 or "whatsapp" in name.lower() else 850


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Lines that begin with a day and a time, and lines too long to be read."""
    told = lines(source, encoding_of(source), context.limits.row_chars)
    starts = (None if line is None else clean(line[:80]) for line in told)
    return {"": sum(one is None or _begins(one) for one in starts)}


def _begins(line: str) -> bool:
    return (line[:1].isdigit() or line[:1] == "[") and bool(_BEGINS.match(line))


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Messages with sender, chat, text and attachment; system lines are skipped."""
    survey = _survey(source, context)
    rows = Rows("message", MESSAGE, HINTS)
    skipped: list[int] = []
    number, current, giant = 0, None, False
    for raw in lines(source, encoding_of(source), context.limits.row_chars):
        line = "" if raw is None else clean(raw)
        found = head_of(line)
        if raw is None:
            if current is not None:
                yield from _finish(current, rows, skipped, survey)
            number, current, giant = number + 1, None, True
            yield Trouble("", number, "", "", "reason-line-too-long", "row_rejected")
            continue
        if found is None:
            if current is not None and len(current.lines) < MESSAGE_LINES:
                current.lines.append(line)
            elif current is None and line.strip() and not giant:
                yield Trouble("", 0, "", short(line), "reason-chat-before-first", "cell_dropped")
            continue
        if current is not None:
            yield from _finish(current, rows, skipped, survey)
        number += 1
        current = _Message(number, found, [found.rest])
        if rows.full:
            yield from rows.flush()
        if len(skipped) >= SKIP_CHUNK:
            yield Skipped("", tuple(skipped), "reason-chat-system")
            skipped.clear()
    if not number or (giant and number == 1):
        raise IntakeError("reason-line-too-long" if giant else "reason-chat-empty", context.name)
    if current is not None:
        yield from _finish(current, rows, skipped, survey)
    yield from rows.flush()
    if skipped:
        yield Skipped("", tuple(skipped), "reason-chat-system")


@dataclass(frozen=True, slots=True)
class _Survey:
    """What the whole file agrees on: order of dates, name of the chat, the two senders when there are two."""

    order: str
    chat: str
    pair: tuple[str, ...]


def _survey(source: Path, context: Context) -> _Survey:
    """A first pass over the heads alone."""
    senders: dict[str, None] = {}

    def heads() -> Iterator[Head]:
        for line in lines(source, encoding_of(source), context.limits.row_chars):
            if line is not None and (found := head_of(clean(line))) is not None:
                name, sign, _text = found.rest.partition(": ")
                if sign and len(senders) < 3:
                    senders.setdefault(name.strip().removeprefix("~").strip())
                yield found

    order = order_of(heads())
    return _Survey(order, chat_name(context.name), tuple(senders) if len(senders) == 2 else ())


def _finish(message: _Message, rows: Rows, skipped: list[int], survey: _Survey) -> Iterator[Trouble]:
    first = message.lines[0]
    name, sign, text = first.partition(": ")
    if not sign and first.endswith(":"):
        name, sign, text = first[:-1], ":", ""
    if not sign or (message.number == 1 and len(message.lines) == 1 and _SYSTEM.search(text[:300])):
        skipped.append(message.number)
        return
    if not message.head.order_fits(survey.order):
        yield Trouble("", message.number, "", short(first), "reason-date-impossible", "row_rejected")
        return
    sender = name.strip().removeprefix("~").strip()
    to = next((one for one in survey.pair if one != sender), survey.chat)
    attachment, rest = _attachment(text.strip())
    body = "\n".join((rest, *message.lines[1:])).strip()
    edited = len(body) and _EDITED.search(body[-80:])
    if edited:
        body = body[: max(len(body) - 80, 0) + edited.start()].strip()
    deleted = len(body) < 60 and bool(_DELETED.match(body))
    rows.add(message.number, {
        "at": message.head.iso(survey.order), "from": sender, "to": to, "text": body,
        "channel": "whatsapp", "attachment": attachment,
        "headers": packed({"edited": bool(edited), "deleted": deleted}),
    })  # fmt: skip


def _attachment(text: str) -> tuple[str, str]:
    """(name of the attached file or its kind, the text without it; a mere mark of a file is a text too)."""
    if len(text) < 60 and _OMITTED.match(text):
        return text.strip("<>. "), text
    if (text[:1] == "<" or "(" in text) and (found := _ATTACHED.match(text[:400])):
        return (found.group(1) or found.group(2)).strip(), text[found.end() :].strip()
    return "", text


def chat_name(name: str) -> str:
    """The chat's name as the export's file name tells it; empty for ``_chat.txt``."""
    stem = PurePath(name.replace("\\", "/")).stem.strip()
    found = _CHAT.match(stem)
    told = (found.group(1) if found else stem).strip(" _-")
    return "" if told.lower() in ("chat", "") else told
