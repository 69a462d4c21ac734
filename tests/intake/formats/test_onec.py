"""1CClientBankExchange: documents, the account's own date, balances."""

from __future__ import annotations

import pytest
from tests.intake.formats.examples import IBAN, ONEC, OTHER
from tests.intake.formats.gather import Files, formats


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "cp866", "utf-16"])
def test_reads_documents(files: Files, encoding: str) -> None:
    data = ONEC.encode(encoding)
    told = files.read("onec", data)
    assert told.records("transaction") == [{
        "row": 1, "at": "03.02.2025", "currency": "KZT", "raw_amount": "500.00", "payer_name": "ИП Тест",
        "payer_iin": "900101300123", "payer_account": IBAN, "payee_name": "ТОО Ромашка", "payee_account": OTHER,
        "operation": "Платежное поручение", "knp": "710", "purpose": "Оплата за товар", "reference": "15",
        "own_account": IBAN,
    }]  # fmt: skip
    assert told.records("coverage") == [
        {"row": 1, "account": IBAN, "from": "01.02.2025", "to": "03.02.2025", "raw_opening": "1000.00",
         "raw_closing": "500.00"},
    ]  # fmt: skip
    assert [(one.row, one.reason) for one in told.troubles] == [(2, "reason-no-amount")]
    assert files.count("onec", data) == {"": 2}


def test_an_incoming_payment_counts_by_its_arrival(files: Files) -> None:
    text = ONEC.replace(f"ПлательщикСчет={IBAN}", f"ПлательщикСчет={OTHER}")
    text = text.replace(f"ПолучательСчет={OTHER}\nПолучатель1", f"ПолучательСчет={IBAN}\nПолучатель1")
    text = text.replace("ДатаСписано=03.02.2025", "ДатаСписано=01.02.2025\nДатаПоступило=02.02.2025")
    (row,) = files.read("onec", text.encode()).records("transaction")
    assert (row["at"], row["own_account"], row["payee_account"]) == ("02.02.2025", IBAN, IBAN)


def test_a_document_cut_off_is_still_given(files: Files) -> None:
    data = ONEC[: ONEC.index("КНП=")].encode("cp1251")
    assert len(files.read("onec", data).records("transaction")) == 1


def test_what_is_no_exchange() -> None:
    assert formats()["onec"].sniff("Дата=1\nСумма=2\n".encode(), "kl_to_1c.txt", 10) == 0
