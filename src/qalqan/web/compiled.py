"""Compiled templates beside their sources, as Python keeps its modules: what one process compiled, others read.

A page's template costs 0.1-0.3 s of CPU to compile; every start of a server paid that for each page again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates in a package's ``__pycache__``; where that cannot be written, each process compiles.

    ``options`` names how the environment parses: another name for other options, since a template's code depends on
    them. A changed template, Jinja or Python is noticed by itself.
    """

    def __init__(self, templates: Path, options: str) -> None:
        folder = templates / "__pycache__"
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        super().__init__(str(folder), f"{options}-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read one, if it was kept and can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one; an installation that may not be written to works without."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
