"""What stands between a request and a function: session, role, token, the case it names, purpose.

The order is fixed: who (session) → may the role use the verb → does a change carry the token → may this officer see
this case. The case is loaded first and the loaded one is judged: nothing is authorised by what an address says.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from qalqan.console import sessions
from qalqan.console.ask import Ask, language_of
from qalqan.console.house import House
from qalqan.console.route import MARK, PUBLIC, Mark
from qalqan.desk import access
from qalqan.errors import AccessError, NotFound
from qalqan.govern import policy
from qalqan.store.canon import clean

MOST_FIELDS: Final = 400
MOST_FIELD: Final = 1_000_000
HEADER: Final = "x-csrf"


class SignInError(Exception):
    """Nobody is signed in: pages go to the log-in, resources answer 401."""


async def admitted(request: Request) -> Ask:
    """The request when all that stands before its route lets it pass.

    Raises SignInError, AccessError, NotFound (also for a case the officer may not know of).
    """
    mark = _mark(request)
    form = await _form(request, mark.files) if mark.changes and mark.page else {}
    return await run_in_threadpool(_admitted, request, mark, form)


def _admitted(request: Request, mark: Mark, form: Mapping[str, str]) -> Ask:
    house: House = request.app.state.house
    signed = sessions.current(house, request)
    ask = Ask(request, house, language_of(request), signed, form)
    if mark.verb == PUBLIC:
        return ask
    if signed is None:
        raise SignInError
    if not policy.may(signed.role, mark.verb):
        raise AccessError("error-verb-role", verb=mark.verb, role=signed.role.value)
    if mark.changes and not signed.bearer:
        _same_site(request)
        told = form.get("csrf") or request.headers.get(HEADER, "")
        if not hmac.compare_digest(told.encode(), signed.csrf.encode()):
            raise AccessError("error-token")
    if mark.case:
        wanted = str(request.path_params.get(mark.case, ""))
        ask.case = access.load(ask.tables, wanted)
        verdict = ask.stand.access(mark.verb, ask.case, signed.purpose_within(ask.case))
        if verdict is policy.Access.REFUSED:
            raise NotFound("error-not-found", what="case", id=wanted)
    else:
        verdict = policy.access(signed.role, mark.verb, policy.Relation.NONE, signed.purpose_for(""))
        if verdict is policy.Access.REFUSED:
            raise AccessError("error-verb-role", verb=mark.verb, role=signed.role.value)
    ask.clear = verdict is policy.Access.CLEAR
    return ask


def _mark(request: Request) -> Mark:
    """The mark of the route that answers; a function may carry several."""
    path = request.scope["route"].path
    marks: tuple[Mark, ...] = getattr(request.scope["endpoint"], MARK)
    return next(one for one in marks if path == one.address and request.method in {one.method, "HEAD"})


def _same_site(request: Request) -> None:
    """A second wall beside the token: browsers say where a request comes from (Fetch metadata, W3C)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise AccessError("error-token")


async def _form(request: Request, files: int) -> dict[str, str]:
    """The fields of a posted form; several of one name are joined by a line break. More files than the route takes are
    refused; those it takes lie in the request's ``state.files``."""
    request.state.files = []
    kind = request.headers.get("content-type", "")
    if not kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        return {}
    told: FormData = await request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD)
    form: dict[str, str] = {}
    request.state.files = [value for _, value in told.multi_items() if not isinstance(value, str)]
    for name, value in told.multi_items():
        if not isinstance(value, str):
            continue
        text = clean(value)
        form[name] = f"{form[name]}\n{text}" if name in form else text
    return form
