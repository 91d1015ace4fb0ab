"""Deployments that are killed: `python -m tests.integration.killed_deployment URL`, then one job a line on stdin.

A job is JSON: the directory for deployments, the deployer's first nonce, and the place to die at: a moment (`before`,
`torn`, `after`), what happens there (`begun`, `signed`, `mined`: a line of the journal; `send`, `receipt`; `draft`,
`rename`: of the manifest), and the step. A process is forked for each, which ends itself by SIGKILL there; the signal
that ended it is printed, or 0 if it never came to that place.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from govledger.artifacts import CONTRACTS
from govledger.connection import connect
from govledger.deployer.deploying import deploy_to
from govledger.deployer.folder import Journal
from govledger.deployments import Begun, JournalLine
from govledger.errors import NodeRefused
from govledger.plan import create_address, standard_plan
from govledger.rlp import rlp_decode
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.receipt import Receipt
from govledger.tx.signing import PrivateKeySigner
from tests.integration.conftest import RICH_KEY

STEPS = len(CONTRACTS)


class Place(NamedTuple):
    """Where a run is killed."""

    moment: str
    what: str
    step: int = 0


LINE = ("before", "torn", "after")
PLACES = (
    *(Place(moment, "begun") for moment in LINE),
    *(
        Place(moment, what, step)
        for step in range(STEPS)
        for what, moments in (("signed", LINE), ("send", ("before", "after")), ("receipt", ("after",)), ("mined", LINE))
        for moment in moments
    ),
    *(Place(moment, "draft") for moment in LINE),
    *(Place(moment, "rename") for moment in ("before", "after")),
)
"""In the order in which a run comes to them."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Killer:
    """Ends this process at its place."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def at(self, moment: str, what: str, step: int = 0) -> None:
        if self.place == (moment, what, step):
            die()

    def around(self, what: str, step: int, act: Callable[[], Any]) -> Any:
        """An act of writing, in the middle of which the process may die too."""
        self.at("before", what, step)
        if self.place == ("torn", what, step):
            write = os.write
            os.write = lambda descriptor, content: (write(descriptor, content[: len(content) // 2]), die())[0]
        result = act()
        self.at("after", what, step)
        return result

    def arm(self) -> None:
        """Stand beside everything that a run writes to disk."""
        append, opened, closed, replace = Journal.append, os.open, os.close, os.replace
        draft: set[int] = set()

        def append_or_die(journal: Journal, line: JournalLine) -> None:
            kind = type(line).__name__.lower()
            self.around(kind, 0 if isinstance(line, Begun) else line.step, lambda: append(journal, line))

        def open_or_die(path: Any, *arguments: Any) -> int:
            if not str(path).endswith("manifest.json.tmp"):
                return opened(path, *arguments)
            self.at("before", "draft")
            descriptor = opened(path, *arguments)
            draft.add(descriptor)
            if self.place == ("torn", "draft", 0):
                self.around("draft", 0, lambda: None)
            return descriptor

        def close_or_die(descriptor: int) -> None:
            closed(descriptor)
            if descriptor in draft:
                self.at("after", "draft")

        def replace_or_die(*paths: Any) -> None:
            self.around("rename", 0, lambda: replace(*paths))

        Journal.append = append_or_die  # type: ignore[method-assign]
        os.open, os.close, os.replace = open_or_die, close_or_die, replace_or_die


class KillingEndpoint(Web3Endpoint):
    """A node beside which a killer stands."""

    def __init__(self, url: str, killer: Killer, first_nonce: int, deployer: bytes) -> None:
        super().__init__(connect(url))
        self._killer = killer
        self._first_nonce = first_nonce
        self._steps = {create_address(deployer, first_nonce + step): step for step in range(STEPS)}

    def send(self, raws: Sequence[bytes]) -> list[NodeRefused | None]:
        nonce = rlp_decode(raws[0])[0]
        assert isinstance(nonce, bytes)
        step = int.from_bytes(nonce, "big") - self._first_nonce
        self._killer.at("before", "send", step)
        answers = super().send(raws)
        self._killer.at("after", "send", step)
        return answers

    def receipts(self, hashes: Sequence[bytes]) -> list[Receipt | None]:
        receipts = super().receipts(hashes)
        for receipt in receipts:
            if receipt is not None and receipt.contract_address is not None:
                self._killer.at("after", "receipt", self._steps[receipt.contract_address])
        return receipts


def run(url: str, directory: str, first_nonce: int, place: Place) -> None:
    killer, signer = Killer(place), PrivateKeySigner(RICH_KEY)
    killer.arm()
    endpoint = KillingEndpoint(url, killer, first_nonce, signer.address)
    deploy_to(endpoint, signer, standard_plan(signer.address), name="town", folder=Path(directory) / "town")


def main(url: str) -> None:
    for job in sys.stdin:
        directory, first_nonce, place = json.loads(job)
        child = os.fork()
        if child == 0:
            run(url, directory, first_nonce, Place(*place))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
