"""Training: corpora are made again byte for byte, weights too, and what is learned separates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qalqan.learn import links, links_write
from qalqan.learn.links_pen import FOLDER, Pen
from qalqan.learn.links_permute import alike
from qalqan.scam import _links_model as model
from qalqan.values import domain


def test_corpora_are_written_again_to_the_byte(tmp_path: Path) -> None:
    """With the brands of today; the corpora that the shipped weights learnt from stay as they were written."""
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    made = links_write.write(first)
    links_write.write(second)
    assert min(made.values()) >= 1500
    for kind in made:
        assert (first / f"{kind}.txt").read_bytes() == (second / f"{kind}.txt").read_bytes()
        assert "provenance" in (FOLDER / f"{kind}.txt").read_text("utf-8").splitlines()[1]


def test_no_address_is_of_both_kinds() -> None:
    genuine, fake = links.corpus()
    assert not set(genuine) & set(fake)


def test_imitations_are_hosts() -> None:
    pen = Pen(7)
    hosts = [alike(pen) for _ in range(300)]
    read = [domain.ascii_host(host) for host in hosts]
    assert sum(bool(host) for host in read) >= 295


@pytest.fixture(scope="module")
def small() -> links.Set:
    genuine, fake = links.corpus()
    return links.prepared([(genuine[:500], fake[:500])])


def test_training_gives_the_same_bytes_and_learns(
    small: links.Set, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "TREES", 40)  # few addresses need few trees
    first, second = links.train(small), links.train(small)
    for number, made in enumerate((first, second)):
        made.save(tmp_path / f"{number}.npz")
    assert (tmp_path / "0.npz").read_bytes() == (tmp_path / "1.npz").read_bytes()
    margins = model.margin(first, small.parts, small.told)
    assert links.figures(margins, small.label)["auroc"] > 0.95


def test_a_domain_gives_only_so_many() -> None:
    held = links.prepared([([f"example.org/{number}" for number in range(9)], ["fake.top/a"])], a_domain=3)
    assert held.label.tolist().count(0) == 3


def test_figures_against_a_count() -> None:
    chance = np.random.default_rng(3)
    margins, label = chance.integers(0, 9, 200), chance.integers(0, 2, 200)
    fake, genuine = margins[label == 1], margins[label == 0]
    wins = (fake[:, None] > genuine[None, :]).mean() + (fake[:, None] == genuine[None, :]).mean() / 2
    assert links.figures(margins, label)["auroc"] == pytest.approx(wins, abs=1e-4)
