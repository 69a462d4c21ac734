"""What can be a job: one function a kind, which takes its work and gives its result as plain JSON.

A kind names its arguments with their types, so nothing else reaches it; paths are never among them. Each imports its
own room when it is called.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from qalqan.desk import uploads
from qalqan.errors import UsageError
from qalqan.settings import Settings
from qalqan.store.canon import instant

Progress = Callable[[str, int, int], None]
MOST_TEXT: Final = 100_000
MOST_LIST: Final = 10_000
MOST_FOUND: Final = 1_000


@dataclass(frozen=True, slots=True)
class Work:
    """A job being done: the workspace's folder, settings, arguments, for whom, where to put files, whom to tell.

    ``progress`` is told what is being done (a text key), how much is done and of how much; it raises when the job is
    to stop.
    """

    path: Path
    settings: Settings
    arguments: Mapping[str, Any]
    officer: str
    outbox: Path
    progress: Progress
    then: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    """Jobs to queue after this one."""

    def text(self, name: str, default: str = "") -> str:
        """A text argument."""
        return str(self.arguments.get(name, default))

    def files(self) -> list[str]:
        """The names of what was put into the outbox."""
        return sorted(one.relative_to(self.outbox).as_posix() for one in self.outbox.rglob("*") if one.is_file())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: what does it, its arguments with their types, those it must have, the verb it stands for."""

    run: Callable[[Work], dict[str, Any]]
    takes: Mapping[str, type]
    verb: str
    needs: tuple[str, ...] = ()

    def checked(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments, when they are this kind's. Raises UsageError naming the one that is not."""
        for name, value in arguments.items():
            wanted = self.takes.get(name)
            good = wanted is not None and type(value) is wanted
            good = good and (not isinstance(value, str) or len(value) <= MOST_TEXT)
            if isinstance(value, list):
                good = good and len(value) <= MOST_LIST and all(isinstance(one, str) for one in value)
            if not good:
                raise UsageError("error-job-argument", kind=self.verb, name=name)
        for name in self.needs:
            if not arguments.get(name):
                raise UsageError("error-job-argument", kind=self.verb, name=name)
        return dict(arguments)


def ingest(work: Work) -> dict[str, Any]:
    """Read uploads; each is cleared away when all are accepted."""
    from qalqan.desk.ingest import ingest as read  # noqa: PLC0415

    ids = [str(one) for one in work.arguments["uploads"]]
    there = {one.id for one in uploads.listed(work.path)}
    received = uploads.found(work.path, [one for one in ids if one in there])  # the others were read before a kill
    region = next((uploads.find(work.path, one).region for one in ids if one in there), "")
    done = read(
        work.path, [], work.settings, region=region, take_best=bool(work.arguments.get("take_best")),
        progress=work.progress, received=received, by=work.officer,
    )  # fmt: skip
    for one in ids:
        if one in there:
            uploads.drop(work.path, one)
    if work.arguments.get("analyse"):
        work.then.append(("analyse", {}))
    return done.told()


def analyse(work: Work) -> dict[str, Any]:
    """A run from all there is, and the look-ups that pages will map."""
    from qalqan.desk import ready, verbs  # noqa: PLC0415

    done = verbs.analyse(work.path, work.settings, work.progress)
    ready.look_ups(work.path, work.settings)
    return {"run": done.run.id, "fresh": done.fresh, "counts": dict(done.run.counts), "urgent": list(done.urgent)}


def reread(work: Work) -> dict[str, Any]:
    """Read an evidence again with a person's mapping (the text of a mapping file)."""
    from qalqan.desk import mapping  # noqa: PLC0415

    work.outbox.mkdir(parents=True, exist_ok=True)
    told = work.outbox / "mapping.toml"
    told.write_text(work.text("mapping"), "utf-8")
    records = mapping.correct(work.path, work.text("evidence"), told, work.settings, work.progress, work.officer)
    told.unlink()
    return {"evidence": work.text("evidence"), "records": records}


def report(work: Work) -> dict[str, Any]:
    """The dossier of a case or series."""
    from qalqan.desk import papers  # noqa: PLC0415

    work.progress("job-report", 0, 1)
    work.outbox.mkdir(parents=True, exist_ok=True)
    what, lang = work.text("what", "case"), work.text("lang", "kk")
    made = papers.dossier(
        work.path, what, work.text("id"), work.outbox / f"dossier-{lang}.pdf", lang=lang, officer=work.officer,
        purpose=work.text("purpose"),
    )  # fmt: skip
    return {"files": work.files(), "subject": made.subject, "shown": made.shown, "draft": made.draft}


def request(work: Work) -> dict[str, Any]:
    """Requests to every bank at which money of a case is to be held, or to one."""
    from qalqan.desk import papers  # noqa: PLC0415

    work.outbox.mkdir(parents=True, exist_ok=True)
    act, case, lang = work.text("act", "hold"), work.text("case"), work.text("lang", "kk")
    legal = work.text("legal_act", "suspension")
    if bank := work.text("bank"):
        made = [papers.request(work.path, act, case, bank, work.outbox, lang=lang, legal_act=legal,
                               officer=work.officer)]  # fmt: skip
    else:
        made = list(papers.requests(work.path, act, case, work.outbox, lang=lang, legal_act=legal,
                                    officer=work.officer, progress=work.progress))  # fmt: skip
    return {"files": work.files(), "subjects": [one.subject for one in made]}


def export(work: Work) -> dict[str, Any]:
    """The tables of the output contract in one archive, masked unless a purpose is given."""
    from qalqan.desk import verbs  # noqa: PLC0415

    work.progress("job-export", 0, 2)
    folder = work.outbox / "tables"
    made = verbs.export(work.path, folder, officer=work.officer, purpose=work.text("purpose"))
    work.progress("job-export", 1, 2)
    with zipfile.ZipFile(work.outbox / "tables.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.iterdir()):
            archive.write(one, one.name)
            one.unlink()
    folder.rmdir()
    return {"files": work.files(), "masked": made.masked, "rows": sum(made.rows.values()), "hash": made.result_hash}


def verify(work: Work) -> dict[str, Any]:
    """Every byte and value against the ledger, while people go on writing; ``found`` counts all findings."""
    from qalqan.desk.verify_living import verify_living  # noqa: PLC0415

    told = verify_living(work.path, work.progress)
    return {"ok": told.ok, "checked": dict(told.checked), "findings": [list(one) for one in told.findings[:MOST_FOUND]],
            "found": len(told.findings), "size": told.size, "root": told.root,
            "at": told.at and instant(told.at)}  # fmt: skip


def training(work: Work) -> dict[str, Any]:
    """The training region, made once."""
    from qalqan.desk import training as region  # noqa: PLC0415

    region.prepare(region.folder(work.path), work.progress)
    return {}


KINDS: Final[Mapping[str, Kind]] = {
    "ingest": Kind(ingest, {"uploads": list, "take_best": bool, "analyse": bool}, "ingest", ("uploads",)),
    "analyse": Kind(analyse, {}, "analyse"),
    "reread": Kind(reread, {"evidence": str, "mapping": str}, "map", ("evidence", "mapping")),
    "report": Kind(report, {"what": str, "id": str, "lang": str, "purpose": str}, "report", ("id",)),
    "request": Kind(
        request, {"act": str, "case": str, "bank": str, "lang": str, "legal_act": str}, "request", ("case",)
    ),
    "export": Kind(export, {"purpose": str}, "export"),
    "verify": Kind(verify, {}, "verify"),
    "training": Kind(training, {}, "training"),
}
