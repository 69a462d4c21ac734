"""The authorisation matrix: every role × verb × relation × purpose, made from the policy's own table."""

from __future__ import annotations

from itertools import product

import pytest

from qalqan.errors import AccessError
from qalqan.govern import policy, purposes
from qalqan.govern.policy import CASELESS, CHANGES, VERBS, Access, Relation, Role

PURPOSES = ("", *purposes.CODES)
MATRIX = list(product(Role, sorted(VERBS), Relation))
NO, MASKED, CLEAR = Access
LOOK = {  # what `case` shows with a purpose, written down a second time by hand: role → none … sealed
    Role.ADMINISTRATOR: [NO] * 6,
    Role.DUTY_OFFICER: [CLEAR, MASKED, CLEAR, CLEAR, CLEAR, NO],
    Role.ANALYST: [CLEAR, MASKED, CLEAR, CLEAR, CLEAR, NO],
    Role.INVESTIGATOR: [CLEAR, MASKED, CLEAR, CLEAR, CLEAR, NO],
    Role.HEAD: [CLEAR, CLEAR, CLEAR, CLEAR, CLEAR, MASKED],
    Role.INSPECTOR: [MASKED] * 6,
    Role.MODEL_STEWARD: [NO] * 6,
    Role.PARTNER: [NO] * 6,
}
DECIDE = {who: [NO] * 6 for who in Role} | {
    Role.DUTY_OFFICER: [CLEAR, NO, CLEAR, CLEAR, CLEAR, NO],
    Role.ANALYST: [CLEAR, NO, CLEAR, CLEAR, CLEAR, NO],
    Role.INVESTIGATOR: [CLEAR, NO, CLEAR, CLEAR, CLEAR, NO],
    Role.HEAD: [CLEAR, CLEAR, CLEAR, CLEAR, CLEAR, MASKED],
}


@pytest.mark.parametrize(("who", "verb", "relation"), MATRIX)
def test_the_matrix(who: Role, verb: str, relation: Relation) -> None:
    bare = policy.access(who, verb, relation)
    told = {policy.access(who, verb, relation, purpose) for purpose in purposes.CODES}
    assert bare is not CLEAR, "no role gains clear data without a purpose"
    assert len(told) == 1, "which purpose it is changes nothing"
    (most,) = told
    assert (most is NO) == (bare is NO), "a purpose opens no door, it only lifts the mask"
    if who not in VERBS[verb]:
        assert most is NO
    if verb in CASELESS:
        assert most is (MASKED if who in VERBS[verb] and relation is Relation.NONE else NO)
    if most is CLEAR:
        assert who in VERBS["unmask"] or (verb, relation) == ("own_requests", Relation.ASSIGNED)
    if verb in CHANGES and most is not NO and relation is not Relation.NONE:
        assert who in VERBS["decide"] or verb == "registry_step"
    if relation is Relation.SEALED and most is not NO:
        assert who in (Role.HEAD, Role.INSPECTOR)
        assert most is MASKED


@pytest.mark.parametrize("who", Role)
def test_looking_and_deciding_are_as_written_down(who: Role) -> None:
    assert [policy.access(who, "case", one, "investigation") for one in Relation] == LOOK[who]
    assert [policy.access(who, "decide", one, "investigation") for one in Relation] == DECIDE[who]


def test_who_has_no_case_data_has_none() -> None:
    for verb, relation in product(VERBS, set(Relation) - {Relation.NONE}):
        assert policy.access(Role.ADMINISTRATOR, verb, relation, "court") is NO
        assert policy.access(Role.MODEL_STEWARD, verb, relation, "court") is NO


def test_a_partner_sees_their_own_requests_only() -> None:
    opened = {
        (verb, relation)
        for verb, relation in product(VERBS, Relation)
        if verb not in CASELESS and policy.access(Role.PARTNER, verb, relation, "request") is not NO
    }
    assert opened == {("own_requests", Relation.NONE), ("own_requests", Relation.ASSIGNED)}


def test_an_inspector_reads_every_log_and_changes_nothing() -> None:
    assert {"ledger", "purposes", "verify", "acts", "registry_list"} <= {v for v in VERBS if Role.INSPECTOR in VERBS[v]}
    changing = {verb for verb in CHANGES if Role.INSPECTOR in VERBS[verb]}
    assert changing == {"registry_step"}, "a person's appeal is entered by whoever receives it"
    assert not any(Role.INSPECTOR in VERBS[v] for v in ("unmask", "user", "grant", "model_step", "gate_order"))


def test_the_lists_name_verbs_that_are() -> None:
    assert set(VERBS) >= CHANGES | CASELESS
    assert not CHANGES & CASELESS


def test_a_purpose_that_is_none_is_refused() -> None:
    with pytest.raises(AccessError, match="error-purpose-unknown"):
        policy.access(Role.HEAD, "case", Relation.ORGAN, "curiosity")
    with pytest.raises(AccessError, match="error-verb-role"):
        policy.check_verb(Role.PARTNER, "case")
    policy.check_verb(Role.HEAD, "case")
