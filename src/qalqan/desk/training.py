"""The training region: an invented region with known answers, questions out of its files, a score.

The region is made once by the simulator and analysed like a unit's own data, in a folder of its own that can always be
made again; nobody in it exists and nothing of it touches the unit's workspace. Questions are drawn by a number, so that
two people can compare their answers; what is right comes from the simulator's truth, never from our own analysis.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Final

import polars as pl

from qalqan.desk import tables
from qalqan.desk.demo import demo
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.store.workspace import Workspace

SEED: Final = 41
CASES: Final = 60
PEOPLE: Final = 3_000
DAYS: Final = 40
DONE: Final = "done"
EACH: Final = 3
"""Questions of each kind."""
OTHERS: Final = 3
ROWS: Final = 12
KINDS: Final = ("phone", "iban", "card", "imei", "wallet", "url", "iin")
NUMBER_ROLES: Final = ("simbox", "service", "ordinary")
ACCOUNT_ROLES: Final = ("dropper1", "merchant", "ordinary")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its kind (a Fluent key ``training-ask-KIND``), what it is about, facts as a table, answers.

    ``head`` are Fluent keys, ``options`` the answers as they are shown (for roles Fluent keys ``training-role-…``),
    ``right`` the number of the right one, ``ours`` what the program itself proposes (-1: it is undecided).
    """

    id: str
    kind: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    options: tuple[str, ...]
    right: int
    ours: int


@dataclass(frozen=True, slots=True)
class Result:
    """The answers given (-1: none) beside the questions, and how many were right, by the officer and by the program."""

    questions: tuple[Question, ...]
    given: tuple[int, ...]
    right: int
    ours: int


def folder(ws_path: Path) -> Path:
    """Where the training region of a workspace lies."""
    return ws_path / "cache" / "training"


def ready(place: Path) -> bool:
    """Whether the region is there, whole."""
    return (place / DONE).is_file()


def prepare(place: Path, progress: Progress = lambda *_: None) -> None:
    """Make and analyse the region (half a minute); what an interrupted call left is made anew."""
    if ready(place):
        return
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    demo(place, seed=SEED, cases=CASES, people=PEOPLE, days=DAYS, progress=progress)
    (place / DONE).touch()
    _known.cache_clear()


@cache
def _known(place: Path) -> Tables:
    with Workspace.open(place / "ws") as ws:
        known = tables.current(ws)
        for name in ("cases", "series", "identifiers", "holds", "hops", "numbers", "accounts", "calls", "transactions"):
            known[name]  # loaded now: the workspace closes
        return known


def exam(place: Path, number: int) -> tuple[Question, ...]:
    """The questions of one number, the same for everybody. Raises NotFound when the region was not made yet."""
    if not ready(place):
        raise NotFound("error-training-none")
    known, rng = _known(place), Random(f"training {number}")  # noqa: S311 - questions, not secrets
    truth = {name: _truth(place, name) for name in ("series", "trails", "roles_numbers", "roles_accounts")}
    return (
        *_series(known, truth["series"], rng), *_banks(known, truth["trails"], rng),
        *_numbers(known, truth["roles_numbers"], rng), *_accounts(known, truth["roles_accounts"], rng),
    )  # fmt: skip


def judge(questions: tuple[Question, ...], answers: Mapping[str, str]) -> Result:
    """The score of answers by question id; an answer that is no number of an option counts as none."""
    given = tuple(_number(answers.get(one.id, ""), len(one.options)) for one in questions)
    right = sum(told == one.right for told, one in zip(given, questions, strict=True))
    return Result(questions, given, right, sum(one.ours == one.right for one in questions))


