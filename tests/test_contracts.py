"""Contracts over everything registered: every part has a whole card, a docstring, and texts in every language."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import qalqan
from qalqan import registry
from qalqan.desk import steps
from qalqan.model.schema import OBSERVATIONS, TABLES
from qalqan.texts import say

ROOMS = ("values", "language", "intake.formats", "mentions", "link", "scam", "detect", "report.formats")
PARTS = [(room, name) for room in ROOMS for name in registry.parts(room)]
OTHER_TABLES = {"evidence", "decided", "registry", *(f"observed_{kind}" for kind in OBSERVATIONS)}


def _part(room: str, name: str) -> ModuleType:
    return registry.part(room, name)


@pytest.mark.parametrize(("room", "name"), PARTS)
def test_part_tells_what_it_is(room: str, name: str) -> None:
    part = _part(room, name)
    assert part.__doc__
    assert len(part.__doc__) > 20
    for language in say.languages():
        assert say.has(part.CARD.title, language), f"{part.CARD.title} is not told in {language}"


@pytest.mark.parametrize("step", steps.in_order(), ids=lambda step: step.CARD.name)
def test_step_names_known_tables(step: ModuleType) -> None:
    assert step.CARD.writes
    assert set(step.CARD.writes) <= set(TABLES)
    assert set(step.CARD.reads) <= set(TABLES) | OTHER_TABLES


def test_steps_write_every_table_that_is_exported() -> None:
    written = {table for step in steps.in_order() for table in step.CARD.writes}
    assert written == set(TABLES) - {"rejected", "files"}


def test_every_language_says_everything() -> None:
    wanted = say.keys("en")
    assert wanted
    for language in say.languages():
        assert say.keys(language) == wanted, f"{language} differs from en"


def test_every_table_has_a_title() -> None:
    for name in TABLES:
        assert say.has(f"table-{name}")


def test_every_module_says_what_it_is_for() -> None:
    silent = []
    for found in pkgutil.walk_packages(qalqan.__path__, "qalqan."):
        if ".migrations" in found.name or found.name.endswith("__main__"):
            continue
        if not importlib.import_module(found.name).__doc__:
            silent.append(found.name)
    assert not silent
