"""The desk: bills that are handed out while no chain is reached, from numbers that the vault has in stock (I/O).

::

    DIRECTORY/desk/                in the vault; made when it is first needed
      stock.json                   the numbers: range, code, first, last, until when they may be issued
      waiting.jsonl                a line a bill that is in no batch yet: root salt, then document, claimable amount,
                                   address of the consent key

A bill is handed out once its line is on the disk. `close_batch` puts the bills that wait into the vault as a pending
batch, which is then sent as any other; only then the salts in the desk's lines are overwritten, and when none waits any
more, the file goes. So a process that is killed at any instruction loses no bill that it handed out, and doubles none:
a line that is cut short was never handed out, and a line whose bill is in a batch is done.
"""

from __future__ import annotations

import secrets
from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from govledger.bills.batch import Batch, refuse_duplicates
from govledger.bills.commitment import SealedBill, reseal, seal_all
from govledger.bills.document import BillDocument
from govledger.bills.number import BillKey, bill_key, format_key, split_key
from govledger.bills.order import BillOrder
from govledger.errors import DeskEmpty, DocumentError, InputError, ReferenceReused, VaultDamaged
from govledger.privacy.canonical import canonical_bytes, parse_strict
from govledger.privacy.commitments import SALT_LENGTH
from govledger.privacy.tags import ABSENT_TAG, TagKind
from govledger.vault import private_files

if TYPE_CHECKING:
    from govledger.vault import StoredBatch, Vault

_SALT_DIGITS = 2 * SALT_LENGTH
_DONE = b"0" * _SALT_DIGITS


