"""One frozen tree of settings, and where each value came from.

A branch is a frozen dataclass; a leaf is an int, a bool or a string, with its unit and reason in the field's
metadata. Values come from, later over earlier: the defaults here, ``settings.toml`` in the workspace, the
environment (``QALQAN_LINK__HUB_CASES=40``), the call. ``qalqan settings`` prints the tree with origins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from qalqan.errors import SettingsError

Leaf = int | bool | str


def leaf(default: Leaf, unit: str, why: str, least: int | None = None, most: int | None = None) -> Any:
    """A setting: its start value, unit, reason, and bounds for a number."""
    return field(default=default, metadata={"unit": unit, "why": why, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Intake:
    """Reading files."""

    confidence: int = leaf(600, "0-1000", "below it a column's meaning is asked, not guessed", 0, 1000)
    region: str = leaf("", "ISO 3166-2", "local time of files that name no region")
    child_memory_mb: int = leaf(2048, "MiB", "a hostile file must not take the machine", 256)
    child_seconds: int = leaf(900, "s", "limit for one file; grows with its size", 5)
    archive_ratio: int = leaf(200, "times", "unpacked size over packed: more is a bomb", 2)
    archive_depth: int = leaf(4, "levels", "archives in archives", 1)
    archive_mb: int = leaf(20_000, "MiB", "most that one archive may unpack to", 1)
    row_chars: int = leaf(4_000_000, "characters", "a longer row is rejected", 1000)


@dataclass(frozen=True, slots=True)
class Match:
    """When two reports are one event."""

    transfer_seconds: int = leaf(180, "s", "two banks' clocks on one transfer differ by no more", 0)
    call_seconds: int = leaf(5, "s", "two operators' clocks on one call", 0)
    call_duration_seconds: int = leaf(2, "s", "two operators' durations of one call", 0)


@dataclass(frozen=True, slots=True)
class Link:
    """Tying cases."""

    hub_cases: int = leaf(40, "cases", "a value in more cases is weighed as a hub", 2)
    tie_score: int = leaf(350, "0-1000", "a weaker tie is listed nowhere", 0, 1000)
    series_score: int = leaf(500, "0-1000", "a weaker tie does not hold two cases in one series", 0, 1000)
    call_hours: int = leaf(48, "h", "calls before the loss that belong to a case", 1)


@dataclass(frozen=True, slots=True)
class Trace:
    """Following the money."""

    window_hours: int = leaf(720, "h", "how long after the loss a trail is followed", 1)
    hops: int = leaf(12, "transfers", "how far", 1, 64)
    smallest_tiyn: int = leaf(1, "tiyn", "smaller pieces stay where they are", 1)
    bound_rows: int = leaf(10_000, "rows", "low and high of a case look at so many transfers, then widen", 1)
    possible_accounts: int = leaf(200, "accounts", "accounts of a case listed that only could hold its money", 0)
    loss_hours: int = leaf(72, "h", "how far a loss transfer may lie from the time the plot tells", 1)
    rates: str = leaf("", "CODE=tenge; CODE@YYYY-MM-DD=tenge", "rates of tokens a person gives; none: no conversions")


@dataclass(frozen=True, slots=True)
class Detect:
    """Proposing accounts and transfers to look at."""

    dropper_score: int = leaf(500, "0-1000", "a less probable dropper is not listed", 1, 1000)
    night_from: int = leaf(0, "h", "local hour from which it is night", 0, 24)
    night_to: int = leaf(6, "h", "local hour until which it is night", 0, 24)
    below_percent: int = leaf(10, "percent", "so near below a limit a sum counts as kept below it", 1, 50)
    unusual_score: int = leaf(600, "0-1000", "a less unusual transfer is not listed", 1, 1000)
    unusual_a_day: int = leaf(20, "transfers", "at most so many unusual transfers are listed for one day", 1)
    call_score: int = leaf(850, "0-1000", "a less probable alert about calls is not raised", 1, 1000)
    calls_a_day: int = leaf(100, "alerts", "at most so many alerts about calls are raised for one day", 1)


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry of droppers: how long an entry counts when its term is not stated, by its ground."""

    verdict_days: int = leaf(2190, "days", "a verdict in force: six years, until a conviction is spent (?)", 1)
    afc_days: int = leaf(365, "days", "an entry of the Anti-Fraud Centre", 1)
    proposal_days: int = leaf(90, "days", "an officer's proposal: short, so that it is looked at again", 1)


@dataclass(frozen=True, slots=True)
class Trust:
    """Evidence and ledger."""

    anchor_entries: int = leaf(100, "entries", "at most so many entries without a checkpoint", 1)
    anchor_seconds: int = leaf(60, "s", "at most so long without a checkpoint", 1)


@dataclass(frozen=True, slots=True)
class Store:
    """Where things are kept."""

    url: str = leaf("", "URL", "PostgreSQL for many users; empty: SQLite in the workspace")


