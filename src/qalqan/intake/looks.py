"""What the values of a column look like: the share of them with each look, 0-1000.

Looks are cheap and overlap; they weigh the guess of a column's meaning and never decide a value: that is done by
``values/``. Patterns are Polars' (linear time), over a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.intake.patterns import light

Flags = NDArray[np.bool_]

SAMPLE = 240
_YMD = r"(19|20)\d\d[-./](0?[1-9]|1[0-2])[-./](0?[1-9]|[12]\d|3[01])"
_DMY = r"\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2})"
_WORDY = r"\d{1,2}[ -]\p{L}{3,9}\.?[ -,]+\d{4}"
_CLOCK = r"([01]?\d|2[0-3])[:.-][0-5]\d([:.-][0-5]\d([.,]\d+)?)?( ?[AaPp][Mm])?"
_MIDNIGHT = r"([T ]0?0:00(:00([.,]0+)?)?)?"
_UNIT = r"(?i)\s*(kzt|тенге|теңге|тг\.?|тнг|₸|usd|eur|rub|руб\.?|\$|€|₽|usdt)?"
_SETS = {
    "direction": r"(?i)^(дт|кт|дебет|кредит|приход|расход|вх\.?|исх\.?|вход(ящ\p{L}*)?|исход(ящ\p{L}*)?|in|out|inc|inb|"
    r"incoming|outgoing|inbound|outbound|d|c|dr|cr|dbit|crdt|debit|credit|к[iі]р[iі]с\p{L}*|"
    r"шы[ғгf?]ыс\p{L}*|\+|-|mo|mt|moc|mtc|"
    r"в|и|зачислен\p{L}*|списан\p{L}*|поступлен\p{L}*|пополнен\p{L}*|д|к|д-т|к-т|т[үу]с[іi]м|moc/|o|i)( .{0,20})?$",
    "service": r"(?i)^.{0,12}(voice|sms|смс|data|gprs|internet|интернет|звон|голос|вызов|разговор|telephony|ussd|mms|lte|дерек|"  # noqa: E501
    r"дауыс|[қк?]о[ңн?]ырау|хабарлама|переадрес|call|speech|речь|сообщ|moc|mtc|moсall|mtcall).{0,40}$",
    "currency": r"(?i)^(kzt|usd|eur|rub|rur|cny|gbp|kgs|uzs|try|aed|chf|usdt|trx|btc|eth|usdc|тенге|теңге|доллар.{0,12}|евро|руб.{0,10}|"  # noqa: E501
    r"398|840|978|643|810|156|тг\.?|₸|\$|€)( ?[-–—(].{0,30}|[/ ].{0,20})?$",
    "state": r"(?i)расслед|прекращ|прерван|приостан|в суд|направлен|окончен|передан|соединен|раскрыт|производств|тергел|то[қк]та|сот[қк?]а|"  # noqa: E501
    r"[үу?]з[iі]л|берiлд|бер[iі]лд|б[iі]р[iі]кт|ашыл|зарегистр|т[iі]ркел|исполнен|проведен|отклон|успеш|"
    r"отказ|орындал|cleared|court|"
    r"investig|suspend|interrupt|terminat|closed|transfer|joined|regist|complete|success|declin|fail|reject|"
    r"executed|posted|processed|активн",
    "bank": r"(?i)банк|bank|kaspi|каспи|halyk|халык|народный|forte|фортe|jusan|жусан|homecredit|home credit|bereke|береке|freedom|фридом|казпочт|"  # noqa: E501
    r"[қк?]азпошта|отбасы|евразийск|eurasian|центркредит|centercredit|бцк|bcc|нурбанк|вtb|втб|alatau|altyn|"
    r"алтын|каznp",
    "organisation": r"(?i)(^|[\s\"«])(тоо|ао|ип|жшс|а[қк?]|жк|llp|llc|jsc|ооо|кгу|ргу|гу|пао|оао|зао|чп|кх|фх|мкк|мфо|птоо)([\s\"»]|$)",  # noqa: E501
    "deal": r"(?i)^((входящ|исходящ)\p{L}* )?(перевод|покупк|оплата|снятие|выдача|пополнени|зачислени|списани|комисси|"
    r"возврат|взнос|внесени|платеж|погашени|конвертац|обмен валют|(кіріс |шығыс )?аудар|сатып алу|төлем|қолма|толтыру|"
    r"кредит|қайтар|((incoming|outgoing) )?transfer|purchase|payment|withdraw|cash|fee|deposit|reversal|refund|loan|"
    r"top.?up|exchange)",
    "url": r"(?i)^\s*((https?|hxxps?)(://|\[:\]//)|www\.)\S+$|^[\p{L}\d-]+((\.|\[\.\])[\p{L}\d-]+)*(\.|\[\.\])\p{L}{2,12}(/\S*)?$",
}
_PATTERNS = {
    "datetime": rf"^({_YMD}|{_DMY}|{_WORDY})(г\.?)?[T ,/]+{_CLOCK}(\s?(Z|[+-]\d\d:?\d\d|UTC|GMT)?[+\d:]*)$"
    rf"|^{_CLOCK}[ ,]+({_YMD}|{_DMY})$|^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])T?\d{{6}}$",
    "date": rf"^({_YMD}|{_DMY}|{_WORDY})\s*(г\.?|года?|ж\.?)?{_MIDNIGHT}$|^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])$",
    "clock": rf"^{_CLOCK}$",
    "serial": r"^[34]\d{4}([.,]\d+)?$",
    "epoch": r"^1[0-9]{9}(\d{3})?$",
    "duration": r"^\d{1,4}:[0-5]\d(:[0-5]\d)?$",
    "unitless": r"(?i)^(\d+ ?(ч|час\p{L}*|h|са[ғг]\p{L}*)\.? ?)?(\d+ ?(м|мин\p{L}*|m|min\p{L}*)\.? ?)?(\d+ ?(с|сек\p{L}*|s|sec\p{L}*)\.?)?$",  # noqa: E501
    "money": rf"^[-+−–(]?\s?\d{{1,3}}([ \u00a0\u2000-\u200a\u202f',.’`]\d{{3}})+([.,]\d{{1,2}})?\)?{_UNIT}[-]?$"
    rf"|^[-+−–(]?\s?\d+([.,]\d{{1,2}})?\)?{_UNIT}-?$",
    "decimal": r"^-?\d+[.,]\d+$",
    "int": r"^[-+]?\d{1,11}$",
    "hex": r"^(0[xX])?[0-9A-Fa-f]{3,8}$",
    "digits": r"^\d{5,25}$",
    "digits12": r"^\d{12}$",
    "digits15": r"^\d{14,16}$",
    "code3": r"^\d{3}$",
    "shortcode": r"^\d{3,6}$",
    "iccid": r"^89\d{16,18}[0-9Ff]?$",
    "imsi": r"^(401|250|437|434|436|438|460|286|255|257)\d{11,12}$",
    "contract": r"^[\p{L}\d№][\p{L}\d/№_.#-]*\d[\p{L}\d/№_.#-]*$",
    "wallet": r"^(T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}|(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,59})$",
    "cell": r"^(\d{3}[-/:_]\d{2,3}[-/:_])?[0-9A-Fa-f]{2,6}[-/:_ ;.][0-9A-Fa-f]{1,9}([-/:_]\d{1,3})?$",
    "name": r"^\p{Lu}[\p{L}'’ʼ?-]+( \p{Lu}[\p{L}.'’ʼ?-]*){1,3}\.?$|^\p{Lu}[\p{L}-]+ \p{Lu}\. ?(\p{Lu}\.)?$",
    "text": r"\p{L}.*\s.*\S",
    "word": r"^[\p{L}][\p{L}\d .,()/?-]{0,39}$",
}
_SPACED = {
    "iban": r"(?i)^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$",
    "phone": r"^\+?[78][03456789]\d{9}$|^[07]\d{9}$|^\+\d{8,15}$|^00\d{9,14}$|^[78][79]\d{9}\.0$",
    "masked": r"^\d{4,8}[*xXхХ•#]{3,9}\d{3,4}$|^[*xXхХ•#]{1,12}\d{4}$|^\d{4}[*xXхХ•#.]{1,4}\d{4}$",
    "pan": r"^[2-6]\d{15}$",
}


_SHAPES = {name: light(pattern) for name, pattern in {**_PATTERNS, **_SETS}.items()}
_BARE = {name: light(pattern) for name, pattern in _SPACED.items()}


def sample(column: pl.Series, size: int = SAMPLE) -> pl.Series:
    """Up to ``size`` filled values of a column, spread evenly over it, without outer blanks."""
    filled = column.drop_nulls().str.strip_chars(" \t\r\n\u00a0\ufeff'")
    filled = filled.filter(filled.str.len_bytes() > 0)
    if len(filled) > size:
        filled = filled.gather(np.linspace(0, len(filled) - 1, size).astype(np.int64))
    return filled


def looks(columns: Sequence[pl.Series]) -> list[dict[str, int]]:
    """For each column the share of its filled values with each look, in thousandths; ``filled`` counts the sample.

    All columns' samples are judged together, one pass a pattern.
    """
    samples = [sample(column) for column in columns]
    frame = pl.concat(
        pl.DataFrame({"column": pl.Series([at] * len(values), dtype=pl.Int64), "text": values.alias("text")})
        for at, values in enumerate(samples)
    ) if samples else pl.DataFrame(schema={"column": pl.Int64, "text": pl.String})  # fmt: skip
    frame = frame.group_by("column", "text").len("times").sort("column", "text")
    frame = frame.with_columns(pl.col("text").str.replace_all(r"[\s\x{00a0}()\-‐-―]", "").alias("bare"))
    text, bare = pl.col("text"), pl.col("bare")
    judged = frame.select(
        "column",
        "times",
        *(text.str.contains(pattern).alias(name) for name, pattern in _SHAPES.items()),
        *(bare.str.contains(pattern).alias(name) for name, pattern in _BARE.items()),
        bare.str.contains(r"^(35|86|01|99)[0-9]{12}([0-9]{2})?$").alias("device"),
        bare.str.contains(r"^0{0,2}:").alias("zero"),
        ((text.str.len_chars() >= 50) & (text.str.count_matches(r"\s") >= 5)).alias("long"),
    )
    shares = [name for name in judged.columns if name not in ("column", "times")]
    times = pl.col("times").cast(pl.Int64)
    summed = judged.group_by("column").agg(
        *((pl.col(name).cast(pl.Int64) * times).sum() for name in shares), times.sum().alias("filled"),
        pl.len().alias("unique"),
    )  # fmt: skip
    found: list[dict[str, int]] = [{"filled": 0} for _ in columns]
    for row in summed.iter_rows(named=True):
        at, count = int(row["column"]), int(row["filled"])
        one = {name: int(row[name]) * 1000 // count for name in shares}
        one |= {"filled": count, "unique": int(row["unique"]) * 1000 // count}
        own = frame.filter(pl.col("column") == at).select(pl.col("bare").repeat_by("times").explode())
        found[at] = _checked(one, own[:, 0], count)
    return found


def rank(column: pl.Series) -> int:
    """The share of the first rows whose whole number is one more than the one above, in thousandths."""
    numbers = column.drop_nulls().head(60).str.extract(r"^(\d{1,7})\.?$").cast(pl.Int64)
    if len(numbers) < 2 or numbers.null_count() or (numbers[0] or 0) > 1_000:
        return 0
    return int((numbers.diff().drop_nulls() == 1).sum()) * 1000 // (len(numbers) - 1)


def _checked(found: dict[str, int], bare: pl.Series, count: int) -> dict[str, int]:
    """Looks that need check digits, and those that only all values together can tell apart."""
    found["iin"] = _passing(bare, r"^\d{12}$", _iin_check) * 1000 // count if found["digits12"] else 0
    luhn = _passing(bare, r"^[2-6]\d{15}$", _luhn) * 1000 // count if found["pan"] else 0
    found["card"] = found["masked"] + luhn
    imei = _passing(bare, r"^\d{15}$", _luhn) * 1000 // count if found["digits15"] else 0
    found["imei"] = max(imei, found["device"])
    return _settled(found)


def _settled(found: dict[str, int]) -> dict[str, int]:
    zeros = found["zero"]
    if found["duration"] > 500 and zeros < 300 and found["unique"] > 500:
        found["duration"] = found["duration"] * 6 // 10
    if zeros > 600:
        found["clock"] = found["clock"] * 7 // 10
    if found["unique"] > 700 and found["filled"] > 50:
        found["word"] = found["word"] * 6 // 10
    return found


def _digits(values: pl.Series, width: int) -> NDArray[np.int64]:
    flat = np.frombuffer("".join(values.to_list()).encode("ascii"), dtype=np.uint8)
    return flat.reshape(-1, width).astype(np.int64) - 48


def _passing(values: pl.Series, pattern: str, check: Callable[[pl.Series], Flags]) -> int:
    chosen = values.filter(values.str.contains(pattern) & values.str.contains(r"^[0-9]+$"))
    return int(check(chosen).sum()) if len(chosen) else 0


def _luhn(values: pl.Series) -> Flags:
    digits = _digits(values, len(values[0]))
    doubled = digits[:, -2::-2] * 2
    total = digits[:, -1::-2].sum(1) + doubled.sum(1) - 9 * (doubled > 9).sum(1)
    return np.asarray(total % 10 == 0)


def _iin_check(values: pl.Series) -> Flags:
    digits = _digits(values, 12)
    first = digits[:, :11] @ np.arange(1, 12) % 11
    second = digits[:, :11] @ np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11
    control = np.where(first == 10, second, first)
    return np.asarray((control == digits[:, 11]) & (control != 10))
