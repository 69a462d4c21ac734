"""Upload: on which basis, then files, by the island in chunks or by a plain form; then how they were understood."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from qalqan.console import hand, mapping_view, queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import page
from qalqan.desk import basis as bases
from qalqan.desk import evidence_look, jobs, manifests, mapping_form, uploads
from qalqan.desk import mapping as layouts
from qalqan.desk.lens import ALL
from qalqan.errors import NotFound, QalqanError, UsageError
from qalqan.govern.policy import Access
from qalqan.store.evidence import Kept
from qalqan.values import place

MOST_FILES: Final = 40
TEXTS: Final = ("case", "request", "sanction", "secrecy", "use", "expires", "declassified")
FLAGS: Final = ("covert", "tower_dump")


@page("GET", "/upload", verb="upload")
def upload(ask: Asked) -> Response:
    """First the lawful basis, then the files on it."""
    return _page(ask)


@page("POST", "/upload", verb="upload", files=MOST_FILES)
def received(ask: Asked) -> Response:
    """The plain form: every file is received whole, then one job reads them all."""
    form, officer, path = ask.form, ask.who.officer, ask.house.path
    try:
        open_to(ask, "upload", bases.parse(form.get("basis", "")).case)
        ids = []
        for file in ask.request.state.files:
            body = file.file.read()
            if not file.filename or not body:
                continue
            one = uploads.begin(path, ask.house.settings, officer=officer, name=file.filename, size=len(body),
                                basis=form.get("basis", ""), region=form.get("region", ""))  # fmt: skip
            uploads.append(path, one.id, 0, body, officer=officer)
            open_bases(ask, one.id)
            ids.append(one.id)
        if not ids:
            raise UsageError("error-upload-none")
        job = jobs.add_uploads(ask.house.ws, ids, officer, take_best=bool(form.get("take_best")))
    except QalqanError as error:
        return _page(ask, error=error)
    return ask.see(f"/jobs/{job.id}")


@page("POST", "/upload/read", verb="upload")
def read(ask: Asked) -> Response:
    """Have a whole upload read that no job was asked to read."""
    try:
        job = jobs.add_received(ask.house.ws, ask.form.get("id", ""), ask.who.officer)
    except QalqanError as error:
        return _page(ask, error=error)
    return ask.see(f"/jobs/{job.id}")


@page("POST", "/upload/drop", verb="upload")
def drop(ask: Asked) -> Response:
    """Give an upload up."""
    try:
        uploads.drop(ask.house.path, ask.form.get("id", ""), ask.who.officer)
    except QalqanError as error:
        return _page(ask, error=error)
    return ask.see("/upload", go=1)


@page("GET", "/upload/mapping/{evidence}", verb="map")
def mapping(ask: Asked, evidence: str) -> Response:
    """How a file's tables were understood, column by column, to be corrected."""
    return _mapping(ask, evidence)


@page("POST", "/upload/mapping/{evidence}", verb="map")
def correct(ask: Asked, evidence: str) -> Response:
    """Read the file again as the person says; the layout is remembered."""
    _own(ask, evidence)
    if ask.form.get("again"):  # another kind was chosen: its fields, with what was typed
        return _mapping(ask, evidence)
    try:
        told = mapping_form.corrected(ask.house.ws, evidence, ask.form)
        job = jobs.add(ask.house.ws, "reread", {"evidence": evidence, "mapping": told}, ask.who.officer)
    except QalqanError as error:
        return _mapping(ask, evidence, error=error)
    return ask.see(f"/jobs/{job.id}")


@page("POST", "/upload/mapping/{evidence}/forget", verb="map")
def forget(ask: Asked, evidence: str) -> Response:
    """Go by a remembered layout no longer; what was read by it stays."""
    _own(ask, evidence)
    try:
        with ask.house.writing() as ws:
            layouts.forget(ws, ask.form.get("profile", ""))
    except QalqanError as error:
        return _mapping(ask, evidence, error=error)
    return ask.see(f"/upload/mapping/{evidence}")


