"""By how much a machine that keeps words warm says too little, metered on the same calls by one that does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

from metering.machine import Machine, Refused
from metering.town import Transacting

from peak.bills import LARGEST_CLAIMABLE_FEN, Holding, drawn_batch
from peak.engine import Engine
from peak.town import HOSPITALS, Claim, Issued, PeakTown

SAMPLE = 256
"""Bills in a batch of the sample. What is warm does not depend on how deep a batch is."""


class MachinesDiffer(Exception):
    """The two machines do not do the same."""


@dataclass(frozen=True, slots=True)
class Warmth:
    """Gas that a transaction costs more on a chain than on the engine, once every part of the engine is warm."""

    issue: int
    """A batch."""
    claims: int
    """A call with claims of any number, beside what their batches cost."""
    batch: int
    """Each batch that a call's claims are of."""
    stale: int
    """A claim that is refused since its payer did not see another one's."""
    exceeding: int
    """A claim that is refused since too little is left."""

    def of_claims(self, batches: int) -> int:
        """A call with claims of so many batches."""
        return self.claims + batches * self.batch


class _Sample:
    """The same acts in the same order on one machine: what each cost.

    Every batch is acted on once before anything counts, and every hospital issues one before.
    """

    def __init__(self, machine: Transacting) -> None:
        self._town = PeakTown(machine, numbers=2 * SAMPLE)
        self._chance = Random("sample")
        self._issued: list[tuple[Issued, Iterator[Holding]]] = []
        for _ in range(2):
            issues = [self._issue(hospital) for hospital in range(HOSPITALS)]
        self._issued = self._issued[-HOSPITALS:]
        every, first = range(HOSPITALS), [0] * HOSPITALS
        self._claim(every)
        late = replace(self._claims(every)[0], payer=1)
        self._town.claim(replace(late, payer=0))
        self.costs = {
            "issue": issues[-1],
            "of all": self._claim(every),
            "of one": self._claim(first),
            "more of one": self._claim(first * 2),
            "stale": self._refused(late),
            "exceeding": self._refused(replace(late, seen_version=2, amount_fen=LARGEST_CLAIMABLE_FEN)),
        }

    def _issue(self, hospital: int) -> int:
        drawn = drawn_batch(self._chance, 0, SAMPLE)
        issued, used = self._town.issue(hospital, drawn.batch)
        self._issued.append((issued, iter(drawn.claimed)))
        return used.gas

    def _claims(self, places: Sequence[int]) -> list[Claim]:
        """One of the next bill of each of these batches."""
        return [
            Claim(self._issued[place][0], next(self._issued[place][1]), 0, 1, self._chance.randbytes(32))
            for place in places
        ]

    def _claim(self, places: Sequence[int]) -> int:
        return self._town.claim_in_bulk(self._claims(places)).gas

    def _refused(self, claim: Claim) -> int:
        """Refused before, too: what it reads is warm."""
        with suppress(Refused):
            self._town.claim(claim)
        try:
            self._town.claim(claim)
        except Refused as refused:
            return refused.gas
        raise MachinesDiffer("a claim was taken that came too late")


def metered_warmth() -> Warmth:
    """Does the same on both machines and compares.

    Raises:
        MachinesDiffer: what they say is not explained by what is warm.
    """
    metered, engine = _Sample(Machine()).costs, _Sample(Engine(lambda *_: None)).costs
    more = {act: gas - engine[act] for act, gas in metered.items()}
    if more["of one"] != more["more of one"]:
        raise MachinesDiffer(f"what is warm depends on how many claims a call has: {more}")
    batch, rest = divmod(more["of all"] - more["of one"], HOSPITALS - 1)
    if rest or min(more.values()) < 0:
        raise MachinesDiffer(f"what is warm depends on more than the batches of a call: {more}")
    return Warmth(
        issue=more["issue"],
        claims=more["of one"] - batch,
        batch=batch,
        stale=more["stale"],
        exceeding=more["exceeding"],
    )
