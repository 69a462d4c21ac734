"""Masking: what a table looks like to someone who gave no purpose.

Identifiers keep enough to tell two apart in a list (first and last signs); names become initials; free text, which
may hold anything about anybody, is withheld with its length. Grounds keep their rule, weight and
places, and lose the values. Everything is a column expression: no row loops. Names of files and of their parts are
given by banks and victims, often after a person or an account: of a file's its ending stays, of a part's the words that
sheets are commonly called by.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import unquote

import polars as pl

from qalqan.model.schema import Table

WITHHELD = "•••"
SHORT_ID = 6
_ENDINGS = frozenset(
    """
    csv tsv txt log md pdf doc docx odt rtf xls xlsx xlsb xlsm ods dbf xml json jsonl html htm mht eml msg mbox zip
    rar 7z tar gz bz2 xz zst jpg jpeg png webp heic tif tiff gif bmp svg mp3 ogg opus wav m4a mp4 vcf db sqlite
    parquet asn1 dat bin
    """.split()  # noqa: SIM905 - a list of words reads better
)
_SHEET_WORDS = frozenset(
    """
    лист листы парақ бет стр страница page pages sheet table таблица кесте счет счёт счета шот шоттар реестр тізілім
    сведения мәлімет деректер данные data выписка үзінді көшірме отчет отчёт есеп report абоненты абоненттер
    subscribers coverage imei imsi calls звонки қоңыраулар детализация операции operations клиенты messages
    """.split()  # noqa: SIM905 - a list of words reads better
)
"""Words of sheets' names that name nobody."""
_FEW_DIGITS = 4
_PLACE = r"[0-9a-f]{16}:[^:;\"]+:"
_KINDS = ("value", "as_written", "member")
LINKS = ("url", "domain")
OPEN_KINDS = ("money", "moment", *LINKS, "case", "cell")
"""Kinds of values that say nothing of a person by themselves: shown to everybody; of links all but what names one."""
_PERSONAL_HOSTS = (
    r"t\.me|telegram\.(?:me|dog)|wa\.me|(?:api\.|web\.)?whatsapp\.com|viber\.click|vk\.(?:com|me)|ok\.ru|m\.me|"
    r"instagram\.com|facebook\.com|fb\.com|tiktok\.com|threads\.net|twitter\.com|x\.com|discord\.(?:gg|com)"
)
"""Hosts whose paths name people: messengers and social networks."""
_LINK_PARTS = (
    (
        rf"(?i)^((?:[a-z]{{2,8}}:/*)?(?:www\.|m\.)?(?:{_PERSONAL_HOSTS})"
        r"/(?:s/|c/|joinchat/|channel/)?[@+]?)([^/?#]{1,2})[^?#]*",
        "${1}${2}" + WITHHELD,
    ),
    (r"[?#].+$", f"?{WITHHELD}"),  # a query may hold a number, a name, a whole message
    (r"(?i)(KZ\d\d)[0-9A-Z]{14}([0-9A-Z]{2})", "${1}" + WITHHELD + "${2}"),
    (r"(\d\d)(?:[-_]?\d){6,}[-_]?(\d\d)", "${1}" + WITHHELD + "${2}"),  # ten figures and more: a phone, an IIN, a card
    (r"([0-9A-Za-z])[0-9A-Za-z._%+-]*(@|%40)", "${1}" + WITHHELD + "${2}"),
)
"""What of a link may name somebody, and what is shown instead; linear patterns, one after another."""
_WRITTEN_HOST = r"(?i)(?:\bt|\bwa|telegram)\s*[\[({]?\s*(?:\.|dot|точка|нүкте)\s*[\])}]?\s*me\b"
_MANY_DIGITS = 9


class _Told(NamedTuple):
    """A column's name and class of personal data."""

    name: str
    personal: str


