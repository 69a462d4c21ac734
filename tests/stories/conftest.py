"""A small invented region, read and analysed once for all stories."""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
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
    """The small region's unit, worked through by the first test process that wants it; each has its own copy."""
    own = tmp_path_factory.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = root / "unit"
    with (root / "unit.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (made / "done").exists():
            region = make_region(made / "region", seed=SEED, cases=60, people=2_000, days=60)
            told = (region, *work(region.files, made / "ws", made / "tables"))
            (made / "done").write_bytes(pickle.dumps(told))
    region, done, result_hash = pickle.loads((made / "done").read_bytes())  # noqa: S301 - written above
    mine = own / "unit-of-mine"
    shutil.copytree(made, mine)
    return Unit(region, mine / "ws", mine / "tables", done, result_hash)
