"""The gate's memory: bounded, ending, restored as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.gate import made

from qalqan.gate import snapshot
from qalqan.gate import state as memory
from qalqan.gate.state import CODE_WINDOW, HOUR, STANDS, WARM_UP, State


def test_two_lenders_within_an_hour_are_a_sign() -> None:
    state = State()
    state.loan_asked(made.VICTIM, "A", made.NOW)
    state.loan_asked(made.VICTIM, "A", made.NOW + 1)
    assert state.in_progress(made.VICTIM, made.NOW + 2) == {}
    state.loan_asked(made.VICTIM, "B", made.NOW + HOUR // 2)
    assert state.in_progress(made.VICTIM, made.NOW + HOUR // 2)["lenders"] == 2
    assert state.in_progress(made.VICTIM, made.NOW + HOUR // 2 + STANDS) == {}


def test_a_code_and_acquaintances_are_no_sign() -> None:
    state, friends = State(), ("+77015550303", "+77015550404")
    for friend in friends:
        state.called(friend, made.VICTIM, False, made.NOW - 2 * HOUR)
    state.code_sent(made.VICTIM, made.NOW)
    for friend in friends:
        state.called(friend, made.VICTIM, False, made.NOW + 1)
    assert state.in_progress(made.VICTIM, made.NOW + 2) == {}


def test_signs_fade() -> None:
    state = State()
    state.code_sent(made.VICTIM, made.NOW)
    state.called("+77015550303", made.VICTIM, False, made.NOW)
    state.called("+77015550404", made.VICTIM, False, made.NOW + CODE_WINDOW + 1)
    assert state.in_progress(made.VICTIM, made.NOW + CODE_WINDOW + 2) == {}


def test_a_new_foreign_prefix_is_told() -> None:
    state, now = State(), made.NOW
    for hour in range(WARM_UP // HOUR + 2):
        state.called(f"+4420712345{hour:02d}", made.VICTIM, True, now + hour * HOUR)
    later = now + WARM_UP + 3 * HOUR
    for call in range(40):
        state.called(f"+2341712345{call:02d}", made.VICTIM, True, later + call)
    assert list(state.displaced) == ["+234"]
    state.called("+234171234500", made.VICTIM, True, later + 2 * HOUR)
    assert not state.displaced


def test_memory_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOST_PARDONS", "MOST_PERSONS", "MOST_PREFIXES"):
        monkeypatch.setattr(memory, name, 100)
    state = State()
    for one in range(2_000):
        state.pardon(f"caller:{one}", made.NOW + HOUR)
        state.called(f"+{1000 + one}5550101", f"+7701{one:07d}", True, made.NOW)
        state.code_sent(f"+7701{one:07d}", made.NOW)
    assert set(state.sizes().values()) == {100}
    assert state.pardoned("caller", "1999", made.NOW)
    assert not state.pardoned("caller", "0", made.NOW)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    state = State()
    state.pardon("caller:x", made.NOW + HOUR)
    state.code_sent(made.VICTIM, made.NOW)
    state.called("+77015550303", made.VICTIM, False, made.NOW)
    state.called("+442071234567", made.VICTIM, True, made.NOW)
    snapshot.write(tmp_path / snapshot.NAME, state.kept())
    again = State.restored(snapshot.read(tmp_path / snapshot.NAME))
    one, other = again.kept(), state.kept()
    assert json.dumps(one.told) == json.dumps(other.told)
    assert (one.pairs == other.pairs).all()
    assert (one.recent == other.recent).all()
    again.called("+77015550303", made.VICTIM, False, made.NOW + 1)
    assert again.in_progress(made.VICTIM, made.NOW + 2)["strangers"] == 2
    with pytest.raises(ValueError, match="another size"):
        State.restored(other._replace(pairs=other.pairs[:, 1:]))
