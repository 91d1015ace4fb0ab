"""What the demo tells: its progress, line by line, and its results. Values, pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from govledger.audit.entry import TrailEntry
from govledger.demo.sample import DAY, HOUR, Party
from govledger.errors import GovledgerError
from govledger.model import BillVerification, ClaimAccount, Mode, Tally


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the demo begins."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Done:
    """Something was done."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was tried and refused, as it should be."""

    attempt: str
    error: GovledgerError

    @property
    def name(self) -> str:
        """The exception's name."""
        return type(self.error).__name__


_UNITS = ((DAY, "day"), (HOUR, "hour"), (1, "second"))

Progress: TypeAlias = "Chapter | Done | Refused"
Show: TypeAlias = "Callable[[Progress], None]"
"""Called with each piece of progress as it happens."""


def duration(seconds: int) -> str:
    """A time as people say it: 3 days."""
    size, name = next((size, name) for size, name in _UNITS if seconds % size == 0)
    count = seconds // size
    return f"{count} {name}" + ("" if count == 1 else "s")


def yuan(fen: int) -> str:
    """An amount as people write it: 9,000.00 yuan."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d} yuan"


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the demo's consortium."""

    party: Party
    name: str
    organisation: int
    public_code: str
    officers: int


@dataclass(frozen=True, slots=True)
class Voted:
    """A decision that was proposed, voted for, and executed after its delay."""

    proposal: int
    what: str
    described: str
    """Its call, as anyone could read it before it ran."""
    tally: Tally
    delay: str
    """How long it waited, in words."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A request that was filed, served and acknowledged."""

    request: int
    grant: int
    mode: Mode
    owner: Party
    grantee: Party
    answer: str
    check: str
    """How the answer was checked; it was found right."""


@dataclass(frozen=True, slots=True)
class SealedAccess:
    """A request that is kept from its subject's view."""

    request: int
    sealer: Party
    disclose_at: int


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """An access in an emergency, without a grant."""

    emergency: int
    accessing: Party
    owner: Party
    inspector: Party
    what: str
    justify_by: int


@dataclass(frozen=True, slots=True)
class BillsOutcome:
    """What became of the bills."""

    number_range: int
    first: int
    count: int
    total_fen: int
    root: bytes
    verified: int
    """Key of the bill that its holder verified."""
    verification: BillVerification
    forgery: BillVerification
    """What the chain said of a copy whose total was raised."""
    taken_back: int
    red_letter: int


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What one payer settled of the claimed bill."""

    party: Party
    settled_fen: int


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What became of the bill that two payers claimed."""

    bill: int
    account: ClaimAccount
    loser: Party
    """Who came second in the race."""
    wanted_fen: int
    """What the loser had wanted."""
    parts: tuple[PaidPart, ...]


@dataclass(frozen=True, slots=True)
class CheckedHead:
    """One contract's running hash, recomputed from the index and equal to the contract's own."""

    contract: str
    events: int
    head: bytes


@dataclass(frozen=True, slots=True)
class SealedViews:
    """How many entries of the trail of the sealed request are shown to whom."""

    auditor: int
    subject: int
    """While it is sealed."""
    disclosed: int
    """To the subject at the date of disclosure."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the index, the trail and their checks showed."""

    blocks: int
    events: int
    last_block: int
    heads: tuple[CheckedHead, ...]
    found_after_edit: str
    """What the same check says of a copy in which one settlement was edited."""
    trail_entries: int
    excerpt: tuple[TrailEntry, ...]
    """The trail of the claimed bill."""
    emergency: tuple[TrailEntry, ...]
    """The trail of the emergency."""
    sealed: SealedViews
    words_searched: int
    """How many names, numbers and diagnoses were looked for."""
    words_found: int
    """How many of them stand in the index or in a transaction."""
    transactions: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a chapter took."""

    title: str
    seconds: float


@dataclass(frozen=True, slots=True)
class DemoResult:
    """All that happened, and where it is kept."""

    directory: Path
    members: tuple[Member, ...]
    voted: tuple[Voted, ...]
    shared: tuple[Shared, ...]
    glass: BrokenGlass
    sealed: SealedAccess
    bills: BillsOutcome
    claim: ClaimOutcome
    refusals: tuple[Refused, ...]
    inspection: Inspection
    timings: tuple[Timing, ...]
    revoked_grant: int
    program: str
    """How the program is called in the commands to try next."""
