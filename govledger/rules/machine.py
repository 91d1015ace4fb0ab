"""The rules of one deployment's contracts joined: events run through them, or name the rule that was broken. Pure.

An event says which call made it. The machine makes that call, as the same account and at the same time, and what comes
out has to be that event and no other. So an event that the rules do not allow (an access without a live grant, a
decision without its votes) is found by the refusal that the contract should have given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from govledger.errors import InputError, Refusal, RuleBroken
from govledger.events import Event
from govledger.events.types import (
    BillRedLettered,
    DecisionExecuted,
    NumbersVoided,
    RangeClosed,
    RangeReturned,
    RangeWrittenOff,
)
from govledger.model import ContractRole
from govledger.privacy.keccak import keccak256
from govledger.rules import (
    access_grants,
    bill_claims,
    bill_ranges,
    consortium,
    data_registry,
    data_requests,
    decisions,
    medical_bills,
)
from govledger.rules.access_grants import AccessGrantsRules, SignedBy
from govledger.rules.bill_claims import BillClaimsRules
from govledger.rules.bill_ranges import NUMBER_LIMIT, BillRangesRules
from govledger.rules.consortium import ConsortiumRules
from govledger.rules.data_registry import DataRegistryRules
from govledger.rules.data_requests import DataRequestsRules
from govledger.rules.decisions import DecisionsRules
from govledger.rules.medical_bills import MedicalBillsRules, RowOf

CONTRACTS: Mapping[str, ModuleType] = {
    "consortium": consortium,
    "decisions": decisions,
    "data_registry": data_registry,
    "access_grants": access_grants,
    "data_requests": data_requests,
    "bill_ranges": bill_ranges,
    "medical_bills": medical_bills,
    "bill_claims": bill_claims,
}
"""The contracts, by key, with the module that holds their rules."""

CLOSING = keccak256(b"closeContract(address,bytes32)")[:4]


@dataclass(frozen=True, slots=True)
class Founding:
    """What the contracts of a deployment were created with."""

    chain_id: int
    deployer: bytes
    addresses: Mapping[str, bytes]
    """By contract key; those of `CONTRACTS`."""
    directory: Sequence[tuple[int, bytes]]
    first_ids: Mapping[str, int]
    """By contract key; of those that give ids, which is all but BillClaims."""
    founder: bytes
    guardian: bytes
    policies: Sequence[tuple[int, int, int]]
    """Threshold, delay and lapse for each kind of action, from ADMISSION to POLICY."""


class Machine:
    """The state of the eight contracts, as the events so far brought it about.

    `rules` holds the rules of each contract, by key, with all that its views say.
    """

    def __init__(
        self,
        founding: Founding,
        head_of: Callable[[bytes], bytes | None] = lambda account: None,
        row_of: RowOf = lambda batch, index: None,
        signed_by: SignedBy = lambda signer, digest, signature: True,
    ) -> None:
        """The contracts as they were created; their first events are still to come.

        Args:
            founding: with what they were created.
            head_of: the running hash of a contract after the events so far; None for one that is not known, whose
                final head is taken from the decision that closes it.
            row_of: the leaf at a place of a batch of bills, where its manifest is known.
            signed_by: judges signatures, which no event shows; the contracts that emitted the events are believed.
        """
        self._head_of = head_of
        self._final_head = bytes(32)
        at, first = founding.addresses, founding.first_ids
        self.consortium = members = ConsortiumRules(
            at["consortium"],
            first["consortium"],
            founding.directory,
            sender=founding.deployer,
            now=0,
            head_of=self._head,
        )
        self.decisions = DecisionsRules(
            at["decisions"],
            members,
            founding.founder,
            founding.guardian,
            first["decisions"],
            founding.policies,
            sender=founding.deployer,
            now=0,
        )
        self.registry, self.grants, self.requests = _sharing(founding, members, signed_by)
        self.ranges, self.bills, self.claims = _billing(founding, members, row_of, signed_by)
        sharing, billing = (self.registry, self.grants, self.requests), (self.ranges, self.bills, self.claims)
        self.rules: Mapping[str, Any] = dict(zip(CONTRACTS, (members, self.decisions, *sharing, *billing), strict=True))
        self._created = deque([*members.created, *self.decisions.created])
        """Events of the contracts' creation that are still to come: a log may end before the last contract stands."""
        self._expected: deque[Event] = deque()
        """Events that a call made so far emits, and that are still to come."""
        self._held: list[Event] = []
        """Events that stand before the one by which their call is known."""

    def run(self, event: Any, now: int) -> None:
        """The next event of the contracts, in the order of their logs.

        Args:
            event: an `Event` of one of `CONTRACTS`.
            now: its block's time, in seconds.

        Raises:
            RuleBroken: the rules do not allow it, or it is not what follows from what was done.
        """
        for coming in (self._expected, self._created):
            if coming:
                self._compare(event, coming.popleft())
                return
        module = CONTRACTS[event.CONTRACT]
        if type(event) in getattr(module, "PRECEDING", ()):
            self._held.append(event)
            return
        produced = self._produced(module, event, now)
        held, self._held = self._held, []
        if len(produced) <= len(held):
            raise RuleBroken(event.NAME, f"the act emits {len(produced)} events, not {len(held) + 1}")
        for seen, allowed in zip((*held, event), produced, strict=False):
            self._compare(seen, allowed)
        self._expected.extend(produced[len(held) + 1 :])

    def run_on(self, event: Any, now: int) -> None:
        """As `run`, of a log in which rules may be broken: after a breach the next event is judged for itself.

        What an act began and did not end is then not waited for any more. An act that is refused changes nothing, one
        whose event says something else is done as the rules have it; so later events may be refused for an earlier
        breach.

        Raises:
            RuleBroken: as `run`.
        """
        awaited = bool(self._expected)
        try:
            self.run(event, now)
        except RuleBroken:
            self._wait_no_more()
            if awaited:
                self._run_alone(event, now)
            raise

    def _run_alone(self, event: Any, now: int) -> None:
        """An event that came in the place of another, as the beginning of an act of its own, if it is one."""
        try:
            self.run(event, now)
        except RuleBroken:
            self._wait_no_more()

    def _wait_no_more(self) -> None:
        self._expected.clear()
        self._held.clear()

    def finish(self) -> None:
        """After the last event: none that had to come is missing.

        Raises:
            RuleBroken: one is missing.
        """
        missing = [*self._held, *self._expected]
        if missing:
            raise RuleBroken(missing[0].NAME, "it begins an act, or belongs to one, of which the rest is missing")

    def _produced(self, module: ModuleType, event: Any, now: int) -> tuple[Event, ...]:
        """What comes out of the call that the event implies."""
        if self.consortium.contract_of(ContractRole.MEDICAL_BILLS) != self.bills.address:
            self._hear_of_issues(event)
        try:
            method, arguments = module.implied_call(event, self._held) if self._held else module.implied_call(event)
        except InputError as problem:
            raise RuleBroken(event.NAME, "no act begins with it, and none before it is without its end") from problem
        if isinstance(event, DecisionExecuted) and event.call[:4] == CLOSING:
            self._final_head = event.call[-32:]
        try:
            produced: tuple[Event, ...] = getattr(self.rules[event.CONTRACT], method)(event.actor, now, *arguments)
        except Refusal as refusal:
            raise RuleBroken(event.NAME, str(refusal), refusal) from refusal
        return produced

    def _hear_of_issues(self, event: Any) -> None:
        """What a successor of MedicalBills took of a range is silent, until an act on the range says what is next."""
        match event:
            case NumbersVoided() | RangeReturned() | RangeClosed():
                self.ranges.hear_of_issues(event.range, event.first)
            case BillRedLettered():
                self.ranges.hear_of_issues(event.range, event.red_bill % NUMBER_LIMIT)
            case RangeWrittenOff():
                self.ranges.hear_of_issues(event.range, self.ranges.get_range(event.range).last + 1)

    def _compare(self, seen: Event, allowed: Event) -> None:
        if seen == allowed:
            return
        if type(seen) is not type(allowed):
            raise RuleBroken(seen.NAME, f"the rules have {allowed.NAME} here")
        different = [
            f"{field.name} is {_shown(getattr(seen, field.name))}, by the rules {_shown(getattr(allowed, field.name))}"
            for field in seen.FIELDS
            if getattr(seen, field.name) != getattr(allowed, field.name)
        ]
        raise RuleBroken(seen.NAME, "; ".join(different))

    def _head(self, account: bytes) -> bytes:
        known = self._head_of(account)
        return self._final_head if known is None else known


