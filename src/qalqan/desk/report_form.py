"""The duty officer's one page: what was typed, what of it was not understood and why, and keeping it.

Everything a person typed stays as typed (a draft is never corrected behind their back); what is kept as evidence is the
form in canonical writings. A report needs no register number: it gets a provisional one (`desk/case_new.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk import case_new
from qalqan.desk.case_new import Form
from qalqan.desk.ingest import ingest
from qalqan.errors import Conflict, UsageError
from qalqan.model.evidence import evidence_id
from qalqan.settings import Settings
from qalqan.store import cases as reports
from qalqan.store.canon import instant
from qalqan.store.workspace import Workspace
from qalqan.values import bank, card, contract, iban, iin, money, phone, place, short_code, wallet
from qalqan.values.base import Reject, Value

PLAIN: Final = ("number", "kui_number", "registered_at", "region", "victim_name", "victim_iin", "victim_phone",
                "victim_account", "occupation", "damage")  # fmt: skip
CALL: Final = ("at", "number")
TRANSFER: Final = ("at", "sum", "to", "bank")
MOST_ROWS: Final = 60
MOST_SIGNS: Final = 40_000
MOST_LINE: Final = 300
BANK: Final = " банк "  # before the code of the receiving bank, where the account's number does not tell it
AHEAD: Final = timedelta(minutes=10)  # a clock that is a little fast tells no future event
_ACCOUNTS: Final = (iban, card, wallet, phone, contract)


@dataclass(frozen=True, slots=True)
class Fault:
    """What was not understood: the field, its row (from 0; -1: no row), what was typed, why (a Fluent key)."""

    field: str
    row: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The page as typed. ``calls`` are (minute, number), ``transfers`` (minute, sum, to, bank); ``begun`` is when the
    page was opened (an ISO moment), for the minutes from report to request; ``base`` the version of the report that was
    opened to be corrected (empty: a new one)."""

    plain: Mapping[str, str] = field(default_factory=dict)
    calls: tuple[tuple[str, ...], ...] = ()
    transfers: tuple[tuple[str, ...], ...] = ()
    words: str = ""
    receipts: str = ""
    begun: str = ""
    base: str = ""

    def body(self) -> dict[str, str]:
        """The fields as they are posted, for a draft; empty ones are left out."""
        told = {**self.plain, "words": self.words, "receipts": self.receipts, "begun": self.begun,
                "base": self.base}  # fmt: skip
        for kind, names, rows in (("call", CALL, self.calls), ("transfer", TRANSFER, self.transfers)):
            told |= {f"{kind}_{name}_{at}": value for at, row in enumerate(rows)
                     for name, value in zip(names, row, strict=True)}  # fmt: skip
        return {name: value for name, value in told.items() if value}

    @property
    def empty(self) -> bool:
        """Whether nothing was told yet."""
        told = (value for name, value in self.plain.items() if name not in ("registered_at", "region", "number"))
        return not any((*told, *self.calls, *self.transfers, self.words, self.receipts))


def typed(posted: Mapping[str, Any]) -> Typed:
    """The page out of posted fields, or out of a draft that holds them.

    Rows are ``call_at_0``, ``call_number_0``, ``transfer_at_0``, …; one in which nothing stands is left out.
    """
    plain = {name: _text(posted, name, MOST_LINE).strip() for name in PLAIN}
    return Typed(
        plain, _rows(posted, "call", CALL), _rows(posted, "transfer", TRANSFER), _text(posted, "words", MOST_SIGNS),
        _text(posted, "receipts", MOST_SIGNS), _text(posted, "begun", 40), _text(posted, "base", 9),
    )  # fmt: skip


def of_form(form: Form) -> Typed:
    """The page out of a report that was kept, to be corrected or given its register number."""
    plain = {name: str(getattr(form, name)) for name in PLAIN}
    calls = tuple((told[:16], told[17:]) for told in form.calls)
    transfers = []
    for told in form.transfers:
        amount, _, account = told[17:].partition(" ")
        account, _, where = account.partition(BANK)
        transfers.append((told[:16], amount, account, where))
    return Typed(plain, calls, tuple(transfers), form.words, "\n\n".join(form.receipts))


def _text(posted: Mapping[str, Any], name: str, most: int) -> str:
    value = posted.get(name, "")
    return value[:most] if isinstance(value, str) else ""


