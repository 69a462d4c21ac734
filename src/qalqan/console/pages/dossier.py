"""The dossier of a case or series: made from the run that counts, approved by its content's hash, taken as files."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import Response

from qalqan.console import hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.desk import decisions, papers
from qalqan.desk.dossiers import ACT
from qalqan.errors import Conflict, NotFound, QalqanError
from qalqan.govern import policy
from qalqan.model.decision import Verdict

DOES: Final = ("show", "approve", "take")
PURPOSE: Final = "investigation"
"""Why officers approve that a dossier leaves the unit."""


@dataclass(frozen=True, slots=True)
class Of:
    """What a dossier is asked of (``case`` or ``series``), the purpose for which it may be in clear (empty: masked),
    and the page's address."""

    what: str
    id: str
    purpose: str
    path: str
    query: dict[str, str]

    @property
    def subject(self) -> str:
        """What officers decide on."""
        return f"{ACT}:{self.what}/{self.id}"


@page("GET", "/case/{case_id}/dossier", verb="report", case="case_id")
def of_case(ask: Asked, case_id: str) -> Response:
    """Where the dossier of a case stands, and the way to make it."""
    return _page(ask, _case(ask))


@page("POST", "/case/{case_id}/dossier", verb="report", case="case_id")
def make_of_case(ask: Asked, case_id: str) -> Response:
    """Make it and show what is to be approved; approve exactly that; or take its files."""
    return _made(ask, _case(ask))


@page("GET", "/dossier", verb="report")
def of_series(ask: Asked) -> Response:
    """The same of a series (``series``)."""
    return _page(ask, _series(ask, ask.query("series")))


@page("POST", "/dossier", verb="report")
def make_of_series(ask: Asked) -> Response:
    """The same of a series."""
    return _made(ask, _series(ask, ask.form.get("series", "") or ask.query("series")))


def _case(ask: Ask) -> Of:
    purpose = ask.who.purpose_within(ask.case) if ask.clear else ""
    return Of("case", ask.case, purpose, f"/case/{ask.case}/dossier", {})


def _series(ask: Ask, named: str) -> Of:
    """Raises NotFound for a series that is none, or one with a case of which the officer may have no report."""
    eyes = Eyes(ask, "report")
    id_ = eyes.series_named(named)
    ids = eyes.members(id_)
    if id_ != named or ask.stand.visible(ids, "report") != ids:
        raise NotFound("error-not-found", what="series", id=named[:60])
    clear = ask.clear and all(eyes.covers(one) for one in ids)
    return Of("series", id_, ask.who.purpose_for("") if clear else "", "/dossier", {"series": id_})


def _made(ask: Ask, of: Of) -> Response:
    do, why = ask.form.get("do", ""), ask.form.get("why", "")
    if do not in DOES:
        return _page(ask, of)
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = _write(ask, of, Path(folder))
            if do == "take":
                return _files(made.path)
            if do == "approve":
                if made.shown != ask.form.get("shown", ""):
                    raise Conflict("error-dossier-moved")
                by = hand.signer(ask)
                with ask.house.writing() as ws:
                    decisions.decide(ws, by.officer, by.passphrase, made.subject, ACT, Verdict.APPROVE, why, PURPOSE,
                                     of.id, made.shown)  # fmt: skip
                return ask.see(of.path, **of.query, done=1)
            return _page(ask, of, made=made)
    except QalqanError as error:
        return _page(ask, of, error=error)


def _write(ask: Ask, of: Of, folder: Path) -> papers.Made:
    name = "".join(sign if sign.isalnum() else "-" for sign in of.id)  # a case's number may hold slashes
    return papers.dossier(
        ask.house.path, of.what, of.id, folder / f"dossier-{name}-{ask.language}.pdf", lang=ask.language,
        officer=ask.who.name, purpose=of.purpose,
    )  # fmt: skip


def _files(document: Path) -> Response:
    """The dossier, its rows and the script that checks it without this program, in one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(document.parent.iterdir()):
            archive.write(path, path.name)
    headers = hand.attached(f"{document.stem}.zip")
    return Response(held.getvalue(), media_type="application/zip", headers=headers)


def _page(ask: Ask, of: Of, *, error: QalqanError | None = None, made: papers.Made | None = None) -> Response:
    state = decisions.state(ask.house.ws, of.subject, ACT, made.shown if made else None)
    return hand.show(
        ask, "dossier", error, of=of, made=made, state=state, done=ask.query("done"),
        mine=ask.who.name in state.approved_by, may_approve=ask.who.role in policy.ACTS[ACT],
        why=ask.form.get("why", ""),
    )  # fmt: skip
