"""Random calls of every function of all contracts, valid and invalid: the laws hold after each of them.

- The head of every contract is the hash recomputed from its logs.
- The events of every object carry 1, 2, 3 … up to the version that the contract stores.
- A refused call changes nothing; every refusal is one of the custom errors.
- The events alone rebuild every stored object and every word that reports wrote silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from eth_keys import keys

from govledger import refusals
from govledger.artifacts import CONTRACTS, load
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.model import (
    Mode,
    OrganisationKind,
    ProposalStatus,
    RangeStatus,
    RequestStatus,
    Role,
    WindowStatus,
    to_bits,
)
from tests.contracts.harness import DAY, START, VIEWS, Contract, account, event_of, role_of, word
from tests.contracts.replay import check_state
from tests.contracts.world import (
    CODE,
    FOUNDER,
    GUARDIAN,
    NO_OPENING,
    STRANGER,
    Batch,
    Bill,
    BillOpening,
    ClaimAccess,
    GlassTerms,
    GrantTerms,
    Organisation,
    RecordBatch,
    RecordOpening,
    RequestTerms,
    ResourceTerms,
    WindowTerms,
    World,
    draft,
    fresh,
)

SEQUENCES, CALLS = 16, 500
PENDING = (ProposalStatus.OPEN, ProposalStatus.QUEUED)
WAITING = (RequestStatus.SUBMITTED, RequestStatus.APPROVED)
KINDS = ("resource", "record", "grant", "request", "emergency", "window", "range")
YEAR = 365 * DAY


def address_of(key: bytes) -> bytes:
    """The account of a private key."""
    return keys.PrivateKey(key).public_key.to_canonical_address()


@cache
def _world() -> World:
    return World()


class Watch:
    """Checks the laws after every call, from where it last stood."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.read = 0
        self.heads: dict[bytes, bytes] = {}
        self.versions: dict[tuple[bytes, str, Any], int] = {}
        self.look()

    def look(self) -> None:
        contracts = {contract.address: contract for contract in self.world.contracts}
        for log in self.world.chain.logs[self.read :]:
            digest = log_digest(log.topics, log.data)
            before = self.heads.get(log.address, EMPTY_HEAD)
            self.heads[log.address] = next_head(before, digest, log.block_number, log.block_timestamp)
            self._versions(contracts[log.address], event_of(log.topics, log.data))
        self.read = len(self.world.chain.logs)
        for address, contract in contracts.items():
            assert contract.head() == self.heads.get(address, EMPTY_HEAD)

    def _versions(self, contract: Contract, event: Any) -> None:
        written = []
        for reference in event.OBJECTS:
            identity, version = getattr(event, reference.id_field), getattr(event, reference.version_field)
            if version == 0:
                assert not int.from_bytes(identity, "big")
                continue
            key = (contract.address, reference.kind, identity)
            assert version == self.versions.get(key, 0) + 1
            self.versions[key] = version
            written.append((reference.kind, identity))
        for kind, identity in written:
            view = "getClaim" if (kind, contract.key) == ("bill", "bill_claims") else VIEWS[kind][1]
            stored = contract.read(view, identity)
            assert getattr(stored, "version", stored) >= self.versions[contract.address, kind, identity]


