"""Findings about money beyond trails and holds: whom to ask next, possible droppers, end points, loans."""

from __future__ import annotations

from typing import Final

from qalqan.model.column import Table

MONEY: Final[tuple[Table, ...]] = ()
