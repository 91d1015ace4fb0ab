"""A writer that is killed at a place; the arguments are PLACE COUNT URL OUTBOX CONTRACT CALLS.

PLACE is `before-disk`, `after-disk`, `before-send`, `after-send`, `after-receipt` or `never`; COUNT is how many of them
are let through first. Each call logs its number, under an idempotency key of its own. It prints the logs that it got
receipts of.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from govledger.connection import connect
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.outbox import FileOutbox
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor
from tests.integration.conftest import RICH_KEY
from tests.small_contracts import call_of


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL was survived")


class Countdown:
    """Ends the process around a call, after so many of them."""

    def __init__(self, count: int, *, before: bool) -> None:
        self._left = count
        self._before = before

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any) -> Any:
            self._left -= 1
            if self._left == -1 and self._before:
                die()
            result = act(*arguments)
            if self._left == -1:
                die()
            return result

        return wrapped


def main(place: str, count: str, url: str, directory: str, contract: str, calls: str) -> None:
    moment, _, what = place.partition("-")
    countdown = Countdown(int(count), before=moment == "before")
    if what == "disk":
        FileOutbox.add = countdown.around(FileOutbox.add)  # type: ignore[method-assign]
    elif what == "send":
        Web3Endpoint.send = countdown.around(Web3Endpoint.send)  # type: ignore[method-assign]
    elif what == "receipt":
        Web3Endpoint.receipts = countdown.around(Web3Endpoint.receipts)  # type: ignore[method-assign]
    signer = PrivateKeySigner(RICH_KEY)
    with connect(url) as connection:
        genesis = bytes.fromhex(connection.request("eth_getBlockByNumber", "0x0", False)["hash"][2:])
        outbox = FileOutbox.open(directory, genesis_hash=genesis, address=signer.address)
        writer = Transactor(Web3Endpoint(connection), signer, {}, outbox=outbox)
        numbers = range(int(calls))
        sent = writer.send_many(
            [call_of(bytes.fromhex(contract), bytes((number,))) for number in numbers],
            gas=100_000,
            limit=4,
            keys=[f"call-{number}" for number in numbers],
        )
        for one in sent:
            assert one.receipt is not None
            print(one.receipt.logs[0].data.hex())


if __name__ == "__main__":
    main(*sys.argv[1:])
