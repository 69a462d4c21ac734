"""Several loans in different lenders within an hour: what a victim is talked into before the money is sent away.

A payout is recognised by what the statement says of it (operation, purpose, purpose code, lender's name); words stand
in ``data/loans.toml``. Payouts to one person follow each other as long as no hour passes between two; such a run counts
when at least two different lenders are in it, which is the same as two of them within one hour. One lender's tranches,
a loan that repays another one, loans against a security, instalments of a purchase and debts between people are none.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

OPERATION, PURPOSE, CODE, LENDER = 600, 500, 300, 300
PAYOUT = 600
TWO, MORE, PASSED, REPAID, OF_CASE = 550, 700, 150, -350, 100
HALF = 500
_BIN = r"^\d{4}[4-6]\d{7}$"
_PERSON = r"^\d{4}[0-3]\d{7}$"
_FORM = r"(?:^| )(?:тоо|ооо|ао|оао|зао|жшс|ақ|llp|llc|jsc)(?: |$)"
CARD = Card(
    name="loans",
    title="step-loans",
    reads=("transactions", "holders", "cases"),
    writes=("loan_bursts",),
    thresholds={
        "payout": Threshold(PAYOUT, "0-1000", "below it a row is no payout of a loan"),
        "two": Threshold(TWO, "0-1000", "two lenders within the hour"),
        "more": Threshold(MORE, "0-1000", "three or more"),
        "passed": Threshold(PASSED, "0-1000", "at least half of it left at once"),
        "repaid": Threshold(REPAID, "0-1000", "a loan was repaid from it: it may be a change of lender"),
    },
    errors=(
        "a lender that pays out through another firm's account under a plain name is not seen",
        "a person who compares offers and takes two loans looks the same: it is a lead, not proof",
    ),
    source="rule of the Anti-Fraud Centre of the National Bank: several applications within one hour (2024-07-22)",
)


@cache
def words() -> dict[str, Any]:
    """The dated table of words and codes."""
    return tomllib.loads((files("qalqan.detect.data") / "loans.toml").read_text("utf-8"))


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``loan_bursts``: one row a run of loans to one person."""
    told = tables["transactions"].filter(pl.col("at").is_not_null() & ~pl.col("reversal").fill_null(False))
    paid = payouts(told, tables["holders"])
    rule = words()["burst"]
    runs = _runs(paid, rule["within_minutes"]).filter(pl.col("lenders") >= rule["lenders"])
    if runs.is_empty():
        return {"loan_bursts": empty(table("loan_bursts"))}
    runs = _after(runs, told, rule["passed_minutes"])
    judged = _of_case(runs, tables["cases"]).with_columns(_score())
    grounds = [_grounds(row) for row in judged.iter_rows(named=True)]
    made = judged.drop("person", "run", "accounts").with_columns(pl.Series("grounds", grounds, pl.String))
    return {"loan_bursts": conform(made, table("loan_bursts"))}


