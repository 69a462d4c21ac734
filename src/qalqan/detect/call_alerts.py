"""Alerts about calls: what the detectors of calls see, weighed together a number, device, cell and trunk.

Detectors that weigh habits (S1-S4, C1, and how new a prefix is) give features to one additive model; rules that stand
alone (G1-G3, G5, C2) are worth their log-odds on made worlds. An alert is raised at the moment when what had happened
until then was enough; what came later adds nothing to it. A box or a room is one alert that names its numbers. At most
so many are raised for one day: devices, cells and trunks first, then numbers that call, then numbers shown falsely.

Numbers, devices, cells and trunks that an officer said are a service's (registered gateways among them) raise none. An
alert proposes; a person decides. Rule C3 has a table of its own (:mod:`qalqan.detect.victim_in_progress`): a victim is
nobody's alert; rule G4 (PASSporT) is judged at the gate, where the header is.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.detect import _call_found as found
from qalqan.detect import _call_model as model
from qalqan.detect import call_displacement, call_impossible, call_origin, call_owner, wangiri
from qalqan.detect._call_context import context
from qalqan.detect._call_features import Events, events, followed
from qalqan.detect._call_found import Found
from qalqan.detect._call_rows import DAY_S, LOCAL_S, Calls, Flags, coded, packed
from qalqan.detect._call_signs import canonical, name
from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

ORIGIN: Final = ("call_origin", "call_impossible", "call_owner")  # about a number shown falsely, not about who calls
RULES: Final = (call_origin, call_impossible, call_displacement, wangiri)
_COLUMNS: Final = tuple(column.name for column in table("alerts").columns)
KINDS: Final = {"phone": "number", "imei": "imei", "cell": "cell", "trunk": "trunk"}
CARD = Card(
    name="call_alerts",
    title="step-call-alerts",
    reads=("calls", "subscribers", "decided", "observed_call"),
    writes=("alerts", "devices"),
    thresholds={
        "model": Threshold("detect/data/calls.toml", "milli-bits", "weights fitted on made worlds at the base rate"),
        "detect.call_score": Threshold(850, "0-1000", "below it an alert is not raised: precision at the base rate"),
        "detect.calls_a_day": Threshold(100, "alerts", "what an analyst can look at"),
        "behind": Threshold("2, 3, 5", "numbers", "alerted within a week behind a device, cell or trunk"),
    },
    errors=(
        "the best strategy (cards that live as people do) is not seen: docs/model-card-calls.md says how often",
        "no labelled calls of Kazakhstan are public: weights come from made worlds and are not proven on real ones",
        "replies by subscriber show only the asked numbers' calls: others seem to call few",
    ),
    source="generalised additive model, logistic; learn/calls.py; reference: calls",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``alerts`` and ``devices``."""
    calls = coded(tables["calls"])
    if not calls.rows:
        return {"alerts": empty(table("alerts")), "devices": empty(table("devices"))}
    white = _lawful(tables["decided"])
    e = events(calls, followed(calls))
    e.told |= context(calls, e, tables["subscribers"])
    least = _bits(settings.detect.call_score)
    alerted = found.numbers(calls, e, _white_events(calls, e, white), least)
    behind = found.places(calls, e, alerted, white)
    del e  # a million events: nothing below needs them
    signs = [found.of_sign(sign) for rule in RULES for sign in rule.signs(calls)]
    signs += [found.of_sign(sign) for sign in call_owner.signs(calls, tables["observed_call"])]
    signs = [one for one in signs if one.bits >= least and not _said(one, white)]
    false = [one for one in signs if one.detector in ORIGIN]
    callers = found.alone(alerted.found + [one for one in signs if one.detector not in ORIGIN], behind)
    raised = _a_day(_best(behind), _best(callers), _best(false), most=settings.detect.calls_a_day)
    return {
        "alerts": conform(_alerts(raised, calls), table("alerts")),
        "devices": conform(_devices(calls, raised), table("devices")),
    }


def _bits(score: int) -> int:
    """The least milli-bits of log-odds that make a score."""
    return int(np.ceil(1000 * np.log2(score / max(1000 - score, 1))))


def _lawful(decided: pl.DataFrame) -> dict[str, set[str]]:
    """What officers said is a service's, by kind: number, imei, cell, trunk."""
    said = decided.filter((pl.col("act") == "service") & pl.col("holds") & pl.col("a").is_in([*KINDS]))
    white: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}
    for kind, value in said.select("a", "b").iter_rows():
        white[KINDS[kind]].add(value)
    return white


