"""Uploads in chunks: begun, sent from wherever they stand, then read by a job. Names on disk are the server's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console.ask import Asked
from qalqan.console.pages.upload import open_to
from qalqan.console.route import resource
from qalqan.desk import uploads
from qalqan.desk.basis import parse
from qalqan.desk.uploads import Upload

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Begin(BaseModel):
    """A file to be sent: its label, size in bytes, lawful basis (``case=…;request=…``), region, SHA-256 if known."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    size: Annotated[int, Field(ge=1, le=1 << 40)]
    basis: Annotated[str, StringConstraints(max_length=4000)] = ""
    region: Annotated[str, StringConstraints(pattern=r"^(KZ-\d\d)?$")] = ""
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class Sent(BaseModel):
    """Where an upload stands: how many bytes of its size were accepted."""

    id: str
    name: str
    size: int
    received: int


@resource("POST", "/uploads", verb="upload")
def begin(ask: Asked, told: Begin) -> Sent:
    """Begin an upload, or find again one of the same file that was cut off."""
    path, officer = ask.house.path, ask.who.officer
    open_to(ask, "upload", parse(told.basis).case)
    for one in uploads.listed(path, officer):
        if (one.name, one.size, one.basis, one.region) == (told.name, told.size, told.basis, told.region):
            return _sent(one)
    return _sent(uploads.begin(path, ask.house.settings, officer=officer, name=told.name, size=told.size,
                               basis=told.basis, region=told.region, sha256=told.sha256))  # fmt: skip


@resource("GET", "/uploads", verb="upload")
def listed(ask: Asked) -> list[Sent]:
    """One's own uploads that no job has read yet."""
    return [_sent(one) for one in uploads.listed(ask.house.path, ask.who.officer)]


@resource("GET", "/uploads/{id_}", verb="upload")
def standing(ask: Asked, id_: Id) -> Sent:
    """Where one upload stands."""
    return _sent(uploads.find(ask.house.path, id_, ask.who.officer))


@resource("PUT", "/uploads/{id_}", verb="upload")
def send(
    ask: Asked, id_: Id, chunk: Annotated[bytes, Body(media_type="application/octet-stream")],
    offset: Annotated[int, Query(ge=0, le=1 << 40)] = 0,
    sha256: Annotated[str, Query(pattern=r"^([0-9a-f]{64})?$")] = "",
) -> Sent:  # fmt: skip
    """Send the bytes at an offset; sent twice they are kept once."""
    return _sent(uploads.append(ask.house.path, id_, offset, chunk, officer=ask.who.officer, sha256=sha256))


@resource("DELETE", "/uploads/{id_}", verb="upload")
def drop(ask: Asked, id_: Id) -> Sent:
    """Give an upload up."""
    one = uploads.find(ask.house.path, id_, ask.who.officer)
    uploads.drop(ask.house.path, id_, ask.who.officer)
    return _sent(one)


def _sent(one: Upload) -> Sent:
    return Sent(id=one.id, name=one.name, size=one.size, received=one.received)
