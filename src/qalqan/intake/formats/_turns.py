"""Lines of a transcript: who speaks, at which second, and on which side of a fraud call their label puts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import re2

LABEL_CHARS = 60
_HEAD_CHARS = 160
_TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_BEFORE = re2.compile(
    rf"^[ \t]*(?:[-–—•]\s?)?[\[(]?({_TIME})(?:\s?[-–—>]+\s?{_TIME})?[\])]?\s*[-–—|]?\s*(?:\pL|\+?\d{{5}}|[*«\"])"
)
_AFTER = re2.compile(rf"^(.*?[^\s\[(])\s*[\s\[(]({_TIME})[\])]?$")
_TIMED = re2.compile(rf"^\s*[\[(]?({_TIME})(?:\s?[-–—>]+\s?{_TIME})?[\])]?\s+(\S.*)$")
_WORD = re2.compile(r"[\pL]+|\d+")
_ROLES = (
    "speaker", "спикер", "сөйлеуші", "диктор", "голос", "дауыс", "voice", "абонент", "собеседни", "әңгімелесуші",
    "участни", "қатысушы", "канал", "channel",
)  # fmt: skip
_CALLER = (
    "мошенни", "аферист", "алаяқ", "scammer", "fraudster", "звонящ", "звонивш", "caller", "оператор", "сотрудник",
    "қызметкер", "менеджер", "маман", "специалист", "следовател", "тергеуші", "банк", "agent",
)  # fmt: skip
_VICTIM = (
    "потерпевш", "жәбірленуші", "жертва", "құрбан", "victim", "клиент", "заявител", "арыз", "customer", "client",
    "callee", "граждан", "азамат",
)  # fmt: skip
_LETTERS = frozenset("abабвmqмжт12")
_OF_NO_SPEECH = frozenset(
    (
        "http", "https", "ftp", "дата", "date", "күні", "тема", "тақырып", "subject", "from", "to", "от", "кому",
        "куда", "тел", "телефон", "phone", "адрес", "мекенжай", "файл", "file", "номер", "нөмірі", "длительность",
        "ұзақтығы", "duration", "note", "запись", "жазба",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """A line that begins a turn: the speaker as written, seconds from the start (-1: not told), the words."""

    speaker: str
    offset: int
    text: str

    @property
    def timed(self) -> bool:
        """Whether the line tells its second."""
        return self.offset >= 0


def turn(line: str) -> Turn | None:
    """The turn that begins in this line, or None: the words go on from the line before."""
    head = line[:_HEAD_CHARS]
    if ":" not in head:
        return None
    clock, start = "", 0
    if (head.lstrip(" \t-–—•[(")[:1]).isdigit() and (found := _BEFORE.match(head)):
        clock, start = found.group(1), found.end() - 1
        if not head[start].isalnum():
            start += 1
    label, colon, _ = head[start:].partition(":")
    if label.count("[") > label.count("]") or label.count("(") > label.count(")") or label[-3:].strip().isdigit():
        # The clock stands behind the speaker, and the colon found is its own.
        after = _closed(head[start:])
        if after is None:
            return _plain(head, line, start, label, colon, clock)
        label, clock, end = after
        return _made(label, clock, line[start + end :])
    return _plain(head, line, start, label, colon, clock)


def _plain(head: str, line: str, start: int, label: str, colon: str, clock: str) -> Turn | None:  # noqa: PLR0917
    rest = line[start + len(label) + 1 :]
    if label.startswith("**"):
        rest = rest.removeprefix("**")
    if not colon or (rest and not rest[0].isspace()):
        return None
    return _made(label, clock, rest)


def _closed(text: str) -> tuple[str, str, int] | None:
    """Speaker, clock and the place behind the colon of ``Speaker 1 [00:12]: …``."""
    end = text.find(": ")
    end = end if end > 0 else len(text) - 1 if text.endswith(":") else -1
    found = _AFTER.match(text[:end]) if end > 0 else None
    return None if found is None else (found.group(1), found.group(2), end + 1)


def _made(label: str, clock: str, text: str) -> Turn | None:
    speaker = _speaker(label)
    return Turn(speaker, seconds(clock), text.strip()) if speaker else None


@lru_cache(maxsize=4096)
def _speaker(label: str) -> str:
    """The label without its dressing; empty when it is no speaker's."""
    label = label.strip(" \t*_«»\"'[]()-–—•")
    words = _WORD.findall(label.lower())
    if not words or len(label) > LABEL_CHARS or len(words) > 6 or words[0] in _OF_NO_SPEECH:
        return ""
    return label


def timed(line: str) -> Turn | None:
    """Words with a second and no speaker: ``[00:12] Алло``."""
    found = _TIMED.match(line[:_HEAD_CHARS])
    return None if found is None else Turn("", seconds(found.group(1)), line[found.start(2) :].strip())


def known(speaker: str) -> bool:
    """Whether a label is one that transcripts use, rather than any word before a colon."""
    words = _WORD.findall(speaker.lower())
    if not words or len(words) > 6:
        return False
    return words[0].startswith((*_ROLES, *_CALLER, *_VICTIM)) or (len(words) == 1 and words[0] in _LETTERS)


@lru_cache(maxsize=4096)
def side(speaker: str) -> str:
    """``caller`` or ``victim`` where the label says it, else nothing."""
    word = next(iter(_WORD.findall(speaker.lower())), "")
    return "caller" if word.startswith(_CALLER) else "victim" if word.startswith(_VICTIM) else ""


def seconds(clock: str) -> int:
    """``1:02:03``, ``02:03`` or ``02:03,450`` in whole seconds; -1 for nothing."""
    if not clock:
        return -1
    total = 0
    for piece in clock.replace(",", ".").partition(".")[0].split(":"):
        total = total * 60 + int(piece)
    return total
