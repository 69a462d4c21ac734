"""ISO 20022 pacs.008: customer credit transfers between banks. A unit is a ``CdtTrfTxInf``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import TRANSACTION, Rows, lost, shielded, shielded_count, short
from qalqan.intake.formats._iso20022 import account, agent, is_message, money, party, remittance, text
from qalqan.intake.formats._xml import elements, tags
from qalqan.registry import Card

CARD = Card(
    name="pacs",
    title="format-pacs",
    errors=("without an acceptance time the time of the message stands for that of the transfer",),
    source="ISO 20022 pacs.008, versions 02 to 13",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}


def sniff(head: bytes, name: str, size: int) -> int:
    """XML whose document is a credit transfer between banks."""
    return 980 if is_message(head, "FIToFICstmrCdtTrf") else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Transfers, counted by tags without parsing the XML."""
    return {"": sum(opens and name == "CdtTrfTxInf" for opens, _closes, name in tags(source, ("CdtTrfTxInf",)))}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Transfers as transactions. What a break in the XML cut off becomes troubles."""
    rows = Rows("transaction", TRANSACTION, HINTS)
    header: dict[str, str] = {}
    number = 0
    broken: IntakeError | None = None
    stack: list[Element] = []
    try:
        for event, element, _above in elements(source, context):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            if element.tag == "GrpHdr":
                header = {name: text(element, name) for name in ("CreDtTm", "IntrBkSttlmDt")}
            elif element.tag == "CdtTrfTxInf" and stack:
                number += 1
                if values := _transfer(element, header):
                    rows.add(number, values)
                else:
                    yield Trouble("", number, "IntrBkSttlmAmt", "", "reason-no-amount", "row_rejected")
                stack[-1].remove(element)
            if rows.full:
                yield from rows.flush()
    except IntakeError as error:
        if error.key == "reason-xml-hostile" or number == 0:
            raise
        broken = error
    yield from rows.flush()
    if broken is not None:
        yield Trouble("", 0, "", short(str(broken)), broken.key, "kept_flagged")
        yield from lost("", range(number + 1, count(source, context)[""] + 1), broken.key)


def _transfer(element: Element, header: dict[str, str]) -> dict[str, str]:
    """Values of one transfer; empty when it has no sum."""
    currency, amount = money(element.find("IntrBkSttlmAmt"))
    asked, asked_amount = money(element.find("InstdAmt"))
    if not amount:
        currency, amount, asked_amount = asked, asked_amount, ""
    if not amount:
        return {}
    values = {"currency": currency, "raw_amount": amount}
    if currency == "KZT" and asked_amount and asked not in ("", "KZT"):
        values = {"currency": asked, "raw_amount": asked_amount, "raw_amount_kzt": amount}
    elif asked == "KZT" and asked_amount and currency != "KZT":
        values["raw_amount_kzt"] = asked_amount
    for side, name in (("payer", "Dbtr"), ("payee", "Cdtr")):
        told = party(element.find(name)) | account(element.find(f"{name}Acct"))
        told |= agent(element.find(f"{name}Agt"))
        values |= {f"{side}_{key}": value for key, value in told.items()}
    settled = text(element, "IntrBkSttlmDt") or header.get("IntrBkSttlmDt", "")
    created = header.get("CreDtTm", "")
    knp = text(element, "Purp/Prtry", "Purp/Cd")
    return values | {
        "at": text(element, "AccptncDtTm", "SttlmTmIndctn/DbtDtTm", "SttlmTmIndctn/CdtDtTm")
        or (created if not settled or created.startswith(settled) else settled),
        "operation": text(element, "PmtTpInf/CtgyPurp/Cd", "PmtTpInf/SvcLvl/Cd"),
        "knp": knp if len(knp) == 3 and knp.isdigit() else "",
        "purpose": remittance(element),
        "reference": text(element, "PmtId/TxId", "PmtId/EndToEndId", "PmtId/InstrId"),
    }  # fmt: skip
