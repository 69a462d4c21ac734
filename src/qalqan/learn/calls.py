"""Train the model of numbers that call (``detect/data/calls.toml``) on made worlds of calls whose truth is known.

    python -m qalqan.learn.calls [--worlds 48] [--subscribers 20000] [--days 10] [--add FEATURE] [--write]

World ``n`` has the tuning seed ``n`` (1-99; the test seeds from 1000 are never looked at) and the strategy level
``n mod 6``; levels to 4 teach, level 5 is only reported. Fraud stands at the field's base rate in each (SIM-box cards 1
in 5,000-20,000). Fitted by maximum likelihood with a pull to nothing, every world weighing the same; each weight is
bound to the sign that a person would expect, so that no quirk of the simulator turns a lawful trait into a suspicion.
``--add`` fits one feature's weights and leaves all others and the rules as they are: a new sign shall not change what
was tried. Needs the extra ``[learn]``.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.detect import _call_model as model
from qalqan.detect import call_impossible, call_origin, wangiri
from qalqan.detect._call_context import context
from qalqan.detect._call_features import events, followed
from qalqan.detect._call_rows import Calls, coded
from qalqan.learn._additive import fitted

OUT = Path(__file__).parents[1] / "detect" / "data" / "calls.toml"
LEVELS = 6
TAUGHT = 5  # levels below it teach: the best strategy looks like a person, and would teach that persons are boxes
STRENGTH = 0.00002  # of the pull to nothing, per weight and squared bit
COUNTS = -0.1  # bits at least: what speaks for a lawful life always counts
JUDGED = {"impossible-length": 6000, "impossible-country": 6000, "displacement": 3000, "owner-not-own": 3000}
"""Milli-bits by judgement, where made worlds have no such call; a displacement is about a carrier, not a caller."""
MOST = 4.0  # bits at most of one step: no single trait is enough
MOST_BIAS = -3.0  # bits: the simulator has few foreign strangers who call many; there are more
AT = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 65, 80, 100, 150, 200)  # strangers a day at which to look
FOR = {name: cuts for one in model.DETECTORS for name, cuts in one.FOR.items()}
AGAINST = {name: cuts for one in model.DETECTORS for name, cuts in one.AGAINST.items()}
RULES = {
    "origin-fixed": call_origin, "origin-home": call_origin, "impossible-lookalike": call_impossible,
    "impossible-length": call_impossible, "impossible-unassigned": call_impossible,
    "impossible-country": call_impossible, "impossible-short": call_impossible, "impossible-own": call_impossible,
    "wangiri": wangiri,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """What one world teaches: ``looks`` by kind of subject (a row a look: features, ``bad``, ``weight``) and, a rule,
    right and all signs."""

    looks: dict[str, pl.DataFrame]
    rules: dict[str, tuple[int, int]]


def taught(calls: pl.DataFrame, subscribers: pl.DataFrame, bad: pl.Series, false: pl.Series, white: set[str]) -> World:
    """Looks and rules of one world; ``bad``: numbers of those who called; ``false``: numbers shown falsely; ``white``:
    registered gateways (numbers and IMEIs), which are not looked at."""
    rows = coded(calls)
    return World(looks(rows, subscribers, bad, false, white), _rules(rows, {*bad, *false}))


def looks(
    calls: Calls, subscribers: pl.DataFrame, bad: pl.Series, false: pl.Series, white: set[str]
) -> dict[str, pl.DataFrame]:
    """Features at calls that reached one of ``AT`` strangers on their day; a number's day weighs one in all.

    A false number from abroad is fraud's own; at home it belongs to somebody who does not know of it.
    """
    e = events(calls, followed(calls))
    e.told |= context(calls, e, subscribers)
    crowd, before = e.told["fresh_day"], np.concatenate(([0], e.told["fresh_day"][:-1]))
    lawful = calls.names("imei").is_in(white).fill_null(value=False).to_numpy()[e.imei]
    lawful |= calls.names("number").is_in(white).fill_null(value=False).to_numpy()[e.subject]
    seen = model.features(e.told)
    made = {}
    for kind, names in model.KINDS.items():
        here = e.out & e.voice & e.worth & ~lawful & np.isin(crowd, AT) & (crowd != before)
        here &= (e.told["abroad"] > 0) == (kind == "abroad")
        guilty = pl.concat([bad, false]) if kind == "abroad" else bad
        told = pl.DataFrame({"subject": e.subject[here], "days": e.told["days"][here]})
        told = told.with_columns(pl.Series(name, seen[name][here]) for name in names)
        named = calls.names("number").gather(told["subject"])
        made[kind] = told.with_columns(
            named.is_in(guilty.implode()).alias("bad"), (1 / pl.len().over("subject", "days")).alias("weight")
        )
    return made


def _rules(calls: Calls, bad: set[str]) -> dict[str, tuple[int, int]]:
    """Right signs and all signs of each rule."""
    signs = [sign for module in {id(one): one for one in RULES.values()}.values() for sign in module.signs(calls)]
    return {
        rule: (
            sum(sign.rule == rule and sign.subject in bad for sign in signs),
            sum(sign.rule == rule for sign in signs),
        )
        for rule in RULES
    }


def cuts(kind: str) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """A kind's features and cuts: those that speak for fraud, those that speak against."""
    names = model.KINDS[kind]
    return {one: FOR[one] for one in names if one in FOR}, {one: AGAINST[one] for one in names if one in AGAINST}


