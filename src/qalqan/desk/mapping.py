"""qalqan map: how a file was understood, and a person's correction, remembered for its layout."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from qalqan.desk import accept
from qalqan.errors import NotFound, UsageError
from qalqan.intake import profiles as layouts
from qalqan.intake import sandbox
from qalqan.intake.mapping import Mapping as Layout
from qalqan.settings import Settings
from qalqan.store import evidence, files, profiles
from qalqan.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
_ASIDE = ("", "unused")
MOST_EXAMPLED = 64 << 20  # bytes: reading a longer one again costs more than a page may


def remembered(ws: Workspace, mapping: Path | None) -> Path | None:
    """A folder with the mappings an ingest goes by: the one given first, then those remembered; None when none."""
    with ws.reading() as connection:
        kept = profiles.everything(connection)
    if mapping is None and not kept:
        return None
    if mapping is not None and not mapping.exists():
        raise UsageError("error-no-file", where=str(mapping))
    folder = ws.stage()
    if mapping is not None:
        layouts.load(mapping)  # a wrong one is refused before anything is read
        (folder / f"0-given{mapping.suffix}").write_bytes(mapping.read_bytes())
    for fingerprint, told in kept.items():
        (folder / f"1-{fingerprint}.json").write_text(json.dumps({"table": [told]}, ensure_ascii=False), "utf-8")
    return folder


def proposal(path: Path, id_: str) -> str:
    """How the tables of an evidence were understood, as a mapping file to edit (TOML).

    Raises NotFound for an unknown evidence or one that holds no table.
    """
    with Workspace.open(path) as ws, ws.reading() as connection:
        kept = evidence.get(connection, id_)
        told = files.mappings(connection, kept.evidence.id)
    tables = [one for one in told or () if one.get("columns")]
    if not tables:
        raise NotFound("error-mapping-missing", where=kept.path)
    return f"# {kept.path}\n" + "\n".join(as_toml(one) for one in tables)


def as_toml(told: Mapping[str, Any]) -> str:
    """One table's mapping: fields first, columns nobody could name as comments with the reason."""
    lines = ["[[table]]", f"fingerprint = {_quoted(told['fingerprint'])}", f"# {_comment(told.get('part', ''))}"]
    lines += [f"kind = {_quoted(told['kind'] or 'transaction')}"]
    lines += [f"{key} = {_quoted(told[key])}" for key in ("dates", "decimal", "unit", "zone") if told.get(key)]
    lines.append("[table.columns]")
    for one in told["columns"]:
        where = f"{one['column'] + 1}   # {_comment(one['header'])}: {one['confidence']}, {_comment(one['ground'])}"
        lines.append(f"# ? = {where}" if one["field"] in _ASIDE else f"{one['field']} = {where}")
    if told.get("constants"):
        lines.append("[table.constants]")
        lines += [f"{name} = {_quoted(value)}" for name, value in sorted(told["constants"].items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())[:120]


def correct(  # noqa: PLR0917 - the file, the person's word, and who says it
    path: Path, id_: str, mapping: Path, settings: Settings, progress: Progress = lambda *_: None, by: str = ""
) -> int:  # fmt: skip
    """Read an evidence again with a person's mapping and remember it for its layout; gives the records.

    The original in the vault is read; what the first reading gave is dropped in the same commit. Raises
    NotFound, UsageError for a wrong mapping file, WorkspaceError when somebody else writes.
    """
    with Workspace.open(path) as ws:
        with ws.reading() as connection:
            kept = evidence.get(connection, id_)
        folder = ws.stage()
        ws.vault.extract(kept.evidence.sha256, folder / "original")
        plan = sandbox.Plan(settings.intake, kept.region, True, remembered(ws, mapping), ws.key("cards"))
        with sandbox.Pool(1, plan) as pool:
            outcome = pool.read(
                folder / "original", kept.path, folder / "out",
                progress=lambda done, total: progress("cli-ingest-bar", done, total),
            )  # fmt: skip
        accept.replace(ws, kept, outcome, lambda connection: _remember(connection, outcome.mappings, kept.path, by))
        return int(outcome.file["records"])


def _remember(connection: Connection, mappings: list[dict[str, Any]], name: str, by: str) -> None:
    for told in mappings:
        layout = Layout.from_json(told)
        if layout.by == "person" and layout.fingerprint:
            profiles.remember(connection, layout.fingerprint, layouts.remembering(layout), name, by)


def forget(ws: Workspace, fingerprint: str) -> None:
    """Go by a remembered layout no longer, in a workspace open for writing; what was read by it stays. Raises NotFound
    when it is not remembered."""
    with ws.reading() as connection:
        if profiles.recall(connection, fingerprint) is None:
            raise NotFound("error-not-found", what="profile", id=fingerprint[:40])
    ws.commit("profile", {"layout": fingerprint}, change=lambda connection: profiles.forget(connection, fingerprint))


def examples(ws: Workspace, id_: str) -> list[dict[str, Any]]:
    """The first rows of an evidence's tables, for the person who says what its columns mean; none of a long file.

    Raises NotFound for an unknown evidence.
    """
    with ws.reading() as connection:
        kept = evidence.get(connection, id_)
    if kept.evidence.size > MOST_EXAMPLED:
        return []
    folder = ws.stage()
    try:
        ws.vault.extract(kept.evidence.sha256, folder / "original")
        (folder / "out").mkdir()
        plan = sandbox.Plan(ws.settings.intake, kept.region)
        return sandbox.glimpse(plan.request(folder / "original", kept.path, folder / "out", 0))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
