// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillKey} from "../types/BillKey.sol";
import {BillLeaf} from "../types/BillLeaf.sol";
import {BatchId, OfficerId, OrganisationId, RangeId} from "../types/Ids.sol";
import {PayerClassSet} from "../types/PayerClasses.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {IBillRanges} from "./IBillRanges.sol";
import {ShreddingReason} from "./IDataRegistry.sol";

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

/// Why a bill was frozen.
enum FreezeReason {
    SUSPECTED_FRAUD,
    COURT_ORDER,
    DISPUTE,
    ISSUER_REQUEST
}

/// Two slots. A bill of a batch has none until its first action.
struct Bill {
    uint64 version;
    /// Zero until it is opened.
    OrganisationId issuer;
    /// The batch that it was issued in; zero: alone, or not opened.
    BatchId batch;
    /// NONE until it is opened: until it was issued here alone, or had an act of its issuer here that needs the whole leaf.
    /// A bill of a batch that was only frozen or shredded is not opened: what its batch says is all that there is to it.
    IssueState state;
    /// Of a bill that was issued alone: the classes of payers that are waited for. For others the batch says it.
    PayerClassSet turns;
    /// Whether its issuer destroyed its salts.
    bool shredded;
    /// Frozen while time < frozenUntil (the maximum: until it is lifted).
    uint40 frozenUntil;
    /// The paper that is its live form, as code · 10^10 + number; zero: it is electronic.
    BillKey paper;
    /// Who froze it last; zero: nobody.
    OfficerId frozenBy;
}

/// Two slots.
struct BillBatch {
    uint64 version;
    OrganisationId issuer;
    BillKey first;
    uint32 count;
    /// The classes of payers that are waited for on its bills: the order of their code when they were issued.
    PayerClassSet turns;
    /// Root of the tree over the bills' leaves, in order.
    bytes32 root;
}

/// One slot: what a claim goes by, so that it reads no other one of the bill. A bill is engaged while it is booked, once something is
/// settled, and while time < reservedUntil.
struct Engagement {
    /// When the last of the live reservations expires; zero: none was live.
    uint40 reservedUntil;
    /// Whether something is settled.
    bool settled;
    /// Whether a reimbursing unit has booked the bill.
    bool booked;
    /// Whether a claim or a booking opened the bill: its tags are marked as used.
    bool opened;
    /// Whether the bill was ever frozen or taken back: then its own storage says whether it is.
    bool barred;
    /// The claims contract that engaged it.
    address by;
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
    /// Frozen while time < frozenUntil.
    uint40 frozenUntil;
    bool shredded;
    /// The paper that is its live form; zero: it is electronic.
    BillKey paper;
    /// The red letter of a bill that was taken back, or the bill that a red letter takes back.
    BillKey counterpart;
    Engagement engagement;
}

