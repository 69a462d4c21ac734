"""Persons' names in Kazakh text: precision and recall on KazNERD's validation part, by cross-validation.

    python benchmarks/names.py --data DATA [--folds 10] [--peers PYTHON]

The shipped weights are trained on this very part, so they are not scored: every sentence is tagged by a model that
never saw it, trained on the other folds (exact spans). ``--peers`` is a Python that can import ``airlock_pii``; a
peer's name counts as found when its span is exact, and also leniently, when spans overlap. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path

from qalqan.learn import names

PEER = """
import json, sys
try:
    import airlock_pii
except ImportError:
    print("null"); raise SystemExit
texts = json.load(sys.stdin)
kinds = ("PERSON", "NAME")
print(json.dumps([[[e.start, e.end] for e in airlock_pii.detect(t)
    if str(e.type.value).startswith(kinds)] for t in texts]))
"""


def rates(hits: int, found: int, told: int) -> dict[str, float]:
    return {"precision": round(hits / max(found, 1), 4), "recall": round(hits / max(told, 1), 4)}


def peer(python: str, corpus: names.Corpus) -> dict[str, object]:
    """The peer's figures over the sentences written with blanks between the words."""
    words, texts, gold = corpus.words, [], []
    spans = sorted(names.persons(corpus.truth, corpus))
    for row in range(words.first.size - 1):
        at, text, places = 0, [], {}
        for word in range(words.first[row], words.first[row + 1]):
            plain = words.codes[words.begin[word] : words.end[word]].tobytes().decode("utf-32-le")
            places[word] = (at, at + len(plain))
            text.append(plain)
            at += len(plain) + 1
        texts.append(" ".join(text))
        gold.append({(places[a][0], places[b - 1][1]) for a, b in spans if a in places})
    ran = subprocess.run([python, "-c", PEER], input=json.dumps(texts), capture_output=True, text=True, check=False)
    answer = json.loads(ran.stdout) if ran.returncode == 0 and ran.stdout else None
    if answer is None:
        return {"airlock": "absent"}
    told = sum(map(len, gold))
    found = sum(map(len, answer))
    exact = sum(tuple(span) in have for have, spans_ in zip(gold, answer, strict=True) for span in spans_)
    loose = sum(
        any(a < y and x < b for x, y in have) for have, spans_ in zip(gold, answer, strict=True) for a, b in spans_
    )
    reached = sum(
        any(a < y and x < b for a, b in spans_) for have, spans_ in zip(gold, answer, strict=True) for x, y in have
    )
    lenient = {"precision": round(loose / max(found, 1), 4), "recall": round(reached / max(told, 1), 4)}
    return {"airlock": {"exact": rates(exact, found, told), "overlap": lenient}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=names.SEED)
    parser.add_argument("--peers", default="")
    args = parser.parse_args()
    if not (args.data / names.FILE).exists():
        parser.exit(1, f"{args.data / names.FILE} is absent\n")
    corpus = names.load(args.data / names.FILE)
    start = time.process_time()
    guess = names.cross_validated(corpus, args.folds, args.seed)
    spent = time.process_time() - start
    found, told = names.persons(guess, corpus), names.persons(corpus.truth, corpus)
    made: dict[str, object] = {
        "set": "KazNERD validation (CC BY 4.0)",
        "how": f"{args.folds}-fold cross-validation over sentences, exact spans",
        "persons": len(told),
        **rates(len(found & told), len(found), len(told)),
        "seconds_cpu": round(spent, 1),
        "seed": args.seed,
    }
    made |= peer(args.peers, corpus) if args.peers else {"airlock": "absent"}
    print(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    main()
