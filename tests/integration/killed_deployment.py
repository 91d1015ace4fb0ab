"""A deployment that is killed at a place: `python killed_deployment.py URL DIRECTORY PLACE STEP`.

PLACE is `before-send`, `after-send`, `after-receipt` or `before-manifest`; STEP counts from 0.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from govledger.connection import Connection, connect
from govledger.deployer import deploy_to
from govledger.errors import NodeRefused
from govledger.plan import standard_plan
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.receipt import Receipt
from govledger.tx.signing import PrivateKeySigner
from tests.integration.conftest import RICH_KEY


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL was survived")


class KillingEndpoint(Web3Endpoint):
    """A node that ends this process at a place of a step."""

    def __init__(self, connection: Connection, place: str, step: int) -> None:
        super().__init__(connection)
        self._place = place
        self._before = step

    def send(self, raws: Sequence[bytes]) -> list[NodeRefused | None]:
        here = self._before == 0
        self._before -= 1
        if here and self._place == "before-send":
            die()
        answers = super().send(raws)
        if here and self._place == "after-send":
            die()
        return answers

    def receipts(self, hashes: Sequence[bytes]) -> list[Receipt | None]:
        receipts = super().receipts(hashes)
        if self._before < 0 and self._place == "after-receipt" and receipts[0] is not None:
            die()
        return receipts


def main(url: str, directory: str, place: str, step: str) -> None:
    if place == "before-manifest":
        os.replace = die
    signer = PrivateKeySigner(RICH_KEY)
    endpoint = KillingEndpoint(connect(url), place, int(step))
    deploy_to(endpoint, signer, standard_plan(signer.address), name="town", folder=Path(directory) / "town")


if __name__ == "__main__":
    main(*sys.argv[1:])
