"""Shared by all tests: hypothesis profiles (``quick`` by default, ``full`` for acceptance), databases, dealing out."""

from __future__ import annotations

import os
from functools import cache

os.environ["QALQAN_LANG"] = "en"  # before the command line is imported: it makes its words then

from hypothesis import HealthCheck, settings
from tests.databases import empty, server, stored
from tests.dealt import pytest_collection_modifyitems

from qalqan.desk import officers

__all__ = ["empty", "pytest_collection_modifyitems", "server", "stored"]

officers._stretch = cache(officers._stretch)  # type: ignore[misc]  # the same key is opened in many tests: stretched once

settings.register_profile(
    "quick", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("full", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("QALQAN_TEST_PROFILE", "quick"))
