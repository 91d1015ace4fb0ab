"""What `govledger index` opens: the nodes, which must serve the deployment's chain, and the store at its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from govledger.deployer.checking import check
from govledger.deployments import Deployment
from govledger.errors import BlockMissing, ConnectionFailed
from govledger.index.defaults import Defaults, defaults_of
from govledger.index.deployment import indexed
from govledger.index.head_proofs import RpcProver
from govledger.index.model import Trust
from govledger.index.node import JsonRpcNode, Rpc, header_at
from govledger.index.observer import Observer
from govledger.index.pipeline import PatientNode, Pause
from govledger.index.plan import Patience
from govledger.index.quorum import Quorum
from govledger.index.reasons import RpcReasons
from govledger.index.store import Store, open_store
from govledger.index.transport import HttpRpc
from govledger.index.wire import read_bytes

T = TypeVar("T")
OPENING_PATIENCE = Patience(tries=5, first_seconds=0.15)
"""Shorter than later: an address that is wrong shows soon."""


@dataclass(frozen=True, slots=True)
class _Latest:
    number: int


class _PatientRpc:
    """Asks again what was not answered."""

    requests_at_once = 1

    def __init__(self, rpc: Rpc, observer: Observer, pause: Pause) -> None:
        self.name = rpc.name
        self._rpc = rpc
        self._patient = PatientNode(JsonRpcNode(rpc), OPENING_PATIENCE, observer, pause)

    def ask(self, method: str, parameters: Sequence[Any], kind: type[T]) -> tuple[T, int]:
        return self._patient.ask(lambda node: self._rpc.ask(method, parameters, kind))

    def ask_each(self, method: str, each: Sequence[Sequence[Any]], kind: type[T]) -> tuple[list[T], int]:
        return self._patient.ask(lambda node: self._rpc.ask_each(method, each, kind))


class _AskedChain:
    """The chain of a node, for `check`."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._node = JsonRpcNode(rpc)

    def chain_id(self) -> int:
        return self._node.chain_id()

    def block_hash(self, number: int) -> bytes | None:
        try:
            return read_bytes(header_at(self._node, number).hash)
        except BlockMissing:
            return None

    def latest(self) -> _Latest:
        return _Latest(self._node.latest_number())

    def code(self, address: bytes) -> bytes:
        return read_bytes(self._rpc.ask("eth_getCode", (f"0x{address.hex()}", "latest"), str)[0])


@dataclass(frozen=True, slots=True)
class Opened:
    """What a run of the index works on."""

    node: Quorum
    defaults: Defaults
    deployment: Deployment
    reasons: RpcReasons
    """Says why calls failed."""
    prover: RpcProver

    def store(self, place: str, verify: str | None) -> Store:
        """The store, at the level that was asked for; else as it was, and a new one at the engine's default.

        Raises:
            StoreError: it cannot be opened or made.
        """
        trust = Trust(verify) if verify else None
        return open_store(place, indexed(self.deployment), trust, trust_if_new=lambda: self.defaults.trust)


def node_of(rpcs: Sequence[Rpc], quorum: int) -> Quorum:
    """Several nodes as one; raises InputError as `opened`."""
    return Quorum([JsonRpcNode(rpc) for rpc in rpcs], quorum)


def opened(addresses: Sequence[str], quorum: int, deployment: Deployment, observer: Observer, pause: Pause) -> Opened:
    """The nodes of a deployment's chain, one of which was found to hold its contracts.

    Raises:
        InputError: an address that is none, or fewer of them than the quorum.
        ConnectionFailed: none answers.
        ChainMismatch, DeploymentError: the node serves another chain, or the contracts do not stand on it.
    """
    rpcs = [HttpRpc(address) for address in addresses]
    node = node_of(rpcs, quorum)
    failures = []
    for rpc in rpcs:
        patient = _PatientRpc(rpc, observer, pause)
        try:
            check(deployment, _AskedChain(patient))
            defaults = defaults_of(JsonRpcNode(patient), rpc, deployment.first_block)
            return Opened(node, defaults, deployment, RpcReasons(rpcs), RpcProver(rpcs))
        except ConnectionFailed as failed:
            failures.append(str(failed))
    raise ConnectionFailed(" | ".join(failures))
