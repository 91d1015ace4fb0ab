"""The rules of BillRanges: the numbers that bills are made of, and in which order payers take their turns. Pure.

A range of numbers of one code is proposed and granted by two finance officers. Its holder issues from it in order,
splits its last numbers off for an issuing point, voids blanks, gives back what is left. Two finance officers confirm
what was voided, or close a range; a range of which every number is accounted for is written off. No number comes twice:
all ranges of a code come from one cursor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from govledger import refusals
from govledger.errors import InputError
from govledger.events import Event
from govledger.events import types as events
from govledger.model import ContractRole, PayerClass, RangeStatus, Role, VoidReason
from govledger.rules.answers import Authority, Consortium, Stage, require

CODE_LIMIT = 10**8
"""One more than the largest code."""
NUMBER_LIMIT = 10**10
"""One more than the largest number; the key of a bill is code · NUMBER_LIMIT + number."""
KNOWN_CLASSES = sum(1 << one for one in PayerClass if one != PayerClass.UNCLASSIFIED)
"""The classes that can be waited for, as bits."""

Events = tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A range; all zero: there is none."""

    version: int = 0
    status: RangeStatus = RangeStatus.NONE
    code: int = 0
    first: int = 0
    last: int = 0
    valid_until: int = 0
    unit: int = 0
    """The issuing point that may issue from it; 0: every one of the holder's."""
    holder: int = 0
    grantor: int = 0
    proposed_by: int = 0
    count: int = 0
    unconfirmed_voids: int = 0
    parent: int = 0
    """The range that it was split from; 0: none."""
    closure_by: int = 0
    """The officer who proposed to close it; 0: nobody."""


@dataclass(frozen=True, slots=True)
class VoidedNumbers:
    """Numbers that were voided together; all zero: there are none."""

    count: int = 0
    reason: int = 0
    reviewed_by: int = 0
    """The first of the two officers who agree; 0: none yet."""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PayerOrder:
    """Whom the payers of a code's bills wait for; all zero: none was set."""

    version: int = 0
    turns: int = 0
    """The classes that later ones wait for: bit = number of the class."""


