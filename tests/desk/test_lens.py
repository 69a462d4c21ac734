"""The lens answers as plain filters do; what is hidden never comes through; seals open only as what they were made."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.desk import lens
from qalqan.desk._lens_index import FEW, Index
from qalqan.desk.seals import Seals
from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import NotFound

texts = st.one_of(st.none(), st.text("абvw:;1", max_size=4))


few = st.lists(st.text("абvw:;1", max_size=4), max_size=5)
many = st.lists(st.text("абvw", max_size=3), min_size=FEW, max_size=FEW + 20, unique=True)


@given(st.lists(texts, max_size=40), few | many)
def test_an_index_finds_what_a_filter_finds(cells: list[str | None], wanted: list[str]) -> None:
    index = Index.of(pl.Series(cells, dtype=pl.String))
    said = {one for one in wanted if one}
    assert index.find(wanted).tolist() == [n for n, cell in enumerate(cells) if cell in said]
    assert index.count(wanted) == sum(cell in said for cell in cells)


@given(st.lists(texts, max_size=40), st.text("абvw1", max_size=3))
def test_keys_that_begin_with_a_text(cells: list[str | None], prefix: str) -> None:
    index = Index.of(pl.Series(cells, dtype=pl.String))
    all_ = sorted({cell for cell in cells if cell and cell.startswith(prefix)})
    assert index.begins(prefix, 3) == (all_[:3], len(all_))


def test_a_joined_column_is_found_by_each_of_its_values() -> None:
    index = Index.of(pl.Series(["а;б", None, "б", ""]), joined=True)
    assert index.find(["б"]).tolist() == [0, 2]
    assert index.find(["а", "б"]).tolist() == [0, 2]


def test_an_index_is_mapped_again(tmp_path: Path) -> None:
    made = Index.of(pl.Series(["б", "а", None, "б"]))
    made.save(tmp_path, "t.c")
    again = Index.load(tmp_path, "t.c")
    assert again is not None
    assert again.find(["б"]).tolist() == [0, 3]
    assert again.begins("", 9) == (["а", "б"], 2)
    (tmp_path / "t.c.rows").write_bytes(b"torn")
    assert Index.load(tmp_path, "t.c") is None
    assert Index.load(tmp_path, "other") is None


def _cases(count: int, seed: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    damage = [None if one % 7 == 0 else int(one) for one in rng.integers(0, 20, count)]
    return conform(
        pl.DataFrame({"case_id": [f"25{n:04}" for n in range(count)], "damage_tiyn": damage}), table("cases")
    )


@given(st.integers(0, 50), st.integers(1, 9), st.booleans(), st.booleans(), st.integers(0, 5))
def test_pages_by_key_give_every_row_once_in_order(count: int, size: int, down: bool, some: bool, hide: int) -> None:
    frame = _cases(count, count)
    looked = lens.Lens(Tables.of({"cases": frame}))
    hidden = lens.Sight(frozenset(frame["case_id"].head(hide).to_list()))
    where = pl.col("damage_tiyn").fill_null(0) % 2 == 0 if some else None
    got: list[str] = []
    after: int | None = None
    while True:
        page = looked.page("cases", size, by="damage_tiyn", down=down, after=after, where=where, sight=hidden)
        got += page.frame["case_id"].to_list()
        assert page.frame.height <= size
        if not page.more:
            break
        after = page.last
    wanted = frame if where is None else frame.filter(where)
    wanted = wanted.filter(~pl.col("case_id").is_in(list(hidden.cases)))
    wanted = wanted.sort("damage_tiyn", "case_id", nulls_last=False)
    assert got == (wanted.reverse() if down else wanted)["case_id"].to_list()
    assert page.total == wanted.height


def test_nothing_of_a_hidden_case_comes_through() -> None:
    cases = _cases(3).with_columns(pl.Series("aliases", ["КУИ-1", None, None]))
    evidence = pl.DataFrame({"evidence": ["e1", "e2"], "case": ["КУИ-1", None]})
    known = Tables.of({"cases": cases, "evidence": evidence})
    known.stamp = "hidden-test"
    seen = lens.sight(known, ["250000"])
    assert seen.evidence == {"e1"}
    links = pl.DataFrame({"case_a": ["250000", "250001"], "case_b": ["250001", "250002"]})
    assert seen.of(links)["case_a"].to_list() == ["250001"]
    rows = pl.DataFrame({"locators": ["e1::1;e1::2", "e1::1;e2::1", "", None]})
    assert seen.of(rows)["locators"].to_list() == ["e1::1;e2::1", "", None]
    members = pl.DataFrame({"kind": ["case", "number"], "member": ["250000", "250000"]})
    assert seen.of(members)["kind"].to_list() == ["number"]
    assert lens.sight(known, []) == lens.ALL


def test_many_threads_get_one_lens_and_one_index(tmp_path: Path) -> None:
    known = Tables(lambda name: _cases(500) if name == "cases" else None, tmp_path)
    known.stamp = "threads-test"
    got: list[tuple[int, int]] = []

    def ask() -> None:
        looked = lens.over(known)
        assert looked.rows("cases", "case_id", ["250007"]).height == 1
        got.append((id(looked), id(looked.index("cases", "case_id"))))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 12
    assert len(set(got)) == 1
    assert (tmp_path / "lens" / "threads-test" / "cases.case_id.keys").is_file()


def test_indexes_of_old_runs_are_dropped(tmp_path: Path) -> None:
    for run in ("r1", "r2", "r3", "r4"):
        known = Tables(lambda name: _cases(5) if name == "cases" else None, tmp_path)
        known.stamp = run
        lens.over(known).index("cases", "case_id")
    left = {one.name for one in (tmp_path / "lens").iterdir()}
    assert "r4" in left
    assert len(left) <= lens.KEPT_RUNS


@given(st.text(max_size=60), st.text(max_size=8))
def test_a_seal_opens_as_what_it_was_made_and_hides_the_value(value: str, what: str) -> None:
    seals = Seals(b"k" * 32)
    token = seals.seal(what, value)
    assert token.replace("-", "").replace("_", "").isalnum()
    assert seals.open(what, token) == value or value == "\0"
    assert seals.seal(what, value) == token
    with pytest.raises(NotFound):
        seals.open(what + "x", token)
    with pytest.raises(NotFound):
        Seals(b"o" * 32).open(what, token)


@pytest.mark.parametrize("token", ["", "а", "====", "A", "x" * 9000, "../../etc", "A" * 64])
def test_what_is_no_seal_names_nothing(token: str) -> None:
    with pytest.raises(NotFound):
        Seals(b"k" * 32).open("account", token)
