"""Calls as columns of whole numbers: each number, device, SIM, cell and trunk has one code.

Ten million calls are counted by sorting codes, not strings: an identifier made of figures (with or without ``+``) is
read as a whole number exactly, everything else by a small dictionary; dense codes follow in the order of those numbers.
No hash stands in for a value, so that two values never fall together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

NONE: Final = 0  # the code of "not told"
MOST_FIGURES: Final = 17
SLICE: Final = 1 << 20  # rows read as numbers at a time
BASE: Final = 10**MOST_FIGURES
MOST_S: Final = 2**31 - 1
HOUR_S: Final = 3600
DAY_S: Final = 86_400
LOCAL_S: Final = 5 * HOUR_S  # Kazakhstan's one zone, UTC+5, since 2024-03-01; earlier days are cut the same way

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.signedinteger[Any]]  # half the memory where so many rows can be told in 32 bits
Flags = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Calls:
    """Calls and messages in order of time, with both sides told or one of them.

    ``second`` (s since 1970), ``lasted`` (s), ``sms`` (bool) and a code a column in ``code``; ``size``: how many codes
    there are of each of number, imei, imsi, cell, trunk (0 is "not told"). ``row`` leads back to ``source``.
    """

    source: pl.DataFrame
    row: Rows
    second: I64
    lasted: npt.NDArray[np.int32]
    sms: Flags
    code: dict[str, U32]
    size: dict[str, int]
    _names: dict[str, pl.Series] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many calls and messages."""
        return len(self.row)

    @property
    def day(self) -> I64:
        """Local day of each row, days since 1970."""
        return (self.second + LOCAL_S) // DAY_S

    def names(self, kind: str) -> pl.Series:
        """The values of a kind (number, imei, imsi, cell, trunk) by code."""
        if kind not in self._names:
            columns = ("a", "b") if kind == "number" else (kind,)
            named = np.zeros(self.size[kind], np.int64)
            value = pl.Series([None], dtype=pl.String).new_from_index(0, self.size[kind])
            for column in columns:
                code = self.code[column]
                named[code] = np.arange(len(code))
                here = pl.Series(code[named] == np.arange(self.size[kind]))
                value = self.source[column].gather(self.row[named]).zip_with(here, value) if self.rows else value
            self._names[kind] = value
        return self._names[kind]

    def places(self, rows: set[int]) -> dict[int, str]:
        """The first place of each of these rows (numbers of ``row``'s order)."""
        asked = np.array(sorted(rows), np.int64)
        told = self.source["locators"].gather(self.row[asked]).str.split(";").list.first()
        return dict(zip(asked.tolist(), told.to_list(), strict=True))


def coded(calls: pl.DataFrame) -> Calls:
    """The calls and messages of the table ``calls`` in total order (moment, then place), as codes.

    The table itself is neither sorted nor copied: codes are brought into order, columns one after the other.
    """
    order = _order(calls)
    wanted = calls.select(x=(pl.col("service") != "data").fill_null(value=True) & pl.col("at").is_not_null())["x"]
    row = order[wanted.to_numpy()[order]]
    number = _dense(_keys([calls["a"], calls["b"]]))
    code = {"a": number[row], "b": number[row + calls.height]}
    size = {"number": int(number.max(initial=0)) + 1}
    del number
    for name in ("imei", "imsi", "cell", "trunk"):
        whole = _dense(_keys([calls[name]]))
        code[name], size[name] = whole[row], int(whole.max(initial=0)) + 1
        del whole
    return Calls(
        source=calls,
        row=row,
        second=calls["at"].dt.epoch("s").fill_null(0).to_numpy().astype(np.int64, copy=False)[row],
        lasted=calls["duration_s"].fill_null(0).clip(0, MOST_S).cast(pl.Int32).to_numpy()[row],
        sms=(calls["service"] == "sms").fill_null(value=False).to_numpy()[row],
        code=code,
        size=size,
    )


