"""qalqan registry and qalqan draw at the command line: what a unit types, and what it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.here import qalqan
from tests.desk.paper_frames import CASE, PEOPLE, WORDS, frames, make

from qalqan.govern import registry as machine
from qalqan.govern.policy import Role
from qalqan.texts.say import say

A, B = PEOPLE


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workspace with two officers, and the file of their passphrase."""
    folder = tmp_path_factory.mktemp("unit")
    make(folder / "ws", frames())
    (folder / "words").write_text(WORDS + "\n", "utf-8")
    return folder / "ws", folder / "words"


def test_an_entry_from_proposal_to_removal(unit: tuple[Path, Path]) -> None:
    ws, words = unit
    by = ("--passphrase-file", words, "--officer")
    stated = ("--ground", "proposal", "--phone", "8 701 555 01 12", "--reason", "three cases")
    told = qalqan("registry", "add", ws, *stated, *by, A, "--json")
    made = json.loads(told.stdout)
    assert (made["approvals"], made["needed"]) == (1, 2)
    assert "waits for a second officer" in qalqan("registry", "list", ws).stdout
    done = qalqan("decide", ws, made["subject"], "approve", "--shown", made["shown"], "--reason", "read", *by, B)
    assert "2 of 2" in done.stdout
    listed = json.loads(qalqan("registry", "list", ws, "--json").stdout)
    assert [(one["state"], one["proven"]) for one in listed] == [("valid", False)]
    assert "+77015550112" not in json.dumps(listed)
    entry = listed[0]["id"]
    for step in (
        ("appeal", entry, "--who", "counsel", "--date", "2026-01-10"), ("outcome", entry, "upheld", "--date",
         "2026-01-12", "--reason", "no grounds"), ("restore", entry, "--reason", "new grounds"),
        ("degree", entry, "stolen", "--reason", "passport was stolen"),
        ("remove", entry, "--reason", "victim"),
    ):  # fmt: skip
        assert qalqan("registry", step[0], ws, *step[1:], *by, B).returncode == 0, step
        if step[0] == "restore":
            assert f"decide WS registry:{entry}/4 approve" in qalqan("registry", "list", ws).stdout
            assert json.loads(qalqan("registry", "list", ws, "--json").stdout)[0]["state"] == "suspended"
    assert "removed" in qalqan("registry", "list", ws).stdout


@pytest.mark.parametrize(("lang", "said"), [("kk", "Бір жазбада"), ("ru", "В записи ровно"), ("en", "Exactly one")])
def test_two_identifiers_are_refused_in_every_language(unit: tuple[Path, Path], lang: str, said: str) -> None:
    ws, words = unit
    told = qalqan("registry", "add", ws, "--ground", "afc", "--phone", "1", "--iin", "2", "--officer", A,
                  "--passphrase-file", words, lang=lang)  # fmt: skip
    assert told.returncode == 2
    assert said in told.stderr


def test_an_import_tells_masked_what_it_refused_and_an_empty_list_in_words(
    unit: tuple[Path, Path], tmp_path: Path
) -> None:
    ws, words = unit
    source = tmp_path / "list.csv"
    source.write_text(
        "ИИК;Телефон;Дата;Номер\nKZ18601601790514065X;;12.05.2026;1\n;87015550117;12.05.2026;2\n", "utf-8"
    )
    by = ("--officer", A, "--passphrase-file", words)
    told = qalqan("registry", "import", ws, source, *by, "--json")
    assert "0514065" not in told.stdout
    made = json.loads(told.stdout)
    assert (len(made["entries"]), [one["column"] for one in made["refused"]]) == (1, ["account"])
    source.write_text("", "utf-8")
    empty = qalqan("registry", "import", ws, source, *by)
    assert "The list is empty" in empty.stderr
    assert "reason-" not in empty.stderr


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_help_is_told_in_every_language(lang: str) -> None:
    for words in (("registry", "--help"), ("registry", "import", "--help"), ("draw", "--help")):
        told = qalqan(*words, lang=lang)
        assert told.returncode == 0
        assert "cli-" not in told.stdout


def test_a_picture_is_drawn(unit: tuple[Path, Path], tmp_path: Path) -> None:
    told = qalqan("draw", "sankey", unit[0], "--case", CASE, "--out", tmp_path / "a.svg", "--json")
    made = json.loads(told.stdout)
    assert [Path(path).suffix for path in made["paths"]] == [".svg", ".csv"]
    assert all(Path(path).stat().st_size for path in made["paths"])
    assert qalqan("draw", "map", unit[0], "--case", CASE, "--out", tmp_path / "b.svg").returncode == 2


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_refusals_name_roles_steps_and_kinds_in_words(lang: str) -> None:
    for who in Role:
        for step in machine.ROLES:
            told = {"what": step, "role": who.value}
            said = say("error-registry-role", lang, **told) + say("error-registry-role-do", lang, **told)
            assert not re.search(r"[a-z]{3,}", said), said
    for what in machine.MUST:
        assert not re.search(r"[a-z]{3,}", say("error-registry-missing", lang, what=what, options="--ON"))
    for kind in machine.KINDS:
        assert not re.search(r"[a-z]{3,}", say("error-registry-value", lang, value="1", kind=kind))
