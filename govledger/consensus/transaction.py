"""A signed transaction as consensus has it: the bytes whose trie a header commits to, and whose key signed them. Pure.

Yellow Paper 4.2 with EIP-155 (the chain in v), EIP-2718 (a type before the RLP), EIP-2930 (1, access lists), EIP-1559
(2, base fee and tip), EIP-4844 (3, blobs) and EIP-7702 (4, delegations). The trie holds transaction i of the block
under the key RLP(i).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Self

import msgspec

from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH, bytes_of_hex
from govledger.consensus.trie import trie_root
from govledger.errors import MalformedTransaction, SignatureInvalid
from govledger.privacy.keccak import keccak256
from govledger.rlp import RlpItem, RlpValue, rlp_decode, rlp_encode
from govledger.secp256k1 import SECP256K1_N, Signature, recover

LEGACY: Final = 0
"""The type of transactions that have none in their encoding."""
_SIGNATURE: Final = ("yParity", "r", "s")
_BEGIN: Final = ("chainId", "nonce")
_CALL: Final = ("gas", "to", "value", "input", "accessList")
_FEES: Final = ("maxPriorityFeePerGas", "maxFeePerGas")
FIELDS: Final[Mapping[int, tuple[str, ...]]] = {
    LEGACY: ("nonce", "gasPrice", "gas", "to", "value", "input", "v", "r", "s"),
    1: (*_BEGIN, "gasPrice", *_CALL, *_SIGNATURE),
    2: (*_BEGIN, *_FEES, *_CALL, *_SIGNATURE),
    3: (*_BEGIN, *_FEES, *_CALL, "maxFeePerBlobGas", "blobVersionedHashes", *_SIGNATURE),
    4: (*_BEGIN, *_FEES, *_CALL, "authorizationList", *_SIGNATURE),
}
"""The fields of each type in the order of its encoding, as JSON-RPC names them."""


class SignedTransaction(msgspec.Struct, frozen=True, gc=False):
    """A transaction with its signature."""

    raw: bytes
    """As the trie holds it."""
    nonce: int
    gas: int
    to: bytes
    """20 bytes; empty where it creates a contract."""
    value: int
    """Wei."""
    data: bytes
    """A call's selector and arguments."""
    signed: bytes
    """What was hashed and signed."""
    signature: Signature

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """The transaction that consensus bytes hold, read strictly.

        Raises:
            MalformedRlp: no canonical RLP.
            MalformedTransaction: RLP of something else, or of a type that is not known here.
        """
        kind, body = (raw[0], raw[1:]) if raw[:1] and raw[0] < 0x80 else (LEGACY, raw)
        if body is not raw and (kind == LEGACY or kind not in FIELDS):
            raise MalformedTransaction("transaction", f"is of type {kind}, which govledger does not know")
        names, items = FIELDS[kind], rlp_decode(body)
        if not isinstance(items, list) or len(items) != len(names):
            raise MalformedTransaction("transaction", f"is not a list of {', '.join(names)}")
        found = dict(zip(names, items, strict=True))
        to, data = found["to"], found["input"]
        if not isinstance(to, bytes) or len(to) not in (0, ADDRESS_LENGTH) or not isinstance(data, bytes):
            raise MalformedTransaction("transaction", "names no address, or has no call data")
        signed, parity = _signed(kind, items, _number(found, names[-3]))
        return cls(
            raw=raw,
            nonce=_number(found, "nonce"),
            gas=_number(found, "gas"),
            to=to,
            value=_number(found, "value"),
            data=data,
            signed=signed,
            signature=Signature(_number(found, "r"), _number(found, "s"), parity),
        )

    @classmethod
    def from_json(cls, transaction: Mapping[str, Any]) -> Self:
        """The transaction that a node gives in a block, or for `eth_getTransactionByHash`.

        Raises:
            MalformedTransaction: a field is missing, or is not what it must be; or the type is not known here.
        """
        kind = _quantity(transaction, "type") if transaction.get("type") is not None else LEGACY
        if kind not in FIELDS:
            raise MalformedTransaction("transaction", f"is of type {kind}, which govledger does not know")
        body = rlp_encode([_item(transaction, name) for name in FIELDS[kind]])
        return cls.decode(body if kind == LEGACY else bytes((kind,)) + body)

    def hash(self) -> bytes:
        """The transaction's hash."""
        return keccak256(self.raw)

    def sender(self) -> bytes:
        """The account whose key signed it.

        Raises:
            SignatureInvalid: no key did.
        """
        r, s = self.signature.r, self.signature.s
        if not (0 < r < SECP256K1_N and 0 < s < SECP256K1_N):
            raise SignatureInvalid("r or s of a transaction is 0 or beyond the order of the curve; no key signs so")
        return recover(keccak256(self.signed), self.signature)