def _sharing(
    founding: Founding, members: ConsortiumRules, signed_by: SignedBy
) -> tuple[DataRegistryRules, AccessGrantsRules, DataRequestsRules]:
    """The rules of the contracts by which data is shared, as they were created."""
    at, first = founding.addresses, founding.first_ids
    registry = DataRegistryRules(members, first["data_registry"], address=at["data_registry"])
    grants = AccessGrantsRules(
        members,
        registry,
        first["access_grants"],
        address=at["access_grants"],
        chain_id=founding.chain_id,
        signed_by=signed_by,
    )
    requests = DataRequestsRules(members, grants, registry, first["data_requests"], address=at["data_requests"])
    return registry, grants, requests


def _billing(
    founding: Founding, members: ConsortiumRules, row_of: RowOf, signed_by: SignedBy
) -> tuple[BillRangesRules, MedicalBillsRules, BillClaimsRules]:
    """The rules of the contracts for medical bills, as they were created."""
    at, first = founding.addresses, founding.first_ids
    ranges = BillRangesRules(members, first["bill_ranges"], address=at["bill_ranges"])
    bills = MedicalBillsRules(members, ranges, first["medical_bills"], address=at["medical_bills"], row_of=row_of)
    claims = BillClaimsRules(
        members,
        bills,
        address=at["bill_claims"],
        chain_id=founding.chain_id,
        signed_by=signed_by,
    )
    return ranges, bills, claims


def _shown(value: Any) -> str:
    return f"0x{value.hex()}" if isinstance(value, bytes) else str(value)
