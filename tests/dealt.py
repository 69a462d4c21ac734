"""How tests are dealt to several processes (pytest-xdist): a file is one piece, and the heaviest files come first.

The plugin's own dealing by file begins with the files of most tests, so a file of one long test comes last and one
process works while the others wait: it is told not to (``--no-loadscope-reorder``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
HEAVY = (
    "stories/test_main_job.py",
    "stories/test_kill.py",
    "desk/test_killed_work.py",
    "desk/test_short_writes.py",
    "console/test_matrix.py",
    "desk/test_jobs.py",
    "stories/test_decided_links.py",
    "console/test_planted.py",
    "desk/test_move.py",
    "stories/test_recompute.py",
    "stories/test_partial_data.py",
    "stories/test_measures.py",
    "console/test_do_acts.py",
    "desk/test_papers.py",
    "cli/test_citizen.py",
    "desk/test_acts.py",
    "console/test_description.py",
    "console/test_read_masked.py",
    "link/test_persons.py",
)
"""What takes more than about ten seconds of a processor, the longest first. A wrong order costs time, nothing else."""


def weight(path: str) -> int:
    """Where a file stands in the order: the first of ``HEAVY`` first, whatever is not named there last."""
    return HEAVY.index(path) if path in HEAVY else len(HEAVY)


def below(nodeid: str) -> str:
    """A test's file, by its path below ``tests/``."""
    return nodeid.split("::", 1)[0].removeprefix(f"{TESTS.name}/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process of several: heaviest first, everything else as it was."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: weight(below(item.nodeid)))
