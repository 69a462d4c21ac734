"""What the pages and the API of letters share: what is asked, whether the asker may act in its cases, approval, files.

A letter is judged by its own cases: those it was asked for before anything is made, those it tells of before anything
is written. Its subject may name an account, so pages and answers name a letter by its seal.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

from fastapi import Response

from qalqan.console import hand
from qalqan.console.ask import Ask
from qalqan.desk import decisions
from qalqan.desk import letters as desk
from qalqan.desk._letter_drafts import members
from qalqan.desk.find import case_id
from qalqan.errors import Conflict, NotFound
from qalqan.model.decision import Verdict

WHAT: Final = "letter"


def entry(kind: str) -> desk.Entry:
    """The letter of that kind. Raises NotFound."""
    found = next((each for each in desk.catalogue() if each.name == kind), None)
    if found is None:
        raise NotFound("error-page-none")
    return found


def made(ask: Ask, kind: str, told: desk.Ask, folder: Path) -> tuple[desk.MadeLetter, ...]:
    """The letters as they stand now, written into a folder. Raises NotFound for cases that the asker may not act in or
    know of, and what :func:`qalqan.desk.letters.letters` raises."""
    _seen(ask, told)
    return desk.letters(
        ask.house.path, kind, told, folder, lang=ask.language, officer=ask.who.officer,
        allowed=lambda cases: _allowed(ask, kind, cases),
    )  # fmt: skip


def token(ask: Ask, letter: desk.MadeLetter) -> str:
    """A letter's name in forms and answers; empty for one that nobody can approve."""
    return ask.house.seals.seal(WHAT, letter.subject) if letter.subject else ""


def picked(ask: Ask, letters: tuple[desk.MadeLetter, ...], at: str, shown: str) -> desk.MadeLetter:
    """The letter of that token with exactly the content that was shown. Raises Conflict when it moved since."""
    subject = ask.house.seals.open(WHAT, at)
    found = next((one for one in letters if (one.subject, one.shown) == (subject, shown)), None)
    if found is None:
        raise Conflict("error-letter-moved")
    return found


def approve(ask: Ask, letter: desk.MadeLetter, reason: str, case: str, passphrase: str = "") -> None:
    """Sign the asker's approval of exactly this letter."""
    by = hand.signer(ask, passphrase)
    with ask.house.writing() as ws:
        decisions.decide(ws, by.officer, by.passphrase, letter.subject, letter.subject.partition(":")[0],
                         Verdict.APPROVE, reason, "request", case, letter.shown)  # fmt: skip


def files(kind: str, letters: tuple[desk.MadeLetter, ...]) -> Response:
    """The letters' files in one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (path for one in letters for path in one.paths):
            archive.write(path, path.name)
    return Response(held.getvalue(), media_type="application/zip", headers=hand.attached(f"{kind}.zip"))


def _seen(ask: Ask, told: desk.Ask) -> None:
    """Whichever of case and series the letter's kind goes by."""
    cases = [case_id(ask.tables, told.case)] if told.case else []
    cases += members(ask.tables, told.series) if told.series else []
    if ask.stand.visible(cases, "letter") != frozenset(cases):
        raise NotFound("error-not-found", what="case", id=told.case or told.series)


def _allowed(ask: Ask, kind: str, cases: frozenset[str]) -> None:
    if ask.stand.visible(cases) != cases or (cases and not ask.stand.visible(cases, "letter")):
        raise NotFound("error-letter-nothing", kind=kind, case="")
