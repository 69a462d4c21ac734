"""``qalqan simulate calls`` as its user sees it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from qalqan.cli.main import app
from qalqan.desk import verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.errors import UsageError
from qalqan.settings import load

SMALL = ["--subscribers", "2000", "--days", "3", "--seed", "4", "--level", "1"]


def test_files_are_made_and_a_workspace_reads_them(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["simulate", "calls", str(tmp_path / "made"), *SMALL, "--json"])
    assert shown.exit_code == 0, shown.output
    told = json.loads(shown.stdout)
    assert set(told) == {"files", "rows", "truth"}
    assert told["truth"]["numbers"] > 0
    ws = tmp_path / "ws"
    init(ws, None)
    done = ingest(ws, [Path(told["files"])], load(ws)[0], take_best=True)
    assert dict(done.by_status) == {"read": len(told["rows"])}
    assert done.records == sum(told["rows"].values())


def test_the_table_names_files_truth_and_the_next_step(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["simulate", "calls", str(tmp_path / "made"), *SMALL], env={"COLUMNS": "220"})
    assert shown.exit_code == 0, shown.output
    assert "beeline_cdr_1.csv" in shown.output
    assert "qalqan ingest" in shown.output
    assert str(tmp_path / "made" / "files") in shown.output.replace("\n", "")


def test_an_impossible_level_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["simulate", "calls", str(tmp_path / "made"), "--level", "9"])
    assert isinstance(shown.exception, UsageError)
    assert shown.exception.key == "error-simulate-calls"
    assert not (tmp_path / "made").exists()


def test_the_verb_is_python_too(tmp_path: Path) -> None:
    steps: list[int] = []
    made = verbs.simulate_calls(
        tmp_path, seed=4, subscribers=2_000, days=3, level=1, progress=lambda _what, done, _of: steps.append(done)
    )
    assert Path(made.files).is_dir()
    assert steps[-1] == 100
