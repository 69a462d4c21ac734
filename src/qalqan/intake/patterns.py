"""Patterns that cost little to compile: the letters and figures of our files instead of all of Unicode's.

Polars keeps few compiled patterns and compiles the others anew for every small table; ``\\p{L}`` and ``\\d`` with their
hundreds of ranges take milliseconds each. Latin with its accents and the whole Cyrillic block are what such files hold.
"""

from __future__ import annotations

_CLASSES = {
    r"\p{Lu}": "A-Z\u00c0-\u00de\u0400-\u042f\u0492\u049a\u04a2\u04ae\u04b0\u04ba\u04d8\u04e8",
    r"\p{L}": "A-Za-z\u00c0-\u024f\u0400-\u04ff", r"\d": "0-9",
}  # fmt: skip


def light(pattern: str) -> str:
    """The same pattern with small classes of letters and figures."""
    out: list[str] = []
    at, inside = 0, False
    while at < len(pattern):
        name = next((one for one in _CLASSES if pattern.startswith(one, at)), "")
        if name:
            out.append(_CLASSES[name] if inside else f"[{_CLASSES[name]}]")
            at += len(name)
            continue
        sign = pattern[at]
        step = 2 if sign == "\\" else 1
        if sign == "[" and not inside:
            inside = True
        elif sign == "]" and inside and pattern[at - 1] != "[":
            inside = False
        out.append(pattern[at : at + step])
        at += step
    return "".join(out)
