"""Common points: what a series' victims share beyond chance, never a private person, never by three cases' luck."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl
from tests.link.tied import at, call, frame, iban, phone

from qalqan.engine.frames import Tables
from qalqan.link import common_points
from qalqan.settings import Settings

SHOP, TOWN, FRIEND = iban(900), iban(901), iban(902)
MANY = 60
SERIES = 6


def payment(n: int, account: str, to: str, hours: float) -> dict[str, Any]:
    firm = to in (SHOP, TOWN)
    return {
        "tx_id": f"t:{n}",
        "at": at(hours),
        "from": account,
        "to": to,
        "to_iin": {SHOP: "130440257076", TOWN: "130440257088"}.get(to, "900101300001"),
        "to_name": "ТОО «Қамқор клиника»" if to == SHOP else "ТОО «Дүкен»" if firm else "Асан Үсен",
        "amount_tiyn": 5_000_00,
        "locators": f"b::{n}",
    }


def points(
    sharing: int,
    *,
    friend: int = 0,
    days: float = -5,
    calls: Sequence[dict[str, Any]] = (),
    mentions: Sequence[dict[str, Any]] = (),
) -> pl.DataFrame:
    """Cases c0…c5 are a series; ``sharing`` of its victims paid the clinic, ``friend`` of them one private person;
    everybody paid the town's shop."""
    cases = [
        {"case_id": f"c{n:02}", "victim_account": iban(n), "victim_phone": phone(n), "registered_at": at(0),
         "region": "KZ-27", "occupation": "Мұғалім" if n % 2 else "дәрігер", "source": f"r::{n}"}
        for n in range(MANY)
    ]  # fmt: skip
    moved = [payment(n, iban(n), TOWN, -48 - n) for n in range(MANY)]
    moved += [payment(100 + n, iban(n), SHOP, 24 * days) for n in range(sharing)]
    moved += [payment(200 + n, iban(n), FRIEND, -30) for n in range(friend)]
    frames: dict[str, Any] = {
        "cases": cases,
        "series": [
            {"case_id": f"c{n:02}", "series_id": "c00" if n < SERIES else "", "score": 900} for n in range(MANY)
        ],
        "transactions": moved,
        "numbers": [{"number": "+77172000000", "role": "service", "score": 800}],
        "calls": calls,
        "mentions": mentions,
    }
    known = Tables.of({name: frame(name, rows) for name, rows in frames.items()})
    return common_points.run(known, Settings())["common_points"]


def test_a_clinic_that_a_series_shares_is_a_lead() -> None:
    found = points(5)
    told = [("c00", "clinic", "130440257076", 5, 6)]
    assert found.select("series_id", "kind", "value", "victims", "of").rows() == told
    row = found.to_dicts()[0]
    ground = json.loads(row["grounds"])[0]
    assert row["score"] >= 950
    assert ground["rule"] == "point-clinic"
    assert ground["values"]["name"] == "ТОО «Қамқор клиника»"
    assert len(ground["locators"]) == 5


def test_a_few_or_everybody_s_shop_or_a_friend_are_none() -> None:
    assert points(2).is_empty()
    assert points(0, friend=6).is_empty()


def test_what_was_paid_after_the_loss_or_long_ago_is_none() -> None:
    assert points(5, days=1).is_empty()
    assert points(5, days=-90).is_empty()


def test_a_service_called_before_is_a_lead_unless_everybody_calls_it() -> None:
    talks = [call(phone(n), phone(500), -30, 100 + n) for n in range(MANY)]
    talks += [call(phone(n), "+77172000000", -24 - n, n) for n in range(SERIES)]
    found = points(0, calls=talks)
    assert found.select("series_id", "kind", "victims", "of").rows() == [("c00", "service number", SERIES, SERIES)]
    everyone = [call(phone(n), "+77172000000", -30, 400 + n) for n in range(SERIES, MANY)]
    assert points(0, calls=[*talks, *everyone]).is_empty()


def test_what_all_victims_share_is_compared_with_other_people() -> None:
    """All victims spoke with a service that hardly anybody else spoke with: no series stands out, all victims do."""
    service = [call(phone(n), "+77172000000", -30, n) for n in range(MANY)]
    others = [call(phone(1000 + n), phone(2000 + n), -k, 1000 + 5 * n + k) for n in range(80) for k in range(5)]
    found = points(0, calls=[*service, *others])
    assert found.select("series_id", "kind", "victims").rows() == [("", "service number", MANY)]


def test_a_mailbox_s_site_may_be_shared_and_a_site_in_the_plot_is_the_story_s() -> None:
    def rows(role: str, kind: str, value: str) -> list[dict[str, Any]]:
        return [
            {"evidence": "m", "part": "", "row": n, "kind": kind, "value": value, "column": "plot", "start": 0,
             "case_id": f"c{n:02}", "role": role}
            for n in range(5)
        ]  # fmt: skip

    own = points(0, mentions=rows("victim", "email", "a@clinic.example"))
    assert own.select("series_id", "kind", "value", "victims").rows() == [("c00", "domain", "clinic.example", 5)]
    assert points(0, mentions=rows("other", "domain", "clinic.example")).is_empty()
