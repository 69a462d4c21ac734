"""Identifiers in free text: plots, chats, purposes of payment.

Candidates are found on the normal view of the texts, then every kind's own check decides, and where a shape alone
proves
little (IIN, IMEI, bare cards and ten-digit phones) a word before it must say what it is. Places are those of the
original
text. A text without a digit, ``@`` or dotted name is never scanned; all patterns are linear in the text.
"""

from __future__ import annotations

from itertools import pairwise
from types import ModuleType
from typing import Final

import numpy as np
import polars as pl

from qalqan.language.fold import Views, normal_column
from qalqan.mentions import organisations, persons
from qalqan.mentions._entities_kinds import PATTERNS, Pattern
from qalqan.mentions._entities_scan import SHAPE, cut, scan
from qalqan.mentions._entities_sift import as_told, sifted, trimmed
from qalqan.mentions._entities_sums import moments, sums
from qalqan.values import card, email, handle, iban, iccid, iin, imei, imsi, ip, phone, url, wallet
from qalqan.values._write import veil

FOUND: Final = {
    "index": pl.UInt32,
    "kind": pl.String,
    "value": pl.String,
    "as_written": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
_KINDS: Final[dict[str, ModuleType]] = {
    "card": card,
    "email": email,
    "handle": handle,
    "iban": iban,
    "iccid": iccid,
    "iin": iin,
    "imei": imei,
    "imsi": imsi,
    "ip": ip,
    "phone": phone,
    "url": url,
    "wallet": wallet,
}
_SCANNED: Final = r"[0-9@]|T[1-9A-Za-z]{33}|[.\])][A-Za-z]|(?i)\.(?:рф|қаз|онлайн|сайт|орг)"
_LONGEST = 16_000_000  # signs of one text that are read


def find(texts: pl.Series, region: str = "", names: bool = True) -> pl.DataFrame:
    """Mentions in a column of texts: index, kind, value, as_written, start, end, in the order of the texts.

    ``index`` is the row in ``texts``; ``start`` and ``end`` are places in the original text. Values are canonical;
    those of
    ``money`` are tiyn, those of ``moment`` ISO (a local date, or UTC to the minute or second as told). A link
    gives its address and its host. ``names``: persons and organisations too. Cards are masked in ``as_written`` too.
    """
    plain, views = normal_column(texts.cast(pl.String).str.slice(0, _LONGEST))
    frame = pl.DataFrame({"text": plain}).with_row_index("index").with_columns(pl.col("index").cast(pl.UInt32))
    named = [persons.find(_lines(frame, texts, views)), organisations.find(frame)] if names else []
    frame = frame.filter(pl.col("text").str.contains(_SCANNED))
    found = [_matches(frame, pattern) for pattern in PATTERNS]
    digits = frame.filter(pl.col("text").str.contains("[0-9]"))
    found += [one.select(*_COLUMNS) for one in (sums(digits), moments(digits, region), *named)]
    every = _apart(pl.concat([one.cast({"rank": pl.Int32}) for one in found]))
    every = pl.concat([every, _hosts(every)])
    return _written(every, texts, views)


_COLUMNS: Final = ("index", "start", "end", "kind", "value", "rank", "match")
_NOTHING: Final = pl.DataFrame(
    schema={
        "index": pl.UInt32,
        "start": pl.Int64,
        "end": pl.Int64,
        "kind": pl.String,
        "value": pl.String,
        "rank": pl.Int32,
        "match": pl.String,
    }
)


def _matches(frame: pl.DataFrame, pattern: Pattern) -> pl.DataFrame:
    """One pattern's matches that pass their border, their context and their kind's check."""
    tried = frame.filter(pl.col("text").str.contains(pattern.needs))
    regex = pattern.ahead + pattern.regex
    found = scan(tried, regex, bool(pattern.context)) if tried.height else pl.DataFrame(schema=SHAPE)
    found = found.filter(~pl.col("before").str.contains("^" + pattern.left)) if found.height else found
    if pattern.context and found.height:
        found = found.filter(pl.col("context").str.contains(pattern.context))
    if not found.height:
        return _NOTHING
    found = trimmed(found, pattern.kind).with_columns(told=as_told(pl.col("match"), pattern.kind))
    distinct = found["told"].unique(maintain_order=True)
    read = _KINDS[pattern.kind].parse_column(distinct).with_columns(text=distinct)
    found = found.join(read, left_on="told", right_on="text", how="inner", maintain_order="left")
    kept = found.filter(pl.col("value").is_not_null())
    kept = kept.with_columns(kind=pl.lit(pattern.kind), rank=pl.lit(pattern.rank))
    return sifted(kept, pattern.kind).select(*_COLUMNS)


def _lines(frame: pl.DataFrame, texts: pl.Series, views: Views) -> pl.DataFrame:
    """The lines of the normal texts (the view writes a blank for a new line): index, text, offset."""
    whole = frame.with_columns(offset=pl.lit(0, pl.Int64))
    rows = texts.str.contains("\n", literal=True).fill_null(value=False).arg_true()
    if not len(rows):
        return whole
    cut: dict[str, list[int | str]] = {"index": [], "text": [], "offset": []}
    for row in rows.to_list():
        plain = frame["text"][row]
        ends = np.cumsum([len(line) + 1 for line in texts[row][:_LONGEST].split("\n")])[:-1]
        if row in views:
            ends = np.searchsorted(views[row].starts, ends)
        for start, end in pairwise([0, *ends.tolist(), len(plain)]):
            cut["index"].append(row)
            cut["text"].append(plain[start:end])
            cut["offset"].append(start)
    lines = pl.DataFrame(cut, schema={"index": pl.UInt32, "text": pl.String, "offset": pl.Int64})
    return pl.concat([whole.filter(~pl.col("index").is_in(rows.implode())), lines])


def _apart(found: pl.DataFrame) -> pl.DataFrame:
    """Of mentions that overlap the one of lower rank, then the longer; the same value found twice once."""
    found = found.sort("index", "start", "rank", "end", descending=[False, False, False, True])
    row_start = pl.col("index").cast(pl.Int64) * (_LONGEST + 1)
    clash = row_start + pl.col("start") < (row_start + pl.col("end")).cum_max().shift(1)
    mixed = found.filter(clash).select(pl.col("index").unique())
    if not mixed.height:
        return found
    alone = found.join(mixed, on="index", how="anti")
    crowd = found.join(mixed, on="index", how="semi", maintain_order="left").with_row_index("row")
    kept: list[int] = []
    last, reached, rank = -1, 0, 0
    told = (crowd[name].to_list() for name in ("row", "index", "start", "end", "rank"))
    for row, index, start, end, ranked in zip(*told, strict=True):
        if index != last or start >= reached:
            kept.append(row)
        elif ranked < rank:
            kept[-1] = row
        else:
            continue
        last, reached, rank = index, end, ranked
    return pl.concat([alone, crowd[kept].drop("row")])


def _hosts(every: pl.DataFrame) -> pl.DataFrame:
    """The host of every web address, at the same place."""
    links = every.filter(pl.col("kind") == "url")
    return links.with_columns(
        kind=pl.lit("domain"), value=pl.col("value").str.extract(r"^([^/?:]+)"), rank=pl.col("rank") + 1
    ).filter(pl.col("value").str.contains("[a-z]"))


def _written(every: pl.DataFrame, texts: pl.Series, views: Views) -> pl.DataFrame:
    """Places moved back to the original, and what stands there."""
    index, start, end = (every[name].cast(pl.Int64).to_numpy() for name in ("index", "start", "end"))
    start, end = views.back(index, start, end)
    every = every.with_columns(start=pl.Series(start), end=pl.Series(end))
    original = (
        texts.cast(pl.String)
        .alias("text")
        .to_frame()
        .with_row_index("index")
        .with_columns(pl.col("index").cast(pl.UInt32))
    )
    every = every.join(original, on="index", how="left", maintain_order="left")
    every = every.with_columns(as_written=cut(every))
    cards = every["kind"] == "card"
    if cards.any():
        every = every.with_columns(as_written=_veiled(every["as_written"], cards))
    return every.select(*FOUND).cast(FOUND).sort("index", "start", "end", "kind", "value")  # type: ignore[arg-type]


def _veiled(written: pl.Series, cards: pl.Series) -> pl.Series:
    """Card numbers as first six, stars, last four, whatever stands between the digits."""
    distinct = written.filter(cards).unique(maintain_order=True).to_list()
    hidden = [veil(one) if veil(one) != one else _starred(one) for one in distinct]
    return written.zip_with(~cards, written.replace(distinct, hidden))


def _starred(text: str) -> str:
    """All digits but the first six and last four as stars."""
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    hidden = set(digits[6:-4]) if len(digits) > 10 else set()
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))
