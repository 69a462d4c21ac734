"""Calls and SMS from operators' replies: by subscriber, by device, by base station, from switches."""

from __future__ import annotations

import polars as pl

from qalqan.intake.lexicon import analyse
from qalqan.intake.patterns import light
from qalqan.intake.typed.base import DROPPED, FLAGGED, Sheet, constant, first
from qalqan.values import duration

_IN = (
    r"(?i)^\s*(в$|вх|in|inc|incoming|inbound|к[iі]р[iі]с|mt|mtc|t$|term|принят|входящ|получ|i$|2$)|входящ|incoming|"
    r"к[iі]р[iі]с|\bmt[c]?\b|terminat|[ (/,-]вх([ .)/,]|$)"
)
_OUT = (
    r"(?i)^\s*(и$|исх|out|outgoing|outbound|шы[ғг?]ыс|mo|moc|o$|orig|исходящ|отправ|1$)|исходящ|outgoing|шы[ғг?]ыс|"
    r"\bmo[c]?\b|originat|[ (/,-]исх([ .)/,]|$)"
)
_SMS = r"(?i)sms|смс|сообщ|хабарлама|mms"
_DATA = r"(?i)data|данны|деректер|gprs|internet|интернет|дерек|lte|трафик|pdp|packet|пакет|wap"
_VOICE = (
    r"(?i)voice|звон|голос|вызов|разговор|call|дауыс|[қк?]о[ңн?]ырау|moc|mtc|переадрес|speech|telephony|телефон|"
    r"s[oө]йлес"
)
_HIDDEN = (
    r"(?i)^(аноним|anon(ym\w*|im\w*)?$|unknown|не ?определ|не ?опред\.|скрыт|(номер|абонент) (скрыт|неизвест)|"
    r"(номер|абонент) не ?определ|"
    r"hidden|private( number)?$|withheld|restricted|unavailable|неизвест|(нөм[iі]р[iі]? )?жасыр|белг[iі]с[iі]з|"
    r"(no )?caller id)"
)
_READ = r"^\+[0-9]{7}"
_CUT_OFF = r"^(\+|8 ?\()[0-9 ()-]{0,8}$|^8[ (-]*7[0-9 ()-]{4,9}$|^77[0-9]{5,7}$|^7(0[0-9]|47|5[0-9]|6[0-4]|7[15678])$"
"""The beginning of a number, or an operator's prefix alone: no service has such a short number."""
_CGI = light(r"^\s*\d{3}[-/:_ ]\d{2,3}[-/:_ ](\w{1,6})[-/:_ ](\w{1,9})\s*$")
_PAIR = light(
    r"(?i)^\s*(?:lac)?[:= ]*([0-9A-Fa-fx]{1,6})\s*[-/:_;.,| ]\s*(?:cid|ci|cell)?[:= ]*([0-9A-Fa-fx]{1,9})\s*$"
)


def read(sheet: Sheet) -> pl.DataFrame:
    """Observation columns of the rows that are calls."""
    at, _ = sheet.moment("at", "raw_time")
    a, b = _number(sheet, "a"), _number(sheet, "b")
    other = _number(sheet, "other")
    lost = _lost(sheet, {"a": a, "b": b, "other": other})
    own = first(_number(sheet, "own_number"), _head_number(sheet))
    direction = _direction(sheet)
    own = first(own, _constant_caller(sheet, a, direction))
    a, b, direction = _sided(sheet, a, b, own, other, direction)
    columns = {
        "at": at, "a": a, "b": b, "duration_s": _duration(sheet, at), "service": _service(sheet),
        "direction": direction, "own_number": own, "imei": _imei(sheet), "imsi": _imsi(sheet),
        "cell": first(_cell(sheet), sheet.head("cell")),
        "cell_address": first(sheet.text("cell_address"), sheet.head("cell_address")), "trunk": sheet.text("trunk"),
    }  # fmt: skip
    needs = {"reason-no-time": at.is_null(), "reason-no-numbers": (a.is_null() & b.is_null()) | lost}
    return sheet.finish(columns, needs)


