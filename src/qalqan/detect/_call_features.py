"""What a number did until each of its calls: features that only look back, for the numbers worth looking at.

Counting every number of ten million calls moment by moment would be waste: most people call few strangers. Two sorts
of number are followed: those that on some day called at least ``CROWD`` strangers (people with whom they had no call
before), and those whose device carried at least ``SIMS`` SIM cards in one place. Each feature at an event is made of
this and earlier events alone, so that an alert's moment is honest. Method: counts of Murynets et al. 2014 and Li et
al. 2018 (TouchPal), taken cumulatively.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.detect._call_rows import DAY_S, HOUR_S, I64, LOCAL_S, Calls, Flags, once, packed, running

CROWD: Final = 5  # strangers called in one day: fewer say nothing
CROWD_WARM: Final = 12  # the same on the first day, when acquaintances look like strangers too
CROWD_ABROAD: Final = 3  # the same of a foreign number, of which only calls to this country are seen
SIMS: Final = 3  # SIM cards in one device: two are a phone with two slots
OLD_H: Final = 20_000  # age of a number that was there before the calls begin
WARM_S: Final = DAY_S  # a number seen within so long from the first call may be old
RING_S: Final = 5
SHORT_S: Final = 15
LONG_S: Final = 600
WEEK_S: Final = 7 * DAY_S

Codes = npt.NDArray[np.integer]


@dataclass(slots=True)
class Events:
    """Calls and messages of the followed numbers, each number's in order of time.

    ``subject`` and ``other`` (codes of numbers), ``out`` (made by the subject), ``voice``, ``second``, ``lasted``,
    ``imei``, ``imsi``, ``cell`` (codes; the latest told of the subject), ``row`` (of :class:`Calls`), ``start`` (first
    event of a subject), ``begin`` (s since 1970: first of all calls). ``told``: features by name, an array an event.
    """

    subject: I64
    other: I64
    out: Flags
    voice: Flags
    second: I64
    lasted: I64
    imei: I64
    imsi: I64
    cell: I64
    row: I64
    start: Flags
    begin: int
    told: dict[str, Codes]

    @property
    def worth(self) -> Flags:
        """Whether enough had happened until each event for the number to be looked at, seen from that moment alone."""
        crowd, t = self.told["crowd_most"], self.told
        least = np.where(self.second - self.begin < WARM_S, CROWD_WARM, CROWD)
        return (crowd >= np.where(t["abroad"] > 0, CROWD_ABROAD, least)) | (t["sims"] >= SIMS)


def followed(calls: Calls) -> I64:
    """Codes of the numbers to follow, rising: all that pass :attr:`Events.worth` at some moment, and few others."""
    spoken = ~calls.sms & (calls.code["a"] > 0) & (calls.code["b"] > 0)
    if not spoken.any():
        return np.zeros(0, np.int64)
    a, b = calls.code["a"][spoken], calls.code["b"][spoken]
    met = once(np.minimum(a, b), np.maximum(a, b))
    day = (calls.second[spoken][met] + LOCAL_S) // DAY_S
    day -= day[0]
    days = int(day.max()) + 1
    key, people = np.unique(packed(a[met], day), return_counts=True)
    number, on = key // days, key % days
    strange = np.zeros(calls.size["number"], np.bool_)
    strange[foreign(calls)] = True
    many = (people >= np.where(on == 0, CROWD_WARM, CROWD)) | (strange[number] & (people >= CROWD_ABROAD))
    return np.union1d(number[many], _boxed(calls)).astype(np.int64)


def foreign(calls: Calls) -> I64:
    """Codes of foreign numbers that called over a trunk."""
    codes = np.unique(calls.code["a"][(calls.code["trunk"] > 0) & (calls.code["a"] > 0)]).astype(np.int64)
    named = calls.names("number").gather(codes)
    strange: Flags = (named.str.starts_with("+") & ~named.str.starts_with("+7")).to_numpy()
    return codes[strange]


def _boxed(calls: Calls) -> I64:
    """Codes of the numbers that called through a device which carried many SIM cards in one cell."""
    imei, imsi, a = (calls.code[name] for name in ("imei", "imsi", "a"))
    shown = (imei > 0) & (a > 0)
    card = np.where(imsi[shown] > 0, imsi[shown], a[shown])
    pair = np.unique(packed(imei[shown], card)) // (int(card.max(initial=0)) + 1)
    many = np.bincount(pair, minlength=calls.size["imei"]) >= SIMS
    rows = np.flatnonzero(shown & many[imei])
    site = packed(imei[rows], calls.code["cell"][rows])
    new = once(site, np.where(imsi[rows] > 0, imsi[rows], a[rows]))
    sites, cards = np.unique(site[new], return_counts=True)
    return np.unique(a[rows][np.isin(site, sites[cards >= SIMS])]).astype(np.int64)


def events(calls: Calls, numbers: I64) -> Events:
    """The events of these numbers: calls and messages they made and got."""
    wanted = np.zeros(calls.size["number"], np.bool_)
    wanted[numbers] = True
    wanted[0] = False
    out, into = (np.flatnonzero(wanted[calls.code[side]]) for side in ("a", "b"))
    row = np.concatenate([out, into])
    made = np.arange(len(row)) < len(out)
    subject = np.where(made, calls.code["a"][row], calls.code["b"][row]).astype(np.int64)
    order = np.lexsort((~made, row, subject))
    row, made, subject = row[order], made[order], subject[order]
    start = np.concatenate(([True], subject[1:] != subject[:-1])) if len(row) else np.zeros(0, np.bool_)
    side = {name: _latest(np.where(made, calls.code[name][row], 0), start) for name in ("imei", "imsi", "cell")}
    found = Events(
        subject=subject,
        other=np.where(made, calls.code["b"][row], calls.code["a"][row]).astype(np.int64),
        out=made,
        voice=~calls.sms[row],
        second=calls.second[row],
        lasted=calls.lasted[row].astype(np.int64),
        row=row,
        start=start,
        begin=int(calls.second[0]) if calls.rows else 0,
        told={},
        **side,
    )
    found.told = _own(found)
    return found


def _latest(codes: Codes, start: Flags) -> I64:
    """Each code, or the latest told before it in the group; 0 before any."""
    place = np.where((codes > 0) | start, np.arange(len(codes)), 0)
    return codes[np.maximum.accumulate(place)].astype(np.int64) if len(codes) else np.zeros(0, np.int64)


def _firsts(mask: Flags, *codes: I64) -> Flags:
    """Of the masked rows, whether it is the first with its codes."""
    found = np.zeros(len(mask), np.bool_)
    place = np.flatnonzero(mask)
    found[place] = once(*(one[place] for one in codes))
    return found


def _own(e: Events) -> dict[str, Codes]:
    """What a number did until each event, by itself."""
    called, got = e.out & e.voice & (e.other > 0), ~e.out & e.voice & (e.other > 0)
    day = (e.second + LOCAL_S) // DAY_S
    newday = e.start | np.concatenate(([True], day[1:] != day[:-1]))[: len(day)]
    met, told_first = _firsts(e.voice & (e.other > 0), e.subject, e.other), _firsts(got, e.subject, e.other)
    f: dict[str, Codes] = {
        "calls": _small(called, e.start),
        "people": _small(_firsts(called, e.subject, e.other), e.start),
        "calls_day": _small(called, newday),
        "fresh_day": _small(met & called, newday),
        "fresh": _small(met & called, e.start),
        "callers": _small(told_first, e.start),
        "cells": _small(_firsts(e.out & (e.cell > 0), e.subject, e.cell), e.start),
        "imeis": _small(_firsts(e.out & (e.imei > 0), e.subject, e.imei), e.start),
        "answered": _small(called & (e.lasted > 0), e.start),
        "rings": _small(called & (e.lasted < RING_S), e.start),
        "short": _small(called & (e.lasted > 0) & (e.lasted < SHORT_S), e.start),
        "long": _small(called & (e.lasted >= LONG_S), e.start),
        "texts_out": _small(e.out & ~e.voice, e.start),
        "texts_in": _small(~e.out & ~e.voice, e.start),
        "days": _small(newday & (e.subject >= 0), e.start),
    }
    f |= _last_hour(e, called)
    f["crowd_most"] = _most(f["fresh_day"], e.start)
    first = e.second[e.start][np.cumsum(e.start) - 1] if len(e.start) else e.second
    f["age_h"] = np.where(first - e.begin <= WARM_S, OLD_H, (e.second - first) // HOUR_S)
    return {name: one.astype(np.int32, copy=False) for name, one in f.items()}


def _small(flags: npt.NDArray[np.generic], start: Flags) -> Codes:
    """:func:`running` in half the memory: nobody calls two thousand million times."""
    return running(flags, start).astype(np.int32)


def _most(values: Codes, start: Flags) -> Codes:
    """The greatest value so far inside groups of neighbours."""
    room = int(values.max(initial=0)) + 1
    group = np.cumsum(start) * room
    return np.maximum.accumulate(values + group) - group if len(values) else values


def _last_hour(e: Events, called: Flags) -> dict[str, I64]:
    """Calls, people and seconds of talk out within the last hour, up to and with each event."""
    if not len(e.second):
        return {"calls_hour": e.second, "talk_hour": e.second}
    low = int(e.second.min()) - HOUR_S - 1
    room = int(e.second.max()) - low + 1
    key = (np.cumsum(e.start) * room) + (e.second - low)
    since = np.searchsorted(key, key - HOUR_S, side="right")
    begin = np.flatnonzero(e.start)[np.cumsum(e.start) - 1]
    since = np.maximum(since, begin)
    made = {}
    for name, values in (("calls_hour", called.astype(np.int64)), ("talk_hour", np.where(called, e.lasted, 0))):
        total = np.concatenate(([0], np.cumsum(values)))
        made[name] = total[np.arange(len(key)) + 1] - total[since]
    return made