class BillRangesRules:
    """The state of BillRanges, and what may become of it."""

    def __init__(self, consortium: Consortium | None, first_id: int, *, address: bytes) -> None:
        """As the contract is created.

        Raises:
            Refusal: no consortium, or a first id of 0.
        """
        if consortium is None:
            raise refusals.ConstructorAddressZero()
        require(first_id != 0, refusals.FirstIdZero())
        self.address = address
        self.consortium = consortium
        self.ranges: dict[int, NumberRange] = {}
        self.taken: dict[int, int] = {}
        """How many numbers of a range were issued or voided."""
        self.voids: dict[tuple[int, int], VoidedNumbers] = {}
        """By range and first number."""
        self.owners: dict[int, int] = {}
        """The finance department that a code belongs to."""
        self.cursors: dict[int, int] = {}
        """The last number taken of a code."""
        self.orders: dict[int, PayerOrder] = {}
        self.classes: dict[tuple[int, int], PayerClass] = {}
        """By code and payer."""
        self.next_range = first_id

    # --- a range is granted ---

    def propose_range(self, sender: bytes, now: int, code: int, holder: int, count: int, valid_until: int) -> Events:
        """A finance officer proposes a range of a code that is free or its own department's."""
        acting = self._finance(sender, now, Stage.BEGIN)
        require(code < CODE_LIMIT, refusals.RangeCodeInvalid(code))
        self._require_code(code, acting.organisation)
        require(count != 0, refusals.RangeCountZero())
        _require_period(valid_until, now)
        self.consortium.require_active(holder)

        number, self.next_range = self.next_range, self.next_range + 1
        self.ranges[number] = NumberRange(
            version=1,
            status=RangeStatus.PROPOSED,
            code=code,
            valid_until=valid_until,
            holder=holder,
            grantor=acting.organisation,
            proposed_by=acting.officer,
            count=count,
        )
        terms = (code, holder, count, valid_until)
        return (events.RangeProposed(number, sender, acting.organisation, Role.FINANCE, 1, *terms),)

    def grant_range(self, sender: bytes, now: int, number_range: int, seen_version: int) -> Events:
        """A second finance officer grants a proposed range: it takes the next numbers of its code."""
        acting = self._finance(sender, now, Stage.BEGIN)
        entry = self.get_range(number_range)
        self._require_grantable(now, number_range, entry, seen_version, acting)
        cursor = self.cursors.get(entry.code, 0)
        left = NUMBER_LIMIT - 1 - cursor
        require(entry.count <= left, refusals.RangeNumbersExhausted(entry.code, entry.count, left))

        entry = self._put(number_range, entry, status=RangeStatus.GRANTED, first=cursor + 1, last=cursor + entry.count)
        self.owners[entry.code], self.cursors[entry.code] = acting.organisation, entry.last
        terms = (entry.code, entry.holder, entry.first, entry.last, entry.valid_until)
        return (events.RangeGranted(number_range, sender, acting.organisation, Role.FINANCE, entry.version, *terms),)

    # --- what the holder does ---

    def split_range(
        self, sender: bytes, now: int, number_range: int, seen_version: int, unit: int, count: int
    ) -> Events:
        """The holder's administrator splits the last numbers off for an issuing point."""
        acting = self._authorise(sender, now, Role.ADMINISTRATOR, Stage.BEGIN).organisation
        entry = self._seen_range(number_range, seen_version)
        self._require_usable(now, number_range, entry, acting)
        require(unit != 0, refusals.RangeUnitZero())
        require(entry.unit == 0, refusals.RangeUnitSet(number_range, entry.unit))
        require(count != 0, refusals.RangeCountZero())
        self._require_left(number_range, entry, count)

        part, self.next_range = self.next_range, self.next_range + 1
        first, last = entry.last + 1 - count, entry.last
        self.ranges[part] = replace(
            entry,
            version=1,
            first=first,
            unit=unit,
            count=count,
            unconfirmed_voids=0,
            parent=number_range,
            closure_by=0,
        )
        entry = self._put(number_range, entry, last=first - 1, count=entry.count - count)
        made = (part, 1, unit, first, last)
        return (events.RangeSplit(number_range, sender, acting, Role.ADMINISTRATOR, entry.version, *made),)

    def return_range(self, sender: bytes, now: int, number_range: int, seen_version: int) -> Events:
        """The holder's administrator gives back what is left, also once the range has expired."""
        acting = self._authorise(sender, now, Role.ADMINISTRATOR, Stage.RELIEVE).organisation
        entry = self._seen_range(number_range, seen_version)
        _require_granted(number_range, entry)
        self._require_holder(number_range, entry, acting)
        first = self._next_of(number_range, entry)
        require(first <= entry.last, refusals.RangeUsedUp(number_range))

        entry = self._put(number_range, entry, status=RangeStatus.RETURNED)
        left = (first, entry.last)
        return (events.RangeReturned(number_range, sender, acting, Role.ADMINISTRATOR, entry.version, *left),)

    def void_numbers(
        self, sender: bytes, now: int, number_range: int, first: int, count: int, reason: VoidReason | int
    ) -> Events:
        """An issuer of the holder, at the range's issuing point, voids its next numbers."""
        acting = self._authorise(sender, now, Role.ISSUER, Stage.FINISH)
        entry = self.get_range(number_range)
        require(entry.version != 0, refusals.RangeUnknown(number_range))
        require(count != 0, refusals.RangeCountZero())
        self._require_takeable(now, number_range, entry, acting.organisation, acting.unit, first, count)

        self._take(number_range, count)
        self.voids[number_range, first] = VoidedNumbers(count, reason)
        entry = self._put(number_range, entry, unconfirmed_voids=entry.unconfirmed_voids + 1)
        by = (acting.organisation, Role.ISSUER, entry.version)
        return (events.NumbersVoided(number_range, sender, *by, first, count, reason),)

    # --- what the finance department does afterwards ---

    def review_void(self, sender: bytes, now: int, number_range: int, first: int) -> Events:
        """A finance officer agrees that numbers were voided."""
        acting = self._finance(sender, now, Stage.RELIEVE)
        entry = self._owned(number_range, acting.organisation)
        voided = self._void_of(number_range, first)
        reviewer = voided.reviewed_by
        require(reviewer == 0, refusals.VoidIsReviewed(number_range, first, reviewer))

        self.voids[number_range, first] = replace(voided, reviewed_by=acting.officer)
        entry = self._put(number_range, entry)
        by = (acting.organisation, Role.FINANCE, entry.version)
        return (events.VoidReviewed(number_range, sender, *by, first),)

    def confirm_void(self, sender: bytes, now: int, number_range: int, first: int) -> Events:
        """A second finance officer confirms that numbers were voided."""
        acting = self._finance(sender, now, Stage.RELIEVE)
        entry = self._owned(number_range, acting.organisation)
        voided = self._void_of(number_range, first)
        require(not voided.confirmed, refusals.VoidIsConfirmed(number_range, first))
        require(voided.reviewed_by != 0, refusals.VoidNotReviewed(number_range, first))
        _require_second(number_range, voided.reviewed_by, acting.officer)

        self.voids[number_range, first] = replace(voided, confirmed=True)
        entry = self._put(number_range, entry, unconfirmed_voids=entry.unconfirmed_voids - 1)
        by = (acting.organisation, Role.FINANCE, entry.version)
        return (events.VoidConfirmed(number_range, sender, *by, first),)

    def propose_closure(self, sender: bytes, now: int, number_range: int, seen_version: int) -> Events:
        """A finance officer proposes to close a granted range; a later proposal takes the place of an earlier one."""
        acting = self._finance(sender, now, Stage.FINISH)
        entry = self._seen_range(number_range, seen_version)
        _require_granted(number_range, entry)
        self._require_grantor(number_range, entry, acting.organisation)

        entry = self._put(number_range, entry, closure_by=acting.officer)
        by = (acting.organisation, Role.FINANCE, entry.version)
        return (events.RangeClosureProposed(number_range, sender, *by),)

    def close_range(self, sender: bytes, now: int, number_range: int, seen_version: int) -> Events:
        """A second finance officer closes a granted range."""
        acting = self._finance(sender, now, Stage.FINISH)
        entry = self._seen_range(number_range, seen_version)
        _require_granted(number_range, entry)
        self._require_grantor(number_range, entry, acting.organisation)
        require(entry.closure_by != 0, refusals.RangeClosureNotProposed(number_range))
        _require_second(number_range, entry.closure_by, acting.officer)

        entry = self._put(number_range, entry, status=RangeStatus.CLOSED)
        by = (acting.organisation, Role.FINANCE, entry.version)
        return (events.RangeClosed(number_range, sender, *by, self._next_of(number_range, entry), entry.last),)

    def write_off_range(self, sender: bytes, now: int, number_range: int, seen_version: int) -> Events:
        """A finance officer writes off a range of which every number is accounted for."""
        acting = self._finance(sender, now, Stage.FINISH).organisation
        entry = self._seen_range(number_range, seen_version)
        self._require_grantor(number_range, entry, acting)
        if entry.status not in (RangeStatus.RETURNED, RangeStatus.CLOSED):
            _require_granted(number_range, entry)
            left = self._left_of(number_range, entry)
            require(left == 0, refusals.RangeNumbersLeft(number_range, left))
        voids = entry.unconfirmed_voids
        require(voids == 0, refusals.RangeVoidsUnconfirmed(number_range, voids))

        entry = self._put(number_range, entry, status=RangeStatus.WRITTEN_OFF)
        return (events.RangeWrittenOff(number_range, sender, acting, Role.FINANCE, entry.version),)

    # --- the order of payers: also while the contract winds down ---

    def set_payer_order(self, sender: bytes, now: int, code: int, seen_version: int, turns: int) -> Events:
        """A finance officer of the code's department says for which classes of payers the later ones wait."""
        acting = self._finance(sender, now, Stage.FINISH).organisation
        entry = self._seen_order(code, seen_version, acting)
        require(turns & ~KNOWN_CLASSES == 0, refusals.PayerOrderInvalid(turns))
        require(turns != entry.turns, refusals.PayerOrderUnchanged(code, turns))

        self.orders[code] = PayerOrder(seen_version + 1, turns)
        return (events.PayerOrderSet(code, sender, acting, Role.FINANCE, seen_version + 1, turns),)

    def classify_payer(
        self, sender: bytes, now: int, code: int, seen_version: int, payer: int, payer_class: PayerClass | int
    ) -> Events:
        """A finance officer of the code's department says of which class an active payer is."""
        acting = self._finance(sender, now, Stage.FINISH).organisation
        entry = self._seen_order(code, seen_version, acting)
        present = self.payer_class_of(code, payer)
        require(payer_class != present, refusals.PayerClassUnchanged(code, payer, payer_class))
        self.consortium.require_active(payer)

        self.classes[code, payer] = PayerClass(payer_class)
        self.orders[code] = replace(entry, version=entry.version + 1)
        by = (acting, Role.FINANCE, entry.version + 1)
        return (events.PayerClassified(code, sender, *by, payer, payer_class),)

    # --- reports of the bills contract ---

    def report_issue(
        self, sender: bytes, now: int, number_range: int, holder: int, unit: int, first: int, count: int
    ) -> Events:
        """The contract listed for MEDICAL_BILLS takes the next numbers for bills; silent."""
        self.check_issue(sender, now, number_range, holder, unit, first, count)

        self._take(number_range, count)
        return ()

    def check_issue(
        self, sender: bytes, now: int, number_range: int, holder: int, unit: int, first: int, count: int
    ) -> int:
        """The range's code, if that report would be taken; else the rule that it would break."""
        self.consortium.require_reporter(self.address, sender, ContractRole.MEDICAL_BILLS)
        entry = self.get_range(number_range)
        require(entry.version != 0, refusals.RangeUnknown(number_range))
        self._require_takeable(now, number_range, entry, holder, unit, first, count)
        return entry.code

    def hear_of_issues(self, number_range: int, until: int) -> None:
        """Takes the numbers before one for a successor of the bills contract, whose events nobody has here."""
        entry = self.get_range(number_range)
        if entry.status == RangeStatus.GRANTED and self.next_number(number_range) < until <= entry.last + 1:
            self._take(number_range, until - self.next_number(number_range))

    # --- what others ask ---

    def get_range(self, number_range: int) -> NumberRange:
        """The range; all zero if there is none."""
        return self.ranges.get(number_range, NumberRange())

    def next_number(self, number_range: int) -> int:
        """The number that a range issues next; last + 1 when it is used up, 0 before it is granted."""
        return self._next_of(number_range, self.get_range(number_range))

    def get_void(self, number_range: int, first: int) -> VoidedNumbers:
        """Numbers that were voided together, by the first of them; all zero if there are none."""
        return self.voids.get((number_range, first), VoidedNumbers())

    def code_owner(self, code: int) -> int:
        """The finance department that a code belongs to; 0 if none yet."""
        return self.owners.get(code, 0)

    def get_payer_order(self, code: int) -> PayerOrder:
        """The order of the payers of a code's bills; all zero if none was set."""
        return self.orders.get(code, PayerOrder())

    def payer_class_of(self, code: int, payer: int) -> PayerClass:
        """The class of a payer on a code's bills."""
        return self.classes.get((code, payer), PayerClass.UNCLASSIFIED)

    # --- who may ---

    def _authorise(self, sender: bytes, now: int, role: Role, stage: Stage) -> Authority:
        return self.consortium.authorise(self.address, now, sender, role, stage)

    def _finance(self, sender: bytes, now: int, stage: Stage) -> Authority:
        return self._authorise(sender, now, Role.FINANCE, stage)

    def _acts_for(self, acting: int, organisation: int) -> bool:
        """The same, its successor or its custodian."""
        return acting in (organisation, self.consortium.heir_of(organisation))

    # --- what must be so ---

    def _require_grantable(self, now: int, number_range: int, entry: NumberRange, seen: int, acting: Authority) -> None:
        require(entry.version != 0, refusals.RangeUnknown(number_range))
        needed = RangeStatus.PROPOSED
        require(entry.status == needed, refusals.RangeStatusMismatch(number_range, entry.status, needed))
        require(entry.version == seen, refusals.RangeVersionStale(number_range, seen, entry.version))
        self._require_grantor(number_range, entry, acting.organisation)
        _require_second(number_range, entry.proposed_by, acting.officer)
        self._require_code(entry.code, acting.organisation)
        _require_period(entry.valid_until, now)
        self.consortium.require_active(entry.holder)

    def _seen_range(self, number_range: int, seen: int) -> NumberRange:
        entry = self.get_range(number_range)
        require(entry.version != 0, refusals.RangeUnknown(number_range))
        require(entry.version == seen, refusals.RangeVersionStale(number_range, seen, entry.version))
        return entry

    def _owned(self, number_range: int, acting: int) -> NumberRange:
        entry = self.get_range(number_range)
        require(entry.version != 0, refusals.RangeUnknown(number_range))
        self._require_grantor(number_range, entry, acting)
        return entry

    def _void_of(self, number_range: int, first: int) -> VoidedNumbers:
        voided = self.get_void(number_range, first)
        require(voided.count != 0, refusals.VoidUnknown(number_range, first))
        return voided

    def _seen_order(self, code: int, seen: int, acting: int) -> PayerOrder:
        owner, entry = self.code_owner(code), self.get_payer_order(code)
        require(self._acts_for(acting, owner), refusals.RangeCodeForeign(code, owner, acting))
        require(entry.version == seen, refusals.PayerOrderStale(code, seen, entry.version))
        return entry

    def _require_takeable(
        self, now: int, number_range: int, entry: NumberRange, acting: int, unit: int, first: int, count: int
    ) -> None:
        """So many numbers from the first one on are the range's next ones, and the organisation may take them."""
        self._require_usable(now, number_range, entry, acting)
        here = entry.unit in (0, unit)
        require(here, refusals.RangeUnitMismatch(number_range, entry.unit, unit))
        following = self._next_of(number_range, entry)
        require(first == following, refusals.RangeNumberOutOfOrder(number_range, first, following))
        self._require_left(number_range, entry, count)

    def _require_usable(self, now: int, number_range: int, entry: NumberRange, acting: int) -> None:
        """Numbers may be taken from it now, by officers of the organisation."""
        _require_granted(number_range, entry)
        self._require_holder(number_range, entry, acting)
        require(now < entry.valid_until, refusals.RangeExpired(number_range, entry.valid_until, now))

    def _require_holder(self, number_range: int, entry: NumberRange, acting: int) -> None:
        mine = self._acts_for(acting, entry.holder)
        require(mine, refusals.RangeHolderMismatch(number_range, entry.holder, acting))

    def _require_grantor(self, number_range: int, entry: NumberRange, acting: int) -> None:
        mine = self._acts_for(acting, entry.grantor)
        require(mine, refusals.RangeGrantorMismatch(number_range, entry.grantor, acting))

    def _require_code(self, code: int, acting: int) -> None:
        owner = self.code_owner(code)
        free_or_mine = owner == 0 or self._acts_for(acting, owner)
        require(free_or_mine, refusals.RangeCodeForeign(code, owner, acting))

    def _require_left(self, number_range: int, entry: NumberRange, count: int) -> None:
        left = self._left_of(number_range, entry)
        require(count <= left, refusals.RangeExhausted(number_range, count, left))

    def _next_of(self, number_range: int, entry: NumberRange) -> int:
        return entry.first + self.taken.get(number_range, 0)

    def _left_of(self, number_range: int, entry: NumberRange) -> int:
        return entry.last + 1 - self._next_of(number_range, entry)

    # --- what changes ---

    def _take(self, number_range: int, count: int) -> None:
        self.taken[number_range] = self.taken.get(number_range, 0) + count

    def _put(self, number_range: int, entry: NumberRange, **changes: Any) -> NumberRange:
        """The range's next version."""
        self.ranges[number_range] = entry = replace(entry, version=entry.version + 1, **changes)
        return entry


