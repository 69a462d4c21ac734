"""Names of banks by the three digits of the IBAN, as they were on a day. Source: ``data/banks.toml``."""

from __future__ import annotations

from datetime import date

from qalqan.report._data import table


def name(code: str, lang: str, on: date) -> str:
    """The bank's name on a day in a language; the code itself (or what was written for it) when unknown."""
    known = _names(code, on)
    return str(known[-1][lang]) if known else code


def former(code: str, lang: str, on: date) -> str:
    """The name before that one, if the bank was renamed; else empty."""
    known = _names(code, on)
    return str(known[-2][lang]) if len(known) > 1 else ""


def short(code: str, on: date) -> str:
    """A short name for tables and pictures; the code when unknown."""
    known = _names(code, on)
    return str(known[-1]["short"]) if known else code


def _names(code: str, on: date) -> list[dict[str, str]]:
    return [one for one in table("banks")["codes"].get(code, ()) if one["since"] <= on.isoformat()]
