"""Clear personal data: asked for by purpose and case, logged before anything is shown, ended by time or by hand."""

from __future__ import annotations

from typing import Final

from fastapi import Response
from fastapi.responses import RedirectResponse

from qalqan import clock
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import access, lens, login
from qalqan.errors import AccessError, NotFound
from qalqan.govern import policy, purposes
from qalqan.govern.policy import Access, Relation

MOST_WORDS: Final = 200
_OWN: Final = 5  # the victim's own personal fields on a case's page


@page("GET", "/unmask", verb="unmask")
def unmask(ask: Asked) -> Response:
    """What is asked: the purpose, and the case (none: the lists over cases)."""
    return ask.show(
        "unmask", codes=purposes.CODES, case_=ask.query("case"), back=_back(ask, ask.query("back")),
        shown=ask.who.unmasking if ask.who.unmasking and ask.who.unmasking.until > clock.now() else None,
        minutes=ask.house.settings.console.unmask_minutes,
    )  # fmt: skip


@page("POST", "/unmask", verb="unmask")
def begin(ask: Asked) -> Response:
    """Show clear data of a case, or of the lists, for some minutes. Raises AccessError for a purpose that is none or a
    case the officer may not see in clear."""
    code = purposes.check(ask.form.get("purpose", ""))
    words = " ".join(ask.form.get("words", "").split())[:MOST_WORDS]
    purpose = f"{code}: {words}" if words else code
    wanted = ask.form.get("case", "").strip()
    case = access.load(ask.tables, wanted) if wanted else ""
    _allowed(ask, case, purpose, wanted)
    login.unmask(ask.house.ws, ask.who.session, purpose, case, count=_count(ask, case))
    return RedirectResponse(_back(ask, ask.form.get("back", "")), 303)


@page("POST", "/unmask/end", verb="unmask")
def end(ask: Asked) -> Response:
    """Mask everything again, now."""
    login.mask(ask.house.ws, ask.who.session)
    return RedirectResponse(_back(ask, ask.form.get("back", "")), 303)


def _allowed(ask: Ask, case: str, purpose: str, wanted: str) -> None:
    relation = ask.stand.relation(case) if case else Relation.NONE
    verdict = policy.access(ask.who.role, "case", relation, purpose)
    if verdict is Access.REFUSED:
        raise NotFound("error-not-found", what="case", id=wanted[:60])
    if verdict is not Access.CLEAR:
        raise AccessError("error-unmask", case=case)


def _count(ask: Ask, case: str) -> int:
    """How many personal values the case's page shows; of lists, that one looks at them."""
    return lens.over(ask.tables).count("identifiers", "case_id", [case]) + _OWN if case else 1


def _back(ask: Ask, told: str) -> str:
    """Only to a page of this house: an address from elsewhere is not followed."""
    own = f"/{ask.language}/"
    return told if told.startswith(own) and "\\" not in told and "//" not in told and len(told) < 4000 else own
