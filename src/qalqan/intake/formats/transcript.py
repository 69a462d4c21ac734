"""Transcripts of calls: text with speakers (``Мошенник:``, ``[00:12] Speaker 1:``), SubRip and WebVTT subtitles.

A unit is a turn, or a cue of a subtitle file. Cues in which one speaker's sentence goes on are one record; the others
of it are skipped as its continuation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import re2

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Skipped, Trouble
from qalqan.intake.formats import _turns
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count, short
from qalqan.intake.formats._cues import Spoken, cues, subtitled, total_cues
from qalqan.intake.formats._headers import packed
from qalqan.intake.formats._lines import lines
from qalqan.intake.formats._text import encoding_of, head_text
from qalqan.registry import Card

CARD = Card(
    name="transcript",
    title="format-transcript",
    errors=(
        "a transcript without speakers and seconds is a text for a person",
        "who speaks is as the transcriber wrote it",
    ),
    source="SubRip; WebVTT (W3C); habits of transcribers in Kazakh, Russian and English",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
ABOUT_LINES = 50
_CLOCK = r"([0-2]?[0-9])[:._-]?([0-5][0-9])(?:[:._-]?([0-5][0-9]))?"
_DAY = re2.compile(rf"(?:^|[^0-9])([0-3]?[0-9])[./-]([01]?[0-9])[./-](20[0-9]{{2}})[ ,в_T]{{1,4}}{_CLOCK}")
_ISO = re2.compile(rf"(20[0-9]{{2}})[-._]?([01][0-9])[-._]?([0-3][0-9])[ _T-]{{1,2}}{_CLOCK}")


def sniff(head: bytes, name: str, size: int) -> int:
    """Subtitles by their marks; text whose lines mostly begin with a speaker."""
    text = head_text(head)[:50_000].lstrip("\ufeff \r\n\t")
    if kind := subtitled(text):
        return 985 if kind == "vtt" else 960
    told = [line for line in text.replace("\r", "\n").split("\n")[:400] if line.strip()]
    turns = [one for line in told if (one := _turns.turn(line)) is not None]
    speakers = {one.speaker.lower() for one in turns}
    if len(turns) < 2 or not 1 <= len(speakers) <= 8:
        return _only_timed(told)
    familiar = sum(_turns.known(one.speaker) for one in turns)
    clocked = sum(one.timed for one in turns)
    if familiar * 10 >= len(turns) * 8 and len(turns) * 5 >= len(told):
        return 860 if len(speakers) > 1 else 480
    if clocked * 10 >= len(turns) * 8 and len(turns) * 5 >= len(told) * 2:
        return 840
    repeated = len(turns) >= 3 * len(speakers) and len(turns) * 10 >= len(told) * 7
    return 560 if repeated and 2 <= len(speakers) <= 4 else 0


def _only_timed(told: list[str]) -> int:
    """Lines ``[00:12] words`` whose seconds never run back."""
    found = [one.offset for line in told if (one := _turns.timed(line)) is not None]
    return 640 if len(found) > 2 and len(found) * 10 >= len(told) * 8 and found == sorted(found) else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Cues by their arrows, or lines that begin a turn; a line too long to be read is one too."""
    if _subtitles(source):
        return {"": total_cues(source, context)}
    begins = _beginner(source, context)
    told = lines(source, encoding_of(source), context.limits.row_chars)
    return {"": sum(line is None or begins(line) is not None for line in told)}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Turns as messages of the channel ``call``, from speaker to speaker."""
    about: list[str] = []
    spoken: list[Spoken] = []
    for one in cues(source, context) if _subtitles(source) else _turns_of(source, context, about):
        if isinstance(one, Trouble):
            yield one
        else:
            spoken.append(one)
    if not spoken:
        raise IntakeError("reason-transcript-empty", context.name)
    speakers = list(dict.fromkeys(one.speaker for one in spoken if one.speaker))
    start = _start(" ".join(about)[:5000]) or _start(context.name)
    rows = Rows("message", MESSAGE, HINTS)
    went_on: list[int] = []
    for one in spoken:
        rows.add(one.number, _fields(one, speakers, start, " ".join(about) if one is spoken[0] else ""))
        went_on += one.more
        if rows.full:
            yield from rows.flush()
    yield from rows.flush()
    if went_on:
        yield Skipped("", tuple(went_on), "reason-cue-continued")


def _fields(one: Spoken, speakers: list[str], start: datetime | None, about: str) -> dict[str, str | None]:
    other = next((name for name in speakers if name != one.speaker), "") if len(speakers) == 2 else ""
    at = start + timedelta(seconds=max(one.offset, 0)) if start else None
    told: dict[str, object] = {"side": _turns.side(one.speaker), "about": about}
    if one.offset >= 0:
        told["offset_s"] = one.offset
    return {
        "at": at.isoformat(sep=" ") if at else None, "from": one.speaker, "to": other, "text": one.text,
        "channel": "call", "headers": packed(told),
    }  # fmt: skip


def _subtitles(source: Path) -> bool:
    with source.open("rb") as stream:
        return bool(subtitled(head_text(stream.read(1 << 16))[:50_000].lstrip("\ufeff \r\n\t")))


def _beginner(source: Path, context: Context):  # type: ignore[no-untyped-def]
    """What begins a turn in this file: a speaker, or where no line has one, a second."""
    told = lines(source, encoding_of(source), context.limits.row_chars)
    return _turns.turn if any(line is not None and _turns.turn(line) for line in told) else _turns.timed


def _turns_of(source: Path, context: Context, about: list[str]) -> Iterator[Spoken | Trouble]:
    """Turns of a plain text; lines above the first are what the file says about the call."""
    begins = _beginner(source, context)
    current: Spoken | None = None
    number = 0
    for line in lines(source, encoding_of(source), context.limits.row_chars):
        found = None if line is None else begins(line)
        if line is None or found is not None:
            if current is not None:
                yield current
            number, current = number + 1, None
            if found is None:
                yield Trouble("", number, "", "", "reason-line-too-long", "row_rejected")
            else:
                current = Spoken(number, found.speaker, found.offset, found.text)
        elif current is not None and line.strip():
            current.text = f"{current.text}\n{line.strip()}".strip()
        elif line.strip():
            if len(about) < ABOUT_LINES:
                about.append(short(line.strip()))
            else:
                yield Trouble("", 0, "", short(line), "reason-chat-before-first", "cell_dropped")
    if current is not None:
        yield current


def _start(told: str) -> datetime | None:
    """The moment that a heading or file name gives to the recording, local; None without a time of day."""
    try:
        if found := _ISO.search(told):
            return datetime(*(int(one) for one in found.groups("0")))  # type: ignore[arg-type]
        if found := _DAY.search(told):
            day, month, year, hour, minute, second = (int(one) for one in found.groups("0"))
            return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return None
