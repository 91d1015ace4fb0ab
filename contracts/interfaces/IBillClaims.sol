// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillKey} from "../types/BillKey.sol";
import {BillInner, BillLeaf} from "../types/BillLeaf.sol";
import {CompactSignature} from "../types/CompactSignature.sol";
import {BatchId, OfficerId, OrganisationId} from "../types/Ids.sol";
import {PayerClass, PayerClassSet} from "../types/PayerClasses.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {IBillRanges} from "./IBillRanges.sol";
import {IBulk} from "./IBulk.sol";
import {BillOpening, IMedicalBills} from "./IMedicalBills.sol";

/// What a payer claims a bill for.
enum ClaimPurpose {
    /// The payer reimburses the subject.
    REIMBURSEMENT,
    /// The payer pays the hospital.
    DIRECT_PAYMENT,
    AID
}

/// Why a settlement was reversed.
enum ReversalReason {
    PAID_IN_ERROR,
    REFUNDED,
    FRAUD,
    NOT_RECEIVED
}

/// Where a bill stands in the books of one reimbursing unit.
enum EntryState {
    /// 01
    NOT_BOOKED,
    /// 02: booked and deductible
    DEDUCTIBLE,
    /// 03: booked and not deductible
    NOT_DEDUCTIBLE,
    /// 06
    REVERSED
}

/// What a reimbursing unit booked a bill for.
enum EntryPurpose {
    EXPENSE,
    WELFARE,
    BENEFIT,
    AID
}

/// What a bill's subject agreed to by a signature of the bill's one-time key (EIP-712). All zero where the bill asks
/// for nobody's consent.
struct Consent {
    ClaimPurpose purpose;
    /// It may be used while time < until.
    uint40 until;
    /// From 1. A revocation ends the consents to a payer up to a serial.
    uint32 serial;
    /// Over Consent(uint64 bill,uint64 payer,uint8 purpose,uint40 until,uint32 serial).
    CompactSignature signature;
}

/// What opens the claim of a bill.
struct ClaimShowing {
    /// What shows that the bill was issued.
    BillOpening opening;
    /// The preimage of the leaf's inner part, which says how much is claimable.
    BillInner inner;
}

/// What a payer needs in order to take of a bill.
struct ClaimAccess {
    BillKey bill;
    /// This contract's version of the bill that the payer saw; zero: never seen here. The loser of a race is refused.
    uint64 seenVersion;
    Consent consent;
    /// One, for the act that opens the claim; none, for every other: not read once the claim is open.
    ClaimShowing[] showings;
}

/// What this contract knows of one bill. Amounts are fen.
struct ClaimAccount {
    /// This contract's version of the bill.
    uint64 version;
    /// Whether the bill's inner part was shown. A bill that was only booked is not open.
    bool open;
    /// The most that all payers together may settle.
    uint40 claimableFen;
    /// What all payers together have settled.
    uint40 settledFen;
    /// What all live reservations hold.
    uint40 reservedFen;
    /// Address of the bill's one-time key; zero: nobody is asked.
    address consentKey;
    /// How many payers ever reserved, settled or declined; at most 8.
    uint8 payers;
    /// The classes of payers that later ones wait for: of those that the order of the bill's code had when the bill
    /// was issued, none of them settled or declined yet.
    PayerClassSet pendingTurns;
    /// How many reimbursing units have it booked; at most 255.
    uint8 bookings;
}

/// The last reservation of one payer on one bill, and what that payer has settled.
struct Reservation {
    OrganisationId payer;
    /// The version of the bill that made it; zero: the payer only declined.
    uint32 number;
    /// What is still reserved, while time < expiresAt.
    uint40 reservedFen;
    /// What this payer has settled over all its reservations.
    uint40 settledFen;
    uint40 expiresAt;
}

/// One slot: a reversal that a second officer has to confirm.
struct Reversal {
    /// Zero: none is proposed.
    OfficerId proposedBy;
    uint40 amountFen;
    ReversalReason reason;
}

