"""The published rules: lists with expiry and what each rule may do, signed by the unit that published them.

A book is one JSON file ``{"body": …, "public_key": hex, "signature": hex}``; the signature (Ed25519) is over the
canonical body. An order, signed by the operator's or bank's own key, lets one rule do what its book entry says it may
do when ordered; without one the rule labels. An order names the replay whose figures its signer has seen.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic_core import from_json

from qalqan.errors import TamperError, UsageError
from qalqan.store import sealed
from qalqan.store.canon import canonical

FORMAT: Final = sealed.FORMAT
LISTS: Final = sealed.LISTS
ALLOW, LABEL, BLOCK = "allow", "label", "block"
_MOST_BYTES: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed thing: how firmly (0-1000), until when (microseconds), and the ground as canonical text."""

    score: int
    until: int
    ground: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule may do: ``ordered`` when an order stands, else it labels; ``hours`` a decision stands."""

    id: str
    on: str
    ordered: str
    hours: int


@dataclass(frozen=True, slots=True)
class Order:
    """Leave for one rule to do more than label: whose, which number and day, until when, on which replay's figures."""

    rule: str
    by: str
    number: str
    day: str
    until: int
    replay: str


@dataclass(frozen=True, slots=True)
class Book:
    """Published rules as the gate holds them in memory."""

    id: str
    made: str
    until: int
    public_key: str
    rules: Mapping[str, Rule]
    lists: Mapping[str, Mapping[str, Entry]]
    orders: Mapping[str, Order] = field(default_factory=dict)

    def action(self, rule: str, now: int) -> str:
        """Block or label, as the standing order for the rule says; label without one."""
        order = self.orders.get(rule)
        return self.rules[rule].ordered if order is not None and order.until > now else LABEL


@cache
def rules() -> dict[str, Rule]:
    """The rules there are, from the dated table."""
    told = tomllib.loads((files("qalqan.gate.data") / "rules.toml").read_text("utf-8"))
    return {name: Rule(name, **row) for name, row in told.items() if isinstance(row, dict)}


def signed(kind: str, body: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """The text of a book, order or list file."""
    return sealed.sealed(kind, body, key)


def opened(kind: str, path: Path) -> tuple[dict[str, Any], str, str]:
    """The body of a signed file, the key that signed it, and the body's SHA-256 (hex).

    Raises UsageError when the file is none of its kind, TamperError when the signature does not fit.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError("error-gate-file", where=str(path), reason="size")
        told = from_json(path.read_bytes(), cache_strings="keys")  # calls wait for it: it reads in one go
        body, public, signature = told["body"], bytes.fromhex(told["public_key"]), bytes.fromhex(told["signature"])
        text = canonical(body).encode()
        key = Ed25519PublicKey.from_public_bytes(public)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError("error-gate-file", where=str(path), reason=str(error)) from error
    try:
        key.verify(signature, sealed.PREFIX[kind] + text)
    except InvalidSignature as error:
        raise TamperError("error-gate-signature", where=str(path)) from error
    return body, public.hex(), sha256(text).hexdigest()


def load(path: Path, trusted: str = "") -> Book:
    """The book of a file.

    Raises UsageError for a file that is none or is made for another version, TamperError for a wrong signature or one
    of another key than ``trusted`` (hex; empty: any).
    """
    body, public, name = opened("book", path)
    if trusted and public != trusted:
        raise TamperError("error-gate-key", where=str(path), public=public[:16])
    return _book(body, public, name, path)


def draft(path: Path) -> Book:
    """The book of a draft, for a replay only: nobody has approved it. Raises UsageError for a file that is none."""
    try:
        body = json.loads(path.read_text("utf-8"))["body"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError("error-gate-file", where=str(path), reason=str(error)) from error
    return _book(body, "", sha256(canonical(body).encode()).hexdigest(), path)


def _book(body: Mapping[str, Any], public: str, name: str, path: Path) -> Book:
    try:
        if body["format"] != FORMAT:
            raise UsageError("error-gate-format", where=str(path), found=str(body["format"]))
        told = body["lists"]
        lists = {name: {row[0]: Entry(int(row[1]), micro(row[2]), str(row[3])) for row in told[name]} for name in LISTS}
        return Book(name, body["made"], micro(body["until"]), public, rules(), lists)
    except (LookupError, ValueError, TypeError) as error:
        raise UsageError("error-gate-file", where=str(path), reason=str(error)) from error


def order(path: Path, trusted: frozenset[str]) -> Order:
    """The order of a file. Raises UsageError for an unknown rule or a missing part, TamperError for a strange key."""
    body, public, _ = opened("order", path)
    if public not in trusted:
        raise TamperError("error-gate-key", where=str(path), public=public[:16])
    try:
        made = Order(
            body["rule"], body["by"], body["number"], date.fromisoformat(body["day"]).isoformat(),
            micro(body["until"]), body["replay"],
        )  # fmt: skip
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError("error-gate-file", where=str(path), reason=str(error)) from error
    if made.rule not in rules():
        raise UsageError("error-gate-rule", rule=made.rule, known=", ".join(rules()))
    if rules()[made.rule].ordered == LABEL:
        raise UsageError("error-gate-rule-labels", rule=made.rule)
    if not (made.by.strip() and made.number.strip() and len(made.replay) == 64):
        raise UsageError("error-gate-order", where=str(path))
    return made


def micro(text: str) -> int:
    """Microseconds of an instant in ISO 8601. Raises ValueError when it has no offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a moment without an offset: {text}")
    return int(at.timestamp()) * 1_000_000 + at.microsecond
