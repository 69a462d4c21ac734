"""Publish a book out of the current run: which numbers, devices, cells, accounts and domains the gate knows.

The content, what two officers approve and the CSV lists are those of :mod:`qalqan.desk.lists`; here they become the
signed book that a gate takes, or a draft that none takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan.desk import door, lists
from qalqan.desk.lists import DAYS, SUBJECT, WAIT_SECONDS, Published
from qalqan.gate.book import LISTS, signed
from qalqan.store import purposes
from qalqan.store.canon import canonical
from qalqan.store.workspace import Workspace

__all__ = ["DAYS", "SUBJECT", "Published", "publish"]


def publish(
    ws_path: Path, out: Path, *, days: int = DAYS, extra: Mapping[str, Sequence[Path]] | None = None, officer: str = ""
) -> Published:
    """Write the book and one CSV a list into a folder; once approved the draft beside it is taken away.

    ``extra`` are files with one value a row (first column) for the lists never, gateways and allowed: numbers that
    never originate calls, registered gateways (numbers or IMEIs), whom no rule touches. Raises NotFound before any
    analysis, UsageError for a file that cannot be read or an unknown list.
    """
    with Workspace.open(ws_path, write=True, wait=WAIT_SECONDS) as ws:
        door.check(ws, "gate_publish", officer)
        told = lists.content(ws, days, extra or {})
        purposes.log(ws, officer or "-", "prevention", SUBJECT, sum(map(len, told.lists.values())))
        lists.drafted_now(ws, told)
        key = Ed25519PrivateKey.from_private_bytes(ws.key("gate book"))
    ready = told.state.complete
    book = out / ("book.json" if ready else "book.draft.json")
    text = signed("book", told.body, key) if ready else canonical({"draft": True, "body": told.body}) + "\n"
    paths = [lists.swap(book, text)]
    paths += [lists.table(out / f"{name}.csv", rows) for name, rows in sorted(told.lists.items()) if rows]
    if ready:
        lists.drop(out / "book.draft.json")
    return lists.published(told, paths, sorted({*LISTS, *told.lists}), key)
