"""The patterns of the kinds that a free text may hold, and what must hold beside the pattern.

Patterns run on the normal view (:mod:`qalqan.language.fold`): plain ASCII digits, single dashes and blanks. Every
repetition before a sign that must follow is bounded, so that a hostile text costs no more than its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qalqan.mentions._entities_scan import BORDER

_GAP = r"[ ().\-/]{0,3}"
_TLD = (
    "kz|ru|com|net|org|info|site|online|shop|top|xyz|club|store|pro|biz|me|io|app|link|live|space|website|fun|vip|cc|ws|su|"
    "uz|kg|by|ua|cn|tk|ml|ga|cf|gq|icu|work|click|bank|cloud|digital|finance|world|today|life|one|tech|dev|host|press|"
    "asia|mobi|tv|us|eu|de|uk|pl|cz|ly|gl|gd|be|to|im|in|id|tr|ge|am|az|lt|lv|ee|trade|money|market|exchange|capital"
)
_TAIL = r"(?::[0-9]{2,5})?(?:[/?][^\s<>\"«»,;()]*)?"
_DOT = r"(?:\.|\[\.\]|\(\.\))"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: the kind it may be, the text it needs to be tried at all, the words that must stand before.

    ``ahead`` is the border before, given back to the text; ``left`` are signs that may not stand right before a match.
    ``rank``: of two that overlap the lower stays.
    """

    kind: str
    regex: str
    rank: int
    needs: str = "[0-9]"
    left: str = r"[0-9A-Za-z]"
    context: str = ""
    ahead: str = "()"


_NO_PREFIX = r"(^|[^0-9A-Za-z+ (\-]|[^0-9+ (\-][ (])"
_CARD_WORD = r"карт|card|visa|виза|master|gold|голд|(?:^|[^а-я])счет|счёт|шот"
_PHONE_WORD = r"тел|моб|номер|нөмір|номір|абонент|what|вотсап|ватсап|ватсап|ұялы|сотов|звон|қоңырау|phone|sim|сим"