def steps(made: pl.DataFrame, kind: str) -> np.ndarray:
    """1 where a value reaches a cut (rows x cuts)."""
    rising, falling = cuts(kind)
    reached = [made[name].to_numpy() >= cut for name, of in (rising | falling).items() for cut in of]
    return np.column_stack(reached).astype(np.float32)


def fit(worlds: list[pl.DataFrame], kind: str, add: str = "") -> tuple[float, np.ndarray]:
    """Bias and weights (bits) of greatest likelihood; with ``add`` all but that feature's are held."""
    told = np.vstack([steps(one, kind) for one in worlds]).astype(float)
    sign = np.concatenate([np.where(one["bad"].to_numpy(), 1.0, -1.0) for one in worlds])
    weight = np.concatenate([one["weight"].to_numpy() for one in worlds])
    weight /= weight.sum()
    return fitted(told, sign, weight, _bounds(kind, add), STRENGTH)


def _bounds(kind: str, add: str) -> list[tuple[float, float]]:
    """Between what the bias and each weight may lie, bits."""
    rising, falling = cuts(kind)
    shipped = model.model(kind)
    free = dict.fromkeys(rising, (0.0, MOST)) | dict.fromkeys(falling, (-6.0, COUNTS))
    bounds = [(shipped.bias / 1000,) * 2 if add else (-14.0, MOST_BIAS)]
    for name, of in (rising | falling).items():
        held = add and name != add
        bounds += [(bits / 1000,) * 2 for bits in shipped.bits[name]] if held else [free[name]] * len(of)
    return bounds


def written(models: dict[str, tuple[float, np.ndarray]], rules: dict[str, tuple[int, int]], told: str) -> str:
    """The models as TOML, in milli-bits; a rule's log-odds by its right and all signs, one of each added."""
    lines = [
        f"# Trained by python -m qalqan.learn.calls on {told}.",
        "# Reaching a cut adds its milli-bits of log-odds. What a trait is worth outside the simulator is not known.",
        "",
        "[rule]",
    ]
    for rule, (right, every) in rules.items():
        if every:
            bits = round(1000 * np.log2((right + 1) / (every - right + 1)))
            lines.append(f"{rule} = {bits} # right {right} of {every}")
    lines += [f"{rule} = {bits} # judged" for rule, bits in JUDGED.items() if not rules.get(rule, (0, 0))[1]]
    for kind, (bias, bits) in models.items():
        rising, falling = cuts(kind)
        lines += ["", f"[{kind}]", f"bias = {round(bias * 1000)}"]
        place = 0
        for name, of in (rising | falling).items():
            own = [round(one * 1000) for one in bits[place : place + len(of)]]
            lines += ["", f"[{kind}.feature.{name}]", f"cuts = {list(of)}", f"bits = {own}"]
            place += len(of)
    return "\n".join(lines) + "\n"


def trained(worlds: list[World], told: str) -> str:
    """The shipped file, out of what worlds teach."""
    models = {kind: fit([one.looks[kind] for one in worlds], kind) for kind in model.KINDS}
    rules = {rule: tuple(sum(one.rules[rule][n] for one in worlds) for n in (0, 1)) for rule in RULES}
    return written(models, rules, told)  # type: ignore[arg-type]


def added(worlds: list[World], name: str, told: str) -> str:
    """The shipped file with the weights of one feature fitted on what worlds teach."""
    lines, kind = OUT.read_text("utf-8").splitlines(), ""
    bits = {}
    for one in (one for one, names in model.KINDS.items() if name in names):
        rising, falling = cuts(one)
        place = [feature for feature, of in (rising | falling).items() for _ in of]
        weights = fit([world.looks[one] for world in worlds], one, name)[1]
        bits[one] = [round(1000 * bit) for bit, feature in zip(weights, place, strict=True) if feature == name]
    for at, line in enumerate(lines):
        if line.startswith("["):
            head, _, feature = line.strip("[]").partition(".feature.")
            kind = head if feature == name else ""
        elif kind in bits and line.startswith("bits"):
            lines[at] = f"bits = {bits[kind]} # the others held, on {told}"
    return "\n".join(lines) + "\n"


def main() -> None:
    """Train; print the model, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=48)
    parser.add_argument("--subscribers", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--add", default="", choices=[*FOR, *AGAINST], help="fit this feature alone")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if not 1 <= given.worlds <= 99:
        parser.error("tuning seeds are 1-99")
    from qalqan.simulate import cdr  # noqa: PLC0415 - wanted for training only

    made: list[World] = []
    for seed in range(1, given.worlds + 1):
        if seed % LEVELS < TAUGHT:
            world = cdr.world(seed, subscribers=given.subscribers, days=given.days, level=seed % LEVELS)
            made.append(
                taught(
                    world.tables["calls"], world.tables["subscribers"], world.truth.numbers["value"],
                    world.truth.spoofed["value"], set(world.tables["gateways"]["value"]),
                )
            )  # fmt: skip
    what = f"{len(made)} worlds of {given.subscribers} subscribers and {given.days} days"
    text = added(made, given.add, what) if given.add else trained(made, what)
    if given.write:
        OUT.write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
