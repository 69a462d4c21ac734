"""Transactions: who paid whom how much when, from statements in any layout.

Three layouts meet here: payer and payee in columns; an own account with a counterparty and debit/credit, a sign or a
word; and mixtures. Explicit payers and payees are kept as written; otherwise the own account pays on debit.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from qalqan.intake.typed import sums
from qalqan.intake.typed.base import FLAGGED, Reading, Sheet, constant, first
from qalqan.intake.typed.people import bank_of, split

_REVERSAL = (
    r"(?i)сторно|реверс|reversal|reversed|refund|chargeback|storno|^\s*возврат|отмен|[қк]айтару|[қк]айтарым|болдырма|"
    r"возврат (перевода|платежа|средств|ошиб|по операции|покупки)"
)
_REVERSAL_PURPOSE = (
    r"(?i)^\s*(сторно|реверс|reversal|refund|chargeback|отмена (операции|перевода|платежа)|"
    r"возврат (перевода|платежа|средств|ошиб\S+|покупки|по операции|товара)|операцияны болдырмау|"
    r"[қк]ате аударымды [қк]айтару|төлемді қайтару|аударымды қайтару)"
)
_FAILED = (
    r"(?i)^\s*(отклон|отказ|не ?исполн|не ?провед|не ?успеш|неуспеш|ошибк|failed|fail|declin|reject|cancel|"
    r"отменен|в обработке|ожида|pending|"
    r"орындалма|[қк]абылданба|бас тарт)"
)
_YES = r"(?i)^\s*(true|1|да|yes|иә|y|д)\s*$"
_PARTY = ("name", "iin", "bank", "account", "account_kind", "residency")


def read(sheet: Sheet) -> pl.DataFrame:
    """Observation columns of the rows that are transactions."""
    at, precision = sheet.moment("at", "raw_time")
    found = sums.read(sheet)
    parties = {side: _party(sheet, side) for side in ("payer", "payee", "other")}
    own = _own(sheet)
    side = first(found.side, _side_by_words(sheet), _lone_side(sheet, own, parties))
    payer, payee = _turned(parties, own, side)
    columns = {
        "at": at, "at_precision": precision, "currency": found.currency, "amount_minor": found.minor,
        "amount_tiyn": found.tiyn, "operation": sheet.text("operation"), "knp": _knp(sheet),
        "purpose": sheet.text("purpose"), "reference": sheet.text("reference"), "own_account": own["account"],
        "balance_tiyn": _balance(sheet), "reversal": _reversal(sheet),
        **{f"payer_{name}": payer[name] for name in _PARTY},
        **{f"payee_{name}": payee[name] for name in _PARTY},
    }  # fmt: skip
    nobody = _unnamed(payer) & _unnamed(payee)
    owned = (own["account"].is_not_null() | own["name"].is_not_null()) & side.is_null()
    needs = {
        "reason-not-executed": sheet.raw("raw_state").str.contains(_FAILED),
        "reason-no-time": at.is_null(),
        "reason-no-sum": found.minor.is_null() & found.tiyn.is_null(),
        "reason-no-direction": nobody & owned,
        "reason-no-parties": nobody,
    }
    zero = (first(found.minor, found.tiyn) == 0).fill_null(value=False)
    sheet.refuse(zero, "raw_amount", "reason-zero-sum", FLAGGED)
    return sheet.finish(columns, needs)


def _party(sheet: Sheet, side: str) -> pl.DataFrame:
    """Name, IIN, bank, account, kind and residency of a party; a name cell may hold its IIN and account too."""
    if not any(sheet.has(f"{side}_{name}") for name in _PARTY):
        return pl.DataFrame({name: constant(None, sheet.height) for name in _PARTY})
    account = sheet.identifier(f"{side}_account", "account")
    person = split(sheet.text(f"{side}_name"))
    value = first(account["value"], person["account"])
    kind = pl.DataFrame({"k": account["kind"], "p": person["account"]}).select(
        pl.coalesce("k", pl.when(pl.col("p").is_not_null()).then(pl.lit("iban")))
    )[:, 0]
    if sheet.reading.trusted:
        bare = value.str.contains(r"^\d+$") & (kind == "text")
        kind = pl.DataFrame({"k": kind, "b": bare}).select(pl.when("b").then(pl.lit("contract")).otherwise("k"))[:, 0]
    return pl.DataFrame({
        "name": person["name"], "iin": first(sheet.iin(f"{side}_iin"), person["iin"]),
        "bank": bank_of(value, sheet.text(f"{side}_bank")), "account": value,
        "account_kind": kind.replace({"short_code": "text"}), "residency": sheet.text(f"{side}_residency"),
    })  # fmt: skip


def _own(sheet: Sheet) -> pl.DataFrame:
    """The account whose statement this is: its column, else the letter-head."""
    head = sheet.letterhead
    account = sheet.identifier("own_account", "account")
    if head.account:
        told = _head_accounts(tuple(one.account for one in sheet.letterheads))
        table = sheet.table
        account = pl.DataFrame({name: first(account[name], told[name].gather(table)) for name in ("kind", "value")})
    person = split(sheet.text("own_name"))
    name = first(person["name"], sheet.head("name"))
    iin = first(sheet.iin("own_iin"), person["iin"], sheet.head("iin"))
    bank = first(sheet.text("own_bank"), sheet.head("bank"))
    return pl.DataFrame({
        "name": name, "iin": iin, "bank": bank_of(account["value"], bank), "account": account["value"],
        "account_kind": account["kind"], "residency": sheet.text("own_residency"),
    })  # fmt: skip


@lru_cache(maxsize=256)
def _head_accounts(written: tuple[str, ...]) -> pl.DataFrame:
    """Kind and value of letter-heads' accounts."""
    fixed = Sheet(pl.DataFrame({"row": range(len(written)), "own_account": written}), {}, Reading())
    return fixed.identifier("own_account", "account")


