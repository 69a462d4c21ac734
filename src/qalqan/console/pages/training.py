"""The training region: questions with known answers, the score, what the program itself would have said."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import jobs, training
from qalqan.desk.training import Question
from qalqan.texts.say import has

LAST: Final = 999


@page("GET", "/training", verb="training")
def start(ask: Asked) -> Response:
    """What training is; the button that makes the region, or the sets of questions."""
    place = training.folder(ask.house.path)
    waiting = [one for one in jobs.listed(ask.house.ws) if one.kind == "training" and one.ended is None]
    return ask.show("training", ready=training.ready(place), job=waiting[0] if waiting else None)


@page("POST", "/training", verb="training")
def make(ask: Asked) -> Response:
    """Queue the making of the region."""
    if not training.ready(training.folder(ask.house.path)):
        jobs.add(ask.house.ws, "training", {}, ask.who.officer)
    return ask.see("/training")


@page("GET", "/training/{number}", verb="training")
def questions(ask: Asked, number: str) -> Response:
    """The questions of one set, the same for everybody who takes it."""
    wanted = _number(number)
    asked = training.exam(training.folder(ask.house.path), wanted)
    return ask.show("training_set", number=wanted, questions=_shown(ask, asked), result=None, given={})


@page("POST", "/training/{number}", verb="training")
def answers(ask: Asked, number: str) -> Response:
    """The score, with what is right and what the program proposes itself. Nothing of it is kept."""
    wanted = _number(number)
    asked = training.exam(training.folder(ask.house.path), wanted)
    result = training.judge(asked, ask.form)
    given = {one.id: told for one, told in zip(asked, result.given, strict=True)}
    return ask.show("training_set", number=wanted, questions=_shown(ask, asked), result=result, given=given)


def _number(text: str) -> int:
    return min(int(text), LAST) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _shown(ask: Ask, questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """Questions with their options in words."""
    return [
        {"one": one, "options": [_option(ask, one, option) for option in one.options]}
        for one in questions
    ]  # fmt: skip


def _option(ask: Ask, question: Question, option: str) -> str:
    key = f"training-role-{option}"
    if question.kind == "bank":
        return ask.bank(option)
    return ask.t(key) if has(key) else option
