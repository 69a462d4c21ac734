"""A loop of fixed length, by which times of two machines may be compared."""

from __future__ import annotations

import time

LOOP = 5_000_000


def calibrate() -> float:
    """CPU seconds of a loop of fixed length, to compare machines."""
    begun = time.process_time()
    total = 0
    for number in range(LOOP):
        total += number & 7
    assert total
    return time.process_time() - begun
