"""Calls as columns of small integers, and the parties, devices and cells these integers stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.simulate.cdr_days import Days, hour_of, weekday_of

Ints = NDArray[np.int64]
Like = Ints | int
Column = NDArray[Any]
"""Integers of some width."""
Columns = dict[str, Column]

NONE: Final = -1  # not seen: another operator's, a fixed line, abroad
AUTO: Final = -2  # where this subscriber is at that hour
SERVICES: Final = ("voice", "sms", "data")
VOICE, SMS, DATA = 0, 1, 2
TRUNKS: Final = (
    "INTL_GW_01",
    "INTL_GW_02",
    "INT-MTT-3",
    "INT-VOX-4",
    "NAT_MSC_1",
    "NAT_MSC_2",
    "KT_PSTN_7",
    "SMSC_APP",
)
ABROAD_TRUNKS: Final = 4
NATIONAL: Final = (4, 5)
PSTN: Final = 6
SHORT: Final = 7
_INTS: Final[dict[str, type[np.signedinteger[Any]]]] = {
    "a": np.int32, "b": np.int32, "at": np.int64, "seconds": np.int32, "service": np.int8, "device": np.int32,
    "b_device": np.int32, "a_cell": np.int32, "b_cell": np.int32, "trunk": np.int8, "fraud": np.int16,
}  # fmt: skip


@dataclass(slots=True)
class Roster:
    """Every party of the world by its id: number, SIM, device (id), usual cells; and every device by its id."""

    cells: pl.Series
    size: int = 0
    devices: int = 0
    _number: list[pl.Series] = field(default_factory=list)
    _imsi: list[pl.Series] = field(default_factory=list)
    _place: list[Ints] = field(default_factory=list)  # rows of device, home cell, work cell, wander (of 1000)
    _imei: list[pl.Series] = field(default_factory=list)

    def add(
        self,
        number: pl.Series,
        imsi: pl.Series | None = None,
        *,
        device: Like = NONE,
        home: Like = NONE,
        work: Like = NONE,
        wander: Like = 0,
    ) -> Ints:
        """Ids of new parties. Parties without ``imsi`` are not this operator's; without ``home`` they have no cell."""
        count = len(number)
        self._number.append(number.rename("number"))
        self._imsi.append((pl.Series([None] * count, dtype=pl.String) if imsi is None else imsi).rename("imsi"))
        self._place.append(
            np.stack([np.broadcast_to(np.asarray(v, np.int64), count) for v in (device, home, work, wander)])
        )
        self.size += count
        return np.arange(self.size - count, self.size)

    def add_devices(self, imei: pl.Series) -> Ints:
        """Ids of new devices."""
        self._imei.append(imei.rename("imei"))
        self.devices += len(imei)
        return np.arange(self.devices - len(imei), self.devices)

    def stay(self, who: Ints) -> None:
        """Parties whose line stays where they work, day and night."""
        begun = 0
        for block in self._place:
            inside = who[(who >= begun) & (who < begun + block.shape[1])] - begun
            block[1, inside], block[3, inside] = block[2, inside], 0
            begun += block.shape[1]

    @property
    def number(self) -> pl.Series:
        """Numbers by party."""
        return pl.concat(self._number)

    @property
    def imsi(self) -> pl.Series:
        """SIMs by party; empty for other operators' and fixed ones."""
        return pl.concat(self._imsi)

    @property
    def imei(self) -> pl.Series:
        """IMEIs by device."""
        return pl.concat(self._imei)

    @property
    def place(self) -> Ints:
        """Rows device, home cell, work cell, wander; a column a party."""
        return np.concatenate(self._place, axis=1)


