"""Entities in disguise: recall by kind and way of hiding, precision, false alarms on random numbers, peers beside.

    python benchmarks/entities.py [--count 60] [--seed 1] [--peers PYTHON]

``--peers`` is a Python (of a throw-away environment) that can import ``airlock_pii`` and ``phonenumbers``; without it,
or where one is missing, "absent" is printed. Every text is invented from the seed. Precision counts every entity that
is found beside the one that was hidden. Prints a table and one JSON line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from random import Random
from typing import Any

import polars as pl

import entity_rows as rows
from qalqan.mentions.entities import find

KIND = {
    "tron": "wallet",
    "bitcoin": "wallet",
    "ethereum": "wallet",
    "@handle": "handle",
    "t.me": "handle",
    "wa.me": "phone",
    "e-mail": "email",
    "sum": "money",
    "date": "moment",
}
BEFORE = {
    "phone": ("Звоните на номер ", "Мына нөмірге хабарласыңыз: ", "тел. ", "жаз ватсапқа ", "перезвоните по "),
    "iin": ("ИИН ", "мой ИИН: ", "ЖСН ", "ЖСН-ім ", "иин получателя "),
    "bin": ("БИН ", "БСН: ", "ТОО «Мысал», БИН ", "ЖШС БСН "),
    "iban": ("счёт ", "шотқа аударыңыз ", "IBAN: ", "переведите на "),
    "card": ("на карту ", "картаға салыңыз: ", "номер карты ", "карта Gold "),
    "imei": ("IMEI ", "IMEI: ", "телефонның IMEI нөмірі "),
    "tron": ("кошелёк USDT ", "әмиян: ", "TRC20 "),
    "bitcoin": ("BTC ", "биткоин кошелек: "),
    "ethereum": ("ETH ", "кошелёк "),
    "@handle": ("пишите ", "телеграм ", "менеджерге жазыңыз "),
    "t.me": ("канал ", "сілтеме ", "вступайте "),
    "wa.me": ("жазыңыз ", "пишите сюда "),
    "e-mail": ("почта ", "поштаға жіберіңіз ", "на адрес "),
    "url": ("сайт ", "мына сілтемемен өтіңіз ", "оплатите тут "),
    "ip": ("вход с адреса ", "IP ", "мекенжайдан "),
    "sum": ("переведите ", "предоплата ", "аударыңыз: ", "долг "),
    "date": ("заявка от ", "до ", "күні "),
    "organisation": ("вас беспокоит ", "сізге ", "из ", "я сотрудник "),
    "person": ("получатель ", "звонил ", "сізге ", "подписал "),
}  # fmt: skip
AFTER = ("", ", срочно", " деп жазды", "!", " и ждите", "\nРахмет", ", потом удалите переписку")
PEER = """
import json, sys
out = {"airlock": None, "phonenumbers": None}
texts = json.load(sys.stdin)
try:
    import airlock_pii
    out["airlock"] = [[[str(e.type.value), t[e.start:e.end]] for e in airlock_pii.detect(t)] for t in texts]
except ImportError:
    pass
try:
    import phonenumbers
    out["phonenumbers"] = [
        [["PHONE", m.raw_string] for m in phonenumbers.PhoneNumberMatcher(t, "KZ")] for t in texts]
except ImportError:
    pass
