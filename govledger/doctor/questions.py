"""Asking one node what the checks need to know (I/O). What it does not answer is a fact too, and stops nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from govledger.connection import Connection
from govledger.deployer.checking import check
from govledger.deployments import Deployment
from govledger.doctor.answers import (
    EMPTY_STATE,
    read_addresses,
    read_block,
    read_block_hash,
    read_count,
    read_number,
    read_pool,
    read_proven_root,
    read_syncing,
    read_text,
)
from govledger.doctor.engines import METHODS
from govledger.doctor.history import LARGE_BATCH
from govledger.doctor.model import (
    BlockReceipts,
    Contracts,
    Known,
    LogRanges,
    NodeFacts,
    OldState,
    SeenBlock,
    Unanswered,
    Watched,
)
from govledger.doctor.production import RECENT_BLOCKS, block_seconds, young_until
from govledger.errors import ConnectionFailed, GovledgerError, NodeRefused
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.sending import BATCH

METHOD_MISSING: Final = frozenset({-32601, -32604})
"""JSON-RPC's "method not found", and Besu's "method not enabled"."""
RANGES: Final = (1, 10, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)
NOBODY: Final = bytes(20)
"""An account that nobody has the key of; in place of a contract where no deployment is known."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Watch:
    """This machine's clock, and how long to wait for a block where the head is old."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    step_seconds: float = 0.5
    least_seconds: float = 5.0
    most_seconds: float = 20.0

    def patience(self, seconds: float | None) -> float:
        """How long to wait on a chain whose blocks take so long: for three blocks, within limits."""
        return min(max(3 * (seconds or 0), self.least_seconds), self.most_seconds)


class Questions:
    """The questions to one node."""

    def __init__(self, connection: Connection, known: Known, watch: Watch) -> None:
        self._connection = connection
        self._known = known
        self._watch = watch

    def facts(self, deployment: Deployment | None, accounts: Sequence[bytes]) -> NodeFacts:
        """All that the checks need to know.

        Raises:
            ConnectionFailed: it does not even tell its blocks.
        """
        chain_id = self._connection.chain_id()
        genesis, head = self._required("0x0"), self._required("latest")
        asked_at = self._watch.now()
        recent = self._recent(head)
        return NodeFacts(
            url=str(self._connection.url),
            client=self._ask("web3_clientVersion", read_text),
            chain_id=chain_id,
            genesis=genesis,
            head=head,
            asked_at=asked_at,
            watched=self._next_head(head, recent, asked_at),
            recent=recent,
            validators={
                name: self._ask(method, read_addresses, *parameters) for name, (method, parameters) in METHODS.items()
            },
            gas_price=self._ask("eth_gasPrice", read_number),
            pool=self._ask("txpool_status", read_pool),
            balances=self._balances(accounts) if head.base_fee else {},
            peers=self._ask("net_peerCount", read_number),
            syncing=self._ask("eth_syncing", read_syncing),
            old_state=self._old_state(head),
            receipts=self._receipts(recent, head),
            ranges=self._ranges(head.number),
            batches={size: self._batch(size) for size in (BATCH, LARGE_BATCH)},
            contracts=None if deployment is None else self._contracts(deployment),
        )

    def height(self) -> int | Unanswered:
        """The number of the latest block."""
        return self._ask("eth_blockNumber", read_number)

    def block_hash(self, number: int) -> bytes | Unanswered:
        """The hash of the block of that height."""
        return self._ask("eth_getBlockByNumber", read_block_hash, hex(number), False)

    # --- the present -----------------------------------------------------------------------------------

    def _required(self, which: str) -> SeenBlock:
        block = self._block(which, whole=True)
        if isinstance(block, Unanswered):
            raise ConnectionFailed(
                f"{self._connection.url} does not tell its block {which}: {block.reason}; check that its HTTP JSON-RPC "
                "has the namespace eth, and that the node has begun with its genesis"
            )
        return block

    def _block(self, which: str | int, *, whole: bool = False) -> SeenBlock | Unanswered:
        return self._ask("eth_getBlockByNumber", read_block, which if isinstance(which, str) else hex(which), whole)

    def _recent(self, head: SeenBlock) -> tuple[SeenBlock, ...]:
        """The head and the blocks before it, as far as the node gives them without a gap."""
        blocks = [head] if head.number else []
        for number in range(head.number - 1, max(0, head.number - RECENT_BLOCKS), -1):
            block = self._block(number, whole=True)
            if isinstance(block, Unanswered):
                break
            blocks.append(block)
        return tuple(reversed(blocks))

    def _next_head(self, head: SeenBlock, recent: Sequence[SeenBlock], asked_at: float) -> Watched | None:
        """The next block where the head is old, or the same one when patience ends; None where the head is young."""
        if head.engine is None or asked_at - head.timestamp <= young_until(recent, self._known):
            return None
        network = self._known.network
        until = asked_at + self._watch.patience(block_seconds(recent) if network is None else network.block_seconds)
        while True:
            block = self._block("latest")
            now = self._watch.now()
            if not isinstance(block, Unanswered) and block.number > head.number:
                return Watched(block.number, block.timestamp, now)
            if now >= until:
                return Watched(head.number, head.timestamp, now)
            self._watch.sleep(self._watch.step_seconds)

    def _balances(self, accounts: Sequence[bytes]) -> Mapping[bytes, int]:
        asked = {account: self._ask("eth_getBalance", read_number, _hex(account), "latest") for account in accounts}
        return {account: balance for account, balance in asked.items() if not isinstance(balance, Unanswered)}

    def _batch(self, size: int) -> Unanswered | None:
        try:
            answers = self._connection.request_batch([("eth_chainId", ())] * size)
        except ConnectionFailed as error:
            return Unanswered(str(error))
        refused = next((answer for answer in answers if isinstance(answer, NodeRefused)), None)
        return None if refused is None else Unanswered(refused.reason)

    # --- the past --------------------------------------------------------------------------------------

    def _old_state(self, head: SeenBlock) -> OldState | None:
        """The answer to a real question for old state: at the deployment's first block, else at the first accounts'."""
        first = self._known.first_block
        number = first if first is not None and first <= head.number else self._first_accounts(head)
        if number is None:
            return None
        block = self._block(number)
        if isinstance(block, Unanswered):
            return OldState(number, block)
        account = self._known.contracts[0] if self._known.contracts else NOBODY
        root = self._ask("eth_getProof", read_proven_root, _hex(account), [], hex(number))
        if isinstance(root, bytes) and root != block.state_root:
            root = Unanswered(f"its proof begins at 0x{root.hex()}, not at the block's state root")
        return OldState(number, root if isinstance(root, Unanswered) else None)

    def _first_accounts(self, head: SeenBlock) -> int | None:
        """The first block after the genesis whose state has accounts: they never go, so halving finds it."""
        if head.number == 0 or head.state_root == EMPTY_STATE:
            return None
        low, high = 1, head.number
        while low < high:
            middle = (low + high) // 2
            block = self._block(middle)
            if isinstance(block, Unanswered):
                return high
            low, high = (middle + 1, high) if block.state_root == EMPTY_STATE else (low, middle)
        return high

    def _receipts(self, recent: Sequence[SeenBlock], head: SeenBlock) -> BlockReceipts:
        """The receipts of the newest block with transactions, as far as one is found without reading the chain."""
        block = next((block for block in reversed(recent) if block.prices), None) or self._older_transactions(head)
        return BlockReceipts(
            block.number, block.prices, self._ask("eth_getBlockReceipts", read_count, hex(block.number))
        )

    def _older_transactions(self, head: SeenBlock) -> SeenBlock:
        """The deployment's first block, or that of the first accounts; the head if they have no transactions."""
        for number in (self._known.first_block, self._first_accounts(head)):
            block = None if number is None or number > head.number else self._block(number, whole=True)
            if isinstance(block, SeenBlock) and block.prices:
                return block
        return head

    def _ranges(self, head: int) -> LogRanges:
        """The logs of the last 1, 10, 100 … blocks, and of all, until the node refuses."""
        whole, largest = head + 1, 0
        addresses = [_hex(address) for address in self._known.contracts or (NOBODY,)]
        for length in (*(length for length in RANGES if length < whole), whole):
            criteria = {"fromBlock": hex(whole - length), "toBlock": hex(head), "address": addresses}
            answer = self._ask("eth_getLogs", read_count, criteria)
            if isinstance(answer, Unanswered):
                return LogRanges(largest, whole, length, answer.reason)
            largest = length
        return LogRanges(largest, whole)

    def _contracts(self, deployment: Deployment) -> Contracts:
        try:
            check(deployment, Web3Endpoint(self._connection))
        except GovledgerError as error:
            return Contracts(len(deployment.contracts), str(error))
        return Contracts(len(deployment.contracts), "")

    def _ask(self, method: str, read: Callable[[Any], T], *parameters: Any) -> T | Unanswered:
        """What the node answers, read; or why it did not."""
        try:
            answer = self._connection.request(method, *parameters)
        except NodeRefused as refused:
            return Unanswered(refused.reason, refused.code in METHOD_MISSING)
        except ConnectionFailed as error:
            return Unanswered(str(error))
        try:
            return read(answer)
        except (AttributeError, KeyError, TypeError, ValueError):
            shown = "null" if answer is None else repr(answer)[:80]
            return Unanswered(f"it answers {method} with {shown}")


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
