// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillClaims} from "../contracts/BillClaims.sol";
import {ClaimAccess, ReversalReason} from "../contracts/interfaces/IBillClaims.sol";
import {Authority, IConsortium} from "../contracts/interfaces/IConsortium.sol";
import {BillOpening, IMedicalBills} from "../contracts/interfaces/IMedicalBills.sol";
import {BillKey} from "../contracts/types/BillKey.sol";
import {AccountWord, BillAccount} from "../contracts/types/ClaimAccounts.sol";
import {ClaimPlace, PlaceWord} from "../contracts/types/ClaimPlaces.sol";
import {Stage} from "../contracts/types/ContractRoles.sol";
import {OfficerId, OrganisationId} from "../contracts/types/Ids.sol";
import {NO_CLASSES, PayerClass, PayerClassSet} from "../contracts/types/PayerClasses.sol";
import {Role} from "../contracts/types/Roles.sol";

/// What halmos offers of forge's cheat codes.
interface Cheats {
    function assume(bool) external pure;
    function load(address, bytes32) external view returns (bytes32);
    function prank(address) external;
    function store(address, bytes32, bytes32) external;
    function warp(uint256) external;
}

/// Lets everybody act: the accounts 1 and 17 for the organisation 1, and so on. An officer has its account's number.
contract AnyConsortium {
    function authorise(address account, Role, Stage) external pure returns (Authority memory) {
        uint64 id = uint64(uint160(account));
        return Authority({organisation: OrganisationId.wrap(id % 16), officer: OfficerId.wrap(id), unit: 0});
    }

    function heirOf(OrganisationId organisation) external pure returns (OrganisationId) {
        return organisation;
    }
}

/// Takes every report and keeps the last one. All payers are of one class, which is waited for.
contract AnyBills {
    uint40 public reservedUntil;
    bool public settled;

    function ranges() external view returns (address) {
        return address(this);
    }

    function turnOf(uint32, OrganisationId) external pure returns (PayerClassSet, PayerClass) {
        return (NO_CLASSES.withClass(PayerClass.BASIC), PayerClass.BASIC);
    }

    function reportOpening(BillKey, BillOpening calldata) external {}

    function reportEngagement(BillKey, uint40 reservedUntil_, bool settled_, bool) external {
        (reservedUntil, settled) = (reservedUntil_, settled_);
    }

    function reportRelief(BillKey, uint40 reservedUntil_, bool settled_, bool) external {
        (reservedUntil, settled) = (reservedUntil_, settled_);
    }
}

