"""Talk read: AUROC, recall at 1 % false alarms, calibration error by language and family, with peers beside.

    python benchmarks/talk.py                                    our corpora, authors left out in turn
    python benchmarks/talk.py --blind tests/learn/texts          families never trained on, with their look-alikes
    python benchmarks/talk.py --blind FOLDER                     a part that nobody who tunes has seen
    python benchmarks/talk.py --data ../shared/data              false alarms on real Kazakh reviews too

Peers: whole-text TF-IDF with a logistic (trained on the same corpora), and the strongest cue alone. Then disguises,
speed (with a calibration loop of the same machine), and hostile texts. Needs the extra [learn].
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.learn import corpus, measure
from qalqan.learn._disguise import WAYS, disguised
from qalqan.scam import _model, _reading, talk
from qalqan.scam._heads import HEADS

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def main() -> None:
    """Print every figure asked for."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--blind", type=Path, default=None, help="folder of blind texts in the corpora's form")
    told.add_argument("--data", type=Path, default=None, help="folder of outside sets")
    told.add_argument("--seed", type=int, default=7)
    given = told.parse_args()
    ours = corpus.load()
    if given.blind is None:
        across(ours)
        shown = ours
    else:
        shown = corpus.load(given.blind)
        blind(ours, shown, given.seed)
    disguises(shown, given.seed)
    reviews(given.data)
    speed(shown)
    hostile()


def truth(texts: list[corpus.Written]) -> Flags:
    """Which texts are harmful."""
    return np.array([one.kind != "benign" for one in texts])


def scores(texts: list[str], channels: list[str]) -> tuple[Floats, Floats, pl.DataFrame]:
    """Chances of the shipped model, the strongest cue alone, and everything read."""
    read = talk.read(pl.Series(texts, dtype=pl.String), pl.Series(channels, dtype=pl.String))
    strongest = [
        max([cue["weight"] for cue in json.loads(cues) if cue["weight"] > 0], default=0)
        - max([-cue["weight"] for cue in json.loads(cues) if cue["weight"] < 0], default=0)
        for cues in read["cues"]
    ]
    return read["score"].to_numpy() / 1000.0, np.array(strongest) / 2000.0 + 0.5, read


