"""Typed JSON-RPC over HTTP, on connections that stay open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

import urllib3

from govledger.errors import ConnectionFailed, NodeRefused
from govledger.index.wire import batch_body, read_batch, read_response, request_body
from govledger.rpc_address import require_http, without_password

REQUESTS_AT_ONCE = 2
"""While one answer is checked and stored, the next ones are on their way."""
TIMEOUT_SECONDS = 30.0
TOO_LARGE = 413

T = TypeVar("T")


class HttpRpc:
    """`Rpc` of a node behind an HTTP address; threads may share it."""

    requests_at_once = REQUESTS_AT_ONCE

    def __init__(self, url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        """Take the address; nothing is sent yet.

        Args:
            url: http:// or https://, with or without a name and a password.
            timeout_seconds: how long an answer may take to begin, and how long it may stand still.

        Raises:
            InputError: no HTTP address.
        """
        require_http(url)
        self.name = without_password(url)
        parts = urlsplit(url)
        self._path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        self._headers = {"Content-Type": "application/json"}
        if parts.username is not None:
            user, password = unquote(parts.username), unquote(parts.password or "")
            self._headers |= urllib3.make_headers(basic_auth=f"{user}:{password}")
        host = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
        self._pool = urllib3.connection_from_url(
            host, maxsize=REQUESTS_AT_ONCE, block=True, retries=False, timeout=timeout_seconds
        )

    def ask(self, method: str, parameters: Sequence[Any], kind: type[T]) -> tuple[T, int]:
        """One request's result, and the bytes that it took."""
        body = self._post(method, request_body(method, parameters))
        return read_response(body, method, kind), len(body)

    def ask_each(self, method: str, each: Sequence[Sequence[Any]], kind: type[T]) -> tuple[list[T], int]:
        """The results of one batch, and the bytes that they took."""
        body = self._post(method, batch_body(method, each))
        return read_batch(body, method, kind, len(each)), len(body)

    def close(self) -> None:
        """Let go of the sockets."""
        self._pool.close()

    def _post(self, method: str, body: bytes) -> bytes:
        try:
            response = self._pool.urlopen("POST", self._path, body=body, headers=self._headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            silent = urllib3.exceptions.TimeoutError
            if isinstance(error, silent) and not isinstance(error, urllib3.exceptions.NewConnectionError):
                raise ConnectionFailed(
                    f"{self.name} did not answer {method} in time; check the node and the network"
                ) from None
            raise ConnectionFailed(
                f"nothing answers at {self.name} ({type(error).__name__}); "
                "check that the node runs and the address is right"
            ) from None
        if response.status == TOO_LARGE:
            raise NodeRefused(method, response.status, "the answer would be too large")
        if response.status != 200:
            raise ConnectionFailed(
                f"{self.name} answered {method} with HTTP {response.status}; "
                "check the path and whether the node's HTTP JSON-RPC is on"
            )
        return response.data
