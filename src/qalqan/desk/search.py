"""One box for everything: any value in any script and spelling, a case by a part of its number, a name by its words.

What was typed is read as every kind it may be (``values.any``): those come first. Then cases by a part of a number,
values by their beginning or their last signs, names by the sound of their words (``language.name_words``: Kazakh,
Russian and Latin spellings meet, oblique cases too). Results come by kind with counts; what is hidden is not counted.
Regions and banks are found by their names (`_search_places`) and lead to lists filtered by them.

A part of a personal value finds it only for who may see it in clear: else hits would tell a masked value sign by sign.
A whole value, which the asker has in hand already, finds for everybody; a name is whole with two words of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from qalqan.desk import _search_places as listed
from qalqan.desk import _search_words as words
from qalqan.desk.lens import ALL, Lens, Sight
from qalqan.report import redact
from qalqan.values import any as any_kind

Clear = Callable[[list[tuple[str, str]]], list[bool]]
"""Which of the things (kind, value) the asker sees in clear."""

LONGEST: Final = 200
LEAST_PART: Final = 3
LEAST_END: Final = 4
MOST: Final = 300
"""Values looked at for each way of finding: more hits than a person reads."""
_BETWEEN: Final = " -()\u00a0\u202f"
PAGES: Final = {
    "iban": "account", "contract": "account", "card": "account", "wallet": "account", "phone": "number",
    "short_code": "number", "imei": "device", "imsi": "device", "iccid": "device", "account": "account",
}  # fmt: skip
"""The page that shows a kind of thing; any other kind has the page of a value."""
ORDER: Final = ("region", "bank", "case", "account", "number", "person", "device", "value")
HOW: Final = ("typed", "whole", "part", "begin", "end", "name", "name_begin")
_WHOLE_NAME: Final = 2
SHAPE: Final = {"page": pl.String, "kind": pl.String, "value": pl.String, "how": pl.String}


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one page's kind: (page, kind, value, how, cases), the surest first; ``total`` may exceed the rows."""

    page: str
    total: int
    hits: pl.DataFrame
    more: bool
    """Whether there may be still more than ``total``: only so many are looked at."""


def everything(things: list[tuple[str, str]]) -> list[bool]:
    """For who sees all in clear."""
    return [True] * len(things)


def search(
    lens: Lens, query: str, *, most: int = 10, only: str = "", sight: Sight = ALL, clear: Clear | None = None
) -> tuple[Group, ...]:
    """What the run knows of a query, by kind; ``only`` asks for one page's kind. A blank query finds nothing.

    ``clear`` tells what the asker sees in clear (None: nothing personal): of the rest only a whole value finds.
    """
    asked = " ".join(query[:LONGEST].split())
    if not asked:
        return ()
    found = [_typed(lens, asked), _cases(lens, asked), *_near(lens, asked, clear), *_named(lens, asked, clear)]
    told = pl.concat(found).with_columns(pl.col("how").replace_strict(list(HOW), range(len(HOW))).alias("rank"))
    told = told.sort("rank", "value", maintain_order=True).unique(["page", "value"], keep="first", maintain_order=True)
    full = {page for one in found for page, count in one.group_by("page").len().iter_rows() if count >= MOST}
    groups = []
    lists = listed.places(lens, asked, sight)
    for page in ORDER:
        if only and page != only:
            continue
        if page in lists:
            groups.append(_listed(page, lists[page], most))
            continue
        mine = _seen(lens, told.filter(pl.col("page") == page), sight)
        if mine.height:
            hits = _counted(lens, mine.head(most), sight)
            groups.append(Group(page, mine.height, hits, page in full))
    return tuple(groups)


def _listed(page: str, codes: list[tuple[str, int]], most: int) -> Group:
    """Regions or banks that the query names: what leads to lists filtered by them."""
    rows = [(page, page, code, "listed", cases) for code, cases in codes[:most]]
    return Group(page, len(codes), pl.DataFrame(rows, schema=SHAPE | {"cases": pl.Int64}, orient="row"), more=False)


def _covered(hits: pl.DataFrame, clear: Clear | None) -> pl.DataFrame:
    """Without those that the asker may not find by a part."""
    if clear is None:
        return hits.filter(redact.said_openly(pl.col("kind"), pl.col("value")) & (pl.col("page") != "case"))
    if clear is everything or hits.is_empty():
        return hits
    return hits.filter(pl.Series(clear(hits.select("kind", "value").rows()), dtype=pl.Boolean))


