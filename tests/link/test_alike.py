"""Cases done alike: found without a shared identifier, never a tie, told with every weight."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.tied import START, frame

from qalqan.engine.frames import Tables
from qalqan.link import alike
from qalqan.settings import Settings

SCHEMES = ("safe_account", "rent", "fake_invest", "job_ad", "parcel_code", "prepaid_goods")
STORY = "неизвестный представился оценщиком антиквариата и просил оплатить экспертизу самовара через терминал"
PLAIN = "неизвестное лицо обманным путём завладело деньгами заявителя и перестало отвечать на звонки"


def region(loose: int = 2) -> dict[str, list[dict[str, Any]]]:
    """Twelve series of six cases with their scheme, days and hour; the last ``loose`` of each are tied to nothing."""
    cases, series, told, paid = [], [], [], []
    for group in range(12):
        for n in range(6):
            case = f"{group:02}{n}"
            at = START + timedelta(days=group * 9 + n % 3, hours=group % 12, minutes=7 * n)
            cases.append(
                {
                    "case_id": case,
                    "mo": SCHEMES[group % 6],
                    "registered_at": at + timedelta(days=1),
                    "region": f"KZ-{10 + (group * 5 + n) % 7}",
                    "occupation": ("teacher", "driver", "nurse")[(group + n) % 3],
                    "damage_tiyn": 1_000_000 * 4 ** (group % 4) + n,
                    "victim_iin": f"8{n}0101{3 + n % 2}00000",
                    "victim_phone": f"+7747{group:04}{n:03}",
                    "plot": STORY if group == 3 else PLAIN,
                    "source": f"r::{group * 6 + n}",
                }
            )
            tied = n < 6 - loose
            series.append({"case_id": case, "series_id": f"{group:02}0" if tied else "", "score": 900 if tied else 0})
            told += [{"case_id": case, "kind": "iban", "value": f"KZ{group}", "chain": f"KZ{group}"}] if tied else []
            paid.append({"case_id": case, "tx_id": f"t{case}", "amount_tiyn": 900_000 + n, "score": 900})
    sent = [
        {"tx_id": f"t{one['case_id']}", "at": one["registered_at"] - timedelta(days=1), "at_precision": "second",
         "to_bank": ("722", "601", "856")[int(one["case_id"][:2]) % 3]}
        for one in cases
    ]  # fmt: skip
    return {"cases": cases, "series": series, "identifiers": told, "losses": paid, "transactions": sent}


def tables(rows: dict[str, list[dict[str, Any]]]) -> Tables:
    return Tables.of({name: frame(name, one) for name, one in rows.items()})


def found(rows: dict[str, list[dict[str, Any]]], threads: int = 1) -> pl.DataFrame:
    return alike.run(tables(rows), Settings(threads=threads))["alike"]


def test_untied_cases_of_a_group_find_their_group_by_behaviour() -> None:
    made = found(region())
    loose = made.filter(pl.col("case_id").str.slice(2).cast(pl.Int64) >= 4)
    own = loose.filter(pl.col("case_id").str.head(2) == pl.col("other").str.head(2))
    assert own.group_by("case_id").len().height == 24  # each of them
    first = loose.filter(pl.col("rank") == 1)
    assert (first["case_id"].str.head(2) == first["other"].str.head(2)).mean() > 0.9  # type: ignore[operator]


def test_cases_of_one_series_are_not_listed_for_each_other() -> None:
    made = found(region())
    tied = made.filter(
        pl.col("case_id").str.slice(2).cast(pl.Int64) < 4, pl.col("other").str.slice(2).cast(pl.Int64) < 4
    )
    assert tied.filter(pl.col("case_id").str.head(2) == pl.col("other").str.head(2)).is_empty()
    assert made.filter(pl.col("case_id") == pl.col("other")).is_empty()


def test_not_the_same_leaves_the_pair_out_both_ways() -> None:
    rows = region()
    before = found(rows).filter(pl.col("case_id") == "034")["other"].to_list()
    assert "035" in before
    rows["decided"] = [{"act": "link", "a": "035", "b": "034", "holds": False}]
    made = found(rows)
    assert "035" not in made.filter(pl.col("case_id") == "034")["other"].to_list()
    assert "034" not in made.filter(pl.col("case_id") == "035")["other"].to_list()


def test_the_grounds_add_up_to_the_score_and_name_both_cases() -> None:
    for case, other, score, grounds in found(region()).select("case_id", "other", "score", "grounds").rows():
        told = json.loads(grounds)
        odds = sum(ground["weight"] for ground in told)
        assert abs(1000 / (1 + 2 ** (-odds / 1000)) - score) < 2
        assert told[0]["rule"] == "alike-base"
        assert told[0]["locators"] == [f"r::{int(one[:2]) * 6 + int(one[2])}" for one in (case, other)]
        assert grounds == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_values_are_told_as_people_read_them() -> None:
    made = found(region()).filter(pl.col("case_id") == "034", pl.col("other") == "035")["grounds"][0]
    told = {ground["rule"]: ground["values"] for ground in json.loads(made)}
    assert told["alike-gap"] == {"a": "2025-06-30", "b": "2025-07-01"}
    assert told["alike-mo"] == {"a": "job_ad", "b": "job_ad"}
    assert told["alike-hour"] == {"a": "17:28", "b": "17:35"}


def test_a_rare_story_is_a_ground_for_those_who_tell_it() -> None:
    made = found(region())
    rare = made.filter(pl.col("case_id") == "034", pl.col("other") == "035")["grounds"][0]
    weight = next(ground["weight"] for ground in json.loads(rare) if ground["rule"] == "alike-words")
    assert weight > 0


def test_identifiers_are_not_compared() -> None:
    rows = region()
    before = found(rows)
    for one in rows["cases"]:
        one["victim_phone"] = "+77470000001"
        one["victim_name"] = "Серикова Айгүл"
        one["victim_account"] = "KZ86125KZT5004100100"
    for one in rows["transactions"]:
        one |= {"to": "KZ86125KZT5004100100", "to_name": "Бір адам", "to_iin": "850101300018"}
    assert found(rows).equals(before)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_of_rows_and_threads_change_nothing(rng: Any, threads: int) -> None:
    rows = region()
    before = found(rows)
    mixed = {name: rng.sample(one, len(one)) for name, one in rows.items()}
    assert found(mixed, threads).equals(before)


def test_a_workspace_of_few_cases_without_series_still_ranks_by_what_is_held_beforehand() -> None:
    rows = region()
    cases = [one for one in rows["cases"] if one["case_id"][:2] in ("00", "01", "06")]
    made = found({"cases": cases})
    first = made.filter(pl.col("rank") == 1)
    assert set(first.filter(pl.col("case_id").str.head(2) == "00")["other"].str.head(2)) == {"00"}
    assert made["score"].is_between(1, 1000).all()


def test_no_case_and_one_case_have_nothing_alike() -> None:
    assert found({"cases": []}).is_empty()
    assert found({"cases": region()["cases"][:1]}).is_empty()


def test_ranks_follow_the_score() -> None:
    for (_,), rows in found(region()).group_by("case_id"):
        assert rows["rank"].to_list() == list(range(1, rows.height + 1))
        assert rows["score"].is_sorted(descending=True)
        assert rows.height <= alike.KEPT
