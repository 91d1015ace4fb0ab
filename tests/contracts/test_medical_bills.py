"""MedicalBills: issue, alone and in batches; verification; red letters; what the claims contract reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import IssueState, PayerClass, RangeStatus, RedLetterReason, Role, to_bits
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_ADDRESS, NO_HASH, START, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import (
    CODE,
    DEPLOYER,
    Batch,
    Bill,
    BillLeaf,
    BillOpening,
    World,
    draft,
)

UNKNOWN = 999
NO_ENGAGEMENT = (0, False, False, False, False, NO_ADDRESS)
NOT_AUTHENTIC = (False, 0, 0, 0, 0, False, 0, 0, NO_ENGAGEMENT)
NO_STORAGE = (0, 0, 0, 0, 0, False, 0, 0, 0)
FIRST_KEY = CODE * 10**10 + 1


def _tags_used(world: World, leaf: BillLeaf) -> tuple[bool, bool]:
    read, hospital = world.bills.read, world.hospital.id
    return read("isTagUsed", hospital, leaf.business_tag), read("isTagUsed", hospital, leaf.settlement_tag)


def _stored(version: int, issuer: int, batch: int, state: IssueState) -> tuple[object, ...]:
    """What getBill says of a bill that was opened, and that nobody shredded, froze or put on paper."""
    return (version, issuer, batch, state, 0, False, 0, 0, 0)


def _authentic(issuer: int, version: int, state: IssueState, counterpart: int = 0) -> tuple[object, ...]:
    """What verifyBill finds of such a bill, while nobody claims it; once it was taken back, nobody can."""
    engagement = (0, False, False, False, True, NO_ADDRESS) if state == IssueState.RED_LETTERED else NO_ENGAGEMENT
    return (True, state, issuer, version, 0, False, 0, counterpart, engagement)


# --- issue of one bill ---------------------------------------------------------------------------------------


def test_bill_is_issued_alone_with_the_next_number_of_its_range(world: World) -> None:
    number_range, leaf = world.range(), draft("a").leaf
    issued = world.bills.call("issueBill", number_range, 1, leaf, sender=world.hospital.issuer)
    emitted(
        issued,
        events.BillIssued(FIRST_KEY, world.hospital.issuer, world.hospital.id, Role.ISSUER, 1, number_range, *leaf),
    )
    assert issued.returned == FIRST_KEY
    assert world.bills.read("getBill", FIRST_KEY) == _stored(1, world.hospital.id, 0, IssueState.ISSUED)
    assert world.bills.read("getEngagement", FIRST_KEY) == NO_ENGAGEMENT
    assert world.ranges.read("nextNumber", number_range) == 2
    assert _tags_used(world, leaf) == (True, True)


def test_issuing_changes_no_version_of_the_range(world: World) -> None:
    number_range = world.range()
    head = world.ranges.head()
    world.issue(number_range=number_range)
    assert world.ranges.read("getRange", number_range).version == 2
    assert world.ranges.head() == head


def test_bill_without_an_inner_part_is_not_issued(world: World) -> None:
    number_range, leaf = world.range(), draft("a").leaf._replace(inner=NO_HASH)
    with refused(refusals.BillInnerZero()):
        world.bills.call("issueBill", number_range, 1, leaf, sender=world.hospital.issuer)
    assert world.ranges.read("nextNumber", number_range) == 1


def test_absent_tags_are_not_checked(world: World) -> None:
    number_range = world.range()
    for name in ("a", "b"):
        item = draft(name)
        leaf = item.leaf._replace(business_tag=NO_HASH, settlement_tag=NO_HASH)
        world.issue(item._replace(leaf=leaf), number_range)
    assert not world.bills.read("isTagUsed", world.hospital.id, NO_HASH)


@pytest.mark.parametrize("tag", ["business_tag", "settlement_tag"])
@pytest.mark.parametrize("earlier", ["business_tag", "settlement_tag"])
def test_tag_is_used_once_by_its_issuer(world: World, tag: str, earlier: str) -> None:
    number_range, first = world.range(), draft("a")
    world.issue(first, number_range)
    used = getattr(first.leaf, earlier)
    leaf = draft("b").leaf._replace(**{tag: used})
    with refused(refusals.BillTagUsed(world.hospital.id, used)):
        world.bills.call("issueBill", number_range, 2, leaf, sender=world.hospital.issuer)


def test_bill_has_two_different_tags(world: World) -> None:
    leaf = BillLeaf(word("tag"), word("tag"), word("inner"))
    with refused(refusals.BillTagUsed(world.hospital.id, word("tag"))):
        world.bills.call("issueBill", world.range(), 1, leaf, sender=world.hospital.issuer)


def test_copied_tag_burns_nothing_for_another_issuer(world: World) -> None:
    bill = world.issue()
    terms = (CODE + 7, world.clinic.id, 10, START + DAY)
    number_range = world.ranges.call("proposeRange", *terms, sender=world.finance.finance).returned
    world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)
    assert not world.bills.read("isTagUsed", world.clinic.id, bill.leaf.business_tag)
    world.bills.call("issueBill", number_range, 1, bill.leaf, sender=world.clinic.issuer)
    assert world.bills.read("isTagUsed", world.clinic.id, bill.leaf.business_tag)


def test_refusal_of_the_range_is_passed_on(world: World) -> None:
    call, issuer, leaf = world.bills.call, world.hospital.issuer, draft("a").leaf
    with refused(refusals.RangeUnknown(UNKNOWN)):
        call("issueBill", UNKNOWN, 1, leaf, sender=issuer)
    proposed = world.proposal()
    refusal = refusals.RangeStatusMismatch(proposed, RangeStatus.PROPOSED, RangeStatus.GRANTED)
    with refused(refusal):
        call("issueBill", proposed, 1, leaf, sender=issuer)
    number_range = world.range(count=1, valid_until=START + DAY)
    with refused(refusals.RangeNumberOutOfOrder(number_range, 2, 1)):
        call("issueBill", number_range, 2, leaf, sender=issuer)
    with refused(refusals.RangeHolderMismatch(number_range, world.hospital.id, world.clinic.id)):
        call("issueBill", number_range, 1, leaf, sender=world.clinic.issuer)
    with refused(refusals.RangeExhausted(number_range, 2, 1)):
        call("issueBatch", number_range, 1, 2, word("root"), sender=issuer)
    world.chain.move(DAY)
    with refused(refusals.RangeExpired(number_range, START + DAY, START + DAY)):
        call("issueBill", number_range, 1, leaf, sender=issuer)


# --- issue of a batch ----------------------------------------------------------------------------------------


def test_batch_takes_its_numbers_and_no_bill_gets_storage(world: World) -> None:
    number_range = world.range()
    issued = world.bills.call("issueBatch", number_range, 1, 200, word("root"), sender=world.hospital.issuer)
    issuer = world.hospital
    emitted(
        issued,
        events.BatchIssued(1, issuer.issuer, issuer.id, Role.ISSUER, 1, number_range, FIRST_KEY, 200, word("root")),
    )
    assert issued.returned == 1
    assert world.bills.read("getBatch", 1) == (1, issuer.id, FIRST_KEY, 200, 0, word("root"))
    assert world.bills.read("getBatch", 2) == (0, 0, 0, 0, 0, NO_HASH)
    assert world.ranges.read("nextNumber", number_range) == 201
    for key in (FIRST_KEY, FIRST_KEY + 199):
        assert world.bills.read("getBill", key) == NO_STORAGE


def test_bills_keep_the_order_of_payers_that_their_code_had_when_they_were_issued(world: World) -> None:
    number_range, basic, aid = world.range(), to_bits({PayerClass.BASIC}), to_bits({PayerClass.AID})
    before = world.batch(3, number_range)
    world.order_payers({PayerClass.BASIC: []})
    batch, alone = world.batch(3, number_range), world.issue(number_range=number_range)
    world.order_payers({PayerClass.AID: []})
    later = world.issue(draft("later"), number_range)
    assert [world.bills.read("getBatch", one.id).turns for one in (before, batch)] == [0, basic]
    assert [world.bills.read("getBill", one.key).turns for one in (alone, later)] == [basic, aid]


def test_batch_may_fill_the_largest_range(world: World) -> None:
    number_range = world.range(count=2**32 - 1)
    world.bills.call("issueBatch", number_range, 1, 2**32 - 1, word("root"), sender=world.hospital.issuer)
    assert world.bills.read("getBatch", 1).count == 2**32 - 1


def test_batch_of_no_bills_is_not_issued(world: World) -> None:
    with refused(refusals.BatchEmpty()):
        world.bills.call("issueBatch", world.range(), 1, 0, word("root"), sender=world.hospital.issuer)


def test_batch_without_a_root_is_not_issued(world: World) -> None:
    with refused(refusals.BatchRootZero()):
        world.bills.call("issueBatch", world.range(), 1, 5, NO_HASH, sender=world.hospital.issuer)


def test_bills_and_batches_share_the_numbers_of_a_range(world: World) -> None:
    number_range = world.range()
    world.issue(draft("a"), number_range)
    batch = world.batch(3, number_range)
    assert batch.first == FIRST_KEY + 1
    assert world.issue(draft("z"), number_range).key == FIRST_KEY + 4


# --- verification --------------------------------------------------------------------------------------------


def test_bill_that_was_issued_alone_verifies_with_its_leaf(world: World) -> None:
    bill = world.issue()
    assert world.verify(bill) == _authentic(world.hospital.id, 1, IssueState.ISSUED)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_every_bill_of_a_batch_verifies_with_its_leaf_and_proof(world: World, count: int) -> None:
    batch = world.batch(count)
    for index in range(count):
        assert world.verify(batch.bill(index)) == _authentic(world.hospital.id, 0, IssueState.ISSUED)


@pytest.mark.parametrize("member", ["business_tag", "settlement_tag", "inner"])
@pytest.mark.parametrize("alone", [True, False])
def test_bill_with_another_leaf_does_not_verify(world: World, alone: bool, member: str) -> None:
    bill = world.issue() if alone else world.batch(5).bill(3)
    leaf = bill.leaf._replace(**{member: word("other")})
    assert world.verify(replace(bill, opening=bill.opening._replace(leaf=leaf))) == NOT_AUTHENTIC


def test_verification_answers_and_never_refuses(world: World) -> None:
    alone, batch = world.issue(), world.batch(5)
    bill = batch.bill(2)
    questions = [
        (0, alone.opening),
        (alone.key + 1, alone.opening),
        (2**64 - 1, alone.opening),
        (alone.key, bill.opening),
        (bill.key, alone.opening),
        (bill.key, bill.opening._replace(batch=0)),
        (bill.key, bill.opening._replace(batch=0, proof=())),
        (bill.key, bill.opening._replace(batch=UNKNOWN)),
        (batch.first - 1, bill.opening),
        (batch.first + 5, bill.opening),
        (0, bill.opening),
        (2**64 - 1, bill.opening),
        (bill.key, bill.opening._replace(proof=())),
        (bill.key, bill.opening._replace(proof=(*bill.opening.proof, word("one more")))),
        (bill.key, bill.opening._replace(proof=bill.opening.proof[:-1])),
        (bill.key, bill.opening._replace(proof=bill.opening.proof[::-1])),
    ]
    for key, opening in questions:
        assert world.bills.read("verifyBill", key, opening) == NOT_AUTHENTIC, (key, opening)
    assert world.verify(bill).authentic


def test_proof_for_a_bill_that_was_issued_alone_is_refused(world: World) -> None:
    bill = world.issue()
    bill = replace(bill, opening=bill.opening._replace(proof=(word("sibling"),)))
    assert world.verify(bill) == NOT_AUTHENTIC
    with refused(refusals.BillLeafMismatch(bill.key)):
        world.red_letter(bill, seen=1)


def test_one_leaf_cannot_be_used_under_another_index(world: World) -> None:
    """Sorted pairs bind no position: without the index in the leaf, bill 1 would verify as bill 0."""
    batch = world.batch(4)
    for right in range(4):
        for wrong in set(range(4)) - {right}:
            opening = batch.bill(right).opening
            swapped = opening._replace(proof=batch.bill(wrong).opening.proof)
            for false in (opening, swapped):
                assert world.bills.read("verifyBill", batch.first + wrong, false) == NOT_AUTHENTIC
                claimed = Bill(batch.first + wrong, false, batch.bill(right).inner)
                with refused(refusals.BillLeafMismatch(batch.first + wrong)):
                    world.open_claim(claimed)


def test_one_bill_cannot_be_shown_twice_by_a_batch_that_repeats_it(world: World) -> None:
    """Even an issuer that puts the same leaf content at two places has two bills with the same tags."""
    twice = world.batch([draft("same"), draft("same")])
    world.open_claim(twice.bill(0))
    with refused(refusals.BillTagUsed(world.hospital.id, draft("same").leaf.business_tag)):
        world.open_claim(twice.bill(1), tag="second")


def test_inner_node_of_the_tree_cannot_pass_for_a_leaf(world: World) -> None:
    """A leaf is the hash of a hash of 160 bytes; a node is the hash of 64: none of these openings is a second one."""
    batch = world.batch(8)
    nodes = batch.tree.nodes
    for node in range(7):
        left, right = sorted(nodes[2 * node + 1 : 2 * node + 3])
        path = _path(nodes, node)
        for leaf in (
            BillLeaf(left, right, nodes[node]),
            BillLeaf(left, right, NO_HASH),
            BillLeaf(NO_HASH, left, right),
            BillLeaf(NO_HASH, NO_HASH, nodes[node]),
        ):
            for index in range(8):
                for proof in (path, (*path, NO_HASH), (nodes[node], *path)):
                    opening = BillOpening(batch.id, leaf, proof)
                    assert world.bills.read("verifyBill", batch.first + index, opening) == NOT_AUTHENTIC


def test_root_that_is_a_single_node_opens_by_no_empty_proof(world: World) -> None:
    batch = world.batch(2)
    left, right = sorted(batch.tree.nodes[1:])
    assert keccak256(left + right) == batch.root
    for index in range(2):
        opening = BillOpening(batch.id, BillLeaf(left, right, batch.root), ())
        with refused(refusals.BillLeafMismatch(batch.first + index)):
            world.red_letter(Bill(batch.first + index, opening, draft("x").inner), seen=0)


def _path(nodes: tuple[bytes, ...], node: int) -> tuple[bytes, ...]:
    """The siblings from a node up to the root."""
    siblings = []
    while node > 0:
        siblings.append(nodes[node + 1 if node % 2 else node - 1])
        node = (node - 1) // 2
    return tuple(siblings)


# --- red letter ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(RedLetterReason))
def test_red_letter_takes_a_bill_back_and_is_a_bill_of_its_own(world: World, reason: RedLetterReason) -> None:
    number_range, red = world.range(), draft("red").leaf
    bill = world.issue(number_range=number_range)
    issuer = world.hospital
    terms = (bill.key, 1, bill.opening, number_range, 2, red, reason)
    taken = world.bills.call("redLetterBill", *terms, sender=issuer.issuer)
    red_key = bill.key + 1
    emitted(
        taken,
        events.BillRedLettered(
            bill.key,
            issuer.issuer,
            issuer.id,
            Role.ISSUER,
            bill_version=2,
            red_bill=red_key,
            red_bill_version=1,
            range=number_range,
            business_tag=red.business_tag,
            settlement_tag=red.settlement_tag,
            inner=red.inner,
            reason=reason,
        ),
    )
    assert taken.returned == red_key
    assert world.bills.read("getBill", bill.key) == _stored(2, issuer.id, 0, IssueState.RED_LETTERED)
    assert world.bills.read("getBill", red_key) == _stored(1, issuer.id, 0, IssueState.RED_LETTER)
    assert world.verify(bill) == _authentic(issuer.id, 2, IssueState.RED_LETTERED, red_key)
    red_bill = Bill(red_key, BillOpening(0, red), draft("red").inner)
    assert world.verify(red_bill) == _authentic(issuer.id, 1, IssueState.RED_LETTER, bill.key)
    assert _tags_used(world, red) == (True, True)
    assert world.ranges.read("nextNumber", number_range) == 3


def test_red_letter_of_a_bill_of_a_batch_opens_the_bill_first(world: World) -> None:
    batch = world.batch(5)
    bill, issuer, red = batch.bill(3), world.hospital, draft("red").leaf
    assert _tags_used(world, bill.leaf) == (False, False)
    number_range = world.range(1, CODE + 1)
    terms = (bill.key, 0, bill.opening, number_range, 1, red, RedLetterReason.REFUND)
    taken = world.bills.call("redLetterBill", *terms, sender=issuer.issuer)
    by = (issuer.issuer, issuer.id, Role.ISSUER)
    red_key = (CODE + 1) * 10**10 + 1
    emitted(
        taken,
        events.BillOpened(bill.key, *by, 1, batch.id, *bill.leaf),
        events.BillRedLettered(bill.key, *by, 2, red_key, 1, number_range, *red, RedLetterReason.REFUND),
    )
    assert world.bills.read("getBill", bill.key) == _stored(2, issuer.id, batch.id, IssueState.RED_LETTERED)
    assert world.verify(bill) == _authentic(issuer.id, 2, IssueState.RED_LETTERED, red_key)
    assert _tags_used(world, bill.leaf) == (True, True)
    assert world.bills.read("getBatch", batch.id).version == 1


def test_red_letter_of_one_bill_leaves_the_others_of_its_batch(world: World) -> None:
    batch = world.batch(5)
    world.red_letter(batch.bill(3))
    for index in (0, 1, 2, 4):
        assert world.verify(batch.bill(index)) == _authentic(world.hospital.id, 0, IssueState.ISSUED)
        assert world.bills.read("getBill", batch.first + index).version == 0


@pytest.mark.parametrize("alone", [True, False])
def test_bill_is_taken_back_once(world: World, alone: bool) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    world.red_letter(bill)
    with refused(refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)):
        world.red_letter(bill, draft("second red letter"))


def test_red_letter_is_not_taken_back(world: World) -> None:
    bill, red = world.issue(), draft("red")
    key = world.red_letter(bill, red).returned
    with refused(refusals.BillStateMismatch(key, IssueState.RED_LETTER)):
        world.red_letter(Bill(key, BillOpening(0, red.leaf), red.inner), draft("second red letter"))


@pytest.mark.parametrize("alone", [True, False])
def test_bill_is_taken_back_by_its_issuer_alone(world: World, alone: bool) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    terms = (bill.key, int(alone), bill.opening, 1, 1, draft("red").leaf, 0)
    with refused(refusals.BillIssuerMismatch(bill.key, world.hospital.id, world.clinic.id)):
        world.bills.call("redLetterBill", *terms, sender=world.clinic.issuer)


@pytest.mark.parametrize(("alone", "current"), [(True, 1), (False, 0)])
def test_red_letter_knows_the_bills_present_version(world: World, alone: bool, current: int) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    for seen in {0, 1, 2, 2**64 - 1} - {current}:
        with refused(refusals.BillVersionStale(bill.key, seen, current)):
            world.red_letter(bill, seen=seen)


def test_bill_that_there_is_not_is_not_taken_back(world: World) -> None:
    alone, batch = world.issue(), world.batch(3)
    bill = batch.bill(1)
    for key in (0, alone.key + 1, bill.key):
        with refused(refusals.BillUnknown(key)):
            world.red_letter(Bill(key, alone.opening, alone.inner))
    with refused(refusals.BatchUnknown(UNKNOWN)):
        world.red_letter(replace(bill, opening=bill.opening._replace(batch=UNKNOWN)))
    for key in (0, batch.first - 1, batch.first + 3, alone.key, 2**64 - 1):
        with refused(refusals.BatchBillMismatch(batch.id, batch.first, 3, key)):
            world.red_letter(Bill(key, bill.opening, bill.inner), seen=0)


@pytest.mark.parametrize("alone", [True, False])
def test_bill_with_another_leaf_is_not_taken_back(world: World, alone: bool) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    opening = bill.opening._replace(leaf=draft("other").leaf)
    with refused(refusals.BillLeafMismatch(bill.key)):
        world.red_letter(replace(bill, opening=opening))


def test_red_letter_needs_an_inner_part_and_unused_tags(world: World) -> None:
    bill, red = world.issue(), draft("red")
    with refused(refusals.BillInnerZero()):
        world.red_letter(bill, red._replace(leaf=red.leaf._replace(inner=NO_HASH)))
    tag = bill.leaf.business_tag
    with refused(refusals.BillTagUsed(world.hospital.id, tag)):
        world.red_letter(bill, red._replace(leaf=red.leaf._replace(business_tag=tag)))


def test_red_letter_takes_no_tag_that_its_bill_marks_in_the_same_call(world: World) -> None:
    bill, red = world.batch(3).bill(1), draft("red")
    tag = bill.leaf.settlement_tag
    with refused(refusals.BillTagUsed(world.hospital.id, tag)):
        world.red_letter(bill, red._replace(leaf=red.leaf._replace(settlement_tag=tag)))


def test_red_letter_takes_its_number_from_a_range_in_order(world: World) -> None:
    bill, number_range = world.issue(), world.range(1, CODE + 1)
    terms = (bill.key, 1, bill.opening, number_range, 5, draft("red").leaf, 0)
    with refused(refusals.RangeNumberOutOfOrder(number_range, 5, 1)):
        world.bills.call("redLetterBill", *terms, sender=world.hospital.issuer)


# --- tags in batches -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("first_act", ["claim", "red letter"])
@pytest.mark.parametrize("second_act", ["claim", "red letter"])
@pytest.mark.parametrize("where", ["one batch", "two batches"])
def test_tag_of_a_batch_is_used_once_from_its_bills_first_action_on(
    world: World, first_act: str, second_act: str, where: str
) -> None:
    first = draft("first")
    second = draft("second")
    second = second._replace(leaf=second.leaf._replace(settlement_tag=first.leaf.settlement_tag))
    if where == "one batch":
        batch = world.batch([first, second])
        bills = [batch.bill(0), batch.bill(1)]
    else:
        bills = [world.batch([first]).bill(0), world.batch([second]).bill(0)]
    for bill in bills:
        assert world.verify(bill).authentic

    def act(name: str, bill: Bill) -> None:
        world.open_claim(bill, tag=bill.key) if name == "claim" else world.red_letter(bill)

    act(first_act, bills[0])
    with refused(refusals.BillTagUsed(world.hospital.id, first.leaf.settlement_tag)):
        act(second_act, bills[1])
    assert not world.bills.read("isTagUsed", world.hospital.id, second.leaf.business_tag)


def test_tag_of_a_bill_issued_alone_is_not_free_for_a_bill_of_a_batch(world: World) -> None:
    alone, second = world.issue(), draft("second")
    second = second._replace(leaf=second.leaf._replace(business_tag=alone.leaf.business_tag))
    bill = world.batch([second]).bill(0)
    with refused(refusals.BillTagUsed(world.hospital.id, alone.leaf.business_tag)):
        world.open_claim(bill)


def test_tags_that_a_claim_marked_are_not_marked_again_by_a_later_red_letter(world: World) -> None:
    bill = world.batch(5).bill(2)
    world.open_claim(bill)
    assert _tags_used(world, bill.leaf) == (True, True)
    assert world.bills.read("getBill", bill.key) == NO_STORAGE
    assert world.bills.read("getEngagement", bill.key).opened
    world.release(bill, 2)
    taken = world.red_letter(bill, seen=0)
    assert [event.NAME for event in taken] == ["BillOpened", "BillRedLettered"]


def test_bill_of_a_batch_may_have_no_tags(world: World) -> None:
    items = [draft(name)._replace(leaf=BillLeaf(NO_HASH, NO_HASH, draft(name).inner.hashed())) for name in "ab"]
    batch = world.batch(items)
    world.open_claim(batch.bill(0), tag="a")
    world.open_claim(batch.bill(1), tag="b")
    world.release(batch.bill(1), 2)
    world.red_letter(batch.bill(1))


# --- creation ------------------------------------------------------------------------------------------------


def test_wiring_can_be_read(world: World) -> None:
    assert world.bills.read("consortium") == world.consortium.address
    assert world.bills.read("ranges") == world.ranges.address


@pytest.mark.parametrize("missing", [0, 1])
def test_bills_knows_consortium_and_ranges_from_the_start(missing: int) -> None:
    addresses = [account("consortium"), account("ranges")]
    addresses[missing] = NO_ADDRESS
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "medical_bills", *addresses, 1, deployer=DEPLOYER)


def test_ids_of_batches_begin_at_the_first_id_and_numbers_go_on(world: World) -> None:
    number_range = world.range()
    world.issue(number_range=number_range)
    successor = world.deploy("medical_bills", world.consortium.address, world.ranges.address, 50)
    world.replace(world.bills, successor.address)
    batch = Batch([draft("b")])
    with refused(refusals.RangeNumberOutOfOrder(number_range, 1, 2)):
        successor.call("issueBatch", number_range, 1, 1, batch.root, sender=world.hospital.issuer)
    assert successor.call("issueBatch", number_range, 2, 1, batch.root, sender=world.hospital.issuer).returned == 50
