"""Bulk calls: all or nothing, and which one failed."""

from __future__ import annotations

import pytest
from eth_abi import decode
from eth_abi import encode as abi_encode

from govledger import refusals
from govledger.errors import Refusal
from govledger.events import types as events
from govledger.model import Role
from govledger.refusals import BY_SELECTOR
from tests.contracts.harness import emitted, refused, word
from tests.contracts.world import STRANGER, Bill, World


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills, each reserved by the insurer under number 2."""
    batch = world.batch(3)
    found = [batch.bill(index) for index in range(3)]
    for index, bill in enumerate(found):
        world.open_claim(bill, 1_000, tag=index)
    return found


def failed(index: int, reason: Refusal) -> refusals.BulkCallFailed:
    types = type(reason).SIGNATURE.partition("(")[2][:-1]
    data = abi_encode(types.split(","), reason.args) if types else b""
    return refusals.BulkCallFailed(index, type(reason).SELECTOR + data)


def bulk(world: World, calls: list[bytes], sender: bytes = b"") -> object:
    return world.claims.call("bulk", calls, sender=sender or world.insurer.claims)


def test_calls_are_made_in_their_order_as_if_each_had_come_alone(world: World, bills: list[Bill]) -> None:
    insurer = world.insurer
    by = (insurer.claims, insurer.id, Role.CLAIMS)
    calls = [
        world.claims.calldata("settle", bills[0].key, 2, 10),
        world.claims.calldata("settle", bills[0].key, 2, 20),
        world.claims.calldata("release", bills[1].key, 2),
    ]
    emitted(
        world.claims.call("bulk", calls, sender=insurer.claims),
        events.SettlementMade(bills[0].key, *by, 3, 2, 10),
        events.SettlementMade(bills[0].key, *by, 4, 2, 20),
        events.ReservationReleased(bills[1].key, *by, 3, 2, 1_000),
    )
    assert world.claim(bills[0])[3:5] == (30, 970)
    assert world.claim(bills[1])[3:5] == (0, 0)


def test_first_claims_are_made_in_one_call(world: World) -> None:
    batch = world.batch(4)
    drafts = [batch.bill(index) for index in range(4)]
    accesses = [world.access(bill, world.insurer) for bill in drafts]
    calls = [
        world.claims.calldata("reserveAndSettle", access, 7, word(f"bulk {index}"))
        for index, access in enumerate(accesses)
    ]
    bulk(world, calls)
    assert [world.claim(bill).settled_fen for bill in drafts] == [7] * 4


@pytest.mark.parametrize("index", range(3))
def test_call_that_fails_is_named_with_its_reason_and_nothing_holds(
    world: World, bills: list[Bill], index: int
) -> None:
    calls = [world.claims.calldata("settle", bill.key, 2, 1) for bill in bills]
    calls[index] = world.claims.calldata("settle", bills[index].key, 2, 1_001)
    before, head = [world.claim(bill) for bill in bills], world.claims.head()
    with refused(failed(index, refusals.ReservationExceeded(bills[index].key, 2, 1_001, 1_000))):
        bulk(world, calls)
    assert [world.claim(bill) for bill in bills] == before
    assert world.claims.head() == head


def test_reason_is_the_refusals_own_bytes(world: World, bills: list[Bill]) -> None:
    call = world.claims.calldata("release", bills[0].key, 9)
    with pytest.raises(refusals.BulkCallFailed) as caught:
        bulk(world, [call])
    index, reason = caught.value.args
    assert index == 0
    kind = BY_SELECTOR[reason[:4]]
    assert kind.from_data(reason).args == (bills[0].key, world.insurer.id, 9, 2)
    assert decode(["uint64", "uint64", "uint32", "uint32"], reason[4:]) == (bills[0].key, world.insurer.id, 9, 2)


def test_authority_is_asked_for_each_call(world: World, bills: list[Bill]) -> None:
    calls = [world.claims.calldata("settle", bill.key, 2, 1) for bill in bills]
    with refused(failed(0, refusals.AccountUnknown(STRANGER))):
        bulk(world, calls, STRANGER)
    with refused(failed(0, refusals.ReservationUnknown(bills[0].key, world.employer.id, 2, 0))):
        bulk(world, calls, world.employer.claims)


def test_second_claim_of_the_same_money_in_one_call_is_refused(world: World, bills: list[Bill]) -> None:
    call = world.claims.calldata("settle", bills[0].key, 2, 600)
    with refused(failed(1, refusals.ReservationExceeded(bills[0].key, 2, 600, 400))):
        bulk(world, [call, call])


def test_bulk_of_nothing_is_refused(world: World) -> None:
    with refused(refusals.BulkEmpty()):
        bulk(world, [])


def test_call_of_no_function_is_named_with_an_empty_reason(world: World) -> None:
    with refused(refusals.BulkCallFailed(0, b"")):
        bulk(world, [b"\1\2\3\4"])
    with refused(refusals.BulkCallFailed(0, b"")):
        bulk(world, [b""])


def test_bulk_within_a_bulk_names_each_level(world: World, bills: list[Bill]) -> None:
    settle = world.claims.calldata("settle", bills[0].key, 2, 1)
    wrong = world.claims.calldata("settle", bills[0].key, 2, 0)
    nested = world.claims.calldata("bulk", [settle, wrong])
    reason = failed(1, refusals.ClaimAmountZero(bills[0].key))
    with refused(failed(1, reason)):
        bulk(world, [settle, nested])
    bulk(world, [settle, world.claims.calldata("bulk", [settle])])
    assert world.claim(bills[0]).settled_fen == 2
