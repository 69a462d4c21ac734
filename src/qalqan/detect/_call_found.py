"""From signs and weights to alerts: who crossed the threshold at which call, what weighed, what speaks against.

A number is alerted at its first call at which the sum of weights is enough. A device, cell or trunk is alerted when
several alerted numbers stand behind it: one box is one alert that names its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from qalqan.detect import _call_model as model
from qalqan.detect._call_features import Events
from qalqan.detect._call_rows import DAY_S, I64, Calls, Flags
from qalqan.detect._call_signs import Sign

WEEK_S: Final = 7 * DAY_S
PLACES: Final = 5
GROUNDS: Final = 8
BEHIND: Final = {"device": 2, "cell": 3, "trunk": 5}  # alerted numbers within a week that make one alert of the place
EACH: Final = 1000  # milli-bits that every further number adds to the surest
Ground = tuple[str, int, dict[str, int | str], list[int]]


@dataclass(slots=True)
class Found:
    """An alert in the making; ``bits``: milli-bits of log-odds; ``grounds``: rule, weight, values, rows of calls."""

    detector: str
    kind: str
    subject: str
    second: int
    bits: int
    numbers: tuple[str, ...]
    against: tuple[str, ...] = ()
    grounds: list[Ground] = field(default_factory=list)


@dataclass(slots=True)
class Alerted:
    """Alerted numbers: ``place`` (event of each), ``bits``, and as findings."""

    place: I64
    bits: I64
    found: list[Found]


def numbers(calls: Calls, e: Events, lawful: Flags, least_bits: int) -> Alerted:
    """The numbers whose weights were enough at some call; ``lawful``: events of registered gateways and services."""
    seen = model.features(e)
    abroad = e.told["abroad"] > 0 if len(e.row) else np.zeros(0, np.bool_)
    bits = np.full(len(e.row), -(1 << 30), np.int64)
    parts: dict[str, dict[str, I64]] = {}
    asked = e.out & e.voice & e.worth & ~lawful if len(e.row) else abroad
    for kind, here in (("home", asked & ~abroad), ("abroad", asked & abroad)):
        rows = np.flatnonzero(here)
        by = model.model(kind)
        parts[kind] = model.weighed({name: seen[name][rows] for name in by.cuts}, by)
        bits[rows] = np.sum(list(parts[kind].values()), axis=0) + by.bias if len(rows) else 0
    enough = np.flatnonzero(bits >= least_bits)
    place = enough[np.unique(e.subject[enough], return_index=True)[1]]
    place = place[np.lexsort((e.row[place], e.second[place]))]
    named = calls.names("number").gather(e.subject[place]).to_list()
    made = []
    for at, name in zip(place.tolist(), named, strict=True):
        kind = "abroad" if abroad[at] else "home"
        weights = {one: _one(seen[one][at], kind, one) for one in model.model(kind).cuts}
        made.append(_finding(e, at, name, int(bits[at]), weights, seen))
    return Alerted(place, bits[place], made)


def _one(value: np.int64, kind: str, name: str) -> int:
    by = model.model(kind)
    return int(model.added(np.array([value]), by.cuts[name], by.bits[name])[0])


def _finding(  # noqa: PLR0917 - one number at one call
    e: Events, at: int, name: str, bits: int, weights: dict[str, int], seen: dict[str, I64]
) -> Found:
    """One number's alert: what weighed at that call, and the calls it rests on."""
    begin = at
    while begin > 0 and e.subject[begin - 1] == e.subject[at] and at - begin < 200:
        begin -= 1
    rows = [row for row, out in zip(e.row[begin : at + 1].tolist(), e.out[begin : at + 1].tolist(), strict=True) if out]
    of_detector: dict[str, int] = {}
    for feature, weight in weights.items():
        of_detector[model.OWNER[feature]] = of_detector.get(model.OWNER[feature], 0) + max(weight, 0)
    detector = max(sorted(of_detector), key=lambda one: of_detector[one])
    heavy = sorted((one for one in weights if weights[one]), key=lambda one: (-abs(weights[one]), one))[:GROUNDS]
    grounds: list[Ground] = [
        (f"call-{one.replace('_', '-')}", weights[one], {one: int(seen[one][at])}, rows[-PLACES:]) for one in heavy
    ]
    told = {one: int(values[at]) for one, values in e.told.items()}
    return Found(detector, "number", name, int(e.second[at]), bits, (name,), lives(told), grounds)


