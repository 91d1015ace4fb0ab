"""Where the ledger's chain is: inside this process, or behind the HTTP JSON-RPC addresses of its nodes.

Of several nodes one is in use. When it does not answer, the next one takes over and is asked the same question again;
it is asked first whether it serves the same chain.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import requests
from web3 import Web3
from web3.middleware import AttributeDictMiddleware, ExtraDataToPOAMiddleware
from web3.providers import HTTPProvider
from web3.providers.base import BaseProvider, JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from govledger.errors import ChainMismatch, ConnectionFailed, DevelopmentOnly, InputError, NodeRefused
from govledger.model import DEVELOPMENT_CLIENTS
from govledger.rpc_address import require_http, without_password

EMBEDDED_BLOCK_GAS_LIMIT = 60_000_000
DEFAULT_TIMEOUT_SECONDS = 30.0


NOT_REPEATED = ("evm_", "anvil_", "hardhat_", "eth_sendTransaction")
"""How methods begin that do something twice when they are asked twice; what came of them is not asked elsewhere."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Node:
    """One node: how it is reached, and how it is called in messages."""

    shown: str
    provider: BaseProvider

    def request(self, method: str, parameters: Sequence[Any]) -> RPCResponse:
        """What it answers, which is a JSON-RPC response."""
        response = self._transport(method, lambda: self.provider.make_request(RPCEndpoint(method), list(parameters)))
        self._require_response(method, response)
        return cast(RPCResponse, response)

    def request_batch(self, batch: Sequence[tuple[str, Sequence[Any]]]) -> list[RPCResponse]:
        """What it answers to each request; a batch that is not answered one by one is ConnectionFailed."""
        requests = [(RPCEndpoint(method), list(parameters)) for method, parameters in batch]
        provider = cast(Any, self.provider)
        responses = self._transport("a batch", lambda: provider.make_batch_request(requests))
        if not isinstance(responses, list) or len(responses) != len(requests):
            if not isinstance(responses, list):
                self._require_response("a batch", responses)
            raise ConnectionFailed(
                f"{self.shown} does not answer {len(requests)} requests in one batch; "
                "check that the node allows JSON-RPC batches of that size"
            )
        for (method, _), response in zip(batch, responses, strict=True):
            self._require_response(method, response)
        return responses

    def close(self) -> None:
        """Let go of the sockets."""
        if isinstance(self.provider, HTTPProvider):
            for _key, session in self.provider._request_session_manager.session_cache.items():
                session.close()

    def _transport(self, method: str, send: Callable[[], Any]) -> Any:
        """What the provider answers; what can go wrong on the way is ConnectionFailed."""
        try:
            return send()
        except requests.Timeout:
            raise ConnectionFailed(
                f"{self.shown} did not answer {method} in time; check the node and the network"
            ) from None
        except requests.HTTPError as error:
            raise ConnectionFailed(
                f"{self.shown} answered {method} with HTTP {error.response.status_code}; "
                "check the path and whether the node's HTTP JSON-RPC is on"
            ) from None
        except requests.RequestException as error:
            raise ConnectionFailed(
                f"nothing answers at {self.shown} ({type(error).__name__}); "
                "check that the node runs and the address is right"
            ) from None
        except (ValueError, TypeError, KeyError, AttributeError):  # web3 sorts a batch before it looks at it
            raise ConnectionFailed(
                f"{self.shown} answers {method}, but not in JSON-RPC; check that it is an Ethereum node's address"
            ) from None

    def _require_response(self, method: str, response: Any) -> None:
        if not isinstance(response, dict) or ("result" not in response and "error" not in response):
            raise ConnectionFailed(
                f"{self.shown} answers {method} in JSON, but not in JSON-RPC; "
                "check that it is an Ethereum node's address"
            )


