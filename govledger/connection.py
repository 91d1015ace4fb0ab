"""Where the ledger's chain is: inside this process, or behind an HTTP JSON-RPC address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import urlsplit, urlunsplit

import requests
from web3 import Web3
from web3.middleware import AttributeDictMiddleware, ExtraDataToPOAMiddleware
from web3.providers import HTTPProvider
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint

from govledger.errors import ChainMismatch, ConnectionFailed, DevelopmentOnly, InputError, NodeRefused

DEVELOPMENT_CLIENTS = ("anvil", "hardhat")
"""What `web3_clientVersion` says, in lower case, on chains whose clock can be moved."""
EMBEDDED_BLOCK_GAS_LIMIT = 60_000_000
DEFAULT_TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Connection:
    """One chain, and whether its clock can be moved."""

    web3: Web3
    url: str | None
    """The node's address, or None for the chain inside this process."""
    embedded: bool
    development_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """Private keys of the embedded chain's funded accounts; everybody knows them."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the sockets; an embedded chain is gone with the last reference to it."""
        if isinstance(self.web3.provider, HTTPProvider):
            manager = self.web3.provider._request_session_manager
            for _key, session in manager.session_cache.items():
                session.close()

    def request(self, method: str, *parameters: Any) -> Any:
        """One JSON-RPC request's result, as JSON has it (quantities and bytes in hex).

        Raises:
            ConnectionFailed: the node did not answer, or not in JSON-RPC.
            NodeRefused: it answered with an error.
        """
        response = _transport(
            self._shown, method, lambda: self._provider.make_request(RPCEndpoint(method), list(parameters))
        )
        result = _result(self._shown, method, response)
        if isinstance(result, NodeRefused):
            raise result
        return result

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any | NodeRefused]:
        """The results of several requests sent together, in order; a refused one's place has the refusal.

        Raises:
            ConnectionFailed: the node did not answer, or not with one response to each request.
        """
        if not requests:
            return []
        batch = [(RPCEndpoint(method), list(parameters)) for method, parameters in requests]
        responses = _transport(self._shown, "a batch", lambda: cast(Any, self._provider).make_batch_request(batch))
        if not isinstance(responses, list) or len(responses) != len(requests):
            if not isinstance(responses, list):
                _result(self._shown, "a batch", responses)
            raise ConnectionFailed(
                f"{self._shown} does not answer {len(requests)} requests in one batch; "
                "check that the node allows JSON-RPC batches of that size"
            )
        return [
            _result(self._shown, method, response) for (method, _), response in zip(requests, responses, strict=True)
        ]

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        return int(self.request("eth_chainId"), 16)

    def now(self) -> int:
        """The chain's time: the latest block's timestamp, in seconds. The machine's clock plays no part."""
        return int(self.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def advance_time(self, seconds: int) -> None:
        """Move a development chain's clock forward and seal a block at the new time.

        Raises:
            InputError: less than one second.
            DevelopmentOnly: the chain is a real one.
        """
        if seconds < 1:
            raise InputError(f"{seconds} seconds: a chain's time moves forward by whole seconds, 1 or more")
        self._require_development()
        self.request("evm_increaseTime", seconds)
        self.request("evm_mine")

    def snapshot(self) -> str:
        """Remember a development chain's state; `revert` goes back to it.

        Raises:
            DevelopmentOnly: the chain is a real one.
        """
        self._require_development()
        return str(self.request("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        """Go back to a snapshot; blocks made since are gone, as after a reorganisation.

        Raises:
            InputError: the chain knows no such snapshot (anvil forgets one when it was used).
            DevelopmentOnly: the chain is a real one.
        """
        self._require_development()
        if not self.request("evm_revert", snapshot):
            raise InputError(f"snapshot {snapshot!r} is unknown to the chain; take a new one with snapshot()")

    def _require_development(self) -> None:
        if self.embedded:
            return
        client = str(self.request("web3_clientVersion"))
        if not client.lower().startswith(DEVELOPMENT_CLIENTS):
            raise DevelopmentOnly(
                f"{self.url} runs {client}; only development chains (embedded, anvil, hardhat) "
                "can move their clock or go back"
            )

    @property
    def _shown(self) -> str:
        return self.url or "the embedded chain"

    @property
    def _provider(self) -> BaseProvider:
        return self.web3.provider


def embedded(
    *,
    zero_fee: bool = True,
    block_gas_limit: int = EMBEDDED_BLOCK_GAS_LIMIT,
    started_at: int | None = None,
) -> Connection:
    """A new chain inside this process; it is gone when the process ends.

    Args:
        zero_fee: transactions cost nothing, so that an account needs no money (as on most consortium chains);
            otherwise there is a base fee, and only `development_keys` have money.
        block_gas_limit: gas of one block.
        started_at: the first block's time in seconds; the machine's clock if None. Blocks after it follow the
            machine's clock, or run ahead of it where the chain's time is later.

    Raises:
        ConnectionFailed: the extra `embedded` is not installed.
    """
    try:
        from govledger.embedded_chain import DEVELOPMENT_KEYS, EmbeddedProvider
    except ImportError as error:
        raise ConnectionFailed(
            f"the embedded chain needs the package {error.name}: install the extra with "
            "pip install 'govledger[embedded]', or connect to a node with govledger.connect(URL)"
        ) from error
    provider = EmbeddedProvider(zero_fee=zero_fee, block_gas_limit=block_gas_limit, started_at=started_at)
    web3 = Web3(provider, middleware=[AttributeDictMiddleware], ens=cast(Any, None))
    return Connection(web3, None, True, DEVELOPMENT_KEYS)


def connect(url: str, *, timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS, chain_id: int | None = None) -> Connection:
    """A connection to the node at an http:// or https:// address, after asking it for its chain id.

    Args:
        url: the node's JSON-RPC address.
        timeout_seconds: how long one request may take.
        chain_id: the chain that is expected there, if it is known.

    Raises:
        InputError: the address is no HTTP URL.
        ConnectionFailed: nothing answers there, or what answers does not speak Ethereum's JSON-RPC.
        ChainMismatch: the node serves another chain.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{url!r} is no RPC address; write http://HOST:PORT or https://HOST/PATH")
    shown = _without_password(url)
    provider = HTTPProvider(
        url, request_kwargs={"timeout": timeout_seconds}, exception_retry_configuration=cast(Any, None)
    )
    web3 = Web3(provider, middleware=[AttributeDictMiddleware], ens=cast(Any, None))
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    connection = Connection(web3, shown, False)
    try:
        found = connection.request("eth_chainId")
    except NodeRefused as error:
        raise ConnectionFailed(
            f"{shown} does not serve eth_chainId ({error.reason}); check that it is an Ethereum node's JSON-RPC address"
        ) from None
    try:
        number = int(found, 16)
    except (TypeError, ValueError):
        raise ConnectionFailed(
            f"{shown} answered eth_chainId with {found!r}, which is no number; "
            "check that it is an Ethereum node's JSON-RPC address"
        ) from None
    if chain_id is not None and number != chain_id:
        raise ChainMismatch(f"{shown} serves chain {number}, not {chain_id}; check the address")
    return connection


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=f"{parts.username}:…@{parts.netloc.rpartition('@')[2]}"))


def _transport(shown: str, method: str, send: Callable[[], Any]) -> Any:
    """What the provider answers; what can go wrong on the way is ConnectionFailed."""
    try:
        return send()
    except requests.Timeout:
        raise ConnectionFailed(f"{shown} did not answer {method} in time; check the node and the network") from None
    except requests.HTTPError as error:
        raise ConnectionFailed(
            f"{shown} answered {method} with HTTP {error.response.status_code}; "
            "check the path and whether the node's HTTP JSON-RPC is on"
        ) from None
    except requests.RequestException as error:
        raise ConnectionFailed(
            f"nothing answers at {shown} ({type(error).__name__}); check that the node runs and the address is right"
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError):  # web3 sorts a batch before it looks at it
        raise ConnectionFailed(
            f"{shown} answers {method}, but not in JSON-RPC; check that it is an Ethereum node's address"
        ) from None


def _result(shown: str, method: str, response: Any) -> Any | NodeRefused:
    """A response's result, or its error as NodeRefused (returned, since a batch goes on)."""
    if not isinstance(response, dict) or ("result" not in response and "error" not in response):
        raise ConnectionFailed(
            f"{shown} answers {method} in JSON, but not in JSON-RPC; check that it is an Ethereum node's address"
        )
    error = response.get("error")
    if error is None:
        return response["result"]
    if not isinstance(error, dict):
        return NodeRefused(method, None, str(error))
    return NodeRefused(method, error.get("code"), str(error.get("message", "")), error.get("data"))
