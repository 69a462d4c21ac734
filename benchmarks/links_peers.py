"""Scores of peers, run by an interpreter that has them: ``PYTHON links_peers.py NAME < addresses > scores``.

Prints one JSON object: the scores in order (null where a peer cannot read an address) and CPU seconds. Exits with 3
when the peer is not installed. Uses each peer's own offline path.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

Score = Callable[[list[str]], "list[float | None]"]


def fraudurl() -> Score:
    """fraudurl 1.0.1: its own row scorer, offline."""
    from fraudurl import cli  # noqa: PLC0415

    cli._init_worker(False, None)
    return lambda urls: [
        float(row["fraud_probability"]) if "fraud_probability" in row else None for row in cli.score_rows(urls)
    ]


def linksentry() -> Score:
    """linksentry: its random forest over its own features, offline ones only."""
    import pandas  # noqa: PLC0415
    from linksentry import extractor, predictor  # noqa: PLC0415

    model = predictor.load_model()

    def score(urls: list[str]) -> list[float | None]:
        rows = [extractor.get_ordered_features(extractor.extract_features(url, full=False)) for url in urls]
        frame = pandas.DataFrame(rows)[extractor.FEATURE_ORDER]
        return [float(pair[1]) for pair in model.predict_proba(frame)]

    return score


def barb() -> Score:
    """barb-phish: its twelve analyzers and its risk score, no enrichment."""
    from barb.config import load_config  # noqa: PLC0415
    from barb.main import _analyze_single  # noqa: PLC0415

    config = load_config()

    def one(url: str) -> float | None:
        try:
            return float(_analyze_single(url, config, use_cache=False).risk_score)
        except Exception:
            return None

    return lambda urls: [one(url) for url in urls]


PEERS: dict[str, Callable[[], Score]] = {"fraudurl": fraudurl, "linksentry": linksentry, "barb-phish": barb}


def main() -> int:
    try:
        score = PEERS[sys.argv[1]]()
    except ImportError as error:
        print(error, file=sys.stderr)
        return 3
    urls = [line.rstrip("\n") for line in sys.stdin]
    start = time.process_time()
    scores = score(urls)
    print(json.dumps({"scores": scores, "cpu_seconds": time.process_time() - start}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
