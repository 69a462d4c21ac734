"""Settings: defaults, file, environment, call, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from qalqan.errors import SettingsError
from qalqan.settings import load


def _origin(origins: tuple[object, ...], path: str) -> str:
    return next(one.origin for one in origins if one.path == path)  # type: ignore[attr-defined]


def test_later_sources_win_and_are_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[link]\nhub_cases = 50\ncall_hours = 24\n", "utf-8")
    settings, origins = load(tmp_path, {"QALQAN_SET_LINK__HUB_CASES": "60"}, {"trace.hops": "7"})
    assert (settings.link.hub_cases, settings.link.call_hours, settings.trace.hops) == (60, 24, 7)
    assert _origin(origins, "link.hub_cases") == "QALQAN_SET_LINK__HUB_CASES"
    assert _origin(origins, "link.call_hours") == "settings.toml"
    assert _origin(origins, "trace.hops") == "call"
    assert _origin(origins, "trace.window_hours") == "default"


@pytest.mark.parametrize(
    ("call", "key"),
    [
        ({"link.nothing": 1}, "error-settings-unknown"),
        ({"link.hub_cases": "many"}, "error-settings-type"),
        ({"link.hub_cases": 1}, "error-settings-bounds"),
    ],
)
def test_a_wrong_setting_is_named(call: dict[str, int | str], key: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(call=call)
    assert raised.value.key == key


def test_broken_toml_says_where(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[link\n", "utf-8")
    with pytest.raises(SettingsError) as raised:
        load(tmp_path)
    assert raised.value.where.endswith("settings.toml")
