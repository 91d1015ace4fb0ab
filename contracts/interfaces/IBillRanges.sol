// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OfficerId, OrganisationId, RangeId} from "../types/Ids.sol";
import {PayerClass, PayerClassSet} from "../types/PayerClasses.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";

/// Where a range stands.
enum RangeStatus {
    NONE,
    PROPOSED,
    GRANTED,
    /// Its holder gave back what was left.
    RETURNED,
    /// The finance department closed it.
    CLOSED,
    /// Every number of it is accounted for.
    WRITTEN_OFF
}

/// Why numbers were voided.
enum VoidReason {
    DAMAGED,
    MISPRINTED,
    SYSTEM_FAILURE,
    LOST
}

/// Three slots. The next number to issue stands in a word of its own.
struct NumberRange {
    uint64 version;
    RangeStatus status;
    uint32 code;
    /// First and last number; zero until granted.
    uint40 first;
    uint40 last;
    /// Issuing is possible before this time.
    uint40 validUntil;
    /// The issuing point that may issue from it; 0: every issuing point of the holder.
    uint16 unit;
    /// Who may issue from it.
    OrganisationId holder;
    /// The finance department that grants it.
    OrganisationId grantor;
    OfficerId proposedBy;
    /// How many numbers it has; less once a part was split off.
    uint32 count;
    /// How many voidings of it were not confirmed yet.
    uint32 unconfirmedVoids;
    /// The range that it was split from; zero: none.
    RangeId parent;
    /// Who proposed to close it; zero: nobody.
    OfficerId closureBy;
}

/// One slot: numbers that were voided together.
struct VoidedNumbers {
    uint32 count;
    VoidReason reason;
    /// The first of the two finance officers who agree to it; zero: none yet.
    OfficerId reviewedBy;
    bool confirmed;
}

/// One slot: in which order the payers of a code's bills take their turns.
struct PayerOrder {
    uint64 version;
    /// The classes that later ones wait for, from the lowest number up; empty: nobody waits.
    PayerClassSet turns;
}

