"""MT940: fields of entries, odd dates and lines, one bad tag that takes nothing with it."""

from __future__ import annotations

import pytest
from tests.intake.formats.examples import IBAN, MT940, OTHER
from tests.intake.formats.gather import Files
from tests.intake.make import iin

HEAD = ":20:A\n:25:KZ86125KZT5004100100\n:60F:C240201KZT1,00\n"


def test_reads_entries(files: Files) -> None:
    told = files.read("mt940", MT940.encode())
    first, second, third = told.records("transaction")
    assert first == {
        "row": 1, "at": "2025-02-02", "currency": "KZT", "raw_amount": "15000,00", "payer_account": IBAN,
        "payee_account": OTHER, "payee_bank": "HSBKKZKX", "payee_name": "Дропов Дамир", "operation": "Перевод",
        "purpose": "За товар", "reference": "REF001", "own_account": IBAN,
    }  # fmt: skip
    assert (second["payer_name"], second["payer_iin"], second["knp"]) == ("Төлеуов Асан", "900101300123", "119")
    assert (second["payee_account"], second["purpose"]) == (IBAN, "Қарыз қайтару")
    assert (third["raw_reversal"], third["payer_account"], third["raw_amount"]) == ("true", IBAN, "100")
    assert told.records("coverage") == [
        {"row": 1, "account": IBAN, "from": "2025-02-01", "to": "2025-02-04", "raw_opening": "100000,00",
         "raw_closing": "87400,50"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "day", "doubts"),
    [
        (":61:240230D5,00NTRF", "2024-02-29", ["reason-date-impossible"]),
        (":61:2402300301D5,00NTRF", "2024-03-01", []),
        (":61:240201    D5,00NTRF", "2024-02-01", []),
        (":61:2412310102D5,00NTRF", "2025-01-02", []),
        (":61:2501021231D5,00NTRF", "2024-12-31", []),
        (":61:990102D5,00NTRF", "1999-01-02", []),
    ],
)
def test_days(files: Files, line: str, day: str, doubts: list[str]) -> None:
    told = files.read("mt940", (HEAD + line).encode())
    assert [row["at"] for row in told.records("transaction")] == [day]
    assert told.reasons == doubts


@pytest.mark.parametrize(
    "line", [":61:", ":61:sum unknown", ":61:241301D5,00NTRF", ":61:240101X5,00", ":61:240132D5,00"]
)
def test_a_bad_entry_is_told_and_takes_no_other(files: Files, line: str) -> None:
    data = f"{HEAD}:61:240101D1,00NTRF\n{line}\n:86:details\n:61:240102C2,00NTRF\n".encode()
    told = files.read("mt940", data)
    assert [row["raw_amount"] for row in told.records("transaction")] == ["1,00", "2,00"]
    assert [(one.row, one.reason, one.action) for one in told.troubles] == [(2, "reason-mt940-entry", "row_rejected")]


def test_lines_torn_by_wrapping(files: Files) -> None:
    data = HEAD + ":61:240101CR\n30,00N062NONREF\n:\n86:?20Перевод в 2024-01-01T13\n:20:11 часов?21второй\n"
    told = files.read("mt940", data.encode())
    (row,) = told.records("transaction")
    assert row["raw_amount"] == "30,00"
    assert "13:20:11 часов" in row["purpose"]
    assert files.count("mt940", data.encode()) == {"": 1}


def test_what_is_no_statement(files: Files) -> None:
    from qalqan.intake.formats import mt940

    assert mt940.sniff(b"1\n2\n3\n", "a.sta", 6) == 0
    assert mt940.sniff(MT940.encode("utf-16"), "no-name", 0) > 900
    told = files.read("mt940", MT940.encode("utf-16"))
    assert len(told.records("transaction")) == 3


def test_foreign_account_gives_no_tenge_balance(files: Files) -> None:
    told = files.read("mt940", MT940.replace("KZT", "USD").encode())
    (cover,) = told.records("coverage")
    assert "raw_opening" not in cover
    assert {row["currency"] for row in told.records("transaction")} == {"USD"}


PAGES = (
    ":20:S1\n:25:{iban}\n:28C:00417/001\n:60F:C250301KZT1000,00\n:61:2503010301D100,00NTRFA1\n:86:Перевод\n"
    ":62{mark}:C250314KZT900,00\n-\n"
    ":20:S1\n:25:{second}\n:28C:{number}/002\n:60{mark}:C250314KZT900,00\n:61:2503150315C50,00NTRFA2\n:86:Перевод\n"
    ":62F:C250331KZT950,00\n-\n"
)


def test_pages_of_one_statement_are_one_coverage(files: Files) -> None:
    told = files.read("mt940", PAGES.format(iban=IBAN, second=IBAN, number="00417", mark="M").encode())
    assert len(told.records("transaction")) == 2
    assert told.records("coverage") == [
        {"row": 1, "account": IBAN, "from": "2025-03-01", "to": "2025-03-31", "raw_opening": "1000,00",
         "raw_closing": "950,00"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other", [{"second": OTHER, "number": "00417", "mark": "M"}, {"second": IBAN, "number": "00418", "mark": "M"},
              {"second": IBAN, "number": "00417", "mark": "F"}],
)  # fmt: skip
def test_statements_that_are_no_pages_stay_apart(files: Files, other: dict[str, str]) -> None:
    told = files.read("mt940", PAGES.format(iban=IBAN, **other).encode())
    assert [one["raw_closing"] for one in told.records("coverage")] == ["900,00", "950,00"]


@pytest.mark.parametrize(
    ("details", "purpose", "state"),
    [
        ("020?00Перевод?20Оплата услуг?31{other}?32Дропов Дамир?60{iin}", "Оплата услуг", True),
        ("020?00Перевод?20Оплата товаров и услуг по счету № 5?32Дропов Дамир?60{iin}",
         "Оплата товаров и услуг по счету № 5", True),
        ("020?00Перевод?20Оплата услуг?32Дропов Дамир?60по договору", "Оплата услуг по договору", False),
    ],
)  # fmt: skip
def test_a_state_number_after_the_name_is_no_purpose(files: Files, details: str, purpose: str, state: bool) -> None:
    text = f"{HEAD}:61:2402010201D5,00NTRFA\n:86:{details.format(other=OTHER, iin=iin(3))}\n:62F:C240201KZT1,00\n"
    (row,) = files.read("mt940", text.encode()).records("transaction")
    assert (row["purpose"], row.get("payee_iin")) == (purpose, iin(3) if state else None)
