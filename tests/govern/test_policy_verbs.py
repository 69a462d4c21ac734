"""Every command, every page and every door names a verb that the policy knows."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import typer

import qalqan
from qalqan.cli.main import app
from qalqan.govern.policy import VERBS

SOURCE = Path(qalqan.__file__).parent
GROUPS = {
    "act": "act",
    "registry": "registry_step",
    "user": "user",
    "account": "user",
    "bench": "bench",
    "jobs": "jobs",
}
"""Groups whose commands are one verb; of the others each command is a verb of its own, ``group_command``."""
ASKING = {"door.asked", "door.check", "door.proven", "policy.check_verb", "policy.may"}
OWN = {
    "registry add": "registry_add", "registry list": "registry_list", "registry import": "registry_import",
    "account totp": "account", "worker": "jobs", "simulate calls": "simulate",
}  # fmt: skip


def commands(group: Any, above: str = "") -> list[str]:
    found: list[str] = []
    for name, one in group.commands.items():
        whole = f"{above} {name}".strip()
        found += commands(one, whole) if hasattr(one, "commands") else [whole]
    return found


def verb_of(command: str) -> str:
    if command in OWN:
        return OWN[command]
    return GROUPS.get(command.split(maxsplit=1)[0], command.replace(" ", "_").replace("-", "_"))


@pytest.mark.parametrize("command", commands(typer.main.get_command(app)))
def test_every_command_is_a_verb(command: str) -> None:
    assert verb_of(command) in VERBS


def asked() -> list[tuple[str, str]]:
    """Verbs that the source names: ``door.asked(path, "…")``, ``door.check(ws, "…")``, ``verb="…"``, ``may("…")``."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            told = [one.value for one in node.keywords if one.arg == "verb"]
            name = ast.unparse(node.func)
            if (
                name in ("door.asked", "door.check", "door.proven", "policy.check_verb", "policy.may")
                and len(node.args) > 1
            ):
                told.append(node.args[1])
            found += [(str(path.relative_to(SOURCE)), one.value) for one in told if isinstance(one, ast.Constant)]
    return [(place, verb) for place, verb in found if isinstance(verb, str)]


def test_every_verb_that_is_asked_for_is_known() -> None:
    told = asked()
    assert len(told) > 30
    unknown = [(place, verb) for place, verb in told if verb not in VERBS and verb != "public"]
    assert unknown == []
