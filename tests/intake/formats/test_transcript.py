"""Transcripts: who speaks and when, subtitles, headings, and texts that are none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.formats.examples import SRT, TRANSCRIPT, VTT
from tests.intake.formats.gather import Files, formats, units

from qalqan.errors import IntakeError
from qalqan.intake.formats import _turns


def test_reads_turns(files: Files) -> None:
    told = files.read("transcript", TRANSCRIPT.encode())
    assert [(row["at"], row["from"], row["to"], row["text"]) for row in told.records("message")] == [
        ("2025-03-12 14:05:10", "Мошенник", "Потерпевший",
         "Здравствуйте, это служба безопасности банка.\nНа вас оформляют кредит."),
        ("2025-03-12 14:05:22", "Потерпевший", "Мошенник", "Какой кредит?"),
        ("2025-03-12 14:05:25", "Мошенник", "Потерпевший", "Назовите код из СМС."),
    ]  # fmt: skip
    beside = [json.loads(row["headers"]) for row in told.records("message")]
    assert beside[0] == {
        "about": "Запись разговора 12.03.2025 14:05:10, +7 701 000 00 01", "offset_s": 0, "side": "caller",
    }  # fmt: skip
    assert beside[1] == {"offset_s": 12, "side": "victim"}
    assert {row["channel"] for row in told.records("message")} == {"call"}


@pytest.mark.parametrize(
    ("line", "speaker", "offset", "text"),
    [
        ("A: алло", "A", -1, "алло"),
        ("Алаяқ: сәлем: тыңдаңыз", "Алаяқ", -1, "сәлем: тыңдаңыз"),
        ("[00:12] Speaker 1: hi", "Speaker 1", 12, "hi"),
        ("Speaker 1 [01:00:12]: hi", "Speaker 1", 3612, "hi"),
        ("Speaker 1 00:12: hi", "Speaker 1", 12, "hi"),
        ("(0:05) Жәбірленуші: иә", "Жәбірленуші", 5, "иә"),
        ("00:12 - Потерпевший: да", "Потерпевший", 12, "да"),
        ("[00:00:01 --> 00:00:04] Б: алло", "Б", 1, "алло"),
        ("**Сотрудник банка:** назовите код", "Сотрудник банка", -1, "назовите код"),
        ("Б:", "Б", -1, ""),
    ],
)
def test_a_line_that_begins_a_turn(line: str, speaker: str, offset: int, text: str) -> None:
    assert _turns.turn(line) == _turns.Turn(speaker, offset, text)


@pytest.mark.parametrize("line", ["http://a.example", "12:30 слова", "слова без знака", "", ":", "Дата: 12.03.2025"])
def test_a_line_that_begins_none(line: str) -> None:
    assert _turns.turn(line) is None


@given(st.text(max_size=300))
def test_any_line_is_a_turn_or_none(line: str) -> None:
    found = _turns.turn(line)
    assert found is None or (0 < len(found.speaker) <= _turns.LABEL_CHARS and found.text in line)


def test_cues_of_one_sentence_are_one_turn(files: Files) -> None:
    told = files.read("transcript", SRT.encode())
    assert [(row["row"], row["from"], row["text"]) for row in told.records("message")] == [
        (1, "Алаяқ", "Сәлеметсіз бе, бұл ұлттық банк."), (3, "Жәбірленуші", "Иә"),
    ]  # fmt: skip
    assert told.skipped == [2]
    assert json.loads(told.records("message")[1]["headers"]) == {"offset_s": 66, "side": "victim"}


def test_webvtt_voices(files: Files) -> None:
    (row,) = files.read("transcript", VTT.encode()).records("message")
    assert (row["from"], row["text"]) == ("Speaker 1", "Алло")


def test_a_figure_alone_is_spoken_when_it_is_not_the_next_number(files: Files) -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\ncode\n4821\n\n2\n00:00:09,000 --> 00:00:10,000\nok\n"
    assert [row["text"] for row in files.read("transcript", data).records("message")] == ["code\n4821", "ok"]


def test_words_with_seconds_and_no_speaker(files: Files) -> None:
    data = "[00:00] Алло\n[00:04] Это банк\nслушайте\n[00:09] Код?\n".encode()
    told = files.read("transcript", data)
    assert [row["text"] for row in told.records("message")] == ["Алло", "Это банк\nслушайте", "Код?"]
    assert files.count("transcript", data) == {"": 3}


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("Call_+77010000001_20250312_140510.txt", "2025-03-12 14:05:10"),
        ("запись 12.03.2025 14-05.txt", "2025-03-12 14:05:00"),
        ("запись 32.13.2025 14-05.txt", None),
        ("запись.txt", None),
    ],
)
def test_the_name_tells_the_moment(files: Files, name: str, at: str | None) -> None:
    (first, *_rest) = files.read("transcript", "A: алло\nB: да\n".encode(), name).records("message")
    assert first.get("at") == at


def test_a_giant_line_is_told_and_the_rest_goes_on(files: Files) -> None:
    data = ("A: алло\nB: " + "я" * 3000 + "\nA: тыңдап тұрмын\n").encode()
    told = files.read("transcript", data, row_chars=1000)
    assert [row["row"] for row in told.records("message")] == [1, 3]
    assert [(one.row, one.reason) for one in told.troubles] == [(2, "reason-line-too-long")]
    assert units(told.blocks) == {"": 3}


@pytest.mark.parametrize(
    "text",
    [
        "просто текст\nбез ролей\n",
        "ФИО: Сынақов Б.\nИИН: 850101300005\nСчёт: KZ86\n",
        "Дата;Сумма\n01.02.2025;5\n02.02.2025;6\n",
        "key: value\nother: value\n",
        "2025-02-01 10:15:03 INFO started: ok\n2025-02-01 10:15:04 INFO ended: ok\n",
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    data = text.encode()
    assert formats()["transcript"].sniff(data, "a.txt", len(data)) < 200


def test_a_file_without_words_is_refused(files: Files) -> None:
    with pytest.raises(IntakeError) as told:
        files.read("transcript", b"nothing here\n")
    assert told.value.key == "reason-transcript-empty"
