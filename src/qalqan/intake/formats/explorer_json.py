"""Exports of block explorers as JSON: Tronscan, TronGrid, Etherscan's API, mempool.space (Esplora), blockchain.com.

A unit is a transfer, of Bitcoin a transaction. A Bitcoin transaction has several inputs and outputs: what went back
to an input's own address is change; the rest is laid on the other outputs in their order, first input first. The first
such piece stands at the transaction's place, further ones beside it in a part of their own. What no output took is the
fee.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from qalqan.intake.blocks import Block, Context, Skipped, Trouble
from qalqan.intake.formats._blocks import CHUNK, shielded, shielded_count, short
from qalqan.intake.formats._explorer_rows import FIELDS, blocks
from qalqan.intake.formats._jsonstream import Stream, walk
from qalqan.intake.formats._text import encoding_of, head_text
from qalqan.registry import Card

CARD = Card(
    name="explorer_json",
    title="format-explorer-json",
    errors=(
        "which input paid which output of a Bitcoin transaction is a rule (first in, first out), not a fact",
        "several inputs that belong to one holder stay several wallets",
    ),
    source="API answers of tronscan.org, trongrid.io, etherscan.io, mempool.space (Esplora), blockchain.com",
)
SURE = 930
_SIGNS = (
    ('"from_address"', '"to_address"', '"quant"'),
    ('"transferFromAddress"', '"transferToAddress"'),
    ('"transaction_id"', '"token_info"', '"block_timestamp"'),
    ('"timeStamp"', '"hash"', '"from"', '"to"', '"value"', '"blockNumber"'),
    ('"txid"', '"vin"', '"vout"'),
    ('"inputs"', '"out"', '"prev_out"'),
)
SATOSHI = 8


def sniff(head: bytes, name: str, size: int) -> int:
    """JSON with all the keys of one explorer's answer."""
    text = head_text(head).lstrip("\ufeff \r\n\t")
    if text[:1] not in "{[":
        return 0
    return SURE if any(all(sign in text for sign in signs) for signs in _SIGNS) else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Objects that look like a transfer or a transaction."""
    return {"": sum(1 for _one in _elements(source, context))}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Transfers as transactions, in the order of the file."""
    plain: list[dict[str, Any]] = []
    further: dict[int, list[dict[str, Any]]] = {}
    for number, one in enumerate(_elements(source, context), 1):
        if not isinstance(one, dict):
            yield Trouble("", number, "", short(str(one)), "reason-json-line", "row_rejected")
            continue
        pieces = _bitcoin(one) if _is_bitcoin(one) else [_transfer(one)]
        if not pieces:
            yield Skipped("", (number,), "reason-own-wallet")
        for at, piece in enumerate(pieces):
            (plain if at == 0 else further.setdefault(at + 1, [])).append({"row": number, **piece})
        if len(plain) >= CHUNK:
            yield from _flush(plain, further)
            plain, further = [], {}
    yield from _flush(plain, further)


def _flush(plain: list[dict[str, Any]], further: dict[int, list[dict[str, Any]]]) -> Iterator[Block]:
    schema = {"row": pl.Int64(), **dict.fromkeys(FIELDS, pl.String())}
    if plain:
        yield from blocks(pl.DataFrame(plain, schema=schema))
    for at, rows in sorted(further.items()):
        derived = blocks(pl.DataFrame(rows, schema=schema), f"#output {at}")
        yield from (one for one in derived if not isinstance(one, Skipped))  # the first piece said so


def _elements(source: Path, context: Context) -> Iterator[Any]:
    """The transfers or transactions of a document: elements of the arrays that hold them, or the document itself."""
    with source.open(encoding=encoding_of(source), errors="replace") as stream:
        cursor = Stream(stream, context.limits.row_chars, context.name)
        array = cursor.peek() == "["
        if not array and _lone(source):
            yield cursor.value()
        else:
            for path, value in walk(cursor, lambda path: not path or path[-1] in _LISTS):
                if array or (path and path[-1] in _LISTS):
                    yield value
        if cursor.peek():
            raise cursor.broken()


def _lone(source: Path) -> bool:
    """Whether a document is one transaction by itself: its inputs come before any list of transactions."""
    with source.open("rb") as stream:
        text = head_text(stream.read(1 << 16))
    lists = min((at for name in _LISTS if (at := text.find(f'"{name}"')) >= 0), default=len(text))
    inputs = min((at for name in ("vin", "inputs") if (at := text.find(f'"{name}"')) >= 0), default=len(text))
    return inputs < lists


_LISTS = ("token_transfers", "data", "result", "txs", "transactions", "trc20_transfers")


def _text(value: Any) -> str | None:
    return None if value is None or isinstance(value, dict | list) else str(value).lower() if isinstance(
        value, bool) else str(value)  # fmt: skip


