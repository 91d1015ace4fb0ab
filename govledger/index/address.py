"""Where a store is: `path`, `sqlite:///path`, `:memory:` or `postgresql://…`. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from govledger.errors import InputError

MEMORY = ":memory:"
_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql", "postgres")
_SECRETS = ("password", "passfile", "sslpassword")


@dataclass(frozen=True, slots=True)
class FileAddress:
    """An SQLite file, or one in memory."""

    path: Path | None
    """None: in memory."""

    def __str__(self) -> str:
        return MEMORY if self.path is None else str(self.path)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A database of a PostgreSQL server; the tables stand in the schema that comes first in its search path."""

    url: str = field(repr=False)
    """As libpq reads it; it may hold a password, and is never shown."""
    shown: str
    """The same without secrets."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What is taken out of every message, in case the database repeats it."""

    def __str__(self) -> str:
        return self.shown

    def without_secrets(self, text: str) -> str:
        """A message of the database's on one line, without secrets."""
        for secret in (self.url, *self.secrets):
            text = text.replace(secret, "…")
        return " ".join(text.split())


StoreAddress = FileAddress | ServerAddress


def store_address(store: Path | str) -> StoreAddress:
    """Where a store is that is named by a path or a URL.

    Raises:
        InputError: a URL of something else, or one that cannot be read.
    """
    text = str(store)
    if text == MEMORY:
        return FileAddress(None)
    if isinstance(store, Path) or "://" not in text:
        return FileAddress(Path(store))
    if text.startswith(_SQLITE):
        if text == _SQLITE:
            raise InputError("sqlite:/// names no file; write sqlite:///index.sqlite, or sqlite:////an/absolute/path")
        return FileAddress(Path(unquote(text.removeprefix(_SQLITE))))
    if text.partition("://")[0] in _POSTGRES:
        return _server_address(text)
    raise InputError(
        f"a store of kind {text.partition('://')[0]!r} is not known; give a path, sqlite:///path or postgresql://…"
    )


def _server_address(url: str) -> ServerAddress:
    try:
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:  # its text may hold a part of the password
        raise InputError(
            "the store's URL cannot be read; write postgresql://user@host:port/database, "
            "and special characters of a user, password or database as % and two hexadecimal digits"
        ) from None
    user, at, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    host = host.rpartition(":")[0] if port else host
    shown = [(key, value) for key, value in given if key not in _SECRETS]
    query = f"?{urlencode(shown, safe='/=,')}" if shown else ""
    secrets = [password, unquote(password), *(value for key, value in given if key in _SECRETS)]
    return ServerAddress(
        url=url,
        shown=f"{parts.scheme}://{name}{at}{host}{port}{parts.path}{query}",
        secrets=tuple(dict.fromkeys(secret for secret in secrets if secret)),
    )
