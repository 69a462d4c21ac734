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

REVISION: Final = "0003"
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
)
"""Tables whose every row stands in the ledger with its digest. (``ledger`` and ``tiles`` are the ledger.)"""