/// One slot: a bill in the books of one unit.
struct Entry {
    EntryState state;
    EntryPurpose purpose;
    /// Year · 100 + month.
    uint32 period;
}

/// @title Claims on medical e-bills: the same money is never paid twice
/// @notice A payer reserves before it pays and settles what it reserved, or does both in one call. For every bill, at
/// every time: settled + live reservations ≤ claimable. A reservation is live while time < expiresAt and stops counting
/// then without anyone's transaction. The subject agrees to each payer by the bill's one-time key. Reimbursing units book
/// a bill, each once at a time.
/// @dev Assumptions.
/// - That claimable ≤ total − what was paid at the counter is held by the document's validation and by the audit: the
///   contract must not see the total.
/// - A settlement is the payer's word that it paid; a booking is the unit's word.
/// - Whoever has the bill's one-time key is its subject or guardian. A consent is a promise to the payer until it ends or
///   is revoked; what was reserved before may still be settled.
/// - The order of payers is the word of the finance department that the bill's code belongs to (BillRanges), as it was
///   when the bill was issued; a settlement ends the turn of the class that its payer has then.
/// - A contract that winds down finishes the bills that it had to do with, for all their payers; it begins no more.
interface IBillClaims is IAuthorised, IBulk {
    /// @notice A bill was claimed for the first time; its claimable amount is known from now on.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param batch The batch that it was issued in; zero: alone.
    /// @param leaf The bill's leaf.
    /// @param claimableFen The most that all payers together may settle.
    /// @param consentKey Address of the bill's one-time key, by which its subject consents; zero: nobody is asked.
    event ClaimOpened(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BatchId batch,
        BillLeaf leaf,
        uint40 claimableFen,
        address consentKey
    );

    /// @notice A payer, the acting organisation, reserved an amount. The reservation's number is the version.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param amountFen The amount.
    /// @param claimTag Tag of the payer's own claim reference.
    /// @param expiresAt When the reservation stops counting.
    /// @param claimPurpose What it is claimed for.
    /// @param consentUntil When the consent ends; zero: none was asked.
    /// @param consentSerial The consent's serial; zero: none was asked.
    event ReservationMade(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint40 amountFen,
        bytes32 claimTag,
        uint40 expiresAt,
        ClaimPurpose claimPurpose,
        uint40 consentUntil,
        uint32 consentSerial
    );

    /// @notice A payer, the acting organisation, reserved an amount and settled it at once. The reservation's number is
    /// the version.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param amountFen The amount.
    /// @param claimTag Tag of the payer's own claim reference.
    /// @param claimPurpose What it is claimed for.
    /// @param consentUntil When the consent ends; zero: none was asked.
    /// @param consentSerial The consent's serial; zero: none was asked.
    event DirectSettlementMade(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint40 amountFen,
        bytes32 claimTag,
        ClaimPurpose claimPurpose,
        uint40 consentUntil,
        uint32 consentSerial
    );

    /// @notice A payer, the acting organisation, let its reservation live longer.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill.
    /// @param expiresAt When the reservation stops counting.
    /// @param claimPurpose What it is claimed for.
    /// @param consentUntil When the consent ends; zero: none was asked.
    /// @param consentSerial The consent's serial; zero: none was asked.
    event ReservationRenewed(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint40 expiresAt,
        ClaimPurpose claimPurpose,
        uint40 consentUntil,
        uint32 consentSerial
    );

    /// @notice A payer, the acting organisation, settled a part or all of what it had reserved.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill.
    /// @param amountFen The amount.
    event SettlementMade(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint40 amountFen
    );

    /// @notice A payer, the acting organisation, gave back what was left of its reservation.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill.
    /// @param amountFen What was given back.
    event ReservationReleased(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint40 amountFen
    );

    /// @notice A payer, the acting organisation, left its turn to the payers of later classes.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param claimPurpose What it is claimed for.
    /// @param consentUntil When the consent ends; zero: none was asked.
    /// @param consentSerial The consent's serial; zero: none was asked.
    event ClaimDeclined(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        ClaimPurpose claimPurpose,
        uint40 consentUntil,
        uint32 consentSerial
    );

