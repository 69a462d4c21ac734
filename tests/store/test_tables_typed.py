"""Evidence, outcomes, profiles, reports, runs, officers, decisions, purposes: what is put comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from qalqan.errors import NotFound
from qalqan.model.decision import Decision, Verdict
from qalqan.model.evidence import Basis, Evidence
from qalqan.store import cases, decisions, evidence, files, officers, profiles, purposes, runs
from qalqan.store.runs import Run
from qalqan.store.workspace import Workspace

AT = datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC)
BASIS = Basis(case="C-1", request="R-1", expires=AT, covert=True, declassified="D-1")
ONE = Evidence("ab" * 32, "выписка \udcff.csv", 5, AT, BASIS)


def test_evidence(ws: Workspace) -> None:
    ws.commit("a", {}, change=lambda connection: evidence.add(connection, ONE, "dir/a.csv", "KZ-27", "read"))
    with ws.reading() as connection:
        kept = evidence.get(connection, ONE.id)
        assert kept.evidence == replace(ONE, name="выписка \\udcff.csv")
        assert (kept.path, kept.region, kept.status) == ("dir/a.csv", "KZ-27", "read")
        assert evidence.everything(connection) == [kept]
        with pytest.raises(NotFound):
            evidence.get(connection, "none")
    ws.commit("a", {}, change=lambda connection: evidence.set_basis(connection, ONE.id, Basis(case="C-2")))
    ws.commit("a", {}, change=lambda connection: evidence.set_status(connection, ONE.id, "broken", "KZ-75"))
    with ws.reading() as connection:
        kept = evidence.get(connection, ONE.id)
    assert (kept.evidence.basis, kept.status, kept.region) == (Basis(case="C-2"), "broken", "KZ-75")
    with pytest.raises(IntegrityError):
        ws.commit("a", {}, change=lambda connection: evidence.add(connection, ONE, ""))


def test_outcomes(ws: Workspace) -> None:
    row = {"evidence": "e", "file": "a.csv", "sha256": "s", "format": "csv", "record_kind": None, "units": 4,
           "records": 3, "duplicates": 0, "rejected": 1, "skipped": 0, "mapping_confidence": 900,
           "status": "read", "note": "reason-x"}  # fmt: skip
    ws.commit("a", {}, change=lambda connection: files.put(connection, row, [{"part": "1", "at": 3}]))
    with ws.reading() as connection:
        assert files.everything(connection) == [row | {"record_kind": ""}]
        assert files.mappings(connection, "e") == [{"part": "1", "at": 3}]
        assert files.mappings(connection, "none") is None
    ws.commit("a", {}, change=lambda connection: files.put(connection, row | {"records": 4}))
    with ws.reading() as connection:
        assert [one["records"] for one in files.everything(connection)] == [4]


def test_profiles(ws: Workspace) -> None:
    for mapping in ({"c0": "at"}, {"c0": "amount"}):
        ws.commit("a", {}, change=lambda connection, m=mapping: profiles.remember(connection, "f", m, "a.csv"))
    with ws.reading() as connection:
        assert profiles.recall(connection, "f") == {"c0": "amount"}
        assert profiles.everything(connection) == {"f": {"c0": "amount"}}
        assert profiles.recall(connection, "g") is None


def test_reports_keep_every_version(ws: Workspace) -> None:
    versions: list[int] = []
    for words in ("алғашқы", "түзетілген"):
        ws.commit("case", {}, change=lambda connection, w=words: versions.append(
            cases.put(connection, "K-1", "КУИ-1", {"words": w}, "duty")
        ))  # fmt: skip
    assert versions == [1, 2]
    with ws.reading() as connection:
        assert [one.body["words"] for one in cases.versions(connection, "K-1")] == ["алғашқы", "түзетілген"]
        (latest,) = cases.latest(connection)
    assert (latest.version, latest.kui_number, latest.by) == (2, "КУИ-1", "duty")


def test_one_run_counts(ws: Workspace) -> None:
    made = [Run(name, AT, "0.1", {"a": 1}, "in", {"cases": 2}, "out", {"cases": f"runs/{name}/cases.parquet"})
            for name in ("r1", "r2")]  # fmt: skip
    for run in made:
        ws.commit("analyse", {}, change=lambda connection, r=run: runs.add(connection, r))
    with ws.reading() as connection:
        assert runs.current(connection) == made[1]
        assert runs.everything(connection) == made
        assert runs.get(connection, "r1") == made[0]
    ws.commit("a", {}, change=lambda connection: runs.make_current(connection, "r1"))
    ws.commit("a", {}, change=lambda connection: runs.remove(connection, "r2"))
    with ws.reading() as connection:
        assert runs.current(connection) == runs.get(connection, "r1")
        with pytest.raises(NotFound):
            runs.get(connection, "r2")
    with pytest.raises(NotFound):
        ws.commit("a", {}, change=lambda connection: runs.make_current(connection, "r9"))


def test_officers_have_names_and_keys_of_their_own(ws: Workspace) -> None:
    one = officers.Officer("o1", "А. Қасым", "head", "aa", AT)
    ws.commit("a", {}, change=lambda connection: officers.add(connection, one))
    for other in (replace(one, id="o2", name="Б"), replace(one, id="o2", public_key="bb")):
        with pytest.raises(IntegrityError):
            ws.commit("a", {}, change=lambda connection, o=other: officers.add(connection, o))
    ws.commit("a", {}, change=lambda connection: officers.revoke(connection, "o1", AT))
    with ws.reading() as connection:
        assert officers.get(connection, "А. Қасым") == officers.get(connection, "o1") == replace(one, revoked=AT)
        assert officers.everything(connection) == [replace(one, revoked=AT)]
        with pytest.raises(NotFound):
            officers.get(connection, "none")


def test_a_later_decision_stands_for_the_earlier(ws: Workspace) -> None:
    first = Decision("d1", "series:1", "series", Verdict.APPROVE, "o1", AT, "p", "c", "s", "r", "sig")
    later = replace(first, id="d2", verdict=Verdict.REJECT)
    ws.commit("decide", {}, change=lambda connection: decisions.add(connection, first, ""))
    ws.commit("decide", {}, change=lambda connection: decisions.add(connection, later, "d1"))
    with ws.reading() as connection:
        assert decisions.standing(connection, "series:1", "series") == [later]
        assert decisions.of_case(connection, "c") == [first, later]
        assert decisions.everything(connection) == [(first, ""), (later, "d1")]
    with pytest.raises(IntegrityError):
        ws.commit("decide", {}, change=lambda connection: decisions.add(connection, replace(later, id="d3"), "d1"))


def test_every_unmasking_is_logged_without_telling_what_in_the_ledger(ws: Workspace) -> None:
    use = purposes.log(ws, "o1", "court: +7 701 123 45 67", "show:case", 12)
    assert purposes.everything(ws) == [use]
    assert (use.who, use.count) == ("o1", 12)
