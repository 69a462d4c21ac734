"""Cases done alike: for each case those that are most like it by behaviour, with or without a shared identifier.

A list of candidates to look at, never a tie: nothing here joins cases, and no name, number or account is looked at.
What each likeness is worth is learned from the workspace's own series. Cases already in one series are not listed
for each other, nor are pairs of which an officer said that they are not one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.kernels import alike as kernel
from qalqan.link import _alike_words
from qalqan.link._alike_pairs import Scale, base_rate, calibrate, others, tied
from qalqan.link._alike_told import Told, grounds
from qalqan.link._alike_view import STEPS, TURNS, VALUES, view
from qalqan.link._alike_weights import Pairs, learn
from qalqan.link._alike_words import Stems
from qalqan.link._decided import pairs
from qalqan.link._weights import logistic
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

KEPT, REACH, WIDE, BACKING, FEWEST_TIED = 10, 500, 60, 300, 20
CARD = Card(
    name="alike",
    title="step-alike",
    reads=("cases", "losses", "transactions", "messages", "messages_read", "calls", "series", "decided"),
    writes=("alike",),
    thresholds={
        "kept": Threshold(KEPT, "cases", "listed for each case"),
        "reach": Threshold(REACH, "cases", "of its scheme before and after a case that are compared with it"),
        "wide": Threshold(WIDE, "cases", "of any scheme before and after a case that are compared with it"),
        "rare": Threshold(_alike_words.RARE_CASES, "cases", "a word of no more cases brings them together"),
        "backing": Threshold(BACKING, "per mille", "of what the other cases of a series weigh, for each of its cases"),
        "tied_share": Threshold(500, "per mille", "of one group's pairs taken to be tied already, for the probability"),
        "link.call_hours": Threshold(48, "h", "calls before the loss that belong to a case"),
    },
    errors=(
        "two groups with one script at one time are alike",
        "a group that changes its script is not found",
        "the probability is as right as the share of one group's pairs that are tied already",
    ),
    source="additive Bayes factors (Fellegi and Sunter 1969; Porter 2016), stratified by scheme; kernels/alike.py",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``alike``: up to ten cases for each case, best first, with every likeness and its weight."""
    cases = tables["cases"].sort("case_id")
    if cases.height < 2:
        return {"alike": empty(table("alike"))}
    told = view(tables, settings.link.call_hours)
    scheme = _codes(told["mo"])
    stems = _alike_words.read(cases["plot"], scheme)
    told = told.with_columns(cases["source"], pl.Series("language", _alike_words.named(stems.tongue)))
    of = traits(told, scheme, stems)
    series = _series(tables, cases["case_id"])
    worth, scale = teach(of, stems, series)
    field = _field(of, told, stems, series, _barred(tables, cases["case_id"]))
    best, backing = kernel.rank(of, worth, field, KEPT, BACKING)
    return {"alike": conform(_rows(told, best, backing, (of, worth, scale)), table("alike"))}


def traits(told: pl.DataFrame, scheme: np.ndarray, stems: Stems) -> kernel.Traits:
    """What cases do, as numbers for the kernel."""
    values = np.stack([_codes(told[name]) for name in VALUES], axis=1)
    steps = np.stack([told[name].fill_null(kernel.UNKNOWN).to_numpy().astype(np.int32) for name in STEPS], axis=1)
    turn = np.array([TURNS.get(name, 0) for name in STEPS], np.int32)
    return kernel.Traits(scheme, values, steps, turn, stems.words, stems.at, stems.tongue)


def teach(of: kernel.Traits, stems: Stems, series: np.ndarray) -> tuple[kernel.Worth, Scale]:
    """Weights from all series, and a scale from weights that each half of the series taught for the other."""
    own, strangers = tied(series), others(of, series)
    worth = learn(of, stems, own, strangers)
    side, far = series[own.a].max(axis=1) % 2, np.arange(strangers.a.size) % 2
    bits: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    for half in (0, 1) if own.weight.sum() >= FEWEST_TIED else ():
        taught = learn(of, stems, own.some(side != half), strangers.some(far != half))
        m, u = own.some(side == half), strangers.some(far == half)
        bits.append((_sum(m, of, taught), m.weight, _sum(u, of, taught), u.weight))
    rate = base_rate(series)
    if not bits:
        nothing = np.zeros(0)
        return worth, calibrate(nothing, nothing, nothing, nothing, rate)
    m_bits, m_weight, u_bits, u_weight = (np.concatenate(part) for part in zip(*bits, strict=True))
    return worth, calibrate(m_bits, m_weight, u_bits, u_weight, rate)