def transactions_root(transactions: Iterable[SignedTransaction]) -> bytes:
    """What the header of a block with these transactions, in order, commits to."""
    return trie_root({rlp_encode(index): one.raw for index, one in enumerate(transactions)})


def _signed(kind: int, items: Sequence[RlpValue], v: int) -> tuple[bytes, int]:
    """What was signed, and the parity of the signature."""
    unsigned: list[RlpItem] = list(items[:-3])
    if kind != LEGACY:
        if v > 1:
            raise MalformedTransaction("transaction's yParity", f"is {v}, neither 0 nor 1")
        return bytes((kind,)) + rlp_encode(unsigned), v
    if v in (27, 28):
        return rlp_encode(unsigned), v - 27
    if v < 35:
        raise MalformedTransaction("transaction's v", f"is {v}: neither 27, 28 nor from 35 on")
    return rlp_encode([*unsigned, (v - 35) // 2, 0, 0]), (v - 35) % 2


def _number(found: Mapping[str, RlpValue], name: str) -> int:
    value = found[name]
    if not isinstance(value, bytes) or value[:1] == b"\0" or len(value) > HASH_LENGTH:
        raise MalformedTransaction(f"transaction's {name}", "is no minimal integer")
    return int.from_bytes(value, "big")


def _item(transaction: Mapping[str, Any], name: str) -> RlpItem:
    """One field as it is encoded."""
    if name == "to":
        return _bytes(transaction, name) if transaction.get(name) is not None else b""
    if name == "input":
        return _bytes(transaction, name)
    if name == "accessList":
        return [(_bytes(one, "address"), _hashes(one, "storageKeys")) for one in _list(transaction, name)]
    if name == "blobVersionedHashes":
        return _hashes(transaction, name)
    if name == "authorizationList":
        return [
            (_quantity(one, "chainId"), _bytes(one, "address"), _quantity(one, "nonce"), *_signature(one))
            for one in _list(transaction, name)
        ]
    if name == "yParity":
        return _signature(transaction)[0]
    return _quantity(transaction, name)


def _signature(owner: Mapping[str, Any]) -> tuple[int, int, int]:
    """Parity, r and s; old nodes call the parity v."""
    parity = "yParity" if owner.get("yParity") is not None else "v"
    return _quantity(owner, parity), _quantity(owner, "r"), _quantity(owner, "s")


def _list(owner: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = owner.get(name)
    if not isinstance(found, Sequence) or not all(isinstance(one, Mapping) for one in found):
        raise MalformedTransaction(f"transaction's {name}", "is no list of objects")
    return found


def _hashes(owner: Mapping[str, Any], name: str) -> list[bytes]:
    found = owner.get(name)
    words = [bytes_of_hex(one) for one in found] if isinstance(found, Sequence) else [None]
    if not all(word is not None and len(word) == HASH_LENGTH for word in words):
        raise MalformedTransaction(f"transaction's {name}", f"is no list of words of {HASH_LENGTH} bytes")
    return [word for word in words if word is not None]


def _quantity(owner: Mapping[str, Any], name: str) -> int:
    return int.from_bytes(_bytes(owner, name), "big")


def _bytes(owner: Mapping[str, Any], name: str) -> bytes:
    data = bytes_of_hex(owner.get(name))
    if data is None:
        raise MalformedTransaction(
            f"{name} in a transaction", f"is {str(owner.get(name))[:80]!r}, no hex that begins with 0x"
        )
    return data
