"""What a run does next, and what it offers: the pure half of a deployment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govledger.deployer.decision import Task, Turn, depth, next_turn
from govledger.deployer.pricing import PATIENT_BLOCKS, Offer, is_due, offer_of, raised
from govledger.tx.fees import FREE, Fees
from govledger.tx.receipt import Receipt
from govledger.tx.signing import PrivateKeySigner

FIRST = 7
SIGNER = PrivateKeySigner((5).to_bytes(32, "big"))


def receipt(block: int, *, succeeded: bool = True) -> Receipt:
    return Receipt(bytes([block]) * 32, 0, block, b"\xbb" * 31 + bytes([block]), succeeded, 21_000, bytes(20), ())


IN_BLOCK = receipt(3)


@pytest.mark.parametrize(
    ("used", "signed", "receipts", "turn"),
    [
        (FIRST, [False, False], [None, None], Turn(Task.SIGN, 0)),
        (FIRST, [True, False], [None, None], Turn(Task.SEND, 0)),
        (FIRST + 1, [True, False], [IN_BLOCK, None], Turn(Task.SIGN, 1)),
        (FIRST + 1, [True, True], [IN_BLOCK, None], Turn(Task.SEND, 1)),
        (FIRST + 2, [True, True], [IN_BLOCK, IN_BLOCK], Turn(Task.SETTLE, 1)),
        (FIRST, [True, True], [None, IN_BLOCK], Turn(Task.SEND, 0)),
        (FIRST + 1, [False, False], [None, None], Turn(Task.NONCE_GONE, 0)),
        (FIRST + 2, [True, True], [IN_BLOCK, None], Turn(Task.NONCE_GONE, 1)),
        (FIRST, [True, True], [IN_BLOCK, None], Turn(Task.LOOK_AGAIN, 1)),
        (FIRST - 1, [False, False], [None, None], Turn(Task.LOOK_AGAIN, 0)),
        (FIRST + 1, [True, False], [receipt(3, succeeded=False), None], Turn(Task.FAILED, 0)),
    ],
)
def test_next_turn_follows_from_journal_nonce_and_receipts(used, signed, receipts, turn):
    assert next_turn(FIRST, used, signed, receipts) == turn


def test_depth_counts_the_blocks_on_top_of_the_highest():
    receipts = [receipt(3), receipt(5), receipt(4)]
    hashes = {one.block_number: one.block_hash for one in receipts}
    assert depth(receipts, hashes, 5) == 0 and depth(receipts, hashes, 9) == 4
    assert depth(receipts, hashes, 4) == -1


@pytest.mark.parametrize("found", [None, b"\x99" * 32])
def test_no_depth_while_a_block_is_not_on_the_chain(found):
    receipts = [receipt(3), receipt(5)]
    assert depth(receipts, {3: receipts[0].block_hash, 5: found}, 9) is None
    assert depth([receipt(3), None], {3: receipts[0].block_hash}, 9) is None


@pytest.mark.parametrize("fees", [FREE, Fees(30_000_000_000, 2), Fees(1, 1), Fees(300, 0)])
def test_offer_is_read_off_the_signed_transaction(fees):
    raw = SIGNER.sign(fees.transaction(chain_id=1337, nonce=3, gas=90_000, to=b"", data=b"\x60" * 300))
    assert offer_of(raw) == Offer(fees, 90_000)


def test_transaction_is_signed_anew_when_it_is_too_cheap_or_passed_over():
    offer = Fees(100, 2)
    assert not is_due(offer, 100, PATIENT_BLOCKS - 1, 0)
    assert is_due(offer, 101, 0, 0)
    assert is_due(offer, 100, PATIENT_BLOCKS, 0)


def test_patience_doubles_with_each_replacement():
    waits = [next(blocks for blocks in range(1000) if is_due(Fees(100, 2), 50, blocks, times)) for times in range(4)]
    assert waits == [PATIENT_BLOCKS * 2**times for times in range(4)]


@pytest.mark.parametrize("base_fee", [None, 0])
def test_on_a_chain_without_fees_nothing_is_signed_anew(base_fee):
    assert not is_due(FREE, base_fee, 1_000_000, 0)


def test_replacement_offers_an_eighth_more_at_least_and_what_is_asked_now():
    assert raised(Fees(1000, 80), Fees(500, 3), None) == Fees(1125, 90)
    assert raised(Fees(1001, 81), Fees(500, 3), None) == Fees(1127, 92)
    assert raised(Fees(1000, 80), Fees(9000, 3), None) == Fees(9000, 90)
    assert raised(Fees(1000, 80), Fees(9000, 700), None) == Fees(9000, 700)
    assert raised(FREE, Fees(9000, 700), None) == Fees(9000, 700)


@pytest.mark.parametrize("offer", [Fees(1000, 80), Fees(3, 3), Fees(10**12 + 7, 1), Fees(8, 7)])
def test_replacement_is_one_that_nodes_take(offer):
    fees = raised(offer, Fees(1, 1), None)
    assert fees is not None
    assert fees.cap * 8 >= offer.cap * 9 and fees.tip * 8 >= offer.tip * 9 and fees.tip <= fees.cap


def test_limit_caps_a_replacement_or_leaves_no_room_for_one():
    assert raised(Fees(1000, 80), Fees(9000, 3), 2000) == Fees(2000, 90)
    assert raised(Fees(1000, 80), Fees(9000, 5000), 2000) == Fees(2000, 2000)
    assert raised(Fees(1000, 80), Fees(500, 3), 1125) == Fees(1125, 90)
    assert raised(Fees(1000, 80), Fees(500, 3), 1124) is None


def test_receipt_of_another_block_of_the_same_number_is_no_depth():
    one = receipt(3)
    assert depth([one], {3: replace(one, block_hash=b"\x01" * 32).block_hash}, 9) is None