def _rows(posted: Mapping[str, Any], kind: str, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    rows = [
        tuple(_text(posted, f"{kind}_{name}_{at}", MOST_LINE).strip() for name in names) for at in range(MOST_ROWS)
    ]  # fmt: skip
    return tuple(row for row in rows if any(row))


def checked(told: Typed, now: datetime) -> tuple[Form, tuple[Fault, ...]]:
    """The form in canonical writings, and everything that was not understood.

    A field that was not understood is left out of the form; nothing is guessed.
    """
    faults: list[Fault] = []
    day = clock.to_local(now)
    plain = {name: told.plain.get(name, "").strip() for name in PLAIN}
    made = {name: plain[name] for name in ("number", "kui_number", "victim_name", "occupation")}
    if plain["registered_at"]:
        made["registered_at"] = _minute(plain["registered_at"], "registered_at", -1, day, faults)
    for name, modules in (("victim_iin", (iin,)), ("victim_phone", (phone,)), ("victim_account", _ACCOUNTS)):
        made[name] = _value(plain[name], modules, name, -1, faults)
    made["region"] = _value(plain["region"], (place,), "region", -1, faults)
    made["damage"] = _sum(plain["damage"], "damage", -1, faults)
    calls = [_call(row, at, day, faults) for at, row in enumerate(told.calls)]
    transfers = [_transfer(row, at, day, faults) for at, row in enumerate(told.transfers)]
    receipts = tuple(one.strip() for one in told.receipts.split("\n\n") if one.strip())
    form = Form(
        **made, calls=tuple(filter(None, calls)), transfers=tuple(filter(None, transfers)), words=told.words.strip(),
        receipts=receipts,
    )  # fmt: skip
    return form, tuple(faults)


def _call(row: Sequence[str], at: int, day: datetime, faults: list[Fault]) -> str:
    before = len(faults)
    minute = _minute(row[0], "call_at", at, day, faults)
    number = _value(row[1], (phone, short_code), "call_number", at, faults)
    if not row[1]:
        faults.append(Fault("call_number", at, "", "form-fault-empty"))
    return f"{minute} {number}" if len(faults) == before else ""


def _transfer(row: Sequence[str], at: int, day: datetime, faults: list[Fault]) -> str:
    before = len(faults)
    minute = _minute(row[0], "transfer_at", at, day, faults)
    amount = _sum(row[1], "transfer_sum", at, faults)
    account = _value(row[2], _ACCOUNTS, "transfer_to", at, faults, whole=True)
    if not row[1]:
        faults.append(Fault("transfer_sum", at, "", "form-fault-empty"))
    where = _value(row[3], (bank,), "transfer_bank", at, faults)
    told = f"{minute} {amount} {account}".rstrip() + (f"{BANK}{where}" if where and where != bank_of(account) else "")
    return told if len(faults) == before else ""


def bank_of(account: str) -> str:
    """The bank that an account's own number names; empty for another kind of account."""
    found = iban.parse(account)
    return iban.bank(found.canonical) if isinstance(found, Value) else ""


def _minute(told: str, name: str, row: int, day: datetime, faults: list[Fault]) -> str:
    """A local minute as ``YYYY-MM-DD HH:MM``; an hour alone is the latest that has been (see :func:`taken`). Faults:
    empty, no such time, to come."""
    written = _spaced(told)
    if (bare := _bare(written, day)) is not None:
        written = f"{bare:%Y-%m-%d %H:%M}"
    try:
        at = datetime.strptime(written[:16], "%Y-%m-%d %H:%M")
    except ValueError:
        faults.append(Fault(name, row, told, "form-fault-minute" if told else "form-fault-empty"))
        return ""
    if at > day.replace(tzinfo=None) + AHEAD:
        faults.append(Fault(name, row, told, "form-fault-future"))
    return at.strftime("%Y-%m-%d %H:%M")


def _spaced(told: str) -> str:
    """A moment as typed or as a browser's field writes it, day and hour parted by a space."""
    return clock.written(told).replace("T", " ").strip()


def _bare(written: str, day: datetime) -> datetime | None:
    """The latest moment so far at which the clock showed this hour and minute; None for anything else."""
    if not written or len(written) > len("14:05") or ":" not in written:
        return None
    try:
        at = datetime.strptime(f"{day:%Y-%m-%d} {written.zfill(5)}", "%Y-%m-%d %H:%M")
    except ValueError:
        return None
    return at - timedelta(days=1) if at > day.replace(tzinfo=None) + AHEAD else at


def taken(told: Typed, now: datetime) -> dict[tuple[str, int], datetime]:
    """For every hour typed without a day, by field and row (-1: no row): the local moment that it was taken for. Just
    after midnight an hour of last night is yesterday's, so the day must be seen before the report is sent."""
    day = clock.to_local(now)
    fields = [("registered_at", -1, told.plain.get("registered_at", ""))]
    fields += [("call_at", at, row[0]) for at, row in enumerate(told.calls)]
    fields += [("transfer_at", at, row[0]) for at, row in enumerate(told.transfers)]
    found = {(name, row): _bare(_spaced(value), day) for name, row, value in fields}
    return {key: at for key, at in found.items() if at is not None}


def _sum(told: str, name: str, row: int, faults: list[Fault]) -> str:
    """A sum in tenge without spaces; an empty one is empty."""
    if not told:
        return ""
    found = money.parse(told)
    if isinstance(found, Reject) or int(found.canonical) <= 0:
        faults.append(Fault(name, row, told, found.reason if isinstance(found, Reject) else "form-fault-sum"))
        return ""
    whole, rest = divmod(int(found.canonical), 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _value(
    told: str, modules: Iterable[Any], name: str, row: int, faults: list[Fault], *, whole: bool = False
) -> str:  # fmt: skip
    """The canonical writing by the first kind that understands it; ``whole`` keeps a whole card number, which a bank
    needs to find the account. The reason told is of the kind that the text looks like."""
    if not told:
        return ""
    reason, looks = "", _looks(told)
    for module in modules:
        if module is contract and looks is not contract:
            continue
        found = module.parse(told)
        if isinstance(found, Value):
            packed = "".join(sign for sign in told if sign.isdigit())
            return packed if whole and found.kind == "card" and found.note == "whole" else found.canonical
        if module is looks or not reason:
            reason = found.reason
    faults.append(Fault(name, row, told, reason))
    return ""


def _looks(told: str) -> Any:
    """Which kind of account a text looks like, that the reason may speak of that one."""
    packed = "".join(told.split())
    if packed[:2].isalpha():
        return iban
    digits = sum(sign.isdigit() for sign in packed)
    return card if digits >= 13 else phone if digits >= 10 else contract


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was kept: its case number, version from 1, evidence id, and the moments for its minutes."""

    case: str
    version: int
    evidence: str
    begun: datetime
    kept: datetime


def send(
    path: Path, settings: Settings, form: Form, *, by: str, begun: datetime | None = None, seen: int | None = None
) -> Sent:  # fmt: skip
    """Keep the form as evidence, and note the report with its moments in the ledger's table ``reports``.

    ``seen`` is the version that was opened to be corrected (0: a new report; None: whatever stands is replaced). The
    moment it was begun stays that of its first version. Raises UsageError when nothing was told, Conflict when another
    version stands by now. The same form sent twice is one evidence and one version.
    """
    if not any((form.words, form.calls, form.transfers, form.receipts)):
        raise UsageError("error-form-empty")
    whole = case_new.numbered(form)
    content = case_new.text(whole)
    with Workspace.open(path) as ws:  # a refused one leaves no evidence behind
        _unmoved(ws, whole.case, _sha256(content), seen)
    basis = f"case={whole.case.replace(';', ' ')}"
    ingest(path, [], settings, basis=basis, typed={case_new.name(whole): content}, by=by)
    sha256 = _sha256(content)
    begun_ = begun or clock.now()
    body = {"evidence": evidence_id(sha256), "sha256": sha256, "begun": instant(begun_)}
    body |= {"registered": whole.registered_at, "file": case_new.name(whole)}
    with Workspace.open(path, write=True, wait=20.0) as ws:
        before = _unmoved(ws, whole.case, sha256, seen)
        if before:
            body["begun"] = before[0].body["begun"]
        if before and before[-1].body.get("sha256") == sha256:
            last = before[-1]
            return Sent(whole.case, last.version, str(body["evidence"]), begun_, last.at)
        version = 0

        def change(connection: Connection) -> None:
            nonlocal version
            version = reports.put(connection, whole.case, whole.kui_number, body, by)

        ws.commit("report", {"evidence": body["evidence"], "officer": by}, change=change)
    return Sent(whole.case, version, str(body["evidence"]), begun_, clock.now())


def _unmoved(ws: Workspace, case: str, sha256: str, seen: int | None) -> list[reports.Report]:
    """The versions there are. Raises Conflict when the last is neither the one that was seen nor what is sent now."""
    with ws.reading() as connection:
        before = reports.versions(connection, case)
    if seen is not None and before and seen != before[-1].version and before[-1].body.get("sha256") != sha256:
        raise Conflict("error-report-moved", case=case)
    return before


def _sha256(content: str) -> str:
    from hashlib import sha256  # noqa: PLC0415

    return sha256(content.encode("utf-8")).hexdigest()
