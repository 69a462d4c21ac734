"""One file → observations on disk and an account of every unit.

recognise → blocks of the reader → tables → mapping → typing → ``<kind>.parquet``, ``rejected.parquet``,
``skipped.parquet`` and ``file.json``. Nothing is lost silently: the units that the format's own counter finds are
compared with records, rejected and skipped, part by part.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake import normalise, profiles
from qalqan.intake.blocks import Context, Grid, Member, Records, Skipped, Trouble
from qalqan.intake.formats.explorer import turned
from qalqan.intake.job import Job, told_parts
from qalqan.intake.recognise import recognise
from qalqan.intake.request import BROKEN, NEEDS_PERSON, READ, Outcome, Progress, Request, blank_file
from qalqan.intake.sheets import Reconsider, Sheets
from qalqan.intake.typed.base import Reading
from qalqan.model.evidence import evidence_id
from qalqan.model.schema import OBSERVATIONS

__all__ = ["Outcome", "Request", "read"]
_BLOCK = 1 << 20
ASKS = frozenset({"reason-ocr-missing", "reason-ocr-language", "reason-ocr-failed"})
"""Troubles that a person must settle although records came of the file: what a picture says is not known."""


def read(request: Request, progress: Progress = lambda _done, _total: None) -> Outcome:
    """Read one file into ``request.out``. Never raises for what the file holds: the outcome's status says it.

    Raises UsageError for a mapping file that is wrong.
    """
    told = profiles.load(request.mapping)
    request.out.mkdir(parents=True, exist_ok=True)
    sha256 = hash_file(request.path)
    try:
        outcome = _read(request, sha256, told, progress)
    except NeedsPerson as error:
        outcome = failed(request, sha256, NEEDS_PERSON, error.key, str(error))
    except IntakeError as error:
        outcome = failed(request, sha256, BROKEN, error.key, str(error))
    (request.out / "file.json").write_text(
        json.dumps(outcome.to_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )
    return outcome


def failed(request: Request, sha256: str, status: str, reason: str, detail: str) -> Outcome:
    """The outcome of a file that could not be read at all: one rejected row says why."""
    evidence = evidence_id(sha256)
    file = blank_file(evidence, request.name, sha256) | {"status": status, "note": reason}
    job = Job(request, evidence)
    job.note("", 0, "", "", reason, "file_rejected")
    return Outcome(file, job.finish(), region=request.region, detail=detail)


def _read(request: Request, sha256: str, told: Sequence[profiles.Profile], progress: Progress) -> Outcome:
    """The outcome of the surest reader that can read the file."""
    ranked = recognise(request.path, request.name).ranked
    first: IntakeError | None = None
    for _, name, module in ranked:
        try:
            return _with(request, sha256, told, progress, name, module)
        except NeedsPerson:
            raise
        except IntakeError as error:
            first = first or error
    assert first is not None  # noqa: S101 - recognise gives at least one reader
    raise first


def _with(  # noqa: PLR0917
    request: Request, sha256: str, told: Sequence[profiles.Profile], progress: Progress, name: str,
    module: ModuleType,
) -> Outcome:  # fmt: skip
    """The outcome of one reader; dates that prove to be month first start it anew."""
    scratch = request.out / "members"
    scratch.mkdir(exist_ok=True)
    context = Context(request.name, request.limits, scratch, request.depth)
    units = module.count(request.path, context)
    for dates in ("", "mdy"):
        job = Job(request, evidence_id(sha256))
        sheets = Sheets(job, name, told, units, dates)
        try:
            _blocks(request, module, context, job, sheets, sum(units.values()), progress)
        except Reconsider:
            job.drop()
            continue
        break
    sheets.finish()
    if not any(scratch.iterdir()):
        scratch.rmdir()
    return _outcome(request, sha256, name, job, sheets, units)


def _blocks(  # noqa: PLR0917
    request: Request, module: ModuleType, context: Context, job: Job, sheets: Sheets, total: int,
    progress: Progress,
) -> None:  # fmt: skip
    orders: dict[tuple[str, str], Reading] = {}
    for block in turned(module.read(request.path, context)):
        if isinstance(block, Grid):
            sheets.grid(block)
        elif isinstance(block, Records):
            _records(request, block, job, orders)
        elif isinstance(block, Member):
            job.member(block)
        elif isinstance(block, Skipped):
            job.skipped(block)
        elif isinstance(block, Trouble):
            job.trouble(block)
        progress(job.done, total)


def _records(request: Request, block: Records, job: Job, orders: dict[tuple[str, str], Reading]) -> None:
    """Records whose fields the format names; date order and decimal sign as first seen hold for all of a part."""
    key = (block.kind, block.part)
    if key not in orders:
        hints = dict(block.hints)
        reading = Reading(
            hints.get("dates", "auto"), hints.get("decimal", "auto"), hints.get("zone", "local"),
            hints.get("unit", "tenge"), request.region, request.key,
        )  # fmt: skip
        orders[key] = normalise.hints(block.frame, reading)
    reading = replace(orders[key])
    typed = normalise.type_rows(block.kind, block.frame, reading)
    job.typed(typed, block.part)


def _outcome(  # noqa: PLR0917
    request: Request, sha256: str, name: str, job: Job, sheets: Sheets, units: dict[str, int]
) -> Outcome:
    total = job.check(units)
    mappings = sheets.mappings()
    used = [one for one in mappings if one["used"]]
    status, note = READ, ""
    if len(used) < len(mappings):
        asks = sum(int(str(one["rows"])) for one in mappings if not one["used"])
        read_rows = sum(int(str(one["rows"])) for one in used)
        note = "reason-part-not-understood"
        if asks > read_rows:
            status, note = NEEDS_PERSON, "reason-needs-person"
    elif not job.sinks and not job.members and total and not mappings and not sheets.headed:
        status, note = NEEDS_PERSON, "reason-no-table"
    asked = sorted(one.reason for one in job.troubles if one.reason in ASKS)
    if asked and status == READ:
        status, note = NEEDS_PERSON, asked[0]
    tables = job.finish()
    kinds = [kind for kind in OBSERVATIONS if kind in tables]
    confidence = [int(str(one["confidence"])) for one in used]
    file = blank_file(evidence_id(sha256), request.name, sha256) | {
        "format": name, "record_kind": "+".join(kinds), "units": total, "records": job.sum("records"),
        "rejected": job.sum("rejected"), "skipped": job.sum("skipped"),
        "mapping_confidence": min(confidence, default=1000 if kinds and not mappings else None),
        "status": status, "note": note,
    }  # fmt: skip
    return Outcome(file, tables, mappings, tuple(job.members), told_parts(units, job.parts), request.region)


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
