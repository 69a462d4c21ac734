"""What the search box looks into: every value of a run by its beginning and its end, and every name by its words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from qalqan.desk._lens_index import NONE, Index, Rows
from qalqan.desk.lens import Lens
from qalqan.language import name_words
from qalqan.language.name_forms import nominative
from qalqan.report import redact

UNSOUGHT: Final = ("money", "moment", "person", "text", "organisation", "card_hash", "name", "case")
_VALUES: Final = (
    ("mentions", "value", "kind"), ("identifiers", "value", "kind"), ("persons", "value", "kind"),
    ("aliases", "alias", "kind"), ("accounts", "account", "=account"), ("numbers", "number", "=phone"),
    ("subscribers", "number", "=phone"), ("subscribers", "imei", "=imei"), ("subscribers", "imsi", "=imsi"),
    ("subscribers", "iccid", "=iccid"), ("subscribers", "iin", "=iin"), ("holders", "iin", "=iin"),
    ("holders", "phone", "=phone"), ("holders", "card", "=card"), ("end_points", "node", "=account"),
    ("devices", "imei", "=imei"), ("urls", "url", "=url"), ("urls", "domain", "=domain"),
)  # fmt: skip
"""Table, column of the value, and column of its kind (or the kind itself)."""
_NAMES: Final = (
    ("persons", "value", "person_id", "person"), ("cases", "victim_name", "case_id", "case"),
    ("accounts", "holder", "account", "account"), ("subscribers", "holder", "number", "phone"),
)  # fmt: skip
_LEAST_FATHER: Final = 5
_WORDS_MOST: Final = 5
_KEYS_MOST: Final = 400
_SPLIT: Final = r"[^\p{L}\p{M}'’ʼ?]+"


@dataclass(frozen=True, slots=True)
class Names:
    """Rows (kind, id) that a name leads to, and the index of the names' words."""

    refs: pl.DataFrame
    words: Index
    blocks: tuple[int, ...]
    """Where each source's rows begin, and the end: rows of one kind stand together."""

    def find(self, query: str, most: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """(kind, id) whose name has all words of the query whole, and where words only begin so: at most so many of a
        kind."""
        whole, begun = self._rows(query, most)
        return self.refs[self._first(whole, most)], self.refs[self._first(begun, most)]

    def _first(self, rows: Rows, most: int) -> Rows:
        cut = np.searchsorted(rows, self.blocks)
        parts = [rows[low : min(high, low + most)] for low, high in pairwise(cut.tolist())]
        return np.concatenate([NONE, *parts])

    def _rows(self, query: str, most: int) -> tuple[Rows, Rows]:
        told = split(query)
        whole: Rows | None = None
        begun: Rows | None = None
        for word in told[:_WORDS_MOST]:
            keys = spellings(word)
            if not keys:
                continue
            exact = self.words.find(keys)
            if not len(exact):
                keys = sorted({*keys, *(one[:at] + one[at + 1 :] for one in keys for at in range(1, len(one)))})
                exact = self.words.find(keys)
            longer = [key for one in keys for key in self.words.begins(one, _KEYS_MOST)[0]]
            near = exact if len(exact) > most else self.words.find([*keys, *longer])
            whole = exact if whole is None else _both(whole, exact)
            begun = near if begun is None else _both(begun, near)
        if whole is None or begun is None:
            return NONE, NONE
        return whole, np.setdiff1d(begun, whole, assume_unique=True)


def _both(one: Rows, other: Rows) -> Rows:
    return np.intersect1d(one, other, assume_unique=True)


def split(query: str) -> list[str]:
    """The words of a name as typed, in small letters."""
    return str(pl.Series([query]).str.to_lowercase().str.replace_all(_SPLIT, " ")[0]).split()


def spellings(word: str) -> list[str]:
    """The coarse forms under which a word of a name may stand: as it is and out of its case, without script."""
    forms = sorted({word, nominative(word)})
    keys = {key for key in name_words.keys(pl.Series(forms)).to_list() if key}
    keys |= {name_words.skeleton(one) for one in forms}
    return sorted(key for key in keys if len(key) > 1)


def vocabulary(lens: Lens) -> pl.DataFrame:
    """(value, kind) of every value of the run, each once, in order of value."""
    found: pl.DataFrame = lens.stored("search.vocabulary", lambda: _vocabulary(lens))
    return found


def values(lens: Lens) -> Index:
    """The vocabulary by value."""
    return lens.kept("search.values", lambda: Index.of(vocabulary(lens)["value"]))


def ends(lens: Lens) -> Index:
    """The vocabulary by value with its signs turned round: what begins here ends there."""
    return lens.kept("search.ends", lambda: Index.of(vocabulary(lens)["value"].str.reverse()))


def open_values(lens: Lens) -> Index:
    """Of the vocabulary only what nobody is shown masked (links that name nobody, domains), by value."""
    return lens.kept("search.open_whole", lambda: Index.of(_open(lens)))


def open_ends(lens: Lens) -> Index:
    """The same with the signs turned round."""
    return lens.kept("search.open_turned", lambda: Index.of(_open(lens).str.reverse()))


def _open(lens: Lens) -> pl.Series:
    return vocabulary(lens).filter(redact.said_openly(pl.col("kind"), pl.col("value")))["value"]


def kinds(lens: Lens, wanted: list[str]) -> pl.DataFrame:
    """(value, kind) of those of the values that the run knows, in order of value."""
    return vocabulary(lens)[values(lens).find(wanted)]


def _vocabulary(lens: Lens) -> pl.DataFrame:
    """A value told as several kinds is of the firmest; an account is what nothing else is."""
    told = []
    for table, value, kind in _VALUES:
        named = pl.lit(kind[1:]) if kind[0] == "=" else pl.col(kind)
        told.append(lens.frame(table).select(pl.col(value).alias("value"), named.alias("kind")).unique())
    every = pl.concat(told).unique().filter(~pl.col("kind").is_in(list(UNSOUGHT)) & (pl.col("value") != ""))
    every = every.with_columns(pl.col("kind").replace({"account": "iban"}))
    loose = pl.col("kind").replace_strict({"iban": 1, "contract": 2}, default=0)
    return every.sort("value", loose, "kind").unique("value", keep="first", maintain_order=True)


def names(lens: Lens) -> Names:
    """Every name of the run by its words."""

    def made() -> Names:
        told = _told_names(lens)
        index = lens.kept("search.names", lambda: Index.of(_word_keys(told["name"]), joined=True))
        changes = (told["kind"] != told["kind"].shift(1)).fill_null(True).arg_true().to_list()
        return Names(told.select("kind", "id"), index, (*changes, told.height))

    found: Names = lens.once("search names", made)
    return found


def _told_names(lens: Lens) -> pl.DataFrame:
    told = []
    for table, name, ref, kind in _NAMES:
        frame = lens.frame(table)
        if table == "persons":
            frame = frame.filter(pl.col("kind") == "name")
        told.append(frame.select(pl.col(name).alias("name"), pl.col(ref).alias("id"), pl.lit(kind).alias("kind")))
    return pl.concat(told).drop_nulls().filter(pl.col("name") != "").unique(maintain_order=True)


def _word_keys(told: pl.Series) -> pl.Series:
    """The coarse keys of each name's words, joined by ';'; fathers' names too, by their skeletons."""
    split = pl.DataFrame({"name": told}).with_row_index("row")
    split = split.with_columns(
        pl.col("name").str.to_lowercase().str.replace_all(_SPLIT, " ").str.strip_chars().str.split(" ")
    )
    split = split.explode("name").filter(pl.col("name").str.len_chars() > 1)
    distinct = split["name"].unique()
    known = pl.DataFrame({"name": distinct, "key": name_words.keys(distinct)})
    rest = known.filter(pl.col("key").is_null() & (pl.col("name").str.len_chars() >= _LEAST_FATHER))["name"].to_list()
    more = pl.DataFrame(
        {"name": rest, "key": [name_words.skeleton(one) for one in rest]}, schema={"name": pl.String, "key": pl.String}
    )
    keys = pl.concat([known.drop_nulls(), more])
    joined = split.join(keys, on="name").group_by("row").agg(pl.col("key").str.join(";"))
    whole = pl.DataFrame({"row": pl.Series(range(len(told)), dtype=pl.UInt32)})
    return whole.join(joined, on="row", how="left", maintain_order="left")["key"]
