"""What the command line shows: tables, key lines, progress bars, errors in the user's language."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from qalqan.cli.tongue import LANGUAGE, t
from qalqan.errors import QalqanError

WIDE = 180
out = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def tenge(tiyn: int | None) -> str:
    """A sum as people read it: «1 250 000,00 ₸» with thin spaces."""
    if tiyn is None:
        return ""
    whole, rest = divmod(abs(tiyn), 100)
    grouped = f"{whole:,}".replace(",", "\u202f")
    mark = "." if LANGUAGE == "en" else ","
    return f"{'−' if tiyn < 0 else ''}{grouped}{mark}{rest:02d}\u00a0₸"


def show_table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], whole: int = 0) -> None:
    """Print rows under translated headings; the first ``whole`` columns are never broken over lines."""
    table = Table(title=Text(title) if title else None, title_justify="left", header_style="bold", show_edge=False)
    for number, name in enumerate(head):
        table.add_column(name, overflow="fold", no_wrap=number < whole)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))  # Text: foreign text is no markup
    out.print(table)


def grounds(told: str | None) -> str:
    """Grounds in words, heaviest first: what, with which values, how much it weighs, and where it stands."""
    lines = []
    for one in json.loads(told or "[]"):
        values = ", ".join(str(value) for value in one.get("values", {}).values())
        places = one.get("locators", [])
        more = f" +{len(places) - 1}" if len(places) > 1 else ""
        where = f" [{places[0]}{more}]" if places else ""
        lines.append(f"{t(one['rule'])}{': ' if values else ''}{values} ({one.get('weight', 0)}){where}")
    return "\n".join(lines)


def show_json(value: object) -> None:
    """Print a value as canonical JSON, for other programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=str) + "\n")


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr fed by ``(what, done, total)``; silent when nobody looks."""
    quiet = not sys.stderr.isatty() and os.environ.get("QALQAN_PROGRESS") != "1"
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, disable=quiet, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                for task in tasks.values():
                    progress.update(task, visible=False)
                tasks[what] = progress.add_task(t(what), total=total or None)
            progress.update(tasks[what], completed=done, total=total or None)

        yield told


def say_error(error: QalqanError) -> None:
    """What was wrong, where, what to do."""
    err.print(t(error.key, **{k: str(v) for k, v in error.args_.items()}), style="bold red", markup=False)
    if error.where:
        err.print(f"  {t('cli-where')}: {error.where}", markup=False)
    hint = f"{error.key}-do"
    if (told := t(hint, **{k: str(v) for k, v in error.args_.items()})) != hint:
        err.print(f"  {told}", markup=False)