def _white_events(calls: Calls, e: Events, white: dict[str, set[str]]) -> Flags:
    """Events of lawful services: by their number, their device or their cell."""
    lawful = np.zeros(len(e.row), np.bool_)
    for kind, codes in (("number", e.subject), ("imei", e.imei), ("cell", e.cell)):
        if white[kind]:
            lawful |= calls.names(kind).is_in(sorted(white[kind])).fill_null(value=False).to_numpy()[codes]
    return lawful


def _said(one: Found, white: dict[str, set[str]]) -> bool:
    return one.subject in white["imei" if one.kind == "device" else one.kind]


def _best(raised: list[Found]) -> list[Found]:
    """One alert a subject, detector and set of numbers: the earliest."""
    kept: dict[tuple[str, str, str, tuple[str, ...]], Found] = {}
    for one in sorted(raised, key=lambda one: (one.second, -one.bits, one.detector, one.subject)):
        kept.setdefault((one.detector, one.kind, one.subject, one.numbers), one)
    return list(kept.values())


def _a_day(*sorts: list[Found], most: int) -> list[Found]:
    """At most so many for a local day: one sort after the other, in each the most probable first."""
    count: dict[int, int] = {}
    kept = []
    for sort in sorts:
        for one in sorted(sort, key=lambda one: (-one.bits, one.second, one.kind, one.subject, one.detector)):
            day = (one.second + LOCAL_S) // DAY_S
            count[day] = count.get(day, 0) + 1
            if count[day] <= most:
                kept.append(one)
    return kept


def _alerts(raised: list[Found], calls: Calls) -> pl.DataFrame:
    scores = model.score(np.array([one.bits for one in raised], np.int64))
    rows = [
        {
            "alert_id": name(one.detector, one.kind, one.subject, one.second, one.numbers), "detector": one.detector,
            "subject_kind": one.kind, "subject": one.subject, "at": one.second * 1_000_000, "score": int(score),
            "numbers": ";".join(one.numbers), "against": ";".join(one.against),
            "grounds": canonical(grounds),
        }
        for one, score, grounds in zip(raised, scores, found.shown(raised, calls), strict=True)
    ]  # fmt: skip
    made = pl.DataFrame(rows, schema={one: pl.Int64 if one in ("at", "score") else pl.String for one in _COLUMNS})
    return made.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC")))


def _different(group: npt.NDArray[np.uint32], member: npt.NDArray[np.uint32], size: int) -> npt.NDArray[np.int64]:
    """How many different members (0 is none) each group has."""
    told = member > 0
    room = int(member.max(initial=0)) + 1
    pairs = pl.Series(packed(group[told], member[told])).unique().to_numpy() // max(room, 1)
    return np.bincount(pairs, minlength=size).astype(np.int64)


def _devices(calls: Calls, raised: list[Found]) -> pl.DataFrame:
    """Every device that called: how many numbers, SIM cards and cells; the role by its alert or its numbers'."""
    imei, size = calls.code["imei"], calls.size["imei"]
    shown = np.flatnonzero((imei > 0) & (calls.code["a"] > 0))
    own = imei[shown]
    first, last = np.zeros(size, np.int64), np.zeros(size, np.int64)
    first[own[::-1]] = shown[::-1]  # of several, the last written stays
    last[own] = shown
    used = np.unique(own)
    counts = {
        name: _different(own, calls.code[of][shown], size)[used]
        for name, of in (("numbers", "a"), ("imsis", "imsi"), ("cells", "cell"))
    }
    moments = {
        name: pl.Series(calls.second[at[used]] * 1_000_000).cast(pl.Datetime("us", "UTC"))
        for name, at in (("first", first), ("last", last))
    }
    made = pl.DataFrame({"imei": calls.names("imei").gather(used), **counts, **moments})
    boxes = [one for one in raised if one.kind == "device"]
    score = {one.subject: int(model.score(np.array([one.bits]))[0]) for one in boxes}
    why = found.shown(boxes, calls)
    grounds = {one.subject: canonical(told) for one, told in zip(boxes, why, strict=True)}
    return made.with_columns(
        pl.when(pl.col("imei").is_in(sorted(score))).then(pl.lit("simbox"))
        .when(pl.col("numbers") > 1).then(pl.lit("shared")).otherwise(pl.lit("ordinary")).alias("role"),
        pl.col("imei").replace_strict(score, default=0, return_dtype=pl.Int64).alias("score"),
        pl.col("imei").replace_strict(grounds, default="[]", return_dtype=pl.String).alias("grounds"),
    )  # fmt: skip
