// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillClaims} from "../contracts/BillClaims.sol";
import {ClaimAccess, ClaimAccount, IBillClaims, Reservation, ReversalReason} from "../contracts/interfaces/IBillClaims.sol";
import {IBillRanges} from "../contracts/interfaces/IBillRanges.sol";
import {Authority, IConsortium} from "../contracts/interfaces/IConsortium.sol";
import {BillOpening, IMedicalBills} from "../contracts/interfaces/IMedicalBills.sol";
import {BillAccount} from "../contracts/types/ClaimAccounts.sol";
import {ClaimPlace, PlaceWord} from "../contracts/types/ClaimPlaces.sol";
import {BillKey} from "../contracts/types/BillKey.sol";
import {Stage} from "../contracts/types/ContractRoles.sol";
import {OfficerId, OrganisationId} from "../contracts/types/Ids.sol";
import {NO_CLASSES, PayerClass, PayerClassSet} from "../contracts/types/PayerClasses.sol";
import {Role} from "../contracts/types/Roles.sol";

/// What halmos offers of forge's cheat codes.
interface Cheats {
    function assume(bool) external pure;
    function prank(address) external;
    function store(address, bytes32, bytes32) external;
    function warp(uint256) external;
}

/// Lets everybody act: the account 1 for the organisation 1, and so on. An officer is its account.
contract AnyConsortium {
    function authorise(address account, Role, Stage) external pure returns (Authority memory) {
        uint64 id = uint64(uint160(account));
        return Authority({organisation: OrganisationId.wrap(id % 16), officer: OfficerId.wrap(id), unit: 0});
    }

    function heirOf(OrganisationId organisation) external pure returns (OrganisationId) {
        return organisation;
    }
}

/// Takes every report, and waits for no class of payers.
contract AnyBills {
    function ranges() external view returns (address) {
        return address(this);
    }

    function turnOf(uint32, OrganisationId) external pure returns (PayerClassSet, PayerClass) {
        return (NO_CLASSES, PayerClass.UNCLASSIFIED);
    }

    function reportOpening(BillKey, BillOpening calldata) external {}

    uint40 public reservedUntil;
    bool public settled;

    function reportEngagement(BillKey, uint40 reservedUntil_, bool settled_, bool) external {
        (reservedUntil, settled) = (reservedUntil_, settled_);
    }

    function reportRelief(BillKey, uint40 reservedUntil_, bool settled_, bool) external {
        (reservedUntil, settled) = (reservedUntil_, settled_);
    }
}

