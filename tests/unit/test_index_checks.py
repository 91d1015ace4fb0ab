"""Every rule of `index.checks` refuses what breaks it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from govledger import events
from govledger.errors import (
    BlockMissing,
    IndexingError,
    LinkBroken,
    LogMisplaced,
    MalformedLog,
    UnknownLog,
    VersionGap,
)
from govledger.index.checks import build_batch, check_headers, check_logs, objects_of
from govledger.index.model import Batch, BlockHeader, RawLog, RunningHead
from govledger.index.plan import Span
from tests.simulated_chain import ADDRESSES, SimulatedChain, sample, word

GRANTED = sample(events.GrantIssued, grant=1, grant_version=1)
REVOKED = sample(events.GrantRevoked, grant=1, grant_version=2)


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([GRANTED, sample(events.OrganisationAdmitted, organisation=1, organisation_version=1)], [REVOKED])
    chain.seal()
    chain.seal([sample(events.GrantIssued, grant=2, grant_version=1)])
    return chain


def batch_of(chain: SimulatedChain, logs: list[RawLog] | None = None, **given: Any) -> Batch:
    headers = chain.headers(1, 3)
    found = chain.logs(1, 3, []) if logs is None else logs
    heads = given.get("heads", {})
    return build_batch(headers, found, chain.deployment(), heads, given.get("version_of", lambda *key: 0))


def changed(log: RawLog, **changes: Any) -> RawLog:
    return RawLog(**{**msgspec.structs.asdict(log), **changes})


# --- headers -------------------------------------------------------------------------------------------


def test_headers_that_follow_one_another_pass(chain: SimulatedChain) -> None:
    check_headers(Span(1, 3), chain.headers(1, 3), None)
    check_headers(Span(2, 3), chain.headers(2, 3), chain.headers(1, 1)[0])


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_block_is_named(chain: SimulatedChain, missing: int) -> None:
    headers = chain.headers(1, 3)
    del headers[missing]
    with pytest.raises(BlockMissing, match=f"block {missing + 1}"):
        check_headers(Span(1, 3), headers, None)


def test_a_block_that_was_not_asked_for_is_refused(chain: SimulatedChain) -> None:
    with pytest.raises(BlockMissing, match="gave block 3 where block 4"):
        check_headers(Span(1, 3), [*chain.headers(1, 3), chain.headers(3, 3)[0]], None)


def test_a_wrong_link_inside_the_span_is_refused(chain: SimulatedChain) -> None:
    chain.change_header(2, parent_hash=word("elsewhere"))
    with pytest.raises(LinkBroken, match=f"block 2 names 0x{word('elsewhere').hex()}"):
        check_headers(Span(1, 3), chain.headers(1, 3), None)


def test_a_wrong_link_to_the_block_before_the_span_is_refused(chain: SimulatedChain) -> None:
    parent = BlockHeader(1, word("another"), bytes(32), 0)
    with pytest.raises(LinkBroken, match="block 2 names"):
        check_headers(Span(2, 3), chain.headers(2, 3), parent)


# --- logs ----------------------------------------------------------------------------------------------


def test_logs_that_belong_to_their_blocks_pass(chain: SimulatedChain) -> None:
    batch = batch_of(chain)
    assert {event.NAME: len(rows) for event, rows in batch.rows.items()} == {
        **{"GrantIssued": 2, "OrganisationAdmitted": 1, "GrantRevoked": 1}
    }
    assert batch.headers == tuple(chain.headers(1, 3))


@pytest.mark.parametrize(
    ("position", "changes", "message"),
    [
        (0, {"block_number": 9}, "was not asked for"),
        (0, {"block_hash": word("other")}, "names block hash"),
        (0, {"address": b"\xff" * 20}, "which was not asked for"),
        (1, {"log_index": 0}, "came twice"),
        (2, {"log_index": 0}, "came after log 1"),
        (2, {"transaction_index": 0}, "does not follow"),
        (1, {"transaction_hash": word("other")}, "does not follow"),
    ],
)
def test_a_log_out_of_place_is_refused(
    chain: SimulatedChain, position: int, changes: dict[str, Any], message: str
) -> None:
    logs = chain.logs(1, 3, [])
    logs[position] = changed(logs[position], **changes)
    with pytest.raises(LogMisplaced, match=message):
        check_logs(chain.headers(1, 3), logs, frozenset(ADDRESSES.values()))


def test_logs_in_another_order_are_refused(chain: SimulatedChain) -> None:
    logs = chain.logs(1, 3, [])
    with pytest.raises(LogMisplaced, match="came after"):
        check_logs(chain.headers(1, 3), logs[::-1], frozenset(ADDRESSES.values()))


def test_a_log_with_an_unknown_topic_is_refused_with_contract_and_transaction(chain: SimulatedChain) -> None:
    logs = chain.logs(1, 3, [])
    logs[0] = changed(logs[0], topics=(word("unknown"), *logs[0].topics[1:]))
    with pytest.raises(UnknownLog, match=r"log 0 of block 1, emitted by access_grants in transaction 0x.*no event"):
        batch_of(chain, logs)


def test_an_event_of_another_contract_is_refused(chain: SimulatedChain) -> None:
    logs = chain.logs(1, 3, [])
    logs[0] = changed(logs[0], address=ADDRESSES["medical_bills"])
    with pytest.raises(UnknownLog, match="GrantIssued is an event of access_grants"):
        batch_of(chain, logs)


def test_a_log_that_is_not_its_event_s_encoding_is_refused(chain: SimulatedChain) -> None:
    logs = chain.logs(1, 3, [])
    logs[0] = changed(logs[0], data=logs[0].data + b"\0")
    with pytest.raises(MalformedLog, match="GrantIssued"):
        batch_of(chain, logs)


# --- versions and heads --------------------------------------------------------------------------------


def test_a_version_that_was_left_out_is_a_gap(chain: SimulatedChain) -> None:
    logs = [log for log in chain.logs(1, 3, []) if log.log_index != 2]
    assert len(batch_of(chain, logs).versions) == 3
    del logs[0]
    with pytest.raises(VersionGap, match=r"makes version 2 of grant 1, whose version is 0: an event is missing"):
        batch_of(chain, [chain.logs(1, 1, [])[2]])


def test_a_version_that_comes_twice_is_a_gap(chain: SimulatedChain) -> None:
    with pytest.raises(VersionGap, match="makes version 1 of grant 1, whose version is 2"):
        batch_of(chain, version_of=lambda contract, kind, object_id: 2)


def test_an_object_that_is_a_contract_is_named_by_its_address() -> None:
    chain = SimulatedChain()
    chain.seal([sample(events.ContractClosed, listing=b"\xaa" * 20, listing_version=2)])
    chain.seal()
    chain.seal()
    with pytest.raises(VersionGap, match=f"listing 0x{'aa' * 20}"):
        batch_of(chain)


def test_a_version_of_zero_means_that_the_event_is_not_about_such_an_object() -> None:
    listed = sample(events.ContractListed, listing=b"\1" * 20, listing_version=1, replaced_listing=bytes(20))
    assert list(objects_of(listed)) == [("listing", b"\1" * 20, 1)]


def test_an_event_about_two_objects_makes_a_version_of_each() -> None:
    red = sample(events.BillRedLettered, bill=7, bill_version=2, red_bill=8, red_bill_version=1)
    assert list(objects_of(red)) == [("bill", 7, 2), ("bill", 8, 1)]


def test_heads_go_on_from_those_before(chain: SimulatedChain) -> None:
    first, rest = chain.headers(1, 1), chain.headers(2, 3)
    deployment = chain.deployment()
    whole = batch_of(chain)
    one = build_batch(first, chain.logs(1, 1, []), deployment, {}, lambda *key: 0)
    heads = {at.contract: RunningHead(at.head, at.events) for at in one.heads}
    two = build_batch(rest, chain.logs(2, 3, []), deployment, heads, lambda *key: 0)
    assert [*one.heads, *two.heads] == list(whole.heads)
    assert (whole.heads[-1].head, whole.heads[-1].events) == (chain.blocks[3].heads["access_grants"], 3)


def test_every_refusal_is_an_indexing_error() -> None:
    for kind in (BlockMissing, LinkBroken, LogMisplaced, MalformedLog, UnknownLog, VersionGap):
        assert issubclass(kind, IndexingError)
