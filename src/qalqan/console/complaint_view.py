"""The numbers of a complaint to an operator as an officer sees and chooses them: masked, named by their seals.

A page shows which numbers the case's rows give, of which operator, whom each reached and what it looks like; the
officer leaves out or adds, then proposes. A number typed in clear is the officer's own word and stands in no address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from qalqan.console.ask import Ask
from qalqan.console.eyes import Eyes
from qalqan.desk import _letter_calls as calls
from qalqan.desk import acts_complaint
from qalqan.desk._letter_drafts import Ask as Asked
from qalqan.desk.find import case_id
from qalqan.errors import NotFound
from qalqan.govern.policy import Access

WHAT: Final = "complaint"
MOST_OBJECTS: Final = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A number that may be complained of: its seal, itself as the asker may see it, the operator's key and name, what
    it looks like (0-1000), its calls, the different people it called, victims among them, its last call, the cases the
    asker may know of that it reached."""

    token: str
    number: str
    operator: str
    name: str
    role: str
    score: int
    calls: int
    called: int
    reported: int
    last: datetime
    cases: tuple[str, ...]


def offers(ask: Ask, case: str, objects: Sequence[str] = ()) -> list[Offer]:
    """The numbers of a case, by operator, those that reached most people first.

    Raises NotFound for a case the asker may not act in and where there is nothing to complain of, UsageError for a
    number that somebody only posed with.
    """
    known = ask.tables
    one = case_id(known, case)
    if ask.stand.access("act", one) is Access.REFUSED:
        raise NotFound("error-not-found", what="case", id=case[:60])
    told = acts_complaint.bare(ask.house.ws, known, one, Asked(case=one, objects=tuple(objects)))
    every = [(scope.rpartition("/")[2], caller) for scope, letter in told for caller in letter.callers]
    seen = ask.stand.visible({each for _, caller in every for each in caller.cases}, "acts")
    eyes = Eyes(ask, "act")
    eyes.narrow(one)
    shown = eyes.values([("phone", caller.number) for _, caller in every])
    return [
        Offer(
            ask.house.seals.seal(WHAT, caller.number), number, key, operator(ask, key), caller.role, caller.score,
            caller.calls, caller.called, caller.reported, caller.last,
            tuple(each for each in caller.cases if each in seen),
        )
        for (key, caller), number in zip(every, shown, strict=True)
    ]  # fmt: skip


def operator(ask: Ask, key: str) -> str:
    """An operator's name; of numbers that no mobile operator's prefix tells, that."""
    return calls.called(key) or ask.t("acts-operator-fixed" if key == "fixed" else "acts-operator-other")


def chosen(ask: Ask, tokens: Sequence[str], objects: str) -> tuple[str, ...]:
    """The numbers that were chosen by their seals, and what the officer names in lines. Raises NotFound for a seal that
    is none."""
    numbers = [ask.house.seals.open(WHAT, one) for one in tokens if one]
    typed = [line.strip()[:200] for line in objects.splitlines() if line.strip()]
    return tuple(dict.fromkeys([*numbers, *typed]))[:MOST_OBJECTS]


def allowed(ask: Ask, cases: frozenset[str]) -> None:
    """Raises NotFound when a letter tells of a case that the asker may not know of."""
    if ask.stand.visible(cases) != cases:
        raise NotFound("error-letter-nothing", kind=acts_complaint.KIND, case="")
