"""Corpora are read line by line, wrong ones refused with their place; our own are whole and parted cleanly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qalqan.errors import UsageError
from qalqan.learn import audit, corpus
from qalqan.learn._disguise import WAYS, disguised

DEVELOPMENT = Path(__file__).parent / "texts"
UNSEEN = {
    "clinic_code", "vote_code", "school_diary", "bailiff_debt", "deepfake_boss", "tickets", "parts", "refund_link",
}  # fmt: skip

HEAD = "% author: t\n% provenance: invented\n\n"


def written(tmp_path: Path, text: str) -> list[corpus.Written]:
    file = tmp_path / "a.txt"
    file.write_text(HEAD + text, "utf-8")
    return corpus.load(file)


def test_lines_heads_and_places(tmp_path: Path) -> None:
    told = written(
        tmp_path,
        "@ parcel_code | ru | call | scam\nA: код?  ## ask_code urgency\nB: нет\n\n@ x | kk | sms | benign\nиә\n",
    )
    assert [(one.line, one.family, one.kind, one.author) for one in told] == [
        (4, "parcel_code", "scam", "t"),
        (8, "x", "benign", "t"),
    ]
    assert told[0].text == "A: код?\nB: нет"
    assert told[0].heads == (frozenset({"ask_code", "urgency"}), frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "a line without a header\n",
        "@ x | xx | sms | scam\na\n",
        "@ x | kk | sms | scam\na  ## nohead\n",
        "@ x | kk | sms | scam\n",
    ],
)
def test_wrong_corpora_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        written(tmp_path, text)


def test_a_voice_ends_where_the_next_begins(tmp_path: Path) -> None:
    told = written(
        tmp_path, "@ a | ru | sms | benign\nдом\n\n% author: u\n% provenance: v\n@ b | ru | sms | benign\nсад\n"
    )
    assert [(one.author, one.provenance) for one in told] == [("t", "invented"), ("u", "v")]


def test_our_corpora_are_whole() -> None:
    texts = corpus.load()
    assert len(texts) > 1000
    assert not audit.nameless(texts)
    assert {one.language for one in texts} == set(corpus.LANGUAGES)
    assert not UNSEEN & {one.family for one in texts if one.kind != "benign"}


def test_the_development_part_holds_the_unseen_families() -> None:
    texts = corpus.load(DEVELOPMENT)
    assert {one.family for one in texts if one.kind != "benign"} == UNSEEN
    assert {one.language for one in texts} == set(corpus.LANGUAGES)
    assert sum(one.kind == "benign" for one in texts) > 100


def test_no_near_duplicates_across_the_split() -> None:
    ours = corpus.load()
    assert not audit.near(ours)
    assert not audit.near(ours, corpus.load(DEVELOPMENT))


def test_near_duplicates_are_found(tmp_path: Path) -> None:
    line = "сегодня в десять утра наш дом останется без горячей воды до самого вечера пятницы"
    told = written(tmp_path, f"@ a | ru | sms | benign\n{line}\n\n@ b | ru | sms | benign\n{line} да\n")
    assert [(pair.one, pair.other) for pair in audit.near(told)] == [("a.txt:4", "a.txt:7")]
    assert len(audit.near(told[:1], told[1:])) == 1


def test_a_changed_byte_changes_the_hash(tmp_path: Path) -> None:
    written(tmp_path, "@ a | ru | sms | benign\nдом\n")
    before = audit.digest(tmp_path)
    written(tmp_path, "@ a | ru | sms | benign\nдым\n")
    assert audit.digest(tmp_path) != before


@pytest.mark.parametrize("way", WAYS)
def test_disguises_keep_the_lines(way: str) -> None:
    text = "A: продиктуйте мне код\nB: не скажу вам ничего"
    one, two = (disguised(text, way, np.random.default_rng(3)) for _ in range(2))
    assert one == two
    assert one.count("\n") == 1
    assert one.split("\n")[1].startswith("B:")
