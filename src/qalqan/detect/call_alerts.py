"""Alerts about calls: what the detectors of calls see, brought together a subject, and what each device seems to be.

An alert is raised at the moment when what had happened until then was enough; what came later adds nothing to it. It
proposes, a person decides.
"""

from __future__ import annotations

import json
from hashlib import sha256

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CROWD, PER_HEAD, OUT = 50, 1500, 900
CARD = Card(
    name="call_alerts",
    title="step-call-alerts",
    reads=("calls",),
    writes=("alerts", "devices"),
    thresholds={
        "crowd": Threshold(CROWD, "people", "S1: so many different people called in one day"),
        "per_head": Threshold(PER_HEAD, "per mille", "S1: at most so many calls a person called"),
        "out": Threshold(OUT, "per mille", "S1: share of the people it calls among all it speaks with"),
    },
    errors=("an office that only calls out looks the same",),
    source="Murynets et al. 2014, Analysis and detection of SIMbox fraud; reference: detector S1",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``alerts`` and ``devices``."""
    calls = tables["calls"].filter(
        (pl.col("service").fill_null("voice") == "voice") & pl.col("a").is_not_null() & pl.col("b").is_not_null()
    )
    day = (pl.col("at") + pl.duration(hours=5)).dt.date().alias("day")
    told = calls.sort("at", "call_id").with_columns(day).with_columns(
        pl.struct("a", "day", "b").is_first_distinct().alias("new")
    ).with_columns(
        pl.col("new").cum_sum().over("a", "day").alias("people"),
        pl.int_range(1, pl.len() + 1).over("a", "day").alias("n"),
    )  # fmt: skip
    callers = told.group_by(pl.col("b").alias("a"), "day").agg(pl.col("a").n_unique().alias("callers"))
    crowd = told.filter((pl.col("people") >= CROWD) & (pl.col("n") * 1000 < pl.col("people") * PER_HEAD))
    first = crowd.group_by("a", maintain_order=True).first().join(callers, on=["a", "day"], how="left")
    first = first.with_columns(pl.col("callers").fill_null(0)).filter(
        pl.col("people") * 1000 > OUT * (pl.col("people") + pl.col("callers"))
    )
    return {
        "alerts": conform(_alerts(first), table("alerts")),
        "devices": conform(_devices(calls), table("devices")),
    }


def _alerts(first: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for one in first.iter_rows(named=True):
        name = f"simbox_habits|number|{one['a']}|{one['at'].isoformat()}"
        ground = {
            "rule": "simbox-habits", "weight": 500, "values": {"people": one["people"], "calls": one["n"]},
            "locators": one["locators"].split(";"),
        }  # fmt: skip
        rows.append({
            "alert_id": sha256(name.encode()).hexdigest()[:16], "detector": "simbox_habits",
            "subject_kind": "number", "subject": one["a"], "at": one["at"], "score": 500, "numbers": one["a"],
            "against": "", "grounds": json.dumps([ground], ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        })  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"at": pl.Datetime("us", "UTC")})


def _devices(calls: pl.DataFrame) -> pl.DataFrame:
    made = calls.filter(pl.col("imei").is_not_null()).group_by("imei").agg(
        pl.col("a").n_unique().alias("numbers"), pl.col("imsi").drop_nulls().n_unique().alias("imsis"),
        pl.col("cell").drop_nulls().n_unique().alias("cells"), pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
    )  # fmt: skip
    return made.with_columns(
        pl.when(pl.col("numbers") > 1).then(pl.lit("shared")).otherwise(pl.lit("ordinary")).alias("role"),
        pl.lit(0).alias("score"), pl.lit("[]").alias("grounds"),
    )  # fmt: skip
