"""The citizen's check: calm, in the asker's language, never "safe", urgent for children, honest about numbers."""

from __future__ import annotations

import pytest

from qalqan.desk.check import check
from qalqan.errors import UsageError
from qalqan.texts.say import keys, languages, say

FORBIDDEN = {"en": (" safe",), "ru": ("безопасно",), "kk": ("қауіпсіз",)}


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("8 701 000 00 01", "check-number-mobile"),
        ("+7 7172 55 00 00", "check-number-fixed"),
        ("+79160000001", "check-number-russia"),
        ("+7 7510000001", "check-number-voip"),
        ("+7 790 000 00 01", "check-number-unassigned"),
        ("+44 20 7946 0000", "check-number-abroad"),
        ("1414", "check-number-short"),
    ],
)
def test_numbers(number: str, kind: str) -> None:
    answer = check(number)
    assert answer.kind == "number"
    assert answer.number is not None
    assert answer.number[1] == kind


def test_links() -> None:
    answer = check("kaspi-pay.top")
    assert (answer.kind, answer.verdict) == ("link", "fraud")
    assert "check-do-not-open" in answer.advice
    assert answer.links[0][0] == "kaspi-pay[.]top"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Это служба безопасности банка, продиктуйте код из смс", "ru"),
        ("Банктің қауіпсіздік қызметі, смс кодты айтыңыз", "kk"),
        ("This is the bank security department, tell me the code you received", "en"),
    ],
)
def test_texts_are_answered_in_their_language(text: str, language: str) -> None:
    answer = check(text)
    assert answer.language == language
    assert answer.verdict in ("fraud", "signs")
    assert any(cue == "cue-ask_code" and quote in text for cue, quote in answer.reasons)
    assert answer.advice.index("check-do-bank") > answer.advice.index("check-do-stop")
    assert check(text, "kk").language == "kk"


def test_a_bad_link_decides_over_calm_words() -> None:
    assert check("привет, вот адрес kaspi-pay.top, до завтра").verdict == "fraud"


def test_children_get_the_urgent_route() -> None:
    answer = check(
        "Тебя никто не ждёт. Последнее задание куратора ночью: не жить. Родителям не говори, докажи что не трус"
    )
    assert answer.verdict == "harm"
    assert answer.advice[0] == "check-do-stay"
    assert "check-do-child" in answer.advice


def test_it_is_never_called_safe() -> None:
    answer = check("жарайды, ертең кездесеміз")
    assert answer.verdict == "none"
    assert "check-cannot-none" in answer.unknown
    for language in languages():
        told = " ".join(say(key, language) for key in keys(language) if key.startswith("check-")).lower()
        assert not any(word in told for word in FORBIDDEN[language])


def test_every_word_of_an_answer_is_told_in_every_language() -> None:
    for message in ("код", "kaspi-pay.top", "1414", "сдай карту в аренду, процент твой, деньги пересылай дальше"):
        answer = check(message)
        wanted = {f"check-{answer.verdict}", *answer.advice, *answer.unknown, *(cue for cue, _ in answer.reasons)}
        for language in languages():
            assert wanted <= keys(language)


def test_nothing_to_check() -> None:
    with pytest.raises(UsageError):
        check("  \n ")