def _frame(rows: list[tuple[str, str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SHAPE, orient="row")


def _typed(lens: Lens, asked: str) -> pl.DataFrame:
    """What was typed, read as every kind it may be, where the run knows it."""
    told = [(one.kind, one.canonical) for one in any_kind.identify(asked) if one.kind != "text"]
    rows = _pages(words.kinds(lens, [value for _, value in told]), "typed")
    aliases = lens.rows("aliases", "alias", [value for _, value in told])["account"].unique().to_list()
    ids = lens.rows("persons", "value", [value for kind, value in told if kind in ("iin", "bin")])
    people = [("person", "person", one, "typed") for one in ids["person_id"].unique().sort().to_list()]
    return pl.concat([rows, _pages(words.kinds(lens, aliases), "typed"), _frame(people)])


def _pages(known: pl.DataFrame, how: str) -> pl.DataFrame:
    page = pl.col("kind").replace_strict(PAGES, default="value")
    return known.select(page.alias("page"), "kind", "value", pl.lit(how).alias("how"))


def _cases(lens: Lens, asked: str) -> pl.DataFrame:
    """Cases by any of their numbers: whole, or a part of at least three signs that holds a figure."""
    exact = [
        one
        for column in ("case_id", "kui_number", "aliases")
        for one in lens.rows("cases", column, [asked])["case_id"].to_list()
    ]
    rows = [("case", "case", one, "typed") for one in exact]
    if len(asked) >= LEAST_PART and any(sign.isdigit() for sign in asked):
        part = pl.any_horizontal(
            pl.col("case_id", "kui_number", "aliases").fill_null("").str.contains(asked, literal=True)
        )
        near = lens.frame("cases").lazy().filter(part).select("case_id").head(MOST).collect()["case_id"]
        rows += [("case", "case", one, "part") for one in near.to_list()]
    return _frame(rows)


def _near(lens: Lens, asked: str, clear: Clear | None) -> list[pl.DataFrame]:
    """Values that begin or end with what was typed, its spaces and brackets left out, where the asker may know."""
    number = sum(sign.isdigit() for sign in asked) > sum(sign.isalpha() for sign in asked)
    bare = "".join(sign for sign in asked if sign not in (_BETWEEN if number else " "))
    if len(bare) < LEAST_PART:
        return []
    found = []
    starts = {bare, bare.upper(), bare.lower()}
    if bare.isdigit():
        starts |= {f"+{bare}", f"+7{bare[1:]}" if bare[0] == "8" else f"+7{bare}"}
    sought = (words.open_values, words.open_ends) if clear is None else (words.values, words.ends)
    values, ends = (one(lens) for one in sought)
    begun = sorted({one for start in starts for one in values.begins(start, MOST)[0]})
    found.append(_covered(_pages(words.kinds(lens, begun), "begin"), clear))
    if len(bare) >= LEAST_END:
        turned = {bare[::-1], bare.upper()[::-1], bare.lower()[::-1]}
        ended = sorted({one[::-1] for start in turned for one in ends.begins(start, MOST)[0]})
        found.append(_covered(_pages(words.kinds(lens, ended), "end"), clear))
    return found


def _named(lens: Lens, asked: str, clear: Clear | None) -> list[pl.DataFrame]:
    """Persons, cases, accounts and numbers by a name: by one word of it, or its words' beginnings, where the asker may
    know it."""
    if sum(sign.isalpha() for sign in asked) < LEAST_PART or any(sign.isdigit() for sign in asked):
        return []
    known = words.names(lens)
    found = []
    for how, refs in zip(("name", "name_begin"), known.find(asked, MOST), strict=True):
        page = pl.col("kind").replace({"phone": "number"})
        kind = pl.col("kind").replace({"account": "iban"})
        hits = refs.select(page.alias("page"), kind, pl.col("id").alias("value"), pl.lit(how).alias("how"))
        whole = how == "name" and sum(bool(words.spellings(one)) for one in words.split(asked)) >= _WHOLE_NAME
        found.append(hits if whole else _covered(hits, clear))
    return found


def _seen(lens: Lens, hits: pl.DataFrame, sight: Sight) -> pl.DataFrame:
    """Without what only hidden cases and evidence tell of."""
    if sight == ALL or hits.is_empty():
        return hits
    cases = hits.filter(~((pl.col("kind") == "case") & pl.col("value").is_in(list(sight.cases))))
    told = lens.rows("mentions", "value", cases["value"].to_list())
    own = lens.rows("persons", "person_id", cases["value"].to_list())
    hidden: list[str] = []
    for name, frame in (("value", told), ("person_id", own)):
        left = sight.of(frame)[name].unique()
        hidden += frame.filter(~pl.col(name).is_in(left.implode()))[name].unique().to_list()
    return cases.filter(~pl.col("value").is_in(hidden))


def _counted(lens: Lens, hits: pl.DataFrame, sight: Sight) -> pl.DataFrame:
    """With the number of cases that have each thing; a case stands for itself."""
    rows = lens.rows("identifiers", "value", hits["value"].to_list(), sight)
    cases = rows.group_by("value").agg(pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"))
    told = hits.join(cases, on="value", how="left", maintain_order="left")
    return told.select(
        *SHAPE, pl.when(pl.col("kind") == "case").then(1).otherwise(pl.col("cases").fill_null(0)).alias("cases")
    )


def warm(lens: Lens) -> None:
    """Make ready what the box looks into; called in the background when a run begins to count."""
    words.values(lens)
    words.ends(lens)
    words.open_values(lens)
    words.open_ends(lens)
    words.names(lens)
    any_kind.identify("qalqan.kz")  # reads the lists of domains, which are loaded when first asked for
