"""A first possible role for each account, with grounds.

Roles are victim, dropper1, dropper2, cashout, exchange, merchant and ordinary. A role is a question for an
investigator, never a finding of guilt: traders, treasurers of school classes, people who change money and landlords
also receive from many and pay on; what speaks for them lowers the score and is told. A person to whom many pay, who
pays many and moves a fifth of it or more to exchanges, and of whose inflow less than half is stolen, is a possible
exchanger, not a dropper. Below ``role`` an account is
ordinary, with the grounds that were weighed.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link._money_roles import features
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

ROLE = 400
TRADES, MANY = 600, 20
WEIGHTS = {
    "direct": 460,
    "later": 400,
    "several_cases": 200,
    "passed_on": 130,
    "to_end_point": 100,
    "mostly_stolen": 120,
    "little_stolen": -180,
    "many_payers": -130,
}
CARD = Card(
    name="account_roles",
    title="step-accounts-roles",
    reads=("transactions", "holders", "losses", "trails", "hops"),
    writes=("accounts",),
    thresholds={
        "role": Threshold(ROLE, "0-1000", "below it an account is ordinary"),
        "little": Threshold(100, "per mille", "a smaller share of stolen money speaks for an honest account"),
        "payers": Threshold(MANY, "payers", "so many payers speak for a trader or treasurer"),
        "trades": Threshold(TRADES, "0-1000", "score of a person who seems to buy and sell digital assets"),
    },
    errors=("an honest person paid by a dropper looks like a second dropper until more is known",),
    source="additive evidence with stated weights",
)
_END_ROLES = {
    "atm": "cashout",
    "wallet": "cashout",
    "foreign": "cashout",
    "exchange": "exchange",
    "merchant": "merchant",
    "bank": "ordinary",
}


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``accounts``."""
    judged = _judged(features(tables))
    plain = pl.col("role") == "ordinary"
    touched = judged.filter(~plain | (pl.col("traced") > 0))
    grounds = pl.Series("grounds", [_grounds(row) for row in touched.iter_rows(named=True)], dtype=pl.String)
    told = pl.concat(
        [
            touched.with_columns(grounds),
            judged.filter(plain & (pl.col("traced") == 0)).with_columns(pl.lit("[]").alias("grounds")),
        ]
    ).select("account", "bank", "holder", "role", "score", "grounds")
    return {"accounts": conform(told, table("accounts"))}


def _judged(made: pl.DataFrame) -> pl.DataFrame:
    """Columns role and score beside the features; a boolean for each weight."""
    touched = (pl.col("direct") + pl.col("later")) > 0
    said = {
        "direct": pl.col("direct") > 0,
        "later": (pl.col("direct") == 0) & (pl.col("later") > 0),
        "several_cases": pl.col("direct") + pl.col("later") > 1,
        "passed_on": touched & (10 * pl.col("passed") >= 7 * pl.col("traced")),
        "to_end_point": touched & (2 * pl.col("out_ends") >= pl.col("traced")) & (pl.col("out_ends") > 0),
        "mostly_stolen": touched & (2 * pl.col("traced") >= pl.col("came")),
        "little_stolen": touched & (10 * pl.col("traced") < pl.col("came")),
        "many_payers": touched & (pl.col("payers") >= MANY),
    }
    trades = (
        (pl.col("payers") >= MANY)
        & (pl.col("payees") >= MANY)
        & (pl.col("exchanged") > 0)
        & (5 * pl.col("exchanged") >= pl.col("paid"))
        & (2 * pl.col("traced") < pl.col("came"))
    )
    weighed = made.with_columns(is_trades=trades, **{f"is_{name}": test for name, test in said.items()})
    total = pl.sum_horizontal(pl.col(f"is_{name}").cast(pl.Int64) * weight for name, weight in WEIGHTS.items())
    weighed = weighed.with_columns(total.clip(0, 1000).alias("total"))
    end_role = pl.col("end_point").replace_strict(_END_ROLES, default=None, return_dtype=pl.String)
    dropper = pl.when("is_direct").then(pl.lit("dropper1")).otherwise(pl.lit("dropper2"))
    return weighed.with_columns(
        pl.when(pl.col("end_point").is_not_null())
        .then(end_role)
        .when((pl.col("lost") > 0) & ~((pl.col("total") >= ROLE) & (pl.col("is_several_cases"))))
        .then(pl.lit("victim"))
        .when("is_trades")
        .then(pl.lit("exchange"))
        .when(pl.col("total") >= ROLE)
        .then(dropper)
        .otherwise(pl.lit("ordinary"))
        .alias("role"),
    ).with_columns(
        pl.when(pl.col("end_point").is_not_null())
        .then(pl.lit(800, pl.Int64))
        .when(pl.col("role") == "victim")
        .then("sure")
        .when(pl.col("role") == "exchange")
        .then(pl.lit(TRADES, pl.Int64))
        .when(pl.col("role") == "ordinary")
        .then(1000 - pl.col("total"))
        .otherwise("total")
        .cast(pl.Int64)
        .alias("score")
    )


def _grounds(row: dict[str, Any]) -> str:
    """The reasons in canonical JSON."""
    numbers = {name: row[name] for name in ("direct", "later", "traced", "passed", "came", "payers", "out_ends")}
    told: list[dict[str, Any]] = []
    if row["end_point"]:
        told.append(
            {
                "rule": "account-end-point",
                "weight": 800,
                "values": {"end_point": row["end_point"]},
                "locators": _places(row["came_at"]),
            }
        )
    if row["lost"]:
        told.append(
            {
                "rule": "account-lost",
                "weight": row["sure"],
                "values": {"cases": row["lost"]},
                "locators": _places(row["lost_at"]),
            }
        )
    if row["is_trades"]:
        values = {name: row[name] for name in ("payers", "payees", "exchanged", "paid")}
        told.append(
            {"rule": "account-trades", "weight": TRADES, "values": values, "locators": _places(row["traded_at"])}
        )
    used = {
        "direct": ("direct",),
        "later": ("later",),
        "several_cases": ("direct", "later"),
        "passed_on": ("passed", "traced"),
        "to_end_point": ("out_ends", "traced"),
        "mostly_stolen": ("traced", "came"),
        "little_stolen": ("traced", "came"),
        "many_payers": ("payers",),
    }
    for name, weight in WEIGHTS.items():
        if row[f"is_{name}"]:
            told.append(
                {
                    "rule": f"account-{name.replace('_', '-')}",
                    "weight": weight,
                    "values": {key: numbers[key] for key in used[name]},
                    "locators": _places(row["came_at"]),
                }
            )
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _places(locators: str | None) -> list[str]:
    return locators.split(";") if locators else []
