"""Groups, roles, hidden victims and common points of a made region against its truth (see ``groups.py``)."""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from qalqan import clock
from qalqan.desk import steps, tables
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.engine.frames import Tables, conform, table
from qalqan.settings import load
from qalqan.simulate.bcubed import bcubed, clusters_of
from qalqan.simulate.hidden import Hidden
from qalqan.simulate.region import make_region
from qalqan.store.workspace import Workspace

HIDDEN = Hidden(unreported=0.25, leaks=0.5, chiefs=0.6)
STEPS = ("groups", "possible_victims", "common_points")
ROLES = (
    ("account", "dropper"),
    ("account", "cashout"),
    ("account", "organiser"),
    ("number", "caller"),
    ("number", "dropper"),
    ("number", "handler"),
    ("number", "organiser"),
    ("imei", "tool"),
    ("cell", "tool"),
    ("web", "front"),
)
Row = dict[str, str]


def measure(seed: int, regime: str, cases: int, keep: Path | None) -> dict[str, object]:
    """The figures of one region: made, read in, analysed in process."""
    with TemporaryDirectory() as temp:
        folder = (keep or Path(temp)) / f"{regime}-{seed}"
        if not (folder / "ready").exists():
            folder.mkdir(parents=True, exist_ok=True)
            made = make_region(folder / "region", seed=seed, cases=cases, regime=regime, hidden=HIDDEN)
            (folder / "key").write_bytes(b"benchmark key, thirty-two bytes ok")
            init(folder / "ws", folder / "key")
            ingest(folder / "ws", [made.files], load(folder / "ws")[0], take_best=True)
            (folder / "ready").touch()
        known, seconds = _analysed(folder / "ws")
        return {"seed": seed, "regime": regime, "cpu": seconds, **_marks(folder / "region" / "truth", known)}


def _analysed(ws: Path) -> tuple[Tables, dict[str, float]]:
    """All tables of the steps that groups need, and CPU seconds of the last ones."""
    known = tables.observations(Workspace.open(ws), clock.now())
    seconds = {}
    wanted = _needed()
    for step in steps.in_order():
        if step.CARD.name not in wanted:
            continue
        begun = time.process_time()
        for name, frame in step.run(known, load(ws)[0]).items():
            known.put(name, conform(frame, table(name)))
        if step.CARD.name in STEPS:
            seconds[step.CARD.name] = round(time.process_time() - begun, 2)
    return known, seconds


def _needed() -> set[str]:
    writer = {name: step.CARD for step in steps.in_order() for name in step.CARD.writes}
    todo, found = list(STEPS), set(STEPS)
    cards = {step.CARD.name: step.CARD for step in steps.in_order()}
    while todo:
        for name in cards[todo.pop()].reads:
            if name in writer and writer[name].name not in found:
                found.add(writer[name].name)
                todo.append(writer[name].name)
    return found


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0


def _marks(truth: Path, known: Tables) -> dict[str, object]:
    name = {row["case_id"]: row["case_id"] for row in _read(truth / "cases.csv")}
    name |= {row["kui_number"]: row["case_id"] for row in _read(truth / "cases.csv") if row["kui_number"]}
    series = [(row["case_id"], row["series_id"]) for row in _read(truth / "series.csv")]
    groups = known["groups"].with_columns(pl.col("member").replace(name).alias("case"))
    cases = groups.filter(pl.col("kind") == "case").select("case", "group_id").rows()
    in_series = known["series"].filter(pl.col("series_id") != "").select(pl.col("case_id").replace(name), "series_id")
    gang_of = _gangs(cases, series)
    return {
        "series_f1": _f1(series, in_series.rows()),
        "groups_f1": _f1(series, cases),
        "roles": _roles(_read(truth / "groups.csv"), known, gang_of),
        "changed_phones": _changed(_read(truth / "groups.csv"), known["group_ties"], gang_of),
        "hidden": _hidden(_read(truth / "unreported.csv"), known),
        "points": _points(_read(truth / "leaks.csv"), known, series, name),
    }


def _f1(true: list[tuple[str, str]], found: list[tuple[str, ...]]) -> float:
    real, made = clusters_of(true), clusters_of([(row[0], row[1]) for row in found])
    for case in real:
        made.setdefault(case, frozenset((f"alone {case}",)))
    return round(bcubed(real, made, {case for case, gang in true if gang})[2], 3)


