"""The style page: every component alive with invented data, for whoever makes a page and for whoever checks one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fastapi import Response

from qalqan.console.ask import Asked
from qalqan.console.route import page

MOST: Final = 2_000
START: Final = datetime(2026, 3, 2, 4, 15, tzinfo=UTC)
REGIONS: Final = (
    ("KZ-27", 1, 2, 35), ("KZ-59", 5, 1, 60), ("KZ-71", 6, 2, 99), ("KZ-75", 6, 5, 88), ("KZ-79", 5, 5, 12),
    ("KZ-63", 8, 2, 0), ("KZ-47", 1, 4, 47), ("KZ-35", 5, 3, 71),
)  # fmt: skip
"""Region, column, line, an invented figure."""
GROUNDS: Final = (
    '[{"locators":["0f3a9c:letter:7"],"rule":"tie-told","values":{"phone":"+7701•••67"},"weight":620},'
    '{"locators":["77ab10:sheet:12"],"rule":"tie-held","values":{},"weight":310}]'
)


@page("GET", "/style", verb="help")
def style(ask: Asked) -> Response:
    """Components with invented data; ``?nodes=2000`` makes the sample graph that large, ``?long=1`` the words long."""
    asked = ask.query("nodes", "40")
    nodes = min(int(asked), MOST) if asked.isascii() and asked.isdigit() and len(asked) < 12 else 40
    return ask.show("style", rows=_rows(), graph=_graph(nodes), hops=_hops(), events=_events(ask),
                    grounds_text=GROUNDS, start=START, regions=REGIONS, long=ask.query("long") == "1")  # fmt: skip


def _rows() -> list[dict[str, Any]]:
    return [
        {"id": f"K{at:03d}", "at": START + timedelta(hours=7 * at), "tiyn": 12_345_678_00 // (at + 1) + at,
         "state": ("proposed", "decided", "")[at % 3]}
        for at in range(6)
    ]  # fmt: skip


def _graph(count: int) -> dict[str, list[dict[str, Any]]]:
    """A forest of hubs with leaves, some shared: the shape of series around accounts and phones."""
    kinds = ("case", "account", "phone", "person", "card", "device")
    nodes = [
        {"id": f"n{at}", "kind": kinds[0 if at % 7 == 0 else 1 + at % 5],
         "label": f"{kinds[at % 6][:2].upper()}-{at:04d}", "rarity": (at * 389) % 1001,
         "degree": 3 + (480 if at == 1 else at % 9), "cases": 1 + at % 4}
        for at in range(count)
    ]  # fmt: skip
    links = [
        {"id": f"l{at}", "from": f"n{at}", "to": f"n{at // 7 if at % 11 else (at * 31) % at}", "kind": "same",
         "proposed": at % 3 == 0}
        for at in range(1, count)
    ]  # fmt: skip
    return {"nodes": nodes, "links": links}


def _hops() -> list[dict[str, Any]]:
    told = (
        ("A", "B", 900_000_00, 0),
        ("A", "C", 350_000_00, 4),
        ("B", "D", 500_000_00, 11),
        ("B", "E", 390_000_00, 12),
        ("C", "E", 350_000_00, 17),
        ("D", "F", 480_000_00, 26),
        ("E", "G", 700_000_00, 41),
        ("G", "B", 60_000_00, 55),
    )
    return [
        {"id": f"h{at}", "from": giver, "to": taker, "tiyn": tiyn, "at": START + timedelta(minutes=minutes)}
        for at, (giver, taker, tiyn, minutes) in enumerate(told)
    ]  # fmt: skip


def _events(ask: Asked) -> list[dict[str, Any]]:
    lanes = ("calls", "money", "texts", "admin")
    titles = [ask.t(f"console-room-{one}") for one in lanes]
    return [
        {"id": f"e{at}", "lane": lanes[at * 5 % 4], "lane_title": titles[at * 5 % 4],
         "at": START + timedelta(minutes=at * at),
         "end": START + timedelta(minutes=at * at + 4) if at * 5 % 4 == 0 else None, "what": f"№{at}"}
        for at in range(18)
    ]  # fmt: skip
