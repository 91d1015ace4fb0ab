"""What was sent last may still wait for its block, or lose it again; nothing is read before it is there (I/O)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from govledger.connection import Connection
from govledger.errors import NodeRefused, TransactionError

LONGEST_SECONDS = 120.0
PAUSE_SECONDS = 0.5
BATCH = 50
"""Accounts that are asked about together."""


def await_quiet(
    connection: Connection,
    accounts: Sequence[bytes],
    *,
    longest_seconds: float = LONGEST_SECONDS,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Wait until no transaction of these accounts waits at the node.

    A courtesy that saves a refusal: what is sent twice is refused by the contracts in any case. A node that does not
    tell what waits is not waited for.

    Raises:
        TransactionError: they still wait when the time is up.
    """
    started = clock()
    while waiting := _waiting(connection, accounts):
        if clock() - started >= longest_seconds:
            raise TransactionError(
                f"transactions of 0x{waiting[0].hex()}, sent by an earlier run, are in no block after "
                f"{longest_seconds:g} s; check that the validators seal blocks, then run the import again"
            )
        sleep(PAUSE_SECONDS)


def await_settled(
    connection: Connection,
    depth: int,
    *,
    longest_seconds: float = LONGEST_SECONDS,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Wait until so many blocks stand on the latest one, so that what it holds stays on the chain.

    Args:
        connection: the chain.
        depth: how many blocks settle the one before them; 0 where a block is final at once.
        longest_seconds: for how long.
        sleep: waits.
        clock: seconds.

    Raises:
        TransactionError: the chain does not grow by so much in that time.
    """
    if not depth:
        return
    started, settled = clock(), _height(connection) + depth
    while (now := _height(connection)) < settled:
        if clock() - started >= longest_seconds:
            raise TransactionError(
                f"the chain is at block {now} after {longest_seconds:g} s, and block {settled} settles what was sent; "
                "check that the validators seal blocks, then run the import again"
            )
        sleep(PAUSE_SECONDS)


def _height(connection: Connection) -> int:
    return int(connection.request("eth_blockNumber"), 16)


def _waiting(connection: Connection, accounts: Sequence[bytes]) -> list[bytes]:
    if connection.embedded:
        return []
    found: list[bytes] = []
    for start in range(0, len(accounts), BATCH):
        asked = accounts[start : start + BATCH]
        requests = [
            ("eth_getTransactionCount", [f"0x{account.hex()}", block])
            for account in asked
            for block in ("latest", "pending")
        ]
        answers = connection.request_batch(requests)
        for place, account in enumerate(asked):
            latest, pending = answers[2 * place : 2 * place + 2]
            if isinstance(latest, NodeRefused) or isinstance(pending, NodeRefused):
                return []
            if int(pending, 16) > int(latest, 16):
                found.append(account)
    return found
