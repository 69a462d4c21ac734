"""A made workspace of an office's size: run tables of 50,000 cases, 1M transfers and 1M calls, written straight into a
run. Numbers, accounts and names are invented; only the shape matters: how many rows share a value."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from qalqan import clock
from qalqan.engine.frames import conform, schema, table
from qalqan.model.schema import TABLES
from qalqan.store import runs
from qalqan.store.workspace import Workspace

SCHEMES = ("safe_account", "prepaid_goods", "fake_invest", "parcel_code", "delivery_link", "other")
REGIONS = ("KZ-10", "KZ-27", "KZ-71", "KZ-75", "KZ-79", "KZ-55", "KZ-61")
SURNAMES = ("Ахметов", "Исаев", "Орлова", "Серікқызы", "Әбдіқадыр", "Ким", "Мұратұлы", "Сейтова", "Павлов", "Омарова")
GIVEN = ("Жандос", "Сәуле", "Юлия", "Айгүл", "Ержан", "Виктор", "Нұрлан", "Әйгерім", "Дана", "Тимур")
START = np.datetime64("2024-01-01", "us")
EVIDENCE = "e" * 16

Ints = np.ndarray


def make(folder: Path, cases: int, transfers: int, calls: int, seed: int) -> Path:
    """The workspace at ``folder``."""
    rng = np.random.default_rng(seed)
    frames = _tables(rng, cases, transfers, calls)
    with Workspace.init(folder) as ws:
        stage, names, run = ws.stage(), dict[str, Path](), "b" * 16
        for name in TABLES:
            frame = conform(frames[name], table(name)) if name in frames else pl.DataFrame(schema=schema(table(name)))
            frame.write_parquet(stage / f"{name}.parquet", compression="lz4")
            names[name] = stage / f"{name}.parquet"
        lake = {f"runs/{run}/{name}.parquet": place for name, place in names.items()}
        made = runs.Run(
            run, clock.now(), "benchmark", {}, "0" * 64, {name: frames[name].height for name in frames}, "0" * 64,
            {name: f"runs/{run}/{name}.parquet" for name in names},
        )  # fmt: skip
        ws.commit("analyse", {"run": run}, lake=lake, change=lambda connection: runs.add(connection, made))
    return folder


def _tables(rng: np.random.Generator, cases: int, transfers: int, calls: int) -> dict[str, pl.DataFrame]:
    accounts = pl.Series([f"KZ{n % 97:02}722C{n:012}" for n in range(transfers // 5)])
    phones = pl.Series([f"+7701{n:07}" for n in range(calls // 4)])
    ids = pl.Series([f"25{REGIONS[n % 7][3:]}00121{n:06}" for n in range(cases)]).sort()
    at = pl.Series(START + rng.integers(0, 700 * 86_400, cases) * np.timedelta64(1_000_000, "us")).cast(
        pl.Datetime("us", "UTC")
    )
    name = [f"{SURNAMES[n % 10]} {GIVEN[n // 10 % 10]}" for n in range(cases)]
    series = np.minimum(rng.geometric(0.25, cases).cumsum() // 4, cases - 1)
    own = {
        "cases": pl.DataFrame({
            "case_id": ids, "mo": [SCHEMES[n % 6] for n in range(cases)], "registered_at": at,
            "region": [REGIONS[n % 7] for n in range(cases)], "organ": [f"ПБ {n % 40}" for n in range(cases)],
            "victim_name": name, "victim_phone": phones.gather(rng.integers(0, len(phones), cases)),
            "victim_account": accounts.gather(rng.integers(0, len(accounts), cases)),
            "victim_iin": [f"{n:012}" for n in range(cases)], "damage_tiyn": rng.integers(10**6, 10**9, cases),
            "source": [f"{EVIDENCE}::{n + 1}" for n in range(cases)], "plot": ["мән-жай " * 20] * cases,
        }),
        "series": pl.DataFrame({
            "case_id": ids, "series_id": ids.gather(np.searchsorted(series, series)),
            "score": rng.integers(500, 999, cases),
        }),
    }  # fmt: skip
    own |= _events(rng, accounts, phones, transfers, calls)
    own |= _findings(rng, ids, accounts, phones, series)
    own |= _people(rng, accounts, phones)
    return own


def _events(
    rng: np.random.Generator, accounts: pl.Series, phones: pl.Series, transfers: int, calls: int
) -> dict[str, pl.DataFrame]:
    def moments(count: int) -> pl.Series:
        told = np.sort(rng.integers(0, 700 * 86_400 * 1_000_000, count))
        return pl.Series(START + told * np.timedelta64(1, "us")).cast(pl.Datetime("us", "UTC"))

    def skewed(count: int, of: int) -> Ints:
        return (of * rng.random(count) ** 3).astype(np.int64)  # few accounts are in many transfers

    places = pl.Series([f"{EVIDENCE}::{n + 1}" for n in range(max(transfers, calls))])
    return {
        "transactions": pl.DataFrame({
            "tx_id": places.head(transfers), "at": moments(transfers), "locators": places.head(transfers),
            "from": accounts.gather(skewed(transfers, len(accounts))), "from_kind": ["iban"] * transfers,
            "to": accounts.gather(skewed(transfers, len(accounts))), "to_kind": ["iban"] * transfers,
            "amount_tiyn": rng.integers(10**4, 10**9, transfers), "seq": np.arange(transfers),
        }),
        "calls": pl.DataFrame({
            "call_id": places.head(calls), "at": moments(calls), "locators": places.head(calls),
            "a": phones.gather(skewed(calls, len(phones))), "b": phones.gather(skewed(calls, len(phones))),
            "duration_s": rng.integers(0, 2000, calls), "service": ["voice"] * calls,
            "imei": pl.Series([f"35{n:013}" for n in range(20_000)]).gather(rng.integers(0, 20_000, calls)),
        }),
    }  # fmt: skip


def _findings(
    rng: np.random.Generator, ids: pl.Series, accounts: pl.Series, phones: pl.Series, series: Ints
) -> dict[str, pl.DataFrame]:
    cases = len(ids)
    owner = np.repeat(np.arange(cases), 12)
    group = (series[owner] * 7 + rng.integers(0, 40, len(owner))) % (cases * 2)
    phone = rng.random(len(owner)) < 0.5
    value = pl.Series(np.where(phone, phones.gather(group % len(phones)), accounts.gather(group % len(accounts))))
    told = pl.DataFrame({
        "case_id": ids.gather(owner), "kind": np.where(phone, "phone", "iban"), "value": value, "rule": "tie-told",
        "sure": rng.integers(300, 1000, len(owner)), "chain": value, "locators": f"{EVIDENCE}::1",
    }).unique(["case_id", "kind", "value"])  # fmt: skip
    weights = told.group_by("kind", "value").agg(pl.len().alias("cases")).filter(pl.col("cases") > 1)
    weights = weights.with_columns(
        rarity_bits=(-(pl.col("cases") / cases).log(2) * 1000).cast(pl.Int64), trust=pl.lit(900), decided=pl.lit("")
    )
    a = rng.integers(0, cases - 1, cases * 3)
    b = np.minimum(a + rng.integers(1, 6, len(a)), cases - 1)
    grounds = (
        '[{"locators":["' + EVIDENCE + '::1"],"rule":"tie-told","values":{"cases":3,"kind":"phone"},"weight":4000}]'
    )
    links = pl.DataFrame({"case_a": ids.gather(a), "case_b": ids.gather(b), "score": rng.integers(350, 999, len(a))})
    links = links.filter(pl.col("case_a") != pl.col("case_b")).unique(["case_a", "case_b"])
    links = links.with_columns(grounds=pl.lit(grounds))
    three = np.repeat(np.arange(cases), 3)
    hold = {
        "case_id": ids.gather(three), "rank": np.tile([1, 2, 3], cases), "bank": "722",
        "account": accounts.gather(rng.integers(0, len(accounts), len(three))),
        "amount_tiyn": rng.integers(10**5, 10**8, len(three)), "expected_tiyn": rng.integers(10**5, 10**8, len(three)),
        "grounds": grounds,
    }  # fmt: skip
    trail = {"case_id": hold["case_id"], "account": hold["account"], "rule": "fifo", "kind": "account", "bank": "722",
             "hop": hold["rank"], "remaining_tiyn": hold["amount_tiyn"]}  # fmt: skip
    losses = {"case_id": ids, "tx_id": [f"{EVIDENCE}::{n * 7 + 1}" for n in range(cases)],
              "amount_tiyn": rng.integers(10**6, 10**9, cases), "score": 800, "grounds": "[]"}  # fmt: skip
    place = {"evidence": EVIDENCE, "part": "", "column": "plot", "start": 0, "end": 5, "role": "other"}
    mentions = told.select("kind", "value", "case_id", pl.col("value").alias("as_written"))
    mentions = mentions.with_columns(
        **{key: pl.lit(one) for key, one in place.items()}, row=pl.int_range(1, pl.len() + 1)
    )
    return {
        "identifiers": told, "identifier_weights": weights, "links": links, "holds": pl.DataFrame(hold),
        "trails": pl.DataFrame(trail), "losses": pl.DataFrame(losses), "mentions": mentions,
    }  # fmt: skip


def _people(rng: np.random.Generator, accounts: pl.Series, phones: pl.Series) -> dict[str, pl.DataFrame]:
    names = pl.Series([f"{SURNAMES[n % 10]}{n // 100 % 50} {GIVEN[n // 10 % 10]}" for n in range(len(accounts))])
    iins = pl.Series([f"{n:012}" for n in range(len(accounts))])
    one = pl.Series("person_id", "iin:" + iins)
    persons = pl.concat([
        pl.DataFrame({"person_id": one, "kind": kind, "value": value, "roles": "party", "score": 1000, "grounds": "[]"})
        for kind, value in (("name", names), ("iin", iins), ("account", accounts))
    ])  # fmt: skip
    return {
        "persons": persons,
        "accounts": pl.DataFrame({"account": accounts, "bank": "722", "holder": names, "role": "ordinary",
                                  "score": rng.integers(0, 1000, len(accounts)), "grounds": "[]"}),
        "numbers": pl.DataFrame({"number": phones, "role": "ordinary", "score": 500, "grounds": "[]"}),
        "holders": pl.DataFrame({"account": accounts, "holder": names, "iin": iins, "bank": "722"}),
        "subscribers": pl.DataFrame({
            "number": phones, "holder": names.gather(rng.integers(0, len(names), len(phones))),
        }),
    }  # fmt: skip
