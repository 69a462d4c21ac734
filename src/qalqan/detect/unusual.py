"""Unusual transfers: out of line with what their payer did before. Unusual, not proof of anything.

Weighed are a new payee, the sum beside the payer's own, the hour, a burst, how much of the account it takes and whether
large money came just before; a firm, a payee that many pay, and a day on which many do likewise (a holiday, pay-day)
speak against. Only what lies before the transfer is looked at, and only payers with a history. It says nothing of
anybody's future, and the table is short by design: so many a day at most.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect import _money_rows
from qalqan.detect._money_rows import Rows
from qalqan.engine.frames import Tables, conform, table
from qalqan.kernels.account_history import history
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

FEWEST: Final = 8  # earlier payments: with fewer there is no custom to break
MERCHANT: Final = 3  # place of the role in `_money_rows.ENDS`, from 1
QUIET: Final = 30  # 1/100 doubling: the least spread of sums that is believed
POINTS: Final = {
    "new_payee": 170,
    "far_above": 200,
    "record": 130,
    "drains": 110,
    "odd_hour": 90,
    "burst": 110,
    "came_before": 120,
    "to_person": 100,
    "to_firm": -120,
    "known_to_many": -120,
    "common_day": -150,
    "even_before": -200,
}
CARD = Card(
    name="unusual",
    title="step-unusual",
    reads=("transactions", "coverage", "accounts"),
    writes=("unusual_transfers",),
    thresholds={
        "fewest": Threshold(FEWEST, "payments", "with fewer earlier ones there is no custom to break"),
        "quiet": Threshold(QUIET, "1/100 doubling", "a payer of equal sums still varies a little"),
        "detect.unusual_score": Threshold(600, "0-1000", "a less unusual transfer is not listed"),
        "detect.unusual_a_day": Threshold(20, "transfers", "at most so many are listed for one day"),
    },
    errors=(
        "buying a car or a flat, a loan to a friend, a family feast are unusual too: it is not proof",
        "the device a payment was made from is in no bank's reply: a new device cannot be seen",
        "a victim without a statement of earlier payments has no custom that could be broken",
    ),
    source="robust statistics of the payer's own last 200 payments (Hampel 1974): kernels/account_history.py",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``unusual_transfers``."""
    rows = _money_rows.rows(tables, settings.detect)
    judged = signs(rows).filter(pl.col("before") >= FEWEST)
    total = pl.sum_horizontal(pl.col(name).cast(pl.Int64) * points for name, points in POINTS.items())
    listed = judged.with_columns(total.clip(0, 1000).alias("score")).filter(
        pl.col("new_payee") & pl.col("far_above") & (pl.col("score") >= settings.detect.unusual_score)
    )
    listed = listed.sort("score", "amount_tiyn", "tx_id", descending=[True, True, False])
    listed = listed.filter(pl.int_range(pl.len()).over("day") < settings.detect.unusual_a_day)
    told = listed.with_columns(_grounds()).select(table("unusual_transfers").names)
    return {"unusual_transfers": conform(told, table("unusual_transfers"))}


