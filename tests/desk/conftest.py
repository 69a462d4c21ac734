"""What tests of papers share: a clock that stands, a workspace of made frames, made once for a file of tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk import paper_frames

from qalqan import clock


@pytest.fixture
def still(request: pytest.FixtureRequest) -> Iterator[None]:
    """The clock stands at the ``NOW`` of the test's file, else at that of the made frames."""
    before = clock._source
    clock.use(lambda: getattr(request.module, "NOW", paper_frames.NOW))
    yield
    clock.use(before)


@pytest.fixture(scope="module")
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the frames that the file's ``told()`` gives, else of those of papers; only to be copied."""
    path = tmp_path_factory.mktemp(request.module.__name__.rpartition(".")[2]) / "ws"
    paper_frames.make(path, getattr(request.module, "told", paper_frames.frames)())
    return path


@pytest.fixture
def ws(made_once: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    return Path(shutil.copytree(made_once, tmp_path / "ws"))
