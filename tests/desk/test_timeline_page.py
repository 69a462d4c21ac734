"""Pages of a victim's line: every row once, whatever the filters; counts that add up; keys that hold their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.desk.test_timeline import DROP, MINE, PERSON, loan, transfer, world
from tests.link.tied import at, call, frame, phone

from qalqan.clock import to_local
from qalqan.desk import timeline, timeline_page
from qalqan.desk.lens import ALL, Sight
from qalqan.desk.timeline import Line
from qalqan.desk.timeline_page import LEAD, SIGN, Wanted, paged
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.report import timeline as drawn
from qalqan.report.wording import Words
from qalqan.settings import Settings

MANY = 700
KEYS = ("after", "before", "at")
NAMES = ("cases", "calls", "transactions", "losses", "hops", "trail_ends")


def crowd(rows: int = MANY, hours: int = 3) -> Tables:
    """The world of one scam, and so many transfers of the victim's account so many hours apart after it."""
    known = world()
    more: list[dict[str, Any]] = [
        transfer(1000 + n, 120 + 60 * hours * (n // 5), MINE if n % 2 else DROP, "KZ00SHOP" if n % 2 else MINE, 100 + n)
        | {"to_bank": "722" if n % 3 else None, "from_bank": "601" if n % 3 else None}
        for n in range(rows)
    ]
    more += [loan(5000, 60 * 24 * 40, 0)]
    before = [call(phone(9), PERSON, -24 * n, 200 + n) for n in range(1, 40)]
    frames = {name: known[name].to_dicts() for name in NAMES}
    frames["transactions"] += more
    frames["calls"] += before
    frames["cases"][0]["registered_at"] = at(24 * 60)
    return Tables.of({name: frame(name, told) for name, told in frames.items()})


@pytest.fixture(scope="module")
def line() -> Line:
    return timeline.places(crowd(), "C1", Settings())


def walked(line: Line, wanted: Wanted, *, back: bool = False) -> list[int]:
    """The numbers of all rows on all pages, one after another."""
    found: list[int] = []
    told = paged(line, wanted)
    while True:
        mine = told.rows["number"].to_list()
        found = mine + found if back else found + mine
        key = told.previous if back else told.next
        if not key:
            return found
        told = paged(line, replace(wanted, after="" if back else key, before=key if back else "", at=""))


def test_the_scam_and_its_surroundings_come_first(line: Line) -> None:
    told = paged(line, Wanted())
    assert set(line.marks) <= set(told.rows["number"])
    assert told.before == max(0, min(line.marks) - told.line.rows["at"].search_sorted(line.since) - LEAD)
    assert told.near < told.every == line.rows.height == 11 + 2 + MANY + 1 + 39
    assert told.total == told.near
    assert [row.part for row in told.said(clear=True) if row.part] == [
        "first-call", "code", "long-call", "loans", "loans", "loss", "onward", "cash"
    ]  # fmt: skip


filters = st.builds(
    Wanted,
    whole=st.booleans(),
    day=st.sampled_from(["", "2025-06-02", "2025-06-30", "2031-01-01"]),
    month=st.sampled_from(["", "2025-06", "2025-07"]),
    kind=st.sampled_from(["", SIGN, "paid", "call-in", "loan", "nothing"]),
    channel=st.sampled_from(["", "voice", "bank", "bank:722", "elsewhere"]),
    size=st.integers(7, 200),
)


@settings(max_examples=25)
@given(filters)
def test_all_pages_together_are_all_rows_each_once(line: Line, wanted: Wanted) -> None:
    every = timeline_page.everything(line, wanted).tolist()
    first = paged(line, wanted)
    assert walked(line, wanted) == every[first.before :]
    assert first.total == len(every)
    assert first.before + first.rows.height + first.later == len(every)
    if first.previous:
        start = walked(line, replace(wanted, before=first.previous), back=True)
        assert start == every[: first.before]
    channel_alone = paged(line, replace(wanted, kind=""))
    assert first.total == (channel_alone.kinds.get(wanted.kind, 0) if wanted.kind else first.total)
    assert sum(rows for one, rows in first.kinds.items() if one != SIGN) == channel_alone.total
    assert sum(first.channels.values()) == paged(line, replace(wanted, channel="")).total


@pytest.mark.parametrize(("rows", "hours", "months"), [(300, 1, False), (MANY, 24, True)])
def test_days_or_months_count_every_row(rows: int, hours: int, months: bool) -> None:
    line = timeline.places(crowd(rows, hours), "C1", Settings())
    told = paged(line, Wanted())
    local = [to_local(at_).date().isoformat() for at_ in line.rows["at"]]
    assert told.by_month is months
    wanted = {one[:7] if months else one for one in local}
    assert {one.name: one.rows for one in told.stretches} == {
        one: sum(day.startswith(one) for day in local) for one in wanted
    }
    assert sum(one.signs for one in told.stretches) == len(line.marks)
    assert all(sum(one.lanes) == one.rows for one in told.stretches)
    busiest = max(told.stretches, key=lambda one: one.rows).name
    inner = paged(line, Wanted(month=busiest) if months else Wanted(day=busiest))
    assert inner.total == sum(day.startswith(busiest) for day in local)
    if months:
        assert {one.name for one in inner.stretches} == {one for one in local if one.startswith(busiest)}


def test_a_key_holds_its_place(line: Line) -> None:
    told = paged(line, Wanted(whole=True, size=30))
    keys = timeline_page.keyed(told)
    here = paged(line, Wanted(whole=True, at=keys[20]))
    assert here.rows["number"][0] == 20 - LEAD
    assert timeline_page.keyed(here)[LEAD] == keys[20]
    lost = f"t99999.{keys[20].partition('.')[2]}"  # a row of another run: its moment is what is left
    assert paged(line, Wanted(whole=True, after=lost)).rows["number"][0] == 21
    firsts = timeline_page.firsts(line)
    assert [line.rows["part"][int(paged(line, Wanted(at=key, size=9)).rows["number"][-1])] for key in firsts.values()]
    for part, key in firsts.items():
        page = paged(line, Wanted(at=key))
        assert page.rows["part"][timeline_page.keyed(page).index(key)] == part


@given(st.text(max_size=30))
def test_a_key_that_is_none_begins_at_the_beginning(line: Line, key: str) -> None:
    for name in KEYS:
        assert (
            paged(line, Wanted(True, "", "", "", "", *(key if one == name else "" for one in KEYS))).total
            == line.rows.height
        )


@pytest.mark.parametrize(
    "wanted", [Wanted(day="2025-02-30"), Wanted(day="2025W10"), Wanted(month="June"), Wanted(day="x" * 40)]
)
def test_a_day_that_is_none_is_refused(line: Line, wanted: Wanted) -> None:
    with pytest.raises(UsageError):
        paged(line, wanted)


def test_a_masked_page_names_nobody(line: Line) -> None:
    told = paged(line, Wanted(whole=True, size=400))
    hidden, clear = str(told.said(clear=False)), str(told.said(clear=True))
    for secret in (PERSON, phone(1), phone(9), MINE, DROP):
        assert secret not in hidden
    assert all(one in clear for one in (phone(1), phone(9), DROP))


def test_the_end_of_a_trail_is_on_the_pages_too() -> None:
    known = crowd(5)
    hops = [
        {"case_id": "C1", "seq": 10 + n, "from": DROP, "to": f"KZ{n:018}", "amount_tiyn": 1, "at": at(30 + n),
         "locator": f"b::{900 + n}", "rule": "fifo", "tx_id": f"b::{900 + n}"}
        for n in range(timeline.MOST_ONWARD + 20)
    ]  # fmt: skip
    known = Tables.of({name: known[name] for name in NAMES} | {"hops": frame("hops", known["hops"].to_dicts() + hops)})
    line = timeline.places(known, "C1", Settings())
    assert paged(line, Wanted(whole=True)).kinds["onward"] == len(hops) + 1
    assert (
        sum(row.kind in ("onward", "cash") for row in timeline.line(known, "C1", Settings()).rows)
        == timeline.MOST_ONWARD
    )
    short, every = (timeline.line(known, "C1", Settings(), all_onward=one) for one in (False, True))
    kinds = paged(line, Wanted(whole=True)).kinds
    assert (short.onward, short.onward_total) == (timeline.MOST_ONWARD, kinds["onward"] + kinds["cash"])
    assert every.onward == every.onward_total == short.onward_total
    assert f"{timeline.MOST_ONWARD} of {short.onward_total} " in drawn.cut(short, Words("en"))
    assert not drawn.cut(every, Words("en"))


def test_days_are_those_of_the_zone_then() -> None:
    """Until 2024-03-01 most of the country kept UTC+6: the same hour is another day."""
    known = crowd(1)
    moments = (at(0).replace(year=2024, month=2, day=10, hour=18), at(0).replace(year=2024, month=4, day=10, hour=18))
    late = [call(phone(3), PERSON, 0, n) | {"at": moment} for n, moment in enumerate(moments)]
    frames = {name: known[name] for name in NAMES}
    frames["calls"] = frame("calls", [*known["calls"].to_dicts(), *late])
    rows = timeline.places(Tables.of(frames), "C1", Settings()).rows
    days = timeline_page._days(rows)
    assert days.to_list() == [to_local(one).date() for one in rows["at"]]
    assert {date(2024, 2, 11), date(2024, 4, 10)} <= set(days)


def test_what_hidden_evidence_alone_tells_is_followed_no_further() -> None:
    """The transfer in the middle of the trail is hidden: the visible one after it is no longer the case's money."""
    frames = {name: known[name].to_dicts() for known in (world(),) for name in NAMES}
    for name, column in (("transactions", "locators"), ("hops", "locator")):
        for row in frames[name]:
            if row["tx_id"] == "b::4":
                row[column] = "hidden::1"
    known = Tables.of({name: frame(name, rows) for name, rows in frames.items()})
    for sight, kinds in ((ALL, {"onward", "cash"}), (Sight(frozenset(), frozenset({"hidden"})), set())):
        told = paged(timeline.places(known, "C1", Settings(), sight), Wanted(whole=True, size=99))
        assert {one for one in told.kinds if one in ("onward", "cash")} == kinds
        assert len(told.said(clear=True)) == told.every
