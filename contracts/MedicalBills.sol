// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IBillRanges} from "./interfaces/IBillRanges.sol";
import {Authority, IConsortium} from "./interfaces/IConsortium.sol";
import {ShreddingReason} from "./interfaces/IDataRegistry.sol";
import {
    Bill,
    BillBatch,
    BillOpening,
    BillVerification,
    Engagement,
    FreezeReason,
    IMedicalBills,
    IssueState,
    RedLetterReason
} from "./interfaces/IMedicalBills.sol";
import {BillKey, NO_BILL, toBillKey} from "./types/BillKey.sol";
import {BillLeaf} from "./types/BillLeaf.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {BatchId, NO_BATCH, OrganisationId, RangeId, checkedFirstId} from "./types/Ids.sol";
import {PayerClassSet} from "./types/PayerClasses.sol";
import {Role} from "./types/Roles.sol";

/// @title MedicalBills
contract MedicalBills is EventChain, Authorised, IMedicalBills {
    uint40 private constant UNTIL_LIFTED = type(uint40).max;
    uint40 private constant LIFTING_DELAY = 1 days;

    /// @inheritdoc IMedicalBills
    IBillRanges public immutable ranges;

    /// @dev What an event about a red letter tells, but for its leaf; together, for the depth of the stack.
    struct RedLettering {
        BillKey bill;
        uint64 version;
        BillKey redBill;
        uint64 redVersion;
        RangeId range;
        RedLetterReason reason;
    }

    mapping(BatchId batch => BillBatch) private _batches;
    mapping(BillKey bill => Bill) private _bills;
    /// @dev The leaf of a bill that was issued alone.
    mapping(BillKey bill => bytes32 leaf) private _leafOf;
    /// @dev From a bill that was taken back to its red letter, and from a red letter to its bill.
    mapping(BillKey bill => BillKey counterpart) private _counterpartOf;
    /// @dev Apart from the bill, since only reports write it.
    mapping(BillKey bill => Engagement) private _engagements;
    /// @dev 1: used. A whole word: of a flag, the rest of the word would be read again to be kept.
    mapping(OrganisationId issuer => mapping(bytes32 tag => uint256 used)) private _tagUsed;
    mapping(OrganisationId issuer => mapping(BillKey paper => BillKey bill)) private _billOfPaper;
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
        Authority memory acting = _authorise(Role.ISSUER, Stage.BEGIN);
        // As in `_takeNumbers`.
        // slither-disable-next-line reentrancy-benign,reentrancy-events
        (uint32 code, PayerClassSet turns) = _takeNumbers(range, acting, number, 1);
        bill = toBillKey(code, number);
        uint64 version = _createBill(bill, acting.organisation, leaf, IssueState.ISSUED);
        _bills[bill].turns = turns;

        emit BillIssued(bill, msg.sender, acting.organisation, Role.ISSUER, version, range, leaf);
        _link(
            BillIssued.selector,
            BillKey.unwrap(bill),
            abi.encode(acting.organisation, Role.ISSUER, version, range, leaf)
        );
    }

    /// @inheritdoc IMedicalBills
    function issueBatch(RangeId range, uint40 first, uint32 count, bytes32 root) external returns (BatchId batch) {
        Authority memory authority = _authorise(Role.ISSUER, Stage.BEGIN);
        OrganisationId acting = authority.organisation;
        require(count != 0, BatchEmpty());
        require(root != 0, BatchRootZero());
        // As in `_takeNumbers`.
        // slither-disable-next-line reentrancy-benign,reentrancy-events
        (uint32 code, PayerClassSet turns) = _takeNumbers(range, authority, first, count);

        batch = BatchId.wrap(_nextBatch++);
        BillKey firstBill = toBillKey(code, first);
        _batches[batch] =
            BillBatch({version: 1, issuer: acting, first: firstBill, count: count, turns: turns, root: root});

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
        Authority memory acting = _authorise(Role.ISSUER, Stage.FINISH);
        _requireRedLetterable(bill, seenVersion, opening, acting.organisation);
        // As in `_takeNumbers`.
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
        (uint32 code,) = _takeNumbers(range, acting, number, 1);
        redBill = toBillKey(code, number);

        _openHere(bill, opening, acting.organisation);
        _bills[bill].state = IssueState.RED_LETTERED;
        _engagements[bill].barred = true;
        uint64 version = ++_bills[bill].version;
        uint64 redVersion = _createBill(redBill, acting.organisation, redLeaf, IssueState.RED_LETTER);
        _counterpartOf[bill] = redBill;
        _counterpartOf[redBill] = bill;

        RedLettering memory change = RedLettering(bill, version, redBill, redVersion, range, reason);
        _emitRedLettered(change, redLeaf, acting.organisation);
    }

    // --- paper ---

    /// @inheritdoc IMedicalBills
    function issuePaper(BillKey bill, uint64 seenVersion, BillOpening calldata opening, BillKey paper) external {
        OrganisationId acting = _authorise(Role.ISSUER, Stage.FINISH).organisation;
        OrganisationId issuer = _requireStanding(bill, seenVersion, opening, acting);
        _requireUnreserved(bill);
        require(paper.isProperKey(), PaperNumberInvalid(paper));

        _openHere(bill, opening, acting);
        _usePaper(issuer, paper, bill);
        // An heir has papers of its own, and may have those of whom it follows: it uses neither again.
        if (acting != issuer) _usePaper(acting, paper, bill);
        BillKey replaced = _bills[bill].paper;
        _bills[bill].paper = paper;
        uint64 version = ++_bills[bill].version;

        emit PaperIssued(bill, msg.sender, acting, Role.ISSUER, version, paper, replaced);
        _link(PaperIssued.selector, BillKey.unwrap(bill), abi.encode(acting, Role.ISSUER, version, paper, replaced));
    }

    /// @inheritdoc IMedicalBills
    /// @dev The state is not checked: a bill with a live paper was not taken back.
    function voidPaper(BillKey bill, uint64 seenVersion) external {
        OrganisationId acting = _authorise(Role.ISSUER, Stage.FINISH).organisation;
        Bill memory entry = _bills[bill];
        require(!(entry.paper == NO_BILL), BillIsElectronic(bill));
        _requireIssuer(bill, entry.issuer, acting);
        require(entry.version == seenVersion, BillVersionStale(bill, seenVersion, entry.version));
        _requireNotFrozen(bill);
        _requireUnreserved(bill);

        _bills[bill].paper = NO_BILL;
        uint64 version = ++_bills[bill].version;

        emit PaperVoided(bill, msg.sender, acting, Role.ISSUER, version, entry.paper);
        _link(PaperVoided.selector, BillKey.unwrap(bill), abi.encode(acting, Role.ISSUER, version, entry.paper));
    }

    // --- freeze ---

    /// @inheritdoc IMedicalBills
    /// @dev That there is such a bill is not checked: the number alone is known at once, and its leaf perhaps never.
    function freezeBill(BillKey bill, FreezeReason reason) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.RELIEVE);
        _requireCode(bill, acting.organisation);
        Bill storage entry = _bills[bill];
        uint40 frozenUntil = entry.frozenUntil;
        require(frozenUntil != UNTIL_LIFTED, BillIsFrozen(bill, frozenUntil));

        entry.frozenUntil = UNTIL_LIFTED;
        entry.frozenBy = acting.officer;
        uint64 version = ++entry.version;
        _engagements[bill].barred = true;

        emit BillFrozen(bill, msg.sender, acting.organisation, Role.FINANCE, version, reason);
        _link(BillFrozen.selector, BillKey.unwrap(bill), abi.encode(acting.organisation, Role.FINANCE, version, reason));
    }

    /// @inheritdoc IMedicalBills
    function liftFreeze(BillKey bill, uint64 seenVersion) external {
        Authority memory acting = _authorise(Role.FINANCE, Stage.RELIEVE);
        _requireCode(bill, acting.organisation);
        Bill memory entry = _bills[bill];
        require(entry.frozenUntil == UNTIL_LIFTED, BillNotFrozen(bill, entry.frozenUntil));
        require(entry.version == seenVersion, BillVersionStale(bill, seenVersion, entry.version));
        require(!(entry.frozenBy == acting.officer), BillSecondOfficerNeeded(bill, acting.officer));

        uint40 frozenUntil = uint40(block.timestamp) + LIFTING_DELAY;
        _bills[bill].frozenUntil = frozenUntil;
        uint64 version = ++_bills[bill].version;

        emit FreezeLifted(bill, msg.sender, acting.organisation, Role.FINANCE, version, frozenUntil);
        _link(
            FreezeLifted.selector,
            BillKey.unwrap(bill),
            abi.encode(acting.organisation, Role.FINANCE, version, frozenUntil)
        );
    }

    // --- shredding ---

    /// @inheritdoc IMedicalBills
    function shredBill(BillKey bill, uint64 seenVersion, BatchId batch, ShreddingReason reason) external {
        OrganisationId acting = _authorise(Role.ISSUER, Stage.RELIEVE).organisation;
        _requireIssuer(bill, _issuerOf(bill, batch), acting);
        Bill storage entry = _bills[bill];
        uint64 version = entry.version;
        require(version == seenVersion, BillVersionStale(bill, seenVersion, version));
        require(!entry.shredded, BillIsShredded(bill));
        _requireNotFrozen(bill);

        entry.shredded = true;
        entry.version = ++version;

        emit BillShredded(bill, msg.sender, acting, Role.ISSUER, version, batch, reason);
        _link(BillShredded.selector, BillKey.unwrap(bill), abi.encode(acting, Role.ISSUER, version, batch, reason));
    }

    // --- reports of the claims contract ---

    /// @inheritdoc IMedicalBills
    /// @dev The bill's own storage is read where it can say anything: of a bill that was issued alone, and of a barred one.
    function reportOpening(BillKey bill, BillOpening calldata opening, uint40 reservedUntil, bool settled, bool booked)
        external
        returns (PayerClassSet turns)
    {
        Engagement memory entry = _engagements[bill];
        _requireEngager(bill, entry);
        OrganisationId issuer;
        (issuer, turns) = _requireAuthentic(bill, opening);
        bool alone = opening.batch == NO_BATCH;
        if (alone || entry.barred) _requireLive(bill);

        if (!alone && !entry.opened) _useTags(bill, issuer, opening.leaf);
        entry.opened = true;
        _engage(bill, entry, reservedUntil, settled, booked);
    }

    /// @inheritdoc IMedicalBills
    /// @dev As in reportOpening, which every bill went through that is engaged.
    function reportEngagement(BillKey bill, uint40 reservedUntil, bool settled, bool booked) external {
        Engagement memory entry = _engagements[bill];
        _requireEngager(bill, entry);
        if (entry.barred) _requireLive(bill);

        _engage(bill, entry, reservedUntil, settled, booked);
    }

    /// @inheritdoc IMedicalBills
    /// @dev Neither state nor freeze is checked: what gives back makes nothing worse.
    function reportRelief(BillKey bill, uint40 reservedUntil, bool settled, bool booked) external {
        Engagement memory entry = _engagements[bill];
        if (entry.by != msg.sender) _refuseEngaged(bill, entry);

        _engage(bill, entry, reservedUntil, settled, booked);
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
            frozenUntil: _bills[bill].frozenUntil,
            shredded: _bills[bill].shredded,
            paper: _bills[bill].paper,
            counterpart: _counterpartOf[bill],
            engagement: _engagements[bill]
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
    function billOfPaper(OrganisationId issuer, BillKey paper) external view returns (BillKey) {
        return _billOfPaper[issuer][paper];
    }

    /// @inheritdoc IMedicalBills
    function isTagUsed(OrganisationId issuer, bytes32 tag) external view returns (bool) {
        return _tagUsed[issuer][tag] != 0;
    }

    // --- guards and shared steps ---

    /// @dev Before the effects, since the key of a bill follows from it. The ranges contract of the constructor asks the
    /// consortium and calls nobody else: nothing comes back into this contract, and no analysis can know that.
    function _takeNumbers(RangeId range, Authority memory acting, uint40 first, uint32 count)
        private
        returns (uint32 code, PayerClassSet turns)
    {
        return ranges.reportIssue(range, acting.organisation, acting.unit, first, count);
    }

    /// @dev A bill that is issued alone, or a red letter. Its number was just taken, so it cannot exist; but the number
    /// may have been frozen before, and stays so.
    function _createBill(BillKey bill, OrganisationId issuer, BillLeaf calldata leaf, IssueState state)
        private
        returns (uint64 version)
    {
        require(leaf.inner != 0, BillInnerZero());
        _useTags(bill, issuer, leaf);
        Bill storage entry = _bills[bill];
        version = ++entry.version;
        entry.issuer = issuer;
        entry.state = state;
        _leafOf[bill] = leaf.hashLeaf(0);
    }

    function _useTags(BillKey bill, OrganisationId issuer, BillLeaf calldata leaf) private {
        _useTag(bill, issuer, leaf.businessTag);
        _useTag(bill, issuer, leaf.settlementTag);
    }

    /// @dev A bill that is opened here has its tags marked: they are its own.
    function _useTag(BillKey bill, OrganisationId issuer, bytes32 tag) private {
        if (tag == 0) return;
        mapping(bytes32 => uint256) storage used = _tagUsed[issuer];
        if (used[tag] == 0) used[tag] = 1;
        else require(_bills[bill].state != IssueState.NONE, BillTagUsed(issuer, tag));
    }

    function _usePaper(OrganisationId issuer, BillKey paper, BillKey bill) private {
        BillKey usedBy = _billOfPaper[issuer][paper];
        require(usedBy == NO_BILL, PaperNumberUsed(issuer, paper, usedBy));
        _billOfPaper[issuer][paper] = bill;
    }

    /// @dev Gives a bill of a batch storage of its own, which a freeze or its shredding may have begun. A claim may have
    /// marked its tags before. The issuer stays who issued the batch, also when its successor acts.
    function _openHere(BillKey bill, BillOpening calldata opening, OrganisationId acting) private {
        Bill storage entry = _bills[bill];
        if (entry.state != IssueState.NONE) return;
        OrganisationId issuer = _batches[opening.batch].issuer;
        if (!_engagements[bill].opened) _useTags(bill, issuer, opening.leaf);
        uint64 version = ++entry.version;
        entry.issuer = issuer;
        entry.batch = opening.batch;
        entry.state = IssueState.ISSUED;

        emit BillOpened(bill, msg.sender, acting, Role.ISSUER, version, opening.batch, opening.leaf);
        _link(
            BillOpened.selector,
            BillKey.unwrap(bill),
            abi.encode(acting, Role.ISSUER, version, opening.batch, opening.leaf)
        );
    }

    /// @dev Apart from redLetterBill for the depth of the stack.
    function _emitRedLettered(RedLettering memory change, BillLeaf calldata redLeaf, OrganisationId acting) private {
        emit BillRedLettered(
            change.bill,
            msg.sender,
            acting,
            Role.ISSUER,
            change.version,
            change.redBill,
            change.redVersion,
            change.range,
            redLeaf,
            change.reason
        );
        _link(
            BillRedLettered.selector,
            BillKey.unwrap(change.bill),
            abi.encode(
                acting,
                Role.ISSUER,
                change.version,
                change.redBill,
                change.redVersion,
                change.range,
                redLeaf,
                change.reason
            )
        );
    }

    function _engage(BillKey bill, Engagement memory entry, uint40 reservedUntil, bool settled, bool booked) private {
        entry.reservedUntil = reservedUntil;
        entry.settled = settled;
        entry.booked = booked;
        entry.by = msg.sender;
        _engagements[bill] = entry;
    }

    function _requireRedLetterable(BillKey bill, uint64 seen, BillOpening calldata opening, OrganisationId acting)
        private
        view
    {
        _requireStanding(bill, seen, opening, acting);
        _requireUnengaged(bill, _engagements[bill]);
        BillKey paper = _bills[bill].paper;
        require(paper == NO_BILL, BillPaperLive(bill, paper));
    }

    /// @dev A bill as the caller saw it, of the issuer that the caller acts for, that was neither taken back nor frozen.
    function _requireStanding(BillKey bill, uint64 seen, BillOpening calldata opening, OrganisationId acting)
        private
        view
        returns (OrganisationId issuer)
    {
        (issuer,) = _requireAuthentic(bill, opening);
        _requireIssuer(bill, issuer, acting);
        uint64 version = _bills[bill].version;
        require(version == seen, BillVersionStale(bill, seen, version));
        _requireLive(bill);
    }

    function _requireIssuer(BillKey bill, OrganisationId issuer, OrganisationId acting) private view {
        require(_actsFor(acting, issuer), BillIssuerMismatch(bill, issuer, acting));
    }

    function _requireCode(BillKey bill, OrganisationId acting) private view {
        OrganisationId owner = ranges.codeOwner(bill.codeOf());
        require(_actsFor(acting, owner), BillCodeForeign(bill, owner, acting));
    }

    function _requireLive(BillKey bill) private view {
        IssueState state = _stateOf(bill);
        require(state == IssueState.ISSUED, BillStateMismatch(bill, state));
        _requireNotFrozen(bill);
    }

    function _requireNotFrozen(BillKey bill) private view {
        uint40 frozenUntil = _bills[bill].frozenUntil;
        require(frozenUntil <= block.timestamp, BillIsFrozen(bill, frozenUntil));
    }

    /// @dev The directory is asked when a contract engages a bill. Whether it may act afterwards, the consortium says when
    /// it asks for its officers' authority, in every act: a contract that is closed does not get that far.
    function _requireEngager(BillKey bill, Engagement memory entry) private view {
        if (entry.by == msg.sender) return;
        _onlyReporter(ContractRole.BILL_CLAIMS);
        _requireUnengaged(bill, entry);
    }

    function _requireUnreserved(BillKey bill) private view {
        Engagement memory entry = _engagements[bill];
        if (entry.reservedUntil > block.timestamp) _refuseEngaged(bill, entry);
    }

    function _requireUnengaged(BillKey bill, Engagement memory entry) private view {
        if (entry.settled || entry.booked || entry.reservedUntil > block.timestamp) _refuseEngaged(bill, entry);
    }

    function _refuseEngaged(BillKey bill, Engagement memory entry) private pure {
        revert BillEngaged(bill, entry.reservedUntil, entry.settled, entry.booked, entry.by);
    }

    /// @dev Like _verify, with an error for each thing that can be wrong.
    function _requireAuthentic(BillKey bill, BillOpening calldata opening)
        private
        view
        returns (OrganisationId issuer, PayerClassSet turns)
    {
        BatchId batch = opening.batch;
        bool authentic;
        if (batch == NO_BATCH) {
            issuer = _issuerOf(bill, batch);
            turns = _bills[bill].turns;
            authentic = _isLeafOf(bill, opening);
        } else {
            BillBatch memory entry = _batches[batch];
            _requireHeld(batch, entry, bill);
            (issuer, turns) = (entry.issuer, entry.turns);
            authentic = _isIn(entry, bill, opening);
        }
        require(authentic, BillLeafMismatch(bill));
    }

    /// @dev Who issued a bill, once it is known that it was issued: alone, or in the batch.
    function _issuerOf(BillKey bill, BatchId batch) private view returns (OrganisationId) {
        if (batch == NO_BATCH) {
            require(_leafOf[bill] != 0, BillUnknown(bill));
            return _bills[bill].issuer;
        }
        BillBatch memory entry = _batches[batch];
        _requireHeld(batch, entry, bill);
        return entry.issuer;
    }

    function _requireHeld(BatchId batch, BillBatch memory entry, BillKey bill) private pure {
        require(entry.version != 0, BatchUnknown(batch));
        if (!_holds(entry, bill)) revert BatchBillMismatch(batch, entry.first, entry.count, bill);
    }

    function _verify(BillKey bill, BillOpening calldata opening) private view returns (bool, OrganisationId) {
        if (opening.batch == NO_BATCH) return (_isLeafOf(bill, opening), _bills[bill].issuer);
        BillBatch memory entry = _batches[opening.batch];
        return (_holds(entry, bill) && _isIn(entry, bill, opening), entry.issuer);
    }

    /// @dev Of a bill that was issued alone.
    function _isLeafOf(BillKey bill, BillOpening calldata opening) private view returns (bool) {
        return opening.proof.length == 0 && _leafOf[bill] == opening.leaf.hashLeaf(0);
    }

    /// @dev The leaf is built here from the bill's own place in the batch: a proof with sorted pairs binds no position.
    function _isIn(BillBatch memory entry, BillKey bill, BillOpening calldata opening) private pure returns (bool) {
        uint32 index = uint32(_indexIn(entry, bill));
        return MerkleProof.processProofCalldata(opening.proof, opening.leaf.hashLeaf(index)) == entry.root;
    }

    function _holds(BillBatch memory entry, BillKey bill) private pure returns (bool) {
        return _indexIn(entry, bill) < entry.count;
    }

    /// @dev The place of a bill in a batch. For one before the batch's first it wraps around, to beyond any count.
    function _indexIn(BillBatch memory entry, BillKey bill) private pure returns (uint64) {
        unchecked {
            return BillKey.unwrap(bill) - BillKey.unwrap(entry.first);
        }
    }

    /// @dev A bill of a batch without storage of its own is an issued one. Callers have checked that it exists.
    function _stateOf(BillKey bill) private view returns (IssueState) {
        IssueState state = _bills[bill].state;
        return state == IssueState.NONE ? IssueState.ISSUED : state;
    }
}
