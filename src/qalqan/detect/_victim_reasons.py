"""What speaks for and against a victim in progress, each part with its weight; the weights are stated, not learnt."""

from __future__ import annotations

from typing import Any, Final

import re2

LONG_SECONDS: Final = 600
CODE: Final = 560
DURING: Final = 100  # the code came while the first stranger was on the line
STATE: Final = 40  # of the state's short code: no shop or bank asks for it
ABROAD: Final = 120  # a national number on an international trunk
HALF_HOUR, HOUR = 60, 140  # how long the second talk took
SOON: Final = 40  # the second stranger called within ten minutes
OTHER: Final = 40  # and is another one
YOUNG: Final = -120  # the person is known for so short a time that everybody is a stranger
KNOWN_DAYS: Final = 3
CROWD: Final = 120  # both strangers call crowds
CROWD_A_DAY: Final = 6
SOCIABLE: Final = -260  # a stranger with whom others speak as well as it with them has a life of its own
HEARD: Final = 3  # of three it called at least one calls it
LOANS: Final = 150
STATE_SENDERS: Final = ("1414", "egov")
_NATIONAL = re2.compile(r"^\+7[067]\d{9}$")
_FOREIGN = re2.compile(r"(?i)INT|МЕЖД|МН[_ -]|ХАЛЫҚ|ABROAD|FOREIGN|ROAM")


def reasons(one: dict[str, Any]) -> list[dict[str, Any]]:
    """The grounds of one person and talk; their weights add up to the score."""
    told = _of_talk(one) if one["call_id"] is not None else []
    if one["burst_id"] is not None:
        places = str(one["loan_places"] or "").split(";")
        minutes = int((one["loan_at"] - one["loan_first"]).total_seconds()) // 60
        values = {"lenders": one["lenders"], "loans": one["loans"], "minutes": minutes}
        weight = LOANS if told else one["loan_score"]
        told.append(_ground("victim-loans", weight, values, places))
    return told


def _of_talk(one: dict[str, Any]) -> list[dict[str, Any]]:
    code, first, second = (str(one[name] or "").split(";") for name in ("code_places", "first_places", "locators"))
    gap = max(0, int((one["at"] - one["first_over"]).total_seconds())) // 60
    made = [
        _ground("victim-code", CODE, {"from": one["code_from"], "minutes": _minutes(one["code_at"], one["at"])}, code),
        _ground("victim-second-call", 0, {"seconds": one["duration_s"], "minutes": gap}, second),
    ]
    if one["first_at"] <= one["code_at"]:
        seconds = int((one["first_over"] - one["first_at"]).total_seconds())
        made.append(_ground("victim-code-during-call", DURING, {"seconds": seconds}, first))
    if str(one["code_from"]).lower() in STATE_SENDERS:
        made.append(_ground("victim-state-code", STATE, {"from": one["code_from"]}, code))
    if longer := HOUR if one["duration_s"] >= 3600 else HALF_HOUR if one["duration_s"] >= 1800 else 0:
        made.append(_ground("victim-long-talk", longer, {"minutes": one["duration_s"] // 60}, second))
    if gap <= 10:
        made.append(_ground("victim-soon", SOON, {"minutes": gap}, second))
    if one["a"] != one["first_from"]:
        made.append(_ground("victim-other-caller", OTHER, {}, [*first, *second]))
    crowd = min(one["first_crowd"], one["second_crowd"])
    if crowd >= CROWD_A_DAY:
        made.append(_ground("victim-crowd", CROWD, {"people": crowd}, [*first, *second]))
    if any(_sociable(one, side, trunk) for side, trunk in (("first", one["first_trunk"]), ("second", one["trunk"]))):
        made.append(_ground("victim-sociable", SOCIABLE, {}, []))
    made += [
        _ground("victim-from-abroad", ABROAD, {"trunk": trunk}, places)
        for caller, trunk, places in ((one["first_from"], one["first_trunk"], first), (one["a"], one["trunk"], second))
        if trunk and _FOREIGN.search(trunk[:200]) and _NATIONAL.match(str(caller))
    ][:1]
    if one["known_days"] < KNOWN_DAYS:
        made.append(_ground("victim-hardly-known", YOUNG, {"days": one["known_days"]}, []))
    return made


def _sociable(one: dict[str, Any], side: str, trunk: str | None) -> bool:
    """Whether others call this stranger about as much as it calls others; unless the number is only posed with: then
    the life is its owner's."""
    heard, called = one[f"{side}_heard"], one[f"{side}_called"]
    return heard >= 2 and heard * HEARD >= called and not _FOREIGN.search((trunk or "")[:200])


def _minutes(since: Any, until: Any) -> int:
    return int((until - since).total_seconds()) // 60


def _ground(rule: str, weight: int, values: dict[str, Any], places: list[str]) -> dict[str, Any]:
    return {"rule": rule, "weight": weight, "values": values, "locators": [one for one in places if one]}
