"""What every registered format owes the house, whoever wrote it."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.formats.examples import ALSO, EXAMPLES, SPREADSHEETS
from tests.intake.formats.gather import Files, formats, units

from qalqan.errors import IntakeError
from qalqan.texts.say import has, languages

NAMES = sorted(formats())


def examples(name: str) -> list[tuple[str, bytes]]:
    """All examples of a format; one that recognises a spreadsheet is taken for the spreadsheets' reader."""
    own = [EXAMPLES[name]] if name in EXAMPLES else []
    if not own:
        for file, data in SPREADSHEETS.values():
            if formats()[name].sniff(data[:65536], file, len(data)):
                own.append((file, data))
    return own + ALSO.get(name, [])


CASES = [(name, *one) for name in NAMES for one in examples(name)]
IDS = [f"{name}-{file}" for name, file, _data in CASES]


@pytest.mark.parametrize("name", NAMES)
def test_has_an_example(name: str) -> None:
    assert examples(name), f"give an example of {name} in examples.py"


@pytest.mark.parametrize("name", NAMES)
def test_is_described(name: str) -> None:
    module: ModuleType = formats()[name]
    assert module.__doc__
    for word in ("sniff", "count", "read"):
        assert getattr(module, word).__doc__, word
    assert all(has(module.CARD.title, language) for language in languages())


@given(data=st.binary(max_size=600), name=st.sampled_from(["a", "a.xls", "a.xml", "a.zip", "a.eml", "Чат.txt"]))
@pytest.mark.parametrize("fmt", NAMES)
def test_sniff_is_a_score_on_any_bytes(fmt: str, data: bytes, name: str) -> None:
    score = formats()[fmt].sniff(data, name, len(data))
    assert isinstance(score, int)
    assert 0 <= score <= 1000


@pytest.mark.parametrize(("name", "file", "data"), CASES, ids=IDS)
def test_example_is_recognised_first(name: str, file: str, data: bytes) -> None:
    scores = {other: module.sniff(data[:65536], "no-name", len(data)) for other, module in formats().items()}
    assert max(scores, key=lambda one: scores[one]) == name, scores


@pytest.mark.parametrize(("name", "file", "data"), CASES, ids=IDS)
def test_count_equals_units_given(files: Files, name: str, file: str, data: bytes) -> None:
    counted = {part: size for part, size in files.count(formats()[name], data, file).items() if size}
    assert counted == units(files.read(formats()[name], data, file).blocks)


@pytest.mark.parametrize(("name", "file", "data"), CASES, ids=IDS)
def test_every_reason_is_said_in_all_languages(files: Files, name: str, file: str, data: bytes) -> None:
    keys = set(files.read(formats()[name], data, file).reasons)
    for cut in range(0, len(data), max(len(data) // 25, 1)):
        try:
            keys.update(files.read(formats()[name], data[:cut], file).reasons)
        except IntakeError as error:
            keys.add(error.key)
    assert [key for key in keys for language in languages() if not has(key, language)] == []


@pytest.mark.parametrize(("name", "file", "data"), CASES, ids=IDS)
def test_reads_the_same_twice(files: Files, name: str, file: str, data: bytes) -> None:
    def seen() -> list[object]:
        told = files.read(formats()[name], data, file)
        return [told.rows, told.members, told.troubles, told.records("transaction"), told.records("message")]

    assert seen() == seen()
