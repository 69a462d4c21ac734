"""Cues of SubRip and WebVTT subtitles: a second, a speaker where one is told, and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import re2

from qalqan.intake.blocks import Context, Trouble
from qalqan.intake.formats import _turns
from qalqan.intake.formats._lines import lines
from qalqan.intake.formats._text import encoding_of

GAP = 3
CUE_LINES = 200
_ARROW = re2.compile(
    r"^\s{0,5}((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s{0,5}-->\s{0,5}((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
_VOICE = re2.compile(r"^\s*<v(?:\.[\w.]{1,60})?\s+([^>\n]{1,80})>")
_TAG = re2.compile(r"</?[A-Za-z][^<>\n]{0,80}>|\{\\[^{}\n]{0,40}\}|<\d{1,2}:[\d:.]{4,12}>")
_ENDS = (".", "!", "?", "…", ".»", "!»", "?»", ":")


@dataclass(slots=True)
class Spoken:
    """What somebody said: number of its unit, speaker, second (-1: not told), words, numbers of units it went on in."""

    number: int
    speaker: str
    offset: int
    text: str
    more: list[int] = field(default_factory=list)
    until: int = -1


def subtitled(text: str) -> str:
    """``vtt`` or ``srt`` for the beginning of a subtitle file, else nothing."""
    if text.startswith("WEBVTT"):
        return "vtt"
    first = [line.strip() for line in text[:2000].replace("\r", "\n").split("\n") if line.strip()][:2]
    return "srt" if len(first) == 2 and first[0].isdigit() and _ARROW.match(first[1]) else ""


def total_cues(source: Path, context: Context) -> int:
    """Lines with an arrow between two times, and lines too long to be read."""
    told = lines(source, encoding_of(source), context.limits.row_chars)
    return sum(line is None or ("-->" in line and _ARROW.match(line) is not None) for line in told)


def cues(source: Path, context: Context) -> Iterator[Spoken | Trouble]:
    """The cues, those in which one sentence goes on as one."""
    held: Spoken | None = None
    for one in _cues(source, context):
        if isinstance(one, Trouble):
            yield one
        elif held is not None and _goes_on(held, one):
            held.text = f"{held.text} {one.text}".strip()
            held.more += [one.number, *one.more]
            held.until = one.until
        else:
            if held is not None:
                yield held
            held = one
    if held is not None:
        yield held


def _goes_on(before: Spoken, after: Spoken) -> bool:
    near = after.offset - before.until <= GAP
    return near and after.speaker == before.speaker and not before.text.endswith(_ENDS) and len(before.text) < 2_000


def _cues(source: Path, context: Context) -> Iterator[Spoken | Trouble]:
    number = 0
    current: Spoken | None = None
    words: list[str] = []
    for line in lines(source, encoding_of(source), context.limits.row_chars):
        if line is None:
            number += 1
            yield Trouble("", number, "", "", "reason-line-too-long", "row_rejected")
        elif "-->" in line and (found := _ARROW.match(line)):
            if current is not None:
                yield _said(current, words)
            number += 1
            current = Spoken(number, "", _turns.seconds(found.group(1)), "", until=_turns.seconds(found.group(2)))
            words = []
        elif current is not None and len(words) < CUE_LINES:
            words.append(line.strip())
    if current is not None:
        yield _said(current, words)


def _said(cue: Spoken, words: list[str]) -> Spoken:
    """The cue with its words; the number of the next cue, which stands above its arrow, is no word."""
    while words and not words[-1]:
        words.pop()
    if words and words[-1].isdigit() and (len(words) == 1 or not words[-2]):
        words.pop()
    text = "\n".join(one for one in words if one)
    if voice := _VOICE.match(text):
        cue.speaker = voice.group(1).strip()
    text = _TAG.sub("", text).strip()
    named = _turns.turn(text.split("\n", 1)[0]) if not cue.speaker else None
    if named is not None and (_turns.known(named.speaker) or len(named.speaker.split()) < 3):
        cue.speaker, text = named.speaker, "\n".join((named.text, *text.split("\n")[1:])).strip()
    cue.text = text
    return cue
