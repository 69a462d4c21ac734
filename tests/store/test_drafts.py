"""Drafts, views, versions: nobody's work is lost to somebody else's."""

from __future__ import annotations

import threading

import pytest

from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.store import drafts
from qalqan.store.workspace import Workspace


def test_a_draft_is_kept_by_versions(ws: Workspace) -> None:
    with ws.beside() as connection:
        assert drafts.save(connection, "o1", "report", "new", {"words": "қоңырау \ud800"}, 0) == 1
        assert drafts.save(connection, "o1", "report", "new", {"words": "екінші"}, 1) == 2
        assert drafts.save(connection, "o1", "decide", "C-1", {}, 0) == 1
        assert drafts.save(connection, "o2", "report", "new", {}, 0) == 1
    for seen in (0, 1, 7):
        with pytest.raises(Conflict, match="error-conflict"), ws.beside() as connection:
            drafts.save(connection, "o1", "report", "new", {"words": "кеш"}, seen)
    with ws.beside() as connection:
        kept = drafts.draft(connection, "o1", "report", "new")
        assert kept is not None
        assert (kept.version, kept.body) == (2, {"words": "екінші"})
        assert {(one.kind, one.key) for one in drafts.drafts(connection, "o1")} == {
            ("report", "new"),
            ("decide", "C-1"),
        }
        drafts.discard(connection, "o1", "report", "new")
        assert drafts.draft(connection, "o1", "report", "new") is None
        assert drafts.draft(connection, "o2", "report", "new") is not None


def test_a_draft_has_a_limit(ws: Workspace) -> None:
    with pytest.raises(UsageError, match="error-draft-long"), ws.beside() as connection:
        drafts.save(connection, "o1", "report", "new", {"words": "а" * drafts.MOST_CHARS}, 0)


def test_a_view_has_a_short_name_that_tells_nothing(ws: Workspace) -> None:
    told = {"q": "+77010000001", "page": 3}
    with ws.beside() as connection:
        name = drafts.keep_view(connection, b"k", "search", told, "o1")
        assert drafts.keep_view(connection, b"k", "search", told, "o2") == name
        assert drafts.keep_view(connection, b"other", "search", told, "o1") != name
        assert drafts.keep_view(connection, b"k", "graph", told, "o1") != name
        assert (len(name), name.isalnum(), "7701" in name) == (16, True, False)
        assert drafts.view(connection, name, "search") == told
        for other in ((name, "graph"), ("nothing", "search")):
            with pytest.raises(NotFound):
                drafts.view(connection, *other)


def test_of_two_changes_of_one_version_one_is_kept(ws: Workspace) -> None:
    for seen in range(3):
        told: list[str] = []

        def change(officer: str, seen: int = seen, told: list[str] = told) -> None:
            try:
                with ws.beside() as connection:
                    drafts.take(connection, "case:C-1", seen, officer)
                told.append("kept")
            except Conflict as error:
                told.append(str(error.args_["officer"]))

        threads = [threading.Thread(target=change, args=(f"o{number}",)) for number in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        with ws.reading() as connection:
            now = drafts.version(connection, "case:C-1")
        assert now.number == seen + 1
        assert sorted(told) == sorted(["kept", *[now.officer] * 3]), "each of the others hears who was quicker"


def test_what_nobody_changed_has_no_version(ws: Workspace) -> None:
    with ws.reading() as connection:
        assert drafts.version(connection, "case:C-9") == drafts.Version(0)
