// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IBillRanges} from "./interfaces/IBillRanges.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {
    Bill,
    BillBatch,
    BillOpening,
    BillVerification,
    Engagement,
    IMedicalBills,
    IssueState,
    RedLetterReason
} from "./interfaces/IMedicalBills.sol";
import {BillKey, toBillKey} from "./types/BillKey.sol";
import {BillLeaf} from "./types/BillLeaf.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {BatchId, NO_BATCH, OrganisationId, RangeId, checkedFirstId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

/// @title MedicalBills
contract MedicalBills is EventChain, Authorised, IMedicalBills {
    /// @inheritdoc IMedicalBills
    IBillRanges public immutable ranges;

    mapping(BatchId batch => BillBatch) private _batches;
    mapping(BillKey bill => Bill) private _bills;
    /// @dev The leaf of a bill that was issued alone.
    mapping(BillKey bill => bytes32 leaf) private _leafOf;
    /// @dev From a bill that was taken back to its red letter, and from a red letter to its bill.
    mapping(BillKey bill => BillKey counterpart) private _counterpartOf;
    /// @dev Apart from the bill, since only reports write it.
    mapping(BillKey bill => Engagement) private _engagements;
    mapping(OrganisationId issuer => mapping(bytes32 tag => bool used)) private _tagUsed;
    uint64 private _nextBatch;

    /// @param firstId The first id of batches; at least 1.
    constructor(IConsortium consortium_, IBillRanges ranges_, uint64 firstId) Authorised(consortium_) {
        require(address(ranges_) != address(0), ConstructorAddressZero());
        ranges = ranges_;
        _nextBatch = checkedFirstId(firstId);
    }

    // --- issue ---

    /// @inheritdoc IMedicalBills
    function issueBill(RangeId range, uint40 number, BillLeaf calldata leaf) external returns (BillKey bill) {
        OrganisationId acting = _authorise(Role.ISSUER, Stage.BEGIN).organisation;
        // As in `_takeNumber`.
        // slither-disable-next-line reentrancy-benign,reentrancy-events
        bill = _takeNumber(range, acting, number);
        _createBill(bill, acting, leaf, IssueState.ISSUED);

        emit BillIssued(bill, msg.sender, acting, Role.ISSUER, 1, range, leaf);
        _link(BillIssued.selector, BillKey.unwrap(bill), abi.encode(acting, Role.ISSUER, uint64(1), range, leaf));
    }

    /// @inheritdoc IMedicalBills
    function issueBatch(RangeId range, uint40 first, uint32 count, bytes32 root) external returns (BatchId batch) {
        OrganisationId acting = _authorise(Role.ISSUER, Stage.BEGIN).organisation;
        require(count != 0, BatchEmpty());
        require(root != 0, BatchRootZero());
        // As in `_takeNumber`.
        // slither-disable-next-line reentrancy-benign,reentrancy-events
        BillKey firstBill = toBillKey(ranges.reportIssue(range, acting, first, count), first);

        batch = BatchId.wrap(_nextBatch++);
        _batches[batch] = BillBatch({version: 1, issuer: acting, first: firstBill, count: count, root: root});

        emit BatchIssued(batch, msg.sender, acting, Role.ISSUER, 1, range, firstBill, count, root);
        _link(
            BatchIssued.selector,
            BatchId.unwrap(batch),
            abi.encode(acting, Role.ISSUER, uint64(1), range, firstBill, count, root)
        );
    }

    // --- red letter ---

    /// @inheritdoc IMedicalBills
    function redLetterBill(
        BillKey bill,
        uint64 seenVersion,
        BillOpening calldata opening,
        RangeId range,
        uint40 number,
        BillLeaf calldata redLeaf,
        RedLetterReason reason
    ) external returns (BillKey redBill) {
        OrganisationId acting = _authorise(Role.ISSUER, Stage.FINISH).organisation;
        _requireRedLetterable(bill, seenVersion, opening, acting);
        // As in `_takeNumber`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        redBill = _takeNumber(range, acting, number);

        _openHere(bill, opening, acting);
        _bills[bill].state = IssueState.RED_LETTERED;
        uint64 version = ++_bills[bill].version;
        _createBill(redBill, acting, redLeaf, IssueState.RED_LETTER);
        _counterpartOf[bill] = redBill;
        _counterpartOf[redBill] = bill;

        _emitRedLettered(bill, version, redBill, range, redLeaf, reason, acting);
    }

    // --- reports of the claims contract ---

    /// @inheritdoc IMedicalBills
    function reportOpening(BillKey bill, BillOpening calldata opening) external {
        _onlyReporter(ContractRole.BILL_CLAIMS);
        OrganisationId issuer = _requireAuthentic(bill, opening);
        IssueState state = _stateOf(bill);
        require(state == IssueState.ISSUED, BillStateMismatch(bill, state));

        if (!_isOpened(bill)) {
            _useTags(issuer, opening.leaf);
            _engagements[bill].opened = true;
        }
    }

    /// @inheritdoc IMedicalBills
    /// @dev The state of the bill is not checked: an engaged bill cannot be taken back, so a bill that was opened for a
    /// claim and is reported here is an issued one, but for a claim after its red letter, which is refused.
    function reportEngagement(BillKey bill, uint40 until) external {
        _onlyReporter(ContractRole.BILL_CLAIMS);
        Engagement memory entry = _engagements[bill];
        require(entry.by == msg.sender || entry.until <= block.timestamp, BillEngaged(bill, entry.until, entry.by));
        IssueState state = _stateOf(bill);
        require(state == IssueState.ISSUED, BillStateMismatch(bill, state));

        entry.until = until;
        entry.by = msg.sender;
        _engagements[bill] = entry;
    }

    // --- what readers ask ---

    /// @inheritdoc IMedicalBills
    function verifyBill(BillKey bill, BillOpening calldata opening)
        external
        view
        returns (BillVerification memory found)
    {
        (bool authentic, OrganisationId issuer) = _verify(bill, opening);
        if (!authentic) return found;
        return BillVerification({
            authentic: true,
            state: _stateOf(bill),
            issuer: issuer,
            version: _bills[bill].version,
            engagedUntil: _engagements[bill].until,
            counterpart: _counterpartOf[bill]
        });
    }

    /// @inheritdoc IMedicalBills
    function getBill(BillKey bill) external view returns (Bill memory) {
        return _bills[bill];
    }

    /// @inheritdoc IMedicalBills
    function getBatch(BatchId batch) external view returns (BillBatch memory) {
        return _batches[batch];
    }

    /// @inheritdoc IMedicalBills
    function getEngagement(BillKey bill) external view returns (Engagement memory) {
        return _engagements[bill];
    }

    /// @inheritdoc IMedicalBills
    function isTagUsed(OrganisationId issuer, bytes32 tag) external view returns (bool) {
        return _tagUsed[issuer][tag];
    }

    // --- guards and shared steps ---

    /// @dev Before the effects, since the key of a bill follows from it. The ranges contract of the constructor asks the
    /// consortium and calls nobody else: nothing comes back into this contract, and no analysis can know that.
    function _takeNumber(RangeId range, OrganisationId acting, uint40 number) private returns (BillKey) {
        return toBillKey(ranges.reportIssue(range, acting, number, 1), number);
    }

    /// @dev A bill that is issued alone, or a red letter. Its number was just taken, so it cannot exist.
    function _createBill(BillKey bill, OrganisationId issuer, BillLeaf calldata leaf, IssueState state) private {
        require(leaf.inner != 0, BillInnerZero());
        _useTags(issuer, leaf);
        _bills[bill] = Bill({version: 1, issuer: issuer, batch: NO_BATCH, state: state, opened: true});
        _leafOf[bill] = leaf.hashLeaf(0);
    }

    function _useTags(OrganisationId issuer, BillLeaf calldata leaf) private {
        _useTag(issuer, leaf.businessTag);
        _useTag(issuer, leaf.settlementTag);
    }

    function _useTag(OrganisationId issuer, bytes32 tag) private {
        if (tag == 0) return;
        require(!_tagUsed[issuer][tag], BillTagUsed(issuer, tag));
        _tagUsed[issuer][tag] = true;
    }

    /// @dev Gives a bill of a batch storage of its own. A claim may have marked its tags before. The issuer stays who
    /// issued the batch, also when its successor acts.
    function _openHere(BillKey bill, BillOpening calldata opening, OrganisationId acting) private {
        if (_bills[bill].version != 0) return;
        OrganisationId issuer = _batches[opening.batch].issuer;
        if (!_engagements[bill].opened) _useTags(issuer, opening.leaf);
        _bills[bill] = Bill({version: 1, issuer: issuer, batch: opening.batch, state: IssueState.ISSUED, opened: true});

        emit BillOpened(bill, msg.sender, acting, Role.ISSUER, 1, opening.batch, opening.leaf);
        _link(
            BillOpened.selector,
            BillKey.unwrap(bill),
            abi.encode(acting, Role.ISSUER, uint64(1), opening.batch, opening.leaf)
        );
    }

    /// @dev Apart from redLetterBill for the depth of the stack.
    function _emitRedLettered(
        BillKey bill,
        uint64 version,
        BillKey redBill,
        RangeId range,
        BillLeaf calldata redLeaf,
        RedLetterReason reason,
        OrganisationId acting
    ) private {
        emit BillRedLettered(bill, msg.sender, acting, Role.ISSUER, version, redBill, 1, range, redLeaf, reason);
        _link(
            BillRedLettered.selector,
            BillKey.unwrap(bill),
            abi.encode(acting, Role.ISSUER, version, redBill, uint64(1), range, redLeaf, reason)
        );
    }

    function _requireRedLetterable(BillKey bill, uint64 seen, BillOpening calldata opening, OrganisationId acting)
        private
        view
    {
        OrganisationId issuer = _requireAuthentic(bill, opening);
        require(_actsFor(acting, issuer), BillIssuerMismatch(bill, issuer, acting));
        uint64 version = _bills[bill].version;
        require(version == seen, BillVersionStale(bill, seen, version));
        IssueState state = _stateOf(bill);
        require(state == IssueState.ISSUED, BillStateMismatch(bill, state));
        Engagement memory entry = _engagements[bill];
        require(entry.until <= block.timestamp, BillEngaged(bill, entry.until, entry.by));
    }

    /// @dev Like _verify, with an error for each thing that can be wrong.
    function _requireAuthentic(BillKey bill, BillOpening calldata opening)
        private
        view
        returns (OrganisationId issuer)
    {
        if (opening.batch == NO_BATCH) {
            require(_leafOf[bill] != 0, BillUnknown(bill));
        } else {
            BillBatch storage entry = _batches[opening.batch];
            require(entry.version != 0, BatchUnknown(opening.batch));
            if (!_holds(entry, bill)) revert BatchBillMismatch(opening.batch, entry.first, entry.count, bill);
        }
        bool authentic;
        (authentic, issuer) = _verify(bill, opening);
        require(authentic, BillLeafMismatch(bill));
    }

    /// @dev The leaf is built here from the bill's own place in the batch: a proof with sorted pairs binds no position.
    function _verify(BillKey bill, BillOpening calldata opening) private view returns (bool, OrganisationId) {
        if (opening.batch == NO_BATCH) {
            bool matches = opening.proof.length == 0 && _leafOf[bill] == opening.leaf.hashLeaf(0);
            return (matches, _bills[bill].issuer);
        }
        BillBatch storage entry = _batches[opening.batch];
        if (!_holds(entry, bill)) return (false, entry.issuer);
        uint32 index = uint32(BillKey.unwrap(bill) - BillKey.unwrap(entry.first));
        bytes32 root = MerkleProof.processProofCalldata(opening.proof, opening.leaf.hashLeaf(index));
        return (root == entry.root, entry.issuer);
    }

    function _holds(BillBatch storage entry, BillKey bill) private view returns (bool) {
        uint64 first = BillKey.unwrap(entry.first);
        uint64 key = BillKey.unwrap(bill);
        return first <= key && key - first < entry.count;
    }

    /// @dev A bill of a batch without storage of its own is an issued one. Callers have checked that it exists.
    function _stateOf(BillKey bill) private view returns (IssueState) {
        IssueState state = _bills[bill].state;
        return state == IssueState.NONE ? IssueState.ISSUED : state;
    }

    function _isOpened(BillKey bill) private view returns (bool) {
        return _bills[bill].opened || _engagements[bill].opened;
    }
}
