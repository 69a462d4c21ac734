"""Alerts on calls against the truth of a made world: what they hit, how soon, and what they took for fraud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from qalqan.simulate.cdr import World

BUDGET = 100  # alerts a day that an analyst looks at
OF_ORIGIN = ("call_impossible", "call_origin", "call_displacement")
"""Detectors that speak of a false A-number; all others speak of who makes the calls."""
ALERTS = ("detector", "subject_kind", "subject", "at", "score", "numbers")
LOCAL = 5  # hours ahead of UTC


@dataclass(frozen=True, slots=True)
class Judged:
    """One world's alerts within the budget: each with ``hit`` (role, empty for none), ``kind`` (whose it is) and
    ``day``; and each SIM-box's and room's number with its first fraud call and hours until it was raised."""

    alerts: pl.DataFrame
    found: pl.DataFrame
    raised: int
    level: int
    seed: int


def judge(made: World, alerts: pl.DataFrame, budget: int = BUDGET) -> Judged:
    """The alerts, at most ``budget`` a day by score, judged by the world's truth."""
    day = (pl.col("at") + pl.duration(hours=LOCAL)).dt.date().alias("day")
    ranked = (
        alerts.select(ALERTS)
        .with_columns(day)
        .sort("day", "score", "at", "subject", descending=[False, True, False, False])
    )
    kept = ranked.filter(pl.int_range(pl.len()).over("day") < budget)
    judged = kept.join(_hits(made), on=["subject_kind", "subject"], how="left", maintain_order="left")
    origin = pl.col("detector").is_in(OF_ORIGIN)
    false = origin & pl.col("false").is_not_null()
    hit = pl.when(false).then(pl.lit("spoof")).otherwise(pl.col("role")).fill_null("")
    judged = judged.with_columns(hit.alias("hit"))
    whose = pl.coalesce(pl.col("alike"), pl.when(pl.col("travels")).then(pl.lit("traveller")), pl.lit("ordinary"))
    judged = judged.with_columns(pl.when(pl.col("hit") != "").then(pl.col("hit")).otherwise(whose).alias("kind"))
    return Judged(judged, _found(made, kept), len(alerts), made.level, made.seed)


def _hits(made: World) -> pl.DataFrame:
    """subject_kind, subject → role (guilty party), false (number shown falsely), alike (class), travels."""
    truth, keys = made.truth, ["subject_kind", "subject"]

    def named(kind: str, frame: pl.DataFrame, told: pl.Expr, column: str = "value") -> pl.DataFrame:
        subject = (pl.lit(kind).alias("subject_kind"), pl.col(column).alias("subject"))
        return frame.filter(pl.col(column).is_not_null()).select(*subject, told).unique(keys, maintain_order=True)

    over_trunk = (pl.col("class").is_in(["trunk", "moved"])) | (pl.col("role") == "wangiri")
    trunks = made.tables["calls"].select("call_id", "trunk").join(truth.calls.filter(over_trunk), on="call_id")
    role = pl.concat(
        [
            named("number", truth.numbers, pl.col("role")),
            named("device", truth.devices, pl.col("role")),
            named("cell", truth.cells, pl.col("role")),
            named("trunk", trunks.sort("call_id"), pl.col("role"), "trunk"),
        ]
    )
    alike = pl.concat(
        [
            named("number", truth.alike_numbers, pl.col("class").alias("alike")),
            named("device", truth.alike_devices, pl.col("class").alias("alike")),
        ]
    )
    away = made.tables["roaming"].filter(pl.col("state") != "home")
    whole = role
    for other in (
        named("number", truth.spoofed, pl.lit(True).alias("false")),
        alike,
        named("number", away, pl.lit(True).alias("travels"), "number"),
    ):
        whole = whole.join(other, on=keys, how="full", coalesce=True)
    return whole


def _found(made: World, kept: pl.DataFrame) -> pl.DataFrame:
    """Numbers of SIM-boxes, rooms and one-ring calls: role, campaign, first_at, hours until covered (null: never).

    A number is covered by an alert on itself, on a device it called from, or on what names it among its numbers.
    """
    numbers = made.truth.numbers
    calls = made.tables["calls"].join(made.truth.calls.select("call_id", "role"), on="call_id")
    devices = (
        calls.filter(pl.col("imei").is_not_null())
        .select(pl.col("a").alias("value"), pl.col("imei").alias("subject"))
        .unique()
    )
    named = kept.select(pl.col("numbers").fill_null("").str.split(";").alias("value"), "at").explode("value")
    covered = pl.concat(
        [
            kept.filter(pl.col("subject_kind") == "number").select(pl.col("subject").alias("value"), "at"),
            kept.filter(pl.col("subject_kind") == "device").join(devices, on="subject").select("value", "at"),
            named.filter(pl.col("value") != "").select("value", "at"),
        ]
    ).group_by("value").agg(pl.col("at").min().alias("alert_at"))  # fmt: skip
    wait = (pl.col("alert_at") - pl.col("first_at")).dt.total_seconds() / 3600
    return numbers.join(covered, on="value", how="left").with_columns(
        pl.max_horizontal(wait, pl.when(wait.is_not_null()).then(0.0)).alias("hours")
    )