    /// @notice A payer proposed to reverse a settlement; a second officer has to confirm it.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill.
    /// @param amountFen The amount.
    /// @param reason Why.
    event ReversalProposed(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint40 amountFen,
        ReversalReason reason
    );

    /// @notice A second officer of the payer confirmed: a settlement was reversed, and the amount can be claimed again.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill.
    /// @param amountFen The amount.
    /// @param reason Why.
    event SettlementReversed(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint40 amountFen,
        ReversalReason reason
    );

    /// @notice The subject of a bill revoked its consents to a payer. The actor only delivered the one-time key's signature.
    /// @param consentKey Address of the bill's one-time key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param consentKeyVersion The version that this event made.
    /// @param payer The payer.
    /// @param serial The consents up to this serial are revoked.
    event ConsentRevoked(
        address indexed consentKey,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 consentKeyVersion,
        OrganisationId payer,
        uint32 serial
    );

    /// @notice A reimbursing unit, the acting organisation, booked a bill.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param batch The batch that it was issued in; zero: alone.
    /// @param leaf The bill's leaf.
    /// @param entryState DEDUCTIBLE or NOT_DEDUCTIBLE.
    /// @param period Year · 100 + month.
    /// @param entryPurpose What for.
    event BillBooked(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BatchId batch,
        BillLeaf leaf,
        EntryState entryState,
        uint32 period,
        EntryPurpose entryPurpose
    );

    /// @notice A reimbursing unit reversed its booking of a bill.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param bookingUnit The unit: the acting organisation, or one that it is the heir of.
    event BookingReversed(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        OrganisationId bookingUnit
    );

