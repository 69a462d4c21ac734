"""A child that moves a workspace; the test kills it at a random moment: ``python moved_killed.py WORKSPACE URL``."""

from __future__ import annotations

import sys
from pathlib import Path

from qalqan.desk.move import move

if __name__ == "__main__":
    print("open", flush=True)
    move(Path(sys.argv[1]), sys.argv[2])
    print("moved", flush=True)
