"""A run's tables as somebody may know of them: without sealed cases and without rows that only sealed evidence tells.

For what is computed from whole tables (a case's money at a moment, a victim's line, pictures, proposals, papers): a
trace over these tables follows no transfer that the asker may not know of, so that its sums and accounts tell nothing
of one either. Pages made of look-ups go through `desk/lens.Sight`, which says the same of single rows.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import polars as pl

from qalqan.desk.lens import ALL, Lens, Sight
from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.latest import Latest
from qalqan.link import follow, holds
from qalqan.link.follow_keep import book_for
from qalqan.settings import Settings

_PLACES: Final = ("locators", "locator", "source", "first")
_LATEST: Final = Latest[Tables](4)


def tables(known: Tables, sight: Sight, settings: Settings) -> Tables:
    """The tables without what is hidden; the very same ones when nothing is. Trails and holds of cases on whose money
    hidden rows bear are made anew."""
    if sight == ALL:
        return known
    told = "\n".join((*sorted(sight.cases), "", *sorted(sight.evidence))).encode()
    stamp = f"{known.stamp}-{blake2b(told, digest_size=10).hexdigest()}" if known.stamp else ""
    return _LATEST.of(stamp, lambda: _without(known, stamp, sight, settings), keep=stamp)


def _without(known: Tables, stamp: str, sight: Sight, settings: Settings) -> Tables:
    made = Tables(lambda name: _of(known, made, name, sight, settings), known.cache, known.key)
    made.stamp = stamp
    return made


def untold(lens: Lens, case: str, sight: Sight) -> list[str]:
    """Accounts that a case's money reaches by transfers alone of which the asker may not know."""
    if not sight.evidence:
        return []
    every = lens.rows("hops", "case_id", [case])
    return sorted(_ends(every) - _ends(sight.of(every)))


def _of(known: Tables, made: Tables, name: str, sight: Sight, settings: Settings) -> pl.DataFrame:
    frame = _rows(known[name], sight)
    if name == "losses":
        return frame.filter(pl.col("tx_id").is_in(made["transactions"]["tx_id"].implode()))
    if name not in ("trails", "hops", "holds") or not (moved := _moved(known, made, sight)):
        return frame
    rest = frame.filter(~pl.col("case_id").is_in(moved))
    return conform(pl.concat([rest, _anew(made, name, moved, settings)], how="diagonal"), table(name))


def _moved(known: Tables, made: Tables, sight: Sight) -> list[str]:
    """The cases whose money the hidden rows bear on: it went by them, or over an account that they name."""
    if "moved" not in made.made:
        gone = known["transactions"].join(made["transactions"], on="tx_id", how="anti")
        accounts = _ends(gone)
        for name in ("coverage", "holders"):
            if known[name].height != made[name].height:
                lost = known[name].join(made[name], on=known[name].columns, how="anti", nulls_equal=True)
                accounts |= set(lost["account"].drop_nulls())
        told = [known[name].filter(pl.col("tx_id").is_in(gone["tx_id"].implode())) for name in ("hops", "losses")]
        told.append(known["trails"].filter(pl.col("account").is_in(sorted(accounts))))
        cases = {case for one in told for case in one["case_id"].drop_nulls().unique()}
        made.made["moved"] = sorted(cases - sight.cases)
    moved: list[str] = made.made["moved"]  # type: ignore[assignment]
    return moved


def _anew(made: Tables, name: str, cases: list[str], settings: Settings) -> pl.DataFrame:
    """The rows of those cases as the steps of the analysis make them of what is left."""
    narrowed = {one: made[one].filter(pl.col("case_id").is_in(cases)) for one in ("cases", "losses")}
    some = Tables(lambda one: narrowed[one] if one in narrowed else made[one], made.cache, made.key)
    some.stamp, some.made = made.stamp, {"book": book_for(made)}
    made_of = holds.run(some, settings) if name == "holds" else follow.run(some, settings)
    return made_of[name]


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


def _ends(rows: pl.DataFrame) -> set[str]:
    return {*rows["from"].drop_nulls().unique(), *rows["to"].drop_nulls().unique()}