PATTERNS: Final = (
    Pattern(
        "email",
        r"([A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9\-]{0,62}(?:"
        + _DOT
        + r"[A-Za-z0-9\-]{1,63}){1,8})()",
        1,
        needs="@",
        left=r"[0-9A-Za-z._%+\-]",
    ),
    Pattern(
        "url",
        r"((?i:h(?:tt|xx)ps?(?:\[:\]|:)//|www\.)[^\s<>\"«»]+)()",
        2,
        needs="(?i:www|p://|ps://|//)",
        left=r"[0-9A-Za-z@]",
    ),
    Pattern(
        "url",
        r"([0-9A-Za-z](?:[0-9A-Za-z\-]|"
        + _DOT
        + r"[0-9A-Za-z]){0,250}"
        + _DOT
        + "(?i:"
        + _TLD
        + ")"
        + _TAIL
        + r")([^0-9A-Za-z@\-]|$)",
        3,
        needs=r"[.\])][A-Za-z]",
        left=r"[0-9A-Za-z@._/\-]",
    ),
    Pattern(
        "url",
        r"((?i:[0-9а-яёәғқңөұүһі][0-9а-яёәғқңөұүһі\-]{0,62}\.(?:рф|қаз|онлайн|сайт|орг))"
        + _TAIL
        + r")([^0-9A-Za-zа-яё]|$)",
        3,
        needs=r"(?i)\.(?:рф|қаз|онл|сай|орг)",
        left=r"[0-9A-Za-z@._/\-]",
    ),
    Pattern("handle", r"(@[A-Za-z][A-Za-z0-9_.]+)()", 4, needs="@", left=r"[0-9A-Za-z._%+\-]"),
    Pattern(
        "wallet",
        r"(T[1-9A-HJ-NP-Za-km-z]{33}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|[0Oo][xX][0-9a-fA-FOo]{40}"
        r"|(?:bc1|BC1)[0-9a-zA-Z]{11,87})" + BORDER,
        1,
        needs=r"[0-9A-Za-z]{26}",
    ),
    Pattern(
        "wallet",
        r"(T[1-9A-HJ-NP-Za-km-z]{3}(?:[ .\-][1-9A-HJ-NP-Za-km-z]{4}){7}[ .\-][1-9A-HJ-NP-Za-km-z]{2}"
        r"|[0Oo][xX](?:[ .\-][0-9a-fA-FOo]{4}){10})" + BORDER,
        1,
        needs=r"[ .\-][0-9A-Za-z]{4}[ .\-][0-9A-Za-z]{4}[ .\-][0-9A-Za-z]{4}",
    ),
    Pattern(
        "iban", r"((?i:[KК][ZЗ])(?:[ .\-]{0,2}[0-9A-Za-zА-Яа-я]){18})" + BORDER, 1, needs=r"(?i:[KК][ZЗ])[ .\-]*[0-9OО]"
    ),
    Pattern(
        "iban",
        r"((?:[A-JL-Z][A-Z]|K[A-Y])[0-9]{2}[0-9A-Z]{11,30})" + BORDER,
        2,
        needs=r"(?:[A-JL-Z][A-Z]|K[A-Y])[0-9]{2}[0-9A-Z]{11}",
    ),
    Pattern("card", r"([2-6][0-9]{3}(?:[ .\-]{1,2}[0-9]{4}){3})" + BORDER, 3, needs=r"[0-9][ .\-]+[0-9]{4}"),
    Pattern("card", r"((?:[2-6]|86|98|91)(?:[ \-.]?[0-9]){14,15})" + BORDER, 4, context=_CARD_WORD),
    Pattern(
        "card",
        r"([2-6][0-9]{3}[ \-]?[0-9]{0,2}(?:[ \-]?[*xXхХ•·]{1,12}){1,4}[ \-]?[0-9]{4})" + BORDER,
        3,
        needs=r"[*xXхХ•·]",
    ),
    Pattern("card", r"([*•·]{1,12} ?[0-9]{4})" + BORDER, 5, needs=r"[*•·] ?[0-9]{4}", left=r"[0-9A-Za-z*]"),
    Pattern(
        "imei",
        r"([0-9](?:[ .\-]?[0-9]){13,15})" + BORDER,
        2,
        needs="(?i)imei|имеи",
        context="imei|имеи",
    ),
    Pattern("imsi", r"([2-7][0-9]{14})" + BORDER, 2, needs="(?i)imsi", context="imsi"),
    Pattern("iccid", r"(89[0-9]{17,18})" + BORDER, 2, needs="(?i)icc|89[0-9]{17}"),
    Pattern(
        "iin",
        r"([0-9](?:[ .\-]?[0-9]){11})" + BORDER,
        2,
        needs="(?i)[иб]ин|жсн|бсн|iin|bin",
        context=r"иин|жсн|iin|бин|бсн|bin",
    ),
    Pattern(
        "phone",
        r"((?:\+ ?)?[78](?:" + _GAP + r"[0-9]){10})" + BORDER,
        6,
        needs=r"[78][ ().\-/]*[0-9]",
        left=r"[0-9A-Za-z+]",
    ),
    Pattern(
        "phone",
        r"(7[0-9]{2}[ ().\-]{0,2}[0-9]{3}[ \-]?[0-9]{2}[ \-]?[0-9]{2})" + BORDER,
        7,
        context=_PHONE_WORD,
        needs=_NO_PREFIX + "7[0-9]{2}[ ().\\-]{0,2}[0-9]{3}",
        left=r"[0-9A-Za-z+]",
        ahead=_NO_PREFIX,
    ),
    Pattern(
        "phone", r"(\+ ?[1-689](?:[ ().\-]{0,2}[0-9]){8,14})" + BORDER, 8, needs=r"\+ ?[1-689]", left=r"[0-9A-Za-z+]"
    ),
    Pattern(
        "phone",
        r"(00(?:[ \-]?[0-9]){10,14}|8[ \-]?10(?:[ \-]?[0-9]){10,14})" + BORDER,
        8,
        context=_PHONE_WORD,
        needs=r"00|8[ \-]?10",
    ),
    Pattern(
        "ip",
        r"([0-9]{1,3}(?:" + _DOT + r"[0-9]{1,3}){3})([^0-9A-Za-z.]|\.[^0-9]|\.?$)",
        5,
        needs=r"[0-9](?:\.|\[\.\]|\(\.\))[0-9]",
        left=r"[0-9A-Za-z.,]",
    ),
)
