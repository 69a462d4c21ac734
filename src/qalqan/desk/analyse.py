"""qalqan analyse: facts → mentions → losses → trails → ties → series → holds → roles, in one new run.

A run is named by what went into it (observations, settings, key, code), so the same input is never computed twice, and
a killed run leaves nothing: its files and its row are committed in one step at the end. The right to write is held for
that step alone: what came in meanwhile is in the next run, and of two analyses at once the one of the later moment
counts, whichever finishes first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any

import polars as pl

from qalqan import clock
from qalqan.desk import code, steps, tables
from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import Conflict, PartError
from qalqan.kernels import money_warm
from qalqan.report.formats import csv
from qalqan.settings import Settings
from qalqan.store import ledger, runs
from qalqan.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
SLICE = 200_000
TRIES = 3
"""So often an analysis begins anew because what it read was replaced; then it keeps the others out."""
LOOKS = 5
"""So often the small tables are read until nothing came in between; the run is named by what was read in any case."""
WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Analysed:
    """A finished analysis: the run, whether it was made now, and the messages that a person must see at once."""

    run: runs.Run
    fresh: bool
    urgent: tuple[str, ...] = ()


def analyse(ws: Workspace, settings: Settings, progress: Progress = lambda *_: None) -> Analysed:
    """Make a run from all usable observations and switch to it; earlier runs' tables are dropped.

    When an analysis of a later moment was finished meanwhile, that one is given. Raises PartError when a step gives a
    table it did not declare, WorkspaceError when another writer does not finish; what ``progress`` raises stops it.
    """
    for _ in range(TRIES):
        try:
            return _analysed(ws, settings, progress)
        except (FileNotFoundError, Conflict):  # read anew meanwhile, or another run took the place of the one looked at
            if ws.writable:
                raise
    with ws.writing(WAIT_SECONDS) as still:
        return _analysed(still, settings, progress)


def _analysed(ws: Workspace, settings: Settings, progress: Progress) -> Analysed:
    of, known = _taken(ws)
    run_id = _name(ws, settings, of, known["evidence"], known["decided"], known["registry"])
    with ws.reading() as connection:
        there = runs.current(connection)
    if there is not None and there.id == run_id:
        return Analysed(there, False, urgent(tables.current(ws)["messages_read"]))
    known.stamp = run_id  # names the content, so that a trace finds the kept book without loading the tables
    folder = ws.stage()
    order = steps.in_order()
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    at_once: tuple[str, ...] = ()
    for number, step in enumerate(order):
        progress(step.CARD.title, number, len(order))
        for name, frame in _ran(step, known, settings).items():
            known.put(name, frame)
            frame.write_parquet(folder / f"{name}.parquet", compression="zstd")
            hashes[name] = content_hash(frame)
            counts[name] = frame.height
            at_once = urgent(frame) if name == "messages_read" else at_once
        _forget(known, order[number + 1 :])
    progress("analyse-commit", len(order), len(order))
    money_warm.warm()  # the first trace of another process finds compiled code
    result = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
    names = {name: f"runs/{run_id}/{name}.parquet" for name in hashes}
    run = runs.Run(run_id, of.at, code.name(), _told(settings), run_id, counts, result, names)
    other = _commit(ws, run, {names[name]: folder / f"{name}.parquet" for name in names}, of.size)
    if other is not None:
        return Analysed(other, False, urgent(tables.current(ws)["messages_read"]))
    return Analysed(run, True, at_once)


def _taken(ws: Workspace) -> tuple[tables.Moment, Tables]:
    """What there is now, the small tables loaded: read again when something was committed in between."""
    for _ in range(LOOKS):
        at = clock.now()
        of = tables.moment(ws, at)
        known = tables.observations(ws, at, of)
        for name in ("evidence", "decided", "registry"):
            known[name]  # loaded now
        with ws.reading() as connection:
            if ledger.size(connection) == of.size:
                break
    return of, known


def urgent(read: pl.DataFrame) -> tuple[str, ...]:
    """Messages that look like talk driving a child to self-harm, the likeliest first: they do not wait for a queue."""
    harm = read.filter(pl.col("class") == "harm")  # a text of no signs has no class
    return tuple(harm.sort("scam_score", "message_id", descending=[True, False])["message_id"])


def _commit(ws: Workspace, run: runs.Run, made: dict[str, Any], size: int) -> runs.Run | None:
    """Keep the run, unless one of a later moment (or this very one) is there by now: that one is given then."""
    with ws.writing(WAIT_SECONDS) as open_:
        with open_.reading() as connection:
            there, earlier = runs.current(connection), runs.everything(connection)
            later = _later(connection, size)
        if there is not None and (later or there.id == run.id):
            return there

        def change(connection: Any) -> None:
            for old in earlier:
                runs.remove(connection, old.id)
            runs.add(connection, run)

        drop = [name for old in earlier for name in old.tables.values()]
        told = {"run": run.id, "result": run.result_hash, "code": run.code, "of": size}
        open_.commit("analyse", told, lake=made, change=change, drop=drop)
    return None


def _later(connection: Any, size: int) -> bool:
    """Whether the last analysis that was committed since the ledger had ``size`` entries is of a later moment."""
    for seq in range(ledger.size(connection), size, -1):
        entry = ledger.entry(connection, seq)
        if entry.act == "analyse":
            return int(entry.payload.get("of", 0)) > size
    return False


def _ran(step: ModuleType, known: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    made: dict[str, pl.DataFrame] = step.run(known, settings)
    if set(made) != set(step.CARD.writes):
        raise PartError("error-step-writes", step=step.CARD.name, wrote=", ".join(sorted(made)))
    return {name: conform(frame, table(name)) for name, frame in sorted(made.items())}


def _forget(known: Tables, later: tuple[ModuleType, ...]) -> None:
    """Drop what no later step reads, so that memory stays with the largest few tables."""
    needed = {name for step in later for name in step.CARD.reads}
    for name in set(known) - needed:
        known.drop(name)


def content_hash(frame: pl.DataFrame) -> str:
    """SHA-256 over the rows of a table in their total order, told as canonical text."""
    digest = hashlib.sha256(",".join(frame.columns).encode())
    for piece in csv.timed(frame).iter_slices(SLICE):
        digest.update(piece.write_csv(include_header=False).encode())
    return digest.hexdigest()


def _name(  # noqa: PLR0917 - everything that goes in
    ws: Workspace, settings: Settings, of: tables.Moment, evidence: pl.DataFrame, decided: pl.DataFrame,
    registry: pl.DataFrame,
) -> str:  # fmt: skip
    """What goes in names the run: code, settings, key, every usable observation file's hash, the cases of the bases,
    what officers decided, and the entries of the registry that count."""
    listed = sorted(
        (name, one.sha256)
        for name, one in of.listed.items()
        if name.split("/")[1] in of.ids and not name.split("/")[2].startswith(("rejected-", "skipped-"))
    )
    key = hashlib.sha256(ws.key("run-name")).hexdigest()
    bases = sorted(row for row in evidence.select("evidence", "case").drop_nulls().rows() if row[0] in of.ids)
    words = [*decided.drop("decision").rows(), *registry.select("kind", "value", "ground", "proven", "appealed").rows()]
    told = json.dumps([code.name(), _told(settings), key, listed, bases, words], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _told(settings: Settings) -> dict[str, Any]:
    """The settings that bear on a result: not the language, the threads, the anchors or the database's place."""
    return {name: value for name, value in asdict(settings).items() if name in ("intake", "match", "link", "trace")}