def signs(of: Rows) -> pl.DataFrame:
    """The transfers with what is unusual about each, a bool a sign (POINTS), and the numbers it rests on."""
    found, ledger = history(of.ledger), of.ledger
    earlier = {
        name: pl.Series(name, found[name]) for name in ("before", "median", "spread", "most", "near", "burst", "left")
    }
    pair, c = ("payer", "payee"), pl.col
    told = of.told.with_columns(
        *earlier.values(),
        pl.Series("came_day", found["came"]),
        pl.Series("end", of.role[ledger.receiver]),
        pl.Series("to_firm", of.firm[ledger.receiver] | (of.role[ledger.receiver] == MERCHANT)),
        (c("at") - c("at").first().over(pair)).dt.total_hours().alias("known_hours"),
        c("at").dt.offset_by("5h").dt.date().alias("day"),
        _payers_before(of),
    )
    doublings = 100 * (c("amount_tiyn").log(2) - c("median").clip(1).log(2))
    told = told.with_columns(
        (10 * doublings / pl.max_horizontal(c("spread"), pl.lit(QUIET))).round(0).cast(pl.Int64).alias("away")
    )
    told = told.with_columns(
        (c("known_hours") < 24).alias("new_payee"),
        (c("away") >= 40).alias("far_above"),
        (c("amount_tiyn") > c("most")).alias("record"),
        (c("left") >= 600).alias("drains"),
        ((c("near") == 0) & (c("before") >= 20)).alias("odd_hour"),
        (c("burst") >= 3).alias("burst"),
        ((c("came_day") >= 5 * c("median")) & (2 * c("came_day") >= c("amount_tiyn"))).alias("came_before"),
        ((c("end") == 0) & ~c("to_firm")).alias("to_person"),
        (c("payers_before") >= 10).alias("known_to_many"),
    )
    large = c("far_above") & c("new_payee") & (c("before") >= FEWEST)
    payers = c("payer").filter(c("before") >= FEWEST).n_unique()
    days = told.group_by("day").agg(
        (1000 * c("payer").filter(large).n_unique() / payers.clip(1)).alias("share"), payers.alias("n")
    )
    usual = days.filter(c("n") >= 10)["share"].median() or 0
    common = days.filter((c("n") >= 10) & (c("share") >= max(100.0, 3 * float(usual))))["day"]  # type: ignore[arg-type]
    return told.with_columns(c("day").is_in(common.implode()).alias("common_day"), _even(of).alias("even_before"))


def _payers_before(of: Rows) -> pl.Series:
    """How many different others had paid the payee before each transfer."""
    ledger = of.ledger
    key = ledger.receiver.astype(np.int64) * ledger.accounts + ledger.sender
    first = np.zeros(ledger.rows, np.int64)
    first[np.unique(key, return_index=True)[1]] = 1
    told = pl.DataFrame({"payee": ledger.receiver, "first": first})
    return told.select((pl.col("first").cum_sum() - pl.col("first")).over("payee").alias("payers_before"))[
        "payers_before"
    ]


def _even(of: Rows) -> pl.Series:
    """Whether the payer paid this sum before, to whomever: a rent, an instalment that only changed its account."""
    again = pl.int_range(pl.len()).over("payer", "amount_tiyn")
    return of.told.select((again > 0).alias("even_before"))["even_before"]


def _grounds() -> pl.Expr:
    """The signs in canonical JSON, each with its points, its numbers and the transfer's places."""
    numbers = {
        "new_payee": "known_hours", "far_above": "median", "record": "most", "drains": "left", "odd_hour": "near",
        "burst": "burst", "came_before": "came_day", "to_person": "amount_tiyn", "to_firm": "amount_tiyn",
        "known_to_many": "payers_before", "common_day": "day", "even_before": "amount_tiyn",
    }  # fmt: skip
    plain = pl.col("locators").str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    places = pl.concat_str(pl.lit('["'), plain.str.replace_all(";", '","', literal=True), pl.lit('"]'))
    parts = []
    for name, points in POINTS.items():
        rule, value = name.replace("_", "-"), pl.col(numbers[name]).cast(pl.String)
        value = pl.concat_str(pl.lit('"'), value, pl.lit('"')) if name == "common_day" else value
        said = pl.concat_str(
            pl.lit('{"locators":'), places, pl.lit(f',"rule":"unusual-{rule}","values":{{"{numbers[name]}":'),
            value, pl.lit(f'}},"weight":{points}}}'),
        )  # fmt: skip
        parts.append(pl.when(name).then(said))
    return pl.concat_str(pl.lit("["), pl.concat_str(parts, separator=",", ignore_nulls=True), pl.lit("]")).alias(
        "grounds"
    )
