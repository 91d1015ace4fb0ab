"""The rules of MedicalBills: bills are issued, taken back, put on paper, frozen, shredded, and never edited. Pure.

A bill is issued alone, or in a batch by one Merkle root, and gets storage of its own at its first action. A red letter,
a bill of its own, takes it back while nothing of it is engaged. It has one live form: electronic, or one paper. It is
frozen at once, and what is lifted ends after a day. A claims contract reports how it engages a bill, and emits nothing
by that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from govledger import refusals
from govledger.errors import InputError
from govledger.events import Event
from govledger.events import types as events
from govledger.model import (
    FOR_EVER,
    ContractRole,
    FreezeReason,
    IssueState,
    RedLetterReason,
    Role,
    ShreddingReason,
)
from govledger.privacy.commitments import leaf_hash
from govledger.privacy.merkle import process_proof
from govledger.rules.answers import Authority, Consortium, Stage, require
from govledger.rules.bill_ranges import CODE_LIMIT, NUMBER_LIMIT, BillRangesRules

LIFTING_DELAY = 86_400
NO_HASH = bytes(32)
NO_ADDRESS = bytes(20)

Events = tuple[Event, ...]
Tags = frozenset[tuple[int, bytes]]
"""Used tags, each with its issuer."""


# --- what calls take, member by member as in Solidity ----------------------------------------------------


class BillLeaf(NamedTuple):
    """What the issuer publishes of a bill: three hashes of 32 bytes."""

    business_tag: bytes
    settlement_tag: bytes
    inner: bytes

    def hashed(self, index: int = 0) -> bytes:
        """The leaf at a place of a batch; a bill that was issued alone stands at 0."""
        return leaf_hash(index, *self)


class BillOpening(NamedTuple):
    """What shows that a bill was issued as it is said to be."""

    batch: int
    """0: alone."""
    leaf: BillLeaf
    proof: Sequence[bytes] | None
    """None: it was shown to the contract, whose events do not repeat it; whoever holds the manifest can check it."""


RowOf = Callable[[int, int], BillLeaf | None]
"""The leaf at a place of a batch, by the batch's manifest; None where that is not known."""


# --- what the contract holds -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill's own storage; all zero: it has none."""

    version: int = 0
    issuer: int = 0
    batch: int = 0
    state: IssueState = IssueState.NONE
    """NONE where it has no storage of its own, or was only frozen or shredded: then it is an issued one."""
    turns: int = 0
    """Of a bill that was issued alone: the classes of payers that are waited for, bit = number of the class."""
    shredded: bool = False
    frozen_until: int = 0
    paper: int = 0
    """The paper that is its live form, as code · 10^10 + number; 0: it is electronic."""
    frozen_by: int = 0


@dataclass(frozen=True, slots=True)
class BillBatch:
    """A batch; all zero: there is none."""

    version: int = 0
    issuer: int = 0
    first: int = 0
    count: int = 0
    turns: int = 0
    """The classes of payers that are waited for on its bills, bit = number of the class."""
    root: bytes = NO_HASH

    def holds(self, bill: int) -> bool:
        """Whether a bill's key is one of the batch's."""
        return self.first <= bill < self.first + self.count


@dataclass(frozen=True, slots=True)
class Engagement:
    """How a claims contract engages a bill; all zero: none does."""

    reserved_until: int = 0
    settled: bool = False
    booked: bool = False
    opened: bool = False
    """Whether a claim or a booking opened the bill: its tags are marked as used."""
    barred: bool = False
    """Whether the bill was ever frozen or taken back."""
    by: bytes = NO_ADDRESS

    def holds_at(self, now: int) -> bool:
        """Whether the bill is engaged at a time."""
        return self.settled or self.booked or now < self.reserved_until


@dataclass(frozen=True, slots=True)
class BillVerification:
    """What the chain says of a bill and the leaf it is said to have; all zero: it was not issued so."""

    authentic: bool = False
    state: IssueState = IssueState.NONE
    issuer: int = 0
    version: int = 0
    frozen_until: int = 0
    shredded: bool = False
    paper: int = 0
    counterpart: int = 0
    engagement: Engagement = Engagement()


