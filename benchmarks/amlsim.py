"""Both AMLSim archives through a mapping file: every row accounted for.

    python benchmarks/amlsim.py --data DATA

DATA holds ``money/20K_cycle200.tgz`` and ``money/20K_fanin200.tgz``; says so when it does not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.desk.quality import quality
from qalqan.settings import load

COLUMNS = ("format", "record_kind", "units", "records", "rejected", "skipped", "status")
MAPPING = Path(__file__).with_suffix(".toml")


def main() -> int:
    """Print a line an archive and one a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "money"
    archives = sorted(folder.glob("20K_*.tgz"))
    if not archives:
        print(f"absent: {folder}/20K_*.tgz", file=sys.stderr)
        return 2
    lost = 0
    for archive in archives:
        with tempfile.TemporaryDirectory() as temp:
            ws = Path(temp) / "ws"
            init(ws)
            begun = time.perf_counter()
            done = ingest(ws, [archive], load()[0], basis="request=benchmark", mapping=MAPPING)
            lost += done.units != done.accounted
            print(f"{archive.name}: {done.told()} in {time.perf_counter() - begun:.1f} s")
            for row in quality(ws).files.to_dicts():
                told = {
                    name: row[name]
                    for name in ("format", "record_kind", "units", "records", "rejected", "skipped", "status")
                }
                print(f"  {row['file']}: {told}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