def _order(calls: pl.DataFrame) -> Rows:
    """Rows by moment, then place. A run's tables are in order of time already: only ties are looked at."""
    wide = np.int32 if 2 * calls.height < 2**31 else np.int64
    moment = calls["at"].to_physical().fill_null(-1).to_numpy()
    if calls["at"].null_count() or bool((moment[1:] < moment[:-1]).any()):
        return calls.select(pl.arg_sort_by("at", "call_id")).to_series().to_numpy().astype(wide)
    rows: Rows = np.arange(calls.height, dtype=wide)
    tie = np.zeros(len(moment) + 1, np.bool_)
    tie[1:-1] = moment[1:] == moment[:-1]
    place = calls["call_id"]
    late = (place.slice(1) < place.head(max(len(place) - 1, 0))).fill_null(value=True)
    if bool((late.to_numpy() & tie[1:-1]).any()):
        tied = np.flatnonzero(tie[1:] | tie[:-1])
        ranked = pl.DataFrame({"at": moment[tied], "place": place.gather(tied)}).select(pl.arg_sort_by("at", "place"))
        rows[tied] = tied[ranked.to_series().to_numpy()]
    return rows


def _dense(keys: pl.Series) -> U32:
    """A code a key, from 1 in the order of the keys; 0 where nothing is told."""
    codes: U32 = keys.rank("dense").fill_null(NONE).cast(pl.UInt32).to_numpy()
    return codes


def _keys(columns: list[pl.Series]) -> pl.Series:
    """An exact whole number a value, the same in all columns: figures as they are with their length, others by a
    dictionary (negative). The columns' keys one after the other."""
    whole = [pl.concat([_whole(one.slice(at, SLICE)) for at in range(0, max(one.len(), 1), SLICE)]) for one in columns]
    odd = [one.filter(key.is_null() & one.is_not_null()) for one, key in zip(columns, whole, strict=True)]
    strange = pl.concat([one.unique() for one in odd]).unique().sort()
    for place, (one, key, told) in enumerate(zip(columns, whole, odd, strict=True)):
        if told.len():
            code = told.cast(pl.Enum(strange)).to_physical().cast(pl.Int64) - strange.len()
            at = (key.is_null() & one.is_not_null()).arg_true()
            whole[place] = key.scatter(at, code)
    return pl.concat(whole) if len(whole) > 1 else whole[0]


def _whole(values: pl.Series) -> pl.Series:
    """The figures of a value, with or without ``+``, and their length in one number; null where it is another thing."""
    x = pl.col("x")
    plus = x.str.starts_with("+")
    figures = pl.when(plus).then(x.str.slice(1)).otherwise(x)
    size = x.str.len_bytes().cast(pl.Int64)
    signed = figures.str.starts_with("+") | figures.str.starts_with("-")
    key = (size * 2 + plus.cast(pl.Int64)) * BASE + figures.str.to_integer(strict=False)
    return values.alias("x").to_frame().select(k=pl.when((size <= MOST_FIGURES) & ~signed).then(key))["k"]


def once(*codes: npt.NDArray[np.generic]) -> Flags:
    """Whether a row is the first with its combination of codes (rows in order of time)."""
    if not len(codes[0]):
        return np.zeros(0, np.bool_)
    first: Flags = pl.Series(packed(*codes)).is_first_distinct().to_numpy()
    return first


def packed(*codes: npt.NDArray[np.generic]) -> I64:
    """Several codes (none negative) in one whole number, in lexicographic order.

    Codes that do not fit into 63 bits together are made dense first.
    """
    told: list[npt.NDArray[Any]] = list(codes)
    most = [int(one.max(initial=0)) + 1 for one in told]
    if _bits(most) > 63:
        told = [pl.Series(one).rank("dense").to_numpy() for one in told]
        most = [int(one.max(initial=0)) + 1 for one in told]
    key: I64 = told[0].astype(np.int64)
    for one, room in zip(told[1:], most[1:], strict=True):
        key *= room
        key += one
    return key


def _bits(most: list[int]) -> int:
    return sum(int(room - 1).bit_length() for room in most)


def running(flags: npt.NDArray[np.generic], start: Flags) -> I64:
    """Sum so far inside groups of neighbours; ``start``: where a group begins."""
    total = np.cumsum(flags.astype(np.int64))
    if not len(total):
        return total
    begin = np.flatnonzero(start)
    before = np.where(begin > 0, total[begin - 1], 0)
    sums: I64 = total - np.repeat(before, np.diff(np.append(begin, len(total))))
    return sums
