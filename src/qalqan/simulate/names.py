"""Names of the simulated people, in Kazakh Cyrillic, in Russian and in Latin."""

from __future__ import annotations

from typing import Final


def words(text: str) -> tuple[str, ...]:
    """The words of a text: long lists read best as running text."""
    return tuple(text.split())


KK_SURNAMES: Final = words(
    "Ахметов Сейтқалиев Нұрғалиев Жұмабаев Оспанов Қасымов Ибраев Серіков Төлегенов Мұқанов Байжанов Есенов "
    "Қалиев Сәрсенов Әбдірахманов Ермеков Дүйсенов Тәжібаев Құрманов Бекмұхамбетов Ғабдуллин Өтегенов "
    "Рахымов Жақсыбеков Досанов Исаев Молдағалиев Тұрсынов Әлімбаев Сұлтанов Бисенғалиев Хамзин Шарипов "
    "Мырзағалиев Айтжанов Жантасов Кенжебаев Нәбиев Сапаров Утешев Ізбасаров Қойшыбаев Мейрамов Ғұмаров"
)
KK_MALE: Final = words(
    "Нұрлан Ерлан Айдос Бауыржан Қайрат Серік Асқар Дәурен Жандос Марат Ғалымжан Әлішер Тимур Арман Болат "
    "Дархан Еркебұлан Қанат Мұрат Олжас Рүстем Санжар Талғат Өмірбек Шыңғыс Ілияс Дінмұхаммед Нұржан Ақылбек"
)
KK_FEMALE: Final = words(
    "Айгерім Гүлнұр Динара Жанар Қарлығаш Мәдина Назгүл Сәуле Әсел Айнұр Бибігүл Гүлмира Жұлдыз Зәуре Индира "
    "Қымбат Ләззат Меруерт Раушан Салтанат Толқын Ұлжан Шолпан Ақмарал Ботагөз Әйгерім Камила Аружан Нұргүл"
)
KK_FATHERS: Final = words(
    "Серік Марат Қайрат Болат Әбдірахман Нұрлан Сағын Төлеген Жұмабай Еркін Қабдолла Мұхтар Оразбай Ғабит "
    "Амангелді Бақыт Сәбит Темірхан Хамит Әнуар Ермек Ізтілеу Қуаныш Рамазан"
)
RU_SURNAMES: Final = words(
    "Иванов Петров Сидоров Ковалёв Морозов Попов Соколов Лебедев Новиков Козлов Волков Зайцев Павлов Белов "
    "Орлов Киселёв Макаров Андреев Тарасов Жуков Фролов Кузнецов Щербаков Юдин Широков Мельников Цветков"
)
RU_MALE: Final = words(
    "Александр Сергей Дмитрий Андрей Алексей Евгений Виктор Игорь Олег Николай Владимир Юрий Павел Денис"
)
RU_FEMALE: Final = words(
    "Елена Ольга Наталья Татьяна Светлана Ирина Марина Людмила Юлия Галина Анна Екатерина Оксана Вера"
)
RU_FATHERS: Final = words(
    "Александров Сергеев Николаев Викторов Владимиров Иванов Петров Алексеев Андреев Анатольев Юрьев"
)

_TO_RU: Final = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_LATIN: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        words("a b v g d e yo zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a g k n o u u h i"),
        strict=True,
    )
)
_VOWELS: Final = "аәеёиоөуұүыіэюя"


def russian(name: str) -> str:
    """A Kazakh name as Russian-language papers spell it (no Kazakh letters)."""
    return name.translate(_TO_RU)


def latin(name: str) -> str:
    """A name in the letters of a passport."""
    parts = [_LATIN.get(char.lower(), char).replace("_", "") for char in name]
    text = "".join(parts)
    return " ".join(word.capitalize() for word in text.split(" "))


def patronymic(father: str, *, kazakh: bool, female: bool, old: bool) -> str:
    """The father's name as a patronymic; ``old``: in the Russian manner for a Kazakh name too."""
    if not kazakh:
        return father + ("на" if female else "ич")
    if old:
        stem = father[:-1] if father[-1] in _VOWELS else father
        return russian(stem) + ("овна" if female else "ович")
    return father + ("қызы" if female else "ұлы")


def surname(stem: str, *, female: bool) -> str:
    """The surname in its gender: -ов becomes -ова, -ин becomes -ина."""
    return stem + "а" if female and stem.endswith(("ов", "ев", "ёв", "ин")) else stem
