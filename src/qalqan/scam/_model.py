"""The trained model of talk: heads, the weights of evidence, calibration; kept as integers in data/talk.npz."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.errors import PartError
from qalqan.scam._evidence import CHANNELS, FEATURES, Evidence
from qalqan.scam._heads import HEADS, Heads, slots

MILLI: Final = 1000
SCHEME: Final = 500  # the least score where the grammar alone tells a whole scheme
TAKES: Final = 3  # in Evidence.told: a whole scheme that takes
_CALM: Final = -2.0  # log-odds of the whole text below which it tells of a scheme and is none
KNOTS: Final = 65  # log-odds -8 … 8 in steps of 0.25
GRID: Final = np.linspace(-8.0, 8.0, KNOTS)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Model:
    """Heads; by class the weights of evidence (thousandths) and offset; calibration tables; the verdicts' bounds.

    ``weights`` is (classes, features) over evidence less ``middle``; ``slope`` and ``shift`` (tongues) stretch and move
    the log-odds in thousandths; ``curve`` gives the score 0-1000 at each knot of GRID; ``bounds`` are the greatest
    score of "no signs" and the least of "scam-like".
    """

    heads: Heads
    weights: Ints
    offsets: Ints
    middle: Ints
    slope: Ints
    shift: Ints
    curve: Ints
    bounds: Ints

    def odds(self, table: Floats) -> Floats:
        """Log-odds of the classes by text, before calibration."""
        odds: Floats = (table - self.middle / MILLI) @ (self.weights.T / MILLI) + self.offsets / MILLI
        return odds

    def score(self, odds: Floats, tongue: Ints) -> Ints:
        """Calibrated score 0-1000 of log-odds."""
        moved = np.clip((odds * self.slope[tongue] + self.shift[tongue]) / MILLI, GRID[0], GRID[-1])
        return np.round(np.interp(moved, GRID, self.curve)).astype(np.int64)


def settled(score: Ints, evidence: Evidence, bounds: Ints, retold: npt.NDArray[np.bool_]) -> Ints:
    """The score with its reasons: never "no signs" where the grammar alone tells half of a scheme, and scam-like where
    it tells a scheme that takes a code, card or account, unless the text as a whole speaks clearly against it. A talk
    told afterwards (``retold``, by text) has a scheme's least score too, and is no more than unclear by it.
    """
    least = int(bounds[0]) + 1
    floors = np.array([0, least, max(least, SCHEME), max(least, SCHEME)], np.int64)
    told: Ints = np.maximum(score, np.maximum(floors[evidence.told], np.where(retold, floors[2], 0)))
    return np.where((evidence.told == TAKES) & (evidence.texts[:, 0] > _CALM), np.maximum(told, bounds[1]), told)


def verdicts(score: Ints, evidence: Evidence, bounds: Ints) -> Ints:
    """0 no signs, 1 unclear, 2 scam-like: this only with a critical cue in force, that it can give as its reason."""
    high = (score >= bounds[1]) & evidence.named
    return np.where(high, 2, np.where(score > bounds[0], 1, 0))


def pack(model: Model) -> bytes:
    """The model as the bytes of an .npz: equal models give equal bytes."""
    h = model.heads
    out = io.BytesIO()
    np.savez_compressed(
        out,
        known=np.diff(h.known, prepend=np.int32(0)), rarity=h.rarity,
        unit_weights=h.unit_weights, unit_offsets=np.round(h.unit_offsets * MILLI).astype(np.int32),
        text_weights=h.text_weights, text_offsets=np.round(h.text_offsets * MILLI).astype(np.int32),
        scales=np.array([h.unit_scale, h.text_scale]), weights=model.weights, offsets=model.offsets,
        middle=model.middle, slope=model.slope, shift=model.shift, curve=model.curve, bounds=model.bounds,
        names=np.array(" ".join((*HEADS, *FEATURES)).encode()),
    )  # fmt: skip
    return out.getvalue()


def unpack(raw: bytes) -> Model:
    """The model of these bytes. Raises PartError when it was trained for other heads or evidence."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as kept:
        if kept["names"].item() != " ".join((*HEADS, *FEATURES)).encode():
            raise PartError("error-talk-model", where="talk.npz")
        unit_scale, text_scale = kept["scales"].tolist()
        known = np.cumsum(kept["known"], dtype=np.int32)
        heads = Heads(
            known, slots(known), kept["unit_weights"], kept["unit_offsets"] / MILLI,
            kept["text_weights"], kept["text_offsets"] / MILLI, kept["rarity"], unit_scale, text_scale,
        )  # fmt: skip
        names = ("weights", "offsets", "middle", "slope", "shift", "curve", "bounds")
        return Model(heads, *(kept[name] for name in names))


@cache
def model() -> Model:
    """The shipped model."""
    return unpack(shipped())


def shipped() -> bytes:
    """The shipped file."""
    return (files("qalqan.scam") / "data" / "talk.npz").read_bytes()


def digest() -> str:
    """SHA-256 of the shipped file."""
    return hashlib.sha256(shipped()).hexdigest()


def places(channel: list[str]) -> Ints:
    """Places of channel names in CHANNELS; others count as chat."""
    known = {name: place for place, name in enumerate(CHANNELS)} | _AS
    return np.array([known.get(name, known["chat"]) for name in channel], np.int64)


_AS: Final = {
    "whatsapp": CHANNELS.index("chat"), "telegram": CHANNELS.index("chat"), "other": CHANNELS.index("chat"),
    "email": CHANNELS.index("mail"), "voice": CHANNELS.index("call"), "case": CHANNELS.index("plot"),
}  # fmt: skip
