"""The replay: bills are issued as time goes by, payers claim them in bulk calls, rivals come too late, blocks fill up.

A block is sealed every `BLOCK_SECONDS` and holds `BLOCK_GAS`. What payers have to claim goes into it if it fits; the
rest waits for the next one, also after the time is over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter, process_time

from metering.machine import STARTED_AT, Refused
from throughput.chain_share import BATCH_BILLS, BLOCK_GAS, BLOCK_SECONDS, Demand

from govledger.errors import Refusal
from govledger.refusals import BY_SELECTOR, BulkCallFailed, ClaimCapacityExceeded, ClaimVersionStale
from peak.bills import Holding, drawn_batch
from peak.engine import Engine
from peak.journal import InvariantBroken, Journal
from peak.outcome import CALLS, Outcome, Tally
from peak.town import HOSPITALS, PAYERS, Claim, Issued, PeakTown
from peak.warmth import Warmth

RIVAL_EVERY = 50
"""Of so many claims one is tried by another payer too, which comes too late."""
OVERLAP_BLOCKS = 12
"""Of so many blocks one has a bulk call with a bill in it that another payer claimed meanwhile."""
CALL_GAS = 100_000
"""What a bulk call costs beside its claims, at most."""
SEEN = 2
"""A bill's version once it was opened and settled."""


class UnexpectedOutcome(Exception):
    """A call was taken that had to be refused, refused that had to be taken, or refused with another error."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A claim that has to be refused."""

    claim: Claim
    expected: Refusal
    warmth: int


