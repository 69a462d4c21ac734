"""How an item of the review queue is shown: its title, its facts as the asker may see them, grounds, links.

Which item a form is about travels sealed: a masked page holds no account and no number, not even in an id.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from qalqan.console.ask import Ask
from qalqan.console.complaint_view import operator
from qalqan.console.eyes import Eyes
from qalqan.console.house import House
from qalqan.desk import controls, drafted, lists
from qalqan.desk import queue as desk
from qalqan.desk._queue_proposals import Proposal
from qalqan.desk._queue_waiting import Waiting
from qalqan.desk.acts_propose import Signer
from qalqan.desk.queue import Item, Queue
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.govern.policy import Role
from qalqan.model.decision import Verdict
from qalqan.store import officers

WHAT: Final = "queue"
MOST_ROWS: Final = 12
PADDED: Final = 128
_queues: weakref.WeakKeyDictionary[House, Queue] = weakref.WeakKeyDictionary()


Entry = Proposal | Waiting


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the page holds it. ``facts`` are (label key, how to write it, value); ``rows`` a small table of
    (label key, how) columns; ``plus`` and ``against`` are grounds as JSON; ``notes`` keys that speak against it."""

    item: Item
    token: str
    title: str
    facts: list[tuple[str, str, Any]]
    columns: list[tuple[str, str]]
    rows: list[dict[str, Any]]
    plus: str
    against: str
    notes: list[str]
    voices: list[tuple[str, str, str]]


def queue_of(house: House) -> Queue:
    """The queue of a workspace, one for all threads."""
    found = _queues.get(house)
    if found is None:
        found = _queues.setdefault(house, Queue(house.settings.console.control_percent))
    return found


def known(ask: Ask) -> Tables | None:
    """The run's tables as the asker may know of them; None before any analysis."""
    try:
        return ask.seen
    except NotFound:
        return None


def entries(ask: Ask) -> list[Entry]:
    """What the asker may decide now and may know of, most urgent first."""
    told = known(ask)
    found = queue_of(ask.house).open(ask.house.ws, told, ask.who.officer, ask.who.role)
    if told is None:
        return found
    cases = {case for one in found for case in (one.case, one.other) if case}
    seen = ask.stand.visible(cases, "decide")
    return [one for one in found if (not one.case or one.case in seen) and (not one.other or one.other in seen)]


def item(ask: Ask, one: Entry) -> Item:
    """The entry as it stands now."""
    return items(ask, [one])[0]


def items(ask: Ask, told: Iterable[Entry]) -> list[Item]:
    """The entries as they stand now."""
    return queue_of(ask.house).items(ask.house.ws, told)


def token(ask: Ask, item: Item | Entry) -> str:
    """The item's name in addresses and forms; of one length for most, so that it does not tell a control item."""
    return named(ask, item.kind, item.subject)


def named(ask: Ask, kind: str, subject: str) -> str:
    """The name of what would be the item of that kind about that subject: for links from other pages."""
    told = f"{kind}\n{subject}\n"
    return ask.house.seals.seal(WHAT, told + "\n" * (-len(told.encode()) % PADDED))


def opened(ask: Ask, told: str) -> tuple[str, str]:
    """Kind and subject of the item that a token names. Raises NotFound."""
    kind, _, subject = ask.house.seals.open(WHAT, told).partition("\n")
    return kind, subject.rstrip("\n")


def shown(ask: Ask, item: Item) -> Shown:
    """The item with everything a person needs to decide."""
    facts, columns, rows = _MAKERS.get(item.kind, _waiting)(ask, item)
    plus, against = _parted(json.dumps(grounds(ask, item)))
    known_names = names(ask)
    told = () if item.act == controls.ACT else item.voices  # a link on which others spoke is no more in the queue
    reasons = ask.said((one.reason, item.case) for one in told)
    voices = [(known_names.get(one.officer, "—"), one.verdict.value, reason)
              for one, reason in zip(told, reasons, strict=True)]  # fmt: skip
    return Shown(
        item, token(ask, item), ask.t(f"queue-title-{item.kind}"), facts, columns, rows, plus, against,
        _notes(item), voices,
    )  # fmt: skip


def names(ask: Ask) -> dict[str, str]:
    """Officers by id."""
    with ask.house.ws.reading() as connection:
        return {one.id: one.name for one in officers.everything(connection)}


def _parted(text: str) -> tuple[str, str]:
    """Grounds for, and grounds that speak against (their weight is below nothing)."""
    told = json.loads(text)
    return (
        json.dumps([one for one in told if one.get("weight", 0) >= 0]),
        json.dumps([one for one in told if one.get("weight", 0) < 0]),
    )


