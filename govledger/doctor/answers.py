"""Reading what nodes answer in JSON. Pure.

An answer of another shape raises one of ValueError, KeyError, TypeError and AttributeError.
"""

from __future__ import annotations

from typing import Any, Final

from govledger.consensus.engine import engine_of
from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH, Header
from govledger.doctor.engines import sealer_of
from govledger.doctor.model import Pool, SeenBlock
from govledger.privacy.keccak import keccak256

EMPTY_STATE: Final = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
"""The root of a state without accounts: keccak256 of the empty text's RLP."""


def read_block(answer: Any) -> SeenBlock:
    """A block, as eth_getBlockByNumber gives it; its prices only where it has whole transactions."""
    header, block_hash = Header.from_json(answer), read_block_hash(answer)
    engine = engine_of(header, block_hash)
    transactions = [transaction for transaction in answer["transactions"] if isinstance(transaction, dict)]
    return SeenBlock(
        number=header.number,
        hash=block_hash,
        timestamp=header.timestamp,
        base_fee=header.base_fee_per_gas,
        state_root=header.state_root,
        prices=tuple(read_number(transaction["gasPrice"]) for transaction in transactions),
        engine=engine,
        sealer=sealer_of(engine, header),
    )


def read_block_hash(answer: Any) -> bytes:
    """The hash of a block, 32 bytes."""
    return _bytes(answer["hash"], HASH_LENGTH)


def read_proven_root(answer: Any) -> bytes:
    """The state root that a proof begins at; a proof in an empty state has no nodes."""
    nodes = answer["accountProof"]
    return keccak256(_bytes(nodes[0])) if nodes else EMPTY_STATE


def read_addresses(answer: Any) -> tuple[bytes, ...]:
    """A list of addresses, 20 bytes each."""
    return tuple(_bytes(address, ADDRESS_LENGTH) for address in answer)


def read_pool(answer: Any) -> Pool:
    """What txpool_status says."""
    return Pool(read_number(answer["pending"]), read_number(answer["queued"]))


def read_number(answer: Any) -> int:
    """A quantity in hex."""
    return int(answer, 16)


def read_syncing(answer: Any) -> bool:
    """What eth_syncing says: false, or how far the node is."""
    if answer is not False and not isinstance(answer, dict):
        raise ValueError(answer)
    return answer is not False


def read_text(answer: Any) -> str:
    """A text."""
    if not isinstance(answer, str):
        raise TypeError(answer)
    return answer


def read_count(answer: Any) -> int:
    """How many items a list has."""
    if not isinstance(answer, list):
        raise TypeError(answer)
    return len(answer)


def _bytes(answer: str, length: int | None = None) -> bytes:
    data = bytes.fromhex(answer.removeprefix("0x"))
    if length is not None and len(data) != length:
        raise ValueError(answer)
    return data
