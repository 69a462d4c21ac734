"""The true calls and SMS of the world that anybody could be asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Call(NamedTuple):
    """A call: start (second), numbers, seconds, service; device and cell of both sides; incoming trunk."""

    at: int
    a: str
    b: str
    seconds: int
    service: str = "voice"
    a_imei: str = ""
    a_cell: str = ""
    b_imei: str = ""
    b_cell: str = ""
    trunk: str = ""


INTERNATIONAL = ("INTL_GW_01", "INTL_GW_02", "INT-MTT-3")
NATIONAL = ("NAT_MSC_1", "NAT_MSC_2", "KT_PSTN_7")


@dataclass(slots=True)
class CallLog:
    """All calls, unordered until :meth:`ordered`."""

    calls: list[Call] = field(default_factory=list)

    def add(self, call: Call) -> None:
        """One more call."""
        self.calls.append(call)

    def ordered(self) -> list[Call]:
        """The calls by time, then numbers."""
        return sorted(self.calls)
