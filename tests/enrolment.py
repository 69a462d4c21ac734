"""Officers of every role as people become them: an administrator by the first link, the others by invitation."""

from __future__ import annotations

from pathlib import Path

from qalqan.desk import accounts
from qalqan.store.workspace import Workspace

PASSPHRASE = "қарлы таудың үсті ақ"
ROLES = ("duty_officer", "analyst", "investigator", "head", "inspector", "model_steward", "partner")


def enrolled(ws: Path, second: str) -> None:
    """Enrol «Try ROLE» of each role, and another head under the log-in name ``second``."""
    with Workspace.open(ws) as open_:
        secret, _ = accounts.first(open_)
        boss = accounts.enrol(open_, secret, PASSPHRASE, name="Try administrator", login="administrator")
        for role in ROLES:
            organs = ("601",) if role == "partner" else ("*",)
            secret, _ = accounts.invite(open_, boss.id, f"Try {role}", role, login=role, organs=organs)
            accounts.enrol(open_, secret, PASSPHRASE)
        secret, _ = accounts.invite(open_, boss.id, "Try second", "head", login=second)
        accounts.enrol(open_, secret, PASSPHRASE)
