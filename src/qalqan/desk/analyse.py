"""qalqan analyse: facts → mentions → losses → trails → ties → series → holds → roles, in one new run.

A run is named by what went into it (observations, settings, code), so the same input is never computed twice and a
killed run leaves nothing: its folder is committed in one step at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from qalqan import __version__, clock
from qalqan.desk import steps, tables
from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import PartError
from qalqan.model.schema import OBSERVATIONS
from qalqan.report.formats import csv
from qalqan.settings import Settings
from qalqan.store.runs import Run
from qalqan.store.workspace import Workspace

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A finished analysis: the run, and whether it was already there."""

    run: Run
    fresh: bool


def analyse(ws: Workspace, settings: Settings, progress: Progress = lambda *_: None) -> Analysed:
    """Make a run from all usable observations and switch to it.

    Raises PartError when a step gives a table it did not declare, WorkspaceError when nobody may write.
    """
    at = clock.now()
    known = tables.observations(ws, at)
    run_id = _name(ws, settings, at)
    if (there := ws.current_run()) is not None and there.id == run_id:
        return Analysed(there, False)
    folder = ws.stage()
    order = steps.in_order()
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    for number, step in enumerate(order):
        progress(step.CARD.title, number, len(order))
        for name, frame in _ran(step, known, settings).items():
            known.put(name, frame)
            frame.write_parquet(folder / f"{name}.parquet", compression="zstd")
            hashes[name] = content_hash(frame)
            counts[name] = frame.height
        _forget(known, order[number + 1 :])
    progress("analyse-commit", len(order), len(order))
    result = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
    run = Run(
        id=run_id, version=__version__, settings=_told(settings), as_of=at,
        input_hash=run_id, result_hash=result, counts=counts,
    )  # fmt: skip
    ws.commit_run(run, folder)
    return Analysed(run, True)


def _ran(step: object, known: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    made: dict[str, pl.DataFrame] = step.run(known, settings)  # type: ignore[attr-defined]
    card = step.CARD  # type: ignore[attr-defined]
    if set(made) != set(card.writes):
        raise PartError("error-step-writes", step=card.name, wrote=", ".join(sorted(made)))
    return {name: conform(frame, table(name)) for name, frame in sorted(made.items())}


def _forget(known: Tables, later: tuple[object, ...]) -> None:
    """Drop what no later step reads: memory stays with the largest few tables."""
    needed = {name for step in later for name in step.CARD.reads}  # type: ignore[attr-defined]
    for name in set(known) - needed:
        known.drop(name)


def content_hash(frame: pl.DataFrame) -> str:
    """SHA-256 over the rows of a table in their total order, told as canonical text."""
    digest = hashlib.sha256(",".join(frame.columns).encode())
    for piece in csv.told(frame).iter_slices(200_000):
        digest.update(piece.write_csv(include_header=False).encode())
    return digest.hexdigest()


def _name(ws: Workspace, settings: Settings, at: datetime) -> str:
    """What goes in names the run: code, settings, key and every usable observation file's hash."""
    usable = {one.id for one in ws.evidence() if one.basis.in_force(at)}
    listed = [
        (name, sha256)
        for name, sha256 in ws.manifest("observations/")
        if name.split("/")[1] in usable and Path(name).stem in OBSERVATIONS
    ]
    key = hashlib.sha256(ws.key("run-name")).hexdigest()
    told = json.dumps([__version__, _told(settings), key, sorted(listed)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _told(settings: Settings) -> dict[str, object]:
    """The settings that bear on a result: not the language, not the threads."""
    return {k: v for k, v in asdict(settings).items() if k not in ("language", "threads", "trust")}
