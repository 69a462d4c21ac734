"""Links: the method set to set, the shipped weights, peers, speed, and a list of genuine and look-alike addresses.

    python benchmarks/links.py --data ../shared/data [--peers PYTHON] [--sample 4000] [--seed 1] [--trainings 0 1 2]
    python benchmarks/links.py --blind FOLDER [--show]

Method: trained here on the *other* outside set and the addresses we wrote, scored on the one named, weights thrown
away. Shipped: the weights of the package, which never saw an outside set. AUROC and recall at 1 % false alarms with a
bootstrap interval (95 %, by registered domain). The shapes of the corpora were written while these sets were known:
figures of development. ``--blind``: FOLDER has ``genuine.txt`` and ``lookalikes.txt``, one address a line, ``#`` begins
a comment.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.learn import links as learn
from qalqan.scam import _links_model as model_
from qalqan.scam import links

TARGETS = {"ebbu2017": (0.980, 0.70), "iscx+phishtank2020": (0.980, 0.75)}
ROUNDS = 200
ALERTS = ("lookalike", "suspicious")
PEERS = ("fraudurl", "linksentry", "barb-phish")


def sets(folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Outside sets as (genuine, fake) addresses."""
    ebbu = [json.loads((folder / f"ebbu2017_{kind}.json").read_text("utf-8")) for kind in ("legitimate", "phishing")]
    benign = (folder / "iscx_benign.csv").read_text("utf-8", "replace").splitlines()
    with (folder / "phishtank_2020.csv").open(encoding="utf-8", newline="") as file:
        phish = [row["url"] for row in csv.DictReader(file)]
    pairs = {"ebbu2017": ebbu, "iscx+phishtank2020": [benign, phish]}
    return {name: (sorted(set(good) - {""}), sorted(set(bad) - {""})) for name, (good, bad) in pairs.items()}


def interval(scores: np.ndarray, label: np.ndarray, domains: pl.Series, seed: int) -> dict[str, list[float]]:
    """The 95 % interval of AUROC and recall, drawing domains with replacement."""
    chance = np.random.default_rng(seed)
    code = domains.fill_null("").rank("dense").to_numpy().astype(np.int64) - 1
    order = np.argsort(code, kind="stable")
    edges = np.searchsorted(code[order], np.arange(code.max() + 2))
    found = []
    for _ in range(ROUNDS):
        drawn = chance.integers(0, code.max() + 1, code.max() + 1)
        rows = np.concatenate([order[edges[one] : edges[one + 1]] for one in drawn])
        found.append(learn.figures(scores[rows], label[rows]))
    return {
        name: [round(float(np.quantile([one[name] for one in found], q)), 4) for q in (0.025, 0.975)]
        for name in found[0]
    }


def told(name: str, what: str, scores: np.ndarray, label: np.ndarray, domains: pl.Series, seed: int) -> None:
    figures = learn.figures(scores, label)
    between = interval(scores, label, domains, seed)
    auroc, recall = TARGETS[name]
    print(
        f"{name:20} {what:12} AUROC {figures['auroc']:.4f} {between['auroc']} (target {auroc})  "
        f"recall at 1 % {figures['recall_at_1_percent']:.4f} {between['recall_at_1_percent']} (target {recall})",
        flush=True,
    )


def outside(folder: Path, seed: int, trainings: list[int]) -> None:
    """Method (trained with each seed of ``trainings``) and shipped weights on every outside set."""
    known = sets(folder)
    for name, pair in known.items():
        held = learn.prepared([pair], a_domain=1 << 30)
        others = [other for other_name, other in known.items() if other_name != name]
        learnt = learn.prepared([*others, learn.corpus()])
        for number in (*trainings, None):
            model = model_.shipped() if number is None else learn.train(learnt, number)
            margins = model_.margin(model, held.parts, held.told)
            what = "shipped" if number is None else f"method {number}"
            told(name, what, margins, held.label, held.parts["domain"], seed)
        verdicts = links.read(held.parts["text"])["verdict"].is_in(ALERTS).to_numpy()
        print(
            f"{name:20} shipped verdicts: {verdicts[held.label == 0].mean():.4f} of genuine alert, "
            f"{verdicts[held.label == 1].mean():.4f} of fake",
            flush=True,
        )


