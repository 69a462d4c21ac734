"""The gate's memory on disk: one compressed file, written beside its place and swapped in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import numpy as np

from qalqan.gate.state import Kept

NAME: Final = "memory.npz"


def write(path: Path, kept: Kept) -> None:
    """Write a copy of the memory; a crash leaves the old file or the new one. Raises OSError."""
    text = np.frombuffer(json.dumps(kept.told, separators=(",", ":")).encode(), np.uint8)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        np.savez_compressed(file, told=text, pairs=kept.pairs, recent=kept.recent)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read(path: Path) -> Kept:
    """The memory of a file. Raises ValueError, KeyError, OSError or BadZipFile when it is none."""
    with np.load(path, allow_pickle=False) as parts:
        return Kept(json.loads(parts["told"].tobytes()), parts["pairs"], parts["recent"])