json.dump(out, sys.stdout)
"""
AIRLOCK = {"phone": "PHONE", "wa.me": "PHONE", "iin": "IIN", "bin": "BIN", "iban": "KZ_IBAN", "card": "CARD",
           "e-mail": "EMAIL"}  # fmt: skip


def canonical(kind: str, value: str) -> str:
    """What a reader of the value must give."""
    made = {
        "phone": lambda: "+7" + value[1:],
        "wa.me": lambda: "+" + value[6:],
        "card": lambda: value[:6] + "******" + value[-4:],
        "t.me": lambda: "@" + value[5:],
        "sum": lambda: value.partition(" ")[0] + "00",
        "date": lambda: "-".join(reversed(value.split("."))),
        "organisation": lambda: rows.meant(value),
        "person": lambda: rows.meant(value),
    }
    return made.get(kind, lambda: value)().lower() if kind != "iban" else value.lower()


def texts_of(count: int, rng: Random) -> list[dict[str, str]]:
    """Invented texts: kind, row, what is hidden and how."""
    out = []
    for kind, make in rows.MAKERS.items():
        for row in rows.ROWS:
            made = 0
            for _ in range(count * 3):
                value = make(rng)
                hidden = rows.disguise(kind, value, row, rng)
                if hidden is None or made == count:
                    continue
                made += 1
                after = rng.choice(AFTER)
                if row == "spaced" and after.startswith(" "):
                    after = "  " + after  # a single letter after one blank would be one more letter told apart
                text = rng.choice(BEFORE[kind]) + hidden + after
                out.append({"kind": kind, "row": row, "text": text, "hidden": hidden, "value": canonical(kind, value)})
    return out


def ours(told: list[dict[str, str]]) -> tuple[list[bool], int, int, list[Any]]:
    """Whether each hidden entity was found at its place, entities found in all, wrong ones, some of those."""
    found = find(pl.Series([one["text"] for one in told]))
    hits, every, wrong = [False] * len(told), 0, []
    for index, kind, value, written, start, end in found.iter_rows():
        one = told[index]
        if kind == "domain" and one["kind"] in ("url", "e-mail"):
            continue
        every += 1
        at = one["text"].index(one["hidden"])
        right = value.lower() == one["value"] and kind == KIND.get(one["kind"], one["kind"])
        if right and at <= start and end <= at + len(one["hidden"]):
            hits[index] = True
        else:
            wrong.append((one["kind"], one["row"], one["text"], kind, written))
    return hits, every, len(wrong), wrong[:8]


def alarms(rng: Random, count: int) -> dict[str, float]:
    """False alarms per 500 random numbers."""

    def told(texts: Iterable[str], kinds: tuple[str, ...]) -> float:
        column = pl.Series(list(texts))
        found = find(column)
        return round(500 * found.filter(pl.col("kind").is_in(kinds))["index"].n_unique() / len(column), 2)

    n = range(count)
    state = ("iin", "bin")
    return {
        "12 digits bare": told((f"заказ {rows.digits(rng, 12)} оформлен" for _ in n), state),
        "12 digits after ИИН": told((f"ИИН {rows.digits(rng, 12)} получен" for _ in n), ("iin",)),
        "12 digits after ЖСН/БСН, any": told((f"ЖСН/БСН {rows.digits(rng, 12)}" for _ in n), state),
        "16 digits bare": told((f"трек {rows.digits(rng, 16)} в пути" for _ in n), ("card",)),
        "16 digits after карта": told((f"карта {rows.digits(rng, 16)} есть" for _ in n), ("card",)),
        "34 base58 as wallet": told(
            ("T" + "".join(rng.choice(rows.BASE58) for _ in range(33)) for _ in n), ("wallet",)
        ),
    }  # fmt: skip


def peers(python: str, texts: list[dict[str, str]]) -> dict[str, dict[tuple[str, str], tuple[int, int]] | None]:
    """Recall of the peers by kind and row, where they know the kind; None for an absent one."""
    sent = json.dumps([one["text"] for one in texts])
    ran = subprocess.run([python, "-c", PEER], input=sent, capture_output=True, text=True, check=False)
    answers = json.loads(ran.stdout) if ran.returncode == 0 else {"airlock": None, "phonenumbers": None}
    out: dict[str, dict[tuple[str, str], tuple[int, int]] | None] = {}
    for name, answer in answers.items():
        cells: dict[tuple[str, str], tuple[int, int]] = {}
        for one, found in zip(texts, answer or [], strict=False):
            label = AIRLOCK.get(one["kind"]) if name == "airlock" else "PHONE" * (one["kind"] in ("phone", "wa.me"))
            if label:
                hit = any(kind == label and len(text) * 2 > len(one["hidden"]) for kind, text in found)
                done, of = cells.get((one["kind"], one["row"]), (0, 0))
                cells[one["kind"], one["row"]] = (done + hit, of + 1)
        out[name] = cells if answer is not None else None
    return out


def table(title: str, cells: dict[tuple[str, str], tuple[int, int]]) -> None:
    print(f"\n{title}, recall in per cent")
    print(f"{'':10}" + "".join(f"{row:>11}" for row in rows.ROWS))
    for kind in rows.MAKERS:
        line = [cells.get((kind, row)) for row in rows.ROWS]
        if any(line):
            print(f"{kind:10}" + "".join(f"{100 * c[0] / c[1]:>11.1f}" if c else f"{'–':>11}" for c in line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--random", type=int, default=5000, help="random numbers of each sort")
    parser.add_argument("--peers", default="")
    parser.add_argument("--show", action="store_true", help="print misses")
    args = parser.parse_args()
    rng = Random(args.seed)
    told = texts_of(args.count, rng)
    hits, every, wrong, some = ours(told)
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for one, hit in zip(told, hits, strict=True):
        done, of = cells.get((one["kind"], one["row"]), (0, 0))
        cells[one["kind"], one["row"]] = (done + hit, of + 1)
        if args.show and not hit:
            print("missed", one["kind"], one["row"], one["text"].encode("unicode_escape").decode()
                  if one["row"] in ("zero-width", "keycaps") else one["text"])  # fmt: skip
    table("qalqan", cells)
    weakest = min(cells, key=lambda cell: cells[cell][0] / cells[cell][1])
    made = {
        "texts": len(told),
        "cells": len(cells),
        "weakest": [*weakest, round(cells[weakest][0] / cells[weakest][1], 4)],
        "cells_below_95": sum(done / of < 0.95 for done, of in cells.values()),
        "precision": round((every - wrong) / max(every, 1), 4),
        "false_alarms_per_500": alarms(rng, args.random),
        "seed": args.seed,
    }
    for one in some if args.show else []:
        print("wrong", one)
    for name in ("airlock", "phonenumbers"):
        answer = peers(args.peers, told) if args.peers else {}
        if answer.get(name) is None:
            print(f"\n{name}: absent")
        else:
            table(name, answer[name] or {})
    print(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
