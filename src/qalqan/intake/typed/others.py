"""Holders of accounts and cards, subscribers of numbers, messages, and coverage lists."""

from __future__ import annotations

import json

import polars as pl

from qalqan.intake.typed.base import DROPPED, Sheet, constant, first
from qalqan.intake.typed.people import bank_of, split
from qalqan.values import card

_DIGITS = r"^[+0-9() -]{4,20}$"
_TITLED = (
    ("whatsapp", r"(?i)whats|вотс|ватс|воцап|wa$"), ("telegram", r"(?i)telegram|телеграм|^tg$"),
    ("sms", r"(?i)sms|смс"), ("mail", r"(?i)mail|почт|пошта"),
)  # fmt: skip
_CHANNELS = (
    *_TITLED,
    ("call", r"(?i)^call$|звон|разговор|қоңырау|сөйлесу"),
    ("screenshot", r"(?i)^screenshot$|скрин|снимок экрана|экран суреті"),
    ("ad", r"(?i)^ad$|^ads$|объявлен|хабарландыру|olx|krisha|kolesa"),
)
_ADVERTISED = ("raw_price", "raw_seller")
_SENT = r"(?i)^(исх|out|sent|шығ|mo$|отправ|жібер)"
_BESIDE_CHARS = 2_000
_BESIDE = ("title", "price", "url", "listing", "site", "place", "seller")


def holder(sheet: Sheet) -> pl.DataFrame:
    """Accounts, cards and contracts with their holders; each identifier goes to the column of its own kind."""
    cells = [sheet.identifier(name, prefer) for name, prefer in (
        ("account", "account"), ("card", "card"), ("contract", "contract"))]  # fmt: skip
    person = split(first(sheet.text("holder"), sheet.text("raw_person")))
    phone = sheet.identifier("phone", "phone")
    account = first(_of(cells, "iban"), person["account"])
    contract = first(_of(cells[2:], "contract", "text"), _of(cells[:2], "contract", "wallet", "text"))
    cards = _of(cells, "card")
    opening = sheet.money("raw_opening")
    opening_at = sheet.instant("opening_at")
    columns = {
        "account": first(account, contract), "card": cards, "card_hash": _hash(sheet), "contract": contract,
        "holder": person["name"],
        "iin": first(sheet.iin("iin"), person["iin"], constant(sheet.letterhead.iin, sheet.height)),
        "phone": first(_of([phone], "phone"), person["phone"], _of(cells, "phone")),
        "bank": bank_of(account, first(sheet.text("bank"), constant(sheet.letterhead.bank, sheet.height))),
        "opened_at": sheet.instant("opened_at"), "opening_tiyn": opening, "opening_at": opening_at,
    }  # fmt: skip
    if not sheet.has("holder") and not sheet.has("raw_person"):
        columns["holder"] = constant(sheet.letterhead.name, sheet.height)
    nothing = columns["account"].is_null() & cards.is_null()
    return sheet.finish(columns, {"reason-no-account": nothing & columns["phone"].is_null()})


def _of(cells: list[pl.DataFrame], *kinds: str) -> pl.Series:
    """The first value of these kinds among identifier columns."""
    return first(*(
        frame.select(pl.when(pl.col("kind").is_in(kinds)).then("value").alias("value"))["value"] for frame in cells
    ))  # fmt: skip


def _hash(sheet: Sheet) -> pl.Series:
    if not sheet.reading.key:
        return constant(None, sheet.height)
    return first(*(card.keyed_column(sheet.raw(name), sheet.reading.key) for name in ("card", "account")))


def subscriber(sheet: Sheet) -> pl.DataFrame:
    """Numbers and who holds them since when."""
    read = sheet.identifier("number", "phone")
    strange = ~(read["kind"].is_in(["phone", "short_code"]) | read["value"].str.contains(_DIGITS))
    sheet.refuse(strange, "number", "reason-other-kind", DROPPED)
    number = read.select(pl.when(~strange).then("value").alias("number"))["number"]
    person = split(first(sheet.text("holder"), sheet.text("raw_person")))
    columns = {
        "number": number, "holder": person["name"], "iin": first(sheet.iin("iin"), person["iin"]),
        "from": sheet.instant("from"), "to": _until(sheet, "to"), "imsi": sheet.checked("imsi", "imsi"),
        "iccid": sheet.checked("iccid", "iccid"), "imei": sheet.checked("imei", "imei"),
        "address": sheet.text("address"),
    }  # fmt: skip
    return sheet.finish(columns, {"reason-no-number": number.is_null()})


def message(sheet: Sheet) -> pl.DataFrame:
    """Messages and advertisements; senders and receivers as E.164 where they are phones.

    A title stands above its text, as the subject of a letter does; what else a listing tells stands in ``headers``.
    """
    at, _ = sheet.moment("at", "raw_time")
    text, attachment = _titled(sheet.text("raw_title"), sheet.text("text")), sheet.text("attachment")
    text = _linked(text, sheet.text("raw_url"))
    sender = first(sheet.identifier("from", "phone")["value"], sheet.text("raw_seller"))
    to = sheet.identifier("to", "phone")["value"]
    sender, to = _sent(sheet, sender, to)
    columns = {
        "at": at, "from": sender, "to": to, "text": text,
        "channel": _channel(sheet, first(_phone(sender), _phone(to), sender)),
        "attachment": attachment, "headers": first(sheet.text("headers"), _beside(sheet)),
    }  # fmt: skip
    return sheet.finish(columns, {"reason-no-text": text.is_null() & attachment.is_null()})


