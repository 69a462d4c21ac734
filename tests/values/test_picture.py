"""Pictures by their likeness: the hash of copies, of other pictures, of nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import picture
from qalqan.values.base import Value

SHAPE = (picture.SIDE, picture.SIDE)
FIXED = "dct1-0000000000000000000000000000000000000000000000000000000000000000"


def scene(seed: int) -> np.ndarray:
    """Soft spots of light, as a picture brought to few points has them."""
    chance = np.random.default_rng(seed)
    coarse = chance.integers(0, 256, (16, 16)).astype(np.uint8)
    return np.kron(coarse, np.ones((4, 4), np.uint8))


def apart(one: str, other: str) -> int:
    first, second = (picture.bits(pl.Series([text])) for text in (one, other))
    return int(np.bitwise_count(first ^ second).sum())


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_noise_keeps_the_likeness_and_another_scene_has_another(seed: int, noise: int) -> None:
    points = scene(seed)
    grain = np.random.default_rng(noise).integers(-2, 3, SHAPE)
    copy = np.clip(points.astype(np.int64) + grain, 0, 255).astype(np.uint8)
    assert apart(picture.of(points), picture.of(copy)) <= picture.NEAR
    assert apart(picture.of(points), picture.of(scene(seed + 1))) > 2 * picture.NEAR


def test_brightness_does_not_matter() -> None:
    points = scene(5) // 2
    assert apart(picture.of(points), picture.of(points + 60)) <= 2


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_flat_picture_looks_like_nothing(grey: int) -> None:
    assert picture.of(np.full(SHAPE, grey, np.uint8)) == ""


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="points"):
        picture.of(np.zeros((8, 8), np.uint8))


def test_the_hash_is_fixed_for_ever() -> None:
    """A change would part new pictures from those in old workspaces."""
    slope = (np.add.outer(np.arange(64) * 3, np.arange(64)) % 256).astype(np.uint8)
    assert picture.of(slope) == picture.of(slope.copy())
    assert picture.of(slope) == FIXED


def test_a_filled_form_is_marked_by_its_figures() -> None:
    form = picture.of(scene(1))
    first, second = picture.filled(form, "1234567890"), picture.filled(form, "1234567891")
    assert first != second
    assert picture.parse(first) == Value("picture", first)
    assert picture.filled(first, "1234567891") == second
    assert apart(first, form) == 0
