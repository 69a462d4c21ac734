"""camt and pacs: who pays whom, batches, foreign sums, reversals, any prefix and encoding."""

from __future__ import annotations

import pytest
from tests.intake.formats.examples import CAMT, IBAN, OTHER, PACS
from tests.intake.formats.gather import Files


def test_reads_a_statement(files: Files) -> None:
    told = files.read("camt", CAMT.encode())
    first, second, third, fourth = told.records("transaction")
    assert first == {
        "row": 1, "at": "2025-02-02T11:12:13+05:00", "currency": "KZT", "raw_amount": "100.00",
        "payer_name": "Тестов Тест", "payer_bank": "NBRKKZKX", "payer_account": IBAN,
        "payee_name": "Дропов Дамир", "payee_iin": "900101300123", "payee_account": OTHER, "knp": "119",
        "purpose": "За товар", "reference": "E1", "own_account": IBAN,
    }  # fmt: skip
    assert (second["raw_amount"], second["at"]) == ("200.00", "2025-02-02")
    assert (third["currency"], third["raw_amount"], third["raw_amount_kzt"]) == ("USD", "10.00", "5000.00")
    assert third["payee_account"] == IBAN
    assert "payee_account" not in fourth
    assert told.records("coverage") == [
        {"row": 1, "account": IBAN, "from": "2025-02-01T00:00:00+05:00", "to": "2025-02-28T23:59:59+05:00",
         "by": "NBRKKZKX", "raw_opening": "-1000.00"},
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "ns:", "a-b.c:"])
@pytest.mark.parametrize(
    ("root", "statement"),
    [("BkToCstmrStmt", "Stmt"), ("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn")],
)
def test_any_prefix_version_and_report(files: Files, prefix: str, root: str, statement: str) -> None:
    text = CAMT.replace("BkToCstmrStmt", root).replace("Stmt>", f"{statement}>").replace(f"{root[:-4]}Stmt", root)
    text = text.replace("d:", prefix).replace(f"xmlns:{prefix[:-1]}=" if prefix else "xmlns:d=", "xmlns:d=")
    text = text.replace("xmlns:d=", f"xmlns:{prefix[:-1]}=" if prefix else "xmlns=").replace(".08", ".02")
    told = files.read("camt", text.encode())
    assert len(told.records("transaction")) == 4
    assert files.count("camt", text.encode()) == {"": 4}


def test_wide_characters(files: Files) -> None:
    data = CAMT.replace("UTF-8", "UTF-16").encode("utf-16")
    assert len(files.read("camt", data).records("transaction")) == 4
    assert files.count("camt", data) == {"": 4}


def _entry(inside: str, sign: str = "CRDT", rest: str = "") -> bytes:
    entry = (
        f'<d:Ntry><d:Amt Ccy="KZT">70.00</d:Amt><d:CdtDbtInd>{sign}</d:CdtDbtInd>{rest}'
        f"<d:BookgDt><d:Dt>2025-02-05</d:Dt></d:BookgDt><d:NtryDtls>{inside}</d:NtryDtls></d:Ntry>"
    )
    return (CAMT[: CAMT.index("<!--")] + entry + "</d:Stmt></d:BkToCstmrStmt></d:Document>").encode()


def _parties(debtor: str, creditor: str) -> str:
    return (
        f"<d:RltdPties><d:DbtrAcct><d:Id><d:IBAN>{debtor}</d:IBAN></d:Id></d:DbtrAcct>"
        f"<d:CdtrAcct><d:Id><d:IBAN>{creditor}</d:IBAN></d:Id></d:CdtrAcct></d:RltdPties>"
    )


@pytest.mark.parametrize("told_by", ["flag", "return"])
def test_a_reversal_runs_back(files: Files, told_by: str) -> None:
    flag = "<d:RvslInd>true</d:RvslInd>" if told_by == "flag" else ""
    returned = "<d:RtrInf><d:Rsn><d:Cd>AC04</d:Cd></d:Rsn></d:RtrInf>" if told_by == "return" else ""
    data = _entry(f"<d:TxDtls>{_parties(IBAN, OTHER)}{returned}</d:TxDtls>", "CRDT", flag)
    (row,) = files.read("camt", data).records("transaction")
    assert (row["payer_account"], row["payee_account"], row["raw_reversal"]) == (OTHER, IBAN, "true")


def test_an_incoming_transfer(files: Files) -> None:
    (row,) = files.read("camt", _entry(f"<d:TxDtls>{_parties(OTHER, IBAN)}</d:TxDtls>")).records("transaction")
    assert (row["payer_account"], row["payee_account"], row["raw_amount"]) == (OTHER, IBAN, "70.00")
    assert "raw_reversal" not in row


def test_a_batch_without_sums_is_not_divided(files: Files) -> None:
    data = _entry("<d:TxDtls><d:Refs/></d:TxDtls><d:TxDtls><d:Refs/></d:TxDtls>")
    told = files.read("camt", data)
    assert told.records("transaction") == []
    assert [(one.row, one.reason, one.value) for one in told.troubles] == [
        (1, "reason-batch-undivided", "KZT 70.00"), (2, "reason-batch-undivided", "KZT 70.00"),
    ]  # fmt: skip
    assert files.count("camt", data) == {"": 2}


def test_an_informational_entry_is_skipped(files: Files) -> None:
    told = files.read("camt", _entry("<d:TxDtls/>", "DBIT", "<d:Sts>INFO</d:Sts>"))
    assert (told.skipped, told.records("transaction")) == ([1], [])


def test_an_entry_without_direction(files: Files) -> None:
    assert files.read("camt", _entry("<d:TxDtls/>", "")).reasons == ["reason-no-direction"]


def test_reads_transfers_between_banks(files: Files) -> None:
    told = files.read("pacs", PACS.encode())
    assert told.records("transaction") == [{
        "row": 1, "at": "2025-02-02T10:11:12+05:00", "currency": "KZT", "raw_amount": "70000.00",
        "payer_name": "Төлеуов Асан", "payer_bank": "NBRKKZKX", "payer_account": IBAN,
        "payee_name": "Дропов Дамир", "payee_account": OTHER, "purpose": "Қарыз", "reference": "T1",
    }]  # fmt: skip
    assert [(one.row, one.reason) for one in told.troubles] == [(2, "reason-no-amount")]


@pytest.mark.parametrize(("module", "data"), [("camt", PACS), ("pacs", CAMT)])
def test_one_is_not_the_other(files: Files, module: str, data: str) -> None:
    from tests.intake.formats.gather import formats

    assert formats()[module].sniff(data.encode(), "a.xml", len(data)) == 0
