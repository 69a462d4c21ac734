"""What is kept as a code is shown in words: settings and their units, fields of files, what a message was read as."""

from __future__ import annotations

import os
from datetime import date

from qalqan.console.words import bits, coded, dated
from qalqan.intake import fields
from qalqan.scam._heads import CRITICAL, SUPPORTING
from qalqan.scam._reading import TONGUES
from qalqan.scam._record import ACTIONS, PERSONAS, PRETEXTS, UNCLEAR
from qalqan.settings import load
from qalqan.texts.say import has, languages


def test_every_setting_says_why_and_in_what_unit() -> None:
    """In every language; in English as the setting itself says it."""
    for one in load(None, os.environ)[1]:
        for language in languages():
            told = coded(one.path, "setting-why", language)
            assert told != one.path, one.path
            assert language != "en" or told == one.why, one.path
        assert coded(one.unit, "setting-unit", "kk") != one.unit, one.unit


def test_every_code_of_a_message_and_of_a_field_has_words() -> None:
    """An empty code is a dash; an unknown one stays as it is."""
    for prefix, known in (
        ("texts-persona", [*(name for name, _ in PERSONAS), UNCLEAR]),
        ("texts-pretext", [*(name for name, _ in PRETEXTS), UNCLEAR]),
        ("texts-tongue", TONGUES),
        ("field", [name for kind in fields.TABULAR for name in fields.known(kind)]),
        ("code-service", ["voice", "sms", "data"]),
        ("code-direction", ["in", "out"]),
    ):
        for code in known:
            assert coded(code, prefix, "kk") != code or code == "sms", f"{prefix} {code}"
    assert coded("sms", "code-service", "kk") == "SMS"
    assert coded(None, "field", "kk") == coded("", "field", "kk") == "—"
    assert coded("no such", "field", "kk") == "no such"


def test_every_cue_that_a_page_names_has_words() -> None:
    """What a message asks for and the steps of a talk are named by cues."""
    for cue in {*ACTIONS, *CRITICAL, *SUPPORTING}:
        assert has(f"cue-{cue}", "kk"), cue


def test_numbers_and_days_are_written_as_a_language_writes_them() -> None:
    """A comma for decimals but in English; a day of the calendar as days are written."""
    assert [bits(5_760, one) for one in ("kk", "ru", "en")] == ["5,8", "5,8", "5.8"]
    assert dated(date(2025, 6, 3), "kk") == "03.06.2025"
    assert dated(date(2025, 6, 3), "en") == "3 Jun 2025"
