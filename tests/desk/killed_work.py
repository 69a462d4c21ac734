"""A child that works until it is killed, telling what was accepted: ``python killed_work.py WHAT WORKSPACE SEED``.

``decision``: signs one decision after another and tells each that was kept. ``upload``: sends files in chunks and tells
how many bytes of each were accepted. ``job``: a worker that does what waits.
"""

from __future__ import annotations

import random
import sys
from hashlib import sha256
from pathlib import Path

from qalqan.desk import decisions, officers, uploads, worker
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace

WORDS = "long enough to be one"


def content(name: str) -> bytes:
    """What a file of that name holds, the same in parent and child."""
    chance = random.Random(name)
    return bytes(chance.randbytes(chance.randint(1, 300_000)))


def decision(path: Path, seed: int) -> None:
    with Workspace.open(path) as ws:
        officer, private = officers.unlock(ws, "Айдана", WORDS)
        key = officers.Unlocked(officer.id, private)
        print("open", flush=True)
        number = 0
        while True:
            number += 1
            with ws.writing(10.0) as open_:
                kept = decisions.decide(
                    open_, officer.name, key, f"link:K{seed}|K{seed + number}", "link", "approve", "қарадым",
                    "investigation", "", sha256(b"shown").hexdigest(),
                )  # fmt: skip
            print(kept.id, flush=True)


def upload(path: Path, seed: int) -> None:
    chance, number = random.Random(seed), 0
    print("open", flush=True)
    while True:
        number += 1
        name = f"file-{seed}-{number}.csv"
        whole = content(name)
        one = uploads.begin(path, Settings(), officer="aidana", name=name, size=len(whole))
        print(one.id, 0, flush=True)
        while not one.whole:
            piece = whole[one.received : one.received + chance.randint(1, 80_000)]
            one = uploads.append(path, one.id, one.received, piece, officer="aidana")
            print(one.id, one.received, flush=True)


def job(path: Path, _seed: int) -> None:
    print("open", flush=True)
    worker.work(path, once=True)
    print("over", flush=True)


if __name__ == "__main__":
    {"decision": decision, "upload": upload, "job": job}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
