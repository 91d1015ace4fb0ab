"""Calls that failed come into the index, with who made them and why, and go out with their block."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from eth_abi import encode as abi_encode

from govledger import events
from govledger.consensus.transaction import SignedTransaction
from govledger.errors import NodeUnusable, TransactionsWrong
from govledger.index import Store, open_store, schema, sync
from govledger.index.attempts import FailedCall, SentTransaction, refusal_name
from govledger.index.deployment import call_reader
from govledger.index.model import Outcome, ReasonSource, Trust
from govledger.index.wire import Header
from govledger.refusals import GrantExpired
from govledger.rlp import rlp_encode
from govledger.tx.signing import PrivateKeySigner
from tests.simulated_chain import ADDRESSES, Failed, SimulatedChain, sample, shown
from tests.store_content import content
from tests.store_places import StorePlace

FIRST_KEY, SECOND_KEY = b"\x44" * 32, b"\x55" * 32
FOREIGN = b"\xee" * 20
REFUSED = GrantExpired(5, 1_700_000_000, 1_700_000_010).to_data()


def call(function: str, *values: object, contract: str = "access_grants") -> bytes:
    """A call of one of the contracts."""
    [found] = [one for one in call_reader(contract).functions.values() if one.name == function]
    return found.selector + abi_encode([argument.type for argument in found.arguments], values)


REVOKE = Failed(ADDRESSES["access_grants"], call("revokeGrant", 5, 2, 1), FIRST_KEY)
UNKNOWN = Failed(ADDRESSES["consortium"], b"\xde\xad", SECOND_KEY, gas_used=100_000)


class Told:
    """Says the same of every call, and remembers which it was asked about."""

    def __init__(self, outcome: Outcome) -> None:
        self.said = outcome
        self.asked: list[tuple[int, int]] = []

    def outcome(self, call: FailedCall, header: Header) -> Outcome:
        assert int(header.number, 16) == call.block_number
        self.asked.append((call.block_number, call.index))
        return self.said


TRACED = Outcome(REFUSED, "", ReasonSource.TRACE)


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=5, grant_version=1)])
    chain.seal([sample(events.GrantIssued, grant=6, grant_version=1)], REVOKE, Failed(FOREIGN, REVOKE.data))
    chain.seal()
    chain.seal(UNKNOWN)
    return chain


@pytest.fixture
def store(chain: SimulatedChain, place: StorePlace) -> Iterator[Store]:
    with open_store(place.url, chain.deployment(), Trust.RECEIPTS) as store:
        yield store


def rows(store: Store) -> list[tuple[object, ...]]:
    return list(store.rows(f"{schema.select_query(schema.ATTEMPTS)} ORDER BY block_number, transaction_index"))


def test_a_call_that_failed_is_kept_with_its_sender_and_its_refusal(chain: SimulatedChain, store: Store) -> None:
    told = Told(TRACED)
    sync(chain, store, reasons=told)
    [revoked, unknown] = rows(store)
    signed = SignedTransaction.decode(bytes(revoked[6]))  # type: ignore[arg-type]
    assert revoked == (
        *(2, 1, signed.hash(), PrivateKeySigner(FIRST_KEY).address, "access_grants", "revokeGrant"),
        *(signed.raw, 21_000, "GrantExpired", REFUSED, "", "trace"),
    )
    assert (signed.to, signed.data) == (REVOKE.to, REVOKE.data)
    assert shown(signed.hash()) == chain.blocks[2].header.transactions[1]
    assert unknown[:2] == (4, 0)
    assert unknown[3:6] == (PrivateKeySigner(SECOND_KEY).address, "consortium", "")
    assert unknown[7] == 100_000
    assert told.asked == [(2, 1), (4, 0)]


def test_a_block_that_holds_a_failed_call_alone_is_looked_at(chain: SimulatedChain, store: Store) -> None:
    """Its bloom filter is empty, so that no event would be looked for in it."""
    sync(chain, store)
    assert [row[0] for row in rows(store)] == [2, 4]
    assert "receipts 1 2 4" in chain.asked
    assert "transactions 2 4" in chain.asked


def test_where_nobody_is_asked_the_reason_is_unknown(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    assert [row[8:] for row in rows(store)] == [("", b"", "", "unknown")] * 2


def test_a_halt_is_kept_in_the_node_s_words(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store, reasons=Told(Outcome(b"", "out of gas", ReasonSource.TRACE)))
    assert [row[8:] for row in rows(store)] == [("", b"", "out of gas", "trace")] * 2


def test_headers_alone_say_nothing_of_failed_calls(chain: SimulatedChain, place: StorePlace) -> None:
    with open_store(place.url, chain.deployment(), Trust.HEADERS) as store:
        sync(chain, store, reasons=Told(TRACED))
        assert rows(store) == []
    assert not any(question.startswith("transactions") for question in chain.asked)


def test_an_attempt_goes_out_with_its_block(chain: SimulatedChain, store: Store) -> None:
    other = chain.branch(1)
    other.seal(UNKNOWN)
    sync(chain, store, reasons=Told(TRACED))
    chain.become(other)
    for _ in range(4):
        chain.seal()
    sync(chain, store, reasons=Told(TRACED))
    assert [row[:2] for row in rows(store)] == [(2, 0)]
    with open_store(":memory:", chain.deployment(), Trust.RECEIPTS) as fresh:
        sync(chain, fresh, reasons=Told(TRACED))
        assert content(fresh)["attempts"] == content(store)["attempts"]


def test_a_reason_that_was_found_later_takes_the_place_of_none(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    store.give_reason(2, 1, "GrantExpired", Outcome(REFUSED, "", ReasonSource.MODEL))
    assert [row[8:] for row in rows(store)] == [
        ("GrantExpired", REFUSED, "", "model"),
        ("", b"", "", "unknown"),
    ]


LIES = {
    "another call": {"input": shown(call("revokeGrant", 6, 2, 1))},
    "another contract": {"to": shown(FOREIGN)},
    "another sender": {"r": "0x5"},
    "another nonce": {"nonce": "0x5"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_node_cannot_say_that_somebody_tried_something_else(chain: SimulatedChain, store: Store, lie: str) -> None:
    chain.blocks[2].transactions[1] |= LIES[lie]
    with pytest.raises(TransactionsWrong, match="transactions that the node gives for block 2 are not those"):
        sync(chain, store)
    assert store.last_block() < 2 and rows(store) == []


@pytest.mark.parametrize("kept", [[], [0], [0, 1], [0, 2, 1]])
def test_a_node_cannot_withhold_an_attempt(chain: SimulatedChain, store: Store, kept: list[int]) -> None:
    block = chain.blocks[2]
    block.transactions = [block.transactions[place] for place in kept]
    with pytest.raises(TransactionsWrong, match="block 2"):
        sync(chain, store)
    assert rows(store) == []


def test_receipts_of_other_transactions_are_refused(chain: SimulatedChain, store: Store) -> None:
    """Hashes stand in no receipt's root; the transactions give them."""
    block = chain.blocks[2]
    renamed = shown(b"\x77" * 32)
    block.header.transactions[0] = renamed
    block.receipts[0] = msgspec.structs.replace(block.receipts[0], transaction_hash=renamed)
    with pytest.raises(TransactionsWrong, match=f"name transaction {renamed} in the place of"):
        sync(chain, store)


