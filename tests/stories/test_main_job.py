"""From a raw folder to series, trails, a dossier and a signed request."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from pypdf import PdfReader
from tests.stories.conftest import SEED, Unit, work

from qalqan.desk import export, papers, verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.quality import quality
from qalqan.desk.verify import verify
from qalqan.errors import AccessError
from qalqan.settings import load
from qalqan.simulate.region import make_region
from qalqan.simulate.score import score

CONTRACT = {
    "cases": "case_id aliases registered_at region mo damage_tiyn status status_at source",
    "links": "case_a case_b score grounds",
    "series": "case_id series_id score",
    "transactions": "tx_id at from to amount_tiyn currency amount_minor purpose locators",
    "calls": "call_id at a b duration_s imei imsi cell trunk locators",
    "holders": "account card holder iin phone bank locators",
    "subscribers": "number holder iin from to locators",
    "coverage": "account from to received_at by",
    "trails": "case_id account kind bank hop first_in traced_in_tiyn remaining_tiyn remaining_low_tiyn "
    "remaining_high_tiyn rule as_of",
    "hops": "case_id seq from to amount_tiyn at locator rule",
    "holds": "case_id rank account bank amount_tiyn low_tiyn high_tiyn last_seen as_of",
    "accounts": "account bank holder role score grounds",
    "numbers": "number role score grounds",
    "mentions": "evidence part row kind value as_written",
    "messages": "message_id at from to text source",
    "rejected": "evidence file part row column value reason action",
    "files": "evidence file sha256 format record_kind units records duplicates rejected skipped mapping_confidence",
}


def _rows(unit: Unit, table: str) -> pl.DataFrame:
    return pl.read_parquet(unit.tables / f"{table}.parquet")


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_every_table_of_the_contract_is_written(unit: Unit, table: str) -> None:
    with (unit.tables / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        head = next(csv.reader(lines))
    assert head[: len(CONTRACT[table].split())] == CONTRACT[table].split()
    assert set(CONTRACT) <= set(export.CONTRACT)


def test_every_unit_is_accounted_for(unit: Unit) -> None:
    files = _rows(unit, "files")
    told = files.filter(pl.col("units") != pl.sum_horizontal("records", "duplicates", "rejected", "skipped"))
    assert told.is_empty()
    assert unit.done.units == unit.done.accounted
    assert unit.done.records > 1_000


def test_series_are_found(unit: Unit) -> None:
    found = score(unit.region.truth, unit.tables)
    assert found["series_f1"] >= 0.7


def test_a_trail_holds_the_whole_loss(unit: Unit) -> None:
    trails = _rows(unit, "trails").group_by("case_id").agg(pl.col("remaining_tiyn").sum())
    losses = _rows(unit, "losses").group_by("case_id").agg(pl.col("amount_tiyn").sum())
    both = losses.join(trails, on="case_id", how="left")
    assert both.height > 20
    assert both.filter(pl.col("amount_tiyn") != pl.col("remaining_tiyn")).is_empty()


def test_likely_lies_within_low_and_high(unit: Unit) -> None:
    trails = _rows(unit, "trails")
    low, likely, high = (pl.col(f"remaining_{one}tiyn") for one in ("low_", "", "high_"))
    assert trails.filter((low > likely) | (likely > high)).is_empty()


def test_holds_ask_for_no_more_than_the_loss(unit: Unit) -> None:
    holds = _rows(unit, "holds").group_by("case_id").agg(pl.col("amount_tiyn").sum().alias("held"))
    losses = _rows(unit, "losses").group_by("case_id").agg(pl.col("amount_tiyn").sum())
    both = holds.join(losses, on="case_id", how="left")
    assert both.height > 0
    assert both.filter(pl.col("held") > pl.col("amount_tiyn")).is_empty()


def test_every_place_leads_to_an_original(unit: Unit) -> None:
    known = set(_rows(unit, "files")["evidence"])
    places = _rows(unit, "transactions")["locators"].str.split(";").explode()
    assert set(places.str.split(":").list.first().unique()) <= known
    assert places.null_count() == 0


def test_a_masked_export_shows_no_identifier(unit: Unit, tmp_path: Path) -> None:
    verbs.export(unit.ws, tmp_path / "masked")
    clear, masked = _rows(unit, "subscribers"), (tmp_path / "masked" / "subscribers.csv").read_text("utf-8")
    assert clear.height > 0
    for column in ("number", "iin"):
        for value in clear[column].drop_nulls().unique().head(200):
            assert value not in masked


def test_the_same_files_again_change_nothing(unit: Unit, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    shutil.copytree(unit.ws, ws)
    again = ingest(ws, [unit.region.files], load(ws)[0], take_best=True)
    assert again.files == 0
    assert again.by_status["duplicate"] > 0
    assert not verbs.analyse(ws, load(ws)[0]).fresh


def test_other_order_and_threads_give_the_same_result(tmp_path: Path) -> None:
    region, shuffled = (
        make_region(tmp_path / "made", seed=SEED, cases=8, people=300, days=20).files,
        tmp_path / "region",
    )
    files = sorted(one for one in region.rglob("*") if one.is_file() and one.name != "manifest.csv")
    for number, file in enumerate(reversed(files)):  # other names: another order; one basis for all
        (shuffled / f"{number:03}").mkdir(parents=True)
        shutil.copy(file, shuffled / f"{number:03}" / file.name)
    _, here = work_with_basis(region, tmp_path / "a", "case=1", threads=2)
    _, there = work_with_basis(shuffled, tmp_path / "b", "case=1", threads=1)
    assert here == there


def work_with_basis(files: Path, folder: Path, basis: str, **settings: int) -> tuple[object, str]:
    """The main job with one basis for every file, so that only order and threads differ."""
    folder.mkdir()
    bare = folder / "files"
    shutil.copytree(files, bare, ignore=shutil.ignore_patterns("manifest.csv"))
    name, _, value = basis.partition("=")
    (bare / "manifest.csv").write_text(f"file,{name}\n*,{value}\n", "utf-8")
    return work(bare, folder / "ws", folder / "tables", **settings)


def test_from_dossier_to_signed_request(unit: Unit, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    shutil.copytree(unit.ws, ws)
    holds = _rows(unit, "holds").filter(pl.col("amount_tiyn") > 0).sort("case_id", "rank")
    case, bank = holds["case_id"][0], holds["bank"][0]
    for language in ("kk", "ru", "en"):
        made = papers.dossier(ws, "case", case, tmp_path / f"{language}.pdf", lang=language, purpose="test")
        assert len(PdfReader(made.path).pages) >= 2
        assert made.draft
    assert papers.request(ws, "hold", case, bank, tmp_path, lang="ru").draft == "report-draft-measure"
    for name in ("Айгүл", "Данияр"):
        verbs.add_officer(ws, name, "head" if name == "Айгүл" else "investigator", f"фраза {name} длинная")
    (asked,) = verbs.propose(ws, "suspension", case, bank=bank, officer="Данияр", passphrase="фраза Данияр длинная")
    sign = {"reason": "проверил цепочку", "shown": asked.shown, "purpose": "investigation"}
    verbs.decide(ws, asked.subject, "approve", officer="Айгүл", passphrase="фраза Айгүл длинная", **sign)
    with pytest.raises(AccessError):
        verbs.decide(ws, asked.subject, "approve", officer="Айгүл", passphrase="не та фраза", **sign)
    assert papers.request(ws, "hold", case, bank, tmp_path, lang="ru").draft
    verbs.decide(ws, asked.subject, "approve", officer="Данияр", passphrase="фраза Данияр длинная", **sign)
    signed = papers.request(ws, "hold", case, bank, tmp_path, lang="ru")
    assert not signed.draft
    printed = PdfReader(next(path for path in signed.paths if path.suffix == ".pdf"))
    text = "\n".join(page.extract_text() for page in printed.pages)
    assert "ПРОЕКТ" not in text
    sent = verbs.act(
        ws, "send", asked.measure, officer="Данияр", passphrase="фраза Данияр длинная", to="банк", how="нарочно"
    )
    assert sent.state == "sent"
    letter = Document(str(next(path for path in signed.paths if path.suffix == ".docx")))
    assert any(case in part.text for part in letter.paragraphs)
    assert verify(ws, None).ok


def test_quality_says_what_was_not_understood(unit: Unit, tmp_path: Path) -> None:
    told = quality(unit.ws, tmp_path)
    assert told.files.height == unit.done.files
    assert told.files["unaccounted"].sum() == 0
    assert {one.name for one in tmp_path.iterdir()} == {"files.csv", "columns.csv", "reasons.csv", "rejected.csv"}
    assert told.rejected["reason"].str.starts_with("reason-").all()
