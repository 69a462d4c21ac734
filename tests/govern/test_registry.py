"""The registry's machine: what an entry must state, what may follow what, when it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import AccessError, UsageError
from qalqan.govern import registry
from qalqan.govern.policy import Role
from qalqan.govern.registry import Entry, State

DAY = date(2025, 6, 1)
GIVEN = {
    "verdict": {"court": "Орал қ. соты", "number": "1-22", "on": "2025-05-10"},
    "afc": {"number": "A-7", "on": "2025-05-10"},
    "proposal": {"reason": "үш іс"},
}
NEXT = {
    "appeal": {"who": "адвокат", "on": "2025-06-02"},
    "outcome": {"outcome": "upheld", "on": "2025-06-03", "reason": "p"},
    "degree": {"degree": "stolen", "reason": "p"}, "remove": {"reason": "p"}, "restore": {"reason": "p"},
}  # fmt: skip


def stated(ground: str = "verdict", **changes: Any) -> dict[str, Any]:
    days = {"since": "2025-05-10", "until": "2025-12-31"}
    return {"kind": "phone", "value": "+77015550112", "ground": ground} | GIVEN[ground] | days | changes


def entry(ground: str = "verdict", **changes: Any) -> Entry:
    return registry.proposed("e", stated(ground, **changes))


def after(*steps: str | tuple[str, dict[str, Any]], ground: str = "verdict", carried: tuple[int, ...] = ()) -> Entry:
    told = [(one, NEXT[one]) if isinstance(one, str) else (one[0], NEXT[one[0]] | one[1]) for one in steps]
    return registry.replay("e", [("propose", stated(ground)), *told], carried)[0]


@pytest.mark.parametrize("ground", registry.GROUNDS)
def test_only_a_verdict_in_force_is_proven(ground: str) -> None:
    assert entry(ground).proven is (ground == "verdict")


@pytest.mark.parametrize(("ground", "missing"), [(g, name) for g in registry.GROUNDS for name in registry.MUST[g]])
def test_an_entry_states_its_ground(ground: str, missing: str) -> None:
    with pytest.raises(UsageError, match="error-registry-missing"):
        entry(ground, **{missing: " "})


@pytest.mark.parametrize("wrong", [
    {"ground": "gossip"}, {"kind": "name"}, {"value": ""}, {"degree": "guilty"}, {"until": "2025-05-09"},
    {"since": "10.05.2025"}, {"on": "yesterday"},
])  # fmt: skip
def test_wrong_entries_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        registry.proposed("e", stated() | wrong)


def test_it_counts_only_when_approved_and_in_its_time() -> None:
    one = entry()
    assert one.state(False, DAY) is State.WAITING
    assert one.state(True, one.since) is one.state(True, one.until) is State.VALID
    assert one.state(True, one.since - timedelta(days=1)) is State.EXPIRED
    assert one.state(True, one.until + timedelta(days=1)) is State.EXPIRED


def test_an_appeal_marks_and_an_upheld_one_suspends() -> None:
    assert after("appeal").appealed
    assert after("appeal").state(True, DAY) is State.VALID
    assert after("appeal", "outcome").state(True, DAY) is State.SUSPENDED
    dismissed = after("appeal", ("outcome", {"outcome": "dismissed"}))
    assert dismissed.state(True, DAY) is State.VALID
    assert not dismissed.appealed


def test_a_stolen_identity_is_a_victim_whatever_else() -> None:
    assert after("degree").state(True, DAY) is State.VICTIM
    assert after("degree").state(False, DAY) is State.VICTIM


@pytest.mark.parametrize("degree", ["knowing", "deceived", "unknown"])
def test_a_victim_is_no_longer_one_only_by_two(degree: str) -> None:
    back = ("degree", {"degree": degree})
    assert after("degree", back).state(True, DAY) is State.VICTIM
    assert after("degree", back, carried=(3,)).state(True, DAY) is State.VALID
    assert after("degree", back, "degree", carried=(3,)).state(True, DAY) is State.VICTIM


def test_knowing_is_set_only_by_two() -> None:
    knowing = ("degree", {"degree": "knowing"})
    assert after(knowing).degree == "unknown"
    assert after(knowing, carried=(2,)).degree == "knowing"
    assert after(("degree", {"degree": "deceived"})).degree == "deceived"


def test_an_upheld_entry_comes_back_only_by_two() -> None:
    dismissed = ("outcome", {"outcome": "dismissed"})
    assert after("appeal", "outcome", "appeal").state(True, DAY) is State.SUSPENDED
    assert after("appeal", "outcome", "appeal", dismissed).state(True, DAY) is State.SUSPENDED
    assert after("appeal", "outcome", "restore").state(True, DAY) is State.SUSPENDED
    assert after("appeal", "outcome", "restore", carried=(4,)).state(True, DAY) is State.VALID
    later = after("appeal", "outcome", "restore", "appeal", "outcome", carried=(4,))
    assert later.state(True, DAY) is State.SUSPENDED


def test_steps_that_wait_are_named() -> None:
    steps = [("propose", stated()), ("degree", {"degree": "knowing", "reason": "p"}), ("remove", {"reason": "p"})]
    assert registry.replay("e", steps)[1] == (2,)
    assert registry.replay("e", steps, {2})[1] == ()


@pytest.mark.parametrize(("steps", "error"), [
    (("outcome",), "error-registry-no-appeal"), (("appeal", "appeal"), "error-registry-appealed"),
    (("remove", "appeal"), "error-registry-removed"), (("remove", "remove"), "error-registry-removed"),
])  # fmt: skip
def test_what_may_not_follow(steps: tuple[str, ...], error: str) -> None:
    with pytest.raises(AccessError, match=error):
        after(*steps)


@pytest.mark.parametrize(("step", "missing"), [(s, name) for s in NEXT for name in registry.MUST[s]])
def test_every_step_states_what_it_must(step: str, missing: str) -> None:
    ready = registry.advance(entry(), "appeal", NEXT["appeal"]) if step == "outcome" else entry()
    with pytest.raises(UsageError):
        registry.advance(ready, step, NEXT[step] | {missing: ""})


@given(st.lists(st.sampled_from(sorted(NEXT)), max_size=8), st.booleans())
def test_only_one_state_counts_and_removal_is_the_end(steps: list[str], approved: bool) -> None:
    one = entry()
    for step in steps:
        try:
            one = registry.advance(one, step, NEXT[step])
        except AccessError:
            continue
    state = one.state(approved, DAY)
    if "remove" in steps:
        assert state is State.REMOVED
    if state is State.VALID:
        assert approved
        assert not one.upheld
        assert one.degree != "stolen"


def test_who_may_do_what() -> None:
    assert {who for who in Role if who in registry.ROLES["outcome"]} == {Role.HEAD}
    for step, allowed in registry.ROLES.items():
        assert Role.ADMINISTRATOR not in allowed
        with pytest.raises(AccessError, match="error-registry-role"):
            registry.check_role(Role.ADMINISTRATOR, step)
