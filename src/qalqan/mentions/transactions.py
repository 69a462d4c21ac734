"""Transfers: the reports of banks matched one to one, and the accounts they name resolved.

Two rows are one transfer when they stand in different statements, agree in sum and currency, share a party or
the bank's reference, contradict each other in no party, and their times lie within ``match.transfer_seconds``
(a row with a date only: on that date). Within one statement equal rows are different transfers; k equal rows on either
side pair up one to one in order. The rule does not depend on the order of files or rows.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.engine.places import in_order, locator
from qalqan.mentions._reports import SPAN, block, coalesced, events, numbered
from qalqan.mentions._statements import statements
from qalqan.mentions.accounts import bank_of, resolved
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CARD = Card(
    name="transactions",
    title="step-transactions",
    reads=("observed_transaction", "aliases"),
    writes=("transactions",),
    thresholds={
        "match.transfer_seconds": Threshold(180, "s", "two banks' clocks on one transfer differ by no more"),
    },
    errors=(
        "a transfer told by two banks under identifiers that nothing ties, and no shared party, stays two transfers",
        "two equal transfers of which each bank shows another one become one",
    ),
    source="one-to-one record linkage with hard constraints; reference: tracing rules",
)
UNKNOWN = "unknown"
_SIDES = {"from": "payer", "to": "payee"}
_FIRST = ["name", "iin", "bank"]
_PLAIN = ["operation", "knp", "purpose", "amount_tiyn"]


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``transactions``: one row a transfer, with all its places."""
    rows = _prepared(tables["observed_transaction"], tables["aliases"])
    if rows.is_empty():
        return {"transactions": empty(table("transactions"))}
    marked = rows.with_columns(_events(rows, settings.match.transfer_seconds))
    return {"transactions": conform(_facts(marked), table("transactions"))}


