"""Possible droppers: accounts that victims' money seems to pass through, ranked by an additive model with its reasons.

A score is a probability by the model of the simulated regions; it proposes, a person decides. How far a holder knew
(knowing, deceived, identity stolen) is never told by the program. What a lawful life looks like stands beside: traders,
treasurers of a class, landlords, exchangers, families, wage earners also receive from many and pay on.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.detect import _droppers_model as model
from qalqan.detect import _money_rows
from qalqan.detect._droppers_features import features
from qalqan.detect._money_rows import Rows
from qalqan.engine.frames import Tables, conform, table
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

PLACES: Final = 5
OF_CASES: Final = frozenset(("direct", "later", "stolen", "new", "company"))
CARD = Card(
    name="droppers",
    title="step-droppers",
    reads=("transactions", "coverage", "holders", "losses", "trails", "hops", "accounts", "registry"),
    writes=("possible_droppers",),
    thresholds={
        "model": Threshold("detect/data/droppers.toml", "milli-bits", "weights fitted on simulated regions"),
        "detect.dropper_score": Threshold(500, "0-1000", "a less probable dropper is not listed"),
        "detect.below_percent": Threshold(10, "percent", "so near below a dated limit a sum counts as kept below it"),
    },
    errors=(
        "no labelled accounts of Kazakhstan are public: weights come from made regions and are not proven on real ones",
        "an honest person whom a dropper paid looks like a second dropper until more is known",
        "an account whose bank has not answered shows only what came in",
    ),
    source="generalised additive model, logistic; temporal motifs: kernels/motifs.py; learn/droppers.py",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``possible_droppers``."""
    rows = _money_rows.rows(tables, settings.detect)
    found = features(rows, tables)
    parts = model.weighed({name: found[name].to_numpy() for name in model.model().cuts}, model.model())
    bits = np.sum(list(parts.values()), axis=0) + model.model().bias
    scored = found.with_columns(pl.Series("score", model.score(bits)))
    listed = np.flatnonzero(
        scored["weighed"].to_numpy() & (scored["score"].to_numpy() >= settings.detect.dropper_score)
    )
    told = scored[listed].with_columns(lives(scored[listed]))
    places = _places(told["account"], rows, tables)
    added = {name: one[listed] for name, one in parts.items()}
    grounds = [_grounds(row, place, added) for place, row in enumerate(told.join(places, on="account", how="left",
               maintain_order="left").iter_rows(named=True))]  # fmt: skip
    told = told.with_columns(pl.Series("grounds", grounds, dtype=pl.String), pl.lit("").alias("degree"))
    told = _who(told, tables).with_columns((pl.col("direct") + pl.col("later")).alias("cases"))
    told = told.rename({"traced": "came_tiyn"})
    return {"possible_droppers": conform(told.select(table("possible_droppers").names), table("possible_droppers"))}


def lives(found: pl.DataFrame) -> pl.Series:
    """The lawful lives each account also looks like, joined by ';' (``against``), from its features alone."""
    c = pl.col
    many = c("payers") >= 20
    tests = {
        "exchanger": many & (c("payees") >= 20) & (c("exchange") >= 200) & (c("stolen") < 500),
        "trader": many & (c("days") >= 15) & (c("merchant") >= 300) & (c("firm") == 0),
        "treasurer": c("payers").is_between(8, 60) & (c("payees") <= 8) & (c("merchant") >= 300) & (c("stolen") < 500),
        "landlord": (c("payers") <= 8) & (c("days") >= 3) & (c("even") >= 500) & (c("hour") < 500),
        "family": c("mutual") >= 500,
        "payroll": (c("firm_in") >= 500) & (c("stolen") < 500),
        "marketplace": (c("firm") == 1) & many & (c("payees") >= 20),
        "charity": (c("firm") == 1) & many & (c("payees") < 20),
    }
    names = [pl.when(test).then(pl.lit(name)) for name, test in tests.items()]
    return found.select(pl.concat_str(names, separator=";", ignore_nulls=True).alias("against"))["against"]


def _who(told: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Bank and holder, and the first arrival of cases' money."""
    fifo = tables["trails"].filter(pl.col("rule") == "fifo")
    first = fifo.group_by("account").agg(pl.col("first_in").min().alias("first"))
    known = tables["accounts"].select("account", "bank", "holder")
    return told.join(known, on="account", how="left").join(first, on="account", how="left")


def _places(account: pl.Series, rows: Rows, tables: Tables) -> pl.DataFrame:
    """Places of an account's rows: by which cases' money came (``came``), and its two largest in and out."""
    hops = tables["hops"].filter((pl.col("rule") == "fifo") & pl.col("to").is_in(account.implode()))
    came = hops.sort("at", "locator").group_by(pl.col("to").alias("account")).agg(
        pl.col("locator").unique(maintain_order=True).head(PLACES).alias("came")
    )  # fmt: skip
    sides = []
    for side in ("to", "from"):
        own = rows.told.filter(pl.col(side).is_in(account.implode())).sort(
            "amount_tiyn", "at", "tx_id", descending=[True, False, False]
        )
        sides.append(own.group_by(pl.col(side).alias("account"), maintain_order=True).agg(
            pl.col("locators").head(2).alias(f"{side}_rows")))  # fmt: skip
    out = account.to_frame().join(came, on="account", how="left")
    for one in sides:
        out = out.join(one, on="account", how="left")
    return out


def _grounds(row: dict[str, Any], place: int, added: dict[str, npt.NDArray[np.int64]]) -> str:
    """The features that moved the score, in canonical JSON, the heaviest first; weights in milli-bits of log-odds."""
    own = sorted(_split((row["to_rows"] or []) + (row["from_rows"] or [])))
    came = sorted(_split(row["came"] or [])) or own
    told: list[dict[str, Any]] = [
        {
            "rule": f"dropper-{name.replace('_', '-')}",
            "weight": int(bits[place]),
            "values": {name: int(row[name])},
            "locators": came if name in OF_CASES else own,
        }
        for name, bits in added.items()
        if bits[place]
    ]
    told.sort(key=lambda one: (-abs(one["weight"]), one["rule"]))
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _split(told: list[str]) -> set[str]:
    """One place of each transfer."""
    return {one.split(";", 1)[0] for one in told}
