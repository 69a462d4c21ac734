"""What one evidence says, never changed: the observation tables, and what could not be used."""

from __future__ import annotations

from typing import Final

from qalqan.model.column import PLACE, SEQ, Column, Table, col

_PARTY = (
    ("name", "name", "name as written"),
    ("iin", "iin", "IIN or BIN"),
    ("bank", "", "bank code (three digits of the IBAN) when known, else the bank as written"),
    ("account", "account", "account, card, phone or wallet in canonical form"),
    ("account_kind", "", "kind of that identifier: iban, card, phone, contract, wallet, text"),
    ("residency", "", "residency as written"),
)


def _party(side: str) -> tuple[Column, ...]:
    return tuple(
        col(f"{side}_{name}", "text", f"{side}: {meaning}", personal=personal)  # type: ignore[arg-type]
        for name, personal, meaning in _PARTY
    )


CASE_FIELDS: Final = (
    col("number", "text", "number in the case register (ЕРДР / СДТБТ)"),
    col("kui_number", "text", "number in the КУИ book, before the register number exists"),
    col("registered_at", "time", "time of registration"),
    col("region", "text", "region as ISO 3166-2, for example KZ-27"),
    col("organ", "text", "organ that registered the case, as written"),
    col("article", "text", "article of the Criminal Code, as written"),
    col("plot", "text", "plot (фабула): free text", personal="text"),
    col("victim_name", "text", "victim's name as written", personal="name"),
    col("victim_iin", "text", "victim's IIN", personal="iin"),
    col("victim_phone", "text", "victim's phone, E.164", personal="phone"),
    col("victim_account", "text", "victim's account or card, canonical", personal="account"),
    col("occupation", "text", "victim's occupation as written"),
    col("damage_tiyn", "int", "damage stated in the register", "tiyn"),
    col("status", "text", "registered, investigated, interrupted, to_court, terminated, transferred, joined, cleared"),
    col("status_at", "time", "time of that status"),
)
TRANSACTION_FIELDS: Final = (
    col("at", "time", "time of the operation"),
    col("at_precision", "text", "how exact the time is: second, minute or day"),
    col("currency", "text", "ISO 4217 code, or the token of a crypto transfer"),
    col("amount_minor", "int", "sum in minor units of its currency, not negative", "minor unit"),
    col("amount_tiyn", "int", "sum in tenge, not negative; empty when only foreign", "tiyn"),
    *_party("payer"),
    *_party("payee"),
    col("operation", "text", "kind of operation as written"),
    col("knp", "text", "payment purpose code (КНП)"),
    col("purpose", "text", "purpose of payment as written", personal="text"),
    col("reference", "text", "bank's own reference of the operation"),
    col("own_account", "text", "account whose statement this row stands in", personal="account"),
    col("balance_tiyn", "int", "balance of own_account after the operation", "tiyn"),
    col("reversal", "bool", "row takes back an earlier one"),
)
CALL_FIELDS: Final = (
    col("at", "time", "start of the call"),
    col("a", "text", "calling number, E.164 or as written when it is none", personal="phone"),
    col("b", "text", "called number, E.164 or as written when it is none", personal="phone"),
    col("duration_s", "int", "duration", "s"),
    col("service", "text", "voice, sms or data"),
    col("direction", "text", "in, out or empty, as seen from own_number"),
    col("own_number", "text", "subscriber whose reply this row stands in", personal="phone"),
    col("imei", "text", "device of own_number (of A when own_number is empty)", personal="device"),
    col("imsi", "text", "SIM of own_number (of A when own_number is empty)", personal="device"),
    col("cell", "text", "base station of own_number as LAC-CID"),
    col("cell_address", "text", "address of the base station", personal="address"),
    col("trunk", "text", "incoming trunk of the switch"),
)
HOLDER_FIELDS: Final = (
    col("account", "text", "account (IBAN) or contract, canonical", personal="account"),
    col("card", "text", "card: first 6 + last 4, never whole", personal="card"),
    col("card_hash", "text", "keyed hash of the whole card number, when it was whole", personal="card"),
    col("contract", "text", "contract number", personal="account"),
    col("holder", "text", "holder's name as written", personal="name"),
    col("iin", "text", "holder's IIN or BIN", personal="iin"),
    col("phone", "text", "phone tied to the account, E.164", personal="phone"),
    col("bank", "text", "bank code: three digits of the IBAN"),
    col("opened_at", "time", "account opened"),
    col("opening_tiyn", "int", "balance at opening_at", "tiyn"),
    col("opening_at", "time", "moment of that balance"),
)
SUBSCRIBER_FIELDS: Final = (
    col("number", "text", "subscriber number, E.164", personal="phone"),
    col("holder", "text", "subscriber's name as written", personal="name"),
    col("iin", "text", "subscriber's IIN or BIN", personal="iin"),
    col("from", "time", "number held since"),
    col("to", "time", "number held until; empty: still held"),
    col("imsi", "text", "SIM", personal="device"),
    col("iccid", "text", "SIM card's number", personal="device"),
    col("imei", "text", "device", personal="device"),
    col("address", "text", "address as written", personal="address"),
)
MESSAGE_FIELDS: Final = (
    col("at", "time", "time of the message"),
    col("from", "text", "sender: number, handle or name as written", personal="phone"),
    col("to", "text", "receiver or chat as written", personal="phone"),
    col("text", "text", "the text, whole", personal="text"),
    col("channel", "text", "whatsapp, telegram, sms, mail, call, ad, screenshot, other"),
    col("attachment", "text", "name of an attached file, or its kind when it was left out"),
    col(
        "headers",
        "text",
        "what stands beside the text, as a JSON object; keys: intake/formats/_headers.py",
        personal="text",
    ),
)
COVERAGE_FIELDS: Final = (
    col("account", "text", "account the answer covers, canonical", personal="account"),
    col("from", "time", "covered since"),
    col("to", "time", "covered until"),
    col("received_at", "time", "the answer arrived"),
    col("by", "text", "who answered: bank code or name"),
    col("opening_tiyn", "int", "balance at the start of the cover, when stated", "tiyn"),
    col("closing_tiyn", "int", "balance at the end of the cover, when stated", "tiyn"),
)