def _number(sheet: Sheet, name: str) -> pl.Series:
    """E.164 where it is a phone, else as written (short codes, names of senders); accounts and cards are neither."""
    read = sheet.identifier(name, "phone")
    strange = read["kind"].is_in(["iban", "card", "wallet"]).fill_null(value=False)
    sheet.refuse(strange, name, "reason-other-kind", DROPPED)
    return read.select(pl.when(~strange).then("value").alias(name))[name]


def _lost(sheet: Sheet, numbers: dict[str, pl.Series]) -> pl.Series:
    """Rows that name a side nobody can read: figures that are no number, a number cut off, a word for "hidden"."""
    odd = {
        name: read.is_null() & sheet.raw(name).is_not_null() | ~read.str.contains(_READ).fill_null(value=True)
        for name, read in numbers.items() if sheet.has(name)
    }  # fmt: skip
    odd = {name: mask for name, mask in odd.items() if mask.any()}
    if not odd:
        return pl.Series("lost", [False]).new_from_index(0, sheet.height)
    spoken = _service(sheet) != "data"
    frame = pl.DataFrame({name: mask & _unread(sheet.raw(name), numbers[name], spoken) for name, mask in odd.items()})
    return frame.select(pl.any_horizontal(pl.all()).alias("lost"))["lost"]


def _unread(raw: pl.Series, read: pl.Series, spoken: pl.Series) -> pl.Series:
    text = pl.col("t").str.strip_chars()
    hidden = pl.col("s") & (text.str.contains(_HIDDEN) | text.str.contains(_CUT_OFF))
    figures = pl.col("v").is_null() & text.str.contains(r"[0-9]{7}")
    frame = pl.DataFrame({"t": raw, "v": read, "s": spoken})
    return frame.select((figures | hidden).fill_null(value=False).alias("lost"))["lost"]


def _head_number(sheet: Sheet) -> pl.Series:
    numbers = [one.number or None for one in sheet.letterheads]
    if not any(numbers):
        return constant(None, sheet.height)
    written = pl.Series("a", numbers, dtype=pl.String)
    fixed = Sheet(pl.DataFrame({"row": range(len(numbers)), "a": written}), {}, sheet.reading)
    return fixed.identifier("a", "phone")["value"].gather(sheet.table)


def _constant_caller(sheet: Sheet, a: pl.Series, direction: pl.Series) -> pl.Series:
    """The number in column A of a reply whose A is always the subscriber, whichever way the call went."""
    frame = pl.DataFrame({"a": a, "d": direction, "t": sheet.table})
    same = (pl.col("a").n_unique() == 1) & ~pl.col("a").is_null().any() & (pl.len() >= 3)
    both = (pl.col("d") == "in").any() & (pl.col("d") == "out").any()
    return frame.select(pl.when((same & both).over("t")).then("a").alias("a"))["a"]


def _direction(sheet: Sheet) -> pl.Series:
    """``in``, ``out`` or null: from the direction column, else from the kind of service."""
    frame = pl.DataFrame({"d": sheet.raw("direction"), "s": sheet.raw("service")})
    told = [
        pl.when(pl.col(name).str.contains(_OUT)).then(pl.lit("out")).when(pl.col(name).str.contains(_IN)).then(pl.lit("in"))
        for name in ("d", "s")
    ]  # fmt: skip
    return frame.select(pl.coalesce(told).alias("direction"))["direction"]