def payouts(told: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``transactions`` that pay out a loan to a person, with person, lender and what says so.

    Adds by_operation, by_purpose, by_code, by_lender (bool), person and lender (text). Refinancing and secured loans
    are left out; a payer or payee that is of the wrong sort (person, organisation) too, and rows that tell no payee.
    A lender is known by its BIN (its own, or by its account or name in other rows), else by account, else by name;
    rows that tell none of these have no lender and make no two.
    """
    rule = words()
    holder = (
        holders.filter(pl.col("account").is_not_null() & pl.col("iin").is_not_null())
        .join(told.select("to").unique(), left_on="account", right_on="to", how="semi")
        .group_by(pl.col("account").alias("to"))
        .agg(pl.col("iin").min().alias("holder_iin"))
    )
    has = _has(told, "operation", "purpose", "from_name")
    marked = told.with_columns(
        has("operation", rule["payout"]["operations"]).alias("by_operation"),
        has("purpose", rule["payout"]["purposes"]).alias("by_purpose"),
        pl.col("knp").is_in(rule["payout"]["codes"]).fill_null(False).alias("by_code"),
        has("from_name", rule["lender"]["names"]).alias("by_lender"),
        pl.any_horizontal(
            has(column, rule["not"][name]) for column in ("operation", "purpose") for name in rule["not"]
        ).alias("other"),
    ).filter(~pl.col("other") & _weight().ge(PAYOUT) & ~pl.col("from_iin").str.contains(_PERSON).fill_null(False))
    return (
        marked.join(holder, on="to", how="left", maintain_order="left")
        .with_columns(pl.coalesce("to_iin", "holder_iin").alias("iin"))
        .filter(~pl.col("iin").str.contains(_BIN).fill_null(False))
        .with_columns(
            pl.coalesce("iin", "to").alias("person"),
            pl.when(pl.col("from_iin").str.contains(_BIN)).then("from_iin").alias("own_bin"),
            _name().alias("firm"),
        )
        .filter(pl.col("person").is_not_null())
        .with_columns(_lender_bin().alias("lender_bin"))
        .with_columns(pl.coalesce("lender_bin", "from", _by_firm("from"), "firm").alias("lender"))
    )


def _name() -> pl.Expr:
    """A payer's name without quotes, legal form, case and spaces around; null when nothing is left."""
    plain = (
        pl.col("from_name")
        .str.to_lowercase()
        .str.replace_all("ё", "е", literal=True)
        .str.replace_all(r"[^\pL\pN]+", " ")
        .str.replace_all(_FORM, " ")
        .str.replace_all(r" +", " ")
        .str.strip_chars()
    )
    return pl.when(plain != "").then(plain)


def _by_firm(column: str) -> pl.Expr:
    """What rows of the same payer's name have in a column, for rows without an account; else null."""
    known = pl.when(pl.col("firm").is_not_null()).then(pl.col(column).min().over("firm"))
    return pl.when(pl.col("from").is_null()).then(known)


def _lender_bin() -> pl.Expr:
    """A lender's BIN: its own, else that of its account in other rows, else that of its name where no account is."""
    of_account = pl.when(pl.col("from").is_not_null()).then(pl.col("own_bin").min().over("from"))
    return pl.coalesce("own_bin", of_account, _by_firm("own_bin"))


def _has(told: pl.DataFrame, *columns: str) -> Any:
    """Whether a column's text holds one of some words; each distinct text is looked at once."""
    distinct = {
        column: told.select(pl.col(column).unique().drop_nulls()).with_columns(
            (" " + pl.col(column).str.to_lowercase().str.replace_all("ё", "е", literal=True) + " ").alias("plain")
        )
        for column in columns
    }

    def has(column: str, listed: list[str]) -> pl.Expr:
        texts = distinct[column]
        found = texts.filter(pl.col("plain").str.contains_any(listed))[column]
        return pl.col(column).is_in(found.implode()).fill_null(False)

    return has


def _weight() -> pl.Expr:
    parts = (("by_operation", OPERATION), ("by_purpose", PURPOSE), ("by_code", CODE), ("by_lender", LENDER))
    return pl.sum_horizontal(pl.col(name).cast(pl.Int64) * weight for name, weight in parts)


def _runs(paid: pl.DataFrame, minutes: int) -> pl.DataFrame:
    """Payouts to one person that follow each other within so many minutes, as one row a run."""
    ordered = paid.sort("person", "at", "seq", "tx_id")
    apart = (pl.col("at").diff().over("person") > pl.duration(minutes=minutes)).fill_null(True)
    numbered = ordered.with_columns(apart.cast(pl.Int64).cum_sum().over("person").alias("run"))
    return numbered.group_by("person", "run", maintain_order=True).agg(
        burst_id=pl.col("tx_id").first(), account=pl.col("to").first(), iin=pl.col("iin").drop_nulls().first(),
        accounts=pl.col("to").unique(maintain_order=True),
        loans=pl.len().cast(pl.Int64), lenders=pl.col("lender").drop_nulls().n_unique().cast(pl.Int64),
        lender_names=_called()
        .unique(maintain_order=True).str.join("; "),
        amount_tiyn=pl.col("amount_tiyn").sum(), first=pl.col("at").first(), last=pl.col("at").last(),
        locators=pl.col("locators").str.join(";"),
    )  # fmt: skip


def _called() -> pl.Expr:
    """A lender's name and account; a payer that may be a person only by its bank."""
    firm = pl.col("by_lender") | pl.col("lender_bin").is_not_null()
    named = pl.concat_str("from_name", "from", separator=" · ", ignore_nulls=True)
    return pl.when(firm).then(named).otherwise(pl.coalesce("from_bank", pl.lit("?")))


def _after(runs: pl.DataFrame, told: pl.DataFrame, minutes: int) -> pl.DataFrame:
    """Columns passed_tiyn and repaid_tiyn: what left the person's accounts soon after the loans, of it to repay one."""
    rule = words()
    mine = runs.select("burst_id", "first", "last", pl.col("accounts").alias("from")).explode("from")
    left = told.join(mine.with_columns(pl.col("from").cast(pl.String)), on="from", how="inner").filter(
        (pl.col("at") >= pl.col("first")) & (pl.col("at") <= pl.col("last") + pl.duration(minutes=minutes))
    )
    has = _has(left, "operation", "purpose")
    repays = pl.any_horizontal(
        has(column, [*rule["not"]["repaid"], *rule["not"]["refinanced"]]) for column in ("operation", "purpose")
    )
    sums = left.group_by("burst_id").agg(
        passed_tiyn=pl.col("amount_tiyn").sum(),
        repaid_tiyn=pl.col("amount_tiyn").filter(repays & pl.col("to_iin").str.contains(_BIN).fill_null(True)).sum(),
    )
    return runs.join(sums, on="burst_id", how="left", maintain_order="left").with_columns(
        pl.col("passed_tiyn", "repaid_tiyn").fill_null(0)
    )


def _of_case(runs: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Column case_id: the case of this person as victim, registered first after the loans."""
    known = cases.select("case_id", "registered_at", "victim_iin", "victim_account")
    by = [
        runs.join(known.filter(pl.col(column).is_not_null()), left_on=mine, right_on=column, how="inner").select(
            "burst_id", "first", "case_id", "registered_at"
        )
        for mine, column in (("iin", "victim_iin"), ("account", "victim_account"))
    ]
    found = (
        pl.concat(by)
        .filter(pl.col("registered_at") >= pl.col("first"))
        .sort("burst_id", "registered_at", "case_id")
        .unique("burst_id", keep="first", maintain_order=True)
        .select("burst_id", "case_id")
    )
    return runs.join(found, on="burst_id", how="left", maintain_order="left")


def _passed() -> pl.Expr:
    return pl.col("passed_tiyn") * 1000 >= pl.col("amount_tiyn") * HALF


def _repaid() -> pl.Expr:
    return pl.col("repaid_tiyn") * 1000 >= pl.col("amount_tiyn") * HALF


def _score() -> pl.Expr:
    lenders = pl.when(pl.col("lenders") > 2).then(MORE).otherwise(TWO)
    more = (
        pl.when(_repaid()).then(REPAID).when(_passed()).then(PASSED).otherwise(0)
        + pl.when(pl.col("case_id").is_not_null()).then(OF_CASE).otherwise(0)
    )  # fmt: skip
    return (lenders + more).clip(0, 1000).cast(pl.Int64).alias("score")


def _grounds(row: dict[str, Any]) -> str:
    """The reasons of one run in canonical JSON."""
    places = row["locators"].split(";") if row["locators"] else []
    minutes = int((row["last"] - row["first"]).total_seconds()) // 60
    weight = MORE if row["lenders"] > 2 else TWO
    told: list[tuple[str, int, dict[str, Any]]] = [
        ("loan-lenders", weight, {"lenders": row["lenders"], "loans": row["loans"], "minutes": minutes}),
        ("loan-sum", 0, {"amount_tiyn": row["amount_tiyn"]}),
    ]
    if row["repaid_tiyn"] * 1000 >= row["amount_tiyn"] * HALF:
        told.append(("loan-repaid", REPAID, {"amount_tiyn": row["repaid_tiyn"]}))
    elif row["passed_tiyn"] * 1000 >= row["amount_tiyn"] * HALF:
        told.append(("loan-passed", PASSED, {"amount_tiyn": row["passed_tiyn"]}))
    if row["case_id"]:
        told.append(("loan-case", OF_CASE, {"case": row["case_id"]}))
    made = [
        {"rule": rule, "weight": weight, "values": values, "locators": places if rule == "loan-lenders" else []}
        for rule, weight, values in told
    ]
    return json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
