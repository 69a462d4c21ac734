"""A paper as JSON and back: what two officers approved is kept whole, so that the very paper can be printed again."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

P = TypeVar("P")
_BOUND_LATER = frozenset(
    {"approvals", "complete", "shown", "subject", "needed", "measure", "state", "sanction", "ruling"}
)
"""Fields that the state of the measure fills, not its proposal."""


def told(paper: Any) -> dict[str, Any]:
    """The content of a paper (a frozen record) as plain JSON values."""
    return {name: _plain(value) for name, value in asdict(paper).items() if name not in _BOUND_LATER}


def read(kind: type[P], kept: dict[str, Any]) -> P:
    """The paper that :func:`told` told, without approvals and sanction. Raises ValueError when it is none."""
    unset = {"sanction": None} if "sanction" in get_type_hints(kind) else {}
    try:
        made = _made(kind, kept | unset)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no such paper") from error
    if not isinstance(made, kind):
        raise ValueError("no such paper")
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime | date) else value


def _made(kind: Any, value: Any) -> Any:
    """A value of a described type out of plain JSON."""
    if get_origin(kind) in (Union, UnionType):
        return None if value is None else _made(next(one for one in get_args(kind) if one is not type(None)), value)
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        if parts[1:] == (...,):
            return tuple(_made(parts[0], one) for one in value)
        return tuple(_made(part, one) for part, one in zip(parts, value, strict=True))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _made(hints[one.name], value[one.name]) for one in fields(kind) if one.name in value})  # type: ignore[operator]
    return datetime.fromisoformat(value) if kind is datetime else value
