"""Headers for tests, and an encoder of headers that is not govledger's own."""

from __future__ import annotations

from typing import Any

import rlp
from coincurve import PrivateKey
from eth_utils import keccak

from govledger.consensus.header import FIELDS, OPTIONAL_FIELDS, Header

ISTANBUL = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")


def a_header(**fields: Any) -> Header:
    values: dict[str, Any] = {
        "parent_hash": b"\x11" * 32,
        "ommers_hash": bytes.fromhex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"),
        "coinbase": b"\x22" * 20,
        "state_root": b"\x33" * 32,
        "transactions_root": b"\x44" * 32,
        "receipts_root": b"\x55" * 32,
        "logs_bloom": b"\x01" + bytes(255),
        "difficulty": 1,
        "number": 5,
        "gas_limit": 30_000_000,
        "gas_used": 21_000,
        "timestamp": 1_700_000_000,
        "extra_data": b"",
        "mix_hash": ISTANBUL,
        "nonce": bytes(8),
    }
    return Header(**(values | fields))


def hash_by_rlp(header: Header, extra_data: bytes | None = None) -> bytes:
    """The header's hash, encoded by the `rlp` package, if need be with other extra data."""
    items = []
    for field in (*FIELDS, *OPTIONAL_FIELDS):
        value = getattr(header, field.name)
        if value is None:
            break
        items.append(value)
    if extra_data is not None:
        items[12] = extra_data
    return keccak(rlp.encode(items))


def in_json(header: Header) -> dict[str, Any]:
    """The header as a node gives it."""
    block: dict[str, Any] = {"transactions": [], "size": "0x276"}
    for field in (*FIELDS, *OPTIONAL_FIELDS):
        value = getattr(header, field.name)
        if value is not None:
            block[field.json_name] = hex(value) if isinstance(value, int) else "0x" + value.hex()
    return block


def key_number(number: int) -> PrivateKey:
    return PrivateKey.from_int(number)


def address(key: PrivateKey) -> bytes:
    return keccak(key.public_key.format(compressed=False)[1:])[-20:]


def seal_by(key: PrivateKey, sealed_hash: bytes) -> bytes:
    return key.sign_recoverable(sealed_hash, hasher=None)
