"""A block's header: its fields, their encoding, and the hash that names the block. Pure.

Field order and optional fields: Yellow Paper 4.3 (the first fifteen); EIP-1559 (base fee); EIP-4895 (withdrawals);
EIP-4844 (blobs); EIP-4788 (beacon root); EIP-7685 (requests); EIP-7928 (block access list); EIP-7843 (slot number).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Self

import msgspec

from govledger.errors import MalformedHeader
from govledger.privacy.keccak import keccak256
from govledger.rlp import RlpItem, rlp_decode, rlp_encode

ADDRESS_LENGTH = 20
HASH_LENGTH = 32
BLOOM_LENGTH = 256
NONCE_LENGTH = 8
SCALAR: Final = -1
"""In place of a length: an integer, encoded as the fewest big-endian bytes, at most 32."""
ANY_LENGTH: Final = -2


EMPTY_OMMERS_HASH: Final = keccak256(rlp_encode(()))


class _Field(NamedTuple):
    """How one field of a header is called in JSON, and what it is."""

    name: str
    json_name: str
    length: int


FIELDS: Final = (
    _Field("parent_hash", "parentHash", HASH_LENGTH),
    _Field("ommers_hash", "sha3Uncles", HASH_LENGTH),
    _Field("coinbase", "miner", ADDRESS_LENGTH),
    _Field("state_root", "stateRoot", HASH_LENGTH),
    _Field("transactions_root", "transactionsRoot", HASH_LENGTH),
    _Field("receipts_root", "receiptsRoot", HASH_LENGTH),
    _Field("logs_bloom", "logsBloom", BLOOM_LENGTH),
    _Field("difficulty", "difficulty", SCALAR),
    _Field("number", "number", SCALAR),
    _Field("gas_limit", "gasLimit", SCALAR),
    _Field("gas_used", "gasUsed", SCALAR),
    _Field("timestamp", "timestamp", SCALAR),
    _Field("extra_data", "extraData", ANY_LENGTH),
    _Field("mix_hash", "mixHash", HASH_LENGTH),
    _Field("nonce", "nonce", NONCE_LENGTH),
)
OPTIONAL_FIELDS: Final = (
    _Field("base_fee_per_gas", "baseFeePerGas", SCALAR),
    _Field("withdrawals_root", "withdrawalsRoot", HASH_LENGTH),
    _Field("blob_gas_used", "blobGasUsed", SCALAR),
    _Field("excess_blob_gas", "excessBlobGas", SCALAR),
    _Field("parent_beacon_block_root", "parentBeaconBlockRoot", HASH_LENGTH),
    _Field("requests_hash", "requestsHash", HASH_LENGTH),
    _Field("block_access_list_hash", "blockAccessListHash", HASH_LENGTH),
    _Field("slot_number", "slotNumber", SCALAR),
)


class Header(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A block header; the optional fields came with later forks and are there up to the first that is None."""

    parent_hash: bytes
    ommers_hash: bytes
    coinbase: bytes
    """20 bytes. BFT engines: the proposer. Clique: whom a vote is about."""
    state_root: bytes
    transactions_root: bytes
    receipts_root: bytes
    logs_bloom: bytes
    """256 bytes."""
    difficulty: int
    number: int
    gas_limit: int
    gas_used: int
    timestamp: int
    """Seconds; the proposer's word."""
    extra_data: bytes
    """What the engine writes: validators, votes, seals."""
    mix_hash: bytes
    nonce: bytes
    """8 bytes."""
    base_fee_per_gas: int | None = None
    """Wei."""
    withdrawals_root: bytes | None = None
    blob_gas_used: int | None = None
    excess_blob_gas: int | None = None
    parent_beacon_block_root: bytes | None = None
    requests_hash: bytes | None = None
    block_access_list_hash: bytes | None = None
    slot_number: int | None = None

    @classmethod
    def from_json(cls, block: Mapping[str, Any]) -> Self:
        """The header of a block as `eth_getBlockByNumber` gives it.

        Stops at the first optional field that is missing or null, as the encoding does.

        Raises:
            MalformedHeader: a field is missing, or is not what it must be.
        """
        values: dict[str, Any] = {field.name: _from_json(field, block.get(field.json_name)) for field in FIELDS}
        for field in OPTIONAL_FIELDS:
            value = block.get(field.json_name)
            if value is None:
                break
            values[field.name] = _from_json(field, value)
        return cls(**values)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The header that RLP encodes.

        Raises:
            MalformedRlp: no canonical RLP.
            MalformedHeader: RLP of something else.
        """
        items = rlp_decode(data)
        return cls.from_items(items if isinstance(items, list) else ())

    @classmethod
    def from_items(cls, items: Sequence[object]) -> Self:
        """The header whose RLP is the list of these items.

        Raises:
            MalformedHeader: they are the fields of none.
        """
        known = FIELDS + OPTIONAL_FIELDS
        if not len(FIELDS) <= len(items) <= len(known):
            raise MalformedHeader("header", f"is not a list of {len(FIELDS)} to {len(known)} fields")
        values: dict[str, Any] = {field.name: _from_rlp(field, item) for field, item in zip(known, items, strict=False)}
        return cls(**values)

    def items(self) -> list[bytes]:
        """The fields as the encoding has them, integers as their bytes."""
        return [
            # What is no integer is bytes; no field of a header is a list.
            value.to_bytes((value.bit_length() + 7) // 8, "big") if isinstance(value, int) else bytes(value)  # type: ignore[arg-type]
            for value in self.fields()
        ]

    def fields(self) -> list[RlpItem]:
        """The fields in the order of the encoding, for engines that hash a header with changed extra data."""
        items: list[RlpItem] = [getattr(self, field.name) for field in FIELDS]
        for field in OPTIONAL_FIELDS:
            value = getattr(self, field.name)
            if value is None:
                break
            items.append(value)
        return items

    def encode(self) -> bytes:
        """The RLP of all fields."""
        return rlp_encode(self.fields())

    def hash(self) -> bytes:
        """keccak-256 of the encoding: the block's hash where the engine has no rule of its own (Clique)."""
        return keccak256(self.encode())

    def hash_with(self, extra_data: bytes) -> bytes:
        """The hash that the header would have with other extra data: what engines hash and sign."""
        return msgspec.structs.replace(self, extra_data=extra_data).hash()


