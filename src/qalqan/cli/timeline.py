"""Command of a victim's line: timeline."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table
from qalqan.cli.tongue import LANGUAGE, t

if TYPE_CHECKING:
    from qalqan.report.facts import Place
    from qalqan.report.timeline import Timeline


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("timeline", help=t("cli-timeline-help"))(timeline)


def timeline(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))],
    whole: Annotated[bool, typer.Option("--whole", help=t("cli-opt-timeline-whole"))] = False,
    all_onward: Annotated[bool, typer.Option("--all-onward", help=t("cli-opt-timeline-onward"))] = False,
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """What happened to the victim of a case, in order of time."""
    from qalqan.desk.verbs import timeline as look
    from qalqan.report import timeline as picture
    from qalqan.report.wording import Words

    found = look(
        ws, case, opt.settings_of(ws, set_), whole=whole, all_onward=all_onward, officer=officer, purpose=purpose
    )
    if as_json:
        show_json(_plain(found))
        return
    words = Words(LANGUAGE)
    rows = ((*picture.cells(row, found.sources, words)[:4], _first_place(row.places)) for row in found.rows)
    show_table(t("cli-timeline-title", id=found.case, count=len(found.rows)), picture.head(words), rows)
    if told := picture.cut(found, words):
        out.print(told, markup=False)
    out.print(t("cli-timeline-signature"), style="bold", markup=False)
    for line in picture.signature(found, words):
        out.print(f"  {line}", markup=False)
    out.print(words("timeline-careful"), markup=False)


def _first_place(places: tuple[Place, ...]) -> str:
    if not places:
        return ""
    one = places[0]
    more = f" +{len(places) - 1}" if len(places) > 1 else ""
    return f"{one.evidence}:{one.part}:{one.row}{more}"


def _plain(found: Timeline) -> dict[str, Any]:
    from qalqan.model.evidence import Locator

    rows = []
    for row in found.rows:
        told = asdict(row)
        told["at"] = row.at.isoformat()
        told["places"] = [str(Locator(one.evidence, one.part, one.row)) for one in row.places]
        told["why"] = None if row.why is None else {"key": row.why.key, **dict(row.why.values)}
        rows.append(told)
    return {
        "case": found.case, "mo": found.mo, "victim": found.victim,
        "registered_at": found.registered_at.isoformat() if found.registered_at else None,
        "damage_tiyn": found.damage_tiyn, "rows": rows, "onward": found.onward, "onward_total": found.onward_total,
        "signature": {part: len(told) for part, told in found.found().items()},
    }  # fmt: skip