def lives(told: dict[str, int]) -> tuple[str, ...]:
    """The lawful lives that a number's doings until then also look like."""
    people, callers, cells = told["people"], told["callers"], told["cells"]
    tests = {
        "call_centre": people >= 40 and told["age_h"] >= 2000 and cells <= 2,
        "courier": people >= 15 and cells >= 6,
        "taxi": cells >= 6 and callers * 3 >= people,
        "office": people >= 10 and callers * 2 >= people and cells <= 5,
        "newcomer": told["age_h"] < 240 and people < 30 and told["sims"] <= 1 and told["mates"] == 0,
        "gateway": told["kin"] >= 2 and told["age_h"] >= 240,
        "probe": told["calls"] >= people * 8 and people >= 3,
        "traveller": bool(told["abroad"]) and told["rings"] * 5 <= told["calls"],
    }
    return tuple(name for name, holds in tests.items() if holds)


def places(calls: Calls, e: Events, alerted: Alerted, white: dict[str, set[str]]) -> list[Found]:
    """Devices, cells and trunks behind which several alerted numbers stand."""
    found: list[Found] = []
    at = alerted.place
    trunk = calls.code["trunk"][e.row[at]].astype(np.int64)
    for kind, codes, named in (("device", e.imei[at], "imei"), ("cell", e.cell[at], "cell"), ("trunk", trunk, "trunk")):
        for code in np.unique(codes[codes > 0]):
            name = calls.names(named)[int(code)]
            if name not in white.get(named, set()):
                found += _place(calls, e, alerted, np.flatnonzero(codes == code), kind, name, int(code))
    return found


def _place(  # noqa: PLR0917 - a place and who stands behind it
    calls: Calls, e: Events, alerted: Alerted, mine: I64, kind: str, name: str, code: int
) -> list[Found]:
    """The alert of one place: at the number that made them enough within a week."""
    least = BEHIND[kind]
    second = e.second[alerted.place[mine]]
    for last in range(least - 1, len(mine)):
        if second[last] - second[last - least + 1] <= WEEK_S:
            break
    else:
        return []
    first = last - least + 1
    until = mine[: last + 1]
    surest = [alerted.found[one] for one in until.tolist()]
    bits = max(one.bits for one in surest) + EACH * (least - 1)
    names = {one.subject for one in surest}
    if kind == "device":  # whatever calls through the box where it stands is the box's
        through = e.out & (e.imei == code) & np.isin(e.cell, e.cell[alerted.place[mine]])
        names |= set(calls.names("number").gather(np.unique(e.subject[through])).to_list())
    rows = [int(e.row[alerted.place[one]]) for one in mine[first : last + 1].tolist()]
    detector = {"device": "simbox_identity", "cell": "call_room", "trunk": "call_room"}[kind]
    leading = [one.detector for one in surest]
    if kind == "cell" and leading.count("call_room") * 2 < len(leading):
        detector = "simbox_identity"
    grounds: list[Ground] = [(f"call-behind-{kind}", bits, {"numbers": len(names), "days": 7}, rows)]
    against = tuple(sorted(set.intersection(*(set(one.against) for one in surest))))
    return [Found(detector, kind, name, int(second[last]), bits, tuple(sorted(names)), against, grounds)]


def of_sign(sign: Sign) -> Found:
    """An alert out of a rule that stands alone."""
    bits = model.rule(sign.rule)
    ground: Ground = (sign.rule, bits, sign.values, sign.rows)
    return Found(sign.detector, sign.kind, sign.subject, sign.second, bits, sign.numbers, (), [ground])


def told(found: Found, calls: Calls) -> list[dict[str, Any]]:
    """The grounds with their places."""
    return [
        {"rule": rule, "weight": weight, "values": values, "locators": calls.places(np.array(rows[:PLACES], np.int64))}
        for rule, weight, values, rows in found.grounds
    ]