def masked(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with every personal column masked by its class in the schema."""
    return frame.with_columns(_changes(tuple(_Told(c.name, c.personal) for c in table.columns), tuple(frame.columns)))


@lru_cache(maxsize=512)
def _changes(described: tuple[_Told, ...], names: tuple[str, ...]) -> list[pl.Expr]:
    """What masks a frame of these columns: the same for every page, and as dear to write down as to carry out."""
    columns = [column for column in described if column.name in names]
    by_kind = [c.name for c in columns if c.personal == "text" and c.name in _KINDS] if "kind" in names else []
    changes = [_mask(column) for column in columns if column.personal and column.name not in by_kind]
    changes += [_by_kind(name) for name in by_kind]  # they are of the kind that the row names
    if "subject_kind" in names and "subject" in names:
        changes = [*(one for one in changes if one.meta.output_name() != "subject"), _subject()]
    changes += [_bare_grounds(c.name) for c in columns if c.name == "grounds"]
    return changes


def _mask(column: _Told) -> pl.Expr:
    value = pl.col(column.name)
    return _BY_CLASS[column.personal](value).alias(column.name)


def _ends(value: pl.Expr, first: int, last: int) -> pl.Expr:
    """First and last signs of a value long enough to hide something between them."""
    return (
        pl.when(value.is_null() | (value == ""))
        .then(value)
        .when(value.str.len_chars() > first + last + 2)
        .then(pl.concat_str(value.str.head(first), pl.lit(WITHHELD), value.str.tail(last)))
        .otherwise(pl.lit(WITHHELD))
    )


def _name(value: pl.Expr) -> pl.Expr:
    """«Сәуле Ахметова» → «С. А.»: initials of each word."""
    words = value.str.strip_chars().str.split(" ").list.eval(pl.element().str.head(1) + ".")
    return pl.when(value.is_null() | (value == "")).then(value).otherwise(words.list.join(" "))


def _text(value: pl.Expr) -> pl.Expr:
    told = pl.concat_str(pl.lit(f"{WITHHELD} ("), value.str.len_chars().cast(pl.String), pl.lit(")"))
    return pl.when(value.is_null() | (value == "")).then(value).otherwise(told)


def _account(value: pl.Expr) -> pl.Expr:
    """IBANs keep country, check and bank; end points and frontiers («ATM 270001», «unknown at 722») stay readable."""
    private = value.str.contains(r"[0-9*]{7}") | value.str.contains(r"^[A-Za-z0-9]{20,}$")
    return pl.when(private).then(_ends(value, 7, 3)).otherwise(value)


_BY_CLASS = {
    "name": _name,
    "iin": lambda value: _ends(value, 2, 2),
    "phone": lambda value: _ends(value, 5, 2),
    "account": _account,
    "card": lambda value: _ends(value, 4, 4),
    "device": lambda value: _ends(value, 4, 2),
    "address": _text,
    "text": _text,
}


def _by_kind(name: str) -> pl.Expr:
    value, kind = pl.col(name), pl.col("kind")
    account = _ends(value, 4, 2) if name == "as_written" else _account(value)  # which knows canonical writings alone
    return (
        pl.when(kind.is_in(list(LINKS))).then(_written_link(value) if name == "as_written" else link(value))
        .when(kind.is_in(list(OPEN_KINDS))).then(value)
        .when(kind.is_in(["person", "name"])).then(_ends(value, 6, 2) if name == "member" else _name(value))
        .when(kind.is_in(["phone", "number"])).then(_ends(value, 5, 2))  # each as a column of its own is masked:
        .when(kind.is_in(["iban", "account"])).then(account)  # one thing must look the same in every table
        .when(kind == "card").then(_ends(value, 4, 4))
        .when(kind.is_in(["iin", "bin"])).then(_ends(value, 2, 2))
        .otherwise(_ends(value, 4, 2))
        .alias(name)
    )  # fmt: skip


def link(value: pl.Expr) -> pl.Expr:
    """A link without whom it may name: who is written to in a messenger (``wa.me/77•••``), numbers of ten figures and
    more, accounts, mailboxes, and everything behind ``?``; the site and the rest of its path stay."""
    for pattern, shown in _LINK_PARTS:
        value = value.str.replace_all(pattern, shown)
    return value


def _written_link(value: pl.Expr) -> pl.Expr:
    """The same of a link as somebody wrote it, which may be taken apart by blanks and brackets: withheld then."""
    apart = (value.str.count_matches(r"\d") > _MANY_DIGITS) | value.str.contains(_WRITTEN_HOST)
    return pl.when(apart & (link(value) == value)).then(_ends(value, 4, 0)).otherwise(link(value))


def said_openly(kind: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Whether a value is shown to everybody whole: of an open kind, and no link that names somebody."""
    return kind.is_in(list(OPEN_KINDS)) & (~kind.is_in(list(LINKS)) | (link(value) == value))


def _subject() -> pl.Expr:
    """What an alert is about: numbers and devices lose their middle, cells and trunks are nobody's."""
    value, kind = pl.col("subject"), pl.col("subject_kind")
    return (
        pl.when(kind.is_in(["cell", "trunk"])).then(value)
        .when(kind == "device").then(_ends(value, 4, 2))
        .otherwise(_ends(value, 5, 2))
        .alias("subject")
    )  # fmt: skip


def _bare_grounds(name: str) -> pl.Expr:
    """Grounds without the values they speak of; a shape this pattern does not know is withheld whole."""
    flat = r'"values":\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}'
    bare = pl.col(name).str.replace_all(flat, '"values":{}')
    return pl.when(bare.str.contains(r'"values":\{[^}]')).then(pl.lit("[]")).otherwise(bare).alias(name)


def file(name: str, evidence: str) -> str:
    """A file's name without what it may say of a person: «•••.xlsx · 3fa9c1», the end being the evidence's id."""
    return f"{WITHHELD}{_ending(name)} · {evidence[:SHORT_ID]}" if name else name


def part(name: str) -> str:
    """The name of a file's part (a sheet, a member of an archive) when it is made of common words and small numbers;
    else withheld with the ending of a member's name."""
    words = name.replace("_", " ").replace(".", " ").casefold().split()
    bare = [one.rstrip("0123456789") for one in words]
    few = all(len(one) - len(kept) <= _FEW_DIGITS for one, kept in zip(words, bare, strict=True))
    return name if few and all(one in _SHEET_WORDS or not one for one in bare) else f"{WITHHELD}{_ending(name)}"


def places(frame: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """The frame with names of files and of their parts masked wherever they stand: in columns of their own, and inside
    the places that name rows (locators, ids, grounds). A keyed hash keeps two parts of one file apart."""
    if {"file", "evidence"} <= set(frame.columns):
        named = [name and file(name, one or "") for name, one in frame.select("file", "evidence").iter_rows()]
        frame = frame.with_columns(pl.Series("file", named, pl.String))
    for name, dtype in frame.schema.items():
        if dtype != pl.String:
            continue
        own = frame[name].drop_nulls().unique()
        told = own if name == "part" else own.str.extract_all(_PLACE).explode(empty_as_null=False).drop_nulls().unique()
        hidden = {one: _place(one, key) for one in told.to_list() if one}
        changed = {one: seen for one, seen in hidden.items() if one != seen}
        if changed and name == "part":
            frame = frame.with_columns(pl.col(name).replace(changed))
        elif changed:
            frame = frame.with_columns(pl.col(name).str.replace_many(list(changed), list(changed.values())))
    return frame


def _place(told: str, key: bytes) -> str:
    """A part's name, or a place up to its row, with the name hidden when it may say something of a person."""
    evidence, sep, name = told.rstrip(":").partition(":")
    plain = unquote(name if sep else told)
    seen = part(plain)
    if seen != plain:
        seen += blake2b(plain.encode(), digest_size=4, key=key[:64]).hexdigest()
    return f"{evidence}:{seen}:" if sep else seen


def _ending(name: str) -> str:
    """The ending of a file's name with its dot, when it is one of a kind of file."""
    told = name.rpartition(".")[2].lower()
    return f".{told}" if told in _ENDINGS and told != name.lower() else ""
