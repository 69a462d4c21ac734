"""Stems of plots: how a story is told, without whom and what it names."""

from __future__ import annotations

import numpy as np

from qalqan.kernels.alike_words import stems


def read(*texts: str) -> tuple[list[set[int]], list[int], list[int]]:
    bounds = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int32)
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.int32)
    text, hashes, total, kazakh = stems(codes, bounds)
    held: list[set[int]] = [set() for _ in texts]
    for one, stem in zip(text.tolist(), hashes.tolist(), strict=True):
        held[one].add(stem)
    return held, total.tolist(), kazakh.tolist()


def test_endings_and_repeats_do_not_count() -> None:
    (one, other), _, _ = read("показала квартиру на час", "показали квартирой, показали на час")
    assert one == other
    assert len(one) == 2  # «на» and «час» are too short


def test_names_figures_sites_and_handles_are_left_out() -> None:
    (plain, named), _, _ = read("просил задаток", "просил задаток Ахметов @petrova87 shop-kz.info 87011234567")
    assert plain == named


def test_no_text_has_no_stems() -> None:
    held, total, _ = read("", "сәлемдеме келді")
    assert held[0] == set()
    assert total == [0, 2]


def test_kazakh_letters_are_counted() -> None:
    _, total, kazakh = read("қауіпсіз шотқа аударды", "перевела деньги")
    assert (total[0], kazakh[0]) == (3, 2)
    assert kazakh[1] == 0
