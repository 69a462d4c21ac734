"""What a victim's line is made of, as places of rows: found by look-ups, told only when a page shows them.

An account or a number may have ten thousands of rows. Each is kept here as its moment, its kind, its channel and the
place it stands at in its table; a row becomes a thing of its own only where somebody reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import polars as pl

from qalqan.desk._lens_index import distinct
from qalqan.desk.lens import ALL, Lens, Rows, Sight
from qalqan.detect.loans import payouts
from qalqan.engine.frames import DTYPES, Tables, table

FIRM: Final = 500
SHORT: Final = r"^[1-9]\d{2,4}$"
BANK: Final = "bank"
SOURCES: Final = ("calls", "messages", "transactions", "hops", "cases")
COLUMNS: Final = {
    "at": DTYPES["time"], "kind": pl.String(), "channel": pl.String(), "source": pl.String(), "row": pl.Int64(),
    "party": pl.String(), "from": pl.String(), "to": pl.String(), "seconds": pl.Int64(), "score": pl.Int64(),
    "exact": pl.Boolean(),
}  # fmt: skip
"""``source`` and ``row`` are the place; ``party`` the number, account or lender on the other side."""
_LOANS: Final = (
    "from", "to", "from_as", "from_name", "from_iin", "to_iin", "from_bank", "operation", "purpose", "knp", "tx_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Victim:
    """Whose line it is: the case's row, phones, accounts, and the firm losses (tx_id, amount_tiyn, score, at, from)
    with a moment."""

    case: dict[str, Any]
    phones: tuple[str, ...]
    accounts: tuple[str, ...]
    lost: pl.DataFrame

    @property
    def id(self) -> str:
        """The case."""
        return str(self.case["case_id"])


@dataclass(frozen=True, slots=True)
class Eye:
    """Look-ups over a run, what may not be known of it, and its tables without that (`desk/seen`): where the money went
    is made anew there, not only cut."""

    lens: Lens
    sight: Sight
    seen: Tables

    def frame(self, name: str) -> pl.DataFrame:
        """A whole table; a row's number is its number there."""
        return self.seen[name] if name == "hops" and self.sight != ALL else self.lens.frame(name)

    def places(self, name: str, column: str, values: list[str]) -> Rows:
        """The numbers of the rows whose column is one of the values, ascending."""
        if name == "hops" and self.sight != ALL:
            return np.flatnonzero(self.seen[name][column].is_in(values).to_numpy())
        return self.lens.places(name, column, values)

    def at(self, name: str, rows: Rows, *columns: str) -> pl.DataFrame:
        """Rows by their numbers with these columns (all), without what is hidden; their numbers stand in ``row``."""
        frame = self.frame(name)
        more = [one for one in _places(name) if one not in columns] if self.sight != ALL else []
        told = frame[[*columns, *more]][rows] if columns else frame[rows]
        if "row" in told.columns:  # a mention's own
            told = told.drop("row")
        return self.sight.of(told.insert_column(told.width, pl.Series("row", rows, pl.Int64)))

    def of(self, name: str, column: str, values: list[str], *columns: str) -> pl.DataFrame:
        """Rows by values of a column; likewise."""
        return self.at(name, self.places(name, column, values), *columns)


def _places(name: str) -> list[str]:
    """The columns that tell whether a row may be known of."""
    names = {column.name for column in table(name).columns}
    return [one for one in ("case_id", "evidence", "locators", "locator", "source", "first") if one in names]


