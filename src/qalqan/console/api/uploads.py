"""Uploads in chunks: begun, sent from wherever they stand, then read by a job. Names on disk are the server's own."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Body, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console import eyes
from qalqan.console.ask import Ask, Asked
from qalqan.console.pages.upload import open_bases, open_to
from qalqan.console.route import resource
from qalqan.desk import evidence_look, jobs, uploads
from qalqan.desk.basis import parse
from qalqan.desk.lens import ALL
from qalqan.desk.uploads import Upload
from qalqan.errors import NotFound

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Begin(BaseModel):
    """A file to be sent: its label (a path below a folder is kept), size in bytes, lawful basis (``case=…;request=…``),
    region, SHA-256 if known. With ``read`` a job reads it as soon as it is whole, whatever becomes of its sender."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    size: Annotated[int, Field(ge=1, le=1 << 40)]
    basis: Annotated[str, StringConstraints(max_length=4000)] = ""
    region: Annotated[str, StringConstraints(pattern=r"^(KZ-\d\d)?$")] = ""
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    read: bool = False
    take_best: bool = False


class File(BaseModel):
    """A file before it is sent: its size in bytes, and its SHA-256 when it was computed."""

    model_config = ConfigDict(extra="forbid")
    size: Annotated[int, Field(ge=1, le=1 << 40)]
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class Files(BaseModel):
    """Files before they are sent."""

    model_config = ConfigDict(extra="forbid")
    files: Annotated[list[File], Field(min_length=1, max_length=1000)]


class Met(BaseModel):
    """Whether a file's content was received before: ``new``, ``maybe`` (one of its size was: its hash would tell),
    ``known``, ``unbased`` (on no basis: sent on one, it gets it). ``href`` is its page where the asker may see it."""

    state: Literal["new", "maybe", "known", "unbased"]
    href: str = ""


class Sent(BaseModel):
    """Where an upload stands: how many bytes of its size were accepted; the job that reads it (empty: none yet)."""

    id: str
    name: str
    size: int
    received: int
    job: str = ""


@resource("POST", "/uploads/known", verb="upload")
def known(ask: Asked, told: Files) -> list[Met]:
    """Of each file, in order, whether it was received before: duplicates are told before they are sent."""
    found = uploads.met(ask.house.ws, [(one.size, one.sha256) for one in told.files])
    return [Met(state=one.state, href=_page(ask, one.evidence)) for one in found]


@resource("POST", "/uploads", verb="upload")
def begin(ask: Asked, told: Begin) -> Sent:
    """Begin an upload, or find again one of the same file that was cut off."""
    path, officer = ask.house.path, ask.who.officer
    open_to(ask, "upload", parse(told.basis).case)
    for one in uploads.listed(path, officer):
        if (one.name, one.size, one.basis, one.region) == (told.name, told.size, told.basis, told.region):
            return _sent(one)
    made = uploads.begin(
        path, ask.house.settings, officer=officer, name=told.name, size=told.size, basis=told.basis,
        region=told.region, sha256=told.sha256, read=told.read, take_best=told.take_best,
    )  # fmt: skip
    return _sent(made)


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
    """Send the bytes at an offset; sent twice they are kept once. The last ones have it read, if that was asked for."""
    one = uploads.append(ask.house.path, id_, offset, chunk, officer=ask.who.officer, sha256=sha256)
    if one.whole:
        open_bases(ask, id_)
    return _sent(one, jobs.add_received(ask.house.ws, id_, ask.who.officer).id if one.read and one.whole else "")


@resource("POST", "/uploads/{id_}/read", verb="upload")
def read(ask: Asked, id_: Id) -> Sent:
    """Have a whole upload read by a job; asked twice it is the same job."""
    job = jobs.add_received(ask.house.ws, id_, ask.who.officer)
    try:
        return _sent(uploads.find(ask.house.path, id_, ask.who.officer), job.id)
    except NotFound:  # it was read and cleared away already
        return Sent(id=id_, name="", size=0, received=0, job=job.id)


@resource("DELETE", "/uploads/{id_}", verb="upload")
def drop(ask: Asked, id_: Id) -> Sent:
    """Give an upload up."""
    one = uploads.find(ask.house.path, id_, ask.who.officer)
    uploads.drop(ask.house.path, id_, ask.who.officer)
    return _sent(one)


def _sent(one: Upload, job: str = "") -> Sent:
    return Sent(id=one.id, name=one.name, size=one.size, received=one.received, job=job)


def _page(ask: Ask, id_: str) -> str:
    """The page of an evidence that the asker may know of; empty for any other."""
    if not id_:
        return ""
    try:
        evidence_look.one(ask.house.ws, id_, ask.sight if eyes.known(ask) is not None else ALL)
    except NotFound:
        return ""
    return ask.link(f"/evidence/{id_}")
