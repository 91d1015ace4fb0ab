"""Every rule of `index.checks` refuses what breaks it, and names the block."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from govledger import events
from govledger.consensus.bloom import bloom_bits
from govledger.consensus.engine import Engine
from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    IndexingError,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    NodeUnusable,
    ReceiptsWrong,
)
from govledger.events.chain import log_digest
from govledger.index import wire
from govledger.index.checks import (
    CheckedBlock,
    PlacedLog,
    Watched,
    check_headers,
    check_receipts,
    engine_by,
    place_logs,
    require_follows,
    require_no_logs,
)
from govledger.index.model import BlockHeader
from govledger.index.plan import Span
from tests.blocks import a_header, hash_by_rlp, in_json, key_number, seal_by
from tests.simulated_chain import ADDRESSES, SimulatedChain, sample, shown, transaction_hash, word
from tests.unit.test_consensus_engine import sealed_header

GRANTED = sample(events.GrantIssued, grant=1, grant_version=1)
REVOKED = sample(events.GrantRevoked, grant=1, grant_version=2)


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([GRANTED, sample(events.OrganisationAdmitted, organisation=1, organisation_version=1)], [REVOKED])
    chain.seal()
    chain.seal([sample(events.GrantIssued, grant=2, grant_version=1)])
    return chain


def headers_of(chain: SimulatedChain, first: int = 1, last: int = 3) -> list[wire.Header]:
    return chain.headers(first, last).items


def blocks_of(chain: SimulatedChain) -> list[CheckedBlock]:
    return check_headers(Span(1, 3), headers_of(chain), None)


def logs_of(chain: SimulatedChain) -> list[wire.Log]:
    return chain.logs(1, 3, []).items


def watched(chain: SimulatedChain) -> Watched:
    return Watched.of(ADDRESSES.values())


def replaced(value: Any, **changes: Any) -> Any:
    return msgspec.structs.replace(value, **changes)


# --- headers -------------------------------------------------------------------------------------------


def test_headers_that_follow_one_another_pass(chain: SimulatedChain) -> None:
    found = blocks_of(chain)
    assert [block.header for block in found] == [block.stored for block in chain.blocks[1:]]
    assert len(check_headers(Span(2, 3), headers_of(chain, 2), None)) == 2
    require_follows(chain.blocks[2].stored, chain.blocks[1].stored)
    require_follows(chain.blocks[2].stored, None)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_block_is_named(chain: SimulatedChain, missing: int) -> None:
    headers = headers_of(chain)
    del headers[missing]
    with pytest.raises(BlockMissing, match=f"block {missing + 1}"):
        check_headers(Span(1, 3), headers, None)


def test_a_block_that_was_not_asked_for_is_refused(chain: SimulatedChain) -> None:
    with pytest.raises(BlockMissing, match="gave block 3 where block 4"):
        check_headers(Span(1, 3), [*headers_of(chain), headers_of(chain)[2]], None)


def test_a_wrong_link_inside_the_span_is_refused(chain: SimulatedChain) -> None:
    chain.forge_header(2, parent_hash=shown(word("elsewhere")))
    with pytest.raises(LinkBroken, match=f"block 2 names 0x{word('elsewhere').hex()}"):
        blocks_of(chain)


def test_a_wrong_link_to_the_block_before_the_span_is_refused(chain: SimulatedChain) -> None:
    parent = BlockHeader(1, word("another"), bytes(32), 0)
    with pytest.raises(LinkBroken, match="block 2 names"):
        require_follows(chain.blocks[2].stored, parent)


CHANGED = {
    **{name: shown(word("changed")) for name in ("parent_hash", "state_root", "transactions_root", "receipts_root")},
    **{"sha3_uncles": shown(word("changed")), "mix_hash": shown(word("changed")), "hash": shown(word("changed"))},
    **{name: "0x77" for name in ("difficulty", "number", "gas_limit", "gas_used", "timestamp", "extra_data")},
    **{"miner": shown(b"\1" * 20), "logs_bloom": shown(b"\1" * 256), "nonce": shown(b"\1" * 8)},
    **{"base_fee_per_gas": "0x9", "withdrawals_root": shown(word("changed"))},
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_field_that_was_changed_changes_the_hash(chain: SimulatedChain, name: str) -> None:
    chain.change_header(2, **{name: CHANGED[name]})
    with pytest.raises(BlockHashWrong, match="which its header does not have"):
        blocks_of(chain)


@pytest.mark.parametrize("change", [{"hash": "0x12"}, {"hash": "12" * 33}, {"miner": "0x"}, {"number": "five"}])
def test_what_is_no_header_is_refused(chain: SimulatedChain, change: dict[str, str]) -> None:
    chain.change_header(2, **change)
    with pytest.raises(NodeUnusable, match="something else than a header"):
        blocks_of(chain)


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2, Engine.IBFT1])
def test_the_engine_is_known_by_the_rule_that_gives_the_hash(engine: Engine) -> None:
    header, block_hash = sealed_header(engine)
    answer = msgspec.convert({**in_json(header), "hash": shown(block_hash)}, wire.Header)
    assert engine_by(answer) is engine


def test_clique_is_known_by_its_seal() -> None:
    bare = bytes(32)
    header = a_header(mix_hash=bytes(32))
    sealed = a_header(mix_hash=bytes(32), extra_data=bare + seal_by(key_number(5), hash_by_rlp(header, bare)))
    answer = msgspec.convert({**in_json(sealed), "hash": shown(hash_by_rlp(sealed))}, wire.Header)
    assert engine_by(answer) is Engine.CLIQUE


def test_headers_of_each_engine_pass_by_its_rule_and_also_where_the_chain_came_from_another() -> None:
    for engine in Engine:
        header, block_hash = sealed_header(engine)
        answer = msgspec.convert({**in_json(header), "hash": shown(block_hash)}, wire.Header)
        for told in (engine, None, Engine.QBFT):
            [block] = check_headers(Span(5, 5), [answer], told)
            assert block.header.hash == block_hash


def test_a_development_chain_has_no_engine(chain: SimulatedChain) -> None:
    assert engine_by(headers_of(chain)[0]) is None
    assert engine_by(replaced(headers_of(chain)[0], miner="0x")) is None


# --- logs ----------------------------------------------------------------------------------------------


def test_logs_that_belong_to_their_blocks_pass(chain: SimulatedChain) -> None:
    placed = place_logs(blocks_of(chain), logs_of(chain), watched(chain))
    assert [[log[4:6] for log in logs] for logs in placed] == [[(0, 0), (1, 0), (2, 1)], [], [(0, 0)]]
    topics, data = events.encode(REVOKED)
    assert placed[0][2] == (
        *(shown(ADDRESSES["access_grants"]), len(topics), b"".join(topics) + data, log_digest(topics, data), 2, 1),
        transaction_hash(1, 1),
    )


@pytest.mark.parametrize(
    ("position", "changes", "message"),
    [
        (0, {"block_number": "0x9", "block_hash": shown(word("other"))}, "log 0 of block 9 was not asked for"),
        (0, {"block_number": "0x2"}, "log 0 of block 2 is in block 1 by its hash"),
        (0, {"block_hash": shown(word("other"))}, "names block hash"),
        (0, {"address": shown(b"\xff" * 20)}, "which was not asked for"),
        (1, {"log_index": "0x0"}, "came twice"),
        (2, {"log_index": "0x0"}, "came after log 1"),
        (2, {"transaction_index": "0x0"}, "does not follow"),
        (1, {"transaction_hash": shown(word("other"))}, "does not follow"),
        (1, {"transaction_index": "0x1"}, "in another place"),
    ],
)
def test_a_log_out_of_place_is_refused(
    chain: SimulatedChain, position: int, changes: dict[str, Any], message: str
) -> None:
    logs = logs_of(chain)
    logs[position] = replaced(logs[position], **changes)
    with pytest.raises(LogMisplaced, match=message):
        place_logs(blocks_of(chain), logs, watched(chain))


def test_logs_in_another_order_are_refused(chain: SimulatedChain) -> None:
    logs = logs_of(chain)
    with pytest.raises(LogMisplaced, match="came after"):
        place_logs(blocks_of(chain), logs[::-1], watched(chain))


def test_logs_of_a_block_that_come_in_two_parts_are_refused(chain: SimulatedChain) -> None:
    one, two, three, four = logs_of(chain)
    with pytest.raises(LogMisplaced, match="log 2 of block 1 came after logs of block 3"):
        place_logs(blocks_of(chain), [one, two, four, three], watched(chain))


def test_a_log_that_the_bloom_filter_of_its_block_excludes_is_refused(chain: SimulatedChain) -> None:
    logs = logs_of(chain)
    logs[0] = replaced(logs[0], address=shown(ADDRESSES["medical_bills"]))
    with pytest.raises(LogMisplaced, match=f"block 1 has a bloom filter that excludes logs of {logs[0].address}"):
        place_logs(blocks_of(chain), logs, watched(chain))


@pytest.mark.parametrize(
    "changes",
    [
        {"data": "0x0"},
        {"data": "00" * 32},
        {"data": "0x" + " " * 64},
        {"topics": ["0x" + "11" * 31]},
        {"topics": ["0xzz"]},
        {"log_index": "first"},
        {"transaction_hash": "0x11"},
        {"transaction_index": "0x01"},
    ],
)
def test_what_is_no_log_is_refused(chain: SimulatedChain, changes: dict[str, Any]) -> None:
    logs = logs_of(chain)
    logs[0] = replaced(logs[0], **changes)
    with pytest.raises(NodeUnusable, match="something else than a log of block 0x1"):
        place_logs(blocks_of(chain), logs, watched(chain))


def test_a_filter_tells_which_blocks_may_hold_what_is_wanted(chain: SimulatedChain) -> None:
    wanted = watched(chain)
    assert [wanted.may_be_in(block.bloom) for block in blocks_of(chain)] == [True, False, True]
    assert wanted.bits[shown(ADDRESSES["consortium"])] == bloom_bits(ADDRESSES["consortium"])
    assert wanted.addresses == tuple(sorted(ADDRESSES.values()))


# --- receipts ------------------------------------------------------------------------------------------


def test_receipts_of_the_header_s_root_give_the_same_logs_as_the_node_s_own(chain: SimulatedChain) -> None:
    placed = place_logs(blocks_of(chain), logs_of(chain), watched(chain))
    for block, of_block, logs in zip(blocks_of(chain), chain.blocks[1:], placed, strict=True):
        assert check_receipts(block, of_block.receipts, watched(chain)) == logs


def test_logs_of_other_contracts_count_and_are_left_out(chain: SimulatedChain) -> None:
    only = Watched.of([ADDRESSES["consortium"]])
    found: list[PlacedLog] = check_receipts(blocks_of(chain)[0], chain.blocks[1].receipts, only)
    assert [(log[0], log[4]) for log in found] == [(shown(ADDRESSES["consortium"]), 1)]


def test_a_filter_that_a_node_leaves_out_is_computed(chain: SimulatedChain) -> None:
    receipts = [replaced(receipt, logs_bloom=None) for receipt in chain.blocks[1].receipts]
    assert len(check_receipts(blocks_of(chain)[0], receipts, watched(chain))) == 3


def _changed_log(receipts: list[wire.Receipt], **changes: Any) -> list[wire.Receipt]:
    first = receipts[0]
    return [replaced(first, logs=[replaced(first.logs[0], **changes), *first.logs[1:]]), *receipts[1:]]


RECEIPT_LIES: dict[str, Any] = {
    "left out": lambda receipts: receipts[:1],
    "added": lambda receipts: [*receipts, receipts[0]],
    "in another order": lambda receipts: receipts[::-1],
    "log left out": lambda receipts: [replaced(receipts[0], logs=receipts[0].logs[:1]), receipts[1]],
    "log doubled": lambda receipts: [replaced(receipts[0], logs=[receipts[0].logs[0], *receipts[0].logs]), receipts[1]],
    "log's data": lambda receipts: _changed_log(receipts, data="0x"),
    "log's topic": lambda receipts: _changed_log(receipts, topics=[shown(word("other"))] * 3),
    "log's address": lambda receipts: _changed_log(receipts, address=shown(b"\7" * 20)),
    "status": lambda receipts: [replaced(receipts[0], status="0x0"), receipts[1]],
    "gas": lambda receipts: [replaced(receipts[0], cumulative_gas_used="0x1"), receipts[1]],
    "filter": lambda receipts: [replaced(receipts[0], logs_bloom=shown(bytes(256))), receipts[1]],
    "type": lambda receipts: [replaced(receipts[0], type="0x1"), receipts[1]],
    "transaction's hash": lambda receipts: [replaced(receipts[0], transaction_hash=shown(word("x"))), receipts[1]],
    "block's hash": lambda receipts: [replaced(receipts[0], block_hash=shown(word("x"))), receipts[1]],
    "place": lambda receipts: [replaced(receipts[0], transaction_index="0x1"), receipts[1]],
}


@pytest.mark.parametrize("lie", RECEIPT_LIES)
def test_receipts_that_are_not_the_block_s_are_refused(chain: SimulatedChain, lie: str) -> None:
    receipts = RECEIPT_LIES[lie](chain.blocks[1].receipts)
    with pytest.raises(ReceiptsWrong, match="block 1"):
        check_receipts(blocks_of(chain)[0], receipts, watched(chain))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "0x2"},
        {"type": "0x80"},
        {"type": "legacy"},
        {"cumulative_gas_used": "0x01"},
        {"logs_bloom": "0x00"},
    ],
)
def test_what_is_no_receipt_is_refused(chain: SimulatedChain, changes: dict[str, Any]) -> None:
    receipts = [replaced(chain.blocks[1].receipts[0], **changes), chain.blocks[1].receipts[1]]
    with pytest.raises(NodeUnusable, match="something else than receipts of block 1"):
        check_receipts(blocks_of(chain)[0], receipts, watched(chain))


def test_a_log_of_five_topics_is_none(chain: SimulatedChain) -> None:
    receipts = _changed_log(chain.blocks[1].receipts, topics=[shown(word("one"))] * 5)
    with pytest.raises(NodeUnusable, match="has 5 topics"):
        check_receipts(blocks_of(chain)[0], receipts, watched(chain))


def test_logs_that_were_withheld_are_found_in_the_receipts(chain: SimulatedChain) -> None:
    block = blocks_of(chain)[0]
    require_no_logs(block, [])
    with pytest.raises(LogsMissing, match="no log of block 1, but the block's receipts hold 3"):
        require_no_logs(block, check_receipts(block, chain.blocks[1].receipts, watched(chain)))


def test_every_refusal_is_an_indexing_error() -> None:
    for kind in (BlockMissing, BlockHashWrong, LinkBroken, LogMisplaced, LogsMissing, ReceiptsWrong, NodeUnusable):
        assert issubclass(kind, IndexingError)