class Sequence:
    """A random sequence of calls by random callers with arguments that are right more often than not."""

    def __init__(self, world: World, seed: int, outcomes: Counter[tuple[str, str, str]]) -> None:
        self.world = world
        self.random = Random(seed)
        self.outcomes = outcomes
        self.counter = 0
        self.claims: list[Contract] = [world.claims]
        self.requests: list[Contract] = [world.requests]
        self.ids: dict[str, list[int]] = {kind: [] for kind in KINDS}
        self.terms: dict[int, RequestTerms] = {}
        self.bills: list[Bill] = []
        self.suspended: list[int] = []
        self.officers: list[int] = []
        self.payers = [world.insurer, world.employer, world.charity]
        for payer in self.payers:
            world.second_claims_officer(payer)
        self.departments = [world.tax, world.civil]
        self.endorsements: list[int] = []
        self.proposals: dict[int, tuple[bytes, bytes]] = {}
        self.watch = Watch(world)
        self.points = {unit: world.issuer_at(unit) for unit in (0, 7, 8)}
        self.voids: list[tuple[int, int]] = []
        self.frozen: list[int] = []
        self.ids["range"].append(world.range(300))
        self.ids["resource"].append(world.resource())
        self.record_batches: list[RecordBatch] = []
        self.drafts: list[bytes] = []
        self.signers = {who.id: word(f"key of {who.name}") for who in self.departments}
        for organisation, key in self.signers.items():
            world.appoint(organisation, address_of(key), {Role.GRANTOR})
        for approver in (world.hospital, world.insurer):
            world.appoint(approver.id, approver.grantor, {Role.GRANTOR})

    def run(self, calls: int) -> None:
        for _ in range(calls):
            acts, weights = zip(*_ACTS.items(), strict=True)
            self.random.choices(acts, weights)[0](self)
            self.watch.look()
            if self.random.random() < 0.2:
                self.world.chain.move(self.random.choice([0, 1, 60, 3600, DAY]))
            self.world.chain.block_number += self.random.choice([0, 0, 1, 50])

    # --- one call ---

    def call(self, contract: Contract, function: str, *args: Any, sender: bytes) -> Any:
        """What the call returned, or None if it was refused, which must be by a custom error and without a trace."""
        if self.random.random() < 0.04:
            sender = self.random.choice([STRANGER, FOUNDER, self.world.tax.administrator, self.world.hospital.issuer])
        logs = len(self.world.chain.logs)
        try:
            events = contract.call(function, *args, sender=sender)
        except refusals.ContractRefusal as refusal:
            self.outcomes[contract.key, function, type(refusal).__name__] += 1
            assert len(self.world.chain.logs) == logs
            return None
        self.outcomes[contract.key, function, "done"] += 1
        assert {event.CONTRACT for event in events} == {contract.key}
        return events.returned if events.returned is not None else True

    def decide(self, function: str, *args: Any) -> Any:
        call = self.world.consortium.calldata(function, *args)
        sender = FOUNDER if self.random.random() < 0.95 else STRANGER
        try:
            events = self.world.decisions.call("decide", self.world.consortium.address, call, sender=sender)
        except refusals.ContractRefusal as refusal:
            self.outcomes["consortium", function, type(refusal).__name__] += 1
            return None
        assert [event.CONTRACT for event in events] == ["decisions", "consortium"]
        self.outcomes["consortium", function, "done"] += 1
        self.outcomes["decisions", "decide", "done"] += 1
        return events.returned[1]

    # --- choices ---

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def new(self) -> int:
        self.counter += 1
        return self.counter

    def one(self, kind: str) -> int:
        """An id of that kind, or one that there is not."""
        known = self.ids[kind]
        return self.random.choice(known) if known and self.maybe(0.95) else self.random.choice([0, 999])

    def seen(self, contract: Contract, view: str, identity: Any) -> int:
        version: int = contract.read(view, identity).version
        return max(0, version + (self.random.choice([-1, 1]) if self.maybe(0.1) else 0))

    def department(self) -> Organisation:
        return self.random.choice(self.departments)

    def until(self, *ahead: int) -> int:
        return self.world.chain.now + self.random.choice(ahead)

    def bits(self, right: int, width: int) -> int:
        return right if self.maybe(0.9) else self.random.getrandbits(width)

    # --- Consortium ---

    def admit(self) -> None:
        code = word(f"organisation {self.random.randint(0, 30)}").hex().upper()[:18].encode()
        self.decide("admitOrganisation", code if self.maybe(0.95) else bytes(18), self.bits(1, 10), self.maybe(0.5))

    def _organisation(self) -> int:
        return self.random.randint(1, 9)

    def amend_organisation(self) -> None:
        organisation = self.random.choice([1, 2, 3, 9, 10, 11])
        seen = self.seen(self.world.consortium, "getOrganisation", organisation)
        kinds = self.random.choice([to_bits(OrganisationKind), 1, 2, 1 << 12, 0])
        self.decide("amendOrganisation", organisation, seen, kinds, self.maybe(0.8))

    def end(self) -> None:
        """One of those admitted here ends, so that the others keep their place; its heir is anyone."""
        organisation, heir = self.random.choice([9, 10, 11, 12]), self.random.randint(1, 12)
        seen = self.seen(self.world.consortium, "getOrganisation", organisation)
        self.decide(self.random.choice(["mergeOrganisation", "dissolveOrganisation"]), organisation, seen, heir)

    def suspend(self) -> None:
        organisation = self._organisation()
        seen = self.seen(self.world.consortium, "getOrganisation", organisation)
        self.decide("suspendOrganisation", organisation, seen, self.random.randint(0, 3))
        self.suspended.append(organisation)

    def reinstate(self) -> None:
        organisation = self.suspended.pop(0) if self.suspended else self._organisation()
        seen = self.seen(self.world.consortium, "getOrganisation", organisation)
        self.decide("reinstateOrganisation", organisation, seen)

    def appoint(self) -> None:
        roles = self.bits(to_bits({Role.REGISTRAR, Role.ISSUER}), 12)
        who = account(f"officer {self.random.randint(0, 9)}")
        start = self.until(-DAY, 0, DAY)
        terms = (
            who,
            roles,
            self.random.randint(0, 9),
            start,
            start + self.random.choice([0, YEAR, YEAR, YEAR]),
        )
        organisation = self.department().id if self.maybe(0.5) else self._organisation()
        officer = self._administer(organisation, "appointOfficer", organisation, *terms)
        if officer:
            self.officers.append(officer)

    def _administer(self, organisation: int, function: str, *args: Any) -> Any:
        """By decision, or by the administrator, whom the second one endorses where the rule asks for it."""
        if self.maybe(0.25):
            return self.decide(function, *args)
        consortium = self.world.consortium
        sender = self.world.administrators.get(organisation, STRANGER)
        second = account(f"second of {organisation}")
        if consortium.read("getAdministration", organisation).needed == 2 and self.maybe(0.9):
            self.call(consortium, "endorse", consortium.calldata(function, *args), sender=second)
        return self.call(consortium, function, *args, sender=sender)

    def _officer(self, frozen: bool = False) -> int:
        """One of those appointed here, so that the others keep their place; in office more often than not."""
        consortium, now = self.world.consortium, self.world.chain.now
        known = [item for item in self.officers if now < consortium.read("getOfficer", item).valid_until]
        if frozen:
            accounts = {item: consortium.read("accountOf", item) for item in known}
            known = [item for item in known if now < consortium.read("getBinding", accounts[item]).frozen_until]
        return self.random.choice(known if known and self.maybe(0.9) else [999, *self.officers])

    def _on_officer(self, function: str, *args: Any, frozen: bool = False) -> None:
        officer = self._officer(frozen)
        stored = self.world.consortium.read("getOfficer", officer)
        seen = self.seen(self.world.consortium, "getOfficer", officer)
        self._administer(stored.organisation, function, officer, seen, *args)

    def rotate(self) -> None:
        self._on_officer("rotateKey", account(f"key {self.new()}"))

    def freeze(self) -> None:
        officer = self._officer()
        organisation = self.world.consortium.read("getOfficer", officer).organisation
        sender = self.world.administrators.get(organisation, STRANGER)
        self.call(self.world.consortium, "freezeOfficer", officer, sender=sender)

    def confirm_freeze(self) -> None:
        self._on_officer("confirmFreeze", frozen=self.maybe(0.9))

    def thaw(self) -> None:
        self._on_officer("thawOfficer", frozen=self.maybe(0.9))

    def set_rule(self) -> None:
        """Of a department that got a second administrator, who endorses the way back to one."""
        consortium = self.world.consortium
        own = self.department()
        second = account(f"second of {own.id}")
        if not consortium.read("officerOf", second):
            terms = (own.id, second, 1 << Role.ADMINISTRATOR, 0, START, self.world.chain.now + YEAR)
            self.call(consortium, "appointOfficer", *terms, sender=own.administrator)
        rule = consortium.read("getAdministration", own.id)
        version = max(0, rule.version + (self.random.choice([-1, 1]) if self.maybe(0.1) else 0))
        needed = (1 if rule.needed == 2 else 2) if self.maybe(0.9) else self.random.randint(0, 3)
        if rule.needed == 2:
            call = consortium.calldata("setAdministratorRule", needed, version)
            self.call(consortium, "endorse", call, sender=second)
        self.call(consortium, "setAdministratorRule", needed, version, sender=own.administrator)

    def endorse(self) -> None:
        call = self.world.consortium.calldata("freezeOfficer", self.random.randint(0, 3))
        sender = self.department().administrator if self.maybe(0.9) else STRANGER
        endorsement = self.call(self.world.consortium, "endorse", call, sender=sender)
        if endorsement:
            self.endorsements.append(endorsement)

    def withdraw_endorsement(self) -> None:
        """Mostly of the last one, which may hold still."""
        if self.maybe(0.5):
            self.endorse()
        endorsement = self.random.choice([*self.endorsements[-1:] * 3, *self.endorsements] or [0])
        consortium = self.world.consortium
        own = consortium.read("accountOf", consortium.read("getEndorsement", endorsement).officer)
        sender = own if any(own) and self.maybe(0.8) else self.department().administrator
        self.call(consortium, "withdrawEndorsement", endorsement, sender=sender)

    def pause(self) -> None:
        contract = self.random.choice([*self.claims, self.world.ranges, self.world.decisions])
        self.decide("pauseContract", contract.address, self.until(-1, 60, 3600, DAY))

    def resume(self) -> None:
        contract = self.random.choice([*self.claims, self.world.ranges])
        self.decide("resumeContract", contract.address)

    # --- Decisions ---

    def propose(self) -> None:
        world = self.world
        organisation = self.random.randint(1, 9)
        seen = self.seen(world.consortium, "getOrganisation", organisation)
        chosen = self.random.choice(["admit", "admit", "guardian", "policy", "suspend", "resume", "nothing"])
        target, call = {
            "admit": (world.consortium, ("admitOrganisation", f"PROPOSED{self.new():010d}".encode(), 1, False)),
            "suspend": (world.consortium, ("reinstateOrganisation", organisation, seen)),
            "resume": (world.consortium, ("resumeContract", world.ranges.address)),
            "guardian": (world.decisions, ("appointGuardian", account(f"guardian {self.random.randint(0, 2)}"))),
            "policy": (world.decisions, ("changePolicy", 6, (6000, self.random.randint(0, 9), 30 * DAY))),
            "nothing": (world.consortium, ("head",)),
        }[chosen]
        data = target.calldata(*call)  # type: ignore[arg-type]
        sender = self.random.choice(world.members).administrator
        proposal = self.call(world.decisions, "propose", target.address, data, sender=sender)
        if proposal:
            self.proposals[proposal] = (target.address, data)

    def _proposal(self) -> int:
        known = list(self.proposals)[-5:]
        pending = [item for item in known if self.world.decisions.read("getProposal", item).status in PENDING]
        if pending and self.maybe(0.85):
            return self.random.choice(pending[-2:])
        return self.random.choice(known) if known and self.maybe(0.9) else 99_999

    def vote(self) -> None:
        proposal = self._proposal()
        for member in self.random.sample(self.world.members, 4 if proposal in self.proposals else 1):
            self.call(self.world.decisions, "vote", proposal, sender=member.administrator)

    def withdraw_vote(self) -> None:
        sender = self.random.choice(self.world.members).administrator
        self.call(self.world.decisions, "withdrawVote", self._proposal(), sender=sender)

    def queue(self) -> None:
        self.call(self.world.decisions, "queue", self._proposal(), sender=STRANGER)

    def execute(self) -> None:
        proposal = self._proposal()
        if self.maybe(0.5):
            for member in self.world.members:
                self.call(self.world.decisions, "vote", proposal, sender=member.administrator)
            self.call(self.world.decisions, "queue", proposal, sender=STRANGER)
            self.world.chain.move(3 * DAY)
        target, call = self.proposals.get(proposal, (self.world.consortium.address, b""))
        self._through_decisions("execute", proposal, target, call, sender=STRANGER)

    def cancel(self) -> None:
        proposal = self._proposal()
        proposer = self.world.decisions.read("getProposal", proposal).proposer
        right = self.world.administrators.get(proposer, GUARDIAN)
        sender = right if self.maybe(0.5) else self.random.choice([GUARDIAN, self.world.finance.administrator])
        self.call(self.world.decisions, "cancelProposal", proposal, sender=sender)

    def guard(self) -> None:
        guardian = self.world.decisions.read("guardian")
        sender = guardian if any(guardian) else STRANGER
        if self.maybe(0.5):
            self._through_decisions("freezeOfficer", self._officer(), sender=sender)
        else:
            contract = self.random.choice([*self.claims, self.world.decisions])
            self._through_decisions("stopContract", contract.address, sender=sender)
            self.decide("resumeContract", contract.address)

    def decide_about_decisions(self) -> None:
        successor = account(f"guardian {self.random.randint(0, 2)}")
        function, args = self.random.choice(
            [
                ("appointGuardian", (successor if self.maybe(0.8) else bytes(20),)),
                ("removeGuardian", ()),
                ("changePolicy", (self.random.randint(0, 8), (7000, self.random.randint(0, 9), 30 * DAY))),
            ]
        )
        call = self.world.decisions.calldata(function, *args)
        try:
            self.world.decisions.call("decide", self.world.decisions.address, call, sender=FOUNDER)
        except refusals.ContractRefusal as refusal:
            self.outcomes["decisions", function, type(refusal).__name__] += 1
        else:
            self.outcomes["decisions", function, "done"] += 1

    def _through_decisions(self, function: str, *args: Any, sender: bytes) -> None:
        """A call of Decisions that goes on to call another contract."""
        try:
            self.world.decisions.call(function, *args, sender=sender)
        except refusals.ContractRefusal as refusal:
            self.outcomes["decisions", function, type(refusal).__name__] += 1
            if function == "stopContract":
                self.outcomes["consortium", function, type(refusal).__name__] += 1
        else:
            self.outcomes["decisions", function, "done"] += 1
            if function == "stopContract":
                self.outcomes["consortium", function, "done"] += 1

    def hand_over(self) -> None:
        """Tried, and undone: else the founder's decisions would end with it."""
        checkpoint = self.world.chain.checkpoint()
        for member in self.world.members[: self.random.choice([0, 8])]:
            self.call(
                self.world.consortium,
                *("appointOfficer", member.id, account(f"{member.name} one more"), 1 << Role.ADMINISTRATOR, 0, START),
                self.world.chain.now + DAY,
                sender=member.administrator,
            )
        self.call(self.world.decisions, "handOver", sender=FOUNDER)
        self.world.chain.go_back(checkpoint)

    def amend(self) -> None:
        roles = self.bits(1 << Role.GRANTOR, 12)
        self._on_officer(
            "amendOfficer", roles, self.random.randint(0, 9), self.until(-DAY, 0), self.until(0, DAY, YEAR)
        )

    def dismiss(self) -> None:
        self._on_officer("dismissOfficer")

    def replace_a_contract(self) -> None:
        """Requests or claims, by a successor whose ids go on elsewhere."""
        world = self.world
        if self.maybe(0.2):
            self.decide("listContract", self.random.randint(0, 7), world.claims.address)
            return
        if self.maybe(0.5):
            addresses = (world.consortium.address, world.grants.address, world.registry.address)
            successor = world.deploy("data_requests", *addresses, 10_000 * self.new())
            self.requests.append(successor)
        else:
            successor = world.deploy("bill_claims", world.consortium.address, world.bills.address)
            self.claims.append(successor)
        self.decide("listContract", role_of(successor.key), successor.address)

    def close_a_contract(self) -> None:
        replaced = [*self.claims[:-1], *self.requests[:-1]]
        contract = self.random.choice(
            replaced if replaced and self.maybe(0.8) else [self.claims[-1], self.requests[-1]]
        )
        head = contract.head() if self.maybe(0.9) else word("another head")
        self.decide("closeContract", contract.address, head)

    # --- data ---

    def register_resource(self) -> None:
        terms = self._resource_terms()
        resource = self.call(self.world.registry, "registerResource", terms, sender=self.department().registrar)
        if resource:
            self.ids["resource"].append(resource)

    def _resource_terms(self) -> ResourceTerms:
        terms = ResourceTerms(
            word(self.new()), self.random.randint(0, 9), self.random.randint(0, 1), self.bits(to_bits(Mode), 5)
        )
        if self.maybe(0.3):
            approvers = (self.world.hospital.id, self.world.insurer.id if self.maybe(0.5) else 0, 0, 0)
            most = 2 if approvers[1] else 1
            detail = self.random.randint(1, most)
            terms = terms._replace(
                sensitivity=self.random.randint(0, 3),
                approvers=approvers if self.maybe(0.95) else (0, 3, 3, 0),
                approvals=self.random.randint(0, detail) if self.maybe(0.95) else 3,
                detail_approvals=detail,
            )
        return terms._replace(schema=bytes(32)) if self.maybe(0.05) else terms

    def amend_resource(self) -> None:
        resource = self.one("resource")
        seen = self.seen(self.world.registry, "getResource", resource)
        terms = self._resource_terms()
        self.call(self.world.registry, "amendResource", resource, seen, terms, sender=self._owner(resource).registrar)

    def retire_resource(self) -> None:
        resource = self.one("resource")
        seen = self.seen(self.world.registry, "getResource", resource)
        self.call(self.world.registry, "retireResource", resource, seen, 1, sender=self._owner(resource).registrar)

    def _owner(self, resource: int) -> Organisation:
        owner = self.world.registry.read("getResource", resource).owner
        right = next((who for who in self.departments if who.id == owner), self.world.tax)
        return right if self.maybe(0.95) else self.department()

    def register_record(self) -> None:
        resource = self.one("resource")
        commitment = word(self.new()) if self.maybe(0.97) else bytes(32)
        sender = self._owner(resource).registrar
        record = self.call(self.world.registry, "registerRecord", resource, commitment, sender=sender)
        if record:
            self.ids["record"].append(record)

    def register_record_batch(self) -> None:
        resource = self.one("resource")
        batch = RecordBatch([word(self.new()) for _ in range(self.random.randint(1, 6))])
        args = (resource, len(batch) if self.maybe(0.95) else 0, batch.root if self.maybe(0.97) else bytes(32))
        record = self.call(self.world.registry, "registerRecordBatch", *args, sender=self._owner(resource).registrar)
        if record:
            batch.id = record
            self.ids["record"].append(record)
            self.record_batches.append(batch)

    def _record(self) -> tuple[int, int, RecordOpening, bytes]:
        """A record, a batch or an item; its version, opening, and who may change it."""
        record, opening = self.one("record"), NO_OPENING
        resource = self.world.registry.read("getRecord", record).resource
        if self.record_batches and self.maybe(0.5):
            batch = self.random.choice(self.record_batches)
            resource = self.world.registry.read("getRecord", batch.id).resource
            index = self.random.randrange(len(batch))
            record, opening = batch.item(index), batch.opening(index)
            if self.maybe(0.05):
                record += 1
        return (
            *(record, self.seen(self.world.registry, "getRecord", record), opening),
            self._owner(resource).registrar,
        )

    def supersede_record(self) -> None:
        record, seen, opening, sender = self._record()
        commitment = word(self.new()) if self.maybe(0.9) else self.world.registry.read("getRecord", record).commitment
        self.call(self.world.registry, "supersedeRecord", record, seen, commitment, opening, sender=sender)

    def withdraw_record(self) -> None:
        record, seen, opening, sender = self._record()
        reason = self.random.randint(0, 4)
        self.call(self.world.registry, "withdrawRecord", record, seen, reason, opening, sender=sender)

    def shred_record(self) -> None:
        record, seen, opening, sender = self._record()
        reason = self.random.randint(0, 3)
        self.call(self.world.registry, "shredRecord", record, seen, reason, opening, sender=sender)

    def anchor_timestamp(self) -> None:
        record, seen, opening, sender = self._record()
        token = word(self.new()) if self.maybe(0.9) else bytes(32)
        self.call(self.world.registry, "anchorTimestamp", record, seen, token, opening, sender=sender)

    def issue_grant(self) -> None:
        terms, owner = self._root_terms()
        if self.maybe(0.8):
            self._approve(terms)
        self._issued(self.call(self.world.grants, "issueGrant", terms, sender=owner.grantor))

    def pass_on(self) -> None:
        """What the parent's grantee passes on, somewhat narrower more often than not."""
        parent = self.random.choice(self.ids["grant"][-6:]) if self.ids["grant"] else 0
        granted = self.world.grants.read("getGrant", parent)
        by = next((who for who in self.departments if who.id == granted.grantee), self.world.tax)
        terms = GrantTerms(
            granted.resource,
            self.random.choice([*self.departments, self.world.hospital]).id,
            modes=self.bits(granted.modes, 4),
            fields=self.bits(granted.fields, 4),
            purpose=granted.purpose,
            legal_basis=granted.legal_basis,
            valid_from=max(0, granted.valid_from + self.random.choice([0, 0, 60, -1])),
            valid_until=max(0, granted.valid_until - self.random.choice([0, 0, 60, -1])),
            max_uses=self.random.choice([1, 1, 2, 0]),
            delegation_depth=max(0, granted.delegation_depth - self.random.choice([0, 1, 1, 1])),
            parent=parent,
        )
        self._issued(self.call(self.world.grants, "issueGrant", terms, sender=by.grantor))

    def issue_by_signature(self) -> None:
        terms, owner = self._root_terms()
        self._approve(terms)
        nonce, deadline = self.random.choice([self.new() + 100, self.random.randint(0, 9)]), self.until(0, DAY, DAY)
        key = self.signers[owner.id]
        signer = address_of(key)
        args = (terms, signer, nonce, deadline)
        digest = self.world.grants.read("grantDigest", *args)
        signature = keys.PrivateKey(key if self.maybe(0.9) else word("forger")).sign_msg_hash(digest).to_bytes()
        brought = signature[:64] + bytes([27 + signature[64]])
        self._issued(self.call(self.world.grants, "issueGrantBySignature", *args, brought, sender=STRANGER))

    def cancel_signature(self) -> None:
        sender = address_of(self.signers[self.department().id])
        self.call(self.world.grants, "cancelSignature", self.random.randint(0, 9), sender=sender)

    def approve_terms(self) -> None:
        terms, _ = self._root_terms()
        self._approve(terms)

    def withdraw_approval(self) -> None:
        live = [draft for draft in self.drafts if self.world.grants.read("getDraft", draft).approvals]
        draft = self.random.choice(live) if live and self.maybe(0.9) else word("no draft")
        sender = self.random.choice([self.world.hospital, self.world.insurer]).grantor
        self.call(self.world.grants, "withdrawApproval", draft, sender=sender)

    def _approve(self, terms: GrantTerms) -> None:
        """Has some of the approvers of its resource approve the terms."""
        stored = self.world.registry.read("getResource", terms.resource)
        for approver in (self.world.hospital, self.world.insurer):
            if (approver.id in stored.approvers and self.maybe(0.9)) or self.maybe(0.05):
                seen = self.seen(self.world.registry, "getResource", terms.resource)
                draft = self.call(self.world.grants, "approveTerms", terms, seen, sender=approver.grantor)
                if draft:
                    self.drafts.append(draft)

    def _issued(self, grant: Any) -> None:
        if grant:
            self.ids["grant"].append(grant)

    def _root_terms(self) -> tuple[GrantTerms, Organisation]:
        """Terms of a grant by the owner of a resource, and the owner."""
        resource = self.one("resource")
        owner = self._owner(resource)
        grantee = next(who for who in self.departments if who is not owner)
        terms = GrantTerms(
            resource,
            grantee.id if self.maybe(0.95) else owner.id,
            modes=self.bits(to_bits({Mode.DETAIL, Mode.SUBMIT} | ({Mode.VERIFY} if self.maybe(0.5) else set())), 4),
            fields=self.bits(0b1111, 4),
            purpose=7 if self.maybe(0.96) else 0,
            valid_from=self.until(-DAY, 0, 0, 0, 3600),
            valid_until=self.until(0, DAY, 30 * DAY, 30 * DAY, YEAR, YEAR, YEAR),
            max_uses=self.random.choice([1, 2, 5, 5, 5, 5, 5, 9, 9, 9, 9, 0]),
            delegation_depth=self.random.choice([0, 0, 2, 4]) if self.maybe(0.97) else 5,
        )
        return terms, owner

    def revoke_grant(self) -> None:
        grant = self.one("grant")
        stored = self.world.grants.read("getGrant", grant)
        owner = self._owner(stored.resource)
        parent = self.world.grants.read("getGrant", stored.parent)
        delegator = next((who for who in self.departments if who.id == parent.grantee), owner)
        sender = self.random.choice([owner, delegator]).grantor
        seen = self.seen(self.world.grants, "getGrant", grant)
        self.call(self.world.grants, "revokeGrant", grant, seen, self.random.randint(0, 4), sender=sender)

    def file_request(self) -> None:
        grant = self.random.choice(self.ids["grant"][-4:]) if self.ids["grant"] else 0
        if grant == 0 and self.maybe(0.9):
            return self.issue_grant()
        granted = self.world.grants.read("getGrant", grant)
        records = [
            record
            for record in self.ids["record"]
            if self.world.registry.read("getRecord", record).resource == granted.resource
        ]
        record = self.random.choice([0, *records]) if self.maybe(0.95) else self.one("record")
        terms = RequestTerms(
            grant,
            granted.resource,
            record,
            0 if self.maybe(0.97) else 1,
            granted.owner if self.maybe(0.97) else granted.grantee,
            granted.grantee,
            mode=self.random.choice([*Mode, Mode.SUBMIT, Mode.DETAIL, Mode.DETAIL]),
            fields=self.bits(1, 5),
            serve_by=self.until(1, 3600, DAY, DAY, 30 * DAY, 30 * DAY, 30 * DAY, 400 * DAY),
            acknowledge_within=self.random.choice([60, DAY, DAY, 9 * DAY]) if self.maybe(0.95) else 0,
            site=self.new(),
        )
        filer, name = (terms.owner, "responder") if terms.mode == Mode.SUBMIT else (terms.grantee, "requester")
        sender = self._officer_of(filer, name)
        contract = self.requests[-1] if self.maybe(0.95) else self.random.choice(self.requests)
        request = self.call(contract, "fileRequest", terms, sender=sender)
        if request:
            self.ids["request"].append(request)
            self.terms[request] = terms

    def _officer_of(self, organisation: int, role: str) -> bytes:
        found = next((who for who in self.departments if who.id == organisation), self.world.tax)
        sender: bytes = getattr(found, role)
        return sender

    def _holding(self, kind: str, view: str, *statuses: int) -> tuple[Contract, int] | None:
        """One of the latest objects of that kind, in one of the statuses more often than not; and who holds it."""
        latest = self.ids[kind][-10:]
        holders = {item: next(c for c in self.requests if c.read(view, item).version) for item in latest}
        right = [item for item in latest if holders[item].read(view, item).status in statuses]
        if not latest:
            return None
        identity = self.random.choice(right if right and self.maybe(0.8) else latest)
        return holders[identity], identity

    def _on_request(self, function: str, *rest: Any, by: str, when: tuple[RequestStatus, ...]) -> None:
        held = self._holding("request", "getRequest", *when)
        if held is None:
            return self.file_request()
        contract, request = held
        if contract.read("getRequest", request).status not in when and self.maybe(0.5):
            return self.file_request()
        terms = self.terms[request]
        if self.maybe(0.05):
            terms = terms._replace(site=0)
        filer = terms.owner if terms.mode == Mode.SUBMIT else terms.grantee
        right = {"filer": filer, "requester": terms.grantee}.get(by, terms.owner)
        if self.maybe(0.05):
            right = terms.owner + terms.grantee - right
        if by == "filer":
            by = "responder" if terms.mode == Mode.SUBMIT else "requester"
        sender = self.world.audit.sealer if by == "sealer" else self._officer_of(right, by)
        seen = self.seen(contract, "getRequest", request)
        self.call(contract, function, request, seen, terms, *rest, sender=sender)

    def approve_request(self) -> None:
        self._on_request("approveRequest", by="grantor", when=(RequestStatus.SUBMITTED,))

    def reject_request(self) -> None:
        self._on_request("rejectRequest", self.random.randint(0, 3), by="responder", when=WAITING)

    def revoke_request(self) -> None:
        self._on_request("revokeRequest", by="filer", when=WAITING)

    def serve_request(self) -> None:
        terms = self.terms[self.ids["request"][-1]] if self.ids["request"] else None
        rule = 1 if terms and terms.mode == Mode.EVALUATE else 0
        answer = word(self.new()) if self.maybe(0.95) else bytes(32)
        self._on_request("serveRequest", answer, rule, by="responder", when=(*WAITING, RequestStatus.DISPUTED))

    def acknowledge_request(self) -> None:
        self._on_request("acknowledgeRequest", by="requester", when=(RequestStatus.SERVED,))

    def dispute_request(self) -> None:
        self._on_request("disputeRequest", self.random.randint(0, 4), by="requester", when=(RequestStatus.SERVED,))

    def seal_access(self) -> None:
        until = self.until(DAY, 30 * DAY, 300 * DAY) if self.maybe(0.85) else self.until(0, 1, 4 * YEAR)
        basis = word("secrecy") if self.maybe(0.95) else bytes(32)
        self._on_request("sealAccess", until, basis, by="sealer", when=(*WAITING, RequestStatus.SERVED))

    def unseal_access(self) -> None:
        sealed = [
            (contract, request)
            for request in self.ids["request"][-8:]
            for contract in self.requests
            if contract.read("getSeal", request).disclose_at > self.world.chain.now
        ]
        if not sealed and self.maybe(0.8):
            return self.seal_access()
        held = self.random.choice(sealed) if sealed and self.maybe(0.9) else self._holding("request", "getRequest")
        if held is not None:
            contract, request = held
            seen = self.seen(contract, "getRequest", request)
            self.call(contract, "unsealAccess", request, seen, sender=self.world.audit.sealer)

    def break_glass(self) -> None:
        resource = self.one("resource")
        owner = self.world.registry.read("getResource", resource).owner
        reader = next((who for who in self.departments if who.id != owner), self.world.civil)
        terms = GlassTerms(
            resource,
            0 if self.maybe(0.7) else self.one("record"),
            0,
            owner if self.maybe(0.95) else reader.id,
            mode=self.random.choice([Mode.VERIFY, Mode.DETAIL, Mode.DETAIL, *Mode]),
            fields=self.bits(1, 5),
            purpose=7 if self.maybe(0.95) else 0,
            reason=self.random.randint(0, 4),
            statement=word(self.new()),
        )
        contract = self.requests[-1] if self.maybe(0.9) else self.random.choice(self.requests)
        emergency = self.call(contract, "breakGlass", terms, sender=reader.requester)
        if emergency:
            self.ids["emergency"].append(emergency)

    def _on_emergency(self, function: str, argument: Any, by: str) -> None:
        held = self._holding("emergency", "getEmergency")
        if held is None:
            return self.break_glass()
        contract, emergency = held
        stored = contract.read("getEmergency", emergency)
        if by == "inspector":
            sender = self.world.audit.inspector
        else:
            right = stored.owner if by == "responder" else stored.organisation
            sender = self._officer_of(right if self.maybe(0.95) else stored.owner, by)
        seen = self.seen(contract, "getEmergency", emergency)
        self.call(contract, function, emergency, seen, argument, sender=sender)

    def answer_emergency(self) -> None:
        self._on_emergency("answerEmergency", word(self.new()) if self.maybe(0.95) else bytes(32), "responder")

    def justify_emergency(self) -> None:
        self._on_emergency("justifyEmergency", word(self.new()) if self.maybe(0.95) else bytes(32), "administrator")

    def review_emergency(self) -> None:
        self._on_emergency("reviewEmergency", self.random.randint(0, 3), "inspector")

    def open_window(self) -> None:
        usable = [
            grant
            for grant in self.ids["grant"][-6:]
            if self.world.grants.read("getGrant", grant).modes & to_bits({Mode.VERIFY})
        ]
        grant = self.random.choice(usable) if usable else self.one("grant")
        granted = self.world.grants.read("getGrant", grant)
        terms = WindowTerms(
            grant,
            granted.resource,
            granted.owner if self.maybe(0.95) else granted.grantee,
            granted.grantee,
            mode=Mode.VERIFY if self.maybe(0.9) else self.random.choice([*Mode]),
            fields=1,
            uses=self.random.choice([1, 1, 1, 2, 3]) if self.maybe(0.9) else self.random.choice([0, 100_000]),
            close_by=self.until(60, DAY, DAY, DAY, 7 * DAY) if self.maybe(0.9) else self.until(0, 8 * DAY),
        )
        contract = self.requests[-1] if self.maybe(0.9) else self.random.choice(self.requests)
        window = self.call(contract, "openWindow", terms, sender=self._officer_of(terms.owner, "responder"))
        if window:
            self.ids["window"].append(window)

    def close_window(self) -> None:
        held = self._holding("window", "getWindow", WindowStatus.OPEN, WindowStatus.OVERDUE)
        if held is None:
            return self.open_window()
        contract, window = held
        stored = contract.read("getWindow", window)
        count = self.random.randint(0, stored.uses + (1 if self.maybe(0.1) else 0))
        root = word(self.new()) if count or self.maybe(0.05) else bytes(32)
        owner = stored.owner if self.maybe(0.95) else self.world.civil.id
        seen = self.seen(contract, "getWindow", window)
        self.call(contract, "closeWindow", window, seen, count, root, sender=self._officer_of(owner, "responder"))

    # --- bills ---

    def propose_range(self) -> None:
        code = self.random.choice([CODE, CODE, CODE, CODE + 1, CODE + 1, 10**8])
        count = self.random.choice([0, 1, 20, 20, 500, 500])
        holder = self.random.choice([self.world.hospital] * 5 + [self.world.clinic]).id
        terms = (code, holder, count, self.until(0, 30 * DAY, YEAR, YEAR))
        sender = self._finance_officer()
        number_range = self.call(self.world.ranges, "proposeRange", *terms, sender=sender)
        if number_range:
            self.ids["range"].append(number_range)

    def grant_range(self) -> None:
        proposed = [item for item in self.ids["range"] if not self.world.ranges.read("getRange", item).first]
        number_range = self.random.choice(proposed) if proposed and self.maybe(0.9) else self.one("range")
        seen = self.seen(self.world.ranges, "getRange", number_range)
        self.call(self.world.ranges, "grantRange", number_range, seen, sender=self._finance_officer())

    def _finance_officer(self) -> bytes:
        return self.random.choice([self.world.finance.finance, self.world.second_finance_officer])

    def _on_range(self, function: str, *rest: Any, sender: bytes, when: Callable[[Any], bool] = bool) -> Any:
        """An act on a range that fits more often than not, at the version that the caller saw."""
        view = self.world.ranges.read
        fitting = [item for item in self.ids["range"] if when(view("getRange", item))]
        number_range = self.random.choice(fitting) if fitting and self.maybe(0.9) else self.one("range")
        seen = self.seen(self.world.ranges, "getRange", number_range)
        return self.call(self.world.ranges, function, number_range, seen, *rest, sender=sender)

    def split_range(self) -> None:
        unit, count = self.random.choice([7, 7, 8, 0]), self.random.choice([1, 5, 5, 20, 0])
        sender = self.world.hospital.administrator
        part = self._on_range(
            *("splitRange", unit, count),
            sender=sender,
            when=lambda stored: stored.status == RangeStatus.GRANTED and not stored.unit and stored.count > 20,
        )
        if part:
            self.ids["range"].append(part)

    def return_range(self) -> None:
        """Small ones, so that there is something left to issue from."""
        self._on_range(
            "returnRange",
            sender=self.world.hospital.administrator,
            when=lambda stored: stored.status == RangeStatus.GRANTED and stored.count <= 20,
        )

    def void_numbers(self) -> None:
        number_range, following, issuer = self._range()
        count, reason = self.random.choice([1, 1, 2, 3, 0]), self.random.randint(0, 3)
        args = (number_range, following, count, reason)
        if self.call(self.world.ranges, "voidNumbers", *args, sender=issuer):
            self.voids.append((number_range, following))

    def _on_void(self, function: str, *, reviewed: bool) -> None:
        if not self.voids:
            return self.void_numbers()
        stored = {void: self.world.ranges.read("getVoid", *void) for void in self.voids}
        fitting = [void for void, told in stored.items() if bool(told.reviewed_by) == reviewed and not told.confirmed]
        number_range, first = self.random.choice(fitting if fitting and self.maybe(0.9) else self.voids)
        first += 1 if self.maybe(0.05) else 0
        other = self._other_officer(stored.get((number_range, first), stored[self.voids[0]]).reviewed_by)
        self.call(self.world.ranges, function, number_range, first, sender=other)

    def _other_officer(self, first: int) -> bytes:
        """A finance officer other than the first one, more often than not."""
        account_of = self.world.consortium.read("accountOf", first)
        others = [who for who in (self.world.finance.finance, self.world.second_finance_officer) if who != account_of]
        return self.random.choice(others) if self.maybe(0.9) else self._finance_officer()

    def review_void(self) -> None:
        self._on_void("reviewVoid", reviewed=False)

    def confirm_void(self) -> None:
        self._on_void("confirmVoid", reviewed=True)

    def propose_closure(self) -> None:
        self._on_range(
            "proposeClosure",
            sender=self._finance_officer(),
            when=lambda stored: stored.status == RangeStatus.GRANTED and stored.count <= 20,
        )

    def close_range(self) -> None:
        sender = self._finance_officer()
        self._on_range(
            "closeRange",
            sender=sender,
            when=lambda stored: (
                stored.status == RangeStatus.GRANTED
                and stored.closure_by not in (0, self.world.consortium.read("officerOf", sender))
            ),
        )

    def write_off_range(self) -> None:
        self._on_range(
            "writeOffRange",
            sender=self._finance_officer(),
            when=lambda stored: stored.status in (RangeStatus.RETURNED, RangeStatus.CLOSED),
        )

    def set_payer_order(self) -> None:
        code = self.random.choice([CODE, CODE, CODE + 1, CODE + 9])
        turns = self.random.choice([0, 0, 2, 6, 8]) if self.maybe(0.9) else self.random.getrandbits(8)
        seen = self.seen(self.world.ranges, "getPayerOrder", code)
        self.call(self.world.ranges, "setPayerOrder", code, seen, turns, sender=self._finance_officer())

    def classify_payer(self) -> None:
        code = self.random.choice([CODE, CODE, CODE + 1, CODE + 9])
        payer = self.random.choice(self.payers).id if self.maybe(0.95) else 999
        args = (code, self.seen(self.world.ranges, "getPayerOrder", code), payer, self.random.randint(0, 5))
        self.call(self.world.ranges, "classifyPayer", *args, sender=self._finance_officer())

    def _range(self) -> tuple[int, int, bytes]:
        """A range, one with numbers left where there is one, its next number, and who may issue from it."""
        usable = []
        for number_range in self.ids["range"]:
            stored, following = (self.world.ranges.read(view, number_range) for view in ("getRange", "nextNumber"))
            if stored.first <= following <= stored.last and stored.holder == self.world.hospital.id and stored.first:
                usable.append((number_range, following))
        if usable and self.maybe(0.95):
            number_range, following = self.random.choice(usable)
            following += self.random.choice([0] * 20 + [1])
        else:
            number_range = self.one("range")
            following = self.world.ranges.read("nextNumber", number_range)
        unit = self.world.ranges.read("getRange", number_range).unit if self.maybe(0.95) else self.random.choice([0, 7])
        return number_range, following, self.points.get(unit, self.world.hospital.issuer)

    def _draft(self) -> Any:
        item = draft(f"bill {self.random.randint(0, 60) if self.maybe(0.1) else self.new() + 1_000}")
        return item._replace(leaf=item.leaf._replace(inner=bytes(32))) if self.maybe(0.03) else item

    def issue_bill(self) -> None:
        (number_range, number, issuer), item = self._range(), self._draft()
        args = (number_range, number, item.leaf)
        key = self.call(self.world.bills, "issueBill", *args, sender=issuer)
        if key:
            self.bills.append(Bill(key, BillOpening(0, item.leaf), item.inner, item.name))

    def issue_batch(self) -> None:
        number_range, number, issuer = self._range()
        batch = Batch([draft(f"batched {self.new()}") for _ in range(self.random.randint(1, 9))])
        count = len(batch) if self.maybe(0.95) else self.random.choice([0, 10_000])
        args = (number_range, number, count, batch.root if self.maybe(0.97) else bytes(32))
        issued = self.call(self.world.bills, "issueBatch", *args, sender=issuer)
        if issued:
            batch.id, batch.first = issued, self.world.bills.read("getBatch", issued).first
            self.bills += [batch.bill(index) for index in range(len(batch))]

    def red_letter_bill(self) -> None:
        if not self.bills:
            return
        bill, (number_range, number, issuer), red = self.random.choice(self.bills), self._range(), self._draft()
        opening = bill.opening
        if self.maybe(0.05):
            opening = opening._replace(leaf=red.leaf)
        seen = self.seen(self.world.bills, "getBill", bill.key)
        args = (bill.key, seen, opening, number_range, number, red.leaf, self.random.randint(0, 3))
        sender = issuer if self.maybe(0.95) else self.world.clinic.issuer
        key = self.call(self.world.bills, "redLetterBill", *args, sender=sender)
        if key:
            self.bills.append(Bill(key, BillOpening(0, red.leaf), red.inner, red.name))

    def issue_paper(self) -> None:
        if not self.bills:
            return
        bill = self.random.choice(self.bills)
        paper = self.random.choice([0, self.random.randint(1, 9)]) if self.maybe(0.15) else 100 + self.new()
        args = (bill.key, self.seen(self.world.bills, "getBill", bill.key), bill.opening, paper)
        self.call(self.world.bills, "issuePaper", *args, sender=self.world.hospital.issuer)

    def void_paper(self) -> None:
        on_paper = [bill for bill in self.bills if self.world.bills.read("getBill", bill.key).paper]
        known = on_paper if on_paper and self.maybe(0.9) else self.bills
        if known:
            bill = self.random.choice(known)
            args = (bill.key, self.seen(self.world.bills, "getBill", bill.key))
            self.call(self.world.bills, "voidPaper", *args, sender=self.world.hospital.issuer)

    def freeze_bill(self) -> None:
        """A bill, or a number that none has yet."""
        number_range = self.one("range")
        code = self.world.ranges.read("getRange", number_range).code
        key = code * 10**10 + self.world.ranges.read("nextNumber", number_range)
        if self.bills and self.maybe(0.8):
            key = self.random.choice(self.bills).key
        if self.call(self.world.bills, "freezeBill", key, self.random.randint(0, 3), sender=self._finance_officer()):
            self.frozen.append(key)

    def lift_freeze(self) -> None:
        key = self.random.choice(self.frozen[-5:]) if self.frozen and self.maybe(0.95) else 7
        args = (key, self.seen(self.world.bills, "getBill", key))
        other = self._other_officer(self.world.bills.read("getBill", key).frozen_by)
        self.call(self.world.bills, "liftFreeze", *args, sender=other)

    def shred_bill(self) -> None:
        if not self.bills:
            return
        bill = self.random.choice(self.bills)
        batch = bill.opening.batch if self.maybe(0.9) else self.random.randint(0, 3)
        args = (bill.key, self.seen(self.world.bills, "getBill", bill.key), batch, self.random.randint(0, 3))
        self.call(self.world.bills, "shredBill", *args, sender=self.world.hospital.issuer)

    def _claims(self) -> Contract:
        return self.claims[-1] if self.maybe(0.8) else self.random.choice(self.claims)

    def _tag(self) -> bytes:
        return word(f"claim {self.random.randint(0, 20) if self.maybe(0.1) else self.new() + 1_000}")

    def _expiry(self) -> int:
        return self.until(60, DAY, DAY, 9 * DAY, 31 * DAY) if self.maybe(0.95) else self.until(0, 32 * DAY)

    def _access(self, contract: Contract, bill: Bill, payer: Organisation) -> ClaimAccess:
        """What a payer shows to one of the claims contracts; now and then a consent that was revoked, or an inner part
        that was changed.
        """
        if self.maybe(0.05):
            bill = replace(bill, inner=bill.inner._replace(claimable_fen=1))
        present, self.world.claims = self.world.claims, contract
        try:
            consent = self.world.consent(bill, payer, serial=self.random.choice([1, 5, 5, 9, 9, 9, 9]))
            seen = self.seen(contract, "getClaim", bill.key)
            return self.world.access(bill, payer, seen=seen, consent=consent)
        finally:
            self.world.claims = present

    def _come(self, contract: Contract, bill: Bill, function: str, *rest: Any) -> None:
        """Mostly by a payer whose turn has come."""
        ready = [payer for payer in self.payers if not self._turns_before(contract, bill, payer)[0]]
        payer = self.random.choice(ready if ready and self.maybe(0.8) else self.payers)
        self.call(contract, function, self._access(contract, bill, payer), *rest, sender=payer.claims)

    def open_and_reserve(self) -> None:
        if not self.bills:
            return
        fresh_bills = [bill for bill in self.bills if not self.claims[-1].read("getClaim", bill.key).version]
        bill = self.random.choice(fresh_bills if fresh_bills and self.maybe(0.9) else self.bills)
        amount = self.random.choice([1, 10, 5_000, 5_000, 10_000, 10_001])
        self._come(self._claims(), bill, "reserve", amount, self._tag(), self._expiry())

    def _claimed(self) -> tuple[Contract, Bill, Any] | None:
        contract = self._claims()
        found = [bill for bill in self.bills if contract.read("getClaim", bill.key).payers]
        if not found:
            return None
        bill = self.random.choice(found[-10:])
        return contract, bill, contract.read("reservationsOf", bill.key)

    def reserve(self) -> None:
        claimed = self._claimed()
        if claimed:
            contract, bill, _ = claimed
            self._come(contract, bill, "reserve", self._amount(), self._tag(), self._expiry())

    def reserve_and_settle(self) -> None:
        claimed = self._claimed() if self.maybe(0.7) else None
        if self.bills:
            contract, bill, _ = claimed or (self._claims(), self.random.choice(self.bills), None)
            self._come(contract, bill, "reserveAndSettle", self._amount(), self._tag())

    def decline(self) -> None:
        """Mostly by a payer whose class is waited for and whose turn has come."""
        contract = self._claims()
        if self.maybe(0.3):
            self.set_payer_order()
            self.classify_payer()
        pairs = [(bill, payer) for bill in self.bills[-20:] for payer in self.payers]
        waited = [(bill, payer) for bill, payer in pairs if self._turns_before(contract, bill, payer) == (0, True)]
        chosen = waited if waited and self.maybe(0.9) else pairs
        if chosen:
            bill, payer = self.random.choice(chosen)
            self.call(contract, "decline", self._access(contract, bill, payer), sender=payer.claims)

    def _turns_before(self, contract: Contract, bill: Bill, payer: Organisation) -> tuple[int, bool]:
        """Bits of the classes that a payer waits for, and whether others wait for its own."""
        own = self.world.ranges.read("payerClassOf", bill.key // 10**10, payer.id)
        claim = contract.read("getClaim", bill.key)
        pending = claim.pending_turns if claim.open else self._turns(bill)
        return pending & ((1 << own) - 1 if own else ~0), bool(own and pending >> own & 1)

    def _turns(self, bill: Bill) -> int:
        """The order that a bill was issued under."""
        known = ("getBatch", bill.opening.batch) if bill.opening.batch else ("getBill", bill.key)
        turns: int = self.world.bills.read(*known).turns
        return turns

    def _amount(self) -> int:
        return self.random.choice([1, 10, 10, 2_000, 2_000, 10_001])

    def _mostly_live(self, reservations: Any) -> Any:
        live = [one for one in reservations if one.reserved_fen and self.world.chain.now < one.expires_at]
        return self.random.choice(live if live and self.maybe(0.8) else reservations)

    def _on_reservation(self, function: str, *rest: int, second: bool = False) -> None:
        claimed = self._claimed()
        if claimed:
            contract, bill, reservations = claimed
            own = (
                self._mostly_live(reservations)
                if function in ("settle", "release")
                else self.random.choice(reservations)
            )
            payer = next(who for who in self.payers if who.id == own.payer)
            number = own.number if self.maybe(0.95) else self.random.randint(0, 4)
            sender = account(f"{payer.name} second claims officer") if second else payer.claims
            self.call(contract, function, bill.key, number, *rest, sender=sender)

    def renew(self) -> None:
        claimed = self._claimed()
        if claimed:
            contract, bill, reservations = claimed
            own = self._mostly_live(reservations)
            payer = next(who for who in self.payers if who.id == own.payer)
            access = self._access(contract, bill, payer)
            args = (bill.key, access.seen_version, own.number, self._expiry(), access.consent)
            self.call(contract, "renew", *args, sender=payer.claims)

    def settle(self) -> None:
        self._on_reservation("settle", self.random.choice([1, 1, 1, 5, 5, 5, 1_000, 0, 20_000]))

    def release(self) -> None:
        self._on_reservation("release")

    def propose_reversal(self) -> None:
        self._on_reservation("proposeReversal", self.random.choice([1, 5, 5, 0, 2_000]), self.random.randint(0, 3))

    def confirm_reversal(self) -> None:
        second = self.maybe(0.8)
        self._on_reservation("confirmReversal", self.random.choice([1, 5, 5, 2_000]), second=second)

    def revoke_consent(self) -> None:
        if self.bills:
            contract, bill, payer = self._claims(), self.random.choice(self.bills), self.random.choice(self.payers)
            present, self.world.claims = self.world.claims, contract
            revocation = self.world.revocation(bill, payer, self.random.choice([1, 1, 5]))
            self.world.claims = present
            self.call(contract, "revokeConsent", *revocation, sender=STRANGER)

    def book_bill(self) -> None:
        if self.bills:
            bill = self.random.choice(self.bills)
            period = 2026_03 if self.maybe(0.95) else 2026_13
            args = (bill.key, bill.opening, self.random.choice([1, 2, 2, 3]), period, self.random.randint(0, 3))
            self.call(self._claims(), "bookBill", *args, sender=self.world.employer.accountant)

    def reverse_booking(self) -> None:
        contract, unit = self._claims(), self.world.employer
        booked = [bill for bill in self.bills if contract.read("getEntry", bill.key, unit.id).state in (1, 2)]
        chosen = booked if booked and self.maybe(0.8) else self.bills
        if chosen:
            bill = self.random.choice(chosen)
            self.call(contract, "reverseBooking", bill.key, unit.id, sender=unit.accountant)

    def in_bulk(self) -> None:
        claimed = self._claimed()
        if claimed:
            contract, bill, reservations = claimed
            own = self.random.choice(reservations)
            payer = next(who for who in self.payers if who.id == own.payer)
            calls = [contract.calldata("settle", bill.key, own.number, amount) for amount in (1, self._amount())]
            self.call(contract, "bulk", calls, sender=payer.claims)


_ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.admit: 1,
    Sequence.amend_organisation: 1,
    Sequence.end: 0.8,
    Sequence.rotate: 1,
    Sequence.freeze: 1,
    Sequence.confirm_freeze: 1,
    Sequence.thaw: 1,
    Sequence.set_rule: 0.5,
    Sequence.endorse: 0.5,
    Sequence.withdraw_endorsement: 0.5,
    Sequence.pause: 0.4,
    Sequence.resume: 0.5,
    Sequence.propose: 1.5,
    Sequence.vote: 1.2,
    Sequence.withdraw_vote: 1,
    Sequence.queue: 1,
    Sequence.execute: 1,
    Sequence.cancel: 1,
    Sequence.guard: 1,
    Sequence.decide_about_decisions: 1,
    Sequence.hand_over: 0.5,
    Sequence.suspend: 0.4,
    Sequence.reinstate: 1,
    Sequence.appoint: 4,
    Sequence.amend: 1.5,
    Sequence.dismiss: 1,
    Sequence.replace_a_contract: 0.6,
    Sequence.close_a_contract: 0.5,
    Sequence.register_resource: 2,
    Sequence.amend_resource: 1,
    Sequence.retire_resource: 0.4,
    Sequence.register_record: 7,
    Sequence.register_record_batch: 3,
    Sequence.supersede_record: 3,
    Sequence.withdraw_record: 1,
    Sequence.shred_record: 0.6,
    Sequence.anchor_timestamp: 3,
    Sequence.issue_grant: 4,
    Sequence.pass_on: 3,
    Sequence.issue_by_signature: 2,
    Sequence.cancel_signature: 1,
    Sequence.approve_terms: 1,
    Sequence.withdraw_approval: 1,
    Sequence.revoke_grant: 0.6,
    Sequence.file_request: 7,
    Sequence.approve_request: 3,
    Sequence.reject_request: 0.6,
    Sequence.revoke_request: 0.6,
    Sequence.serve_request: 6,
    Sequence.acknowledge_request: 3,
    Sequence.dispute_request: 1.5,
    Sequence.seal_access: 1.5,
    Sequence.unseal_access: 1.2,
    Sequence.break_glass: 3,
    Sequence.answer_emergency: 1.5,
    Sequence.justify_emergency: 2.5,
    Sequence.review_emergency: 1.5,
    Sequence.open_window: 2.5,
    Sequence.close_window: 2,
    Sequence.propose_range: 2,
    Sequence.grant_range: 2.5,
    Sequence.issue_bill: 4,
    Sequence.issue_batch: 3,
    Sequence.red_letter_bill: 3,
    Sequence.split_range: 1.5,
    Sequence.return_range: 0.6,
    Sequence.void_numbers: 1.5,
    Sequence.review_void: 1.5,
    Sequence.confirm_void: 1.5,
    Sequence.propose_closure: 1.2,
    Sequence.close_range: 1.2,
    Sequence.write_off_range: 0.8,
    Sequence.set_payer_order: 0.8,
    Sequence.classify_payer: 0.8,
    Sequence.issue_paper: 2,
    Sequence.void_paper: 1,
    Sequence.freeze_bill: 1,
    Sequence.lift_freeze: 1.5,
    Sequence.shred_bill: 0.8,
    Sequence.open_and_reserve: 6,
    Sequence.reserve: 5,
    Sequence.settle: 4,
    Sequence.release: 2,
    Sequence.reserve_and_settle: 3,
    Sequence.decline: 1.5,
    Sequence.renew: 2,
    Sequence.propose_reversal: 2,
    Sequence.confirm_reversal: 3,
    Sequence.revoke_consent: 1.5,
    Sequence.book_bill: 2.5,
    Sequence.reverse_booking: 1.5,
    Sequence.in_bulk: 1.5,
}


