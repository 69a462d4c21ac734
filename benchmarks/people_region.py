"""Persons of a simulated region against its truth; the part of benchmarks/people.py for ``--region``.

Every IIN, account, case and victim's or holder's number of the files is one simulated person's; persons should bring
together exactly the things of one. Measured twice: as the files are, and with the IINs of all rows but the bank's own
replies taken away, so that names, numbers and accounts must do.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from qalqan.desk import steps, tables
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.engine.frames import Tables
from qalqan.link import persons
from qalqan.settings import load
from qalqan.simulate.region import make_region
from qalqan.store.workspace import Workspace

KEPT = ["holders", "subscribers", "cases", "transactions", "mentions", "aliases", "calls"]
_SIDES = ("from", "to")


def facts(folder: Path, seed: int, regime: str, cases: int) -> dict[str, pl.DataFrame]:
    """The tables persons are made of, of a region made anew."""
    region = make_region(folder / "region", seed=seed, cases=cases, regime=regime)
    key = folder / "key"
    key.write_bytes(b"benchmark key, thirty-two bytes ok")
    init(folder / "ws", key)
    settings = load(folder / "ws")[0]
    ingest(folder / "ws", [region.files], settings, take_best=True)
    known = tables.observations(Workspace.open(folder / "ws"), datetime.now(UTC))
    for step in steps.in_order():
        if step.__name__.startswith("qalqan.mentions"):
            for name, made in step.run(known, settings).items():
                known.put(name, made)
    return {name: known[name] for name in KEPT}


def truth(known: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """(thing, iin): whose each account, case and number is, where the files say one IIN only."""
    told = [
        known["holders"].select(pl.format("account:{}", "account").alias("thing"), "iin"),
        known["subscribers"].select(pl.format("phone:{}", "number").alias("thing"), "iin"),
        known["cases"].select(pl.format("case:{}", "case_id").alias("thing"), pl.col("victim_iin").alias("iin")),
        *(
            known["transactions"]
            .filter(pl.col(f"{side}_kind") == "iban")
            .select(pl.format("account:{}", side).alias("thing"), pl.col(f"{side}_iin").alias("iin"))
            for side in _SIDES
        ),
    ]
    every = pl.concat(told).drop_nulls().unique()
    return every.filter(pl.len().over("thing") == 1)


def hidden(known: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same without the IINs of subscribers, cases and transfers."""
    none = pl.lit(None, pl.String)
    return known | {
        "subscribers": known["subscribers"].with_columns(none.alias("iin")),
        "cases": known["cases"].with_columns(none.alias("victim_iin")),
        "transactions": known["transactions"].with_columns(none.alias(f"{side}_iin") for side in _SIDES),
    }


def pairs(made: dict[str, pl.DataFrame], true: pl.DataFrame) -> dict[str, float | int]:
    """Precision and recall over pairs of things; with what is proposed besides."""
    persons_ = made["persons"].filter(pl.col("score") >= persons.SURE)
    told = persons_.select(pl.format("{}:{}", "kind", "value").alias("thing"), "person_id")
    both = true.join(told, on="thing", how="inner")

    def count(*by: str) -> int:
        size = both.select("thing", *by).unique().group_by(by).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    hit, said, is_ = count("iin", "person_id"), count("person_id"), count("iin")
    main = both.group_by("person_id").agg(pl.col("iin").mode().sort().first())
    proposed = made["person_pairs"].filter(pl.col("score") >= persons.MAYBE)
    named = proposed.join(main.rename({"person_id": "person_a", "iin": "a"}), on="person_a").join(
        main.rename({"person_id": "person_b", "iin": "b"}), on="person_b"
    )
    return {
        "things": len(true),
        "persons": made["persons"]["person_id"].n_unique(),
        "pair_p": round(hit / max(said, 1), 4),
        "pair_r": round(hit / max(is_, 1), 4),
        "proposed": len(proposed),
        "proposed_known": len(named),
        "proposed_true": int((named["a"] == named["b"]).sum()),
    }


def measure(seed: int, regime: str, cases: int) -> dict[str, object]:
    """Figures of one region."""
    with tempfile.TemporaryDirectory() as temp:
        known = facts(Path(temp), seed, regime, cases)
    return {"seed": seed, "regime": regime, **figures(known)}


def figures(known: dict[str, pl.DataFrame]) -> dict[str, object]:
    """Figures of the tables of a region."""
    true = truth(known)
    found: dict[str, object] = {}
    for name, told in (("as_told", known), ("without_iin", hidden(known))):
        begun = time.process_time()
        made = persons.run(Tables.of(told), load()[0])
        found[name] = {**pairs(made, true), "cpu_s": round(time.process_time() - begun, 1)}
    return found
