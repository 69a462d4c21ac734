"""Who is who: our record linkage on Splink's historical people, beside Splink on the same rows; persons of a region.

    python benchmarks/people.py --data ../shared/data [--peers PYTHON]
    python benchmarks/people.py --region [--seeds 101] [--regime middle]

The first prints pair and B-cubed figures on the half of the true clusters (split by hash of their name) that no choice
was made on; fields, keys and the bar of the clustering were chosen on the other half, weights are learned without
labels on all rows. Splink runs where ``--peers`` names a Python that has it; its threshold is chosen on the first half,
too. The second makes regions with the simulator, analyses them and compares persons with its truth.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import people_region
from qalqan.link import _fellegi as fellegi
from qalqan.link import _fellegi_block as block
from qalqan.link import _fellegi_fields as fields

FILE = "linkage/historical_people.parquet"
KEYS = [
    ("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"), ("postcode_fake", "first_name"),
    ("postcode_fake", "surname"), ("postcode_fake", "dob"), ("dob", "birth_place"), ("dob", "occupation"),
    ("s4", "year"), ("f3", "surname", "birth_place"), ("out", "dob"), ("postcode_fake", "occupation"),
    ("out", "f3", "year"), ("birth_place", "surname"), ("birth_place", "f3", "year"), ("f3", "s4"), ("s4", "out"),
    ("f3", "out"), ("s4", "birth_place"), ("last", "dob"), ("s4", "monthday"), ("f3", "surname", "occupation"),
    ("f3", "monthday", "year"),
]  # fmt: skip
FURTHER = ("year", "f3", "out")
CAP = 300


def compared(rows: pl.DataFrame) -> list[fields.Field]:
    """The fields; a post code tells the town, so both are one field."""
    code = rows["postcode_fake"]
    place = fields.alike("birth_place", rows["birth_place"], (880,), rarity=False)
    post = fields.parted("postcode", code, [code.str.extract(r"^([a-z]+)"), code.str.extract(r"^(\S+)")])
    return [
        fields.alike("first_name", rows["first_name"], (750, 880)),
        fields.alike("surname", rows["surname"], (750, 880)),
        fields.misprint("dob", rows["dob"], 2),
        fields.crossed("place", place, post),
        fields.alike("occupation", rows["occupation"], (850,)),
        fields.equal("gender", rows["gender"], rarity=False),
    ]


def ours(rows: pl.DataFrame) -> tuple[np.ndarray[Any, Any], str]:
    """The cluster of every row, and what was learned, told short."""
    keyed = rows.with_columns(
        pl.col("dob").str.slice(0, 4).alias("year"),
        pl.col("dob").str.slice(5).alias("monthday"),
        pl.col("postcode_fake").str.extract(r"^(\S+)").alias("out"),
        pl.col("first_name").str.slice(0, 3).alias("f3"),
        pl.col("surname").str.slice(0, 4).alias("s4"),
        pl.col("full_name").str.split(" ").list.get(-1).alias("last"),
    )
    used = sorted({column for key in KEYS for column in key} | set(FURTHER))
    met = block.pairs(keyed.select(used), KEYS, FURTHER, CAP)
    what = compared(rows)
    known = fellegi.learn(what, len(rows), met.left, met.right)
    told = f"{met.left.size:,} pairs compared, {len(met.thinned)} blocks thinned, EM {known.rounds} rounds"
    return fellegi.resolve(what, known, len(rows), met.left, met.right), told


def figures(true: pl.Series, made: pl.Series, half: pl.Series) -> dict[str, float]:
    """B-cubed and pair figures over the records of ``half``; all records count as company."""
    both = pl.DataFrame({"t": true, "m": made, "half": half}).with_columns(
        pl.len().over("t").alias("in_t"), pl.len().over("m").alias("in_m"), pl.len().over("t", "m").alias("in_both")
    )
    own = both.filter("half")

    def pairs(*by: str) -> int:
        size = own.group_by(by).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    p, r = own.select(
        (pl.col("in_both") / pl.col("in_m")).mean().alias("p"), (pl.col("in_both") / pl.col("in_t")).mean().alias("r")
    ).row(0)
    hit, said, is_ = pairs("t", "m"), pairs("m"), pairs("t")
    pp, pr = hit / max(said, 1), hit / max(is_, 1)
    told = {"b3_p": p, "b3_r": r, "b3_f1": 2 * p * r / (p + r), "pair_p": pp, "pair_r": pr}
    told["pair_f1"] = 2 * pp * pr / max(pp + pr, 1e-9)
    return {name: round(float(value), 4) for name, value in told.items()}


def calibration(rows: pl.DataFrame, true: pl.Series) -> float:
    """Expected calibration error over the pairs compared (ten bins of what was said)."""
    keyed = rows.with_columns(
        pl.col("dob").str.slice(0, 4).alias("year"), pl.col("surname").str.slice(0, 4).alias("s4")
    )
    met = block.pairs(keyed, [("s4", "year"), ("first_name", "dob"), ("postcode_fake", "surname")], ("dob",), CAP)
    what = compared(rows)
    known = fellegi.learn(what, len(rows), met.left, met.right)
    chance = 1 / (1 + np.exp2(-fellegi.score(what, known, met.left, met.right) / 1000))
    same = (true.gather(met.left) == true.gather(met.right)).to_numpy()
    bins = np.minimum((chance * 10).astype(int), 9)
    off = [abs(chance[bins == at].mean() - same[bins == at].mean()) * (bins == at).mean() for at in np.unique(bins)]
    return round(float(sum(off)), 4)


def splink(python: str, rows: pl.DataFrame, true: pl.Series, half: pl.Series) -> dict[str, object]:
    """The peer's figures at the threshold that is best on the other half."""
    script = Path(__file__).with_name("people_splink.py")
    with tempfile.TemporaryDirectory() as temp:
        source, target = Path(temp) / "rows.parquet", Path(temp) / "out.parquet"
        rows.write_parquet(source)
        ran = subprocess.run([python, script, source, target], capture_output=True, text=True, check=False)
        if ran.returncode:
            return {"absent": ran.stderr.strip().splitlines()[-1:]}
        made = rows.select("unique_id").join(pl.read_parquet(target), on="unique_id", how="left", maintain_order="left")
    thresholds = [name for name in made.columns if name != "unique_id"]
    best = max(thresholds, key=lambda name: figures(true, made[name], ~half)["b3_f1"])
    seconds = [float(word) for word in ran.stderr.split()[-2:]]
    return {"threshold": best, **figures(true, made[best], half), "cpu_s": seconds[0], "wall_s": seconds[1]}


