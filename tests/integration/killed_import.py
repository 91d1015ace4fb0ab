"""An import that is killed at a place; the arguments are PLACE COUNT URL DEPLOYMENTS KEYS DATA.

PLACE is `before-send`, `after-send`, or `before-rename`, `after-rename` (a file or directory that appears on the disk);
COUNT is how many of them are let through first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from govledger.connection import connect
from govledger.errors import NodeRefused
from govledger.importing.keyring import Keyring
from govledger.importing.run import import_bills
from govledger.importing.tables import read_plan
from govledger.ledger import Ledger
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.signing import PrivateKeySigner
from tests.integration.conftest import RICH_KEY


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL was survived")


class Countdown:
    """Ends the process at the call after so many."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._lock = threading.Lock()

    def is_over(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == -1

    def around(self, act: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            over = self.is_over()
            if over and before:
                die()
            result = act(*arguments, **options)
            if over:
                die()
            return result

        return wrapped


def main(place: str, count: str, url: str, deployments: str, keys: str, data: str) -> None:
    countdown = Countdown(int(count))
    moment, what = place.split("-")
    if what == "send":
        sending: Callable[[Web3Endpoint, Sequence[bytes]], list[NodeRefused | None]] = Web3Endpoint.send
        Web3Endpoint.send = countdown.around(sending, before=moment == "before")  # type: ignore[method-assign]
    else:
        os.rename = countdown.around(os.rename, before=moment == "before")
        os.replace = countdown.around(os.replace, before=moment == "before")
    plan = read_plan(data)
    with (
        connect(url) as connection,
        closing(Ledger.open(Path(deployments) / "town", connection, store=Path(keys) / "index.sqlite")) as ledger,
        Keyring.open(keys, ledger.deployment) as keyring,
    ):
        import_bills(ledger, plan, keyring, lambda: PrivateKeySigner(RICH_KEY))


if __name__ == "__main__":
    main(*sys.argv[1:])
