"""Exports of block explorers as text tables: Tronscan (TRC-20, TRX), Etherscan and Blockscout (ERC-20, ETH).

A row is a transfer between two wallets. Columns are known by their headers in whatever order; the first rows must hold
wallets' addresses, so that no other table is taken for one. A unit is a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Grid, Skipped
from qalqan.intake.formats import delimited
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.intake.formats._dialect import dialect
from qalqan.intake.formats._explorer_rows import ADDRESS, blocks
from qalqan.intake.formats._text import head_text
from qalqan.registry import Card

CARD = Card(
    name="explorer",
    title="format-explorer",
    errors=(
        "sums of ETH finer than a milliardth are cut; the exact sum stays in the purpose",
        "network fees are told, not booked: what remains on a wallet is by so much too high",
    ),
    source="exports of tronscan.org, etherscan.io and Blockscout as seen in March 2026; EIP-20, TRC-20",
)
SURE = 940
HEADERS: dict[str, tuple[str, ...]] = {
    "hash": ("txnhash", "txhash", "transactionhash", "transactionid", "txid", "hash", "parenttransactionhash"),
    "time": ("unixtimestamp", "timeutc", "datetimeutc", "datetime", "timestamp", "blocktimestamp", "blockts", "time",
             "date"),
    "from": ("from", "fromaddress", "transferfromaddress", "sender", "owneraddress"),
    "to": ("to", "toaddress", "transfertoaddress", "txto", "receiver", "recipient"),
    "amount": ("amounttokenid", "tokenvalue", "tokenstransferred", "tokenamount", "quantity", "quant", "amountstr",
               "amount", "value"),
    "amount_in": ("valueineth", "valueintrx"),
    "amount_out": ("valueouteth", "valueouttrx"),
    "contract": ("tokencontractaddress", "tokencontract", "tokenaddress", "contractaddress", "tokenid"),
    "symbol": ("tokensymbol", "tokenabbr", "symbol", "token", "tokenname"),
    "state": ("result", "status", "txreceiptstatus", "contractret", "finalresult"),
    "fee": ("txnfeeeth", "txnfeetrx", "transactionfee", "txnfee", "fee"),
    "method": ("method", "transfertype", "type"),
}  # fmt: skip
_LOOK = 30


def sniff(head: bytes, name: str, size: int) -> int:
    """A header with hash, time, sender, receiver and sum, over rows whose senders and receivers are wallets."""
    text = head_text(head)
    if text.lstrip()[:1] in "<{[" or "\0" in text[:4000]:
        return 0
    rows = [line.rstrip("\r") for line in text.split("\n")[: _LOOK + 10]]
    separator, _, _ = dialect([row for row in rows if row.strip()] or [""])
    for at, row in enumerate(rows[:10]):
        columns = known(_cells(row, separator or ","))
        if columns is not None:
            below = [_cells(one, separator or ",") for one in rows[at + 1 : at + 1 + _LOOK] if one.strip()]
            return SURE if _wallets(below, columns) else 0
    return 0


def _cells(row: str, separator: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in row.split(separator)]


def _wallets(rows: list[list[str]], columns: dict[str, int]) -> bool:
    """Whether senders or receivers of most rows are wallets (commas inside quoted sums shift later cells only)."""
    first = min(columns["from"], columns["to"])
    told = pl.Series([row[first] for row in rows if len(row) > first and row[first]], dtype=pl.String)
    return bool(len(told)) and int(told.str.contains(ADDRESS).sum()) * 10 >= len(told) * 7


def known(cells: list[str]) -> dict[str, int] | None:
    """Which column holds which field; None when the cells are no header of an explorer's export."""
    folded = ["".join(sign for sign in cell.lower() if sign.isalnum()) for cell in cells]
    found: dict[str, int] = {}
    for field, names in HEADERS.items():
        at = next((folded.index(name) for name in names if name in folded), None)
        if at is not None:
            found[field] = at
    sums = {"amount", "amount_in", "amount_out"} & set(found)
    if not sums or not {"hash", "time", "from", "to"} <= set(found):
        return None
    if {"amount_in", "amount_out"} & sums:
        found.pop("contract", None)  # the contract that a transaction made, no token
        found.pop("amount", None)
    return found


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Lines, counted by their ends in the bytes."""
    return delimited.count(source, context)


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Transfers as transactions. Raises IntakeError when no header of an explorer stands in the file."""
    for block in turned(delimited.read(source, context)):
        if isinstance(block, Grid):
            raise IntakeError("reason-no-explorer", context.name)
        yield block


def turned(given: Iterable[Block]) -> Iterator[Block]:
    """Blocks of any reader, in which every sheet that is an explorer's export has become transactions.

    So a workbook or another table of the same columns is never taken for sums in tenge.
    """
    seen: dict[str, dict[str, int] | None] = {}
    for block in given:
        if not isinstance(block, Grid):
            yield block
            continue
        cells, rows = block.cells, block.rows
        if block.part not in seen:
            at, seen[block.part] = _found(cells)
            if seen[block.part] is not None:
                yield Skipped(block.part, tuple(rows[: at + 1].to_list()), "skipped-letterhead")
                cells, rows = cells[at + 1 :], rows[at + 1 :]
        columns = seen[block.part]
        if columns is None:
            yield block
        else:
            yield from _transfers(cells, rows, columns, block.part)


def _found(cells: pl.DataFrame) -> tuple[int, dict[str, int] | None]:
    """The row of an explorer's header and its columns; the rows below must hold wallets."""
    for at, row in enumerate(cells.head(_LOOK).iter_rows()):
        columns = known([(cell or "").strip() for cell in row])
        if columns is not None:
            below = [[cell or "" for cell in one] for one in cells[at + 1 : at + 1 + _LOOK].iter_rows()]
            return at, columns if _wallets(below, columns) else None
    return 0, None


def _transfers(cells: pl.DataFrame, rows: pl.Series, columns: dict[str, int], part: str) -> Iterator[Block]:
    blank = pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")
    empty = cells.select(blank.alias("b"))["b"] if cells.height else pl.Series("b", [], dtype=pl.Boolean)
    if empty.any():
        yield Skipped(part, tuple(rows.filter(empty).to_list()), "skipped-blank")
    named = {field: cells[:, at] for field, at in columns.items() if at < cells.width}
    frame = pl.DataFrame({"row": rows, **named}).filter(~empty)
    if frame.height:
        yield from blocks(frame, part)
