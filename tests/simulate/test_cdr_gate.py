"""Questions to a gate: shares, what is known of each call, and the truth apart."""

from __future__ import annotations

import polars as pl
import pytest

from qalqan.errors import UsageError
from qalqan.simulate.cdr_gate import SHARES, Questions, questions
from qalqan.simulate.cdr_spoof import CLASSES

N = 120_000


@pytest.fixture(scope="module")
def stream() -> Questions:
    return questions(5, N, spoof=0.02)


@pytest.fixture(scope="module")
def both(stream: Questions) -> pl.DataFrame:
    return stream.asked.join(stream.truth, on="call_id", validate="1:1")


def test_same_seed_same_stream(stream: Questions) -> None:
    again, other = questions(5, N, spoof=0.02), questions(6, N, spoof=0.02)
    assert stream.asked.equals(again.asked)
    assert stream.truth.equals(again.truth)
    assert stream.lists.equals(again.lists)
    assert not stream.asked.equals(other.asked)


def test_shares_are_as_told() -> None:
    kinds = questions(1, N).truth
    false = kinds.filter(~pl.col("genuine"))
    assert abs(len(false) / N - SHARES["spoof"]) < 0.0005
    share = dict(kinds.group_by("class").agg(pl.len() / N).iter_rows())
    for name in ("on_net", "national", "foreign", "roamer", "emergency"):
        assert abs(share[name] - SHARES[name]) < 0.006, name


def test_every_class_is_there_and_only_spoof_classes_are_false(both: pl.DataFrame) -> None:
    assert set(both["class"]) == (set(SHARES) - {"spoof"}) | set(CLASSES)
    assert set(both.filter(~pl.col("genuine"))["class"]) == set(CLASSES)
    assert set(both.filter("genuine")["class"]).isdisjoint(CLASSES)
    assert both["at"].is_sorted()
    assert set(both.columns).isdisjoint({"kind", "row"})


def test_registers_say_what_their_state_means(both: pl.DataFrame) -> None:
    roamer, home = both.filter(pl.col("class") == "roamer"), both.filter(pl.col("class") == "at_home")
    assert set(roamer.filter(pl.col("state") == "known")["roaming"]) == {"roaming"}
    assert set(roamer.filter(pl.col("state") == "stale")["roaming"]) == {"home"}
    assert set(home.filter(pl.col("state") == "known")["roaming"]) == {"home"}
    assert set(home.filter(pl.col("state") == "stale")["roaming"]) == {"roaming"}
    unknown = both.filter(pl.col("state") == "unknown")
    assert set(unknown["roaming"]) == {"unknown"}
    assert unknown["roaming_as_of"].is_null().all()
    age = pl.col("at") - pl.col("roaming_as_of")
    ages = both.filter(pl.col("state") != "").group_by("state").agg(age.min().alias("least"), age.max().alias("most"))
    told = {state: (least, most) for state, least, most in ages.iter_rows()}
    assert told["known"][1] < told["stale"][0]
    assert both.filter(~pl.col("class").is_in(["roamer", "at_home"]))["roaming"].eq("").all()


def test_owners_never_claim_a_false_number(both: pl.DataFrame) -> None:
    heard = both.filter(pl.col("owner") != "")
    assert heard.filter(pl.col("owner") == "mine")["genuine"].all()
    assert not heard.filter(pl.col("owner") == "not_mine")["genuine"].any()
    assert heard["owner_ms"].min() > 0  # type: ignore[operator]
    assert both.filter(pl.col("owner") == "")["owner_ms"].eq(0).all()


def test_classes_look_as_they_should(both: pl.DataFrame, stream: Questions) -> None:
    lists = {name: set(part["number"]) for (name,), part in stream.lists.group_by("list")}
    assert set(both.filter(pl.col("class") == "allowed")["a"]) <= lists["allowed"]
    assert set(both.filter(pl.col("class") == "never")["a"]) <= lists["never"]
    assert not set(both.filter("genuine")["a"]) & lists["never"]
    assert set(both.filter(pl.col("class") == "emergency")["b"]) <= {"101", "102", "103", "104", "112"}
    diverted = both.filter(pl.col("diversion") != "")
    assert set(diverted["class"]) == {"diverted"}
    false = both.filter(~pl.col("genuine"))
    assert false["trunk"].str.starts_with("INT").all()
    assert both.filter(pl.col("class") == "itself").select((pl.col("a") == pl.col("b")).all()).item()


@pytest.mark.parametrize(("n", "spoof"), [(0, 0.1), (10, -0.1), (10, 1.1)])
def test_impossible_streams_are_refused(n: int, spoof: float) -> None:
    with pytest.raises(UsageError) as told:
        questions(1, n, spoof=spoof)
    assert told.value.key == "error-simulate-questions"


def test_one_question_and_only_false_ones_are_possible() -> None:
    assert len(questions(1, 1).asked) == 1
    assert not questions(1, 500, spoof=1.0).truth["genuine"].any()