def _notes(item: Item) -> list[str]:
    """What speaks against an item of this kind besides its own grounds."""
    made = [f"queue-against-{one}" for one in item.against.split(";") if one and item.kind == "dropper"]
    if item.kind == "hold" and '"hold-told"' not in item.grounds:
        made.append("queue-against-never-told")
    if item.kind == "link" and item.score < 700:
        made.append("queue-against-weak")
    return made


Facts = tuple[list[tuple[str, str, Any]], list[tuple[str, str]], list[dict[str, Any]]]


def _waiting(ask: Ask, item: Item) -> Facts:
    how = {"sum": "sum", "accounts": "count", "entries": "count", "rows": "count", "numbers": "count",
           "bank": "bank", "measure": "act",
           "kind": "entry", "ground": "ground", "step": "step", "subject": "subject"}  # fmt: skip
    facts: list[tuple[str, str, Any]] = [("queue-f-case", "case", item.case)] if item.case else []
    told = [(name, operator(ask, str(value)) if name == "operator" else value) for name, value in item.facts]
    told = [(name, ask.said([(str(value), item.case)])[0] if name == "reason" else value) for name, value in told]
    facts += [(f"queue-f-{name}", how.get(name, "text"), value) for name, value in told]
    columns, rows = _lists(ask, item) if item.subject == lists.SUBJECT else ([], [])
    return [*facts, ("queue-f-since", "moment", item.at)], columns, rows


def _lists(ask: Ask, item: Item) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """How many rows each list has: of the very draft that is asked about, or when the run gives that very content; a
    book with lists of somebody's own that nobody drafted here is compared with its draft by the hash."""
    with ask.house.ws.reading() as connection:
        counts = next((one.counts for one in drafted.standing(connection) if one.shown == item.shown), None)
    if counts is None:
        told = lists.content(ask.house.ws, lists.DAYS, {})
        counts = {name: len(every) for name, every in told.lists.items() if every} if told.shown == item.shown else {}
    rows = [{"list": name, "rows": number} for name, number in sorted(counts.items())]
    return ([("list", "text"), ("rows", "count")], rows) if rows else ([], [])


def _hold(ask: Ask, item: Item) -> Facts:
    case, _, bank = item.key.rpartition("/")
    rows = ask.seen["holds"].filter(
        (pl.col("case_id") == case) & (pl.col("bank") == bank) & (pl.col("amount_tiyn") > 0)
    )
    facts: list[tuple[str, str, Any]] = [
        ("queue-f-case", "case", case), ("queue-f-bank", "bank", bank), ("queue-f-expected", "sum", item.tiyn),
        ("queue-f-sum", "sum", int(rows["amount_tiyn"].sum())), ("queue-f-as-of", "moment", item.at),
    ]  # fmt: skip
    columns = [("account", "text"), ("amount_tiyn", "sum"), ("low_tiyn", "sum"), ("high_tiyn", "sum"),
               ("still", "share"), ("last_seen", "moment"), ("told_to", "moment")]  # fmt: skip
    return facts, columns, ask.masked(rows.sort("rank").head(MOST_ROWS), "holds").to_dicts()


def _link(ask: Ask, item: Item) -> Facts:
    columns = [("case_id", "case"), ("mo", "mo"), ("registered_at", "moment"), ("region", "region"),
               ("damage_tiyn", "sum"), ("status", "status")]  # fmt: skip
    rows = _cases(ask, (item.case, item.other))
    return [("queue-f-score", "share", item.score), ("queue-f-expected", "sum", item.tiyn)], columns, rows


def _cases(ask: Ask, ids: Iterable[str]) -> list[dict[str, Any]]:
    rows = ask.tables["cases"].filter(pl.col("case_id").is_in(list(ids)))
    return ask.masked(rows, "cases").sort("case_id").to_dicts()


def _series(ask: Ask, item: Item) -> Facts:
    members = ask.tables["series"].filter(pl.col("series_id") == item.key).sort("score", "case_id")
    seen = ask.stand.visible(members["case_id"].to_list())
    scores = dict(members.select("case_id", "score").rows())
    rows = [row | {"score": scores[row["case_id"]]} for row in _cases(ask, sorted(seen)[:MOST_ROWS])]
    columns = [("case_id", "case"), ("score", "share"), ("mo", "mo"), ("registered_at", "moment"),
               ("region", "region"), ("damage_tiyn", "sum")]  # fmt: skip
    facts: list[tuple[str, str, Any]] = [
        ("queue-f-series", "series", Eyes(ask, "decide").series(item.key)), ("queue-f-cases", "count", len(seen)),
        ("queue-f-weakest", "share", item.score), ("queue-f-expected", "sum", item.tiyn),
    ]  # fmt: skip
    return facts, columns, sorted(rows, key=lambda row: (row["score"], row["case_id"]))