def _scaled(value: Any, decimals: Any) -> str | None:
    """An integer of minor units as a decimal text."""
    text, places = _text(value) or "", _text(decimals) or "0"
    if not text.isdigit() or not places.isdigit() or int(places) > 36 or len(text) > 80:
        return text or None
    digits, places_ = text.zfill(int(places) + 1), int(places)
    return f"{digits[:-places_]}.{digits[-places_:]}" if places_ else digits


def _transfer(one: dict[str, Any]) -> dict[str, str | None]:
    """A transfer of a token or coin as Tronscan, TronGrid or Etherscan tell it."""
    told = [one[name] for name in ("tokenInfo", "token_info") if isinstance(one.get(name), dict)]
    info: dict[str, Any] = told[0] if told else {}
    get = one.get
    decimals = info.get("tokenDecimal", info.get("decimals", get("tokenDecimal")))
    native = decimals is None and "timeStamp" in one
    contract = get("contract_address") or info.get("tokenId") or info.get("address")
    if "timeStamp" in one:
        contract = None if native else get("contractAddress")
    minor = next((get(name) for name in ("quant", "value", "amount") if get(name) is not None), None)
    states = [_text(get(name)) for name in ("finalResult", "contractRet", "result") if isinstance(get(name), str)]
    failed = _text(get("isError")) == "1" or _text(get("revert")) == "true" or _text(get("confirmed")) == "false"
    bad = next((one_ for one_ in states if one_ and one_.upper() not in ("SUCCESS", "OK")), None)
    return {
        "hash": _text(get("transaction_id") or get("transactionHash") or get("hash")),
        "time": _text(get("block_ts") or get("block_timestamp") or get("timestamp") or get("timeStamp")),
        "from": _text(get("from_address") or get("transferFromAddress") or get("from")),
        "to": _text(get("to_address") or get("transferToAddress") or get("to")),
        "amount": None if native else _scaled(minor, decimals),
        "amount_out": _scaled(minor, 18) if native else None,
        "symbol": _text(info.get("tokenAbbr") or info.get("symbol") or get("tokenSymbol")),
        "contract": _text(contract),
        "state": "failed" if failed else bad,
        "method": _text(get("event_type") or get("type") or get("functionName")),
    }


def _is_bitcoin(one: dict[str, Any]) -> bool:
    return isinstance(one.get("vin", one.get("inputs")), list) and isinstance(one.get("vout", one.get("out")), list)


def _bitcoin(one: dict[str, Any]) -> list[dict[str, str | None]]:
    """The pieces of a Bitcoin transaction: change netted, inputs laid on outputs in order; in satoshi."""
    told = one.get("status")
    status: dict[str, Any] = told if isinstance(told, dict) else {}
    inputs = _legs(one.get("vin", one.get("inputs")), ("prevout", "prev_out"))
    outputs = _legs(one.get("vout", one.get("out")), ())
    back = {address: sum(v for a, v in outputs if a == address) for address in {a for a, _ in inputs}}
    rest = []
    for address, value in inputs:  # what an address gets back, it did not pay
        kept = min(value, back[address])
        back[address] -= kept
        rest.append(value - kept)
    senders = {address for address, _ in inputs}
    moved: dict[tuple[str, str], int] = {}
    at = 0
    for address, value in ((a, v) for a, v in outputs if a not in senders):
        owed = value
        while owed and at < len(rest):
            part = min(owed, rest[at])
            if part:
                moved[inputs[at][0], address] = moved.get((inputs[at][0], address), 0) + part
            owed, rest[at] = owed - part, rest[at] - part
            at += rest[at] == 0
    return [_piece(one, status, payer, payee, part) for (payer, payee), part in moved.items()]


def _piece(one: dict[str, Any], status: dict[str, Any], payer: str, payee: str, part: int) -> dict[str, str | None]:
    return {
        "hash": _text(one.get("txid") or one.get("hash")),
        "time": _text(status.get("block_time") or one.get("time") or one.get("block_time")),
        "from": payer,
        "to": payee,
        "amount": _scaled(part, SATOSHI),
        "symbol": "btc",
        "state": "unconfirmed" if _text(status.get("confirmed")) == "false" else None,
        "fee": f"{_scaled(one['fee'], SATOSHI)} BTC" if _text(one.get("fee")) else None,
    }


def _legs(told: Any, inside: tuple[str, ...]) -> list[tuple[str, int]]:
    """(address, satoshi) of inputs or outputs; legs without an address (a script, new coins) are left out."""
    made = []
    for leg in told if isinstance(told, list) else ():
        held = leg if isinstance(leg, dict) else {}
        for name in inside:
            held = held[name] if isinstance(held.get(name), dict) else held
        address, value = _text(held.get("scriptpubkey_address") or held.get("addr")), _text(held.get("value"))
        if address and value and value.isdigit() and len(value) <= 18:
            made.append((address, int(value)))
    return made
