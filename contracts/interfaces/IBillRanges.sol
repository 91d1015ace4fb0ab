// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OfficerId, OrganisationId, RangeId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";

/// Where a range stands.
enum RangeStatus {
    NONE,
    PROPOSED,
    GRANTED
}

/// Two slots. The next number to issue stands in a word of its own, which only reports write.
struct NumberRange {
    uint64 version;
    RangeStatus status;
    uint32 code;
    /// First and last number; zero until granted.
    uint40 first;
    uint40 last;
    /// Issuing is possible before this time.
    uint40 validUntil;
    /// Who may issue from it.
    OrganisationId holder;
    /// The finance department that grants it.
    OrganisationId grantor;
    OfficerId proposedBy;
    uint32 count;
}

/// @title The numbers that bills are made of
/// @notice The finance department grants an organisation a range of numbers of one code, until a date; two of its
/// officers must agree. Ranges come from one cursor per code, so they cannot overlap.
/// @dev Assumptions.
/// - A code belongs to the finance department that first had a range of it granted; finance departments of one
///   consortium do not take one another's codes.
/// - MedicalBills reports what it issues; a report is silent: the next number is a function of the reporter's events.
interface IBillRanges is IAuthorised {
    /// @notice A range was proposed; no numbers are taken yet.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param code The bill code: 8 digits.
    /// @param holder The organisation that may issue from the range.
    /// @param count How many numbers.
    /// @param validUntil Issuing is possible before this time.
    event RangeProposed(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint32 code,
        OrganisationId holder,
        uint32 count,
        uint40 validUntil
    );

    /// @notice A second officer agreed: the range took its numbers.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param code The bill code: 8 digits.
    /// @param holder The organisation that may issue from the range.
    /// @param first The first number.
    /// @param last The last number.
    /// @param validUntil Issuing is possible before this time.
    event RangeGranted(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint32 code,
        OrganisationId holder,
        uint40 first,
        uint40 last,
        uint40 validUntil
    );

    /// @notice A bill code has 8 digits; {code} has not.
    error RangeCodeInvalid(uint32 code);
    /// @notice Code {code} belongs to the finance department {owner}, not to {acting}.
    error RangeCodeForeign(uint32 code, OrganisationId owner, OrganisationId acting);
    /// @notice A range needs at least one number.
    error RangeCountZero();
    /// @notice Code {code} has {left} numbers left, not {count}. Use a new code.
    error RangeNumbersExhausted(uint32 code, uint32 count, uint40 left);
    /// @notice The range would end at {validUntil}; it is {time}.
    error RangePeriodInvalid(uint40 validUntil, uint256 time);
    /// @notice There is no range {range}.
    error RangeUnknown(RangeId range);
    /// @notice Range {range} is in status {status}; this act needs {needed}.
    error RangeStatusMismatch(RangeId range, RangeStatus status, RangeStatus needed);
    /// @notice Range {range} is at version {current}; the caller saw {seen}. Read it again.
    error RangeVersionStale(RangeId range, uint64 seen, uint64 current);
    /// @notice Range {range} was proposed in the finance department {grantor}, not in {acting}.
    error RangeGrantorMismatch(RangeId range, OrganisationId grantor, OrganisationId acting);
    /// @notice Officer {officer} proposed range {range}; a second officer must agree.
    error RangeSecondOfficerNeeded(RangeId range, OfficerId officer);
    /// @notice Range {range} was granted to organisation {holder}, not to {acting}.
    error RangeHolderMismatch(RangeId range, OrganisationId holder, OrganisationId acting);
    /// @notice Range {range} ended at {validUntil}; it is {time}. Ask for a new range.
    error RangeExpired(RangeId range, uint40 validUntil, uint256 time);
    /// @notice The next number of range {range} is {next}, not {given}: numbers are issued in order.
    error RangeNumberOutOfOrder(RangeId range, uint40 given, uint40 next);
    /// @notice Range {range} has {left} numbers left, not {count}. Ask for a new range.
    error RangeExhausted(RangeId range, uint32 count, uint40 left);

    /// @notice Proposes a range.
    /// @param count How many numbers.
    /// @custom:caller a finance officer
    /// @custom:refuses authority, OrganisationUnknown, OrganisationNotActive, RangeCodeInvalid, RangeCodeForeign,
    /// RangeCountZero, RangePeriodInvalid
    /// @custom:emits RangeProposed
    function proposeRange(uint32 code, OrganisationId holder, uint32 count, uint40 validUntil)
        external
        returns (RangeId range);

    /// @notice Grants a proposed range: it takes the next numbers of its code.
    /// @custom:caller another finance officer of the same department, or of its heir
    /// @custom:refuses authority, OrganisationNotActive, RangeCodeForeign, RangeNumbersExhausted, RangePeriodInvalid,
    /// RangeUnknown, RangeStatusMismatch, RangeVersionStale, RangeGrantorMismatch, RangeSecondOfficerNeeded
    /// @custom:emits RangeGranted
    function grantRange(RangeId range, uint64 seenVersion) external;

    /// @notice Takes the next numbers of a range for bills. Silent: emits nothing.
    /// @param holder The issuing organisation.
    /// @param first The first number, which must be the range's next.
    /// @return code The range's code.
    /// @custom:caller the contract listed for MEDICAL_BILLS
    /// @custom:refuses RangeUnknown, RangeStatusMismatch, RangeHolderMismatch, RangeExpired, RangeNumberOutOfOrder,
    /// RangeExhausted, Consortium.requireReporter
    /// @custom:emits nothing
    function reportIssue(RangeId range, OrganisationId holder, uint40 first, uint32 count)
        external
        returns (uint32 code);

    /// @notice The range; all zero if there is none.
    function getRange(RangeId range) external view returns (NumberRange memory);

    /// @notice The number that the range issues next; last + 1 when it is used up, zero before it is granted.
    function nextNumber(RangeId range) external view returns (uint40);

    /// @notice The finance department that a code belongs to; zero if none yet.
    function codeOwner(uint32 code) external view returns (OrganisationId);
}
