"""The request as a workbook: accounts with sums, range and clock; and the rows of the chain in the official form.

The second sheet has the 18 columns of the country's statement reply in their official Russian words, so that a bank's
system (and our own intake) reads it as one; columns after them say what of each transfer is this case's money and where
it stands in the evidence. Source of the form: the project's reference on tracing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from qalqan.clock import to_local
from qalqan.report import banks, legal
from qalqan.report.facts import Place
from qalqan.report.request import Claim, Request, sum_key
from qalqan.report.request_book import Cell, Page, Sum, workbook
from qalqan.report.request_rows import Party, Row
from qalqan.report.wording import Words

_SIDE: Final = ("Наименование/ФИО", "ИИН/БИН", "Резидентство", "Банк", "Номер счета")
OFFICIAL: Final = (
    "Дата и время операции", "Валюта операции", "Виды операции (категория документа)", "Наименование СДП",
    "Сумма в валюте ее проведения", "Сумма в тенге",
    *(f"{name} плательщика" for name in _SIDE), *(f"{name} получателя" for name in _SIDE),
    "Код назначения платежа", "Назначение платежа",
)  # fmt: skip
_WIDTHS: Final = (19, 8, 22, 10, 15, 15, 26, 14, 8, 24, 24, 26, 14, 8, 24, 24, 8, 34, 10, 16, 40, 20)


def write(request: Request, path: Path, lang: str) -> None:
    """Write the workbook."""
    path.write_bytes(book(request, lang))


def book(request: Request, lang: str) -> bytes:
    """The workbook's bytes: equal for an equal request."""
    words = Words(lang)
    return workbook((_accounts(request, words), _chain(request, words)))


def _accounts(request: Request, words: Words) -> Page:
    act = legal.act(request.act)
    clock = legal.clock(act, request.issued)
    title = f"{words(f'hold-title-{request.act}', id=request.case.id)} · {words(f'hold-act-{act.id}')}"
    draft = request.draft.removeprefix("report-")
    top: list[tuple[Cell, ...]] = [
        (f"{words('draft')}: {words(draft)}" if draft else "",),
        (title,),
        (words("hold-to", bank=banks.name(request.bank, words.lang, request.issued), code=request.bank),),
        (f"{words('hold-f-measure')}: {request.measure}" if request.measure else words("hold-measure-none"),),
        (words("hold-computed", rule=words.of("rule", request.rule), moment=words.time(request.as_of),
               loss=words.money(request.loss_tiyn)),),
        (words("hold-share-rule"),),
        (f"{words('v-shown')}: {request.shown}",),
    ]  # fmt: skip
    head = (
        "№", words("c-account"), words(sum_key(request)), words("c-low"), words("c-likely"), words("c-high"),
        words("hold-c-reachable"), words("hold-c-others"), words("hold-c-first"), words("c-seen"), words("hold-c-end"),
    )  # fmt: skip
    rows = [*top, head, *(_account(claim, clock.last, words) for claim in request.claims)]
    rows.append((None, words("hold-c-total"), Sum(request.total_tiyn)))
    name = words("hold-sheet-accounts")
    return Page(name, rows, (5, 26, 16, 16, 16, 16, 18, 12, 20, 20, 14), frozenset({len(top)}), frozenset({0, 1}))


def _account(claim: Claim, end: date | None, words: Words) -> tuple[Cell, ...]:
    return (
        claim.number, claim.account, Sum(claim.amount_tiyn), Sum(claim.low_tiyn),
        Sum(claim.likely_tiyn or claim.amount_tiyn), Sum(claim.high_tiyn),
        Sum(sum(tiyn for _, tiyn in claim.protected)), claim.others, words.time(claim.first_in),
        words.time(claim.last_seen), words.day(end),
    )  # fmt: skip


def _chain(request: Request, words: Words) -> Page:
    extra = (words("hold-c-numbers"), words("hold-c-part"), words("c-place"), "SHA-256")
    files = {one.evidence: one for one in request.sources}
    rows: list[tuple[Cell, ...]] = [(*OFFICIAL, *extra)]
    for row in request.rows:
        place = row.places[0] if row.places else None
        source = files.get(place.evidence) if place else None
        rows.append((
            *_official(row, request), ", ".join(f"№{n}" for n in row.numbers), Sum(row.part_tiyn),
            _where(row.places, source.file if source else ""), source.sha256 if source else "",
        ))  # fmt: skip
    return Page(words("hold-sheet-rows"), rows, _WIDTHS, frozenset({0}), frozen=1)


def _official(row: Row, request: Request) -> tuple[Cell, ...]:
    at = None if row.at is None else to_local(row.at)
    told = "" if at is None else f"{at:%d.%m.%Y}" if row.day_only else f"{at:%d.%m.%Y %H:%M:%S}"
    minor = row.amount_minor if row.amount_minor is not None else row.amount_tiyn
    return (
        told, row.currency, row.operation, "", None if minor is None else Sum(minor),
        None if row.amount_tiyn is None else Sum(row.amount_tiyn),
        *_side(row.payer, request), *_side(row.payee, request), row.knp, row.purpose,
    )  # fmt: skip


def _side(party: Party, request: Request) -> tuple[Cell, ...]:
    bank = banks.name(party.bank, "ru", request.issued) if party.bank else ""
    return party.name, party.iin, "", bank, party.account


def _where(places: tuple[Place, ...], file: str) -> str:
    if not places:
        return ""
    first = places[0]
    more = f" (+{len(places) - 1})" if len(places) > 1 else ""
    return f"{file.rsplit('/', 1)[-1]} · {first.evidence}:{first.part}:{first.row}{more}"
