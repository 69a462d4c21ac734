"""What the headers of a letter tell beside its text: senders, ways, and what the receiver's servers wrote of it.

Nothing is checked anew: SPF, DKIM and DMARC are taken as written in ``Authentication-Results`` and ``Received-SPF``,
and an address of the ``Received`` chain is only what a server claimed. Lines of the chain stand newest first; those
below the receiver's own can be forged by the sender.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime
from ipaddress import ip_address

import re2

from qalqan.intake.formats._letter import header, headers

HOPS = 60
_ADDRESS = re2.compile(r"[\[(](?:IPv6:)?([0-9A-Fa-f:.]{7,45})[\])]")
_RESULT = re2.compile(r"(?i)(?:^|[\s;])(spf|dkim|dmarc)\s{0,5}=\s{0,5}([a-z]{1,12})")
_SPF = re2.compile(r"(?i)^\s*(pass|fail|softfail|neutral|none|temperror|permerror)\b")
_SERVER = re2.compile(r"^\s*([A-Za-z0-9._-]{1,255})")


def facts(message: Message) -> dict[str, object]:
    """The header facts by the keys of :mod:`qalqan.intake.formats._headers`."""
    seen = list(outside(message))
    origin = header(message, "X-Originating-IP").strip("[] ")
    told: dict[str, object] = {
        "subject": header(message, "Subject"), "from": header(message, "From"),
        "reply_to": header(message, "Reply-To"), "return_path": header(message, "Return-Path"),
        "date": header(message, "Date"), "id": header(message, "Message-ID"),
        "received_ip": seen[0] if seen else "", "origin_ip": _outer(origin) or (seen[-1] if seen else ""),
    }  # fmt: skip
    return told | verdicts(message)


def outside(message: Message) -> Iterator[str]:
    """Public addresses of the ``Received`` chain, newest first; each line's first."""
    for line in headers(message, "Received")[:HOPS]:
        source = line.partition(" by ")[0] if " by " in line else line
        for found in _ADDRESS.findall(source):
            if outer := _outer(found):
                yield outer
                break


def _outer(text: str) -> str:
    """The address in canonical form when it is one of the public internet, else nothing."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    return str(address) if address.is_global and not address.is_multicast else ""


def verdicts(message: Message) -> dict[str, object]:
    """Results as the newest line of each kind writes them."""
    told: dict[str, object] = {}
    for line in headers(message, "Authentication-Results")[:HOPS]:
        for name, verdict in _RESULT.findall(line):
            told.setdefault(name.lower(), verdict.lower())
        if "auth_by" not in told and (found := _SERVER.match(line)):
            told["auth_by"] = found.group(1)
    for line in headers(message, "Received-SPF")[:1]:
        if found := _SPF.match(line):
            told.setdefault("spf", found.group(1).lower())
    return told


def moment(message: Message) -> str:
    """The date of the letter as ISO with its offset; without a date, the earliest the chain tells; else as written."""
    written = header(message, "Date")[:200]
    if iso := _iso(written):
        return iso
    for line in reversed(headers(message, "Received")[:HOPS]):
        if iso := _iso(line.rpartition(";")[2].strip()[:200]):
            return iso
    return written


def _iso(value: str) -> str:
    try:
        found = parsedate_to_datetime(value) if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    if found is None:
        return ""
    # «-0000» says: UTC, and nothing of the sender's zone (RFC 5322, 3.3).
    unzoned = found.tzinfo is None and value.rstrip().endswith("-0000")
    return found.isoformat(sep=" ") + ("+00:00" if unzoned else "")
