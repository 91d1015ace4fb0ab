"""Whether what was indexed keeps the rules: every event is run through a model of the contracts, in the chain's order.

The running hash says that no event is missing and none was edited; this says that each of them was allowed: an access
had its live grant, a decision its votes, a settlement its reservation. What is done by contracts that came in the place
of those of the deployment is not looked at. The manifests of batches show more: `govledger.audit.manifests`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from govledger.audit.manifests import Finding, Manifests
from govledger.deployments import Deployment
from govledger.errors import RuleBroken
from govledger.events import EVENTS, Event
from govledger.events.chain import EMPTY_HEAD, next_head
from govledger.index import schema
from govledger.index.store import Store
from govledger.rules.access_grants import SignedBy
from govledger.rules.machine import CONTRACTS, Founding, Machine

DIGEST = schema.POSITION_WIDTH - 1
"""The digest's place in a row."""

_ARGUMENTS = {
    "consortium": ("first_id", "directory"),
    "decisions": ("consortium", "founder", "guardian", "first_id", "policies"),
    "data_registry": ("consortium", "first_id"),
    "access_grants": ("consortium", "registry", "first_id"),
    "data_requests": ("consortium", "grants", "registry", "first_id"),
    "bill_ranges": ("consortium", "first_id"),
    "medical_bills": ("consortium", "ranges", "first_id"),
    "bill_claims": ("consortium", "bills"),
}
"""The constructors' arguments, in their order."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found to be in order."""

    machine: Machine
    """The state of the contracts after the last event."""
    judged: int
    """How many events there were; the rules allow each of them."""
    findings: tuple[Finding, ...]
    """What the contracts could not see, and the manifests show."""
    last_block: int
    """The block up to which it reached."""


def founding(deployment: Deployment) -> Founding:
    """With what a deployment's contracts were created, from its manifest.

    Raises:
        InputError: the deployment lacks one of the contracts.
    """
    given = {
        key: dict(zip(names, deployment.contract(key).arguments, strict=True)) for key, names in _ARGUMENTS.items()
    }
    directory: Any = given["consortium"]["directory"]
    policies: Any = given["decisions"]["policies"]
    return Founding(
        chain_id=deployment.chain_id,
        deployer=deployment.deployer,
        addresses={key: deployment.address(key) for key in CONTRACTS},
        directory=[(int(role), _bytes(account)) for role, account in directory],
        first_ids={key: int(str(values["first_id"])) for key, values in given.items() if "first_id" in values},
        founder=_bytes(given["decisions"]["founder"]),
        guardian=_bytes(given["decisions"]["guardian"]),
        policies=[(int(terms[0]), int(terms[1]), int(terms[2])) for terms in policies],
    )


def replay(
    store: Store,
    deployment: Deployment,
    until_block: int | None = None,
    manifests: Mapping[int, bytes] | None = None,
) -> Replayed:
    """Run every event of an index through the rules, up to a block.

    Memory grows with the state of the contracts, and with the bills of the manifests, not with the number of events.

    Args:
        store: the index; it may be written to meanwhile.
        deployment: the manifest of the contracts that it indexes.
        until_block: the last block that counts; the index's last one if None.
        manifests: of batches of bills, by the batch's id, as many as there are at hand.

    Raises:
        RuleBroken: an event is not allowed; it names the rule, the event and where it stands.
        DocumentUnreadable: a manifest is not a whole number of rows.
        StoreError: the index cannot be read.
    """
    shown = Manifests(manifests or {})
    with store.snapshot() as reader:
        last = reader.last_block() if until_block is None else min(until_block, reader.last_block())
        course = Course(reader, deployment, shown, until_block=last)
        course.run()
        course.machine.finish()
    return Replayed(course.machine, course.judged, tuple(shown.findings), last)


class Course:
    """The events of an index on their way through the rules; it can stop before any transaction."""

    def __init__(
        self,
        reader: Store,
        deployment: Deployment,
        shown: Manifests,
        *,
        until_block: int,
        signed_by: SignedBy = lambda signer, digest, signature: True,
    ) -> None:
        """Stands before the first event.

        Args:
            reader: a snapshot of the index.
            deployment: the manifest of the contracts that it indexes.
            shown: manifests of batches of bills.
            until_block: the last block that counts.
            signed_by: judges signatures, for who asks the machine on the way; no event shows one.
        """
        self._deployment = deployment
        self._shown = shown
        self._heads = dict.fromkeys(deployment.addresses, EMPTY_HEAD)
        self.machine = Machine(founding(deployment), self._heads.get, shown.row_of, signed_by)
        """The state of the contracts after the events so far."""
        self.judged = 0
        """How many events there were."""
        self._time_of = lru_cache(maxsize=1)(lambda number: _time_of(reader, number))
        self._events = _events(reader, until_block)
        self._next = next(self._events, None)

    def run(self, before: tuple[int, int] | None = None) -> None:
        """Runs the events of the transactions before one; all that are left if None.

        Args:
            before: the transaction's block and its place in it.

        Raises:
            RuleBroken: an event is not allowed.
            DocumentUnreadable: a manifest is not a whole number of rows.
        """
        while self._next is not None:
            event, row = self._next
            number, log_index, transaction_index = row[:3]
            if before is not None and (number, transaction_index) >= before:
                return
            now = self._time_of(number)
            self._shown.see(event, (number, log_index))
            _run(self.machine, event, now, (number, log_index))
            self.judged += 1
            address = self._deployment.address(event.CONTRACT)
            self._heads[address] = next_head(self._heads[address], row[DIGEST], number, now)
            self._next = next(self._events, None)


def _time_of(reader: Store, number: int) -> int:
    header = reader.header(number)
    if header is None:
        raise RuleBroken("a block", f"the index holds events of block {number} and not its header")
    return header.timestamp


def _run(machine: Machine, event: Event, now: int, at: tuple[int, int]) -> None:
    try:
        machine.run(event, now)
    except RuleBroken as broken:
        raise RuleBroken(broken.event, broken.rule, broken.refusal, at) from broken


def _events(reader: Store, last: int) -> Iterator[tuple[Event, tuple[Any, ...]]]:
    """All events with their rows, in the order of the chain."""

    def rows(event: type[Event]) -> Iterator[tuple[tuple[int, int], type[Event], tuple[Any, ...]]]:
        query = f"{schema.rows_query(event)} WHERE block_number <= ? ORDER BY block_number, log_index"
        for row in reader.rows(query, (last,)):
            yield (row[0], row[1]), event, row

    for _, event_type, row in heapq.merge(*map(rows, EVENTS), key=lambda found: found[0]):
        yield schema.event_of_row(event_type, row[schema.POSITION_WIDTH :]), row


def _bytes(value: object) -> bytes:
    return bytes.fromhex(str(value).removeprefix("0x"))
