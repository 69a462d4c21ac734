"""What each kind of record cannot do without, and which words above a table name the kind."""

from __future__ import annotations

from qalqan.intake.lexicon import fold

_SUMS = ("raw_amount", "raw_amount_kzt", "raw_debit", "raw_credit", "raw_debit_kzt", "raw_credit_kzt")
_PARTIES = (
    "payer_account", "payee_account", "other_account", "own_account", "payer_name", "payee_name", "other_name",
    "payer_iin", "payee_iin", "other_iin",
)  # fmt: skip
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "transaction": (("at", "raw_date"), _SUMS, _PARTIES),
    "call": (
        ("at", "raw_date"),
        ("a", "b", "own_number", "other"),
        ("b", "other", "imei", "imsi", "cell", "raw_cid", "cell_address"),
        ("raw_duration", "raw_end", "direction", "imei", "imsi", "cell", "raw_cid", "trunk", "b", "other"),
    ),
    "case": (
        ("number", "kui_number"),
        ("plot", "registered_at", "article", "raw_damage", "status"),
        ("plot", "victim_name", "raw_victim", "victim_iin", "article", "status", "raw_damage", "organ"),
    ),
    "holder": (("account", "card", "contract"), ("holder", "iin", "phone", "raw_person", "card", "raw_opening")),
    "subscriber": (("number",), ("holder", "iin", "raw_person", "imsi", "iccid")),
    "message": (("text",),),
    "coverage": (("account",), ("from",), ("to",)),
}
"""For each kind: groups of fields; a record needs one of each group."""

_TITLES: dict[str, tuple[str, ...]] = {
    "transaction": ("выписк", "движени", "операци", "транзакци", "уземе", "аударым", "шоттан коширме", "statement",
                    "переводы", "коширме", "transfers"),
    "call": ("детализац", "соединени", "звонк", "вызов", "конырау", "биллинг", "call detail", "cdr",
             "базовой станци", "егжей"),
    "case": ("реестр дел", "ердр", "сдтбт", "куи", "уголовн", "кылмыст", "досудебн", "case register"),
    "holder": ("держател", "владельц", "картах", "карточных счет", "о счетах", "шот иелери", "принадлежност",
               "открытых счет", "account holders", "иеси"),
    "subscriber": ("об абонент", "абоненттер", "регистрационн", "subscribers", "принадлежность номер",
                   "анкетные данные", "владельцы номер"),
    "message": ("смс", "sms", "сообщени", "переписк", "хабарлама", "messages", "ссылки", "url",
                "объявлени", "хабарландыру", "listings"),
    "coverage": ("охват", "периоды ответ", "coverage", "полученные ответы", "период ответа", "камту"),
}  # fmt: skip


def lacking(kind: str, named: set[str] | frozenset[str]) -> int:
    """How many groups of needed fields have none named."""
    return sum(not any(name in named for name in group) for group in NEEDED[kind])


def hints_of(title: str) -> frozenset[str]:
    """The kinds of record that the words above a table (or its file's name) speak of."""
    text = fold(title[:20_000])
    return frozenset(kind for kind, words in _TITLES.items() if any(word in text for word in words))
