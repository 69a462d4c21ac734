"""One entry of an account report as transactions: who paid whom how much, seen from its account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from qalqan.intake.formats._blocks import REVERSED
from qalqan.intake.formats._iso20022 import account, agent, money, party, remittance, text

Values = dict[str, str]
_PARTY = ("name", "iin", "bank", "account")
_OPENING = ("OPBD", "PRCD", "OPAV", "ITBD")
_CLOSING = ("CLBD", "ITBD", "CLAV")


@dataclass(slots=True)
class Statement:
    """What a statement says before and between its entries."""

    own: Values = field(default_factory=dict)
    currency: str = ""
    since: str = ""
    until: str = ""
    opening: str = ""
    closing: str = ""
    days: list[str] = field(default_factory=list)

    def balance(self, element: Element) -> None:
        """Take a ``Bal``: opening or closing, with its sign and its day."""
        kind = text(element, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd")
        currency, amount = money(element.find("Amt"))
        signed = ("-" if text(element, "CdtDbtInd") == "DBIT" else "") + amount
        self.currency = self.currency or currency
        if kind in _OPENING and not self.opening:
            self.opening = signed
        elif kind in _CLOSING:
            self.closing = signed
        if kind in _OPENING + _CLOSING and (day := text(element, "Dt/Dt", "Dt/DtTm")):
            self.days.append(day)


def period(statement: Statement) -> tuple[str, str]:
    """First and last moment of the statement: as stated, else the days of its balances and entries."""
    days = sorted(statement.days)
    since = statement.since or (days[0] if days else "")
    return since, statement.until or (days[-1] if days else since)


def transactions(entry: Element, statement: Statement) -> Iterator[Values]:
    """Values of every detail of an entry; ``rejected`` or ``skipped`` holds the reason when it is no record.

    The sum of a detail is its own. An entry of one detail lends it the entry's sum; a batch whose details
    carry none cannot be divided.
    """
    details = [one for block in entry.findall("NtryDtls") for one in block.findall("TxDtls")]
    details += entry.findall("TxDtls")
    if day := text(entry, "BookgDt/DtTm", "BookgDt/Dt"):
        statement.days = [min([day, *statement.days]), max([day, *statement.days])]
    if not details:
        yield _transaction(entry, None, statement, alone=True)
    for detail in details:
        yield _transaction(entry, detail, statement, alone=len(details) == 1)


def _transaction(entry: Element, detail: Element | None, statement: Statement, *, alone: bool) -> Values:
    if text(entry, "Sts/Cd", "Sts") == "INFO":
        return {"skipped": "reason-entry-informational"}
    sums = _sums(entry, detail, statement.currency, alone=alone)
    mark = text(detail, "CdtDbtInd") or text(entry, "CdtDbtInd")
    if not sums.get("raw_amount"):
        return {"rejected": "reason-batch-undivided", "value": " ".join(money(entry.find("Amt"))).strip()}
    if mark not in ("DBIT", "CRDT"):
        return {"rejected": "reason-no-direction", "value": mark}
    returned = text(detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
    taken_back = bool(returned) or text(entry, "RvslInd") in ("true", "1")
    own, other = _parties(detail, statement, mark, taken_back=taken_back)
    payer, payee = (own, other) if mark == "DBIT" else (other, own)
    values = {f"payer_{name}": payer.get(name, "") for name in _PARTY}
    values |= {f"payee_{name}": payee.get(name, "") for name in _PARTY}
    return values | sums | {
        "at": _moment(entry, detail),
        "operation": _operation(entry, detail),
        "knp": _knp(detail),
        "purpose": remittance(detail) or text(detail, "AddtlTxInf") or text(entry, "AddtlNtryInf"),
        "reference": text(detail, "Refs/AcctSvcrRef", "Refs/TxId") or (not alone and _end_to_end(detail))
        or text(entry, "AcctSvcrRef", "NtryRef") or _end_to_end(detail),
        "own_account": statement.own.get("account", ""),
        "raw_reversal": REVERSED if taken_back else "",
    }  # fmt: skip


def _sums(entry: Element, detail: Element | None, home: str, *, alone: bool) -> Values:
    """Sum in its own currency, and in tenge where the account or a counter value gives it."""
    booked = money(entry.find("Amt")) if alone else ("", "")
    instructed = countered = ("", "")
    for holder in (detail, entry if alone else None):
        if holder is None:
            continue
        transacted = money(holder.find("AmtDtls/TxAmt/Amt"))
        if holder is detail:
            booked = money(holder.find("Amt")) if holder.find("Amt") is not None else booked
            booked = booked if booked[1] else transacted
        instructed = instructed if instructed[1] else money(holder.find("AmtDtls/InstdAmt/Amt"))
        countered = countered if countered[1] else money(holder.find("AmtDtls/CntrValAmt/Amt"))
    if not booked[1] and instructed[1]:
        booked = instructed
    currency = booked[0] or home
    if currency == "KZT" and instructed[1] and instructed[0] not in ("", "KZT"):
        return {"currency": instructed[0], "raw_amount": instructed[1], "raw_amount_kzt": booked[1]}
    tenge = next((amount for code, amount in (countered, instructed) if code == "KZT" and amount), "")
    tenge = "" if currency == "KZT" else tenge
    return {"currency": currency, "raw_amount": booked[1], "raw_amount_kzt": tenge}


def _parties(detail: Element | None, statement: Statement, mark: str, *, taken_back: bool) -> tuple[Values, Values]:
    """(the account's side, the other side).

    A reversal or return keeps debtor and creditor of the first payment while the money runs the other way, so
    the side is decided by the account where it is told, and by the mark elsewhere.
    """
    own = dict(statement.own)
    if detail is None:
        return own, {}
    parties, agents = detail.find("RltdPties"), detail.find("RltdAgts")
    sides = []
    for name in ("Dbtr", "Cdtr"):
        side: Values = {}
        if parties is not None:
            last = parties.find(f"Ultmt{name}")
            side = party(parties.find(name)) or party(last)
            side |= account(parties.find(f"{name}Acct"))
        if agents is not None:
            side |= agent(agents.find(f"{name}Agt"))
        sides.append({key: value for key, value in side.items() if value})
    debtor, creditor = sides
    mine = own.get("account", "")
    ours_is_debtor = (mark == "DBIT") != taken_back
    if mine and debtor.get("account") == mine != creditor.get("account"):
        ours_is_debtor = True
    elif mine and creditor.get("account") == mine != debtor.get("account"):
        ours_is_debtor = False
    elif mine and not (debtor.get("account") and creditor.get("account")):
        told = debtor.get("account") or creditor.get("account")
        if told and told != mine:  # one side alone is told, and it is not ours
            ours_is_debtor = not debtor.get("account")
    ours, other = (debtor, creditor) if ours_is_debtor else (creditor, debtor)
    return {**ours, **{key: value for key, value in own.items() if value}}, other


def _moment(entry: Element, detail: Element | None) -> str:
    """The most exact time: of the transaction, of its booking, else the day it was booked."""
    timed = text(detail, "RltdDts/TxDtTm", "RltdDts/AccptncDtTm") or text(entry, "BookgDt/DtTm", "ValDt/DtTm")
    return timed or text(entry, "BookgDt/Dt") or text(detail, "RltdDts/TradDt") or text(entry, "ValDt/Dt")


def _operation(entry: Element, detail: Element | None) -> str:
    for holder in (detail, entry):
        if own := text(holder, "BkTxCd/Prtry/Cd"):
            return own
        parts = [text(holder, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
        if any(parts):
            return "/".join(part for part in parts if part)
    return ""


def _knp(detail: Element | None) -> str:
    code = text(detail, "Purp/Prtry", "Purp/Cd")
    return code if len(code) == 3 and code.isdigit() else ""


def _end_to_end(detail: Element | None) -> str:
    found = text(detail, "Refs/EndToEndId", "Refs/InstrId")
    return "" if found == "NOTPROVIDED" else found