def victim(eye: Eye, case: str) -> Victim:
    """The victim of a case that there is."""
    row = eye.of("cases", "case_id", [case]).row(0, named=True)
    marked = eye.of("mentions", "case_id", [case], "kind", "role", "value").filter(
        (pl.col("kind") == "phone") & (pl.col("role") == "victim")
    )
    phones = {row["victim_phone"] or "", *marked["value"].drop_nulls()} - {""}
    lost = eye.of("losses", "case_id", [case], "tx_id", "amount_tiyn", "score").filter(pl.col("score") >= FIRM)
    paid = eye.of("transactions", "tx_id", lost["tx_id"].to_list(), "tx_id", "at", "from")
    lost = lost[["tx_id", "amount_tiyn", "score"]].join(paid, on="tx_id", how="inner").drop_nulls("at")
    accounts = {row["victim_account"] or "", *lost["from"].drop_nulls()} - {""}
    return Victim(row, tuple(sorted(phones)), tuple(sorted(accounts)), lost)


def gathered(eye: Eye, who: Victim) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All rows of a line in order of time (:data:`COLUMNS`); whom the victim's phones met, first when (other, at)."""
    calls, met = _calls(eye, who)
    parts = [calls, _messages(eye, who), _money(eye, who), _trail(eye, who), _registered(who)]
    order = ("at", "kind", "source", "row")
    return pl.concat([_shaped(one) for one in parts]).sort(order, maintain_order=True), met


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in COLUMNS.items()
    )


def _calls(eye: Eye, who: Victim) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = [eye.lens.places("calls", side, who.phones) for side in ("a", "b")]
    told = eye.at("calls", distinct(np.concatenate(found)), "at", "a", "b", "service", "duration_s")
    told = told.filter(pl.col("at").is_not_null()).with_columns(
        pl.col("a").is_in(who.phones).fill_null(False).alias("out"), pl.col("service").fill_null("voice")
    )
    told = told.with_columns(pl.when("out").then("b").otherwise("a").fill_null("").alias("party"))
    met = told.filter(pl.col("party") != "").group_by(pl.col("party").alias("other")).agg(pl.col("at").min())
    sms, side = pl.col("service") == "sms", pl.when("out").then(pl.lit("out")).otherwise(pl.lit("in"))
    code = sms & ~pl.col("out") & pl.col("a").str.contains(SHORT).fill_null(False)
    named = pl.concat_str(pl.when(sms).then(pl.lit("sms-")).otherwise(pl.lit("call-")), side)
    kind = pl.when(code).then(pl.lit("code")).otherwise(named)
    seconds = pl.when(~sms).then("duration_s")
    rows = told.filter(pl.col("service") != "data").with_columns(
        kind.alias("kind"), pl.col("service").alias("channel"), pl.lit("calls").alias("source"),
        seconds.alias("seconds"), pl.lit(True).alias("exact"),
    )  # fmt: skip
    return rows, met


def _messages(eye: Eye, who: Victim) -> pl.DataFrame:
    told = eye.of("messages", "case_id", [who.id], "message_id", "at", "from", "channel").filter(
        pl.col("at").is_not_null()
    )
    read = eye.of("messages_read", "message_id", told["message_id"].to_list(), "message_id", "scam_score")
    told = told.join(read.drop("row"), on="message_id", how="left", maintain_order="left")
    return told.with_columns(
        pl.lit("message").alias("kind"), pl.col("channel").fill_null("other"), pl.lit("messages").alias("source"),
        pl.col("from").fill_null("").alias("party"), pl.lit(None, pl.String).alias("from"),
        pl.col("scam_score").fill_null(0).alias("score"), pl.lit(True).alias("exact"),
    )  # fmt: skip


