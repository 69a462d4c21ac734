"""qalqan check at the command line: no workspace, the asker's language, JSON, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

MESSAGE = "Это служба безопасности банка, продиктуйте код из смс"


def _check(*words: str, where: Path, told: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "QALQAN_LANG": "en", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "qalqan.cli.main", "check", *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, cwd=where, input=told)


def test_argument_stdin_and_file_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text(MESSAGE, "utf-8")
    by_argument = _check(MESSAGE, where=tmp_path)
    by_stdin = _check("-", where=tmp_path, told=MESSAGE)
    by_file = _check("--file", "m.txt", where=tmp_path)
    assert by_argument.returncode == 0
    assert by_argument.stdout == by_stdin.stdout == by_file.stdout
    assert "просит код из сообщения" in by_argument.stdout
    assert "check-" not in by_argument.stdout
    assert [one.name for one in tmp_path.iterdir()] == ["m.txt"]


def test_language_and_json(tmp_path: Path) -> None:
    assert "сұрайды" in _check(MESSAGE, "--lang", "kk", where=tmp_path).stdout
    told = json.loads(_check("1414", "--json", where=tmp_path).stdout)
    assert told["number"] == {"kind": "check-number-short", "shown": "1414"}


def test_nothing_given_is_an_error(tmp_path: Path) -> None:
    told = _check(where=tmp_path, told="  ")
    assert told.returncode != 0
    assert "nothing to check" in told.stderr.lower()
