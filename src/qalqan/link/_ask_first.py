"""The first question of a case: its victim's bank, as long as no transfer shows how the money was lost."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link.follow_book import Book
from qalqan.link.follow_trace import FIRM, HOUR, micros, numbered
from qalqan.settings import Trace as TraceSettings


def first_questions(
    book: Book, tables: Tables, settings: TraceSettings, moment: datetime | None, case: str
) -> pl.DataFrame:
    """Columns case_id, account, bank, left (the stated damage), remaining_high_tiyn, told, moment, answered, nowhere as
    `ask_next` has them of its places; times in microseconds.

    Cases registered by the moment (each at its registration when None) that tell the victim's account and have no firm
    loss in the book. The window begins as long before the registration as a loss is looked for.
    """
    mine = (pl.col("case_id") == case) | pl.lit(not case)
    firm = tables["losses"].filter((pl.col("score") >= FIRM) & mine)
    shown = firm.join(numbered(book, firm["tx_id"]), on="tx_id", how="semi").select("case_id")
    alias = tables["aliases"].select(pl.col("alias").alias("victim_account"), pl.col("account").alias("resolved"))
    account = pl.coalesce("resolved", "victim_account")
    registered = pl.col("registered_at").dt.timestamp("us")
    now = registered if moment is None else pl.lit(micros(moment), pl.Int64)
    return (
        tables["cases"]
        .filter(mine)
        .filter(pl.col("victim_account").is_not_null() & (pl.col("damage_tiyn") > 0) & (registered <= now))
        .unique("case_id", keep="first", maintain_order=True)
        .join(shown, on="case_id", how="anti")
        .join(alias.unique("victim_account", keep="first", maintain_order=True), on="victim_account", how="left")
        .sort("case_id")
        .select(
            "case_id",
            account.alias("account"),
            account.str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$").alias("bank"),
            pl.col("damage_tiyn").alias("left"),
            pl.col("damage_tiyn").alias("remaining_high_tiyn"),
            (registered - settings.loss_hours * HOUR).alias("told"),
            now.alias("moment"),
            pl.lit(False).alias("answered"),
            pl.lit(False).alias("nowhere"),
        )
    )
