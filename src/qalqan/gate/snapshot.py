"""The gate's memory on disk: one compressed file, written beside its place and swapped in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np

from qalqan.gate.state import Kept

NAME: Final = "memory.npz"
QUICK: Final = 1  # compression that leaves the processor to the calls


def write(path: Path, kept: Kept) -> None:
    """Write a copy of the memory; a crash leaves the old file or the new one. Raises OSError."""
    text = np.frombuffer(json.dumps(kept.told, separators=(",", ":")).encode(), np.uint8)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICK) as parts:
            for name, array in (("told", text), ("pairs", kept.pairs), ("recent", kept.recent)):
                with parts.open(f"{name}.npy", "w") as part:
                    np.lib.format.write_array(part, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read(path: Path) -> Kept:
    """The memory of a file. Raises ValueError, KeyError, OSError or BadZipFile when it is none."""
    with np.load(path, allow_pickle=False) as parts:
        return Kept(json.loads(parts["told"].tobytes()), parts["pairs"], parts["recent"])