def _side_by_words(sheet: Sheet) -> pl.Series:
    """The side as the kind of operation says («Списание», «Пополнение»)."""
    return sums.side_of(sheet.raw("operation"))


def _lone_side(sheet: Sheet, own: pl.DataFrame, parties: dict[str, pl.DataFrame]) -> pl.Series:
    """An own-account list that names only payees, or only payers, says the side by that."""
    named = {side: any(sheet.has(f"{side}_{one}") for one in ("account", "name", "iin")) for side in ("payer", "payee")}
    if named["payer"] == named["payee"] or own["account"].null_count() == sheet.height:
        return constant(None, sheet.height)
    given, word = ("payee", "debit") if named["payee"] else ("payer", "credit")
    frame = pl.DataFrame({"o": own["account"], "g": parties[given]["account"]})
    other = {"debit": "credit", "credit": "debit"}[word]
    same = (pl.col("o") == pl.col("g")).fill_null(value=False)
    return frame.select(pl.when(same).then(pl.lit(other)).otherwise(pl.lit(word)))[:, 0]


def _turned(parties: dict[str, pl.DataFrame], own: pl.DataFrame, side: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payer and payee: as written where written, else own and other as the side says."""
    payer, payee, other = parties["payer"], parties["payee"], parties["other"]
    none = pl.DataFrame({name: pl.Series(name, [None] * own.height, dtype=pl.String) for name in own.columns})
    debit, credit = (side == "debit").fill_null(value=False), (side == "credit").fill_null(value=False)
    payer = _filled(payer, _choose(debit, own, _choose(credit, other, none)), own)
    payee = _filled(payee, _choose(credit, own, _choose(debit, other, none)), own)
    return payer, payee


def _choose(mask: pl.Series, yes: pl.DataFrame, no: pl.DataFrame) -> pl.DataFrame:
    frame = pl.concat([yes.rename(lambda name: f"y_{name}"), no.rename(lambda name: f"n_{name}")], how="horizontal")
    return frame.select(
        pl.when(mask).then(pl.col(f"y_{name}")).otherwise(pl.col(f"n_{name}")).alias(name) for name in yes.columns
    )


def _filled(written: pl.DataFrame, derived: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """The written party where it is named at all, else the derived one; a party known to be the own account
    lends its name and bank from it."""
    known = _unnamed(written)
    party = _choose(known, derived, written)
    same = (party["account"] == own["account"]).fill_null(value=False)
    return party.with_columns(
        pl.when(same).then(pl.coalesce(pl.col(name), own[name])).otherwise(pl.col(name)).alias(name)
        for name in ("name", "iin", "bank", "residency")
    )


def _unnamed(party: pl.DataFrame) -> pl.Series:
    return party["account"].is_null() & party["name"].is_null() & party["iin"].is_null()


def _knp(sheet: Sheet) -> pl.Series:
    """Three digits, zeros that a spreadsheet took given back."""
    text = sheet.text("knp")
    frame = text.alias("t").to_frame()
    digits = pl.col("t").str.extract(r"^0*(\d{1,3})(?:\.0+)?$")
    return frame.select(pl.coalesce(digits.str.zfill(3), pl.col("t").str.extract(r"^(\d{3})\b"), pl.col("t")))[:, 0]


def _balance(sheet: Sheet) -> pl.Series:
    """The balance after the row, of accounts in tenge only."""
    if not sheet.has("raw_balance"):
        return pl.Series("balance_tiyn", [None], dtype=pl.Int64).new_from_index(0, sheet.height)
    usual = sheet.letterhead.currency or "KZT"
    if usual != "KZT":
        return pl.Series("balance_tiyn", [None], dtype=pl.Int64).new_from_index(0, sheet.height)
    return sheet.money("raw_balance")


def _reversal(sheet: Sheet) -> pl.Series:
    frame = pl.DataFrame({
        "mark": sheet.raw("raw_reversal"), "operation": sheet.raw("operation"), "purpose": sheet.raw("purpose"),
    })  # fmt: skip
    parts = [
        pl.col("mark").str.contains(_YES), pl.col("mark").str.contains(_REVERSAL),
        pl.col("operation").str.contains(_REVERSAL), pl.col("purpose").str.contains(_REVERSAL_PURPOSE),
    ]  # fmt: skip
    return frame.select(pl.any_horizontal(part.fill_null(value=False) for part in parts).alias("reversal"))["reversal"]
