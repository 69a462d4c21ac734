"""Where persons appear: rows that name somebody or give an IIN, with the identifiers that stand beside it.

Organisations are left out: they have a BIN or say so in their name. A name in a free text appears in the surroundings
of its case only.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.engine.places import locator
from qalqan.link.end_points import of_rows
from qalqan.values import iin as state_number
from qalqan.values import place

MEMBERS: Final = ("account", "card", "case", "iin", "imei", "name", "phone")
SEEN: Final = pl.Schema(
    dict.fromkeys(("name", "iin", "account", "card", "phone", "imei", "place", "case", "near"), pl.String())
    | {"role": pl.String(), "rows": pl.Int64(), "locators": pl.String()}
)
"""``case``: whose victim it is; ``near``: the case in whose text the name stands; ``rows``: how many rows say so."""
_KEPT: Final = 3
_PLAIN: Final = r"[^\pL\pM?'’ʼ`\- ]+"
_FIRM: Final = (
    r"(?:^| )(?:ТОО|ЖШС|АО|АҚ|ОАО|ПАО|ООО|ЗАО|ГУ|КГУ|КГП|РГП|КСК|ОСИ|МИБ|ФИЛИАЛ|БАНК|BANK|LLP|LTD|LLC|JSC|INC|GMBH|"
    r"ТОВАРИЩЕСТВО|СЕРІКТЕСТІГІ|КОМПАНИЯ|КОМПАНИЯСЫ|КАЗНАЧЕЙСТВО|ЦЕНТР|ОРТАЛЫҒЫ|МАГАЗИН|ДҮКЕНІ|ОБМЕН|БИРЖА)(?: |$)"
)
_TRADER: Final = r"^(?:ИП|ЖК|ГР|Г-Н|Г-ЖА|MR|MRS|MS) "
_NOBODY = ("atm", "merchant", "bank")  # kinds of end points
_ACCOUNTS: Final = ("iban", "contract", "wallet")


def appearances(tables: Tables) -> pl.DataFrame:
    """Frame :data:`SEEN`, each distinct appearance once, in order; names in capitals, places as region codes."""
    found = pl.concat(
        [_holders(tables), _subscribers(tables), _victims(tables), _parties(tables), _named(tables)], how="diagonal"
    )
    found = found.with_columns(pl.lit(None, pl.String).alias(name) for name in SEEN if name not in found.columns)
    found = found.with_columns(_name(pl.col("name")).alias("name"), _person(found["iin"]).alias("iin"))
    found = found.filter(
        pl.any_horizontal(pl.col("name", "iin").is_not_null())
        & ~pl.col("name").str.contains(_FIRM).fill_null(value=False)
        & ~pl.col("firm").fill_null(value=False)
    )
    by = [name for name in SEEN if name not in {"rows", "locators"}]
    return (
        found.select([*by, "locators"])
        .group_by(by)
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("locators").sort().head(_KEPT).str.join(";"))
        .sort(by, nulls_last=True)
        .select(SEEN.names())
    )


def _name(column: pl.Expr) -> pl.Expr:
    plain = column.str.to_uppercase().str.replace_all(_PLAIN, " ").str.replace_all(" +", " ").str.strip_chars()
    bare = plain.str.replace(_TRADER, "")
    return pl.when(bare.str.count_matches(r"\pL") >= 2).then(bare)


def _person(column: pl.Series) -> pl.Series:
    """IINs that a person can have; a BIN or a number with a wrong check digit is none."""
    frame = pl.DataFrame({"iin": column})
    distinct = frame.drop_nulls().unique().filter(pl.col("iin").str.contains(r"^\d{2}(?:0\d|1[0-2])[0-3]\d[0-6]\d{5}$"))
    good = distinct.filter(pl.Series(state_number.check_mask(distinct["iin"]), dtype=pl.Boolean))
    kept = good.with_columns(pl.lit(value=True).alias("good"))
    told = frame.join(kept, on="iin", how="left", maintain_order="left")
    return told.select(pl.when("good").then("iin"))["iin"]


def _firm(column: str) -> pl.Expr:
    """Whether the number is an organisation's."""
    return pl.col(column).str.contains(r"^\d{2}(?:0[1-9]|1[0-2])(?:[45]\d|6[0-4])\d{6}$").alias("firm")


def _holders(tables: Tables) -> pl.DataFrame:
    return tables["holders"].select(
        pl.col("holder").alias("name"),
        "iin",
        pl.coalesce("account", "contract").alias("account"),
        "card",
        "phone",
        pl.lit("holder").alias("role"),
        "locators",
        _firm("iin"),
    )


def _subscribers(tables: Tables) -> pl.DataFrame:
    frame = tables["subscribers"]
    return frame.select(
        pl.col("holder").alias("name"),
        "iin",
        pl.col("number").alias("phone"),
        "imei",
        place.parse_column(frame["address"])["value"].alias("place"),
        pl.lit("subscriber").alias("role"),
        "locators",
        _firm("iin"),
    )


def _victims(tables: Tables) -> pl.DataFrame:
    account = pl.col("victim_account")
    masked = account.str.contains("*", literal=True)
    return tables["cases"].select(
        pl.col("victim_name").alias("name"),
        pl.col("victim_iin").alias("iin"),
        pl.when(~masked).then(account).alias("account"),
        pl.when(masked).then(account).alias("card"),
        pl.col("victim_phone").alias("phone"),
        pl.col("region").alias("place"),
        pl.col("case_id").alias("case"),
        pl.lit("victim").alias("role"),
        pl.col("source").alias("locators"),
    )


def _parties(tables: Tables) -> pl.DataFrame:
    """Payers and payees that are named, each account once a spelling; cash machines, merchants and banks are nobody."""
    moved = tables["transactions"]
    ends = moved.filter(of_rows(moved).is_in(_NOBODY) & pl.col("to_iin").is_null())["to"].unique()
    sides = []
    for side in ("from", "to"):
        kind = pl.col(f"{side}_kind")
        named = moved.filter(
            pl.any_horizontal(pl.col(f"{side}_name", f"{side}_iin").is_not_null())
            & (kind != "text")
            & ~(pl.col(side).is_in(ends.implode()) & pl.col(f"{side}_iin").is_null())
        )
        sides.append(
            named.group_by(
                pl.col(f"{side}_name").alias("name"),
                pl.col(f"{side}_iin").alias("iin"),
                pl.when(kind.is_in(_ACCOUNTS)).then(pl.col(side)).alias("account"),
                pl.when(kind == "card").then(pl.col(side)).alias("card"),
                pl.when(kind == "phone").then(pl.col(side)).alias("phone"),
            ).agg(pl.col("locators").min())
        )
    return pl.concat(sides).with_columns(pl.lit("party").alias("role"), _firm("iin"))


def _named(tables: Tables) -> pl.DataFrame:
    """Persons named in the texts of a case."""
    told = tables["mentions"].filter((pl.col("kind") == "person") & (pl.col("start") >= 0))
    return told.filter(pl.col("case_id").is_not_null()).select(
        pl.col("value").alias("name"),
        pl.col("case_id").alias("near"),
        pl.lit("named").alias("role"),
        locator().alias("locators"),
    )
