"""The chain that the tests run on: our own network's, or one that somebody names."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from govledger.connection import Connection, connect
from govledger.tx.keys import load_key
from govledger.tx.signing import PrivateKeySigner

RPC = "GOVLEDGER_TEST_RPC"
KEY = "GOVLEDGER_TEST_KEY"
PASSWORD_FILE = "GOVLEDGER_TEST_PASSWORD_FILE"
GRANT_SECONDS = "GOVLEDGER_TEST_GRANT_SECONDS"
DEFAULT_GRANT_SECONDS = 20
"""Enough for a grant to be used once, on a chain with a block a second."""


@dataclass(frozen=True)
class Place:
    """Nodes of one chain, and who founds consortia there."""

    urls: tuple[str, ...]
    founder: PrivateKeySigner
    grant_seconds: int = DEFAULT_GRANT_SECONDS

    def another_founder(self) -> PrivateKeySigner:
        """A founder for something else that goes on at the same time; the one that was named, if any was."""
        return self.founder if os.environ.get(KEY) else new_founder()

    def connect(self) -> Connection:
        return connect(*self.urls, timeout_seconds=20)


def is_named() -> bool:
    """Whether somebody named a chain of their own."""
    return bool(os.environ.get(RPC))


def named() -> Place:
    """The chain that somebody named.

    Without a key the founder is an account that never was, which a chain without fees takes.
    """
    urls = tuple(os.environ[RPC].split())
    grant_seconds = int(os.environ.get(GRANT_SECONDS, DEFAULT_GRANT_SECONDS))
    if keystore := os.environ.get(KEY):
        password_file = os.environ.get(PASSWORD_FILE)
        signer = load_key(Path(keystore), password_file=Path(password_file) if password_file else None)
        return Place(urls, signer, grant_seconds)
    return Place(urls, new_founder(), grant_seconds)


def new_founder() -> PrivateKeySigner:
    return PrivateKeySigner(secrets.token_bytes(32))
