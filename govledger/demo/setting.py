"""Where the demo is played: a chain, its founder, and how time passes there (I/O)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from govledger.connection import Connection, embedded
from govledger.demo.sample import DAY, HOUR
from govledger.errors import DemonstrationFailed
from govledger.model import ActionKind, PolicyTerms
from govledger.plan import POLICIES
from govledger.tx.signing import Signer

PATIENCE_SECONDS = 120.0
"""How much longer than the time itself a chain's time is waited for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A chain that the demo can be played on."""

    chain: Connection
    founder: Signer | bytes
    """The key that deploys the contracts and decides who is admitted."""
    grant_seconds: int = DAY
    """How long the grant lasts whose end is waited for; on a chain that lives by the clock, some blocks."""
    delay_seconds: int | None = None
    """How long decisions of every kind wait; as long as a deployment has it that says nothing else, if None."""
    name: str | None = None
    """The deployment's; on the embedded chain it needs none."""
    deployments: Path = Path("deployments")
    """Where the deployment is kept."""
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    @property
    def policies(self) -> Mapping[ActionKind, PolicyTerms]:
        """What the consortium's decisions need here."""
        if self.delay_seconds is None:
            return POLICIES
        return {kind: replace(terms, delay_seconds=self.delay_seconds) for kind, terms in POLICIES.items()}

    def let_pass(self, seconds: int) -> str:
        """Goes on when so much time, or a little more, has passed on the chain; how much, in words.

        Raises:
            DemonstrationFailed: the chain's time stands still.
        """
        if self.chain.embedded:
            self.chain.advance_time(seconds + HOUR)
            return f"{(seconds + HOUR) // HOUR} hours"
        began = self.chain.now()
        deadline = time.monotonic() + seconds + PATIENCE_SECONDS
        while self.chain.now() <= began + seconds:
            if time.monotonic() > deadline:
                raise DemonstrationFailed(
                    f"the chain's time stands at {self.chain.now()} and was to reach {began + seconds + 1}; "
                    "see whether its validators make blocks"
                )
            self.sleep(0.25)
        return f"{self.chain.now() - began} seconds"


@contextmanager
def inside_this_process() -> Iterator[Setting]:
    """A new chain in this process, gone when the demo is over."""
    with embedded() as chain:
        yield Setting(chain, chain.development_keys[0])
