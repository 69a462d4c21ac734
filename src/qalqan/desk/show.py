"""qalqan show: everything known about a case, series, account, number or value, with its places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from qalqan.desk import tables
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound, UsageError
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.store import purposes
from qalqan.store.workspace import Workspace
from qalqan.values import any as any_kind

LONGEST = 50
_PARTS = ("organiser", "handler", "caller", "dropper", "cashout", "front", "tool", "unclear", "victim")


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one table that bear on the thing asked for; ``total`` may exceed the rows shown."""

    table: str
    rows: pl.DataFrame
    total: int


@dataclass(slots=True)
class Sheet:
    """What was asked for and the sections that answer it."""

    what: str
    id: str
    sections: list[Section] = field(default_factory=list)

    def add(self, known: Tables, table: str, rows: pl.Expr, *, first: tuple[str, ...] = ()) -> pl.DataFrame:
        """Add the rows of a table that match; ``first`` names columns to show first. Gives all of them."""
        frame = known[table].filter(rows)
        if first:
            frame = frame.select([*first, *(c for c in frame.columns if c not in first)])
        if frame.height:
            self.sections.append(Section(table, frame.head(LONGEST), frame.height))
        return frame


def show(ws: Workspace, what: str, wanted: str, *, officer: str = "", purpose: str = "") -> Sheet:
    """The sheet of one thing; masked unless a purpose is given, which is logged.

    Raises UsageError for an unknown kind of thing, NotFound when nothing speaks of it.
    """
    if what not in _SHEETS:
        raise UsageError("error-show-what", what=what, known=", ".join(_SHEETS))
    known = tables.current(ws)
    sheet = Sheet(what, wanted)
    _SHEETS[what](known, sheet, wanted)
    if not sheet.sections:
        raise NotFound("error-not-found", what=what, id=wanted)
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"show:{what}", sum(s.rows.height for s in sheet.sections))
        return sheet
    sheet.sections = [
        Section(one.table, redact.masked(one.rows, TABLES[one.table]), one.total) for one in sheet.sections
    ]
    return sheet


def _case(known: Tables, sheet: Sheet, wanted: str) -> None:
    one = case_id(known, wanted)
    mine = pl.col("case_id") == one
    sheet.add(known, "cases", mine)
    sheet.add(known, "series", mine & (pl.col("series_id") != ""))
    sheet.add(known, "links", (pl.col("case_a") == one) | (pl.col("case_b") == one))
    sheet.add(known, "alike", mine)
    sheet.add(known, "losses", mine)
    sheet.add(known, "trails", mine)
    sheet.add(known, "holds", mine)
    sheet.add(known, "hops", mine)
    for ends in ("trail_ends", "conversions", "wallet_trails"):
        sheet.add(known, ends, mine)
    _messages(known, sheet, known["messages"].filter(mine))
    sheet.add(known, "mentions", mine)


def _messages(known: Tables, sheet: Sheet, messages: pl.DataFrame) -> None:
    """Messages with what they were read as, those that look worst first, and the floods they belong to."""
    ids = messages["message_id"].to_list()
    if not ids:
        return
    read = known["messages_read"].filter(pl.col("message_id").is_in(ids))
    read = read.sort("scam_score", "message_id", descending=[True, False])
    sheet.sections.append(Section("messages_read", read.head(LONGEST), read.height))
    order = read.head(LONGEST).select("message_id")
    rows = order.join(messages, on="message_id", how="inner", maintain_order="left")
    sheet.sections.append(Section("messages", rows, len(ids)))
    floods = pl.col("message_ids").str.split(";").list.set_intersection(pl.lit(pl.Series([ids]))).list.len() > 0
    sheet.add(known, "campaigns", floods)


def _message(known: Tables, sheet: Sheet, wanted: str) -> None:
    _messages(known, sheet, known["messages"].filter(pl.col("message_id") == wanted))
    evidence, part, row = [*wanted.rsplit(":", 2), "", ""][:3]
    spot = (pl.col("evidence") == evidence) & (pl.col("part") == part) & (pl.col("row").cast(pl.String) == row)
    sheet.add(known, "mentions", spot)


def _url(known: Tables, sheet: Sheet, wanted: str) -> None:
    """An address or its domain: what it looks like, its group, who tells it."""
    told = _spellings(wanted)
    found = sheet.add(known, "urls", pl.any_horizontal(pl.col("url", "domain", "host").is_in(told)))
    groups = known["domain_groups"].filter(pl.col("domain").is_in(found["domain"].to_list()))["group_id"].to_list()
    sheet.add(known, "domain_groups", pl.col("group_id").is_in(groups))
    sheet.add(known, "mentions", pl.col("value").is_in([*told, *found["url"].to_list(), *found["domain"].to_list()]))


