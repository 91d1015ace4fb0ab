"""What is asked of a node for a span of blocks, and what of it is handed on."""

from __future__ import annotations

import msgspec
import pytest

from govledger.errors import BlockHashWrong, LogMisplaced, NodeUnusable, ReceiptsWrong
from govledger.index.pieces import CheckedPiece, Wanted
from govledger.index.plan import Span
from govledger.index.reading import PLAIN, NodeReader
from tests.simulated_chain import ADDRESSES, SimulatedChain, shown, word
from tests.unit.test_index_pipeline import REFUSAL, failing, sixteen_blocks


@pytest.fixture
def chain() -> SimulatedChain:
    return sixteen_blocks()


def reader(chain: SimulatedChain, reads_receipts: bool = False, keeps_headers: bool = False) -> NodeReader:
    return NodeReader(chain, Wanted(tuple(sorted(ADDRESSES.values())), reads_receipts, keeps_headers), None)


# --- what is asked -------------------------------------------------------------------------------------


def test_a_span_comes_as_one_piece(chain: SimulatedChain) -> None:
    piece = reader(chain).answers(Span(3, 9))
    assert piece.headers == chain.headers(3, 9).items
    assert piece.logs == chain.logs(3, 9, []).items
    assert (piece.receipts, piece.size) == ({}, 2_000)


def test_receipts_are_read_of_blocks_that_hold_transactions_and_no_others(chain: SimulatedChain) -> None:
    piece = reader(chain, True).answers(Span(3, 9))
    wanted = [chain.blocks[number] for number in (3, 5, 6, 7, 9)]
    assert piece.logs == []
    assert piece.receipts == {block.header.hash: block.receipts for block in wanted}
    assert chain.asked == ["headers 3 9", "receipts 3 5 6 7 9"]


def test_no_receipts_are_asked_for_where_no_block_holds_a_transaction(chain: SimulatedChain) -> None:
    piece = reader(chain, True).answers(Span(4, 4))
    assert (piece.receipts, chain.asked) == ({}, ["headers 4 4"])


def test_a_block_without_logs_whose_filter_does_not_exclude_them_is_read_by_its_receipts(chain: SimulatedChain) -> None:
    chain.blocks[6].logs.clear()
    piece = reader(chain).answers(Span(3, 9))
    assert piece.receipts == {chain.blocks[6].header.hash: chain.blocks[6].receipts}


def test_a_doubt_that_a_node_without_receipts_leaves_is_no_error(chain: SimulatedChain) -> None:
    chain.blocks[6].logs.clear()
    failing(chain, lambda question: REFUSAL if question.startswith("receipts") else None)
    piece = reader(chain).answers(Span(3, 9))
    assert piece.receipts == {}


def test_receipts_of_fewer_blocks_than_were_asked_for_are_refused(chain: SimulatedChain) -> None:
    node = reader(chain, True)
    answer = chain.receipts([chain.blocks[3].header])
    # A node that gives too little; mypy does not like that a method is replaced.
    chain.receipts = lambda headers: answer  # type: ignore[method-assign]
    with pytest.raises(NodeUnusable, match="the receipts of 1 blocks; 5 were asked for"):
        node.answers(Span(3, 9))


def test_a_filter_that_is_none_is_refused(chain: SimulatedChain) -> None:
    chain.change_header(3, logs_bloom="bloom")
    with pytest.raises(NodeUnusable, match="something else than a bloom filter"):
        reader(chain).answers(Span(3, 9))


# --- what is handed on ---------------------------------------------------------------------------------


@pytest.mark.parametrize("reads_receipts", [False, True])
def test_blocks_and_their_logs_are_handed_on_once_checked(chain: SimulatedChain, reads_receipts: bool) -> None:
    piece = reader(chain, reads_receipts).piece(Span(3, 9))
    assert piece.blocks == [block.stored for block in chain.blocks[3:10]]
    assert piece.hashes == [block.header.hash for block in chain.blocks[3:10]]
    assert list(map(len, piece.logs)) == [1, 0, 1, 1, 1, 0, 1]
    assert (piece.headers, piece.failed, piece.problem) == ([], {}, None)


def test_headers_are_handed_on_where_somebody_follows_their_seals(chain: SimulatedChain) -> None:
    assert reader(chain, True, keeps_headers=True).piece(Span(3, 9)).headers == chain.headers(3, 9).items


def test_a_header_that_was_changed_is_a_problem_of_the_piece(chain: SimulatedChain) -> None:
    chain.change_header(5, state_root=shown(word("changed")))
    piece = reader(chain).piece(Span(3, 9))
    assert isinstance(piece.problem, BlockHashWrong) and "block 5" in str(piece.problem)
    assert (piece.blocks, piece.logs, len(piece.hashes)) == ([], [], 7)


def test_a_log_that_was_moved_is_a_problem_of_the_piece(chain: SimulatedChain) -> None:
    log = chain.blocks[5].logs[0]
    chain.blocks[5].logs[0] = msgspec.structs.replace(log, block_number="0x6")
    problem = reader(chain).piece(Span(3, 9)).problem
    assert isinstance(problem, LogMisplaced) and "is in block 5 by its hash" in str(problem)


def test_a_receipt_that_was_changed_is_a_problem_of_the_piece(chain: SimulatedChain) -> None:
    receipt = chain.blocks[5].receipts[0]
    chain.blocks[5].receipts[0] = msgspec.structs.replace(receipt, cumulative_gas_used="0x1")
    problem = reader(chain, True).piece(Span(3, 9)).problem
    assert isinstance(problem, ReceiptsWrong) and "block 5" in str(problem)


def test_the_engine_of_the_first_header_is_remembered(chain: SimulatedChain) -> None:
    found = reader(chain)
    assert found.engine is None
    found.piece(Span(1, 2))
    assert found.engine == PLAIN


def test_a_piece_is_the_same_after_it_was_written_and_read(chain: SimulatedChain) -> None:
    for reads_receipts in (False, True):
        piece = reader(chain, reads_receipts, keeps_headers=True).piece(Span(1, 16))
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(piece), type=CheckedPiece) == piece