@pytest.fixture(scope="module")
def outcomes() -> Counter[tuple[str, str, str]]:
    """How often each function came out in each way, over all sequences."""
    return Counter()


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_laws_hold_after_every_call(seed: int, outcomes: Counter[tuple[str, str, str]]) -> None:
    with fresh(_world()) as world:
        Sequence(world, seed, outcomes).run(CALLS)
        check_state(world, VIEWS)


REPORTS = {"reportUse", "reportCheckedUse", "reportIssue", "reportOpening", "reportEngagement", "reportRelief"}


def test_sequences_made_every_function_succeed_and_fail(outcomes: Counter[tuple[str, str, str]]) -> None:
    """Else they would show little."""
    if sum(outcomes.values()) < SEQUENCES * CALLS / 2:
        pytest.skip("only a part of the sequences ran")
    functions = {
        (key, entry["name"])
        for key in CONTRACTS
        for entry in load(key).abi
        if entry["type"] == "function" and entry["stateMutability"] == "nonpayable" and entry["name"] not in REPORTS
    }
    done = {(key, name) for key, name, outcome in outcomes if outcome == "done"}
    failed = {(key, name) for key, name, outcome in outcomes if outcome != "done"}
    assert done == functions
    assert failed == functions - {("decisions", "decide")}, "what a decision refuses is counted for its target"
    accepted = sum(times for (_, _, outcome), times in outcomes.items() if outcome == "done")
    assert accepted > sum(outcomes.values()) * 0.4


def test_state_check_sees_a_word_that_differs(outcomes: Counter[tuple[str, str, str]]) -> None:
    """A use counted without an event, by an account that the directory lists, is found."""
    with fresh(_world()) as world:
        grant, terms = world.grant()
        world.served(world.request_terms())
        check_state(world, VIEWS)
        reporter = world.replace(world.requests)
        use = RequestTerms(grant, terms.resource, 0, 0, world.tax.id, world.civil.id).use
        world.grants.call("reportUse", grant, use, 1, sender=reporter)
        with pytest.raises(AssertionError):
            check_state(world, VIEWS)
