"""Peers for callers' fraud, re-implemented from their descriptions, on the same rows and with the same white list.

voltdb: the rules of voltdb-simbox (github.com/srmadscience/voltdb-simbox, procedure ReportDeviceActivity): a SIM first
seen within ten days, ten calls out and more within three hours, on the phone at least 30 % of that time, and ten times
as many calls out as in, or hardly a number called often (calls to its twenty commonest below three times the rest);
besides, three SIM cards and more that go through the same six cells one after another.
murynets: rules in the manner of Murynets et al. 2014 (INFOCOM): a SIM's day with at least 60 calls out to mostly
different numbers, one in twenty in at most, from at most two cells; or a device with three SIM cards and more of which
each does so with half the calls.
forest, isolation: random forest and isolation forest (scikit-learn) on features of a number's day.

All raise on numbers; a day's rule raises when the day is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from qalqan.simulate.cdr import World, world

Day = tuple[pl.DataFrame, np.ndarray[Any, np.dtype[np.bool_]]]
"""Rows of :func:`days_of` and which of them are guilty."""
HOURS = 3
YOUNG = timedelta(days=10)
CHARACTERS = (
    "out", "into", "people", "spread", "share", "mean", "short", "missed", "cells", "sims", "devices", "night", "texts",
    "hours", "busy", "age", "strangers", "heard",
)  # fmt: skip


def _out(made: World) -> pl.DataFrame:
    """Calls of own SIM cards that are no registered gateway's."""
    lawful = made.tables["gateways"]["value"].implode()
    calls = made.tables["calls"].filter(pl.col("service") != "data")
    return calls.filter(~pl.col("a").is_in(lawful), ~pl.col("imei").is_in(lawful).fill_null(False))


def _alerts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """value, at, score → the columns of an alert; the first of a number."""
    first = rows.sort("at", "value").unique("value", keep="first", maintain_order=True)
    return first.select(
        pl.lit(name).alias("detector"),
        pl.lit("number").alias("subject_kind"),
        pl.col("value").alias("subject"),
        pl.col("at").cast(pl.Datetime("us", "UTC")),
        pl.col("score").cast(pl.Int64),
        pl.lit("").alias("numbers"),
    )


def voltdb(made: World) -> pl.DataFrame:
    """Alerts of voltdb-simbox's rules, each at the end of the hour in which it holds."""
    born = made.tables["sims"].select(pl.col("number"), "activated")
    first = pl.min_horizontal("at") - pl.col("activated")
    out = _out(made).filter(pl.col("imei").is_not_null(), pl.col("service") == "voice")
    young = out.join(born, left_on="a", right_on="number").filter(first < YOUNG)
    windows = [pl.col("at").dt.truncate("1h") + pl.duration(hours=n) for n in range(1, HOURS + 1)]
    ended = young.with_columns(pl.concat_list(windows).alias("until")).explode("until")
    called = ended.group_by("a", "until", "b").agg(pl.len().alias("calls"), pl.col("duration_s").sum().alias("talk"))
    summed = called.group_by("a", "until").agg(
        pl.col("calls").sum().alias("out"),
        pl.col("talk").sum().alias("talk"),
        pl.col("calls").top_k(20).sum().alias("top"),
    )
    into = made.tables["calls"].filter(pl.col("b").is_in(young["a"].unique().implode()), pl.col("service") == "voice")
    into = into.with_columns(pl.concat_list(windows).alias("until")).explode("until")
    came = into.group_by(pl.col("b").alias("a"), "until").agg(
        pl.len().alias("into"), pl.col("duration_s").sum().alias("heard")
    )
    both = summed.join(came, on=["a", "until"], how="left").with_columns(pl.col("into", "heard").fill_null(0))
    busy = (pl.col("talk") + pl.col("heard")) * 100 / (HOURS * 3600)
    one_sided = pl.col("into") * 10 < pl.col("out")
    no_friends = pl.col("top") < 3 * (pl.col("out") - pl.col("top"))
    hit = both.filter((pl.col("out") >= 10) & (busy >= 30) & (one_sided | no_friends))
    told = hit.select(pl.col("a").alias("value"), pl.col("until").alias("at"), busy.clip(0, 100).mul(10).alias("score"))
    return _alerts(pl.concat([told.cast({"score": pl.Float64}), _cohorts(out)]), "voltdb")


