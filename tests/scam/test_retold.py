"""A swindler's talk told afterwards: something is seen in it, never "scam-like"; harmless retellings stay calm."""

from __future__ import annotations

import json

import polars as pl
import pytest

from qalqan.scam import talk
from qalqan.scam._heads import CRITICAL

RETOLD = (
    "Маған банктен деп қоңырау шалды, кодты айтуымды сұрады",
    "Ақшаны қауіпсіз шотқа аудар деді",
    "Кеше бір ер адам хабарласып, өзін тергеуші деп таныстырды да, ақшамды арнайы шотқа салуымды талап етті",
    "Қазпоштаданбыз деп, посылка келді, смс-тегі кодты айтыңыз дейді",
    "Әжеме банк қызметкері қоңырау шалып, телефонына AnyDesk орнатуды сұрапты",
    "Атамның ұлы апатқа түсті, тез ақша керек деп біреу звондапты",
    "маған банктен звондап, картаңыздың артындағы үш санды айтыңыз деді",
    "Мне с утра звонил сотрудник банка и спрашивал код, который пришёл в сообщении",
    "Бабушке сказали, что нужно перевести сбережения на резервный счёт",
    "Незнакомый номер, представились полицией, велели отдать деньги курьеру",
    "Сестре позвонили якобы из ЦОНа, попросили продиктовать цифры из смс",
    "Банктен деп позвонили, на меня кредит оформляют екен, безопасный счётқа аударыңыз дейді",
    "Someone from the bank called my father and told him to move his savings to a secure account",
)
HARMLESS = (
    "Банктен қоңырау шалды, картаңыз дайын, келіп алыңыз деді",
    "Апам қоңырау шалып, кіреберістің кодын айтуымды сұрады",
    "Ұлым домофонның коды қандай еді деп сұрады",
    "Банк қызметкері хабарласып, кодты ешкімге айтпаңыз деп ескертті",
    "Банкте несие рәсімдедім, маман құжаттарды түсіндіріп берді",
    "Емханадан звондап, анализ дайын деді",
    "Әріптесім принтерді қосып бер деп сұрады",
    "Мама позвонила и спросила код от подъезда",
    "Мама спросила, какой код от подъезда, я забыла",
    "Из банка звонили, сказали, что карта готова и лежит в отделении на Абая",
    "Почта позвонила, сказали, что посылка пришла, забрать с паспортом до пятницы",
    "Участковый сказал, что ходят мошенники и просят коды из смс",
    "Дочка попросила перевести деньги на обед в школе",
    "Учительница звонила, просила принести справку",
    "My neighbour asked me for the code of the entrance door",
)


@pytest.fixture(scope="module")
def read() -> pl.DataFrame:
    texts = pl.Series("text", [*RETOLD, *HARMLESS])
    return talk.read(texts).with_columns(texts)


def test_what_a_swindler_demanded_is_seen(read: pl.DataFrame) -> None:
    """No more than unclear by itself, with the demand as its reason."""
    told = read.head(len(RETOLD))
    assert told.filter(pl.col("verdict") != talk.UNCLEAR)["text"].to_list() == []
    for text, cues in told.select("text", "cues").rows():
        assert {cue["head"] for cue in json.loads(cues) if cue["weight"] > 0} & set(CRITICAL), text


def test_harmless_retellings_stay_calm(read: pl.DataFrame) -> None:
    assert read.tail(len(HARMLESS)).filter(pl.col("verdict") != talk.NO_SIGNS)["text"].to_list() == []


def test_only_people_retell() -> None:
    """A crime report's plot and a transcript are read as before."""
    plot = talk.read(pl.Series(RETOLD[:2]), "plot")
    assert plot["verdict"].to_list() == [talk.NO_SIGNS] * 2
