"""Run a verb and die by SIGKILL inside a chosen stage: ``python killed.py VERB WS FOLDER STAGE DELAY_MS``.

STAGE counts the verb's progress reports; DELAY_MS later the process and its children are killed. The parent test looks
at what is left. Exit code 0 means the verb had finished before the moment came.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from qalqan.desk import verbs
from qalqan.desk.ingest import ingest
from qalqan.settings import load


def main() -> None:
    """Do the verb; the timer started by its progress ends everything."""
    verb, ws, folder, stage, delay = sys.argv[1:6]
    told = 0

    def progress(what: str, done: int, total: int) -> None:
        nonlocal told
        if told == int(stage):
            timer = threading.Timer(int(delay) / 1000, lambda: os.killpg(os.getpgrp(), signal.SIGKILL))
            timer.daemon = True
            timer.start()
        told += 1

    settings = load(Path(ws))[0]
    if verb == "ingest":
        ingest(Path(ws), [Path(folder)], settings, take_best=True, progress=progress)
    else:
        verbs.analyse(Path(ws), settings, progress)


if __name__ == "__main__":
    main()
