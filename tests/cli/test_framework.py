"""The command framework's own words: in the person's language on help pages and in what a call got wrong."""

from __future__ import annotations

import re

import pytest
from tests.cli.here import qalqan

ENGLISH = r"\b(Usage|Options|Arguments|Commands|Error|Missing|No such|Input should|Show this|required|default)\b"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ingest", "--nope"), "There is no option --nope."),
        (("stauts",), "There is no command 'stauts'. Near it: 'status'"),
        (("status",), "The argument 'WS' is missing."),
        (("status", "a", "b"), "These words are one too many: b"),
        (("gate", "publish", "a", "b", "--days", "999"), "The value of '--days' does not fit: at most 365"),
        (("gate", "publish", "a", "b", "--days", "x"), "The value of '--days' does not fit: it must be a whole number"),
        (("ingest", "--basis"), "The option '--basis' needs a value after it."),
    ],
)
def test_what_a_call_got_wrong(words: tuple[str, ...], said: str) -> None:
    told = qalqan(*words)
    assert told.returncode == 2
    assert told.stdout == ""
    assert f"Error: {said}" in told.stderr


@pytest.mark.parametrize(("lang", "usage", "wrong"), [("kk", "Қолданылуы", "Қате"), ("ru", "Использование", "Ошибка")])
def test_no_english_is_left(lang: str, usage: str, wrong: str) -> None:
    page = qalqan("gate", "publish", "--help", lang=lang)
    assert page.returncode == 0
    assert re.match(rf"{usage}: \S.* gate publish \[", page.stdout)
    assert not re.search(ENGLISH, page.stdout)
    told = qalqan("gate", "publish", "a", "b", "--days", "999", lang=lang)
    assert told.returncode == 2
    assert f"{wrong}: " in told.stderr
    assert not re.search(ENGLISH, told.stderr)