def _sum(of_pairs: Pairs, of: kernel.Traits, worth: kernel.Worth) -> np.ndarray:
    total: np.ndarray = kernel.weigh(of_pairs.a, of_pairs.b, of, worth).sum(axis=1, dtype=np.int64)
    return total


def _codes(values: pl.Series) -> np.ndarray:
    """Numbers from 0 in order of the values; -1 for null."""
    ranks = values.rank("dense").cast(pl.Int64) - 1
    return ranks.fill_null(-1).to_numpy().astype(np.int32)


def _series(tables: Tables, ids: pl.Series) -> np.ndarray:
    """(n, 2): numbers of the first two series of each case, -1 where there is none."""
    rows = tables["series"].filter((pl.col("series_id") != "") & pl.col("case_id").is_in(ids.implode()))
    rows = rows.sort("case_id", "score", "series_id", descending=[False, True, False])
    rows = rows.with_columns(pl.int_range(pl.len()).over("case_id").alias("nth")).filter(pl.col("nth") < 2)
    number = pl.DataFrame({"case_id": ids}).with_row_index("n")
    rows = rows.with_columns((pl.col("series_id").rank("dense") - 1).cast(pl.Int64).alias("label"))
    rows = rows.join(number, on="case_id", how="inner", maintain_order="left")
    found = np.full((len(ids), 2), -1, np.int32)
    found[rows["n"].to_numpy(), rows["nth"].to_numpy()] = rows["label"].to_numpy()
    return found


def _barred(tables: Tables, ids: pl.Series) -> np.ndarray:
    """Pairs that an officer said are not one, as smaller * n + greater, ascending."""
    number = pl.DataFrame({"case_id": ids}).with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))
    said = pairs(tables).filter(~pl.col("holds"))
    for side in ("a", "b"):
        said = said.join(number.rename({"case_id": side, "n": f"n_{side}"}), on=side, how="inner")
    key = pl.min_horizontal("n_a", "n_b") * len(ids) + pl.max_horizontal("n_a", "n_b")
    return said.select(key.alias("key"))["key"].sort().to_numpy().astype(np.int64)


def _field(of: kernel.Traits, told: pl.DataFrame, stems: Stems, series: np.ndarray, barred: np.ndarray) -> kernel.Field:
    """Which pairs are looked at: neighbours in time within the scheme and at all, and cases that share a rare word."""
    n = told.height
    gap = told["gap"].fill_null(0).to_numpy()
    number = np.arange(n)
    block, time = np.lexsort((number, gap, of.scheme)), np.lexsort((number, gap))
    block_place, time_place = np.empty(n, np.int32), np.empty(n, np.int32)
    block_place[block], time_place[time] = number, number
    ordered = of.scheme[block]
    return kernel.Field(
        block.astype(np.int32),
        block_place,
        np.searchsorted(ordered, of.scheme, "left").astype(np.int32),
        np.searchsorted(ordered, of.scheme, "right").astype(np.int32),
        time.astype(np.int32),
        time_place,
        REACH,
        WIDE,
        stems.rare,
        stems.rare_at,
        series,
        int(series.max()) + 1,
        barred,
    )


def _rows(
    told: pl.DataFrame, best: np.ndarray, backing: np.ndarray, known: tuple[kernel.Traits, kernel.Worth, Scale]
) -> pl.DataFrame:
    """The rows of the table, from the best of each case."""
    of, worth, scale = known
    case, rank = np.nonzero(best >= 0)
    other = best[case, rank].astype(np.int64)
    parts = kernel.weigh(case, other, of, worth)
    added = backing[case, rank].astype(np.int64)
    weight = parts.sum(axis=1, dtype=np.int64)
    odds = scale.odds(weight + added)
    lean = odds - scale.base - weight - added
    more = [
        Told("alike-base", np.full(case.size, scale.base), "cases", pl.repeat(told.height, case.size, eager=True)),
        Told("alike-series", added, "per_mille", pl.repeat(BACKING, case.size, eager=True)),
        Told("alike-lean", lean, "per_mille", pl.repeat(scale.slope, case.size, eager=True)),
    ]
    ids = told["case_id"]
    return pl.DataFrame(
        {
            "case_id": ids.gather(case),
            "rank": pl.Series(rank + 1, dtype=pl.Int64),
            "other": ids.gather(other),
            "score": pl.Series(logistic(odds), dtype=pl.Int64),
            "grounds": grounds(told, case, other, parts, more),
        }
    )
