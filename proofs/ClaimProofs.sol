// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {BillClaims} from "../contracts/BillClaims.sol";
import {
    ClaimAccess,
    ClaimShowing,
    EntryPurpose,
    EntryState,
    ReversalReason
} from "../contracts/interfaces/IBillClaims.sol";
import {Authority, IConsortium} from "../contracts/interfaces/IConsortium.sol";
import {BillOpening, IMedicalBills} from "../contracts/interfaces/IMedicalBills.sol";
import {BillKey} from "../contracts/types/BillKey.sol";
import {INNER_TAG} from "../contracts/types/BillLeaf.sol";
import {AccountWord} from "../contracts/types/ClaimAccounts.sol";
import {Stage} from "../contracts/types/ContractRoles.sol";
import {OfficerId, OrganisationId} from "../contracts/types/Ids.sol";
import {PayerClass, PayerClassSet} from "../contracts/types/PayerClasses.sol";
import {Role} from "../contracts/types/Roles.sol";

/// What halmos offers of forge's cheat codes.
interface Cheats {
    function assume(bool) external pure;
    function load(address, bytes32) external view returns (bytes32);
    function prank(address) external;
    function store(address, bytes32, bytes32) external;
    function warp(uint256) external;
}

PayerClassSet constant BASIC = PayerClassSet.wrap(uint8(1) << uint8(PayerClass.BASIC));

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
    bool public booked;

    function ranges() external view returns (address) {
        return address(this);
    }

    function payerClassOf(uint32, OrganisationId) external pure returns (PayerClass) {
        return PayerClass.BASIC;
    }

    function reportOpening(BillKey, BillOpening calldata, uint40 reservedUntil_, bool settled_, bool booked_)
        external
        returns (PayerClassSet)
    {
        (reservedUntil, settled, booked) = (reservedUntil_, settled_, booked_);
        return BASIC;
    }

    function reportEngagement(BillKey, uint40 reservedUntil_, bool settled_, bool booked_) external {
        (reservedUntil, settled, booked) = (reservedUntil_, settled_, booked_);
    }

    function reportRelief(BillKey, uint40 reservedUntil_, bool settled_, bool booked_) external {
        (reservedUntil, settled, booked) = (reservedUntil_, settled_, booked_);
    }
}

