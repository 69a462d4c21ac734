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
from qalqan.detect._call_rows import DAY_S, I64, Calls, Flags, packed
from qalqan.detect._call_signs import Sign

WEEK_S: Final = 7 * DAY_S
PLACES: Final = 5
GROUNDS: Final = 8
BLOCK: Final = 4  # signs of a foreign number that name its country or network
BEHIND: Final = {"device": 2, "cell": 3, "trunk": 5}  # alerted numbers within a week that make one alert of the place
SLICE: Final = 1 << 17  # events weighed at a time
ABSENT: Final = int(np.iinfo(np.int64).min)
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
    rows = np.flatnonzero(e.out & e.voice & e.worth & ~lawful) if len(e.row) else np.zeros(0, np.int64)
    found = [_enough(e, rows[at : at + SLICE], least_bits) for at in range(0, len(rows), SLICE)]
    enough = np.concatenate(found) if found else rows
    place = enough[np.unique(e.subject[enough], return_index=True)[1]]
    place = place[np.lexsort((e.row[place], e.second[place]))]
    seen, weights, bits = _weighed(e, place)
    named = calls.names("number").gather(e.subject[place]).to_list()
    made = []
    for at, name in enumerate(named):
        own = {one: int(added[at]) for one, added in weights.items() if added[at] != ABSENT}
        values = {one: int(seen[one][at]) for one in own}
        made.append(_finding(e, int(place[at]), name, int(bits[at]), own, values))
    return Alerted(place, bits, made)


def _enough(e: Events, rows: I64, least_bits: int) -> I64:
    """Those of these events at which the weights were enough."""
    return rows[_weighed(e, rows)[2] >= least_bits]


def _weighed(e: Events, rows: I64) -> tuple[dict[str, I64], dict[str, I64], I64]:
    """At these events: the features, what each adds (``ABSENT`` where the kind of number has no such), and the sum."""
    told = {name: values[rows] for name, values in e.told.items()}
    seen, abroad = model.features(told), told["abroad"] > 0
    bits = np.zeros(len(rows), np.int64)
    weights: dict[str, I64] = {}
    for kind, here in (("home", ~abroad), ("abroad", abroad)):
        by = model.model(kind)
        bits[here] = by.bias
        for name, added in model.weighed({name: seen[name][here] for name in by.cuts}, by).items():
            weights.setdefault(name, np.full(len(rows), ABSENT))[here] = added
            bits[here] += added
    return seen, weights, bits


def _finding(  # noqa: PLR0917 - one number at one call
    e: Events, at: int, name: str, bits: int, weights: dict[str, int], seen: dict[str, int]
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
    if weights.get("prefix_new", 0) > 0:  # of all that weighs, what a carrier can check first
        detector = model.OWNER["prefix_new"]
    heavy = sorted((one for one in weights if weights[one]), key=lambda one: (-abs(weights[one]), one))[:GROUNDS]
    grounds: list[Ground] = [
        (f"call-{one.replace('_', '-')}", weights[one], {one: seen[one]}, rows[-PLACES:]) for one in heavy
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
    """Devices, cells and trunks (by country) behind which several alerted numbers stand."""
    found: list[Found] = []
    at = alerted.place
    trunk = calls.code["trunk"][e.row[at]].astype(np.int64) * (e.told["abroad"][at] > 0) if len(at) else at
    country = np.array([int(one.subject[1:BLOCK].ljust(BLOCK, "0")) for one in alerted.found], np.int64)
    for kind, codes, named in (("device", e.imei[at], "imei"), ("cell", e.cell[at], "cell"), ("trunk", trunk, "trunk")):
        groups = packed(codes, country) if kind == "trunk" and len(at) else codes
        for group in np.unique(groups[codes > 0]):
            mine = np.flatnonzero(groups == group)
            name = calls.names(named)[int(codes[mine[0]])]
            if name not in white.get(named, set()):
                found += _place(calls, e, alerted, mine, kind, name)
    return found


def alone(numbers: list[Found], behind: list[Found]) -> list[Found]:
    """The numbers' alerts without those that a device's or trunk's alert had told before."""
    since: dict[str, int] = {}
    for one in behind:
        if one.kind != "cell":
            for number in one.numbers:
                since[number] = min(since.get(number, one.second), one.second)
    return [one for one in numbers if one.subject not in since or one.second <= since[one.subject]]


def _place(  # noqa: PLR0917 - a place and who stands behind it
    calls: Calls, e: Events, alerted: Alerted, mine: I64, kind: str, name: str
) -> list[Found]:
    """The alert of one place: at the number that made them enough within a week; it names its later numbers too,
    except a cell's, through which others call as well."""
    second = e.second[alerted.place[mine]]
    least = BEHIND[kind]
    if len(second) < least:
        return []
    enough = np.flatnonzero(second[least - 1 :] - second[: len(second) - least + 1] <= WEEK_S)
    if not len(enough):
        return []
    last = int(enough[0]) + least - 1
    by_then = [alerted.found[one] for one in mine[: last + 1].tolist()]
    bits = max(one.bits for one in by_then) + EACH * (least - 1)
    names = {alerted.found[one].subject for one in (mine[: last + 1] if kind == "cell" else mine).tolist()}
    if kind == "device":  # whatever calls through the box where it stands is the box's
        through = e.out & (e.imei == e.imei[alerted.place[mine[0]]]) & np.isin(e.cell, e.cell[alerted.place[mine]])
        names |= set(calls.names("number").gather(np.unique(e.subject[through])).to_list())
    rows = [int(e.row[alerted.place[one]]) for one in mine[max(last - PLACES + 1, 0) : last + 1].tolist()]
    leading = [one.detector for one in by_then]
    detector = max(sorted(set(leading)), key=leading.count) if kind != "device" else "simbox_identity"
    grounds: list[Ground] = [(f"call-behind-{kind}", bits, {"numbers": last + 1, "days": 7}, rows)]
    against = tuple(sorted(set.intersection(*(set(one.against) for one in by_then))))
    return [Found(detector, kind, name, int(second[last]), bits, tuple(sorted(names)), against, grounds)]


def of_sign(sign: Sign) -> Found:
    """An alert out of a rule that stands alone."""
    bits = model.rule(sign.rule)
    ground: Ground = (sign.rule, bits, sign.values, sign.rows)
    return Found(sign.detector, sign.kind, sign.subject, sign.second, bits, sign.numbers, (), [ground])


def shown(found: list[Found], calls: Calls) -> list[list[dict[str, Any]]]:
    """The grounds of each alert with their places."""
    place = calls.places({row for one in found for ground in one.grounds for row in ground[3][:PLACES]})
    return [
        [
            {"rule": rule, "weight": weight, "values": values, "locators": [place[row] for row in rows[:PLACES]]}
            for rule, weight, values, rows in one.grounds
        ]
        for one in found
    ]
