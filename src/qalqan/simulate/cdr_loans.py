"""Loans paid out to subscribers: to victims while they are on the line, and to ordinary borrowers."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import Days, Ints

DAILY: Final = 0.0006  # loans a subscriber a day
COMPARE: Final = 0.004  # of borrowers: two lenders within the hour, nobody on the line
LENDERS: Final = ("ТОО МФО Қарлығаш", "ТОО МФО Сенім Займ", "ТОО МФО Тез Ақша", "АО Банк Дала", "ТОО МФО Кредит Плюс")
_BINS: Final = ("190440011232", "180540022347", "200140033450", "951240000018", "210640055675")


def loans(
    rng: np.random.Generator, days: Days, subscribers: pl.DataFrame, victims: dict[str, Ints]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables ``transactions`` (payouts only) and ``holders`` (their receivers, with phone and IIN).

    ``subscribers`` are people by party. A victim's lenders pay within an hour of the second call's beginning, each
    another one.
    """
    places = victims["who"]
    count = rng.poisson(len(subscribers) * DAILY * days.count)
    who, at = rng.integers(0, len(subscribers), count), days.draw(rng, count, "people")
    lender = rng.integers(0, len(LENDERS), count)
    twice = rng.random(count) < COMPARE
    who2, at2 = who[twice], at[twice] + rng.integers(400, 3_000, int(twice.sum()))
    lender2 = (lender[twice] + 1) % len(LENDERS)
    number = np.repeat(np.arange(len(places)), victims["lenders"])
    order = np.concatenate([np.arange(n) for n in victims["lenders"]])
    hour = np.minimum(victims["seconds"] + 900, 3_500)
    paid = victims["second"][number] + 240 + (rng.random(len(number)) * (hour[number] - 240)).astype(np.int64)
    who = np.concatenate([who, who2, places[number]])
    at = np.concatenate([at, at2, paid])
    lender = np.concatenate([lender, lender2, (order + number) % len(LENDERS)])
    kept = (at >= days.start) & (at < days.end)
    who, at, lender = who[kept], at[kept], lender[kept]
    by_time = np.lexsort((lender, who, at))
    return _transfers(rng, subscribers, who[by_time], at[by_time], lender[by_time]), _holders(subscribers, who)


def _account(person: pl.Series) -> pl.Series:
    """The IBAN of a subscriber: bank 722, C and twelve digits, check digits by ISO 13616 (remainder by 97)."""
    digits = person.cast(pl.Int64).to_numpy()
    bank = 722 * 100 + 12  # the letter C counts as 12
    rest = (bank % 97 * pow(10, 12, 97) + digits) % 97
    check = 98 - (rest * pow(10, 6, 97) + 20_35_00) % 97  # K is 20, Z is 35
    body = "722C" + person.cast(pl.String).str.zfill(12)
    return "KZ" + pl.Series(check).cast(pl.String).str.zfill(2) + body


def _transfers(rng: np.random.Generator, subscribers: pl.DataFrame, who: Ints, at: Ints, lender: Ints) -> pl.DataFrame:
    count = len(who)
    place = "cdr:loans:" + pl.Series(np.arange(1, count + 1)).cast(pl.String)
    names = pl.Series(LENDERS).gather(pl.Series(lender))
    tiyn = rng.integers(50, 1_500, count) * 100_000
    return pl.DataFrame(
        {
            "tx_id": place,
            "at": pl.Series(at * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "at_precision": pl.Series(["second"]).new_from_index(0, count),
            "from": ("LENDER" + pl.Series(lender).cast(pl.String)),
            "to": _account(pl.Series(who)),
            "from_name": names,
            "to_iin": subscribers["iin"].gather(pl.Series(who)),
            "from_iin": pl.Series(_BINS).gather(pl.Series(lender)),
            "amount_tiyn": pl.Series(tiyn),
            "currency": pl.Series(["KZT"]).new_from_index(0, count),
            "operation": pl.Series(["Выдача микрокредита"]).new_from_index(0, count),
            "purpose": pl.Series(["Выдача онлайн займа по договору займа"]).new_from_index(0, count),
            "reversal": pl.Series([False]).new_from_index(0, count),
            "seq": pl.Series(np.arange(1, count + 1)),
            "locators": place,
        }
    )


def _holders(subscribers: pl.DataFrame, who: Ints) -> pl.DataFrame:
    rows = pl.Series(np.unique(who))
    taken = subscribers[rows.to_list()] if len(rows) else subscribers.head(0)
    return pl.DataFrame(
        {
            "account": _account(rows),
            "holder": taken["holder"],
            "iin": taken["iin"],
            "phone": taken["number"],
            "bank": pl.Series(["722"]).new_from_index(0, len(rows)),
            "locators": "cdr:holders:" + rows.cast(pl.String),
        }
    )