def _sent(sheet: Sheet, sender: pl.Series, to: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Sender and receiver; where a list gives the other side only, what the phone sent went to it."""
    frame = pl.DataFrame({"f": sender, "t": to, "d": sheet.raw("raw_direction")})
    out = pl.col("d").str.strip_chars().str.contains(_SENT).fill_null(value=False) & pl.col("t").is_null()
    turned = frame.select(pl.when(~out).then("f").alias("f"), pl.when(out).then("f").otherwise("t").alias("t"))
    return turned["f"], turned["t"]


def _titled(title: pl.Series, text: pl.Series) -> pl.Series:
    """Title and text as one, the title only once."""
    frame = pl.DataFrame({"h": title, "t": text})
    repeated = pl.col("t").str.starts_with(pl.col("h")).fill_null(value=False)
    above = pl.when(pl.col("h").is_not_null() & ~repeated).then("h")
    return frame.select(pl.concat_str(above, "t", separator="\n\n", ignore_nulls=True).alias("text"))["text"].replace(
        "", None
    )


def _linked(text: pl.Series, link: pl.Series) -> pl.Series:
    """The text with the listing's address below it, unless it tells the address itself."""
    frame = pl.DataFrame({"t": text, "u": link})
    told = pl.col("t").str.contains(pl.col("u"), literal=True).fill_null(value=False)
    below = pl.when(~told).then("u")
    joined = pl.concat_str("t", below, separator="\n", ignore_nulls=True)
    return frame.select(joined.replace("", None).alias("text"))["text"]


def _beside(sheet: Sheet) -> pl.Series:
    """What a table tells of a listing beside its text, as canonical JSON; null where it tells nothing."""
    told = pl.DataFrame({name: sheet.text(f"raw_{name}").str.slice(0, _BESIDE_CHARS) for name in sorted(_BESIDE)})
    some = pl.any_horizontal(pl.all().is_not_null())
    if not told.select(some.any()).item():
        return constant(None, sheet.height)
    packed = [
        json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False, sort_keys=True,
                   separators=(",", ":"))
        for row in told.unique(maintain_order=True).iter_rows(named=True)
    ]  # fmt: skip
    known = told.unique(maintain_order=True).with_columns(pl.Series("packed", packed))
    names = list(told.columns)
    return (
        told.join(known, on=names, how="left", nulls_equal=True, maintain_order="left")
        .select(pl.when(some).then("packed").alias("headers"))["headers"]
        .replace("{}", None)
    )


def _phone(column: pl.Series) -> pl.Series:
    return column.to_frame("v").select(pl.when(pl.col("v").str.starts_with("+")).then("v").alias("v"))["v"]


def _channel(sheet: Sheet, sender: pl.Series) -> pl.Series:
    """The channel as told by its column or the letter-head; listings are ``ad``, phones without one write SMS."""
    frame = pl.DataFrame({"c": sheet.raw("channel"), "f": sender})
    title = pl.lit(f"{sheet.letterhead.title} {' '.join(sheet.headers.values())}")
    listed = any(sheet.has(name) for name in _ADVERTISED)
    told = [pl.when(pl.col("c").str.contains(pattern)).then(pl.lit(name)) for name, pattern in _CHANNELS]
    headed = [pl.when(title.str.contains(pattern)).then(pl.lit(name)) for name, pattern in _TITLED]
    phone = pl.when(pl.col("f").str.contains(r"^\+\d{8,15}$")).then(pl.lit("sms"))
    rest = [pl.lit("ad")] if listed else [*headed, phone, pl.lit("other")]
    return frame.select(pl.coalesce(*told, *rest).alias("channel"))["channel"]


def coverage(sheet: Sheet) -> pl.DataFrame:
    """Which account an answer covers, from when to when."""
    account = sheet.identifier("account", "account")["value"]
    since, until = sheet.instant("from"), _until(sheet, "to")
    by = bank_of(account, sheet.text("by"))
    columns = {
        "account": account, "from": since, "to": until, "received_at": sheet.instant("received_at"),
        "by": first(by, constant(sheet.letterhead.bank, sheet.height)),
        "opening_tiyn": sheet.money("raw_opening"), "closing_tiyn": sheet.money("raw_closing"),
    }  # fmt: skip
    needs = {"reason-no-account": account.is_null(), "reason-no-period": since.is_null() & until.is_null()}
    return sheet.finish(columns, needs)


def _until(sheet: Sheet, name: str) -> pl.Series:
    """The end of a period: a bare day lasts until its last second."""
    value, precision = sheet.moment(name)
    frame = pl.DataFrame({"v": value, "p": precision})
    return frame.select(
        pl.when(pl.col("p") == "day").then(pl.col("v") + pl.duration(seconds=86_399)).otherwise("v").alias(name)
    )[name]
