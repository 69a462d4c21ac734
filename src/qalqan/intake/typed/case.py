"""Cases from a register: numbers, times, the plot, the victim, the damage, the decision."""

from __future__ import annotations

import polars as pl

from qalqan.intake.typed.base import DROPPED, FLAGGED, Sheet, constant, first
from qalqan.intake.typed.people import split
from qalqan.values import place

_STATUS = (
    ("cleared", r"(?i)раскрыт|cleared|solved|ашыл(ды|ған)|^ашы[қк]"),
    ("to_court", r"(?i)в суд|суд[уеа]?\b|court|сот[қк?]а|обвинительн|прокурор.{0,20}ст\.? ?300|айыптау акт"),
    ("joined", r"(?i)соединен|присоедин|объедин|joined|merged|б[iі]р[iі]кт[iі]р|[қк?]осылды"),
    ("transferred", r"(?i)по подследств|подследственн|передан|по территор|направлен[оа]? (в|по|для)|transferred|тергеул?[iі]г[iі]|бер[iі]лд[iі]|ж[iі]бер[iі]лд[iі]|тапсырыл"),  # noqa: E501
    ("interrupted", r"(?i)прерван|приостан|перерв|suspend|interrupt|[үу?]з[iі]л|то[қк?]татыл[аa]? ?т[ұу]р|то[қк?]тата т[ұу]р"),  # noqa: E501
    ("terminated", r"(?i)прекращ|terminat|closed|то[қк?]татыл|[қк?]ыс[қк?]артыл|отказ"),
    ("investigated", r"(?i)производств|расслед|следств|в работе|возобновл|investig|open|тергел|тергеу|[өо?]нд[iі]р[iі]ст|ж[үу?]рг[iі]з[iі]л|окончен"),  # noqa: E501
    ("registered", r"(?i)зарегистр|возбужден|внесен|regist|new|т[iі]ркел"),
)  # fmt: skip
_DAY = r"(?:^|[^0-9.])(\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})(?:[^0-9]|$)"
_DATED = r"(?i)(?:^|[\s,;])(?:от|from|dated|of)?\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})(?:\s*(?:г\.?|ж\.?))?(?:\s|[,;]|$)"  # noqa: E501
_DIALLED = r"\d[^\d]*\d[^\d]*\d[^\d]*\d[^\d]*\d"
"""A number that could be called has five figures at least."""


def read(sheet: Sheet) -> pl.DataFrame:
    """Observation columns of the rows that are cases."""
    _part_dates(sheet)
    registered, _ = sheet.moment("registered_at", "raw_time")
    person = split(sheet.text("victim_name"))
    whole = split(sheet.text("raw_victim"))
    told = sheet.identifier("victim_phone", "phone")
    strange = told["kind"].is_in(["iban", "card", "wallet"]) | ~told["value"].str.contains(_DIALLED)
    strange = strange.fill_null(value=False)
    sheet.refuse(strange, "victim_phone", "reason-other-kind", DROPPED)
    phone = told.select(pl.when(~strange).then("value").alias("victim_phone"))["victim_phone"]
    account = sheet.identifier("victim_account", "account")["value"]
    number, kui = sheet.text("number"), sheet.text("kui_number")
    columns = {
        "number": number, "kui_number": kui, "registered_at": registered, "region": _region(sheet),
        "organ": sheet.text("organ"), "article": sheet.text("article"), "plot": sheet.text("plot"),
        "victim_name": first(person["name"], whole["name"]),
        "victim_iin": first(sheet.iin("victim_iin"), person["iin"], whole["iin"]),
        "victim_phone": first(phone, person["phone"], whole["phone"]),
        "victim_account": first(account, person["account"], whole["account"]),
        "occupation": sheet.text("occupation"), "damage_tiyn": _damage(sheet),
        "status": _status(sheet), "status_at": sheet.instant("status_at"),
    }  # fmt: skip
    return sheet.finish(columns, {"reason-no-number": number.is_null() & kui.is_null()})


def _part_dates(sheet: Sheet) -> None:
    """A number with its date in one cell («202177 от 20.01.2024») becomes both, where no column tells the date."""
    if sheet.has("registered_at"):
        return
    for name in ("number", "kui_number"):
        if not sheet.has(name):
            continue
        told = pl.col(name).str.strip_chars()
        day = told.str.extract(_DAY)
        rest = told.str.replace(_DATED, " ").str.strip_chars(" \t\u00a0,;/-–|")
        split = day.is_not_null() & rest.str.contains("[0-9]")
        if sheet.frame.select(split.any()).item():
            sheet.frame = sheet.frame.with_columns(
                pl.when(split).then(rest).otherwise(told).alias(name), pl.when(split).then(day).alias("registered_at")
            )
            return


def _damage(sheet: Sheet) -> pl.Series:
    damage = sheet.money("raw_damage")
    sheet.refuse(damage < 0, "raw_damage", "reason-negative-damage", FLAGGED)
    return damage.abs()


def _region(sheet: Sheet) -> pl.Series:
    """ISO 3166-2: from the region's column, else the organ's name, else what was given with the file."""
    usual = constant(sheet.reading.region, sheet.height)
    organ = place.parse_column(sheet.raw("organ"))["value"]
    if not sheet.has("region"):
        return first(organ, usual)
    column = sheet.raw("region")
    read = place.parse_column(column)
    unknown = read["value"].is_null() & read["reason"].is_not_null()
    sheet.refuse(unknown, "region", "reason-region-unknown", FLAGGED)
    return first(read["value"], organ, usual)


def _status(sheet: Sheet) -> pl.Series:
    column = sheet.text("status").alias("t")
    told: pl.Expr = pl.lit(None, pl.String)
    for name, pattern in reversed(_STATUS):
        told = pl.when(pl.col("t").str.contains(pattern)).then(pl.lit(name)).otherwise(told)
    found = column.to_frame().select(told.alias("status"))["status"]
    sheet.refuse(found.is_null() & column.is_not_null(), "status", "reason-status-unknown", FLAGGED)
    return found
