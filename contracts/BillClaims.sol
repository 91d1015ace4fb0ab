// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Authorised} from "./access/Authorised.sol";
import {Bulk} from "./access/Bulk.sol";
import {EventChain} from "./audit/EventChain.sol";
import {
    ClaimAccess,
    ClaimAccount,
    ClaimPurpose,
    ClaimShowing,
    Consent,
    Entry,
    EntryPurpose,
    EntryState,
    IBillClaims,
    Reservation,
    Reversal,
    ReversalReason
} from "./interfaces/IBillClaims.sol";
import {IBillRanges} from "./interfaces/IBillRanges.sol";
import {Authority, IConsortium} from "./interfaces/IConsortium.sol";
import {BillOpening, IMedicalBills} from "./interfaces/IMedicalBills.sol";
import {BillKey} from "./types/BillKey.sol";
import {BillInner} from "./types/BillLeaf.sol";
import {AccountWord} from "./types/ClaimAccounts.sol";
import {PlaceWord} from "./types/ClaimPlaces.sol";
import {CompactSignature} from "./types/CompactSignature.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {NO_OFFICER, NO_ORGANISATION, OrganisationId} from "./types/Ids.sol";
import {NO_CLASSES, PayerClass, PayerClassSet} from "./types/PayerClasses.sol";
import {Role} from "./types/Roles.sol";

