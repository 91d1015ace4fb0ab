// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {
    IBillRanges,
    NumberRange,
    PayerOrder,
    RangeStatus,
    VoidReason,
    VoidedNumbers
} from "./interfaces/IBillRanges.sol";
import {Authority, IConsortium} from "./interfaces/IConsortium.sol";
import {CODE_LIMIT, NUMBER_LIMIT} from "./types/BillKey.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {
    NO_OFFICER,
    NO_ORGANISATION,
    NO_RANGE,
    OfficerId,
    OrganisationId,
    RangeId,
    checkedFirstId
} from "./types/Ids.sol";
import {PayerClass, PayerClassSet} from "./types/PayerClasses.sol";
import {Role} from "./types/Roles.sol";

/// @title BillRanges
contract BillRanges is EventChain, Authorised, IBillRanges {
    /// @dev One slot: who a code belongs to, and the last number taken of it.
    struct Code {
        OrganisationId owner;
        uint40 cursor;
    }

    mapping(RangeId range => NumberRange) private _ranges;
    mapping(uint32 code => Code) private _codes;
    /// @dev How many numbers of a range were issued or voided. Apart from the range, since reports write it alone.
    mapping(RangeId range => uint32 count) private _taken;
    mapping(RangeId range => mapping(uint40 first => VoidedNumbers)) private _voids;
    mapping(uint32 code => PayerOrder) private _orders;
    mapping(uint32 code => mapping(OrganisationId payer => PayerClass)) private _classes;
    uint64 private _nextRange;

    /// @param firstId The first id of ranges; at least 1.
    constructor(IConsortium consortium_, uint64 firstId) Authorised(consortium_) {
        _nextRange = checkedFirstId(firstId);
    }

    /// @inheritdoc IBillRanges
    function proposeRange(uint32 code, OrganisationId holder, uint32 count, uint40 validUntil)
        external
        returns (RangeId range)
    {
        Authority memory acting = _authorise(Role.FINANCE, Stage.BEGIN);
        require(code < CODE_LIMIT, RangeCodeInvalid(code));
        _requireCode(code, acting.organisation);
        require(count != 0, RangeCountZero());
        _requirePeriod(validUntil);
        consortium.requireActive(holder);

        range = RangeId.wrap(_nextRange++);
        _ranges[range] = NumberRange({
            version: 1,
            status: RangeStatus.PROPOSED,
            code: code,
            first: 0,
            last: 0,
            validUntil: validUntil,
            unit: 0,
            holder: holder,
            grantor: acting.organisation,
            proposedBy: acting.officer,
            count: count,
            unconfirmedVoids: 0,
            parent: NO_RANGE,
            closureBy: NO_OFFICER
        });

        emit RangeProposed(range, msg.sender, acting.organisation, Role.FINANCE, 1, code, holder, count, validUntil);
        _link(
            RangeProposed.selector,
            RangeId.unwrap(range),
            abi.encode(acting.organisation, Role.FINANCE, uint64(1), code, holder, count, validUntil)
        );
    }

    /// @inheritdoc IBillRanges
    function grantRange(RangeId range, uint64 seenVersion) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.BEGIN);
        NumberRange memory entry = _ranges[range];
        _requireGrantable(range, entry, seenVersion, acting);
        uint40 cursor = _codes[entry.code].cursor;
        uint40 left = NUMBER_LIMIT - 1 - cursor;
        require(entry.count <= left, RangeNumbersExhausted(entry.code, entry.count, left));

        entry.first = cursor + 1;
        entry.last = cursor + entry.count;
        entry.status = RangeStatus.GRANTED;
        ++entry.version;
        _ranges[range] = entry;
        _codes[entry.code] = Code({owner: acting.organisation, cursor: entry.last});

        _emitGranted(range, entry, acting.organisation);
    }

    // --- what the holder does ---

    /// @inheritdoc IBillRanges
    function splitRange(RangeId range, uint64 seenVersion, uint16 unit, uint32 count) external returns (RangeId part) {
        OrganisationId acting = _authorise(Role.ADMINISTRATOR, Stage.BEGIN).organisation;
        NumberRange memory entry = _seenRange(range, seenVersion);
        _requireUsable(range, entry, acting);
        require(unit != 0, RangeUnitZero());
        require(entry.unit == 0, RangeUnitSet(range, entry.unit));
        require(count != 0, RangeCountZero());
        _requireLeft(range, entry, count);

        part = RangeId.wrap(_nextRange++);
        _ranges[part] = _splitOff(_ranges[range], range, unit, count);
        entry.last -= count;
        entry.count -= count;
        ++entry.version;
        _ranges[range] = entry;

        _emitSplit(range, entry, acting, part, unit, count);
    }

    /// @inheritdoc IBillRanges
    function returnRange(RangeId range, uint64 seenVersion) external {
        OrganisationId acting = _authorise(Role.ADMINISTRATOR, Stage.RELIEVE).organisation;
        NumberRange memory entry = _seenRange(range, seenVersion);
        _requireGranted(range, entry);
        _requireHolder(range, entry, acting);
        uint40 first = _nextOf(range, entry);
        require(first <= entry.last, RangeUsedUp(range));

        entry.status = RangeStatus.RETURNED;
        ++entry.version;
        _ranges[range] = entry;

        emit RangeReturned(range, msg.sender, acting, Role.ADMINISTRATOR, entry.version, first, entry.last);
        _link(
            RangeReturned.selector,
            RangeId.unwrap(range),
            abi.encode(acting, Role.ADMINISTRATOR, entry.version, first, entry.last)
        );
    }

    /// @inheritdoc IBillRanges
    function voidNumbers(RangeId range, uint40 first, uint32 count, VoidReason reason) external {
        Authority memory acting = _authorise(Role.ISSUER, Stage.FINISH);
        NumberRange memory entry = _ranges[range];
        require(entry.version != 0, RangeUnknown(range));
        require(count != 0, RangeCountZero());
        _take(range, entry, acting.organisation, acting.unit, first, count);

        _voids[range][first] = VoidedNumbers({count: count, reason: reason, reviewedBy: NO_OFFICER, confirmed: false});
        ++entry.unconfirmedVoids;
        ++entry.version;
        _ranges[range] = entry;

        emit NumbersVoided(range, msg.sender, acting.organisation, Role.ISSUER, entry.version, first, count, reason);
        _link(
            NumbersVoided.selector,
            RangeId.unwrap(range),
            abi.encode(acting.organisation, Role.ISSUER, entry.version, first, count, reason)
        );
    }

    // --- what the finance department does afterwards ---

    /// @inheritdoc IBillRanges
    function reviewVoid(RangeId range, uint40 first) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.RELIEVE);
        _requireOwned(range, _ranges[range], acting.organisation);
        VoidedNumbers storage voided = _voidOf(range, first);
        OfficerId reviewedBy = voided.reviewedBy;
        require(reviewedBy == NO_OFFICER, VoidIsReviewed(range, first, reviewedBy));

        voided.reviewedBy = acting.officer;
        uint64 version = ++_ranges[range].version;

        emit VoidReviewed(range, msg.sender, acting.organisation, Role.FINANCE, version, first);
        _link(
            VoidReviewed.selector, RangeId.unwrap(range), abi.encode(acting.organisation, Role.FINANCE, version, first)
        );
    }

    /// @inheritdoc IBillRanges
    function confirmVoid(RangeId range, uint40 first) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.RELIEVE);
        _requireOwned(range, _ranges[range], acting.organisation);
        VoidedNumbers storage voided = _voidOf(range, first);
        require(!voided.confirmed, VoidIsConfirmed(range, first));
        OfficerId reviewedBy = voided.reviewedBy;
        require(!(reviewedBy == NO_OFFICER), VoidNotReviewed(range, first));
        require(!(reviewedBy == acting.officer), RangeSecondOfficerNeeded(range, acting.officer));

        voided.confirmed = true;
        --_ranges[range].unconfirmedVoids;
        uint64 version = ++_ranges[range].version;

        emit VoidConfirmed(range, msg.sender, acting.organisation, Role.FINANCE, version, first);
        _link(
            VoidConfirmed.selector, RangeId.unwrap(range), abi.encode(acting.organisation, Role.FINANCE, version, first)
        );
    }

    /// @inheritdoc IBillRanges
    function proposeClosure(RangeId range, uint64 seenVersion) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.FINISH);
        NumberRange memory entry = _seenRange(range, seenVersion);
        _requireGranted(range, entry);
        _requireGrantor(range, entry, acting.organisation);

        entry.closureBy = acting.officer;
        ++entry.version;
        _ranges[range] = entry;

        emit RangeClosureProposed(range, msg.sender, acting.organisation, Role.FINANCE, entry.version);
        _link(
            RangeClosureProposed.selector,
            RangeId.unwrap(range),
            abi.encode(acting.organisation, Role.FINANCE, entry.version)
        );
    }

    /// @inheritdoc IBillRanges
    function closeRange(RangeId range, uint64 seenVersion) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.FINISH);
        NumberRange memory entry = _seenRange(range, seenVersion);
        _requireGranted(range, entry);
        _requireGrantor(range, entry, acting.organisation);
        require(!(entry.closureBy == NO_OFFICER), RangeClosureNotProposed(range));
        require(!(entry.closureBy == acting.officer), RangeSecondOfficerNeeded(range, acting.officer));

        entry.status = RangeStatus.CLOSED;
        ++entry.version;
        _ranges[range] = entry;

        uint40 first = _nextOf(range, entry);
        emit RangeClosed(range, msg.sender, acting.organisation, Role.FINANCE, entry.version, first, entry.last);
        _link(
            RangeClosed.selector,
            RangeId.unwrap(range),
            abi.encode(acting.organisation, Role.FINANCE, entry.version, first, entry.last)
        );
    }

    /// @inheritdoc IBillRanges
    function writeOffRange(RangeId range, uint64 seenVersion) external {
        OrganisationId acting = _authorise(Role.FINANCE, Stage.FINISH).organisation;
        NumberRange memory entry = _seenRange(range, seenVersion);
        _requireGrantor(range, entry, acting);
        if (entry.status != RangeStatus.RETURNED && entry.status != RangeStatus.CLOSED) {
            _requireGranted(range, entry);
            uint40 left = entry.last + 1 - _nextOf(range, entry);
            require(left == 0, RangeNumbersLeft(range, left));
        }
        require(entry.unconfirmedVoids == 0, RangeVoidsUnconfirmed(range, entry.unconfirmedVoids));

        entry.status = RangeStatus.WRITTEN_OFF;
        ++entry.version;
        _ranges[range] = entry;

        emit RangeWrittenOff(range, msg.sender, acting, Role.FINANCE, entry.version);
        _link(RangeWrittenOff.selector, RangeId.unwrap(range), abi.encode(acting, Role.FINANCE, entry.version));
    }

    // --- the order of payers: also while the contract winds down, so that no bill waits for a payer that is gone ---

    /// @inheritdoc IBillRanges
    function setPayerOrder(uint32 code, uint64 seenVersion, PayerClassSet turns) external {
        OrganisationId acting = _authorise(Role.FINANCE, Stage.FINISH).organisation;
        _requireOrder(code, seenVersion, acting);
        require(turns.isKnownClasses(), PayerOrderInvalid(turns));
        require(!(_orders[code].turns == turns), PayerOrderUnchanged(code, turns));

        uint64 version = seenVersion + 1;
        _orders[code] = PayerOrder({version: version, turns: turns});

        emit PayerOrderSet(code, msg.sender, acting, Role.FINANCE, version, turns);
        _link(PayerOrderSet.selector, code, abi.encode(acting, Role.FINANCE, version, turns));
    }

    /// @inheritdoc IBillRanges
    function classifyPayer(uint32 code, uint64 seenVersion, OrganisationId payer, PayerClass payerClass) external {
        OrganisationId acting = _authorise(Role.FINANCE, Stage.FINISH).organisation;
        _requireOrder(code, seenVersion, acting);
        require(_classes[code][payer] != payerClass, PayerClassUnchanged(code, payer, payerClass));
        consortium.requireActive(payer);

        _classes[code][payer] = payerClass;
        uint64 version = ++_orders[code].version;

        emit PayerClassified(code, msg.sender, acting, Role.FINANCE, version, payer, payerClass);
        _link(PayerClassified.selector, code, abi.encode(acting, Role.FINANCE, version, payer, payerClass));
    }

    // --- reports of the bills contract ---

    /// @inheritdoc IBillRanges
    function reportIssue(RangeId range, OrganisationId holder, uint16 unit, uint40 first, uint32 count)
        external
        returns (uint32 code, PayerClassSet turns)
    {
        _onlyReporter(ContractRole.MEDICAL_BILLS);
        NumberRange memory entry = _ranges[range];
        require(entry.version != 0, RangeUnknown(range));
        _take(range, entry, holder, unit, first, count);
        return (entry.code, _orders[entry.code].turns);
    }

    // --- what readers ask ---

    /// @inheritdoc IBillRanges
    function getRange(RangeId range) external view returns (NumberRange memory) {
        return _ranges[range];
    }

    /// @inheritdoc IBillRanges
    function nextNumber(RangeId range) external view returns (uint40) {
        return _ranges[range].first + _taken[range];
    }

    /// @inheritdoc IBillRanges
    function getVoid(RangeId range, uint40 first) external view returns (VoidedNumbers memory) {
        return _voids[range][first];
    }

    /// @inheritdoc IBillRanges
    function codeOwner(uint32 code) external view returns (OrganisationId) {
        return _codes[code].owner;
    }

    /// @inheritdoc IBillRanges
    function getPayerOrder(uint32 code) external view returns (PayerOrder memory) {
        return _orders[code];
    }

    /// @inheritdoc IBillRanges
    function payerClassOf(uint32 code, OrganisationId payer) external view returns (PayerClass) {
        return _classes[code][payer];
    }

    // --- guards and shared steps ---

    /// @dev Takes the next numbers of a range, for bills or to void them.
    function _take(
        RangeId range,
        NumberRange memory entry,
        OrganisationId acting,
        uint16 unit,
        uint40 first,
        uint32 count
    ) private {
        _requireUsable(range, entry, acting);
        require(entry.unit == 0 || entry.unit == unit, RangeUnitMismatch(range, entry.unit, unit));
        uint40 next = _nextOf(range, entry);
        require(first == next, RangeNumberOutOfOrder(range, first, next));
        _requireLeft(range, entry, count);

        _taken[range] += count;
    }

    /// @dev The part that is split off a range: its last numbers, for one issuing point.
    function _splitOff(NumberRange memory part, RangeId range, uint16 unit, uint32 count)
        private
        pure
        returns (NumberRange memory)
    {
        part.version = 1;
        part.first = part.last + 1 - count;
        part.unit = unit;
        part.count = count;
        part.unconfirmedVoids = 0;
        part.parent = range;
        part.closureBy = NO_OFFICER;
        return part;
    }

    /// @dev Apart from splitRange for the depth of the stack.
    function _emitSplit(
        RangeId range,
        NumberRange memory entry,
        OrganisationId acting,
        RangeId partRange,
        uint16 unit,
        uint32 count
    ) private {
        uint40 first = entry.last + 1;
        uint40 last = entry.last + count;
        emit RangeSplit(range, msg.sender, acting, Role.ADMINISTRATOR, entry.version, partRange, 1, unit, first, last);
        _link(
            RangeSplit.selector,
            RangeId.unwrap(range),
            abi.encode(acting, Role.ADMINISTRATOR, entry.version, partRange, uint64(1), unit, first, last)
        );
    }

    /// @dev Apart from grantRange for the depth of the stack.
    function _emitGranted(RangeId range, NumberRange memory entry, OrganisationId acting) private {
        emit RangeGranted(
            range,
            msg.sender,
            acting,
            Role.FINANCE,
            entry.version,
            entry.code,
            entry.holder,
            entry.first,
            entry.last,
            entry.validUntil
        );
        _link(
            RangeGranted.selector,
            RangeId.unwrap(range),
            abi.encode(
                acting, Role.FINANCE, entry.version, entry.code, entry.holder, entry.first, entry.last, entry.validUntil
            )
        );
    }

    function _requireGrantable(RangeId range, NumberRange memory entry, uint64 seen, Authority memory acting)
        private
        view
    {
        require(entry.version != 0, RangeUnknown(range));
        require(entry.status == RangeStatus.PROPOSED, RangeStatusMismatch(range, entry.status, RangeStatus.PROPOSED));
        require(entry.version == seen, RangeVersionStale(range, seen, entry.version));
        _requireGrantor(range, entry, acting.organisation);
        require(!(entry.proposedBy == acting.officer), RangeSecondOfficerNeeded(range, acting.officer));
        _requireCode(entry.code, acting.organisation);
        _requirePeriod(entry.validUntil);
        consortium.requireActive(entry.holder);
    }

    /// @dev The range, once the caller is known to have seen it as it is.
    function _seenRange(RangeId range, uint64 seen) private view returns (NumberRange memory entry) {
        entry = _ranges[range];
        require(entry.version != 0, RangeUnknown(range));
        require(entry.version == seen, RangeVersionStale(range, seen, entry.version));
    }

    /// @dev Whether numbers may be taken from the range now, by officers of the organisation.
    function _requireUsable(RangeId range, NumberRange memory entry, OrganisationId acting) private view {
        _requireGranted(range, entry);
        _requireHolder(range, entry, acting);
        require(block.timestamp < entry.validUntil, RangeExpired(range, entry.validUntil, block.timestamp));
    }

    function _requireGranted(RangeId range, NumberRange memory entry) private pure {
        require(entry.status == RangeStatus.GRANTED, RangeStatusMismatch(range, entry.status, RangeStatus.GRANTED));
    }

    function _requireHolder(RangeId range, NumberRange memory entry, OrganisationId acting) private view {
        require(_actsFor(acting, entry.holder), RangeHolderMismatch(range, entry.holder, acting));
    }

    function _requireGrantor(RangeId range, NumberRange memory entry, OrganisationId acting) private view {
        require(_actsFor(acting, entry.grantor), RangeGrantorMismatch(range, entry.grantor, acting));
    }

    function _requireOwned(RangeId range, NumberRange memory entry, OrganisationId acting) private view {
        require(entry.version != 0, RangeUnknown(range));
        _requireGrantor(range, entry, acting);
    }

    function _requireLeft(RangeId range, NumberRange memory entry, uint32 count) private view {
        uint40 left = entry.last + 1 - _nextOf(range, entry);
        require(count <= left, RangeExhausted(range, count, left));
    }

    function _nextOf(RangeId range, NumberRange memory entry) private view returns (uint40) {
        return entry.first + _taken[range];
    }

    function _voidOf(RangeId range, uint40 first) private view returns (VoidedNumbers storage voided) {
        voided = _voids[range][first];
        require(voided.count != 0, VoidUnknown(range, first));
    }

    function _requireCode(uint32 code, OrganisationId acting) private view {
        OrganisationId owner = _codes[code].owner;
        require(owner == NO_ORGANISATION || _actsFor(acting, owner), RangeCodeForeign(code, owner, acting));
    }

    function _requireOrder(uint32 code, uint64 seen, OrganisationId acting) private view {
        OrganisationId owner = _codes[code].owner;
        require(_actsFor(acting, owner), RangeCodeForeign(code, owner, acting));
        uint64 version = _orders[code].version;
        require(version == seen, PayerOrderStale(code, seen, version));
    }

    function _requirePeriod(uint40 validUntil) private view {
        require(block.timestamp < validUntil, RangePeriodInvalid(validUntil, block.timestamp));
    }
}
