"""What the API's description says of refusals: every resource may answer with one of these (RFC 9457)."""

from __future__ import annotations

from typing import Any, Final

_SCHEMA: Final = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "pattern": "^qalqan:[a-z0-9-]+$", "description": "what happened, for programs"},
        "title": {"type": "string", "description": "what happened and what to do, in the language asked for"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "where"},
    },
    "additionalProperties": False,
}
_PROBLEM: Final = {"application/problem+json": {"schema": _SCHEMA}}
_PLAIN: Final = {"text/plain; charset=utf-8": {"schema": {"type": "string"}}}
RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "What was asked for cannot be done as it was asked", "content": _PROBLEM},
    401: {"description": "Nobody is signed in", "content": _PROBLEM},
    403: {"description": "The role may not, the token is missing, or the key is locked", "content": _PROBLEM},
    404: {"description": "There is no such thing, or it may not be known of", "content": _PROBLEM},
    409: {"description": "Somebody was quicker", "content": _PROBLEM | {"application/json": {"schema": {}}}},
    413: {"description": "The body is too large", "content": _PLAIN},
    422: {"description": "A field is missing or wrong; `detail` says which", "content": _PROBLEM},
    429: {"description": "Too many requests from one address", "content": _PLAIN},
    503: {"description": "The workspace cannot be reached, or another writes", "content": _PROBLEM},
}
"""By status; a draft's 409 holds what another window kept."""