def _number(text: str, most: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and int(text) < most else -1


def _truth(place: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(place / "region" / "truth" / f"{name}.csv", infer_schema=False)


def _picked(rng: Random, values: list[str], many: int) -> list[str]:
    return rng.sample(sorted(set(values)), min(many, len(set(values))))


def _placed(rng: Random, right: str, wrong: list[str]) -> tuple[tuple[str, ...], int]:
    options = [right, *wrong]
    rng.shuffle(options)
    return tuple(options), options.index(right)


def _series(known: Tables, truth: pl.DataFrame, rng: Random) -> list[Question]:
    """Which of these cases belongs with this one? Shown is what each case told or reached, hubs included."""
    gangs = truth.drop_nulls("series_id").filter(pl.col("case_id").is_in(known["cases"]["case_id"].implode()))
    large = gangs.group_by("series_id").len().filter(pl.col("len") >= 2)["series_id"].to_list()
    ours = dict(known["series"].select("case_id", "series_id").rows())
    seen = _seen(known)
    pairs = {
        gang: [
            (one, other)
            for one, other in combinations(sorted(gangs.filter(pl.col("series_id") == gang)["case_id"].to_list()), 2)
            if seen.get(one, set()) & seen.get(other, set())
        ]
        for gang in sorted(large)
    }
    found = []
    for n, gang in enumerate(_picked(rng, [one for one in pairs if pairs[one]], EACH)):
        case, mate = rng.choice(pairs[gang])
        strangers = gangs.filter(pl.col("series_id") != gang)["case_id"].to_list()
        options, right = _placed(rng, mate, _picked(rng, strangers, OTHERS))
        same = [at for at, one in enumerate(options) if ours.get(one) and ours.get(one) == ours.get(case)]
        rows = _told(seen, [case, *options])
        head = ("training-case", "training-kind", "training-value")
        found.append(Question(f"s{n}", "series", case, head, rows, options, right, same[0] if len(same) == 1 else -1))
    return found


def _seen(known: Tables) -> dict[str, set[tuple[str, str]]]:
    """What each case told or reached: the surest things of each, as a person would look through."""
    rows = known["identifiers"].filter(pl.col("kind").is_in(list(KINDS)))
    first = rows.sort("sure", "kind", "value", descending=[True, False, False]).group_by("case_id").head(ROWS)
    seen: dict[str, set[tuple[str, str]]] = {}
    for case, kind, value in first.select("case_id", "kind", "value").rows():
        seen.setdefault(case, set()).add((kind, value))
    return seen


def _told(seen: Mapping[str, set[tuple[str, str]]], cases: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((case, kind, value) for case in cases for kind, value in sorted(seen.get(case, set())))


def _banks(known: Tables, truth: pl.DataFrame, rng: Random) -> list[Question]:
    """Which bank to write to first? Shown are the transfers; right is where most of the money truly was."""
    left = truth.filter(pl.col("kind") != "sink").with_columns(
        pl.col("account").str.slice(4, 3).alias("bank"), pl.col("remaining_tiyn").cast(pl.Int64)
    )
    left = left.filter(pl.col("account").str.starts_with("KZ"))
    by_bank = left.group_by("case_id", "bank").agg(pl.col("remaining_tiyn").sum())
    holds = known["holds"].filter(pl.col("bank").is_not_null())
    several = holds.group_by("case_id").agg(pl.col("bank").n_unique().alias("n")).filter(pl.col("n") >= 2)
    found = []
    for n, case in enumerate(_picked(rng, several["case_id"].to_list(), EACH)):
        mine = holds.filter(pl.col("case_id") == case)
        sums = dict(by_bank.filter(pl.col("case_id") == case).select("bank", "remaining_tiyn").rows())
        banks = sorted(set(mine["bank"].to_list()))
        right = max(banks, key=lambda one: (sums.get(one, 0), one))
        options, at = _placed(rng, right, [one for one in banks if one != right])
        ours = mine.group_by("bank").agg(pl.col("expected_tiyn").sum()).sort("expected_tiyn", "bank", descending=True)
        rows = known["hops"].filter((pl.col("case_id") == case) & (pl.col("rule") == "fifo"))
        rows = rows.sort("at", "seq").head(ROWS)
        told = tuple(
            (f"{moment:%d.%m.%Y %H:%M}", source or "", target or "", str(tiyn // 100))
            for moment, source, target, tiyn in rows.select("at", "from", "to", "amount_tiyn").rows()
        )
        head = ("training-when", "training-from", "training-to", "training-tenge")
        found.append(Question(f"b{n}", "bank", case, head, told, options, at, options.index(ours["bank"][0])))
    return found


def _numbers(known: Tables, truth: pl.DataFrame, rng: Random) -> list[Question]:
    """What is this number? Shown is whom it called on its days, and who called it."""
    calls = known["calls"].filter(pl.col("service") == "voice").with_columns(pl.col("at").dt.date().alias("day"))
    out = calls.group_by(pl.col("a").alias("number")).agg(
        pl.len().alias("calls"), pl.col("b").n_unique().alias("people"), pl.col("day").n_unique().alias("days"),
        pl.col("cell").n_unique().alias("cells"), pl.col("imei").n_unique().alias("devices"),
    )  # fmt: skip
    back = calls.group_by(pl.col("b").alias("number")).agg(
        pl.len().alias("in"), pl.col("a").n_unique().alias("callers")
    )
    sheet = truth.join(out, on="number", how="left").join(back, on="number", how="left").fill_null(0)
    busy = sheet.filter((pl.col("calls") + pl.col("in") >= 20) & pl.col("role").is_in(NUMBER_ROLES))
    ours = dict(known["numbers"].select("number", "role").rows())
    head = ("training-calls", "training-people", "training-days", "training-cells", "training-devices",
            "training-incoming", "training-callers")  # fmt: skip
    found = []
    for n, role in enumerate(NUMBER_ROLES):
        for number in _picked(rng, busy.filter(pl.col("role") == role)["number"].to_list(), 1):
            row = busy.filter(pl.col("number") == number)
            told = tuple(str(row[name][0]) for name in ("calls", "people", "days", "cells", "devices", "in", "callers"))
            mine = ours.get(number, "ordinary")
            at = NUMBER_ROLES.index(mine) if mine in NUMBER_ROLES else -1
            found.append(Question(f"n{n}", "number", number, head, (told,), NUMBER_ROLES, NUMBER_ROLES.index(role), at))
    rng.shuffle(found)
    return found


def _accounts(known: Tables, truth: pl.DataFrame, rng: Random) -> list[Question]:
    """What is this account? Shown is what came and went, from and to how many, and how much stayed."""
    moved = known["transactions"].filter(pl.col("amount_tiyn") > 0)
    came = moved.group_by(pl.col("to").alias("account")).agg(
        pl.len().alias("in"), pl.col("from").n_unique().alias("payers"), pl.col("amount_tiyn").sum().alias("came")
    )
    went = moved.group_by(pl.col("from").alias("account")).agg(
        pl.len().alias("out"), pl.col("to").n_unique().alias("payees"), pl.col("amount_tiyn").sum().alias("went")
    )
    sheet = truth.join(came, on="account", how="left").join(went, on="account", how="left").fill_null(0)
    seen = sheet.filter((pl.col("in") >= 2) & pl.col("role").is_in(ACCOUNT_ROLES))
    ours = dict(known["accounts"].select("account", "role").rows())
    head = ("training-in", "training-payers", "training-came", "training-out", "training-payees", "training-went")
    found = []
    for n, role in enumerate(ACCOUNT_ROLES):
        for account in _picked(rng, seen.filter(pl.col("role") == role)["account"].to_list(), 1):
            row = seen.filter(pl.col("account") == account)
            told = tuple(
                str(row[name][0] // 100 if name in ("came", "went") else row[name][0])
                for name in ("in", "payers", "came", "out", "payees", "went")
            )
            mine = ours.get(account, "ordinary")
            at = ACCOUNT_ROLES.index(mine) if mine in ACCOUNT_ROLES else -1
            right = ACCOUNT_ROLES.index(role)
            found.append(Question(f"a{n}", "account", account, head, (told,), ACCOUNT_ROLES, right, at))
    rng.shuffle(found)
    return found
