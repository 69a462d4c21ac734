"""Campaigns: one template with other names and sums is one; ordinary short answers are none."""

from __future__ import annotations

import polars as pl

from qalqan.scam import campaigns

LURE = "Құттықтаймыз, {}! Сізге {} теңге сыйақы есептелді, алу үшін бүгін осы сілтемеге өтіп толтырыңыз"


def test_a_template_is_one_campaign() -> None:
    texts = [LURE.format(name, total) for name, total in (("Айгүл", 5000), ("Марат", 70000), ("Сәуле", 9900))]
    found = campaigns.group(pl.Series([*texts, "ертең балабақшаға кім барады, мен бара алмаймын", None]))
    assert found["group"].to_list() == [0, 0, 0, None, None]
    assert found["alike"][0] == 1000


def test_disguise_does_not_part_a_campaign() -> None:
    text = LURE.format("Айгүл", 5000)
    found = campaigns.group(pl.Series([text, text.replace("о", "o").replace("а", "a")]))
    assert found["group"].to_list() == [0, 0]


def test_short_answers_are_none() -> None:
    assert campaigns.group(pl.Series(["иә", "иә", "иә жарайды"]))["group"].null_count() == 3


def test_a_sample_hides_whom_it_names() -> None:
    shown = pl.select(
        campaigns.masked(pl.lit("пиши @arman_kz или +7 701 000 00 00, t.me/abcde 440043\nhttps://a.kz/x"))
    ).item()
    assert "arman" not in shown
    assert "701" not in shown
    assert "440043" not in shown
    assert "a.kz" not in shown
