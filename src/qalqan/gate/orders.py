"""The operator's or bank's own side: its key, and the orders it signs on the figures of a replay it has seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qalqan import clock
from qalqan.errors import UsageError
from qalqan.gate.book import LABEL, rules, signed
from qalqan.store.canon import canonical, instant
from qalqan.store.disk import write_file


@dataclass(frozen=True, slots=True)
class Given:
    """An order that was written, and the replay's figures for its rule."""

    path: Path
    figures: tuple[dict[str, Any], ...]


def make_key(path: Path) -> str:
    """Write a new private key for its owner's eyes only; gives the public key. Raises UsageError if it exists."""
    if path.exists():
        raise UsageError("error-gate-key-exists", where=str(path))
    private = Ed25519PrivateKey.generate()
    write_file(path, private.private_bytes_raw().hex().encode() + b"\n", 0o600)
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def give(
    rule: str, path: Path, *, key_file: Path, replay: Path, by: str, number: str, days: int, though_unfired: str = ""
) -> Given:  # fmt: skip
    """Sign an order for one rule.

    A replay in which the rule never fired shows nobody what it would do: ``though_unfired`` is the reason to order it
    all the same, and stands in the signed order. Raises UsageError for a rule that only labels, a replay that did not
    try the rule as ordered or saw it never fire (without a reason), a file that cannot be read, or an order without a
    name and number.
    """
    if rule not in rules():
        raise UsageError("error-gate-rule", rule=rule, known=", ".join(rules()))
    if rules()[rule].ordered == LABEL:
        raise UsageError("error-gate-rule-labels", rule=rule)
    if not by.strip() or not number.strip():
        raise UsageError("error-gate-order", where=str(path))
    try:
        text = replay.read_text("utf-8").strip()
        told = json.loads(text)
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key_file.read_text("ascii").strip()))
        if text != canonical(told) or rule not in told["ordered"]:
            raise UsageError("error-gate-order-replay", where=str(replay), rule=rule)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError("error-gate-file", where=f"{replay}, {key_file}", reason=str(error)) from error
    figures = tuple(row for row in told["rules"] if row["rule"] == rule)
    if not any(row["blocked"] + row["labelled"] for row in figures) and not though_unfired.strip():
        raise UsageError("error-gate-order-unfired", rule=rule, where=str(replay), calls=int(told["calls"]))
    now = clock.now()
    body = {
        "rule": rule, "by": by.strip(), "number": number.strip(), "day": clock.to_local(now).date().isoformat(),
        "until": instant(now + timedelta(days=days)), "replay": sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    if though_unfired.strip():
        body["though_unfired"] = though_unfired.strip()
    write_file(path, signed("order", body, private).encode())
    return Given(path, figures)


def write_report(path: Path, report: str) -> None:
    """Write a replay's report as it is hashed. Raises UsageError when the place cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, report.encode() + b"\n")
    except OSError as error:
        raise UsageError("error-gate-file", where=str(path), reason=error.strerror or str(error)) from error
