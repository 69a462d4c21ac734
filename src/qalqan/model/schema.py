"""Every table of the house: its columns, their types, units and class of personal data.

One description drives the lake's Parquet types, masking, the export and the documentation, so a
column is described here and nowhere else. Standard library only.

Types
    text    UTF-8 string
    int     64-bit integer
    bool    true / false
    time    instant in UTC, microseconds (written out as ISO 8601 with the offset of Kazakhstan)

Personal classes decide how a value is shown when no purpose was given (see ``values``):
    name, iin, phone, account, card, device, address, text (free text that may hold any of them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Type = Literal["text", "int", "bool", "time"]
Personal = Literal["", "name", "iin", "phone", "account", "card", "device", "address", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, what it means, its unit and its class of personal data."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    personal: Personal = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, the columns that order it totally, and what a row is."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)


def _c(
    name: str, type_: Type, meaning: str, unit: str = "", personal: Personal = ""
) -> Column:
    return Column(name, type_, meaning, unit, personal)


PLACE: Final = (
    _c("evidence", "text", "id of the evidence: first 16 hex digits of its SHA-256"),
    _c("part", "text", "sheet, table, block or member of the evidence; empty when it has one part"),
    _c("row", "int", "row, entry or message number in the part as the source counts it, from 1"),
)
_SEQ = _c("seq", "int", "order of the row within its part, oldest first")
_LOCATORS = _c("locators", "text", "all places of the fact: evidence:part:row, joined by ';'")
_GROUNDS = _c("grounds", "text", "reasons as JSON: [{rule, weight, values, locators}]")

# --- observations: what one evidence says, never changed ------------------------------------------

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
        _c(f"{side}_{name}", "text", f"{side}: {meaning}", personal=personal)  # type: ignore[arg-type]
        for name, personal, meaning in _PARTY
    )


CASE_FIELDS: Final = (
    _c("number", "text", "number in the case register (ЕРДР / СДТБТ)"),
    _c("kui_number", "text", "number in the КУИ book, before the register number exists"),
    _c("registered_at", "time", "time of registration"),
    _c("region", "text", "region as ISO 3166-2, for example KZ-27"),
    _c("organ", "text", "organ that registered the case, as written"),
    _c("article", "text", "article of the Criminal Code, as written"),
    _c("plot", "text", "plot (фабула): free text", personal="text"),
    _c("victim_name", "text", "victim's name as written", personal="name"),
    _c("victim_iin", "text", "victim's IIN", personal="iin"),
    _c("victim_phone", "text", "victim's phone, E.164", personal="phone"),
    _c("victim_account", "text", "victim's account or card, canonical", personal="account"),
    _c("occupation", "text", "victim's occupation as written"),
    _c("damage_tiyn", "int", "damage stated in the register", "tiyn"),
    _c("status", "text", "registered, investigated, interrupted, to_court, terminated, "
       "transferred, joined, cleared"),
    _c("status_at", "time", "time of that status"),
)
TRANSACTION_FIELDS: Final = (
    _c("at", "time", "time of the operation"),
    _c("at_precision", "text", "how exact the time is: second, minute or day"),
    _c("currency", "text", "ISO 4217 code, or the token of a crypto transfer"),
    _c("amount_minor", "int", "sum in minor units of its currency, not negative", "minor unit"),
    _c("amount_tiyn", "int", "sum in tenge, not negative; empty when only foreign", "tiyn"),
    *_party("payer"),
    *_party("payee"),
    _c("operation", "text", "kind of operation as written"),
    _c("knp", "text", "payment purpose code (КНП)"),
    _c("purpose", "text", "purpose of payment as written", personal="text"),
    _c("reference", "text", "bank's own reference of the operation"),
    _c("own_account", "text", "account whose statement this row stands in", personal="account"),
    _c("balance_tiyn", "int", "balance of own_account after the operation", "tiyn"),
    _c("reversal", "bool", "row takes back an earlier one"),
)
CALL_FIELDS: Final = (
    _c("at", "time", "start of the call"),
    _c("a", "text", "calling number, E.164 or as written when it is none", personal="phone"),
    _c("b", "text", "called number, E.164 or as written when it is none", personal="phone"),
    _c("duration_s", "int", "duration", "s"),
    _c("service", "text", "voice, sms or data"),
    _c("direction", "text", "in, out or empty, as seen from own_number"),
    _c("own_number", "text", "subscriber whose reply this row stands in", personal="phone"),
    _c("imei", "text", "device of own_number (of A when own_number is empty)", personal="device"),
    _c("imsi", "text", "SIM of own_number (of A when own_number is empty)", personal="device"),
    _c("cell", "text", "base station of own_number as LAC-CID"),
    _c("cell_address", "text", "address of the base station", personal="address"),
    _c("trunk", "text", "incoming trunk of the switch"),
)
HOLDER_FIELDS: Final = (
    _c("account", "text", "account (IBAN) or contract, canonical", personal="account"),
    _c("card", "text", "card: first 6 + last 4, never whole", personal="card"),
    _c("card_hash", "text", "keyed hash of the whole card number, when it was whole"),
    _c("contract", "text", "contract number", personal="account"),
    _c("holder", "text", "holder's name as written", personal="name"),
    _c("iin", "text", "holder's IIN or BIN", personal="iin"),
    _c("phone", "text", "phone tied to the account, E.164", personal="phone"),
    _c("bank", "text", "bank code: three digits of the IBAN"),
    _c("opened_at", "time", "account opened"),
    _c("opening_tiyn", "int", "balance at opening_at", "tiyn"),
    _c("opening_at", "time", "moment of that balance"),
)
SUBSCRIBER_FIELDS: Final = (
    _c("number", "text", "subscriber number, E.164", personal="phone"),
    _c("holder", "text", "subscriber's name as written", personal="name"),
    _c("iin", "text", "subscriber's IIN or BIN", personal="iin"),
    _c("from", "time", "number held since"),
    _c("to", "time", "number held until; empty: still held"),
    _c("imsi", "text", "SIM", personal="device"),
    _c("iccid", "text", "SIM card's number", personal="device"),
    _c("imei", "text", "device", personal="device"),
    _c("address", "text", "address as written", personal="address"),
)
MESSAGE_FIELDS: Final = (
    _c("at", "time", "time of the message"),
    _c("from", "text", "sender: number, handle or name as written", personal="phone"),
    _c("to", "text", "receiver or chat as written", personal="phone"),
    _c("text", "text", "the text, whole", personal="text"),
    _c("channel", "text", "whatsapp, telegram, sms, mail, other"),
    _c("attachment", "text", "name of an attached file, or its kind when it was left out"),
)
COVERAGE_FIELDS: Final = (
    _c("account", "text", "account the answer covers, canonical", personal="account"),
    _c("from", "time", "covered since"),
    _c("to", "time", "covered until"),
    _c("received_at", "time", "the answer arrived"),
    _c("by", "text", "who answered: bank code or name"),
    _c("opening_tiyn", "int", "balance at the start of the cover, when stated", "tiyn"),
    _c("closing_tiyn", "int", "balance at the end of the cover, when stated", "tiyn"),
)


def _observation(kind: str, row: str, fields: tuple[Column, ...]) -> Table:
    return Table(kind, row, (*PLACE, _SEQ, *fields), ("evidence", "part", "row"))


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

REJECTED: Final = Table(
    "rejected",
    "a cell, row or file that could not be used, and what was done",
    (
        _c("evidence", "text", "id of the evidence"),
        _c("file", "text", "name of the file"),
        _c("part", "text", "sheet, table or block"),
        _c("row", "int", "row in the part; 0 for the whole part or file"),
        _c("column", "text", "column as headed in the file"),
        _c("value", "text", "the value as written, at most 200 characters", personal="text"),
        _c("reason", "text", "reason code, a Fluent key reason-…"),
        _c("action", "text", "row_rejected, cell_dropped, kept_flagged, file_rejected, skipped"),
    ),
    ("evidence", "part", "row", "column", "reason"),
)
FILES: Final = Table(
    "files",
    "an evidence: what it is and how many of its units became records",
    (
        _c("evidence", "text", "id of the evidence"),
        _c("file", "text", "path below the ingested folder"),
        _c("sha256", "text", "SHA-256 of the original"),
        _c("format", "text", "format it was recognised as"),
        _c("record_kind", "text", "kinds of record in it, joined by '+'"),
        _c("units", "int", "rows, entries or messages found by an independent counter"),
        _c("records", "int", "units that became records"),
        _c("duplicates", "int", "units that repeat a unit of the same evidence"),
        _c("rejected", "int", "units rejected whole"),
        _c("skipped", "int", "headers, totals, blank rows"),
        _c("mapping_confidence", "int", "lowest confidence of its column mapping", "0-1000"),
        _c("status", "text", "read, needs_person, broken, no_basis, duplicate"),
        _c("note", "text", "what to know or do, as a Fluent key"),
    ),
    ("evidence",),
)

# --- run tables: facts and findings, made anew by each analysis ------------------------------------

_FACTS = (
    Table(
        "cases", "a case",
        (
            _c("case_id", "text", "register number, else the КУИ number"),
            _c("aliases", "text", "other numbers of the case, joined by ';'"),
            _c("mo", "text", "scheme (modus operandi), 'other' or 'unclear'"),
            *(f for f in CASE_FIELDS if f.name not in ("number", "status", "status_at")),
            _c("status", "text", "latest status"),
            _c("status_at", "time", "time of that status"),
            _c("source", "text", "all places that tell of it: evidence:part:row, joined by ';'"),
        ),
        ("case_id",),
    ),
    Table(
        "transactions", "a transfer, told by one or several files",
        (
            _c("tx_id", "text", "smallest place of the transfer: evidence:part:row"),
            _c("at", "time", "time of the operation"),
            _c("at_precision", "text", "second, minute or day"),
            _c("from", "text", "paying account, resolved", personal="account"),
            _c("to", "text", "receiving account, resolved", personal="account"),
            _c("from_as", "text", "payer's identifier as told", personal="account"),
            _c("to_as", "text", "payee's identifier as told", personal="account"),
            _c("from_kind", "text", "kind of from: iban, card, phone, contract, wallet, text"),
            _c("to_kind", "text", "kind of to"),
            _c("from_name", "text", "payer's name", personal="name"),
            _c("to_name", "text", "payee's name", personal="name"),
            _c("from_iin", "text", "payer's IIN or BIN", personal="iin"),
            _c("to_iin", "text", "payee's IIN or BIN", personal="iin"),
            _c("from_bank", "text", "payer's bank code"),
            _c("to_bank", "text", "payee's bank code"),
            _c("amount_tiyn", "int", "sum in tenge; empty when only foreign", "tiyn"),
            _c("currency", "text", "ISO 4217 code or token"),
            _c("amount_minor", "int", "sum in minor units of its currency", "minor unit"),
            _c("operation", "text", "kind of operation as written"),
            _c("knp", "text", "payment purpose code"),
            _c("purpose", "text", "purpose of payment", personal="text"),
            _c("reversal", "bool", "takes back an earlier transfer"),
            _c("seq", "int", "source order of the smallest place"),
            _LOCATORS,
        ),
        ("at", "seq", "tx_id"),
    ),
    Table(
        "calls", "a call or SMS, told by one or several files",
        (
            _c("call_id", "text", "smallest place of the call: evidence:part:row"),
            _c("at", "time", "start"),
            _c("a", "text", "calling number", personal="phone"),
            _c("b", "text", "called number", personal="phone"),
            _c("duration_s", "int", "duration", "s"),
            _c("service", "text", "voice, sms or data"),
            _c("imei", "text", "A's device", personal="device"),
            _c("imsi", "text", "A's SIM", personal="device"),
            _c("cell", "text", "A's base station, LAC-CID"),
            _c("b_imei", "text", "B's device", personal="device"),
            _c("b_imsi", "text", "B's SIM", personal="device"),
            _c("b_cell", "text", "B's base station, LAC-CID"),
            _c("trunk", "text", "incoming trunk"),
            _LOCATORS,
        ),
        ("at", "call_id"),
    ),
    Table("holders", "an account or card and its holder", (*HOLDER_FIELDS, _LOCATORS),
          ("account", "card", "locators")),
    Table("subscribers", "a number and its subscriber", (*SUBSCRIBER_FIELDS, _LOCATORS),
          ("number", "from", "locators")),
    Table("coverage", "an account and period an answer covers", (*COVERAGE_FIELDS, _LOCATORS),
          ("account", "from", "locators")),
    Table(
        "messages", "a message",
        (_c("message_id", "text", "place of the message"), *MESSAGE_FIELDS,
         _c("source", "text", "all its places")),
        ("at", "message_id"),
    ),
    Table(
        "aliases", "an identifier that is an account",
        (
            _c("alias", "text", "card, phone, contract or other identifier", personal="account"),
            _c("kind", "text", "kind of the alias"),
            _c("account", "text", "the account it resolves to", personal="account"),
            _LOCATORS,
        ),
        ("alias", "account"),
    ),
)
_FINDINGS = (
    Table(
        "mentions", "an identifier seen at a place",
        (
            *PLACE,
            _c("kind", "text", "kind of identifier, a file of values/"),
            _c("value", "text", "canonical value", personal="text"),
            _c("as_written", "text", "as written (cards masked)", personal="text"),
            _c("column", "text", "field it stood in"),
            _c("start", "int", "first character in a free text; -1 for a whole cell"),
            _c("end", "int", "character after the last"),
            _c("case_id", "text", "case whose own record it stands in, if any"),
            _c("role", "text", "victim, reporter's, other's or empty when unknown"),
        ),
        ("evidence", "part", "row", "column", "start", "kind", "value"),
    ),
    Table(
        "links", "two cases tied",
        (
            _c("case_a", "text", "smaller case id"),
            _c("case_b", "text", "greater case id"),
            _c("score", "int", "strength of the tie", "0-1000"),
            _GROUNDS,
        ),
        ("case_a", "case_b"),
    ),
    Table(
        "series", "a case and a series it belongs to; a case may repeat",
        (
            _c("case_id", "text", "case"),
            _c("series_id", "text", "series, named by its smallest case; empty: in none"),
            _c("score", "int", "how firmly the case belongs", "0-1000"),
        ),
        ("case_id", "series_id"),
    ),
    Table(
        "losses", "a transfer by which a case lost money",
        (
            _c("case_id", "text", "case"),
            _c("tx_id", "text", "transfer"),
            _c("amount_tiyn", "int", "sum lost by it", "tiyn"),
            _c("score", "int", "how firmly it is this case's loss", "0-1000"),
            _GROUNDS,
        ),
        ("case_id", "tx_id"),
    ),
    Table(
        "trails", "where a case's money is: a case and an account",
        (
            _c("case_id", "text", "case"),
            _c("account", "text", "account or end point", personal="account"),
            _c("kind", "text", "account, sink or frontier"),
            _c("bank", "text", "bank code"),
            _c("hop", "int", "fewest transfers from the victim"),
            _c("first_in", "time", "first of the case's money arrived"),
            _c("traced_in_tiyn", "int", "case's money that came in", "tiyn"),
            _c("remaining_tiyn", "int", "case's money still there, likely", "tiyn"),
            _c("remaining_low_tiyn", "int", "lowest over all admissible openings", "tiyn"),
            _c("remaining_high_tiyn", "int", "highest over all admissible openings", "tiyn"),
            _c("rule", "text", "fifo, haircut, lifo or poison"),
            _c("as_of", "time", "moment of the picture"),
            _c("end_point", "text", "for a sink: atm, exchange, merchant, foreign, wallet, bank"),
            _c("last_seen", "time", "last row seen of the account"),
        ),
        ("case_id", "rule", "hop", "account"),
    ),
    Table(
        "hops", "a piece of a case's money moved once",
        (
            _c("case_id", "text", "case"),
            _c("seq", "int", "order of the hop in the case"),
            _c("from", "text", "paying account", personal="account"),
            _c("to", "text", "receiving account", personal="account"),
            _c("amount_tiyn", "int", "case's money in this transfer", "tiyn"),
            _c("at", "time", "time"),
            _c("locator", "text", "places of the transfer"),
            _c("rule", "text", "rule that says so"),
            _c("tx_id", "text", "transfer"),
        ),
        ("case_id", "rule", "seq"),
    ),
    Table(
        "holds", "an account to ask to hold, and the sum",
        (
            _c("case_id", "text", "case"),
            _c("rank", "int", "order of asking, from 1"),
            _c("account", "text", "account", personal="account"),
            _c("bank", "text", "bank code"),
            _c("amount_tiyn", "int", "likely sum of this case's money on it", "tiyn"),
            _c("low_tiyn", "int", "lowest", "tiyn"),
            _c("high_tiyn", "int", "highest", "tiyn"),
            _c("last_seen", "time", "last row seen of the account"),
            _c("as_of", "time", "moment of the picture"),
        ),
        ("case_id", "rank"),
    ),
    Table(
        "accounts", "an account and its possible role",
        (
            _c("account", "text", "account", personal="account"),
            _c("bank", "text", "bank code"),
            _c("holder", "text", "holder's name", personal="name"),
            _c("role", "text", "victim, dropper1, dropper2, cashout, exchange, merchant, ordinary"),
            _c("score", "int", "how firmly", "0-1000"),
            _GROUNDS,
        ),
        ("account",),
    ),
    Table(
        "numbers", "a phone number and its possible role",
        (
            _c("number", "text", "number", personal="phone"),
            _c("role", "text", "victim, caller, simbox, spoofed, service, ordinary"),
            _c("score", "int", "how firmly", "0-1000"),
            _GROUNDS,
        ),
        ("number",),
    ),
)
TABLES: Final[dict[str, Table]] = {t.name: t for t in (*_FACTS, *_FINDINGS, REJECTED, FILES)}
