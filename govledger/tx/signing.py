"""Transactions as bytes, and the signers that sign them. Pure.

Legacy transactions follow EIP-155, dynamic-fee transactions EIP-1559 (type 2). The encoding and the
signing are our own (`rlp`, `secp256k1`): the same bytes as eth_account's, several times faster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol, TypeAlias

from coincurve import PrivateKey

from govledger.errors import InputError, SignatureInvalid
from govledger.privacy.keccak import keccak256
from govledger.rlp import RlpItem, rlp_decode, rlp_encode
from govledger.secp256k1 import SECP256K1_N, Signature, address_of, parse_signature, recover

DYNAMIC_FEE_TYPE = b"\x02"

SignHash: TypeAlias = Callable[[bytes], bytes]
"""From a 32-byte hash to a signature of 65 bytes: r ‖ s ‖ v, with v 0, 1, 27 or 28."""
SignPayload: TypeAlias = Callable[[bytes], Signature]
"""From a transaction's signing payload, which it hashes, to the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyTransaction:
    """A transaction with one gas price, bound to its chain (EIP-155)."""

    chain_id: int
    nonce: int
    gas_price: int
    """Wei; 0 on a chain without fees."""
    gas: int
    to: bytes
    """20 bytes; empty to create a contract."""
    value: int = 0
    data: bytes = b""

    def signing_payload(self) -> bytes:
        """The bytes whose keccak-256 the signer signs."""
        return self._payload(self._body())

    def signing_hash(self) -> bytes:
        """What the signer signs."""
        return keccak256(self.signing_payload())

    def signed_by(self, sign: SignPayload) -> bytes:
        """The raw transaction, whose keccak-256 is the transaction hash."""
        body = self._body()
        signature = sign(self._payload(body))
        v = self.chain_id * 2 + 35 + signature.y_parity
        return _list(body + _items(v, signature.r, signature.s))

    def _body(self) -> bytes:
        return _items(self.nonce, self.gas_price, self.gas, self.to, self.value, self.data)

    def _payload(self, body: bytes) -> bytes:
        return _list(body + _items(self.chain_id, 0, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicFeeTransaction:
    """A transaction that pays the block's base fee and a tip, up to a cap (EIP-1559)."""

    chain_id: int
    nonce: int
    max_priority_fee_per_gas: int
    max_fee_per_gas: int
    """Wei; the cap of base fee and tip together."""
    gas: int
    to: bytes
    """20 bytes; empty to create a contract."""
    value: int = 0
    data: bytes = b""

    def signing_payload(self) -> bytes:
        """The bytes whose keccak-256 the signer signs."""
        return DYNAMIC_FEE_TYPE + _list(self._body())

    def signing_hash(self) -> bytes:
        """What the signer signs."""
        return keccak256(self.signing_payload())

    def signed_by(self, sign: SignPayload) -> bytes:
        """The raw transaction, whose keccak-256 is the transaction hash."""
        body = self._body()
        signature = sign(DYNAMIC_FEE_TYPE + _list(body))
        return DYNAMIC_FEE_TYPE + _list(body + _items(signature.y_parity, signature.r, signature.s))

    def _body(self) -> bytes:
        fees = (self.max_priority_fee_per_gas, self.max_fee_per_gas)
        return _items(self.chain_id, self.nonce, *fees, self.gas, self.to, self.value, self.data, ())


Transaction: TypeAlias = LegacyTransaction | DynamicFeeTransaction


def unsigned(raw: bytes) -> Transaction:
    """What a raw transaction of one of the two kinds says, without its signature.

    Raises:
        MalformedRlp: the bytes are no list of RLP.
    """
    fields: list[Any] = list(rlp_decode(raw.removeprefix(DYNAMIC_FEE_TYPE)))

    def number(place: int) -> int:
        return int.from_bytes(fields[place], "big")

    if not raw.startswith(DYNAMIC_FEE_TYPE):
        return LegacyTransaction(
            chain_id=(number(6) - 35) // 2,
            nonce=number(0),
            gas_price=number(1),
            gas=number(2),
            to=fields[3],
            value=number(4),
            data=fields[5],
        )
    return DynamicFeeTransaction(
        chain_id=number(0),
        nonce=number(1),
        max_priority_fee_per_gas=number(2),
        max_fee_per_gas=number(3),
        gas=number(4),
        to=fields[5],
        value=number(6),
        data=fields[7],
    )


class Signer(Protocol):
    """Signs for one account; where the key is, is its own matter."""

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        ...

    def sign(self, transaction: Transaction) -> bytes:
        """The raw signed transaction.

        Raises:
            SignatureInvalid: the signature is not one of this account.
        """
        ...


class DigestSigner(Protocol):
    """Signs hashes for one account."""

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        ...

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature (65 bytes, r ‖ s ‖ v) over a hash of 32 bytes.

        Raises:
            SignatureInvalid: the signature is not one of this account.
        """
        ...


class PrivateKeySigner:
    """Signs with a private key in memory; shows its address and never its key."""

    __slots__ = ("_key", "address")

    def __init__(self, key: bytes) -> None:
        """Take a key of 32 bytes.

        Raises:
            InputError: the bytes are no private key; the message does not hold them.
        """
        if len(key) != 32:
            raise InputError(f"a private key has 32 bytes, these are {len(key)}")
        if not 0 < int.from_bytes(key, "big") < SECP256K1_N:
            raise InputError("these 32 bytes are no private key: it lies between 1 and the order of the curve")
        self._key = PrivateKey(key)
        self.address = address_of(self._key.public_key.format(compressed=False)[1:])

    def __repr__(self) -> str:
        return f"PrivateKeySigner(0x{self.address.hex()})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not written anywhere by pickling it")

    def sign(self, transaction: Transaction) -> bytes:
        """The raw signed transaction; the same bytes each time (RFC 6979)."""
        return transaction.signed_by(self._sign)

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature (65 bytes, r ‖ s ‖ v) over a hash of 32 bytes, for instance that of a grant (EIP-712)."""
        signature = self._key.sign_recoverable(digest, hasher=None)
        return signature[:64] + bytes((27 + signature[64],))

    def _sign(self, payload: bytes) -> Signature:
        signature = self._key.sign_recoverable(keccak256(payload), hasher=None)
        return Signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64])


