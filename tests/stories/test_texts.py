"""A story of texts: a chat in a folder, to what each message looks like, its address, and the urgent route."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from qalqan.desk import verbs
from qalqan.desk.analyse import Analysed
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.settings import load

FRAUD = (
    "Здравствуйте, это служба безопасности банка. На вас оформляют кредит, срочно продиктуйте код из СМС, никому не "
    "говорите и не кладите трубку. Подтвердите здесь: https://kaspi-bonus.top/login"
)
DAILY = "Мам, купи хлеба и позвони бабушке, у неё сегодня день рождения"
HARM = (
    "Ты последний в нашей группе, кто не сделал задание. Сделай себе больно сегодня ночью, пришли фото и никому не "
    "говори, родители всё равно не поймут. Это игра до конца."
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Analysed]:
    """The workspace, its clear tables and what the analysis gave."""
    folder = tmp_path_factory.mktemp("texts")
    files = folder / "files"
    files.mkdir()
    lines = [
        "[12.03.2025, 10:01:05] Банк: " + FRAUD,
        "[12.03.2025, 10:05:00] Айгүл: " + DAILY,
        "[13.03.2025, 23:15:00] Куратор: " + HARM,
    ]
    (files / "_chat.txt").write_text("\n".join(lines) + "\n", "utf-8")
    ws, key = folder / "ws", folder / "key"
    key.write_bytes(b"a key for tests, thirty-two bytes")
    init(ws, key)
    settings = load(ws)[0]
    ingest(ws, [files], settings, basis="request=1", take_best=True)
    done = verbs.analyse(ws, settings)
    verbs.export(ws, folder / "tables", purpose="test")
    return ws, folder / "tables", done


def _read(tables: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(tables / f"{name}.csv", infer_schema=False)


def test_the_fraud_is_told_with_reasons_that_quote_it(told: tuple[Path, Path, Analysed]) -> None:
    rows = {row["text"]: row for row in _read(told[1], "messages").iter_rows(named=True)}
    fraud = rows[FRAUD]
    assert int(fraud["scam_score"]) >= 600
    cues = json.loads(fraud["cues"])
    assert {"ask_code", "isolation"} <= {cue["head"] for cue in cues}
    assert all(FRAUD[cue["start"] : cue["end"]] == cue["quote"] for cue in cues)
    assert int(rows[DAILY]["scam_score"]) < 300


def test_the_address_is_told_as_an_imitation(told: tuple[Path, Path, Analysed]) -> None:
    urls = _read(told[1], "urls")
    row = urls.filter(pl.col("domain") == "kaspi-bonus.top").row(0, named=True)
    assert (row["verdict"], row["brand"]) == ("lookalike", "kaspi")
    assert json.loads(row["grounds"])
    sheet = verbs.show(told[0], "url", "https://kaspi-bonus.top/login", purpose="investigation: test")
    assert sheet.sections[0].table == "urls"


def test_harm_to_a_child_does_not_wait_for_a_queue(told: tuple[Path, Path, Analysed]) -> None:
    read = _read(told[1], "messages_read")
    harm = read.filter(pl.col("class") == "harm")["message_id"].to_list()
    assert harm
    assert list(told[2].urgent) == harm
    sheet = verbs.show(told[0], "message", harm[0], purpose="investigation: test")
    assert [one.table for one in sheet.sections][:2] == ["messages_read", "messages"]
    again = verbs.analyse(told[0], load(told[0])[0])
    assert not again.fresh
    assert again.urgent == told[2].urgent


def test_masked_tables_hide_texts_and_quotes(told: tuple[Path, Path, Analysed], tmp_path: Path) -> None:
    verbs.export(told[0], tmp_path / "masked")
    masked = _read(tmp_path / "masked", "messages")
    assert not masked["text"].str.contains("код из СМС").fill_null(value=False).any()
    assert not _read(tmp_path / "masked", "messages_read")["cues"].str.contains("код").fill_null(value=False).any()
