"""Bank replies as text: plain CSV in cp1251 with decimal commas, and ISO 20022 camt.053."""

from __future__ import annotations

from xml.sax.saxutils import escape

from qalqan.simulate.answers import Statement
from qalqan.simulate.bank_sheets import OFFICIAL, Told, party_cells
from qalqan.simulate.book import Book
from qalqan.simulate.places import BIC
from qalqan.simulate.rows import Party, Row
from qalqan.simulate.shelf import csv_bytes
from qalqan.simulate.when import moment, stamp


def forte(told: Told, *, newest_first: bool) -> bytes:
    """All accounts in one CSV: ``;``, cp1251 (Kazakh letters are lost to ``?``), decimal comma."""
    rows = [(row.at, row.row, statement, row) for statement, told_rows in told for row in told_rows]
    rows.sort(key=lambda item: item[:2], reverse=newest_first)
    lines: list[tuple[object, ...]] = []
    for _, _, statement, row in rows:
        tenge = f"{row.tiyn // 100},{row.tiyn % 100:02d}"
        lines.append(
            (
                stamp(row.at, "%d.%m.%Y" if statement.coarse else "%d.%m.%Y %H:%M:%S"),
                "KZT",
                row.kind,
                row.sdp,
                tenge,
                tenge,
                *party_cells(row.payer),
                *party_cells(row.payee),
                row.knp,
                row.purpose,
            )
        )
    return csv_bytes(OFFICIAL, lines, delimiter=";", encoding="cp1251")


def camt(told: Told, book: Book) -> bytes:
    """One camt.053.001.02 document with a statement an account, opening and closing balances."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
        "<BkToCstmrStmt><GrpHdr><MsgId>BCC-"
        + str(told[0][0].node)
        + "</MsgId><CreDtTm>"
        + moment(max(s.received for s, _ in told)).isoformat()
        + "</CreDtTm></GrpHdr>\n"
    ]
    for statement, rows in told:
        parts.append(_statement(statement, rows, book))
    parts.append("</BkToCstmrStmt></Document>\n")
    return "".join(parts).encode()


def _statement(statement: Statement, rows: list[Row], book: Book) -> str:
    node = statement.node
    iin = f"<Id><PrvtId><Othr><Id>{book.holder_iin(node)}</Id></Othr></PrvtId></Id>"
    owner = f"<Nm>{escape(book.holder(node))}</Nm>{iin}"
    head = (
        f"<Stmt><Id>{node}-{statement.since // 86_400}</Id><CreDtTm>{moment(statement.received).isoformat()}</CreDtTm>"
        f"<FrToDt><FrDtTm>{moment(statement.since).isoformat()}</FrDtTm>"
        f"<ToDtTm>{moment(statement.until - 1).isoformat()}</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{book.nodes[node].text}</IBAN></Id><Ccy>KZT</Ccy><Ownr>{owner}</Ownr>"
        f"<Svcr><FinInstnId><BIC>{BIC['856']}</BIC></FinInstnId></Svcr></Acct>\n"
    )
    if statement.opening is not None:
        moved = sum(-row.tiyn if row.out else row.tiyn for row in rows)
        head += _balance("OPBD", statement.opening, statement.since)
        head += _balance("CLBD", statement.opening + moved, statement.until - 1)
    return head + "".join(_entry(row, coarse=statement.coarse) for row in rows) + "</Stmt>\n"


def _balance(code: str, tiyn: int, second: int) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="KZT">{tiyn // 100}.{tiyn % 100:02d}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{stamp(second, '%Y-%m-%d')}</Dt></Dt></Bal>\n"
    )


def _entry(row: Row, *, coarse: bool) -> str:
    sign = "DBIT" if row.out else "CRDT"
    amount = f'<Amt Ccy="KZT">{row.tiyn // 100}.{row.tiyn % 100:02d}</Amt>'
    time = moment(row.at)
    when = f"<Dt>{time:%Y-%m-%d}</Dt>" if coarse else f"<DtTm>{time.isoformat()}+05:00</DtTm>"
    reversal = "<RvslInd>true</RvslInd>" if row.kind.startswith("Возврат") else ""
    return (
        f"<Ntry><NtryRef>{row.row}</NtryRef>{amount}<CdtDbtInd>{sign}</CdtDbtInd>{reversal}<Sts>BOOK</Sts>"
        f"<BookgDt>{when}</BookgDt><BkTxCd><Prtry><Cd>{escape(row.kind)}</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>"
        f"<RltdPties>{_party('Dbtr', row.payer)}{_party('Cdtr', row.payee)}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(row.purpose)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _party(tag: str, party: Party) -> str:
    account = party.account
    number = f"<IBAN>{account}</IBAN>" if account.startswith("KZ") else f"<Othr><Id>{escape(account)}</Id></Othr>"
    iin = f"<Id><PrvtId><Othr><Id>{party.iin}</Id></Othr></PrvtId></Id>" if party.iin else ""
    return f"<{tag}><Nm>{escape(party.name)}</Nm>{iin}</{tag}><{tag}Acct><Id>{number}</Id></{tag}Acct>"