class Replay:
    """A province's peak, for some time. Run it once.

    Args:
        demand: whole blocks, with as many claims in each, and tens of bills of which three are claimed.
        warmth: what the engine says too little.
        seed: of what is drawn: the same one gives the same bills and claims.
    """

    def __init__(self, demand: Demand, warmth: Warmth, seed: str = "peak") -> None:
        self.journal = Journal()
        batches = -(-demand.bills // BATCH_BILLS)
        self._engine = Engine(self.journal.keep)
        self.town = PeakTown(self._engine, numbers=-(-batches // HOSPITALS) * BATCH_BILLS)
        self._demand = demand
        self._blocks = demand.seconds // BLOCK_SECONDS
        self._warmth = warmth
        self._chance = Random(seed)
        self._tally = Tally()
        self._pool: list[tuple[Issued, Holding]] = []
        self._queues: list[deque[tuple[int, Claim]]] = [deque() for _ in range(PAYERS)]
        self._last: list[Claim | None] = [None] * PAYERS
        self._rivals: list[Rival] = []
        self._numbers = self._next_numbers()

    def run(self) -> Outcome:
        """Replays the time block by block, waits until everything is claimed, and checks.

        Raises:
            UnexpectedOutcome: a call went otherwise than it had to.
            InvariantBroken: contracts and logs differ, or a bill is overdrawn.
        """
        began, processor = perf_counter(), process_time()
        block = 0
        while block < self._blocks or any(self._queues) or self._rivals:
            self._seal(block)
            block += 1
        self.check()
        tally = self._tally
        return Outcome(
            bills=tally.bills,
            batches=tally.batches,
            claims=len(tally.paid),
            refused=dict(tally.refused),
            blocks=block,
            waited=tally.waited,
            gas=tally.gas,
            gas_refused=tally.gas_refused,
            share=tally.gas / (self._blocks * BLOCK_GAS),
            seconds=perf_counter() - began,
            cpu_seconds=process_time() - processor,
        )

    def check(self) -> None:
        """Compares the contracts, their logs and what was sent.

        Raises:
            InvariantBroken: they differ, or a bill is overdrawn.
        """
        tally = self._tally
        self.journal.check(self.town, {key: contract.address for key, contract in self.town.contracts.items()})
        told = {bill: (known.settled_fen, known.settlements) for bill, known in self.journal.bills.items()}
        if told != {bill: (amount_fen, 1) for bill, amount_fen in tally.paid.items()}:
            raise InvariantBroken("the events tell of other settlements than were sent")
        used = sum(self._next_numbers()) - sum(self._numbers)
        if not used == self.journal.issued == tally.bills:
            raise InvariantBroken(f"{tally.bills} bills were sent, {self.journal.issued} issued, {used} numbers used")

    # --- a block ---

    def _seal(self, block: int) -> None:
        """Batches first, then who comes too late, then what the payers have, each in turn the first."""
        self._engine.open_block(block + 2, STARTED_AT + (block + 1) * BLOCK_SECONDS)
        self._tally.block_gas = 0
        self._issue_due(block)
        rivals, self._rivals = self._rivals, []
        for rival in rivals:
            self._lose(rival)
        if block < self._blocks:
            self._arrive(block)
        for place in range(PAYERS):
            self._claim_waiting(block, (block + place) % PAYERS)
        if self._tally.block_gas > BLOCK_GAS:
            raise UnexpectedOutcome(f"block {block} holds {self._tally.block_gas} gas")

    def _issue_due(self, block: int) -> None:
        """Batches whose bills are there; each hospital begins with one whose bills are of the time before."""
        due = block * self._demand.bills // self._blocks + HOSPITALS * BATCH_BILLS
        while (first := self._tally.bills) < self._demand.bills and first + BATCH_BILLS <= due:
            drawn = drawn_batch(self._chance, first, min(BATCH_BILLS, self._demand.bills - first))
            issued, used = self.town.issue(self._tally.batches % HOSPITALS, drawn.batch)
            self._pool += [(issued, holding) for holding in drawn.claimed]
            self._tally.batches += 1
            self._tally.bills += len(drawn.batch)
            self._tally.spend(used.gas + self._warmth.issue)

    def _arrive(self, block: int) -> None:
        """What payers come to claim in the time of a block: bills of all batches, in no order."""
        for _ in range(self._demand.claims // self._blocks):
            place = self._chance.randrange(len(self._pool))
            self._pool[place], self._pool[-1] = self._pool[-1], self._pool[place]
            issued, holding = self._pool.pop()
            payer, amount_fen = self._chance.randrange(PAYERS), self._chance.randint(1, holding.claimable_fen)
            claim = Claim(issued, holding, payer, amount_fen, self._chance.randbytes(32))
            self._queues[payer].append((block, claim))

    # --- claims ---

    def _claim_waiting(self, block: int, payer: int) -> None:
        """One bulk call of what a payer has, if the block has room for it."""
        queue = self._queues[payer]
        size = min(len(queue), CALLS)
        if not size or not self._fits(size):
            return
        claims = [queue[place][1] for place in range(size)]
        taken = self._last[(payer + 1) % PAYERS]
        if taken and block % OVERLAP_BLOCKS == OVERLAP_BLOCKS // 2 and payer == block // OVERLAP_BLOCKS % PAYERS:
            self._fail([*claims[: size // 2], self._rival(taken), *claims[size // 2 + 1 :]], size // 2)
            if not self._fits(size):
                return
        gas = self.town.claim_in_bulk(claims).gas + self._warmth.of_claims(_batches(claims))
        self._tally.spend_on_claims(gas, size)
        for claim in claims:
            self._tally.waited = max(self._tally.waited, block - queue.popleft()[0])
            self._book(claim)
        self._last[payer] = claims[-1]

    def _fits(self, size: int) -> bool:
        return self._tally.block_gas + CALL_GAS + size * self._tally.each <= BLOCK_GAS

    def _book(self, claim: Claim) -> None:
        """Takes down what was paid; at times a rival comes, who knows of it or does not."""
        self._tally.paid[claim.bill] = claim.amount_fen
        made, rival = len(self._tally.paid), self._rival(claim)
        if made % (2 * RIVAL_EVERY) == 0:
            left = claim.holding.claimable_fen - claim.amount_fen
            rival = replace(rival, seen_version=SEEN, amount_fen=left + 1)
            expected = ClaimCapacityExceeded(claim.bill, left + 1, left, SEEN)
            self._rivals.append(Rival(rival, expected, self._warmth.exceeding))
        elif made % RIVAL_EVERY == 0:
            self._rivals.append(Rival(rival, ClaimVersionStale(claim.bill, 0, SEEN), self._warmth.stale))

    def _rival(self, claim: Claim) -> Claim:
        """The same bill, claimed by another payer who has its subject's consent, and does not know of the first."""
        return replace(claim, payer=(claim.payer + PAYERS - 1) % PAYERS, tag=self._chance.randbytes(32))

    # --- refusals ---

    def _lose(self, rival: Rival) -> None:
        """Has a claim refused that comes too late."""
        try:
            self.town.claim(rival.claim)
        except Refused as refused:
            self._require(refused, rival.expected)
            self._tally.spend_in_vain(refused.gas + rival.warmth, type(rival.expected).__name__)
        else:
            raise UnexpectedOutcome(f"bill {rival.claim.bill} was claimed again")

    def _fail(self, claims: Sequence[Claim], place: int) -> None:
        """Has a bulk call refused of which one claim comes too late: it names that one, and none is made."""
        try:
            self.town.claim_in_bulk(claims)
        except Refused as refused:
            self._require(refused, ClaimVersionStale(claims[place].bill, 0, SEEN), place)
            gas = refused.gas + self._warmth.of_claims(_batches(claims[: place + 1]))
            self._tally.spend_in_vain(gas, BulkCallFailed.__name__)
        else:
            raise UnexpectedOutcome(f"bill {claims[place].bill} was claimed again, in a bulk call")

    def _require(self, refused: Refused, expected: Refusal, place: int | None = None) -> None:
        """Of a bulk call, `place` is what it has to name."""
        found = BY_SELECTOR[refused.data[:4]].from_data(refused.data)
        if isinstance(found, BulkCallFailed) and found.index == place:
            found = BY_SELECTOR[found.reason[:4]].from_data(found.reason)
        if (type(found), found.args) != (type(expected), expected.args):
            raise UnexpectedOutcome(f"refused with {found!r}, not {expected!r}")

    def _next_numbers(self) -> list[int]:
        return [self.town.next_number(hospital) for hospital in range(HOSPITALS)]


def _batches(claims: Sequence[Claim]) -> int:
    return len({claim.issued.id for claim in claims})