class CallableSigner:
    """Signs through a function: a hardware module, a remote signer, a wallet."""

    __slots__ = ("_sign_hash", "address")

    def __init__(self, address: bytes, sign_hash: SignHash) -> None:
        if len(address) != 20:
            raise InputError(f"the signer's address has {len(address)} bytes; an address has 20")
        self.address = address
        self._sign_hash = sign_hash

    def __repr__(self) -> str:
        return f"CallableSigner(0x{self.address.hex()})"

    def sign(self, transaction: Transaction) -> bytes:
        """The raw signed transaction, after checking that the signature is this address's.

        Raises:
            SignatureInvalid: not 65 bytes, no signature at all, or another account's.
        """
        return transaction.signed_by(
            lambda payload: checked_signature(
                payload, self._sign_hash(keccak256(payload)), self.address, "the signing function"
            )
        )

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature over a hash, after checking that it is this address's.

        Raises:
            SignatureInvalid: not 65 bytes, no signature at all, or another account's.
        """
        found = checked_digest_signature(digest, self._sign_hash(digest), self.address, "the signing function")
        return found.r.to_bytes(32) + found.s.to_bytes(32) + bytes((27 + found.y_parity,))


def checked_digest_signature(digest: bytes, signature: bytes, address: bytes, who: str) -> Signature:
    """A signature that somebody else made over a hash, after checking that it is an address's.

    Raises:
        SignatureInvalid: not 65 bytes, no signature at all, or another account's.
    """
    parsed = parse_signature(signature)
    signer = recover(digest, parsed)
    if signer != address:
        raise SignatureInvalid(
            f"{who} signed as 0x{signer.hex()}, not as 0x{address.hex()}; give the address of the key that it holds"
        )
    return parsed


def checked_signature(payload: bytes, signature: bytes, address: bytes, who: str) -> Signature:
    """A signature that somebody else made over a payload's hash, after checking that it is an address's.

    Args:
        payload: what was hashed.
        signature: r ‖ s ‖ v.
        address: whose it should be.
        who: made it, for the message.

    Raises:
        SignatureInvalid: not 65 bytes, no signature at all, or another account's.
    """
    return checked_digest_signature(keccak256(payload), signature, address, who)


def signer_from(key: Signer | bytes | str) -> Signer:
    """A signer from what names one: a signer itself, a private key's 32 bytes, or its 64 hex digits.

    Raises:
        InputError: none of these; the message does not hold the value.
    """
    if isinstance(key, str):
        try:
            key = bytes.fromhex(key.removeprefix("0x"))
        except ValueError:
            raise InputError("this text is no private key: 64 hex digits, with or without 0x") from None
    return PrivateKeySigner(key) if isinstance(key, bytes) else key


def _items(*items: RlpItem) -> bytes:
    return b"".join(map(rlp_encode, items))


def _list(items: bytes) -> bytes:
    """An RLP list of items that are encoded already, and need not be twice."""
    length = len(items)
    if length < 56:
        return bytes((0xC0 + length,)) + items
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0xF7 + len(size),)) + size + items
