"""The trained linear heads: weights, and what they say of units and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.kernels import ngrams
from qalqan.scam import _reading

BITS: Final = 16
SCALES: Final = np.array([3.0, 2.0, 3.0])  # of letter runs, words, concepts
CLASSES: Final = ("any", "scam", "recruit", "harm")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights (2**BITS, heads) and offsets of the unit heads and of the text heads; ``unit_scale`` turns integers back."""

    unit_weights: npt.NDArray[np.float32] | npt.NDArray[np.int16]
    unit_offsets: Floats
    text_weights: npt.NDArray[np.float32] | npt.NDArray[np.int16]
    text_offsets: Floats
    unit_scale: float = 1.0
    text_scale: float = 1.0

    def of_units(self, reading: _reading.Reading) -> Floats:
        """Log-odds by unit and cue head."""
        index, bounds = _reading.unit_features(reading, BITS)
        return ngrams.dots(index, bounds, self.unit_weights, SCALES * self.unit_scale) + self.unit_offsets  # type: ignore[no-any-return]

    def of_texts(self, reading: _reading.Reading) -> Floats:
        """Log-odds by text and class."""
        index, bounds = _reading.text_features(reading, BITS)
        return ngrams.dots(index, bounds, self.text_weights, SCALES * self.text_scale) + self.text_offsets  # type: ignore[no-any-return]
