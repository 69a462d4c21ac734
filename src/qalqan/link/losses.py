"""The transfers by which each case lost its money.

Looked for among what the victim paid (by account, by IIN, by name) and among what payees named in the plot received,
up to the registration. What speaks for a transfer and against it is added up; the damage tells which of them belong
together. What stays open between two transfers is said by a low score, not forced.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.kernels.money_subset import MOST, adding_up
from qalqan.link._money_candidates import WEIGHTS, candidates
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

LISTED, IN_DAMAGE, MAYBE_IN_DAMAGE, NOT_IN_DAMAGE = 350, 260, 130, -220
ONLY_IN_DAMAGE = 420  # no other set of the candidates makes the stated damage, to the tiyn
CARD = Card(
    name="losses",
    title="step-losses",
    reads=("cases", "transactions", "mentions", "aliases", "holders"),
    writes=("losses",),
    thresholds={
        "only_in_damage": Threshold(ONLY_IN_DAMAGE, "0-1000", "what the only set that makes the damage says"),
        "listed": Threshold(LISTED, "0-1000", "a weaker candidate is no loss"),
        "firm": Threshold(500, "0-1000", "only from here on a loss is followed"),
        "trace.loss_hours": Threshold(72, "h", "how far a loss may lie before the first moment the plot tells"),
        "trace.window_hours": Threshold(720, "h", "how far before the registration, when the plot tells no moment"),
    },
    errors=("a payment of the same sum to another new payee in the same hour cannot be told apart",),
    source="additive evidence with stated weights; exact subset sum for the damage",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``losses``: case, transfer, sum, score, grounds."""
    found = candidates(tables, settings.trace)
    weight = pl.sum_horizontal(pl.col(name).cast(pl.Int64) * tiyn for name, tiyn in WEIGHTS.items())
    weighed = found.with_columns(weight.alias("weight")).sort("case_id", pl.col("weight").neg(), "at", "seq", "tx_id")
    damage = tables["cases"].select("case_id", "damage_tiyn").unique("case_id", keep="first", maintain_order=True)
    judged = _with_damage(weighed.join(damage, on="case_id", how="left", maintain_order="left"))
    kept = judged.with_columns((pl.col("weight") + pl.col("for_damage")).clip(0, 1000).alias("score")).filter(
        pl.col("score") >= LISTED
    )
    grounds = [_grounds(row) for row in kept.iter_rows(named=True)]
    told = kept.select("case_id", "tx_id", "amount_tiyn", "score").with_columns(
        pl.Series("grounds", grounds, dtype=pl.String)
    )
    return {"losses": conform(told, table("losses"))}


def _with_damage(weighed: pl.DataFrame) -> pl.DataFrame:
    """Column for_damage: what the stated damage says of each candidate; the candidates of a case stand together."""
    places = weighed.with_columns(pl.int_range(pl.len()).over("case_id").alias("place"))
    groups = places.group_by("case_id", maintain_order=True).agg(pl.len(), pl.col("damage_tiyn").first())
    start = np.concatenate(([0], np.cumsum(groups["len"].to_numpy()))).astype(np.int64)
    best, common, margin = adding_up(
        start,
        places["amount_tiyn"].to_numpy().astype(np.int64),
        places["weight"].to_numpy().astype(np.int64) - 150,
        groups["damage_tiyn"].fill_null(-1).to_numpy().astype(np.int64),
    )
    group = np.repeat(np.arange(len(best)), groups["len"].to_numpy())
    place = places["place"].to_numpy().astype(np.int64)
    looked_at = place < MOST
    bit = np.where(looked_at, np.int64(1) << np.minimum(place, MOST), 0)
    member, sure = (best[group] & bit) > 0, (common[group] & bit) > 0
    clear = (margin[group] == -1) | (margin[group] >= 120)
    found = best[group] > 0
    said = np.where(member & sure & clear, IN_DAMAGE, np.where(member & sure, MAYBE_IN_DAMAGE, 0))
    said = np.where(member & (margin[group] == -1), ONLY_IN_DAMAGE, said)
    said = np.where(found & ~member & clear & (places["weight"].to_numpy() < 700), NOT_IN_DAMAGE, said)
    return places.with_columns(pl.Series("for_damage", said.astype(np.int64)))


def _grounds(row: dict[str, Any]) -> str:
    """The reasons of one loss in canonical JSON."""
    locators = row["locators"].split(";") if row["locators"] else []
    values = {
        "payee_told": {"to": row["to"]},
        "sum_told": {"amount_tiyn": row["amount_tiyn"]},
        "minutes": {"minutes": row["near_minutes"]},
        "hours": {"minutes": row["near_minutes"]},
        "usual_payee": {"times": row["times"]},
        "new_payee": {"to": row["to"]},
        "shared_payee": {"to": row["to"]},
    }
    told = [
        {
            "rule": f"loss-{row['by'].replace('_', '-')}",
            "weight": 0,
            "values": {"from": row["from"]},
            "locators": locators,
        }
    ]
    told += [
        {
            "rule": f"loss-{name.replace('_', '-')}",
            "weight": weight,
            "values": values.get(name, {}),
            "locators": locators,
        }
        for name, weight in WEIGHTS.items()
        if row[name] and name != row["by"]
    ]
    if row["for_damage"]:
        rule = "loss-in-damage" if row["for_damage"] > 0 else "loss-not-in-damage"
        told.append(
            {
                "rule": rule,
                "weight": row["for_damage"],
                "values": {"damage_tiyn": row["damage_tiyn"]},
                "locators": locators,
            }
        )
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
