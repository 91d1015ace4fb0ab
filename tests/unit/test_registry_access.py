"""Small receipts of a window and the tree over them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_abi import encode

from govledger.errors import InputError
from govledger.privacy.keccak import keccak256
from govledger.registry.access import (
    USES_LIMIT,
    SmallReceipt,
    access_leaf,
    access_tree,
    verify_access,
)


def word(text: object) -> bytes:
    return keccak256(str(text).encode())


RECEIPT = SmallReceipt(
    record=4, answer=word("answer"), at=1_750_000_000, case_tag=word("case"), index=2, rule_version=3
)


def test_hash_of_a_receipt_is_that_of_its_abi_words() -> None:
    types = ["bytes32", "bytes32", "uint64", "uint32", "bytes32", "uint32", "uint40"]
    values = [word("govledger.receipt.v1"), word("case"), 4, 2, word("answer"), 3, 1_750_000_000]
    assert RECEIPT.hashed == keccak256(encode(types, values))


def test_leaf_of_an_access_is_tagged_bound_to_its_place_and_hashed_twice() -> None:
    once = keccak256(encode(["bytes32", "uint32", "bytes32"], [word("govledger.access.v1"), 7, RECEIPT.hashed]))
    assert access_leaf(7, RECEIPT.hashed) == keccak256(once)


@pytest.mark.parametrize(
    "change",
    [
        *({"record": 5}, {"answer": word("other")}, {"at": 1_750_000_001}),
        *({"case_tag": bytes(32)}, {"index": 1}, {"rule_version": 4}),
    ],
)
def test_every_part_of_a_receipt_is_bound(change: dict[str, object]) -> None:
    assert replace(RECEIPT, **change).hashed != RECEIPT.hashed  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2, 3, 256])
def test_each_receipt_is_proved_at_its_place_and_at_no_other(count: int) -> None:
    receipts = [replace(RECEIPT, answer=word(place)) for place in range(count)]
    tree = access_tree(receipts)
    for place in {0, count // 2, count - 1}:
        assert verify_access(tree.root, place, receipts[place], tree.proof(place))
        assert not verify_access(tree.root, place + 1, receipts[place], tree.proof(place))
        assert not verify_access(tree.root, place, RECEIPT, tree.proof(place))


@pytest.mark.parametrize(
    "change",
    [
        *({"record": -1}, {"record": 2**64}, {"index": 2**32}, {"rule_version": 2**32}, {"at": 2**40}),
        *({"answer": bytes(32)}, {"answer": b"short"}, {"case_tag": bytes(31)}),
    ],
)
def test_receipt_that_the_contract_could_not_have_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(RECEIPT, **change)  # type: ignore[arg-type]


def test_window_without_accesses_or_with_too_many_has_no_tree() -> None:
    with pytest.raises(InputError):
        access_tree([])
    for place in (-1, USES_LIMIT):
        with pytest.raises(InputError):
            access_leaf(place, RECEIPT.hashed)
    with pytest.raises(InputError):
        access_leaf(0, b"short")