class _Nodes(JSONBaseProvider):
    """The nodes of one chain, of which one is in use; to web3 they are one provider. Threads may share it."""

    def __init__(self, nodes: Sequence[_Node], require_same: Callable[[_Node], None]) -> None:
        """Take the nodes, of which the first is in use.

        Args:
            nodes: at least one.
            require_same: raises ChainMismatch for a node of another chain; asked when a node takes over.
        """
        super().__init__()
        self.nodes = tuple(nodes)
        self._require_same = require_same
        self._lock = threading.Lock()
        self.in_use = self.nodes[0]

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """The answer of the node in use, or of the one that takes over."""
        return self.ask((method,), lambda node: node.request(method, params))

    def make_batch_request(self, batch_requests: list[tuple[RPCEndpoint, Any]]) -> list[RPCResponse]:
        """The answers of one node to all requests."""
        return self.ask([method for method, _ in batch_requests], lambda node: node.request_batch(batch_requests))

    def is_connected(self, show_traceback: bool = False) -> bool:
        """Whether one of the nodes answers."""
        try:
            self.make_request(RPCEndpoint("web3_clientVersion"), [])
        except ConnectionFailed:
            if show_traceback:
                raise
            return False
        return True

    def ask(self, methods: Sequence[str], question: Callable[[_Node], T]) -> T:
        """What the node in use answers; if it does not, what the first of the others in turn does.

        Raises:
            ConnectionFailed: none answers; names each with its reason.
            ChainMismatch: the node that takes over serves another chain.
        """
        failures: dict[str, ConnectionFailed] = {}
        node = self.in_use
        while True:
            try:
                if failures:
                    self._require_same(node)
                answer = question(node)
            except ConnectionFailed as failed:
                failures[node.shown] = failed
                if any(method.startswith(NOT_REPEATED) for method in methods):
                    raise
            else:
                if failures:
                    with self._lock:
                        self.in_use = node
                return answer
            if len(failures) == len(self.nodes):
                raise _none_answers(failures)
            node = self._after(node, failures)

    def _after(self, node: _Node, failures: dict[str, ConnectionFailed]) -> _Node:
        """The next node in turn that was not tried; first of all the one that another thread found to answer."""
        place = self.nodes.index(node)
        in_turn = (self.in_use, *self.nodes[place + 1 :], *self.nodes[:place])
        return next(one for one in in_turn if one.shown not in failures)


def _none_answers(failures: dict[str, ConnectionFailed]) -> ConnectionFailed:
    if len(failures) == 1:
        return next(iter(failures.values()))
    reasons = " | ".join(map(str, failures.values()))
    return ConnectionFailed(f"none of the {len(failures)} nodes answers: {reasons}")


