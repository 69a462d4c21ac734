"""The trained linear heads: names, weights, and what they say of units and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from qalqan.kernels import ngrams
from qalqan.scam import _reading

BITS: Final = 22  # of a feature's name: few of some hundred thousand features share one
SCALES: Final = np.array([1.0, 1.0, 0.4])  # of letter runs, words, concepts
TEXT_SCALES: Final = np.array([1.0, 1.0, 0.6, 0.6, 0.7])  # and of phrases, answers
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
    """Weights (features, heads) and offsets of the unit heads, (features, classes) of the text heads; a scale turns
    integers back. ``known`` are the names of the features, ascending, and ``slots`` (2**BITS) their places, -1 for
    others; ``rarity`` is how rare each is among texts, in sixteenths."""

    known: npt.NDArray[np.int32]
    slots: npt.NDArray[np.int32]
    unit_weights: npt.NDArray[Any]
    unit_offsets: Floats
    text_weights: npt.NDArray[Any]
    text_offsets: Floats
    rarity: npt.NDArray[np.uint8]
    unit_scale: float = 1.0
    text_scale: float = 1.0

    def of_units(self, reading: _reading.Reading) -> Floats:
        """Log-odds by unit and cue head."""
        return self.units(*_reading.unit_features(reading, BITS))

    def units(self, index: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]) -> Floats:
        """Log-odds by unit and cue head, of features read before."""
        told = ngrams.dots(index, bounds, self.slots, self.unit_weights, SCALES * self.unit_scale)
        return told + self.unit_offsets

    def of_texts(self, reading: _reading.Reading) -> Floats:
        """Log-odds by text and class."""
        return self.whole(*_reading.text_features(reading, BITS))

    def whole(self, index: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]) -> Floats:
        """Log-odds by text and class, of features read before."""
        rare = self.rarity.astype(np.float32)
        places, values, rows = ngrams.rated(index, bounds, self.slots, rare, TEXT_SCALES)
        told: Floats = ngrams.products(places, values, rows, self.text_weights) * self.text_scale + self.text_offsets
        return told


def slots(known: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The place of every feature that is known, by its name; -1 for others."""
    out = np.full(1 << BITS, -1, np.int32)
    out[known] = np.arange(known.size, dtype=np.int32)
    return out
