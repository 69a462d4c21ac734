"""What speaks for and against a text: its cues by turn, and the numbers that the score is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.scam import _reading
from qalqan.scam._heads import COUNTER, CRITICAL, HEADS, SUPPORTING, Heads
from qalqan.scam._lexicon import rules

CHANNELS: Final = ("call", "sms", "chat", "mail", "ad", "plot")
FEWEST: Final = 3  # words below which only the grammar does: a bare everyday word is no cue
_FLOOR: Final = -5.0
_CEILING: Final = 5.0
_ASKS: Final = ("ask_code", "ask_card", "ask_password")
_WANTS: Final = ("safe_account", "transfer", "courier", "app_install", "remote_access", "link_lure")
_TAKES: Final = (*_ASKS, "safe_account", "remote_access")  # what only a swindler asks a stranger for
_SCHEME: Final = 3  # cues, of both kinds, that make a scheme

Floats = npt.NDArray[np.float64]

FEATURES: Final = (
    *(f"text:{name}" for name in ("any", "scam", "recruit", "harm")),
    *(f"odds:{head}" for head in HEADS),
    "critical", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Cues of a column of texts: probabilities by unit and head, rule matches, and one row of numbers a text."""

    odds: Floats
    matches: npt.NDArray[np.int32]
    texts: Floats
    table: Floats
    named: npt.NDArray[np.bool_]  # a critical cue is in force: only then may a text be called scam-like
    told: npt.NDArray[np.int64]  # by the grammar alone 3: a scheme that takes, 2: a scheme, 1: half of one


def gather(reading: _reading.Reading, heads: Heads) -> Evidence:
    """The evidence of texts by these heads."""
    return weighed(reading, heads.of_units(reading), heads.of_texts(reading))


def weighed(reading: _reading.Reading, odds: Floats, whole: Floats) -> Evidence:
    """The evidence of texts from log-odds by unit and cue head and by text and class."""
    found = _reading.matches(reading)
    count = reading.texts
    index = reading.units["index"].to_numpy()
    heard = reading.heard
    ruled = np.zeros(odds.shape)
    r = rules()
    place = np.array([HEADS.index(name) for name in r.heads], np.int64)
    if found.size:
        ruled[found[:, 0], place[r.head[found[:, 1]]]] = 1.0
        odds, ruled, found = _silenced(odds, ruled, found, place[r.head[found[:, 1]]])
    best = np.full((count, len(HEADS)), _FLOOR)
    np.maximum.at(best, index[heard], np.clip(odds[heard], _FLOOR, _CEILING))
    counter = [HEADS.index(name) for name in COUNTER]
    critical = [HEADS.index(name) for name in CRITICAL]
    open_ = np.zeros(count)
    strength = np.maximum(_chance(odds[:, critical]), 0.7 * ruled[:, critical]).max(axis=1, initial=0.0)
    against = np.maximum(_chance(odds[:, counter]), 0.7 * ruled[:, counter]).max(axis=1, initial=0.0)
    np.maximum.at(open_, index[heard], (strength * (1.0 - against))[heard])
    strongest = best[:, critical].max(axis=1, initial=_FLOOR)
    table = np.concatenate([np.clip(whole, -8.0, 8.0), best, strongest[:, None], open_[:, None]], axis=1)
    enough = np.diff(reading.bounds) >= FEWEST
    in_force = ((odds[:, critical] > 0).any(axis=1) & enough) | (ruled[:, critical] > 0).any(axis=1)
    named = np.zeros(count, np.bool_)
    named[index[heard & in_force]] = True
    return Evidence(odds, found, whole, table, named, _told(odds, ruled, heard, index, count))


def _silenced(
    odds: Floats, ruled: Floats, found: npt.NDArray[np.int32], head: npt.NDArray[np.int64]
) -> tuple[Floats, Floats, npt.NDArray[np.int32]]:
    """Evidence in which «tell nobody» is secrecy and no advice: said in one breath with a demand for a code, card or
    password, or of money together with secrecy; or without a word of what is not to be told.
    """
    asks = ruled[:, [HEADS.index(name) for name in _ASKS]].any(axis=1)
    wants = ruled[:, [HEADS.index(name) for name in _WANTS]].any(axis=1)
    advice, secrecy = HEADS.index("advice"), HEADS.index("secrecy")
    told, hidden = ruled[:, advice] > 0, ruled[:, secrecy] > 0
    both = told & (asks | (wants & hidden))
    if not (both | hidden).any():
        return odds, ruled, found
    odds, ruled = odds.copy(), ruled.copy()
    odds[both | (hidden & ~told), advice] = _FLOOR
    ruled[both, advice], ruled[both, secrecy] = 0.0, 1.0
    return odds, ruled, found[~((head == advice) & both[found[:, 0]])]


def _told(
    odds: Floats,
    ruled: Floats,
    heard: npt.NDArray[np.bool_],
    index: npt.NDArray[np.uint32],
    count: int,
) -> npt.NDArray[np.int64]:
    """What the grammar tells by itself: a critical and a supporting cue and a third of either are a scheme (2; 3 when
    it asks for a code, a card, a password, a safe account, the device); the two half of one (1). A text with a
    counter-cue anywhere tells nothing so.
    """
    against = ((odds > 0) | (ruled > 0))[:, [HEADS.index(name) for name in COUNTER]].any(axis=1)
    held = np.zeros((count, len(HEADS)), np.bool_)
    np.logical_or.at(held, index[heard], ruled[heard] > 0)
    calm = np.zeros(count, np.bool_)
    calm[index[heard & against]] = True
    asks = held[:, [HEADS.index(name) for name in CRITICAL]].sum(axis=1)
    presses = held[:, [HEADS.index(name) for name in SUPPORTING]].sum(axis=1)
    scheme = (asks >= 1) & (presses >= 1) & (asks + presses >= _SCHEME)
    half = (asks >= 1) & (presses >= 1)
    takes = held[:, [HEADS.index(name) for name in _TAKES]].any(axis=1)
    return np.select([calm, scheme & takes, scheme, half], [0, 3, 2, 1], 0).astype(np.int64)


def _chance(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-odds))
