"""Account features for the ranking on AMLSim: the usual ones, and ours on top (see ``droppers.py``).

No label is read: only the transfers and the stated opening balances.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.kernels.account_company import company, pairs
from qalqan.kernels.account_features import account_features
from qalqan.kernels.account_times import TIMES, account_times
from qalqan.kernels.csr import build
from qalqan.kernels.motifs import drops, gathered, passed_on
from qalqan.kernels.motifs_cycles import cycles

DAY = 86_400_000_000
ODD = 300  # per mille of the payer's largest sum, or of the median of all: a sum below is out of line


def archive(path: Path) -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    """Transfers (sender, receiver, tiyn, at), labels and opening balances (tiyn) of an AMLSim archive."""
    with tarfile.open(path) as tar:
        members = {Path(one.name).name: one for one in tar.getmembers()}
        nodes, rows = (
            pl.read_csv(tar.extractfile(members[f"{name}.csv"]).read()) for name in ("nodes", "transactions")
        )
    nodes = nodes.sort("nodeid")
    assert nodes["nodeid"].to_list() == list(range(nodes.height))
    told = rows.select(
        pl.col("sourceNodeId").cast(pl.Int32).alias("sender"),
        pl.col("targetNodeId").cast(pl.Int32).alias("receiver"),
        (pl.col("value") * 100).round().cast(pl.Int64).alias("tiyn"),
        (pl.col("time") * DAY).alias("at"),
    ).sort("at", maintain_order=True)
    return told, nodes["isFraud"].to_numpy(), (nodes["init_balance"] * 100).round().cast(pl.Int64).to_numpy()


def usual(rows: pl.DataFrame, opening: np.ndarray) -> dict[str, np.ndarray]:
    """The usual twenty-three: counts, distinct counterparties, sums, times of both sides, balance and ratio."""
    made = pl.DataFrame({"account": np.arange(len(opening), dtype=np.int32)})
    for side, one, other in (("in", "receiver", "sender"), ("out", "sender", "receiver")):
        told = rows.group_by(pl.col(one).alias("account")).agg(
            pl.len().alias("n"),
            pl.col(other).n_unique().alias("others"),
            *(getattr(pl.col("tiyn"), of)().alias(of) for of in ("sum", "mean", "std", "min", "max")),
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
            pl.col("at").n_unique().alias("days"),
        )
        told = told.rename({name: f"{side}_{name}" for name in told.columns if name != "account"})
        made = made.join(told, on="account", how="left", maintain_order="left")
    made = made.with_columns(
        balance=pl.col("in_sum").fill_null(0) - pl.col("out_sum").fill_null(0),
        ratio=pl.col("out_sum") / pl.col("in_sum"),
        opening=pl.Series(opening),
    )
    return {name: made[name].to_numpy().astype(float) for name in made.columns if name != "account"}


def ours(rows: pl.DataFrame, opening: np.ndarray) -> dict[str, np.ndarray]:
    """What our kernels add: dwell and bursts, motifs in time, sums out of line, company."""
    accounts = len(opening)
    at, tiyn = rows["at"].to_numpy(), rows["tiyn"].to_numpy()
    sender, receiver = rows["sender"].to_numpy(), rows["receiver"].to_numpy()
    everybody, zero = np.arange(accounts, dtype=np.int32), np.zeros(accounts, np.int64)
    ledger = build(at, sender, receiver, tiyn, accounts, None, zero, everybody, opening)
    counted, times = account_features(sender, receiver, tiyn, accounts), account_times(ledger)
    made: dict[str, np.ndarray] = {"both": counted.both, **{name: times[name] for name in TIMES}}
    stop = np.zeros(accounts, np.uint8)
    for days in (15, 60):
        found = cycles(ledger, days * DAY, stop)
        made |= {f"cycles_{days}_{length + 2}": found.counts[:, length] for length in range(5)}
        made[f"cycles_{days}_cut"] = np.full(accounts, found.cut)
    for days in (1, 10, 40):
        made[f"gathered_{days}"] = gathered(ledger, days * DAY, stop)
    for days in (10, 40):
        passed = passed_on(ledger, days * DAY, 800, stop)
        made |= {f"passed_{days}": passed.times, f"chain_{days}": passed.longest}
    for days in (1, 10):
        made[f"squares_{days}"] = drops(ledger, days * DAY, 30, stop).squares
    made |= _out_of_line(rows, accounts)
    of = pairs(sender, receiver, accounts)
    paid, got = made["odd_out"] > 0, made["odd_in"] > 0
    for name, mark in {"paid": paid, "got": got, "either": paid | got, "often": np.log1p(made["odd_in"])}.items():
        near = company(of, mark.astype(float))
        made |= {f"{name}_payers": near.payers, f"{name}_payees": near.payees}
        made |= {f"{name}_payers_share": near.payers / np.maximum(of.payers, 1)}
        made |= {f"{name}_payees_share": near.payees / np.maximum(of.payees, 1)}
        for step in range(3):
            ahead, behind = near.forward[step], near.backward[step]
            made |= {
                f"{name}_ahead_{step}": ahead,
                f"{name}_behind_{step}": behind,
                f"{name}_on_{step}": ahead * behind,
            }
    return {name: np.asarray(column, float) for name, column in made.items()}


def _out_of_line(rows: pl.DataFrame, accounts: int) -> dict[str, np.ndarray]:
    """Sums far below their payer's largest or below what is usual: how far, and how many came and went."""
    told = rows.select(
        "sender",
        "receiver",
        (pl.col("tiyn") * 1000 / pl.col("tiyn").max().over("sender")).alias("own"),
        (pl.col("tiyn") * 1000 / pl.col("tiyn").median()).alias("all"),
        pl.len().over("sender", "receiver", "tiyn", "at").alias("again"),
        pl.len().over("receiver", "tiyn").alias("same"),
    )
    made = {}
    for side, one in (("in", "receiver"), ("out", "sender")):
        found = told.group_by(one).agg(
            pl.min_horizontal("own", "all").min().alias("least"),
            (pl.min_horizontal("own", "all") < ODD).sum().alias("odd"),
            pl.col("again").max(),
            pl.col("same").max(),
        )
        for name in ("least", "odd", "again", "same"):
            column = np.zeros(accounts) if name != "least" else np.full(accounts, 1000.0)
            column[found[one].to_numpy()] = found[name].to_numpy()
            made[f"{name}_{side}"] = column
    return made
