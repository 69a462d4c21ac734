"""The spool: whole records back, damage told, nothing lost by a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import UsageError
from qalqan.gate import spool as spooling
from qalqan.gate.spool import Spool, lines, segments

_records = st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(), max_size=4), max_size=20)


@given(_records)
def test_records_come_back(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]]) -> None:
    folder = tmp_path_factory.mktemp("spool")
    with Spool(folder) as spool:
        for record in records:
            spool.put(record)
    found = [record for segment in segments(folder) for _, record in lines(segment)]
    assert found == records


def test_a_large_spool_goes_on_in_a_new_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "SEGMENT_BYTES", 200)
    with Spool(tmp_path) as spool:
        for one in range(20):
            spool.put({"n": one})
    assert len(segments(tmp_path)) > 1
    assert [record["n"] for one in segments(tmp_path) for _, record in lines(one) if record] == list(range(20))


def test_damage_is_told_and_an_unfinished_line_waits(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        for one in range(3):
            spool.put({"n": one})
    (segment,) = segments(tmp_path)
    raw = segment.read_bytes().replace(b'{"n":1}', b'{"n":7}')
    segment.write_bytes(raw[:-3])
    found = list(lines(segment))
    assert [record for _, record in found] == [{"n": 0}, None]
    segment.write_bytes(raw)
    assert [record for _, record in lines(segment, found[-1][0])] == [{"n": 2}]


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom qalqan.gate.spool import Spool\n"
        "spool = Spool(Path(sys.argv[1]))\n"
        "for n in range(50): spool.put({'n': n})\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -9
    (segment,) = segments(tmp_path)
    assert [record for _, record in lines(segment)] == [{"n": n} for n in range(50)]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="error-gate-spool"):
        Spool(tmp_path / "file")


def test_a_record_that_a_full_disk_cut_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    with Spool(tmp_path) as spool:
        spool.put({"n": 1})
        monkeypatch.setattr(os, "write", lambda file, whole: write(file, whole[:5]))
        with pytest.raises(OSError, match="space"):
            spool.put({"n": 2})
        monkeypatch.undo()
        spool.put({"n": 3})
    (segment,) = segments(tmp_path)
    assert [record for _, record in lines(segment)] == [{"n": 1}, None, {"n": 3}]
