"""One case: what happened, whose, where the money is, what it ties to and what speaks against, measures, notes."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.console.sheet import Cell, Section, cells, section
from qalqan.console.words import tenge
from qalqan.desk import acts_state, audit, case_look, controls
from qalqan.desk.seen import untold
from qalqan.errors import Conflict
from qalqan.store import decisions as decided
from qalqan.store import drafts, officers
from qalqan.store.canon import instant

FACTS: Final = (
    "case_id", "aliases", "kui_number", "registered_at", "region", "organ", "article", "mo", "damage_tiyn", "status",
    "status_at", "source",
)  # fmt: skip
VICTIM: Final = ("victim_name", "victim_iin", "victim_phone", "victim_account", "occupation", "plot")
TIES: Final = 20
THINGS: Final = 40
NOTE: Final = "note"
MOST_NOTE: Final = 20_000


@page("GET", "/case/{case_id}", verb="case", case="case_id")
def case(ask: Asked, case_id: str) -> Response:
    """The whole case by look-ups alone."""
    eyes = Eyes(ask)
    own = eyes.rows("cases", "case_id", [ask.case])
    happened = case_look.events(eyes.lens, ask.case, ask.house.settings, eyes.sight)
    return ask.show(
        "case", case=ask.case, facts=_facts(eyes, own, FACTS), victim=_facts(eyes, own, VICTIM), sheets=_sheets(eyes),
        events=_events(eyes, happened),
        series=[eyes.series(one) for one in case_look.series_of(eyes.lens, ask.case, eyes.sight)],
        groups=_groups(eyes), measures=_measures(ask), judged=_judged(ask),
        note=_note(ask), until=_until(ask),
    )  # fmt: skip


def _groups(eyes: Eyes) -> list[str]:
    """The possible groups that the case is a part of."""
    rows = eyes.lens.rows("groups", "member", [eyes.ask.case], eyes.sight).filter(pl.col("kind") == "case")
    return [one for one in rows["group_id"].unique().sort().to_list() if one not in eyes.sight.cases]


@page("POST", "/case/{case_id}/note", verb="drafts", case="case_id")
def keep_note(ask: Asked, case_id: str) -> Response:
    """Keep the officer's own note on a case: theirs alone, no evidence. When a newer one is kept, both are shown."""
    told = ask.form.get("version", "0")
    seen = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
    body = {"text": ask.form.get("text", "")[:MOST_NOTE]}
    try:
        with ask.house.ws.beside() as connection:
            drafts.save(connection, ask.who.officer, NOTE, ask.case, body, seen)
    except Conflict:
        return ask.show("case_note", 409, case=ask.case, kept=_note(ask), mine=body["text"])
    return ask.see(f"/case/{ask.case}")


def _facts(eyes: Eyes, own: pl.DataFrame, names: tuple[str, ...]) -> list[tuple[str, Cell]]:
    row = cells(eyes, "cases", own, names)[0]
    if names[0] == "case_id":
        row[0] = Cell("text", row[0].value)
    return [(eyes.ask.t(f"column-{name.replace('_', '-')}"), one) for name, one in zip(names, row, strict=True)]


def _sheets(eyes: Eyes) -> list[Section]:
    """The case's tables that are not empty, in the order an investigator asks."""
    one, seen, lens = eyes.ask.case, eyes.sight, eyes.lens
    found: list[Section] = []

    def add(name: str, frame: pl.DataFrame, **how: Any) -> None:
        if frame.height:
            found.append(section(eyes, name, frame, **how))

    add("losses", case_look.losses(lens, one, seen))
    told = ~pl.col("account").is_in(untold(lens, one, seen))
    add("holds", eyes.rows("holds", "case_id", [one]).filter(told), without=("case_id",), most=10)
    trails = eyes.rows("trails", "case_id", [one]).filter(
        told & (pl.col("rule") == "fifo") & (pl.col("remaining_tiyn") > 0)
    )
    add("trails", trails.sort("remaining_tiyn", descending=True), without=("case_id",), most=10,
        more=eyes.ask.link(f"/case/{one}/money"))  # fmt: skip
    add("trail_ends", eyes.rows("trail_ends", "case_id", [one]), most=10)
    add("links", case_look.ties(lens, one, seen), without=("case_a",), most=TIES)
    add("alike", eyes.rows("alike", "case_id", [one]).sort("rank"), most=10)
    things = case_look.things(lens, one, seen)
    add("identifiers", things, without=("case_id",), most=THINGS)
    add("loan_bursts", eyes.rows("loan_bursts", "case_id", [one]), without=("case_id",))
    add("victims_in_progress", eyes.rows("victims_in_progress", "case_id", [one]), without=("case_id",))
    add("messages", eyes.rows("messages", "case_id", [one]), most=20)
    return found


def _events(eyes: Eyes, happened: list[case_look.Event]) -> list[dict[str, Any]]:
    """Events as the timeline shows them; values in their words masked by their kind."""
    ask = eyes.ask
    things = sorted({value for one in happened for _, value in one.told if isinstance(value, tuple)})
    seen = dict(zip(things, eyes.values(things), strict=True))
    made = []
    for number, one in enumerate(happened, 1):
        told = {
            name: seen[value] if isinstance(value, tuple) else tenge(value) if name == "sum" else value
            for name, value in one.told
        }
        what = ask.t(f"read-event-{one.what}", **told)
        lane = {"lane": one.lane, "lane_title": ask.t(f"read-lane-{one.lane}")}
        made.append({"id": f"event-{number}", "at": one.at, "end": one.end, "what": what} | lane)
    return made


def _measures(ask: Ask) -> list[acts_state.Kept]:
    return [one for one in acts_state.everything(ask.house.ws) if one.case == ask.case] if ask.may("acts") else []


def _judged(ask: Ask) -> list[dict[str, Any]]:
    """Decisions about the case: who, what, why; the latest first."""
    with ask.house.ws.reading() as connection:
        everyone = {one.id: one.name for one in officers.everything(connection)}
        told = decided.of_case(connection, ask.case)
    # one's own control items look like the links they posed as; who has not met another's should not know of it
    told = [audit.posed(one) for one in told if one.act != controls.ACT or one.officer == ask.who.officer]
    told = sorted(told, key=lambda one: (instant(one.at), one.id), reverse=True)
    reasons = ask.said((one.reason, ask.case) for one in told)
    return [
        {"subject": ask.about(one.subject), "verdict": one.verdict.value, "at": one.at, "reason": reason,
         "officer": everyone.get(one.officer, "")}
        for one, reason in zip(told, reasons, strict=True)
    ]  # fmt: skip


def _note(ask: Ask) -> drafts.Draft | None:
    with ask.house.ws.reading() as connection:
        return drafts.draft(connection, ask.who.officer, NOTE, ask.case)


def _until(ask: Ask) -> Any:
    shown = ask.who.unmasking
    return shown.until if ask.clear and shown is not None else None
