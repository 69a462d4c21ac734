"""The peers of benchmarks/name_pairs.py, run by a Python that has them: nomenklatura's logic-v1 and logic-v2.

    PYTHON benchmarks/name_pairs_peers.py < {"forms": [...], "left": [...], "right": [...]} > {"logic-v1": [...], ...}

Each name is a person known by name only. Prints a JSON object: for each peer the scores and the seconds of CPU.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module


def main() -> None:
    told = json.load(sys.stdin)
    model = import_module("followthemoney").model
    matching = import_module("nomenklatura.matching")
    entities = []
    for at, form in enumerate(told["forms"]):
        entity = model.make_entity("Person")
        entity.id = str(at)
        entity.add("name", form)
        entities.append(entity)
    pairs = list(zip(told["left"], told["right"], strict=True))
    found = {}
    for name, peer in (("logic-v1", matching.LogicV1), ("logic-v2", matching.LogicV2)):
        config = matching.ScoringConfig.defaults()
        begun = time.process_time()
        scores = [peer.compare(entities[a], entities[b], config).score for a, b in pairs]
        found[name] = {"scores": scores, "seconds": time.process_time() - begun}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
