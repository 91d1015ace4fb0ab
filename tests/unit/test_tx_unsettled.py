"""On a chain whose latest blocks may go, a refusal is believed once they are settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from govledger.connection import Connection, embedded
from govledger.errors import UnknownRefusal
from govledger.tx.call import ContractCall
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.sending import Waiting
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor
from tests.small_contracts import ONCE, call_of, creation

SETTLED = 2
FACTS = bytes.fromhex("11223344")


@dataclass
class Chain:
    """A chain that seals a block, or does something else, whenever somebody waits."""

    connection: Connection = field(default_factory=embedded)
    now: float = 0.0
    happens: list[Callable[[], object]] = field(default_factory=list)
    stands_still: bool = False

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.happens:
            self.happens.pop(0)()
        elif not self.stands_still:
            self.connection.request("evm_mine")

    def height(self) -> int:
        return int(self.connection.request("eth_blockNumber"), 16)

    def writer(self, key: int, settled_depth: int = SETTLED) -> Transactor:
        waiting = Waiting(timeout_seconds=10, sleep=self.sleep, clock=lambda: self.now)
        signer = PrivateKeySigner(self.connection.development_keys[key])
        return Transactor(Web3Endpoint(self.connection), signer, {}, waiting=waiting, settled_depth=settled_depth)


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def once(chain: Chain) -> ContractCall:
    """A call that goes through for the first who makes it."""
    address = chain.writer(0).send(call_of(b"", creation(ONCE))).contract_address
    assert address is not None
    return call_of(address, FACTS)


@pytest.fixture
def branch(chain: Chain, once: ContractCall) -> Callable[[], None]:
    """Somebody else made the call first; what goes back to before that, as a reorganisation does."""
    before = chain.connection.snapshot()
    chain.writer(2).send(once)

    def give_way() -> None:
        chain.connection.revert(before)
        chain.connection.request("evm_mine")
        chain.connection.request("evm_mine")

    return give_way


def test_refusal_of_a_block_that_goes_is_not_the_last_word(chain, once, branch):
    chain.happens = [lambda: None, branch]
    assert chain.writer(1).send(once).succeeded


def test_refusal_that_stands_when_blocks_are_settled_is_raised(chain, once, branch):
    height = chain.height()
    with pytest.raises(UnknownRefusal, match="11223344") as caught:
        chain.writer(1).send(once)
    assert caught.value.transaction is None and chain.height() == height + SETTLED


def test_refusal_is_raised_at_once_where_blocks_are_final(chain, once, branch):
    with pytest.raises(UnknownRefusal):
        chain.writer(1, settled_depth=0).send(once)
    assert chain.now == 0


def test_refusal_is_raised_when_the_time_is_up_on_a_chain_that_stands_still(chain, once, branch):
    chain.stands_still = True
    with pytest.raises(UnknownRefusal):
        chain.writer(1).send(once)
    assert 10 <= chain.now < 12


def test_failure_in_a_block_that_goes_is_no_failure(chain, once, branch):
    chain.happens = [branch]
    writer = chain.writer(1)
    receipt = writer.send(once, gas=100_000)
    assert receipt.succeeded and chain.height() >= receipt.block_number + SETTLED
    assert chain.connection.request("eth_getTransactionCount", "0x" + writer.address.hex(), "latest") == "0x1"


def test_failure_that_stands_when_blocks_are_settled_is_raised(chain, once, branch):
    with pytest.raises(UnknownRefusal, match="11223344") as caught:
        chain.writer(1).send(once, gas=100_000)
    assert caught.value.transaction is not None


def test_failure_among_many_is_believed_when_it_is_settled(chain, once, branch):
    chain.happens = [branch]
    [first, second] = chain.writer(1).send_many([once, once], gas=100_000)
    assert first.refusal is None and first.receipt.succeeded
    assert isinstance(second.refusal, UnknownRefusal) and not second.receipt.succeeded