def _sided(  # noqa: PLR0917
    sheet: Sheet, a: pl.Series, b: pl.Series, own: pl.Series, other: pl.Series, direction: pl.Series
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Caller, called and direction, from A and B or from own and other number."""
    frame = pl.DataFrame({"a": a, "b": b, "own": own, "other": other, "dir": direction})
    frame = frame.with_columns(
        lone=pl.coalesce("other", pl.when(pl.col("a").is_null()).then("b"), pl.when(pl.col("b").is_null()).then("a"))
    )
    pair = pl.col("a").is_not_null() & pl.col("b").is_not_null()
    from_lone = ~pair & pl.col("own").is_not_null() & (pl.col("lone") != pl.col("own"))
    incoming = pl.col("dir") == "in"
    unknown = frame.select((from_lone & pl.col("dir").is_null() & pl.col("other").is_not_null()).alias("u"))["u"]
    sheet.refuse(unknown, "other", "reason-no-direction", FLAGGED)
    wrong = pair & incoming & (pl.col("a") == pl.col("own")) & (pl.col("b") != pl.col("own"))
    wrong_out = pair & (pl.col("dir") == "out") & (pl.col("b") == pl.col("own")) & (pl.col("a") != pl.col("own"))
    turn = (wrong | wrong_out).fill_null(value=False)
    caller_only = ~pair & pl.col("own").is_null()
    frame = frame.select(
        a=pl.when(turn).then("b").when(pair | caller_only).then("a")
        .when(incoming.fill_null(value=False)).then("lone").otherwise(pl.coalesce("own", "a")),
        b=pl.when(turn).then("a").when(pair | caller_only).then("b")
        .when(incoming.fill_null(value=False)).then("own").otherwise(
            pl.when(pl.col("lone") != pl.col("own")).then("lone").otherwise(pl.col("b"))
        ),
        dir="dir", own="own",
    )  # fmt: skip
    own_ = pl.col("own")
    seen = pl.when(pl.col("a") == own_).then(pl.lit("out")).when(pl.col("b") == own_).then(pl.lit("in"))
    out = frame.select("a", "b", pl.coalesce("dir", seen).alias("direction"))
    return out["a"], out["b"], out["direction"]


def _service(sheet: Sheet) -> pl.Series:
    frame = pl.DataFrame({"s": sheet.raw("service"), "d": sheet.raw("direction")})
    kinds = [
        pl.when(pl.col(name).str.contains(_SMS)).then(pl.lit("sms"))
        .when(pl.col(name).str.contains(_DATA)).then(pl.lit("data"))
        .when(pl.col(name).str.contains(_VOICE)).then(pl.lit("voice"))
        for name in ("s", "d")
    ]  # fmt: skip
    return frame.select(pl.coalesce(*kinds, pl.lit("voice")).alias("service"))["service"]


def _duration(sheet: Sheet, at: pl.Series) -> pl.Series:
    """Seconds; a header that says minutes makes bare numbers minutes; without one, the end tells."""
    column = sheet.raw("raw_duration")
    if column.null_count() < sheet.height:
        said = analyse(sheet.headers.get("raw_duration", "")).concepts
        unit = "min" if "minutes" in said and "seconds" not in said else "s"
        read = duration.parse_column(column, unit)  # type: ignore[arg-type]
        sheet.refuse(read["reason"].is_not_null(), "raw_duration", read["reason"], DROPPED)
        return read["value"].alias("duration_s")
    if sheet.has("raw_end"):
        end = sheet.instant("raw_end")
        return (end - at).dt.total_seconds().alias("duration_s")
    return pl.Series("duration_s", [None], dtype=pl.Int64).new_from_index(0, sheet.height)


def _imei(sheet: Sheet) -> pl.Series:
    column = sheet.checked("imei", "imei")
    return first(column, sheet.head("imei"))


def _imsi(sheet: Sheet) -> pl.Series:
    return first(sheet.checked("imsi", "imsi"), sheet.head("imsi"))


def _cell(sheet: Sheet) -> pl.Series:
    """LAC-CID, from one column or two."""
    frame = pl.DataFrame({"lac": sheet.text("raw_lac"), "cid": sheet.text("raw_cid"), "cell": sheet.text("cell")})
    frame = frame.with_columns(pl.all().str.replace(r"^(\d+)\.0+$", "${1}"))
    two = pl.when(pl.col("lac").is_not_null() & pl.col("cid").is_not_null()).then(
        pl.concat_str("lac", "cid", separator="-")
    )
    single = pl.col("cell").is_not_null() & ~pl.col("cell").str.contains(_PAIR)
    half = pl.when(pl.col("lac").is_not_null() & single).then(pl.concat_str("lac", "cell", separator="-"))
    told = pl.coalesce("cell", "cid", "lac")
    pieces = [pl.concat_str(told.str.extract(p, 1), told.str.extract(p, 2), separator="-") for p in (_CGI, _PAIR)]
    return frame.select(pl.coalesce(two, half, *pieces, told).alias("cell"))["cell"]
