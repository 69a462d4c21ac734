"""What is made before the door opens: after it the first page finds its template, its words and its queue."""

from __future__ import annotations

import pytest

from qalqan.console import queue_view, warm, words
from qalqan.console.house import House
from qalqan.desk import queue
from qalqan.desk._queue_proposals import KINDS


def test_templates_and_proposals_are_not_made_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = words.environment(house.seals)
    warm.pages(pages)
    warm.run(house, house.tables())
    monkeypatch.setattr(type(pages.loader), "load", _made_again)
    monkeypatch.setattr(queue, "proposals", _made_again)
    assert pages.get_template("today.html").name == "today.html"
    assert queue_view.queue_of(house).proposed(house.tables(), b"")[0].keys() == set(KINDS)


def _made_again(*_told: object) -> object:
    raise AssertionError("made again")