@dataclass(frozen=True, slots=True)
class Connection:
    """One chain, and whether its clock can be moved."""

    web3: Web3
    _nodes: _Nodes = field(repr=False)
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

    @property
    def url(self) -> str | None:
        """The address of the node in use, or None for the chain inside this process."""
        return None if self.embedded else self._nodes.in_use.shown

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes, in the order in which they take over; none for the embedded chain."""
        return () if self.embedded else tuple(node.shown for node in self._nodes.nodes)

    def close(self) -> None:
        """Let go of the sockets; an embedded chain is gone with the last reference to it."""
        for node in self._nodes.nodes:
            node.close()

    def request(self, method: str, *parameters: Any) -> Any:
        """One JSON-RPC request's result, as JSON has it (quantities and bytes in hex).

        Raises:
            ConnectionFailed: no node answered, or not in JSON-RPC.
            NodeRefused: it answered with an error.
            ChainMismatch: the node that took over serves another chain.
        """
        result = _result(method, self._nodes.ask((method,), lambda node: node.request(method, parameters)))
        if isinstance(result, NodeRefused):
            raise result
        return result

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any | NodeRefused]:
        """The results of several requests sent together, in order; a refused one's place has the refusal.

        Raises:
            ConnectionFailed: no node answered, or not with one response to each request.
            ChainMismatch: the node that took over serves another chain.
        """
        if not requests:
            return []
        methods = [method for method, _ in requests]
        responses = self._nodes.ask(methods, lambda node: node.request_batch(requests))
        return [_result(method, response) for method, response in zip(methods, responses, strict=True)]

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
    return Connection(web3, _Nodes([_Node("the embedded chain", provider)], lambda _node: None), True, DEVELOPMENT_KEYS)


def connect(
    *urls: str,
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
    chain_id: int | None = None,
    genesis_hash: bytes | None = None,
) -> Connection:
    """A connection to a chain through one or several of its nodes, after asking them which chain they serve.

    The first node that answers is used. When it does not answer any more, the next one takes over, and so on once
    round.

    Args:
        urls: the nodes' JSON-RPC addresses, http:// or https://.
        timeout_seconds: how long one request may take.
        chain_id: the chain that is expected there, if it is known.
        genesis_hash: its first block's hash (32 bytes), if it is known.

    Raises:
        InputError: no address, one that is no HTTP URL, or one twice.
        ConnectionFailed: nothing answers there, or what answers does not speak Ethereum's JSON-RPC.
        ChainMismatch: a node serves another chain than the expected one, or than the others.
    """
    if not urls:
        raise InputError("no RPC address; give one or more, for instance http://127.0.0.1:8545")
    nodes = [_Node(without_password(url), _provider(url, timeout_seconds)) for url in urls]
    if len({node.shown for node in nodes}) < len(nodes):
        raise InputError("an RPC address is there twice; give each node once")
    expected = _Chain(chain_id, genesis_hash, pinned=genesis_hash is not None or len(nodes) > 1)
    failures: dict[str, ConnectionFailed] = {}
    answering: list[_Node] = []
    for node in nodes:
        try:
            expected.require(node)
            answering.append(node)
        except ConnectionFailed as failed:
            failures[node.shown] = failed
    if not answering:
        raise _none_answers(failures)
    provider = _Nodes(nodes, expected.require)
    provider.in_use = answering[0]
    web3 = Web3(provider, middleware=[AttributeDictMiddleware], ens=cast(Any, None))
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    return Connection(web3, provider, False)


@dataclass(slots=True)
class _Chain:
    """What all nodes of a connection must serve; what is not known yet is learned from the first that answers."""

    id: int | None
    genesis_hash: bytes | None
    pinned: bool
    """Whether the genesis hash matters; a single node without an expected one is not asked for it."""
    learned_from: str | None = None

    def require(self, node: _Node) -> None:
        """Ask a node which chain it serves.

        Raises:
            ConnectionFailed: it does not answer, or is no Ethereum node.
            ChainMismatch: it serves another chain.
        """
        number = _chain_id_of(node)
        if self.id is not None and number != self.id:
            raise ChainMismatch(f"{node.shown} serves chain {number}, not {self.id}{self._source}; check the address")
        genesis = _genesis_of(node) if self.pinned else None
        if genesis is not None and self.genesis_hash is not None and genesis != self.genesis_hash:
            raise ChainMismatch(
                f"{node.shown} serves a chain with genesis 0x{genesis.hex()}, not 0x{self.genesis_hash.hex()}"
                f"{self._source}: another chain of the same id {number}; check the address"
            )
        if self.learned_from is None:
            self.learned_from = node.shown
        self.id, self.genesis_hash = number, genesis if self.genesis_hash is None else self.genesis_hash

    @property
    def _source(self) -> str:
        return "" if self.learned_from is None else f" as {self.learned_from}"


def _chain_id_of(node: _Node) -> int:
    found = _result("eth_chainId", node.request("eth_chainId", ()))
    if isinstance(found, NodeRefused):
        raise ConnectionFailed(
            f"{node.shown} does not serve eth_chainId ({found.reason}); "
            "check that it is an Ethereum node's JSON-RPC address"
        )
    try:
        return int(found, 16)
    except (TypeError, ValueError):
        raise ConnectionFailed(
            f"{node.shown} answered eth_chainId with {found!r}, which is no number; "
            "check that it is an Ethereum node's JSON-RPC address"
        ) from None


def _genesis_of(node: _Node) -> bytes:
    found: Any = _result("eth_getBlockByNumber", node.request("eth_getBlockByNumber", ("0x0", False)))
    try:
        genesis = bytes.fromhex(found["hash"][2:])
    except (TypeError, ValueError, KeyError):
        genesis = b""
    if len(genesis) != 32:
        raise ConnectionFailed(
            f"{node.shown} does not say the hash of its first block; check that it is an Ethereum node's JSON-RPC "
            "address, and that it keeps block 0"
        )
    return genesis


def _provider(url: str, timeout_seconds: float) -> HTTPProvider:
    require_http(url)
    return HTTPProvider(url, request_kwargs={"timeout": timeout_seconds}, exception_retry_configuration=cast(Any, None))


def _result(method: str, response: RPCResponse) -> Any | NodeRefused:
    """A response's result, or its error as NodeRefused (returned, since a batch goes on)."""
    error: Any = response.get("error")
    if error is None:
        return response["result"]
    if not isinstance(error, dict):
        return NodeRefused(method, None, str(error))
    return NodeRefused(method, error.get("code"), str(error.get("message", "")), error.get("data"))
