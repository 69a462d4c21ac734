"""Possible droppers where everything is seen: every transfer of a simulated world, with all its look-alikes.

    python benchmarks/droppers_world.py [--seed 501] [--regime middle] [--people 8000] [--cases 365]

Regions show only what banks answered; here each account of everybody stands in the tables with its whole history, so
that traders, treasurers, exchangers and landlords compete with droppers in full. Losses are the truth; trails our own.
Prints precision@100, average precision, and where the look-alikes stand.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from calibration_loop import calibrate
from qalqan.detect import droppers
from qalqan.engine.frames import Tables, conform, table
from qalqan.link import accounts, follow
from qalqan.settings import Detect, Settings
from qalqan.simulate import world
from qalqan.simulate.chance import Chance
from qalqan.simulate.regime import regime_named

START = datetime(2025, 2, 28, 19, tzinfo=UTC)  # midnight in Kazakhstan
OPERATIONS = {"cash": "Снятие наличных", "crypto": "Пополнение криптобиржи", "shop": "Оплата товаров и услуг"}


def play(seed: int, regime: str, people: int, cases: int, days: int) -> tuple[world.World, dict[str, list[int]]]:
    """A world and who its lawful look-alikes are (nodes by kind)."""
    lawful: dict[str, list[int]] = {}
    made = world.look_alikes

    def remembered(*words: object) -> dict[str, list[int]]:
        lawful.update(made(*words))  # type: ignore[arg-type]
        return lawful

    world.look_alikes = remembered
    try:
        played = world.play_world(
            Chance(seed), regime_named(regime), cases=cases, people=people, days=days, tell=lambda *_: None
        )
    finally:
        world.look_alikes = made
    return played, lawful


def seen(played: world.World) -> Tables:
    """All transfers, the cases and their true losses as the product's tables; every account covered."""
    nodes, t = played.book.nodes, played.transfers
    text = pl.Series([node.text for node in nodes])
    kinds = {"account": "iban", "wallet": "wallet"}
    kind = pl.Series([kinds.get(str(node.kind), "text") for node in nodes])
    name = pl.Series([node.name or None for node in nodes], dtype=pl.String)
    number = pl.Series([node.bin or None for node in nodes], dtype=pl.String)
    bank = pl.Series([node.bank or None for node in nodes], dtype=pl.String)
    sides = {}
    for side, of in (("from", t.src), ("to", t.dst)):
        columns = (("", text), ("_as", text), ("_kind", kind), ("_name", name), ("_iin", number), ("_bank", bank))
        sides |= {f"{side}{end}": column.gather(of.tolist()) for end, column in columns}
    rows = len(t.at)
    told = pl.DataFrame(sides).with_columns(
        pl.Series("at", (np.asarray(t.at) * 1_000_000 + int(START.timestamp()) * 1_000_000)).cast(
            pl.Datetime("us", "UTC")
        ),
        pl.Series("amount_tiyn", np.asarray(t.tiyn)),
        pl.Series("amount_minor", np.asarray(t.tiyn)),
        pl.Series("seq", np.arange(rows)),
        pl.format("w::{}", pl.int_range(rows)).alias("tx_id"),
        pl.format("w::{}", pl.int_range(rows)).alias("locators"),
        pl.lit(value=False).alias("reversal"),
        pl.lit("KZT").alias("currency"),
        pl.lit("second").alias("at_precision"),
    )
    lost = [(c.id, f"w::{int(t.row_of[loss.handle])}", loss.tiyn) for c in played.cases for loss in c.losses]
    registered = [(c.id, START + timedelta(seconds=int(c.registered))) for c in played.cases]
    covers = {"account": text, "from": [START] * len(text), "to": [START + timedelta(days=played.days)] * len(text)}
    opened = [START + timedelta(days=node.opened) for node in nodes]
    frames = {
        "transactions": told,
        "cases": pl.DataFrame(registered, schema=["case_id", "registered_at"], orient="row").with_columns(
            source=pl.lit("c::1")
        ),
        "losses": pl.DataFrame(lost, schema=["case_id", "tx_id", "amount_tiyn"], orient="row").with_columns(
            score=pl.lit(1000), grounds=pl.lit("[]")
        ),
        "coverage": pl.DataFrame(covers).with_columns(opening_tiyn=pl.Series(t.opening), locators=pl.lit("v::1")),
        "holders": pl.DataFrame({"account": text, "opened_at": opened}).with_columns(locators=pl.lit("h::1")),
    }
    return Tables.of({name: conform(frame, table(name)) for name, frame in frames.items()})


def main() -> None:
    """A JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=501)
    parser.add_argument("--regime", default="middle")
    parser.add_argument("--people", type=int, default=8000)
    parser.add_argument("--cases", type=int, default=365)
    given = parser.parse_args()
    print(f"calibration {calibrate():.2f} s")
    played, lawful = play(given.seed, given.regime, given.people, given.cases, 90)
    tables = seen(played)
    for step in (follow, accounts):
        for name, frame in step.run(tables, Settings()).items():
            tables.put(name, conform(frame, table(name)))
    droppers.run(tables, Settings())
    begun = time.process_time()
    found = droppers.run(tables, Settings(detect=Detect(dropper_score=1)))["possible_droppers"]
    cpu = time.process_time() - begun
    ranked = found.sort("score", "cases", "came_tiyn", "account", descending=[True, True, True, False])
    role = {node.text: node.role for node in played.book.nodes}
    hit = np.array([role[one].startswith("dropper") for one in ranked["account"]], float)
    every = sum(one.startswith("dropper") for one in role.values())
    precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    alike = {kind: {played.book.nodes[node].text for node in nodes} for kind, nodes in lawful.items()}
    score = dict(ranked.select("account", "score").iter_rows())
    least = Detect().dropper_score
    found_alike = {
        kind: {"all": len(nodes), "listed": sum(score.get(one, 0) >= least for one in nodes),
               "highest": max(score.get(one, 0) for one in nodes)}
        for kind, nodes in alike.items()
    }  # fmt: skip
    print(json.dumps({
        "regime": given.regime, "seed": given.seed, "transfers": tables["transactions"].height, "droppers": every,
        "p@100": float(hit[:100].mean()), "p@200": float(hit[:200].mean()),
        "AP": round(float((precision * hit).sum() / every), 3), "listed": int((ranked["score"] >= least).sum()),
        "look_alikes": found_alike, "cpu": round(cpu, 2),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