/// @title The claim invariant of BillClaims, proved by halmos (`make prove`): settled + live reservations ≤ claimable
/// @notice The step of an induction, for a bill with one place, to which a second payer may come. Whatever the place holds,
/// if the invariant holds now, then it holds after any one act at this time and at whatever later time. That it holds when
/// an act opens the claim, and with three places, is not proved here. What else is proved of each act:
///
/// - At every later time the contract counts exactly the reservations whose expiry is still to come (`availableOf`).
/// - Where the act reports to MedicalBills, it tells a time until which the bill is engaged that has exactly the same bound,
///   and whether anything is settled.
/// - What is claimable stays as it was, and stands in the first place alone.
///
/// The contract is the real one. Its consortium and its bills are stand-ins that let everybody act and take every report.
/// All amounts and times are symbolic; versions, numbers and payers are examples, since the arithmetic does not read them.
/// Acts that are refused change nothing and end their path.
abstract contract ClaimProofs {
    Cheats private constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
    BillKey private constant BILL = BillKey.wrap(330601250000000001);
    bytes32 private constant TAG = bytes32(uint256(1));
    uint32 private constant VERSION = 1_000;
    /// An officer's account: that of its organisation, and for a second officer this much more.
    uint256 private constant SECOND = 16;
    uint256 private constant ACCOUNTS_SLOT = 3;
    uint256 private constant PLACES_SLOT = 4;
    uint256 private constant REVERSALS_SLOT = 5;

    BillClaims private _claims;
    AnyBills private _bills;

    /// What a place holds: all that an act's arithmetic reads of it.
    struct Place {
        uint40 reservedFen;
        uint40 settledFen;
        uint40 expiresAt;
    }

    /// A bill as it may stand at `time`, when somebody acts; at `later` it is looked at.
    struct State {
        uint40 time;
        uint40 later;
        uint40 claimableFen;
        Place[3] places;
    }

    function setUp() external {
        _bills = new AnyBills();
        _claims = new BillClaims(IConsortium(address(new AnyConsortium())), IMedicalBills(address(_bills)));
    }

    /// How many places the bill has. The payer of the place p is the organisation p + 1, its reservation has that number.
    function _places() internal pure virtual returns (uint256);

    // --- one act ---

    function check_reserve(State memory state, uint256 by, uint40 amountFen, uint40 expiresAt) external {
        uint256 place = _come(state, by);
        _claims.reserve(_access(), amountFen, TAG, expiresAt);
        _holds(state, place);
    }

    function check_reserve_and_settle(State memory state, uint256 by, uint40 amountFen) external {
        uint256 place = _come(state, by);
        _claims.reserveAndSettle(_access(), amountFen, TAG);
        _holds(state, place);
    }

    function check_decline(State memory state, uint256 by) external {
        uint256 place = _come(state, by);
        _claims.decline(_access());
        _keepsWithin(state, place);
    }

    function check_renew(State memory state, uint256 by, uint40 expiresAt) external {
        uint256 place = _return(state, by);
        _claims.renew(BILL, VERSION, _numberAt(place), expiresAt, _access().consent);
        _holds(state, place);
    }

    function check_settle(State memory state, uint256 by, uint40 amountFen) external {
        uint256 place = _return(state, by);
        _claims.settle(BILL, _numberAt(place), amountFen);
        _holds(state, place);
    }

    function check_release(State memory state, uint256 by) external {
        uint256 place = _return(state, by);
        _claims.release(BILL, _numberAt(place));
        _holds(state, place);
    }

    function check_propose_reversal(State memory state, uint256 by, uint40 amountFen) external {
        uint256 place = _return(state, by);
        _claims.proposeReversal(BILL, _numberAt(place), amountFen, ReversalReason.REFUNDED);
        _keepsWithin(state, place);
    }

    /// Whatever was proposed, and whatever was settled or reversed since.
    function check_confirm_reversal(State memory state, uint256 by, uint40 amountFen) external {
        uint256 place = _return(state, by);
        bytes memory proposed =
            abi.encodePacked(uint144(0), ReversalReason.REFUNDED, amountFen, uint64(place + 1 + SECOND));
        CHEATS.store(address(_claims), _slotOf(REVERSALS_SLOT, place), bytes32(proposed));
        _claims.confirmReversal(BILL, _numberAt(place), amountFen);
        _holds(state, place);
    }

    // --- where an act begins ---

    /// A payer comes to the bill: one that has a place, or while there is room for it within three, a new one.
    function _come(State memory state, uint256 by) private returns (uint256 place) {
        return _begin(state, by, _places() < 3 ? _places() + 1 : 3);
    }

    /// A payer comes back to what it has reserved or settled.
    function _return(State memory state, uint256 by) private returns (uint256 place) {
        return _begin(state, by, _places());
    }

    function _begin(State memory state, uint256 by, uint256 payers) private returns (uint256 place) {
        _write(state);
        CHEATS.warp(state.time);
        // A path for each payer, on which its place is a constant.
        CHEATS.assume(by < payers);
        while (place != by) ++place;
        CHEATS.prank(_accountOf(place));
    }

    /// Any places with which the invariant holds.
    function _write(State memory state) private {
        (uint256 settledFen, uint256 liveFen) = (0, 0);
        for (uint256 place = 0; place < _places(); ++place) {
            Place memory one = state.places[place];
            settledFen += one.settledFen;
            liveFen += _liveFen(one.reservedFen, one.expiresAt, state.time);
            bytes memory word = abi.encodePacked(
                place == 0 ? state.claimableFen : uint40(0),
                one.expiresAt,
                one.settledFen,
                one.reservedFen,
                _numberAt(place),
                uint64(place + 1)
            );
            CHEATS.store(address(_claims), _slotOf(PLACES_SLOT, place), bytes32(word));
        }
        CHEATS.assume(settledFen + liveFen <= state.claimableFen);
        BillAccount memory account;
        (account.version, account.payers, account.open) = (VERSION, uint8(_places()), true);
        bytes32 slot = keccak256(abi.encode(BILL, ACCOUNTS_SLOT));
        CHEATS.store(address(_claims), slot, bytes32(AccountWord.unwrap(account.packed())));
    }

    function _access() internal pure returns (ClaimAccess memory access) {
        (access.bill, access.seenVersion) = (BILL, VERSION);
    }

    // --- what holds after it ---

    function _holds(State memory state, uint256 acted) internal {
        (uint256 settledFen, uint256 liveFen) = _keepsWithin(state, acted);
        assert((state.later < _bills.reservedUntil()) == (liveFen != 0));
        assert(_bills.settled() == (settledFen != 0));
    }

    function _keepsWithin(State memory state, uint256 acted) private returns (uint256 settledFen, uint256 liveFen) {
        CHEATS.assume(state.time <= state.later);
        CHEATS.warp(state.later);
        uint256 places = acted < _places() ? _places() : acted + 1;
        for (uint256 place = 0; place < places; ++place) {
            bytes32 word = CHEATS.load(address(_claims), _slotOf(PLACES_SLOT, place));
            ClaimPlace memory one = PlaceWord.wrap(uint256(word)).unpacked();
            assert(one.claimableFen == (place == 0 ? state.claimableFen : 0));
            settledFen += one.settledFen;
            liveFen += _liveFen(one.reservedFen, one.expiresAt, state.later);
        }
        assert(settledFen + liveFen <= state.claimableFen);
        assert(_claims.availableOf(BILL) == state.claimableFen - settledFen - liveFen);
    }

    /// The amount while time < expiry, else nothing.
    function _liveFen(uint256 amountFen, uint256 expiresAt, uint256 time) private pure returns (uint256) {
        return time < expiresAt ? amountFen : 0;
    }

    // --- who and where ---

    function _accountOf(uint256 place) private pure returns (address) {
        return address(uint160(place + 1));
    }

    function _numberAt(uint256 place) private pure returns (uint32) {
        return uint32(place + 1);
    }

    function _slotOf(uint256 mapping_, uint256 place) private pure returns (bytes32) {
        return keccak256(abi.encode(place, keccak256(abi.encode(BILL, mapping_))));
    }
}

/// The real contract on a bill with one place; a second payer may come.
contract ProofsOfOnePlace is ClaimProofs {
    function _places() internal pure override returns (uint256) {
        return 1;
    }
}
