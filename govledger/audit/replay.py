"""Whether what was done keeps the rules: every event, in the chain's order, through a model of the contracts. Pure.

The running hash says that no event is missing and none was edited; this says that each of them was allowed: an access
had its live grant, a decision its votes, a settlement its reservation. What is done by contracts that came in the place
of those of the deployment is not looked at. The manifests of batches show more: `govledger.audit.manifests`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govledger.audit.manifests import Finding, Manifests
from govledger.audit.source import AuditSource, EventAt
from govledger.deployments import Deployment
from govledger.errors import InputError, RuleBroken
from govledger.events import Event
from govledger.events.chain import EMPTY_HEAD, next_head
from govledger.rules.access_grants import SignedBy
from govledger.rules.machine import CONTRACTS, Founding, Machine

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


def replay(source: AuditSource, manifests: Mapping[int, bytes] | None = None) -> Replayed:
    """Run every event of a source through the rules.

    Memory grows with the state of the contracts, and with the bills of the manifests, not with the number of events.

    Args:
        source: the events.
        manifests: of batches of bills, by the batch's id, as many as there are at hand.

    Raises:
        RuleBroken: an event is not allowed; it names the rule, the event and where it stands.
        InputError: the source does not begin with the contracts' creation.
        DocumentUnreadable: a manifest is not a whole number of rows.
        StoreError: the index cannot be read.
    """
    shown = Manifests(manifests or {})
    course = Course(source, shown)
    course.run()
    if found := course.missing():
        raise found[1]
    return Replayed(course.machine, course.judged, tuple(shown.findings), source.last_block)


def whole(source: AuditSource) -> AuditSource:
    """The source, if it begins with the contracts' creation.

    Raises:
        InputError: it does not, so that nobody knows in which state its first event met the contracts.
    """
    if not source.from_creation:
        raise InputError(
            f"blocks {source.first_block} to {source.last_block} do not come with every event since the contracts were "
            f"created in block {source.deployment.first_block}, and from there alone can the rules be asked; take an "
            f"index, or a bundle of everything from block {source.deployment.first_block} on"
        )
    return source


class Course:
    """The events of a source on their way through the rules; it can stop before any transaction."""

    def __init__(
        self,
        source: AuditSource,
        shown: Manifests,
        *,
        signed_by: SignedBy = lambda signer, digest, signature: True,
    ) -> None:
        """Stands before the first event.

        Args:
            source: the events, from the contracts' creation on.
            shown: manifests of batches of bills.
            signed_by: judges signatures, for who asks the machine on the way; no event shows one.

        Raises:
            InputError: the source does not begin with the contracts' creation.
        """
        self._deployment = whole(source).deployment
        self._shown = shown
        self._heads = dict.fromkeys(self._deployment.addresses, EMPTY_HEAD)
        self.machine = Machine(founding(self._deployment), self._heads.get, shown.row_of, signed_by)
        """The state of the contracts after the events so far."""
        self.judged = 0
        """How many events there were."""
        self._events = source.events()
        self._last: EventAt | None = None
        self._next = next(self._events, None)

    def run(self, before: tuple[int, int] | None = None) -> None:
        """Runs the events of the transactions before one; all that are left if None.

        Args:
            before: the transaction's block and its place in it.

        Raises:
            RuleBroken: an event is not allowed.
            DocumentUnreadable: a manifest is not a whole number of rows.
        """
        while (at := self._next) is not None:
            if before is not None and (at.block_number, at.transaction_index) >= before:
                return
            if broken := self._step(at, self.machine.run):
                raise broken

    def walk(self) -> Iterator[tuple[EventAt, RuleBroken | None]]:
        """Runs the events that are left, one by one; each comes with the rule that it breaks, if it breaks one.

        After a breach it goes on as `Machine.run_on` says.

        Raises:
            DocumentUnreadable: a manifest is not a whole number of rows.
        """
        while (at := self._next) is not None:
            yield at, self._step(at, self.machine.run_on)

    def missing(self) -> tuple[EventAt, RuleBroken] | None:
        """After the last event, which comes with what is missing behind it; None if nothing is."""
        try:
            self.machine.finish()
        except RuleBroken as broken:
            assert self._last is not None, "nothing is awaited where nothing was"
            return self._last, _placed(broken, self._last)
        return None

    def _step(self, at: EventAt, judge: Callable[[Event, int], None]) -> RuleBroken | None:
        """Judges the next event, and stands behind it."""
        found = None
        self._shown.see(at.event, (at.block_number, at.log_index))
        try:
            judge(at.event, at.timestamp)
        except RuleBroken as broken:
            found = _placed(broken, at)
        address = self._deployment.address(at.event.CONTRACT)
        self._heads[address] = next_head(self._heads[address], at.digest, at.block_number, at.timestamp)
        self.judged += 1
        self._last, self._next = at, next(self._events, None)
        return found


def _placed(broken: RuleBroken, at: EventAt) -> RuleBroken:
    place = (at.block_number, at.log_index)
    return RuleBroken(broken.event, broken.rule, broken.refusal, place, at.transaction_hash)


def _bytes(value: object) -> bytes:
    return bytes.fromhex(str(value).removeprefix("0x"))
