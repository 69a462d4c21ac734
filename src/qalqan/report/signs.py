"""Foreign text made fit for paper: only signs our fonts can draw, bounded length, breakable long words.

A PDF/A must embed every glyph, so a sign that none of the two embedded fonts has is written out as ``[U+1F600]``;
so are control signs and those that turn the direction of writing, with which a text could be made to read otherwise
on paper than in the file.
"""

from __future__ import annotations

import unicodedata

LONGEST = 1200
WORD = 20
PIECE = 4
BREAK = "\x1f"

_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x259, 0x259), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9),
    (0x400, 0x45F), (0x490, 0x49B), (0x4A2, 0x4A5), (0x4AA, 0x4B3), (0x4BA, 0x4BB), (0x4D8, 0x4D9),
    (0x4E8, 0x4E9), (0x2010, 0x2015), (0x2018, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2039, 0x203A),
    (0x20AC, 0x20AC), (0x20B8, 0x20B8), (0x20BD, 0x20BD), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2190, 0x2193), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265), (0x25A0, 0x25A1), (0x25CF, 0x25CF),
)  # fmt: skip
DRAWABLE = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1)) - {"\xad"}


def drawable(text: str) -> str:
    """The text with every sign that cannot be drawn, or must not act, written out as its code point."""
    composed = unicodedata.normalize("NFC", text)
    spaced = composed.replace("\r\n", "\n").replace("\t", " ")
    return "".join(
        sign if sign in DRAWABLE else " " if sign in "\n\r\x85\u2028\u2029" else f"[U+{ord(sign):04X}]"
        for sign in spaced
    )


def shortened(text: str, most: int = LONGEST) -> tuple[str, int]:
    """The text cut to ``most`` signs, and how many signs it had when it was cut (0: it was not)."""
    return (text, 0) if len(text) <= most else (text[:most], len(text))


def breakable(text: str) -> str:
    """The text with :data:`BREAK` inside runs too long for a line, where the printer may break them.

    A run ends at a space or hyphen, where a line may break anyhow.
    """
    if len(text) <= WORD:
        return text
    return " ".join(
        word if len(word) <= WORD else "-".join(_pieces(run) for run in word.split("-")) for word in text.split(" ")
    )


def _pieces(run: str) -> str:
    return run if len(run) <= WORD else BREAK.join(run[at : at + PIECE] for at in range(0, len(run), PIECE))
