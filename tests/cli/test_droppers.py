"""``qalqan droppers`` as its user sees it."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from qalqan.cli.main import app
from qalqan.desk import verbs
from qalqan.desk.droppers import Listed

GROUNDS = json.dumps(
    [
        {"locators": ["e::7", "e::9"], "rule": "dropper-direct", "values": {"direct": 2}, "weight": 3351},
        {"locators": ["e::8"], "rule": "dropper-mutual", "values": {}, "weight": -646},
    ]
)
ROW = {"account": "KZ1", "holder": "И. И.", "score": 934, "cases": 2, "came_tiyn": 500_000_00,
       "against": "family;trader", "grounds": GROUNDS}  # fmt: skip


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []

    def answer(*words: Any, **more: Any) -> Listed:
        heard.append((words[1:], more))
        return Listed(pl.DataFrame([ROW]), 7)

    monkeypatch.setattr(verbs, "droppers", answer)
    return heard


def test_the_table_tells_reasons_in_doublings_and_lives(asked: list[Any]) -> None:
    shown = CliRunner().invoke(app, ["droppers", "ws", "--top", "3", "--purpose", "іс 1"], env={"COLUMNS": "250"})
    assert shown.exit_code == 0, shown.output
    assert asked == [((3,), {"officer": "", "purpose": "іс 1"})]
    assert "KZ1" in shown.output
    assert "93 %" in shown.output
    assert ": 2 (+3.4) [e::7 +1]" in " ".join(shown.output.split())
    assert "(-0.6) [e::8" in " ".join(shown.output.split())
    assert "dropper-" not in shown.output
    assert "life-" not in shown.output


def test_json_is_the_whole_answer() -> None:
    shown = CliRunner().invoke(app, ["droppers", "ws", "--json"])
    assert json.loads(shown.output) == {"total": 7, "accounts": [ROW]}
