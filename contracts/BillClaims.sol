// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Authorised} from "./access/Authorised.sol";
import {Bulk} from "./access/Bulk.sol";
import {EventChain} from "./audit/EventChain.sol";
import {
    ClaimAccess,
    ClaimAccount,
    ClaimPurpose,
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
import {
    ClaimPlace,
    availableFen,
    isLive,
    lastExpiry,
    liveFen,
    placeOfNumber,
    placeOfPayer,
    settledFen
} from "./types/ClaimPlaces.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {NO_OFFICER, NO_ORGANISATION, OrganisationId} from "./types/Ids.sol";
import {PayerClass, PayerClassSet} from "./types/PayerClasses.sol";
import {Role} from "./types/Roles.sol";

/// @title BillClaims
contract BillClaims is EventChain, Authorised, EIP712, Bulk, IBillClaims {
    uint40 private constant EXPIRY_LIMIT = 31 days;
    uint8 private constant PAYER_LIMIT = 8;
    uint8 private constant BOOKING_LIMIT = type(uint8).max;

    bytes32 private constant CONSENT_TYPE =
        keccak256("Consent(uint64 bill,uint64 payer,uint8 purpose,uint40 until,uint32 serial)");
    bytes32 private constant REVOCATION_TYPE = keccak256("ConsentRevocation(uint64 payer,uint32 serial)");

    /// @dev One slot. What is claimable stands in the bill's first place.
    struct Account {
        uint64 version;
        address consentKey;
        uint8 payers;
        PayerClassSet turnsOver;
        bool open;
        uint8 bookings;
    }

    /// @dev What an act on a bill goes by, read once: who acts, the bill's account and places, and the payer's own place.
    struct Standing {
        OrganisationId payer;
        Account account;
        /// The bill's places, and one of all zeros for a payer who is still to come.
        ClaimPlace[] places;
        uint256 place;
    }

    /// @inheritdoc IBillClaims
    IMedicalBills public immutable bills;
    /// @inheritdoc IBillClaims
    IBillRanges public immutable ranges;

    mapping(BillKey bill => Account) private _accounts;
    /// @dev A payer keeps its place, in the order of first acts.
    mapping(BillKey bill => mapping(uint256 place => ClaimPlace)) private _places;
    mapping(BillKey bill => mapping(uint256 place => Reversal)) private _reversals;
    mapping(BillKey bill => mapping(OrganisationId unit => Entry)) private _entries;
    mapping(OrganisationId payer => mapping(bytes32 tag => bool used)) private _tagUsed;
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
        Standing memory standing = _enter(access);
        _requireExpiry(expiresAt);
        _take(access, standing, amountFen, claimTag);

        ClaimPlace memory own = standing.places[standing.place];
        own.reservedFen = amountFen;
        own.expiresAt = expiresAt;
        reservation = _write(access.bill, standing);

        _emitReserved(access, standing, amountFen, claimTag, expiresAt);

        _reportEngagement(access.bill, standing);
    }

    /// @inheritdoc IBillClaims
    function reserveAndSettle(ClaimAccess calldata access, uint40 amountFen, bytes32 claimTag)
        external
        returns (uint32 reservation)
    {
        // As in `_open`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events,reentrancy-benign
        Standing memory standing = _enter(access);
        _take(access, standing, amountFen, claimTag);

        ClaimPlace memory own = standing.places[standing.place];
        own.reservedFen = 0;
        own.settledFen += amountFen;
        own.expiresAt = uint40(block.timestamp);
        _endTurn(access.bill, standing);
        reservation = _write(access.bill, standing);

        _emitSettledDirectly(access, standing, amountFen, claimTag);

        _reportEngagement(access.bill, standing);
    }

    /// @inheritdoc IBillClaims
    function renew(BillKey bill, uint64 seenVersion, uint32 reservation, uint40 expiresAt, Consent calldata consent)
        external
    {
        OrganisationId acting = _authorise(Role.CLAIMS, Stage.FINISH).organisation;
        Standing memory standing = _standingOf(bill);
        standing.payer = acting;
        require(standing.account.open, ClaimNotOpen(bill));
        _requireVersion(bill, seenVersion, standing.account.version);
        _requireConsent(bill, standing, consent);
        _requireExpiry(expiresAt);
        _findLive(bill, standing, reservation);
        ClaimPlace memory own = standing.places[standing.place];
        require(own.expiresAt < expiresAt, ReservationNotExtended(bill, reservation, expiresAt, own.expiresAt));

        own.expiresAt = expiresAt;
        _save(bill, standing);

        _emitRenewed(bill, standing, reservation, consent);

        _reportEngagement(bill, standing);
    }

    // --- what uses capacity or gives it back ---

    /// @inheritdoc IBillClaims
    function settle(BillKey bill, uint32 reservation, uint40 amountFen) external {
        OrganisationId acting = _authorise(Role.CLAIMS, Stage.FINISH).organisation;
        Standing memory standing = _standingOf(bill);
        standing.payer = acting;
        _findLive(bill, standing, reservation);
        require(amountFen != 0, ClaimAmountZero(bill));
        ClaimPlace memory own = standing.places[standing.place];
        require(amountFen <= own.reservedFen, ReservationExceeded(bill, reservation, amountFen, own.reservedFen));

        own.reservedFen -= amountFen;
        own.settledFen += amountFen;
        _endTurn(bill, standing);
        _save(bill, standing);

        uint64 version = standing.account.version;
        emit SettlementMade(bill, msg.sender, acting, Role.CLAIMS, version, reservation, amountFen);
        _link(
            SettlementMade.selector,
            BillKey.unwrap(bill),
            abi.encode(acting, Role.CLAIMS, version, reservation, amountFen)
        );

        _reportEngagement(bill, standing);
    }

    /// @inheritdoc IBillClaims
    function release(BillKey bill, uint32 reservation) external {
        OrganisationId acting = _authorise(Role.CLAIMS, Stage.RELIEVE).organisation;
        Standing memory standing = _standingOf(bill);
        standing.payer = acting;
        _findLive(bill, standing, reservation);

        ClaimPlace memory own = standing.places[standing.place];
        uint40 amountFen = own.reservedFen;
        own.reservedFen = 0;
        _save(bill, standing);

        uint64 version = standing.account.version;
        emit ReservationReleased(bill, msg.sender, acting, Role.CLAIMS, version, reservation, amountFen);
        _link(
            ReservationReleased.selector,
            BillKey.unwrap(bill),
            abi.encode(acting, Role.CLAIMS, version, reservation, amountFen)
        );

        _reportRelief(bill, standing);
    }

    /// @inheritdoc IBillClaims
    function decline(ClaimAccess calldata access) external {
        // As in `_open`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events,reentrancy-benign
        Standing memory standing = _enter(access);
        (PayerClassSet turns, PayerClass own) = ranges.turnOf(access.bill.codeOf(), standing.payer);
        require(turns.hasClass(own) && !standing.account.turnsOver.hasClass(own), ClaimTurnOver(access.bill, own));

        standing.account.turnsOver = standing.account.turnsOver.withClass(own);
        _save(access.bill, standing);

        _emitDeclined(access, standing);
    }

    // --- what is reversed ---

    /// @inheritdoc IBillClaims
    function proposeReversal(BillKey bill, uint32 reservation, uint40 amountFen, ReversalReason reason) external {
        Authority memory acting = _authorise(Role.CLAIMS, Stage.RELIEVE);
        Standing memory standing = _standingOf(bill);
        standing.payer = acting.organisation;
        _find(bill, standing, reservation);
        require(amountFen != 0, ClaimAmountZero(bill));
        _requireSettled(bill, standing, amountFen);

        _reversals[bill][standing.place] = Reversal({proposedBy: acting.officer, amountFen: amountFen, reason: reason});
        uint64 version = ++_accounts[bill].version;

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
        Standing memory standing = _standingOf(bill);
        standing.payer = acting.organisation;
        _find(bill, standing, reservation);
        Reversal memory proposed = _reversals[bill][standing.place];
        require(
            amountFen != 0 && proposed.amountFen == amountFen,
            ReversalMismatch(bill, reservation, amountFen, proposed.amountFen)
        );
        require(!(proposed.proposedBy == acting.officer), ReversalSecondOfficerNeeded(bill, acting.officer));
        _requireSettled(bill, standing, amountFen);

        standing.places[standing.place].settledFen -= amountFen;
        _reversals[bill][standing.place] = Reversal({proposedBy: NO_OFFICER, amountFen: 0, reason: proposed.reason});
        _save(bill, standing);

        uint64 version = standing.account.version;
        emit SettlementReversed(
            bill, msg.sender, acting.organisation, Role.CLAIMS, version, reservation, amountFen, proposed.reason
        );
        _link(
            SettlementReversed.selector,
            BillKey.unwrap(bill),
            abi.encode(acting.organisation, Role.CLAIMS, version, reservation, amountFen, proposed.reason)
        );

        _reportRelief(bill, standing);
    }

    // --- consents ---

    /// @inheritdoc IBillClaims
    /// @dev Nobody has to be an officer for it; but a contract that is closed takes nothing more.
    function revokeConsent(address consentKey, OrganisationId payer, uint32 serial, bytes calldata signature) external {
        consortium.requireReporter(address(this), ContractRole.BILL_CLAIMS);
        uint32 revoked = _revokedSerial[consentKey][payer];
        require(revoked < serial, RevocationSerialStale(consentKey, payer, serial, revoked));
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(REVOCATION_TYPE, payer, serial)));
        require(_signed(consentKey, digest, signature), RevocationSignatureInvalid(consentKey, digest));

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
        _requireBookable(bill, standing, state, period);
        // As in `_open`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events,reentrancy-benign
        bills.reportOpening(bill, opening);

        _entries[bill][standing.payer] = Entry({state: state, purpose: purpose, period: period});
        ++standing.account.bookings;
        ++standing.account.version;
        _accounts[bill] = standing.account;

        _emitBooked(bill, standing, opening, _entries[bill][standing.payer]);

        _reportEngagement(bill, standing);
    }

    /// @inheritdoc IBillClaims
    function reverseBooking(BillKey bill, OrganisationId unit) external {
        OrganisationId acting = _authorise(Role.ACCOUNTANT, Stage.RELIEVE).organisation;
        Entry storage entry = _entries[bill][unit];
        require(_isBooked(entry.state) && _actsFor(acting, unit), EntryUnknown(bill, unit));
        Standing memory standing = _standingOf(bill);

        entry.state = EntryState.REVERSED;
        --standing.account.bookings;
        uint64 version = ++standing.account.version;
        _accounts[bill] = standing.account;

        emit BookingReversed(bill, msg.sender, acting, Role.ACCOUNTANT, version, unit);
        _link(BookingReversed.selector, BillKey.unwrap(bill), abi.encode(acting, Role.ACCOUNTANT, version, unit));

        _reportRelief(bill, standing);
    }

    // --- what readers ask ---

    /// @inheritdoc IBillClaims
    function getClaim(BillKey bill) external view returns (ClaimAccount memory) {
        Standing memory standing = _standingOf(bill);
        Account memory account = standing.account;
        return ClaimAccount({
            version: account.version,
            open: account.open,
            claimableFen: standing.places[0].claimableFen,
            settledFen: settledFen(standing.places),
            reservedFen: liveFen(standing.places, block.timestamp),
            consentKey: account.consentKey,
            payers: account.payers,
            turnsOver: account.turnsOver,
            bookings: account.bookings
        });
    }

    /// @inheritdoc IBillClaims
    function reservationsOf(BillKey bill) external view returns (Reservation[] memory reservations) {
        uint256 payers = _accounts[bill].payers;
        reservations = new Reservation[](payers);
        for (uint256 place = 0; place < payers; ++place) {
            ClaimPlace memory entry = _places[bill][place];
            reservations[place] =
                Reservation(entry.payer, entry.number, entry.reservedFen, entry.settledFen, entry.expiresAt);
        }
    }

    /// @inheritdoc IBillClaims
    function availableOf(BillKey bill) external view returns (uint40) {
        return availableFen(_standingOf(bill).places, block.timestamp);
    }

    /// @inheritdoc IBillClaims
    function getReversal(BillKey bill, uint32 reservation) external view returns (Reversal memory) {
        return _reversals[bill][placeOfNumber(_standingOf(bill).places, reservation)];
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
        return _tagUsed[payer][tag];
    }

    // --- guards and shared steps ---

    /// @dev A payer comes to a bill: with its consent, in its turn, without a live reservation. Opens the claim if nobody
    /// did.
    function _enter(ClaimAccess calldata access) private returns (Standing memory standing) {
        standing = _standingOf(access.bill);
        standing.payer = _authorise(Role.CLAIMS, _stageOf(standing.account)).organisation;
        _requireVersion(access.bill, access.seenVersion, standing.account.version);
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events,reentrancy-benign
        if (!standing.account.open) _open(access, standing);
        _requireConsent(access.bill, standing, access.consent);
        _requireTurn(access.bill, standing);
        _findOwn(access.bill, standing);
    }

    /// @dev The bills contract checks the leaf; here the leaf's inner part is opened. The bills contract of the
    /// constructor asks the consortium and calls nobody else: nothing comes back into this contract.
    function _open(ClaimAccess calldata access, Standing memory standing) private {
        BillInner calldata inner = access.inner;
        bytes32 given = inner.hashInner();
        bytes32 issued = access.opening.leaf.inner;
        require(given == issued, ClaimInnerMismatch(access.bill, given, issued));
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        bills.reportOpening(access.bill, access.opening);

        standing.account.open = true;
        standing.account.consentKey = inner.consentKey;
        ++standing.account.version;
        // Written with the place that this call fills.
        standing.places[0].claimableFen = inner.claimableFen;

        _emitOpened(access, standing);
    }

    /// @dev What a payer takes: an amount that is there, under a claim reference that was not used.
    function _take(ClaimAccess calldata access, Standing memory standing, uint40 amountFen, bytes32 claimTag) private {
        require(amountFen != 0, ClaimAmountZero(access.bill));
        require(claimTag != 0, ClaimTagZero(access.bill));
        require(!_tagUsed[standing.payer][claimTag], ClaimTagUsed(standing.payer, claimTag));
        uint40 available = availableFen(standing.places, block.timestamp);
        require(amountFen <= available, ClaimCapacityExceeded(access.bill, amountFen, available, access.seenVersion));

        _tagUsed[standing.payer][claimTag] = true;
    }

    /// @dev Writes the payer's place with a new reservation's number, which is the version that it makes.
    function _write(BillKey bill, Standing memory standing) private returns (uint32 number) {
        number = uint32(standing.account.version + 1);
        standing.places[standing.place].number = number;
        _save(bill, standing);
    }

    /// @dev Writes the account, and the payer's place.
    function _save(BillKey bill, Standing memory standing) private {
        ++standing.account.version;
        _accounts[bill] = standing.account;
        _places[bill][standing.place] = standing.places[standing.place];
    }

    /// @dev Once a payer of a class has settled, later classes wait for it no longer.
    function _endTurn(BillKey bill, Standing memory standing) private view {
        OrganisationId payer = standing.places[standing.place].payer;
        (PayerClassSet turns, PayerClass class) = ranges.turnOf(bill.codeOf(), payer);
        if (turns.hasClass(class)) standing.account.turnsOver = standing.account.turnsOver.withClass(class);
    }

    function _reportEngagement(BillKey bill, Standing memory standing) private {
        bills.reportEngagement(
            bill,
            lastExpiry(standing.places, block.timestamp),
            settledFen(standing.places) != 0,
            standing.account.bookings != 0
        );
    }

    function _reportRelief(BillKey bill, Standing memory standing) private {
        bills.reportRelief(
            bill,
            lastExpiry(standing.places, block.timestamp),
            settledFen(standing.places) != 0,
            standing.account.bookings != 0
        );
    }

    function _standingOf(BillKey bill) private view returns (Standing memory standing) {
        standing.account = _accounts[bill];
        uint256 payers = standing.account.payers;
        standing.places = new ClaimPlace[](payers + 1);
        for (uint256 place = 0; place < payers; ++place) {
            standing.places[place] = _places[bill][place];
        }
    }

    /// @dev The payer's place, or the next free one, which it takes. A payer has one live reservation on a bill.
    function _findOwn(BillKey bill, Standing memory standing) private view {
        uint256 payers = standing.account.payers;
        standing.place = placeOfPayer(standing.places, standing.payer);
        if (standing.place < payers) {
            ClaimPlace memory own = standing.places[standing.place];
            require(!isLive(own, block.timestamp), ReservationLive(bill, standing.payer, own.number, own.expiresAt));
            return;
        }
        require(payers < PAYER_LIMIT, ClaimPayersExceeded(bill, PAYER_LIMIT));
        standing.place = payers;
        standing.places[payers].payer = standing.payer;
        ++standing.account.payers;
    }

    /// @dev The place of a payer's last reservation, which its successor or custodian may use as its own.
    function _find(BillKey bill, Standing memory standing, uint32 number) private view {
        standing.place = placeOfNumber(standing.places, number);
        require(
            standing.place < standing.account.payers && _actsFor(standing.payer, standing.places[standing.place].payer),
            ReservationUnknown(bill, standing.payer, number, _lastOf(standing))
        );
    }

    function _findLive(BillKey bill, Standing memory standing, uint32 number) private view {
        _find(bill, standing, number);
        ClaimPlace memory own = standing.places[standing.place];
        require(own.reservedFen != 0, ReservationUsedUp(bill, number));
        require(block.timestamp < own.expiresAt, ReservationExpired(bill, number, own.expiresAt, block.timestamp));
    }

    /// @dev The number of the acting organisation's own last reservation; 0 if it has none.
    function _lastOf(Standing memory standing) private pure returns (uint32) {
        uint256 place = placeOfPayer(standing.places, standing.payer);
        return place < standing.places.length ? standing.places[place].number : 0;
    }

    /// @dev A bill that this contract has to do with is finished here, also while the contract winds down.
    function _stageOf(Account memory account) private pure returns (Stage) {
        return account.version == 0 ? Stage.BEGIN : Stage.FINISH;
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

    function _requireConsent(BillKey bill, Standing memory standing, Consent calldata consent) private view {
        address consentKey = standing.account.consentKey;
        OrganisationId payer = standing.payer;
        if (consentKey == address(0)) {
            bool none = consent.until == 0 && consent.serial == 0 && consent.signature.length == 0;
            require(none, ConsentNotAsked(bill));
            return;
        }
        require(block.timestamp < consent.until, ConsentExpired(bill, consent.until, block.timestamp));
        uint32 revoked = _revokedSerial[consentKey][payer];
        require(revoked < consent.serial, ConsentIsRevoked(bill, payer, consent.serial, revoked));
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(CONSENT_TYPE, bill, payer, consent.purpose, consent.until, consent.serial))
        );
        require(_signed(consentKey, digest, consent.signature), ConsentSignatureInvalid(bill, consentKey, digest));
    }

    function _requireTurn(BillKey bill, Standing memory standing) private view {
        (PayerClassSet turns, PayerClass own) = ranges.turnOf(bill.codeOf(), standing.payer);
        PayerClass waitedFor = own.firstPending(turns, standing.account.turnsOver);
        require(waitedFor == PayerClass.UNCLASSIFIED, ClaimTurnPending(bill, waitedFor, own));
    }

    function _requireSettled(BillKey bill, Standing memory standing, uint40 amountFen) private pure {
        ClaimPlace memory own = standing.places[standing.place];
        require(amountFen <= own.settledFen, ReversalExceeded(bill, own.payer, amountFen, own.settledFen));
    }

    function _requireBookable(BillKey bill, Standing memory standing, EntryState state, uint32 period) private view {
        require(_isBooked(state), EntryStateInvalid(state));
        uint32 month = period % 100;
        require(month >= 1 && month <= 12 && period >= 1970_01 && period <= 9999_12, EntryPeriodInvalid(period));
        Entry memory entry = _entries[bill][standing.payer];
        require(!_isBooked(entry.state), EntryExists(bill, standing.payer, entry.period));
        require(standing.account.bookings < BOOKING_LIMIT, EntriesExceeded(bill, BOOKING_LIMIT));
    }

    function _isBooked(EntryState state) private pure returns (bool) {
        return state == EntryState.DEDUCTIBLE || state == EntryState.NOT_DEDUCTIBLE;
    }

    function _signed(address key, bytes32 digest, bytes calldata signature) private pure returns (bool) {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, signature);
        return fault == ECDSA.RecoverError.NoError && signer == key;
    }

    // --- events, apart from their functions for the depth of the stack ---

    function _emitOpened(ClaimAccess calldata access, Standing memory standing) private {
        emit ClaimOpened(
            access.bill,
            msg.sender,
            standing.payer,
            Role.CLAIMS,
            standing.account.version,
            access.opening.batch,
            access.opening.leaf,
            access.inner.claimableFen,
            access.inner.consentKey
        );
        _link(
            ClaimOpened.selector,
            BillKey.unwrap(access.bill),
            abi.encode(
                standing.payer,
                Role.CLAIMS,
                standing.account.version,
                access.opening.batch,
                access.opening.leaf,
                access.inner.claimableFen,
                access.inner.consentKey
            )
        );
    }

    function _emitReserved(
        ClaimAccess calldata access,
        Standing memory standing,
        uint40 amountFen,
        bytes32 claimTag,
        uint40 expiresAt
    ) private {
        Consent calldata consent = access.consent;
        uint64 version = standing.account.version;
        emit ReservationMade(
            access.bill,
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
            BillKey.unwrap(access.bill),
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
        ClaimAccess calldata access,
        Standing memory standing,
        uint40 amountFen,
        bytes32 claimTag
    ) private {
        Consent calldata consent = access.consent;
        uint64 version = standing.account.version;
        emit DirectSettlementMade(
            access.bill,
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
            BillKey.unwrap(access.bill),
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

    function _emitRenewed(BillKey bill, Standing memory standing, uint32 reservation, Consent calldata consent)
        private
    {
        uint64 version = standing.account.version;
        uint40 expiresAt = standing.places[standing.place].expiresAt;
        emit ReservationRenewed(
            bill,
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
            BillKey.unwrap(bill),
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

    function _emitDeclined(ClaimAccess calldata access, Standing memory standing) private {
        Consent calldata consent = access.consent;
        uint64 version = standing.account.version;
        emit ClaimDeclined(
            access.bill,
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
            BillKey.unwrap(access.bill),
            abi.encode(standing.payer, Role.CLAIMS, version, consent.purpose, consent.until, consent.serial)
        );
    }

    function _emitBooked(BillKey bill, Standing memory standing, BillOpening calldata opening, Entry memory entry)
        private
    {
        uint64 version = standing.account.version;
        emit BillBooked(
            bill,
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
            BillKey.unwrap(bill),
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
