"""The trained linear heads: names, weights, and what they say of units and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from qalqan.kernels import ngrams
from qalqan.scam import _reading

BITS: Final = 16
TEXT_BITS: Final = 17
SCALES: Final = np.array([1.0, 1.0, 0.4])  # of letter runs, words, concepts
TEXT_SCALES: Final = np.array([1.0, 1.0, 0.6])
CLASSES: Final = ("any", "scam", "recruit", "harm")
CRITICAL: Final = (
    "ask_code", "ask_card", "ask_iin", "ask_password", "safe_account", "transfer", "courier", "app_install",
    "remote_access", "link_lure", "loan", "crypto", "prize", "easy_income", "dropper", "self_harm",
)  # fmt: skip
SUPPORTING: Final = ("pose", "urgency", "threat", "secrecy", "isolation")
COUNTER: Final = ("advice", "negation", "quoting", "news")
HEADS: Final = (
    "pose", "ask_code", "ask_card", "ask_iin", "ask_password", "safe_account", "transfer", "courier", "app_install",
    "remote_access", "link_lure", "loan", "crypto", "urgency", "threat", "secrecy", "isolation", "prize", "easy_income",
    "dropper", "self_harm", "advice", "negation", "quoting", "news",
)  # fmt: skip

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights (2**BITS, heads) and offsets of the unit heads, (2**TEXT_BITS, classes) of the text heads; a scale turns
    integers back. ``rarity`` (2**TEXT_BITS) is how rare each feature of texts is, in sixteenths."""

    unit_weights: npt.NDArray[Any]
    unit_offsets: Floats
    text_weights: npt.NDArray[Any]
    text_offsets: Floats
    rarity: npt.NDArray[np.uint8]
    unit_scale: float = 1.0
    text_scale: float = 1.0

    def of_units(self, reading: _reading.Reading) -> Floats:
        """Log-odds by unit and cue head."""
        index, bounds = _reading.unit_features(reading, BITS)
        return self.units(index, bounds)

    def units(self, index: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]) -> Floats:
        """Log-odds by unit and cue head, of features read before."""
        return ngrams.dots(index, bounds, self.unit_weights, SCALES * self.unit_scale) + self.unit_offsets

    def of_texts(self, reading: _reading.Reading) -> Floats:
        """Log-odds by text and class."""
        return self.whole(*_reading.text_features(reading, TEXT_BITS))

    def whole(self, index: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]) -> Floats:
        """Log-odds by text and class, of features read before."""
        places, values, rows = ngrams.rated(index, bounds, self.rarity.astype(np.float32), TEXT_SCALES)
        told: Floats = ngrams.products(places, values, rows, self.text_weights) * self.text_scale + self.text_offsets
        return told