def _require_granted(number_range: int, entry: NumberRange) -> None:
    needed = RangeStatus.GRANTED
    require(entry.status == needed, refusals.RangeStatusMismatch(number_range, entry.status, needed))


def _require_second(number_range: int, first_officer: int, officer: int) -> None:
    require(first_officer != officer, refusals.RangeSecondOfficerNeeded(number_range, officer))


def _require_period(valid_until: int, now: int) -> None:
    require(now < valid_until, refusals.RangePeriodInvalid(valid_until, now))


# --- from an event to its call ---------------------------------------------------------------------------

PRECEDING: frozenset[type[Event]] = frozenset()
"""Emitted before the event by which a call is known."""
FOLLOWING: frozenset[type[Event]] = frozenset()
"""Emitted after the event by which a call is known."""

_AT_VERSION = {
    events.RangeGranted: "grant_range",
    events.RangeReturned: "return_range",
    events.RangeClosureProposed: "propose_closure",
    events.RangeClosed: "close_range",
    events.RangeWrittenOff: "write_off_range",
}
"""Calls that take a range and the version seen of it, and nothing else."""


def implied_call(event: Event) -> tuple[str, tuple[Any, ...]]:
    """The method that an event of BillRanges is by, and its arguments behind `sender` (the actor) and `now`.

    Raises:
        InputError: no call is known by this event.
    """
    found: Any = event
    if type(event) in _AT_VERSION:
        return _AT_VERSION[type(event)], (found.range, found.range_version - 1)
    match event:
        case events.RangeProposed():
            return "propose_range", (found.code, found.holder, found.count, found.valid_until)
        case events.RangeSplit():
            count = found.last - found.first + 1
            return "split_range", (found.range, found.range_version - 1, found.unit, count)
        case events.NumbersVoided():
            return "void_numbers", (found.range, found.first, found.count, found.reason)
        case events.VoidReviewed():
            return "review_void", (found.range, found.first)
        case events.VoidConfirmed():
            return "confirm_void", (found.range, found.first)
        case events.PayerOrderSet():
            return "set_payer_order", (found.code, found.code_version - 1, found.turns)
        case events.PayerClassified():
            return "classify_payer", (found.code, found.code_version - 1, found.payer, found.payer_class)
    raise InputError(f"no call of BillRanges is known by {event.NAME}")
