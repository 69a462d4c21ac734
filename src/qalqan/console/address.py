"""Addresses that come from outside: only those of this house are followed."""

from __future__ import annotations

from urllib.parse import urlsplit


def here(address: str) -> str:
    """The address if it is a page of this house; empty otherwise: a form must not send anybody elsewhere."""
    parts = urlsplit(address.replace("\\", "/"))
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return address if inside and address.isprintable() else ""
