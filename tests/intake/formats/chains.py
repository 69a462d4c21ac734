"""Exports of block explorers with invented wallets: their checks are right, nobody holds them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import base58

USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
ERC_USDT = "0xdac17f958d2ee523a2206206994597c13d831ec7"


def tron(seed: str) -> str:
    """A TRON wallet."""
    return base58.b58encode_check(b"\x41" + hashlib.sha256(seed.encode()).digest()[:20]).decode()


def bitcoin(seed: str) -> str:
    """A Bitcoin wallet (P2PKH)."""
    return base58.b58encode_check(b"\x00" + hashlib.sha256(seed.encode()).digest()[:20]).decode()


def ethereum(seed: str) -> str:
    """An Ethereum wallet, in lower case as exports write it."""
    return "0x" + hashlib.sha256(seed.encode()).hexdigest()[:40]


def hash_of(seed: object) -> str:
    """A transaction's hash."""
    return hashlib.sha256(f"tx {seed}".encode()).hexdigest()


A, B, C = tron("a"), tron("b"), tron("c")
E, F = ethereum("e"), ethereum("f")
P, Q, R, S = (bitcoin(one) for one in "pqrs")

TRONSCAN_CSV = (
    '"Txn Hash","Block","Time(UTC)","From","To","Token","Amount/TokenID","Result"\n'
    f'"{hash_of(1)}","70000001","2025-03-22 09:41:34","{A}","{B}","Tether USD(USDT)({USDT})","1,250.5","SUCCESS"\n'
    f'"{hash_of(2)}","70000002","2025-03-22 09:51:00","{B}","{C}","Tether USD(USDT)({USDT})","1250.500001","SUCCESS"\n'
    f'"{hash_of(3)}","70000003","2025-03-22 09:52:00","{B}","{C}","Tether USD(USDT)({USDT})","10","OUT_OF_ENERGY"\n'
    f'"{hash_of(4)}","70000004","2025-03-22 09:53:00","{C}","{A}","Tether USD(USDT)({tron("false")})","99","SUCCESS"\n'
    f'"{hash_of(5)}","70000005","2025-03-22 09:54:00","{C}","{A}","Tether USD(USDT)({USDT})","0","SUCCESS"\n'
    f'"{hash_of(6)}","70000006","2025-03-22 09:55:00","{A}","Tbroken","Tether USD(USDT)({USDT})","5","SUCCESS"\n'
).encode()
ETHERSCAN_ERC20 = (
    '"Txhash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","USDValueDayOfTx","ContractAddress",'
    '"TokenName","TokenSymbol"\n'
    f'"0x{hash_of(7)}","20000002","1742636494","2025-03-22 09:41:34","{E}","{F}","1,000","1000","{ERC_USDT}",'
    '"Tether","USDT"\n'
).encode()


def _coin(number: int, payer: str, payee: str, came: str, went: str, end: str) -> str:
    at = 1742636494 + 6 * number
    return (
        f'"0x{hash_of(8 + number)}","{number}","{at}","2025-03-22","{payer}","{payee}","","{came}","{went}","1",'
        f'"0.00021","1","2000",{end}\n'
    )


ETHERSCAN_ETH = (
    '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","ContractAddress","Value_IN(ETH)",'
    '"Value_OUT(ETH)","CurrentValue @ $2092.1/ETH","TxnFee(ETH)","TxnFee(USD)","Historical $Price/ETH","Status",'
    '"ErrCode","Method"\n'
    + _coin(0, E, F, "0", "1.5", '"","","Transfer"')
    + _coin(1, F, E, "0.123456789012345678", "0", '"","",""')
    + _coin(2, E, F, "0", "9", '"Error(0)","Reverted",""')
).encode()


def tronscan_json() -> dict[str, Any]:
    """An answer of token transfers."""
    row = {
        "transaction_id": hash_of(11), "block_ts": 1742636494000, "from_address": A, "to_address": B, "block": 7,
        "contract_address": USDT, "quant": "1250500000", "confirmed": True, "contractRet": "SUCCESS",
        "finalResult": "SUCCESS", "revert": False, "event_type": "Transfer",
        "tokenInfo": {"tokenId": USDT, "tokenAbbr": "USDT", "tokenDecimal": 6},
    }  # fmt: skip
    failed = row | {"transaction_id": hash_of(12), "contractRet": "REVERT", "finalResult": "FAIL"}
    return {"total": 2, "contractInfo": {}, "token_transfers": [row, failed]}


def mempool(**more: Any) -> dict[str, Any]:
    """A Bitcoin transaction with two inputs, change, two payees and a fee."""
    return {
        "txid": hash_of(13), "fee": 1_000,
        "vin": [
            {"txid": "x", "prevout": {"scriptpubkey_address": P, "value": 60_000_000}},
            {"txid": "y", "prevout": {"scriptpubkey_address": Q, "value": 50_001_000}},
        ],
        "vout": [
            {"scriptpubkey_address": R, "value": 70_000_000},
            {"scriptpubkey_address": Q, "value": 10_000_000},
            {"scriptpubkey_address": S, "value": 30_000_000},
            {"scriptpubkey": "6a", "value": 0},
        ],
        "status": {"confirmed": True, "block_time": 1742636494},
    } | more  # fmt: skip


TRONSCAN_JSON = json.dumps(tronscan_json()).encode()
MEMPOOL_JSON = json.dumps([mempool()]).encode()
