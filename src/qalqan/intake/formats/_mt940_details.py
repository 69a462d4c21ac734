"""What field ``:86:`` says: purpose, counterparty, payment code.

Three ways of writing are known: ``?20…?63`` sub-fields (also with ``>``), SWIFT words between slashes
(``/NAME/…/REMI/…``, with Kazakhstan's ``/IDN/``, ``/KNP/``, ``/ASSIGN/`` of MT100), and plain text.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

from qalqan.values import iin
from qalqan.values.base import Value

LINE_CHARS = 65
CHUNK = 27  # a sub-field filled to the brim goes on in the next one
_IBAN = re2.compile(r"\bKZ\d{2}[0-9A-Z]{16}\b")
_IIN = re2.compile(r"(?i)(?:ИИН|ЖСН|БИН|БСН|IIN|BIN|IDN)\D{0,3}(\d{12})\b")
_KNP = re2.compile(r"(?i)\b(?:КНП|ТМК|KNP|TMK)\W{0,3}(\d{3})\b")
_INLINE = (
    ("account", _IBAN, ("KZ",)),
    ("iin", _IIN, ("ИИН", "ЖСН", "БИН", "БСН", "IIN", "BIN", "IDN")),
    ("knp", _KNP, ("КНП", "ТМК", "KNP", "TMK")),
)
_WORDS = {
    "NAME": "name", "IDN": "iin", "IIN": "iin", "BIN": "iin", "IBAN": "account", "ACC": "account",
    "BIC": "bank", "KNP": "knp", "REMI": "purpose", "ASSIGN": "purpose", "EREF": "reference",
    "ORDP": "party", "BENM": "party", "OCMT": "", "CHGS": "", "EXCH": "", "ISDT": "", "CSID": "", "MARF": "",
}  # fmt: skip
_IIN_DIGITS = 12
_NAMES = frozenset({"32", "33"})
_MORE = frozenset({"60", "61", "62", "63", "64", "65"})


def joined(lines: Sequence[str]) -> str:
    """Wrapped lines as one: a line filled to the brim was cut inside a word."""
    pieces: list[str] = []
    for line in lines:
        if pieces and len(pieces[-1]) < LINE_CHARS:
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces).strip()


def details(lines: Sequence[str]) -> dict[str, str]:
    """Fields name, iin, bank, account, knp, purpose, reference, operation; only those that are there."""
    text = joined(lines)
    found: dict[str, list[str]] = {}
    whole = "".join(line if len(line) >= LINE_CHARS else line.rstrip() for line in lines)
    sign = "?" if whole.count("?") > 1 else ">"
    if whole.count(sign) > 1 and sum(piece[:2].isdigit() for piece in whole.split(sign)[1:]) > 1:
        _structured(whole.split(sign), found)
    elif text.count("/") > 1 and any(word in _WORDS for word in text.split("/")):
        _slashed(text.split("/"), found)
    else:
        found["purpose"] = [text]
    found.pop("", None)
    for one in found.pop("party", []):
        found.setdefault("account" if _IBAN.search(one.upper()) else "name", []).append(one)
    told = {name: " ".join(part.strip() for part in parts if part.strip()) for name, parts in found.items()}
    told = {name: value for name, value in told.items() if value}
    upper = text.upper()
    for name, pattern, cues in _INLINE:
        # A look for the word first: a pattern costs more than all the rest of an entry.
        if name not in told and any(cue in upper for cue in cues) and (match := pattern.search(text)):
            told[name] = match.group(match.re.groups)
    return told


def _structured(pieces: Sequence[str], found: dict[str, list[str]]) -> None:
    """Sub-fields: each piece begins with its two digits; one that does not goes on with the piece before."""
    purpose, glued, code = "", True, ""
    for piece in pieces[1:]:
        code, value = (piece[:2], piece[2:]) if piece[:2].isdigit() else (code, "?" + piece)
        if code == "00":
            found.setdefault("operation", []).append(value)
        elif code == "30":
            found.setdefault("bank", []).append(value)
        elif code == "38" or (code == "31" and "account" not in found):
            found["account"] = [value]
        elif code in _NAMES:
            found["name"] = ["".join((*found.get("name", ()), value))]
        elif code in _MORE and _numbered(value, found, glued=glued):
            found["iin"] = [value]
        elif "20" <= code <= "29" or code in _MORE:
            purpose += ("" if glued else " ") + value
            glued = len(value) >= CHUNK
    found["purpose"] = [purpose]


def _numbered(value: str, found: dict[str, list[str]], *, glued: bool) -> bool:
    """Whether a bank's own sub-field after the name is the party's IIN or BIN; a purpose filled to the brim may go on
    with any figures, so there the check digit must agree."""
    value = value.strip()
    if len(value) != _IIN_DIGITS or not value.isdecimal() or "name" not in found:
        return False
    return not glued or isinstance(iin.parse(value), Value)


def _slashed(pieces: Sequence[str], found: dict[str, list[str]]) -> None:
    """Words between slashes; what stands before the first, or after an unknown one, stays with its neighbour."""
    name = "purpose"
    held: list[str] = []
    for piece in pieces:
        if piece in _WORDS:
            _keep(found, name, held)
            name, held = _WORDS[piece], []
        elif held or piece.strip():
            held.append(piece)
    _keep(found, name, held)


def _keep(found: dict[str, list[str]], name: str, held: Sequence[str]) -> None:
    if value := "/".join(held).strip(" /"):
        found.setdefault(name, []).append(value)
