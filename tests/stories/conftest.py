"""A small invented region, read and analysed once for all stories."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from qalqan.desk import verbs
from qalqan.desk.ingest import Done, ingest
from qalqan.desk.init import init
from qalqan.settings import load
from qalqan.simulate.region import Region, make_region

KEY = b"a key for tests, thirty-two bytes"
SEED = 41


@dataclass(frozen=True)
class Unit:
    """A unit's workspace after the main job, with clear tables beside it."""

    region: Region
    ws: Path
    tables: Path
    done: Done
    result_hash: str


def work(region: Path, ws: Path, tables: Path, **settings: int) -> tuple[Done, str]:
    """Init, ingest, analyse, export: the main job with a fixed key."""
    key = ws.parent / f"{ws.name}.key"
    key.write_bytes(KEY)
    init(ws, key)
    chosen = load(ws, None, settings)[0]
    done = ingest(ws, [region], chosen, take_best=True)
    verbs.analyse(ws, chosen)
    return done, verbs.export(ws, tables, purpose="test").result_hash


@pytest.fixture(scope="session")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """The small region's unit."""
    folder = tmp_path_factory.mktemp("unit")
    region = make_region(folder / "region", seed=SEED, cases=60, people=2_000, days=60)
    done, result_hash = work(region.files, folder / "ws", folder / "tables")
    return Unit(region, folder / "ws", folder / "tables", done, result_hash)
