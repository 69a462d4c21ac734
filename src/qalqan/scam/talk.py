"""What a text or a transcript looks like: fraud, recruiting of droppers, harm to children, or none of them seen.

Cues are looked for in every sentence or turn (of a transcript: the caller's), by a grammar of meanings and by linear
heads; the score weighs the strongest of each kind, counter-cues against them, and the text as a whole; every cue is
told with its quote and place in the original. A score proposes, a person decides; a low score proves nothing.

    read(texts, "chat") → score 0-1000, verdict, class, language, channel, mo, persona, pretext, action, code_type,
    money_route, stages, signature, cues ([{head, quote, start, end, weight}] as canonical JSON)
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.scam import _evidence, _model, _reading, _record, _retold, mo
from qalqan.scam._heads import CLASSES, COUNTER, HEADS
from qalqan.scam._lexicon import rules

SCAM_LIKE: Final = "scam-like"
UNCLEAR: Final = "unclear"
NO_SIGNS: Final = "no signs"
VERDICTS: Final = (NO_SIGNS, UNCLEAR, SCAM_LIKE)
NONE: Final = "none"
RECRUITING: Final = "dropper_recruiting"
HARM: Final = "harm_to_children"
RULE_WEIGHT: Final = 600  # of a cue that the grammar alone tells
_QUOTE: Final = 160
_AT_ONCE: Final = 20_000  # texts read together
_LONGEST: Final = 50_000  # signs of one text that are read: an hour of speech

SCHEMA: Final = {
    "score": pl.Int64, "verdict": pl.String, "class": pl.String, "language": pl.String, "channel": pl.String,
    "mo": pl.String, "persona": pl.String, "pretext": pl.String, "action": pl.String, "code_type": pl.String,
    "money_route": pl.String, "stages": pl.String, "signature": pl.String, "cues": pl.String,
}  # fmt: skip


def read(texts: pl.Series, channel: pl.Series | str = "chat") -> pl.DataFrame:
    """One row a text, in their order, with the columns of ``SCHEMA``; null reads as empty.

    ``channel`` is one of call, sms, chat, mail, ad, plot (other names count as chat), for all texts or for each.
    """
    channels = [channel] * len(texts) if isinstance(channel, str) else [one or "chat" for one in channel.to_list()]
    parts = [
        _read(texts.slice(start, _AT_ONCE), channels[start : start + _AT_ONCE])
        for start in range(0, len(texts), _AT_ONCE)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def _read(texts: pl.Series, channels: list[str]) -> pl.DataFrame:
    model = _model.model()
    told = texts.cast(pl.String).fill_null("").str.slice(0, _LONGEST)
    reading = _reading.read(told)
    place = _model.places(channels)
    evidence = _evidence.gather(reading, model.heads)
    odds = model.odds(evidence.table)
    retold = _retold.demands(reading, place)
    told_after = np.zeros(len(texts), np.bool_)
    told_after[reading.units["index"].to_numpy()[retold.any(axis=1)]] = True
    score = _model.settled(model.score(odds[:, 0], reading.tongue), evidence, model.bounds, told_after)
    verdict = _model.verdicts(score, evidence, model.bounds)
    cues = _cues(reading, evidence, told, retold)
    held = _held(reading)
    posed = _posed(reading, evidence)
    kind = np.where(verdict > 0, np.argmax(odds[:, 1:], axis=1), -1)
    frame = pl.DataFrame(
        {
            "score": score,
            "verdict": [VERDICTS[v] for v in verdict.tolist()],
            "class": [NONE if k < 0 else CLASSES[k + 1] for k in kind.tolist()],
            "language": [_reading.TONGUES[t] for t in reading.tongue.tolist()],
            "channel": [_evidence.CHANNELS[p] for p in place.tolist()],
        }
    )
    frame = frame.hstack(_record.record(cues.filter(pl.col("weight") > 0), held, posed, len(texts)))
    frame = frame.with_columns(mo=_scheme(told, frame["class"]))
    frame = frame.with_columns(
        signature=pl.concat_str("class", "mo", "persona", "pretext", "action", "money_route", separator="|"),
        cues=_as_json(cues, len(texts)),
    )
    return frame.select(pl.col(name).cast(kind_) for name, kind_ in SCHEMA.items())


def _scheme(texts: pl.Series, kinds: pl.Series) -> pl.Series:
    """The scheme of each text: a family of the reference table, "other", "unclear", or what its class tells."""
    scam = kinds == "scam"
    named = pl.Series("mo", [mo.UNCLEAR], dtype=pl.String).new_from_index(0, len(texts))
    if scam.any():
        rows = scam.arg_true()
        named = named.scatter(rows, mo.recognise(texts.gather(rows))["mo"])
    frame = pl.DataFrame({"mo": named, "class": kinds})
    return frame.select(
        pl.when(pl.col("class") == "recruit")
        .then(pl.lit(RECRUITING))
        .when(pl.col("class") == "harm")
        .then(pl.lit(HARM))
        .otherwise("mo")
    ).to_series()


def _held(reading: _reading.Reading) -> npt.NDArray[np.uint64]:
    """The concepts of each text, over the units that count."""
    index = reading.units["index"].to_numpy()
    words_of = np.diff(reading.bounds)
    kept = np.repeat(reading.heard, words_of)
    out = np.zeros((reading.texts, 2), np.uint64)
    np.bitwise_or.at(out, np.repeat(index, words_of)[kept], reading.masks[kept])
    return out


def _posed(reading: _reading.Reading, evidence: _evidence.Evidence) -> npt.NDArray[np.uint64]:
    """The concepts of each text's units that pose as somebody."""
    index = reading.units["index"].to_numpy()
    words_of = np.diff(reading.bounds)
    r = rules()
    poses = evidence.odds[:, HEADS.index("pose")] > 0
    found = evidence.matches
    poses[found[:, 0][r.head[found[:, 1]] == r.heads.index("pose")]] = True
    kept = np.repeat(reading.heard & poses, words_of)
    out = np.zeros((reading.texts, 2), np.uint64)
    np.bitwise_or.at(out, np.repeat(index, words_of)[kept], reading.masks[kept])
    return out


