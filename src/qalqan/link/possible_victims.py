"""Who else may have been deceived: other payers into a series' accounts of whom no case is known.

For a voluntary contact, nothing more: being listed is no status, and a friend, a buyer or a debtor of the account's
holder may stand here. A payer is listed by likeness to the series' victims: the sum, the time, a single payment to
someone new, the money gone at once, a talk with the group's numbers before it.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link._grounds import ground
from qalqan.link._groups_rows import of_numbers
from qalqan.link._hidden_payers import homes, moved_on, payments, targets
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

LISTED = 500
BASE = 250
WEIGHTS = {
    "sum": 150,
    "sum_small": -300,
    "hours": 200,
    "days": 80,
    "far": -200,
    "once": 80,
    "often": -120,
    "mutual": -300,
    "gone": 120,
    "stayed": -120,
    "called": 350,
}
NEAR_HOURS, NEAR_DAYS, FAR_DAYS = 48, 7, 14
SMALL_TIYN = 1_000_000
ONCE_HOURS = 48
CALL_HOURS = 72
CARD = Card(
    name="possible_victims",
    title="step-possible-victims",
    reads=(
        "cases",
        "series",
        "losses",
        "transactions",
        "accounts",
        "holders",
        "subscribers",
        "groups",
        "calls",
    ),
    writes=("possible_victims",),
    thresholds={
        "listed": Threshold(LISTED, "0-1000", "a payer less like the series' victims is not listed"),
        "small": Threshold(SMALL_TIYN, "tiyn", "a smaller sum is rather an everyday payment"),
    },
    errors=(
        "a friend or buyer of the account's holder who paid in the same days looks like a victim",
        "a victim who paid before any known one, or through an account no answer covers, is not seen",
    ),
    source="additive evidence with stated weights",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``possible_victims``."""
    paid = targets(tables)
    into = payments(tables, paid)
    if into.is_empty():
        return {"possible_victims": empty(table("possible_victims"))}
    payers = _payers(moved_on(tables, into), tables)
    judged = _judged(payers.join(_usual(tables), on="series_id", how="left", maintain_order="left"))
    told = judged.filter(pl.col("score") >= LISTED)
    return {"possible_victims": conform(told, table("possible_victims"))}


