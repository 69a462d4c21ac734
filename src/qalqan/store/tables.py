"""The tables of the workspace's database, one description for SQLite and PostgreSQL.

Moments are text (UTC, ISO 8601, microseconds), structures are canonical JSON in text, yes or no is 0 or 1: so
that a row reads the same from either database and its digest in the ledger can be computed again.
A column added later must allow NULL: a NULL takes no part in a row's digest, so older entries stay true.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

REVISION: Final = "0004"
"""The alembic revision this code works with."""

METADATA: Final = MetaData()
_Big = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


META = Table("meta", METADATA, Column("name", Text, primary_key=True), _text("value"))
LEDGER = Table(
    "ledger",
    METADATA,
    Column("seq", _Big, primary_key=True, autoincrement=False),
    _text("body"),
)
TILES = Table(
    "tiles",
    METADATA,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("number", _Big, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)
CHECKPOINTS = Table(
    "checkpoints",
    METADATA,
    Column("size", _Big, primary_key=True, autoincrement=False),
    _text("root"),
    _text("at"),
    _text("signature"),
)
MANIFEST = Table(
    "manifest",
    METADATA,
    Column("name", Text, primary_key=True),
    _text("sha256"),
    Column("size", _Big, nullable=False),
)
VAULT = Table(
    "vault",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size", _Big, nullable=False),
    Column("wrapped", LargeBinary),
    Column("erased_at", Text),
)
EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("sha256"),
    _text("name"),
    Column("size", _Big, nullable=False),
    _text("received_at"),
    _text("basis"),
    _text("parent"),
    _text("path"),
    _text("region"),
    _text("status"),
    UniqueConstraint("sha256"),
)
FILES = Table(
    "files",
    METADATA,
    Column("evidence", Text, primary_key=True),
    _text("file"),
    _text("sha256"),
    _text("format"),
    _text("record_kind"),
    Column("units", _Big),
    Column("records", _Big),
    Column("duplicates", _Big),
    Column("rejected", _Big),
    Column("skipped", _Big),
    Column("mapping_confidence", Integer),
    _text("status"),
    _text("note"),
    _text("mappings"),
)
PROFILES = Table(
    "profiles",
    METADATA,
    Column("fingerprint", Text, primary_key=True),
    _text("mapping"),
    _text("name"),
    _text("at"),
    _text("by"),
)
REPORTS = Table(
    "reports",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("kui_number"),
    _text("body"),
    _text("at"),
    _text("by"),
)
RUNS = Table(
    "runs",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("at"),
    _text("code"),
    _text("settings"),
    _text("input_hash"),
    _text("counts"),
    _text("result_hash"),
    _text("tables"),
    Column("current", Integer, nullable=False),
)
OFFICERS = Table(
    "officers",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("role"),
    _text("public_key"),
    _text("created"),
    Column("revoked", Text),
    UniqueConstraint("name"),
    UniqueConstraint("public_key"),
)
DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("subject"),
    _text("act"),
    _text("verdict"),
    _text("officer"),
    _text("at"),
    _text("purpose"),
    _text("case"),
    _text("shown"),
    _text("reason"),
    _text("replaces"),
    _text("signature"),
    UniqueConstraint("subject", "act", "officer", "replaces"),
)
ACT_STEPS = Table(
    "act_steps",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("measure"),
    Column("number", Integer, nullable=False),
    _text("step"),
    _text("officer"),
    _text("at"),
    _text("previous"),
    _text("shown"),
    _text("body"),
    _text("signature"),
    UniqueConstraint("measure", "number"),
)
"""Steps of measures (a hold, an arrest, a loan to be stopped), only ever added; ``body`` says what each must state."""
REGISTRY_STEPS = Table(
    "registry_steps",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("entry"),
    Column("number", Integer, nullable=False),
    _text("step"),
    _text("officer"),
    _text("at"),
    _text("previous"),
    _text("body"),
    _text("signature"),
    UniqueConstraint("entry", "number"),
)
"""Steps of entries in the registry, only ever added."""
PURPOSES = Table(
    "purposes",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("at"),
    _text("who"),
    _text("purpose"),
    _text("what"),
    Column("count", _Big, nullable=False),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("officer", Text, primary_key=True),
    _text("login"),
    _text("hash"),
    Column("totp", Text),
    _text("state"),
    _text("made"),
    _text("changed"),
    UniqueConstraint("login"),
)
"""How an officer logs in: ``hash`` is argon2id of the passphrase, ``totp`` the secret of one-time codes, sealed under
the workspace's key. The ledger holds only the keyed digest of the row."""
GRANTS = Table(
    "grants",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("officer"),
    _text("kind"),
    _text("value"),
    _text("given_by"),
    _text("at"),
    Column("until", Text),
    Column("ended", Text),
)
"""Whose case is whose: an officer is given a case, a series or an organ (``kind``), by whom and until when."""

LEDGERED: Final = (
    META,
    CHECKPOINTS,
    MANIFEST,
    VAULT,
    EVIDENCE,
    FILES,
    PROFILES,
    REPORTS,
    RUNS,
    OFFICERS,
    DECISIONS,
    ACT_STEPS,
    REGISTRY_STEPS,
    PURPOSES,
    ACCOUNTS,
    GRANTS,
)
"""Tables whose every row stands in the ledger with its digest. (``ledger`` and ``tiles`` are the ledger.)"""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token", Text, primary_key=True),
    _text("officer"),
    _text("csrf"),
    _text("address"),
    _text("made"),
    _text("seen"),
    _text("expires"),
    Column("purpose", Text),
    Column("case", Text),
    Column("until", Text),
)
"""Who is logged in; ``token`` is a keyed hash. ``purpose``, ``case``, ``until``: personal data now shown in clear."""
LINKS = Table(
    "links",
    METADATA,
    Column("token", Text, primary_key=True),
    _text("body"),
    _text("made"),
    _text("expires"),
    Column("used", Text),
)
"""One-time links; ``token`` is a keyed hash over the link's secret and its ``body``."""
RECOVERY = Table(
    "recovery",
    METADATA,
    Column("code", Text, primary_key=True),
    _text("officer"),
    Column("used", Text),
)
"""Codes that stand in for a lost device, as keyed hashes."""
COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("number", _Big, nullable=False),
    _text("at"),
)
"""Failed log-ins by account and by address, the last step of one-time codes."""
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("officer", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    _text("body"),
    _text("changed"),
)
"""What an officer has begun and not sent."""
VIEWS = Table(
    "views",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("page"),
    _text("body"),
    _text("officer"),
    _text("made"),
)
"""A query or the state of a page under a short name, for deep links."""
LOCKS = Table(
    "locks",
    METADATA,
    Column("object", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    _text("officer"),
    _text("at"),
)
"""The version of each thing that people edit: a change is of the version that was seen."""
JOBS = Table(
    "jobs",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("kind"),
    _text("arguments"),
    _text("state"),
    Column("progress", _Big, nullable=False),
    Column("total", _Big, nullable=False),
    _text("note"),
    Column("result", Text),
    _text("officer"),
    _text("made"),
    Column("started", Text),
    Column("ended", Text),
    Column("tries", Integer, nullable=False),
    Column("heartbeat", Text),
    Column("cancel", Integer, nullable=False),
)
"""Long work, done one after another by the worker."""

BESIDE: Final = (SESSIONS, LINKS, RECOVERY, COUNTERS, DRAFTS, VIEWS, LOCKS, JOBS)
"""Tables beside the ledger: no evidence, written by :meth:`Workspace.beside` without its lock and without an entry."""
