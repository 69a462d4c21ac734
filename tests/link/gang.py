"""A small group written by hand: cases, money, calls, devices, sites; for the tests of groups and hidden victims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.link.tied import at, call, frame, iban, phone, victim

from qalqan.engine.frames import Tables

Row = Mapping[str, Any]
CASES = ("c1", "c2", "c3")
FIRST, SECOND, THIRD, OPEN, CHIEF, CASH = iban(1), iban(2), iban(3), iban(4), iban(5), "ATM750001"
WALLET = "TXYZ" + "1" * 30
CALLER, AGAIN, UNHEARD = phone(1), phone(2), phone(3)
DROPPER, OTHER_DROPPER, HANDLER, ORGANISER = phone(11), phone(12), phone(13), phone(14)
IMEI = "860000000000001"


def own(case: str) -> str:
    """A case's victim's account."""
    return iban(100 + int(case[1:]))


def hop(case: str, seq: int, a: str, b: str, hours: float) -> Row:
    """A piece of a case's money moved."""
    return {
        "case_id": case,
        "seq": seq,
        "from": a,
        "to": b,
        "amount_tiyn": 100_000_00,
        "at": at(hours),
        "locator": f"b::{case}{seq}",
        "rule": "fifo",
        "tx_id": f"t:{case}:{seq}",
    }


def trail(case: str, account: str, order: int, end: str | None = None) -> Row:
    """A place a case's money came to."""
    return {
        "case_id": case,
        "account": account,
        "hop": order,
        "rule": "fifo",
        "kind": "sink" if end else "account",
        "end_point": end,
    }


def identifier(case: str, kind: str, value: str, rule: str, chain: str | None = None) -> Row:
    """An identifier of a case."""
    return {
        "case_id": case,
        "kind": kind,
        "value": value,
        "rule": rule,
        "sure": 1000,
        "chain": chain or value,
        "locators": f"i::{case}{value}",
    }


def role(account: str, name: str) -> Row:
    """A row of ``accounts``."""
    return {"account": account, "role": name, "score": 700, "grounds": "[]"}


def number(value: str, name: str) -> Row:
    """A row of ``numbers``."""
    return {"number": value, "role": name, "score": 700, "grounds": "[]"}


def _money() -> dict[str, Sequence[Row]]:
    ways = [
        ("c1", [(own("c1"), FIRST), (FIRST, SECOND), (SECOND, CASH)]),
        ("c2", [(own("c2"), FIRST), (FIRST, THIRD), (THIRD, CHIEF)]),
        ("c3", [(own("c3"), FIRST), (FIRST, OPEN), (FIRST, WALLET), (FIRST, SECOND), (SECOND, CHIEF), (SECOND, CASH)]),
    ]
    hops = [hop(case, n, a, b, 2 + n / 2) for case, steps in ways for n, (a, b) in enumerate(steps)]
    order = {FIRST: 1, SECOND: 2, THIRD: 2, OPEN: 2, WALLET: 2, CHIEF: 3, CASH: 3}
    ends = {WALLET: "wallet", CASH: "atm"}
    trails = [trail(case, b, order[b], ends.get(b)) for case, steps in ways for b in dict.fromkeys(b for _, b in steps)]
    moved = [
        {**row, "from_kind": "iban", "to_kind": "iban", "reversal": False, "locators": row["locator"]} for row in hops
    ]
    moved = [{name: row[name] for name in row if name not in ("case_id", "seq", "locator", "rule")} for row in moved]
    return {"hops": hops, "trails": trails, "transactions": moved}


def _calls() -> list[Row]:
    rows: list[Row] = [call(CALLER, victim(case), 1, n, imei=IMEI) for n, case in enumerate(CASES)]
    rows += [call(AGAIN, phone(900 + n), 100 + n, 20 + n, imei=IMEI) for n in range(4)]
    rows += [call(HANDLER, called, 1.5, 40 + n) for n, called in enumerate((DROPPER, OTHER_DROPPER, CALLER))]
    rows += [call(caller, ORGANISER, 9 + 50 * n, 50 + n) for n, caller in enumerate((CALLER, HANDLER, AGAIN))]
    rows += [call(phone(2000 + n), phone(5000 + n), 5, 100 + n) for n in range(300)]
    rows += [call(phone(3000 + n), victim("c1"), -20 - n, 600 + n) for n in range(20)]
    return rows


def gang(**more: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """Rows of all tables; ``more`` are further rows."""
    identifiers = [
        row
        for case in CASES
        for row in (
            identifier(case, "phone", CALLER, "tie-called"),
            identifier(case, "imei", IMEI, "tie-device", CALLER),
            identifier(case, "handle", "@shop", "tie-told"),
            identifier(case, "iban", FIRST, "tie-paid"),
        )
    ]
    identifiers.append(identifier("c1", "phone", UNHEARD, "tie-told"))
    rows: dict[str, Sequence[Row]] = {
        "cases": [
            {"case_id": case, "victim_phone": victim(case), "victim_account": own(case), "registered_at": at(48),
             "source": f"r::{n}"}
            for n, case in enumerate(CASES)
        ],
        "series": [{"case_id": case, "series_id": "c1", "score": 900} for case in CASES],
        "losses": [
            {"case_id": case, "tx_id": f"t:{case}:0", "amount_tiyn": 100_000_00, "score": 900, "grounds": "[]"}
            for case in CASES
        ],
        "identifiers": identifiers,
        "accounts": [
            role(FIRST, "dropper1"), role(SECOND, "dropper2"), role(THIRD, "dropper2"), role(OPEN, "dropper2"),
            role(CHIEF, "dropper2"), role(CASH, "cashout"), *(role(own(case), "victim") for case in CASES),
        ],
        "numbers": [
            number(CALLER, "caller"), number(UNHEARD, "caller"), *(number(victim(case), "victim") for case in CASES)
        ],
        "holders": [
            {"account": FIRST, "phone": DROPPER, "iin": "900101300001", "locators": "h::1"},
            {"account": SECOND, "phone": OTHER_DROPPER, "iin": "900101300002", "locators": "h::2"},
        ],
        "calls": _calls(),
        **_money(),
    }  # fmt: skip
    every = {name: [*rows.get(name, []), *more.get(name, [])] for name in {*rows, *more}}
    known = {row["number"] for row in every["numbers"]}
    seen = {row[side] for row in every["calls"] for side in ("a", "b")} - known
    return {**every, "numbers": [*every["numbers"], *(number(one, "ordinary") for one in sorted(seen))]}


def tables_of(rows: Mapping[str, Sequence[Row]]) -> Tables:
    """The tables in their total order."""
    return Tables.of({name: frame(name, one) for name, one in rows.items()})