def _cohorts(out: pl.DataFrame) -> pl.DataFrame:
    """Three SIM cards and more that went through the same six cells and into the last within the same hour."""
    moves = out.filter(pl.col("cell").is_not_null()).select("a", "at", "cell").sort("a", "at")
    moves = moves.filter(
        (pl.col("cell") != pl.col("cell").shift()).fill_null(True)
        | (pl.col("a") != pl.col("a").shift()).fill_null(True)
    )
    way = pl.concat_str([pl.col("cell").shift(n).over("a") for n in range(6)], separator=">")
    ways = moves.with_columns(way.alias("way"), pl.col("at").dt.truncate("1h").alias("hour")).drop_nulls("way")
    many = ways.filter(pl.col("a").n_unique().over("way", "hour") >= 3)
    return many.select(pl.col("a").alias("value"), "at", pl.lit(700.0).alias("score"))


def days_of(made: World) -> pl.DataFrame:
    """One row a number and day (Kazakhstan's) with at least three calls out: ``CHARACTERS``, value, at (day's end)."""
    day = (pl.col("at") + pl.duration(hours=5)).dt.date().alias("day")
    own = _out(made).filter(pl.col("imei").is_not_null()).with_columns(day)
    hour = (pl.col("at") + pl.duration(hours=5)).dt.hour()
    voice = pl.col("service") == "voice"
    out = own.group_by(pl.col("a").alias("value"), "day").agg(
        voice.sum().alias("out"),
        pl.col("b").filter(voice).n_unique().alias("people"),
        pl.col("duration_s").filter(voice).mean().alias("mean"),
        (voice & pl.col("duration_s").is_between(1, 20)).sum().alias("brief"),
        (voice & (pl.col("duration_s") == 0)).sum().alias("none"),
        pl.col("cell").n_unique().alias("cells"),
        pl.col("imei").n_unique().alias("devices"),
        pl.col("imei").first().alias("imei"),
        (voice & (hour < 7)).sum().alias("dark"),
        (~voice).sum().alias("texts"),
        hour.n_unique().alias("hours"),
        pl.col("duration_s").sum().alias("busy"),
    ).filter(pl.col("out") >= 3)  # fmt: skip
    into = made.tables["calls"].filter(voice).with_columns(day).group_by(pl.col("b").alias("value"), "day").agg(
        pl.len().alias("into"), (pl.col("duration_s") > 0).sum().alias("heard")
    )  # fmt: skip
    sims = own.group_by("imei", "day").agg(pl.col("imsi").n_unique().alias("sims"))
    once = own.filter(voice).group_by(pl.col("a").alias("value"), "b").agg(pl.len().alias("times"))
    once = once.group_by("value").agg((pl.col("times") == 1).mean().alias("strangers"))
    born = made.tables["sims"].select(pl.col("number").alias("value"), "activated")
    rows = out.join(into, on=["value", "day"], how="left").join(sims, on=["imei", "day"], how="left")
    rows = rows.join(once, on="value", how="left").join(born, on="value", how="left")
    end = (pl.col("day") + pl.duration(days=1)).cast(pl.Datetime("us")) - pl.duration(hours=5)
    out_ = pl.col("out").cast(pl.Float64)
    return rows.with_columns(pl.col("into", "heard").fill_null(0)).with_columns(
        (out_ / pl.col("people")).alias("spread"),
        (out_ / (out_ + pl.col("into"))).alias("share"),
        (pl.col("brief") / out_).alias("short"),
        (pl.col("none") / out_).alias("missed"),
        (pl.col("dark") / out_).alias("night"),
        end.dt.replace_time_zone("UTC").alias("at"),
    ).with_columns(
        ((pl.col("at") - pl.col("activated")).dt.total_seconds() / 86_400).fill_null(1000).clip(0, 1000).alias("age")
    ).sort("day", "value").select("value", "at", "day", "imei", *CHARACTERS)  # fmt: skip


def murynets(made: World, rows: pl.DataFrame | None = None) -> pl.DataFrame:
    """Alerts of rules in the manner of Murynets et al. 2014."""
    day = days_of(made) if rows is None else rows
    fixed = (pl.col("cells") <= 2) & (pl.col("into") <= 0.05 * pl.col("out")) & (pl.col("spread") < 1.25)
    heavy = fixed & (pl.col("out") >= 60)
    many = fixed & (pl.col("sims") >= 3) & (pl.col("out") >= 30)
    score = (pl.col("out").clip(0, 500) + 400).alias("score")
    return _alerts(day.filter(heavy | many).select("value", "at", score), "murynets")


