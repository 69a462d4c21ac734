"""What a kind asks of a match in a free text, beyond its own check: a second signal where shapes are common."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from qalqan.mentions._data import table
from qalqan.values import phone

_LATEST: Final = "30"  # years of this century after it are not yet anybody's birth or registration
_OLDEST: Final = "20"  # of the last century: nobody alive is older


def as_told(match: pl.Expr, kind: str) -> pl.Expr:
    """A match as its kind reads it: other signs between the groups, round letters among figures only."""
    if kind == "card":
        return match.str.replace_all(".", " ", literal=True)
    if kind == "iban":
        figures = match.str.replace_all("[OoОо]", "0")
        return pl.when(figures.str.contains(r"^\pL{2}[^\pL]+$")).then(figures).otherwise(match)
    if kind == "wallet":
        packed = match.str.replace_all(r"[ .\-]", "")
        figures = packed.str.replace_all("[Oo]", "0").str.replace("^0X", "0x")
        return pl.when(packed.str.contains("^[0Oo][xX]")).then(figures).otherwise(packed)
    return match


def trimmed(found: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Matches without what belongs to the next word: figures behind a foreign number, signs behind a link."""
    if kind == "url":
        match = pl.col("match").str.strip_chars_end(".,;:!?)'\"»*")
        return found.with_columns(match=match, end=pl.col("start") + match.str.len_chars())
    if kind != "phone":
        return found
    abroad = found["match"].str.contains(r"^\+ ?[1-689]")
    if not abroad.any():
        return found
    written = found["match"].filter(abroad).unique(maintain_order=True).to_list()
    match = pl.col("match").replace(written, [phone.trim(one) for one in written])
    return found.with_columns(match=match, end=pl.col("start") + match.str.len_chars())


def sifted(found: pl.DataFrame, kind: str) -> pl.DataFrame:
    """What a kind asks beyond its own check when it stands in a free text."""
    if kind == "phone":
        grouped_like_a_sum = pl.col("match").str.contains(r"^[78][0-9]{0,2}(?: [0-9]{3}){3}$")
        return found.filter(~grouped_like_a_sum & phone.assigned_column(pl.col("value")))
    if kind == "iin":
        return _state_numbers(found)
    if kind == "card":
        return _cards(found)
    if kind == "url":
        return _links(found)
    return found


def _links(found: pl.DataFrame) -> pl.DataFrame:
    """Links to a messenger are the number or name they lead to; a bare host is a domain."""
    number = pl.col("value").str.extract(r"^(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)(?:%2B|\+)?([0-9]{10,15})")
    numbers = found.select(number.alias("n"))["n"]
    read = phone.parse_column(pl.Series([f"+{n}" if n else None for n in numbers], dtype=pl.String))
    name = pl.col("value").str.extract(r"^(?:t\.me|telegram\.me|instagram\.com)/([A-Za-z][A-Za-z0-9_.]{3,31})(?:$|\?)")
    found = found.with_columns(number=read["value"], name=("@" + name).str.to_lowercase())
    return found.with_columns(
        kind=pl.when(pl.col("number").is_not_null())
        .then(pl.lit("phone"))
        .when(pl.col("name").is_not_null())
        .then(pl.lit("handle"))
        .when(pl.col("value").str.contains("[/?]"))
        .then(pl.lit("url"))
        .otherwise(pl.lit("domain")),
        value=pl.coalesce("number", "name", "value"),
    )


def _state_numbers(found: pl.DataFrame) -> pl.DataFrame:
    """Numbers whose dates somebody alive or registered can have; one in ten random numbers passes the check alone."""
    value = pl.col("value")
    organisation = value.str.slice(4, 2).is_between(pl.lit("40"), pl.lit("64"))
    century, year = value.str.slice(6, 1), value.str.slice(0, 2)
    born = (century.is_in(["0", "3", "4"]) & (year >= _OLDEST)) | (century.is_in(["5", "6"]) & (year <= _LATEST))
    registered = value.str.slice(5, 1).is_in(["0", "1", "2", "3"]) & ((year <= _LATEST) | (year >= "90"))
    kept = pl.when(organisation).then(registered).otherwise(born)
    return found.filter(kept).with_columns(kind=pl.when(organisation).then(pl.lit("bin")).otherwise(pl.lit("iin")))


@cache
def _issuers() -> tuple[str, ...]:
    return tuple(table("card_issuers")["first_four"])


def _cards(found: pl.DataFrame) -> pl.DataFrame:
    """Masked and grouped cards; of numbers written in one piece those of issuers known here.

    One random number in ten passes Luhn, so the word "card" before it is not enough.
    """
    match = pl.col("match")
    in_one_piece = match.str.contains(r"^[0-9]+$")
    return found.filter(~in_one_piece | match.str.slice(0, 4).is_in(_issuers()))