def beside(folder: Path, python: str, sample: int, seed: int) -> None:
    """Peers, and the shipped weights beside them, on one sample of each set."""
    for name, pair in sets(folder).items():
        chance = random.Random(seed)
        urls, label = [], []
        for kind, texts in enumerate(pair):
            drawn = chance.sample(texts, min(sample // 2, len(texts)))
            urls += [text.replace("\n", " ") for text in drawn]
            label += [kind] * len(drawn)
        truth = np.array(label)
        domains = links.read(pl.Series(urls))["domain"]
        for peer in PEERS:
            command = [python, str(Path(__file__).with_name("links_peers.py")), peer]
            done = subprocess.run(command, input="\n".join(urls), capture_output=True, text=True, check=False)
            if done.returncode:
                print(
                    f"{name:20} {peer:12} absent ({done.stderr.strip().splitlines()[-1:] or done.returncode})",
                    flush=True,
                )
                continue
            answer = json.loads(done.stdout)
            scores = np.array([-1.0 if score is None else score for score in answer["scores"]])
            told(name, peer, scores, truth, domains, seed)
            print(f"{name:20} {peer:12} {len(urls) / answer['cpu_seconds']:.0f} addresses a second", flush=True)


def calibration() -> float:
    """Seconds of a fixed loop of this machine, to compare times of different days."""
    start = time.process_time()
    total = 0
    for number in range(5_000_000):
        total += number & 7
    assert total
    return time.process_time() - start


def speed(seed: int) -> None:
    """Addresses a second of one core, rules, weights and grounds included."""
    good, bad = learn.corpus()
    urls = random.Random(seed).sample([*good, *bad], 10_000)
    links.read(pl.Series(urls[:10]))
    loop = calibration()
    start = time.process_time()
    links.read(pl.Series(urls))
    spent = time.process_time() - start
    print(f"speed: {len(urls) / spent:.0f} addresses a CPU second (calibration loop {loop:.3f} s; target 2000)")


def blind(folder: Path, show: bool) -> int:
    """Genuine addresses that alert and look-alikes that do not."""
    missed = 0
    for kind, wanted in (("genuine", False), ("lookalikes", True)):
        lines = [line.strip() for line in (folder / f"{kind}.txt").read_text("utf-8").splitlines()]
        urls = [line for line in lines if line and not line.startswith("#")]
        read = links.read(pl.Series(urls, dtype=pl.String))
        alerts = read["verdict"].is_in(ALERTS)
        wrong = read.with_columns(text=pl.Series(urls)).filter(alerts != wanted)
        missed += wrong.height
        print(f"{kind}: {len(urls)} addresses, {int(alerts.sum())} alert, {wrong.height} wrong (target 0)")
        if show:
            for text, score, verdict, brand, grounds in wrong.select(
                "text", "score", "verdict", "brand", "grounds"
            ).rows():
                print(f"  {text}  {verdict} {score} {brand or ''}  {grounds}")
    return 1 if missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--peers", metavar="PYTHON", help="interpreter that has the peers")
    parser.add_argument("--sample", type=int, default=4000, help="addresses of a set given to peers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trainings", type=int, nargs="+", default=[0, 1, 2], help="seeds the method is trained with")
    parser.add_argument("--blind", type=Path)
    parser.add_argument("--show", action="store_true", help="list the wrong ones")
    given = parser.parse_args()
    if given.blind:
        return blind(given.blind, given.show)
    speed(given.seed)
    folder = given.data / "urls" if given.data else None
    if folder is None or not folder.is_dir():
        print("outside sets: absent (--data)")
        return 0
    if given.peers:
        beside(folder, given.peers, given.sample, given.seed)
    else:
        print("peers: absent (--peers)")
    outside(folder, given.seed, given.trainings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
