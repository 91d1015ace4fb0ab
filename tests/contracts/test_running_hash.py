"""The running hash and the versions: that the laws hold, and that the check of them can fail."""

from __future__ import annotations

import pytest
from eth_abi import encode

from govledger.artifacts import CONTRACTS, load
from govledger.events import decode
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_HASH, Chain, Kept
from tests.contracts.world import DEPLOYER, FOUNDER, Bill, World


@pytest.mark.parametrize("key", CONTRACTS)
def test_head_stands_in_slot_0_of_every_contract(key: str) -> None:
    slots = {entry["label"]: (entry["slot"], entry["offset"]) for entry in load(key).storage_layout["storage"]}
    assert slots["_head"] == ("0", 0)


def test_head_of_a_contract_that_emitted_nothing_is_zero(world: World) -> None:
    silent = [contract for contract in world.contracts if contract.key not in ("consortium", "decisions")]
    assert len(silent) == 6
    for contract in silent:
        assert contract.head() == NO_HASH


def test_head_is_the_hash_that_the_architecture_says(world: World) -> None:
    """Written out once more, word by word, from the log and its block alone."""
    world.chain.move(12_345)
    world.chain.block_number += 77
    world.issue()
    log = world.chain.logs[-1]
    assert log.address == world.bills.address
    digest = keccak256(b"".join(log.topics) + keccak256(log.data))
    expected = keccak256(NO_HASH + digest + encode(["uint256", "uint256"], [log.block_number, log.block_timestamp]))
    assert world.bills.head() == expected


def test_every_event_has_three_topics_of_which_the_last_is_the_sender(world: World) -> None:
    bill = world.batch(3).bill(1)
    world.open_claim(bill)
    world.served()
    for log in world.chain.logs:
        assert len(log.topics) == 3
        actor = decode(log.topics, log.data).actor  # type: ignore[attr-defined]
        assert log.topics[2] == bytes(12) + actor


def test_same_calls_at_another_time_or_block_give_another_head(world: World) -> None:
    number_range = world.range()

    def head_after(seconds: int, blocks: int) -> bytes:
        checkpoint = world.chain.checkpoint()
        world.chain.move(seconds)
        world.chain.block_number += blocks
        world.issue(number_range=number_range)
        head = world.bills.head()
        world.chain.go_back(checkpoint)
        return head

    heads = [head_after(*place) for place in ((0, 0), (0, 0), (1, 0), (0, 1))]
    assert heads[0] == heads[1]
    assert len(set(heads)) == 3


def test_order_of_events_is_bound(world: World) -> None:
    batch = world.batch(3)
    first, second, last = (batch.bill(place) for place in range(3))

    def head_after(*order: Bill) -> bytes:
        checkpoint = world.chain.checkpoint()
        for bill in order:
            world.chain.block_number = 1_000
            world.open_claim(bill, tag=bill.key)
        head = world.claims.head()
        world.chain.go_back(checkpoint)
        return head

    assert head_after(first, second) != head_after(second, first)
    assert head_after(first, second, last) != head_after(second, first, last), "not the last one alone"


def _kept(world: World) -> list[Kept]:
    bill = world.batch(3).bill(1)
    world.open_claim(bill)
    world.chain.move(DAY)
    world.settle(bill, 2, 10)
    kept = world.kept()
    world.check_heads(kept)
    world.check_versions(kept)
    return kept


def _replaced(kept: list[Kept], place: int, **change: object) -> list[Kept]:
    log = kept[place].log._replace(**change)  # type: ignore[arg-type]
    return [*kept[:place], kept[place]._replace(log=log), *kept[place + 1 :]]


@pytest.mark.parametrize("place", [0, 20, -1])
class TestHeadLaw:
    def test_sees_a_log_that_was_left_out(self, world: World, place: int) -> None:
        kept = _kept(world)
        del kept[place]
        with pytest.raises(AssertionError, match="head of"):
            world.check_heads(kept)

    def test_sees_data_that_was_changed(self, world: World, place: int) -> None:
        kept = _kept(world)
        data = kept[place].log.data
        with pytest.raises(AssertionError, match="head of"):
            world.check_heads(_replaced(kept, place % len(kept), data=data[:-1] + bytes([data[-1] ^ 1])))

    def test_sees_another_block_or_time(self, world: World, place: int) -> None:
        kept = _kept(world)
        log = kept[place].log
        for change in ({"block_number": log.block_number + 1}, {"block_timestamp": log.block_timestamp + 1}):
            with pytest.raises(AssertionError, match="head of"):
                world.check_heads(_replaced(kept, place % len(kept), **change))


def test_version_law_sees_an_event_that_was_left_out(world: World) -> None:
    kept = _kept(world)
    claims = [place for place, entry in enumerate(kept) if entry.contract == world.claims.address]
    assert len(claims) == 3
    for place, complaint in zip(claims, ("skips", "skips", "stores another"), strict=True):
        with pytest.raises(AssertionError, match=complaint):
            world.check_versions([*kept[:place], *kept[place + 1 :]])


def test_version_law_sees_an_event_twice(world: World) -> None:
    kept = _kept(world)
    with pytest.raises(AssertionError, match="repeats"):
        world.check_versions([*kept, kept[-1]])


def test_two_deployments_of_the_same_calls_have_the_same_heads() -> None:
    first, second = World(), World()
    assert [contract.head() for contract in first.contracts] == [contract.head() for contract in second.contracts]


def test_addresses_are_known_before_the_first_contract_stands() -> None:
    chain = Chain()
    expected = chain.next_addresses(DEPLOYER, len(CONTRACTS))
    assert expected == [contract.address for contract in World().contracts]
    assert FOUNDER not in expected
