// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IBillRanges, NumberRange, RangeStatus} from "./interfaces/IBillRanges.sol";
import {Authority, IConsortium} from "./interfaces/IConsortium.sol";
import {CODE_LIMIT, NUMBER_LIMIT} from "./types/BillKey.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {NO_ORGANISATION, OrganisationId, RangeId, checkedFirstId} from "./types/Ids.sol";
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
    /// @dev How many numbers of a range were issued. Apart from the range, since only reports write it.
    mapping(RangeId range => uint32 count) private _issued;
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
            holder: holder,
            grantor: acting.organisation,
            proposedBy: acting.officer,
            count: count
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

    /// @inheritdoc IBillRanges
    function reportIssue(RangeId range, OrganisationId holder, uint40 first, uint32 count)
        external
        returns (uint32 code)
    {
        _onlyReporter(ContractRole.MEDICAL_BILLS);
        NumberRange memory entry = _ranges[range];
        require(entry.version != 0, RangeUnknown(range));
        require(entry.status == RangeStatus.GRANTED, RangeStatusMismatch(range, entry.status, RangeStatus.GRANTED));
        require(_actsFor(holder, entry.holder), RangeHolderMismatch(range, entry.holder, holder));
        require(block.timestamp < entry.validUntil, RangeExpired(range, entry.validUntil, block.timestamp));
        uint32 issued = _issued[range];
        uint40 next = entry.first + issued;
        require(first == next, RangeNumberOutOfOrder(range, first, next));
        uint40 left = entry.last + 1 - next;
        require(count <= left, RangeExhausted(range, count, left));

        _issued[range] = issued + count;
        return entry.code;
    }

    /// @inheritdoc IBillRanges
    function getRange(RangeId range) external view returns (NumberRange memory) {
        return _ranges[range];
    }

    /// @inheritdoc IBillRanges
    function nextNumber(RangeId range) external view returns (uint40) {
        return _ranges[range].first + _issued[range];
    }

    /// @inheritdoc IBillRanges
    function codeOwner(uint32 code) external view returns (OrganisationId) {
        return _codes[code].owner;
    }

    // --- guards and shared steps ---

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
        require(
            _actsFor(acting.organisation, entry.grantor),
            RangeGrantorMismatch(range, entry.grantor, acting.organisation)
        );
        require(!(entry.proposedBy == acting.officer), RangeSecondOfficerNeeded(range, acting.officer));
        _requireCode(entry.code, acting.organisation);
        _requirePeriod(entry.validUntil);
        consortium.requireActive(entry.holder);
    }

    function _requireCode(uint32 code, OrganisationId acting) private view {
        OrganisationId owner = _codes[code].owner;
        require(owner == NO_ORGANISATION || _actsFor(acting, owner), RangeCodeForeign(code, owner, acting));
    }

    function _requirePeriod(uint40 validUntil) private view {
        require(block.timestamp < validUntil, RangePeriodInvalid(validUntil, block.timestamp));
    }
}
