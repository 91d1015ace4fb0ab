// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillKey} from "../types/BillKey.sol";
import {BillLeaf} from "../types/BillLeaf.sol";
import {BatchId, OrganisationId, RangeId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {IBillRanges} from "./IBillRanges.sol";

/// Where a bill stands in its issue state.
enum IssueState {
    NONE,
    ISSUED,
    /// A red letter took it back.
    RED_LETTERED,
    /// It is itself a red letter.
    RED_LETTER
}

/// Why a bill was taken back.
enum RedLetterReason {
    WRONG_ISSUE,
    REFUND,
    SERVICE_STOPPED,
    DUPLICATE
}

/// One slot. A bill of a batch has none until its first action.
struct Bill {
    uint64 version;
    OrganisationId issuer;
    /// The batch that it was issued in; zero: alone.
    BatchId batch;
    IssueState state;
    /// Whether its tags are marked as used.
    bool opened;
}

/// Two slots.
struct BillBatch {
    uint64 version;
    OrganisationId issuer;
    BillKey first;
    uint32 count;
    /// Root of the tree over the bills' leaves, in order.
    bytes32 root;
}

/// One slot, written by reports of a claims contract alone.
struct Engagement {
    /// The bill is reserved or settled until this time (the maximum: for ever).
    uint40 until;
    /// The claims contract that said so.
    address by;
    /// Whether a claim marked the bill's tags as used.
    bool opened;
}

/// What shows that a bill was issued as it is said to be.
struct BillOpening {
    /// The batch that the bill was issued in; zero: alone.
    BatchId batch;
    BillLeaf leaf;
    /// The siblings from the bill's leaf to the batch's root; empty for a bill that was issued alone.
    bytes32[] proof;
}

/// What `verifyBill` finds.
struct BillVerification {
    /// Whether the bill was issued with exactly this leaf.
    bool authentic;
    IssueState state;
    OrganisationId issuer;
    /// This contract's version of the bill; zero for a bill of a batch before its first action here.
    uint64 version;
    uint40 engagedUntil;
    /// The red letter of a bill that was taken back, or the bill that a red letter takes back.
    BillKey counterpart;
}

/// @title Medical e-bills
/// @notice A hospital issues bills one at a time or as a batch, of any size, by one Merkle root. A bill of a batch gets
/// storage of its own only at its first action. A bill is never edited: a red letter, a bill of its own, takes it back.
/// @dev Assumptions.
/// - It proves that a bill was issued, not that care was given.
/// - Tags are HMACs under the issuer's secret; references inside batches that nobody touched are checked by the
///   issuer's library before, and by the auditor after, from the batch's manifest.
/// - The contract listed for BILL_CLAIMS reports until when a bill is engaged; a report is silent.
interface IMedicalBills is IAuthorised {
    /// @notice A bill was issued alone. Its issuer is the acting organisation.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param range The range that its number comes from.
    /// @param leaf The bill's leaf.
    event BillIssued(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        RangeId range,
        BillLeaf leaf
    );

    /// @notice A batch of bills was issued. Its issuer is the acting organisation.
    /// @param batch The batch's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param batchVersion The version that this event made.
    /// @param range The range that the numbers come from.
    /// @param first The first bill; the others follow it in the code's sequence.
    /// @param count How many bills.
    /// @param root Root of the tree over the bills' leaves, in order.
    event BatchIssued(
        BatchId indexed batch,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 batchVersion,
        RangeId range,
        BillKey first,
        uint32 count,
        bytes32 root
    );

    /// @notice A bill of a batch got storage of its own, by its first action in this contract.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param batch The batch that it was issued in.
    /// @param leaf The bill's leaf.
    event BillOpened(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BatchId batch,
        BillLeaf leaf
    );

    /// @notice A red letter took a bill back.
    /// @param bill The key of the bill that was taken back.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param redBill The key of the red letter, a bill of its own.
    /// @param redBillVersion The version of the red letter that this event made.
    /// @param range The range that the red letter's number comes from.
    /// @param leaf The red letter's leaf.
    /// @param reason Why.
    event BillRedLettered(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BillKey redBill,
        uint64 redBillVersion,
        RangeId range,
        BillLeaf leaf,
        RedLetterReason reason
    );

    /// @notice The hash of a bill's inner part is zero.
    error BillInnerZero();
    /// @notice A batch needs at least one bill.
    error BatchEmpty();
    /// @notice The root of a batch is zero.
    error BatchRootZero();
    /// @notice There is no batch {batch}.
    error BatchUnknown(BatchId batch);
    /// @notice Batch {batch} has {count} bills from {first}; bill {bill} is none of them.
    error BatchBillMismatch(BatchId batch, BillKey first, uint32 count, BillKey bill);
    /// @notice There is no bill {bill} that was issued alone. Give its batch.
    error BillUnknown(BillKey bill);
    /// @notice Bill {bill} was not issued with this leaf: leaf or proof is wrong.
    error BillLeafMismatch(BillKey bill);
    /// @notice The tag {tag} was used by organisation {issuer} before: the bill exists, or its reference was used twice.
    error BillTagUsed(OrganisationId issuer, bytes32 tag);
    /// @notice Bill {bill} was issued by organisation {issuer}, not by {acting}.
    error BillIssuerMismatch(BillKey bill, OrganisationId issuer, OrganisationId acting);
    /// @notice Bill {bill} is in state {state}; this act needs an issued bill that was not taken back.
    error BillStateMismatch(BillKey bill, IssueState state);
    /// @notice Bill {bill} is at version {current}; the caller saw {seen}. Read it again.
    error BillVersionStale(BillKey bill, uint64 seen, uint64 current);
    /// @notice Bill {bill} is engaged in {by} until {until} (1099511627775: for ever, since something is settled).
    /// Release what is reserved, or wait, first.
    error BillEngaged(BillKey bill, uint40 until, address by);

    /// @notice The ranges that bills take their numbers from.
    function ranges() external view returns (IBillRanges);

    /// @notice Issues one bill.
    /// @param number The range's next number.
    /// @custom:caller an issuer of the range's holder, or of its heir
    /// @custom:refuses authority, BillInnerZero, BillTagUsed, BillRanges.reportIssue
    /// @custom:emits BillIssued
    function issueBill(RangeId range, uint40 number, BillLeaf calldata leaf) external returns (BillKey bill);

    /// @notice Issues a batch of bills with consecutive numbers.
    /// @param first The range's next number.
    /// @custom:caller an issuer of the range's holder, or of its heir
    /// @custom:refuses authority, BatchEmpty, BatchRootZero, BillRanges.reportIssue
    /// @custom:emits BatchIssued
    function issueBatch(RangeId range, uint40 first, uint32 count, bytes32 root) external returns (BatchId batch);

    /// @notice Takes a bill back by a red letter, which is a bill of its own, while nothing is reserved or settled.
    /// @param seenVersion This contract's version of the bill; zero for a bill of a batch before its first action here.
    /// @param range The range, and `number` its next number, that the red letter takes.
    /// @param redLeaf The red letter's leaf.
    /// @custom:caller an issuer of the bill's issuer, or of its heir
    /// @custom:refuses authority, BillInnerZero, BatchUnknown, BatchBillMismatch, BillUnknown, BillLeafMismatch,
    /// BillTagUsed, BillIssuerMismatch, BillStateMismatch, BillVersionStale, BillEngaged, BillRanges.reportIssue
    /// @custom:emits BillOpened, BillRedLettered
    function redLetterBill(
        BillKey bill,
        uint64 seenVersion,
        BillOpening calldata opening,
        RangeId range,
        uint40 number,
        BillLeaf calldata redLeaf,
        RedLetterReason reason
    ) external returns (BillKey redBill);

    /// @notice Opens a bill for its first claim: checks the leaf, marks the tags as used. Silent: emits nothing.
    /// @custom:caller the contract listed for BILL_CLAIMS
    /// @custom:refuses BatchUnknown, BatchBillMismatch, BillUnknown, BillLeafMismatch, BillTagUsed,
    /// BillStateMismatch, Consortium.requireReporter
    /// @custom:emits nothing
    function reportOpening(BillKey bill, BillOpening calldata opening) external;

    /// @notice Says until when a bill is reserved or settled. Silent: emits nothing.
    /// @custom:caller the contract listed for BILL_CLAIMS
    /// @custom:refuses BillStateMismatch, BillEngaged, Consortium.requireReporter
    /// @custom:emits nothing
    function reportEngagement(BillKey bill, uint40 until) external;

    /// @notice What the chain says of a bill and its leaf. Never reverts for a bill that is not as it is said to be:
    /// then `authentic` is false.
    function verifyBill(BillKey bill, BillOpening calldata opening) external view returns (BillVerification memory);

    /// @notice The bill's own storage; all zero for a bill of a batch before its first action here.
    function getBill(BillKey bill) external view returns (Bill memory);

    /// @notice The batch; all zero if there is none.
    function getBatch(BatchId batch) external view returns (BillBatch memory);

    /// @notice Until when a bill is engaged, and by which contract.
    function getEngagement(BillKey bill) external view returns (Engagement memory);

    /// @notice Whether an organisation's tag was used by a bill that has storage of its own.
    function isTagUsed(OrganisationId issuer, bytes32 tag) external view returns (bool);
}
