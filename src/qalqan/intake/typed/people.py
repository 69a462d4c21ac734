"""Cells that hold a person and more: «Иванов Иван, ИИН 900101300123, тел. 8701…», and banks by name."""

from __future__ import annotations

import polars as pl

from qalqan.values import bank, iban, iin, phone

_LABELS = (
    r"(?i)[,;|/(]*\s*(иин\s*/\s*бин|бин\s*/\s*иин|жсн\s*/\s*бсн|иин|бин|жсн|бсн|iin|bin|тел(ефон)?\.?|"
    r"моб\.?|ұялы|phone|счет|сч[её]т|шот|"
    r"иик|жск|iban|р/с)?\s*[:№]?\s*"
)
_SHAPES = {
    "iin": r"(?:^|[^\d])(\d{12})(?:[^\d]|$)",
    "account": r"(?:^|[^0-9A-Za-z])(KZ\d{2}[0-9A-Z]{16})(?:[^0-9A-Za-z]|$)",
    "phone": r"(?:^|[^\d])(\+?[78][\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2})(?:[^\d]|$)",
}


def split(column: pl.Series) -> pl.DataFrame:
    """Columns name, iin, phone, account of cells that may hold all of them."""
    none = pl.Series("none", [None], dtype=pl.String).new_from_index(0, len(column))
    found = {"name": column.alias("name"), "iin": none, "phone": none, "account": none}
    if not column.str.contains(r"\d{7}|\d{3}[ )-]+\d{2,3}").fill_null(value=False).any():
        return pl.DataFrame(found)
    frame = column.alias("text").to_frame().with_columns(
        **{name: pl.col("text").str.extract(shape) for name, shape in _SHAPES.items()}
    )  # fmt: skip
    read = {
        "iin": iin.parse_column(frame["iin"])["value"], "phone": phone.parse_column(frame["phone"])["value"],
        "account": iban.parse_column(frame["account"])["value"],
    }  # fmt: skip
    rest = pl.col("text")
    for name, shape in _SHAPES.items():
        inner = shape.removeprefix(r"(?:^|[^\d])").removeprefix(r"(?:^|[^0-9A-Za-z])")
        inner = inner.removesuffix(r"(?:[^\d]|$)").removesuffix(r"(?:[^0-9A-Za-z]|$)")
        rest = pl.when(read[name].is_not_null()).then(rest.str.replace_all(_LABELS + inner, " ")).otherwise(rest)
    left = rest.str.replace_all(r"\s+", " ").str.strip_chars(" ,;:/|()-")
    cleaned = frame.select(pl.when(left.str.len_bytes() > 0).then(left).alias("name"))
    return cleaned.with_columns(**read)


def bank_codes(column: pl.Series) -> pl.Series:
    """Banks as their three digits where the name, BIC or code is known, else as written."""
    if column.null_count() == len(column):
        return column
    frame = pl.DataFrame({"code": bank.parse_column(column)["value"], "text": column.str.strip_chars()})
    return frame.select(pl.coalesce("code", "text"))[:, 0]


def bank_of(accounts: pl.Series, written: pl.Series) -> pl.Series:
    """The bank of an account: its IBAN's digits, else the bank as told."""
    frame = pl.DataFrame({"a": accounts, "w": bank_codes(written)})
    return frame.select(pl.coalesce(iban.bank_column(pl.col("a")), pl.col("w")))[:, 0]
