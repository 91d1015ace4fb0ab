"""A transaction as consensus has it: the bytes whose trie a header commits to, and who signed them. Pure.

Yellow Paper 4.2 with EIP-155 (legacy), EIP-2930 (type 1), EIP-1559 (type 2), EIP-4844 (type 3, without the blobs, which
no block holds) and EIP-7702 (type 4). The trie holds transaction i of the block under the key RLP(i).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH, bytes_of_hex
from govledger.consensus.trie import trie_root
from govledger.errors import MalformedTransaction, SignatureInvalid
from govledger.privacy.keccak import keccak256
from govledger.rlp import RlpItem, RlpValue, rlp_decode, rlp_encode
from govledger.secp256k1 import SECP256K1_N, Signature, recover

LEGACY: Final = 0
WITH_BLOBS: Final = 3
WITH_CODE: Final = 4
MAX_SCALAR_LENGTH: Final = 32


class _Kind(NamedTuple):
    """How a field is read: from JSON-RPC, and from RLP; both give what `rlp_encode` takes."""

    from_json: Callable[[str, Any], RlpItem]
    from_rlp: Callable[[str, RlpValue], RlpItem]


@dataclass(frozen=True, slots=True)
class ConsensusTransaction:
    """A signed transaction of a block."""

    type: int
    """Its EIP-2718 type; 0 for one that has none in its encoding."""
    values: tuple[RlpItem, ...]
    """Its fields in the order of the encoding; `field` gives one by its name."""

    @classmethod
    def from_json(cls, transaction: Mapping[str, Any]) -> Self:
        """The transaction that a node gives in a block or for `eth_getTransactionByHash`.

        Raises:
            MalformedTransaction: a field is missing, or is not what it must be, or the type is unknown.
        """
        kind = 0 if transaction.get("type") is None else _scalar_of_json("type", transaction["type"])
        fields = _fields_of(kind)
        return cls(kind, tuple(form.from_json(name, transaction.get(name)) for name, form in fields.items()))

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The transaction that consensus bytes hold, read strictly: `encode` gives the same bytes.

        Raises:
            MalformedRlp: no canonical RLP.
            MalformedTransaction: RLP of something else, or an unknown type.
        """
        kind, body = (data[0], data[1:]) if data[:1] and data[0] < 0x80 else (LEGACY, data)
        if kind == LEGACY and body is not data:
            raise MalformedTransaction("transaction", "begins with the type 0, which is never written")
        fields, items = _fields_of(kind), rlp_decode(body)
        if not isinstance(items, list) or len(items) != len(fields):
            raise MalformedTransaction(f"transaction of type {kind}", f"is not a list of {len(fields)} fields")
        read = zip(fields.items(), items, strict=True)
        return cls(kind, tuple(form.from_rlp(name, item) for (name, form), item in read))

    def field(self, name: str) -> Any:
        """A field by its name in JSON-RPC: integers, bytes, or tuples of such.

        Raises:
            KeyError: transactions of this type have no such field.
        """
        return dict(zip(_FIELDS[self.type], self.values, strict=True))[name]

    @property
    def to(self) -> bytes:
        """Whom it calls, 20 bytes; empty where it creates a contract."""
        return bytes(self.field("to"))

    @property
    def gas(self) -> int:
        """The most that it may use."""
        return int(self.field("gas"))

    @property
    def value(self) -> int:
        """What it sends along, in wei."""
        return int(self.field("value"))

    @property
    def data(self) -> bytes:
        """A call's selector and arguments; a creation's code."""
        return bytes(self.field("input"))

    def encode(self) -> bytes:
        """The bytes that the trie holds."""
        return self._prefixed(self.values)

    def hash(self) -> bytes:
        """The transaction's hash, 32 bytes."""
        return keccak256(self.encode())

    def sender(self) -> bytes:
        """The address whose key signed it.

        Raises:
            SignatureInvalid: no key made the signature.
        """
        *body, v, r, s = self.values
        assert isinstance(v, int) and isinstance(r, int) and isinstance(s, int)
        if self.type != LEGACY:
            return self._signer(body, v, r, s)
        if v in (27, 28):
            return self._signer(body, v - 27, r, s)
        if v < 35:
            raise SignatureInvalid(f"v of a transaction is {v}, neither 27, 28 nor one that names a chain (EIP-155)")
        return self._signer((*body, (v - 35) // 2, 0, 0), (v - 35) % 2, r, s)

    def _signer(self, signed: Iterable[RlpItem], y_parity: int, r: int, s: int) -> bytes:
        if y_parity > 1 or not (0 < r < SECP256K1_N and 0 < s <= SECP256K1_N // 2):
            raise SignatureInvalid("the signature of a transaction has a number that no key gives (EIP-2)")
        return recover(keccak256(self._prefixed(tuple(signed))), Signature(r, s, y_parity))

    def _prefixed(self, values: tuple[RlpItem, ...]) -> bytes:
        body = rlp_encode(values)
        return body if self.type == LEGACY else bytes((self.type,)) + body


def transaction_key(index: int) -> bytes:
    """The key of a transaction in its block's trie: RLP of its place in the block."""
    return rlp_encode(index)


def transactions_by_key(transactions: Iterable[ConsensusTransaction]) -> dict[bytes, bytes]:
    """What the trie of a block holds, its transactions given in order."""
    return {transaction_key(index): transaction.encode() for index, transaction in enumerate(transactions)}


def transactions_root(transactions: Iterable[ConsensusTransaction]) -> bytes:
    """What the header of a block with these transactions, in order, commits to."""
    return trie_root(transactions_by_key(transactions))


# --- fields --------------------------------------------------------------------------------------------


def _bytes_of_json(name: str, value: Any) -> bytes:
    data = bytes_of_hex(value)
    if data is None:
        raise MalformedTransaction(name, f"is {str(value)[:80]!r}, no hex that begins with 0x")
    return data


def _scalar_of_json(name: str, value: Any) -> int:
    data = _bytes_of_json(name, value)
    if len(data) > MAX_SCALAR_LENGTH:
        raise MalformedTransaction(name, f"has {len(data)} bytes; a number has at most {MAX_SCALAR_LENGTH}")
    return int.from_bytes(data, "big")


def _bytes_of_rlp(name: str, item: RlpValue) -> bytes:
    if not isinstance(item, bytes):
        raise MalformedTransaction(name, "is a list")
    return item


def _scalar_of_rlp(name: str, item: RlpValue) -> int:
    data = _bytes_of_rlp(name, item)
    if data[:1] == b"\0" or len(data) > MAX_SCALAR_LENGTH:
        raise MalformedTransaction(name, "is no minimal integer")
    return int.from_bytes(data, "big")


def _sized(name: str, data: bytes, *lengths: int) -> bytes:
    if len(data) not in lengths:
        raise MalformedTransaction(name, f"has {len(data)} bytes instead of {' or '.join(map(str, lengths))}")
    return data


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedTransaction(name, "is no list")
    return value


def _member(name: str, value: Any, key: str) -> Any:
    if not isinstance(value, Mapping):
        raise MalformedTransaction(name, "has an entry that is no object")
    return value.get(key)


def _items_of(name: str, item: RlpValue, length: int) -> list[RlpValue]:
    items = _list(name, item)
    if len(items) != length:
        raise MalformedTransaction(name, f"has an entry of {len(items)} items instead of {length}")
    return items


def _fixed(length: int) -> _Kind:
    return _Kind(
        lambda name, value: _sized(name, _bytes_of_json(name, value), length),
        lambda name, item: _sized(name, _bytes_of_rlp(name, item), length),
    )


def _many(kind: _Kind) -> _Kind:
    return _Kind(
        lambda name, value: tuple(kind.from_json(name, entry) for entry in _list(name, value)),
        lambda name, item: tuple(kind.from_rlp(name, entry) for entry in _list(name, item)),
    )


def _record(fields: Mapping[str, _Kind]) -> _Kind:
    """A list of these fields in RLP, an object in JSON."""

    def from_rlp(name: str, item: RlpValue) -> RlpItem:
        read = zip(fields.items(), _items_of(name, item, len(fields)), strict=True)
        return tuple(kind.from_rlp(f"{name}.{key}", entry) for (key, kind), entry in read)

    return _Kind(
        lambda name, value: tuple(
            kind.from_json(f"{name}.{key}", _member(name, value, key)) for key, kind in fields.items()
        ),
        from_rlp,
    )


_SCALAR: Final = _Kind(_scalar_of_json, _scalar_of_rlp)
_BYTES: Final = _Kind(_bytes_of_json, _bytes_of_rlp)
_ADDRESS: Final = _fixed(ADDRESS_LENGTH)
_HASH: Final = _fixed(HASH_LENGTH)
_TO: Final = _Kind(
    lambda name, value: b"" if value is None else _ADDRESS.from_json(name, value),
    lambda name, item: _sized(name, _bytes_of_rlp(name, item), 0, ADDRESS_LENGTH),
)
"""Whom it calls; null in JSON and empty in RLP where it creates a contract."""
_ACCESS_LIST: Final = _many(_record({"address": _ADDRESS, "storageKeys": _many(_HASH)}))
_AUTHORIZATION: Final = dict.fromkeys(("chainId", "address", "nonce", "yParity", "r", "s"), _SCALAR) | {
    "address": _ADDRESS
}
_SIGNATURE: Final = {"v": _SCALAR, "r": _SCALAR, "s": _SCALAR}
"""Nodes call it v in all types; in those after the first it is the parity, 0 or 1."""


def _layout(*fees: str, to: _Kind = _TO, **more: _Kind) -> dict[str, _Kind]:
    """The fields of the types after the first."""
    scalars = dict.fromkeys(("chainId", "nonce", *fees, "gas"), _SCALAR)
    called = {"to": to, "value": _SCALAR, "input": _BYTES, "accessList": _ACCESS_LIST}
    return scalars | called | more | _SIGNATURE


_FEES: Final = ("maxPriorityFeePerGas", "maxFeePerGas")
_FIELDS: Final[Mapping[int, Mapping[str, _Kind]]] = {
    LEGACY: {"nonce": _SCALAR, "gasPrice": _SCALAR, "gas": _SCALAR, "to": _TO, "value": _SCALAR, "input": _BYTES}
    | _SIGNATURE,
    1: _layout("gasPrice"),
    2: _layout(*_FEES),
    WITH_BLOBS: _layout(*_FEES, to=_ADDRESS, maxFeePerBlobGas=_SCALAR, blobVersionedHashes=_many(_HASH)),
    WITH_CODE: _layout(*_FEES, to=_ADDRESS, authorizationList=_many(_record(_AUTHORIZATION))),
}


def _fields_of(kind: int) -> Mapping[str, _Kind]:
    if kind not in _FIELDS:
        raise MalformedTransaction("transaction's type", f"is {kind}; govledger reads {', '.join(map(str, _FIELDS))}")
    return _FIELDS[kind]
