"""Kazakh and Russian written in Latin letters, as a Cyrillic candidate: a second key on which cues are looked for.

Spellings of 2017 (apostrophes), 2018 (acutes), 2021 and everyday ones, and Russian as people type it. Casual Latin
leaves letters open (``i`` may be і, и, ы or й), so the candidate is a key for finding and is never shown. Addresses
are put into Cyrillic too: a key is not read as an address.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_KAZAKH: Final[dict[str, str]] = {  # the longest first
    "ay'": "ау",
    "ey'": "еу",
    "iy'": "иу",
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
    "ay": "ай",
    "ey": "ей",
    "oy": "ой",
    "uy": "уй",
    "ai": "ай",
    "ei": "ей",
    "oi": "ой",
    "ia": "ия",
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгһижклмнопқрстувухыз", strict=True)),
    **dict(zip("äáğǵĝñńöóüúūşıýəūïš", "әәғғғңңөөүүұшіуәұиш", strict=True)),
}
_RUSSIAN: Final[dict[str, str]] = {
    "schet": "счет",
    "schit": "счит",
    "schas": "счас",
    **_KAZAKH,
    "ie": "ие",
    "iy": "ий",
    "yy": "ый",
    "ye": "е",
    "ju": "ю",
    "ja": "я",
    "jo": "ё",
    "'": "ь",
    "h": "х",
    "q": "к",
    "w": "в",
    "gh": "гх",
    "ia": "ия",
    "4": "ч",
    "6": "ш",
}
_LATIN: Final = r"[a-zäáğǵñńöóüúūşıý]{2}"
# everyday words of one language that the other never has in Latin letters
_RUSSIAN_WORDS: Final = (
    r"(?:^|[^a-z'])(?:i|na|ne|v|vam|vas|dlya|eto|chto|4to|chtoby|kak|vash|vasha|vashu|moy|vse|pozhaluysta|"
    r"skazhite|soobshchite|schet|scheta|kod|dengi|zvonite|srochno|nuzhno|mozhno|iz|ot|po|za|mne|tebe|ty|my|on|ona)"
    r"(?:[^a-z']|$)"
)
_KAZAKH_WORDS: Final = (
    r"[qäáğǵñńöóüúūşıýəw]|[aeiouy]'[a-z]|(?:^|[^a-z])(?:men|sen|siz|biz|bul|ol|jane|zhane|jok|zhok|bar|kerek|ushin|"
    r"salem|rahmet|sizdin|sizge|bolady|aqsha|aksha|ma|me|ba|be|da|de|ta|te|goi|goy|emes)(?:[^a-z]|$)"
)
_FIGURE_LETTERS: Final = r"[a-z][46][a-z]|\b[46][a-z]{2}"


def cyrillic(texts: pl.Series) -> pl.Series:
    """The Cyrillic candidate of each text that holds Latin words, in small letters; null for a text without any.

    Words in Cyrillic stay. Russian or Kazakh spelling is chosen text by text, by everyday words and letters.
    Match it with the patterns of the text itself, after :func:`qalqan.language.kk.bare` on both: casual Latin does not
    tell қ from к, nor soft signs.
    """
    small = texts.cast(pl.String).str.to_lowercase()
    latin = small.str.contains(_LATIN).fill_null(value=False)
    rows = latin.arg_true()
    told = small.gather(rows).str.replace_many(["’", "ʼ", "`", "‘"], ["'", "'", "'", "'"])
    russian = told.str.count_matches(_RUSSIAN_WORDS) > told.str.count_matches(_KAZAKH_WORDS)
    out = pl.repeat(None, len(small), dtype=pl.String, eager=True)
    for pairs, chosen in ((_RUSSIAN, russian), (_KAZAKH, ~russian)):
        places = rows.filter(chosen)
        if len(places):
            found = _letters(told.filter(chosen), pairs)
            out = out.scatter(places, found)
    return out.alias(texts.name)


def _letters(texts: pl.Series, pairs: dict[str, str]) -> pl.Series:
    """Texts in Cyrillic letters; figures stand for letters only inside words, in texts that write them so."""
    figured = texts.str.contains(_FIGURE_LETTERS)
    plain = {latin: letter for latin, letter in pairs.items() if not latin.isdigit()}
    first = texts.str.replace_many([*plain], [*plain.values()], leftmost=True)
    if "4" not in pairs or not figured.any():
        return first
    rows = figured.arg_true()
    typed = texts.gather(rows)
    for figure in "46":
        typed = typed.str.replace_all(rf"([a-z]){figure}([a-z])", "${1}" + pairs[figure] + "${2}")
        typed = typed.str.replace_all(rf"(^|[^0-9a-z]){figure}([a-z]{{2}})", "${1}" + pairs[figure] + "${2}")
    return first.scatter(rows, typed.str.replace_many([*plain], [*plain.values()], leftmost=True))
