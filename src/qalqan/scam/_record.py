"""The record of a scheme: whom they pose as, the pretext, what they ask for, the way of the money, the order."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.scam._heads import CRITICAL
from qalqan.scam._lexicon import lexicon

UNCLEAR: Final = "unclear"
Flags = npt.NDArray[np.bool_]
Masks = npt.NDArray[np.uint64]

PERSONAS: Final = (
    ("bank_security", "SECURITY"), ("knb", "KNB"), ("national_bank", "NATBANK"), ("financial_monitoring", "FINMON"),
    ("police", "POLICE"), ("bailiff", "COURT"), ("tax", "TAX"), ("tson", "TSON"), ("operator", "OPERATOR"),
    ("post", "POST"), ("clinic", "CLINIC"), ("school", "SCHOOL"), ("vote", "VOTE"), ("utility", "UTILITY"),
    ("pension_fund", "PENSION"), ("courier", "COURIER"), ("support", "SUPPORT"), ("bank", "BANK"), ("broker", "BROKER"),
    ("boss", "BOSS"), ("relative", "RELATIVE"), ("friend", "FRIEND"), ("shop", "SHOP"), ("employer", "JOB"),
)  # fmt: skip
PRETEXTS: Final = (
    ("harm", "DEATH"), ("accident", "ACCIDENT"), ("loan_in_your_name", "YOURNAME"), ("investment", "INVEST"),
    ("crypto", "CRYPTO"), ("prize", "PRIZE"), ("refund", "REFUND"), ("parcel", "PARCEL"), ("intercom", "UTILITY"),
    ("vote", "VOTE"), ("clinic", "CLINIC"), ("school", "SCHOOL"), ("debt", "DEBT"), ("fine", "FINE"), ("tax", "TAX"),
    ("pension", "PENSION"), ("suspicious_operation", "SUSPICIOUS"), ("loan", "LOAN"), ("rent", "RENT"),
    ("delivery", "DELIVERY"),
    ("purchase", "GOODS"), ("job", "JOB"), ("task", "TASK"), ("number", "OPERATOR"), ("data_update", "TSON"),
)  # fmt: skip
ACTIONS: Final = (
    "self_harm", "remote_access", "app_install", "safe_account", "courier", "ask_code", "ask_card", "ask_password",
    "ask_iin", "dropper", "crypto", "link_lure", "transfer", "loan", "prize", "easy_income",
)  # fmt: skip
ROUTES: Final = (
    ("safe_account", "safe_account"), ("courier", "cash_courier"), ("crypto", "crypto"),
    ("dropper", "through_your_card"),
    ("link_lure", "payment_page"), ("ask_card", "card_data"), ("transfer", "transfer"), ("loan", "loan"),
)  # fmt: skip
CODES: Final = (("card", ("CVV",)), ("egov", ("CODE", "TSON")), ("bank", ("CODE", "BANK")), ("sms", ("CODE",)))


def record(cues: pl.DataFrame, masks: Masks, posed: Masks, texts: int) -> pl.DataFrame:
    """Columns persona, pretext, action, code_type, money_route, stages, by text.

    ``cues`` has index, head and start of the cues in force; ``masks`` are the concepts of each text, ``posed`` those of
    its units that pose as somebody.
    """
    heads = np.zeros((texts, len(ACTIONS)), np.bool_)
    asked = cues.filter(pl.col("head").is_in(ACTIONS))
    if asked.height:
        place = {name: i for i, name in enumerate(ACTIONS)}
        heads[asked["index"].to_numpy(), [place[name] for name in asked["head"].to_list()]] = True
    stages = (
        cues.filter(pl.col("head").is_in((*CRITICAL, "pose", "secrecy", "isolation", "threat")))
        .sort("index", "start", "head")
        .unique(["index", "head"], keep="first", maintain_order=True)
        .group_by("index", maintain_order=True)
        .agg(pl.col("head").str.join(">").alias("stages"))
    )
    frame = pl.DataFrame(
        {
            "index": np.arange(texts, dtype=np.uint32),
            "persona": _first(PERSONAS, posed),
            "pretext": _first(PRETEXTS, masks),
            "action": _named(ACTIONS, ACTIONS, heads, "none"),
            "code_type": _code(masks, heads),
            "money_route": _named([r for _, r in ROUTES], [a for a, _ in ROUTES], heads, "none"),
        }
    )
    return (
        frame.join(stages, on="index", how="left", maintain_order="left")
        .drop("index")
        .with_columns(pl.col("stages").fill_null(""))
    )


def _first(named: tuple[tuple[str, str], ...], masks: Masks) -> list[str]:
    """The first name whose concept a row holds, else "unclear"."""
    known = lexicon()
    out = np.full(len(masks), UNCLEAR, object)
    for name, concept in reversed(named):
        out[_holds(masks, known.bits(concept))] = name
    return [str(one) for one in out]


def _holds(masks: Masks, bits: Masks) -> Flags:
    return ((masks & bits) != 0).any(axis=1)  # type: ignore[no-any-return]


def _named(names: list[str] | tuple[str, ...], heads: list[str] | tuple[str, ...], held: Flags, none: str) -> list[str]:
    out = np.full(len(held), none, object)
    for name, head in reversed(list(zip(names, heads, strict=True))):
        out[held[:, ACTIONS.index(head)]] = name
    return [str(one) for one in out]


def _code(masks: Masks, heads: Flags) -> list[str]:
    known = lexicon()
    asked = heads[:, [ACTIONS.index("ask_code"), ACTIONS.index("ask_card")]].any(axis=1)
    out = np.full(len(masks), "", object)
    for name, concepts in reversed(CODES):
        here = asked.copy()
        for concept in concepts:
            here &= _holds(masks, known.bits(concept))
        out[here] = name
    return [str(one) for one in out]