def _series(known: Tables, sheet: Sheet, wanted: str) -> None:
    members = sheet.add(known, "series", pl.col("series_id") == wanted)["case_id"].to_list()
    inside = pl.col("case_a").is_in(members) & pl.col("case_b").is_in(members)
    sheet.add(known, "cases", pl.col("case_id").is_in(members))
    _section(sheet, "series_cuts", _cuts(known, wanted))
    sheet.add(known, "links", inside)
    sheet.add(known, "holds", pl.col("case_id").is_in(members))


def _cuts(known: Tables, series: str) -> pl.DataFrame:
    """What a series rests on, the deepest cuts first."""
    found = known["series_cuts"].filter(pl.col("series_id") == series)
    return found.sort("largest", "kind", "value")


def _group(known: Tables, sheet: Sheet, wanted: str) -> None:
    """A possible group by its id or one of its cases: members by role from the organiser on, the ties whose removal
    cuts it first, and what follows from its series."""
    mine = pl.col("group_id") == wanted
    if not known["groups"].filter(mine).height:
        ours = known["groups"].filter((pl.col("kind") == "case") & (pl.col("member") == wanted))["group_id"]
        mine = pl.col("group_id").is_in(ours.to_list())
    rank = pl.col("role").replace_strict({part: n for n, part in enumerate(_PARTS)}, default=len(_PARTS))
    listed = known["groups"].filter(mine).sort(rank, "score", "member", descending=[False, True, False])
    _section(sheet, "groups", listed)
    ties = known["group_ties"].filter(mine).sort("cuts_off", "score", "a", "b", descending=[True, True, False, False])
    _section(sheet, "group_ties", ties)
    cases = listed.filter(pl.col("kind") == "case")["member"].to_list()
    series = known["series"].filter(pl.col("case_id").is_in(cases) & (pl.col("series_id") != ""))["series_id"].to_list()
    sheet.add(known, "possible_victims", pl.col("series_id").is_in(series))
    sheet.add(known, "common_points", pl.col("series_id").is_in(series))


def _section(sheet: Sheet, table: str, rows: pl.DataFrame) -> None:
    if rows.height:
        sheet.sections.append(Section(table, rows.head(LONGEST), rows.height))


def _account(known: Tables, sheet: Sheet, wanted: str) -> None:
    one = _canonical(known, wanted)
    sheet.add(known, "accounts", pl.col("account") == one)
    sheet.add(known, "possible_droppers", pl.col("account") == one)
    sheet.add(known, "unusual_transfers", (pl.col("from") == one) | (pl.col("to") == one))
    sheet.add(known, "end_points", pl.col("node") == one)
    sheet.add(known, "wallet_hops", (pl.col("from") == one) | (pl.col("to") == one))
    sheet.add(known, "holders", (pl.col("account") == one) | (pl.col("card") == one))
    sheet.add(known, "coverage", pl.col("account") == one)
    sheet.add(known, "trails", pl.col("account") == one)
    sheet.add(known, "holds", pl.col("account") == one)
    sheet.add(known, "transactions", (pl.col("from") == one) | (pl.col("to") == one))
    sheet.add(known, "mentions", pl.col("value") == one)


def _spellings(wanted: str) -> list[str]:
    """What was asked for in every canonical form it may have, and as it was written."""
    return [*(value.canonical for value in any_kind.identify(wanted)), wanted]


def _canonical(known: Tables, wanted: str) -> str:
    """The account an IBAN, card, phone or contract stands for, as the aliases say."""
    told = _spellings(wanted)
    found = known["aliases"].filter(pl.col("alias").is_in(told))["account"].unique()
    if found.len() == 1:
        return str(found[0])
    there = known["accounts"].filter(pl.col("account").is_in(told))["account"]
    return str(there[0]) if there.len() else told[0]


def _number(known: Tables, sheet: Sheet, wanted: str) -> None:
    told = _spellings(wanted)
    sheet.add(known, "numbers", pl.col("number").is_in(told))
    _alerts(known, sheet, ("number",), told)
    _campaigns(known, sheet, "phone", told)
    sheet.add(
        known, "victims_in_progress", pl.any_horizontal(pl.col("number", "first_from", "second_from").is_in(told))
    )
    sheet.add(known, "subscribers", pl.col("number").is_in(told))
    mine = known["calls"].filter(pl.col("a").is_in(told))["imei"].drop_nulls().unique().to_list()
    sheet.add(known, "devices", pl.col("imei").is_in(mine))
    sheet.add(known, "calls", pl.col("a").is_in(told) | pl.col("b").is_in(told))
    sheet.add(known, "mentions", pl.col("value").is_in(told))


