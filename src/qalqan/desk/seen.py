"""A run's tables as somebody may know of them: without sealed cases and without rows that only sealed evidence tells.

For what is computed anew from whole tables (a case's money at a moment, a victim's line, their pictures): a trace over
these tables follows no transfer that the asker may not know of, so that its sums and accounts tell nothing of one
either. Pages made of look-ups go through `desk/lens.Sight`, which says the same of single rows.
"""

from __future__ import annotations

import threading
from hashlib import blake2b
from typing import Final

import polars as pl

from qalqan.desk.lens import ALL, Lens, Sight
from qalqan.engine.frames import Tables

KEPT: Final = 2
_PLACES: Final = ("locators", "locator", "source", "first")
_kept: dict[str, Tables] = {}
_keeping: Final = threading.Lock()


def tables(known: Tables, sight: Sight) -> Tables:
    """The tables without what is hidden; the very same ones when nothing is."""
    if sight == ALL:
        return known
    told = "\n".join((*sorted(sight.cases), "", *sorted(sight.evidence))).encode()
    stamp = f"{known.stamp}-{blake2b(told, digest_size=10).hexdigest()}" if known.stamp else ""
    with _keeping:
        if stamp and (found := _kept.pop(stamp, None)) is not None:
            _kept[stamp] = found
            return found
    made = Tables(lambda name: _of(known, made, name, sight), known.cache, known.key)
    made.stamp = stamp
    if stamp:
        with _keeping:
            _kept[stamp] = made
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]
    return made


def untold(lens: Lens, case: str, sight: Sight) -> list[str]:
    """Accounts that a case's money reaches by transfers alone of which the asker may not know."""
    if not sight.evidence:
        return []
    every = lens.rows("hops", "case_id", [case])
    return sorted(_ends(every) - _ends(sight.of(every)))


def _of(known: Tables, made: Tables, name: str, sight: Sight) -> pl.DataFrame:
    frame = _rows(known[name], sight)
    if name == "losses":
        return frame.filter(pl.col("tx_id").is_in(made["transactions"]["tx_id"].implode()))
    if name in ("trails", "holds"):
        return _reached(known, made, frame)
    return frame


def _rows(frame: pl.DataFrame, sight: Sight) -> pl.DataFrame:
    """The rows that may be known of; places are taken apart only in rows that name hidden evidence at all."""
    named = [pl.col(one).str.contains_any(sorted(sight.evidence)) for one in _PLACES
             if sight.evidence and frame.schema.get(one) == pl.String]  # fmt: skip
    if not named:
        return sight.of(frame)
    near = frame.select(pl.any_horizontal(named).fill_null(False).alias("near"))["near"]
    kept = sight.of(frame.with_row_index("__row").filter(near))["__row"]
    rest = frame.with_row_index("__row").filter(~near | pl.col("__row").is_in(kept.implode()))
    return Sight(sight.cases).of(rest.drop("__row")) if sight.cases else rest.drop("__row")


def _reached(known: Tables, made: Tables, frame: pl.DataFrame) -> pl.DataFrame:
    """Without accounts of a case that only hidden transfers reach, and without those that only hidden rows name."""
    pair = ["case_id", "account"]
    ways = [_pairs(one["hops"]) for one in (known, made)]
    gone = ways[0].join(ways[1], on=pair, how="anti")
    named = [_ends(one["transactions"]) for one in (known, made)]
    return frame.join(gone, on=pair, how="anti", maintain_order="left").filter(
        ~pl.col("account").is_in(sorted(named[0] - named[1])).fill_null(False)
    )


def _pairs(hops: pl.DataFrame) -> pl.DataFrame:
    ends = [hops.select("case_id", pl.col(side).alias("account")) for side in ("from", "to")]
    return pl.concat(ends).unique()


def _ends(rows: pl.DataFrame) -> set[str]:
    return {*rows["from"].drop_nulls().unique(), *rows["to"].drop_nulls().unique()}
