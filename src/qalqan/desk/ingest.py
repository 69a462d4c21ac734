"""qalqan ingest: files in, observations out; idempotent by content, one commit a file, resumes after a kill.

Each file is hashed, sealed into the vault, read in a child process with limits, and committed with what was understood
in one step. A file whose content was already read is only counted. Members of archives are evidence of their own.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from qalqan.desk import accept
from qalqan.desk.accept import Found
from qalqan.desk.basis import MANIFEST, Manifest, parse
from qalqan.desk.mapping import remembered
from qalqan.errors import UsageError
from qalqan.intake import sandbox
from qalqan.intake.read import Outcome
from qalqan.model.evidence import Basis, evidence_id
from qalqan.settings import Settings
from qalqan.store import disk
from qalqan.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
MOST_EACH: Final = 2_000


@dataclass(slots=True)
class Done:
    """What an ingest did. ``asks`` are files that need a person: name and a Fluent key saying why; ``each`` says of the
    first ``MOST_EACH`` files name, evidence, status, records and what was refused of it."""

    files: int = 0
    records: int = 0
    units: int = 0
    accounted: int = 0
    by_status: Counter[str] = field(default_factory=Counter)
    asks: list[tuple[str, str]] = field(default_factory=list)
    each: list[tuple[str, str, str, int, int]] = field(default_factory=list)

    def add(self, row: Mapping[str, Any] | None) -> None:
        """Count a file that was read, by its row of the ``files`` table; None: another ingest accepted it first."""
        if row is None:
            self.by_status["duplicate"] += 1
            return
        self.files += 1
        self.records += row["records"] or 0
        self.units += row["units"] or 0
        self.accounted += sum(row[name] or 0 for name in ("records", "duplicates", "rejected", "skipped"))
        self.by_status[row["status"]] += 1
        self.tell(row["file"], row["evidence"], row["status"], row["records"] or 0, row["rejected"] or 0)
        if row["status"] == "needs_person":
            self.asks.append((f"{row['file']} [{row['evidence']}]", row["note"]))

    def met(self, name: str, evidence: str) -> None:
        """Count a file whose content was accepted before."""
        self.by_status["duplicate"] += 1
        self.tell(name, evidence, "duplicate", 0, 0)

    def tell(self, name: str, evidence: str, status: str, records: int, rejected: int) -> None:
        """Keep what became of one file."""
        if len(self.each) < MOST_EACH:
            self.each.append((name, evidence, status, records, rejected))

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        return {
            "files": self.files, "records": self.records, "units": self.units, "accounted": self.accounted,
            "status": dict(sorted(self.by_status.items())), "asks": [list(one) for one in self.asks],
            "each": [list(one) for one in self.each],
        }  # fmt: skip


def ingest(
    path: Path, inputs: Sequence[Path], settings: Settings, *, basis: str = "", region: str = "",
    mapping: Path | None = None, take_best: bool = False, progress: Progress = lambda *_: None,
    typed: Mapping[str, str] | None = None, received: Sequence[Found] = (), by: str = "",
) -> Done:  # fmt: skip
    """Read files, folders and archives into a workspace. ``typed`` are texts to keep as files of that name,
    ``received`` files that already have a name and a basis, ``by`` the officer who brings them.

    The right to write is held for a commit at a time, so several may ingest at once: the same content is accepted
    once. Raises UsageError for a path that is not there or a basis that cannot be read, WorkspaceError when another
    writer does not finish. A file that cannot be read never stops the others; what ``progress`` raises stops all,
    and what was accepted stays.
    """
    whole = parse(basis)
    with Workspace.open(path) as ws:
        found = [*_found(inputs, whole), *_typed(ws, typed or {}, whole), *received]
        plan = sandbox.Plan(
            limits=settings.intake, region=region or settings.intake.region, take_best=take_best,
            mapping=remembered(ws, mapping), key=ws.key("cards"),
        )  # fmt: skip
        return _read_all(ws, found, plan, settings.threads, progress, by)


def _found(inputs: Sequence[Path], basis: Basis) -> Iterator[Found]:
    """Every file below the inputs, in order of name; manifests give bases and are no evidence."""
    for given in inputs:
        if not given.exists():
            raise UsageError("error-no-file", where=str(given))
        folder = given if given.is_dir() else given.parent
        manifest = Manifest(folder)
        files = sorted(one for one in given.rglob("*") if one.is_file()) if given.is_dir() else [given]
        for file in files:
            if file == folder / MANIFEST:
                continue
            yield Found(file, file.relative_to(folder).as_posix(), manifest.basis(file) or basis)


def _typed(ws: Workspace, texts: Mapping[str, str], basis: Basis) -> list[Found]:
    folder = ws.stage()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [Found(folder / name, name, basis) for name in texts]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A container that was read: it is accepted after its members, so that a killed ingest reads it again."""

    found: Found
    sha256: str
    outcome: Outcome


def _read_all(  # noqa: PLR0917 - the whole ingest
    ws: Workspace, found: list[Found], plan: sandbox.Plan, threads: int, progress: Progress, by: str
) -> Done:
    """Read with one child a thread; commits happen here, in the order of the list."""
    done = Done()
    queue: deque[Found | Waiting] = deque(found)
    running: deque[tuple[Found, str, Future[Outcome]]] = deque()
    number, total = 0, len(queue)
    with sandbox.Pool(threads, plan) as pool, ThreadPoolExecutor(threads) as workers:
        while queue or running:
            while queue and len(running) < threads:
                one = queue[0]
                if isinstance(one, Waiting):
                    if running:
                        break
                    queue.popleft()
                    done.add(accept.accept(ws, one.found, one.sha256, one.outcome, by))
                    continue
                sha256, _size = disk.hash_file(one.path)
                if any(sha256 == other for _, other, _ in running):
                    break  # the same content is being read: wait for it
                queue.popleft()
                if accept.met_before(ws, sha256, one.basis):
                    done.met(one.name, evidence_id(sha256))
                    number += 1
                    continue
                out = ws.stage()
                running.append((one, sha256, workers.submit(pool.read, one.path, one.name, out, one.depth)))
            if running:
                one, sha256, reading = running.popleft()
                outcome = reading.result()
                if outcome.members:
                    members = accept.members(one, sha256, outcome)
                    queue.extendleft([Waiting(one, sha256, outcome), *reversed(members)])
                    total += len(members)
                else:
                    done.add(accept.accept(ws, one, sha256, outcome, by))
                number += 1
            progress("cli-ingest-bar", number, total)
    return done


def give_basis(path: Path, id_: str, words: str) -> int:
    """Put an evidence and what came out of it on a lawful basis; gives how many were changed.

    Raises NotFound for an unknown evidence, UsageError for a basis that cannot be read.
    """
    basis = parse(words)
    with Workspace.open(path) as ws:
        return accept.give_basis(ws, id_, basis)
