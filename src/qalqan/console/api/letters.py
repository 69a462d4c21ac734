"""Letters as a resource: the kinds there are, drafts out of the run that counts, their files, the approval of one.

Nothing of a draft is kept but that it was made: a letter is made again from the data whenever it is asked for, and is
ready when enough officers approved exactly the content it then has.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console import letters_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import resource
from qalqan.desk import letters as desk

Word = Annotated[str, StringConstraints(max_length=400)]
Words = Annotated[list[Word], Field(max_length=200)]
Kind = Annotated[str, StringConstraints(max_length=60)]


class Letter(BaseModel):
    """A kind of letter: its name and title, what it is about (series, site, calls, case or ends), the act on which
    officers decide and how many must approve, whose sanction it needs (empty: nobody's), to whom it may go."""

    name: str
    title: str
    about: str
    act: str
    approvals: int
    sanction: str
    addressees: list[str]


class Asking(BaseModel):
    """What a letter is about and what the officer adds: one of case, series, url and account at least, as its kind
    needs; ``to`` names the addressee, ``kind_of`` its kind, ``bank`` a bank or operator, ``objects`` identifiers."""

    model_config = ConfigDict(extra="forbid")
    case: Word = ""
    series: Word = ""
    url: Annotated[str, StringConstraints(max_length=2000)] = ""
    account: Word = ""
    to: Word = ""
    kind_of: Word = ""
    bank: Word = ""
    objects: Words = []
    asked: Words = []
    reason: Word = ""
    number: Word = ""
    sanction: Word = ""

    def told(self) -> desk.Ask:
        """The same for the desk."""
        lists = {"objects": tuple(self.objects), "asked": tuple(self.asked)}
        return desk.Ask(**(self.model_dump(include=set(Asking.model_fields)) | lists))


class Approve(Asking):
    """The letter that was shown, by its token and hash, with the reason for approving it. ``passphrase`` only when no
    key is unlocked for the session."""

    token: Annotated[str, StringConstraints(min_length=10, max_length=8000)]
    shown: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    why: Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
    passphrase: Annotated[str, StringConstraints(max_length=400)] = Field(default="", repr=False)


class Drafted(BaseModel):
    """A letter as it stands: ``token`` names it (empty: it is approved as a measure), ``subject`` what it is about,
    masked unless clear data are shown, ``shown`` the hash that officers approve, ``draft`` why it is no ready letter
    (empty: it is), ``words`` the same in words, ``files`` what it would be taken as."""

    token: str
    subject: str
    to: str
    name: str
    bank: str
    shown: str
    draft: str
    words: str
    files: list[str]


@resource("GET", "/letters", verb="letter")
def kinds(ask: Asked) -> list[Letter]:
    """Every kind of letter there is."""
    return [_kind(ask, one) for one in desk.catalogue()]


@resource("GET", "/letters/{kind}", verb="letter")
def kind(ask: Asked, kind: Kind) -> Letter:
    """One kind of letter."""
    return _kind(ask, letters_view.entry(kind))


@resource("POST", "/letters/{kind}", verb="letter")
def draft(ask: Asked, kind: Kind, told: Asking) -> list[Drafted]:
    """The letters as they stand now, one an addressee; that they were made is logged."""
    letters_view.entry(kind)
    with tempfile.TemporaryDirectory() as folder:
        return [_drafted(ask, one) for one in letters_view.made(ask, kind, told.told(), Path(folder))]


@resource("POST", "/letters/{kind}/files", verb="letter")
def fetch(ask: Asked, kind: Kind, told: Asking) -> Response:
    """The letters as PDF/A and DOCX in one archive. They name whole accounts, so this is logged."""
    letters_view.entry(kind)
    with tempfile.TemporaryDirectory() as folder:
        return letters_view.files(kind, letters_view.made(ask, kind, told.told(), Path(folder)))


@resource("POST", "/letters/{kind}/approve", verb="letter")
def approve(ask: Asked, kind: Kind, told: Approve) -> list[Drafted]:
    """Approve exactly the letter that was shown; 409 when its content moved since."""
    letters_view.entry(kind)
    with tempfile.TemporaryDirectory() as folder:
        made = letters_view.made(ask, kind, told.told(), Path(folder))
        found = letters_view.picked(ask, made, told.token, told.shown)
        letters_view.approve(ask, found, told.why, told.case, told.passphrase)
        return [_drafted(ask, one) for one in letters_view.made(ask, kind, told.told(), Path(folder))]


def _kind(ask: Ask, one: desk.Entry) -> Letter:
    return Letter(
        name=one.name, title=ask.t(one.title), about=one.subject, act=one.act, approvals=one.approvals,
        sanction=one.sanction, addressees=list(one.addressees),
    )  # fmt: skip


def _drafted(ask: Ask, one: desk.MadeLetter) -> Drafted:
    return Drafted(
        token=letters_view.token(ask, one), subject=ask.subject(one.subject), to=one.addressee.kind,
        name=one.addressee.name, bank=one.addressee.code, shown=one.shown, draft=one.draft,
        words=ask.t(one.draft) if one.draft else "", files=[path.suffix.removeprefix(".") for path in one.paths],
    )  # fmt: skip