class Stock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers that the desk may give out, as the chain granted them."""

    range: int
    code: int
    first: int
    last: int
    valid_until_at: int
    """Issuing is possible before this time; seconds."""


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    document: BillDocument
    claimable_fen: int
    consent_key: str


@dataclass(slots=True)
class _Waiting:
    bill: SealedBill
    offset: int
    """Where its line begins."""


class Desk:
    """Hands out bills from a stock of numbers, without a chain.

    Args:
        vault: the organisation's, open for writing.

    Raises:
        VaultDamaged: a file of the desk is broken.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._folder = vault.directory / "desk"
        self._path = self._folder / "waiting.jsonl"
        vault.require_writing()
        self._stock = self._read_stock()
        self._waiting: list[_Waiting] = []
        self._by_reference: dict[str, _Waiting] = {}
        self._tags: dict[bytes, BillKey] = {}
        self._read_waiting()

    @property
    def stock(self) -> Stock | None:
        """The numbers that it gives out, or None."""
        return self._stock

    @property
    def waiting(self) -> tuple[SealedBill, ...]:
        """The bills that were handed out and are in no batch yet, in the order of their numbers."""
        return tuple(one.bill for one in self._waiting)

    @property
    def left(self) -> int:
        """How many numbers are left."""
        return 0 if self._stock is None else max(0, self._stock.last + 1 - self._next_number())

    def restock(self, stock: Stock) -> None:
        """Takes numbers that were granted: from the next one that the chain has not seen.

        Raises:
            InputError: bills of other numbers wait; anchor them first.
        """
        if self._waiting and self._stock is not None and self._stock.range != stock.range:
            raise InputError(
                f"{len(self._waiting)} bills of range {self._stock.range} wait at the desk; anchor them before numbers "
                f"of range {stock.range} are taken"
            )
        if not self._folder.exists():
            private_files.make_private_directory(self._folder)
        private_files.write_whole(self._folder / "stock.json", canonical_bytes(msgspec.to_builtins(stock)))
        self._stock = stock

    def issue(self, orders: Sequence[BillOrder], issued_at: int) -> tuple[BillKey, ...]:
        """Hands out bills with the next numbers; when it returns, they are on the disk.

        The same business number again, with the same content, gives the bill that exists.

        Args:
            orders: the bills.
            issued_at: the hospital's own time, in seconds; there is no chain to ask.

        Returns:
            A key for each order, in their order.

        Raises:
            DeskEmpty: too few numbers are left, or they may not be issued any more; nothing is handed out.
            DocumentInvalid: a bill breaks rules; names each.
            DuplicateReference: two bills carry the same reference.
            ReferenceReused: a business number belongs to a bill with other content.
        """
        keys = [self._existing(order) for order in orders]
        new = [order for order, key in zip(orders, keys, strict=True) if key is None]
        if new:
            bills = self._seal(new, issued_at)
            self._check_references(bills)
            self._append(bills)
            fresh = iter(bills)
            keys = [next(fresh).document.key if key is None else key for key in keys]
        return tuple(BillKey(key) for key in keys if key is not None)

    def close_batch(self, limit: int) -> tuple[StoredBatch, Batch] | None:
        """Puts the first bills that wait into the vault as a pending batch; it and its tree, or None if none waits.

        Raises:
            InputError: the limit is below 1.
        """
        if limit < 1:
            raise InputError(f"a batch of at most {limit} bills cannot be; give a limit of 1 or more")
        if not self._waiting or self._stock is None:
            return None
        taken = self._waiting[:limit]
        closed = self._vault.save([one.bill for one in taken], range_id=self._stock.range, handed_out=True)
        self._finish(taken)
        return closed

    # --- steps -----------------------------------------------------------------------------------------

    def _existing(self, order: BillOrder) -> int | None:
        reference = order.draft.header.business_number
        waiting = self._by_reference.get(reference)
        if waiting is not None:
            bill = waiting.bill
            same = order.ordered(bill.document, bill.claimable_fen, bill.consent_key)
            key: int | None = bill.document.key
        else:
            key = self._vault.key_of_reference(TagKind.BUSINESS, reference)
            if key is None:
                return None
            stored = self._vault.bill(key)
            same = order.ordered(stored.document, stored.claimable_fen, stored.consent_key)
        if not same:
            assert key is not None
            raise ReferenceReused(reference, format_key(key))
        return key

    def _seal(self, orders: Sequence[BillOrder], issued_at: int) -> list[SealedBill]:
        stock = self._stock
        if stock is None:
            raise DeskEmpty("the desk has no numbers; take some while the chain is reached (officer.bills.stock)")
        if issued_at >= stock.valid_until_at:
            raise DeskEmpty(
                f"the numbers of range {stock.range} could be issued before {stock.valid_until_at}, and it is "
                f"{issued_at}; take others while the chain is reached"
            )
        number = self._next_number()
        if number + len(orders) > stock.last + 1:
            raise DeskEmpty(
                f"{self.left} numbers of range {stock.range} are left, not {len(orders)}; take others while the chain "
                "is reached"
            )
        first = bill_key(stock.code, number)
        numbered = (
            order.numbered(first + index, secrets.token_bytes(SALT_LENGTH), issued_at)
            for index, order in enumerate(orders)
        )
        return list(seal_all(numbered))

    def _next_number(self) -> int:
        """The number after the last one that was given out."""
        stock = self._stock
        assert stock is not None
        if self._waiting:
            return split_key(self._waiting[-1].bill.document.key)[1] + 1
        last = self._vault.last_key(bill_key(stock.code, stock.first), bill_key(stock.code, stock.last))
        return stock.first if last is None else split_key(last)[1] + 1

    def _check_references(self, bills: Sequence[SealedBill]) -> None:
        """Against everything in the vault, what waits, and one another."""
        refuse_duplicates([self._vault.row(bill) for bill in bills], ChainMap(self._tags, self._vault.used_tags()))

    def _append(self, bills: Sequence[SealedBill]) -> None:
        lines = [_line_of(bill) for bill in bills]
        start = private_files.append(self._path, b"".join(lines))
        for bill, line in zip(bills, lines, strict=True):
            self._remember(_Waiting(bill, start))
            start += len(line)

    def _remember(self, one: _Waiting) -> None:
        self._waiting.append(one)
        self._by_reference[one.bill.document.header.business_number] = one
        row = self._vault.row(one.bill)
        present = (tag for tag in (row.business_tag, row.settlement_tag) if tag != ABSENT_TAG)
        self._tags.update(dict.fromkeys(present, BillKey(one.bill.document.key)))

    def _finish(self, taken: Sequence[_Waiting]) -> None:
        """Forgets bills that are in a batch now: overwrites their salts here, and removes the file when all are."""
        for one in taken:
            private_files.overwrite(self._path, one.offset, _DONE)
            del self._by_reference[one.bill.document.header.business_number]
        self._waiting = self._waiting[len(taken) :]
        if not self._waiting:
            private_files.remove(self._path)

    # --- reading ---------------------------------------------------------------------------------------

    def _read_stock(self) -> Stock | None:
        path = self._folder / "stock.json"
        if not path.exists():
            return None
        try:
            return msgspec.convert(parse_strict(private_files.read(path)), Stock)
        except (DocumentError, msgspec.ValidationError) as error:
            raise VaultDamaged(f"{path}: {error}; take the numbers again while the chain is reached") from error

    def _read_waiting(self) -> None:
        if not self._path.exists():
            return
        content = private_files.read(self._path)
        whole = content.rfind(b"\n") + 1
        if whole != len(content):
            private_files.cut(self._path, whole)
        done = []
        offset = 0
        for line in content[:whole].splitlines(keepends=True):
            if not line.startswith(_DONE):
                one = _Waiting(self._parsed(line, offset), offset)
                self._remember(one)
                if self._vault.holds(one.bill.document.key):
                    done.append(one)
            offset += len(line)
        if done or not self._waiting:
            self._finish(done)

    def _parsed(self, line: bytes, offset: int) -> SealedBill:
        try:
            salt = bytes.fromhex(line[:_SALT_DIGITS].decode("ascii"))
            read = msgspec.convert(parse_strict(line[_SALT_DIGITS:]), _Line)
            consent_key = bytes.fromhex(read.consent_key)
            return reseal(read.document, salt, claimable_fen=read.claimable_fen, consent_key=consent_key)
        except (DocumentError, InputError, ValueError) as error:
            raise VaultDamaged(f"{self._path}, at byte {offset}: {error}; restore it from the vault's copy") from error


def _line_of(bill: SealedBill) -> bytes:
    read = _Line(bill.document, bill.claimable_fen, bill.consent_key.hex())
    return bill.root_salt.hex().encode() + canonical_bytes(msgspec.to_builtins(read)) + b"\n"
