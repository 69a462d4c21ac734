"""Roles, acts, approvals: a table and what follows from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import AccessError, UsageError
from qalqan.govern import policy
from qalqan.govern.policy import ACTS, VERBS, Role, Vote
from qalqan.model.decision import ADVERSE
from qalqan.texts import say

VOTES = st.lists(
    st.builds(
        Vote, st.sampled_from(["a", "b", "c"]), st.sampled_from(["k1", "k2"]),
        st.sampled_from(["approve", "reject", "unsure"]), st.sampled_from(["s", "t"]),
    ),
    max_size=5,
)  # fmt: skip


def test_every_adverse_act_is_known_and_needs_two() -> None:
    assert set(ACTS) >= ADVERSE
    two = ADVERSE | {"erase", "loan", "transfer", "assist", "freeze", "unseal"}
    assert {act for act in ACTS if policy.needed(act) == 2} == two
    assert policy.needed("link") == 1


def test_administrators_and_inspectors_decide_nothing_and_see_nothing_in_clear() -> None:
    for who in (Role.ADMINISTRATOR, Role.INSPECTOR, Role.MODEL_STEWARD, Role.PARTNER):
        assert not any(who in roles for roles in ACTS.values())
        assert not policy.may(who, "unmask")
        assert policy.may(who, "verify") or who is Role.PARTNER
    assert policy.may(Role.INSPECTOR, "purposes")
    assert {who for who in Role if policy.may(who, "user")} == {Role.ADMINISTRATOR, Role.HEAD}


def test_every_act_and_verb_is_open_to_somebody_and_unknown_ones_to_nobody() -> None:
    assert all(ACTS.values())
    assert all(VERBS.values())
    assert not any(policy.may(who, "no such verb") for who in Role)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_only_listed_roles_may_decide(act: str) -> None:
    for who in Role:
        if who in ACTS[act]:
            policy.check_act(who, act)
        else:
            with pytest.raises(AccessError, match="error-act-role"):
                policy.check_act(who, act)


def test_unknown_roles_and_acts_are_refused() -> None:
    with pytest.raises(UsageError, match="error-role-unknown"):
        policy.role("chief")
    with pytest.raises(UsageError, match="error-act-unknown"):
        policy.check_act(Role.HEAD, "arrest")


@given(VOTES, st.sampled_from(sorted(ACTS)))
def test_an_act_is_carried_by_enough_keys_and_nobody_against(votes: list[Vote], act: str) -> None:
    carried = policy.carried(votes, act, "s")
    keys = {one.public_key for one in votes if one.verdict == "approve" and one.shown == "s"}
    against = any(one.verdict == "reject" and one.shown == "s" for one in votes)
    if carried:
        assert not against
        assert len(keys) >= policy.needed(act)
        assert len(policy.approving(votes, "s")) >= policy.needed(act)
    if not votes:
        assert not carried


def test_two_officers_with_one_key_are_one() -> None:
    votes = [Vote("a", "k", "approve", "s"), Vote("b", "k", "approve", "s")]
    assert not policy.carried(votes, "hold", "s")
    assert policy.carried([votes[0], Vote("b", "k2", "approve", "s")], "hold", "s")


def test_roles_have_names_in_three_languages() -> None:
    assert all(say.has(f"role-{who.value}", tongue) for who in Role for tongue in ("kk", "ru", "en"))
