"""Partial pictures of a made world: what a unit sees of a case some time after the loss, and where the money truly is.

A world is played by the simulator, no files are written. For each case and each time after its last loss, the benchmark
draws which banks have answered: a share between none and all, each bank by chance, and for each how far its answer
reaches between the loss and the moment. An account is asked about when a row that a unit has carries the case's money
to it. The victim's transfers are always known; so are earlier answers, received for other cases before the moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, schema, table
from qalqan.simulate.cases import Case
from qalqan.simulate.chance import Chance
from qalqan.simulate.ledger import KIND_NAMES, KINDS
from qalqan.simulate.oracle import Oracle, Picture
from qalqan.simulate.regime import regime_named
from qalqan.simulate.when import DAY, moment
from qalqan.simulate.world import World, play_world

TIMES = {"30 min": 1800, "1 h": 3600, "3 h": 3 * 3600, "24 h": DAY}


@dataclass(frozen=True, slots=True)
class View:
    """One case at one time: the tables a unit has, the share of banks drawn, and the truth by account name."""

    seed: int
    case_id: str
    time: str
    share: float
    known: Tables
    stolen: int
    true: dict[str, int]


def views(seed: int, regime: str, cases: int, people: int, days: int, times: dict[str, int]) -> Iterator[View]:
    """All views of a world, case by case."""
    world = play_world(Chance(seed), regime_named(regime), cases=cases, people=people, days=days, tell=lambda *_: None)
    losses = {int(world.transfers.row_of[loss.handle]): c.index for c in world.cases for loss in c.losses}
    last = {c.index: max(loss.at for loss in c.losses) for c in world.cases}
    pictures = {
        name: Oracle(world.book, world.transfers, losses, {c: at + later for c, at in last.items()}).run()
        for name, later in times.items()
    }
    unit = _Unit(world)
    for case in world.cases:
        rng = Random(f"{seed}:{case.index}")
        share = rng.random()
        willing = {bank: rng.random() < share for bank in sorted({node.bank for node in world.book.nodes})}
        for name, later in times.items():
            then = last[case.index] + later
            picture = pictures[name][case.index]
            known = unit.known(case, picture, then, willing, Random(f"{seed}:{case.index}:{name}"))
            nodes = world.book.nodes
            true = {
                nodes[node].text: tiyn
                for node, tiyn in picture.remaining.items()
                if tiyn > 0 and not nodes[node].sink and node != case.account
            }
            yield View(seed, case.id, name, share, known, case.damage, true)


class _Unit:
    """What a unit has of a world, case by case."""

    def __init__(self, world: World) -> None:
        self.world, self.rows = world, dict[int, dict[str, Any]]()
        self.registered = {c.index: c.registered for c in world.cases}

    def known(self, case: Case, picture: Picture, moment: int, willing: dict[str, bool], rng: Random) -> Tables:
        """The tables at a moment (second of the world)."""
        book, t = self.world.book, self.world.transfers
        begun = min(loss.at for loss in case.losses)
        told: dict[int, tuple[int, int]] = {}
        todo, seen = [case.account, *(loss.dst for loss in case.losses)], set[int]()
        while todo:
            node = todo.pop(0)
            if node in seen:
                continue
            seen.add(node)
            since = picture.first_in.get(node, begun)
            until = min(moment, since + int((moment - since) * rng.random()))
            if not willing[book.nodes[node].bank] or book.nodes[node].sink:
                continue
            told[node] = (since // DAY * DAY - 30 * DAY, until)
            todo += sorted(dst for src, dst in picture.edges if src == node and picture.first_in[dst] <= until)
        rows = {int(t.row_of[loss.handle]) for loss in case.losses}
        covers = []
        for node in sorted(seen):
            spans = [(one.since, one.until - 1, one.received) for one in self.world.answers.statements.get(node, ())
                     if one.received <= moment]  # fmt: skip
            if node in told:
                spans.append((*told[node], told[node][1]))
            for since, until, received in spans:
                mine = t.rows_of(node)
                rows.update(mine[(t.at[mine] >= since) & (t.at[mine] <= until)].tolist())
                opening = self.world.answers.balance(node, since)
                covers.append(self._cover(node, since, until, received, opening))
        return self._tables(case, sorted(rows), covers, moment)

    def _tables(self, case: Case, rows: list[int], covers: list[dict[str, Any]], moment: int) -> Tables:
        t = self.world.transfers
        kept = set(rows)
        losses = []
        for other in self.world.cases:
            if other.index == case.index or other.registered <= moment:
                for loss in other.losses:
                    row = int(t.row_of[loss.handle])
                    if row in kept and loss.at <= moment:
                        losses.append({"case_id": other.id, "tx_id": _tx(row), "amount_tiyn": loss.tiyn,
                                       "score": 1000, "grounds": "[]"})  # fmt: skip
        cases = [
            {"case_id": one, "registered_at": _when(moment), "source": ""} for one in {o["case_id"] for o in losses}
        ]
        made = {"transactions": [self._row(row) for row in rows], "coverage": covers, "losses": losses, "cases": cases}
        return Tables.of({name: _frame(name, told) for name, told in made.items()})

    def _cover(self, node: int, since: int, until: int, received: int, opening: int) -> dict[str, Any]:
        known = self.world.book.nodes[node]
        return {"account": known.text, "from": _when(since), "to": _when(until), "received_at": _when(received),
                "by": known.bank, "opening_tiyn": opening, "locators": f"{node:016x}::{since}"}  # fmt: skip

    def _row(self, row: int) -> dict[str, Any]:
        if row in self.rows:
            return self.rows[row]
        t, book = self.world.transfers, self.world.book
        kind = KIND_NAMES[int(t.kind[row])]
        made: dict[str, Any] = {
            "tx_id": _tx(row), "at": _when(int(t.at[row])), "at_precision": "second", "amount_tiyn": int(t.tiyn[row]),
            "amount_minor": int(t.tiyn[row]), "currency": "KZT", "operation": KINDS[kind][0], "knp": KINDS[kind][1],
            "reversal": kind == "reversal", "seq": row, "locators": _tx(row),
        }  # fmt: skip
        for side, node in (("from", int(t.src[row])), ("to", int(t.dst[row]))):
            known = book.nodes[node]
            plain = "wallet" if known.kind == "wallet" else "text"
            made |= {
                side: known.text, f"{side}_as": known.text, f"{side}_name": book.holder(node),
                f"{side}_iin": book.holder_iin(node), f"{side}_bank": known.bank or None,
                f"{side}_kind": "iban" if known.text.startswith("KZ") and len(known.text) == 20 else plain,
            }  # fmt: skip
        self.rows[row] = made
        return made


def _tx(row: int) -> str:
    return f"{'0' * 16}::{row}"


def _when(second: int) -> datetime:
    return (moment(second) - timedelta(hours=5)).replace(tzinfo=UTC)


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    wanted = schema(table(name))
    return conform(pl.DataFrame({key: [row.get(key) for row in rows] for key in wanted}, schema=wanted), table(name))


def chosen(true: dict[str, int], accounts: list[str], most: int) -> int:
    """What is truly on the first ``most`` accounts of a list."""
    return int(np.sum([true.get(one, 0) for one in accounts[:most]], dtype=np.int64))
