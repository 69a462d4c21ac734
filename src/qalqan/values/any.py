"""Which kind a text is when its column does not say, or says wrong: type repair.

A phone in an account column is a phone. Kinds with their own check digits come before kinds with only a shape.
No part itself: it asks the parts.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

import polars as pl

from qalqan.values import card, contract, email, handle, iban, iccid, iin, imei, imsi, ip, phone, short_code, text, url
from qalqan.values import wallet as wallet_
from qalqan.values.base import Value, blank, text_series

_KINDS: Final[dict[str, ModuleType]] = {
    "iban": iban,
    "card": card,
    "wallet": wallet_,
    "phone": phone,
    "short_code": short_code,
    "iin": iin,
    "imei": imei,
    "imsi": imsi,
    "iccid": iccid,
    "email": email,
    "handle": handle,
    "url": url,
    "ip": ip,
    "contract": contract,
    "text": text,
}
# after the preferred kind: what may stand in such a column, the certain first
_FALLBACKS: Final[dict[str, tuple[str, ...]]] = {
    "account": ("iban", "card", "wallet", "phone", "contract", "text"),
    "iban": ("iban", "card", "wallet", "phone", "contract", "text"),
    "card": ("card", "iban", "wallet", "phone", "contract", "text"),
    "contract": ("iban", "card", "wallet", "contract", "phone", "text"),
    "phone": ("phone", "short_code", "iban", "card", "wallet", "email", "handle", "text"),
    "wallet": ("wallet", "iban", "card", "phone", "text"),
    "iin": ("iin", "iban", "phone", "text"),
    "imei": ("imei", "imsi", "phone", "text"),
    "imsi": ("imsi", "iccid", "imei", "phone", "text"),
    "handle": ("phone", "handle", "email", "url", "text"),
    "url": ("url", "ip", "email", "handle", "phone", "text"),
}
# how certain a kind is that says yes, per thousand: check digits, then shape
_CERTAIN: Final = {
    "iban": 990,
    "wallet": 990,
    "email": 950,
    "iccid": 900,
    "url": 850,
    "ip": 850,
    "card": 800,
    "iin": 780,
    "phone": 760,
    "handle": 740,
    "imei": 700,
    "imsi": 500,
    "short_code": 400,
    "contract": 200,
    "text": 10,
}


def identify(text_: str) -> tuple[Value, ...]:
    """Every kind the text may be, the most certain first; empty for a blank text."""
    found = [
        value
        for name, module in _KINDS.items()
        if isinstance(value := module.parse(text_), Value) and (name != "text" or value.canonical)
    ]
    if any(value.note == "whole" for value in found):  # a whole card number shows in no other reading
        fifteen = any(value.kind in ("imei", "imsi") and not value.note.startswith("check") for value in found)
        found = [value for value in found if value.kind == "card" or (fifteen and value.kind in ("imei", "imsi"))]
    return tuple(sorted(found, key=lambda value: (-_certain(value), value.kind)))


def _certain(value: Value) -> int:
    """Certainty of a kind, less what the note takes away."""
    lowered = {"unassigned": 300, "unusual-length": 350, "zeros-restored": 300, "last-four": 200, "repaired": 30}
    return _CERTAIN.get(value.kind, _CERTAIN["iin"]) - lowered.get(value.note, 0)


def identify_column(series: pl.Series, prefer: str) -> pl.DataFrame:
    """Columns kind, value, reason. ``prefer`` is a kind, or ``account`` for whatever money can stand on.

    ``reason`` says why a cell is not of the preferred kind although it is of another (for ``account``: why it is
    only text). Blank cells have none of the three.
    """
    texts = text_series(series).alias("t")
    order = _FALLBACKS.get(prefer, (prefer, *(name for name in _CERTAIN if name != prefer)))
    frame = texts.to_frame().with_row_index("i")
    rest = frame.filter(~blank(pl.col("t")))
    done, first_reasons = [], None
    for kind in order:
        if not rest.height:
            break
        read = _KINDS[kind].parse_column(rest["t"])
        rest = rest.with_columns(value=read["value"], reason=read["reason"])
        if first_reasons is None:
            first_reasons = rest.select("i", "reason")
        taken = rest.filter(pl.col("value").is_not_null())
        done.append(taken.select("i", kind=_kind(kind), value=pl.col("value")))
        rest = rest.filter(pl.col("value").is_null()).select("i", "t")
    wanted = [*_FALLBACKS["account"][:-1]] if prefer == "account" else [prefer, *(["bin"] if prefer == "iin" else [])]
    shape = {"i": pl.get_index_type(), "kind": pl.String, "value": pl.String}
    found = pl.concat(done) if done else pl.DataFrame(schema=shape)
    reasons = (
        first_reasons
        if first_reasons is not None
        else pl.DataFrame(schema={"i": pl.get_index_type(), "reason": pl.String})
    )
    joined = (
        frame.select("i")
        .join(found, on="i", how="left", maintain_order="left")
        .join(reasons, on="i", how="left", maintain_order="left")
    )
    return joined.select(
        "kind",
        "value",
        reason=pl.when(~pl.col("kind").is_in(wanted)).then(pl.col("reason").fill_null(pl.lit("reason-other-kind"))),
    )


def _kind(kind: str) -> pl.Expr:
    """The kind of the values read: a state number is a person's or an organisation's."""
    if kind != "iin":
        return pl.lit(kind)
    return (
        pl.when(pl.col("value").str.slice(4, 2).is_between(pl.lit("40"), pl.lit("64")))
        .then(pl.lit("bin"))
        .otherwise(pl.lit("iin"))
    )
