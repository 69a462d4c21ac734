"""Schemes recognised by their cues; everyday words are none."""

from __future__ import annotations

import polars as pl
import pytest

from qalqan.language import ru
from qalqan.scam.mo import SCHEMES, recognise

PLOTS = {
    "Неизвестный представился сотрудником Казпочты и попросил код, чтобы отдать посылку": "parcel_code",
    "Қазпошта қызметкерімін деп, сәлемдеме үшін код сұрады": "parcel_code",
    "Позвонили насчёт замены домофона и ключей от подъезда": "intercom",
    "Оператор сказал, что заканчивается срок действия номера, нужно продлить номер": "sim_renewal",
    "ХҚКО қызметкері деректерді жаңарту үшін 1414 кодын сұрады": "tson_1414",
    "Белгісіз адам ҰҚК қызметкері ретінде қоңырау шалып, ақшаны қауіпсіз шотқа аудартты": "safe_account",
    "Служба безопасности банка убедила перевести деньги на безопасный счет": "safe_account",
    "Ұлттық банк қызметкері айна шот ашып, декларациялау керек деді": "declared_money",
    "Сообщили о налоговой задолженности на портале enbek": "tax_code",
    "Учительница попросила у ребёнка код от электронного дневника": "school_diary",
    "Жеке сот орындаушысы берешекті өтеу керек деді": "bailiff_debt",
    "Предложили проголосовать на референдуме и назвать код": "vote_code",
    "Емханаға тіркелу үшін келген кодты айтуды сұрады": "clinic_code",
    "Инвестициялық платформа арқылы кепілді табыс уәде етті": "fake_invest",
    "Нашла объявление о продаже телефона, внесла предоплату, товар не получила": "prepaid_goods",
    "Пәтер жалдау туралы хабарландыру бойынша алдын ала төлем жасады": "rent",
    "Заказал запчасти на автомашину, деньги перевёл, запчасти не пришли": "parts",
    "Купила авиабилеты у знакомой из чата": "tickets",
    "Заказ в интернет-магазине, магазин перестал отвечать": "fake_shop",
    "Покупатель прислал ссылку на доставку, ввёл данные карты": "delivery_link",
    "Прислали ссылку для возврата средств": "refund_link",
    "Предложили подработку: ставить лайки и получать деньги": "job_ad",
    "Обещали помощь в получении кредита за комиссию": "fake_loan_help",
    "Сказали, что сын попал в ДТП, деньги забрал курьер": "relative_in_trouble",
    "Пришло голосовое сообщение от имени директора с просьбой перевести деньги": "deepfake_boss",
}


@pytest.mark.parametrize(("plot", "mo"), PLOTS.items())
def test_schemes(plot: str, mo: str) -> None:
    read = recognise(pl.Series([plot]))
    assert read["mo"].to_list() == [mo]
    assert 300 <= read["score"][0] <= 1000


def test_the_pretext_names_the_case_not_the_second_call() -> None:
    plot = "Назвал код для получения посылки, затем служба безопасности велела перевести деньги на безопасный счёт"
    assert recognise(pl.Series([plot]))["mo"].to_list() == ["parcel_code"]


def test_lost_kazakh_letters_do_not_matter() -> None:
    assert recognise(pl.Series(["а?шаны ?ауіпсіз шот?а аударды деп арыз берді"]))["mo"].to_list() == ["safe_account"]


def test_everyday_words_are_no_cue() -> None:
    texts = [
        "хат алдым, апат болды, салық төледім, несие бар, табыс жақсы",
        "получил письмо, заплатил налог, доход хороший",
    ]
    assert recognise(pl.Series(texts))["mo"].to_list() == ["other", "other"]


def test_too_short_is_unclear() -> None:
    read = recognise(pl.Series(["", None, "кража телефона"]))
    assert read.rows() == [("unclear", 0)] * 3


def test_schemes_are_those_of_every_language() -> None:
    assert tuple(ru.CUES) == SCHEMES
    assert len(SCHEMES) == 23
