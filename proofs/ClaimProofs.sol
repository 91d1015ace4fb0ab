// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {BillClaims} from "../contracts/BillClaims.sol";
import {ClaimAccess, EntryPurpose, EntryState, ReversalReason} from "../contracts/interfaces/IBillClaims.sol";
import {PayerOrder} from "../contracts/interfaces/IBillRanges.sol";
import {Authority, IConsortium} from "../contracts/interfaces/IConsortium.sol";
import {BillOpening, IMedicalBills} from "../contracts/interfaces/IMedicalBills.sol";
import {BillKey} from "../contracts/types/BillKey.sol";
import {AccountWord, BillAccount} from "../contracts/types/ClaimAccounts.sol";
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

    function getPayerOrder(uint32) external pure returns (PayerOrder memory) {
        return PayerOrder({version: 1, turns: BASIC});
    }

    function payerClassOf(uint32, OrganisationId) external pure returns (PayerClass) {
        return PayerClass.BASIC;
    }

    function reportOpening(BillKey, BillOpening calldata, uint40 reservedUntil_, bool settled_, bool booked_) external {
        (reservedUntil, settled, booked) = (reservedUntil_, settled_, booked_);
    }

    function reportEngagement(BillKey, uint40 reservedUntil_, bool settled_, bool booked_) external {
        (reservedUntil, settled, booked) = (reservedUntil_, settled_, booked_);
    }

    function reportRelief(BillKey, uint40 reservedUntil_, bool settled_, bool booked_) external {
        (reservedUntil, settled, booked) = (reservedUntil_, settled_, booked_);
    }
}

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
    /// The most places that a bill has here.
    uint256 private constant LIMIT = 3;

    BillClaims internal _claims;
    AnyBills internal _bills;

    /// A bill as it may stand at `time`, when somebody acts. `later` it is looked at.
    struct State {
        uint40 time;
        uint40 later;
        uint40 claimableFen;
        Drawn[3] drawn;
    }

    /// A place as it is drawn. `settledTo` and `liveTo` are marks on the line from 0 to what is claimable.
    struct Drawn {
        bool live;
        uint40 settledTo;
        uint40 liveTo;
        uint40 endedFen;
        uint40 expiresAt;
    }

    /// The same in amounts.
    struct Bill {
        /// The place of who acts.
        uint256 own;
        uint40 time;
        uint40 claimableFen;
        Place[3] places;
    }

    /// What a place holds: all that an act's arithmetic reads of it.
    struct Place {
        uint40 reservedFen;
        uint40 settledFen;
        uint40 expiresAt;
        bool live;
    }

    function setUp() external {
        _bills = new AnyBills();
        _claims = new BillClaims(IConsortium(address(new AnyConsortium())), IMedicalBills(address(_bills)));
    }

    /// How many places the bill has. The payer of the place p is the organisation p + 1, its reservation has that number.
    function _places() internal pure virtual returns (uint256);

    // --- one act ---

    function check_reserve(State memory state, uint256 by, uint40 amountFen, uint40 expiresAt) external {
        Bill memory bill = _come(state, by);
        _claims.reserve(_access(bill), amountFen, TAG, expiresAt);
        Place memory own = bill.places[bill.own];
        (own.reservedFen, own.expiresAt, own.live) = (amountFen, expiresAt, true);
        _holds(bill, VERSION + 1, state.later);
    }

    function check_available_of(State memory state) external {
        Bill memory bill = _begin(state, LIMIT - 1);
        CHEATS.assume(state.time <= state.later);
        CHEATS.warp(state.later);
        uint256 availableFen = _claims.availableOf(BILL);
        unchecked {
            uint256 takenFen = 0;
            for (uint256 place = 0; place < _places(); ++place) {
                Place memory one = bill.places[place];
                takenFen += one.settledFen;
                if (one.reservedFen != 0 && state.later < one.expiresAt) takenFen += one.reservedFen;
            }
            assert(uint40(availableFen) == uint40(bill.claimableFen - takenFen));
        }
    }

    // --- where an act begins ---

    /// A payer comes to the bill: one that has a place, or while there is room for it within three, a new one.
    function _come(State memory state, uint256 by) internal returns (Bill memory bill) {
        return _act(state, by, _places() < LIMIT ? _places() + 1 : LIMIT);
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
        bill = _billOf(state, own);
        for (uint256 place = 0; place < _places(); ++place) {
            CHEATS.store(address(_claims), _slotOf(PLACES_SLOT, place), _wordOf(bill, place, _numberAt(place)));
        }
        BillAccount memory account;
        (account.version, account.payers, account.open) = (VERSION, uint8(_places()), true);
        account.pendingTurns = BASIC;
        bytes32 slot = keccak256(abi.encode(BILL, ACCOUNTS_SLOT));
        CHEATS.store(address(_claims), slot, bytes32(AccountWord.unwrap(account.packed())));
        CHEATS.warp(bill.time);
    }

    function _billOf(State memory state, uint256 own) private pure returns (Bill memory bill) {
        (bill.own, bill.time, bill.claimableFen) = (own, state.time, state.claimableFen);
        uint40 mark = 0;
        unchecked {
            for (uint256 turn = 0; turn < LIMIT; ++turn) {
                uint256 place = _turn(turn, own);
                if (place >= _places()) continue;
                uint40 to = state.drawn[place].settledTo;
                CHEATS.assume(mark <= to);
                bill.places[place].settledFen = to - mark;
                mark = to;
            }
            for (uint256 turn = 0; turn < LIMIT; ++turn) {
                uint256 place = _turn(turn, own);
                if (place >= _places()) continue;
                Drawn memory drawn = state.drawn[place];
                Place memory one = bill.places[place];
                one.expiresAt = drawn.expiresAt;
                if (drawn.live) {
                    CHEATS.assume(state.time < drawn.expiresAt);
                    CHEATS.assume(mark < drawn.liveTo);
                    one.live = true;
                    one.reservedFen = drawn.liveTo - mark;
                    mark = drawn.liveTo;
                } else {
                    CHEATS.assume(
                        SafeCast.toUint(drawn.endedFen == 0) | SafeCast.toUint(drawn.expiresAt <= state.time) != 0
                    );
                    one.reservedFen = drawn.endedFen;
                }
            }
        }
        CHEATS.assume(mark <= state.claimableFen);
    }

    /// The places in the order of the sums: others, then own.
    function _turn(uint256 turn, uint256 own) private pure returns (uint256) {
        if (turn + 1 == LIMIT) return own;
        return turn < own ? turn : turn + 1;
    }

    function _access(Bill memory bill) internal pure returns (ClaimAccess memory access) {
        (access.bill, access.seenVersion) = (BILL, VERSION);
        access.inner.claimableFen = bill.claimableFen;
        access.opening.leaf.inner = access.inner.hashInner();
    }

    // --- what holds after it ---

    function _holds(Bill memory bill, uint32 number, uint256 later) internal view {
        CHEATS.assume(bill.time <= later);
        uint256 wrong = 0;
        uint256 engaged = 0;
        uint256 settled = 0;
        uint40 leftFen = bill.claimableFen;
        unchecked {
            for (uint256 place = 0; place < LIMIT; ++place) {
                if (place >= _places() && place != bill.own) continue;
                Place memory one = bill.places[place];
                bytes32 expected = _wordOf(bill, place, place == bill.own ? number : _numberAt(place));
                wrong |= uint256(CHEATS.load(address(_claims), _slotOf(PLACES_SLOT, place)) ^ expected);
                settled |= one.settledFen;
                engaged |= SafeCast.toUint(one.reservedFen != 0) & SafeCast.toUint(later < one.expiresAt);
            }
            for (uint256 turn = 0; turn < LIMIT; ++turn) {
                Place memory one = bill.places[_turn(turn, bill.own)];
                wrong |= SafeCast.toUint(leftFen < one.settledFen);
                leftFen -= one.settledFen;
            }
            for (uint256 turn = 0; turn < LIMIT; ++turn) {
                Place memory one = bill.places[_turn(turn, bill.own)];
                if (!one.live) continue;
                wrong |= SafeCast.toUint(leftFen < one.reservedFen);
                leftFen -= one.reservedFen;
            }
        }
        wrong |= SafeCast.toUint(later < _bills.reservedUntil()) ^ SafeCast.toUint(engaged != 0);
        wrong |= SafeCast.toUint(_bills.settled()) ^ SafeCast.toUint(settled != 0);
        assert(wrong == 0);
    }

    // --- who and where ---

    function _wordOf(Bill memory bill, uint256 place, uint32 number) private pure returns (bytes32) {
        Place memory one = bill.places[place];
        return bytes32(
            abi.encodePacked(
                place == 0 ? bill.claimableFen : uint40(0),
                one.expiresAt,
                one.settledFen,
                one.reservedFen,
                number,
                uint64(place + 1)
            )
        );
    }

    function _accountOf(uint256 place) internal pure returns (address) {
        return address(uint160(place + 1));
    }

    function _numberAt(uint256 place) internal pure returns (uint32) {
        return uint32(place + 1);
    }

    function _slotOf(uint256 mapping_, uint256 place) internal pure returns (bytes32) {
        return keccak256(abi.encode(place, keccak256(abi.encode(BILL, mapping_))));
    }
}

contract ProofsOfOnePlace is ClaimProofs {
    function _places() internal pure override returns (uint256) {
        return 1;
    }
}
contract ProofsOfTwoPlaces is ClaimProofs {
    function _places() internal pure override returns (uint256) {
        return 2;
    }
}
contract ProofsOfThreePlaces is ClaimProofs {
    function _places() internal pure override returns (uint256) {
        return 3;
    }
}
