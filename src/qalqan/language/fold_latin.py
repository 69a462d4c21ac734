"""Kazakh and Russian written in Latin letters, as a Cyrillic candidate: a second key on which cues are looked for.

Casual Latin leaves letters open (``i`` may be і, и, ы or й), so the candidate is a key for finding and is never
shown.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_PAIRS: Final[dict[str, str]] = {  # the longest first
    "shch": "щ",
    "sch": "щ",
    "s'": "ш",
    "c'": "ч",
    "a'": "ә",
    "o'": "ө",
    "u'": "ү",
    "g'": "ғ",
    "n'": "ң",
    "y'": "у",
    "i'": "и",
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "kh": "х",
    "gh": "ғ",
    "ts": "ц",
    "ya": "я",
    "yu": "ю",
    "yo": "ё",
    "ja": "жа",
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгһижклмнопқрстувухыз", strict=True)),
    **dict(zip("äáğǵñńöóüúūşıýəūïš", "әәғғңңөөүүұшіуәұиш", strict=True)),
}
_LATIN: Final = r"[a-zäáğǵñńöóüúūşıý]{2}"


def cyrillic(texts: pl.Series) -> pl.Series:
    """The Cyrillic candidate of each text that holds Latin words, in small letters; null for a text without any.

    Words in Cyrillic stay as they are. Match it with the same patterns as the text itself, after :func:`kk.bare` on
    both: casual Latin does not tell қ from к.
    """
    small = texts.cast(pl.String).str.to_lowercase()
    latin = small.str.contains(_LATIN).fill_null(value=False)
    found = small.filter(latin).str.replace_many([*_PAIRS], [*_PAIRS.values()], leftmost=True)
    out = pl.repeat(None, len(small), dtype=pl.String, eager=True)
    return out.scatter(latin.arg_true(), found).alias(texts.name)
