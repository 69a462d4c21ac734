"""Columns are tested by their vectorised way; the way of small columns has a test of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qalqan.values import base


@pytest.fixture(autouse=True, scope="session")
def vectorised() -> Iterator[None]:
    """No column counts as small."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "SMALL", -1)
        yield