@dataclass(slots=True)
class Learned:
    """A forest of scikit-learn and the threshold chosen on tuning worlds."""

    name: str
    model: Any = None
    threshold: float = 1.0
    told: list[str] = field(default_factory=list)

    def scores(self, rows: pl.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The greater, the more like fraud; 0 to 1 for the random forest."""
        given = rows.select(CHARACTERS).to_numpy().astype(np.float64)
        if self.name == "forest":
            return np.asarray(self.model.predict_proba(given)[:, 1])
        return np.asarray(-self.model.score_samples(given))

    def alerts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Alerts on numbers' days above the threshold."""
        if rows.is_empty():
            return _alerts(rows.select("value", "at").with_columns(score=pl.lit(0)), self.name)
        score = self.scores(rows)
        told = rows.select("value", "at").with_columns(
            pl.Series("score", np.clip(score * 1000, 0, 1000).astype(np.int64))
        )
        return _alerts(told.filter(pl.Series(score >= self.threshold)), self.name)


def guilty(made: World, rows: pl.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Rows of a caller of fraud on a day on which it made fraud calls."""
    calls = made.tables["calls"].join(
        made.truth.calls.filter(pl.col("role") != "spoof").select("call_id"), on="call_id"
    )
    bad = calls.select(
        pl.col("a").alias("value"), (pl.col("at") + pl.duration(hours=5)).dt.date().alias("day")
    ).unique()
    return (
        rows.join(bad.with_columns(bad=pl.lit(True)), on=["value", "day"], how="left", maintain_order="left")["bad"]
        .fill_null(False)
        .to_numpy()
    )


def learn(seeds: Sequence[int], size: int, days: int) -> list[Learned]:
    """Both forests: learned on all but the last two of ``seeds`` (each with levels of its own).

    The threshold is the one of the best F1 over numbers in the worlds of the last two seeds, at the field base rate.
    """
    from sklearn.ensemble import IsolationForest, RandomForestClassifier  # noqa: PLC0415

    parts: list[Day] = []
    held: list[Day] = []
    for n, seed in enumerate(seeds):
        apart = n >= len(seeds) - 2
        for level in range(n % 2, 6, 2) if apart else (n % 6, (n + 3) % 6):
            made = world(seed, size, days, level)
            rows = days_of(made)
            (held if apart else parts).append((rows, guilty(made, rows)))
    rng = np.random.default_rng(0)
    given = np.concatenate([rows.select(CHARACTERS).to_numpy().astype(np.float64) for rows, _ in parts])
    label = np.concatenate([bad for _, bad in parts])
    kept = np.flatnonzero(label | (rng.random(len(label)) < min(1.0, 100_000 / len(label))))
    forest = RandomForestClassifier(
        100, min_samples_leaf=2, class_weight="balanced_subsample", random_state=0, n_jobs=1
    )
    forest.fit(given[kept], label[kept])
    alone = IsolationForest(n_estimators=200, max_samples=4096, random_state=0, n_jobs=1).fit(given[kept])
    found = [Learned("forest", forest), Learned("isolation", alone)]
    for one in found:
        _choose(one, held)
    return found


def _choose(one: Learned, held: list[Day]) -> None:
    """The threshold of the best F1 over numbers; at most a hundred alerts a day follow from it on their own."""
    best = []
    for rows, bad in held:
        told = rows.select("value").with_columns(pl.Series("score", one.scores(rows)), pl.Series("bad", bad))
        best.append(told.group_by("value").agg(pl.col("score").max(), pl.col("bad").max()))
    whole = pl.concat(best).sort("score", descending=True)
    hit = whole["bad"].cum_sum().to_numpy().astype(np.float64)
    value = 2 * hit / (np.arange(1, len(hit) + 1) + max(1.0, float(hit[-1])))
    place = int(value.argmax())
    one.threshold = float(whole["score"][place])
    one.told.append(f"{one.name}: threshold {one.threshold:.3f}, F1 on tuning worlds {value[place]:.2f}")


__all__ = ["CHARACTERS", "Learned", "days_of", "guilty", "learn", "murynets", "voltdb"]