/// @title The numbers that bills are made of
/// @notice The finance department grants an organisation a range of numbers of one code, until a date; two of its
/// officers must agree. Ranges come from one cursor per code, so they cannot overlap. The holder splits a range among
/// its issuing points, voids blanks with a reason, and returns what it does not need; the finance department confirms
/// voided blanks, closes ranges and writes them off. A number that was returned, voided or left over is never granted
/// again. It also says in which order the payers of a code's bills take their turns.
/// @dev Assumptions.
/// - A code belongs to the finance department that first had a range of it granted; finance departments of one
///   consortium do not take one another's codes.
/// - MedicalBills reports what it issues; a report is silent: the next number is a function of the reporter's events and
///   of the voidings here.
/// - That a voided number stands on no paper is the word of its holder and of the two officers who confirmed it.
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

    /// @notice The holder split a part off for one of its issuing points: a range of its own, of the same code and until
    /// the same time.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param partRange The part's id.
    /// @param partRangeVersion The version of the part that this event made.
    /// @param unit The issuing point that may issue from the part.
    /// @param first The part's first number.
    /// @param last The part's last number, which was the range's.
    event RangeSplit(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        RangeId partRange,
        uint64 partRangeVersion,
        uint16 unit,
        uint40 first,
        uint40 last
    );

    /// @notice The holder gave back what was left of a range.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param first The first number that was given back.
    /// @param last The last number that was given back.
    event RangeReturned(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint40 first,
        uint40 last
    );

    /// @notice The holder voided the next numbers of a range.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param first The first number.
    /// @param count How many numbers.
    /// @param reason Why.
    event NumbersVoided(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint40 first,
        uint32 count,
        VoidReason reason
    );

    /// @notice A finance officer agreed that numbers were voided; a second one has to confirm it.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param first The first of the numbers, by which they are known.
    event VoidReviewed(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint40 first
    );

    /// @notice A second finance officer confirmed that numbers were voided.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param first The first of the numbers, by which they are known.
    event VoidConfirmed(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint40 first
    );

    /// @notice A finance officer proposed to close a range.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    event RangeClosureProposed(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion
    );

    /// @notice A second finance officer agreed: nothing more is issued from the range.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    /// @param first The first number that was left; one more than the last if none was.
    /// @param last The range's last number.
    event RangeClosed(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion,
        uint40 first,
        uint40 last
    );

    /// @notice Every number of a range is accounted for.
    /// @param range The range's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param rangeVersion The version that this event made.
    event RangeWrittenOff(
        RangeId indexed range,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 rangeVersion
    );

    /// @notice The finance department set for which classes of payers the later ones wait.
    /// @param code The bill code: 8 digits.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param codeVersion The version that this event made.
    /// @param turns The classes that are waited for; empty: none.
    event PayerOrderSet(
        uint32 indexed code,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 codeVersion,
        PayerClassSet turns
    );

    /// @notice The finance department said of which class a payer is.
    /// @param code The bill code: 8 digits.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param codeVersion The version that this event made.
    /// @param payer The payer.
    /// @param payerClass Its class.
    event PayerClassified(
        uint32 indexed code,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 codeVersion,
        OrganisationId payer,
        PayerClass payerClass
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
    /// @notice Range {range} belongs to the finance department {grantor}, not to {acting}.
    error RangeGrantorMismatch(RangeId range, OrganisationId grantor, OrganisationId acting);
    /// @notice Officer {officer} took the first step on range {range}; a second officer must take this one.
    error RangeSecondOfficerNeeded(RangeId range, OfficerId officer);
    /// @notice Range {range} was granted to organisation {holder}, not to {acting}.
    error RangeHolderMismatch(RangeId range, OrganisationId holder, OrganisationId acting);
    /// @notice Range {range} ended at {validUntil}; it is {time}. Ask for a new range.
    error RangeExpired(RangeId range, uint40 validUntil, uint256 time);
    /// @notice The next number of range {range} is {next}, not {given}: numbers are issued in order.
    error RangeNumberOutOfOrder(RangeId range, uint40 given, uint40 next);
    /// @notice Range {range} has {left} numbers left, not {count}. Ask for a new range.
    error RangeExhausted(RangeId range, uint32 count, uint40 left);
    /// @notice A part of a range is for an issuing point; 0 is none.
    error RangeUnitZero();
    /// @notice Range {range} belongs to the issuing point {unit} and is not split again.
    error RangeUnitSet(RangeId range, uint16 unit);
    /// @notice Range {range} belongs to the issuing point {unit}, not to {acting} (0: no issuing point).
    error RangeUnitMismatch(RangeId range, uint16 unit, uint16 acting);
    /// @notice Nothing is left of range {range}: every number was issued or voided.
    error RangeUsedUp(RangeId range);
    /// @notice Nobody proposed to close range {range}.
    error RangeClosureNotProposed(RangeId range);
    /// @notice {count} voidings of range {range} are not confirmed yet.
    error RangeVoidsUnconfirmed(RangeId range, uint32 count);
    /// @notice {left} numbers of range {range} are left. Close it first.
    error RangeNumbersLeft(RangeId range, uint40 left);
    /// @notice No voiding of range {range} begins with number {first}.
    error VoidUnknown(RangeId range, uint40 first);
    /// @notice The voiding of range {range} from number {first} was reviewed before, by officer {officer}.
    error VoidIsReviewed(RangeId range, uint40 first, OfficerId officer);
    /// @notice The voiding of range {range} from number {first} was not reviewed yet.
    error VoidNotReviewed(RangeId range, uint40 first);
    /// @notice The voiding of range {range} from number {first} is confirmed.
    error VoidIsConfirmed(RangeId range, uint40 first);
    /// @notice The order of code {code} is at version {current}; the caller saw {seen}. Read it again.
    error PayerOrderStale(uint32 code, uint64 seen, uint64 current);
    /// @notice {turns} has bits beyond the classes of payers, or the bit of UNCLASSIFIED.
    error PayerOrderInvalid(PayerClassSet turns);
    /// @notice The order of code {code} waits for these classes already.
    error PayerOrderUnchanged(uint32 code, PayerClassSet turns);
    /// @notice Organisation {payer} is of class {payerClass} for the bills of code {code} already.
    error PayerClassUnchanged(uint32 code, OrganisationId payer, PayerClass payerClass);

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

    /// @notice Splits the last numbers of a range off for an issuing point of the holder.
    /// @param unit The issuing point.
    /// @param count How many numbers; they must be left.
    /// @custom:caller an administrator of the range's holder, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeVersionStale, RangeStatusMismatch, RangeHolderMismatch, RangeExpired,
    /// RangeUnitZero, RangeUnitSet, RangeCountZero, RangeExhausted
    /// @custom:emits RangeSplit
    function splitRange(RangeId range, uint64 seenVersion, uint16 unit, uint32 count) external returns (RangeId part);

    /// @notice Gives back what is left of a range. Also once it has expired.
    /// @custom:caller an administrator of the range's holder, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeVersionStale, RangeStatusMismatch, RangeHolderMismatch, RangeUsedUp
    /// @custom:emits RangeReturned
    function returnRange(RangeId range, uint64 seenVersion) external;

    /// @notice Voids the next numbers of a range: they are never issued. Two finance officers have to confirm it.
    /// @param first The first number, which must be the range's next.
    /// @custom:caller an issuer of the range's holder, or of its heir, at the range's issuing point
    /// @custom:refuses authority, RangeUnknown, RangeStatusMismatch, RangeHolderMismatch, RangeUnitMismatch, RangeExpired,
    /// RangeNumberOutOfOrder, RangeCountZero, RangeExhausted
    /// @custom:emits NumbersVoided
    function voidNumbers(RangeId range, uint40 first, uint32 count, VoidReason reason) external;

    /// @notice Agrees that numbers were voided.
    /// @param first The first of the numbers.
    /// @custom:caller a finance officer of the department that granted the range, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeGrantorMismatch, VoidUnknown, VoidIsReviewed
    /// @custom:emits VoidReviewed
    function reviewVoid(RangeId range, uint40 first) external;

    /// @notice Confirms that numbers were voided, as the second officer.
    /// @param first The first of the numbers.
    /// @custom:caller another finance officer of the same department, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeGrantorMismatch, VoidUnknown, VoidNotReviewed, VoidIsConfirmed,
    /// RangeSecondOfficerNeeded
    /// @custom:emits VoidConfirmed
    function confirmVoid(RangeId range, uint40 first) external;

    /// @notice Proposes to close a range. Also once it has expired; a new proposal takes the place of an earlier one.
    /// @custom:caller a finance officer of the department that granted the range, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeVersionStale, RangeStatusMismatch, RangeGrantorMismatch
    /// @custom:emits RangeClosureProposed
    function proposeClosure(RangeId range, uint64 seenVersion) external;

    /// @notice Closes a range, as the second officer.
    /// @custom:caller another finance officer of the same department, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeVersionStale, RangeStatusMismatch, RangeGrantorMismatch,
    /// RangeClosureNotProposed, RangeSecondOfficerNeeded
    /// @custom:emits RangeClosed
    function closeRange(RangeId range, uint64 seenVersion) external;

    /// @notice Writes a range off that was used up, returned or closed, once all its voidings are confirmed.
    /// @custom:caller a finance officer of the department that granted the range, or of its heir
    /// @custom:refuses authority, RangeUnknown, RangeVersionStale, RangeStatusMismatch, RangeGrantorMismatch,
    /// RangeNumbersLeft, RangeVoidsUnconfirmed
    /// @custom:emits RangeWrittenOff
    function writeOffRange(RangeId range, uint64 seenVersion) external;

    /// @notice Sets for which classes of payers the later ones wait, on the bills of a code that are issued from now
    /// on.
    /// @custom:caller a finance officer of the department that the code belongs to, or of its heir
    /// @custom:refuses authority, RangeCodeForeign, PayerOrderStale, PayerOrderInvalid, PayerOrderUnchanged
    /// @custom:emits PayerOrderSet
    function setPayerOrder(uint32 code, uint64 seenVersion, PayerClassSet turns) external;

    /// @notice Says of which class a payer is, on the bills of a code. Who has no class comes last.
    /// @custom:caller a finance officer of the department that the code belongs to, or of its heir
    /// @custom:refuses authority, RangeCodeForeign, PayerOrderStale, PayerClassUnchanged, OrganisationUnknown,
    /// OrganisationNotActive
    /// @custom:emits PayerClassified
    function classifyPayer(uint32 code, uint64 seenVersion, OrganisationId payer, PayerClass payerClass) external;

    /// @notice Takes the next numbers of a range for bills. Silent: emits nothing.
    /// @param holder The issuing organisation.
    /// @param unit The issuing point of the officer who issues.
    /// @param first The first number, which must be the range's next.
    /// @return code The range's code.
    /// @return turns The classes of payers that are waited for on bills of the code: its order as it is now.
    /// @custom:caller the contract listed for MEDICAL_BILLS
    /// @custom:refuses RangeUnknown, RangeStatusMismatch, RangeHolderMismatch, RangeUnitMismatch, RangeExpired,
    /// RangeNumberOutOfOrder, RangeExhausted, Consortium.requireReporter
    /// @custom:emits nothing
    function reportIssue(RangeId range, OrganisationId holder, uint16 unit, uint40 first, uint32 count)
        external
        returns (uint32 code, PayerClassSet turns);

    /// @notice The range; all zero if there is none.
    function getRange(RangeId range) external view returns (NumberRange memory);

    /// @notice The number that the range issues next; last + 1 when it is used up, zero before it is granted.
    function nextNumber(RangeId range) external view returns (uint40);

    /// @notice Numbers that were voided together, by the first of them; all zero if there are none.
    function getVoid(RangeId range, uint40 first) external view returns (VoidedNumbers memory);

    /// @notice The finance department that a code belongs to; zero if none yet.
    function codeOwner(uint32 code) external view returns (OrganisationId);

    /// @notice The order of the payers of a code's bills; all zero if none was set.
    function getPayerOrder(uint32 code) external view returns (PayerOrder memory);

    /// @notice The class of a payer on the bills of a code.
    function payerClassOf(uint32 code, OrganisationId payer) external view returns (PayerClass);
}
