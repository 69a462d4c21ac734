"""The authorisation matrix: what every role may ask for of every route, with a case in every relation to the officer.

What each request should answer is computed from the table of the policy alone.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import polars as pl

from qalqan.console import route
from qalqan.console.house import House
from qalqan.console.route import PUBLIC, Mark, collected
from qalqan.desk import access, accounts, decisions
from qalqan.govern import policy
from qalqan.govern.policy import Access, Relation, Role
from qalqan.store import officers as people
from qalqan.texts.say import say

from .conftest import PASSPHRASE
from .direct import Answer, Direct

LANGUAGES: Final = ("kk", "ru", "en")
PURPOSE: Final = "investigation"
ENDS_SESSION: Final = ("/log-out",)


@dataclass(frozen=True)
class Cases:
    """One case for every relation; ``none`` is a number that no case has."""

    of: dict[Relation, str]
    organ: str
    series: str
    things: dict[Relation, str]
    """A sealed name of a thing of each of the cases."""


def chosen(house: House) -> Cases:
    """Cases with a loss: one assigned, one tied to it, one of the officer's organ, one of another, one sealed."""
    known = house.tables()
    lost = known["cases"].filter(pl.col("case_id").is_in(known["losses"]["case_id"].implode()))
    told = lost.join(known["series"].select("case_id", "series_id"), on="case_id", how="left").drop_nulls("organ")
    tied = told.filter(pl.col("series_id").fill_null("") != "").sort("case_id")
    series = str(tied["series_id"].mode().sort()[0])
    inside = tied.filter(pl.col("series_id") == series)
    own = inside.row(0, named=True)
    mate = inside.filter(pl.col("organ") != own["organ"]).row(0, named=True)
    lone = told.filter(pl.col("series_id").fill_null("") != series).sort("organ", "case_id")
    organ = lone.row(0, named=True)
    other = lone.filter(pl.col("organ") != organ["organ"]).row(0, named=True)
    sealed = lone.filter(~pl.col("case_id").is_in([organ["case_id"], other["case_id"]])).row(0, named=True)
    of = {
        Relation.ASSIGNED: own["case_id"], Relation.SERIES: mate["case_id"], Relation.ORGAN: organ["case_id"],
        Relation.OTHER: other["case_id"], Relation.SEALED: sealed["case_id"], Relation.NONE: "999999999999999",
    }  # fmt: skip
    told = known["identifiers"].filter(pl.col("kind").is_in(["phone", "iban"])).sort("case_id", "kind", "value")
    first = {case: house.seals.seal("thing", f"{kind}:{value}")
             for case, kind, value in told.select("case_id", "kind", "value").reverse().iter_rows()}  # fmt: skip
    things = {relation: first.get(case, first[own["case_id"]]) for relation, case in of.items()}
    return Cases(of, organ["organ"], series, things)


