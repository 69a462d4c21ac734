"""How tests are dealt to several processes (pytest-xdist): a file is one piece, and the heaviest pieces come first.

The plugin's own dealing by file begins with the files of most tests, so a file of one long test comes last and one
process works while the others wait. The browser's files are one piece: one house, one server, one browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

TESTS = Path(__file__).parent
BROWSER = "browser/"
HEAVY = (
    BROWSER,
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


def piece(path: str) -> str:
    """The piece a file belongs to, by its path below ``tests/``."""
    return BROWSER if path.startswith(BROWSER) else path


def weight(path: str) -> int:
    """Where a file stands in the order: the first of ``HEAVY`` first, whatever is not named there last."""
    one = piece(path)
    return HEAVY.index(one) if one in HEAVY else len(HEAVY)


def below(nodeid: str) -> str:
    """A test's file, by its path below ``tests/``."""
    return nodeid.split("::", 1)[0].removeprefix(f"{TESTS.name}/")


class Dealt(LoadFileScheduling):
    """Pieces as :func:`piece` says, in the order of :func:`weight`."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        config.option.loadscopereorder = False  # the order is that of the collection: see pytest_collection_modifyitems
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return piece(below(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Dealt | None:
    """The scheduler, when tests are dealt by file."""
    return Dealt(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process of several: heaviest first, everything else as it was."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: weight(below(item.nodeid)))
