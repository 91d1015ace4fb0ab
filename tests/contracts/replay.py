"""The state of the eight contracts, rebuilt from their events alone: what the views must say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from eth_abi import encode

from govledger.events import Event
from govledger.events import types as events
from govledger.model import (
    FOR_EVER,
    ActionKind,
    EmergencyStatus,
    EntryState,
    IssueState,
    ListingState,
    OrganisationStatus,
    ProposalStatus,
    RangeStatus,
    RecordStatus,
    RequestStatus,
    ResourceStatus,
    Role,
    SignatureStatus,
    WindowStatus,
)
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_ADDRESS, Contract, Kept, Log, System

Row = dict[str, Any]
NUMBER_LIMIT = 10**10

TERMS_TYPE = (
    "(uint64,uint64,uint64,uint32,uint64,uint64,uint8,uint256,uint16,bytes32,bytes32,uint32,uint32,uint40,uint32)"
)
TERMS = (
    *("grant", "resource", "record", "index", "owner", "grantee", "mode", "fields", "purpose", "legal_basis"),
    *("case_tag", "site", "system", "serve_by", "acknowledge_within"),
)


class Replay:
    """What the events say so far."""

    def __init__(self) -> None:
        self.objects: dict[tuple[bytes, str, Any], Row] = defaultdict(dict)
        """By contract, kind and id: the members of the stored struct."""
        self.officer_of: dict[bytes, int] = {}
        self.bindings: dict[bytes, Row] = {}
        self.heirs: dict[int, int] = {}
        self.past: dict[int, list[tuple[int, Row]]] = defaultdict(list)
        """By officer: when something about it changed, and what holds since then."""
        self.votes: dict[int, set[int]] = defaultdict(set)
        self.code_owner: dict[int, int] = {}
        self.voids: dict[tuple[int, int], Row] = {}
        """By range and first number."""
        self.classes: dict[tuple[int, int], int] = {}
        """By code and payer."""
        self.uses: dict[int, int] = defaultdict(int)
        self.delegated: dict[int, int] = defaultdict(int)
        self.issued: dict[int, int] = defaultdict(int)
        self.reservations: dict[tuple[bytes, int], dict[int, Row]] = defaultdict(dict)
        """By claims contract and bill: by payer, in the order of their first reservations."""
        self.counterparts: dict[int, int] = {}
        self.leaves: dict[int, tuple[bytes, bytes, bytes]] = {}
        """Of bills that were issued alone, and of red letters."""
        self.papers: dict[tuple[int, int], int] = {}
        """By issuer and paper: the bill."""
        self.tags: set[tuple[int, bytes]] = set()
        self.opened_by_claim: set[int] = set()
        self.engagements: dict[int, tuple[int, bool, bool, bytes]] = {}
        self.barred: set[int] = set()
        """By claims contract, bill and payer: the class whose turn its settlement ends."""
        self.reversals: dict[tuple[bytes, int, int], Row] = {}
        """By claims contract, bill and payer."""
        self.revoked: dict[tuple[bytes, bytes, int], int] = defaultdict(int)
        """By claims contract, one-time key and payer: the serial."""
        self.entries: dict[tuple[bytes, int, int], Row] = {}
        """By claims contract, bill and unit."""
        self.seals: dict[tuple[bytes, int], tuple[int, int]] = {}
        """By requests contract and request: who sealed it, and until when."""

    def read(self, kept: Iterable[Kept]) -> Replay:
        for entry in kept:
            self.apply(entry)
        return self

    def apply(self, entry: Kept) -> None:
        contract, log, event = entry
        for reference in event.OBJECTS:
            version = getattr(event, reference.version_field)
            if version:
                self.objects[contract, reference.kind, getattr(event, reference.id_field)]["version"] = version
        _APPLY[type(event)](self, contract, log, event)

    def row(self, contract: bytes, event: Event) -> Row:
        """The object that an event is about first."""
        reference = event.OBJECTS[0]
        return self.objects[contract, reference.kind, getattr(event, reference.id_field)]

    # --- Consortium and Decisions ---

    def _listed(self, contract: bytes, log: Log, event: events.ContractListed) -> None:
        self.row(contract, event).update(role=event.contract_role, state=ListingState.CURRENT)
        self.row(contract, event).update(paused_until=0, stoppable_from=0)
        if event.replaced_listing_version:
            self.objects[contract, "listing", event.replaced_listing]["state"] = ListingState.WINDING_DOWN

    def _closed(self, contract: bytes, log: Log, event: events.ContractClosed) -> None:
        self.row(contract, event).update(state=ListingState.CLOSED)

    def _admitted(self, contract: bytes, log: Log, event: events.OrganisationAdmitted) -> None:
        self.row(contract, event).update(
            status=OrganisationStatus.ACTIVE,
            kinds=event.kinds,
            voting=event.voting,
            succession=0,
            public_code=event.public_code,
        )

    def _amended_organisation(self, contract: bytes, log: Log, event: events.OrganisationAmended) -> None:
        self.row(contract, event).update(kinds=event.kinds, voting=event.voting)

    def _ended(self, contract: bytes, log: Log, event: events.OrganisationEnded) -> None:
        self.heirs[event.organisation] = event.heir_organisation
        row, heir = self.row(contract, event), self.objects[contract, "organisation", event.heir_organisation]
        row.update(status=event.status, voting=False)
        heir["succession"] = max(heir["succession"], row["succession"] + 1)

    def _paused(self, contract: bytes, log: Log, event: events.PauseSet) -> None:
        self.row(contract, event).update(paused_until=event.paused_until)
        if event.acting_role == Role.GUARDIAN:
            self.row(contract, event).update(stoppable_from=event.paused_until + 30 * DAY)

    def _rule(self, contract: bytes, log: Log, event: events.AdministratorRuleSet) -> None:
        self.row(contract, event).update(needed=event.needed)

    def _endorsed(self, contract: bytes, log: Log, event: events.EndorsementGiven) -> None:
        self.row(contract, event).update(officer=self.officer_of[event.actor], valid_until=event.valid_until)

    def _endorsement_over(
        self, contract: bytes, log: Log, event: events.EndorsementUsed | events.EndorsementWithdrawn
    ) -> None:
        self.row(contract, event).update(valid_until=log.block_timestamp)

    def _bind(self, log: Log, account: bytes, officer: int) -> None:
        self.officer_of[account] = officer
        self.bindings[account] = {
            "officer": officer,
            "serves_from": log.block_timestamp,
            "serves_until": FOR_EVER,
            "frozen_until": 0,
            "freezable_from": 0,
        }

    def _note(self, contract: bytes, log: Log, event: Event) -> None:
        """What holds for an officer from this event on."""
        officer = event.officer  # type: ignore[attr-defined]
        now = next(
            row for row in self.bindings.values() if row["officer"] == officer and row["serves_until"] == FOR_EVER
        )
        row = {**self.row(contract, event), "frozen_until": now["frozen_until"]}
        self.past[officer].append((log.block_timestamp, row))

    def _rotated(self, contract: bytes, log: Log, event: events.KeyRotated) -> None:
        self.bindings[event.replaced_account]["serves_until"] = log.block_timestamp
        self._bind(log, event.account, event.officer)
        self._note(contract, log, event)

    def _frozen(self, contract: bytes, log: Log, event: events.FreezeSet) -> None:
        binding = self.bindings[event.account]
        binding["frozen_until"] = event.frozen_until
        if event.frozen_until == 0:
            binding["freezable_from"] = log.block_timestamp + 30 * DAY
        elif event.frozen_until != FOR_EVER:
            binding["freezable_from"] = event.frozen_until + 30 * DAY
        self._note(contract, log, event)

    def officer_at(self, account: bytes, time: int) -> tuple[int, int]:
        """The officer that an account served at a time, and its roles, or zeros."""
        binding = self.bindings.get(account)
        if binding is None or not binding["serves_from"] <= time < binding["serves_until"]:
            return 0, 0
        row = [row for changed_at, row in self.past[binding["officer"]] if changed_at <= time][-1]
        if not row["valid_from"] <= time < row["valid_until"] or time < row["frozen_until"]:
            return 0, 0
        return binding["officer"], row["roles"]

    def _suspended(self, contract: bytes, log: Log, event: events.OrganisationSuspended) -> None:
        self.row(contract, event).update(status=OrganisationStatus.SUSPENDED)

    def _reinstated(self, contract: bytes, log: Log, event: events.OrganisationReinstated) -> None:
        self.row(contract, event).update(status=OrganisationStatus.ACTIVE)

    def _appointed(self, contract: bytes, log: Log, event: events.OfficerAppointed) -> None:
        self._bind(log, event.account, event.officer)
        self.row(contract, event).update(
            organisation=event.organisation,
            roles=event.roles,
            unit=event.unit,
            valid_from=event.valid_from,
            valid_until=event.valid_until,
        )
        self._note(contract, log, event)

    def _amended(self, contract: bytes, log: Log, event: events.OfficerAmended) -> None:
        self.row(contract, event).update(
            roles=event.roles, unit=event.unit, valid_from=event.valid_from, valid_until=event.valid_until
        )
        self._note(contract, log, event)

    def _dismissed(self, contract: bytes, log: Log, event: events.OfficerDismissed) -> None:
        self.row(contract, event).update(valid_until=log.block_timestamp)
        self._note(contract, log, event)

    def _decided(self, contract: bytes, log: Log, event: events.DecisionExecuted) -> None:
        row = self.row(contract, event)
        if event.proposal_version == 1:
            row.update(kind=ActionKind.NONE, ready_at=0, lapses_at=0, proposer=0, concerned=0)
            row.update(call_hash=_call_hash(event.target, event.call))
        row.update(status=ProposalStatus.EXECUTED, executed_at=log.block_timestamp)

    def _made(self, contract: bytes, log: Log, event: events.ProposalMade) -> None:
        self.row(contract, event).update(
            kind=event.kind,
            status=ProposalStatus.OPEN,
            ready_at=0,
            lapses_at=event.lapses_at,
            executed_at=0,
            proposer=event.acting_organisation,
            concerned=event.concerned,
            call_hash=_call_hash(event.target, event.call),
        )
        self.votes[event.proposal].add(event.acting_organisation)

    def _voted(self, contract: bytes, log: Log, event: events.VoteCast) -> None:
        self.votes[event.proposal].add(event.acting_organisation)

    def _vote_withdrawn(self, contract: bytes, log: Log, event: events.VoteWithdrawn) -> None:
        self.votes[event.proposal].remove(event.acting_organisation)
        if event.unqueued:
            self.row(contract, event).update(status=ProposalStatus.OPEN, ready_at=0)

    def _queued(self, contract: bytes, log: Log, event: events.ProposalQueued) -> None:
        self.row(contract, event).update(status=ProposalStatus.QUEUED, ready_at=event.ready_at)

    def _proposal_cancelled(self, contract: bytes, log: Log, event: events.ProposalCancelled) -> None:
        self.row(contract, event).update(status=ProposalStatus.CANCELLED)

    def _policy(self, contract: bytes, log: Log, event: events.PolicySet) -> None:
        self.row(contract, event).update(threshold=event.threshold, delay=event.delay, lapse=event.lapse)

    def _guardian(self, contract: bytes, log: Log, event: events.GuardianAppointed) -> None:
        self.row(contract, event).update(in_office=True)
        if event.replaced_guardian_version:
            self.objects[contract, "guardian", event.replaced_guardian]["in_office"] = False

    def _guardian_removed(self, contract: bytes, log: Log, event: events.GuardianRemoved) -> None:
        self.row(contract, event).update(in_office=False)

    def _guardian_acted(self, contract: bytes, log: Log, event: events.GuardianStopped | events.GuardianFroze) -> None:
        """The act itself is told by Consortium."""

    def _handed_over(self, contract: bytes, log: Log, event: events.HandedOver) -> None:
        self.row(contract, event).update(handed_over=True)

    # --- DataRegistry ---

    def _registered(self, contract: bytes, log: Log, event: events.ResourceRegistered) -> None:
        self.row(contract, event).update(owner=event.acting_organisation, status=ResourceStatus.OPEN)
        self._resource(contract, log, event)

    def _resource(self, contract: bytes, log: Log, event: events.ResourceRegistered | events.ResourceAmended) -> None:
        names = ("schema", "schema_version", "sensitivity", "modes", "approvers", "approvals", "detail_approvals")
        self.row(contract, event).update({name: getattr(event, name) for name in names})

    def _retired(self, contract: bytes, log: Log, event: events.ResourceRetired) -> None:
        self.row(contract, event).update(status=ResourceStatus.RETIRED)

    def _record(self, contract: bytes, log: Log, event: events.RecordRegistered | events.RecordOpened) -> None:
        self.row(contract, event).update(
            resource=event.resource, status=RecordStatus.LIVE, count=0, commitment=event.commitment
        )

    def _record_batch(self, contract: bytes, log: Log, event: events.RecordBatchRegistered) -> None:
        self.row(contract, event).update(
            resource=event.resource, status=RecordStatus.LIVE, count=event.count, commitment=event.root
        )

    def _superseded(self, contract: bytes, log: Log, event: events.RecordSuperseded) -> None:
        self.row(contract, event).update(commitment=event.commitment)

    def _withdrawn(self, contract: bytes, log: Log, event: events.RecordWithdrawn) -> None:
        self.row(contract, event).update(status=RecordStatus.WITHDRAWN)

    def _shredded(self, contract: bytes, log: Log, event: events.RecordShredded) -> None:
        self.row(contract, event).update(status=RecordStatus.SHREDDED)

    def _anchored(self, contract: bytes, log: Log, event: events.TimestampAnchored) -> None:
        """Its version alone."""

    # --- AccessGrants and DataRequests ---

    def _granted_use(self, contract: bytes, log: Log, event: events.GrantIssued) -> None:
        names = ("resource", "grantee", "valid_from", "valid_until", "max_uses", "purpose", "modes", "parent", "owner")
        row = {name: getattr(event, name) for name in (*names, "delegation_depth", "fields", "legal_basis")}
        self.row(contract, event).update(row, revoked=False)
        self.delegated[event.parent] += event.max_uses
        if event.draft_version:
            self.objects[contract, "draft", event.draft]["approvals"] = 0
        if event.signature_version:
            self.objects[contract, "signature", event.signature]["status"] = SignatureStatus.USED

    def _draft_approved(self, contract: bytes, log: Log, event: events.DraftApproved) -> None:
        self.row(contract, event).update(
            resource=event.resource, bound_version=event.bound_version, approvals=event.approvals
        )

    def _approval_withdrawn(self, contract: bytes, log: Log, event: events.DraftApprovalWithdrawn) -> None:
        self.row(contract, event).update(approvals=event.approvals)

    def _signature_cancelled(self, contract: bytes, log: Log, event: events.SignatureCancelled) -> None:
        self.row(contract, event).update(status=SignatureStatus.CANCELLED)

    def _revoked(self, contract: bytes, log: Log, event: events.GrantRevoked) -> None:
        self.row(contract, event).update(revoked=True)

    def _filed(self, contract: bytes, log: Log, event: events.RequestFiled) -> None:
        terms = tuple(getattr(event, name) for name in TERMS)
        self.row(contract, event).update(
            status=RequestStatus.SUBMITTED,
            serve_by=event.serve_by,
            acknowledge_by=0,
            filed_by=self.officer_of[event.actor],
            terms_hash=keccak256(encode([TERMS_TYPE], [terms])),
        )

    def _rejected(self, contract: bytes, log: Log, event: events.RequestRejected) -> None:
        self.row(contract, event).update(status=RequestStatus.REJECTED)

    def _served(self, contract: bytes, log: Log, event: events.RequestServed) -> None:
        row = self.row(contract, event)
        if row["status"] != RequestStatus.DISPUTED:
            self.uses[event.grant] += 1
        row.update(status=RequestStatus.SERVED, acknowledge_by=event.acknowledge_by)

    def _request_approved(self, contract: bytes, log: Log, event: events.RequestApproved) -> None:
        self.row(contract, event).update(status=RequestStatus.APPROVED)

    def _taken_back(self, contract: bytes, log: Log, event: events.RequestRevoked) -> None:
        self.row(contract, event).update(status=RequestStatus.REVOKED)

    def _disputed(self, contract: bytes, log: Log, event: events.RequestDisputed) -> None:
        self.row(contract, event).update(status=RequestStatus.DISPUTED)

    def _acknowledged(self, contract: bytes, log: Log, event: events.RequestAcknowledged) -> None:
        self.row(contract, event).update(status=RequestStatus.ACKNOWLEDGED)

    def _sealed(self, contract: bytes, log: Log, event: events.RequestSealed) -> None:
        self.seals[contract, event.request] = (event.acting_organisation, event.disclose_at)

    def _unsealed(self, contract: bytes, log: Log, event: events.RequestUnsealed) -> None:
        organisation, _ = self.seals[contract, event.request]
        self.seals[contract, event.request] = (organisation, log.block_timestamp)

    def _broken(self, contract: bytes, log: Log, event: events.GlassBroken) -> None:
        self.row(contract, event).update(
            organisation=event.acting_organisation,
            owner=event.owner,
            status=EmergencyStatus.OPEN,
            answered=False,
            due_by=event.justify_by,
        )

    def _answered(self, contract: bytes, log: Log, event: events.EmergencyAnswered) -> None:
        self.row(contract, event).update(answered=True)

    def _justified(self, contract: bytes, log: Log, event: events.EmergencyJustified) -> None:
        self.row(contract, event).update(status=EmergencyStatus.JUSTIFIED, due_by=event.review_by)

    def _reviewed(self, contract: bytes, log: Log, event: events.EmergencyReviewed) -> None:
        self.row(contract, event).update(status=EmergencyStatus.REVIEWED)

    def _window(self, contract: bytes, log: Log, event: events.WindowOpened) -> None:
        self.uses[event.grant] += event.uses
        self.row(contract, event).update(
            owner=event.owner,
            status=WindowStatus.OPEN,
            uses=event.uses,
            count=0,
            close_by=event.close_by,
            root=bytes(32),
        )

    def _window_closed(self, contract: bytes, log: Log, event: events.WindowClosed) -> None:
        self.row(contract, event).update(status=WindowStatus.CLOSED, count=event.count, root=event.root)

    # --- BillRanges and MedicalBills ---

    def _proposed(self, contract: bytes, log: Log, event: events.RangeProposed) -> None:
        self.row(contract, event).update(
            status=RangeStatus.PROPOSED,
            code=event.code,
            first=0,
            last=0,
            valid_until=event.valid_until,
            unit=0,
            holder=event.holder,
            grantor=event.acting_organisation,
            proposed_by=self.officer_of[event.actor],
            count=event.count,
            unconfirmed_voids=0,
            parent=0,
            closure_by=0,
        )

    def _granted(self, contract: bytes, log: Log, event: events.RangeGranted) -> None:
        self.code_owner[event.code] = event.acting_organisation
        self.row(contract, event).update(status=RangeStatus.GRANTED, first=event.first, last=event.last)

    def _split(self, contract: bytes, log: Log, event: events.RangeSplit) -> None:
        count, whole = event.last + 1 - event.first, self.row(contract, event)
        self.objects[contract, "range", event.part_range].update(
            {**whole, "version": event.part_range_version, "first": event.first, "last": event.last, "count": count},
            unit=event.unit,
            unconfirmed_voids=0,
            parent=event.range,
            closure_by=0,
        )
        whole.update(last=event.first - 1, count=whole["count"] - count)

    def _returned(self, contract: bytes, log: Log, event: events.RangeReturned) -> None:
        self.row(contract, event).update(status=RangeStatus.RETURNED)
        assert (event.first, event.last) == self._left(contract, event)

    def _left(self, contract: bytes, event: events.RangeReturned | events.RangeClosed) -> tuple[int, int]:
        """The first and the last number that are left of a range."""
        row = self.row(contract, event)
        return row["first"] + self.issued[event.range], row["last"]

    def _voided(self, contract: bytes, log: Log, event: events.NumbersVoided) -> None:
        self.issued[event.range] += event.count
        self.row(contract, event)["unconfirmed_voids"] += 1
        self.voids[event.range, event.first] = {
            "count": event.count,
            "reason": event.reason,
            "reviewed_by": 0,
            "confirmed": False,
        }

    def _void_reviewed(self, contract: bytes, log: Log, event: events.VoidReviewed) -> None:
        self.voids[event.range, event.first]["reviewed_by"] = self.officer_of[event.actor]

    def _void_confirmed(self, contract: bytes, log: Log, event: events.VoidConfirmed) -> None:
        self.row(contract, event)["unconfirmed_voids"] -= 1
        self.voids[event.range, event.first]["confirmed"] = True

    def _closure_proposed(self, contract: bytes, log: Log, event: events.RangeClosureProposed) -> None:
        self.row(contract, event).update(closure_by=self.officer_of[event.actor])

    def _range_closed(self, contract: bytes, log: Log, event: events.RangeClosed) -> None:
        self.row(contract, event).update(status=RangeStatus.CLOSED)
        assert (event.first, event.last) == self._left(contract, event)

    def _written_off(self, contract: bytes, log: Log, event: events.RangeWrittenOff) -> None:
        self.row(contract, event).update(status=RangeStatus.WRITTEN_OFF)

    def _order_set(self, contract: bytes, log: Log, event: events.PayerOrderSet) -> None:
        self.row(contract, event).update(turns=event.turns)

    def _classified(self, contract: bytes, log: Log, event: events.PayerClassified) -> None:
        self.row(contract, event).setdefault("turns", 0)
        self.classes[event.code, event.payer] = event.payer_class

    def _bill(self, contract: bytes, bill: int) -> Row:
        """A bill of MedicalBills; one that had no event yet is all zero."""
        row = self.objects[contract, "bill", bill]
        for name in ("issuer", "batch", "state", "turns", "frozen_until", "paper", "frozen_by"):
            row.setdefault(name, 0)
        row.setdefault("shredded", False)
        return row

    def _mark(self, issuer: int, event: Any) -> None:
        self.tags |= {(issuer, tag) for tag in (event.business_tag, event.settlement_tag) if any(tag)}

    def _issued(self, contract: bytes, log: Log, event: events.BillIssued) -> None:
        self.issued[event.range] += 1
        self._mark(event.acting_organisation, event)
        self.leaves[event.bill] = (event.business_tag, event.settlement_tag, event.inner)
        self._bill(contract, event.bill).update(
            issuer=event.acting_organisation, batch=0, state=IssueState.ISSUED, turns=self._turns(event.bill)
        )

    def _batch(self, contract: bytes, log: Log, event: events.BatchIssued) -> None:
        self.issued[event.range] += event.count
        terms = {"first": event.first, "count": event.count, "turns": self._turns(event.first), "root": event.root}
        self.row(contract, event).update(issuer=event.acting_organisation, **terms)

    def _opened(self, contract: bytes, log: Log, event: events.BillOpened) -> None:
        issuer = self._issuer(event.batch)
        self._mark(issuer, event)  # type: ignore[arg-type]
        self._bill(contract, event.bill).update(issuer=issuer, batch=event.batch, state=IssueState.ISSUED)

    def _red_lettered(self, contract: bytes, log: Log, event: events.BillRedLettered) -> None:
        self.issued[event.range] += 1
        self._mark(event.acting_organisation, event)
        self.row(contract, event).update(state=IssueState.RED_LETTERED)
        self.barred.add(event.bill)
        self._bill(contract, event.red_bill).update(
            issuer=event.acting_organisation, batch=0, state=IssueState.RED_LETTER
        )
        self.leaves[event.red_bill] = (event.business_tag, event.settlement_tag, event.inner)
        self.counterparts.update({event.bill: event.red_bill, event.red_bill: event.bill})

    def _paper(self, contract: bytes, log: Log, event: events.PaperIssued) -> None:
        row = self._bill(contract, event.bill)
        self.papers |= {(who, event.paper): event.bill for who in (row["issuer"], event.acting_organisation)}
        assert row["paper"] == event.replaced
        row.update(paper=event.paper)

    def _paper_voided(self, contract: bytes, log: Log, event: events.PaperVoided) -> None:
        assert self._bill(contract, event.bill)["paper"] == event.paper
        self._bill(contract, event.bill).update(paper=0)

    def _bill_frozen(self, contract: bytes, log: Log, event: events.BillFrozen) -> None:
        officer = self.officer_of[event.actor]
        self._bill(contract, event.bill).update(frozen_until=FOR_EVER, frozen_by=officer)
        self.barred.add(event.bill)

    def _lifted(self, contract: bytes, log: Log, event: events.FreezeLifted) -> None:
        self._bill(contract, event.bill).update(frozen_until=event.frozen_until)

    def _bill_shredded(self, contract: bytes, log: Log, event: events.BillShredded) -> None:
        self._bill(contract, event.bill).update(shredded=True)

    def _batch_row(self, batch: int) -> Row:
        return next(row for (_, kind, identity), row in self.objects.items() if (kind, identity) == ("batch", batch))

    def _issuer(self, batch: int) -> int:
        """Who issued a batch; its successor may act for it later."""
        found: int = self._batch_row(batch)["issuer"]
        return found

    def _turns(self, bill: int) -> int:
        """The classes that are waited for on bills of this one's code now."""
        known = ("code", bill // 10**10)
        return next((row["turns"] for (_, *it), row in self.objects.items() if tuple(it) == known), 0)

    # --- BillClaims ---

    def _claim_opened(self, contract: bytes, log: Log, event: events.ClaimOpened) -> None:
        self._shown(event)
        account = self._account(contract, event)
        bills = (row for (_, kind, bill), row in self.objects.items() if (kind, bill) == ("bill", event.bill))
        alone = next((row["turns"] for row in bills if "turns" in row), 0)
        pending = self._batch_row(event.batch)["turns"] if event.batch else alone
        terms = {"claimable_fen": event.claimable_fen, "consent_key": event.consent_key, "pending_turns": pending}
        account.update(open=True, **terms)
        self._engage(contract, log, event.bill)

    def _reserved(self, contract: bytes, log: Log, event: events.ReservationMade) -> None:
        own = self._place(contract, event)
        own.update(number=event.bill_version, reserved_fen=event.amount_fen, expires_at=event.expires_at)
        self._engage(contract, log, event.bill)

    def _settled_directly(self, contract: bytes, log: Log, event: events.DirectSettlementMade) -> None:
        own = self._place(contract, event)
        own.update(number=event.bill_version, reserved_fen=0, expires_at=log.block_timestamp)
        own["settled_fen"] += event.amount_fen
        self._end_turn(contract, event.bill, event.acting_organisation)
        self._engage(contract, log, event.bill)

    def _declined(self, contract: bytes, log: Log, event: events.ClaimDeclined) -> None:
        self._place(contract, event)
        self._end_turn(contract, event.bill, event.acting_organisation)

    def _renewed(self, contract: bytes, log: Log, event: events.ReservationRenewed) -> None:
        self._reservation(contract, event)["expires_at"] = event.expires_at
        self._engage(contract, log, event.bill)

    def _settled(self, contract: bytes, log: Log, event: events.SettlementMade) -> None:
        own = self._reservation(contract, event)
        own["reserved_fen"] -= event.amount_fen
        own["settled_fen"] += event.amount_fen
        self._end_turn(contract, event.bill, own["payer"])
        self._engage(contract, log, event.bill)

    def _released(self, contract: bytes, log: Log, event: events.ReservationReleased) -> None:
        own = self._reservation(contract, event)
        assert own["reserved_fen"] == event.amount_fen
        own["reserved_fen"] = 0
        self._engage(contract, log, event.bill)

    def _reversal_proposed(self, contract: bytes, log: Log, event: events.ReversalProposed) -> None:
        own = self._reservation(contract, event)
        terms = {"proposed_by": self.officer_of[event.actor], "amount_fen": event.amount_fen, "reason": event.reason}
        self.reversals[contract, event.bill, own["payer"]] = terms

    def _reversed(self, contract: bytes, log: Log, event: events.SettlementReversed) -> None:
        own = self._reservation(contract, event)
        proposed = self.reversals[contract, event.bill, own["payer"]]
        assert (proposed["amount_fen"], proposed["reason"]) == (event.amount_fen, event.reason)
        proposed.update(proposed_by=0, amount_fen=0)
        own["settled_fen"] -= event.amount_fen
        self._engage(contract, log, event.bill)

    def _consent_revoked(self, contract: bytes, log: Log, event: events.ConsentRevoked) -> None:
        assert self.revoked[contract, event.consent_key, event.payer] < event.serial
        self.revoked[contract, event.consent_key, event.payer] = event.serial
        self.row(contract, event)

    def _booked(self, contract: bytes, log: Log, event: events.BillBooked) -> None:
        self._shown(event)
        self._account(contract, event)["bookings"] += 1
        entry = {"state": event.entry_state, "purpose": event.entry_purpose, "period": event.period}
        self.entries[contract, event.bill, event.acting_organisation] = entry
        self._engage(contract, log, event.bill)

    def _booking_reversed(self, contract: bytes, log: Log, event: events.BookingReversed) -> None:
        self._account(contract, event)["bookings"] -= 1
        self.entries[contract, event.bill, event.booking_unit]["state"] = EntryState.REVERSED
        self._engage(contract, log, event.bill)

    def _shown(self, event: events.ClaimOpened | events.BillBooked) -> None:
        """Marks the tags of a bill of a batch, unless an act in MedicalBills or an earlier showing did."""
        rows = [row for (_, kind, bill), row in self.objects.items() if (kind, bill) == ("bill", event.bill)]
        if event.batch and event.bill not in self.opened_by_claim and not any(row.get("state") for row in rows):
            self._mark(self._issuer(event.batch), event)
        self.opened_by_claim.add(event.bill)

    def _account(self, contract: bytes, event: Event) -> Row:
        row = self.row(contract, event)
        if "bookings" not in row:
            row.update(open=False, claimable_fen=0, consent_key=NO_ADDRESS, pending_turns=0, bookings=0)
        return row

    def _place(self, contract: bytes, event: Any) -> Row:
        """The place of the acting payer, which it takes with its first act."""
        self._account(contract, event)
        payers, payer = self.reservations[contract, event.bill], event.acting_organisation
        empty = {"payer": payer, "number": 0, "reserved_fen": 0, "settled_fen": 0, "expires_at": 0}
        return payers.setdefault(payer, empty)

    def _reservation(self, contract: bytes, event: Any) -> Row:
        """The reservation by its number: the payer's successor may use it."""
        self._account(contract, event)
        payers = self.reservations[contract, event.bill].values()
        return next(row for row in payers if row["number"] == event.reservation)

    def _end_turn(self, contract: bytes, bill: int, payer: int) -> None:
        """Ends the turn of the class that a payer has now."""
        ended = self.classes.get((bill // 10**10, payer), 0)
        self.objects[contract, "bill", bill]["pending_turns"] &= ~(1 << ended)

    def _engage(self, contract: bytes, log: Log, bill: int) -> None:
        own = self.reservations[contract, bill].values()
        live = [row["expires_at"] for row in own if row["reserved_fen"] and log.block_timestamp < row["expires_at"]]
        booked = self.objects[contract, "bill", bill]["bookings"] > 0
        settled = any(entry["settled_fen"] for entry in own)
        self.engagements[bill] = (max(live, default=0), settled, booked, contract)

    def account_at(self, contract: bytes, bill: int, now: int) -> Row:
        """What getClaim says."""
        own = self.reservations[contract, bill].values()
        sums = {"settled_fen": sum(row["settled_fen"] for row in own), "reserved_fen": self.live(contract, bill, now)}
        return {**self.objects[contract, "bill", bill], **sums, "payers": len(own)}

    def live(self, contract: bytes, bill: int, now: int) -> int:
        own = self.reservations[contract, bill].values()
        return sum(entry["reserved_fen"] for entry in own if now < entry["expires_at"])


_APPLY: dict[type[Event], Callable[..., None]] = {
    events.ContractListed: Replay._listed,
    events.ContractClosed: Replay._closed,
    events.OrganisationAdmitted: Replay._admitted,
    events.OrganisationAmended: Replay._amended_organisation,
    events.OrganisationEnded: Replay._ended,
    events.PauseSet: Replay._paused,
    events.AdministratorRuleSet: Replay._rule,
    events.EndorsementGiven: Replay._endorsed,
    events.EndorsementUsed: Replay._endorsement_over,
    events.EndorsementWithdrawn: Replay._endorsement_over,
    events.KeyRotated: Replay._rotated,
    events.FreezeSet: Replay._frozen,
    events.ProposalMade: Replay._made,
    events.VoteCast: Replay._voted,
    events.VoteWithdrawn: Replay._vote_withdrawn,
    events.ProposalQueued: Replay._queued,
    events.ProposalCancelled: Replay._proposal_cancelled,
    events.PolicySet: Replay._policy,
    events.GuardianAppointed: Replay._guardian,
    events.GuardianRemoved: Replay._guardian_removed,
    events.GuardianStopped: Replay._guardian_acted,
    events.GuardianFroze: Replay._guardian_acted,
    events.HandedOver: Replay._handed_over,
    events.OrganisationSuspended: Replay._suspended,
    events.OrganisationReinstated: Replay._reinstated,
    events.OfficerAppointed: Replay._appointed,
    events.OfficerAmended: Replay._amended,
    events.OfficerDismissed: Replay._dismissed,
    events.DecisionExecuted: Replay._decided,
    events.ResourceRegistered: Replay._registered,
    events.ResourceAmended: Replay._resource,
    events.ResourceRetired: Replay._retired,
    events.RecordRegistered: Replay._record,
    events.RecordBatchRegistered: Replay._record_batch,
    events.RecordOpened: Replay._record,
    events.RecordSuperseded: Replay._superseded,
    events.RecordWithdrawn: Replay._withdrawn,
    events.RecordShredded: Replay._shredded,
    events.TimestampAnchored: Replay._anchored,
    events.GrantIssued: Replay._granted_use,
    events.DraftApproved: Replay._draft_approved,
    events.DraftApprovalWithdrawn: Replay._approval_withdrawn,
    events.SignatureCancelled: Replay._signature_cancelled,
    events.GrantRevoked: Replay._revoked,
    events.RequestFiled: Replay._filed,
    events.RequestRejected: Replay._rejected,
    events.RequestServed: Replay._served,
    events.RequestAcknowledged: Replay._acknowledged,
    events.RequestApproved: Replay._request_approved,
    events.RequestRevoked: Replay._taken_back,
    events.RequestDisputed: Replay._disputed,
    events.RequestSealed: Replay._sealed,
    events.RequestUnsealed: Replay._unsealed,
    events.GlassBroken: Replay._broken,
    events.EmergencyAnswered: Replay._answered,
    events.EmergencyJustified: Replay._justified,
    events.EmergencyReviewed: Replay._reviewed,
    events.WindowOpened: Replay._window,
    events.WindowClosed: Replay._window_closed,
    events.RangeProposed: Replay._proposed,
    events.RangeGranted: Replay._granted,
    events.RangeSplit: Replay._split,
    events.RangeReturned: Replay._returned,
    events.NumbersVoided: Replay._voided,
    events.VoidReviewed: Replay._void_reviewed,
    events.VoidConfirmed: Replay._void_confirmed,
    events.RangeClosureProposed: Replay._closure_proposed,
    events.RangeClosed: Replay._range_closed,
    events.RangeWrittenOff: Replay._written_off,
    events.PayerOrderSet: Replay._order_set,
    events.PayerClassified: Replay._classified,
    events.BillIssued: Replay._issued,
    events.BatchIssued: Replay._batch,
    events.BillOpened: Replay._opened,
    events.BillRedLettered: Replay._red_lettered,
    events.PaperIssued: Replay._paper,
    events.PaperVoided: Replay._paper_voided,
    events.BillFrozen: Replay._bill_frozen,
    events.FreezeLifted: Replay._lifted,
    events.BillShredded: Replay._bill_shredded,
    events.ClaimOpened: Replay._claim_opened,
    events.ReservationMade: Replay._reserved,
    events.DirectSettlementMade: Replay._settled_directly,
    events.ClaimDeclined: Replay._declined,
    events.ReservationRenewed: Replay._renewed,
    events.SettlementMade: Replay._settled,
    events.ReversalProposed: Replay._reversal_proposed,
    events.SettlementReversed: Replay._reversed,
    events.ConsentRevoked: Replay._consent_revoked,
    events.BillBooked: Replay._booked,
    events.BookingReversed: Replay._booking_reversed,
    events.ReservationReleased: Replay._released,
}


def _call_hash(target: bytes, call: bytes) -> bytes:
    return keccak256(encode(["address", "bytes"], [target, call]))


# --- the contracts' word against the events' -----------------------------------------------------------------


_ENDS: dict[tuple[str, int], tuple[str, int]] = {
    ("request", RequestStatus.SUBMITTED): ("serve_by", RequestStatus.LAPSED),
    ("request", RequestStatus.APPROVED): ("serve_by", RequestStatus.LAPSED),
    ("request", RequestStatus.SERVED): ("acknowledge_by", RequestStatus.OVERDUE),
    ("emergency", EmergencyStatus.OPEN): ("due_by", EmergencyStatus.UNJUSTIFIED),
    ("emergency", EmergencyStatus.JUSTIFIED): ("due_by", EmergencyStatus.UNREVIEWED),
    ("window", WindowStatus.OPEN): ("close_by", WindowStatus.OVERDUE),
    ("proposal", ProposalStatus.OPEN): ("lapses_at", ProposalStatus.LAPSED),
    ("proposal", ProposalStatus.QUEUED): ("lapses_at", ProposalStatus.LAPSED),
}
"""By kind and status: the time at which the status ends by itself, and what is read from then on."""


def _at(now: int, kind: str, row: Row) -> Row:
    """What the view of an object says now."""
    until, afterwards = _ENDS.get((kind, row.get("status", 0)), (None, 0))
    return {**row, "status": afterwards} if until and now >= row[until] else dict(row)


def check_state(system: System, views: dict[str, tuple[str, str]]) -> Replay:
    """Every stored object, and every silent word, is what the events say it is."""
    replay = Replay().read(system.kept())
    contracts = {contract.address: contract for contract in system.contracts}
    now = system.chain.now
    for (address, kind, identity), row in replay.objects.items():
        contract = contracts[address]
        if (kind, contract.key) == ("bill", "bill_claims"):
            assert contract.read("getClaim", identity)._asdict() == replay.account_at(address, identity, now), identity
        elif kind == "consent_key":
            assert contract.read("revocationsOf", identity) == row["version"]
        else:
            found = contract.read(views[kind][1], identity)._asdict()
            assert found == _at(now, kind, row), (contract.key, kind, identity)
    _check_officers(system, replay)
    _check_votes(system, replay)
    _check_reports(system, replay)
    _check_requests(contracts, replay)
    for (address, bill), payers in replay.reservations.items():
        _check_claim(contracts[address], replay, bill, payers, now)
    _check_side_words(contracts, replay)
    return replay


def _check_officers(system: System, replay: Replay) -> None:
    consortium, now = system.consortium, system.chain.now
    for who, binding in replay.bindings.items():
        officer = binding["officer"]
        assert consortium.read("officerOf", who) == officer
        assert consortium.read("getBinding", who)._asdict() == binding
        if binding["serves_until"] == FOR_EVER:
            assert consortium.read("accountOf", officer) == who
        changes = {at for at, _ in replay.past[officer]}
        for time in {time for at in changes for time in (at - 1, at, at + 1)} | {now}:
            if 0 <= time <= now:
                assert consortium.read("officerAt", who, time) == replay.officer_at(who, time), (who, time)
    for organisation in replay.heirs:
        heir = organisation
        while heir in replay.heirs:
            heir = replay.heirs[heir]
        assert consortium.read("heirOf", organisation) == heir


def _check_votes(system: System, replay: Replay) -> None:
    organisations = [identity for (_, kind, identity) in replay.objects if kind == "organisation"]
    for proposal, voted in replay.votes.items():
        for organisation in organisations:
            assert system.decisions.read("hasVoted", proposal, organisation) == (organisation in voted)


def _check_reports(system: System, replay: Replay) -> None:
    bills, ranges, grants = system.bills, system.ranges, system.grants
    for (_, kind, identity), row in replay.objects.items():
        if kind == "grant":
            made, delegated = replay.uses[identity], replay.delegated[identity]
            assert grants.read("usesOf", identity) == (made, delegated)
            assert grants.read("remainingUsesOf", identity) == row["max_uses"] - made - delegated >= 0
        if kind == "range":
            assert ranges.read("nextNumber", identity) == row["first"] + replay.issued[identity]
            assert ranges.read("codeOwner", row["code"]) == replay.code_owner.get(row["code"], 0)
    for (number_range, first), voided in replay.voids.items():
        assert ranges.read("getVoid", number_range, first)._asdict() == voided
    for (code, payer), payer_class in replay.classes.items():
        assert ranges.read("payerClassOf", code, payer) == payer_class
    for (issuer, paper), bill in replay.papers.items():
        assert bills.read("billOfPaper", issuer, paper) == bill
    for bill, leaf in replay.leaves.items():
        found = bills.read("verifyBill", bill, (0, leaf, ()))
        assert (found.authentic, found.counterpart) == (True, replay.counterparts.get(bill, 0))
    for bill in {*replay.engagements, *replay.barred}:
        *engaged, by = replay.engagements.get(bill, (0, False, False, NO_ADDRESS))
        marks = (bill in replay.opened_by_claim, bill in replay.barred)
        assert bills.read("getEngagement", bill) == (*engaged, *marks, by), bill
    for issuer, tag in replay.tags:
        assert bills.read("isTagUsed", issuer, tag)


def _check_requests(contracts: dict[bytes, Contract], replay: Replay) -> None:
    """Seals, and the emergencies that are still to be justified."""
    requests = [contract for contract in contracts.values() if contract.key == "data_requests"]
    open_ones: dict[tuple[bytes, int], set[int]] = defaultdict(set)
    for (address, kind, identity), row in replay.objects.items():
        if kind == "request":
            assert contracts[address].read("getSeal", identity) == replay.seals.get((address, identity), (0, 0))
        if kind == "emergency":
            found = open_ones[address, row["organisation"]]
            if row["status"] == EmergencyStatus.OPEN:
                found.add(identity)
    for contract in requests:
        for (address, organisation), expected in open_ones.items():
            if address == contract.address:
                listed = contract.read("openEmergenciesOf", organisation)
                assert (len(listed), set(listed)) == (len(expected), expected)


def _check_claim(claims: Contract, replay: Replay, bill: int, payers: dict[int, Row], now: int) -> None:
    account = replay.account_at(claims.address, bill, now)
    assert [entry._asdict() for entry in claims.read("reservationsOf", bill)] == list(payers.values())
    left = account["claimable_fen"] - account["settled_fen"] - account["reserved_fen"]
    assert claims.read("availableOf", bill) == left >= 0


def _check_side_words(contracts: dict[bytes, Contract], replay: Replay) -> None:
    """Reversals that are proposed, revoked consents, and entries."""
    for (address, bill, payer), proposed in replay.reversals.items():
        number = replay.reservations[address, bill][payer]["number"]
        assert contracts[address].read("getReversal", bill, number)._asdict() == proposed
    for (address, key, payer), serial in replay.revoked.items():
        assert contracts[address].read("revokedSerial", key, payer) == serial
    for (address, bill, unit), entry in replay.entries.items():
        assert contracts[address].read("getEntry", bill, unit)._asdict() == entry
