"""Cases done alike: for each case those that are most like it by behaviour, with or without a shared identifier.

A list of candidates to look at, never a tie: nothing here joins cases, and no name, number or account is compared.
What each likeness is worth is learned from the workspace's own series. Cases already in one series are not listed
for each other, nor are pairs of which an officer said that they are not one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.kernels import alike as kernel
from qalqan.kernels import alike_rank as ranking
from qalqan.link import _alike_words
from qalqan.link._alike_pairs import SHARE_NOTHING, Scale, base_rate, calibrate, others, tied, unseen
from qalqan.link._alike_told import Told, grounds
from qalqan.link._alike_view import STEPS, TURNS, VALUES, view
from qalqan.link._alike_weights import Pairs, learn
from qalqan.link._alike_words import Stems
from qalqan.link._decided import pairs
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

KEPT, LOOKED, REACH, WIDE, FEWEST_TIED = 10, 40, 300, 60, 20
LISTED = 3  # per mille
HALF = 40_000  # milli-bits: odds beyond are as good as sure
CARD = Card(
    name="alike",
    title="step-alike",
    reads=("cases", "losses", "transactions", "messages", "messages_read", "calls", "identifiers", "series", "decided"),
    writes=("alike",),
    thresholds={
        "kept": Threshold(KEPT, "cases", "listed for each case"),
        "listed": Threshold(LISTED, "0-1000", "a weaker likeness is listed nowhere"),
        "reach": Threshold(REACH, "cases", "of its scheme before and after a case that are compared with it"),
        "wide": Threshold(WIDE, "cases", "of any scheme before and after a case that are compared with it"),
        "rare": Threshold(_alike_words.RARE_CASES, "cases", "a word of no more cases brings them together"),
        "of_mates": Threshold(ranking.OF_MATES, "per mille", "of the mean chance over the mates of one of the two"),
        "of_both": Threshold(ranking.OF_BOTH, "per mille", "of the mean chance over the mates of both"),
        "share_nothing": Threshold(
            SHARE_NOTHING, "1/1000 bit", "pairs that share nothing are less alike than tied ones"
        ),
        "seen": Threshold(710, "per mille", "of a group's cases taken to be in its series, before looking"),
        "link.call_hours": Threshold(48, "h", "calls before the loss that belong to a case"),
    },
    errors=(
        "two groups with one script at one time are alike",
        "a group that changes its script is not found",
        "the probability rests on an estimate of how many cases of the groups are in no series yet",
    ),
    source="additive Bayes factors (Fellegi and Sunter 1969; Porter 2016), stratified by scheme; Chao 1987",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``alike``: up to ten cases for each case, best first, with every likeness and its weight.

    Cases are numbered by scheme, time and id, so that those compared lie side by side.
    """
    told = view(tables, settings.link.call_hours)
    if told.height < 2:
        return {"alike": empty(table("alike"))}
    homes = _homes(tables)
    told = told.join(homes, on="case_id", how="left", maintain_order="left").sort("mo", "gap", "case_id")
    scheme, ids = _codes(told["mo"]), told["case_id"]
    stems = _alike_words.read(told["plot"], scheme)
    told = told.with_columns(pl.Series("language", _alike_words.named(stems.tongue)))
    of = traits(told, scheme, stems)
    series = _series(tables, ids)
    worth, scale = teach(of, stems, series)
    missed = unseen(tables["identifiers"], homes)
    scale, own = scale.shifted(missed.odds), np.where(series[:, 0] < 0, missed.alone, 0).astype(np.int64)
    field = _field(of, told, stems, series, _barred(tables, ids))
    near, chances, summed = ranking.scan(of, worth, field, _odds(scale, own), LOOKED, settings.threads)
    sums = ranking.sums(summed, series[:, 0].astype(np.int64), int(series.max()) + 1)
    best, chance, alone = ranking.settle(near, chances, sums, KEPT)
    return {"alike": conform(_rows(told, (best, chance, alone), (of, worth, scale), own), table("alike"))}


def _odds(scale: Scale, own: np.ndarray) -> ranking.Odds:
    """The scale with chances looked up, millionths."""
    chance = np.rint(ranking.MILLION / (1 + np.exp2(-np.arange(-HALF, HALF + 1) / 1000))).astype(np.int64)
    return ranking.Odds(scale.base, scale.slope, own, chance)


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


def _homes(tables: Tables) -> pl.DataFrame:
    """(case_id, series_id): the series each case is of most firmly, empty when in none."""
    rows = tables["series"].sort("case_id", "score", "series_id", descending=[False, True, False])
    return rows.unique("case_id", keep="first", maintain_order=True).select("case_id", "series_id")


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


def _field(
    of: kernel.Traits, told: pl.DataFrame, stems: Stems, series: np.ndarray, barred: np.ndarray
) -> ranking.Field:
    """Which pairs are looked at: neighbours in time within the scheme and at all, and cases that share a rare word."""
    n = told.height
    gap = told["gap"].fill_null(0).to_numpy()
    number = np.arange(n)
    block, time = np.lexsort((number, gap, of.scheme)), np.lexsort((number, gap))
    block_place, time_place = np.empty(n, np.int32), np.empty(n, np.int32)
    block_place[block], time_place[time] = number, number
    ordered = of.scheme[block]
    return ranking.Field(
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
    told: pl.DataFrame,
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
    known: tuple[kernel.Traits, kernel.Worth, Scale],
    own: np.ndarray,
) -> pl.DataFrame:
    """The rows of the table, from the best of each case, their chances with and without their mates, and ``own``."""
    of, worth, scale = known
    best, chance, alone = found
    case, rank = (np.ascontiguousarray(one) for one in np.nonzero((best >= 0) & (chance >= LISTED * 1000 - 500)))
    other = best[case, rank].astype(np.int64)
    parts = kernel.weigh(case, other, of, worth)
    weight = parts.sum(axis=1, dtype=np.int64)
    mates = _bits(chance[case, rank]) - _bits(alone[case, rank])
    more = [
        Told("alike-base", np.full(case.size, scale.base), "cases", pl.repeat(told.height, case.size, eager=True)),
        Told(
            "alike-alone",
            own[case] + own[other],
            "cases",
            pl.Series((own[case] != 0) + (own[other] != 0), dtype=pl.Int64),
        ),
        Told("alike-mates", mates, "series", _series_of(told, other)),
        Told(
            "alike-lean",
            scale.odds(weight) - scale.base - weight,
            "per_mille",
            pl.repeat(scale.slope, case.size, eager=True),
        ),
    ]
    ids = told["case_id"]
    return pl.DataFrame(
        {
            "case_id": ids.gather(case),
            "rank": pl.Series(rank + 1, dtype=pl.Int64),
            "other": ids.gather(other),
            "score": pl.Series((chance[case, rank].astype(np.int64) + 500) // 1000, dtype=pl.Int64),
            "grounds": grounds(told, case, other, parts, more),
        }
    )


def _bits(millionths: np.ndarray) -> np.ndarray:
    """Log2 of the odds of chances, milli-bits."""
    share = np.clip(millionths, 1, ranking.MILLION - 1) / ranking.MILLION
    bits: np.ndarray = np.rint(1000 * np.log2(share / (1 - share))).astype(np.int64)
    return bits


def _series_of(told: pl.DataFrame, other: np.ndarray) -> pl.Series:
    """The series of the other case, empty when it is in none."""
    return told["series_id"].fill_null("").gather(other)
