"""Orders made into a batch: numbered, checked by the rules, sealed leaf by leaf, tree and manifest."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import TypeVar

from govledger.bills.batch import Batch, ManifestRow
from govledger.bills.commitment import SealedBill, UnsealedBill, seal_all
from govledger.bills.number import bill_key
from govledger.bills.order import BillOrder
from govledger.bills.rules import validate, validate_claimable
from govledger.privacy.commitments import SALT_LENGTH, blinder, field_leaves, inner_hash
from govledger.privacy.merkle import merkle_root
from govledger.privacy.tags import SECRET_LENGTH, TagKind, tag
from throughput.shape import CODE, ISSUED_AT, LEAVES, order

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Built:
    """What a hospital has before it sends the root of a batch."""

    sealed: list[SealedBill]
    documents: bytes
    """The canonical bytes of all documents, a line each."""
    batch: Batch
    root: bytes
    manifest: bytes


class Builder:
    """Builds a batch of the same orders again and again, under new numbers and salts."""

    def __init__(self, orders: Sequence[BillOrder]) -> None:
        self.orders = orders
        self.cpu_rates: list[float] = []
        """Bills for a second of the processor, of each batch that this process built alone."""
        self._tag_secret = secrets.token_bytes(SECRET_LENGTH)
        self._numbered = 0

    def build(self, pool: Executor | None = None) -> Built:
        """One batch, by this process alone or with those of a pool."""
        sealed, rows, documents = [], [], []
        for bill in seal_all(self._unsealed(), pool):
            sealed.append(bill)
            rows.append(self._row(bill))
            documents.append(bill.document.canonical_bytes())
        batch = Batch(rows)
        return Built(sealed, b"\n".join(documents), batch, batch.root, batch.manifest)

    def rate(self, pool: Executor | None = None) -> float:
        """Bills a second by the clock, of one batch."""
        began, processor = perf_counter(), process_time()
        self.build(pool)
        if pool is None:
            self.cpu_rates.append(len(self.orders) / (process_time() - processor))
        return len(self.orders) / (perf_counter() - began)

    def steps(self) -> dict[str, float]:
        """Microseconds of the processor that a bill takes, step by step, as `build` goes through them."""
        taken: dict[str, float] = {}

        def step(name: str, work: Callable[[], T]) -> T:
            began = process_time()
            done = work()
            taken[name] = (process_time() - began) / len(self.orders) * 1e6
            return done

        bills = step("number, check code, root salt", lambda: list(self._unsealed()))
        step("rules", lambda: _check(bills))
        fields = step("canonical fields", lambda: [bill.document.committed_fields() for bill in bills])
        pairs = list(zip(fields, (bill.root_salt for bill in bills), strict=True))
        leaves = step(f"{LEAVES} leaves", lambda: [field_leaves(values, salt) for values, salt in pairs])
        commitments = step("their tree", lambda: [merkle_root(own) for own in leaves])
        sealed = step("inner hash", lambda: list(map(_sealed, bills, commitments)))
        rows = step("tags", lambda: list(map(self._row, sealed)))
        step("batch: leaves, tree, manifest", lambda: Batch(rows).manifest)
        step("canonical document", lambda: [bill.document.canonical_bytes() for bill in sealed])
        return taken

    def _unsealed(self) -> Iterator[UnsealedBill]:
        first = bill_key(CODE, self._numbered + 1)
        self._numbered += len(self.orders)
        for index, one in enumerate(self.orders):
            yield one.numbered(first + index, secrets.token_bytes(SALT_LENGTH), ISSUED_AT)

    def _row(self, bill: SealedBill) -> ManifestRow:
        return bill.row(
            tag(self._tag_secret, TagKind.BUSINESS, bill.document.header.business_number),
            tag(self._tag_secret, TagKind.SETTLEMENT, bill.document.visit.settlement_number),
        )


class Pair:
    """Two processes, each of which builds batches of its own, as two hospitals do. Close it."""

    def __init__(self, count: int) -> None:
        self.cpu_rates: list[float] = []
        """Bills for a second of both processors, of each time that both built a batch."""
        self._count = count
        self._processes = [ProcessPoolExecutor(1, mp_context=get_context("spawn")) for _ in range(2)]

    def close(self) -> None:
        for process in self._processes:
            process.shutdown()

    def rate(self) -> float:
        """Bills a second by the clock, of a batch of each."""
        began = perf_counter()
        cpu_rates = [one.result() for one in [process.submit(_build_own, self._count) for process in self._processes]]
        passed = perf_counter() - began
        self.cpu_rates.append(sum(cpu_rates))
        return len(self._processes) * self._count / passed


@cache
def own_builder(count: int) -> Builder:
    """This process's builder of batches of so many bills."""
    return Builder([order(number) for number in range(1, count + 1)])


def _build_own(count: int) -> float:
    builder = own_builder(count)
    builder.rate()
    return builder.cpu_rates[-1]


def require_sound(built: Built, pool: Executor) -> None:
    """Refuses to measure unless every bill has its leaves, proves against the root, and is sealed so by a pool too."""
    if {len(bill.document.committed_fields()) for bill in built.sealed} != {LEAVES}:
        raise RuntimeError(f"a bill has other than {LEAVES} leaves")
    again = [UnsealedBill(one.document, one.root_salt, one.claimable_fen, one.consent_key) for one in built.sealed]
    if list(seal_all(again, pool)) != built.sealed:
        raise RuntimeError("processes of a pool seal bills otherwise than one alone")
    proof_rate(built)


def proof_rate(built: Built) -> float:
    """Bills a second whose place in their batch is proved: from row, index and siblings to the root."""
    openings = [built.batch.opening(index) for index in range(len(built.batch))]
    began = perf_counter()
    proved = sum(opening.root == built.root for opening in openings)
    passed = perf_counter() - began
    if proved != len(openings):
        raise RuntimeError("a bill does not prove against its batch's root")
    return proved / passed


def _check(bills: Sequence[UnsealedBill]) -> None:
    for bill in bills:
        validate(bill.document)
        validate_claimable(bill.document, bill.claimable_fen)


def _sealed(bill: UnsealedBill, commitment: bytes) -> SealedBill:
    inner = inner_hash(commitment, bill.claimable_fen, bill.consent_key, blinder(bill.root_salt))
    return SealedBill(bill.document, bill.root_salt, bill.claimable_fen, bill.consent_key, commitment, inner)