def open_to(ask: Ask, verb: str, case: str) -> None:
    """Raises NotFound for a case, by any number, in which the asker may not do that; a number that no run knows yet is
    anybody's to bring files to."""
    if case and known(ask) is not None and ask.stand.access(verb, case) is Access.REFUSED:
        raise NotFound("error-not-found", what="case", id=case[:60])


def open_bases(ask: Ask, id_: str) -> None:
    """Take the bases of a whole upload that is its folder's manifest. Raises NotFound, and forgets it, when one is a
    case in which the asker may not act; UsageError when it cannot be read."""
    path, officer = ask.house.path, ask.who.officer
    if not manifests.named(uploads.find(path, id_, officer).name):
        return
    try:
        for case in {one.case for one in uploads.bases(path, id_, officer)}:
            open_to(ask, "upload", case)
    except QalqanError:
        uploads.refuse(path, id_, officer)
        raise


def _own(ask: Ask, evidence: str) -> Kept:
    """The file. Raises NotFound for a file that is hidden from the asker, or came in on a case they may not act in."""
    kept = evidence_look.one(ask.house.ws, evidence, ask.sight if known(ask) is not None else ALL)
    open_to(ask, "map", kept.evidence.basis.case or "")
    return kept


def _page(ask: Ask, *, error: QalqanError | None = None) -> Response:
    told = {name: ask.query(name)[:200].replace(";", " ").replace("=", " ").strip() for name in (*TEXTS, *FLAGS)}
    basis = ";".join(f"{name}={value}" for name, value in told.items() if value)
    try:
        bases.parse(basis)
    except QalqanError as wrong:
        error, basis = error or wrong, ""
    basis = ask.form.get("basis", basis)
    regions = [("", ask.t("upload-page-region-none"))]
    regions += [(code, place.name(code, ask.language)) for code in sorted(place.codes())]
    waiting = jobs.unread(ask.house.ws, ask.who.officer)
    return hand.show(
        ask, "upload", error, told=told, basis=basis, texts=TEXTS, flags=FLAGS, regions=regions, waiting=waiting,
        region=ask.form.get("region", ask.house.settings.intake.region), most=MOST_FILES,
        chosen=bool(basis) or ask.query("go") == "1",
    )  # fmt: skip


def _mapping(ask: Ask, evidence: str, *, error: QalqanError | None = None) -> Response:
    kept, eyes = _own(ask, evidence), Eyes(ask, "map")
    case = kept.evidence.basis.case
    found = mapping_form.sheets(ask.house.ws, evidence)
    offers = [mapping_form.offers(ask.house.ws, sheet) for sheet in found]
    typed = ask.form or _offered(ask, found, offers)
    examples = mapping_view.examples(ask, kept, found) if ask.query("examples") == "1" else {}
    told: dict[str, Any] = {
        "evidence": evidence, "file": eyes.file(kept.path, evidence, case), "sheets": found, "eyes": eyes,
        "offers": offers, "examples": examples, "asked": ask.query("examples") == "1",
    }  # fmt: skip
    if ask.request.headers.get("hx-request") and ask.query("part") == "1":
        return ask.show("mapping_examples", **told)
    return hand.show(
        ask, "mapping", error, kinds=mapping_form.kinds(), hints=mapping_form.HINTS, typed=typed,
        fields={kind: mapping_view.fields(ask, kind) for kind in mapping_form.kinds()},
        ground=lambda text: mapping_view.ground(ask, text), people=queue_view.names(ask),
        quality=mapping_view.quality(ask, kept), **told,
    )  # fmt: skip


def _offered(
    ask: Ask, sheets: tuple[mapping_form.Sheet, ...], offers: list[tuple[mapping_form.Offer, ...]]
) -> dict[str, str]:  # fmt: skip
    """The form as a remembered mapping that was chosen would fill it, table by table where it fits."""
    made: dict[str, str] = {}
    for at, (sheet, some) in enumerate(zip(sheets, offers, strict=True)):
        one = next((each for each in some if each.fingerprint == ask.query("profile")), None)
        if one is None:
            continue
        made[f"kind_{at}"] = one.kind
        made |= {f"{name}_{at}": value for name, value in one.hints.items()}
        made |= {f"field_{at}_{column.number}": one.fields.get(column.number, "unused") for column in sheet.columns}
    return made
