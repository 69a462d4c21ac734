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

from typing import Final

from qalqan.model.calls import CALLS
from qalqan.model.column import PLACE, Column, Personal, Table, Type
from qalqan.model.found import FACTS, FINDINGS
from qalqan.model.money import MONEY
from qalqan.model.observed import (
    CALL_FIELDS,
    CASE_FIELDS,
    COVERAGE_FIELDS,
    DECIDED,
    EVIDENCE,
    FILES,
    HOLDER_FIELDS,
    MESSAGE_FIELDS,
    OBSERVATIONS,
    REGISTRY,
    REJECTED,
    SUBSCRIBER_FIELDS,
    TRANSACTION_FIELDS,
)
from qalqan.model.people import PEOPLE

_KINDS = (*FACTS, *FINDINGS, *MONEY, *PEOPLE, *CALLS, REJECTED, FILES)
TABLES: Final[dict[str, Table]] = {table.name: table for table in _KINDS}

__all__ = [
    "CALL_FIELDS", "CASE_FIELDS", "COVERAGE_FIELDS", "DECIDED", "EVIDENCE", "FILES", "HOLDER_FIELDS", "MESSAGE_FIELDS",
    "OBSERVATIONS", "PLACE", "REGISTRY", "REJECTED", "SUBSCRIBER_FIELDS", "TABLES", "TRANSACTION_FIELDS", "Column",
    "Personal", "Table", "Type",
]  # fmt: skip
