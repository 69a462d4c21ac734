"""A child that commits without end, telling each accepted act; the kill test ends it at a random moment.

Started as ``python busy_writer.py WORKSPACE [URL]``. Each act puts an original into the vault, a file into the lake and
a row into the database; every third drops an older file. After a commit has returned, its number is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import Connection

from qalqan.settings import Settings, Store
from qalqan.store import ledger, profiles
from qalqan.store.workspace import Workspace


def work(path: Path, url: str) -> None:
    with Workspace.open(path, write=True, settings=Settings(store=Store(url=url))) as ws:
        with ws.reading() as connection:
            number = ledger.size(connection)
        print("open", flush=True)
        while True:
            number += 1
            folder = ws.stage()
            (folder / "original").write_bytes(f"original {number} ".encode() * 20_000)
            (folder / "rows").write_bytes(f"rows {number} ".encode() * 5_000)
            hash_, _size = ws.vault.put(folder / "original")

            def change(connection: Connection, number: int = number, hash_: str = hash_) -> None:
                profiles.remember(connection, f"layout-{number}", {"original": hash_})

            drop = sorted(ws.listed("x/"))[:1] if number % 3 == 0 else []
            entry = ws.commit(
                "ingest", {"n": number, "sha256": hash_}, lake={f"x/{number:06}": folder / "rows"}, change=change,
                drop=drop,
            )  # fmt: skip
            print(entry.seq, hash_, flush=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
