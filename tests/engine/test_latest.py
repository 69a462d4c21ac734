"""What was asked for last is kept; what must not be kept is made each time."""

from __future__ import annotations

from qalqan.engine.frames import Tables
from qalqan.engine.latest import Latest


def test_the_latest_asked_for_are_kept() -> None:
    made: list[str] = []
    latest = Latest[str](2)

    def of(key: str, keep: str = "run") -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return latest.of(key, make, keep=keep)

    assert [of("a"), of("b"), of("a"), of("c"), of("a"), of("b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]  # b was asked for longest ago when c came
    assert [of("d", ""), of("d", "")] == ["D", "D"]
    assert made[4:] == ["d", "d"]


def test_what_is_made_of_stamped_tables_is_made_once() -> None:
    made: list[int] = []
    known = Tables.of({})
    for stamp, wanted in (("", 2), ("run", 1)):
        known.stamp = stamp
        made.clear()
        for _ in range(2):
            known.once("number", lambda: made.append(1))
        assert len(made) == wanted
