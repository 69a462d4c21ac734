"""What is true of a made world of calls: frames that no detector is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.simulate.cdr_alike import Alike
from qalqan.simulate.cdr_days import Ints
from qalqan.simulate.cdr_rows import Roster


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign: role (simbox, room, wangiri, spoof) and class (level, cell or trunk, class of a false number)."""

    role: str
    kind: str
    level: int


@dataclass(frozen=True, slots=True)
class Truth:
    """Frames of truth; times in UTC.

    ``numbers``, ``devices``, ``cells``: value, role, class, level, campaign, first_at (first fraud call), calls; of
    simbox, room and wangiri: their own numbers. ``spoofed``: a number shown falsely (an innocent owner's, a short
    code…) with its class and first_at. ``calls``: call_id, role, class, campaign of every fraud call.
    ``victims``: number, caller, closer, first_at, second_at, seconds, lenders. ``alike_numbers``, ``alike_devices``:
    value and class of those that look like fraud and are none.
    """

    numbers: pl.DataFrame
    devices: pl.DataFrame
    cells: pl.DataFrame
    spoofed: pl.DataFrame
    calls: pl.DataFrame
    victims: pl.DataFrame
    alike_numbers: pl.DataFrame
    alike_devices: pl.DataFrame


def tell(
    named: pl.DataFrame, campaigns: list[Campaign], victims: dict[str, Ints], alike: Alike, roster: Roster
) -> Truth:
    """The truth of a world from its rows with their campaign ids."""
    roles = pl.DataFrame(
        {
            "fraud": np.arange(len(campaigns)),
            "role": [c.role for c in campaigns],
            "class": [c.kind for c in campaigns],
            "level": [c.level for c in campaigns],
        },
        schema={"fraud": pl.Int64, "role": pl.String, "class": pl.String, "level": pl.Int64},
    )
    bad = named.filter(pl.col("fraud") >= 0).join(roles, on="fraud", how="left", maintain_order="left")
    bad = bad.rename({"fraud": "campaign"})
    real = bad.filter(pl.col("role") != "spoof")
    return Truth(
        numbers=_by(real, "a"),
        devices=_by(real, "imei"),
        cells=_by(real, "cell"),
        spoofed=_by(bad.filter(pl.col("role") == "spoof"), "a"),
        calls=bad.select("call_id", "role", "class", "campaign"),
        victims=_victims(victims, roster),
        alike_numbers=_alike(alike.parties, roster.number),
        alike_devices=_alike(alike.devices, roster.imei),
    )


def _by(bad: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row a value of the column: its role, class, campaign, first fraud call and number of fraud calls."""
    return (
        bad.filter(pl.col(column).is_not_null())
        .group_by(pl.col(column).alias("value"), "role", "class", "level", "campaign")
        .agg(pl.col("at").min().alias("first_at"), pl.len().cast(pl.Int64).alias("calls"))
        .sort("first_at", "value", "campaign")
    )


def _victims(found: dict[str, Ints], roster: Roster) -> pl.DataFrame:
    number = roster.number
    moment = {name: pl.Series(found[name] * 1_000_000).cast(pl.Datetime("us", "UTC")) for name in ("first", "second")}
    return pl.DataFrame(
        {
            "number": number.gather(found["who"]),
            "caller": number.gather(found["caller"]),
            "closer": number.gather(found["closer"]),
            "first_at": moment["first"],
            "second_at": moment["second"],
            "seconds": found["seconds"],
            "lenders": found["lenders"],
        }
    ).sort("first_at", "number")


def _alike(found: dict[str, Ints], names: pl.Series) -> pl.DataFrame:
    frames = [pl.DataFrame({"value": names.gather(ids), "class": [name] * len(ids)}) for name, ids in found.items()]
    return pl.concat(frames).unique(maintain_order=True).sort("class", "value")
