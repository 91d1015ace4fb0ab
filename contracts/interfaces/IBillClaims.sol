// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillKey} from "../types/BillKey.sol";
import {BillInner, BillLeaf} from "../types/BillLeaf.sol";
import {BatchId, OrganisationId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {BillOpening, IMedicalBills} from "./IMedicalBills.sol";

/// One slot: what was claimed of one bill. Amounts are fen.
struct ClaimAccount {
    /// This contract's version of the bill.
    uint64 version;
    /// The most that all payers together may settle.
    uint48 claimableFen;
    /// What all payers together have settled.
    uint48 settledFen;
    /// How many reservations were ever made; the number of the last one.
    uint32 reservations;
    /// How many payers ever reserved; at most 8.
    uint8 payers;
}

/// One slot: the last reservation of one payer on one bill, and what that payer has settled.
struct Reservation {
    OrganisationId payer;
    /// The reservation's number within the bill, from 1.
    uint32 number;
    /// What is still reserved, while time < expiresAt.
    uint48 reservedFen;
    /// What this payer has settled over all its reservations.
    uint48 settledFen;
    uint40 expiresAt;
}

/// @title Claims on medical e-bills: the same money is never paid twice
/// @notice A payer reserves before it pays and settles what it reserved. For every bill, at every time:
/// settled + live reservations ≤ claimable. A reservation is live while time < expiresAt and stops counting then
/// without anyone's transaction.
/// @dev Assumptions.
/// - That claimable ≤ total − what was paid at the counter is held by the document's validation and by the audit: the
///   contract must not see the total.
/// - A settlement is the payer's word that it paid.
interface IBillClaims is IAuthorised {
    /// @notice A bill was claimed for the first time; its claimable amount is known from now on.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param batch The batch that it was issued in; zero: alone.
    /// @param leaf The bill's leaf.
    /// @param claimableFen The most that all payers together may settle.
    /// @param consentKey Address of the bill's one-time key, by which its subject consents.
    event ClaimOpened(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        BatchId batch,
        BillLeaf leaf,
        uint48 claimableFen,
        address consentKey
    );

    /// @notice A payer, the acting organisation, reserved an amount.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill, from 1.
    /// @param amountFen The amount.
    /// @param claimTag Tag of the payer's own claim reference.
    /// @param expiresAt When the reservation stops counting.
    event ReservationMade(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint48 amountFen,
        bytes32 claimTag,
        uint40 expiresAt
    );

    /// @notice A payer, the acting organisation, settled a part or all of what it had reserved.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill, from 1.
    /// @param amountFen The amount.
    event SettlementMade(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint48 amountFen
    );

    /// @notice A payer, the acting organisation, gave back what was left of its reservation.
    /// @param bill The bill's key.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param billVersion The version that this event made.
    /// @param reservation The reservation's number within the bill, from 1.
    /// @param amountFen What was given back.
    event ReservationReleased(
        BillKey indexed bill,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 billVersion,
        uint32 reservation,
        uint48 amountFen
    );

    /// @notice The inner part given hashes to {given}; bill {bill} was issued with {issued}.
    error ClaimInnerMismatch(BillKey bill, bytes32 given, bytes32 issued);
    /// @notice Bill {bill} was claimed before; its claim is at version {current}. Reserve with that version.
    error ClaimIsOpen(BillKey bill, uint64 current);
    /// @notice Bill {bill} was never claimed. Open its claim with the first reservation.
    error ClaimNotOpen(BillKey bill);
    /// @notice The claim on bill {bill} is at version {current}; the caller saw {seen}. Read it again before deciding.
    error ClaimVersionStale(BillKey bill, uint64 seen, uint64 current);
    /// @notice {requested} fen were asked of bill {bill}, which has {available} left at version {current} of its claim
    /// (0: never claimed).
    error ClaimCapacityExceeded(BillKey bill, uint48 requested, uint48 available, uint64 current);
    /// @notice The amount is zero fen.
    error ClaimAmountZero(BillKey bill);
    /// @notice A reservation needs the tag of the payer's claim reference.
    error ClaimTagZero(BillKey bill);
    /// @notice Organisation {payer} used the claim tag {tag} before: this claim was made already.
    error ClaimTagUsed(OrganisationId payer, bytes32 tag);
    /// @notice Bill {bill} has {limit} payers already.
    error ClaimPayersExceeded(BillKey bill, uint8 limit);
    /// @notice The reservation would expire at {expiresAt}, which is not after {time} and at most {limit} seconds ahead.
    error ReservationExpiryInvalid(uint40 expiresAt, uint256 time, uint40 limit);
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
    error ReservationExceeded(BillKey bill, uint32 reservation, uint48 requested, uint48 reserved);

    /// @notice The bills that are claimed.
    function bills() external view returns (IMedicalBills);

    /// @notice Opens a bill's claim and makes its first reservation.
    /// @param opening What shows that the bill was issued.
    /// @param inner The preimage of the leaf's inner part, which says how much is claimable.
    /// @return reservation The reservation's number within the bill.
    /// @custom:caller a payer's claims officer
    /// @custom:refuses authority, ClaimInnerMismatch, ClaimIsOpen, ClaimCapacityExceeded, ClaimAmountZero,
    /// ClaimTagZero, ClaimTagUsed, ReservationExpiryInvalid, MedicalBills.reportOpening, MedicalBills.reportEngagement
    /// @custom:emits ClaimOpened, ReservationMade
    function openAndReserve(
        BillKey bill,
        BillOpening calldata opening,
        BillInner calldata inner,
        uint48 amountFen,
        bytes32 claimTag,
        uint40 expiresAt
    ) external returns (uint32 reservation);

    /// @notice Reserves an amount of a bill that was claimed before.
    /// @param seenVersion The version of the claim that the payer saw: the loser of a race is refused.
    /// @custom:caller a payer's claims officer
    /// @custom:refuses authority, ClaimNotOpen, ClaimVersionStale, ClaimCapacityExceeded, ClaimAmountZero,
    /// ClaimTagZero, ClaimTagUsed, ClaimPayersExceeded, ReservationExpiryInvalid, ReservationLive,
    /// MedicalBills.reportEngagement
    /// @custom:emits ReservationMade
    function reserve(BillKey bill, uint64 seenVersion, uint48 amountFen, bytes32 claimTag, uint40 expiresAt)
        external
        returns (uint32 reservation);

    /// @notice Settles a part or all of the payer's own live reservation.
    /// @custom:caller the claims officer of the payer that reserved, or of its heir
    /// @custom:refuses authority, ClaimAmountZero, ReservationUnknown, ReservationExpired, ReservationUsedUp,
    /// ReservationExceeded
    /// @custom:emits SettlementMade
    function settle(BillKey bill, uint32 reservation, uint48 amountFen) external;

    /// @notice Gives back what is left of the payer's own live reservation.
    /// @custom:caller the claims officer of the payer that reserved, or of its heir
    /// @custom:refuses authority, ReservationUnknown, ReservationExpired, ReservationUsedUp
    /// @custom:emits ReservationReleased
    function release(BillKey bill, uint32 reservation) external;

    /// @notice The claim on a bill; all zero if it was never claimed.
    function getClaim(BillKey bill) external view returns (ClaimAccount memory);

    /// @notice The last reservation of each payer of a bill, in the order of their first ones.
    function reservationsOf(BillKey bill) external view returns (Reservation[] memory);

    /// @notice What is left of the claimable amount of a bill that was claimed: without what is settled and what is
    /// reserved at this time, in fen. Zero before the first claim. Whether the bill still stands, MedicalBills says.
    function availableOf(BillKey bill) external view returns (uint48);

    /// @notice Whether a payer's claim tag was used.
    function isClaimTagUsed(OrganisationId payer, bytes32 tag) external view returns (bool);
}