def _cues(
    reading: _reading.Reading, evidence: _evidence.Evidence, texts: pl.Series, retold: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    """Cues of the units that count: index, head, start, end, weight (0-1000; counter-cues below zero), quote."""
    r = rules()
    found = evidence.matches[reading.heard[evidence.matches[:, 0]]]
    head = np.array([HEADS.index(name) for name in r.heads], np.int64)[r.head[found[:, 1]]]
    start, end = reading.spans(found[:, 0].astype(np.int64), found[:, 2], found[:, 3])
    ruled = pl.DataFrame({"unit": found[:, 0].astype(np.int64), "head": head, "start": start, "end": end})
    ruled = ruled.sort("unit", "head", "start", "end").unique(["unit", "head"], keep="first", maintain_order=True)
    size = np.diff(reading.bounds)
    told = ((evidence.odds > 0) & reading.heard[:, None] & (size >= _evidence.FEWEST)[:, None]) | retold
    unit, place = np.nonzero(told)
    first, last = reading.bounds[unit], reading.bounds[unit + 1] - 1
    start, end = reading.spans(unit.astype(np.int64), first, last)
    whole = pl.DataFrame({"unit": unit.astype(np.int64), "head": place.astype(np.int64), "start": start, "end": end})
    both = ruled.with_columns(ruled=pl.lit(value=True)).join(whole, on=["unit", "head"], how="full", coalesce=True)
    unit, place = both["unit"].to_numpy(), both["head"].to_numpy()
    chance = np.round(1000 / (1 + np.exp(-evidence.odds[unit, place]))).astype(np.int64)
    ruled_ = both["ruled"].fill_null(value=False).to_numpy() | retold[unit, place]
    weight = np.where(ruled_, np.maximum(chance, RULE_WEIGHT), chance)
    weight[np.isin(place, [HEADS.index(name) for name in COUNTER])] *= -1
    cues = both.select(
        index=pl.Series(reading.units["index"].to_numpy()[unit]).cast(pl.UInt32),
        head=pl.col("head").cast(pl.Int64).replace_strict(dict(enumerate(HEADS)), return_dtype=pl.String),
        start=pl.coalesce("start", "start_right"),
        end=pl.coalesce("end", "end_right"),
        weight=pl.Series(weight),
    ).with_columns(end=pl.min_horizontal("end", pl.col("start") + _QUOTE))
    whole_texts = pl.DataFrame({"text": texts}).with_row_index("index")
    cues = cues.join(whole_texts, on="index", how="left", maintain_order="left")
    return (
        cues.with_columns(quote=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))
        .drop("text")
        .sort("index", "start", "head", "end")
    )


def _as_json(cues: pl.DataFrame, texts: int) -> pl.Series:
    """The cues of each text in canonical form: sorted keys, in the order of their places."""
    told: list[list[dict[str, Any]]] = [[] for _ in range(texts)]
    for row in cues.iter_rows(named=True):
        told[row["index"]].append({key: row[key] for key in ("end", "head", "quote", "start", "weight")})
    return pl.Series(
        "cues", [json.dumps(one, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for one in told]
    )
