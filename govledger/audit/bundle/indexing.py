"""A bundle becomes an index: what it proves is taken into a store, where every question can be asked offline (I/O)."""

from __future__ import annotations

from pathlib import Path

from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.parts import BodyPart, Coverage, HeaderPart
from govledger.audit.bundle.verdict import Completeness, Verdict
from govledger.audit.bundle.verifying import Pins, Verifier, verified
from govledger.consensus.transaction import ConsensusTransaction
from govledger.deployments import Deployment
from govledger.index.attempts import SentTransaction, attempt_of, failed_calls
from govledger.index.checks import PlacedLog, raw_digest
from govledger.index.decoding import Decoder
from govledger.index.deployment import call_reader, indexed
from govledger.index.model import Attempt, BlockHeader, Outcome, Trust
from govledger.index.store import Store, open_store
from govledger.index.sync import ENGINE
from govledger.privacy.keccak import keccak256

EVENTS_PER_BATCH = 4_096
BLOCKS_PER_BATCH = 5_000


def verified_log(path: Path, pins: Pins) -> tuple[Verdict, Deployment]:
    """What a bundle proves, and the deployment as the creations in it show it.

    Raises:
        BundleRefused: it does not prove what it claims.
        InputError: it is of lives, or does not begin with the contracts' creation.
    """
    verifier = verified(read_bundle(path), pins)
    return verifier.verdict(), verifier.deployment(path.stem)


def new_index(place: Path | str, verdict: Verdict, deployment: Deployment) -> Store:
    """An index of a bundle's deployment: a new one, or one that was filled up to some block before.

    Its level is `receipts` where all transactions are in the bundle, else `headers`: calls that failed may be missing.

    Raises:
        StoreError: it cannot be opened or made.
    """
    trust = Trust.RECEIPTS if verdict.coverage is Coverage.ALL else Trust.HEADERS
    return open_store(place, indexed(deployment), trust)


def fill(store: Store, path: Path, pins: Pins, verdict: Verdict) -> int:
    """Takes what a bundle proves behind the store's last block; how many events that were.

    Raises:
        BundleRefused: the file is no longer what was verified.
        StoreError: the store cannot be written, or holds something else.
    """
    if store.noted(ENGINE) is None:
        store.note(ENGINE, verdict.engine)
    filling = _Filling(store, verdict)
    verifier = Verifier(pins)
    for part in read_bundle(path):
        verifier.take(part)
        if isinstance(part, HeaderPart) and (block := verifier.block()) is not None:
            header = BlockHeader(block.number, verifier.checkpoint().hash, verifier.parent_hash(), block.timestamp)
            filling.begin(header)
        elif isinstance(part, BodyPart):
            filling.take(part)
    verifier.verdict()
    return filling.finish()


class _Filling:
    """Takes block after block, and commits them in batches."""

    def __init__(self, store: Store, verdict: Verdict) -> None:
        self._store = store
        self._verdict = verdict
        self._keys = {contract.address: key for key, contract in store.deployment.contracts.items()}
        self._texts = {address: f"0x{address.hex()}" for address in self._keys}
        self._decoder = Decoder(store.deployment, store.heads(), store.version_of)
        self._first = store.last_block() + 1
        self._header: BlockHeader | None = None
        self._logs: list[PlacedLog] = []
        self._attempts: list[Attempt] = []
        self._place = 0
        """Of the next log in the block."""
        self._events = 0

    def begin(self, header: BlockHeader) -> None:
        """The next block; it is taken in when all of it is known."""
        self._end_block()
        is_wanted = self._first <= header.number <= self._verdict.last_block
        self._header = header if is_wanted else None

    def take(self, body: BodyPart) -> None:
        """The body of the block, if that is wanted."""
        if self._header is None:
            return
        sent, before = [], 0
        for index, (signed, receipt) in enumerate(zip(body.transactions, body.receipts, strict=True)):
            transaction_hash = keccak256(signed)
            for log in receipt.logs:
                if log.address in self._texts:
                    topics, raw = len(log.topics), b"".join(log.topics) + log.data
                    placed = (raw, raw_digest(raw, topics), self._place, index, transaction_hash)
                    self._logs.append((self._texts[log.address], topics, *placed))
                self._place += 1
            gas = receipt.cumulative_gas_used - before
            before = receipt.cumulative_gas_used
            sent.append((signed, receipt.succeeded, gas))
        if not all(succeeded for _, succeeded, _ in sent):
            self._note_attempts(
                [SentTransaction(ConsensusTransaction.decode(one), succeeded, gas) for one, succeeded, gas in sent]
            )

    def finish(self) -> int:
        """Commits what is left; how many events there were."""
        self._end_block()
        if self._decoder.pending_blocks:
            self._commit()
        return self._events

    def _end_block(self) -> None:
        if self._header is not None:
            self._decoder.take_in(self._header, self._logs, self._attempts)
            self._events += len(self._logs)
            if self._decoder.pending_events >= EVENTS_PER_BATCH or self._decoder.pending_blocks >= BLOCKS_PER_BATCH:
                self._commit()
        self._header, self._logs, self._attempts, self._place = None, [], [], 0

    def _note_attempts(self, sent: list[SentTransaction]) -> None:
        assert self._header is not None
        for call in failed_calls(self._header.number, sent, self._keys):
            self._attempts.append(attempt_of(call, Outcome(), call_reader(call.contract)))

    def _commit(self) -> None:
        batch = self._decoder.batch()
        by_hash = all(Completeness.RUNNING_HASH in contract.completeness for contract in self._verdict.contracts)
        self._store.commit(batch, verified=by_hash and batch.headers[-1].number == self._verdict.last_block)