def _usual(tables: Tables) -> pl.DataFrame:
    """(series_id, low, high): the sums that the series' victims paid, the lowest and highest tenth cut, and widened."""
    lost = tables["losses"].join(homes(tables), on="case_id", how="inner")
    return lost.group_by("series_id").agg(
        (pl.col("amount_tiyn").quantile(0.1, "nearest").cast(pl.Int64) * 2 // 3).alias("low"),
        (pl.col("amount_tiyn").quantile(0.9, "nearest").cast(pl.Int64) * 3 // 2).alias("high"),
    )


def _payers(into: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """One row a series and payer: what was paid, how near to known losses, whether it went on, who knew whom."""
    lost = tables["losses"].select("tx_id").join(tables["transactions"].select("tx_id", "at", "to"), on="tx_id")
    known = lost.select("to", "at", pl.col("at").alias("loss_at")).unique().sort("at")
    into = into.sort("at").join_asof(known, on="at", by="to", strategy="nearest", check_sortedness=False)
    away = (pl.col("at") - pl.col("loss_at")).dt.total_minutes().abs()
    back = tables["transactions"].select(pl.col("to").alias("from"), pl.col("from").alias("to")).unique()
    mutual = back.with_columns(pl.lit(True).alias("mutual"))
    into = into.with_columns(away.alias("away")).join(mutual, on=["from", "to"], how="left")
    payers = (
        into.sort("series_id", "from", "at", "tx_id")
        .group_by("series_id", pl.col("from").alias("account"), maintain_order=True)
        .agg(
            pl.col("from_name").drop_nulls().first().alias("name"),
            pl.col("from_iin").drop_nulls().first().alias("iin"),
            pl.col("amount_tiyn").sum().alias("paid_tiyn"),
            pl.col("amount_tiyn").max().alias("most"),
            pl.len().cast(pl.Int64).alias("transfers"),
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
            pl.col("away").min(),
            (pl.col("on") * 10 >= pl.col("amount_tiyn") * 7).any().alias("gone"),
            pl.col("mutual").fill_null(False).any(),
            pl.col("locators").str.join(";"),
        )
    )
    payers = payers.join(_phones(tables), on=["account", "iin"], how="left", maintain_order="left", nulls_equal=True)
    return payers.join(_called(payers, tables), on=["series_id", "account"], how="left", maintain_order="left")


def _phones(tables: Tables) -> pl.DataFrame:
    """(account, iin, phone): the number a bank names for an account, else the person's only number."""
    moved = tables["transactions"].select(pl.col("from").alias("account"), pl.col("from_iin").alias("iin")).unique()
    held = (
        tables["holders"].drop_nulls(["account", "phone"]).group_by("account").agg(pl.col("phone").min().alias("held"))
    )
    only = (
        tables["subscribers"]
        .drop_nulls(["iin", "number"])
        .group_by("iin")
        .agg(pl.col("number").n_unique().alias("numbers"), pl.col("number").min().alias("own"))
        .filter(pl.col("numbers") == 1)
    )
    itself = pl.when(pl.col("account").str.starts_with("+")).then("account")
    found = moved.join(held, on="account", how="left").join(only, on="iin", how="left")
    return found.select("account", "iin", pl.coalesce("held", itself, "own").alias("phone")).drop_nulls("phone")


def _called(payers: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """(series_id, account, called): the payer's number spoke with a caller's number of a group in the days before."""
    callers = tables["groups"].filter((pl.col("kind") == "number") & (pl.col("role") == "caller"))
    spoken = of_numbers(tables["calls"].select("a", "b", "at", "call_id"), callers["member"])
    asked = payers.select("series_id", "account", "phone", "first").drop_nulls("phone")
    sides = [
        spoken.join(callers.select(pl.col("member").alias(caller)).unique(), on=caller, how="semi").select(
            pl.col(payer).alias("phone"), "at", "call_id"
        )
        for caller, payer in (("a", "b"), ("b", "a"))
    ]
    met = asked.join(pl.concat(sides), on="phone", how="inner")
    before = (pl.col("at") <= pl.col("first")) & (pl.col("at") >= pl.col("first") - pl.duration(hours=CALL_HOURS))
    return met.filter(before).group_by("series_id", "account").agg(pl.col("call_id").min().alias("call"))


def _judged(payers: pl.DataFrame) -> pl.DataFrame:
    """With score and grounds."""
    hours = pl.col("away") <= NEAR_HOURS * 60
    days = pl.col("away") <= NEAR_DAYS * 1440
    once = (pl.col("last") - pl.col("first")) <= pl.duration(hours=ONCE_HOURS)
    fits = pl.col("most").is_between(pl.col("low"), pl.col("high"))
    tests = {
        "sum": fits & (pl.col("most") >= SMALL_TIYN),
        "sum_small": pl.col("most") < pl.min_horizontal(pl.col("low"), pl.lit(SMALL_TIYN)),
        "hours": hours,
        "days": ~hours & days,
        "far": pl.col("away") > FAR_DAYS * 1440,
        "once": once,
        "often": ~once,
        "mutual": pl.col("mutual"),
        "gone": pl.col("gone"),
        "stayed": ~pl.col("gone"),
        "called": pl.col("call").is_not_null(),
    }
    values = {
        "sum": {"paid_tiyn": pl.col("most"), "from_tiyn": pl.col("low"), "to_tiyn": pl.col("high")},
        "sum_small": {"paid_tiyn": pl.col("most")},
        "hours": {"minutes": pl.col("away")},
        "days": {"minutes": pl.col("away")},
        "far": {"minutes": pl.col("away")},
        "called": {"number": pl.col("phone")},
    }
    marked = payers.with_columns(**{f"is_{name}": test.fill_null(False) for name, test in tests.items()})
    total = BASE + pl.sum_horizontal(pl.col(f"is_{name}").cast(pl.Int64) * WEIGHTS[name] for name in tests)
    return marked.with_columns(total.clip(0, 1000).alias("score"), _grounds(values)).select(
        *(column.name for column in table("possible_victims").columns)
    )


def _grounds(values: dict[str, dict[str, pl.Expr]]) -> pl.Expr:
    """The reasons as a JSON list."""
    paid = {"transfers": pl.col("transfers"), "paid_tiyn": pl.col("paid_tiyn")}
    told = [ground(pl.lit("hidden-paid"), pl.lit(BASE), paid, pl.col("locators"))]
    for name, weight in WEIGHTS.items():
        places = pl.col("call") if name == "called" else pl.col("locators")
        shown = values.get(name, {"transfers": pl.col("transfers")})
        one = ground(pl.lit(f"hidden-{name.replace('_', '-')}"), pl.lit(weight), shown, places)
        told.append(pl.when(f"is_{name}").then(one))
    return pl.concat_str(pl.lit("["), pl.concat_list(told).list.drop_nulls().list.join(","), pl.lit("]")).alias(
        "grounds"
    )
