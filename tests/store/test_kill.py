"""Kill −9 at any moment loses nothing accepted and leaves no half state."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from qalqan.desk.verify import verify
from qalqan.settings import Settings
from qalqan.store import ledger, profiles
from qalqan.store.tables import LEDGER
from qalqan.store.workspace import Workspace

CHILD = Path(__file__).with_name("busy_writer.py")
KILLS = 200 if os.environ.get("QALQAN_ACCEPTANCE") else 12


def killed(path: Path, url: str, acts: int, after: float) -> list[tuple[int, str]]:
    """Let a child commit, kill it ``after`` seconds past some acts, and give what it was told was accepted."""
    child = subprocess.Popen([sys.executable, str(CHILD), str(path), url], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    told = "".join(child.stdout.readline() for _ in range(acts))
    time.sleep(after)
    child.kill()
    told += child.stdout.read()
    child.wait()
    lines = told.split("\n")[:-1]  # a line cut by the kill was not accepted yet
    return [(int(seq), hash_) for seq, hash_ in (line.split() for line in lines)]


def test_nothing_accepted_is_lost(tmp_path: Path, settings: Settings) -> None:
    path, url = tmp_path / "ws", settings.store.url
    Workspace.init(path, settings=settings).close()
    (path / "settings.toml").write_text(f'[store]\nurl = "{url}"\n', "utf-8")
    chance, accepted = random.Random(17), {}
    for _ in range(KILLS if not url else KILLS // 4):
        accepted |= dict(killed(path, url, chance.randint(0, 2), chance.uniform(0.0, 0.03)))
        with Workspace.open(path, write=True, wait=10.0, settings=settings) as ws:
            with ws.reading() as connection:
                entries = [ledger.read(one) for one in connection.execute(select(LEDGER.c.body)).scalars()]
                kept = {one.seq: one.payload["sha256"] for one in entries if one.act == "ingest"}
                rows = {one["original"] for one in profiles.everything(connection).values()}
            assert accepted.items() <= kept.items(), "an accepted act is lost"
            assert rows == set(kept.values()), "a row without an act, or an act without its row"
            for hash_ in list(kept.values())[-3:]:
                assert ws.vault.open(hash_).read().startswith(b"original ")
            accepted = kept
        report = verify(path)
        assert report.ok, report.findings
    assert accepted
