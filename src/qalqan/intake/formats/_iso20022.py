"""What camt and pacs messages share: parties, agents, accounts, sums, purposes. Names are bare (see ``_xml``)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from qalqan.intake.formats._xml import names_in


def text(element: Element | None, *paths: str) -> str:
    """The first non-empty text found under the element at one of the paths."""
    if element is None:
        return ""
    for path in paths:
        if found := (element.findtext(path) or "").strip():
            return found
    return ""


def party(element: Element | None) -> dict[str, str]:
    """Name and IIN/BIN of a debtor, creditor or owner; versions from .08 wrap it in ``Pty``."""
    if element is None:
        return {}
    inner = element.find("Pty")
    inner = element if inner is None else inner
    ids = [(one.findtext("Id") or "").strip() for one in inner.iter("Othr")]
    iin = next((one for one in ids if len(one) == 12 and one.isdigit()), "")
    return {"name": text(inner, "Nm"), "iin": iin or next(iter(ids), "")}


def agent(element: Element | None) -> dict[str, str]:
    """Bank of an agent: BIC, else its clearing code, else its name."""
    paths = ("FinInstnId/BICFI", "FinInstnId/BIC", "FinInstnId/ClrSysMmbId/MmbId", "FinInstnId/Othr/Id",
             "FinInstnId/Nm")  # fmt: skip
    return {"bank": text(element, *paths)}


def account(element: Element | None) -> dict[str, str]:
    """Account: IBAN, else the other identifier, else a proxy such as a phone."""
    return {"account": text(element, "Id/IBAN", "Id/Othr/Id", "Prxy/Id").replace(" ", "")}


def remittance(element: Element | None) -> str:
    """Purpose of payment: unstructured lines joined, else structured references."""
    if element is None:
        return ""
    lines = [(one.text or "").strip() for one in element.findall("RmtInf/Ustrd")]
    if not any(lines):
        lines = [(one.text or "").strip() for one in element.iterfind("RmtInf/Strd/*/Ref")]
        lines += [(one.text or "").strip() for one in element.iterfind("RmtInf/Strd/AddtlRmtInf")]
    return " ".join(line for line in lines if line)


def money(element: Element | None) -> tuple[str, str]:
    """(currency, sum as written) of an amount element."""
    if element is None:
        return "", ""
    return element.get("Ccy", ""), (element.text or "").strip()


def is_message(head: bytes, *names: str) -> bool:
    """Whether the beginning of a file is a message with one of these elements."""
    found = names_in(head)
    return "Document" in found and bool(found & set(names))
