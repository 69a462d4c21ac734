"""Every layout tells the same transfers: each row must come out whole, typed and turned the right way."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.intake import layouts, make

from qalqan.clock import to_utc


def _truth(payer: tuple[str, str, str, str], payee: tuple[str, str, str, str], one: layouts.Tx) -> dict[str, object]:
    return {
        "at": to_utc(one.at), "currency": "KZT", "amount_tiyn": one.tiyn, "amount_minor": one.tiyn,
        "payer_account": payer[3], "payee_account": payee[3], "payer_name": payer[0] or None, "payer_iin": payer[1] or None,  # noqa: E501
        "payee_name": payee[0] or None, "payee_iin": payee[1] or None, "purpose": one.purpose,
    }  # fmt: skip


def _lost(row: dict[str, object], encoding: str) -> dict[str, object]:
    return {k: v.encode(encoding, "replace").decode(encoding) if isinstance(v, str) else v for k, v in row.items()}


def _compare(path: Path, wanted: list[dict[str, object]], names: list[str]) -> pl.DataFrame:
    outcome = make.reading(path)
    assert outcome.status == "read", outcome.detail
    assert make.balanced(outcome)
    got = make.table(outcome, "transaction").sort("part", "seq")
    assert got.select(names).sort("at").to_dicts() == [{name: row[name] for name in names} for row in wanted]
    return got


@pytest.mark.parametrize("name", sorted(layouts.PAIRS))
def test_a_layout_with_payer_and_payee(name: str, tmp_path: Path) -> None:
    """All fields of all rows, banks as codes."""
    path = layouts.PAIRS[name](tmp_path)
    wanted = [_truth(one.party("payer"), one.party("payee"), one) for one in layouts.TRANSFERS]
    for encoding in ("cp1251", "koi8-r"):
        if encoding.removesuffix("-r") in name:
            wanted = [_lost(row, encoding) for row in wanted]
    got = _compare(path, wanted, [*wanted[0]])
    assert got["payer_bank"].unique().to_list() == ["722"]
    assert got["payee_bank"].unique().to_list() == ["601"]
    assert got["payer_account_kind"].unique().to_list() == ["iban"]


@pytest.mark.parametrize("name", sorted(layouts.OWNS))
def test_a_layout_of_one_own_account(name: str, tmp_path: Path) -> None:
    """The own account pays on debit and receives on credit; newest-first rows are turned round."""
    path = layouts.OWNS[name](tmp_path)
    own = ("", "", "", layouts.OWN)
    wanted = []
    for at, one in enumerate(layouts.TRANSFERS):
        other = one.party("payee")
        row = _truth(other, own, one) if at % 2 else _truth(own, other, one)
        wanted.append(_lost(row, "cp1251") if "lost" in name else row)
    got = _compare(path, wanted, [*wanted[0]])
    assert got["own_account"].unique().to_list() == [layouts.OWN]
    assert got["at"].is_sorted()


def test_the_letter_head_becomes_coverage(tmp_path: Path) -> None:
    """Account, period and balances of a letter-head."""
    outcome = make.reading(layouts.PAIRS["official_numbered.xlsx"](tmp_path))
    row = make.table(outcome, "coverage").to_dicts()
    assert len(row) == 1
    assert row[0]["account"] == layouts.OWN
    assert row[0]["by"] == "722"
    assert row[0]["from"].isoformat() == "2025-02-28T19:00:00+00:00"
    assert row[0]["to"].isoformat() == "2025-03-31T18:59:59+00:00"
    assert row[0]["opening_tiyn"] == 15_000_000
    assert row[0]["closing_tiyn"] == 100_000
