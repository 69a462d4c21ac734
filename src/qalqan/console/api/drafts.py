"""Drafts on the server: what an officer has begun, with a version, so that no window overwrites another unseen.

GET gives ``{"version", "body", "changed"}`` (version 0: none yet). PUT takes ``{"version", "body"}`` with the version
that was seen and gives the new one; when another was kept meanwhile it answers 409 with that one and its body.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import resource
from qalqan.errors import Conflict, UsageError
from qalqan.store import drafts
from qalqan.store.canon import instant

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Text = Annotated[str, StringConstraints(max_length=40_000)]
Value = Text | Annotated[list[Text], Field(max_length=200)]
KINDS: Final = frozenset({"report", "letter", "decision", "note"})
CARRIED: Final = ("begun", "base", "number")
"""Fields that the page sets once and its form does not send again."""


class Write(BaseModel):
    """A draft to be kept: the version that was open, and the fields of the form."""

    model_config = ConfigDict(extra="forbid")
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    body: Annotated[dict[Annotated[str, StringConstraints(max_length=80)], Value], Field(max_length=400)]


class Kept(BaseModel):
    """A draft as it is kept; version 0 means none."""

    version: int
    body: dict[str, Any] = {}
    changed: str = ""


@resource("GET", "/drafts/{kind}/{key}", verb="drafts")
def read(ask: Asked, kind: Name, key: Name) -> Kept:
    """One's own draft."""
    found = _of(ask, kind, key)
    return Kept(version=0) if found is None else _kept(found)


@resource("PUT", "/drafts/{kind}/{key}", verb="drafts")
def write(ask: Asked, kind: Name, key: Name, told: Write) -> Response:
    """Keep a draft: 200 with its new version, or 409 with the one that another window kept."""
    if kind not in KINDS:
        raise UsageError("error-draft-kind", kind=kind)
    before = _of(ask, kind, key)
    body: dict[str, Any] = dict(told.body)
    if before is not None:
        body |= {name: before.body[name] for name in CARRIED if name in before.body and name not in body}
    try:
        with ask.house.ws.beside() as connection:
            drafts.save(connection, ask.who.officer, kind, key, body, told.version)
    except Conflict:
        theirs = _of(ask, kind, key)
        now = Kept(version=0) if theirs is None else _kept(theirs)
        return JSONResponse(now.model_dump() | {"officer": ask.who.name, "title": ask.t("error-conflict")}, 409)
    found = _of(ask, kind, key)
    return JSONResponse((Kept(version=0) if found is None else _kept(found)).model_dump())


@resource("DELETE", "/drafts/{kind}/{key}", verb="drafts")
def forget(ask: Asked, kind: Name, key: Name) -> Kept:
    """Throw a draft away."""
    with ask.house.ws.beside() as connection:
        drafts.discard(connection, ask.who.officer, kind, key)
    return Kept(version=0)


def _of(ask: Ask, kind: str, key: str) -> drafts.Draft | None:
    with ask.house.ws.reading() as connection:
        return drafts.draft(connection, ask.who.officer, kind, key)


def _kept(found: drafts.Draft) -> Kept:
    return Kept(version=found.version, body=found.body, changed=instant(found.changed))
