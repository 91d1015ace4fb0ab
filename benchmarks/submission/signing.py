"""Signed transactions per second, in memory: calls of our contracts as they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

from eth_account import Account
from eth_utils.address import to_checksum_address

from govledger.artifacts import CONTRACTS, load
from govledger.tx.call import ContractCall, ContractInterface
from govledger.tx.fees import FREE, Fees
from govledger.tx.signing import DynamicFeeTransaction, PrivateKeySigner, Transaction
from submission.rounds import Comparison, Rounds, compare

CHAIN_ID = 1337
GAS = 300_000
GWEI = 10**9
KINDS: Mapping[str, Fees] = {"legacy": FREE, "dynamic": Fees(cap=3 * GWEI, tip=GWEI)}
"""EIP-155 as on a chain without fees, EIP-1559 as on one with them."""


def compare_signing(rounds: Rounds, count: int) -> dict[str, Comparison]:
    """For each kind of transaction; first that both make the same bytes."""
    key = secrets.token_bytes(32)
    return {name: _compare(key, fees, rounds, count) for name, fees in KINDS.items()}


def _compare(key: bytes, fees: Fees, rounds: Rounds, count: int) -> Comparison:
    calls = _calls(count)
    transactions = [
        fees.transaction(chain_id=CHAIN_ID, nonce=nonce, gas=GAS, to=call.to, data=call.data)
        for nonce, call in enumerate(calls)
    ]
    dictionaries = [_dictionary(transaction) for transaction in transactions]
    signer = PrivateKeySigner(key)
    account = Account.from_key(key)

    def ours() -> list[bytes]:
        return [signer.sign(transaction) for transaction in transactions]

    def idiom() -> list[bytes]:
        return [account.sign_transaction(dictionary).raw_transaction for dictionary in dictionaries]

    if ours() != [bytes(raw) for raw in idiom()]:
        raise RuntimeError("eth_account signs other bytes")
    return compare(rounds, lambda: _rate(idiom, count), lambda: _rate(ours, count))


def _rate(sign_all: Callable[[], Sequence[bytes]], count: int) -> float:
    began = perf_counter()
    sign_all()
    return count / (perf_counter() - began)


def _calls(count: int) -> list[ContractCall]:
    """Records, grants and batches of bills, in turn."""
    registry, grants, bills = (
        (ContractInterface(key, load(CONTRACTS[key]).abi), secrets.token_bytes(20))
        for key in ("data_registry", "access_grants", "medical_bills")
    )

    def call(number: int) -> ContractCall:
        to_whom, word = number % 3, secrets.token_bytes(32)
        if to_whom == 0:
            return registry[0].call(registry[1], "registerRecord", 7, word)
        if to_whom == 1:
            terms = (7, 12, 4, 0b101101, 3, word, 1_790_000_000, 1_821_536_000, 50, 0, 0)
            return grants[0].call(grants[1], "issueGrant", terms)
        return bills[0].call(bills[1], "issueBatch", 3, 1 + number * 500, 500, word)

    return [call(number) for number in range(count)]


def _dictionary(transaction: Transaction) -> dict[str, Any]:
    """A transaction as build_transaction makes it."""
    fields: dict[str, Any] = {
        "chainId": transaction.chain_id,
        "nonce": transaction.nonce,
        "gas": transaction.gas,
        "to": to_checksum_address(transaction.to),
        "value": transaction.value,
        "data": "0x" + transaction.data.hex(),
    }
    if isinstance(transaction, DynamicFeeTransaction):
        fields["maxFeePerGas"] = transaction.max_fee_per_gas
        fields["maxPriorityFeePerGas"] = transaction.max_priority_fee_per_gas
    else:
        fields["gasPrice"] = transaction.gas_price
    return fields
