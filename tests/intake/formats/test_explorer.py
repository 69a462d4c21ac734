"""Exports of block explorers: columns in any order, tokens by contract, failed ones aside, sums exact; Bitcoin."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.formats import chains
from tests.intake.formats.chains import USDT, A, B, C, E, F, P, Q, R, S, hash_of, mempool
from tests.intake.formats.gather import Files, formats

from qalqan.intake.formats.explorer_json import _bitcoin
from qalqan.intake.read import Request, read
from qalqan.settings import Intake


def test_tronscan_table(files: Files) -> None:
    told = files.read("explorer", chains.TRONSCAN_CSV)
    rows = told.records("transaction")
    assert [
        (r["row"], r["at"], r["payer_account"], r["payee_account"], r["raw_amount"], r["currency"]) for r in rows
    ] == [
        (2, "2025-03-22 09:41:34", A, B, "1250.5", "USDT"),
        (3, "2025-03-22 09:51:00", B, C, "1250.500001", "USDT"),
    ]
    assert rows[0]["reference"] == hash_of(1)
    assert [(one.row, one.reason) for one in told.troubles] == [(5, "reason-token-false"), (7, "reason-wallet-shape")]
    assert sorted(told.skipped) == [1, 4, 6], "header, failed, nothing moved"


def test_etherscan_tokens(files: Files) -> None:
    (row,) = files.read("explorer", chains.ETHERSCAN_ERC20).records("transaction")
    assert (row["currency"], row["raw_amount"], row["payer_account"], row["at"]) == (
        "USDT", "1000", E, "2025-03-22 09:41:34",
    )  # fmt: skip


def test_etherscan_coin_is_cut_to_milliardths_and_says_so(files: Files) -> None:
    told = files.read("explorer", chains.ETHERSCAN_ETH)
    rows = told.records("transaction")
    assert [(r["raw_amount"], r["currency"]) for r in rows] == [("1.5", "ETH"), ("0.123456789", "ETH")]
    assert "exactly 0.123456789012345678 ETH" in rows[1]["purpose"]
    assert "fee 0.00021" in rows[0]["purpose"]
    assert [(one.row, one.reason, one.action) for one in told.troubles] == [(3, "reason-token-cut", "kept_flagged")]
    assert sorted(told.skipped) == [1, 4]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_stand_in_any_order(files: Files, separator: str) -> None:
    names = ["To", "Status", "Token Symbol", "Amount", "Time", "Token Contract", "From", "Transaction ID", "Note"]
    cells = {"To": B, "Status": "Success", "Token Symbol": "USDT", "Amount": "7.25", "Time": "1742636494000",
             "Token Contract": USDT, "From": A, "Transaction ID": hash_of(1), "Note": "x"}  # fmt: skip
    random.Random(4).shuffle(names)
    text = "\n".join([separator.join(names), *[separator.join(cells[name] for name in names)] * 3]) + "\n"
    data = text.encode()
    assert formats()["explorer"].sniff(data, "a.csv", len(data)) > 900
    rows = files.read("explorer", data).records("transaction")
    assert [(r["at"], r["raw_amount"], r["payer_account"]) for r in rows] == [("2025-03-22 09:41:34", "7.25", A)] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Дата;Плательщик;Получатель;Сумма\n01.02.2025;KZ126010000000002001;KZ127220000000001001;500\n",
        "Hash,Time,From,To,Amount\nabc,2025-01-01 10:00:00,+77011112233,+77015556677,30\n",
        f"Wallet,Note\n{A},x\n{B},y\n",
        "Time,From,To,Duration\n2025-01-01 10:00:00,77011112233,77015556677,30\n",
    ],
)
def test_other_tables_are_not_taken(text: str) -> None:
    data = text.encode()
    assert formats()["explorer"].sniff(data, "transactions.csv", len(data)) == 0


def test_tronscan_json(files: Files) -> None:
    told = files.read("explorer_json", chains.TRONSCAN_JSON)
    (row,) = told.records("transaction")
    assert (row["raw_amount"], row["currency"], row["at"], row["payee_account"]) == (
        "1250.500000", "USDT", "2025-03-22 09:41:34", B,
    )  # fmt: skip
    assert told.skipped == [2]


def test_etherscan_and_trongrid_json(files: Files) -> None:
    scan = {"status": "1", "message": "OK", "result": [
        {"blockNumber": "1", "timeStamp": "1742636494", "hash": "0x1", "from": E, "to": F, "value": "15" + "0" * 17,
         "isError": "0", "contractAddress": ""},
        {"blockNumber": "1", "timeStamp": "1742636494", "hash": "0x2", "from": E, "to": F, "value": "25000000",
         "contractAddress": chains.ERC_USDT, "tokenSymbol": "USDT", "tokenDecimal": "6"},
        {"blockNumber": "1", "timeStamp": "1742636494", "hash": "0x3", "from": E, "to": F, "value": "1", "isError": "1",
         "contractAddress": ""},
    ]}  # fmt: skip
    told = files.read("explorer_json", json.dumps(scan).encode())
    assert [(r["raw_amount"], r["currency"]) for r in told.records("transaction")] == [
        ("1.500000000", "ETH"), ("25.000000", "USDT"),
    ]  # fmt: skip
    assert told.skipped == [3]
    grid = {"data": [{"transaction_id": "1", "token_info": {"symbol": "USDT", "address": USDT, "decimals": 6},
                      "block_timestamp": 1742636494000, "from": A, "to": B, "type": "Transfer", "value": "5000000"}],
            "success": True}  # fmt: skip
    (row,) = files.read("explorer_json", json.dumps(grid).encode()).records("transaction")
    assert (row["raw_amount"], row["currency"], row["operation"]) == ("5.000000", "USDT", "Transfer")


def test_bitcoin_change_is_netted_and_the_rest_laid_in_order(files: Files) -> None:
    told = files.read("explorer_json", chains.MEMPOOL_JSON)
    rows = told.records("transaction")
    assert [(r["payer_account"], r["payee_account"], r["raw_amount"]) for r in rows] == [
        (P, R, "0.60000000"), (Q, R, "0.10000000"), (Q, S, "0.30000000"),
    ]  # fmt: skip
    assert {r["currency"] for r in rows} == {"BTC"}
    assert "fee 0.00001000 BTC" in rows[0]["purpose"]
    assert files.count("explorer_json", chains.MEMPOOL_JSON) == {"": 1}


def test_one_transaction_alone_and_blockchain_com(files: Files) -> None:
    alone = json.dumps(mempool()).encode()
    assert len(files.read("explorer_json", alone).records("transaction")) == 3
    told = {"address": P, "txs": [{
        "hash": "h", "time": 1742636494, "fee": 10, "inputs": [{"prev_out": {"addr": P, "value": 1010}}],
        "out": [{"addr": R, "value": 1000}],
    }]}  # fmt: skip
    (row,) = files.read("explorer_json", json.dumps(told).encode()).records("transaction")
    assert (row["payer_account"], row["raw_amount"]) == (P, "0.00001000")
    waiting = json.dumps([mempool(status={"confirmed": False})]).encode()
    assert files.read("explorer_json", waiting).records("transaction") == []


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 10**9)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 6), st.integers(1, 10**9)), min_size=1, max_size=6),
)
def test_no_satoshi_is_made(inputs: list[tuple[int, int]], outputs: list[tuple[int, int]]) -> None:
    who = [chains.bitcoin(f"w{n}") for n in range(7)]
    tx: dict[str, Any] = {
        "txid": "t",
        "vin": [{"prevout": {"scriptpubkey_address": who[n], "value": str(v)}} for n, v in inputs],
        "vout": [{"scriptpubkey_address": who[n], "value": str(v)} for n, v in outputs],
    }
    pieces = _bitcoin(tx)
    sent: dict[str, int] = {}
    got: dict[str, int] = {}
    for piece in pieces:
        value = int(str(piece["amount"]).replace(".", ""))
        sent[str(piece["from"])] = sent.get(str(piece["from"]), 0) + value
        got[str(piece["to"])] = got.get(str(piece["to"]), 0) + value
    for n, address in enumerate(who):
        paid = sum(v for m, v in inputs if m == n)
        assert sent.get(address, 0) <= paid
        assert got.get(address, 0) <= sum(v for m, v in outputs if m == n)
    assert not set(sent) & set(got)


def test_a_whole_file_becomes_observations(tmp_path: Path) -> None:
    source = tmp_path / "usdt.csv"
    source.write_bytes(chains.TRONSCAN_CSV)
    done = read(Request(path=source, name="usdt.csv", out=tmp_path / "out", limits=Intake()))
    assert (done.file["status"], done.file["format"]) == ("read", "explorer")
    assert (done.file["units"], done.file["records"], done.file["rejected"], done.file["skipped"]) == (7, 2, 2, 3)
    frame = pl.read_parquet(done.tables["transaction"])
    assert frame["amount_minor"].to_list() == [1_250_500_000, 1_250_500_001]
    assert frame["amount_tiyn"].null_count() == 2
    assert set(frame["payer_account_kind"]) == {"wallet"}
    assert frame["at"].dt.strftime("%Y-%m-%d %H:%M").to_list() == ["2025-03-22 09:41", "2025-03-22 09:51"]


def test_a_workbook_of_the_same_columns_is_no_tenge(tmp_path: Path) -> None:
    source = tmp_path / "usdt.xlsx"
    book = xlsxwriter.Workbook(str(source))
    sheet = book.add_worksheet("Transfers")
    sheet.write_string(0, 0, "Ответ на запрос")
    for at, row in enumerate(csv.reader(io.StringIO(chains.TRONSCAN_CSV.decode())), 2):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    other = book.add_worksheet("Прочее")
    for at, cell in enumerate(("Дата", "Плательщик", "Получатель", "Сумма")):
        other.write_string(0, at, cell)
    for at, cell in enumerate(("01.02.2025 10:00:00", "KZ126010000000002001", "KZ86125KZT5004100100", "500")):
        other.write_string(1, at, cell)
    book.close()
    done = read(Request(path=source, name="usdt.xlsx", out=tmp_path / "out", limits=Intake()))
    frame = pl.read_parquet(done.tables["transaction"])
    tokens = frame.filter(pl.col("part") == "Transfers")
    assert tokens["currency"].to_list() == ["USDT", "USDT"]
    assert tokens["amount_minor"].to_list() == [1_250_500_000, 1_250_500_001]
    assert frame.filter(pl.col("part") == "Прочее")["amount_tiyn"].to_list() == [500_00]
    rejected = pl.read_parquet(done.tables["rejected"])
    assert "reason-unit-mismatch" not in rejected["reason"].to_list()
    assert "reason-token-false" in rejected["reason"].to_list()
