"""Campaigns of calls against the truth: whose numbers they join, whose cases they name, and how much is missed.

    python benchmarks/call_campaigns.py FOLDER...
    python benchmarks/call_campaigns.py --seeds 1 2 3

Folders as ``regions.py --keep`` (or ``qalqan demo``) leaves them: purity is the share of a campaign's cases that are of
its commonest true series. Seeds are made worlds of calls with the true numbers handed in: there pairs of numbers are
held to the true campaigns, so that what the detectors miss is not counted here.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import polars as pl

from calibration_loop import calibrate
from qalqan.detect import loans, victim_in_progress
from qalqan.engine.frames import Tables, conform, table
from qalqan.link import call_campaigns
from qalqan.settings import Settings
from qalqan.simulate.cdr import world


def region(folder: Path) -> dict[str, object]:
    """The figures of one kept region."""
    run = max(folder.rglob("ws/runs/*/cases.parquet")).parent
    tables = Tables.of({one.stem: pl.read_parquet(one) for one in run.glob("*.parquet")})
    truth = next(folder.rglob("roles_numbers.csv")).parent
    roles = pl.read_csv(truth / "roles_numbers.csv", schema_overrides={"number": pl.String})
    series = pl.read_csv(truth / "series.csv", schema_overrides={"case_id": pl.String})
    for name, frame in victim_in_progress.run(tables, Settings()).items():
        tables.put(name, frame)
    found, spent = _timed(tables)
    members = found["call_campaign_members"].filter(pl.col("kind") == "phone")
    whose = members.join(roles, left_on="member", right_on="number", how="left")["role"].value_counts()
    cases = found["call_campaigns"].select("campaign_id", pl.col("cases").str.split(";").alias("case_id"))
    told = cases.explode("case_id").filter(pl.col("case_id") != "").join(series, on="case_id", how="inner")
    of_series = told.group_by("campaign_id", "series_id").len()
    best = of_series.group_by("campaign_id").agg(pl.col("len").max(), pl.col("len").sum().alias("all"))
    return {
        "region": folder.name,
        "campaigns": found["call_campaigns"].height,
        "numbers": dict(sorted((str(role), n) for role, n in whose.rows())),
        "bad_numbers_that_called": _called(tables, roles),
        "cases_of_the_main_series_per_mille": _share(best["len"].sum(), best["all"].sum()),
        "cpu": round(spent, 2),
    }


def _called(tables: Tables, roles: pl.DataFrame) -> int:
    """Callers', SIM-boxes' and false numbers of which the files show a call out: the most that could be joined."""
    bad = roles.filter(pl.col("role").is_in(["caller", "simbox", "spoofed"])).select("number")
    return bad.join(tables["calls"].select(pl.col("a").alias("number")).unique(), on="number", how="semi").height


def made(seed: int, subscribers: int, days: int) -> dict[str, object]:
    """The figures of one made world."""
    one = world(seed, subscribers=subscribers, days=days, level=seed % 6)
    real = one.truth.numbers.unique("value", keep="first", maintain_order=True)
    role = pl.when(pl.col("role") == "simbox").then(pl.lit("simbox")).otherwise(pl.lit("caller"))
    numbers = real.select(
        pl.col("value").alias("number"), role.alias("role"), pl.lit(800, pl.Int64).alias("score"),
        pl.lit("[]").alias("grounds"),
    )  # fmt: skip
    frames = {name: one.tables[name] for name in ("calls", "subscribers", "transactions", "holders")}
    tables = Tables.of(frames | {"numbers": conform(numbers, table("numbers"))})
    for step in (loans, victim_in_progress):
        for name, frame in step.run(tables, Settings()).items():
            tables.put(name, frame)
    found, spent = _timed(tables)
    members = found["call_campaign_members"].filter(pl.col("kind") == "phone").select("campaign_id", "member")
    told = real.select(pl.col("value").alias("member"), "campaign", "role").join(members, on="member", how="left")
    told = told.with_columns(pl.coalesce("campaign_id", "member").alias("ours"))
    pairs = told.join(told, how="cross", suffix="_b").filter(pl.col("member") < pl.col("member_b"))
    pairs = pairs.with_columns(
        same=pl.col("campaign") == pl.col("campaign_b"), joined=pl.col("ours") == pl.col("ours_b")
    )
    right = pairs.filter(pl.col("same") & pl.col("joined"))
    of = {kind: pl.col("role") == kind for kind in ("simbox", "room", "wangiri")}
    recall = {
        kind: _share(right.filter(mine).height, pairs.filter(pl.col("same") & mine).height)
        for kind, mine in of.items()
    }  # fmt: skip
    return {
        "seed": seed, "level": seed % 6, "calls": frames["calls"].height, "numbers": told.height,
        "pairs_right_per_mille": _share(right.height, pairs.filter("joined").height),
        "pairs_found_per_mille": recall, "cpu": round(spent, 2),
    }  # fmt: skip


def _timed(tables: Tables) -> tuple[dict[str, pl.DataFrame], float]:
    call_campaigns.run(tables, Settings())
    begun = time.process_time()
    found = call_campaigns.run(tables, Settings())
    return found, time.process_time() - begun


def _share(part: int, whole: int) -> int | None:
    return 1000 * part // whole if whole else None


def main() -> None:
    """Print one line a region or world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seeds", nargs="*", type=int, default=[])
    parser.add_argument("--subscribers", type=int, default=60_000)
    parser.add_argument("--days", type=int, default=14)
    asked = parser.parse_args()
    for folder in asked.folders:
        print(json.dumps(region(folder), ensure_ascii=False))
    for seed in asked.seeds:
        print(json.dumps(made(seed, asked.subscribers, asked.days), ensure_ascii=False))
    print(f"calibration loop: {calibrate():.2f} s")


if __name__ == "__main__":
    main()
