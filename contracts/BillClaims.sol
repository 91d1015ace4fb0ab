// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {ClaimAccount, IBillClaims, Reservation} from "./interfaces/IBillClaims.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {BillOpening, IMedicalBills} from "./interfaces/IMedicalBills.sol";
import {BillKey} from "./types/BillKey.sol";
import {BillInner} from "./types/BillLeaf.sol";
import {Stage} from "./types/ContractRoles.sol";
import {OrganisationId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

/// @title BillClaims
contract BillClaims is EventChain, Authorised, IBillClaims {
    uint40 private constant EXPIRY_LIMIT = 31 days;
    uint8 private constant PAYER_LIMIT = 8;
    uint40 private constant FOR_EVER = type(uint40).max;

    /// @inheritdoc IBillClaims
    IMedicalBills public immutable bills;

    mapping(BillKey bill => ClaimAccount) private _claims;
    /// @dev A payer keeps its place, in the order of first reservations.
    mapping(BillKey bill => mapping(uint256 place => Reservation)) private _reservations;
    mapping(OrganisationId payer => mapping(bytes32 tag => bool used)) private _tagUsed;

    constructor(IConsortium consortium_, IMedicalBills bills_) Authorised(consortium_) {
        require(address(bills_) != address(0), ConstructorAddressZero());
        bills = bills_;
    }

    // --- what takes capacity ---

    /// @inheritdoc IBillClaims
    function openAndReserve(
        BillKey bill,
        BillOpening calldata opening,
        BillInner calldata inner,
        uint48 amountFen,
        bytes32 claimTag,
        uint40 expiresAt
    ) external returns (uint32 reservation) {
        OrganisationId payer = _authorise(Role.CLAIMS, Stage.BEGIN).organisation;
        // As in `_open`: the bills contract of the constructor calls nothing back.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-events
        _open(bill, opening, inner, payer);
        return _reserve(bill, payer, amountFen, claimTag, expiresAt);
    }

    /// @inheritdoc IBillClaims
    function reserve(BillKey bill, uint64 seenVersion, uint48 amountFen, bytes32 claimTag, uint40 expiresAt)
        external
        returns (uint32 reservation)
    {
        OrganisationId payer = _authorise(Role.CLAIMS, Stage.BEGIN).organisation;
        uint64 version = _claims[bill].version;
        require(version != 0, ClaimNotOpen(bill));
        require(version == seenVersion, ClaimVersionStale(bill, seenVersion, version));
        return _reserve(bill, payer, amountFen, claimTag, expiresAt);
    }

    // --- what uses capacity or gives it back ---

    /// @inheritdoc IBillClaims
    function settle(BillKey bill, uint32 reservation, uint48 amountFen) external {
        OrganisationId payer = _authorise(Role.CLAIMS, Stage.FINISH).organisation;
        Reservation storage entry = _liveReservation(bill, payer, reservation);
        require(amountFen != 0, ClaimAmountZero(bill));
        uint48 reserved = entry.reservedFen;
        require(amountFen <= reserved, ReservationExceeded(bill, reservation, amountFen, reserved));

        entry.reservedFen = reserved - amountFen;
        entry.settledFen += amountFen;
        ClaimAccount storage account = _claims[bill];
        account.settledFen += amountFen;
        uint64 version = ++account.version;

        emit SettlementMade(bill, msg.sender, payer, Role.CLAIMS, version, reservation, amountFen);
        _link(
            SettlementMade.selector,
            BillKey.unwrap(bill),
            abi.encode(payer, Role.CLAIMS, version, reservation, amountFen)
        );

        bills.reportEngagement(bill, FOR_EVER);
    }

    /// @inheritdoc IBillClaims
    function release(BillKey bill, uint32 reservation) external {
        OrganisationId payer = _authorise(Role.CLAIMS, Stage.RELIEVE).organisation;
        Reservation storage entry = _liveReservation(bill, payer, reservation);

        uint48 amountFen = entry.reservedFen;
        entry.reservedFen = 0;
        uint64 version = ++_claims[bill].version;

        emit ReservationReleased(bill, msg.sender, payer, Role.CLAIMS, version, reservation, amountFen);
        _link(
            ReservationReleased.selector,
            BillKey.unwrap(bill),
            abi.encode(payer, Role.CLAIMS, version, reservation, amountFen)
        );

        bills.reportEngagement(bill, _engagedUntil(bill));
    }

    // --- what readers ask ---

    /// @inheritdoc IBillClaims
    function getClaim(BillKey bill) external view returns (ClaimAccount memory) {
        return _claims[bill];
    }

    /// @inheritdoc IBillClaims
    function reservationsOf(BillKey bill) external view returns (Reservation[] memory reservations) {
        uint256 payers = _claims[bill].payers;
        reservations = new Reservation[](payers);
        for (uint256 place = 0; place < payers; ++place) {
            reservations[place] = _reservations[bill][place];
        }
    }

    /// @inheritdoc IBillClaims
    function availableOf(BillKey bill) external view returns (uint48) {
        ClaimAccount memory account = _claims[bill];
        return account.claimableFen - account.settledFen - _liveFen(bill, account.payers);
    }

    /// @inheritdoc IBillClaims
    function isClaimTagUsed(OrganisationId payer, bytes32 tag) external view returns (bool) {
        return _tagUsed[payer][tag];
    }

    // --- guards and shared steps ---

    /// @dev The bills contract checks the leaf; here the leaf's inner part is opened.
    function _open(BillKey bill, BillOpening calldata opening, BillInner calldata inner, OrganisationId payer) private {
        uint64 version = _claims[bill].version;
        require(version == 0, ClaimIsOpen(bill, version));
        bytes32 given = inner.hashInner();
        require(given == opening.leaf.inner, ClaimInnerMismatch(bill, given, opening.leaf.inner));
        // Before the effects, since it checks the leaf. The bills contract of the constructor asks the consortium and
        // calls nobody else: nothing comes back into this contract.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        bills.reportOpening(bill, opening);

        ClaimAccount storage account = _claims[bill];
        account.version = 1;
        account.claimableFen = inner.claimableFen;

        emit ClaimOpened(
            bill, msg.sender, payer, Role.CLAIMS, 1, opening.batch, opening.leaf, inner.claimableFen, inner.consentKey
        );
        _link(
            ClaimOpened.selector,
            BillKey.unwrap(bill),
            abi.encode(payer, Role.CLAIMS, uint64(1), opening.batch, opening.leaf, inner.claimableFen, inner.consentKey)
        );
    }

    function _reserve(BillKey bill, OrganisationId payer, uint48 amountFen, bytes32 claimTag, uint40 expiresAt)
        private
        returns (uint32 reservation)
    {
        require(amountFen != 0, ClaimAmountZero(bill));
        require(
            block.timestamp < expiresAt && expiresAt <= block.timestamp + EXPIRY_LIMIT,
            ReservationExpiryInvalid(expiresAt, block.timestamp, EXPIRY_LIMIT)
        );
        _useTag(bill, payer, claimTag);
        ClaimAccount memory account = _claims[bill];
        uint256 place = _placeOf(bill, payer, account.payers);
        uint48 available = account.claimableFen - account.settledFen - _liveFen(bill, account.payers);
        // A claim without a reservation is the one that this very call opens: if it is refused, it was never open.
        uint64 standing = account.reservations == 0 ? 0 : account.version;
        require(amountFen <= available, ClaimCapacityExceeded(bill, amountFen, available, standing));

        if (place == account.payers) ++account.payers;
        reservation = ++account.reservations;
        ++account.version;
        _claims[bill] = account;
        _writeReservation(_reservations[bill][place], payer, reservation, amountFen, expiresAt);

        _emitReserved(bill, payer, account, amountFen, claimTag, expiresAt);

        bills.reportEngagement(bill, _engagedUntil(bill));
    }

    /// @dev What the payer settled before stays in its place.
    function _writeReservation(
        Reservation storage entry,
        OrganisationId payer,
        uint32 number,
        uint48 amountFen,
        uint40 expiresAt
    ) private {
        entry.payer = payer;
        entry.number = number;
        entry.reservedFen = amountFen;
        entry.expiresAt = expiresAt;
    }

    function _useTag(BillKey bill, OrganisationId payer, bytes32 tag) private {
        require(tag != 0, ClaimTagZero(bill));
        require(!_tagUsed[payer][tag], ClaimTagUsed(payer, tag));
        _tagUsed[payer][tag] = true;
    }

    /// @dev Apart from _reserve for the depth of the stack.
    function _emitReserved(
        BillKey bill,
        OrganisationId payer,
        ClaimAccount memory account,
        uint48 amountFen,
        bytes32 claimTag,
        uint40 expiresAt
    ) private {
        emit ReservationMade(
            bill, msg.sender, payer, Role.CLAIMS, account.version, account.reservations, amountFen, claimTag, expiresAt
        );
        _link(
            ReservationMade.selector,
            BillKey.unwrap(bill),
            abi.encode(payer, Role.CLAIMS, account.version, account.reservations, amountFen, claimTag, expiresAt)
        );
    }

    /// @dev The payer's place, or the next free one. A payer has one live reservation on a bill.
    function _placeOf(BillKey bill, OrganisationId payer, uint256 payers) private view returns (uint256 place) {
        for (place = 0; place < payers; ++place) {
            Reservation storage entry = _reservations[bill][place];
            if (entry.payer != payer) continue;
            if (_isLive(entry)) revert ReservationLive(bill, payer, entry.number, entry.expiresAt);
            return place;
        }
        require(place < PAYER_LIMIT, ClaimPayersExceeded(bill, PAYER_LIMIT));
    }

    /// @dev A payer's last reservation, which its successor or custodian may use as its own.
    function _liveReservation(BillKey bill, OrganisationId payer, uint32 number)
        private
        view
        returns (Reservation storage entry)
    {
        uint256 payers = _claims[bill].payers;
        uint256 place = 0;
        while (place < payers && _reservations[bill][place].number != number) ++place;
        entry = _reservations[bill][place];
        if (place == payers || !_actsFor(payer, entry.payer)) {
            revert ReservationUnknown(bill, payer, number, _lastOf(bill, payer, payers));
        }
        require(entry.reservedFen != 0, ReservationUsedUp(bill, number));
        uint40 expiresAt = entry.expiresAt;
        require(block.timestamp < expiresAt, ReservationExpired(bill, number, expiresAt, block.timestamp));
    }

    /// @dev The number of a payer's own last reservation; 0 if it has none.
    function _lastOf(BillKey bill, OrganisationId payer, uint256 payers) private view returns (uint32) {
        uint256 place = 0;
        while (place < payers && _reservations[bill][place].payer != payer) ++place;
        return _reservations[bill][place].number;
    }

    function _liveFen(BillKey bill, uint256 payers) private view returns (uint48 sum) {
        for (uint256 place = 0; place < payers; ++place) {
            Reservation storage entry = _reservations[bill][place];
            if (_isLive(entry)) sum += entry.reservedFen;
        }
    }

    /// @dev For ever once something is settled; else until the last live reservation expires; else until now.
    function _engagedUntil(BillKey bill) private view returns (uint40 until) {
        ClaimAccount memory account = _claims[bill];
        if (account.settledFen != 0) return FOR_EVER;
        until = uint40(block.timestamp);
        for (uint256 place = 0; place < account.payers; ++place) {
            Reservation storage entry = _reservations[bill][place];
            if (_isLive(entry) && entry.expiresAt > until) until = entry.expiresAt;
        }
    }

    function _isLive(Reservation storage entry) private view returns (bool) {
        return entry.reservedFen != 0 && block.timestamp < entry.expiresAt;
    }
}
