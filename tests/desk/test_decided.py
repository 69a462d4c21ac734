"""Officers' words that bind an analysis: subjects in one form, who stands against whom, what renames a run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qalqan import clock
from qalqan.desk import decided, decisions, officers, steps, tables, verbs
from qalqan.desk.init import init
from qalqan.errors import UsageError
from qalqan.link import identifiers
from qalqan.mentions import cases
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace

PEOPLE = ("А. Қасым", "Б. Әли")
PASSPHRASE = "ұзақ құпиясөз"
PAIR = "link:1/25|2/25"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two officers, made once: the stretching of passphrases is slow on purpose."""
    path = tmp_path_factory.mktemp("staffed") / "ws"
    init(path)
    for name in PEOPLE:
        verbs.add_officer(path, name, "analyst", PASSPHRASE)
    return path


@pytest.fixture
def path(staffed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Workspace.open(staffed) as ws:
        keys = {name: officers.unlock(ws, name, PASSPHRASE) for name in PEOPLE}
    monkeypatch.setattr(officers, "unlock", lambda _ws, name, _passphrase: keys[name])
    monkeypatch.setattr(steps, "in_order", lambda: (cases, identifiers))
    shutil.copytree(staffed, tmp_path / "ws")
    return tmp_path / "ws"


@pytest.fixture
def ws(path: Path) -> Iterator[Workspace]:
    with Workspace.open(path, write=True) as opened:
        yield opened


def say(path: Path, subject: str, verdict: str = "approve", who: int = 0, **more: str) -> None:
    told = {"reason": "тексерілді", **more}
    verbs.decide(path, subject, verdict, officer=PEOPLE[who], passphrase=PASSPHRASE, **told)


def words(path: Path) -> list[tuple[str, str, str, bool]]:
    with Workspace.open(path) as ws:
        frame = tables.observations(ws, clock.now())["decided"]
    return frame.drop("decision").rows()


def run_id(path: Path) -> str:
    return verbs.analyse(path, Settings()).run.id


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("link:B|A", "link:A|B"),
        ("link:A|B", "link:A|B"),
        ("person:p2|p1", "person:p1|p2"),
        ("value:phone/8 701 000 00 01", "value:phone/+77010000001"),
        ("service:phone/+7 (701) 000-00-01", "service:phone/+77010000001"),
        ("value:handle/@Shop_One", "value:handle/@shop_one"),
        ("value:url/https://kaspi-bonus.top/a/b", "value:url/kaspi-bonus.top/a/b"),
        ("value:cell/401-01-1-2", "value:cell/401-01-1-2"),
        ("hold:C-1/722", "hold:C-1/722"),
        ("loss:1/25", "loss:1/25"),
    ],
)
def test_subjects_have_one_form(subject: str, kept: str) -> None:
    assert decided.canonical(subject) == kept
    assert decided.canonical(kept) == kept


@pytest.mark.parametrize(
    ("subject", "error"),
    [
        ("link:A", "error-subject-pair"),
        ("link:A|A", "error-subject-pair"),
        ("link:|A", "error-subject-pair"),
        ("person:A/B", "error-subject-pair"),
        ("value:phone", "error-subject-value"),
        ("service:/+7701", "error-subject-value"),
        ("value:phon/+77010000001", "error-subject-kind"),
    ],
)
def test_what_is_no_subject_is_refused(subject: str, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        decided.canonical(subject)


def test_yes_no_and_taken_back(path: Path) -> None:
    assert words(path) == []
    say(path, "link:2/25|1/25")
    assert words(path) == [("link", "1/25", "2/25", True)]
    say(path, PAIR, "reject")
    assert words(path) == [("link", "1/25", "2/25", False)]
    say(path, PAIR, "unsure")
    assert words(path) == []
    say(path, PAIR)
    assert words(path) == [("link", "1/25", "2/25", True)]


def test_officers_against_each_other_bind_nothing(path: Path) -> None:
    say(path, PAIR, "approve", 0)
    say(path, PAIR, "approve", 1)
    assert words(path) == [("link", "1/25", "2/25", True)]
    say(path, PAIR, "reject", 1)
    assert words(path) == []
    say(path, PAIR, "unsure", 0)
    assert words(path) == [("link", "1/25", "2/25", False)]
    say(path, PAIR, "unsure", 1)
    assert words(path) == []


def test_every_act_in_order_and_no_other_act(path: Path) -> None:
    for subject, verdict in (
        ("value:phone/87010000001", "reject"),
        ("service:iban/KZ00722C000000000001", "approve"),
        ("person:b|a", "approve"),
        (PAIR, "approve"),
        ("series:1/25", "approve"),
    ):
        say(path, subject, verdict)
    assert words(path) == [
        ("link", "1/25", "2/25", True),
        ("person", "a", "b", True),
        ("service", "iban", "KZ00722C000000000001", True),
        ("value", "phone", "+77010000001", False),
    ]


def test_the_latest_decision_is_named(ws: Workspace) -> None:
    given = ("тексерілді", "investigation", "", "")
    first, second = (decisions.decide(ws, who, PASSPHRASE, PAIR, "link", "approve", *given) for who in PEOPLE)
    assert decided.binding(ws)["decision"].to_list() == [max((first, second), key=lambda one: (one.at, one.id)).id]


def test_a_run_is_named_by_the_words_that_bind(path: Path) -> None:
    bare = run_id(path)
    say(path, PAIR, "unsure")
    say(path, "series:1/25")
    assert run_id(path) == bare, "nothing binding was said"
    say(path, PAIR)
    tied = run_id(path)
    assert tied != bare
    say(path, PAIR, reason="қайта тексерілді")
    say(path, PAIR, "approve", 1)
    assert run_id(path) == tied, "the same word again, and another officer's"
    say(path, PAIR, "reject", 1)
    assert run_id(path) == bare
    say(path, PAIR, "reject", 0)
    assert run_id(path) not in {bare, tied}
    say(path, PAIR, "unsure", 0)
    say(path, PAIR, "unsure", 1)
    assert run_id(path) == bare


def test_a_word_about_another_subject_s_shape_does_not_stop_an_analysis(path: Path) -> None:
    """An act and a subject that do not belong together are refused, or bind nothing."""
    with suppress(UsageError):
        say(path, "hold:1/25", act="link")
    assert words(path) == []
