"""Transactions as bytes, and the signers that sign them. Pure.

Legacy transactions follow EIP-155, dynamic-fee transactions EIP-1559 (type 2). The encoding and the
signing are our own (`rlp`, `secp256k1`): the same bytes as eth_account's, several times faster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, Protocol, TypeAlias

from coincurve import PrivateKey

from govledger.errors import InputError, SignatureInvalid
from govledger.privacy.keccak import keccak256
from govledger.rlp import RlpItem, rlp_encode
from govledger.secp256k1 import SECP256K1_N, Signature, address_of, parse_signature, recover

DYNAMIC_FEE_TYPE = b"\x02"

SignHash: TypeAlias = Callable[[bytes], bytes]
"""From a 32-byte hash to a signature of 65 bytes: r ‖ s ‖ v, with v 0, 1, 27 or 28."""


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

    def _fields(self) -> tuple[RlpItem, ...]:
        return (self.nonce, self.gas_price, self.gas, self.to, self.value, self.data)

    def signing_hash(self) -> bytes:
        """What the signer signs."""
        return keccak256(rlp_encode((*self._fields(), self.chain_id, 0, 0)))

    def signed(self, signature: Signature) -> bytes:
        """The raw transaction; its keccak-256 is the transaction hash."""
        v = self.chain_id * 2 + 35 + signature.y_parity
        return rlp_encode((*self._fields(), v, signature.r, signature.s))


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

    def _fields(self) -> tuple[RlpItem, ...]:
        fees = (self.max_priority_fee_per_gas, self.max_fee_per_gas)
        return (self.chain_id, self.nonce, *fees, self.gas, self.to, self.value, self.data, ())

    def signing_hash(self) -> bytes:
        """What the signer signs."""
        return keccak256(DYNAMIC_FEE_TYPE + rlp_encode(self._fields()))

    def signed(self, signature: Signature) -> bytes:
        """The raw transaction; its keccak-256 is the transaction hash."""
        return DYNAMIC_FEE_TYPE + rlp_encode((*self._fields(), signature.y_parity, signature.r, signature.s))


Transaction: TypeAlias = LegacyTransaction | DynamicFeeTransaction


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
        signature = self._key.sign_recoverable(transaction.signing_hash(), hasher=None)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
        return transaction.signed(Signature(r, s, signature[64]))


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
        signing_hash = transaction.signing_hash()
        signature = parse_signature(self._sign_hash(signing_hash))
        signer = recover(signing_hash, signature)
        if signer != self.address:
            raise SignatureInvalid(
                f"the signing function signed as 0x{signer.hex()}, not as 0x{self.address.hex()}; "
                "give the address of the key that it holds"
            )
        return transaction.signed(signature)


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
