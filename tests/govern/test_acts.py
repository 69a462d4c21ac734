"""The states of a measure: no path skips an approval or a sanction, goes on after an end, or runs backwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qalqan.clock import to_local
from qalqan.errors import AccessError, QalqanError, UsageError
from qalqan.govern import acts, policy
from qalqan.govern.acts import Event, Measure, State, Terms

T0 = datetime(2025, 3, 14, 9, 0, tzinfo=UTC)
SANCTIONS = {"suspension": "", "restriction": "prosecutor", "arrest": "court", "return": "prosecutor", "loan": "",
             "complaint": ""}  # fmt: skip
DAYS = {"suspension": 5, "restriction": 10}


def terms(kind: str) -> Terms:
    def ends(start: date) -> datetime | None:
        length = DAYS.get(kind)
        return None if length is None else datetime(start.year, start.month, start.day, 19, tzinfo=UTC) + timedelta(
            days=length
        )  # fmt: skip

    return Terms(kind, SANCTIONS[kind], ends)


def stated(step: str, on: datetime, **more: Any) -> dict[str, Any]:
    told = {
        "asked": [{"account": "a", "sum": 5}], "body": "prosecutor", "name": "p", "number": "1",
        "on": to_local(on).isoformat(),
        "reason": "r", "to": "b", "how": "e-mail", "held": [{"account": "a", "sum": 5}], "by": "m",
        "lodged": on.isoformat(),
    }  # fmt: skip
    wanted = {name for move in acts.MOVES if move.step == step for name in move.states}
    return {name: told[name] for name in wanted} | more


def by(kind: str, step: str) -> dict[str, str]:
    return {"body": SANCTIONS[kind]} if step == "sanction" else {}


def walk(kind: str, *steps: str, hours: int = 1) -> Measure:
    """The measure after steps an hour apart."""
    measure = None
    for number, step in enumerate(steps):
        at = T0 + timedelta(hours=hours * number)
        measure = acts.advance(measure, Event(step, at, stated(step, at, **by(kind, step))), terms(kind))
    assert measure is not None
    return measure


WAYS = {
    "suspension": ("propose", "approve", "send", "answer"),
    "restriction": ("propose", "approve", "sanction", "send", "answer"),
    "arrest": ("propose", "approve", "sanction", "send", "answer"),
    "return": ("propose", "approve", "sanction", "send", "return"),
    "loan": ("propose", "approve", "rule", "send", "answer"),
    "complaint": ("propose", "approve", "send", "answer"),
}


@pytest.mark.parametrize("kind", acts.KINDS)
def test_the_straight_way(kind: str) -> None:
    done = walk(kind, *WAYS[kind])
    assert done.state is (State.RETURNED if kind == "return" else State.HELD)
    assert (done.ends is not None) == (kind in DAYS)


@pytest.mark.parametrize("kind", acts.KINDS)
def test_no_step_of_the_way_may_be_left_out(kind: str) -> None:
    way = WAYS[kind]
    for gone in range(len(way) - 1):
        with pytest.raises(AccessError):
            walk(kind, *way[:gone], *way[gone + 1 :])


def test_what_was_approved_falls_back_when_an_approval_is_taken_back() -> None:
    assert walk("restriction", "propose", "approve", "sanction", "disapprove").state is State.PROPOSED
    with pytest.raises(AccessError, match="error-act-sanction"):
        walk("restriction", "propose", "approve", "sanction", "disapprove", "approve", "send")
    late = walk("suspension", "propose", "approve", "send", "disapprove")
    assert (late.state, late.doubted) == (State.SENT, True)


def test_a_release_needs_to_be_asked_for_and_approved() -> None:
    held = WAYS["suspension"]
    with pytest.raises(AccessError, match="error-act-release-asked"):
        walk("suspension", *held, "release")
    with pytest.raises(AccessError, match="error-act-release-approved"):
        walk("suspension", *held, "ask_release", "release")
    with pytest.raises(AccessError, match="error-act-release-approved"):
        walk("suspension", *held, "ask_release", "approve_release", "disapprove_release", "release")
    with pytest.raises(AccessError, match="error-act-release-approved"):
        walk("suspension", *held, "ask_release", "approve_release", "ask_release", "release")
    assert walk("suspension", *held, "ask_release", "approve_release", "release").state is State.RELEASED


def test_a_release_in_part_leaves_the_measure_in_force() -> None:
    held = walk("suspension", *WAYS["suspension"])
    part = [{"account": "a", "sum": 2}]
    at = held.at + timedelta(hours=1)
    asked = acts.advance(held, Event("ask_release", at, {"reason": "r", "part": part}), terms("suspension"))
    approved = acts.advance(asked, Event("approve_release", at), terms("suspension"))
    done = acts.advance(approved, Event("release", at, stated("release", at)), terms("suspension"))
    assert (done.state, acts.lifted(done), done.release_asked) == (State.HELD, {"a": 2}, False)
    with pytest.raises(AccessError, match="error-act-release-asked"):
        acts.advance(done, Event("release", at, stated("release", at)), terms("suspension"))


def test_a_court_cannot_end_what_it_sanctions_before_that() -> None:
    approved = walk("arrest", "propose", "approve")
    told = stated("sanction", approved.at, body="court", until="2025-03-01T00:00:00+05:00")
    ruled = Event("sanction", approved.at, told)
    with pytest.raises(UsageError, match="error-act-time"):
        acts.advance(approved, ruled, terms("arrest"))


def test_where_the_law_sets_the_period_nobody_sets_another() -> None:
    approved = walk("restriction", "propose", "approve")
    ruled = Event("sanction", approved.at, stated("sanction", approved.at, until="2099-01-01T00:00:00+05:00"))
    with pytest.raises(UsageError, match="error-act-until"):
        acts.advance(approved, ruled, terms("restriction"))


@pytest.mark.parametrize("kind", ["restriction", "arrest", "return"])
@pytest.mark.parametrize("step", ["sanction", "refuse"])
def test_only_the_body_that_the_terms_name_sanctions_or_refuses(kind: str, step: str) -> None:
    approved = walk(kind, "propose", "approve")
    wrong = "court" if SANCTIONS[kind] == "prosecutor" else "prosecutor"
    for body in (wrong, "Орал қ. прокуратурасы", "я сам"):
        with pytest.raises(UsageError, match="error-act-body"):
            acts.advance(approved, Event(step, approved.at, stated(step, approved.at, body=body)), terms(kind))
    right = Event(step, approved.at, stated(step, approved.at, body=SANCTIONS[kind]))
    after = {"sanction": State.SANCTIONED, "refuse": State.REFUSED}[step]
    assert acts.advance(approved, right, terms(kind)).state is after


def test_a_sanction_falls_with_the_approval_it_rested_on() -> None:
    way = WAYS["restriction"][:3]
    assert acts.granted(walk("restriction", *way)) is not None
    assert acts.granted(walk("restriction", *way, "disapprove")) is None
    assert acts.granted(walk("restriction", *way, "disapprove", "approve")) is None
    assert acts.granted(walk("restriction", *way, "disapprove", "approve", "sanction")) is not None
    assert acts.granted(walk("restriction", *way, "send", "disapprove")) is not None


def test_the_clock_ends_a_measure_by_itself_and_nothing_follows() -> None:
    held = walk("suspension", *WAYS["suspension"])
    assert held.ends is not None
    assert acts.by_clock(held, held.ends - timedelta(microseconds=1)).state is State.HELD
    over = acts.by_clock(held, held.ends)
    assert (over.state, over.at) == (State.EXPIRED, held.ends)
    late = held.ends + timedelta(days=1)
    for step in ("release", "ask_release", "tell", "supersede", "return"):
        with pytest.raises(AccessError, match="error-act-move"):
            acts.advance(held, Event(step, late, stated(step, held.ends - timedelta(days=1))), terms("suspension"))


def test_an_answer_of_a_day_before_the_end_is_kept_when_it_is_recorded_after_it() -> None:
    sent = walk("suspension", *WAYS["suspension"][:3])
    assert sent.ends is not None
    late = sent.ends + timedelta(days=2)
    assert acts.possible(acts.by_clock(sent, late), terms("suspension")) == ("answer",)
    told = acts.advance(sent, Event("answer", late, stated("answer", T0 + timedelta(days=1))), terms("suspension"))
    assert (told.state, told.ends, told.last("answer") is not None) == (State.EXPIRED, sent.ends, True)
    with pytest.raises(AccessError, match="error-act-move"):
        acts.advance(told, Event("answer", late, stated("answer", T0 + timedelta(days=1))), terms("suspension"))
    with pytest.raises(AccessError, match="error-act-move"):
        acts.advance(sent, Event("answer", late, stated("answer", late - timedelta(days=1))), terms("suspension"))


def test_a_hold_ends_as_returned_only_when_nothing_of_it_is_left() -> None:
    held = walk("suspension", *WAYS["suspension"])
    at = held.at + timedelta(hours=1)

    def back(before: Measure, tiyn: int) -> Measure:
        told = stated("return", at, by="A/1:return", part=[{"account": "a", "sum": tiyn}])
        return acts.advance(before, Event("return", at, told), terms("suspension"))

    first = back(held, 2)
    assert (first.state, acts.paid(first), acts.paid(first, "B/")) == (State.HELD, {"a": 2}, {})
    assert back(first, 3).state is State.RETURNED
    sent = walk("return", *WAYS["return"][:4])
    nothing = {"held": [{"account": "a", "sum": 0}], "number": "1", "on": to_local(sent.at).isoformat()}
    assert acts.advance(sent, Event("return", sent.at, nothing), terms("return")).state is State.SENT


def test_the_next_act_must_be_lodged_before_the_former_ends() -> None:
    held = walk("suspension", *WAYS["suspension"])
    assert held.ends is not None
    now = held.ends - timedelta(hours=1)
    with pytest.raises(UsageError, match="error-act-late"):
        acts.advance(held, Event("supersede", now, {"by": "m", "lodged": held.ends.isoformat()}), terms("suspension"))
    good = {"by": "m", "lodged": now.isoformat()}
    assert acts.advance(held, Event("supersede", now, good), terms("suspension")).state is State.SUPERSEDED


def test_stated_days_follow_each_other_and_are_not_in_the_future() -> None:
    sanctioned = walk("restriction", *WAYS["restriction"][:3])
    at = sanctioned.at + timedelta(days=3)
    for on, wrong in ((T0 - timedelta(days=2), "error-act-time"), (at + timedelta(days=1), "error-act-future")):
        with pytest.raises(UsageError, match=wrong):
            acts.advance(sanctioned, Event("send", at, stated("send", on)), terms("restriction"))
    with pytest.raises(UsageError, match="error-act-time"):
        acts.advance(sanctioned, Event("send", T0, stated("send", T0)), terms("restriction"))
    with pytest.raises(UsageError, match="error-act-day"):
        acts.advance(sanctioned, Event("send", at, stated("send", at) | {"on": "soon"}), terms("restriction"))


def test_the_period_runs_from_the_day_the_bank_names_and_a_court_may_set_its_own_end() -> None:
    sent = walk("suspension", *WAYS["suspension"][:3])
    assert sent.ends is not None
    at = sent.at + timedelta(days=3)
    since = to_local(at - timedelta(days=1)).date().isoformat()
    later = acts.advance(sent, Event("answer", at, stated("answer", at, since=since)), terms("suspension"))
    assert later.ends == sent.ends + timedelta(days=2)
    with pytest.raises(UsageError, match="error-act-time"):
        acts.advance(sent, Event("answer", at, stated("answer", at, since="2025-03-01")), terms("suspension"))
    until = "2025-06-01T00:00:00+05:00"
    approved = walk("arrest", "propose", "approve")
    told = stated("sanction", approved.at, until=until, body="court")
    ruled = acts.advance(approved, Event("sanction", at, told), terms("arrest"))
    assert acts.advance(ruled, Event("send", at, stated("send", at)), terms("arrest")).ends == datetime(
        2025, 5, 31, 19, tzinfo=UTC
    )


def test_an_empty_account_is_an_end_and_a_missing_word_is_refused() -> None:
    sent = walk("suspension", *WAYS["suspension"][:3])
    nothing = Event("answer", sent.at, stated("answer", sent.at, held=[{"account": "a", "sum": 0}]))
    assert acts.advance(sent, nothing, terms("suspension")).state is State.EMPTY
    with pytest.raises(UsageError, match="error-act-states"):
        acts.advance(sent, Event("answer", sent.at, {"held": []}), terms("suspension"))


def test_what_is_next_is_what_the_table_says() -> None:
    assert acts.possible(walk("restriction", "propose", "approve"), terms("restriction")) == (
        "sanction", "refuse", "withdraw",
    )  # fmt: skip
    assert "send" in acts.possible(walk("suspension", "propose", "approve"), terms("suspension"))
    assert "sanction" not in acts.possible(walk("suspension", "propose", "approve"), terms("suspension"))
    assert acts.possible(walk("suspension", "propose", "withdraw"), terms("suspension")) == ()


def test_the_table_is_whole() -> None:
    reached = {move.to for move in acts.MOVES} | {State.EMPTY}
    assert reached - {None} == set(State)
    after = [(move.step, move.of, move.to) for move in acts.MOVES if move.of & acts.ENDS]
    assert after == [("answer", {State.EXPIRED}, None)]
    assert all(
        move.roles <= set(policy.Role) - {policy.Role.ADMINISTRATOR, policy.Role.INSPECTOR} for move in acts.MOVES
    )
    assert all(policy.needed(act) == 2 for act in acts.POLICY.values())
    assert acts.roles("restriction", "propose") == {policy.Role.INVESTIGATOR, policy.Role.HEAD}


class AnyPath(RuleBasedStateMachine):
    """Any events in any order at any moments: what is accepted keeps the rules."""

    def __init__(self) -> None:
        super().__init__()
        self.measure: Measure | None = None
        self.kind, self.now, self.ended = "suspension", T0, False

    @initialize(kind=st.sampled_from(acts.KINDS))
    def begin(self, kind: str) -> None:
        self.kind = kind

    @rule(
        step=st.sampled_from(sorted({move.step for move in acts.MOVES} - {"expire"})),
        hours=st.integers(-30, 90),
        back=st.integers(-24, 200),
        empty=st.booleans(),
    )
    def happens(self, step: str, hours: int, back: int, *, empty: bool) -> None:
        at = self.now + timedelta(hours=hours)
        more: dict[str, Any] = {"held": [{"account": "a", "sum": 0}]} if empty and step == "answer" else {}
        more |= {"body": "court"} if self.kind == "arrest" and step == "sanction" else {}
        before = self.measure
        try:
            self.measure = acts.advance(
                before, Event(step, at, stated(step, at - timedelta(hours=back), **more)), terms(self.kind)
            )
        except QalqanError:
            return
        over = before is not None and acts.by_clock(before, at).state in acts.ENDS
        assert not over or (step, self.measure.state) == ("answer", State.EXPIRED), "it went on after an end"
        assert before is None or at >= before.at
        self.now = at

    @rule(likely=st.sampled_from(["propose", "approve", "sanction", "send", "answer"]))
    def goes_on(self, likely: str) -> None:
        self.happens(likely, 1, 0, empty=False)

    @invariant()
    def the_rules_hold(self) -> None:
        if self.measure is None:
            return
        steps = [one.step for one in self.measure.history]
        assert steps[0] == "propose"
        assert [one.at for one in self.measure.history] == sorted(one.at for one in self.measure.history)
        for place, step in enumerate(steps):
            before = steps[:place]
            if step == "send":
                assert _standing(before, "approve", "disapprove")
                if SANCTIONS[self.kind]:
                    assert _standing(before[_last(before, "approve") :], "sanction", "disapprove")
            if step == "answer":
                assert before.count("send") == 1
                assert "answer" not in before
            if step == "release":
                assert _standing(before[_last(before, "ask_release") :], "approve_release", "disapprove_release")
        if self.measure.state in (State.HELD, State.EMPTY, State.RETURNED, State.RELEASED):
            assert "send" in steps


def _last(steps: list[str], step: str) -> int:
    return len(steps) - 1 - steps[::-1].index(step) if step in steps else len(steps)


def _standing(steps: list[str], yes: str, no: str) -> bool:
    """Whether of two opposite steps the latest is the first."""
    told = [one for one in steps if one in (yes, no)]
    return bool(told) and told[-1] == yes


TestAnyPath = AnyPath.TestCase
TestAnyPath.settings = hypothesis_settings(max_examples=150, stateful_step_count=25, deadline=None)
