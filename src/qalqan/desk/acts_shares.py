"""What each case gets of what a bank holds on one account, when it holds less than all cases ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qalqan.desk.acts_state import Kept
from qalqan.govern.acts import HOLDS, State
from qalqan.link._fair import shared_answer

_ANSWERED = frozenset({State.HELD, State.EMPTY})


def shares(measures: Iterable[Kept]) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """By bank and account, the fair share of each case (tiyn) in what is held there.

    Counted are the holds that were answered and are in force, and those for which nothing was left: that one victim's
    request came first gives that victim no more. Of several of one case the latest counts. Where the bank parted the
    money by parcels its word is kept (see :func:`qalqan.link._fair.shared_answer`). What was returned to a victim
    counts as that victim's part of it: a share paid out is not claimed again.
    """
    latest: dict[tuple[str, str], dict[str, Kept]] = {}
    for one in sorted(measures, key=lambda m: (m.measure.at, m.id)):
        if one.kind not in HOLDS or one.state not in _ANSWERED:
            continue
        for account in one.asked:
            latest.setdefault((one.bank, account), {})[one.case] = one
    made = {}
    for (bank, account), cases in sorted(latest.items()):
        paid = {case: one.paid.get(account, 0) for case, one in cases.items()}
        held = {case: one.held.get(account, 0) + paid[case] for case, one in cases.items()}
        claims = {case: one.asked[account] + paid[case] for case, one in cases.items()}
        parted = frozenset(case for case, one in cases.items() if _parted(one))
        whole = shared_answer(held, claims, parted)
        made[bank, account] = {case: max(0, tiyn - paid.get(case, 0)) for case, tiyn in whole.items()}
    return made


def _parted(one: Kept) -> bool:
    answer = one.measure.last("answer")
    return bool(answer and answer.stated.get("parted"))