/// @title The claim invariant of BillClaims, proved by halmos: settled + live reservations ≤ claimable
/// @notice By induction. Whatever one bill's up to three places hold, if the invariant holds at a time, then it holds after
/// any one act of any payer at that time, and at every later time; and it holds when the first act opens the claim. So it
/// holds after every sequence of acts. All amounts, times, numbers and payers are symbolic, and the contract is the real
/// one, but for its consortium and its bills, which take everything.
contract ClaimProofs {
    Cheats private constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
    BillKey private constant BILL = BillKey.wrap(330601250000000001);
    uint256 private constant ACCOUNTS_SLOT = 3;
    uint256 private constant PLACES_SLOT = 4;

    BillClaims private _claims;
    AnyBills private _bills;

    /// How many places a bill has. One whose payer took and settled nothing counts for nothing: so up to three payers.
    uint256 private constant PLACES = 3;

    /// A bill as it may stand.
    struct State {
        uint32 version;
        uint40 claimableFen;
        uint40 now_;
        ClaimPlace first;
        ClaimPlace second;
        ClaimPlace third;
    }

    function setUp() external {
        _bills = new AnyBills();
        _claims = new BillClaims(IConsortium(address(new AnyConsortium())), IMedicalBills(address(_bills)));
    }

    // --- one act ---

    function check_reserve(State memory state, uint8 by, uint40 amountFen, uint40 expiresAt, uint40 later) external {
        _begin(state, by);
        try _claims.reserve(_access(state), amountFen, bytes32(uint256(1)), expiresAt) {
            _holds(state, later);
        } catch {}
    }

    function check_reserve_and_settle(State memory state, uint8 by, uint40 amountFen, uint40 later) external {
        _begin(state, by);
        try _claims.reserveAndSettle(_access(state), amountFen, bytes32(uint256(1))) {
            _holds(state, later);
        } catch {}
    }

    function check_settle(State memory state, uint8 by, uint32 number, uint40 amountFen, uint40 later) external {
        _begin(state, by);
        try _claims.settle(BILL, number, amountFen) {
            _holds(state, later);
        } catch {}
    }

    function check_release(State memory state, uint8 by, uint32 number, uint40 later) external {
        _begin(state, by);
        try _claims.release(BILL, number) {
            _holds(state, later);
        } catch {}
    }

    function check_renew(State memory state, uint8 by, uint32 number, uint40 expiresAt, uint40 later) external {
        _begin(state, by);
        ClaimAccess memory access = _access(state);
        try _claims.renew(BILL, access.seenVersion, number, expiresAt, access.consent) {
            _holds(state, later);
        } catch {}
    }

    function check_reversal(State memory state, uint8 by, uint32 number, uint40 amountFen, uint40 later) external {
        _begin(state, by);
        try _claims.proposeReversal(BILL, number, amountFen, ReversalReason.REFUNDED) {
            _holds(state, later);
            CHEATS.prank(address(uint160(by) + 16));
            _claims.confirmReversal(BILL, number, amountFen);
            _holds(state, later);
        } catch {}
    }

    /// The first act on a bill.
    function check_opening(uint40 claimableFen, uint40 amountFen, uint40 expiresAt, uint40 now_, uint40 later) external {
        State memory state;
        (state.claimableFen, state.now_) = (claimableFen, now_);
        CHEATS.warp(now_);
        ClaimAccess memory access = _access(state);
        access.inner.claimableFen = claimableFen;
        access.opening.leaf.inner = access.inner.hashInner();
        CHEATS.prank(address(1));
        try _claims.reserve(access, amountFen, bytes32(uint256(1)), expiresAt) {
            assert(_claims.getClaim(BILL).claimableFen == claimableFen);
            _holds(state, later);
        } catch {}
    }

    // --- what holds ---

    function _holds(State memory state, uint40 later) private {
        _holdsNow(state.claimableFen);
        CHEATS.assume(later >= state.now_);
        CHEATS.warp(later);
        _holdsNow(state.claimableFen);
    }

    /// The contract's own sums are those of its places, a reservation is live exactly while now < expiry, and the
    /// invariant holds.
    function _holdsNow(uint40 claimableFen) private view {
        Reservation[] memory places = _claims.reservationsOf(BILL);
        (uint256 settled, uint256 live) = (0, 0);
        for (uint256 place = 0; place < places.length; ++place) {
            settled += places[place].settledFen;
            if (block.timestamp < places[place].expiresAt) live += places[place].reservedFen;
        }
        assert(settled + live <= claimableFen);
        ClaimAccount memory account = _claims.getClaim(BILL);
        assert(account.settledFen == settled && account.reservedFen == live && account.claimableFen == claimableFen);
        assert(_claims.availableOf(BILL) == claimableFen - settled - live);
    }

    // --- where an act begins ---

    function _begin(State memory state, uint8 by) private {
        CHEATS.assume(by >= 1 && by <= 4);
        CHEATS.assume(state.version < type(uint32).max - 2);
        CHEATS.warp(state.now_);
        state.first.claimableFen = state.claimableFen;
        ClaimPlace[3] memory places = [state.first, state.second, state.third];
        uint256 sum = 0;
        for (uint256 place = 0; place < PLACES; ++place) {
            // Places are in the order of first acts, and which organisations they are is nobody's matter.
            places[place].payer = OrganisationId.wrap(uint64(place + 1));
            if (place != 0) places[place].claimableFen = 0;
            CHEATS.assume(places[place].number <= state.version);
            for (uint256 other = 0; other < place; ++other) {
                CHEATS.assume(places[place].number == 0 || places[place].number != places[other].number);
            }
            sum += places[place].settledFen;
            if (state.now_ < places[place].expiresAt) sum += places[place].reservedFen;
            bytes32 slot = keccak256(abi.encode(place, keccak256(abi.encode(BILL, PLACES_SLOT))));
            CHEATS.store(address(_claims), slot, bytes32(PlaceWord.unwrap(places[place].packed())));
        }
        CHEATS.assume(sum <= state.claimableFen);
        _storeAccount(state);
        CHEATS.prank(address(uint160(by)));
    }

    function _storeAccount(State memory state) private {
        BillAccount memory account;
        (account.version, account.payers, account.open) = (state.version, uint8(PLACES), true);
        bytes32 slot = keccak256(abi.encode(BILL, ACCOUNTS_SLOT));
        CHEATS.store(address(_claims), slot, bytes32(_word(account)));
    }

    function _word(BillAccount memory account) private pure returns (uint256) {
        return uint256(account.version) | uint256(account.payers) << 216 | uint256(1) << 232;
    }

    function _access(State memory state) private pure returns (ClaimAccess memory access) {
        access.bill = BILL;
        access.seenVersion = state.version;
    }
}