def _money(eye: Eye, who: Victim) -> pl.DataFrame:
    """What the victim's accounts paid and got: losses, loans, everything else."""
    iin = who.case["victim_iin"] or ""
    sides = [("from", who.accounts), ("to", who.accounts)] + ([("from_iin", (iin,)), ("to_iin", (iin,))] if iin else [])
    found = [eye.lens.places("transactions", side, values) for side, values in sides]
    told = eye.at(
        "transactions", distinct(np.concatenate(found)), "at", "at_precision", "reversal", "to_as", "to_name",
        "to_bank", *_LOANS,
    ).filter(pl.col("at").is_not_null() & ~pl.col("reversal").fill_null(False))  # fmt: skip
    lent = _lent(eye, told)
    scores = who.lost.select("tx_id", pl.col("score").alias("lost")).unique("tx_id", keep="last")
    told = told.join(lent, on="tx_id", how="left", maintain_order="left")
    told = told.join(scores, on="tx_id", how="left", maintain_order="left")
    paying, paid = pl.col("from").is_in(who.accounts), pl.col("to").is_in(who.accounts)
    out = paying.fill_null(False) | (~paid.fill_null(False) & (pl.col("from_iin") == (iin or None)).fill_null(False))
    told = told.with_columns(out.alias("out"))
    kind = (
        pl.when(pl.col("lost").is_not_null()).then(pl.lit("loss"))
        .when(pl.col("lender").is_not_null() & ~pl.col("out")).then(pl.lit("loan"))
        .when("out").then(pl.lit("paid")).otherwise(pl.lit("came"))
    )  # fmt: skip
    other = pl.when("out").then(_who("to")).otherwise(_who("from"))
    return told.with_columns(
        kind.alias("kind"), _bank(pl.when("out").then("from_bank").otherwise("to_bank")),
        pl.lit("transactions").alias("source"), pl.when(kind == "loan").then("lender").otherwise(other).alias("party"),
        pl.col("lost").fill_null(0).alias("score"), (pl.col("at_precision") != "day").fill_null(True).alias("exact"),
    )  # fmt: skip


def _lent(eye: Eye, told: pl.DataFrame) -> pl.DataFrame:
    """Which of the transfers pay out a loan (tx_id), and whose (lender)."""
    if all(told[one].null_count() == told.height for one in ("operation", "purpose", "knp", "from_name")):
        return pl.DataFrame(schema={"tx_id": pl.String, "lender": pl.String})  # nothing says that one does
    holders = eye.of("holders", "account", told["to"].drop_nulls().unique().to_list(), "account", "iin")
    return payouts(told[list(_LOANS)], holders)[["tx_id", "lender"]].unique("tx_id", keep="last")


def _who(side: str) -> pl.Expr:
    """Who stands on a side of a transfer: account, what the file calls it, name."""
    told = (pl.when(pl.col(one) != "").then(one) for one in (side, f"{side}_as", f"{side}_name"))
    return pl.coalesce(*told, pl.lit(""))


def _bank(code: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{BANK}:"), code).fill_null(BANK).alias("channel")


def _trail(eye: Eye, who: Victim) -> pl.DataFrame:
    """What became of the money: passed on, and out."""
    hops = eye.of("hops", "case_id", [who.id], "from", "to", "at", "rule", "tx_id").filter(
        (pl.col("rule") == "fifo") & ~pl.col("tx_id").is_in(who.lost["tx_id"].implode()) & pl.col("at").is_not_null()
    )
    ends = eye.of("trail_ends", "case_id", [who.id], "node", "sink").filter("sink")["node"].unique()
    paid = eye.of("transactions", "tx_id", hops["tx_id"].unique().to_list(), "tx_id", "at_precision", "from_bank")
    told = hops.join(paid.unique("tx_id").drop("row"), on="tx_id", how="left", maintain_order="left")
    cash = pl.col("to").is_in(ends.implode()).fill_null(False)
    return told.with_columns(
        pl.when(cash).then(pl.lit("cash")).otherwise(pl.lit("onward")).alias("kind"), _bank(pl.col("from_bank")),
        pl.lit("hops").alias("source"), (pl.col("at_precision") != "day").fill_null(True).alias("exact"),
    )  # fmt: skip


def _registered(who: Victim) -> pl.DataFrame:
    at: datetime | None = who.case["registered_at"]
    row = {"at": at, "kind": "registered", "channel": "register", "source": "cases", "row": who.case["row"]}
    return pl.DataFrame([row | {"exact": True}] if at else [], {name: COLUMNS[name] for name in (*row, "exact")})