/// @title The claim invariant of BillClaims, proved by halmos (`make prove`): settled + live reservations ≤ claimable
/// @notice An induction over the acts on one bill with up to three payers. It begins with a bill that nobody claimed yet.
/// The step: whatever up to three places hold, if the invariant holds now, then after any one act:
///
/// - the place of who acted holds exactly what the act is to make of it, and every other place what it held;
/// - the invariant holds, and at every later time: expiry only takes away, and nothing else changes without an act;
/// - where the act reports to MedicalBills, it tells a time until which the bill is engaged that has exactly the bound of
///   the last live reservation, whether anything is settled, and whether it is booked.
///
/// At every time the contract counts exactly the reservations whose expiry is still to come (`check_available_of`).
///
/// The contract is the real one. Its consortium and its bills are stand-ins that let everybody act and take every report.
/// All amounts and times are symbolic; versions, numbers, payers and references are examples, since the arithmetic does not
/// read them. Nobody's consent is asked. Acts that are refused change nothing and end their path.
///
/// @dev Solvers are slow at sums of many amounts, in whatever order, and fast at comparing them. So a bill is not drawn as
/// amounts whose sum is within what is claimable, but as marks in ascending order on the line from 0 to what is claimable.
/// Its amounts are the distances of one mark to the next: what is settled and what is live at one place after the other,
/// and last of all at the place of who acts, so that an act moves two marks at most. Every bill for which the invariant
/// holds has such marks and no other one has, so that nothing is lost; and the contract's sums come down to a few marks.
/// Where a mask does, nothing branches: each branch doubles the paths.
abstract contract ClaimProofs {
    Cheats internal constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
    BillKey internal constant BILL = BillKey.wrap(330601250000000001);
    bytes32 internal constant TAG = bytes32(uint256(1));
    uint256 internal constant REVERSALS_SLOT = 5;
    uint256 private constant ACCOUNTS_SLOT = 3;
    uint256 private constant PLACES_SLOT = 4;
    /// The most places that a bill has here.
    uint256 internal constant LIMIT = 3;
    /// An accountant of an organisation that is no payer.
    address internal constant ACCOUNTANT = address(9);

    uint256 internal immutable _places;
    uint32 internal immutable _version;
    uint8 internal immutable _bookings;

    BillClaims internal _claims;
    AnyBills internal _bills;

    /// A bill as it is drawn: as it may stand at `time`, when somebody acts.
    struct State {
        uint40 time;
        uint40 claimableFen;
        Drawn[3] places;
    }

    /// A place as it is drawn.
    struct Drawn {
        /// The mark at which what it settled ends.
        uint40 settledTo;
        bool live;
        /// The mark at which its live reservation ends.
        uint40 liveTo;
        /// What is reserved if it is not live.
        uint40 endedFen;
        uint40 expiresAt;
    }

    /// The same in amounts.
    struct Bill {
        uint256 payers;
        /// The place of who acts.
        uint256 own;
        uint32 version;
        uint8 bookings;
        uint40 time;
        uint40 claimableFen;
        Place[3] places;
    }

    struct Place {
        uint32 number;
        uint40 reservedFen;
        uint40 settledFen;
        uint40 expiresAt;
        /// Whether something is reserved and time < expiresAt; said apart, so that nothing branches on it.
        bool live;
    }

    constructor(uint256 places, uint32 version, uint8 bookings) {
        (_places, _version, _bookings) = (places, version, bookings);
    }

    function setUp() external {
        _bills = new AnyBills();
        _claims = new BillClaims(IConsortium(address(new AnyConsortium())), IMedicalBills(address(_bills)));
    }

    // --- one act of who comes, or books ---

    function check_reserve(State memory state, uint256 by, uint40 amountFen, uint40 expiresAt, uint40 later) external {
        Bill memory bill = _come(state, by);
        _claims.reserve(_access(bill), amountFen, TAG, expiresAt);
        Place memory own = _arrived(bill);
        (own.number, own.reservedFen, own.expiresAt, own.live) = (bill.version, amountFen, expiresAt, true);
        _holds(bill, later);
    }

    function check_reserve_and_settle(State memory state, uint256 by, uint40 amountFen, uint40 later) external {
        Bill memory bill = _come(state, by);
        _claims.reserveAndSettle(_access(bill), amountFen, TAG);
        Place memory own = _arrived(bill);
        (own.number, own.reservedFen, own.expiresAt) = (bill.version, 0, state.time);
        unchecked {
            own.settledFen += amountFen;
        }
        _holds(bill, later);
    }

    /// What it does not change of a claim that is open, it does not report.
    function check_decline(State memory state, uint256 by) external {
        Bill memory bill = _come(state, by);
        _claims.decline(_access(bill));
        _arrived(bill);
        _keepsWithin(bill);
    }

    function check_book_bill(State memory state, uint40 later) external {
        Bill memory bill = _begin(state, 0);
        BillOpening memory opening;
        CHEATS.prank(ACCOUNTANT);
        _claims.bookBill(BILL, opening, EntryState.DEDUCTIBLE, 2026_11, EntryPurpose.EXPENSE);
        (bill.version, bill.bookings) = (bill.version + 1, bill.bookings + 1);
        _holds(bill, later);
    }

    function check_reverse_booking(State memory state, uint40 later) external {
        Bill memory bill = _begin(state, 0);
        BillOpening memory opening;
        CHEATS.prank(ACCOUNTANT);
        _claims.bookBill(BILL, opening, EntryState.DEDUCTIBLE, 2026_11, EntryPurpose.EXPENSE);
        CHEATS.prank(ACCOUNTANT);
        _claims.reverseBooking(BILL, OrganisationId.wrap(uint64(uint160(ACCOUNTANT))));
        bill.version += 2;
        _holds(bill, later);
    }

    // --- where an act begins ---

    /// A payer comes to the bill: one that has a place, or while there is room for it within three, a new one.
    function _come(State memory state, uint256 by) private returns (Bill memory) {
        return _act(state, by, _places < LIMIT ? _places + 1 : LIMIT);
    }

    function _act(State memory state, uint256 by, uint256 payers) internal returns (Bill memory bill) {
        CHEATS.assume(by < payers);
        // A path for each payer, on which its place is a constant.
        uint256 place = 0;
        while (place != by) ++place;
        bill = _begin(state, place);
        CHEATS.prank(_accountOf(place));
    }

    function _begin(State memory state, uint256 own) internal returns (Bill memory bill) {
        bill = _drawn(state, own);
        for (uint256 place = 0; place < _places; ++place) {
            CHEATS.store(address(_claims), _slotOf(PLACES_SLOT, place), _wordOf(bill, place));
        }
        // From the highest bit: bookings, open, turns that are pending, payers, consent key, version.
        bytes memory account = abi.encodePacked(
            uint32(0), bill.bookings, _places != 0, _places != 0 ? BASIC : PayerClassSet.wrap(0), uint8(_places)
        );
        CHEATS.store(address(_claims), _accountSlot(), bytes32(abi.encodePacked(account, uint160(0), bill.version)));
        CHEATS.warp(bill.time);
    }

    /// The bill with its amounts: what is settled and then what is live at each place, own as the last one.
    function _drawn(State memory state, uint256 own) private view returns (Bill memory bill) {
        (bill.payers, bill.own, bill.version, bill.bookings) = (_places, own, _version, _bookings);
        (bill.time, bill.claimableFen) = (state.time, state.claimableFen);
        uint40 mark = 0;
        for (uint256 turn = 0; turn < LIMIT; ++turn) {
            uint256 place = _placeAt(turn, own);
            if (place >= _places) continue;
            (Drawn memory drawn, Place memory one) = (state.places[place], bill.places[place]);
            one.number = uint32(place + 1);
            one.expiresAt = drawn.expiresAt;
            one.settledFen = _distance(mark, drawn.settledTo);
            mark = drawn.settledTo;
            if (drawn.live) {
                CHEATS.assume(state.time < drawn.expiresAt);
                CHEATS.assume(mark < drawn.liveTo);
                (one.live, one.reservedFen) = (true, _distance(mark, drawn.liveTo));
                mark = drawn.liveTo;
            } else {
                uint256 ended = SafeCast.toUint(drawn.endedFen == 0) | SafeCast.toUint(drawn.expiresAt <= state.time);
                CHEATS.assume(ended != 0);
                one.reservedFen = drawn.endedFen;
            }
        }
        CHEATS.assume(mark <= state.claimableFen);
    }

    function _distance(uint40 from, uint40 to) private pure returns (uint40) {
        CHEATS.assume(from <= to);
        unchecked {
            return to - from;
        }
    }

    /// All places in turn, own as the last one.
    function _placeAt(uint256 turn, uint256 own) private pure returns (uint256) {
        if (turn + 1 == LIMIT) return own;
        return turn < own ? turn : turn + 1;
    }

    /// The first act on a claim opens it, and shows what is claimable.
    function _access(Bill memory bill) private view returns (ClaimAccess memory access) {
        (access.bill, access.seenVersion) = (BILL, bill.version);
        if (_places != 0) return access;
        access.showings = new ClaimShowing[](1);
        access.showings[0].inner.claimableFen = bill.claimableFen;
        // Commitment, consent key and blinder are zero.
        bytes32 once = keccak256(abi.encode(INNER_TAG, bytes32(0), bill.claimableFen, address(0), bytes32(0)));
        access.showings[0].opening.leaf.inner = keccak256(abi.encode(once));
    }

    /// The act made a version, opening another one, and a payer who had no place has the next one.
    function _arrived(Bill memory bill) private view returns (Place memory own) {
        bill.version += _places == 0 ? 2 : 1;
        if (bill.own == bill.payers) ++bill.payers;
        return bill.places[bill.own];
    }

    // --- what holds after it ---

    function _holds(Bill memory bill, uint40 later) internal view {
        uint40 settledFen = _keepsWithin(bill);
        CHEATS.assume(bill.time <= later);
        uint256 engaged = 0;
        for (uint256 place = 0; place < bill.payers; ++place) {
            Place memory one = bill.places[place];
            engaged |= SafeCast.toUint(one.reservedFen != 0) & SafeCast.toUint(later < one.expiresAt);
        }
        uint256 wrong = SafeCast.toUint(later < _bills.reservedUntil()) ^ engaged;
        wrong |= SafeCast.toUint(_bills.settled()) ^ SafeCast.toUint(settledFen != 0);
        wrong |= SafeCast.toUint(_bills.booked()) ^ SafeCast.toUint(bill.bookings != 0);
        assert(wrong == 0);
    }

    function _keepsWithin(Bill memory bill) internal view returns (uint40 settledFen) {
        uint256 wrong = 0;
        for (uint256 place = 0; place < bill.payers; ++place) {
            wrong |= uint256(CHEATS.load(address(_claims), _slotOf(PLACES_SLOT, place)) ^ _wordOf(bill, place));
        }
        AccountWord account = AccountWord.wrap(uint256(CHEATS.load(address(_claims), _accountSlot())));
        wrong |= (account.payers() ^ bill.payers) | (account.version() ^ bill.version);
        wrong |= account.bookings() ^ bill.bookings;
        assert(wrong == 0);
        uint256 beyond;
        (settledFen, beyond) = _measured(bill);
        assert(beyond == 0);
    }

    /// Lays the amounts on the line as `_drawn` does: `beyond` is zero if no mark is before the last one, which is where a
    /// sum overflows, nor beyond what is claimable.
    function _measured(Bill memory bill) private pure returns (uint40 settledFen, uint256 beyond) {
        uint40 mark = 0;
        unchecked {
            for (uint256 turn = 0; turn < LIMIT; ++turn) {
                Place memory one = bill.places[_placeAt(turn, bill.own)];
                uint40 settledTo = mark + one.settledFen;
                uint40 liveTo = one.live ? settledTo + one.reservedFen : settledTo;
                beyond |= SafeCast.toUint(settledTo < mark) | SafeCast.toUint(liveTo < settledTo);
                // Nothing is live that is not measured.
                if (!one.live) {
                    beyond |= SafeCast.toUint(one.reservedFen != 0) & SafeCast.toUint(bill.time < one.expiresAt);
                }
                settledFen += one.settledFen;
                mark = liveTo;
            }
        }
        beyond |= SafeCast.toUint(bill.claimableFen < mark);
    }

    // --- who and where ---

    function _wordOf(Bill memory bill, uint256 place) private pure returns (bytes32) {
        Place memory one = bill.places[place];
        return bytes32(
            abi.encodePacked(
                place == 0 ? bill.claimableFen : uint40(0),
                one.expiresAt,
                one.settledFen,
                one.reservedFen,
                one.number,
                uint64(place + 1)
            )
        );
    }

    /// The payer of the place p is the organisation p + 1.
    function _accountOf(uint256 place) private pure returns (address) {
        return address(uint160(place + 1));
    }

    function _accountSlot() private pure returns (bytes32) {
        return keccak256(abi.encode(BILL, ACCOUNTS_SLOT));
    }

    function _slotOf(uint256 mapping_, uint256 place) internal pure returns (bytes32) {
        return keccak256(abi.encode(place, keccak256(abi.encode(BILL, mapping_))));
    }
}