def test_a_transaction_of_a_type_that_is_not_known_stops_the_run(chain: SimulatedChain, store: Store) -> None:
    chain.blocks[2].transactions[0]["type"] = "0x7e"
    with pytest.raises(NodeUnusable, match=r"a transaction of block 2 cannot be read.*type 126.*--verify headers"):
        sync(chain, store)


def test_transactions_of_fewer_blocks_than_were_asked_for_are_refused(chain: SimulatedChain, store: Store) -> None:
    answer = chain.transactions([chain.blocks[2].header])
    chain.transactions = lambda headers: answer  # type: ignore[method-assign]
    with pytest.raises(NodeUnusable, match="the transactions of 1 blocks; 2 were asked for"):
        sync(chain, store)


def test_a_transaction_that_no_key_signed_is_nobody_s() -> None:
    unsigned = SignedTransaction.decode(rlp_encode([0, 0, 21_000, REVOKE.to, 0, REVOKE.data, 27, 0, 1]))
    assert SentTransaction(unsigned, False, 1).sender() == bytes(20)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (REFUSED, "GrantExpired"),
        (bytes.fromhex("08c379a0") + abi_encode(["string"], ["no"]), "RequirementFailed"),
        (bytes.fromhex("4e487b71") + abi_encode(["uint256"], [0x11]), "SolidityPanic"),
        (b"", ""),
        (REFUSED + b"\0", ""),
    ],
)
def test_a_refusal_is_known_by_its_selector(data: bytes, name: str) -> None:
    assert refusal_name(data) == name
