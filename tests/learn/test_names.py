"""Training of the tagger: the same data give the same bytes, and what was shown is known."""

from __future__ import annotations

from pathlib import Path

from qalqan.language._name_model import decode_all
from qalqan.learn import names

SENTENCES = (
    ("Кеше O", "Ерлан B-PERSON", "Сынақов I-PERSON", "келді O", ". O"),
    ("Астанада B-GPE", "Әсел B-PERSON", "тұрады O", ". O"),
    ("Ол O", "банкке B-ORGANISATION", "барды O", ". O"),
)


def _data(folder: Path) -> Path:
    (folder / "text").mkdir(parents=True)
    text = "\n\n".join("\n".join(sentence) for sentence in SENTENCES * 4)
    (folder / names.FILE).write_text(text + "\n", "utf-8")
    return folder


def test_training_is_the_same_to_the_byte(tmp_path: Path) -> None:
    data = _data(tmp_path / "data")
    made = []
    for to in (tmp_path / "a", tmp_path / "b"):
        to.mkdir()
        made.append((names.write(data, to), (to / names.WEIGHTS).read_bytes(), (to / "name_tags.toml").read_bytes()))
    assert made[0] == made[1]
    assert made[0][0] in made[0][2].decode()


def test_what_was_shown_is_known(tmp_path: Path) -> None:
    corpus = names.load(_data(tmp_path) / names.FILE)
    weights, steps = names.fit(corpus, list(range(len(SENTENCES) * 4)), seed=3)
    guess = corpus.truth * 0
    decode_all(corpus.words.features, corpus.words.first, weights, steps, guess)
    assert guess.tolist() == corpus.truth.tolist()
    assert len(names.persons(guess, corpus)) == 8


def test_cross_validation_labels_every_sentence(tmp_path: Path) -> None:
    corpus = names.load(_data(tmp_path) / names.FILE)
    guess = names.cross_validated(corpus, folds=4)
    assert guess.size == corpus.truth.size
    assert names.persons(guess, corpus) == names.persons(corpus.truth, corpus)
