"""One decision: allow, label or block, by which rule, on what ground, until when.

Pure functions of the book, the state and what was told; no clock, no I/O. What protects people comes first: emergency
and allow-listed numbers, what a person cancelled, registered gateways. A failed PASSporT is never the only ground (G4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from qalqan.gate import numbering
from qalqan.gate.book import ALLOW, BLOCK, Book, Entry
from qalqan.gate.state import State

HOUR: Final = 3_600_000_000
EMERGENCY: Final = frozenset({"101", "102", "103", "104", "105", "109", "112"})
ABROAD: Final = "international"
FRESH_S: Final = 3_600
"""A roaming state older than this is no knowledge: who crossed the border since would be blocked, or let pass."""
_FAILED: Final = "failed"
LISTED: Final = (
    ("L-number", "caller", "callers", "a"),
    ("L-device", "device", "devices", "imei"),
    ("L-cell", "cell", "cells", "cell"),
)
"""Rule, kind of its subject, the list, and which of what was told is looked up in it."""


class Verdict(NamedTuple):
    """What to do: the action, the rule (empty: none fired), whom it is about (``kind:value``), the ground, expiry."""

    action: str
    rule: str
    subject: str
    ground: Mapping[str, Any]
    until: int


NOTHING: Final = Verdict(ALLOW, "", "", {}, 0)


def call(book: Book, state: State, told: Mapping[str, Any], now: int) -> Verdict:
    """A call: ``a`` and ``b`` as the network has them, ``trunk`` (international or national), ``roaming`` (true, false,
    or null when unknown), ``roaming_age_s`` (how old that state is), ``diversion`` (the number that diverted the call),
    ``owner`` (mine, not_mine), ``identity`` (valid, failed, null), ``imei``, ``cell``."""
    a, fault = numbering.number(told.get("a") or "")
    b = told.get("b") or ""
    abroad = told.get("trunk") == ABROAD
    back = a in EMERGENCY and not abroad  # they call back from home; «102» from abroad is somebody posing as police
    if b in EMERGENCY or back or a in book.lists["allowed"] or state.pardoned("caller", a, now):
        return NOTHING
    state.called(a, b, abroad, now)
    if not a:
        return NOTHING  # a withheld number is everybody's right
    failed: dict[str, Any] = {"identity": _FAILED} if told.get("identity") == _FAILED else {}
    if fault == numbering.SHORT and not abroad:
        fault = ""  # a service at home
    if fault or (a[-10:] == b[-10:] and a == numbering.number(b)[0]):
        return _fired(book, "G3-impossible", f"caller:{a}", {"fault": fault or "own-number"} | failed, now)
    return _judged(book, a, abroad, told, failed, now)


def _judged(  # noqa: PLR0917 - the facts of one call
    book: Book, a: str, abroad: bool, told: Mapping[str, Any], failed: dict[str, Any], now: int
) -> Verdict:
    """Whether a possible number may have made this call."""
    if (entry := _listed(book.lists["never"], a, now)) is not None:
        return _fired(book, "G3-never", f"caller:{a}", {"list": entry.ground} | failed, now, entry.until)
    if told.get("owner") == "not_mine":
        return _fired(book, "G2-owner", f"caller:{a}", {"owner": "not_mine"} | failed, now)
    if abroad and numbering.national(a):
        return _from_abroad(book, a, told, failed, now)
    return _lists(book, a, told, failed, now)


def _from_abroad(book: Book, a: str, told: Mapping[str, Any], failed: dict[str, Any], now: int) -> Verdict:
    """Rule G1: a national number on an international trunk.

    A call to a traveller that comes back over the border keeps its caller's number (late call forwarding): one that
    says so is only labelled, whatever the number, since the header can be written by anybody.
    """
    age = told.get("roaming_age_s")
    roaming = None if age is not None and age > FRESH_S else told.get("roaming")
    ground = {"trunk": ABROAD, "roaming": roaming} | failed
    if told.get("diversion"):
        return _fired(book, "G1-unknown", f"caller:{a}", ground | {"diverted": True}, now)
    if numbering.fixed(a):
        return _fired(book, "G1-fixed", f"caller:{a}", ground, now)
    if roaming is True:
        return NOTHING
    return _fired(book, "G1-home" if roaming is False else "G1-unknown", f"caller:{a}", ground, now)


def _lists(book: Book, a: str, told: Mapping[str, Any], failed: dict[str, Any], now: int) -> Verdict:
    """Numbers, devices and cells of the unit's lists; a registered gateway is none of them."""
    lists, imei = book.lists, told.get("imei") or ""
    if not imei and a not in lists["callers"] and not told.get("cell"):
        return NOTHING
    if a in lists["gateways"] or imei in lists["gateways"]:
        return NOTHING
    for rule, kind, which, name in LISTED:
        value = a if name == "a" else told.get(name) or ""
        if value and (entry := _listed(lists[which], value, now)) is not None:
            ground = {"list": entry.ground, "score": entry.score} | failed
            return _fired(book, rule, f"{kind}:{value}", ground, now, entry.until)
    return NOTHING


def payment(book: Book, state: State, told: Mapping[str, Any], now: int) -> Verdict:
    """A payment: ``from``, ``to`` (accounts), ``phone`` of the payer, ``amount_tiyn``."""
    to, phone = told.get("to") or "", numbering.number(told.get("phone") or "")[0]
    if to in book.lists["allowed"] or state.pardoned("account", to, now):
        return NOTHING
    if (entry := _listed(book.lists["accounts"], to, now)) is not None:
        ground = {"list": entry.ground, "score": entry.score}
        return _fired(book, "P-account", f"account:{to}", ground, now, entry.until)
    if phone and not state.pardoned("person", phone, now) and (signs := state.in_progress(phone, now)):
        return _fired(book, "P-victim", f"person:{phone}", signs, now)
    return NOTHING


def link(book: Book, state: State, told: Mapping[str, Any], now: int) -> Verdict:
    """A link: ``url``; the unit's list first, then what the address looks like."""
    from qalqan.gate.likeness import looks  # noqa: PLC0415 - the reader of links is wanted for links only

    host, domain, verdict, brand, score = looks(str(told.get("url") or ""))
    if not host or domain in book.lists["allowed"] or state.pardoned("domain", domain, now):
        return NOTHING
    for value in (host, domain):
        if (entry := _listed(book.lists["domains"], value, now)) is not None:
            ground = {"list": entry.ground, "score": entry.score}
            return _fired(book, "U-link", f"domain:{domain}", ground, now, entry.until)
    if verdict == "lookalike":
        return _fired(book, "U-likeness", f"domain:{domain}", {"brand": brand, "score": score}, now)
    return NOTHING


def _listed(entries: Mapping[str, Entry], value: str, now: int) -> Entry | None:
    entry = entries.get(value)
    return entry if entry is not None and entry.until > now else None


def _fired(  # noqa: PLR0917 - the parts of a verdict in their order
    book: Book, rule: str, subject: str, ground: Mapping[str, Any], now: int, listed_until: int = 1 << 62
) -> Verdict:
    action = book.action(rule, now)
    until = min(now + book.rules[rule].hours * HOUR, listed_until)
    if action == BLOCK:
        until = min(until, book.orders[rule].until)
    return Verdict(action, rule, subject, ground, until)


DECIDE: Final = {"call": call, "payment": payment, "link": link}
