"""Steps are sorted by the tables they read and write."""

from __future__ import annotations

from types import ModuleType

import pytest

from qalqan import registry
from qalqan.desk import steps
from qalqan.errors import PartError
from qalqan.registry import Card


def _step(name: str, reads: tuple[str, ...], writes: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name)
    module.CARD = Card(name, f"step-{name}", reads, writes)  # type: ignore[attr-defined]
    module.run = lambda tables, settings: {}  # type: ignore[attr-defined]
    return module


def _with(monkeypatch: pytest.MonkeyPatch, *found: ModuleType) -> None:
    rooms: dict[str, dict[str, ModuleType]] = {room: {} for room in steps.ROOMS}
    rooms["mentions"] = {one.CARD.name: one for one in found}
    monkeypatch.setattr(registry, "parts", lambda room: rooms[room])


def test_readers_come_after_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, _step("a", ("y",), ("z",)), _step("b", ("x",), ("y",)), _step("c", (), ("x",)))
    assert [one.CARD.name for one in steps.in_order()] == ["c", "b", "a"]


def test_two_writers_of_a_table_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, _step("a", (), ("z",)), _step("b", (), ("z",)))
    with pytest.raises(PartError, match="two-writers"):
        steps.in_order()


def test_a_circle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, _step("a", ("y",), ("x",)), _step("b", ("x",), ("y",)))
    with pytest.raises(PartError, match="circle"):
        steps.in_order()
