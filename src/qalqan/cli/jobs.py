"""Commands of long work: jobs, worker."""

from __future__ import annotations

from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table
from qalqan.cli.tongue import t


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("jobs", help=t("cli-jobs-help"))(jobs)
    app.command("worker", help=t("cli-worker-help"))(worker)


def jobs(
    ws: opt.Workspace,
    cancel: Annotated[str, typer.Option("--cancel", metavar="ID", help=t("cli-jobs-opt-cancel"))] = "",
    retry: Annotated[str, typer.Option("--retry", metavar="ID", help=t("cli-jobs-opt-retry"))] = "",
    as_json: opt.AsJson = False,
) -> None:
    """What the worker does, did and has to do."""
    from qalqan.desk import verbs
    from qalqan.desk.jobs import told

    if cancel:
        verbs.job_cancel(ws, cancel)
    if retry:
        verbs.job_retry(ws, retry)
    listed = [told(one) for one in verbs.jobs(ws)]
    if as_json:
        show_json(listed)
        return
    head = [t(f"cli-jobs-{name}") for name in ("id", "kind", "state", "how-far", "officer", "made", "note")]
    show_table("", head, (
        (one["id"], t(f"job-kind-{one['kind']}"), t(f"job-state-{one['state']}"),
         f"{one['progress']}/{one['total']}" if one["total"] else "", one["officer"], one["made"][:19],
         t(one["note"], **(one["result"] or {}).get("args", {})) if one["note"] else "")
        for one in listed
    ), whole=1)  # fmt: skip


def worker(
    ws: opt.Workspace,
    once: Annotated[bool, typer.Option("--once", help=t("cli-worker-opt-once"))] = False,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
    as_json: opt.AsJson = False,
) -> None:
    """Do jobs until told to stop: SIGTERM lets the running one go on with the next worker."""
    import os
    import signal
    import threading

    from qalqan.desk.verbs import work

    leave = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: leave.set())
    # Who started us may be gone by the time all is loaded: the console tells its number; of any other, the system's
    # first process has taken us in by then.
    told = os.environ.get("QALQAN_PARENT", "")
    parent = int(told or os.getppid()) if with_parent else 0
    if with_parent and not told and parent == 1:
        return
    done = work(ws, once=once, leave=leave, parent=parent)
    if as_json:
        show_json({"done": done.done, "failed": done.failed, "cancelled": done.cancelled})
    elif once:
        out.print(t("cli-worker-done", done=done.done, failed=done.failed, cancelled=done.cancelled), markup=False)