def _row(ask: Ask, item: Item, column: str, names: list[tuple[str, str]]) -> Facts:
    """The proposal's own row, its columns as facts."""
    rows = ask.masked(ask.tables[item.table].filter(pl.col(column) == item.key).head(1), item.table).to_dicts()
    told = rows[0] if rows else {}
    facts = [(f"queue-f-{name.removesuffix('_tiyn')}", how, told.get(name)) for name, how in names]
    return [("queue-f-score", "share", item.score), *facts], [], []


def _dropper(ask: Ask, item: Item) -> Facts:
    names = [("account", "text"), ("bank", "bank"), ("holder", "text"), ("cases", "count"), ("came_tiyn", "sum"),
             ("first", "moment")]  # fmt: skip
    return _row(ask, item, "account", names)


def _number(ask: Ask, item: Item) -> Facts:
    return _row(ask, item, "number", [("number", "text"), ("role", "role")])


def _person(ask: Ask, item: Item) -> Facts:
    first, _, second = item.key.partition("|")
    rows = ask.tables["person_pairs"].filter((pl.col("person_a") == first) & (pl.col("person_b") == second)).head(1)
    told = ask.masked(rows, "person_pairs").to_dicts()
    facts: list[tuple[str, str, Any]] = [("queue-f-score", "share", item.score)]
    facts += [("queue-f-person", "text", one[name]) for one in told for name in ("person_a", "person_b")]
    return facts, [], []


def _message(ask: Ask, item: Item) -> Facts:
    facts, _, _ = _row(ask, item, "message_id", [("class", "class"), ("verdict", "verdict"), ("mo", "mo")])
    text = ask.tables["messages"].filter(pl.col("message_id") == item.key).head(1)
    told = ask.masked(text, "messages").to_dicts()
    facts += [("queue-f-text", "text", told[0]["text"])] if told else []
    facts += [("queue-f-case", "case", item.case)] if item.case else []
    return [*facts, ("queue-f-since", "moment", item.at)], [], []


_MAKERS: Final = {
    "hold": _hold, "link": _link, "series": _series, "person": _person, "dropper": _dropper, "number": _number,
    "message": _message,
}  # fmt: skip


def precision(ask: Ask) -> list[desk.Precision]:
    """How often officers agreed with what was proposed, by kind; the asker's own answers to control items count as the
    links they posed as, or the figure would tell which those were."""
    said = dict(queue_of(ask.house).decided(ask.house.ws))
    if ask.who.role not in (Role.HEAD, Role.INSPECTOR):
        mine = {(subject, controls.POSES): [one for one in voices if one.officer == ask.who.officer]
                for (subject, act), voices in said.items() if act == controls.ACT}  # fmt: skip
        said |= {key: voices for key, voices in mine.items() if voices}
    return list(desk.precision(said))


def grounds(ask: Ask, one: Item) -> list[dict[str, Any]]:
    """The grounds as structures, while data are masked without what they say of anybody."""
    eyes = Eyes(ask, "decide")
    clear = all(eyes.covers(case) for case in (one.case, one.other))
    told: list[dict[str, Any]] = json.loads(one.grounds if clear else eyes.grounds(one.grounds))
    return told


def decide(  # noqa: PLR0917 - what, as it was shown, what is said of it, and who signs
    ask: Ask, at: str, stands: str, verdict: Verdict, reason: str, by: Signer
) -> Item:
    """Load an item by its token, see whether the officer may decide in its case, then sign a verdict.

    Approving to ask a bank proposes the measure and approves it first. Raises Conflict when it moved meanwhile.
    """
    queue, told = queue_of(ask.house), known(ask)
    kind, subject = opened(ask, at)
    item = queue.find(ask.house.ws, told, kind, subject)
    seen(ask, item)
    if kind == "hold" and verdict is Verdict.APPROVE:
        queue.ask(ask.house.ws, told, subject, stands, reason, by)
        return item
    with ask.house.writing() as ws:
        return queue.decide(ws, told, (kind, subject), stands, verdict, reason, by)


def seen(ask: Ask, item: Item) -> None:
    """Raises NotFound for an item of a case that the officer may not decide in."""
    if known(ask) is None:
        return
    cases = {one for one in (item.case, item.other) if one}
    if ask.stand.visible(cases, "decide") != cases:
        raise NotFound("error-queue-gone")
