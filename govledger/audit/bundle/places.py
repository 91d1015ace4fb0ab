"""What an index knows of where the events of a bundle stand (I/O)."""

from __future__ import annotations

from collections.abc import Sequence

from govledger.audit.bundle.life_claims import subject_id
from govledger.audit.bundle.parts import StatePart, Subject
from govledger.errors import MalformedData
from govledger.index import schema
from govledger.index.codes import KIND_CODES
from govledger.index.store import Store
from govledger.rlp import rlp_decode


class IndexPlaces:
    """Asks an index."""

    def __init__(self, store: Store) -> None:
        """Take a snapshot of the index."""
        self._store = store

    def event_blocks(self, first: int, last: int) -> set[int]:
        """The blocks with events of the contracts."""
        query = "SELECT DISTINCT block_number FROM heads WHERE block_number BETWEEN ? AND ?"
        return {number for (number,) in self._store.rows(query, (first, last))}

    def life_blocks(self, subjects: Sequence[Subject], last: int) -> set[int]:
        """The blocks with events about some objects, up to a block."""
        found: set[int] = set()
        for subject in subjects:
            object_id = subject_id(subject)
            table = schema.BYTES_VERSIONS if isinstance(object_id, bytes) else schema.NUMBER_VERSIONS
            query = f"SELECT block_number FROM {table.name} WHERE kind = ? AND id = ? AND block_number <= ?"
            for (_, kind), code in KIND_CODES.items():
                if kind == subject.kind:
                    found |= {number for (number,) in self._store.rows(query, (code, object_id, last))}
        return found

    def stored_states(self, block: int) -> list[StatePart]:
        """The proofs of running hashes that were kept at a block, by address; none if there are none."""
        contracts = self._store.deployment.contracts
        query = "SELECT contract, account_proof, storage_proof FROM head_proofs WHERE block_number = ?"
        found = []
        for key, account, storage in self._store.rows(query, (block,)):
            slot = (contracts[key].head_slot, _nodes(storage))
            found.append(StatePart(contracts[key].address, _nodes(account), (slot,)))
        return sorted(found, key=lambda part: part.address) if len(found) == len(contracts) else []

    def proved_blocks(self) -> list[int]:
        """The blocks at which proofs were kept, rising."""
        return [number for (number,) in self._store.rows("SELECT block_number FROM proof_headers ORDER BY 1")]


def _nodes(encoded: bytes) -> tuple[bytes, ...]:
    nodes = rlp_decode(bytes(encoded))
    if not isinstance(nodes, list) or not all(isinstance(node, bytes) for node in nodes):
        raise MalformedData("proof in the index", "is no list of nodes: the index was edited")
    return tuple(node for node in nodes if isinstance(node, bytes))
