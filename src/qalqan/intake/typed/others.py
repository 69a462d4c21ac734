"""Holders of accounts and cards, subscribers of numbers, messages, and coverage lists."""

from __future__ import annotations

import polars as pl

from qalqan.intake.typed.base import DROPPED, Sheet, constant, first
from qalqan.intake.typed.people import bank_of, split
from qalqan.values import card

_DIGITS = r"^[+0-9() -]{4,20}$"
_CHANNELS = (
    ("whatsapp", r"(?i)whats|вотс|ватс|воцап|wa$"), ("telegram", r"(?i)telegram|телеграм|^tg$"),
    ("sms", r"(?i)sms|смс"), ("mail", r"(?i)mail|почт|пошта"),
)  # fmt: skip


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
    """Messages; senders and receivers as E.164 where they are phones."""
    at, _ = sheet.moment("at", "raw_time")
    text, attachment = sheet.text("text"), sheet.text("attachment")
    sender = sheet.identifier("from", "phone")["value"]
    to = sheet.identifier("to", "phone")["value"]
    channel = _channel(sheet, first(_phone(sender), _phone(to), sender))
    columns = {
        "at": at, "from": sender, "to": to, "text": text, "channel": channel,
        "attachment": attachment,
    }  # fmt: skip
    return sheet.finish(columns, {"reason-no-text": text.is_null() & attachment.is_null()})


def _phone(column: pl.Series) -> pl.Series:
    return column.to_frame("v").select(pl.when(pl.col("v").str.starts_with("+")).then("v").alias("v"))["v"]


def _channel(sheet: Sheet, sender: pl.Series) -> pl.Series:
    """The channel as told by its column or the letter-head; phones without one write SMS."""
    frame = pl.DataFrame({"c": sheet.raw("channel"), "f": sender})
    title = pl.lit(f"{sheet.letterhead.title} {' '.join(sheet.headers.values())}")
    told = [
        pl.when(source.str.contains(pattern)).then(pl.lit(name))
        for source in (pl.col("c"), title) for name, pattern in _CHANNELS
    ]  # fmt: skip
    phone = pl.when(pl.col("f").str.contains(r"^\+\d{8,15}$")).then(pl.lit("sms"))
    return frame.select(pl.coalesce(*told, phone, pl.lit("other")).alias("channel"))["channel"]


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