    /// @notice Nobody has claimed bill {bill} yet: show its leaf, its proof and its inner part.
    error ClaimNotShown(BillKey bill);
    /// @notice The inner part given hashes to {given}; bill {bill} was issued with {issued}.
    error ClaimInnerMismatch(BillKey bill, bytes32 given, bytes32 issued);
    /// @notice Bill {bill} is at version {current}; the caller saw {seen}. Read it again before deciding.
    error ClaimVersionStale(BillKey bill, uint64 seen, uint64 current);
    /// @notice {requested} fen were asked of bill {bill}, which has {available} left at version {current} (0: never
    /// seen here).
    error ClaimCapacityExceeded(BillKey bill, uint40 requested, uint40 available, uint64 current);
    /// @notice The amount is zero fen.
    error ClaimAmountZero(BillKey bill);
    /// @notice A reservation needs the tag of the payer's claim reference.
    error ClaimTagZero(BillKey bill);
    /// @notice Organisation {payer} used the claim tag {tag} before: this claim was made already.
    error ClaimTagUsed(OrganisationId payer, bytes32 tag);
    /// @notice Bill {bill} has {limit} payers already.
    error ClaimPayersExceeded(BillKey bill, uint8 limit);
    /// @notice It is the turn of payers of class {waitedFor} on bill {bill}; a payer of class {own} comes later.
    error ClaimTurnPending(BillKey bill, PayerClass waitedFor, PayerClass own);
    /// @notice There is nothing to decline on bill {bill}: the turn of the payer's class {own} is over (UNCLASSIFIED: no
    /// turn is pending, or nobody waits for this payer).
    error ClaimTurnOver(BillKey bill, PayerClass own);
    /// @notice The reservation would expire at {expiresAt}, which is not after {time} and at most {limit} seconds ahead.
    error ReservationExpiryInvalid(uint40 expiresAt, uint256 time, uint40 limit);
    /// @notice Reservation {reservation} on bill {bill} lives until {current}; {expiresAt} is not later.
    error ReservationNotExtended(BillKey bill, uint32 reservation, uint40 expiresAt, uint40 current);
    /// @notice Organisation {payer} has the live reservation {reservation} on bill {bill} until {expiresAt}. Settle or
    /// release it first.
    error ReservationLive(BillKey bill, OrganisationId payer, uint32 reservation, uint40 expiresAt);
    /// @notice Organisation {payer} has no reservation {reservation} on bill {bill}; its last one is {last} (0: none).
    error ReservationUnknown(BillKey bill, OrganisationId payer, uint32 reservation, uint32 last);
    /// @notice Reservation {reservation} on bill {bill} expired at {expiresAt}; it is {time}. Reserve again.
    error ReservationExpired(BillKey bill, uint32 reservation, uint40 expiresAt, uint256 time);
    /// @notice Reservation {reservation} on bill {bill} is used up: it was settled whole, or released.
    error ReservationUsedUp(BillKey bill, uint32 reservation);
    /// @notice Reservation {reservation} on bill {bill} holds {reserved} fen, not {requested}.
    error ReservationExceeded(BillKey bill, uint32 reservation, uint40 requested, uint40 reserved);
    /// @notice Bill {bill} asks for nobody's consent: leave it empty.
    error ConsentNotAsked(BillKey bill);
    /// @notice The consent on bill {bill} ended at {until}; it is {time}. Ask its subject for a new one.
    error ConsentExpired(BillKey bill, uint40 until, uint256 time);
    /// @notice The consent of serial {serial} to organisation {payer} was revoked, as were all up to {revoked} (0: none
    /// was, and serials begin at 1). Ask the bill's subject for a new one.
    error ConsentIsRevoked(BillKey bill, OrganisationId payer, uint32 serial, uint32 revoked);
    /// @notice The signature under the consent is not that of the bill's one-time key {consentKey} over {digest}.
    error ConsentSignatureInvalid(BillKey bill, address consentKey, bytes32 digest);
    /// @notice The signature under the revocation is not that of {consentKey} over {digest}.
    error RevocationSignatureInvalid(address consentKey, bytes32 digest);
    /// @notice The consents of {consentKey} to organisation {payer} are revoked up to serial {revoked} already; {serial}
    /// is not higher.
    error RevocationSerialStale(address consentKey, OrganisationId payer, uint32 serial, uint32 revoked);
    /// @notice Organisation {payer} has settled {settled} fen of bill {bill}, not {requested}.
    error ReversalExceeded(BillKey bill, OrganisationId payer, uint40 requested, uint40 settled);
    /// @notice The officer proposed just that before, for reservation {reservation} on bill {bill}: {amountFen} fen. A
    /// second officer has to confirm it.
    error ReversalUnchanged(BillKey bill, uint32 reservation, uint40 amountFen);
    /// @notice The reversal that is proposed for reservation {reservation} on bill {bill} is of {proposed} fen (0: none
    /// is proposed), not of {given}.
    error ReversalMismatch(BillKey bill, uint32 reservation, uint40 given, uint40 proposed);
    /// @notice Officer {officer} proposed the reversal on bill {bill}; a second officer must confirm it.
    error ReversalSecondOfficerNeeded(BillKey bill, OfficerId officer);
    /// @notice A bill is booked as DEDUCTIBLE or NOT_DEDUCTIBLE, not as {state}.
    error EntryStateInvalid(EntryState state);
    /// @notice {period} is no year · 100 + month.
    error EntryPeriodInvalid(uint32 period);
    /// @notice Organisation {unit} has bill {bill} booked, in period {period}. Reverse that first.
    error EntryExists(BillKey bill, OrganisationId unit, uint32 period);
    /// @notice Organisation {unit} has not booked bill {bill}.
    error EntryUnknown(BillKey bill, OrganisationId unit);
    /// @notice Bill {bill} is booked by {limit} units already.
    error EntriesExceeded(BillKey bill, uint8 limit);

    /// @notice The bills that are claimed.
    function bills() external view returns (IMedicalBills);

    /// @notice Where the order of payers stands: the ranges of the bills that are claimed.
    function ranges() external view returns (IBillRanges);

