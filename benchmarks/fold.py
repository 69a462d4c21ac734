"""The normal view and entities: messages a second, and passes over hostile texts of a megabyte.

    python benchmarks/fold.py [--count 10000] [--seed 1] [--size 1000000]

Times are of the processor (``time.process_time``), one thread, best of three, beside a calibration loop of the same
run. Messages are invented: a part plain talk, a part with numbers, links, names, a part disguised. Prints one
JSON line.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import argparse
import json
import time
from collections.abc import Callable
from random import Random

import polars as pl

from qalqan.language import fold
from qalqan.mentions.entities import find

PLAIN = (
    "ок",
    "жақсы, рахмет, ертең хабарласамын",
    "когда отправите заказ? я жду уже неделю",
    "Сәлеметсіз бе! Хабарландыру бойынша жазып тұрмын, пәтер бос па?",
    "салем, кеше кездескен жерде күтемін, кешікпе",
)
TOLD = (
    "Переведите {sum} тенге на карту 4400 4301 2345 6789 до 12.05.2025, звоните 8 701 123 45 67",
    "Кодты ешкімге айтпаңыз, сілтеме kaspi-bonus{n}.online/in, телеграм @bonus_{n}",
    "Вас беспокоит служба безопасности Каспи банка, специалист Серикова Айгуль Маратовна",
    "Жәбірленуші Сынақов Ерлан Мысалұлы ҰҚК қызметкерімін деген адамға {sum} теңге аударған",
    "ИИН 850101300005, счёт KZ86125KZT5004100100",
)
HIDDEN = (
    "назовите к о д из смс, звоните восемь семьсот один сто двадцать три сорок пять шестьдесят семь",
    "К\u200bас\u200bпи бaнк: ８７０１１２３４５６７",
    "8️⃣7️⃣0️⃣1️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣ жазыңыз",
    "б е з о п а с н ы й   с ч ё т, 8 7О1 1 23 45 67",
)
HOSTILE = {
    "combining marks": "а" + "\u0301\u0323" * 8,
    "number words": "бір екі үш төрт ",
    "one number word": "жүз ",
    "mixed scripts": "kаsрі ",
    "zero-width": "а\u200b",
    "keycaps": "1\ufe0f\u20e3",
    "spaced letters": "к ",
    "spaced figures": "1 ",
    "spaced both": "к 1 ",
    "dots": "a.",
    "at signs": "a@",
    "round letters": "0О",
    "long forms": "\ufdfa",
    "names": "Серік Сынақов ",
    "initials": "А.",
    "figures": "8 701 ",
}


def best(work: Callable[[], object]) -> float:
    """Seconds of the processor, the best of three."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=1_000_000)
    args = parser.parse_args()
    rng = Random(args.seed)
    shares = ((PLAIN, 0.6), (TOLD, 0.3), (HIDDEN, 0.1))
    texts = [
        rng.choice(kind).format(sum=rng.randrange(1, 900) * 1000, n=rng.randrange(999))
        for kind, share in shares
        for _ in range(int(args.count * share))
    ]
    rng.shuffle(texts)
    column = pl.Series(texts)
    find(column[:50])  # compiled code is made or loaded
    hostile = {name: pl.Series([(unit * args.size)[: args.size]]) for name, unit in HOSTILE.items()}
    made = {
        "messages": len(texts),
        "signs_a_message": round(sum(map(len, texts)) / len(texts), 1),
        "normal_view_a_second": round(len(texts) / best(lambda: fold.read(column))),
        "entities_a_second": round(len(texts) / best(lambda: find(column))),
        "entities_a_second_in_batches_of_1000": round(1000 / best(lambda: find(column[:1000]))),
        "cyrillic_a_second": round(len(texts) / best(lambda: fold.cyrillic(column))),
        "hostile_signs": args.size,
        "normal_view_ms": {n: round(1000 * best(lambda t=t: fold.read(t)), 1) for n, t in hostile.items()},  # type: ignore[misc]
        "entities_ms": {n: round(1000 * best(lambda t=t: find(t)), 1) for n, t in hostile.items()},  # type: ignore[misc]
        "calibration_ms": round(1000 * best(lambda: sum(i * i for i in range(1_000_000))), 1),
        "seed": args.seed,
    }
    print(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    main()
