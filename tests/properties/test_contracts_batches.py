"""Batches of 1 to 4,096 bills: every bill proves what it is, and with any bit changed it proves nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger import refusals
from govledger.model import IssueState
from govledger.privacy.merkle import process_proof
from tests.contracts.harness import NO_ADDRESS
from tests.contracts.world import Batch, Bill, BillInner, BillLeaf, BillOpening, Draft, World, draft, fresh

LARGEST = 4_096
NOT_AUTHENTIC = (False, 0, 0, 0, 0, False, 0, 0, (0, False, False, False, False, NO_ADDRESS))
SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 1_023, 1_024, 1_025, 4_095, LARGEST]


@cache
def _world() -> World:
    return World()


@cache
def _drafts(count: int = LARGEST) -> list[Draft]:
    return [draft(f"bill {index}") for index in range(count)]


@cache
def _batch(count: int) -> Batch:
    """Of the same bills each time, since only their number matters."""
    return Batch(_drafts()[:count])


def _issued(world: World, count: int) -> Batch:
    batch = _batch(count)
    number_range = world.range(count)
    terms = (number_range, 1, count, batch.root)
    batch.id = world.bills.call("issueBatch", *terms, sender=world.hospital.issuer).returned
    batch.first = world.bills.read("getBatch", batch.id).first
    return batch


def _flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("count", SIZES)
def test_first_and_last_bill_of_a_batch_of_every_shape_can_be_claimed(count: int) -> None:
    with fresh(_world()) as world:
        batch = _issued(world, count)
        for index in {0, count // 2, count - 1}:
            bill = batch.bill(index)
            found = world.verify(bill)
            assert (found.authentic, found.state, found.issuer, found.version) == (
                *(True, IssueState.ISSUED, world.hospital.id, 0),
            )
            world.open_claim(bill, tag=index)
            assert world.claims.read("getClaim", bill.key).version == 2


@settings(deadline=None, max_examples=150)
@given(count=st.one_of(st.sampled_from(SIZES), st.integers(1, LARGEST)), choice=st.data())
def test_any_bill_of_a_batch_of_any_size_proves_and_verifies(count: int, choice: st.DataObject) -> None:
    with fresh(_world()) as world:
        batch = _issued(world, count)
        indices = choice.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=5), "indices")
        for index in indices:
            bill = batch.bill(index)
            assert process_proof(bill.leaf.hashed(index), bill.opening.proof) == batch.root
            assert world.verify(bill).authentic
            outside = batch.first + count + choice.draw(st.integers(0, 3))
            assert not world.bills.read("verifyBill", outside, bill.opening).authentic
            other = choice.draw(st.integers(0, count - 1), "another index")
            if other != index:
                assert not world.bills.read("verifyBill", batch.first + other, bill.opening).authentic
            world.open_claim(bill, tag=index)


@settings(deadline=None, max_examples=150)
@given(count=st.one_of(st.sampled_from(SIZES), st.integers(1, LARGEST)), choice=st.data())
def test_any_changed_bit_of_what_is_shown_fails(count: int, choice: st.DataObject) -> None:
    with fresh(_world()) as world:
        batch = _issued(world, count)
        bill = batch.bill(choice.draw(st.integers(0, count - 1), "index"))
        shown = b"".join((*bill.leaf, *bill.opening.proof))
        bit = choice.draw(st.integers(0, 8 * len(shown) - 1), "bit")
        false = _with(bill, _flipped(shown, bit))
        assert world.verify(false) == NOT_AUTHENTIC
        if false.leaf.inner != bill.leaf.inner:
            refusal: refusals.ContractRefusal = refusals.ClaimInnerMismatch(bill.key, bill.leaf.inner, false.leaf.inner)
        else:
            refusal = refusals.BillLeafMismatch(bill.key)
        with pytest.raises(type(refusal)) as claim:
            world.open_claim(false)
        assert claim.value.args == refusal.args
        with pytest.raises(refusals.BillLeafMismatch):
            world.red_letter(false)
        world.open_claim(bill)


def _with(bill: Bill, shown: bytes) -> Bill:
    """The bill with another leaf and proof."""
    words = [shown[place : place + 32] for place in range(0, len(shown), 32)]
    return replace(bill, opening=BillOpening(bill.opening.batch, BillLeaf(*words[:3]), words[3:]))


def test_each_single_bit_of_leaf_proof_key_and_batch_counts() -> None:
    """All of them, of one bill in a batch of eleven."""
    with fresh(_world()) as world:
        bill = _issued(world, 11).bill(6)
        shown = b"".join((*bill.leaf, *bill.opening.proof))
        for bit in range(8 * len(shown)):
            assert not world.verify(_with(bill, _flipped(shown, bit))).authentic, bit
        for bit in range(64):
            assert not world.verify(replace(bill, key=bill.key ^ 1 << bit)).authentic, bit
            opening = bill.opening._replace(batch=bill.opening.batch ^ 1 << bit)
            assert not world.verify(replace(bill, opening=opening)).authentic, bit
        assert world.verify(bill).authentic


def test_each_single_bit_of_the_inner_part_counts() -> None:
    """commitment, claimable amount, consent key and blinder: all bits of them."""
    with fresh(_world()) as world:
        bill = _issued(world, 3).bill(1)
        inner = bill.inner
        for name, length in (("commitment", 32), ("consent_key", 20), ("blinder", 32)):
            for bit in range(8 * length):
                _refused_inner(world, bill, inner._replace(**{name: _flipped(getattr(inner, name), bit)}))
        for bit in range(40):
            _refused_inner(world, bill, inner._replace(claimable_fen=inner.claimable_fen ^ 1 << bit))
        world.open_claim(bill)


def _refused_inner(world: World, bill: Bill, inner: BillInner) -> None:
    with pytest.raises(refusals.ClaimInnerMismatch) as caught:
        world.open_claim(replace(bill, inner=inner))
    assert caught.value.args == (bill.key, inner.hashed(), bill.leaf.inner)
