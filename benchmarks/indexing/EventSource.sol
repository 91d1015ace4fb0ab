// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EventChain} from "../../contracts/audit/EventChain.sol";
import {ClaimPurpose, EntryPurpose, EntryState, IBillClaims} from "../../contracts/interfaces/IBillClaims.sol";
import {IMedicalBills} from "../../contracts/interfaces/IMedicalBills.sol";
import {BillKey} from "../../contracts/types/BillKey.sol";
import {BillLeaf} from "../../contracts/types/BillLeaf.sol";
import {BatchId, OrganisationId, RangeId} from "../../contracts/types/Ids.sol";
import {Role} from "../../contracts/types/Roles.sol";

/// @title Events of the real contracts without their rules
/// @notice Stands in for MedicalBills or BillClaims where an index is measured: the same events with the same running hash
/// and versions without a gap, as many as are asked for. What is in them is a function of the bill's key.
contract EventSource is EventChain {
    OrganisationId private constant ACTING = OrganisationId.wrap(7);
    uint256 private constant ACTS = 4;

    /// @notice Emits BillIssued for so many bills.
    /// @param first The first bill; the others follow it.
    /// @param count How many events.
    function issue(uint64 first, uint64 count) external {
        for (uint64 key = first; key < first + count; key++) {
            BillKey bill = BillKey.wrap(key);
            BillLeaf memory leaf = _leaf(key);
            emit IMedicalBills.BillIssued(bill, msg.sender, ACTING, Role.ISSUER, 1, RangeId.wrap(3), leaf);
            _link(IMedicalBills.BillIssued.selector, key, abi.encode(ACTING, Role.ISSUER, uint64(1), uint64(3), leaf));
        }
    }

    /// @notice Emits the events of claims on bills, four for each: opened, reserved, settled, booked.
    /// @param first The number of the first event; event n is act n % 4 on bill n / 4.
    /// @param count How many events.
    function claim(uint64 first, uint64 count) external {
        for (uint64 number = first; number < first + count; number++) {
            uint64 key = number / uint64(ACTS);
            uint256 act = number % ACTS;
            if (act == 0) _open(key);
            else if (act == 1) _reserve(key);
            else if (act == 2) _settle(key);
            else _book(key);
        }
    }

    function _open(uint64 key) private {
        BillLeaf memory leaf = _leaf(key);
        BatchId batch = BatchId.wrap(key / 1000 + 1);
        uint40 fen = _fen(key);
        address consentKey = address(uint160(uint256(leaf.inner)));
        emit IBillClaims.ClaimOpened(
            BillKey.wrap(key), msg.sender, ACTING, Role.CLAIMS, 1, batch, leaf, fen, consentKey
        );
        _link(
            IBillClaims.ClaimOpened.selector,
            key,
            abi.encode(ACTING, Role.CLAIMS, uint64(1), batch, leaf, fen, consentKey)
        );
    }

    function _reserve(uint64 key) private {
        bytes32 tag = keccak256(abi.encode(key));
        uint40 until = uint40(block.timestamp) + 30 days;
        ClaimPurpose purpose = ClaimPurpose.REIMBURSEMENT;
        emit IBillClaims.ReservationMade(
            BillKey.wrap(key), msg.sender, ACTING, Role.CLAIMS, 2, _fen(key), tag, until, purpose, until, 1
        );
        _link(
            IBillClaims.ReservationMade.selector,
            key,
            abi.encode(ACTING, Role.CLAIMS, uint64(2), _fen(key), tag, until, purpose, until, uint32(1))
        );
    }

    function _settle(uint64 key) private {
        emit IBillClaims.SettlementMade(BillKey.wrap(key), msg.sender, ACTING, Role.CLAIMS, 3, 1, _fen(key));
        _link(
            IBillClaims.SettlementMade.selector, key, abi.encode(ACTING, Role.CLAIMS, uint64(3), uint32(1), _fen(key))
        );
    }

    function _book(uint64 key) private {
        BillLeaf memory leaf = _leaf(key);
        BatchId batch = BatchId.wrap(key / 1000 + 1);
        EntryState state = EntryState.DEDUCTIBLE;
        emit IBillClaims.BillBooked(
            BillKey.wrap(key), msg.sender, ACTING, Role.ACCOUNTANT, 4, batch, leaf, state, 202608, EntryPurpose.EXPENSE
        );
        _link(
            IBillClaims.BillBooked.selector,
            key,
            abi.encode(ACTING, Role.ACCOUNTANT, uint64(4), batch, leaf, state, uint32(202608), EntryPurpose.EXPENSE)
        );
    }

    function _leaf(uint64 key) private pure returns (BillLeaf memory) {
        return BillLeaf({
            businessTag: keccak256(abi.encode(key, 1)),
            settlementTag: keccak256(abi.encode(key, 2)),
            inner: keccak256(abi.encode(key, 3))
        });
    }

    function _fen(uint64 key) private pure returns (uint40) {
        return uint40(1_000 + key % 900_000);
    }
}
