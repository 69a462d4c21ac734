"""Separate streams of chance by name, so that a change in one part of the world leaves the others as they were."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np


@dataclass(frozen=True, slots=True)
class Chance:
    """All chance of a world, from one seed."""

    seed: int

    def arrays(self, name: str) -> np.random.Generator:
        """A stream for numpy."""
        return np.random.Generator(np.random.PCG64([self.seed, *name.encode()]))

    def plain(self, name: str) -> Random:
        """A stream for single draws."""
        return Random(f"{self.seed}:{name}")
