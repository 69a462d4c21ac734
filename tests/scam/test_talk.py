"""Talk read: cues with exact quotes, disguises, who speaks, records, calm answers to ordinary texts."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qalqan.learn import corpus, measure
from qalqan.scam import _lexicon, _model, _reading, _turns, talk
from qalqan.scam._heads import CRITICAL, HEADS

CODE = {
    "ru": "Здравствуйте, это служба безопасности банка, продиктуйте код из смс, трубку не кладите",
    "kk": "Сәлеметсіз бе, банктің қауіпсіздік қызметі, смс-пен келген кодты айтыңыз, тұтқаны қоймаңыз",
    "kk-latn": "Salemetsiz be, banktin qauipsizdik qyzmeti, sms-pen kelgen kodty aitynyz, trubkany qoimanyz",
    "en": "Hello, this is the bank security department, please tell me the code from the text message, do not hang up",
}


def heads(text: str, channel: str = "chat") -> set[str]:
    return {cue["head"] for cue in json.loads(talk.read(pl.Series([text]), channel)["cues"][0])}


@pytest.mark.parametrize("language", CODE)
def test_a_code_is_asked_for_in_every_language(language: str) -> None:
    row = talk.read(pl.Series([CODE[language]])).row(0, named=True)
    found = {cue["head"] for cue in json.loads(row["cues"])}
    assert {"ask_code", "pose", "isolation"} <= found
    assert row["language"] == language
    assert row["persona"] == "bank_security"
    assert row["score"] > 500


@pytest.mark.parametrize(
    "text",
    [
        "П\u200bродиктуйте к\u200bод из сообщения, это служба безопасности банка",
        "Продиктуйтe кoд из сooбщeния, этo службa бeзoпaснoсти бaнка",
        "продиктуйте к о д из сообщения, это служба безопасности банка",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert "ask_code" in heads(text)


def test_a_warning_is_no_request() -> None:
    for text in ("Никому не сообщайте код из смс", "Кодты ешкімге айтпаңыз", "Never share the code with anyone"):
        assert "advice" in heads(text)
        assert "ask_code" not in heads(text)


def test_everyday_words_are_no_cue() -> None:
    everyday = ["хат алдым", "табыс жақсы", "несие бар", "салық төледім", "апат болды", "письмо пришло", "loan", "код"]
    assert talk.read(pl.Series(everyday))["cues"].to_list() == ["[]"] * len(everyday)


def test_words_of_the_called_do_not_count() -> None:
    caller = "A: Добрый день, вы дома?\nB: продиктуйте мне код из смс"
    assert "ask_code" not in heads(caller, "call")
    assert "ask_code" in heads(caller.replace("A:", "B:").replace("B: п", "A: п"), "call")


def test_silence_without_a_word_of_what_is_no_advice() -> None:
    for text in ("Никому не говорите", "Ешкімге айтпаңыз", "Do not tell anyone about this call"):
        assert "secrecy" in heads(text)
        assert "advice" not in heads(text)
    demand = heads("Никому не говорите про перевод, переведите деньги на счёт")
    assert {"secrecy", "transfer"} <= demand
    assert "advice" not in demand


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*CODE.values(), "\u200bкод", "Қазақстан", "\n", "A: ", "4 4 1", "🙂", " "]), max_size=6)
)
def test_quotes_stand_where_they_say(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for cue in json.loads(talk.read(pl.Series([text]))["cues"][0]):
        assert text[cue["start"] : cue["end"]] == cue["quote"]
        assert cue["head"] in HEADS


def test_rows_do_not_depend_on_their_neighbours() -> None:
    texts = [*CODE.values(), "иә", "", "жарайды, ертең кездесеміз", None]
    whole = talk.read(pl.Series(texts))
    order = list(range(len(texts)))
    random.Random(3).shuffle(order)
    assert talk.read(pl.Series([texts[i] for i in order])).equals(whole[order])
    assert whole["verdict"][-1] == talk.NO_SIGNS


def test_spellings_score_alike() -> None:
    plain = "Қазір сізге код келеді, маған айтып жіберіңіз, ешкімге айтпаңыз"
    russified = "Казир сизге код келеди, маган айтып жиберициз".replace("ц", "н") + ", ешкимге айтпаныз"
    one, other = talk.read(pl.Series([plain, russified]))["score"].to_list()
    assert abs(one - other) <= 150


def test_units_cover_the_text() -> None:
    text = "бір. екі\nүш? " + "сөз " * 300
    units = _turns.cut(pl.Series([text]))
    assert max(units["text"].str.len_chars()) <= _turns.LONG
    for start, piece in units.select("start", "text").rows():
        assert text[start : start + len(piece)] == piece


def test_rules_name_known_heads_and_the_model_is_ours() -> None:
    assert set(_lexicon.rules().heads) == set(HEADS)
    raw = _model.shipped()
    assert _model.pack(_model.unpack(raw)) == raw
    assert _model.model().curve.tolist() == sorted(_model.model().curve.tolist())


def test_reading_nothing() -> None:
    assert talk.read(pl.Series([], dtype=pl.String)).schema == pl.Schema(talk.SCHEMA)
    assert _reading.read(pl.Series(["", " "])).first.size == 0


def test_what_the_grammar_tells_sets_the_least_score() -> None:
    bounds = _model.model().bounds
    scheme = "Здравствуйте, это служба безопасности банка, продиктуйте код из смс, трубку не кладите"
    half = "Здравствуйте, это служба безопасности банка, продиктуйте код из смс"
    read = talk.read(pl.Series([scheme, half, half + ". Никому не сообщайте код."]))
    assert read["score"][0] >= bounds[1]
    assert read["verdict"][0] == talk.SCAM_LIKE
    assert read["score"][1] > bounds[0]
    assert json.loads(read["cues"][2])


def test_scam_like_gives_its_reason() -> None:
    texts = corpus.load(Path(__file__).parents[1] / "learn" / "texts")
    read = talk.read(pl.Series([one.text for one in texts]), pl.Series([one.channel for one in texts]))
    told = read.filter(pl.col("verdict") == talk.SCAM_LIKE)
    assert told.height > 50
    assert all({cue["head"] for cue in json.loads(cues)} & set(CRITICAL) for cues in told["cues"])


def test_unseen_families_are_told_from_their_look_alikes() -> None:
    texts = corpus.load(Path(__file__).parents[1] / "learn" / "texts")
    harmful = np.array([one.kind != "benign" for one in texts])
    read = talk.read(pl.Series([one.text for one in texts]), pl.Series([one.channel for one in texts]))
    assert measure.auroc(read["score"].to_numpy() / 1000, harmful) >= 0.96
    assert (read["verdict"].to_numpy()[~harmful] == talk.SCAM_LIKE).mean() <= 0.02
    assert (read["verdict"].to_numpy()[harmful] == talk.NO_SIGNS).mean() <= 0.05
