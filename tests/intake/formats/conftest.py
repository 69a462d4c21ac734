"""Fixtures of the formats' tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.formats.gather import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A folder in which bytes become files for readers."""
    return Files(tmp_path)
