"""Programs that reading may call on when they are installed, and files that wait for them."""

from __future__ import annotations

from typing import Final

from qalqan.intake.formats import _ocr

TOOL_NOTES: Final = ("reason-ocr-language", "reason-ocr-missing")
"""Outcomes of a file that a program, once installed, would change."""


def tool_ready() -> bool:
    """Whether tesseract stands ready with both languages of the country."""
    found = _ocr.reader()
    return found is not None and not found.missing
