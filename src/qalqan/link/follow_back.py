"""Whose money is on an account, or went through it: FIFO read backwards, agreeing with every case's own trail.

The answer of a bank's question «all claims on account X». What is on the account is split by where it came from: each
case whose loss is in it, with the range that the case's own trail gives; and what is nobody's loss, by kind (salary,
cash put in, stated opening balance, …). Sums of cases may overlap where one tenge is claimed by two (the
later victim paid with the earlier one's money); ``claimed`` counts it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.kernels import backward
from qalqan.kernels.backward import KINDS, Origins
from qalqan.kernels.backward_start import Pieces, came, standing
from qalqan.kernels.money import I64, ConservationError, Flow, Limits, Losses
from qalqan.link._back_labels import incomes
from qalqan.link.follow_book import Book
from qalqan.link.follow_then import known_by
from qalqan.link.follow_trace import Asked, flow_of, latest, losses_of, micros, moment_of, range_of
from qalqan.settings import Settings

_TIME = pl.Datetime("us", "UTC")
PATHS = 20  # ways told a case and account, those with most money first


@dataclass(frozen=True, slots=True)
class Whose:
    """The answer for each account asked about, at one moment.

    accounts: account, bank, end_point, told_to (up to when an answer tells of it; null: no answer does), balance_tiyn
    (there for all that is known), claimed_tiyn (some case's money, each tenge once), came_tiyn, left_unseen_tiyn (what
    a stated balance says has left unseen, but trails and claims count as still there).
    claims: account, case_id, still_tiyn, low_tiyn, high_tiyn, came_tiyn, hops (fewest transfers; null where the case's
    money only could be there), first_in, late_tiyn (came after the case's window, not counted).
    origins: account, kind, still_tiyn, came_tiyn, payers of what is no case's. paths: account, case_id, path (from 1),
    step (from 1), from, to, at, amount_tiyn (of the case's money on this way), locators.
    """

    as_of: datetime
    accounts: pl.DataFrame
    claims: pl.DataFrame
    origins: pl.DataFrame
    paths: pl.DataFrame


def whose(
    tables: Tables, settings: Settings, accounts: list[str], as_of: datetime | None, known_at: datetime | None = None
) -> Whose:
    """Whose money these accounts hold by FIFO, from events up to ``as_of`` (the latest) and answers up to
    ``known_at`` (all).

    Raises NotFound for an account that stands in no transfer, ConservationError when the way back and the trails
    forward differ (a fault of the program).
    """
    book = known_by(tables, known_at)[1]
    wanted = pl.DataFrame({"name": accounts}, schema={"name": pl.String}).unique(maintain_order=True)
    places = wanted.join(book.nodes.with_row_index("node"), on="name", how="left", maintain_order="left")
    if places["node"].null_count():
        raise NotFound("error-not-found", what="account", id=str(places.filter(pl.col("node").is_null())["name"][0]))
    node = places["node"].to_numpy().astype(np.int64)
    cases = tables["losses"]["case_id"].unique().sort()
    moment = latest(book) if as_of is None else micros(as_of)
    asked = Asked(cases, np.full(len(cases), moment, np.int64))
    losses = losses_of(book, tables["losses"], asked, settings.trace)
    limits = Limits(settings.trace.hops, settings.trace.smallest_tiyn, book.stop)
    seen = np.full(len(node), book.ledger.row_at(moment), np.int64)
    row = np.searchsorted(book.ledger.at, book.stated["when"].to_numpy(), side="left").astype(np.int64)
    openings = (row, book.stated["node"].to_numpy(), book.stated["opening_tiyn"].to_numpy())
    on_it = standing(book.ledger, book.stop, node, seen, *openings)
    there = _origins(book, losses, limits, on_it)
    through = _origins(book, losses, limits, came(book.ledger, node, seen))
    flow = flow_of(book, losses, "fifo", settings.trace)
    spread = range_of(book, asked, losses, flow, rule="fifo", settings=settings.trace)
    claims = _claims(node, there, through, flow)
    _agree(book, claims, losses, flow, node)
    ranged = pl.DataFrame({"case": spread.case, "node": spread.account, "low": spread.low, "high": spread.high})
    ranged = ranged.filter((pl.col("high") > 0) & pl.col("node").is_in(node.astype(np.int32)))
    told = (
        claims.join(ranged, on=["case", "node"], how="full", coalesce=True)
        .with_columns(pl.col("still", "came", "late", "low", "high").fill_null(0))
        .sort("node", pl.col("still").neg(), pl.col("came").neg(), pl.col("high").neg(), "case")
    )
    origins = incomes(book, tables["transactions"], node, (there, through))
    return Whose(
        moment_of(moment),
        _accounts(book, places, moment, (there, through)).with_columns(
            pl.col("balance_tiyn") - pl.Series(on_it.missing), pl.Series("left_unseen_tiyn", on_it.missing)
        ),
        _named(book, cases, told).select(
            "account",
            "case_id",
            pl.col("still").alias("still_tiyn"),
            pl.col("low").alias("low_tiyn"),
            pl.col("high").alias("high_tiyn"),
            pl.col("came").alias("came_tiyn"),
            "hops",
            pl.col("first").cast(_TIME).alias("first_in"),
            pl.col("late").alias("late_tiyn"),
        ),
        origins,
        _paths(book, cases, node, through),
    )


def _origins(book: Book, losses: Losses, limits: Limits, pieces: Pieces) -> Origins:
    return backward.trace(book.ledger, losses, limits, pieces)


def _claims(node: I64, there: Origins, through: Origins, flow: Flow) -> pl.DataFrame:
    """Columns case, node, still, came, late, hops, first: what the ways back name, beside the trails' first rows."""
    parts = []
    for name, found in (("still", there), ("came", through)):
        move = found.claim_move
        parts.append(
            pl.DataFrame(
                {
                    "case": found.claim_case,
                    "node": node[found.move_asked[move]].astype(np.int32),
                    "what": np.where(found.claim_late == 1, "late" if name == "came" else "skip", name),
                    "sum": found.move_amount[move],
                    "hops": found.move_depth[move].astype(np.int64),
                }
            )
        )
    of = pl.col("sum")
    summed = (
        pl.concat(parts)
        .group_by("case", "node")
        .agg(
            *(of.filter(pl.col("what") == what).sum().alias(what) for what in ("still", "came", "late")),
            pl.col("hops").filter(pl.col("what") == "came").min(),
        )
    )
    placed = pl.DataFrame({"case": flow.place_case, "node": flow.place_account, "first_row": flow.place_first})
    return summed.join(placed, on=["case", "node"], how="left")


def _agree(book: Book, claims: pl.DataFrame, losses: Losses, flow: Flow, node: I64) -> None:
    """The trails forward of the cases that no limit cut say the same. Raises ConservationError otherwise."""
    whole = (flow.cut == 0).all(axis=1)
    mine = np.isin(flow.place_account, node) & whole[flow.place_case]
    ahead = pl.DataFrame(
        {
            "case": flow.place_case[mine],
            "node": flow.place_account[mine],
            "left": flow.place_left[mine],
            "in": flow.place_came[mine],
        }
    )
    back = claims.filter(pl.Series(whole[claims["case"].to_numpy()])).select("case", "node", "still", "came")
    both = ahead.join(back, on=["case", "node"], how="full", coalesce=True).fill_null(0)
    wrong = both.filter((pl.col("left") != pl.col("still")) | (pl.col("in") != pl.col("came")))
    if wrong.height and len(losses.row):
        case, where, left, _, still, _ = wrong.row(0)
        raise ConservationError(f"case {case} on {book.nodes['name'][where]}: forward {left}, backward {still}")


def _named(book: Book, cases: pl.Series, told: pl.DataFrame) -> pl.DataFrame:
    first = told["first_row"].fill_null(0).to_numpy().astype(np.int64)
    at = pl.Series("first", book.ledger.at[first] if book.ledger.rows else np.zeros(len(first), np.int64))
    return told.with_columns(
        book.nodes["name"].gather(told["node"]).alias("account"),
        cases.gather(told["case"]).alias("case_id"),
        at,
    ).with_columns(pl.when(pl.col("first_row").is_not_null()).then("first"))


def _accounts(book: Book, places: pl.DataFrame, moment: int, ways: tuple[Origins, Origins]) -> pl.DataFrame:
    sums = []
    for found, only in ((ways[0], False), (ways[0], True), (ways[1], False)):
        total = np.zeros(places.height, np.int64)
        mine = (found.end_claimed == 1) | (not only)
        np.add.at(total, found.end_asked[mine], found.end_amount[mine])
        sums.append(total)
    told = book.covers.filter(pl.col("from") <= moment).group_by("node").agg(pl.col("to").max())
    known = places.with_columns(pl.col("node").cast(pl.Int32)).join(told, on="node", how="left", maintain_order="left")
    return known.select(
        pl.col("name").alias("account"),
        "bank",
        "end_point",
        pl.when(pl.col("to").is_not_null()).then(pl.min_horizontal("to", pl.lit(moment))).cast(_TIME).alias("told_to"),
        pl.Series("balance_tiyn", sums[0]),
        pl.Series("claimed_tiyn", sums[1]),
        pl.Series("came_tiyn", sums[2]),
    )


def _paths(book: Book, cases: pl.Series, node: I64, found: Origins) -> pl.DataFrame:
    """The ways by which each case's money came, those with most money first; equal ways as one."""
    ways: dict[tuple[int, int, tuple[int, ...]], int] = {}
    for move, case, late in zip(found.claim_move.tolist(), found.claim_case.tolist(), found.claim_late, strict=True):
        if not late:
            key = (int(found.move_asked[move]), case, tuple(found.path(move)))
            ways[key] = ways.get(key, 0) + int(found.move_amount[move])
    ledger, rows, told = book.ledger, [], dict[tuple[int, int], int]()
    for (asked, case, path), tiyn in sorted(ways.items(), key=lambda one: (one[0][:2], -one[1], one[0][2])):
        told[asked, case] = number = told.get((asked, case), 0) + 1
        if number <= PATHS:
            rows += [(int(node[asked]), case, number, step, row, tiyn) for step, row in enumerate(path, 1)]
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(("node", "case", "path", "step", "row", "amount_tiyn"), pl.Int64), orient="row"
    )
    row = frame["row"].to_numpy()
    name = book.nodes["name"]
    return frame.select(
        name.gather(frame["node"]).alias("account"),
        cases.gather(frame["case"]).alias("case_id"),
        "path",
        "step",
        name.gather(pl.Series(ledger.sender[row])).alias("from"),
        name.gather(pl.Series(ledger.receiver[row])).alias("to"),
        pl.Series("at", ledger.at[row]).cast(_TIME),
        "amount_tiyn",
        book.rows["locators"].gather(frame["row"]).alias("locators"),
    )


__all__ = ["KINDS", "PATHS", "Whose", "whose"]
