"""What stands around a number at each of its calls: its contract's age, SIM cards in its device, neighbours by IMEI
and ICCID, others in the same cell or on the same trunk that behave as it does. Only earlier events count.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect._call_features import OLD_H, WARM_S, Codes, Events, foreign
from qalqan.detect._call_rows import DAY_S, HOUR_S, I64, Calls, Flags, once, packed, running

STRANGERS: Final = 5  # strangers called in a day, hardly anybody calling back: a number that begins to look odd
ABROAD_STRANGERS: Final = 3
YOUNG_H: Final = 60 * 24
NEAR: Final = 8  # serial numbers apart
WEEK_S: Final = 7 * DAY_S
TOGETHER_S: Final = 600
WAY: Final = 4  # cells of a way
APART: Final = 3  # different ones among them
CONVOY_S: Final = 3600
LOOKS: Final = 3
MADE: Final = ("age_h", "sims", "kin", "batch", "mates", "together", "convoy", "abroad", "prefix_h")
NEVER: Final = int(np.iinfo(np.int64).max)
PREFIX: Final = 5
BLOCK: Final = 4  # signs of a foreign number that name its country or network


def context(calls: Calls, e: Events, subscribers: pl.DataFrame) -> dict[str, Codes]:
    """Features of the events (``MADE``): ``abroad`` is 0 or 1, ``prefix_h`` are hours since a foreign subject's prefix
    was first seen on its trunk."""
    if not len(e.row):
        return dict.fromkeys(MADE, e.row)
    begun, card = _contracts(calls, e, subscribers)
    own_age = (e.second - begun) // HOUR_S
    age = np.where(begun >= 0, np.maximum(own_age, 0), e.told["age_h"])
    trunk = np.where(e.out, calls.code["trunk"][e.row], 0).astype(np.int64)
    abroad = _abroad(calls, e)
    odd = _odd(e, age, abroad)
    place = np.where(abroad > 0, -1 - packed(abroad, trunk), e.cell)
    made = {
        "age_h": age,
        "sims": _sims(e),
        "kin": _kin(calls, e, odd),
        "batch": _batch(e, card, odd),
        "mates": _mates(e, np.where(e.out & ((age < YOUNG_H) | (abroad > 0)), place, 0), odd),
        "together": _together(e, odd),
        "convoy": _convoy(e),
        "abroad": (abroad > 0).astype(np.int64),
        "prefix_h": _prefix(calls, e, trunk),
    }
    return {name: one.astype(np.int32) for name, one in made.items()}


def _contracts(calls: Calls, e: Events, subscribers: pl.DataFrame) -> tuple[I64, I64]:
    """For each event: when the subscriber's contract began (s since 1970, -1 unknown) and the SIM card's serial."""
    codes = e.subject[e.start]
    told = (
        subscribers.filter(pl.col("number").is_not_null())
        .group_by("number")
        .agg(pl.col("from").max().dt.epoch("s").alias("begun"), pl.col("iccid").max())
    )
    named = pl.DataFrame({"number": calls.names("number").gather(codes)}).join(
        told, on="number", how="left", maintain_order="left"
    )
    body = named["iccid"].str.slice(0, 18).cast(pl.Int64, strict=False)
    group = np.cumsum(e.start) - 1
    begun, card = (one.fill_null(-1).to_numpy().astype(np.int64)[group] for one in (named["begun"], body))
    return begun, card


def _abroad(calls: Calls, e: Events) -> I64:
    """A code of country and network for subjects with a foreign number, else 0."""
    named = calls.names("number").gather(e.subject[e.start])
    strange = named.str.starts_with("+") & ~named.str.starts_with("+7")
    block = pl.select(pl.when(strange).then(named.str.slice(0, BLOCK)))[:, 0]
    codes: I64 = block.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    own: I64 = codes[np.cumsum(e.start) - 1]
    return own


def _prefix(calls: Calls, e: Events, trunk: I64) -> I64:
    """Hours since the first call of the subject's prefix on the trunk; ``OLD_H`` for prefixes there from the start."""
    codes = foreign(calls)
    prefix = np.zeros(calls.size["number"], np.int64)
    prefix[codes] = calls.names("number").gather(codes).str.slice(1, PREFIX).str.to_integer(strict=False).fill_null(0)
    rows = np.flatnonzero((prefix[calls.code["a"]] > 0) & (calls.code["trunk"] > 0))
    way = packed(calls.code["trunk"][rows], prefix[calls.code["a"][rows]])
    first = np.flatnonzero(once(way)) if len(rows) else rows
    room = int(prefix.max(initial=0)) + 1
    ways, since = (
        calls.code["trunk"][rows[first]] * room + prefix[calls.code["a"][rows[first]]],
        calls.second[rows[first]],
    )
    order = np.argsort(ways)
    asked = trunk * room + prefix[e.subject]
    place = np.minimum(np.searchsorted(ways[order], asked), max(len(ways) - 1, 0))
    if not len(ways):
        return np.full(len(asked), OLD_H)
    begun = np.where(ways[order][place] == asked, since[order][place], e.begin)
    return np.where(begun - e.begin <= WARM_S, OLD_H, (e.second - begun) // HOUR_S)


def _odd(e: Events, age: I64, abroad: I64) -> I64:
    """For each event: moment since which its subject looks odd (a large number: never, as far as seen)."""
    t = e.told
    least = np.where(abroad > 0, ABROAD_STRANGERS, STRANGERS)
    young = np.where(abroad > 0, t["age_h"] < OLD_H, age < YOUNG_H)
    begins = e.out & young & (t["fresh_day"] >= least) & (t["callers"] * 10 <= t["people"]) & (t["cells"] <= 3)
    first = pl.DataFrame({"s": e.subject, "at": np.where(begins, e.second, NEVER)})
    return first.select(pl.col("at").min().over("s"))["at"].to_numpy().astype(np.int64)


def _sims(e: Events) -> I64:
    """Different SIM cards (numbers, where no SIM is told) of the event's device in the event's cell until then.

    An IMEI that many phones share (a cloned one) is seen all over the country; a box stands still.
    """
    card = np.where(e.imsi > 0, e.imsi, e.subject)
    return _so_far(packed(e.imei, e.cell), card, e.second, e.imei > 0)


def _so_far(group: I64, member: I64, second: I64, mask: Flags) -> I64:
    """Different members of the row's group until the row's moment, rows in any order."""
    out = np.zeros(len(group), np.int64)
    rows = np.flatnonzero(mask)
    if not len(rows):
        return out
    rows = rows[np.lexsort((rows, second[rows], group[rows]))]
    start = np.concatenate(([True], group[rows][1:] != group[rows][:-1]))
    out[rows] = running(once(group[rows], member[rows]), start)
    return out


def _kin(calls: Calls, e: Events, odd: I64) -> I64:
    """Devices with a neighbouring IMEI through which odd numbers had called before the event."""
    since = np.full(calls.size["imei"], NEVER)
    np.minimum.at(since, e.imei, np.where(odd <= e.second, e.second, NEVER))
    used = np.unique(e.imei)
    serial = calls.names("imei").gather(used).str.slice(0, 14).cast(pl.Int64, strict=False).fill_null(-1).to_numpy()
    return _near(serial, since[used], np.searchsorted(used, e.imei), e.second)


def _batch(e: Events, card: I64, odd: I64) -> I64:
    """Numbers with a neighbouring SIM card that looked odd before the event."""
    first = np.flatnonzero(e.start)
    return _near(card[first], odd[first], np.cumsum(e.start) - 1, e.second)


def _near(serial: I64, since: I64, who: I64, second: I64) -> I64:
    """How many things with a serial number at most ``NEAR`` away had begun (``since``) before each event of ``who``."""
    order = np.argsort(serial, kind="stable")
    ranked, begun = serial[order], since[order]
    place = np.empty(len(serial), np.int64)
    place[order] = np.arange(len(serial))
    at, count = place[who], np.zeros(len(who), np.int64)
    for step in range(1, NEAR + 1):
        for there in (at - step, at + step):
            other = np.clip(there, 0, len(ranked) - 1)
            gap = np.abs(ranked[other] - ranked[at])
            count += (other == there) & (ranked[at] > 0) & (gap > 0) & (gap <= NEAR) & (begun[other] < second)
    return count


def _mates(e: Events, place: I64, odd: I64) -> I64:
    """Other numbers that looked odd in the same cell (or from the same country on the same trunk) in the last week."""
    _, site = np.unique(place, return_inverse=True)
    pair = packed(site, e.subject)
    rows = np.flatnonzero((place != 0) & (odd <= e.second))
    made = np.zeros(len(place), np.int64)
    if not len(rows):
        return made
    entry = pl.DataFrame({"pair": pair[rows], "site": site[rows], "at": e.second[rows]}).group_by("pair").agg(
        pl.col("site").first(), pl.col("at").min()
    ).sort("pair")  # fmt: skip
    base = int(e.second.min()) - WEEK_S - 1
    room = int(e.second.max()) - base + 2
    seen = np.sort(entry["site"].to_numpy() * room + (entry["at"].to_numpy() - base))
    key = site * room + (e.second - base)
    count = np.searchsorted(seen, key, side="left") - np.searchsorted(seen, key - WEEK_S, side="left")
    own = np.searchsorted(entry["pair"].to_numpy(), pair)
    own = np.minimum(own, entry.height - 1)
    at = entry["at"].to_numpy()[own]
    mine = (entry["pair"].to_numpy()[own] == pair) & (at < e.second) & (at >= e.second - WEEK_S)
    made[:] = np.where(place != 0, count - mine, 0)
    return made


def _together(e: Events, odd: I64) -> I64:
    """How often the number had changed from one cell to another within ten minutes after an odd one did the same."""
    before = np.concatenate(([0], e.cell[:-1]))
    moved = np.flatnonzero(~e.start & e.out & (e.cell > 0) & (before > 0) & (before != e.cell))
    flag = np.zeros(len(e.cell), np.bool_)
    if len(moved):
        way = packed(before[moved], e.cell[moved])
        order = np.lexsort((moved, e.second[moved], way))
        rows = moved[order]
        last = np.concatenate(([-1], np.where(odd[rows] <= e.second[rows], np.arange(len(rows)), -1)[:-1]))
        last = np.maximum.accumulate(last)
        other = rows[np.maximum(last, 0)]
        same = (last >= 0) & (way[order][np.maximum(last, 0)] == way[order]) & (e.subject[other] != e.subject[rows])
        flag[rows] = same & (e.second[rows] - e.second[other] <= TOGETHER_S)
    return running(flag, e.start)


def _convoy(e: Events) -> I64:
    """How often the number had gone the very way, cell by cell, that two others had gone within the hour before.

    A way is the last ``WAY`` cells from which it called, at least ``APART`` of them different: who stands between two
    masts is seen in both by turns. Nobody needs to look odd: cards that live as people do move with their box.
    """
    cell = np.where(e.out, e.cell, 0)
    before = np.concatenate(([0], e.cell[:-1]))
    moved = np.flatnonzero((cell > 0) & (e.start | (before != cell)))
    flag = np.zeros(len(cell), np.bool_)
    ended, way = _ways(e, moved)
    order = np.lexsort((ended, e.second[ended], way))
    rows = ended[order]
    flag[rows] = _after_two(e.subject[rows], way[order], e.second[rows])
    return running(flag, e.start)


def _ways(e: Events, moved: I64) -> tuple[I64, I64]:
    """The moves that end a whole way, and the way's code."""
    if len(moved) < WAY:
        return moved[:0], moved[:0]
    cells = np.lib.stride_tricks.sliding_window_view(e.cell[moved], WAY)
    ends = moved[WAY - 1 :]
    ranked = np.sort(cells, axis=1)
    apart = 1 + (ranked[:, 1:] != ranked[:, :-1]).sum(axis=1)
    whole = (e.subject[ends] == e.subject[moved[: len(ends)]]) & (apart >= APART)
    way = np.zeros(int(whole.sum()), np.int64)
    for place in range(WAY):
        way = pl.Series(packed(way, cells[whole, place])).rank("dense").to_numpy().astype(np.int64)
    return ends[whole], way


def _after_two(subject: I64, way: I64, second: I64) -> Flags:
    """Rows (by way and moment) before which two other subjects had gone the same way within ``CONVOY_S``."""
    if not len(way):
        return np.zeros(0, np.bool_)
    place = np.arange(len(way))
    begins = np.concatenate(([True], (subject[1:] != subject[:-1]) | (way[1:] != way[:-1])))
    first = np.maximum.accumulate(np.where(begins, place, 0))
    other = first - 1  # of the row before this subject's run
    near = (other >= 0) & (way[other] == way) & (second - second[other] <= CONVOY_S)
    third = np.where(near, first[other] - 1, -1)
    for _ in range(LOOKS):  # the two may have gone by turns
        again = (third >= 0) & (subject[third] == subject) & (way[third] == way)
        third = np.where(again, first[third] - 1, third)
    found: Flags = near & (third >= 0) & (way[third] == way) & (subject[third] != subject)
    return found & (second - second[third] <= CONVOY_S)