def tfidf(train: list[corpus.Written], kept: Flags, test: list[str]) -> Floats:
    """The peer: chances of whole-text TF-IDF (letters 2-5 inside words) with a logistic."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - not every run needs it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - not every run needs it

    seen = [one.text for one, use in zip(train, kept, strict=True) if use]
    turn = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    model = LogisticRegression(C=10.0, solver="liblinear", random_state=7)
    model.fit(turn.fit_transform(seen), truth(train)[kept])
    return model.predict_proba(turn.transform(test))[:, 1]  # type: ignore[no-any-return]


def table(texts: list[corpus.Written], ways: dict[str, Floats], seed: int) -> None:
    """Figures of each way by language."""
    positive = truth(texts)
    language = np.array([one.language for one in texts])
    print(f"{'way':12s} {'language':9s} texts  harm  AUROC                 recall at 1 % FPR      ECE")
    for name, chances in ways.items():
        for one in (*_reading.TONGUES, "all"):
            here = np.ones(len(texts), np.bool_) if one == "all" else language == one
            if here.any():
                print(f"{name:12s} {one:9s} {measure.figures(chances[here], positive[here], seed).row()}")


def families(texts: list[corpus.Written], chances: Floats) -> None:
    """Recall of each harmful family at the threshold of 1 % false alarms, and false alarms of each benign one."""
    positive = truth(texts)
    benign = np.sort(chances[~positive])[::-1]
    threshold = benign[min(int(0.01 * benign.size), benign.size - 1)]
    found: dict[tuple[bool, str], list[bool]] = {}
    for one, chance in zip(texts, chances.tolist(), strict=True):
        found.setdefault((one.kind != "benign", one.family), []).append(chance > threshold)
    print("family: found / texts at 1 % false alarms")
    rows = [f"{name} {sum(hits)}/{len(hits)}" for (harm, name), hits in sorted(found.items()) if harm]
    print("  " + "; ".join(rows))
    print(
        "  benign that alert: "
        + "; ".join(f"{n} {sum(h)}/{len(h)}" for (harm, n), h in sorted(found.items()) if not harm and any(h))
    )


def blind(ours: list[corpus.Written], texts: list[corpus.Written], seed: int) -> None:
    """The blind part with the shipped model."""
    print(f"blind part: {len(texts)} texts; model {_model.digest()[:12]}")
    chances, cues, read = scores([one.text for one in texts], [one.channel for one in texts])
    peer = tfidf(ours, np.ones(len(ours), np.bool_), [one.text for one in texts])
    table(texts, {"qalqan": chances, "cues alone": cues, "TF-IDF": peer}, seed)
    families(texts, chances)
    kinds = read["class"].to_list()
    harmful = [i for i, one in enumerate(texts) if one.kind != "benign" and kinds[i] != "none"]
    right = sum(kinds[i] == texts[i].kind for i in harmful)
    print(
        f"class right among harmful texts with one: {right}/{len(harmful)}; "
        f"verdicts {sorted(read['verdict'].value_counts().rows())}"
    )


def across(texts: list[corpus.Written]) -> None:
    """Our corpora: every text read by heads that saw no text of its author."""
    from qalqan.learn import talk as training  # noqa: PLC0415 - not every run needs it

    print(f"our corpora: {len(texts)} texts, authors left out")
    model, prepared, unseen = training.train(texts)
    chances = training.unseen_scores(model, prepared, unseen) / 1000.0
    peer = np.zeros(len(texts))
    part = training.parts(texts)
    for nth in range(training.PARTS):
        test = part == nth
        peer[test] = tfidf(texts, ~test, [one.text for one, use in zip(texts, test, strict=True) if use])
    table(texts, {"qalqan": chances, "TF-IDF": peer}, 7)
    families(texts, chances)
    heard = prepared.reading.heard
    rows = []
    for i in range(len(HEADS)):
        wanted = prepared.unit_targets[heard, i] == 1
        rows.append(measure.average_precision(unseen.units[heard, i], wanted))
    print("cue heads, average precision: " + ", ".join(f"{h} {r:.2f}" for h, r in zip(HEADS, rows, strict=True)))
    print(f"macro {np.nanmean(rows):.3f}")


def disguises(texts: list[corpus.Written], seed: int) -> None:
    """Each disguise: alerts (scam-like) on benign texts and on harmful ones, against clean ones; beside them the shares
    above the score that 1 % of the clean benign texts pass."""
    positive = truth(texts)
    channels = [one.channel for one in texts]
    read = scores([one.text for one in texts], channels)[2]
    clean, score = read["verdict"].to_numpy() == talk.SCAM_LIKE, read["score"].to_numpy()
    benign = np.sort(score[~positive])[::-1]
    threshold = benign[min(int(0.01 * benign.size), benign.size - 1)]
    print("disguise: alerts on benign / harmful; above the threshold of 1 % false alarms on clean benign / harmful")
    told = f"{(score > threshold)[~positive].mean():.4f} / {(score > threshold)[positive].mean():.3f}"
    print(f"  clean      {clean[~positive].mean():.4f} / {clean[positive].mean():.3f}   {told}")
    for way in WAYS:
        rng = np.random.default_rng(seed)
        read = scores([disguised(one.text, way, rng) for one in texts], channels)[2]
        alert = read["verdict"].to_numpy() == talk.SCAM_LIKE
        passed = read["score"].to_numpy() > threshold
        told = f"{passed[~positive].mean():.4f} / {passed[positive].mean():.3f}"
        print(f"  {way:10s} {alert[~positive].mean():.4f} / {alert[positive].mean():.3f}   {told}")


def reviews(folder: Path | None) -> None:
    """False alarms on the Kazakh reviews of KazSAnDRA; measured only."""
    file = None if folder is None else folder / "text" / "kazsandra_valid.parquet"
    if file is None or not file.exists():
        print("KazSAnDRA: absent (give --data FOLDER); false alarms on real reviews not measured")
        return
    read = talk.read(pl.read_parquet(file)["text"])
    alerts = int((read["verdict"] == talk.SCAM_LIKE).sum())
    print(f"KazSAnDRA: {alerts} false alarms of {len(read)} reviews = {100 * alerts / len(read):.3f} %")


def speed(texts: list[corpus.Written]) -> None:
    """Short messages a second of one core, beside a loop that tells this machine's speed."""
    start = time.process_time()
    total = 0
    for i in range(5_000_000):
        total += i & 7
    loop = time.process_time() - start
    short = [one.text for one in texts if len(one.text) <= 300] or [one.text for one in texts]
    many = pl.Series((short * (20_000 // len(short) + 1))[:20_000])
    talk.read(many[:100])
    start = time.process_time()
    talk.read(many)
    taken = time.process_time() - start
    print(f"speed: {len(many) / taken:,.0f} short messages a CPU second (calibration loop {loop:.2f} s)")


def hostile() -> None:
    """A megabyte of hostile text: CPU time of one reading, cut to the signs that are read."""
    shapes = {
        "one letter": "а" * 1_000_000, "spaces": " " * 1_000_000, "figures": "1 " * 500_000,
        "codes": "код скажи " * 100_000,
        "negated": "не говори " * 100_000, "turns": "A: код\n" * 140_000, "zero width": "к\u200bо\u200bд " * 150_000,
        "mixed": "кoд пapоль " * 90_000, "signs": "?!%" * 330_000, "dots": "a." * 500_000,
    }  # fmt: skip
    talk.read(pl.Series(["один"]))
    for name, text in shapes.items():
        start = time.process_time()
        talk.read(pl.Series([text]))
        print(f"hostile {name:10s} {(time.process_time() - start) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
