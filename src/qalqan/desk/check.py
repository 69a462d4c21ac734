"""qalqan check: what a text, a link or a number looks like, for a citizen. No case data, nothing stored or fetched."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl

from qalqan.errors import UsageError
from qalqan.scam import links, talk
from qalqan.values import phone, short_code, url
from qalqan.values.base import Value

LONGEST: Final = 100_000  # signs of a message that are read
_MOST_REASONS: Final = 6
_MOST_LINKS: Final = 20
_PUNCTUATION: Final = "«»\"'()[]<>,;!…"
_STRENGTH: Final = {"unknown": 0, "genuine": 0, "suspicious": 1, "lookalike": 2}
_UI: Final = {"kk": "kk", "kk-latn": "kk", "mixed": "kk", "ru": "ru", "en": "en"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the message looks like. ``verdict`` is fraud, signs, none, recruit, harm or number; words are keys."""

    kind: str  # text, link or number
    verdict: str
    score: int
    language: str
    reasons: tuple[tuple[str, str], ...]  # cue key, quote
    links: tuple[tuple[str, str, str], ...]  # address defanged, verdict, brand
    number: tuple[str, str] | None  # shown, what kind it is (key)
    advice: tuple[str, ...]
    unknown: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # values the words need, as name and value

    def told(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {
            "kind": self.kind, "verdict": self.verdict, "score": self.score, "language": self.language,
            "reasons": [{"cue": cue, "quote": quote} for cue, quote in self.reasons],
            "links": [{"address": a, "verdict": v, "brand": b} for a, v, b in self.links],
            "number": None if self.number is None else {"shown": self.number[0], "kind": self.number[1]},
            "advice": list(self.advice), "unknown": list(self.unknown),
        }  # fmt: skip


def check(message: str, language: str = "") -> Answer:
    """The answer to one message, link or number; several lines are one message. Raises UsageError for an empty one."""
    message = message.strip()[:LONGEST]
    if not message:
        raise UsageError("error-check-empty")
    if len(message) <= 40 and (number := _number(message)) is not None:
        return _answer("number", "number", 0, language, number=number, advice=("check-do-number", "check-do-official"))
    if not any(sign.isspace() for sign in message) and isinstance(url.parse(message), Value):
        told = _links([message])
        worst = max((_STRENGTH[verdict] for _, verdict, _ in told), default=0)
        return _answer(
            "link", ("none", "signs", "fraud")[worst], 0, language, links=told, advice=_advice("link", worst)
        )
    return _text(message, language)


def _text(message: str, language: str) -> Answer:
    row = talk.read(pl.Series([message]), _channel(message)).row(0, named=True)
    told = _links(_addresses(message))
    worst = max((_STRENGTH[verdict] for _, verdict, _ in told), default=0)
    level = max({talk.NO_SIGNS: 0, talk.UNCLEAR: 1, talk.SCAM_LIKE: 2}[row["verdict"]], worst)
    verdict = ("none", "signs", "fraud")[level]
    if row["class"] in ("recruit", "harm"):
        verdict = row["class"]
    cues = [cue for cue in json.loads(row["cues"]) if cue["weight"] > 0 or level == 0]
    cues.sort(key=lambda cue: (-abs(cue["weight"]), cue["start"], cue["head"]))
    reasons = tuple((f"cue-{cue['head']}", cue["quote"].strip()) for cue in cues[:_MOST_REASONS])
    return _answer(
        "text", verdict, row["score"], language or _UI[row["language"]], reasons=reasons, links=told,
        advice=_advice(verdict, level),
    )  # fmt: skip


def _answer(kind: str, verdict: str, score: int, language: str, **more: Any) -> Answer:
    filled = {"reasons": (), "links": (), "number": None, "advice": ()} | more
    unknown = ("check-cannot-sender", "check-cannot-none") if kind != "number" else ("check-cannot-spoof",)
    facts = (("children", " / ".join(_help()["child"]["numbers"])), ("date", str(_help()["as_of"])))
    return Answer(kind, verdict, score, language, unknown=unknown, facts=facts, **filled)


def _advice(verdict: str, level: int) -> tuple[str, ...]:
    """What to do, by verdict: the most urgent first."""
    if verdict == "harm":
        return ("check-do-stay", "check-do-listen", "check-do-child", "check-do-police-now", "check-do-keep")
    if verdict == "recruit":
        return ("check-do-stop", "check-do-card", "check-do-law", "check-do-bank", "check-do-keep")
    if verdict == "link" and level:
        return ("check-do-not-open", "check-do-entered", "check-do-official", "check-do-bank", "check-do-keep")
    if level:
        return (
            "check-do-stop",
            "check-do-codes",
            "check-do-bank",
            "check-do-credit",
            "check-do-official",
            "check-do-keep",
        )
    return ("check-do-codes", "check-do-official")


def _channel(message: str) -> str:
    """A transcript is a call; anything else a chat."""
    spoken = sum(line.lstrip()[:2] in ("A:", "B:", "А:", "В:", "Б:") for line in message.splitlines())
    return "call" if spoken >= 2 else "chat"


def _addresses(message: str) -> list[str]:
    found = [word.strip(_PUNCTUATION).rstrip(".") for word in message.split() if "." in word or "://" in word]
    return [word for word in dict.fromkeys(found) if isinstance(url.parse(word), Value)][:_MOST_LINKS]


def _links(addresses: list[str]) -> tuple[tuple[str, str, str], ...]:
    if not addresses:
        return ()
    read = links.read(pl.Series(addresses, dtype=pl.String)).drop_nulls("url")
    return tuple((url.show(row["url"]), row["verdict"], row["brand"] or "") for row in read.iter_rows(named=True))


def _number(message: str) -> tuple[str, str] | None:
    """The number as shown and what kind it is; None when the message is none."""
    short = short_code.parse(message)
    if isinstance(short, Value):
        return short.canonical, "check-number-short"
    found = phone.parse(message)
    if not isinstance(found, Value):
        return None
    return phone.show(found.canonical), _kind(found.canonical)


def _kind(canonical: str) -> str:
    country = phone.country(canonical)
    if not phone.assigned(canonical):
        return "check-number-unassigned"
    if country == "KZ":
        code = canonical[2:5]
        if code in phone.VOIP:
            return "check-number-voip"
        return "check-number-fixed" if canonical[2:4] in phone.FIXED else "check-number-mobile"
    if country == "RU":
        return "check-number-service" if canonical[2:5] in phone.SERVICE else "check-number-russia"
    return "check-number-abroad"


@cache
def _help() -> dict[str, Any]:
    return tomllib.loads((files("qalqan.scam") / "data" / "help.toml").read_text("utf-8"))
