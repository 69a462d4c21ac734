"""The command line as its users meet it: help in three languages, errors with what to do, a report typed in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer.main
from tests.cli.here import qalqan

from qalqan.cli.main import app

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "word"), [("kk", "қалта"), ("ru", "папк"), ("en", "folder")])
def test_help_speaks_three_languages(language: str, word: str) -> None:
    shown = qalqan("--help", lang=language)
    assert shown.returncode == 0
    assert word in shown.stdout
    for command in COMMANDS:
        assert command in shown.stdout
    assert "cli-" not in shown.stdout


def test_every_command_is_in_the_readme() -> None:
    told = [name for name in COMMANDS if f"qalqan {name}" not in README]
    assert not told, f"README does not show: {told}"


def test_an_error_says_what_where_and_what_to_do(tmp_path: Path) -> None:
    ended = qalqan("analyse", str(tmp_path / "nothing"))
    assert ended.returncode == 1
    assert "nothing" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    ended = qalqan("settings", "--set", "link.nothing=1")
    assert ended.returncode == 2
    assert "link.nothing" in ended.stderr
    assert "qalqan settings" in ended.stderr
    del tmp_path


def test_a_report_typed_in_becomes_a_case(tmp_path: Path) -> None:
    ws = str(tmp_path / "ws")
    assert qalqan("init", ws).returncode == 0
    typed = qalqan(
        "case", "new", ws, "--kui", "25270041019", "--region", "KZ-27", "--victim", "Ахметова Сәуле",
        "--call", "2025-03-04 14:05 +7 701 555 12 34", "--transfer", "2025-03-04 14:32 450000 KZ86125KZT5004100100",
        "--words", "Позвонили из службы безопасности банка, сказали перевести деньги на безопасный счёт",
    )  # fmt: skip
    assert typed.returncode == 0, typed.stderr
    assert qalqan("analyse", ws).returncode == 0
    shown = qalqan("show", ws, "case", "25270041019", "--json", "--purpose", "investigation")
    told = json.loads(shown.stdout)
    assert told["cases"][0]["kui_number"] == "25270041019"
    assert told["cases"][0]["mo"] == "safe_account"
    values = {one["value"] for one in told["mentions"]}
    assert "+77015551234" in values
    assert "45000000" in values
    masked = qalqan("show", ws, "case", "25270041019").stdout
    assert "5551234" not in masked
    missing = qalqan("show", ws, "case", "1")
    assert missing.returncode == 5


def test_a_file_without_a_basis_is_counted_and_not_used(tmp_path: Path) -> None:
    ws, files = str(tmp_path / "ws"), tmp_path / "files"
    files.mkdir()
    (files / "a.csv").write_text("Абонент;ФИО;ИИН\n+77015551234;Ахметова Сәуле;850101400123\n", "utf-8")
    qalqan("init", ws)
    read = json.loads(qalqan("ingest", ws, str(files), "--yes", "--json").stdout)
    assert read["status"] == {"no_basis": 1}
    qalqan("analyse", ws)
    listed = json.loads(qalqan("quality", ws, "--json").stdout)["files"][0]
    assert listed["status"] == "no_basis"
    assert json.loads(qalqan("analyse", ws, "--json").stdout)["rows"]["subscribers"] == 0
    assert qalqan("basis", ws, listed["evidence"], "request=17/4").returncode == 0
    assert json.loads(qalqan("analyse", ws, "--json").stdout)["rows"]["subscribers"] == 1
