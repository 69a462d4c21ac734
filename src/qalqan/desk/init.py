"""qalqan init: an empty workspace."""

from __future__ import annotations

import hashlib
from pathlib import Path

from qalqan.store.workspace import Workspace


def init(path: Path, key_file: Path | None = None) -> str:
    """Make an empty workspace and give the fingerprint of its key.

    With ``key_file`` the key lies there, outside the workspace, and equal files give equal keyed hashes. Raises
    WorkspaceError when the folder is not empty, UsageError when the key file is none.
    """
    with Workspace.init(path, key_file) as ws:
        return hashlib.sha256(ws.key("fingerprint")).hexdigest()[:16]
