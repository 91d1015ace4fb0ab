"""Medical e-bills: issue, batch, verify, red letter.

A bill is sealed and in the vault before anything is sent, and is marked there as issued once the chain has it. What a
killed process left pending is looked up on the chain and finished first; numbers are issued in order, so nothing can
pass it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

from govledger.actions.ranges import RangesReader
from govledger.actions.section import Acting, ActingSection, ReadingSection, VaultAccess
from govledger.bills.batch import Batch, ManifestRow, Opening
from govledger.bills.commitment import seal_all
from govledger.bills.document import RedLetterReason
from govledger.bills.files import Place
from govledger.bills.holder import HolderFile
from govledger.bills.number import BillKey, bill_key, format_key, parse_code, parse_number, split_key
from govledger.bills.order import BillOrder
from govledger.bills.red_letter import red_letter_of
from govledger.errors import BillNotIssued, ChainMismatch, InputError, NumbersTaken, ReferenceReused, Refusal
from govledger.events import Event
from govledger.events.types import BatchIssued, BillIssued, BillRedLettered
from govledger.model import (
    Bill,
    BillBatch,
    BillVerification,
    Engagement,
    IssueState,
    NumberRange,
    RangeStatus,
    Recorded,
)
from govledger.privacy.tags import TagKind
from govledger.vault import SALT_LENGTH, StoredBatch, StoredBill
from govledger.vault.desk import Desk, Stock

E = TypeVar("E", bound=Event)

ANCHORED_TOGETHER = 4_096
"""Bills under one root, where nobody asks for fewer."""


@dataclass(frozen=True, slots=True)
class IssuedBill:
    """A bill that the chain has."""

    key: BillKey
    recorded: Recorded[BillIssued] | None
    """None if the same bill was issued before."""


@dataclass(frozen=True, slots=True)
class IssuedBatch:
    """Bills that the chain has."""

    keys: tuple[BillKey, ...]
    """One for each order, in their order."""
    recorded: Recorded[BatchIssued] | None
    """None if all of them were issued before."""


class BillsReader(ReadingSection):
    """Which bills were issued, and where they stand."""

    CONTRACT = "medical_bills"

    def verify(self, holder_file: HolderFile) -> BillVerification:
        """What the chain says of a bill, from its holder's file.

        The document is hashed here, field by field, and its leaf compared by the contract. A file that was changed, or
        a bill that was never issued, is not authentic; nothing is raised for it.

        Raises:
            BillNotIssued: the file says that its bill is not on a chain yet.
            ChainMismatch: the bill was issued on another chain, or in another contract.
        """
        self._require_here(holder_file)
        found = self._read("verifyBill", holder_file.bill.document.key, opening_struct(holder_file))
        return BillVerification(
            authentic=found.authentic,
            state=IssueState(found.state),
            issuer=found.issuer,
            version=found.version,
            frozen_until_at=found.frozen_until,
            shredded=found.shredded,
            paper=found.paper,
            counterpart=found.counterpart,
            engagement=Engagement(*found.engagement),
        )

    def bill(self, bill: int) -> Bill | None:
        """A bill's own storage; None for a bill of a batch before its first action here, and for one never issued."""
        found = self._read("getBill", bill)
        if not found.version:
            return None
        return Bill(
            version=found.version,
            issuer=found.issuer,
            batch=found.batch,
            state=IssueState(found.state),
            opened=found.opened,
            shredded=found.shredded,
            frozen_until_at=found.frozen_until,
            paper=found.paper,
            frozen_by=found.frozen_by,
        )

    def engagement(self, bill: int) -> Engagement:
        """How a bill is engaged: reserved, settled, booked, and in which contract."""
        return Engagement(*self._read("getEngagement", bill))

    def bill_of_paper(self, issuer: int, paper: int) -> BillKey | None:
        """The bill that an issuer's paper was issued for, or None."""
        return self._read("billOfPaper", issuer, paper) or None

    def batch(self, batch: int) -> BillBatch | None:
        """The batch with this id, or None."""
        found = self._read("getBatch", batch)
        return BillBatch(*found) if found.version else None

    def _require_here(self, holder_file: HolderFile) -> None:
        here = (self._reading.chain_id, self._reading.genesis_hash, self._reading.address_of(self.CONTRACT))
        place = _place_of(holder_file)
        if (place.chain_id, place.genesis_hash, place.medical_bills) != here:
            raise ChainMismatch(
                f"bill {format_key(holder_file.bill.document.key)} was issued on chain {place.chain_id} "
                f"(genesis 0x{place.genesis_hash.hex()}) in 0x{place.medical_bills.hex()}; this ledger is chain "
                f"{here[0]} (genesis 0x{here[1].hex()}), 0x{here[2].hex()}: open the deployment that it names"
            )