    /// @notice Reserves an amount of a bill. The first reservation opens the claim.
    /// @param claimTag Tag of the payer's own claim reference.
    /// @param expiresAt When the reservation stops counting; at most 31 days ahead.
    /// @return reservation The reservation's number within the bill.
    /// @custom:caller a payer's claims officer
    /// @custom:refuses authority, ClaimNotShown, ClaimInnerMismatch, ClaimVersionStale, ClaimTurnPending, ConsentNotAsked,
    /// ConsentExpired, ConsentIsRevoked, ConsentSignatureInvalid, ClaimCapacityExceeded, ClaimAmountZero, ClaimTagZero,
    /// ClaimTagUsed, ClaimPayersExceeded, ReservationExpiryInvalid, ReservationLive, MedicalBills.reportOpening,
    /// MedicalBills.reportEngagement
    /// @custom:emits ClaimOpened, ReservationMade
    function reserve(ClaimAccess calldata access, uint40 amountFen, bytes32 claimTag, uint40 expiresAt)
        external
        returns (uint32 reservation);

    /// @notice Reserves an amount of a bill and settles it at once.
    /// @return reservation The reservation's number within the bill.
    /// @custom:caller a payer's claims officer
    /// @custom:refuses authority, ClaimNotShown, ClaimInnerMismatch, ClaimVersionStale, ClaimTurnPending, ConsentNotAsked,
    /// ConsentExpired, ConsentIsRevoked, ConsentSignatureInvalid, ClaimCapacityExceeded, ClaimAmountZero, ClaimTagZero,
    /// ClaimTagUsed, ClaimPayersExceeded, ReservationLive, MedicalBills.reportOpening, MedicalBills.reportEngagement
    /// @custom:emits ClaimOpened, DirectSettlementMade
    function reserveAndSettle(ClaimAccess calldata access, uint40 amountFen, bytes32 claimTag)
        external
        returns (uint32 reservation);

    /// @notice Lets the payer's own live reservation live longer.
    /// @param expiresAt Later than before; at most 31 days ahead.
    /// @param consent To the acting organisation, for the purpose that it states; it still holds.
    /// @custom:caller a claims officer of the payer that reserved, or of its heir
    /// @custom:refuses authority, ClaimVersionStale, ConsentNotAsked, ConsentExpired, ConsentIsRevoked,
    /// ConsentSignatureInvalid, ReservationExpiryInvalid, ReservationNotExtended, ReservationUnknown,
    /// ReservationExpired, ReservationUsedUp, MedicalBills.reportEngagement
    /// @custom:emits ReservationRenewed
    function renew(BillKey bill, uint64 seenVersion, uint32 reservation, uint40 expiresAt, Consent calldata consent)
        external;

    /// @notice Settles a part or all of the payer's own live reservation.
    /// @custom:caller a claims officer of the payer that reserved, or of its heir
    /// @custom:refuses authority, ClaimAmountZero, ReservationUnknown, ReservationExpired, ReservationUsedUp,
    /// ReservationExceeded, MedicalBills.reportEngagement
    /// @custom:emits SettlementMade
    function settle(BillKey bill, uint32 reservation, uint40 amountFen) external;

    /// @notice Gives back what is left of the payer's own live reservation. Also of a frozen bill.
    /// @custom:caller a claims officer of the payer that reserved, or of its heir
    /// @custom:refuses authority, ReservationUnknown, ReservationExpired, ReservationUsedUp
    /// @custom:emits ReservationReleased
    function release(BillKey bill, uint32 reservation) external;

    /// @notice Leaves the turn on a bill to the payers of later classes. The first act on a bill opens its claim.
    /// @custom:caller a claims officer of a payer whose turn it is
    /// @custom:refuses authority, ClaimNotShown, ClaimInnerMismatch, ClaimVersionStale, ClaimTurnPending, ConsentNotAsked,
    /// ConsentExpired, ConsentIsRevoked, ConsentSignatureInvalid, ClaimTurnOver, ClaimPayersExceeded, ReservationLive,
    /// MedicalBills.reportOpening
    /// @custom:emits ClaimOpened, ClaimDeclined
    function decline(ClaimAccess calldata access) external;

