"""A swindler's talk told afterwards by whom he spoke with: «банктен деп қоңырау шалды, кодты айтуымды сұрады».

A retelling is no swindler's text: the counter-cue of quoting rightly speaks against it, so it is never called
scam-like for this alone. But whoever asks about what they were told on the telephone must not read that nothing was
seen: somebody posed as somebody and demanded what swindlers demand, which gives the least score of a scheme. Demands
are told by cue head; words stand in ``language/data/talk_*.toml``. Warnings, news of a known fraud, and the codes of
doors and safes are none.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.scam._evidence import CHANNELS
from qalqan.scam._heads import HEADS
from qalqan.scam._lexicon import LANGUAGES
from qalqan.scam._reading import Reading
from qalqan.scam.mo import pattern, plain

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
TOLD_IN: Final = CHANNELS.index("chat")
"""The channel in which people tell of themselves; a transcript is the talk itself, the rest is others' writing."""


def demands(reading: Reading, channels: Ints) -> Flags:
    """(units, heads): the demands that a unit retells, of texts that are a swindler's talk told afterwards.

    ``channels`` are places in CHANNELS, by text.
    """
    found = np.zeros((len(reading.units), len(HEADS)), np.bool_)
    frame = pl.DataFrame({"index": reading.units["index"], "text": reading.normal})
    own = pl.Series(channels == TOLD_IN).gather(reading.units["index"])
    spoken = (reading.units["speaker"] != "").any()  # parts of a transcript are the talk itself
    frame = frame.with_row_index("unit").filter(own & (reading.units["speaker"] == "") if spoken else own)
    frame = frame.with_columns(text=plain(pl.col("text")))
    frame = frame.filter(pl.col("text").str.contains(_patterns()["said"]).max().over("index"))
    whole = frame.group_by("index", maintain_order=True).agg(pl.col("text").str.join(" "))
    whole = whole.filter(~pl.col("text").str.contains(_patterns()["calm"]))
    whole = whole.with_columns(posed=pl.col("text").str.contains(_patterns()["poses"]))
    frame = frame.join(whole.select("index", "posed"), on="index", how="inner", maintain_order="left")
    for part in ("asks", "alone"):
        rows = frame.filter("posed") if part == "asks" else frame
        for head, words in _patterns()[part].items():
            found[rows.filter(pl.col("text").str.contains(words))["unit"].to_numpy(), HEADS.index(head)] = True
    return found


@cache
def _patterns() -> dict[str, Any]:
    """One pattern for all languages: ``said``, ``poses``, ``calm``; by head of ``asks`` and ``alone``."""
    written = [
        tomllib.loads((files("qalqan.language") / "data" / f"talk_{one}.toml").read_text("utf-8"))["retold"]
        for one in LANGUAGES
    ]
    made: dict[str, Any] = {
        name: _one([w for file in written for w in file[name]]) for name in ("said", "poses", "calm")
    }
    for part in ("asks", "alone"):
        heads = sorted({head for file in written for head in file[part]})
        made[part] = {head: _one([w for file in written for w in file[part].get(head, ())]) for head in heads}
    return made


def _one(cues: list[str]) -> str:
    return "|".join(sorted({pattern(words) for words in cues}))