def _from_json(field: _Field, value: object) -> int | bytes:
    data = bytes_of_hex(value)
    if data is None:
        raise MalformedHeader(f"header field {field.json_name}", f"is {str(value)[:80]!r}, no hex that begins with 0x")
    return int.from_bytes(data, "big") if field.length == SCALAR else _of_length(field, data)


def bytes_of_hex(value: object) -> bytes | None:
    """The bytes of JSON-RPC's hex, an odd digit filled up with a zero before it; None for anything else."""
    if not isinstance(value, str) or not value.startswith("0x") or not value.isalnum():
        return None
    try:
        return bytes.fromhex("0" * (len(value) % 2) + value[2:])
    except ValueError:
        return None


def _from_rlp(field: _Field, item: object) -> int | bytes:
    if not isinstance(item, bytes):
        raise MalformedHeader(f"header field {field.json_name}", "is a list")
    if field.length != SCALAR:
        return _of_length(field, item)
    if len(item) > 32 or item[:1] == b"\0":
        raise MalformedHeader(f"header field {field.json_name}", f"is 0x{item[:40].hex()}, no minimal integer")
    return int.from_bytes(item, "big")


def _of_length(field: _Field, data: bytes) -> bytes:
    if field.length != ANY_LENGTH and len(data) != field.length:
        raise MalformedHeader(f"header field {field.json_name}", f"has {len(data)} bytes instead of {field.length}")
    return data
