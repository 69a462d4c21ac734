"""What speaks for an account being a dropper's, and for a lawful life: plain numbers, a row an account.

Only accounts that are no end points, received something, and are not only known as somebody's loss are weighed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.detect._money_rows import DAY, HOUR, Rows
from qalqan.engine.frames import Tables
from qalqan.kernels.account_company import company, pairs
from qalqan.kernels.account_features import account_features
from qalqan.kernels.account_times import account_times
from qalqan.kernels.money import I64
from qalqan.kernels.motifs import drops, gathered, passed_on
from qalqan.kernels.motifs_cycles import cycles

WINDOW: Final = DAY  # of gathering, drops and chains
CYCLE: Final = 3 * DAY
LOOKS: Final = 10_000  # of a search for cycles from one row; what is given up is only fewer cycles of a crowd
MOST: Final = 40  # payees of one payer in a window: more is an employer or a shop
LEAST: Final = 700  # per mille of a sum that is passed on
NEW: Final = 30  # days from the opening to the first case's money
FEATURES: Final = (
    "direct", "later", "stolen", "hour", "day", "passed", "cash", "exchange", "merchant", "night", "round", "below",
    "payers", "payees", "burst_payers", "gathered", "squares", "chain", "cycles", "new", "woke", "company", "mutual",
    "entered", "firm_in", "firm", "even", "days", "lost", "uncovered",
)  # fmt: skip
Column = npt.NDArray[np.int64]


def features(of: Rows, tables: Tables) -> pl.DataFrame:
    """The numbers of all accounts: ``account``, ``weighed`` (whether a dropper is looked for), and FEATURES as int64.

    direct, later: cases whose money came by a loss, or by later hops. Per mille: stolen (of what came, of cases), hour
    and day (of what came and left, within 1 h and 24 h), passed (left of came), cash, exchange, merchant (of what
    left), night and round (of rows in), below (of rows, just below a limit), woke (of what came, in the day after the
    longest silence, if that was a month), mutual (counterparties that pay and are paid), firm_in (of what came, from
    organisations), even (of rows in, of the commonest sum). Counts: payers, payees, burst_payers (in a day), gathered,
    squares, chain, cycles, company (payers and payees that cases' money reached), entered (payers and payees in the
    registry), days (active). 0 or 1: new (opened not
    a month before), firm, lost (cases' losses left it), uncovered (no row out is seen).
    """
    ledger, told = of.ledger, of.told
    amount = ledger.amount
    counted = account_features(ledger.sender, ledger.receiver, amount, ledger.accounts, of.flag)
    times, stop = account_times(ledger), of.stop
    came, went = counted.came, counted.went
    made: dict[str, Column] = {**_cases(of, tables)}
    made["stolen"] = share(made["traced"], came["sum"])
    made["hour"], made["day"] = (share(times[name], times["passed"]) for name in ("within_hour", "within_day"))
    made["passed"] = share(went["sum"], came["sum"])
    for kind, name in ((1, "cash"), (2, "exchange"), (3, "merchant")):
        made[name] = share(
            _summed(ledger.sender, amount * (of.role[ledger.receiver] == kind), ledger.accounts), went["sum"]
        )
    made["night"], made["round"] = share(came["night"], came["n"]), share(came["round"], came["n"])
    made["below"] = share(came["below"] + went["below"], came["n"] + went["n"])
    made["payers"], made["payees"] = came["others"].astype(np.int64), went["others"].astype(np.int64)
    made["burst_payers"] = times["burst_payers"]
    made["gathered"] = gathered(ledger, WINDOW, stop).astype(np.int64)
    made["squares"] = drops(ledger, WINDOW, MOST, stop).partners.astype(np.int64)
    made["chain"] = passed_on(ledger, WINDOW, LEAST, stop).longest.astype(np.int64)
    made["cycles"] = cycles(ledger, CYCLE, stop, steps=LOOKS).counts.sum(axis=1)
    made["woke"] = np.where(times["silence"] >= NEW * DAY, share(times["woke_sum"], came["sum"]), 0)
    of_pairs = pairs(ledger.sender, ledger.receiver, ledger.accounts)
    near = company(of_pairs, (made["touched"] * (stop == 0)).astype(float), 1)
    made["company"] = (near.payers + near.payees).astype(np.int64)
    met = company(of_pairs, entered(of, tables).astype(float), 1)
    made["entered"] = (met.payers + met.payees).astype(np.int64)
    made["mutual"] = share(counted.both, came["others"] + went["others"] - counted.both)
    made["firm_in"] = share(_summed(ledger.receiver, amount * of.firm[ledger.sender], ledger.accounts), came["sum"])
    made["firm"] = of.firm.astype(np.int64)
    made["even"] = share(_even(told, ledger.accounts), came["n"])
    made["days"] = _days(told, ledger.accounts)
    made["uncovered"] = (went["n"] == 0).astype(np.int64)
    made["weighed"] = (
        (stop == 0) & (came["n"] > 0) & ((made["lost"] == 0) | (made["direct"] + made["later"] > 0))
    ).astype(np.int64)
    frame = pl.DataFrame(
        {"account": of.names, **{name: np.asarray(made[name], np.int64) for name in (*FEATURES, "weighed", "traced")}}
    )
    return frame.with_columns(pl.col("weighed").cast(pl.Boolean))


def entered(of: Rows, tables: Tables) -> npt.NDArray[np.bool_]:
    """Whether an account is in the registry (an entry that counts now), whatever its ground (A)."""
    known = tables["registry"].filter(pl.col("kind") == "account")["value"]
    return of.names.is_in(known.implode()).to_numpy()


def share(part: npt.NDArray[np.integer], whole: npt.NDArray[np.integer]) -> I64:
    """Per mille, rounded down, at most 1000; 0 of nothing."""
    part, whole = part.astype(np.float64), whole.astype(np.float64)
    mille = np.minimum(1000, np.floor(1000 * part / np.maximum(whole, 1))) * (whole > 0)
    return np.asarray(mille, np.int64)


def _summed(account: npt.NDArray[np.int32], tiyn: I64, accounts: int) -> I64:
    out = np.zeros(accounts, np.int64)
    np.add.at(out, account, tiyn)
    return out


def _cases(of: Rows, tables: Tables) -> dict[str, I64]:
    """What cases' trails (FIFO) and losses say of each account, and whether it was new when their money came."""
    trails = tables["trails"].filter((pl.col("rule") == "fifo") & pl.col("hop").is_not_null())
    first = pl.col("hop") == 1
    told = trails.group_by("account").agg(
        pl.col("case_id").filter(first).n_unique().alias("direct"),
        pl.col("case_id").filter(~first).n_unique().alias("later"),
        pl.col("traced_in_tiyn").sum().alias("traced"),
        pl.col("first_in").min().alias("first_in"),
    )
    holders = tables["holders"].group_by("account").agg(pl.col("opened_at").max())
    opened = told.join(holders, on="account", how="left").with_columns(
        ((pl.col("first_in") - pl.col("opened_at")).dt.total_days() < NEW).fill_null(value=False).alias("new")
    )
    lost = tables["losses"].join(tables["transactions"].select("tx_id", pl.col("from").alias("account")), on="tx_id")
    made = {name: of.by_name(told, name) for name in ("direct", "later", "traced")}
    made["new"], made["touched"] = of.by_name(opened, "new"), (made["direct"] + made["later"] > 0).astype(np.int64)
    made["lost"] = of.by_name(lost.with_columns(pl.lit(1).alias("lost")), "lost")
    return made


def _even(told: pl.DataFrame, accounts: int) -> I64:
    """Rows in of each account's commonest sum, where it came at least twice."""
    counted = told.group_by("payee", "amount_tiyn").len().filter(pl.col("len") > 1)
    most = counted.group_by("payee").agg(pl.col("len").max())
    out = np.zeros(accounts, np.int64)
    out[most["payee"].to_numpy()] = most["len"].to_numpy()
    return out


def _days(told: pl.DataFrame, accounts: int) -> I64:
    """Different days with a row in."""
    day = (pl.col("at").dt.timestamp("us") + 5 * HOUR) // DAY
    counted = told.group_by("payee").agg(day.n_unique().alias("days"))
    out = np.zeros(accounts, np.int64)
    out[counted["payee"].to_numpy()] = counted["days"].to_numpy()
    return out
