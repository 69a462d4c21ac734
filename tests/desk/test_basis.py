"""The lawful basis of files: from the words of a call, and from a folder's manifest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from qalqan.desk.basis import Manifest, parse
from qalqan.errors import UsageError
from qalqan.model.evidence import Basis


def test_plain_words_are_the_request() -> None:
    assert parse("исх. 17/4-1203") == Basis(request="исх. 17/4-1203")


def test_fields_and_expiry() -> None:
    basis = parse("case=25270041019; request=17/4; expires=2026-12-31")
    assert (basis.case, basis.request) == ("25270041019", "17/4")
    assert basis.in_force(datetime(2026, 12, 30, tzinfo=UTC))
    assert not basis.in_force(datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("words", ["why=because", "case=1; expires=someday"])
def test_what_is_not_understood_is_refused(words: str) -> None:
    with pytest.raises(UsageError):
        parse(words)


def test_covert_data_wait_for_declassification(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        "file,case,covert,declassified\ncalls/*.csv,1,yes,\ncalls2/*.csv,1,да,№ 5\n", "utf-8"
    )
    manifest = Manifest(tmp_path)
    held, free = manifest.basis(tmp_path / "calls/a.csv"), manifest.basis(tmp_path / "calls2/a.csv")
    assert held is not None
    assert not held.usable
    assert free is not None
    assert free.usable
    assert manifest.basis(tmp_path / "other.csv") is None