def historical(data: Path, peers: str) -> None:
    """Print our figures and the peer's."""
    rows = pl.read_parquet(data / FILE)
    true = rows["cluster"]
    parity = {one: hashlib.sha256(one.encode()).digest()[-1] % 2 == 1 for one in true.unique().sort()}
    half = true.replace_strict(parity, return_dtype=pl.Boolean)
    rows = rows.drop("cluster")
    ours(rows.head(500))  # compile
    begun = time.process_time(), time.perf_counter()
    label, told = ours(rows)
    spent = {"cpu_s": round(time.process_time() - begun[0], 1), "wall_s": round(time.perf_counter() - begun[1], 1)}
    made = pl.Series(label)
    begun_loop = time.process_time()
    sum(at * at % 7 for at in range(2_000_000))
    loop = round(time.process_time() - begun_loop, 2)
    print(f"{len(rows)} rows, {true.n_unique()} people; {told}; calibration loop {loop} s")
    print("ours, the half chosen on ", json.dumps(figures(true, made, ~half)))
    print("ours, the other half     ", json.dumps(figures(true, made, half) | spent))
    print("ours, probability of pairs: expected calibration error", calibration(rows, true))
    print("splink, the other half   ", json.dumps(splink(peers, rows, true, half)) if peers else "absent: --peers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--peers", default="", help="a Python that can import splink")
    parser.add_argument("--region", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[101])
    parser.add_argument("--regime", default="middle")
    parser.add_argument("--cases", type=int, default=365)
    given = parser.parse_args()
    if given.data and (given.data / FILE).exists():
        historical(given.data, given.peers)
    elif given.data:
        print(f"{given.data / FILE} is absent")
    if given.region:
        for seed in given.seeds:
            print(json.dumps(people_region.measure(seed, given.regime, given.cases)), flush=True)


if __name__ == "__main__":
    main()