def _device(known: Tables, sheet: Sheet, wanted: str) -> None:
    """A device by its IMEI: what it seems to be, whom it called, what calls and texts tell of it."""
    told = _spellings(wanted)
    sheet.add(known, "devices", pl.col("imei").is_in(told))
    _alerts(known, sheet, ("device",), told)
    _campaigns(known, sheet, "imei", told)
    sheet.add(known, "subscribers", pl.col("imei").is_in(told))
    sheet.add(known, "calls", pl.col("imei").is_in(told) | pl.col("b_imei").is_in(told))
    sheet.add(known, "mentions", pl.col("value").is_in(told))


def _cell(known: Tables, sheet: Sheet, wanted: str) -> None:
    """A base station as LAC-CID: alerts on it, the campaigns that called from it, its calls."""
    _alerts(known, sheet, ("cell",), [wanted])
    _campaigns(known, sheet, "cell", [wanted])
    sheet.add(known, "calls", (pl.col("cell") == wanted) | (pl.col("b_cell") == wanted))


def _campaign(known: Tables, sheet: Sheet, wanted: str) -> None:
    """A campaign of calls by its id, by a number, device or cell of it, or by a case: itself and its members."""
    told = [*_spellings(wanted)]
    members = known["call_campaign_members"]
    cases = members["cases"].fill_null("").str.split(";").list.contains(wanted)
    mine = members.filter(pl.col("campaign_id").eq(wanted) | pl.col("member").is_in(told) | cases)["campaign_id"]
    ids = mine.unique().to_list()
    sheet.add(known, "call_campaigns", pl.col("campaign_id").is_in(ids))
    rows = members.filter(pl.col("campaign_id").is_in(ids))
    _section(sheet, "call_campaign_members", rows.sort("campaign_id", "kind", -pl.col("called"), "member"))


def _alerts(known: Tables, sheet: Sheet, kinds: tuple[str, ...], told: list[str]) -> None:
    """Alerts on a thing, and those on a device or cell that name it as a number behind it."""
    own = pl.col("subject_kind").is_in(kinds) & pl.col("subject").is_in(told)
    behind = pl.col("numbers").fill_null("").str.split(";").list.set_intersection(pl.lit(pl.Series([told]))).list.len()
    sheet.add(known, "alerts", own | (behind > 0))


def _campaigns(known: Tables, sheet: Sheet, kind: str, told: list[str]) -> None:
    """The campaign that something belongs to, and its own row in it."""
    member = (pl.col("kind") == kind) & pl.col("member").is_in(told)
    ids = known["call_campaign_members"].filter(member)["campaign_id"].to_list()
    sheet.add(known, "call_campaign_members", member)
    sheet.add(known, "call_campaigns", pl.col("campaign_id").is_in(ids))


def _value(known: Tables, sheet: Sheet, wanted: str) -> None:
    told = _spellings(wanted)
    said = pl.col("value").is_in(told) | (pl.col("as_written") == wanted)
    found = sheet.add(known, "mentions", said)
    cases = found["case_id"].drop_nulls().unique().to_list()
    sheet.add(known, "cases", pl.col("case_id").is_in(cases))


def _person(known: Tables, sheet: Sheet, wanted: str) -> None:
    """A person by id, or by something that one is known by: what they are known by, who else may be they."""
    told = _spellings(wanted)
    thing = pl.col("value").is_in(told) | pl.format("{}:{}", "kind", "value").is_in(told)
    ids = known["persons"].filter((pl.col("person_id") == wanted) | thing)["person_id"].unique().to_list()
    own = sheet.add(known, "persons", pl.col("person_id").is_in(ids))
    sheet.add(known, "person_pairs", pl.col("person_a").is_in(ids) | pl.col("person_b").is_in(ids))
    accounts = own.filter(pl.col("kind") == "account")["value"].to_list()
    numbers = own.filter(pl.col("kind") == "phone")["value"].to_list()
    sheet.add(known, "accounts", pl.col("account").is_in(accounts))
    sheet.add(known, "numbers", pl.col("number").is_in(numbers))


_SHEETS: dict[str, Callable[[Tables, Sheet, str], None]] = {
    "case": _case,
    "series": _series,
    "group": _group,
    "account": _account,
    "number": _number,
    "device": _device,
    "cell": _cell,
    "campaign": _campaign,
    "person": _person,
    "value": _value,
    "message": _message,
    "url": _url,
}