/// @title BillClaims
contract BillClaims is EventChain, Authorised, EIP712, Bulk, IBillClaims {
    uint40 private constant EXPIRY_LIMIT = 31 days;
    uint8 private constant PAYER_LIMIT = 8;
    uint8 private constant BOOKING_LIMIT = type(uint8).max;

    bytes32 private constant CONSENT_TYPE =
        keccak256("Consent(uint64 bill,uint64 payer,uint8 purpose,uint40 until,uint32 serial)");
    bytes32 private constant REVOCATION_TYPE = keccak256("ConsentRevocation(uint64 payer,uint32 serial)");

    /// @dev What an act on a bill goes by, read once: who acts, the bill's account, one place, and what all others come to.
    struct Standing {
        BillKey bill;
        OrganisationId payer;
        AccountWord account;
        uint40 claimableFen;
        /// Which place is `own`: all zeros, and one more than there are, for a payer who is still to come.
        uint256 place;
        PlaceWord own;
        /// What the payers of all other places have settled.
        uint40 othersSettledFen;
        /// What the live reservations of all other places hold.
        uint40 othersLiveFen;
        /// When the last of them expires; zero: none is live.
        uint40 othersExpiry;
        /// The payer's class where turns are pending; else UNCLASSIFIED.
        PayerClass class;
        /// Whether this very act opened the claim: it was reported then.
        bool opens;
    }

    /// @inheritdoc IBillClaims
    IMedicalBills public immutable bills;
    /// @inheritdoc IBillClaims
    IBillRanges public immutable ranges;

    mapping(BillKey bill => AccountWord) private _accounts;
    /// @dev A payer keeps its place, in the order of first acts.
    mapping(BillKey bill => mapping(uint256 place => PlaceWord)) private _places;
    mapping(BillKey bill => mapping(uint256 place => Reversal)) private _reversals;
    mapping(BillKey bill => mapping(OrganisationId unit => Entry)) private _entries;
    /// @dev 1: used. A whole word, as in MedicalBills.
    mapping(OrganisationId payer => mapping(bytes32 tag => uint256 used)) private _tagUsed;
    mapping(address consentKey => uint64 version) private _revocations;
    mapping(address consentKey => mapping(OrganisationId payer => uint32 serial)) private _revokedSerial;

    constructor(IConsortium consortium_, IMedicalBills bills_)
        Authorised(consortium_)
        EIP712("govledger BillClaims", "1")
    {
        require(address(bills_) != address(0), ConstructorAddressZero());
        bills = bills_;
        ranges = bills_.ranges();
    }

    // --- what takes capacity ---

    /// @inheritdoc IBillClaims
    function reserve(ClaimAccess calldata access, uint40 amountFen, bytes32 claimTag, uint40 expiresAt)
        external
        returns (uint32 reservation)
    {
        // As in `_open`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events,reentrancy-benign
        Standing memory standing = _enter(access, expiresAt, false);
        _requireExpiry(expiresAt);
        _take(access, standing, amountFen, claimTag);

        reservation = standing.account.version() + 1;
        standing.own = standing.own.withNumber(reservation).withReservedFen(amountFen).withExpiry(expiresAt);
        _save(standing);

        _emitReserved(standing, access.consent, amountFen, claimTag);

        if (!standing.opens) _reportEngagement(standing);
    }

    /// @inheritdoc IBillClaims
    function reserveAndSettle(ClaimAccess calldata access, uint40 amountFen, bytes32 claimTag)
        external
        returns (uint32 reservation)
    {
        // As in `_open`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events,reentrancy-benign
        Standing memory standing = _enter(access, 0, true);
        _take(access, standing, amountFen, claimTag);

        reservation = standing.account.version() + 1;
        uint40 settledFen = standing.own.settledFen() + amountFen;
        standing.own = standing.own.withNumber(reservation).withReservedFen(0).withSettledFen(settledFen);
        standing.own = standing.own.withExpiry(uint40(block.timestamp));
        standing.account = standing.account.withoutTurn(standing.class);
        _save(standing);

        _emitSettledDirectly(standing, access.consent, amountFen, claimTag);

        if (!standing.opens) _reportEngagement(standing);
    }

    /// @inheritdoc IBillClaims
    function renew(BillKey bill, uint64 seenVersion, uint32 reservation, uint40 expiresAt, Consent calldata consent)
        external
    {
        Standing memory standing = _findLive(bill, reservation, Stage.FINISH);
        _requireVersion(bill, seenVersion, standing.account.version());
        _requireConsent(standing, consent);
        _requireExpiry(expiresAt);
        uint40 current = standing.own.expiresAt();
        require(current < expiresAt, ReservationNotExtended(bill, reservation, expiresAt, current));

        standing.own = standing.own.withExpiry(expiresAt);
        _save(standing);

        _emitRenewed(standing, consent);

        _reportEngagement(standing);
    }

    // --- what uses capacity or gives it back ---

    /// @inheritdoc IBillClaims
    function settle(BillKey bill, uint32 reservation, uint40 amountFen) external {
        Standing memory standing = _findLive(bill, reservation, Stage.FINISH);
        require(amountFen != 0, ClaimAmountZero(bill));
        uint40 reservedFen = standing.own.reservedFen();
        require(amountFen <= reservedFen, ReservationExceeded(bill, reservation, amountFen, reservedFen));

        uint40 settledFen = standing.own.settledFen() + amountFen;
        standing.own = standing.own.withReservedFen(reservedFen - amountFen).withSettledFen(settledFen);
        standing.account = standing.account.withoutTurn(_classOf(standing, standing.own.payer()));
        _save(standing);

        uint64 version = standing.account.version();
        emit SettlementMade(bill, msg.sender, standing.payer, Role.CLAIMS, version, reservation, amountFen);
        _link(
            SettlementMade.selector,
            BillKey.unwrap(bill),
            abi.encode(standing.payer, Role.CLAIMS, version, reservation, amountFen)
        );

        _reportEngagement(standing);
    }

    /// @inheritdoc IBillClaims
    function release(BillKey bill, uint32 reservation) external {
        Standing memory standing = _findLive(bill, reservation, Stage.RELIEVE);

        uint40 amountFen = standing.own.reservedFen();
        standing.own = standing.own.withReservedFen(0);
        _save(standing);

        uint64 version = standing.account.version();
        emit ReservationReleased(bill, msg.sender, standing.payer, Role.CLAIMS, version, reservation, amountFen);
        _link(
            ReservationReleased.selector,
            BillKey.unwrap(bill),
            abi.encode(standing.payer, Role.CLAIMS, version, reservation, amountFen)
        );

        _reportRelief(standing);
    }

    /// @inheritdoc IBillClaims
    function decline(ClaimAccess calldata access) external {
        // As in `_open`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events
        Standing memory standing = _enter(access, 0, false);
        PayerClass own = standing.class;
        require(standing.account.pendingTurns().hasClass(own), ClaimTurnOver(standing.bill, own));

        standing.account = standing.account.withoutTurn(own);
        _save(standing);

        _emitDeclined(standing, access.consent);
    }

    // --- what is reversed ---

    /// @inheritdoc IBillClaims
    function proposeReversal(BillKey bill, uint32 reservation, uint40 amountFen, ReversalReason reason) external {
        Authority memory acting = _authorise(Role.CLAIMS, Stage.RELIEVE);
        Standing memory standing = _find(bill, reservation, acting.organisation);
        require(amountFen != 0, ClaimAmountZero(bill));
        uint40 settledFen = standing.own.settledFen();
        require(amountFen <= settledFen, ReversalExceeded(bill, standing.own.payer(), amountFen, settledFen));
        Reversal memory before = _reversals[bill][standing.place];
        bool changed =
            !(before.proposedBy == acting.officer) || before.amountFen != amountFen || before.reason != reason;
        require(changed, ReversalUnchanged(bill, reservation, amountFen));

        _reversals[bill][standing.place] = Reversal({proposedBy: acting.officer, amountFen: amountFen, reason: reason});
        uint64 version = _saveAccount(standing);

        emit ReversalProposed(
            bill, msg.sender, acting.organisation, Role.CLAIMS, version, reservation, amountFen, reason
        );
        _link(
            ReversalProposed.selector,
            BillKey.unwrap(bill),
            abi.encode(acting.organisation, Role.CLAIMS, version, reservation, amountFen, reason)
        );
    }

    /// @inheritdoc IBillClaims
    function confirmReversal(BillKey bill, uint32 reservation, uint40 amountFen) external {
        Authority memory acting = _authorise(Role.CLAIMS, Stage.RELIEVE);
        Standing memory standing = _find(bill, reservation, acting.organisation);
        Reversal memory proposed = _reversals[bill][standing.place];
        require(
            amountFen != 0 && proposed.amountFen == amountFen,
            ReversalMismatch(bill, reservation, amountFen, proposed.amountFen)
        );
        require(!(proposed.proposedBy == acting.officer), ReversalSecondOfficerNeeded(bill, acting.officer));

        // Whatever reverses a settlement uses the proposal up: what it proposes is settled still.
        standing.own = standing.own.withSettledFen(standing.own.settledFen() - amountFen);
        _reversals[bill][standing.place] = Reversal({proposedBy: NO_OFFICER, amountFen: 0, reason: proposed.reason});
        _save(standing);

        uint64 version = standing.account.version();
        emit SettlementReversed(
            bill, msg.sender, acting.organisation, Role.CLAIMS, version, reservation, amountFen, proposed.reason
        );
        _link(
            SettlementReversed.selector,
            BillKey.unwrap(bill),
            abi.encode(acting.organisation, Role.CLAIMS, version, reservation, amountFen, proposed.reason)
        );

        _reportRelief(standing);
    }

    // --- consents ---

    /// @inheritdoc IBillClaims
    /// @dev Nobody has to be an officer for it; but a contract that is closed takes nothing more.
    function revokeConsent(address consentKey, OrganisationId payer, uint32 serial, CompactSignature calldata signature)
        external
    {
        consortium.requireReporter(address(this), ContractRole.BILL_CLAIMS);
        uint32 revoked = _revokedSerial[consentKey][payer];
        require(revoked < serial, RevocationSerialStale(consentKey, payer, serial, revoked));
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(REVOCATION_TYPE, payer, serial)));
        require(signature.isBy(consentKey, digest), RevocationSignatureInvalid(consentKey, digest));

        _revokedSerial[consentKey][payer] = serial;
        uint64 version = ++_revocations[consentKey];

        emit ConsentRevoked(consentKey, msg.sender, NO_ORGANISATION, Role.NONE, version, payer, serial);
        _link(
            ConsentRevoked.selector, uint160(consentKey), abi.encode(NO_ORGANISATION, Role.NONE, version, payer, serial)
        );
    }

    // --- the books of reimbursing units ---

    /// @inheritdoc IBillClaims
    function bookBill(BillKey bill, BillOpening calldata opening, EntryState state, uint32 period, EntryPurpose purpose)
        external
    {
        Standing memory standing = _standingOf(bill);
        standing.payer = _authorise(Role.ACCOUNTANT, _stageOf(standing.account)).organisation;
        _requireBookable(standing, state, period);
        Entry memory entry = Entry({state: state, purpose: purpose, period: period});
        _entries[bill][standing.payer] = entry;
        standing.account = standing.account.withNextBooking();
        _saveAccount(standing);

        _emitBooked(standing, opening, entry);

        // The order of the payers matters to claims alone.
        // slither-disable-next-line unused-return
        bills.reportOpening(bill, opening, _lastExpiry(standing), _settledFen(standing) != 0, true);
    }

    /// @inheritdoc IBillClaims
    function reverseBooking(BillKey bill, OrganisationId unit) external {
        OrganisationId acting = _authorise(Role.ACCOUNTANT, Stage.RELIEVE).organisation;
        Entry storage entry = _entries[bill][unit];
        require(_isBooked(entry.state) && _actsFor(acting, unit), EntryUnknown(bill, unit));
        Standing memory standing = _standingOf(bill);

        entry.state = EntryState.REVERSED;
        standing.account = standing.account.withoutBooking();
        uint64 version = _saveAccount(standing);

        emit BookingReversed(bill, msg.sender, acting, Role.ACCOUNTANT, version, unit);
        _link(BookingReversed.selector, BillKey.unwrap(bill), abi.encode(acting, Role.ACCOUNTANT, version, unit));

        _reportRelief(standing);
    }

    // --- what readers ask ---

    /// @inheritdoc IBillClaims
    function getClaim(BillKey bill) external view returns (ClaimAccount memory) {
        Standing memory standing = _standingOf(bill);
        AccountWord account = standing.account;
        return ClaimAccount({
            version: account.version(),
            open: account.isOpen(),
            claimableFen: standing.claimableFen,
            settledFen: standing.othersSettledFen,
            reservedFen: standing.othersLiveFen,
            consentKey: account.consentKey(),
            payers: account.payers(),
            pendingTurns: account.pendingTurns(),
            bookings: account.bookings()
        });
    }

    /// @inheritdoc IBillClaims
    function reservationsOf(BillKey bill) external view returns (Reservation[] memory reservations) {
        uint256 payers = _accounts[bill].payers();
        reservations = new Reservation[](payers);
        for (uint256 place = 0; place < payers; ++place) {
            PlaceWord entry = _places[bill][place];
            reservations[place] =
                Reservation(entry.payer(), entry.number(), entry.reservedFen(), entry.settledFen(), entry.expiresAt());
        }
    }

    /// @inheritdoc IBillClaims
    function availableOf(BillKey bill) external view returns (uint40) {
        return _availableFen(_standingOf(bill));
    }

    /// @inheritdoc IBillClaims
    function getReversal(BillKey bill, uint32 reservation) external view returns (Reversal memory) {
        return _reversals[bill][_read(bill, NO_ORGANISATION, reservation).place];
    }

    /// @inheritdoc IBillClaims
    function getEntry(BillKey bill, OrganisationId unit) external view returns (Entry memory) {
        return _entries[bill][unit];
    }

    /// @inheritdoc IBillClaims
    function revocationsOf(address consentKey) external view returns (uint64) {
        return _revocations[consentKey];
    }

    /// @inheritdoc IBillClaims
    function revokedSerial(address consentKey, OrganisationId payer) external view returns (uint32) {
        return _revokedSerial[consentKey][payer];
    }

    /// @inheritdoc IBillClaims
    function isClaimTagUsed(OrganisationId payer, bytes32 tag) external view returns (bool) {
        return _tagUsed[payer][tag] != 0;
    }

    // --- guards and shared steps ---

    /// @dev A payer comes to a bill: with its consent, in its turn, without a live reservation. Opens the claim if nobody
    /// did; how the bill is engaged by the act then, the two last arguments say.
    function _enter(ClaimAccess calldata access, uint40 reservedUntil, bool settled)
        private
        returns (Standing memory standing)
    {
        standing.bill = access.bill;
        standing.account = _accounts[access.bill];
        standing.payer = _authorise(Role.CLAIMS, _stageOf(standing.account)).organisation;
        _readPlaces(standing, standing.payer, 0);
        _requireVersion(access.bill, access.seenVersion, standing.account.version());
        if (!standing.account.isOpen()) _open(access, standing, reservedUntil, settled);
        _requireConsent(standing, access.consent);
        _requireTurn(standing);
        _requireFree(standing);
    }

    /// @dev Here the leaf's inner part is opened; the bills contract checks the leaf itself. It is told before the effects,
    /// since it tells in return which turns are pending. The bills contract of the constructor asks the consortium and calls
    /// nobody else: nothing comes back into this contract, and no analysis can know that.
    function _open(ClaimAccess calldata access, Standing memory standing, uint40 reservedUntil, bool settled) private {
        BillKey bill = standing.bill;
        require(access.showings.length != 0, ClaimNotShown(bill));
        ClaimShowing calldata showing = access.showings[0];
        BillInner calldata inner = showing.inner;
        bytes32 given = inner.hashInner();
        bytes32 issued = showing.opening.leaf.inner;
        require(given == issued, ClaimInnerMismatch(bill, given, issued));
        bool booked = standing.account.bookings() != 0;
        // slither-disable-next-line reentrancy-benign,reentrancy-events
        PayerClassSet turns = bills.reportOpening(bill, showing.opening, reservedUntil, settled, booked);

        standing.opens = true;
        standing.account = standing.account.opened(inner.consentKey, turns).withNextVersion();
        uint40 claimableFen = inner.claimableFen;
        standing.claimableFen = claimableFen;
        // Written with the place that this call fills, which is the first one.
        standing.own = standing.own.withClaimableFen(claimableFen);

        _emitOpened(standing, showing.opening);
    }

    /// @dev What a payer takes: an amount that is there, under a claim reference that was not used.
    function _take(ClaimAccess calldata access, Standing memory standing, uint40 amountFen, bytes32 claimTag) private {
        BillKey bill = standing.bill;
        require(amountFen != 0, ClaimAmountZero(bill));
        require(claimTag != 0, ClaimTagZero(bill));
        mapping(bytes32 => uint256) storage used = _tagUsed[standing.payer];
        require(used[claimTag] == 0, ClaimTagUsed(standing.payer, claimTag));
        uint40 available = _availableFen(standing);
        // The version that the payer saw, and not the one that opening has made since.
        require(amountFen <= available, ClaimCapacityExceeded(bill, amountFen, available, access.seenVersion));

        used[claimTag] = 1;
    }

    /// @dev Writes the account, and the payer's place.
    function _save(Standing memory standing) private {
        _saveAccount(standing);
        _places[standing.bill][standing.place] = standing.own;
    }

    function _saveAccount(Standing memory standing) private returns (uint64 version) {
        standing.account = standing.account.withNextVersion();
        _accounts[standing.bill] = standing.account;
        return standing.account.version();
    }

    function _reportEngagement(Standing memory standing) private {
        bool booked = standing.account.bookings() != 0;
        bills.reportEngagement(standing.bill, _lastExpiry(standing), _settledFen(standing) != 0, booked);
    }

    function _reportRelief(Standing memory standing) private {
        bool booked = standing.account.bookings() != 0;
        bills.reportRelief(standing.bill, _lastExpiry(standing), _settledFen(standing) != 0, booked);
    }

    /// @dev What all payers have settled. As in `_addOther`.
    function _settledFen(Standing memory standing) private pure returns (uint40) {
        unchecked {
            return standing.othersSettledFen + standing.own.settledFen();
        }
    }

    /// @dev What can still be claimed now. Settled and live amounts never exceed what is claimable; if they did, this would
    /// revert and nothing be claimed.
    function _availableFen(Standing memory standing) private view returns (uint40) {
        PlaceWord own = standing.own;
        uint40 liveFen = standing.othersLiveFen + (own.isLive(block.timestamp) ? own.reservedFen() : 0);
        return standing.claimableFen - _settledFen(standing) - liveFen;
    }

    /// @dev When the last of all live reservations expires; zero: none is live.
    function _lastExpiry(Standing memory standing) private view returns (uint40) {
        PlaceWord own = standing.own;
        return own.isLive(block.timestamp) && standing.othersExpiry < own.expiresAt()
            ? own.expiresAt()
            : standing.othersExpiry;
    }

    /// @dev The bill as it stands, with no place apart: all are others.
    function _standingOf(BillKey bill) private view returns (Standing memory) {
        return _read(bill, NO_ORGANISATION, 0);
    }

    function _read(BillKey bill, OrganisationId payer, uint32 number) private view returns (Standing memory standing) {
        standing.bill = bill;
        standing.payer = payer;
        standing.account = _accounts[bill];
        _readPlaces(standing, payer, number);
    }

    /// @dev Adds a bill's places, with the place apart whose payer this is or, if there is one, whose last reservation has
    /// this number.
    function _readPlaces(Standing memory standing, OrganisationId payer, uint32 number) private view {
        uint256 payers = standing.account.payers();
        standing.place = payers;
        mapping(uint256 => PlaceWord) storage places = _places[standing.bill];
        for (uint256 place = 0; place < payers; ++place) {
            PlaceWord entry = places[place];
            if (place == 0) standing.claimableFen = entry.claimableFen();
            if (number == 0 ? entry.payer() == payer : entry.number() == number) {
                standing.place = place;
                standing.own = entry;
            } else {
                _addOther(standing, entry);
            }
        }
    }

    /// @dev Settled and live amounts of all places are within what is claimable, which has as many bits: nothing overflows.
    function _addOther(Standing memory standing, PlaceWord entry) private view {
        unchecked {
            standing.othersSettledFen += entry.settledFen();
            if (!entry.isLive(block.timestamp)) return;
            standing.othersLiveFen += entry.reservedFen();
        }
        if (standing.othersExpiry < entry.expiresAt()) standing.othersExpiry = entry.expiresAt();
    }

    /// @dev A payer that comes has no live reservation, and takes the next place if it has none.
    function _requireFree(Standing memory standing) private view {
        uint8 payers = standing.account.payers();
        PlaceWord own = standing.own;
        if (standing.place < payers) {
            bool live = own.isLive(block.timestamp);
            require(!live, ReservationLive(standing.bill, own.payer(), own.number(), own.expiresAt()));
            return;
        }
        require(payers < PAYER_LIMIT, ClaimPayersExceeded(standing.bill, PAYER_LIMIT));
        standing.own = own.withPayer(standing.payer);
        standing.account = standing.account.withNextPayer();
    }

    /// @dev The bill with the place of a payer's last reservation, which its successor or custodian may use as its own.
    function _find(BillKey bill, uint32 number, OrganisationId acting) private view returns (Standing memory standing) {
        standing = _read(bill, acting, number);
        if (number == 0 || standing.place == standing.account.payers() || !_actsFor(acting, standing.own.payer())) {
            revert ReservationUnknown(bill, acting, number, _read(bill, acting, 0).own.number());
        }
    }

    function _findLive(BillKey bill, uint32 number, Stage stage) private view returns (Standing memory standing) {
        standing = _find(bill, number, _authorise(Role.CLAIMS, stage).organisation);
        require(standing.own.reservedFen() != 0, ReservationUsedUp(bill, number));
        uint40 expiresAt = standing.own.expiresAt();
        require(block.timestamp < expiresAt, ReservationExpired(bill, number, expiresAt, block.timestamp));
    }

    /// @dev A bill that this contract has to do with is finished here, also while the contract winds down.
    function _stageOf(AccountWord account) private pure returns (Stage) {
        return account.version() == 0 ? Stage.BEGIN : Stage.FINISH;
    }

    function _requireVersion(BillKey bill, uint64 seen, uint64 current) private pure {
        require(seen == current, ClaimVersionStale(bill, seen, current));
    }

    function _requireExpiry(uint40 expiresAt) private view {
        require(
            block.timestamp < expiresAt && expiresAt <= block.timestamp + EXPIRY_LIMIT,
            ReservationExpiryInvalid(expiresAt, block.timestamp, EXPIRY_LIMIT)
        );
    }

    function _requireConsent(Standing memory standing, Consent calldata consent) private view {
        BillKey bill = standing.bill;
        OrganisationId payer = standing.payer;
        address consentKey = standing.account.consentKey();
        (ClaimPurpose purpose, uint40 until, uint32 serial) = (consent.purpose, consent.until, consent.serial);
        if (consentKey == address(0)) {
            require(until == 0 && serial == 0 && consent.signature.isEmpty(), ConsentNotAsked(bill));
            return;
        }
        require(block.timestamp < until, ConsentExpired(bill, until, block.timestamp));
        uint32 revoked = _revokedSerial[consentKey][payer];
        require(revoked < serial, ConsentIsRevoked(bill, payer, serial, revoked));
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPE, bill, payer, purpose, until, serial)));
        require(consent.signature.isBy(consentKey, digest), ConsentSignatureInvalid(bill, consentKey, digest));
    }

    function _requireTurn(Standing memory standing) private view {
        PayerClass own = _classOf(standing, standing.payer);
        PayerClass waitedFor = own.firstBefore(standing.account.pendingTurns());
        require(waitedFor == PayerClass.UNCLASSIFIED, ClaimTurnPending(standing.bill, waitedFor, own));
        standing.class = own;
    }

    /// @dev A payer's class, while it matters.
    function _classOf(Standing memory standing, OrganisationId payer) private view returns (PayerClass) {
        if (standing.account.pendingTurns() == NO_CLASSES) return PayerClass.UNCLASSIFIED;
        return ranges.payerClassOf(standing.bill.codeOf(), payer);
    }

    function _requireBookable(Standing memory standing, EntryState state, uint32 period) private view {
        require(_isBooked(state), EntryStateInvalid(state));
        uint32 month = period % 100;
        require(month >= 1 && month <= 12 && period >= 1970_01 && period <= 9999_12, EntryPeriodInvalid(period));
        Entry memory entry = _entries[standing.bill][standing.payer];
        require(!_isBooked(entry.state), EntryExists(standing.bill, standing.payer, entry.period));
        require(standing.account.bookings() < BOOKING_LIMIT, EntriesExceeded(standing.bill, BOOKING_LIMIT));
    }

    function _isBooked(EntryState state) private pure returns (bool) {
        return state == EntryState.DEDUCTIBLE || state == EntryState.NOT_DEDUCTIBLE;
    }

    // --- events, apart from their functions for the depth of the stack ---

    function _emitOpened(Standing memory standing, BillOpening calldata opening) private {
        emit ClaimOpened(
            standing.bill,
            msg.sender,
            standing.payer,
            Role.CLAIMS,
            standing.account.version(),
            opening.batch,
            opening.leaf,
            standing.claimableFen,
            standing.account.consentKey()
        );
        _link(
            ClaimOpened.selector,
            BillKey.unwrap(standing.bill),
            abi.encode(
                standing.payer,
                Role.CLAIMS,
                standing.account.version(),
                opening.batch,
                opening.leaf,
                standing.claimableFen,
                standing.account.consentKey()
            )
        );
    }

    function _emitReserved(Standing memory standing, Consent calldata consent, uint40 amountFen, bytes32 claimTag)
        private
    {
        uint40 expiresAt = standing.own.expiresAt();
        uint64 version = standing.account.version();
        emit ReservationMade(
            standing.bill,
            msg.sender,
            standing.payer,
            Role.CLAIMS,
            version,
            amountFen,
            claimTag,
            expiresAt,
            consent.purpose,
            consent.until,
            consent.serial
        );
        _link(
            ReservationMade.selector,
            BillKey.unwrap(standing.bill),
            abi.encode(
                standing.payer,
                Role.CLAIMS,
                version,
                amountFen,
                claimTag,
                expiresAt,
                consent.purpose,
                consent.until,
                consent.serial
            )
        );
    }

    function _emitSettledDirectly(
        Standing memory standing,
        Consent calldata consent,
        uint40 amountFen,
        bytes32 claimTag
    ) private {
        uint64 version = standing.account.version();
        emit DirectSettlementMade(
            standing.bill,
            msg.sender,
            standing.payer,
            Role.CLAIMS,
            version,
            amountFen,
            claimTag,
            consent.purpose,
            consent.until,
            consent.serial
        );
        _link(
            DirectSettlementMade.selector,
            BillKey.unwrap(standing.bill),
            abi.encode(
                standing.payer,
                Role.CLAIMS,
                version,
                amountFen,
                claimTag,
                consent.purpose,
                consent.until,
                consent.serial
            )
        );
    }

    function _emitRenewed(Standing memory standing, Consent calldata consent) private {
        uint64 version = standing.account.version();
        (uint32 reservation, uint40 expiresAt) = (standing.own.number(), standing.own.expiresAt());
        emit ReservationRenewed(
            standing.bill,
            msg.sender,
            standing.payer,
            Role.CLAIMS,
            version,
            reservation,
            expiresAt,
            consent.purpose,
            consent.until,
            consent.serial
        );
        _link(
            ReservationRenewed.selector,
            BillKey.unwrap(standing.bill),
            abi.encode(
                standing.payer,
                Role.CLAIMS,
                version,
                reservation,
                expiresAt,
                consent.purpose,
                consent.until,
                consent.serial
            )
        );
    }

    function _emitDeclined(Standing memory standing, Consent calldata consent) private {
        uint64 version = standing.account.version();
        emit ClaimDeclined(
            standing.bill,
            msg.sender,
            standing.payer,
            Role.CLAIMS,
            version,
            consent.purpose,
            consent.until,
            consent.serial
        );
        _link(
            ClaimDeclined.selector,
            BillKey.unwrap(standing.bill),
            abi.encode(standing.payer, Role.CLAIMS, version, consent.purpose, consent.until, consent.serial)
        );
    }

    function _emitBooked(Standing memory standing, BillOpening calldata opening, Entry memory entry) private {
        uint64 version = standing.account.version();
        emit BillBooked(
            standing.bill,
            msg.sender,
            standing.payer,
            Role.ACCOUNTANT,
            version,
            opening.batch,
            opening.leaf,
            entry.state,
            entry.period,
            entry.purpose
        );
        _link(
            BillBooked.selector,
            BillKey.unwrap(standing.bill),
            abi.encode(
                standing.payer,
                Role.ACCOUNTANT,
                version,
                opening.batch,
                opening.leaf,
                entry.state,
                entry.period,
                entry.purpose
            )
        );
    }
}
