"""The transfers as columns for the kernels: accounts numbered, rows in the total order, end points marked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan import clock
from qalqan.engine.frames import Tables
from qalqan.kernels.account_features import flags
from qalqan.kernels.csr import build
from qalqan.kernels.money import I32, I64, U8, Ledger
from qalqan.settings import Detect

HOUR = 3_600_000_000
DAY = 24 * HOUR
WHOLE = 1_000_000  # tiyn: a round sum is a multiple of 10,000 tenge
SHIFT = 5 * HOUR  # Kazakhstan has one zone since March 2024; only the hour of the day is told by it
ENDS = ("cashout", "exchange", "merchant")
BIN = r"^\d{4}[4-6]\d{7}$"


@dataclass(frozen=True, slots=True)
class Rows:
    """Transfers with both accounts known and a sum in tenge: ``told`` (N) with columns of ``transactions`` and the
    numbers ``payer``, ``payee``; ``names`` (A) of the accounts in order; their ``ledger``; ``flag`` (N) of
    `kernels.account_features`; ``role`` (A): 0 account, 1 cash or wallet or abroad, 2 exchange, 3 merchant;
    ``firm`` (A): whether it is an organisation's."""

    told: pl.DataFrame
    names: pl.Series
    ledger: Ledger
    flag: U8
    role: U8
    firm: npt.NDArray[np.bool_]

    @property
    def stop(self) -> U8:
        """1 for end points (A)."""
        return (self.role > 0).astype(np.uint8)

    def by_name(self, frame: pl.DataFrame, column: str, key: str = "account") -> I64:
        """A column of another table as a value an account; 0 where the table does not know it (A)."""
        known = frame.select(pl.col(key).alias("account"), pl.col(column).cast(pl.Int64)).unique(
            "account", keep="first"
        )
        found = self.names.to_frame("account").join(known, on="account", how="left", maintain_order="left")
        return found[column].fill_null(0).to_numpy()


def rows(tables: Tables, settings: Detect) -> Rows:
    """The rows of the tables ``transactions``, ``coverage`` and ``accounts``."""
    known = (pl.col("amount_tiyn") > 0) & pl.col("from").is_not_null() & pl.col("to").is_not_null()
    told = tables["transactions"].filter(known & (pl.col("from") != pl.col("to")) & pl.col("at").is_not_null())
    told = told.sort("at", "seq", "tx_id", maintain_order=True)
    names = pl.concat([told["from"].alias("account"), told["to"].alias("account")]).unique().sort()
    number = names.to_frame("account").with_row_index("number").with_columns(pl.col("number").cast(pl.Int32))
    for side, column in (("from", "payer"), ("to", "payee")):
        numbered = number.rename({"account": side, "number": column})
        told = told.join(numbered, on=side, how="left", maintain_order="left")
    at, amount = told["at"].to_physical().to_numpy(), told["amount_tiyn"].to_numpy()
    ledger = build(
        at,
        told["payer"].to_numpy(),
        told["payee"].to_numpy(),
        amount,
        len(names),
        told["reversal"].fill_null(value=False).cast(pl.UInt8).to_numpy(),
        *_openings(tables["coverage"], number, at),
    )
    night = (settings.night_from * HOUR, settings.night_to * HOUR)
    flag = flags(at, amount, night, SHIFT, WHOLE, bands(settings.below_percent))
    roles = {name: place + 1 for place, name in enumerate(ENDS)}
    role = tables["accounts"].with_columns(pl.col("role").replace_strict(roles, default=0, return_dtype=pl.Int64))
    made = Rows(told, names, ledger, flag, np.zeros(0, np.uint8), np.zeros(0, bool))
    return Rows(told, names, ledger, flag, made.by_name(role, "role").astype(np.uint8), _firms(told, len(names)))


def bands(below_percent: int) -> I64:
    """The sums just below each dated limit, as `kernels.account_features.flags` takes them (L, 4)."""
    made = []
    for one in _limits():
        since = _micros(one["since"])
        until = _micros(one["until"]) if one["until"] else 1 << 60
        tiyn = int(one["tenge"]) * 100
        made.append((since, until, tiyn - tiyn * below_percent // 100, tiyn))
    return np.array(made, np.int64).reshape(-1, 4)


@cache
def _limits() -> tuple[dict[str, str], ...]:
    told = tomllib.loads((files("qalqan.detect") / "data" / "limits.toml").read_text("utf-8"))
    return tuple(told["limit"])


def _micros(day: str) -> int:
    local = datetime.combine(date.fromisoformat(day), time())
    return int(clock.to_utc(local).timestamp()) * 1_000_000


def _openings(coverage: pl.DataFrame, number: pl.DataFrame, at: I64) -> tuple[I64, I32, I64]:
    """Stated balances at the start of covers: before which row, of which account, tiyn."""
    stated = coverage.filter((pl.col("opening_tiyn") >= 0) & pl.col("from").is_not_null())
    stated = stated.join(number, on="account", how="inner").sort("from", "number", "opening_tiyn")
    first = np.searchsorted(at, stated["from"].to_physical().to_numpy(), side="left").astype(np.int64)
    return first, stated["number"].to_numpy(), stated["opening_tiyn"].to_numpy()


def _firms(told: pl.DataFrame, accounts: int) -> npt.NDArray[np.bool_]:
    """Whether an organisation's number (BIN) is told of the account's holder, most often."""
    sides = [told.select(pl.col(number).alias("account"), pl.col(f"{side}_iin").alias("iin"))
             for side, number in (("from", "payer"), ("to", "payee"))]  # fmt: skip
    counted = (
        pl.concat(sides).drop_nulls().group_by("account").agg(pl.col("iin").str.contains(BIN).mean().alias("firm"))
    )
    firm = np.zeros(accounts, bool)
    firm[counted["account"].to_numpy()] = counted["firm"].to_numpy() > 0.5
    return firm