/// @title Medical e-bills
/// @notice A hospital issues bills one at a time or as a batch, of any size, by one Merkle root. A bill of a batch gets
/// storage of its own only at its first action. A bill is never edited: a red letter, a bill of its own, takes it back.
/// A bill has one live form: electronic, or one paper. The finance department freezes a bill at once; what it lifts ends
/// after a day.
/// @dev Assumptions.
/// - It proves that a bill was issued, not that care was given.
/// - Tags are HMACs under the issuer's secret; references inside batches that nobody touched are checked by the
///   issuer's library before, and by the auditor after, from the batch's manifest.
/// - The contract listed for BILL_CLAIMS reports until when a bill is engaged; a report is silent.
/// - Paper numbers are the issuer's own stock: that none is used twice holds for one issuer, also when its heir acts.
/// - Freezing needs the number alone, so a number can be frozen before a bill is issued with it.
/// - Shredding is the issuer's word that it destroyed the salts it had; holders may have theirs.
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

    /// @notice A bill was exchanged for paper, or its paper for another one.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param paper The paper that is its live form now, as code · 10^10 + number.
    /// @param replaced The paper that is void from now on; zero: the bill was electronic.
    event PaperIssued(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BillKey paper,
        BillKey replaced
    );

    /// @notice The paper of a bill was voided: the bill is electronic again.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param paper The paper that is void from now on.
    event PaperVoided(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BillKey paper
    );

    /// @notice The finance department froze a bill.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reason Why.
    event BillFrozen(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        FreezeReason reason
    );

    /// @notice The finance department lifted a freeze, which ends after a delay.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param frozenUntil When the freeze ends.
    event FreezeLifted(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint40 frozenUntil
    );

    /// @notice The issuer says that the salts of a bill are destroyed: nothing of its document can be opened or proved any
    /// more.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param batch The batch that it was issued in; zero: alone.
    /// @param reason Why.
    event BillShredded(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BatchId batch,
        ShreddingReason reason
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
    /// @notice Bill {bill} is engaged in {by}: reserved until {reservedUntil}, settled in part or whole ({settled}), or
    /// booked ({booked}). Release, reverse, or wait, first.
    error BillEngaged(BillKey bill, uint40 reservedUntil, bool settled, bool booked, address by);
    /// @notice Bill {bill} is frozen until {frozenUntil} (1099511627775: until the finance department lifts it).
    error BillIsFrozen(BillKey bill, uint40 frozenUntil);
    /// @notice Nothing is to be lifted from bill {bill}: its freeze ends at {frozenUntil} (0: it was never frozen).
    error BillNotFrozen(BillKey bill, uint40 frozenUntil);
    /// @notice Officer {officer} froze bill {bill}; a second officer must lift it.
    error BillSecondOfficerNeeded(BillKey bill, OfficerId officer);
    /// @notice The code of bill {bill} belongs to the finance department {owner} (0: to none), not to {acting}.
    error BillCodeForeign(BillKey bill, OrganisationId owner, OrganisationId acting);
    /// @notice The live form of bill {bill} is the paper {paper}. Void it first.
    error BillPaperLive(BillKey bill, BillKey paper);
    /// @notice Bill {bill} is electronic: it has no paper to void.
    error BillIsElectronic(BillKey bill);
    /// @notice {paper} is no paper number: 8 digits of code, not zero, and 10 digits of number.
    error PaperNumberInvalid(BillKey paper);
    /// @notice Organisation {issuer} used the paper {paper} before, for bill {bill}: a paper number is never reused.
    error PaperNumberUsed(OrganisationId issuer, BillKey paper, BillKey bill);
    /// @notice Bill {bill} was shredded before.
    error BillIsShredded(BillKey bill);

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

    /// @notice Takes a bill back by a red letter, which is a bill of its own, while nothing is reserved, settled or booked
    /// and the bill is electronic.
    /// @param seenVersion This contract's version of the bill; zero for a bill of a batch before its first action here.
    /// @param range The range, and `number` its next number, that the red letter takes.
    /// @param redLeaf The red letter's leaf.
    /// @custom:caller an issuer of the bill's issuer, or of its heir
    /// @custom:refuses authority, BillInnerZero, BatchUnknown, BatchBillMismatch, BillUnknown, BillLeafMismatch,
    /// BillTagUsed, BillIssuerMismatch, BillStateMismatch, BillVersionStale, BillEngaged, BillIsFrozen, BillPaperLive,
    /// BillRanges.reportIssue
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

    /// @notice Makes a paper the live form of a bill, while nothing of it is reserved. The paper that it had is void.
    /// @param seenVersion This contract's version of the bill; zero for a bill of a batch before its first action here.
    /// @param paper The paper's number, as code · 10^10 + number.
    /// @custom:caller an issuer of the bill's issuer, or of its heir
    /// @custom:refuses authority, BatchUnknown, BatchBillMismatch, BillUnknown, BillLeafMismatch, BillTagUsed,
    /// BillIssuerMismatch, BillStateMismatch, BillVersionStale, BillEngaged, BillIsFrozen, PaperNumberInvalid,
    /// PaperNumberUsed
    /// @custom:emits BillOpened, PaperIssued
    function issuePaper(BillKey bill, uint64 seenVersion, BillOpening calldata opening, BillKey paper) external;

    /// @notice Voids the paper of a bill, while nothing of it is reserved: it is electronic again.
    /// @custom:caller an issuer of the bill's issuer, or of its heir
    /// @custom:refuses authority, BillIssuerMismatch, BillVersionStale, BillEngaged, BillIsFrozen, BillIsElectronic
    /// @custom:emits PaperVoided
    function voidPaper(BillKey bill, uint64 seenVersion) external;

    /// @notice Freezes a bill, or a number that no bill has yet: nothing of it is claimed, settled, booked, exchanged or
    /// taken back until it is lifted. What gives back (release, reversal) is still taken.
    /// @custom:caller a finance officer of the department that the bill's code belongs to, or of its heir
    /// @custom:refuses authority, BillCodeForeign, BillIsFrozen
    /// @custom:emits BillFrozen
    function freezeBill(BillKey bill, FreezeReason reason) external;

    /// @notice Lifts a freeze: it ends a day later. A new freeze in the meantime undoes it.
    /// @custom:caller another finance officer of the same department, or of its heir
    /// @custom:refuses authority, BillCodeForeign, BillNotFrozen, BillVersionStale, BillSecondOfficerNeeded
    /// @custom:emits FreezeLifted
    function liftFreeze(BillKey bill, uint64 seenVersion) external;

    /// @notice Says that the salts of a bill are destroyed. Also of a bill that was taken back, and of a red letter.
    /// @param batch The batch that the bill was issued in; zero: alone.
    /// @custom:caller an issuer of the bill's issuer, or of its heir
    /// @custom:refuses authority, BatchUnknown, BatchBillMismatch, BillUnknown, BillIssuerMismatch, BillVersionStale,
    /// BillIsFrozen, BillIsShredded
    /// @custom:emits BillShredded
    function shredBill(BillKey bill, uint64 seenVersion, BatchId batch, ShreddingReason reason) external;

    /// @notice Opens a bill for its first claim or a booking: checks the leaf, marks the tags as used, and says how it is
    /// engaged from now on. Silent: emits nothing.
    /// @param reservedUntil As in reportEngagement; so are `settled` and `booked`.
    /// @return turns The classes of payers that are waited for: the order of the bill's code when it was issued.
    /// @custom:caller the contract listed for BILL_CLAIMS
    /// @custom:refuses BatchUnknown, BatchBillMismatch, BillUnknown, BillLeafMismatch, BillTagUsed,
    /// BillStateMismatch, BillIsFrozen, BillEngaged, Consortium.requireReporter
    /// @custom:emits nothing
    function reportOpening(BillKey bill, BillOpening calldata opening, uint40 reservedUntil, bool settled, bool booked)
        external
        returns (PayerClassSet turns);

    /// @notice Says how a bill is engaged from now on, by what takes of it or uses what was taken. Silent: emits nothing.
    /// @param reservedUntil When the last of the live reservations expires; zero: none is live.
    /// @param settled Whether something is settled.
    /// @param booked Whether the bill is booked.
    /// @custom:caller the contract that engaged the bill; while none does, the contract listed for BILL_CLAIMS
    /// @custom:refuses BillStateMismatch, BillIsFrozen, BillEngaged, Consortium.requireReporter
    /// @custom:emits nothing
    function reportEngagement(BillKey bill, uint40 reservedUntil, bool settled, bool booked) external;

    /// @notice Says how a bill is engaged from now on, by what gives back. Also of a frozen bill. Silent: emits nothing.
    /// @custom:caller the contract that engaged the bill
    /// @custom:refuses BillEngaged
    /// @custom:emits nothing
    function reportRelief(BillKey bill, uint40 reservedUntil, bool settled, bool booked) external;

    /// @notice What the chain says of a bill and its leaf. Never reverts for a bill that is not as it is said to be:
    /// then `authentic` is false.
    function verifyBill(BillKey bill, BillOpening calldata opening) external view returns (BillVerification memory);

    /// @notice The bill's own storage; all zero for a bill of a batch before its first action here.
    function getBill(BillKey bill) external view returns (Bill memory);

    /// @notice The batch; all zero if there is none.
    function getBatch(BatchId batch) external view returns (BillBatch memory);

    /// @notice How a bill is engaged, and by which contract.
    function getEngagement(BillKey bill) external view returns (Engagement memory);

    /// @notice The bill that an organisation's paper was issued for, by itself or by its heir; zero if it was not used.
    function billOfPaper(OrganisationId issuer, BillKey paper) external view returns (BillKey);

    /// @notice Whether an organisation's tag was used by a bill that has storage of its own.
    function isTagUsed(OrganisationId issuer, bytes32 tag) external view returns (bool);
}
