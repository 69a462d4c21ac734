"""Running a reader on bytes, and counting what it gave."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from qalqan.intake.blocks import Block, Context, Grid, Member, Records, Skipped, Trouble
from qalqan.registry import parts
from qalqan.settings import Intake


@dataclass
class Given:
    """What a reader gave, sorted."""

    blocks: list[Block] = field(default_factory=list)

    def records(self, kind: str) -> list[dict[str, str]]:
        """Rows of that kind without empty fields."""
        return [
            {name: value for name, value in row.items() if value is not None}
            for block in self.blocks
            if isinstance(block, Records) and block.kind == kind
            for row in block.frame.iter_rows(named=True)
        ]

    @property
    def rows(self) -> list[tuple[int, tuple[str | None, ...]]]:
        """(number, cells) of all grids; empty cells at the end are left off."""
        found = []
        for block in self.blocks:
            if isinstance(block, Grid):
                for number, cells in zip(block.rows, block.cells.iter_rows(), strict=True):
                    line = list(cells)
                    while line and line[-1] is None:
                        line.pop()
                    found.append((number, tuple(line)))
        return found

    @property
    def cells(self) -> list[tuple[str | None, ...]]:
        """Cells of all grids."""
        return [cells for _number, cells in self.rows]

    @property
    def members(self) -> dict[str, bytes]:
        """Content of members by name."""
        return {one.name: one.path.read_bytes() for one in self.blocks if isinstance(one, Member)}

    @property
    def troubles(self) -> list[Trouble]:
        """Troubles in order."""
        return [one for one in self.blocks if isinstance(one, Trouble)]

    @property
    def reasons(self) -> list[str]:
        """Reasons of the troubles."""
        return [one.reason for one in self.troubles]

    @property
    def skipped(self) -> list[int]:
        """Numbers of skipped units."""
        return [row for one in self.blocks if isinstance(one, Skipped) for row in one.rows]


def units(blocks: list[Block]) -> dict[str, int]:
    """Units by part: rows of grids and records, skipped ones, rows rejected whole. Derived parts are none."""
    found: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Grid):
            size = block.cells.height
        elif isinstance(block, Records):
            size = 0 if block.part.endswith("#coverage") or block.part.startswith("#") else block.frame.height
        elif isinstance(block, Skipped):
            size = len(block.rows)
        elif isinstance(block, Trouble):
            size = int(block.row > 0 and block.action == "row_rejected")
        else:
            size = 0
        if size:
            found[block.part] = found.get(block.part, 0) + size  # type: ignore[union-attr]
    return found


class Files:
    """Writes bytes to a file and runs readers on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch = folder / "scratch"
        self.scratch.mkdir()

    def context(self, name: str, depth: int = 0, **limits: int) -> Context:
        return Context(name, Intake(**limits), self.scratch, depth)

    def put(self, data: bytes, name: str = "x") -> Path:
        path = self.folder / "source.bin"
        path.write_bytes(data)
        return path

    def count(self, module: str | ModuleType, data: bytes, name: str = "x") -> dict[str, int]:
        return _module(module).count(self.put(data), self.context(name))  # type: ignore[no-any-return]

    def read(self, module: str | ModuleType, data: bytes, name: str = "x", depth: int = 0, **limits: int) -> Given:
        source = self.put(data)
        return Given(list(_module(module).read(source, self.context(name, depth, **limits))))


def _module(module: str | ModuleType) -> ModuleType:
    if isinstance(module, ModuleType):
        return module
    return importlib.import_module(f"qalqan.intake.formats.{module}")


def formats() -> dict[str, ModuleType]:
    """All registered formats by name."""
    return parts("intake.formats")


Read = Callable[..., Given]
