"""Signing by an account that is unlocked in the node: a last resort (I/O).

The node then holds the key, and whoever reaches its JSON-RPC port can sign with it; and the transaction passes through
two programs that could change it. So only `eth_signTransaction` is used, never `eth_sendTransaction`: what comes back
is compared, byte by byte, with the transaction that was asked for, and goes on as any other: into the outbox, then to
the chain. Besu has no such method; geth (up to 1.13), GoQuorum and development nodes do.
"""

from __future__ import annotations

from govledger.connection import Connection
from govledger.errors import InputError, MalformedRlp, NodeRefused, SignatureInvalid, SignerFailed
from govledger.rlp import rlp_decode
from govledger.secp256k1 import Signature
from govledger.tx.signing import DYNAMIC_FEE_TYPE, DynamicFeeTransaction, Transaction, checked_signature


class NodeAccountSigner:
    """An account whose key the node keeps, unlocked."""

    def __init__(self, connection: Connection, address: bytes) -> None:
        """Choose an account of the node.

        Raises:
            InputError: the address has not 20 bytes.
        """
        if len(address) != 20:
            raise InputError(f"the account's address has {len(address)} bytes; an address has 20")
        self._connection = connection
        self.address = address

    def __repr__(self) -> str:
        return f"NodeAccountSigner({self._connection.url}, 0x{self.address.hex()})"

    def sign(self, transaction: Transaction) -> bytes:
        """The raw transaction as the node signed it, after checking that it is the one that was asked for.

        Raises:
            SignerFailed: the node does not sign; says what it needs.
            SignatureInvalid: it signed another transaction, or as another account.
            ConnectionFailed: it does not answer.
        """
        try:
            answer = self._connection.request("eth_signTransaction", _as_json(transaction, self.address))
        except NodeRefused as refused:
            raise SignerFailed(
                f"the node does not sign for 0x{self.address.hex()}: {refused.reason}; unlock the account in it (geth: "
                "--unlock with --allow-insecure-unlock, on a port that nobody else reaches), or better, take the key "
                "out of the node: a keystore file or a Web3Signer"
            ) from None
        raw = _raw_of(answer)
        signed = transaction.signed_by(lambda payload: _signature_in(raw, transaction, payload, self.address))
        if signed != raw:
            raise SignatureInvalid(
                f"the node signed another transaction than it was asked to (0x{raw.hex()[:40]}…); use another node"
            )
        return signed


def _as_json(transaction: Transaction, address: bytes) -> dict[str, str]:
    if isinstance(transaction, DynamicFeeTransaction):
        fees = {
            "type": "0x2",
            "maxFeePerGas": hex(transaction.max_fee_per_gas),
            "maxPriorityFeePerGas": hex(transaction.max_priority_fee_per_gas),
        }
    else:
        fees = {"type": "0x0", "gasPrice": hex(transaction.gas_price)}
    to = {"to": f"0x{transaction.to.hex()}"} if transaction.to else {}
    return {
        "from": f"0x{address.hex()}",
        "chainId": hex(transaction.chain_id),
        "nonce": hex(transaction.nonce),
        "gas": hex(transaction.gas),
        "value": hex(transaction.value),
        "data": f"0x{transaction.data.hex()}",
        **fees,
        **to,
    }


def _raw_of(answer: object) -> bytes:
    """The raw transaction: `raw` of an object (geth, GoQuorum), or the whole answer (anvil)."""
    text = answer.get("raw") if isinstance(answer, dict) else answer
    try:
        return bytes.fromhex(str(text).removeprefix("0x"))
    except ValueError:
        raise SignatureInvalid("the node answered eth_signTransaction without a raw transaction; use another") from None


def _signature_in(raw: bytes, transaction: Transaction, payload: bytes, address: bytes) -> Signature:
    """The signature of a raw transaction, after checking that it is an address's over a payload."""
    dynamic = isinstance(transaction, DynamicFeeTransaction)
    try:
        fields = rlp_decode(raw.removeprefix(DYNAMIC_FEE_TYPE) if dynamic else raw)
        v, r, s = (int.from_bytes(field, "big") for field in fields[-3:] if isinstance(field, bytes))
        y_parity = v if dynamic else v - 35 - 2 * transaction.chain_id
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes((y_parity,))
    except (MalformedRlp, ValueError, OverflowError):
        raise SignatureInvalid(
            f"the node answered with 0x{raw.hex()[:40]}…, which is no transaction of the kind that was asked for; "
            "use another node"
        ) from None
    return checked_signature(payload, signature, address, "the node")
