"""Operators' replies: which numbers, devices and cells were asked about, in three layouts."""

from __future__ import annotations

from qalqan.simulate.calllog import Call
from qalqan.simulate.gangs import Gang
from qalqan.simulate.people import imsi
from qalqan.simulate.shelf import Shelf, csv_bytes
from qalqan.simulate.stage import Stage
from qalqan.simulate.when import stamp


def write_calls(shelf: Shelf, chance: object, stage: Stage, gangs: dict[int, Gang], days: int) -> dict[str, str]:
    calls = stage.log.ordered()
    header = ("A", "B", "Начало", "Длительность")
    shelf.write("операторы/all.csv", csv_bytes(header, [(c.a, c.b, stamp(c.at), c.seconds) for c in calls]), len(calls))
    return {c.a: "caller" for c in calls}
