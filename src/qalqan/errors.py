"""Every error the house raises on purpose.

    QalqanError                 what was wrong, where, what to do
    ├── UsageError              the call cannot be carried out as given
    ├── SettingsError           a setting is unknown or out of bounds
    ├── WorkspaceError          the folder is no workspace, is locked, or was made by a newer version
    │   └── TamperError         a byte of vault, lake, results or ledger is not what was committed
    ├── IntakeError             a file cannot be read as what it seems to be
    │   └── NeedsPerson         a file only a person can open: a scan, a password
    ├── AccessError             the officer, purpose or approvals do not allow this
    ├── NotFound                no such case, account, number, value
    ├── Conflict                somebody else changed it since it was shown
    └── PartError               a registered part breaks its contract

Each carries a Fluent key and its arguments, so that the doors (CLI, API) say it in the user's language.
"""

from __future__ import annotations


class QalqanError(Exception):
    """Base of all errors raised on purpose.

    ``key`` is a Fluent message id in ``texts/*.ftl`` and ``args_`` its arguments; ``where`` says the place
    (file, row, column) when there is one. ``str(error)`` is plain English for logs and tests.
    """

    exit_code = 1

    def __init__(self, key: str, where: str = "", **args: object) -> None:
        self.key = key
        self.where = where
        self.args_ = args
        told = ", ".join(f"{name}={value}" for name, value in args.items())
        super().__init__(" ".join(part for part in (key, told and f"({told})", where) if part))


class UsageError(QalqanError):
    """The call cannot be carried out as given."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is unknown or out of bounds."""


class WorkspaceError(QalqanError):
    """The folder is no workspace, is locked by another writer, or was made by a newer version."""


class TamperError(WorkspaceError):
    """Something kept is not what was committed."""

    exit_code = 3


class IntakeError(QalqanError):
    """A file cannot be read as what it seems to be."""


class NeedsPerson(IntakeError):
    """A file only a person can open: a scan, a password-protected archive."""


class AccessError(QalqanError):
    """The officer, the purpose or the approvals do not allow this."""

    exit_code = 4


class NotFound(QalqanError):
    """No such case, series, account, number or value."""

    exit_code = 5


class Conflict(QalqanError):
    """Somebody else changed it since it was shown; what was to be kept is not lost, but not kept either."""

    exit_code = 6


class PartError(QalqanError):
    """A registered part breaks its contract."""