def interval(hits: list[tuple[float, float]], rng: np.random.Generator, draws: int = 1000) -> tuple[float, float]:
    """95 % interval of sum(hit)/sum(all) by drawing the groups (worlds or campaigns) anew."""
    if not hits:
        return (float("nan"), float("nan"))
    table = np.array(hits, dtype=float)
    some = table[rng.integers(0, len(table), (draws, len(table)))].sum(axis=1)
    share = some[:, 0] / np.maximum(some[:, 1], 1e-9)
    return float(np.quantile(share, 0.025)), float(np.quantile(share, 0.975))


def share(hits: list[tuple[float, float]], rng: np.random.Generator) -> str:
    """A share with its interval and counts, as a cell of a report."""
    hit, every = sum(h for h, _ in hits), sum(n for _, n in hits)
    if not every:
        return "–"
    low, high = interval(hits, rng)
    return f"{hit / every:.2f} [{low:.2f}-{high:.2f}] {hit:.0f}/{every:.0f}"


def report(name: str, told: list[Judged], rng: np.random.Generator) -> list[str]:
    """The lines of a method: precision, recall by level and role, time to detect, look-alikes."""
    lines = [f"## {name}"]
    worlds = [(float((one.alerts["hit"] != "").sum()), float(len(one.alerts))) for one in told]
    days = sum(one.alerts["day"].n_unique() for one in told)
    raised = sum(one.raised for one in told)
    lines.append(
        f"precision {share(worlds, rng)}; alerts raised {raised}, on {days} days with alerts; "
        f"days with more than {BUDGET}: {sum(_over(one) for one in told)}"
    )
    by = pl.concat([one.alerts for one in told])
    for who in ("callers", "origin"):
        some = pl.col("detector").is_in(OF_ORIGIN) if who == "origin" else ~pl.col("detector").is_in(OF_ORIGIN)
        pairs = [(float(f["hit"].ne("").sum()), float(len(f))) for f in (one.alerts.filter(some) for one in told)]
        if sum(n for _, n in pairs):
            lines.append(f"  precision, {who}: {share(pairs, rng)}")
    for detector, frame in sorted(by.group_by("detector"), key=lambda pair: str(pair[0])):
        wrong = frame.filter(pl.col("hit") == "").group_by("kind").len().sort("len", "kind", descending=[True, False])
        told_wrong = ", ".join(f"{kind} {count}" for kind, count in wrong.iter_rows())
        lines.append(
            f"  {detector[0]}: {frame['hit'].ne('').sum()}/{len(frame)}"
            + (f"; taken for fraud: {told_wrong}" if told_wrong else "")
        )
    lines += _recalls(told, rng)
    for what, keep in (("alerts", pl.lit(True)), ("alerts on callers", ~pl.col("detector").is_in(OF_ORIGIN))):
        top = [_top(one.alerts.filter(keep)) for one in told]
        lines.append(f"look-alikes among each world's first 100 {what}: {sum(top)} in {len(told)} (worst {max(top)})")
    return lines


def _over(one: Judged) -> int:
    counts = one.alerts.group_by("day").len()["len"]
    return int((counts >= BUDGET).sum()) if one.raised > len(one.alerts) else 0


def _top(alerts: pl.DataFrame) -> int:
    """Look-alikes among the hundred highest scores."""
    first = alerts.sort("score", "at", descending=[True, False]).head(100)
    return int((~first["kind"].is_in(["ordinary", "traveller", "simbox", "room", "wangiri", "spoof"])).sum())


def _recalls(told: list[Judged], rng: np.random.Generator) -> list[str]:
    """Recall by role and level. Numbers of a room on a foreign trunk are thrown away: there a campaign counts once."""
    lines = []
    levels = sorted({one.level for one in told})
    whole = pl.concat([one.found.with_columns(seed=pl.lit(one.seed)) for one in told])
    for role in ("simbox", "room", "wangiri"):
        for level in levels:
            some = whole.filter((pl.col("role") == role) & (pl.col("level") == level))
            groups = some.group_by("seed", "campaign", "class", maintain_order=True).agg(
                pl.col("hours").is_not_null().sum().alias("hit"), pl.len().alias("all")
            )
            if some.is_empty():
                continue
            single = groups.filter(pl.col("class") != "trunk")
            pairs = [(float(hit), float(every)) for hit, every in single.select("hit", "all").iter_rows()]
            met = int((groups["hit"] > 0).sum())
            lines.append(
                f"  {role} level {level}: recall {share(pairs, rng)}, campaigns {met}/{len(groups)}"
                f"{_hours(some.filter(pl.col('class') != 'trunk'))}"
            )
    early = whole.filter((pl.col("role") == "simbox") & (pl.col("level") <= 2))
    if len(early):
        pairs = [
            (float(part["hours"].is_not_null().sum()), float(len(part)))
            for _, part in early.group_by("seed", "level", "campaign", maintain_order=True)
        ]
        lines.append(f"  simbox levels 0-2 together: recall {share(pairs, rng)}{_hours(early)}")
    return lines


def _hours(found: pl.DataFrame) -> str:
    """Median and 90th percentile of hours from the first fraud call, of those that were found."""
    hours: Any = found["hours"].drop_nulls()
    return f"; hours median {hours.median():.2f}, p90 {hours.quantile(0.9):.1f}" if len(hours) else ""
