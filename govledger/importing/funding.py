"""Money for the officers' accounts, on a chain whose transactions cost something (I/O)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govledger.connection import Connection
from govledger.errors import InputError, NodeRefused
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.fees import fees_for
from govledger.tx.sending import BATCH, Waiting, hand_over, in_flight
from govledger.tx.signing import DynamicFeeTransaction, Signer
from govledger.tx.window import await_receipts

ACT_GAS = 500_000
"""More than any act of an import takes."""

RESERVE = 4
"""By how much the price of gas may rise during the import."""

TRANSFER_GAS = 21_000


def fund(connection: Connection, payer: Signer, acts: Mapping[bytes, int]) -> int:
    """Send each account what its acts may cost, less what it has; nothing on a chain without fees.

    Args:
        connection: the chain.
        payer: who pays, before it writes anything else in this run.
        acts: how many each account (20 bytes) is to carry out.

    Returns:
        How many accounts got something.

    Raises:
        InputError: the payer has not enough.
        TransactionError: a transfer was not carried out.
    """
    endpoint = Web3Endpoint(connection)
    head = endpoint.latest()
    if not head.base_fee:
        return 0
    fees = fees_for(head.base_fee, endpoint.tip())
    balances = _balances(connection, [payer.address, *acts])
    missing = {
        account: wanted - balances[account]
        for account, count in acts.items()
        if (wanted := count * ACT_GAS * fees.cap * RESERVE) > balances[account]
    }
    needed = sum(missing.values()) + len(missing) * TRANSFER_GAS * fees.cap
    if needed > (owned := balances[payer.address]):
        raise InputError(
            f"transactions on this chain cost money: the officers need {needed} wei from the founder, "
            f"0x{payer.address.hex()}, who has {owned}; send the rest there first"
        )
    plain = DynamicFeeTransaction(
        chain_id=endpoint.chain_id(),
        nonce=0,
        max_priority_fee_per_gas=fees.tip,
        max_fee_per_gas=fees.cap,
        gas=TRANSFER_GAS,
        to=b"",
    )
    first = endpoint.nonce(payer.address)
    flights = [
        in_flight(nonce, payer.sign(replace(plain, nonce=nonce, to=account, value=amount)))
        for nonce, (account, amount) in enumerate(missing.items(), start=first)
    ]
    waiting = Waiting()
    for start in range(0, len(flights), BATCH):
        for refused in hand_over(endpoint, flights[start : start + BATCH], waiting):
            if refused is not None:
                raise refused
    for receipt in await_receipts(endpoint, payer.address, flights, waiting):
        if not receipt.succeeded:
            raise NodeRefused("eth_sendRawTransaction", None, f"transfer 0x{receipt.transaction_hash.hex()} failed")
    return len(flights)


def _balances(connection: Connection, accounts: Sequence[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for start in range(0, len(accounts), BATCH):
        asked = accounts[start : start + BATCH]
        answers = connection.request_batch([("eth_getBalance", [f"0x{one.hex()}", "latest"]) for one in asked])
        for account, answer in zip(asked, answers, strict=True):
            if isinstance(answer, NodeRefused):
                raise answer
            found[account] = int(answer, 16)
    return found