    /// @notice Proposes to reverse a part or all of what the payer has settled. A new proposal takes the place of an
    /// earlier one. Also of a frozen bill.
    /// @param reservation The number of the payer's last reservation.
    /// @custom:caller a claims officer of the payer that settled, or of its heir
    /// @custom:refuses authority, ClaimAmountZero, ReservationUnknown, ReversalExceeded, ReversalUnchanged
    /// @custom:emits ReversalProposed
    function proposeReversal(BillKey bill, uint32 reservation, uint40 amountFen, ReversalReason reason) external;

    /// @notice Reverses a settlement, as the second officer: the amount can be claimed again. Also of a frozen bill.
    /// @param amountFen What was proposed.
    /// @custom:caller another claims officer of the payer that settled, or of its heir
    /// @custom:refuses authority, ReservationUnknown, ReversalMismatch, ReversalSecondOfficerNeeded
    /// @custom:emits SettlementReversed
    function confirmReversal(BillKey bill, uint32 reservation, uint40 amountFen) external;

    /// @notice Revokes the consents that a bill's one-time key gave to a payer, up to a serial. What was reserved before
    /// may still be settled; it is not renewed.
    /// @param signature Of the one-time key, over ConsentRevocation(uint64 payer,uint32 serial) (EIP-712).
    /// @custom:caller anyone who has the signature
    /// @custom:refuses RevocationSerialStale, RevocationSignatureInvalid, Consortium.requireReporter
    /// @custom:emits ConsentRevoked
    function revokeConsent(address consentKey, OrganisationId payer, uint32 serial, CompactSignature calldata signature)
        external;

    /// @notice Books a bill for the acting organisation, a reimbursing unit.
    /// @param opening What shows that the bill was issued: who books it has its document.
    /// @param state DEDUCTIBLE or NOT_DEDUCTIBLE.
    /// @param period Year · 100 + month.
    /// @custom:caller an accountant
    /// @custom:refuses authority, EntryStateInvalid, EntryPeriodInvalid, EntryExists, EntriesExceeded,
    /// MedicalBills.reportOpening
    /// @custom:emits BillBooked
    function bookBill(BillKey bill, BillOpening calldata opening, EntryState state, uint32 period, EntryPurpose purpose)
        external;

    /// @notice Reverses a unit's booking. Also of a frozen bill.
    /// @param unit The organisation that booked: the acting one, or one that it is the heir of.
    /// @custom:caller an accountant of the unit that booked, or of its heir
    /// @custom:refuses authority, EntryUnknown
    /// @custom:emits BookingReversed
    function reverseBooking(BillKey bill, OrganisationId unit) external;

    /// @notice What this contract knows of a bill; all zero if it never had to do with it.
    function getClaim(BillKey bill) external view returns (ClaimAccount memory);

    /// @notice The last reservation of each payer of a bill, in the order of their first acts.
    function reservationsOf(BillKey bill) external view returns (Reservation[] memory);

    /// @notice What is left of the claimable amount of a bill that was claimed: without what is settled and what is
    /// reserved at this time, in fen. Zero before the first claim. Whether the bill still stands, MedicalBills says.
    function availableOf(BillKey bill) external view returns (uint40);

    /// @notice The reversal that is proposed for a payer's settlements on a bill, by the number of the payer's last
    /// reservation; all zero if there is none.
    function getReversal(BillKey bill, uint32 reservation) external view returns (Reversal memory);

    /// @notice A bill in the books of a unit; all zero if it was never booked there.
    function getEntry(BillKey bill, OrganisationId unit) external view returns (Entry memory);

    /// @notice How often a one-time key revoked consents.
    function revocationsOf(address consentKey) external view returns (uint64 version);

    /// @notice Up to which serial the consents of a one-time key to a payer are revoked; zero: none is.
    function revokedSerial(address consentKey, OrganisationId payer) external view returns (uint32);

    /// @notice Whether a payer's claim tag was used.
    function isClaimTagUsed(OrganisationId payer, bytes32 tag) external view returns (bool);
}
