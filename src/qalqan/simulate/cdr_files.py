"""A world of calls as the files a unit would receive from its operator, and its truth beside them.

``files/`` holds the subscribers' calls (each call once from the side of every own subscriber in it), the border
switch's records with incoming trunks, the contracts, statements of lenders' payouts and the manifest; ``lists/`` what
the operator hands over beside (gateways, numbers that never call, roaming, portability); ``truth/`` one CSV a frame.
Layouts are those of :mod:`qalqan.simulate.operator_files`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from qalqan.errors import UsageError
from qalqan.simulate.cdr import World
from qalqan.simulate.shelf import Shelf

PART: Final = 200_000  # rows of a file of calls
OURS: Final = ("files", "lists", "truth")
LISTS: Final = ("gateways", "never", "roaming", "ported", "sims")
_PLUS: Final = 5 * 3600 * 1_000_000


def write(made: World, out: Path, tell: Callable[[float], None] = lambda _share: None) -> dict[str, int]:
    """Write the folder; data rows by file. Raises UsageError when ``out`` holds anything else."""
    if out.exists() and {one.name for one in out.iterdir()} - set(OURS):
        raise UsageError("error-simulate-folder", where=str(out))
    shutil.rmtree(out, ignore_errors=True)
    shelf = Shelf(out / "files")
    calls = made.tables["calls"]
    _sides(calls, shelf, tell)
    _switch(calls, shelf)
    _contracts(made.tables["subscribers"], shelf)
    _payouts(made, shelf)
    shelf.write_manifest()
    for folder, frames in (
        ("lists", {name: made.tables[name] for name in LISTS}),
        ("truth", {name: getattr(made.truth, name) for name in made.truth.__slots__}),
    ):
        (out / folder).mkdir(parents=True)
        for name, frame in frames.items():
            frame.write_csv(out / folder / f"{name}.csv", datetime_format="%Y-%m-%dT%H:%M:%SZ")
    tell(1.0)
    return shelf.rows


def _local(form: str) -> pl.Expr:
    """Start of the call in Kazakhstan's time, written out."""
    moment = (pl.col("at").cast(pl.Int64) + _PLUS).cast(pl.Datetime("us"))
    return moment.dt.strftime(form)


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.strip_prefix("+")


def _sides(calls: pl.DataFrame, shelf: Shelf, tell: Callable[[float], None]) -> None:
    """Rows as the second operator of the region writes them; A-side and B-side copies of one call."""
    for number, start in enumerate(range(0, len(calls), PART)):
        some = calls.slice(start, PART).with_row_index("order")
        sides = [some.filter(pl.col(f"{side}imei").is_not_null()).select("order", *_side(side)) for side in ("", "b_")]
        rows = pl.concat(sides).sort("order", "direction", descending=[False, True]).drop("order")
        rows.write_csv(shelf.place(f"операторы/Билайн/beeline_cdr_{number + 1}.csv", len(rows)))
        tell(0.8 * (start + PART) / len(calls))


def _side(side: str) -> tuple[pl.Expr, ...]:
    """Columns of a row as seen by A (``side`` empty) or by B (``b_``)."""
    return (
        _plain("b" if side else "a").alias("msisdn"),
        _plain("a").alias("calling"),
        _plain("b").alias("called"),
        _local("%Y-%m-%d %H:%M:%S").alias("start_time"),
        pl.col("duration_s").alias("duration_sec"),
        pl.lit("IN" if side else "OUT").alias("direction"),
        pl.col("service").str.to_uppercase().alias("type"),
        pl.col(f"{side}imei").alias("imei"),
        pl.col(f"{side}imsi").alias("imsi"),
        pl.col(f"{side}cell").alias("lac_cid"),
        pl.lit("").alias("bs_address"),
    )


def _switch(calls: pl.DataFrame, shelf: Shelf) -> None:
    """All calls that came in over a trunk, but messages of services."""
    came = calls.filter(pl.col("trunk").is_not_null() & (pl.col("service") == "voice"))
    for number, start in enumerate(range(0, len(came), PART)):
        rows = came.slice(start, PART).select(
            _local("%Y%m%d%H%M%S").alias("call_start"),
            _plain("a").alias("A_number"),
            _plain("b").alias("B_number"),
            pl.col("duration_s").alias("duration"), pl.col("trunk").alias("in_trunk"),
            pl.lit("MSC_LOCAL").alias("out_trunk"),
            pl.when(pl.col("duration_s") > 0).then(16).otherwise(19).alias("cause"),
        )  # fmt: skip
        rows.write_csv(shelf.place(f"операторы/коммутатор/switch_{number + 1}.csv", len(rows)))


def _contracts(subscribers: pl.DataFrame, shelf: Shelf) -> None:
    rows = subscribers.select(
        _plain("number").alias("msisdn"), pl.col("holder").alias("subscriber_name"), "iin",
        pl.col("from").dt.strftime("%d.%m.%Y").alias("active_from"), pl.lit("").alias("active_to"), "imsi", "iccid",
        "imei", pl.lit("").alias("address"),
    )  # fmt: skip
    rows.write_csv(shelf.place("операторы/Билайн/subscribers.csv", len(rows)))


def _payouts(made: World, shelf: Shelf) -> None:
    """Payouts of loans as a bank's statement, and whose the accounts are."""
    paid = made.tables["transactions"].select(
        _local("%d.%m.%Y %H:%M:%S").alias("Дата операции"), pl.col("from_name").alias("Плательщик"),
        pl.col("from_iin").alias("БИН плательщика"), pl.col("to").alias("Счет получателя"),
        pl.col("to_iin").alias("ИИН получателя"),
        (pl.col("amount_tiyn") // 100).cast(pl.String).add(",00").alias("Сумма"), pl.col("currency").alias("Валюта"),
        pl.col("operation").alias("Вид операции"), pl.col("purpose").alias("Назначение платежа"),
    )  # fmt: skip
    paid.write_csv(shelf.place("банки/займы.csv", len(paid)), separator=";")
    held = made.tables["holders"].select(
        pl.col("account").alias("Счет"), pl.col("holder").alias("ФИО"), pl.col("iin").alias("ИИН"),
        _plain("phone").alias("Телефон"),
    )  # fmt: skip
    held.write_csv(shelf.place("банки/владельцы.csv", len(held)), separator=";")