def _gangs(cases: Sequence[tuple[str, ...]], series: list[tuple[str, str]]) -> dict[str, str]:
    """The gang that most cases of each group belong to."""
    true = defaultdict(list)
    for case, gang in series:
        true[case].append(gang)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, group in cases:
        counts[group].update(gang for gang in true[case] if gang)
    return {group: min(count, key=lambda gang: (-count[gang], gang)) for group, count in counts.items() if count}


def _plain(kind: str, member: str) -> str:
    """Sites and handles as the truth writes them."""
    return member.removeprefix("@").split("/")[0] if kind == "web" else member


def _roles(truth: list[Row], known: Tables, gang_of: dict[str, str]) -> dict[str, object]:
    """Precision (the role of a true member), share of true members, recall of what any file shows, of each role."""
    seen = _seen(known)
    true = {(row["series_id"], row["kind"], row["member"]): row["role"] for row in truth}
    told = {
        (gang_of.get(group, ""), kind, _plain(kind, member)): role
        for group, kind, member, role in known["groups"].select("group_id", "kind", "member", "role").rows()
    }
    marks: dict[str, object] = {}
    for kind, role in ROLES:
        named = {key for key, one in told.items() if (key[1], one) == (kind, role)}
        right = {key for key in named if true.get(key) == role}
        there = {
            key
            for key, one in true.items()
            if (key[1], one) == (kind, role) and key[2] in seen and key[0] in gang_of.values()
        }
        marks[f"{kind} {role}"] = {
            "named": len(named),
            "precision": _share(len(right), len(named)),
            "members": _share(len(named & set(true)), len(named)),
            "true_seen": len(there),
            "recall": _share(len(right & there), len(there)),
        }
    return marks


def _seen(known: Tables) -> set[str]:
    """Everything that any file tells."""
    calls, moved = known["calls"], known["transactions"]
    columns = [calls[name] for name in ("a", "b", "imei", "b_imei", "cell", "b_cell")]
    columns += [moved[name] for name in ("from", "to")]
    columns += [known["mentions"]["value"], known["holders"]["phone"]]
    told = {str(value) for column in columns for value in column.drop_nulls().unique()}
    return told | {_plain("web", value) for value in told}


def _changed(truth: list[Row], ties: pl.DataFrame, gang_of: dict[str, str]) -> dict[str, object]:
    """Pairs told as a changed phone whose numbers truly were in one device."""
    device = {(row["series_id"], row["member"]): row["behind"] for row in truth if row["behind"]}
    pairs = ties.filter(pl.col("rule") == "group-changed-phone").select("group_id", "a", "b").rows()
    right = 0
    for group, a, b in pairs:
        gang = gang_of.get(group, "")
        right += (gang, a) in device and device[gang, a] == device.get((gang, b))
    return {"named": len(pairs), "one_device": _share(right, len(pairs))}


def _hidden(truth: list[Row], known: Tables) -> dict[str, object]:
    """Silent victims' accounts among those whose payments any file shows."""
    pairs = set(known["transactions"].select("from", "to").rows())
    true = {row["from"] for row in truth if (row["from"], row["to"]) in pairs}
    named = set(known["possible_victims"]["account"])
    return {
        "silent": len({row["from"] for row in truth}),
        "seen": len(true),
        "named": len(named),
        "precision": _share(len(named & true), len(named)),
        "recall": _share(len(named & true), len(true)),
    }


def _points(truth: list[Row], known: Tables, series: list[tuple[str, str]], name: dict[str, str]) -> dict[str, object]:
    """Leaked lists found: the holder named for the gang's series; points named that are no list."""
    rows = known["series"].filter(pl.col("series_id") != "")
    cases = [(name.get(case, case), found) for case, found in rows.select("case_id", "series_id").rows()]
    gang_of = _gangs(cases, series)
    true = {(row["series_id"], row["bin"]) for row in truth if int(row["victims"]) >= 3}
    told = {(gang_of.get(one, ""), value) for one, value in known["common_points"].select("series_id", "value").rows()}
    return {"lists": len(true), "found": len(told & true), "named": len(told), "not_leaked": len(told - true)}
