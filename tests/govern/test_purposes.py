"""Purposes begin with a code."""

from __future__ import annotations

import pytest

from qalqan.errors import AccessError
from qalqan.govern import purposes


@pytest.mark.parametrize("code", purposes.CODES)
def test_a_code_may_carry_words(code: str) -> None:
    assert purposes.check(code) == purposes.check(f" {code.upper()} : 12 мамырдағы сұрау салу") == code


@pytest.mark.parametrize("purpose", ["", "curiosity", "for court", ":court"])
def test_other_words_are_refused(purpose: str) -> None:
    with pytest.raises(AccessError, match="error-purpose-unknown"):
        purposes.check(purpose)