class MedicalBillsRules:
    """The state of MedicalBills, and what may become of it."""

    def __init__(
        self,
        consortium: Consortium | None,
        ranges: BillRangesRules | None,
        first_id: int,
        *,
        address: bytes,
        row_of: RowOf = lambda batch, index: None,
    ) -> None:
        """As the contract is created.

        Args:
            consortium: whose officers act.
            ranges: from which bills take their numbers.
            first_id: of batches.
            address: the contract's own.
            row_of: the leaf at a place of a batch by its manifest, against which a bill is held whose proof is not
                known; None where the manifest is not known either.

        Raises:
            Refusal: no consortium, no ranges, or a first id of 0.
        """
        if consortium is None or ranges is None:
            raise refusals.ConstructorAddressZero()
        require(first_id != 0, refusals.FirstIdZero())
        self.address = address
        self.consortium = consortium
        self.ranges = ranges
        self._row_of = row_of
        self.batches: dict[int, BillBatch] = {}
        self.bills: dict[int, Bill] = {}
        self.alone: dict[int, BillLeaf] = {}
        """The leaf of a bill that was issued alone."""
        self.shown: dict[int, BillLeaf] = {}
        """The leaf of a bill of a batch as it was shown first: it has no other one."""
        self.counterparts: dict[int, int] = {}
        self.engagements: dict[int, Engagement] = {}
        self.used_tags: dict[tuple[int, bytes], bool] = {}
        """By issuer and tag."""
        self.papers: dict[tuple[int, int], int] = {}
        """The bill that a paper was issued for, by issuer and paper."""
        self.next_batch = first_id

    # --- issue ---

    def issue_bill(self, sender: bytes, now: int, number_range: int, number: int, leaf: BillLeaf) -> Events:
        """An issuer of the range's holder issues a bill alone."""
        acting = self._authorise(sender, now, Role.ISSUER, Stage.BEGIN)
        bill = self._numbered(now, number_range, acting, number)
        marked = self._marked(acting.organisation, leaf)

        self._take_number(now, number_range, acting, number)
        turns = self._turns_of(bill)
        version = self._create(bill, acting.organisation, leaf, IssueState.ISSUED, marked, turns)
        by = (acting.organisation, Role.ISSUER, version)
        return (events.BillIssued(bill, sender, *by, number_range, *leaf),)

    def issue_batch(self, sender: bytes, now: int, number_range: int, first: int, count: int, root: bytes) -> Events:
        """An issuer of the range's holder issues bills with consecutive numbers by one root."""
        authority = self._authorise(sender, now, Role.ISSUER, Stage.BEGIN)
        acting = authority.organisation
        require(count != 0, refusals.BatchEmpty())
        require(root != NO_HASH, refusals.BatchRootZero())
        bill = self._numbered(now, number_range, authority, first, count)

        self._take_number(now, number_range, authority, first, count)
        batch, self.next_batch = self.next_batch, self.next_batch + 1
        self.batches[batch] = BillBatch(1, acting, bill, count, self._turns_of(bill), root)
        return (events.BatchIssued(batch, sender, acting, Role.ISSUER, 1, number_range, bill, count, root),)

    # --- red letter and paper ---
    # An opening that is None is that of a bill with storage of its own: an event does not repeat it.

    def red_letter_bill(
        self,
        sender: bytes,
        now: int,
        bill: int,
        seen_version: int,
        opening: BillOpening | None,
        number_range: int,
        number: int,
        red_leaf: BillLeaf,
        reason: RedLetterReason | int,
    ) -> Events:
        """The bill's issuer takes it back by a red letter, while nothing of it is engaged and no paper lives."""
        authority = self._authorise(sender, now, Role.ISSUER, Stage.FINISH)
        acting = authority.organisation
        self._require_standing(now, bill, seen_version, opening, acting)
        self._require_unengaged(now, bill)
        paper = self.get_bill(bill).paper
        require(paper == 0, refusals.BillPaperLive(bill, paper))
        red_bill = self._numbered(now, number_range, authority, number)
        opened_tags = self._tags_to_open(bill, opening)
        red_tags = self._marked(acting, red_leaf, opened_tags)

        self._take_number(now, number_range, authority, number)
        opened = self._open_here(sender, bill, opening, acting, opened_tags)
        version = self._put(bill, state=IssueState.RED_LETTERED).version
        self._bar(bill)
        red_version = self._create(red_bill, acting, red_leaf, IssueState.RED_LETTER, red_tags, 0)
        self.counterparts |= {bill: red_bill, red_bill: bill}
        red = (red_bill, red_version, number_range, *red_leaf, reason)
        return (*opened, events.BillRedLettered(bill, sender, acting, Role.ISSUER, version, *red))

    def issue_paper(
        self, sender: bytes, now: int, bill: int, seen_version: int, opening: BillOpening | None, paper: int
    ) -> Events:
        """The bill's issuer makes a paper its live form, while nothing of it is reserved."""
        acting = self._authorise(sender, now, Role.ISSUER, Stage.FINISH).organisation
        issuer = self._require_standing(now, bill, seen_version, opening, acting)
        self._require_unreserved(now, bill)
        proper = paper < CODE_LIMIT * NUMBER_LIMIT and paper % NUMBER_LIMIT != 0
        require(proper, refusals.PaperNumberInvalid(paper))
        opened_tags = self._tags_to_open(bill, opening)
        for owner in (issuer, acting):
            used_by = self.bill_of_paper(owner, paper)
            require(used_by == 0, refusals.PaperNumberUsed(owner, paper, used_by))

        opened = self._open_here(sender, bill, opening, acting, opened_tags)
        self.papers |= {(issuer, paper): bill, (acting, paper): bill}
        replaced = self.get_bill(bill).paper
        version = self._put(bill, paper=paper).version
        return (*opened, events.PaperIssued(bill, sender, acting, Role.ISSUER, version, paper, replaced))

    def void_paper(self, sender: bytes, now: int, bill: int, seen_version: int) -> Events:
        """The bill's issuer voids its paper, while nothing of it is reserved: it is electronic again."""
        acting = self._authorise(sender, now, Role.ISSUER, Stage.FINISH).organisation
        entry = self.get_bill(bill)
        require(entry.paper != 0, refusals.BillIsElectronic(bill))
        self._require_issuer(bill, entry.issuer, acting)
        require(entry.version == seen_version, refusals.BillVersionStale(bill, seen_version, entry.version))
        self._require_not_frozen(now, bill)
        self._require_unreserved(now, bill)

        version = self._put(bill, paper=0).version
        return (events.PaperVoided(bill, sender, acting, Role.ISSUER, version, entry.paper),)

    # --- freeze and shredding ---

    def freeze_bill(self, sender: bytes, now: int, bill: int, reason: FreezeReason | int) -> Events:
        """A finance officer of the code's department freezes a bill, or a number that no bill has yet."""
        acting = self._authorise(sender, now, Role.FINANCE, Stage.RELIEVE)
        self._require_code(bill, acting.organisation)
        frozen_until = self.get_bill(bill).frozen_until
        require(frozen_until != FOR_EVER, refusals.BillIsFrozen(bill, frozen_until))

        version = self._put(bill, frozen_until=FOR_EVER, frozen_by=acting.officer).version
        self._bar(bill)
        return (events.BillFrozen(bill, sender, acting.organisation, Role.FINANCE, version, reason),)

    def lift_freeze(self, sender: bytes, now: int, bill: int, seen_version: int) -> Events:
        """Another finance officer of the department lifts a freeze, which ends a day later."""
        acting = self._authorise(sender, now, Role.FINANCE, Stage.RELIEVE)
        self._require_code(bill, acting.organisation)
        entry = self.get_bill(bill)
        require(entry.frozen_until == FOR_EVER, refusals.BillNotFrozen(bill, entry.frozen_until))
        require(entry.version == seen_version, refusals.BillVersionStale(bill, seen_version, entry.version))
        second = entry.frozen_by != acting.officer
        require(second, refusals.BillSecondOfficerNeeded(bill, acting.officer))

        until = now + LIFTING_DELAY
        version = self._put(bill, frozen_until=until).version
        return (events.FreezeLifted(bill, sender, acting.organisation, Role.FINANCE, version, until),)

    def shred_bill(
        self, sender: bytes, now: int, bill: int, seen_version: int, batch: int, reason: ShreddingReason | int
    ) -> Events:
        """The bill's issuer says that its salts are destroyed, also of a bill that was taken back."""
        acting = self._authorise(sender, now, Role.ISSUER, Stage.RELIEVE).organisation
        self._require_issuer(bill, self._issuer_of(bill, batch), acting)
        entry = self.get_bill(bill)
        require(entry.version == seen_version, refusals.BillVersionStale(bill, seen_version, entry.version))
        require(not entry.shredded, refusals.BillIsShredded(bill))
        self._require_not_frozen(now, bill)

        version = self._put(bill, shredded=True).version
        return (events.BillShredded(bill, sender, acting, Role.ISSUER, version, batch, reason),)

    # --- reports of a claims contract ---

    def report_opening(
        self,
        sender: bytes,
        now: int,
        bill: int,
        opening: BillOpening,
        reserved_until: int,
        settled: bool,
        booked: bool,
    ) -> Events:
        """A claims contract opens a bill for its first claim or booking, and says how it is engaged; silent."""
        _, marked = self.check_opening(sender, now, bill, opening)

        self._mark(marked)
        self._note_leaf(bill, opening)
        self._engage(bill, sender, reserved_until, settled, booked, opened=True)
        return ()

    def check_opening(self, sender: bytes, now: int, bill: int, opening: BillOpening) -> tuple[int, Tags]:
        """What such a report would be answered, and the tags that it would mark; else the rule that it would break.

        The answer: the classes of payers that are waited for on the bill, as bits, as they were when it was issued.
        """
        self._require_engager(sender, now, bill)
        issuer = self._require_authentic(bill, opening)
        self._require_live(now, bill)
        turns = self.get_batch(opening.batch).turns if opening.batch else self.get_bill(bill).turns
        return turns, frozenset() if self._is_opened(bill) else self._marked_of(issuer, opening.leaf)

    def report_engagement(
        self, sender: bytes, now: int, bill: int, reserved_until: int, settled: bool, booked: bool
    ) -> Events:
        """A claims contract says how a bill is engaged, by what takes or uses of it; silent."""
        self.check_engagement(sender, now, bill)

        self._engage(bill, sender, reserved_until, settled, booked)
        return ()

    def check_engagement(self, sender: bytes, now: int, bill: int) -> None:
        """Nothing, if such a report would be taken now; else the rule that it would break."""
        self._require_engager(sender, now, bill)
        if self.get_engagement(bill).barred:
            self._require_live(now, bill)

    def report_relief(
        self, sender: bytes, now: int, bill: int, reserved_until: int, settled: bool, booked: bool
    ) -> Events:
        """The claims contract that engages a bill says how, by what gives back; also of a frozen bill; silent."""
        self.check_relief(sender, bill)

        self._engage(bill, sender, reserved_until, settled, booked)
        return ()

    def check_relief(self, sender: bytes, bill: int) -> None:
        """Nothing, if such a report would be taken; else the rule that it would break."""
        require(self.get_engagement(bill).by == sender, self._engaged(bill))

    # --- what others ask ---

    def verify_bill(self, bill: int, opening: BillOpening) -> BillVerification:
        """What is said of a bill and its leaf; never a refusal."""
        if not self._is_authentic(bill, opening):
            return BillVerification()
        entry = self.get_bill(bill)
        return BillVerification(
            authentic=True,
            state=self._state_of(bill),
            issuer=self.get_batch(opening.batch).issuer if opening.batch else entry.issuer,
            version=entry.version,
            frozen_until=entry.frozen_until,
            shredded=entry.shredded,
            paper=entry.paper,
            counterpart=self.counterparts.get(bill, 0),
            engagement=self.get_engagement(bill),
        )

    def get_bill(self, bill: int) -> Bill:
        """The bill's own storage; all zero for a bill of a batch before its first action here."""
        return self.bills.get(bill, Bill())

    def get_batch(self, batch: int) -> BillBatch:
        """The batch; all zero if there is none."""
        return self.batches.get(batch, BillBatch())

    def get_engagement(self, bill: int) -> Engagement:
        """How a bill is engaged, and by which contract."""
        return self.engagements.get(bill, Engagement())

    def bill_of_paper(self, issuer: int, paper: int) -> int:
        """The bill that an organisation's paper was issued for; 0 if it was not used."""
        return self.papers.get((issuer, paper), 0)

    def is_tag_used(self, issuer: int, tag: bytes) -> bool:
        """Whether a bill that had its first action carries an organisation's tag."""
        return (issuer, tag) in self.used_tags

    # --- who may ---

    def _authorise(self, sender: bytes, now: int, role: Role, stage: Stage) -> Authority:
        return self.consortium.authorise(self.address, now, sender, role, stage)

    def _acts_for(self, acting: int, organisation: int) -> bool:
        """The same, its successor or its custodian."""
        return acting in (organisation, self.consortium.heir_of(organisation))

    # --- what must be so ---

    def _numbered(self, now: int, number_range: int, acting: Authority, number: int, count: int = 1) -> int:
        """The key of the range's next bill, if the organisation may take the number."""
        taken = (number_range, acting.organisation, acting.unit, number, count)
        return self.ranges.check_issue(self.address, now, *taken) * NUMBER_LIMIT + number

    def _marked(self, issuer: int, leaf: BillLeaf, before: Tags = frozenset()) -> Tags:
        """The tags of a new bill, none of which was used."""
        require(leaf.inner != NO_HASH, refusals.BillInnerZero())
        return self._marked_of(issuer, leaf, before)

    def _marked_of(self, issuer: int, leaf: BillLeaf, before: Tags = frozenset()) -> Tags:
        marked = set(before)
        for tag in (leaf.business_tag, leaf.settlement_tag):
            if tag == NO_HASH:
                continue
            fresh = (issuer, tag) not in self.used_tags and (issuer, tag) not in marked
            require(fresh, refusals.BillTagUsed(issuer, tag))
            marked.add((issuer, tag))
        return frozenset(marked)

    def _tags_to_open(self, bill: int, opening: BillOpening | None) -> Tags:
        """The tags that a bill of a batch gets marked by its first action here; a claim may have marked them before."""
        if opening is None or self._is_opened(bill):
            return frozenset()
        return self._marked_of(self.get_batch(opening.batch).issuer, opening.leaf)

    def _require_standing(self, now: int, bill: int, seen: int, opening: BillOpening | None, acting: int) -> int:
        """The issuer of a bill as the caller saw it, which acts for it, that was neither taken back nor frozen."""
        issuer = self._require_authentic(bill, opening)
        self._require_issuer(bill, issuer, acting)
        version = self.get_bill(bill).version
        require(version == seen, refusals.BillVersionStale(bill, seen, version))
        self._require_live(now, bill)
        return issuer

    def _require_issuer(self, bill: int, issuer: int, acting: int) -> None:
        require(self._acts_for(acting, issuer), refusals.BillIssuerMismatch(bill, issuer, acting))

    def _require_code(self, bill: int, acting: int) -> None:
        owner = self.ranges.code_owner(bill // NUMBER_LIMIT)
        require(self._acts_for(acting, owner), refusals.BillCodeForeign(bill, owner, acting))

    def _require_live(self, now: int, bill: int) -> None:
        state = self._state_of(bill)
        require(state == IssueState.ISSUED, refusals.BillStateMismatch(bill, state))
        self._require_not_frozen(now, bill)

    def _require_not_frozen(self, now: int, bill: int) -> None:
        frozen_until = self.get_bill(bill).frozen_until
        require(frozen_until <= now, refusals.BillIsFrozen(bill, frozen_until))

    def _require_engager(self, sender: bytes, now: int, bill: int) -> None:
        """The contract that engages the bill; while none does, the one that is listed for BILL_CLAIMS."""
        if self.get_engagement(bill).by == sender:
            return
        self.consortium.require_reporter(self.address, sender, ContractRole.BILL_CLAIMS)
        self._require_unengaged(now, bill)

    def _require_unreserved(self, now: int, bill: int) -> None:
        require(self.get_engagement(bill).reserved_until <= now, self._engaged(bill))

    def _require_unengaged(self, now: int, bill: int) -> None:
        require(not self.get_engagement(bill).holds_at(now), self._engaged(bill))

    def _engaged(self, bill: int) -> refusals.BillEngaged:
        entry = self.get_engagement(bill)
        return refusals.BillEngaged(bill, entry.reserved_until, entry.settled, entry.booked, entry.by)

    def _require_authentic(self, bill: int, opening: BillOpening | None) -> int:
        """The bill's issuer, if it was issued with this leaf."""
        if opening is None:
            entry = self.get_bill(bill)
            require(entry.state != IssueState.NONE, refusals.BillUnknown(bill))
            return entry.issuer
        issuer = self._issuer_of(bill, opening.batch)
        require(self._is_authentic(bill, opening), refusals.BillLeafMismatch(bill))
        return issuer

    def _issuer_of(self, bill: int, batch: int) -> int:
        """Who issued a bill, once it is known that it was issued: alone, or in the batch."""
        if batch == 0:
            require(bill in self.alone, refusals.BillUnknown(bill))
            return self.get_bill(bill).issuer
        entry = self.get_batch(batch)
        require(entry.version != 0, refusals.BatchUnknown(batch))
        held = entry.holds(bill)
        require(held, refusals.BatchBillMismatch(batch, entry.first, entry.count, bill))
        return entry.issuer

    def _is_authentic(self, bill: int, opening: BillOpening) -> bool:
        if opening.batch == 0:
            return not opening.proof and self.alone.get(bill) == opening.leaf
        entry = self.get_batch(opening.batch)
        if not entry.holds(bill):
            return False
        index = bill - entry.first
        if opening.proof is None:
            return opening.leaf == self._known_leaf(bill, opening.batch, index, opening.leaf)
        return process_proof(opening.leaf.hashed(index), opening.proof) == entry.root

    def _known_leaf(self, bill: int, batch: int, index: int, said: BillLeaf) -> BillLeaf:
        """The leaf by the batch's manifest, or as the bill was shown before; else what is said of it."""
        return self._row_of(batch, index) or self.shown.get(bill, said)

    def _state_of(self, bill: int) -> IssueState:
        """A bill of a batch without storage of its own is an issued one."""
        return self.get_bill(bill).state or IssueState.ISSUED

    def _is_opened(self, bill: int) -> bool:
        return self.get_bill(bill).state != IssueState.NONE or self.get_engagement(bill).opened

    def _turns_of(self, bill: int) -> int:
        """The order of the payers of a bill's code, as it is now."""
        return self.ranges.get_payer_order(bill // NUMBER_LIMIT).turns

    # --- what changes ---

    def _take_number(self, now: int, number_range: int, acting: Authority, number: int, count: int = 1) -> None:
        taken = (number_range, acting.organisation, acting.unit, number, count)
        self.ranges.report_issue(self.address, now, *taken)

    def _create(self, bill: int, issuer: int, leaf: BillLeaf, state: IssueState, marked: Tags, turns: int) -> int:
        """A bill that is issued alone, or a red letter; its number may have been frozen before, and stays so."""
        self._mark(marked)
        self.alone[bill] = leaf
        return self._put(bill, issuer=issuer, state=state, turns=turns).version

    def _open_here(self, sender: bytes, bill: int, opening: BillOpening | None, acting: int, marked: Tags) -> Events:
        """Gives a bill of a batch storage of its own, which a freeze or its shredding may have begun."""
        if opening is None or self.get_bill(bill).state != IssueState.NONE:
            return ()
        self._mark(marked)
        self._note_leaf(bill, opening)
        issuer = self.get_batch(opening.batch).issuer
        changes = {"issuer": issuer, "batch": opening.batch, "state": IssueState.ISSUED}
        version = self._put(bill, **changes).version
        made = (version, opening.batch, *opening.leaf)
        return (events.BillOpened(bill, sender, acting, Role.ISSUER, *made),)

    def _mark(self, tags: Tags) -> None:
        self.used_tags |= dict.fromkeys(tags, True)

    def _note_leaf(self, bill: int, opening: BillOpening) -> None:
        if opening.batch:
            self.shown[bill] = opening.leaf

    def _engage(
        self, bill: int, by: bytes, reserved_until: int, settled: bool, booked: bool, *, opened: bool = False
    ) -> None:
        before = self.get_engagement(bill)
        opened = opened or before.opened
        self.engagements[bill] = Engagement(reserved_until, settled, booked, opened, before.barred, by)

    def _bar(self, bill: int) -> None:
        self.engagements[bill] = replace(self.get_engagement(bill), barred=True)

    def _put(self, bill: int, **changes: Any) -> Bill:
        """The bill's next version."""
        before = self.get_bill(bill)
        self.bills[bill] = entry = replace(before, version=before.version + 1, **changes)
        return entry


# --- from an event to its call ---------------------------------------------------------------------------

PRECEDING: frozenset[type[Event]] = frozenset({events.BillOpened})
"""Emitted before the event by which a call is known."""
FOLLOWING: frozenset[type[Event]] = frozenset()
"""Emitted after the event by which a call is known."""


def implied_call(event: Event, preceding: Sequence[Event] = ()) -> tuple[str, tuple[Any, ...]]:
    """The method that an event of MedicalBills is by, and its arguments behind `sender` (the actor) and `now`.

    Args:
        event: the one by which the call is known.
        preceding: the events of `PRECEDING` that the same call emitted before it.

    Raises:
        InputError: no call is known by this event.
    """
    found: Any = event
    match event:
        case events.BillIssued():
            return "issue_bill", (found.range, found.bill % NUMBER_LIMIT, leaf_in(found))
        case events.BatchIssued():
            return "issue_batch", (found.range, found.first % NUMBER_LIMIT, found.count, found.root)
        case events.PaperVoided():
            return "void_paper", (found.bill, found.bill_version - 1)
        case events.BillFrozen():
            return "freeze_bill", (found.bill, found.reason)
        case events.FreezeLifted():
            return "lift_freeze", (found.bill, found.bill_version - 1)
        case events.BillShredded():
            return "shred_bill", (found.bill, found.bill_version - 1, found.batch, found.reason)
    seen, opening = found.bill_version - 1, None
    for opened in preceding:
        if isinstance(opened, events.BillOpened):
            seen, opening = seen - 1, BillOpening(opened.batch, leaf_in(opened), None)
    match event:
        case events.BillRedLettered():
            red = (found.range, found.red_bill % NUMBER_LIMIT, leaf_in(found), found.reason)
            return "red_letter_bill", (found.bill, seen, opening, *red)
        case events.PaperIssued():
            return "issue_paper", (found.bill, seen, opening, found.paper)
    raise InputError(f"no call of MedicalBills is known by {event.NAME} alone")


def leaf_in(event: Any) -> BillLeaf:
    """The leaf that an event tells."""
    return BillLeaf(event.business_tag, event.settlement_tag, event.inner)
