"""What the caller of a run decides, and how long a run waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from govledger.errors import GovledgerError
from govledger.plan import ResolvedStep
from govledger.tx.receipt import Receipt
from govledger.tx.sending import Waiting

Report = Callable[[ResolvedStep, Receipt], None]
Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the caller of a run decides."""

    waiting: Waiting = field(default_factory=Waiting)
    """How long to wait without anything moving."""
    fee_limit: int | None = None
    """The most to pay for one gas, in wei."""
    confirmations: int = 0
    """How many blocks have to stand on the last contract's before the run is done."""
    report: Report = lambda _step, _receipt: None
    """Called for each contract when it is in a block, and again when it is in another one."""
    notice: Notice = lambda _text: None
    """Called with a sentence on what is out of the ordinary and was mended."""


class Patience:
    """Waits between two looks at the chain, as long as something moves now and then."""

    def __init__(self, waiting: Waiting) -> None:
        """Begins to wait now."""
        self._waiting = waiting
        self.moved()

    def moved(self) -> None:
        """Something moved: the time begins anew."""
        self._since = self._waiting.clock()
        self._pauses = self._waiting.pauses()

    def pause(self, stuck: GovledgerError) -> None:
        """Wait a little; or raise what the run is stuck with, when nothing moved for too long."""
        if self._waiting.clock() - self._since >= self._waiting.timeout_seconds:
            raise stuck
        self._waiting.sleep(next(self._pauses))
