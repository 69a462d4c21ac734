"""Persons named in free text: our tagger for Kazakh, rules of names for Russian and all others.

One given name, surname or capital letter proves no person: a name of the list must stand with a surname, a father's
name or initials, or after a word that introduces people. The value is the name in its first form, as
:mod:`qalqan.values.person` writes it; comparing across spellings is :mod:`qalqan.link.name_match`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.language import name_tags
from qalqan.language._name_list import CUE, everyday
from qalqan.language.name_forms import nominative
from qalqan.values import person

RANK: Final = 13
_ANY: Final = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][a-zа-яёәғқңөұүһі.]|(?:ұлы|қызы|улы|кызы|[ое]вич|[ое]вн[аеуы])"
_KAZAKH: Final = "[әғқңөұүһіӘҒҚҢӨҰҮҺІ]"
_CYRILLIC: Final = "[а-яёА-ЯЁәғқңөұүһіӘҒҚҢӨҰҮҺІ]"
_SHARE: Final = 10  # a text is Kazakh when one letter in so many is its own
_WIDEST: Final = 120  # signs of a name
_AT_ONCE: Final = 3_000_000  # signs read at once: a word's features are 160 bytes
_SHAPE: Final = {"index": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "match": pl.String}
_MOST_WORDS: Final = 3  # the tagger's longer spans give way to the rules'


def find(texts: pl.DataFrame) -> pl.DataFrame:
    """Persons over frame columns ``index``, ``text`` (a line of the normal view), ``offset`` (its place).

    Returns index, start, end, kind, value, rank, match.
    """
    hit = texts.filter(pl.col("text").str.contains(_ANY))
    if not hit.height:
        return pl.DataFrame(schema={**_SHAPE, "kind": pl.String, "value": pl.String, "rank": pl.Int32})
    part = hit["text"].str.len_chars().cast(pl.Int64).cum_sum() // _AT_ONCE
    return pl.concat([_found(one) for one in hit.with_columns(part=part).partition_by("part", maintain_order=True)])


def _found(hit: pl.DataFrame) -> pl.DataFrame:
    """:func:`find` for texts that are tried, so many that their features fit the memory."""
    read = name_tags.words(hit["text"])
    first, last = _spans(read, _kazakh(hit["text"]))
    begin, end = read.begin[first], read.end[last - 1]
    row = read.row[first]
    signs = read.codes.tobytes().decode("utf-32-le")
    written = [signs[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
    found = pl.DataFrame(
        {
            "index": hit["index"].gather(row),
            "start": begin - read.at[row] + hit["offset"].gather(row).to_numpy(),
            "end": end - read.at[row] + hit["offset"].gather(row).to_numpy(),
            "match": pl.Series(written, dtype=pl.String),
        },
        schema=_SHAPE,
    ).filter(pl.col("match").str.len_chars().is_between(3, _WIDEST))
    distinct = found["match"].unique(maintain_order=True)
    forms = pl.Series([nominative(one) for one in distinct], dtype=pl.String)
    lookup = pl.DataFrame({"match": distinct, "value": person.parse_column(forms)["value"]})
    return (
        found.join(lookup, on="match", how="inner", maintain_order="left")
        .filter(pl.col("value").is_not_null() & ~pl.col("value").is_in(everyday()))
        .with_columns(kind=pl.lit("person"), rank=pl.lit(RANK, pl.Int32))
    )


def _kazakh(texts: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which texts are Kazakh by their letters."""
    own, all_ = texts.str.count_matches(_KAZAKH), texts.str.count_matches(_CYRILLIC)
    return np.asarray(((own * _SHARE >= all_) & (own > 1)).to_numpy(), np.bool_)


def _spans(
    read: name_tags.Words, kazakh: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """First words and words after the last: the rules' everywhere, the tagger's in Kazakh texts; the longer of two."""
    from qalqan.language._name_rules import rules  # noqa: PLC0415  compiled code is loaded when a text is read

    n = read.begin.size
    starts, stops = np.empty(n + 1, np.int32), np.empty(n + 1, np.int32)
    count = rules(read.shapes, read.flags, read.codes, read.begin, read.end, read.row, starts, stops)
    first, last = starts[:count].astype(np.int64), stops[:count].astype(np.int64)
    if not kazakh.any():
        return first, last
    labels = np.where(kazakh[read.row], name_tags.labels(read), 0).astype(np.uint8)
    a, b = name_tags.spans(labels, read.row)
    a = a + ((read.flags[a] & CUE != 0) & (b - a > 1))  # the word that introduces a person is no name
    good = name_tags.likely(read, a, b)
    a, b = a[good], b[good]
    ruled = np.zeros(n + 1, np.int64)
    ruled[1:] = np.cumsum(np.bincount(first, minlength=n)[:n])
    several = (b - a > _MOST_WORDS) & (ruled[b] > ruled[a])
    a, b = a[~several], b[~several]
    first, last = np.concatenate([first, a]), np.concatenate([last, b])
    order = np.lexsort((-last, first))
    first, last = first[order], last[order]
    reach = np.concatenate([[0], np.maximum.accumulate(last)[:-1]]) if last.size else last
    apart = first >= reach
    return first[apart], last[apart]
