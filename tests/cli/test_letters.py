"""qalqan letter and qalqan ends at the door: the list, help, errors with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.here import qalqan

from qalqan import registry
from qalqan.report.letters import _contract as contract


def test_the_list_tells_every_letter() -> None:
    told = json.loads(qalqan("letter", "list", "--json").stdout)
    assert {one["name"] for one in told} == set(registry.parts(contract.ROOM))
    assert all(one["approvals"] >= 1 and one["addressees"] for one in told)


@pytest.mark.parametrize(("language", "word"), [("kk", "жазбалары"), ("ru", "камер"), ("en", "footage")])
def test_the_list_speaks_three_languages(language: str, word: str) -> None:
    shown = qalqan("letter", "list", lang=language)
    assert shown.returncode == 0
    assert word in shown.stdout
    assert "letter-" not in shown.stdout
    assert "cli-" not in shown.stdout


@pytest.mark.parametrize("command", ["letter", "ends"])
def test_help_is_told(command: str) -> None:
    shown = qalqan(command, "--help", lang="ru")
    assert shown.returncode == 0
    assert "cli-" not in shown.stdout


def test_an_error_says_what_to_do(tmp_path: Path) -> None:
    assert qalqan("init", str(tmp_path / "ws")).returncode == 0
    ended = qalqan(
        "letter", "atm", str(tmp_path / "ws"), "--case", "1", "--to-kind", "platform", "--out", str(tmp_path)
    )
    assert ended.returncode == 2
    assert "--to-kind" in ended.stderr
    assert "Traceback" not in ended.stderr
