"""What officers wrote in their own words (reasons, purposes, notes), as somebody without a purpose sees it.

Names become initials, numbers, accounts, addresses and handles lose their middle. Whatever looks like an identifier is
hidden, also one with a wrong check digit: a slip of the pen names a person as well as the right number does. Sums and
dates stay, and numbers of cases that the caller names. A name is known by two words or initials (``mentions.persons``);
a surname alone stays as it was typed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from unicodedata import decimal

import polars as pl
import re2

from qalqan.language.fold import normal_column
from qalqan.mentions import persons
from qalqan.mentions._entities_sums import moments, sums
from qalqan.report.redact import WITHHELD

KEPT: Final = 4_096
LONGEST: Final = 4_000
"""Signs of a text that are shown to who sees it masked."""
_FEWEST: Final = 6
_GAP: Final = "[ \u00a0\u202f().–—/-]{0,3}"
_SHAPES: Final = re2.compile(
    r"\S*@\S+|\S*(?:wa|t)\.me/\S+"  # an address of mail, a handle, a link to a person
    rf"|[KkКк][ZzЗз]{_GAP}[0-9]{{2}}(?:{_GAP}[0-9A-Za-zА-Яа-я*]){{8,16}}"  # an account, whole or not
    r"|[0-9A-Za-z]{16,}"  # a wallet, another's account
    rf"|\+?(?:[0-9*•]{_GAP}){{5,}}[0-9*•]"  # a phone, card, IIN, device
)
_kept: dict[tuple[str, tuple[str, ...]], str] = {}
_keeping: Final = threading.Lock()


def masked(texts: Sequence[str], cases: Iterable[str] = ()) -> list[str]:
    """The texts without what names anybody; numbers of the given cases stay. Texts once read are remembered."""
    every = sorted(set(cases))
    asked = [(text, tuple(one for one in every if one in text)) for text in texts]
    with _keeping:
        found = {one: _kept[one] for one in asked if one in _kept}
    if fresh := [one for one in dict.fromkeys(asked) if one not in found]:
        found |= dict(zip(fresh, _masked(fresh), strict=True))
        with _keeping:
            _kept.update((one, found[one]) for one in fresh)
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]
    return [found[one] for one in asked]


def _masked(texts: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    cut = pl.Series([one[:LONGEST] for one, _ in texts], dtype=pl.String)
    plain, views = normal_column(cut)
    frame = pl.DataFrame({"index": pl.Series(range(len(cut)), dtype=pl.UInt32), "text": plain})
    found = [_spans(one) for one in (persons.find(frame.with_columns(offset=pl.lit(0, pl.Int64))), sums(frame),
                                     moments(frame, ""))]  # fmt: skip
    told = pl.concat(found).filter(pl.col("end") > pl.col("start")).sort("index", "start", "end")
    start, end = views.back(*(told[name].to_numpy() for name in ("index", "start", "end")))
    spans: dict[int, list[tuple[int, int, str]]] = {}
    rows = zip(told["index"], told["kind"], start.tolist(), end.tolist(), told["value"], strict=True)
    for index, kind, first, last, name in rows:
        initials = " ".join(f"{word[0]}." for word in name.split()) if kind == "person" else ""
        spans.setdefault(index, []).append((first, last, initials))
    return ["".join(_covered(one, spans.get(at, []), texts[at][1])) for at, one in enumerate(cut)]


def _spans(found: pl.DataFrame) -> pl.DataFrame:
    shape = {"index": pl.Int64, "start": pl.Int64, "end": pl.Int64, "kind": pl.String, "value": pl.String}
    return found.select(*shape).cast(shape)  # type: ignore[arg-type]


def _covered(text: str, spans: list[tuple[int, int, str]], cases: tuple[str, ...]) -> Iterator[str]:
    """Names as initials, sums and dates as they stand, the rest without what has an identifier's shape."""
    at = 0
    for start, end, instead in spans:
        if start >= at:
            yield _bare(text[at:start], cases)
            yield instead or text[start:end]
            at = end
    yield _bare(text[at:], cases)


def _bare(text: str, cases: tuple[str, ...]) -> str:
    """A stretch of text with its identifiers hidden but for their last two figures."""
    plain = text if text.isascii() else "".join(str(decimal(one)) if one.isdecimal() else one for one in text)
    told: list[str] = []
    at = 0
    for match in _SHAPES.finditer(plain):
        here = match.group(0)
        if here.strip() in cases or not _names(here):
            continue
        told += [text[at : match.start()], f"{WITHHELD}{here[-2:]}" if here[-2:].isdigit() else WITHHELD]
        at = match.end()
    return "".join((*told, text[at:]))


def _names(here: str) -> bool:
    """Whether it may be somebody's: no long word, no few figures."""
    if "@" in here or ".me/" in here:
        return True
    figures = sum(one.isdigit() or one in "*•" for one in here)
    return figures >= (1 if here.isalnum() and not here.isdigit() else _FEWEST)
