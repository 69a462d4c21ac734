"""The model card of talk, written by the training."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from qalqan.learn import measure
from qalqan.learn.corpus import Written
from qalqan.scam._model import Model
from qalqan.scam._reading import TONGUES as LANGUAGES

_HEAD = """# Model card: talk

Written by `python -m qalqan.learn.talk`; do not edit.

**What it is.** For one text or transcript: a score 0-1000, a verdict, a class (scam, recruiting of droppers, harm to
children, none), the cues with their quotes, and a record of the scheme. Grammar of word meanings in Kazakh, Russian
and English, linear heads on hashed letter runs, words, phrases and meanings (of the caller, and apart from them of
the called person), the text as a whole weighed with its strongest critical cues, an integer calibration by language.
No network, no foreign weights. A score proposes; people decide. Low
autonomy in the sense of the law on AI.

**What it is not.** No real labelled Kazakh scam text is public, so nobody can claim field accuracy, and neither do
we: every figure here is on texts written by us. A low score is never a proof that a text is harmless.

**Trained on.** Texts invented by hand for Qalqan, in `src/qalqan/learn/corpora/`, each line with its author tag and
provenance; no real person, number or message. Corpora named `contrast` hold scams and look-alikes that are as hard to
tell apart as their authors could make them; those named `opened` were a blind part until it had been looked at.
Never trained on: clinic_code, vote_code, school_diary, bailiff_debt, deepfake_boss, tickets, parts, refund_link (their
texts and look-alikes are a development part, `tests/learn/texts`).
"""


def write(written: list[Written], scores: npt.NDArray[np.int64], model: Model, sha256: str) -> str:
    """The card: what it is, its figures by language and family on texts of unseen authors, its limits."""
    chances = scores / 1000.0
    positive = np.array([one.kind != "benign" for one in written])
    lines = [_HEAD, _counts(written), _by_language(written, chances, positive), _by_family(written, scores, model)]
    low, high = model.bounds.tolist()
    lines.append(
        f"**Verdicts.** no signs ≤ {low} < unclear < {high} ≤ scam-like.\n\n"
        "**Known limits.** Irony, very short texts, new schemes in words no corpus holds, other languages of the "
        "country "
        "(Uzbek, Uyghur, Turkish), speech recognised badly. Plots are read by their schemes, not as messages. "
        "Letters lost to `?` cost cues.\n\n"
        f"`talk.npz` SHA-256 `{sha256}`\n"
    )
    return "\n".join(lines)


def _counts(written: list[Written]) -> str:
    told = Counter((one.language, one.kind) for one in written)
    kinds = ("scam", "recruit", "harm", "benign")
    rows = [f"| {name} | " + " | ".join(str(told[name, kind]) for kind in kinds) + " |" for name in LANGUAGES]
    families = len({one.family for one in written})
    authors = len({one.author for one in written})
    return (
        f"{len(written)} texts, {families} families, {authors} author tags.\n\n"
        "| language | scam | recruit | harm | benign |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _by_language(written: list[Written], chances: npt.NDArray[np.float64], positive: npt.NDArray[np.bool_]) -> str:
    language = np.array([one.language for one in written])
    rows = []
    for name in (*LANGUAGES, "all"):
        here = np.ones(len(written), bool) if name == "all" else language == name
        if here.any():
            f = measure.figures(chances[here], positive[here], rounds=200)
            told = " | ".join(f"{m:.3f} ({a:.3f}-{b:.3f})" for m, a, b in (f.auroc, f.recall, f.ece))
            rows.append(f"| {name} | {f.texts} | {told} |")
    return (
        "**Figures** on our own corpora, each text read by heads that saw no text of its author "
        "(cross-validation; 95 % intervals by bootstrap; the weighing of evidence has seen these readings):\n\n"
        "| language | texts | AUROC | recall at 1 % false alarms | ECE |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def _by_family(written: list[Written], scores: npt.NDArray[np.int64], model: Model) -> str:
    told: dict[str, list[int]] = {}
    for one, score in zip(written, scores.tolist(), strict=True):
        if one.kind != "benign":
            told.setdefault(one.family, []).append(score)
    high = int(model.bounds[1])
    low = int(model.bounds[0])
    rows = [
        f"| {name} | {len(found)} | {sum(s >= high for s in found)} | {sum(low < s < high for s in found)} |"
        for name, found in sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))
        if len(found) >= 5
    ]
    return "| family (5 texts or more) | texts | scam-like | unclear |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