def _observation(kind: str, row: str, fields: tuple[Column, ...]) -> Table:
    return Table(kind, row, (*PLACE, SEQ, *fields), ("evidence", "part", "row"))


OBSERVATIONS: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        _observation("case", "a case as one file tells it", CASE_FIELDS),
        _observation("transaction", "a transfer as one file tells it", TRANSACTION_FIELDS),
        _observation("call", "a call or SMS as one file tells it", CALL_FIELDS),
        _observation("holder", "an account or card and its holder", HOLDER_FIELDS),
        _observation("subscriber", "a number and its subscriber", SUBSCRIBER_FIELDS),
        _observation("message", "a message of a chat", MESSAGE_FIELDS),
        _observation("coverage", "an account and period an answer covers", COVERAGE_FIELDS),
    )
}

EVIDENCE: Final = Table(
    "evidence",
    "a file that was received",
    (
        col("evidence", "text", "id of the evidence"),
        col("sha256", "text", "SHA-256 of the original"),
        col("file", "text", "path below the ingested folder"),
        col("region", "text", "region as ISO 3166-2"),
        col("case", "text", "number of the case its lawful basis names, if any"),
    ),
    ("evidence",),
)
DECIDED: Final = Table(
    "decided",
    "what officers decided that binds an analysis; where officers disagree nothing is said",
    (
        col("act", "text", "link (two cases), value (a tie by it), service (a value), person (two persons)"),
        col("a", "text", "smaller case or person; kind of the value", personal="text"),
        col("b", "text", "greater case or person; the value", personal="text"),
        col("holds", "bool", "true: tied, the same, a service; false: never tie, not the same, no service"),
        col("decision", "text", "id of the latest decision that says so"),
    ),
    ("act", "a", "b"),
)
REGISTRY: Final = Table(
    "registry",
    "an identifier entered in the registry: only entries that two officers approved and that count at the moment",
    (
        col("kind", "text", "account, phone or iin"),
        col("value", "text", "canonical value", personal="text"),
        col("ground", "text", "verdict (in force), afc (Anti-Fraud Centre) or proposal (an officer's)"),
        col("since", "time", "counts since"),
        col("until", "time", "last day on which it counts"),
        col("proven", "bool", "a court found it: only on the ground verdict"),
        col("appealed", "bool", "an appeal is open"),
        col("entry", "text", "id of the entry"),
    ),
    ("kind", "value", "entry"),
)
REJECTED: Final = Table(
    "rejected",
    "a cell, row or file that could not be used, and what was done",
    (
        col("evidence", "text", "id of the evidence"),
        col("file", "text", "name of the file"),
        col("part", "text", "sheet, table or block"),
        col("row", "int", "row in the part; 0 for the whole part or file"),
        col("column", "text", "column as headed in the file"),
        col("value", "text", "the value as written, at most 200 characters", personal="text"),
        col("reason", "text", "reason code, a Fluent key reason-…"),
        col("action", "text", "row_rejected, cell_dropped, kept_flagged, file_rejected, skipped"),
    ),
    ("evidence", "part", "row", "column", "reason"),
)
FILES: Final = Table(
    "files",
    "an evidence: what it is and how many of its units became records",
    (
        col("evidence", "text", "id of the evidence"),
        col("file", "text", "path below the ingested folder"),
        col("sha256", "text", "SHA-256 of the original"),
        col("format", "text", "format it was recognised as"),
        col("record_kind", "text", "kinds of record in it, joined by '+'"),
        col("units", "int", "rows, entries or messages found by an independent counter"),
        col("records", "int", "units that became records"),
        col("duplicates", "int", "units that repeat a unit of the same evidence"),
        col("rejected", "int", "units rejected whole"),
        col("skipped", "int", "headers, totals, blank rows"),
        col("mapping_confidence", "int", "lowest confidence of its column mapping", "0-1000"),
        col("status", "text", "read, needs_person, broken, no_basis, duplicate"),
        col("note", "text", "what to know or do, as a Fluent key"),
    ),
    ("evidence",),
)
