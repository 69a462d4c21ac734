"""Short names for the state of a page: a long address is kept on the server under a short id."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, field_validator

from qalqan.console.ask import Asked
from qalqan.console.route import resource
from qalqan.store import drafts
from qalqan.store.canon import canonical

PAGE = "graph"


class State(BaseModel):
    """The state of a page as plain JSON without broken numbers: the same state has one spelling, and so one name."""

    model_config = ConfigDict(extra="forbid")
    state: dict[str, Any]

    @field_validator("state")
    @classmethod
    def spelt(cls, told: dict[str, Any]) -> dict[str, Any]:
        """Raises ValueError for what has no one spelling."""
        try:
            canonical(told)
        except (TypeError, RecursionError) as error:
            raise ValueError(str(error)) from error
        return told


class Name(BaseModel):
    """The name under which a state is kept."""

    id: str


@resource("POST", "/views", verb="views")
def keep(ask: Asked, told: State) -> Name:
    """Keep a state; the same state has the same name. Raises UsageError for more than a million signs."""
    secret = ask.house.ws.key("views")
    with ask.house.ws.beside() as connection:
        return Name(id=drafts.keep_view(connection, secret, PAGE, told.state, ask.who.officer))


@resource("GET", "/views/{view}", verb="views")
def kept(ask: Asked, view: Annotated[str, Path(max_length=40)]) -> State:
    """The state kept under a name, which is thereby used."""
    with ask.house.ws.beside() as connection:
        state = State(state=drafts.view(connection, view, PAGE))
        drafts.use_view(connection, view)
    return state