/// What is proved of a bill that was claimed before.
abstract contract OpenClaimProofs is ClaimProofs {
    /// A second officer's account is that of the first one and this much more.
    uint256 private constant SECOND = 16;

    constructor(uint256 places) ClaimProofs(places, 1_000, 0) {}

    // --- one act of who comes back to what it has reserved or settled ---

    function check_renew(State memory state, uint256 by, uint40 expiresAt, uint40 later) external {
        Bill memory bill = _act(state, by, _places);
        Place memory own = bill.places[bill.own];
        ClaimAccess memory access;
        _claims.renew(BILL, bill.version, own.number, expiresAt, access.consent);
        (own.expiresAt, own.live) = (expiresAt, true);
        ++bill.version;
        _holds(bill, later);
    }

    function check_settle(State memory state, uint256 by, uint40 amountFen, uint40 later) external {
        Bill memory bill = _act(state, by, _places);
        Place memory own = bill.places[bill.own];
        _claims.settle(BILL, own.number, amountFen);
        unchecked {
            (own.reservedFen, own.settledFen) = (own.reservedFen - amountFen, own.settledFen + amountFen);
        }
        ++bill.version;
        _holds(bill, later);
    }

    function check_release(State memory state, uint256 by, uint40 later) external {
        Bill memory bill = _act(state, by, _places);
        Place memory own = bill.places[bill.own];
        _claims.release(BILL, own.number);
        own.reservedFen = 0;
        ++bill.version;
        _holds(bill, later);
    }

    /// It changes nothing yet, and reports nothing.
    function check_propose_reversal(State memory state, uint256 by, uint40 amountFen) external {
        Bill memory bill = _act(state, by, _places);
        _claims.proposeReversal(BILL, bill.places[bill.own].number, amountFen, ReversalReason.REFUNDED);
        ++bill.version;
        _keepsWithin(bill);
    }

    /// Whatever was proposed, and whatever was settled or reversed since.
    function check_confirm_reversal(State memory state, uint256 by, uint40 proposedFen, uint40 amountFen, uint40 later)
        external
    {
        Bill memory bill = _act(state, by, _places);
        Place memory own = bill.places[bill.own];
        bytes memory proposed =
            abi.encodePacked(uint144(0), ReversalReason.REFUNDED, proposedFen, uint64(bill.own + 1 + SECOND));
        CHEATS.store(address(_claims), _slotOf(REVERSALS_SLOT, bill.own), bytes32(proposed));
        _claims.confirmReversal(BILL, own.number, amountFen);
        unchecked {
            own.settledFen -= amountFen;
        }
        ++bill.version;
        _holds(bill, later);
    }

    // --- time passes ---

    /// From a bill as it stands at a time, the contract counts at every later time what is settled and what is live then.
    function check_available_of(State memory state, uint40 later) external {
        Bill memory bill = _begin(state, 0);
        CHEATS.assume(state.time <= later);
        CHEATS.warp(later);
        uint40 availableFen = _claims.availableOf(BILL);
        uint40 leftFen = bill.claimableFen;
        unchecked {
            for (uint256 place = 0; place < _places; ++place) {
                Place memory one = bill.places[place];
                leftFen -= one.settledFen;
                if (one.live && later < one.expiresAt) leftFen -= one.reservedFen;
            }
        }
        assert(availableFen == leftFen);
    }
}

/// A bill that this contract never saw.
contract ProofsOfNewBill is ClaimProofs(0, 0, 0) {}

/// A bill that was booked, and is not claimed yet.
contract ProofsOfBookedBill is ClaimProofs(0, 1_000, 1) {}

contract ProofsOfOnePlace is OpenClaimProofs(1) {}

contract ProofsOfTwoPlaces is OpenClaimProofs(2) {}

contract ProofsOfThreePlaces is OpenClaimProofs(3) {}