def enrolled(house: House, cases: Cases) -> None:
    """An officer of every role who has one organ and one case; a case is sealed by the head."""
    with house.ws.reading() as connection:
        boss, head = people.get(connection, "Try administrator"), people.get(connection, "Try head")
    for role in Role:
        name = f"Narrow {role.value}"
        organs = ("601",) if role is Role.PARTNER else (cases.organ,)
        secret, _ = accounts.invite(house.ws, boss.id, name, role.value, login=name, organs=organs)
        officer = accounts.enrol(house.ws, secret, PASSPHRASE)
        if role is not Role.PARTNER:
            access.give(house.ws, head.id, officer.id, "case", cases.of[Relation.ASSIGNED])
    case = cases.of[Relation.SEALED]
    with house.writing() as ws:
        decisions.decide(
            ws, head.id, PASSPHRASE, f"seal:{case}", "seal", "approve", "his own family", "investigation", case, "",
        )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request, and what of it the policy knows: verb, relation (None: the route names no case), the case."""

    role: Role
    verb: str
    relation: Relation | None
    case: str
    language: str
    method: str
    address: str
    told: Any = None
    whole: bool = True
    """Whether the address names nothing but the case, so that an answer of 404 speaks of the case."""
    clear: bool = False
    """Whether it is allowed only where clear data may be shown."""
    thing: str = ""
    """The sealed name of a thing that the address holds."""

    @property
    def of_route(self) -> tuple[str, str]:
        """Which route is asked, whatever the case and the language."""
        told = self.address.replace(self.case, "{}") if self.case else self.address
        told = told.replace(self.thing, "thing") if self.thing else told
        return self.method, told.replace(f"/{self.language}/", "/", 1)


def plain(mark: Mark, language: str) -> str:
    """The address of a route whose parameters name nothing."""
    parts = ["x" if "{" in one else one for one in mark.path.split("/")]
    return (f"/{language}" if mark.page else route.API) + "/".join(parts)


def of_case(mark: Mark, language: str, case: str) -> str:
    """The address of a route of a case; its other parameters name nothing."""
    told = mark.path.replace(f"{{{mark.case}}}", case)
    for part in [one for one in told.split("/") if "{" in one]:
        told = told.replace(part, {"{what}.svg": "sankey.svg"}.get(part, "x"))
    return (f"/{language}" if mark.page else route.API) + told


BY_CASE: Final[tuple[tuple[str, str, str, Callable[[str], Any]], ...]] = (
    ("act", "GET", "/{language}/act/new?kind=suspension&bank=601&case={case}", lambda _: None),
    ("graph", "GET", "/api/v1/graph/count?node=case:{case}", lambda _: None),
    ("graph", "GET", "/api/v1/graph/around?most=5&node=case:{case}", lambda _: None),
    ("upload", "POST", "/api/v1/uploads",
     lambda case: {"name": f"{case}.csv", "size": 3, "basis": f"case={case};request=1"}),
    ("act", "POST", "/api/v1/acts", lambda case: {"kind": "suspension", "case": case, "bank": "601"}),
    ("act", "POST", "/{language}/act/new", lambda case: {"kind": "suspension", "case": case, "bank": "601"}),
    ("unmask", "POST", "/{language}/unmask", lambda case: {"purpose": PURPOSE, "case": case}),
)  # fmt: skip
"""Requests that name a case by a parameter: verb, method, address, what is sent."""


OF_THING: Final = (
    ("case", "/{language}/case/{case}/thing/{thing}"), ("case", "/{language}/case/{case}/thing/{thing}/rows/mentions"),
    ("export", "/{language}/case/{case}/thing/{thing}/csv/mentions"), ("case", "/api/v1/cases/{case}/things/{thing}"),
)  # fmt: skip
"""Addresses of a thing within its case."""


def requests(role: Role, cases: Cases) -> Iterator[Asked]:
    """Everything that an officer of a role can ask for: every route, pages in three languages."""
    for mark, _ in collected():
        for language in LANGUAGES if mark.page else ("kk",):
            if not mark.case:
                yield Asked(role, mark.verb, None, "", language, mark.method, plain(mark, language))
                continue
            for relation, case in cases.of.items():
                where, whole = of_case(mark, language, case), mark.path.count("{") == 1
                told = None if mark.method == "GET" else {}
                yield Asked(role, mark.verb, relation, case, language, mark.method, where, told, whole)
    for verb, path in OF_THING:
        for language in LANGUAGES if "{language}" in path else ("kk",):
            for relation, case in cases.of.items():
                thing = cases.things[relation]
                where = path.format(language=language, case=case, thing=thing)
                yield Asked(role, verb, relation, case, language, "GET", where, thing=thing)
    for verb, method, path, told_of in BY_CASE:
        for language in LANGUAGES if "{language}" in path else ("kk",):
            for relation, case in cases.of.items():
                if verb in ("upload", "act") and relation is Relation.NONE:
                    continue  # a number that no run knows yet is anybody's to bring files and reports to
                where = path.replace("{language}", language).replace("{case}", case)
                yield Asked(
                    role, verb, relation, case, language, method, where, told_of(case), clear=verb == "unmask"
                )  # fmt: skip


def sampled(asked: list[Asked], most: int) -> list[Asked]:
    """About so many: of all roles together every route, then others in an order that depends on themselves alone."""
    if len(asked) <= most:
        return asked
    ordered = sorted(asked, key=lambda one: blake2b(repr(one).encode(), digest_size=8).digest())
    routes = sorted({one.of_route for one in ordered})
    mine = {told for at, told in enumerate(routes) if at % len(Role) == list(Role).index(asked[0].role)}
    first = {one.of_route: one for one in reversed(ordered) if one.of_route in mine}
    return [*first.values(), *(one for one in ordered if one.of_route not in mine)][: max(most, len(first))]


def allowed(one: Asked) -> bool:
    """Whether the policy lets it pass; a case that does not exist is never found."""
    if one.verb == PUBLIC:
        return True
    if one.relation is None:
        return policy.access(one.role, one.verb, Relation.NONE) is not Access.REFUSED
    if one.relation is Relation.NONE or not policy.may(one.role, one.verb):
        return False
    if one.clear:
        return policy.access(one.role, "case", one.relation, PURPOSE) is Access.CLEAR
    return policy.access(one.role, one.verb, one.relation) is not Access.REFUSED


def refused(one: Asked, answer: Answer) -> bool:
    """Whether an answer is the policy's refusal: of the role, of the case, or of clear data."""
    if answer.status == 303 and one.address == f"/{one.language}/":
        return True  # a role without "today" is led to its own first page
    if answer.status not in (403, 404, 401):
        return False
    if answer.status == 401:
        return True
    keys = {"error-verb-role": {"verb": one.verb, "role": one.role.value}, "error-unmask": {"case": one.case}}
    if one.relation is not None:
        keys["error-not-found"] = {"what": "case", "id": one.case}
        keys["error-page-none"] = {}
    if not one.whole and answer.status == 404:
        return not allowed(one)
    said = html.unescape(answer.text)
    return any(say(key, one.language, where="", **args) in said for key, args in keys.items())


def wrong(one: Asked, client: Direct) -> str:
    """Ask, and say what is wrong with the answer; empty when nothing is."""
    answer = client.get(one.address) if one.method == "GET" else client.send(one.method, one.address, one.told)
    if one.method == "POST" and one.address.endswith(ENDS_SESSION) and answer.status == 303:
        client.begin()
    if answer.status >= 500:
        return f"{answer.status} {one}"
    away = answer.status == 303 and "/log-in" in dict(answer.headers).get(b"location", b"").decode()
    if away and one.verb != PUBLIC and not one.address.endswith(ENDS_SESSION):
        return f"signed out {one}"
    if refused(one, answer) is allowed(one):
        return f"{answer.status} {'refused' if allowed(one) else 'let in'} {one}"
    return ""
