"""Proofs of the contracts' running hashes, taken every so many blocks while a node has the state (I/O).

Two of them, with the headers that they begin with, show later and to anybody that an extract of a contract's events
between their blocks is complete. Most nodes forget states after some minutes, so that it cannot be made up for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from govledger.consensus.engine import has_hash
from govledger.consensus.header import Header as ConsensusHeader
from govledger.consensus.state_proof import proven_word
from govledger.errors import HeadProofWrong, NodeRefused, NodeUnusable, TrieProofInvalid
from govledger.index.model import HeadProof
from govledger.index.node import Node, Rpc, header_at
from govledger.index.store import Store
from govledger.index.wire import read_bytes

EMPTY_TRIE = (b"\x80",)
"""What some nodes give as the proof in an empty trie, which others give as no node at all."""


class StateProof(msgspec.Struct, frozen=True):
    """What proves one word of one account."""

    account_proof: tuple[bytes, ...]
    storage_proof: tuple[bytes, ...]


class Prover(Protocol):
    """Proves words of storage, if it can."""

    def proofs(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[StateProof]:
        """The proofs of (address, slot) at the end of a block, unchecked.

        Raises:
            NodeRefused: it gives no proofs, or has not that state.
            NodeUnusable: what it gives are none.
            ConnectionFailed: no answer came.
        """


class _StorageProof(msgspec.Struct, frozen=True):
    proof: list[str] | None


class _AccountProof(msgspec.Struct, frozen=True, rename="camel"):
    """The answer to `eth_getProof`, but for what the nodes say themselves; geth says null of an empty trie."""

    account_proof: list[str] | None
    storage_proof: list[_StorageProof]


class RpcProver:
    """Asks nodes, one after the other, until one gives proofs."""

    def __init__(self, rpcs: Sequence[Rpc]) -> None:
        """Take the nodes, at least one; nothing is asked yet."""
        self._rpcs = tuple(rpcs)

    def proofs(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[StateProof]:
        """The proofs of (address, slot) at the end of a block, unchecked."""
        asked = [(f"0x{address.hex()}", [f"0x{slot:064x}"], hex(block)) for address, slot in slots]
        *others, last = self._rpcs
        for rpc in others:
            try:
                return self._asked(rpc, asked)
            except NodeRefused:
                continue
        return self._asked(last, asked)

    def _asked(self, rpc: Rpc, asked: Sequence[tuple[str, list[str], str]]) -> list[StateProof]:
        answers, _ = rpc.ask_each("eth_getProof", asked, _AccountProof)
        try:
            return [
                StateProof(_nodes(answer.account_proof), _nodes(answer.storage_proof[0].proof)) for answer in answers
            ]
        except (ValueError, IndexError) as problem:
            raise NodeUnusable(f"{rpc.name} answers eth_getProof with something else: {problem}") from problem


class HeadProofs:
    """Keeps proofs of all heads in the store, every so many blocks."""

    def __init__(self, prover: Prover, node: Node, store: Store, every: int, say: Callable[[str], None]) -> None:
        """Nothing is asked yet.

        Args:
            prover: gives the proofs.
            node: gives the headers.
            store: what is proved stands in it, and so do the proofs.
            every: how many blocks lie between two proofs at least.
            say: told once if the node gives none.
        """
        self._prover = prover
        self._node = node
        self._store = store
        self._every = every
        self._say = say
        self._has_said = False

    def take(self) -> bool:
        """Takes proofs at the store's last block if they are due; whether it did.

        Raises:
            HeadProofWrong: what the node gave does not prove the running hashes of the store; nothing of it is kept.
            ConnectionFailed: no answer came.
            StoreError: the store cannot be written.
        """
        block = self._store.last_block()
        header = self._store.header(block)
        latest = self._store.first("SELECT max(block_number) FROM proof_headers")
        if header is None or (latest and latest[0] is not None and block < latest[0] + self._every):
            return False
        contracts = self._store.deployment.contracts
        slots = [(contract.address, contract.head_slot) for contract in contracts.values()]
        try:
            read = header_at(self._node, block).read()
            if not has_hash(read, header.hash):
                return False  # the chain has moved on; the next block's proofs are as good
            found = self._prover.proofs(slots, block)
        except (NodeRefused, NodeUnusable) as problem:
            self._say_once(f"no proofs of the running hashes are kept: {problem}")
            return False
        pairs = zip(contracts, found, strict=True)
        proofs = [HeadProof(contract, proof.account_proof, proof.storage_proof) for contract, proof in pairs]
        for proof in proofs:
            self._check(read, proof)
        self._store.keep_proofs(block, read.encode(), proofs)
        return True

    def _check(self, header: ConsensusHeader, proof: HeadProof) -> None:
        contract = self._store.deployment.contracts[proof.contract]
        nodes = (proof.account_proof, proof.storage_proof)
        try:
            word = proven_word(header.state_root, contract.address, contract.head_slot, *nodes)
        except TrieProofInvalid as problem:
            raise HeadProofWrong(
                f"the node's proof of {proof.contract} at block {header.number} is none: {problem}; ask another node, "
                "or leave out --proofs-every"
            ) from problem
        head = self._store.heads()[proof.contract].head
        if word != head:
            raise HeadProofWrong(
                f"{proof.contract} keeps the running hash 0x{word.hex()} at block {header.number}, by a proof; its "
                f"indexed events give 0x{head.hex()}: find out which node lied"
            )

    def _say_once(self, sentence: str) -> None:
        if not self._has_said:
            self._say(sentence)
            self._has_said = True


def _nodes(shown: Sequence[str] | None) -> tuple[bytes, ...]:
    nodes = tuple(map(read_bytes, shown or ()))
    return () if nodes == EMPTY_TRIE else nodes
