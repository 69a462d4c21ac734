"""What field ``:86:`` says: purpose, counterparty, payment code.

Three ways of writing are known: ``?20…?63`` sub-fields (also with ``>``), SWIFT words between slashes
(``/NAME/…/REMI/…``, with Kazakhstan's ``/IDN/``, ``/KNP/``, ``/ASSIGN/`` of MT100), and plain text.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

LINE_CHARS = 65
CHUNK = 27  # a sub-field filled to the brim goes on in the next one
_SUB = re2.compile(r"[?>](\d\d)")
_WORD = re2.compile(r"/([A-Z]{2,6})/")
_IBAN = re2.compile(r"\bKZ\d{2}[0-9A-Z]{16}\b")
_IIN = re2.compile(r"(?i)(?:ИИН|ЖСН|БИН|БСН|IIN|BIN|IDN)\D{0,3}(\d{12})\b")
_KNP = re2.compile(r"(?i)\b(?:КНП|ТМК|KNP|TMK)\W{0,3}(\d{3})\b")
_WORDS = {
    "NAME": "name", "IDN": "iin", "IIN": "iin", "BIN": "iin", "IBAN": "account", "ACC": "account",
    "BIC": "bank", "KNP": "knp", "REMI": "purpose", "ASSIGN": "purpose", "EREF": "reference",
}  # fmt: skip
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
    if len(_SUB.findall("".join(lines)[:4000])) > 1:
        _structured("".join(line if len(line) >= LINE_CHARS else line.rstrip() for line in lines), found)
    elif len([word for word in _WORD.findall(text) if word in _WORDS]) > 0:
        _slashed(text, found)
    else:
        found["purpose"] = [text]
    told = {name: " ".join(part.strip() for part in parts if part.strip()) for name, parts in found.items()}
    for name, pattern in (("account", _IBAN), ("iin", _IIN), ("knp", _KNP)):
        if not told.get(name) and (match := pattern.search(text)):
            told[name] = match.group(match.re.groups)
    return {name: value for name, value in told.items() if value}


def _structured(text: str, found: dict[str, list[str]]) -> None:
    starts = list(_SUB.finditer(text))
    purpose, glued = "", True
    for index, start in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        code, value = start.group(1), text[start.end() : end]
        if code == "00":
            found.setdefault("operation", []).append(value)
        elif code == "30":
            found.setdefault("bank", []).append(value)
        elif code == "38" or (code == "31" and "account" not in found):
            found["account"] = [value]
        elif code in _NAMES:
            found["name"] = ["".join((*found.get("name", ()), value))]
        elif "20" <= code <= "29" or code in _MORE:
            purpose += ("" if glued else " ") + value
            glued = len(value) >= CHUNK
    found["purpose"] = [purpose]


def _slashed(text: str, found: dict[str, list[str]]) -> None:
    starts = list(_WORD.finditer(text))
    if lead := text[: starts[0].start()].strip():
        found.setdefault("purpose", []).append(lead)
    for index, start in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        name, value = start.group(1), text[start.end() : end].strip(" /")
        if name in _WORDS and value:
            found.setdefault(_WORDS[name], []).append(value)
