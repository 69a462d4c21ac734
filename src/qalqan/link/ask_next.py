"""Whom to ask next: the bank whose answer can be expected to save most for each hour until it comes.

Money that a case's rows leave on an account of which no answer tells any longer may still be there or have gone on.
What an answer can save is told by the curve of how soon money is passed on (`_dwell`), taken at the moment when this
bank's answer can be expected (its own speed so far): what is still there then, and of what has gone on the share that
goes to another account, not to an end point, and stays there. Also told is what each further hour of waiting costs. A
payee that the payer's bank shows without an account is asked about by the row that paid it. Of a case whose losses no
transfer shows yet, the victim's own bank is asked first (`_ask_first`).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.kernels.money import I64, Flow
from qalqan.link._ask_first import first_questions
from qalqan.link._ask_speed import FEW, USUAL, answer_minutes
from qalqan.link._dwell import MINUTE
from qalqan.link._expected import Outlook, outlook
from qalqan.link.follow_book import Book
from qalqan.link.follow_then import Then, at_registration
from qalqan.link.follow_trace import payers
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

ONWARD, OF_ONWARD, SOONEST, MOST = 450, 30, 15, 50
_TIME = pl.Datetime("us", "UTC")
CARD = Card(
    name="ask_next",
    title="step-ask-next",
    reads=("cases", "trails", "losses", "transactions", "coverage", "holders", "aliases"),
    writes=("ask_next",),
    thresholds={
        "onward": Threshold(ONWARD, "per mille", "of money passed on goes to another account, until the rows tell"),
        "speed": Threshold(USUAL, "min", "a bank's answer, until answers tell"),
        "answers": Threshold(FEW, "answers", "from here on a bank's own speed counts"),
        "soonest": Threshold(SOONEST, "min", "no answer is reckoned sooner"),
        "accounts": Threshold(MOST, "accounts", "named in one row, those with most to save first"),
    },
    errors=(
        "one step beyond the silent account is reckoned, no further",
        "a bank's speed is read from the end of what its answers cover: when it was asked stands in no file",
    ),
    source="actuarial life table (Cutler & Ederer 1958); expected value by the hour",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``ask_next``: every case as of its registration, and all cases together."""
    return {"ask_next": conform(listed(at_registration(tables, settings), settings), table("ask_next"))}


def listed(
    then: Then, settings: Settings, moment: datetime | None = None, case: str = "", ahead: Outlook | None = None
) -> pl.DataFrame:
    """The rows of ``ask_next`` for the cases asked for, each at its moment.

    ``moment`` is that of cases without a loss in the book (their registration when None), ``case`` the only one looked
    at, ``ahead`` the outlook where the caller has it. Rows with an empty case are over all these cases, by bank.
    """
    ahead = ahead or outlook(then.book, then.losses, then.flow, then.asked.as_of)
    first = first_questions(then.book, then.tables, settings.trace, moment, case)
    places = pl.concat([_silent(then, ahead), first], how="diagonal")
    speed = answer_minutes(then.tables["coverage"], places["bank"])
    places = places.join(speed, on="bank", how="left", nulls_equal=True, maintain_order="left")
    onward = _onward(then.book, then.flow)
    wait = np.maximum(places["minutes"].to_numpy(), SOONEST).astype(np.int64)
    saved = [_saved(ahead, places, wait + later, onward) for later in (0, 60)]
    valued = places.with_columns(
        pl.Series("saved", saved[0]),
        pl.Series("drain", np.maximum(saved[0] - saved[1], 0)),
        pl.Series("minutes", wait),
    )
    every = valued.with_columns(pl.lit("").alias("case_id"), pl.col("case_id").alias("of_case"))
    ranked = pl.concat([_rows(valued.with_columns(pl.col("case_id").alias("of_case"))), _rows(every)])
    grounds = [_grounds(row, onward) for row in ranked.iter_rows(named=True)]
    return ranked.with_columns(pl.Series("grounds", grounds, dtype=pl.String)).select(table("ask_next").names)


def _silent(then: Then, ahead: Outlook) -> pl.DataFrame:
    """Places where a case's money likely is and of which no answer tells up to the moment."""
    book, asked = then.book, then.asked
    case = ahead.places["case"].to_numpy().astype(np.int64)
    known = ahead.places.with_row_index("place").with_columns(
        pl.Series("case_id", asked.cases.gather(case)),
        pl.Series("account", book.nodes["name"].gather(ahead.places["node"])),
        pl.Series("moment", asked.as_of[case]),
        pl.Series("nowhere", book.nodes["nowhere"].gather(ahead.places["node"])),
    )
    own = payers(then.tables, asked.cases)
    told = then.trails.filter(pl.col("hop").is_not_null()).select("case_id", "account", "bank", "remaining_high_tiyn")
    return (
        known.filter((pl.col("left") > 0) & ~(pl.col("answered") & (pl.col("told") >= pl.col("moment"))))
        .join(own, on=["case_id", "account"], how="anti")
        .join(told, on=["case_id", "account"], how="inner", maintain_order="left")
        .sort("case_id", "account")
    )