class BillsActions(BillsReader, ActingSection):
    """What an issuing officer does for its own organisation."""

    def __init__(self, acting: Acting, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._vault = vault
        self._ranges = RangesReader(acting)

    # --- issue ---

    def issue(self, number_range: int, order: BillOrder) -> IssuedBill:
        """Issue one bill with the range's next number.

        The same business number again, with the same content, returns the bill that exists.

        Raises:
            DocumentInvalid: the bill breaks rules; names each.
            ReferenceReused: the business number belongs to a bill with other content.
            VaultNotFound: the officer acts without a vault.
        """
        self.finish_pending()
        existing = self._existing(order)
        if existing is not None:
            return IssuedBill(existing, None)
        stored, batch = self._save(number_range, [order], alone=True)
        recorded = self._send(stored, BillIssued, "issueBill", _number(stored), row_struct(batch.rows[0]))
        self._vault().mark_issued(stored.first, self._place(0))
        return IssuedBill(stored.first, recorded)

    def issue_batch(
        self, number_range: int, orders: Iterable[BillOrder], *, pool: Executor | None = None
    ) -> IssuedBatch:
        """Issue bills with the range's next numbers, all by one Merkle root in one transaction.

        Orders whose bill exists already, with the same content, are left out and their bills returned.

        Args:
            number_range: its next numbers are taken.
            orders: the bills.
            pool: processes that share the sealing (`govledger.bills.commitment.seal_all`).

        Raises:
            DocumentInvalid: a bill breaks rules; names each.
            DuplicateReference: two of the orders carry the same reference.
            ReferenceReused: a business number belongs to a bill with other content.
            VaultNotFound: the officer acts without a vault.
        """
        self.finish_pending()
        wanted = list(orders)
        existing = [self._existing(order) for order in wanted]
        new = [order for order, key in zip(wanted, existing, strict=True) if key is None]
        if not new:
            return IssuedBatch(tuple(key for key in existing if key is not None), None)
        stored, batch = self._save(number_range, new, alone=False, pool=pool)
        recorded = self._send_batch(stored, batch)
        self._vault().mark_issued(stored.first, self._place(recorded.event.batch))
        keys = iter(stored.keys)
        return IssuedBatch(tuple(BillKey(next(keys)) if key is None else key for key in existing), recorded)

    def holder_file(self, bill: int, consent_secret: bytes | None = None) -> HolderFile:
        """What the holder of a bill gets, from the vault.

        Args:
            bill: its key.
            consent_secret: of the consent key (32 bytes), where the library made it; the vault does not keep it.

        Raises:
            NotInVault: the vault does not have the bill.
            SaltShredded: its salt was destroyed.
        """
        return self._vault().holder_file(bill, consent_secret)

    # --- red letter ---

    def red_letter(
        self,
        bill: int,
        number_range: int,
        *,
        business_number: str,
        reason: RedLetterReason,
        cashier: str,
        reviewer: str | None = None,
    ) -> Recorded[BillRedLettered]:
        """Take a bill back by a red letter, which takes the range's next number.

        Args:
            bill: key of the bill that is taken back; it is in the vault.
            number_range: the range of the red letter's number.
            business_number: the red letter's own.
            reason: why.
            cashier: who took it back; stays off the chain.
            reviewer: who agreed; stays off the chain.

        Raises:
            BillEngaged: something of the bill is reserved or settled.
            NotInVault: the vault does not have the bill.
        """
        self.finish_pending()
        document = self._vault().bill(bill).document
        draft = red_letter_of(
            document, business_number=business_number, reason=reason, cashier=cashier, reviewer=reviewer
        )
        stored, _ = self._save(number_range, [BillOrder(draft, claimable_fen=0)], alone=True)
        return self._send_red_letter(stored)

    # --- the desk: bills that are handed out while no chain is reached ---

    def stock(self, number_range: int) -> Stock:
        """Give the vault's desk the numbers that a range has left, so that it hands out bills without the chain.

        Bills that wait at the desk are anchored first.

        Raises:
            InputError: the range is none that was granted.
        """
        self.finish_pending()
        found = self._granted(number_range)
        stock = Stock(number_range, found.code, found.next_number, found.last, found.valid_until_at)
        Desk(self._vault()).restock(stock)
        return stock

    def anchor(self, limit: int = ANCHORED_TOGETHER) -> tuple[BillKey, ...]:
        """Bring the bills that the desk handed out onto the chain, in batches of at most so many.

        Returns:
            Their keys.

        Raises:
            NumbersTaken: the chain gave the numbers to other bills.
            Refusal: the contract refused a batch. It stays pending, since its bills are with their holders: mend what
                the refusal names, and anchor again.
        """
        self._finish_saved()
        return self._anchor_waiting(limit)

    def _anchor_waiting(self, limit: int) -> tuple[BillKey, ...]:
        """Once nothing is pending, which has the lower numbers."""
        desk = Desk(self._vault())
        keys: list[BillKey] = []
        while (closed := desk.close_batch(limit)) is not None:
            stored, batch = closed
            self._finish(stored, batch)
            keys += (BillKey(key) for key in stored.keys)
        return tuple(keys)

    def set_aside(self) -> tuple[BillKey, ...]:
        """Set aside bills that were handed out and can never be issued, so that the vault can go on.

        Their range expired, was returned or closed, or its numbers went to other bills. They move into the vault's
        `withdrawn`, which frees their business numbers; nothing is deleted. Order them again, and tell their holders.

        Returns:
            Their keys; none if every pending bill can still be issued.
        """
        lost = [stored for stored in self._vault().pending() if stored.handed_out and self._is_lost(stored)]
        for stored in lost:
            self._vault().withdraw(stored.first)
        return tuple(BillKey(key) for stored in lost for key in stored.keys)

    def _is_lost(self, stored: StoredBatch) -> bool:
        """Whether the contract refuses a batch for good; what the chain has is not lost, whatever its range became."""
        found = self._granted(stored.range_id)
        if found.next_number > _number(stored):
            try:
                self._find(stored)
            except NumbersTaken:
                return True
            return False
        return found.status is not RangeStatus.GRANTED or self._acting.now() >= found.valid_until_at

    # --- what a killed process left ---

    def finish_pending(self, limit: int = ANCHORED_TOGETHER) -> tuple[BillKey, ...]:
        """Finish what the vault holds and the chain may not have: looks it up, or sends it again.

        Bills that wait at the desk are anchored, at most so many under one root.

        Returns:
            The keys of what was finished.

        Raises:
            NumbersTaken: the chain gave the numbers to other bills.
        """
        saved = self._finish_saved()
        return (*saved, *self._anchor_waiting(limit))

    def _finish_saved(self) -> tuple[BillKey, ...]:
        pending = self._vault().pending()
        for stored in pending:
            self._finish(stored)
        return tuple(BillKey(key) for stored in pending for key in stored.keys)

    def _finish(self, stored: StoredBatch, batch: Batch | None = None) -> None:
        """Looks up what is pending, or sends it again; `batch` spares building its tree where it is at hand."""
        if self._ranges.next_number(stored.range_id) > _number(stored):
            self._vault().mark_issued(stored.first, self._place(self._find(stored)))
        elif not stored.alone:
            recorded = self._send_batch(stored, batch or self._vault().tree(stored.first))
            self._vault().mark_issued(stored.first, self._place(recorded.event.batch))
        elif self._vault().bill(stored.first).document.is_red_letter:
            self._send_red_letter(stored)
        else:
            row = self._vault().tree(stored.first).rows[0]
            self._send(stored, BillIssued, "issueBill", _number(stored), row_struct(row))
            self._vault().mark_issued(stored.first, self._place(0))

    def _find(self, stored: StoredBatch) -> int:
        """The id of the batch on the chain that holds these bills; 0 for a bill alone.

        Raises:
            NumbersTaken: the numbers went to other bills.
        """
        tree = self._vault().tree(stored.first)
        if stored.alone:
            opening: Any = (0, row_struct(tree.rows[0]), ())
            if self._read("verifyBill", stored.first, opening).authentic:
                return 0
        else:
            first_id = self._reading.first_id(self.CONTRACT)
            for batch in range(self._last_batch(first_id), first_id - 1, -1):
                found = self._read("getBatch", batch)
                if (found.first, found.root) == (stored.first, stored.root):
                    return batch
        raise NumbersTaken(stored.first, stored.count)

    def _last_batch(self, first_id: int) -> int:
        """The highest id of a batch; ids are counters. One less than the first if there is none."""
        low, step = first_id - 1, 1
        while self._read("getBatch", low + step).version:
            low, step = low + step, step * 2
        high = low + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._read("getBatch", middle).version else (low, middle)
        return low

    # --- steps ---

    def _save(
        self, number_range: int, orders: Sequence[BillOrder], *, alone: bool, pool: Executor | None = None
    ) -> tuple[StoredBatch, Batch]:
        """Numbers, seals and stores bills, before anything is sent."""
        found = self._granted(number_range)
        first = bill_key(found.code, found.next_number)
        now = self._acting.now()
        numbered = (
            order.numbered(first + index, secrets.token_bytes(SALT_LENGTH), now) for index, order in enumerate(orders)
        )
        return self._vault().save(list(seal_all(numbered, pool)), range_id=number_range, alone=alone)

    def _granted(self, number_range: int) -> NumberRange:
        found = self._ranges.number_range(number_range)
        if found is None or not found.next_number:
            raise InputError(f"range {number_range} is none that was granted; ask the finance department for one")
        return found

    def _send_batch(self, stored: StoredBatch, batch: Batch) -> Recorded[BatchIssued]:
        return self._send(stored, BatchIssued, "issueBatch", _number(stored), len(batch), batch.root)

    def _send_red_letter(self, stored: StoredBatch) -> Recorded[BillRedLettered]:
        vault = self._vault()
        red = vault.bill(stored.first)
        link = red.document.header.red_letter
        assert link is not None
        blue = vault.holder_file(bill_key(parse_code(link.blue_code), parse_number(link.blue_number)))
        try:
            recorded = self._act(
                BillRedLettered,
                "redLetterBill",
                blue.bill.document.key,
                self.verify(blue).version,
                opening_struct(blue),
                stored.range_id,
                _number(stored),
                row_struct(red.row),
                link.reason.ordinal,
            )
        except Refusal:
            self._withdraw(stored)
            raise
        vault.mark_issued(stored.first, self._place(0))
        return recorded

    def _send(self, stored: StoredBatch, event: type[E], function: str, *arguments: Any) -> Recorded[E]:
        """Sends what is stored; takes it back if the contract refuses it for good."""
        try:
            return self._act(event, function, stored.range_id, *arguments)
        except Refusal:
            self._withdraw(stored)
            raise

    def _withdraw(self, stored: StoredBatch) -> None:
        """Takes back what was refused, unless its holders have it, or its numbers are gone.

        Then a transaction of a killed process may have brought it onto the chain in this moment: it stays pending, and
        `finish_pending` finds out.
        """
        if not stored.handed_out and self._ranges.next_number(stored.range_id) <= _number(stored):
            self._vault().withdraw(stored.first)

    def _existing(self, order: BillOrder) -> BillKey | None:
        """The bill that an order's business number belongs to.

        Raises:
            ReferenceReused: it has other content.
        """
        vault = self._vault()
        reference = order.draft.header.business_number
        key = vault.key_of_reference(TagKind.BUSINESS, reference)
        if key is not None and not is_same(vault.bill(key), order):
            raise ReferenceReused(reference, format_key(key))
        return key

    def _place(self, batch: int) -> Place:
        acting = self._acting
        return Place(acting.chain_id, acting.genesis_hash, acting.address_of(self.CONTRACT), batch)


def row_struct(row: ManifestRow) -> tuple[bytes, bytes, bytes]:
    """A bill's row as the contracts' BillLeaf."""
    return (row.business_tag, row.settlement_tag, row.inner)


def opening_struct(holder_file: HolderFile) -> tuple[Any, ...]:
    """What a holder's file shows, as the contracts' BillOpening.

    Raises:
        BillNotIssued: the file says that its bill is not on a chain yet.
    """
    opening: Opening = holder_file.opening
    return (_place_of(holder_file).batch, row_struct(opening.row), opening.proof)


def _place_of(holder_file: HolderFile) -> Place:
    if holder_file.place is None:
        raise BillNotIssued(format_key(holder_file.bill.document.key))
    return holder_file.place


def _number(stored: StoredBatch) -> int:
    """The number of the first bill, without its code."""
    return split_key(stored.first)[1]


def is_same(bill: StoredBill, order: BillOrder) -> bool:
    """Whether a bill of the vault is what an order orders."""
    return order.ordered(bill.document, bill.claimable_fen, bill.consent_key)
