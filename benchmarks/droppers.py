"""Possible droppers ranked: AMLSim beside peers, and our shipped ranker on unseen simulated regions.

    python benchmarks/droppers.py --data DATA --peers PYTHON [--seeds 0 1 2]
    python benchmarks/droppers.py --regions FOLDER...

AMLSim: LightGBM for all, so that features are compared like with like: the usual twenty-three, snapml's
GraphFeaturePreprocessor with them (``--alone``: also without), ours with them. Accounts fall in five folds; each is
scored by a model that did not see its label; features read no label. ``PYTHON`` is an environment with lightgbm,
scikit-learn and snapml.
Regions: folders as ``regions.py --keep`` leaves them, of seeds the ranker was not trained on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from calibration_loop import calibrate


def amlsim(data: Path, peers: str, seeds: list[int], *, alone: bool) -> int:
    """A line a set of features for both archives."""
    from droppers_features import archive, ours, usual  # noqa: PLC0415

    archives = sorted((data / "money").glob("20K_*.tgz"))
    if not archives:
        print(f"absent: {data}/money/20K_*.tgz", file=sys.stderr)
        return 2
    for path in archives:
        rows, label, opening = archive(path)
        with tempfile.TemporaryDirectory() as temp:
            np.savez(
                Path(temp) / "held.npz",
                label=label,
                seeds=np.array(seeds),
                usual=np.column_stack(list(usual(rows, opening).values())),
                ours=np.column_stack(list(ours(rows, opening).values())),
                rows=rows.select("sender", "receiver", "tiyn", "at").to_numpy(),
            )
            print(f"{path.name}: {len(label)} accounts, {int(label.sum())} fraudulent", flush=True)
            script = Path(__file__).with_name("droppers_peers.py")
            subprocess.run([peers, script, f"{temp}/held.npz", *["--alone"] * alone], check=True)
    return 0


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--regions", type=Path, nargs="+")
    parser.add_argument("--alone", action="store_true", help="the peer's features without the usual ones, too")
    given = parser.parse_args()
    print(f"calibration {calibrate():.2f} s")
    if given.regions:
        from droppers_region import told  # noqa: PLC0415

        for line in told(given.regions):
            print(line, flush=True)
    return amlsim(given.data, given.peers, given.seeds, alone=given.alone) if given.data else 0


if __name__ == "__main__":
    sys.exit(main())