def _onward(book: Book, flow: Flow) -> int:
    """Per mille of case money passed on from an account that went to another account, by the rows seen."""
    moved = np.flatnonzero(flow.move_parent >= 0)
    to_end = book.stop[book.ledger.receiver[flow.move_row[moved].astype(np.int64)]] == 1
    rest = int((~to_end).sum())
    return (rest * 1000 + ONWARD * OF_ONWARD) // (len(moved) + OF_ONWARD)


def _saved(ahead: Outlook, places: pl.DataFrame, wait: I64, onward: int) -> I64:
    """Tiyn that can be expected to be saved at each place by an answer after so many minutes."""
    moment = np.zeros(len(ahead.places), np.int64)
    traced = places["place"].is_not_null().to_numpy()
    place, told = places["place"].drop_nulls().to_numpy().astype(np.int64), places["told"].to_numpy()
    answer = places["moment"].to_numpy() + wait * MINUTE
    moment[place] = answer[traced]
    nowhere = np.full(len(told), -1, np.int64)  # a stranger's account: the workspace's curve
    left = places["left"].to_numpy()
    there = np.floor(left * ahead.dwell.kept(nowhere, told, told, answer)).astype(np.int64)
    there[traced] = ahead.at(moment)[place]
    stays = ahead.dwell.kept(nowhere, told, told, told + (answer - told) // 2)
    further = np.floor((left - there) * (onward / 1000) * stays).astype(np.int64)
    return np.asarray(there + further, np.int64)


def _rows(valued: pl.DataFrame) -> pl.DataFrame:
    """One row a case (or all) and bank."""
    per_hour = pl.col("recoverable_tiyn") * 60 // pl.col("answer_minutes")
    grouped = (
        valued.sort("case_id", "bank", pl.col("saved").neg(), "account", "of_case")
        .group_by("case_id", "bank", maintain_order=True)
        .agg(
            pl.col("account").unique(maintain_order=True).head(MOST).str.join(";").alias("accounts"),
            pl.col("account").n_unique().cast(pl.Int64).alias("asked"),
            pl.col("of_case").n_unique().cast(pl.Int64).alias("cases"),
            pl.col("told").min().cast(_TIME).alias("from"),
            pl.col("moment").max().cast(_TIME).alias("to"),
            pl.col("left").sum().alias("likely_tiyn"),
            pl.col("remaining_high_tiyn").sum().alias("high_tiyn"),
            pl.col("saved").sum().alias("recoverable_tiyn"),
            pl.col("drain").sum().alias("drain_tiyn"),
            pl.col("minutes").first().alias("answer_minutes"),
            pl.col("answers").first(),
            ((pl.col("moment") - pl.col("told")) // MINUTE).min().alias("silent"),
            pl.col("nowhere").sum().cast(pl.Int64).alias("unnamed"),
            pl.col("place").is_null().sum().cast(pl.Int64).alias("untraced"),
        )
        .with_columns(per_hour.alias("per_hour_tiyn"))
    )
    return grouped.sort(
        "case_id", pl.col("per_hour_tiyn").neg(), pl.col("likely_tiyn").neg(), "bank", nulls_last=True
    ).with_columns(pl.int_range(1, pl.len() + 1).over("case_id").cast(pl.Int64).alias("rank"))


def _grounds(row: dict[str, Any], onward: int) -> str:
    """The reasons of one row in canonical JSON."""
    told: list[tuple[str, dict[str, Any]]] = [
        ("ask-likely", {"amount_tiyn": row["likely_tiyn"], "accounts": row["asked"]}),
        ("ask-silent", {"minutes": row["silent"]}),
        ("ask-own-speed" if row["answers"] >= FEW else "ask-usual-speed", {"minutes": row["answer_minutes"]}),
        ("ask-drain", {"amount_tiyn": row["drain_tiyn"]}),
        ("ask-onward", {"per_mille": onward}),
    ]
    if row["untraced"]:
        told.append(("ask-first", {"cases": row["untraced"]}))
    if row["unnamed"]:
        told.append(("ask-unnamed", {"payees": row["unnamed"]}))
    reasons = [{"rule": rule, "weight": 0, "values": values, "locators": []} for rule, values in told]
    return json.dumps(reasons, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