@dataclass(slots=True)
class Rows:
    """Calls gathered in blocks; ``fraud`` is the id of the campaign a call belongs to, or NONE."""

    _blocks: list[Columns] = field(default_factory=list)

    def add(
        self,
        a: Like,
        b: Like,
        at: Ints,
        seconds: Like,
        *,
        service: Like = VOICE,
        device: Like = AUTO,
        b_device: Like = AUTO,
        a_cell: Like = AUTO,
        b_cell: Like = AUTO,
        trunk: Like = NONE,
        fraud: Like = NONE,
    ) -> None:
        """More calls: parties by id, start in seconds of UTC; single values stand for all."""
        given = (a, b, at, seconds, service, device, b_device, a_cell, b_cell, trunk, fraud)
        count = len(at)
        self._blocks.append(
            {name: np.broadcast_to(np.asarray(v, _INTS[name]), count) for name, v in zip(_INTS, given, strict=True)}
        )

    def columns(self, days: Days) -> Columns:
        """All calls that start inside the days of the world, in order of time, then of parties."""
        at = np.concatenate([block["at"] for block in self._blocks])
        kept = np.flatnonzero((at >= days.start) & (at < days.end))
        a, b = (np.concatenate([block[side] for block in self._blocks])[kept] for side in ("a", "b"))
        order = kept[_order(at[kept] - days.start, a, b)]
        return {name: np.concatenate([block[name] for block in self._blocks])[order] for name in _INTS}


def _order(at: Ints, a: Column, b: Column) -> Ints:
    """Order by time, caller, called; calls equal in these keep their order. One key of 63 bits where it suffices."""
    bits = max(1, int(max(a.max(initial=0), b.max(initial=0))).bit_length())
    if int(at.max(initial=0)).bit_length() + 2 * bits > 63:
        return np.lexsort((b, a, at))
    return np.argsort(at << 2 * bits | a.astype(np.int64) << bits | b, kind="stable")


def placed(columns: Columns, roster: Roster, neighbours: int = 9) -> None:
    """Fill AUTO devices and cells in place: at work in working hours, at home else, now and then nearby.

    Who strays when hangs on the party and the quarter of an hour alone, not on the other calls of the world.
    """
    place = roster.place
    office = (hour_of(columns["at"]) >= 9) & (hour_of(columns["at"]) < 18) & (weekday_of(columns["at"]) < 5)
    for party, device, cell in (("a", "device", "a_cell"), ("b", "b_device", "b_cell")):
        who = columns[party]
        columns[device] = np.where(columns[device] == AUTO, place[0, who], columns[device])
        usual = np.where(office, place[2, who], place[1, who])
        noise = _mixed(who, columns["at"] // 900)
        stray = noise % 1000 < place[3, who]
        near = (usual + 1 + noise // 1000 % neighbours) % len(roster.cells)
        here = np.where(usual >= 0, np.where(stray, near, usual), NONE)
        columns[cell] = np.where(columns[cell] == AUTO, here, columns[cell])


def _mixed(who: Column, quarter: Ints) -> Ints:
    """A number from 0 to 2**40 that looks drawn by chance (splitmix64 of party and time)."""
    value = who.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + quarter.astype(np.uint64)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (value >> np.uint64(24)).astype(np.int64)


def named(columns: Columns, roster: Roster) -> pl.DataFrame:
    """The columns of the table ``calls`` for these calls, in their order, and ``fraud``."""
    numbers, sims, devices = roster.number, roster.imsi, roster.imei
    a, b, count = pl.Series(columns["a"]), pl.Series(columns["b"]), len(columns["a"])

    def of(names: pl.Series, ids: Column) -> pl.Series:
        with_none = pl.concat([names, pl.Series([None], dtype=pl.String)])
        return with_none.gather(pl.Series(np.where(ids < 0, len(names), ids)))

    seen_a, seen_b = columns["device"] >= 0, columns["b_device"] >= 0
    place = pl.int_range(1, count + 1, eager=True).cast(pl.String)
    ids = (
        pl.select(("cdr:calls:" + pl.lit(place)).alias("call_id")).to_series()
        if count
        else pl.Series([], dtype=pl.String)
    )
    return pl.DataFrame(
        {
            "call_id": ids,
            "at": pl.Series(columns["at"] * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "a": numbers.gather(a),
            "b": numbers.gather(b),
            "duration_s": pl.Series(columns["seconds"].astype(np.int64)),
            "service": of(pl.Series(SERVICES), columns["service"]),
            "imei": of(devices, columns["device"]),
            "imsi": of(sims, np.where(seen_a, columns["a"], NONE)),
            "cell": of(roster.cells, columns["a_cell"]),
            "b_imei": of(devices, columns["b_device"]),
            "b_imsi": of(sims, np.where(seen_b, columns["b"], NONE)),
            "b_cell": of(roster.cells, columns["b_cell"]),
            "trunk": of(pl.Series(TRUNKS), columns["trunk"]),
            "locators": ids,
            "fraud": pl.Series(columns["fraud"].astype(np.int64)),
        }
    )