def _prepared(observed: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Rows in canonical order with resolved parties, the statement they stand in and the span of their time."""
    rows = in_order(observed.filter(pl.col("at").is_not_null() & pl.col("amount_minor").is_not_null()))
    for side, party in _SIDES.items():
        told = rows.select(
            pl.col(f"{party}_account").alias("id"),
            pl.col(f"{party}_account_kind").alias("kind"),
            _code(f"{party}_bank").alias("bank"),
        )
        account = resolved(told, aliases)
        rows = rows.with_columns(account.alias(f"{side}_resolved")).with_columns(
            pl.coalesce(f"{side}_resolved", f"{party}_account").alias(f"{side}_id"),
            pl.when(pl.col(f"{side}_resolved").is_not_null())
            .then(pl.lit("iban"))
            .otherwise(f"{party}_account_kind")
            .alias(f"{side}_kind"),
            pl.coalesce(bank_of(pl.coalesce(f"{side}_resolved", f"{party}_account")), f"{party}_bank").alias(
                f"{side}_bank"
            ),
            pl.col(f"{party}_account").alias(f"{side}_as"),
            pl.col(f"{party}_name").alias(f"{side}_name"),
            pl.col(f"{party}_iin").alias(f"{side}_iin"),
        )
    rows = rows.with_columns(
        locator().alias("locator"),
        pl.col("at_precision").replace_strict(SPAN, default=0, return_dtype=pl.Int64).alias("span"),
        pl.lit(0, pl.Int64).alias("measure"),
        pl.col("reversal").fill_null(False),
        pl.col("seq").fill_null(pl.col("row")),
        pl.col("currency").fill_null("KZT"),
    )
    return statements(rows)


def _code(bank: str) -> pl.Expr:
    return pl.when(pl.col(bank).str.contains(r"^\d{3}$")).then(pl.col(bank))


def _events(rows: pl.DataFrame, seconds: int) -> pl.Series:
    wallets = (pl.col("from_kind") == "wallet") & (pl.col("to_kind") == "wallet")  # their hash is the transfer's own
    keyed = rows.select(
        "currency",
        "from_iin",
        "to_iin",
        *(pl.when(pl.col(f"{s}_kind") == "iban").then(f"{s}_id").alias(f"{s}_iban") for s in _SIDES),
        *(pl.when(pl.col(f"{s}_kind") != "iban").then(f"{s}_id").alias(f"{s}_other") for s in _SIDES),
        *(_code(f"{s}_bank").alias(f"{s}_bank") for s in _SIDES),
        pl.when(pl.col("reference").str.len_chars() >= 4).then("reference").alias("reference"),
        pl.when(wallets & (pl.col("reference").str.len_chars() >= 32)).then("reference").alias("hash"),
    )
    (
        currency,
        from_iin,
        to_iin,
        from_iban,
        to_iban,
        from_other,
        to_other,
        from_bank,
        to_bank,
        reference,
        chain,
    ) = numbered(
        keyed,
        ("currency",),
        ("from_iin", "to_iin"),
        ("from_iban", "to_iban"),
        ("from_other", "to_other"),
        ("from_bank", "to_bank"),
        ("reference",),
        ("hash",),
    )
    amount = rows["amount_minor"].to_numpy()
    reversal = rows["reversal"].cast(pl.Int64).to_numpy()
    payer = np.where(from_iban >= 0, from_iban * 2, np.where(from_other >= 0, from_other * 2 + 1, -1))
    payee = np.where(to_iban >= 0, to_iban * 2, np.where(to_other >= 0, to_other * 2 + 1, -1))
    sum_ = block(amount, currency, reversal)
    return events(
        rows,
        attributes=[
            amount,
            currency,
            reversal,
            from_iban,
            to_iban,
            from_other,
            to_other,
            from_iin,
            to_iin,
            from_bank,
            to_bank,
            chain,
        ],
        blocks=[
            block(sum_, payer),
            block(sum_, payee),
            block(sum_, from_iin),
            block(sum_, to_iin),
            block(sum_, reference),
        ],
        same=block(sum_, payer, payee),
        within_seconds=seconds,
    )


def _facts(marked: pl.DataFrame) -> pl.DataFrame:
    parties = [f"{side}_{name}" for side in _SIDES for name in _FIRST]
    marked = marked.with_columns(
        *(
            pl.when(pl.col(f"{s}_id").is_not_null()).then(_worth(f"{s}_kind")).otherwise(9).alias(f"{s}_worth")
            for s in _SIDES
        ),
    )
    facts = coalesced(
        marked,
        best=["at", "at_precision"],
        by=["span"],
        first=[*_PLAIN, *parties, "currency", "amount_minor", "reversal", "seq"],
    )
    for side in _SIDES:
        best = coalesced(
            marked.select("event", "locator", f"{side}_worth", f"{side}_id", f"{side}_as", f"{side}_kind"),
            best=[f"{side}_id", f"{side}_as", f"{side}_kind"],
            by=[f"{side}_worth"],
            first=[],
        )
        facts = facts.hstack(best.select(f"{side}_id", f"{side}_as", f"{side}_kind"))
    return facts.select(
        pl.col("locators").str.split(";").list.first().alias("tx_id"),
        pl.exclude("event", "from_id", "to_id", "from_kind", "to_kind"),
        *(_node(side) for side in _SIDES),
        *(_node_kind(side) for side in _SIDES),
    )


def _worth(kind: str) -> pl.Expr:
    """An IBAN says more than a card, a card more than a text."""
    order = {"iban": 0, "contract": 1, "wallet": 1, "card": 2, "phone": 3, "text": 4}
    return pl.col(kind).replace_strict(order, default=5, return_dtype=pl.Int64)


def _node(side: str) -> pl.Expr:
    """The party's account; where no account is told, its source text, or "unknown at" its bank."""
    bank = pl.col(f"{side}_bank")
    return pl.coalesce(
        pl.col(f"{side}_id"), pl.lit(f"{UNKNOWN} at ") + bank, pl.col(f"{side}_name"), pl.lit(UNKNOWN)
    ).alias(side)


def _node_kind(side: str) -> pl.Expr:
    return (
        pl.when(pl.col(f"{side}_id").is_not_null())
        .then(pl.col(f"{side}_kind").fill_null("text"))
        .otherwise(pl.lit("text"))
        .alias(f"{side}_kind")
    )
