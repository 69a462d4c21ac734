"""End points against the simulator's truth: precision and recall by kind, at the bank's view and at the police's.

    python benchmarks/end_points.py --seeds 301 302 303 --regime middle [--police]

The bank's view holds every transfer of the region (so each exchanger's whole statement); the police's view is what the
unit received, read and analysed by the main job. There an exchanger's account is seen from outside unless somebody
asked about it, so recall is told for all and for those whose statement came. False alarms are told by what they truly
are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from calibration_loop import calibrate
from qalqan.desk import verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.engine.frames import Tables, empty, table
from qalqan.link import end_points
from qalqan.settings import Settings, load
from qalqan.simulate.chance import Chance
from qalqan.simulate.ledger import KIND_NAMES, KINDS
from qalqan.simulate.regime import regime_named
from qalqan.simulate.region import make_region
from qalqan.simulate.world import World, play_world

TRUE = {"atm": "atm", "shop": "merchant", "exchange": "exchange", "wallet": "wallet", "foreign": "foreign"}


def truth(world: World) -> dict[str, str]:
    """Node → kind of end point it truly is; p2p for the private exchangers."""
    made = {}
    for node in world.book.nodes:
        kind = TRUE.get(node.kind, "")
        if node.kind == "person" and node.role == "exchange":
            kind = "p2p"
        if kind:
            made[node.text] = kind
    return made


def told_by_banks(world: World, *, names: bool) -> pl.DataFrame:
    """All transfers as transactions; without ``names`` only numbers, so that only behaviour and codes are left."""
    t, nodes = world.transfers, world.book.nodes
    text = np.array([one.text for one in nodes], dtype=object)
    bank = np.array([one.bank or None for one in nodes], dtype=object)
    name = np.array([one.name or None for one in nodes], dtype=object)
    number = np.array([one.bin or None for one in nodes], dtype=object)
    kinds = {"atm": "contract", "wallet": "wallet", "tech": "contract", "foreign": "iban"}
    kind = np.array([kinds.get(one.kind, "iban") for one in nodes], dtype=object)
    operation = np.array([KINDS[one][0] for one in KIND_NAMES], dtype=object)
    knp = np.array([KINDS[one][1] or None for one in KIND_NAMES], dtype=object)
    frame = pl.DataFrame(
        {
            "tx_id": np.char.add("e" * 16 + "::", np.arange(len(t.at)).astype(str)).tolist(),
            "at": pl.Series(t.at * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "from": text[t.src].tolist(), "to": text[t.dst].tolist(), "from_bank": bank[t.src].tolist(),
            "to_bank": bank[t.dst].tolist(), "from_kind": kind[t.src].tolist(), "to_kind": kind[t.dst].tolist(),
            "to_name": (name[t.dst] if names else np.full(len(t.at), None)).tolist(),
            "to_iin": number[t.dst].tolist(),
            "operation": (operation[t.kind] if names else np.full(len(t.at), None)).tolist(),
            "knp": (knp[t.kind] if names else np.full(len(t.at), None)).tolist(),
            "amount_tiyn": t.tiyn, "amount_minor": t.tiyn, "seq": np.arange(len(t.at)),
        }
    )  # fmt: skip
    frame = frame.with_columns(pl.col("tx_id").alias("locators"), pl.col("to_name", "operation", "knp").cast(pl.String))
    wanted = empty(table("transactions"))
    return pl.concat([wanted, frame], how="diagonal_relaxed").select(wanted.columns)


def figures(found: pl.DataFrame, true: dict[str, str], seen: set[str], roles: dict[str, str]) -> dict[str, object]:
    """Precision and recall by kind among nodes that some file shows."""
    said = dict(found.filter(pl.col("kind") != "cash_in").select("node", "kind").iter_rows())
    made: dict[str, object] = {}
    for kind in (*sorted(set(TRUE.values())), "p2p"):
        mine = {node for node, one in true.items() if one == kind and node in seen}
        mine_said = {node for node, one in said.items() if one == kind}
        right = len(mine & mine_said)
        wrong = Counter(roles.get(node, "?") for node in mine_said - mine)
        made[kind] = {
            "there": len(mine), "precision": round(right / len(mine_said), 3) if mine_said else None,
            "recall": round(right / len(mine), 3) if mine else None, "false": dict(sorted(wrong.items())),
        }  # fmt: skip
    return made


def measure(seed: int, regime: str, *, police: bool) -> dict[str, object]:
    """Figures of one region."""
    world = play_world(Chance(seed), regime_named(regime), cases=365, people=20_000, days=90, tell=lambda *_: None)
    true = truth(world)
    roles = {one.text: one.role for one in world.book.nodes}
    made: dict[str, object] = {"seed": seed, "regime": regime}
    for view, names in (("bank", True), ("bank, numbers only", False)):
        rows = told_by_banks(world, names=names)
        begun = time.process_time()
        found = end_points.run(Tables.of({"transactions": rows}), Settings())["end_points"]
        cpu = time.process_time() - begun
        seen = {*rows["from"], *rows["to"]}
        made[view] = {"transfers": rows.height, "cpu_s": round(cpu, 2), **figures(found, true, seen, roles)}
    if police:
        made["police"] = _police(seed, regime, true, roles, world)
    return made


def _police(seed: int, regime: str, true: dict[str, str], roles: dict[str, str], world: World) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp)
        region = make_region(folder / "region", seed=seed, regime=regime)
        key = folder / "key"
        key.write_bytes(b"benchmark key, thirty-two bytes ok")
        ws = folder / "ws"
        init(ws, key)
        settings = load(ws)[0]
        ingest(ws, [region.files], settings, take_best=True)
        verbs.analyse(ws, settings)
        verbs.export(ws, folder / "tables", purpose="benchmark")
        kept = Tables(lambda name: pl.read_parquet(folder / "tables" / f"{name}.parquet"))
        found, rows = kept["end_points"], kept["transactions"]
    asked = {world.book.nodes[node].text for node in world.answers.statements}
    made = figures(found, true, {*rows["from"], *rows["to"]}, roles)
    stated = figures(found, {n: k for n, k in true.items() if k != "p2p" or n in asked}, {*rows["to"]}, roles)
    return made | {"p2p with a statement": stated["p2p"]}


def main() -> None:
    """Print a JSON line a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[301, 302, 303])
    parser.add_argument("--regime", default="middle")
    parser.add_argument("--police", action="store_true", help="the whole main job too (about a minute a seed)")
    given = parser.parse_args()
    sys.stdout.write(f"calibration loop {calibrate():.2f} CPU s\n")
    for seed in given.seeds:
        sys.stdout.write(json.dumps(measure(seed, given.regime, police=given.police), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
