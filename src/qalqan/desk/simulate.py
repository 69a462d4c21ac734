"""qalqan simulate: invented calls as an operator's files, with the truth beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qalqan.simulate.cdr import world
from qalqan.simulate.cdr_files import write

Progress = Callable[[str, int, int], None]
TOLD = ("numbers", "spoofed", "victims", "alike_numbers")


@dataclass(frozen=True, slots=True)
class SimulatedCalls:
    """The folder with the operator's files, data rows by file, rows of truth by frame."""

    files: str
    rows: dict[str, int]
    truth: dict[str, int]


def calls(
    folder: Path, *, seed: int = 1, subscribers: int = 20_000, days: int = 10, level: int = 0,
    progress: Progress = lambda *_: None,
) -> SimulatedCalls:  # fmt: skip
    """Make the world and write it. Raises UsageError for a world that cannot be made or a folder of other things."""
    made = world(seed, subscribers, days, level)
    rows = write(made, folder, lambda share: progress("simulate-writing", round(share * 100), 100))
    return SimulatedCalls(str(folder / "files"), rows, {name: len(getattr(made.truth, name)) for name in TOLD})
