"""Encodings told by content."""

from __future__ import annotations

import pytest

from qalqan.intake.formats._encoding import decode

RU = "Дата;Сумма;Назначение платежа\r\n01.02.2024;1 000,00;Перевод ИВАНОВ ИВАН\r\n"
KK = "Күні;Сома;Төлем мақсаты\r\n01.02.2024;1 000,00;Қызмет үшін ӘБІЛОВ НҰРЛАН\r\n"


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r"]
)
@pytest.mark.parametrize("text", [RU, RU.upper(), "Иванов;Пётр\n"])
def test_russian(name: str, text: str) -> None:
    """Whatever the encoding, the text comes back."""
    assert decode(text.encode(name))[0] == text


@pytest.mark.parametrize("name", ["utf-8", "kz1048", "ptcp154", "utf-16-le"])
def test_kazakh(name: str) -> None:
    """Kazakh letters of every encoding that has them."""
    assert decode(KK.encode(name))[0] == KK


def test_lost_letters_are_kept() -> None:
    """A cp1251 export without Kazakh letters keeps its question marks."""
    assert decode(KK.encode("cp1251", "replace"))[0] == KK.encode("cp1251", "replace").decode("cp1251")


def test_a_cut_character_is_no_other_encoding() -> None:
    """The head of a UTF-8 file may end inside a letter."""
    assert decode("Дата ".encode()[:-2])[1] == "utf-8"