@dataclass(frozen=True, slots=True)
class Console:
    """Who may enter the console, and for how long."""

    address: str = leaf("", "URL", "what people type to reach the console; one-time links and OpenID Connect name it")
    session_hours: int = leaf(12, "h", "a log-in lasts no longer than a duty of a day", 1, 24)
    idle_minutes: int = leaf(60, "min", "nobody works at a machine left so long", 5)
    sign_minutes: int = leaf(15, "min", "an unlocked signing key is asked for again after so long without use", 1)
    unmask_minutes: int = leaf(15, "min", "clear personal data are masked again", 1, 60)
    link_hours: int = leaf(48, "h", "a one-time link ends", 1, 336)
    passphrase_chars: int = leaf(12, "characters", "fewer can be tried through (NIST SP 800-63B asks for 8 to 15)", 8)
    tries: int = leaf(5, "attempts", "failed log-ins of one account before it has to wait", 1)
    address_tries: int = leaf(30, "attempts", "the same from one address: an office may stand behind it", 1)
    wait_seconds: int = leaf(300, "s", "the longest wait after failures: longer would shut colleagues out", 1)
    control_percent: int = leaf(3, "percent", "blind control items in the review queue: few, yet enough", 0, 20)
    passphrases: bool = leaf(True, "yes or no", "log-in by passphrase; no: by OpenID Connect alone")
    oidc_issuer: str = leaf("", "URL", "the organisation's OpenID Connect provider; empty: none")
    oidc_client: str = leaf("", "name", "how the provider knows this console")
    oidc_secret_file: str = leaf("", "path", "the client's secret, kept out of the settings; empty: a public client")
    oidc_discovery: str = leaf("", "path", "the provider's discovery document, kept here; empty: asked for")
    oidc_keys: str = leaf("", "path", "the provider's keys (JWKS), kept here; empty: asked for")
    oidc_claim: str = leaf("preferred_username", "claim", "what in its answer is the officer's log-in name")
    oidc_scope: str = leaf("openid profile", "scopes", "what the provider is asked for")


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that browsers send."""

    file_mb: int = leaf(8192, "MiB", "a bank's answer for a year fits; more would fill the disk", 1)
    files: int = leaf(200, "files", "of one officer on their way in at once", 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole tree."""

    intake: Intake = Intake()
    match: Match = Match()
    link: Link = Link()
    trace: Trace = Trace()
    detect: Detect = Detect()
    registry: Registry = Registry()
    trust: Trust = Trust()
    store: Store = Store()
    console: Console = Console()
    upload: Upload = Upload()
    language: str = leaf("kk", "kk, ru or en", "language of the CLI and documents")
    threads: int = leaf(2, "threads", "never changes a result", 1, 64)


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting as it stands: path, value, unit, why, and where the value came from."""

    path: str
    value: Leaf
    unit: str
    why: str
    origin: str


def load(
    workspace: Path | None = None,
    environ: Mapping[str, str] | None = None,
    call: Mapping[str, Leaf] | None = None,
) -> tuple[Settings, tuple[Origin, ...]]:
    """The settings in force and the origin of each.

    Raises SettingsError, naming the place, for an unknown name, a wrong type or a value out of bounds.
    """
    given: dict[str, tuple[Leaf | str, str]] = {}
    if workspace is not None and (file := workspace / "settings.toml").exists():
        try:
            tree = tomllib.loads(file.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError("error-settings-toml", where=str(file), reason=str(error)) from error
        given |= {path: (value, "settings.toml") for path, value in _flat(tree).items()}
    for name, text in sorted((environ or {}).items()):
        if name.startswith("QALQAN_SET_"):
            given[name[len("QALQAN_SET_") :].lower().replace("__", ".")] = (text, name)
    given |= {path: (value, "call") for path, value in (call or {}).items()}
    origins: list[Origin] = []
    settings = _fill(Settings(), "", given, origins)
    if unknown := sorted(set(given) - {origin.path for origin in origins}):
        raise SettingsError("error-settings-unknown", where=given[unknown[0]][1], name=unknown[0])
    return settings, tuple(origins)


def _flat(tree: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        flat |= _flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return flat


def _fill(branch: Any, above: str, given: Mapping[str, tuple[Any, str]], origins: list[Origin]) -> Any:
    changes: dict[str, Any] = {}
    for one in fields(branch):
        path, default = above + one.name, getattr(branch, one.name)
        if is_dataclass(default):
            changes[one.name] = _fill(default, f"{path}.", given, origins)
            continue
        value, origin = given.get(path, (default, "default"))
        value = _checked(value, default, one.metadata, path, origin)
        changes[one.name] = value
        origins.append(Origin(path, value, one.metadata["unit"], one.metadata["why"], origin))
    return replace(branch, **changes)


def _checked(value: Any, default: Leaf, meta: Mapping[str, Any], path: str, origin: str) -> Leaf:
    if isinstance(value, str) and not isinstance(default, str):
        if isinstance(default, bool) and value.lower() in ("true", "false"):
            value = value.lower() == "true"
        elif not isinstance(default, bool) and value.lstrip("-").isdigit():
            value = int(value)
    if type(value) is not type(default):
        raise SettingsError("error-settings-type", where=origin, name=path, value=str(value))
    least, most = meta["least"], meta["most"]
    if (least is not None and value < least) or (most is not None and value > most):
        raise SettingsError(
            "error-settings-bounds",
            where=origin,
            name=path,
            value=str(value),
            least=str(least),
            most=str(most),
        )
    return value
