"""Addresses of nodes: what is one, and how it is shown. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from govledger.errors import InputError


def require_http(url: str) -> None:
    """Refuses what is no HTTP address.

    Raises:
        InputError: it is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{url!r} is no RPC address; write http://HOST:PORT or https://HOST/PATH")


def without_password(url: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=f"{parts.username}:…@{parts.netloc.rpartition('@')[2]}"))
