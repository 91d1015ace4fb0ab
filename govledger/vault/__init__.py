"""The vault: an organisation's tag secret, its sealed bills and records, and its outbox, on disk (I/O).

::

    DIRECTORY/                     0700; every file in it 0600
      organisation.json            the organisation's public code and its tag secret
      lock                         held by the one writer
      batches/FIRST/               one directory for each batch, named by its first bill's key; a single bill is a batch
        batch.json                 first bill, count, root, range, alone or not
        manifest                   96 bytes a bill: businessTag, settlementTag, inner
        salts                      32 bytes a bill; all zero: shredded
        bills.jsonl                a line a bill: document, claimable amount, address of the consent key
        issued.json                written when the chain has it; until then the batch is pending
      withdrawn/FIRST-N/           batches that were never issued and never will be
      records/COMMITMENT/          fields.json, salt
      record_batches/ROOT/         one directory for each batch of records, named by its root
        batch.json                 count, root
        manifest                   32 bytes a record: its commitment
        salts                      32 bytes a record; all zero: shredded
        records.jsonl              a line a record: its fields
      desk/                        bills that were handed out while no chain was reached (`vault.desk`)

A batch is in the vault before anything of it is sent, so that no crash can leave a bill on the chain that nobody can
open. Everything appears in one step (`private_files`).

What loss and theft mean:

- *tag secret* lost: the organisation can no longer tell whether a reference was used; stolen: references can be tried
  against its tags. It is made once and never rotated. Copy it, as a secret, where the vault's copies are.
- *salts* lost: the bills stay on the chain and nobody but holders of their files can prove what is in them, and they
  cannot be claimed without such a file; stolen: guesses of the fields can be tried. Nothing on the chain can be
  altered.
- *a consent key's secret* is never in the vault. It is the holder's.

Shredding overwrites a root salt in place. A disk that keeps old blocks, a snapshot or a copy of the vault keeps the
salt: shred it there as well, and tell holders of their files what they hold.
"""

from __future__ import annotations

import secrets
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

import msgspec

from govledger.bills.batch import Batch, ManifestRow, parse_manifest
from govledger.bills.commitment import SealedBill, reseal
from govledger.bills.document import BillDocument
from govledger.bills.files import Place
from govledger.bills.holder import HolderFile
from govledger.bills.number import BillKey, format_key, split_key
from govledger.errors import (
    AlreadyInVault,
    DocumentError,
    InputError,
    NotInVault,
    SaltShredded,
    VaultDamaged,
    VaultError,
    VaultNotFound,
)
from govledger.privacy.canonical import canonical_bytes, parse_strict
from govledger.privacy.tags import ABSENT_TAG, SECRET_LENGTH, TagKind, tag
from govledger.registry.batch import RecordBatch, parse_record_manifest
from govledger.registry.record import SealedRecord, seal_record
from govledger.vault import private_files

VAULT_FORMAT: Literal["govledger.vault.v1"] = "govledger.vault.v1"
SALT_LENGTH = 32
_SHREDDED = bytes(SALT_LENGTH)
_FOLDERS = ("batches", "withdrawn", "records")
_LATER_FOLDERS = ("record_batches", "desk")
"""Made when it is first needed, so that a vault of an earlier version needs no change."""
_OWN_NAMES = {"lock", *_FOLDERS, f"{private_files.NEW}organisation.json"}
"""What a `create` that was killed leaves."""


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch as the vault holds it."""

    first: BillKey
    """Key of its first bill; the others follow."""

    count: int
    root: bytes
    range_id: int
    """The range that the numbers come from."""

    alone: bool
    """Issued as a single bill, not as a batch."""

    handed_out: bool
    """Its bills are with their holders already: it is not withdrawn when the chain refuses it, but mended."""

    issued: Place | None
    """Where the chain has it; None: pending."""

    @property
    def keys(self) -> range:
        """The keys of its bills."""
        return range(self.first, self.first + self.count)


@dataclass(frozen=True, slots=True)
class StoredBill:
    """A bill as the vault holds it."""

    key: BillKey
    document: BillDocument
    claimable_fen: int
    consent_key: bytes
    row: ManifestRow
    batch: StoredBatch
    root_salt: bytes | None = field(repr=False)
    """None: shredded."""

    @property
    def index(self) -> int:
        """Its place in its batch, from 0."""
        return self.key - self.batch.first

    @property
    def sealed(self) -> SealedBill:
        """The bill with its root salt.

        Raises:
            SaltShredded: there is none any more.
        """
        if self.root_salt is None:
            raise SaltShredded(
                f"the root salt of bill {format_key(self.key)} was destroyed; what the chain holds of it stays closed, "
                "unless its holder shows the holder's file"
            )
        return reseal(self.document, self.root_salt, claimable_fen=self.claimable_fen, consent_key=self.consent_key)


class Vault:
    """One organisation's vault; made by `create`, opened by `open`; a context manager.

    Only one process at a time may have it open for writing.
    """

    def __init__(self, directory: Path, lock: private_files.WriterLock | None) -> None:
        self._directory = directory
        self._lock = lock
        self._read_organisation()
        self._firsts = self._list_batches()
        self._pending = {first for first in self._firsts if not (self._batch_path(first) / "issued.json").exists()}
        self._used: dict[bytes, BillKey] | None = None

    # --- making and opening ----------------------------------------------------------------------------

    @classmethod
    def create(cls, directory: str | Path, organisation: str) -> Vault:
        """Makes the vault of an organisation, with a new tag secret, and opens it for writing.

        Args:
            directory: does not exist yet, or is empty or what a killed `create` left; its parent exists.
            organisation: its public code of 18 characters.

        Raises:
            AlreadyInVault: there is a vault already; its secret is never made anew.
            VaultExposed: the directory is there and open to others.
        """
        path = Path(directory)
        if not path.exists():
            private_files.make_private_directory(path)
        private_files.require_private(path)
        lock = private_files.WriterLock(path / "lock")
        try:
            if (path / "organisation.json").exists():
                raise AlreadyInVault(f"{path} is a vault already; open it, its tag secret is never made anew")
            others = {entry.name for entry in path.iterdir()} - _OWN_NAMES
            if others:
                raise InputError(f"{path} holds other things ({min(others)}); give the vault a directory of its own")
            for name in _FOLDERS:
                if not (path / name).exists():
                    private_files.make_private_directory(path / name)
                elif any((path / name).iterdir()):
                    raise VaultDamaged(f"{path} has {name} but no organisation.json; restore it from the vault's copy")
            content = {
                "format": VAULT_FORMAT,
                "organisation": organisation,
                "tag_secret": secrets.token_hex(SECRET_LENGTH),
            }
            private_files.write_whole(path / "organisation.json", _json(content))
            return cls(path, lock)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def open(cls, directory: str | Path, *, writing: bool = True) -> Vault:
        """Opens a vault.

        Raises:
            VaultNotFound: there is none.
            VaultExposed: others can read it.
            VaultLocked: `writing`, and another process writes to it.
            VaultDamaged: a file is missing or broken.
        """
        path = Path(directory)
        if not (path / "organisation.json").exists():
            raise VaultNotFound(f"{path} holds no vault (no organisation.json); make one, or give the right directory")
        private_files.require_private(path)
        private_files.require_private(path / "organisation.json")
        lock = private_files.WriterLock(path / "lock") if writing else None
        try:
            if writing:
                for name in (".", *_FOLDERS, *(name for name in _LATER_FOLDERS if (path / name).exists())):
                    private_files.remove_unfinished(path / name)
            return cls(path, lock)
        except BaseException:
            if lock is not None:
                lock.close()
            raise

    def close(self) -> None:
        """Lets another writer in."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def directory(self) -> Path:
        """Where it stands on the disk."""
        return self._directory

    def require_writing(self) -> None:
        """Refuses a vault that is open for reading, or closed."""
        if self._lock is None:
            raise VaultError(f"{self._directory} is open for reading, or closed; open it for writing")

    # --- tags ------------------------------------------------------------------------------------------

    @property
    def organisation(self) -> str:
        """The public code of the organisation whose vault it is."""
        return self._organisation

    def tag(self, kind: TagKind, reference: str | None) -> bytes:
        """The organisation's tag of a reference (`privacy.tags`)."""
        return tag(self._secret, kind, reference)

    def row(self, bill: SealedBill) -> ManifestRow:
        """A bill's row in its batch's manifest, with the organisation's tags."""
        return bill.row(
            self.tag(TagKind.BUSINESS, bill.document.header.business_number),
            self.tag(TagKind.SETTLEMENT, bill.document.visit.settlement_number),
        )

    def used_tags(self) -> dict[bytes, BillKey]:
        """Every tag of the vault's bills, with its bill."""
        return self._tags()

    # --- bills -----------------------------------------------------------------------------------------

    def save(
        self, bills: Sequence[SealedBill], *, range_id: int, alone: bool = False, handed_out: bool = False
    ) -> tuple[StoredBatch, Batch]:
        """Puts bills with consecutive numbers into the vault, durably, before anything of them is sent.

        Args:
            bills: the bills, by ascending number.
            range_id: the range of their numbers.
            alone: there is one, and it is issued as a single bill.
            handed_out: their holders have them already.

        Returns:
            The batch as stored, pending, and its tree.

        Raises:
            AlreadyInVault: a number was used before.
            DuplicateReference: a business or settlement number was used before, or twice here; names both places.
            InputError: no bills, numbers with a gap, another organisation's bill, or several bills `alone`.
        """
        self.require_writing()
        keys = self._checked_keys(bills, alone)
        used = self._tags()
        rows = [self.row(bill) for bill in bills]
        batch = Batch(rows, used)
        stored = StoredBatch(keys[0], len(bills), batch.root, range_id, alone, handed_out, None)
        private_files.write_directory(
            self._batch_path(stored.first),
            {
                "batch.json": _json(
                    {
                        "format": VAULT_FORMAT,
                        "first": format_key(stored.first),
                        "count": stored.count,
                        "root": stored.root.hex(),
                        "range": range_id,
                        "alone": alone,
                        "handed_out": handed_out,
                    }
                ),
                "manifest": batch.manifest,
                "salts": b"".join(bill.root_salt for bill in bills),
                "bills.jsonl": b"".join(_bill_line(bill) for bill in bills),
            },
        )
        insort(self._firsts, stored.first)
        self._pending.add(stored.first)
        used.update((tag, key) for row, key in zip(rows, keys, strict=True) for tag in _present(row))
        return stored, batch

    def mark_issued(self, first: int, place: Place) -> StoredBatch:
        """Notes that the chain has a batch, and where. Noting the same again changes nothing.

        Raises:
            NotInVault: there is no such batch.
            AlreadyInVault: it was issued somewhere else.
        """
        self.require_writing()
        stored = self.batch(first)
        if stored.issued is None:
            content = _PlaceJson(
                chain_id=place.chain_id,
                genesis_hash=place.genesis_hash.hex(),
                medical_bills=place.medical_bills.hex(),
                batch=place.batch,
            )
            private_files.write_whole(self._batch_path(stored.first) / "issued.json", _json(content))
            self._pending.discard(stored.first)
        elif stored.issued != place:
            raise AlreadyInVault(
                f"the batch from {format_key(stored.first)} is issued at {stored.issued}, not at {place}"
            )
        return self.batch(first)

    def withdraw(self, first: int) -> None:
        """Takes back a pending batch that was not and will not be issued: its numbers and references are free again.

        Only after the chain refused it for good: a batch that is withdrawn and still gets issued has duplicates.
        Nothing is deleted.

        Raises:
            NotInVault: there is no such batch.
            VaultError: it is issued.
        """
        self.require_writing()
        stored = self.batch(first)
        if stored.issued is not None:
            raise VaultError(f"the batch from {format_key(stored.first)} is issued; take its bills back by red letters")
        name = f"{stored.first:018d}"
        times = sum(1 for path in (self._directory / "withdrawn").iterdir() if path.name.startswith(name))
        private_files.move(self._batch_path(stored.first), self._directory / "withdrawn" / f"{name}-{times + 1}")
        self._firsts.remove(stored.first)
        self._pending.discard(stored.first)
        self._used = None

    def batches(self) -> Iterator[StoredBatch]:
        """All batches by ascending number."""
        return (self.batch(first) for first in self._firsts)

    def pending(self) -> tuple[StoredBatch, ...]:
        """The batches that are saved and not known to be on the chain: send them, or look whether they were sent."""
        return tuple(self.batch(first) for first in sorted(self._pending))

    def batch(self, first: int) -> StoredBatch:
        """The batch whose first bill has this key.

        Raises:
            NotInVault: there is none.
        """
        at = bisect_left(self._firsts, first)
        if self._firsts[at : at + 1] != [first]:
            raise NotInVault(f"{self._directory} has no batch that begins with bill {format_key(first)}")
        path = self._batch_path(first)
        read = self._read_json(path / "batch.json", _BatchJson)
        if read.first != format_key(first):
            raise VaultDamaged(f"{path} holds the batch from {read.first}; restore it from the vault's copy")
        issued = None
        if (path / "issued.json").exists():
            place = self._read_json(path / "issued.json", _PlaceJson)
            issued = Place(
                place.chain_id, bytes.fromhex(place.genesis_hash), bytes.fromhex(place.medical_bills), place.batch
            )
        root = bytes.fromhex(read.root)
        return StoredBatch(BillKey(first), read.count, root, read.range, read.alone, read.handed_out, issued)

    def tree(self, first: int) -> Batch:
        """The tree of a batch, rebuilt from its manifest.

        Raises:
            NotInVault: there is no such batch.
            VaultDamaged: the manifest does not make the batch's root.
        """
        stored = self.batch(first)
        path = self._batch_path(stored.first) / "manifest"
        batch = Batch(self._manifest(stored.first))
        if batch.root != stored.root:
            raise VaultDamaged(f"{path} does not make the root in batch.json; restore both from the vault's copy")
        return batch

    def bills(self, first: int) -> tuple[StoredBill, ...]:
        """The bills of a batch, in the order of their numbers.

        Raises:
            NotInVault: there is no such batch.
            VaultDamaged: its files do not fit together.
        """
        stored = self.batch(first)
        files = self._files_of(stored)
        return tuple(self._stored_bill(stored, index, files) for index in range(stored.count))

    def bill(self, key: int) -> StoredBill:
        """The bill with this number.

        Raises:
            NotInVault: the vault does not have it.
            VaultDamaged: its batch's files do not fit together.
        """
        at = bisect_right(self._firsts, key) - 1
        if at >= 0:
            stored = self.batch(self._firsts[at])
            if key in stored.keys:
                return self._stored_bill(stored, key - stored.first, self._files_of(stored))
        raise NotInVault(f"{self._directory} has no bill {format_key(key)}")

    def holds(self, key: int) -> bool:
        """Whether a bill is in one of the vault's batches."""
        at = bisect_right(self._firsts, key) - 1
        return at >= 0 and key in self.batch(self._firsts[at]).keys

    def last_key(self, first: int, last: int) -> BillKey | None:
        """The highest key from first to last that a bill of the vault's batches has; None if none has."""
        at = bisect_right(self._firsts, last) - 1
        if at < 0:
            return None
        highest = min(self.batch(self._firsts[at]).keys[-1], last)
        return BillKey(highest) if highest >= first else None

    def key_of_reference(self, kind: TagKind, reference: str) -> BillKey | None:
        """The bill that a business or settlement number belongs to; None: the number is free."""
        return self._tags().get(self.tag(kind, reference))

    def key_of_tag(self, tag: bytes) -> BillKey | None:
        """The bill that carries a tag; None: none does."""
        return self._tags().get(tag)

    def holder_file(self, key: int, consent_secret: bytes | None = None) -> HolderFile:
        """What the holder of a bill gets.

        Args:
            key: the bill's.
            consent_secret: of the consent key, where the library made it; the vault does not keep it.

        Raises:
            NotInVault: the vault does not have the bill.
            SaltShredded: its salt was destroyed.
        """
        bill = self.bill(key)
        return HolderFile(
            bill.sealed, self.tree(bill.batch.first).opening(bill.index), bill.batch.issued, consent_secret
        )

    def shred(self, key: int) -> None:
        """Destroys a bill's root salt, for good. The document and its place on the chain stay. Again changes nothing.

        Raises:
            NotInVault: the vault does not have the bill.
        """
        self.require_writing()
        bill = self.bill(key)
        private_files.overwrite(self._batch_path(bill.batch.first) / "salts", SALT_LENGTH * bill.index, _SHREDDED)

    # --- records ---------------------------------------------------------------------------------------

    def save_record(self, record: SealedRecord) -> None:
        """Puts a record into the vault, durably, before its commitment is sent.

        Raises:
            AlreadyInVault: a record with this commitment was saved before.
        """
        self.require_writing()
        path = self._record_path(record.commitment)
        if path.exists():
            raise AlreadyInVault(
                f"record 0x{record.commitment.hex()} is in the vault already; each has its own root salt"
            )
        fields = {str(position): value for position, value in record.fields}
        private_files.write_directory(path, {"fields.json": canonical_bytes(fields), "salt": record.root_salt})

    def record(self, commitment: bytes) -> SealedRecord:
        """The record with this commitment.

        Raises:
            NotInVault: the vault does not have it.
            SaltShredded: its salt was destroyed.
            VaultDamaged: its files do not make the commitment.
        """
        path = self._require_record(commitment)
        salt = private_files.read(path / "salt")
        if salt == _SHREDDED:
            raise SaltShredded(
                f"the root salt of record 0x{commitment.hex()} was destroyed; nothing of it can be proved"
            )
        return self._resealed(path, private_files.read(path / "fields.json"), salt, commitment)

    def _resealed(self, path: Path, content: bytes, salt: bytes, commitment: bytes) -> SealedRecord:
        """A record from its fields and salt, which must make its commitment."""
        try:
            fields = {int(position): value for position, value in parse_strict(content).items()}
            record = seal_record(fields, salt)
        except (DocumentError, InputError, ValueError, AttributeError) as error:
            raise VaultDamaged(f"{path} is no record: {error}; restore it from the vault's copy") from error
        if record.commitment != commitment:
            raise VaultDamaged(
                f"{path} makes the commitment 0x{record.commitment.hex()}; restore it from the vault's copy"
            )
        return record

    def shred_record(self, commitment: bytes) -> None:
        """Destroys a record's root salt, for good. Again changes nothing.

        Raises:
            NotInVault: the vault does not have the record.
        """
        self.require_writing()
        private_files.overwrite(self._require_record(commitment) / "salt", 0, _SHREDDED)

    def save_record_batch(self, records: Sequence[SealedRecord]) -> RecordBatch:
        """Puts records into the vault as a batch, durably, before its root is sent.

        Raises:
            AlreadyInVault: a batch with this root was saved before.
            InputError: no records.
        """
        self.require_writing()
        batch = RecordBatch([record.commitment for record in records])
        path = self._record_batch_path(batch.root)
        if path.exists():
            raise AlreadyInVault(f"the batch of records 0x{batch.root.hex()} is in the vault already")
        if not path.parent.exists():
            private_files.make_private_directory(path.parent)
        private_files.write_directory(
            path,
            {
                "batch.json": _json({"format": VAULT_FORMAT, "count": len(batch), "root": batch.root.hex()}),
                "manifest": batch.manifest,
                "salts": b"".join(record.root_salt for record in records),
                "records.jsonl": b"".join(_record_line(record) for record in records),
            },
        )
        return batch

    def record_batch(self, root: bytes) -> RecordBatch:
        """The tree of a batch of records, rebuilt from its manifest.

        Raises:
            NotInVault: the vault does not have it.
            VaultDamaged: the manifest does not make the root.
        """
        path = self._require_record_batch(root)
        try:
            batch = RecordBatch(parse_record_manifest(private_files.read(path / "manifest")))
        except DocumentError as error:
            raise VaultDamaged(f"{path}: {error}; restore it from the vault's copy") from error
        if batch.root != root or self._read_json(path / "batch.json", _RecordBatchJson).count != len(batch):
            raise VaultDamaged(f"{path} does not make its root; restore it from the vault's copy")
        return batch

    def batched_record(self, root: bytes, index: int) -> SealedRecord:
        """A record of a batch, as it was registered.

        Raises:
            NotInVault: the vault does not have the batch.
            InputError: the batch holds no record at this place.
            SaltShredded: its salt was destroyed.
            VaultDamaged: its files do not make the commitment.
        """
        commitment = self.record_batch(root).opening(index).commitment
        path = self._require_record_batch(root)
        salts = private_files.read(path / "salts")
        salt = salts[SALT_LENGTH * index : SALT_LENGTH * (index + 1)]
        if salt == _SHREDDED:
            raise SaltShredded(f"the root salt of record {index} of batch 0x{root.hex()} was destroyed")
        lines = private_files.read(path / "records.jsonl").splitlines()
        if len(lines) <= index or len(salt) != SALT_LENGTH:
            raise VaultDamaged(f"{path} is cut short; restore it from the vault's copy")
        return self._resealed(path, lines[index], salt, commitment)

    def batched_records(self, root: bytes) -> tuple[SealedRecord, ...]:
        """The records of a batch whose salts were not destroyed.

        Raises:
            NotInVault: the vault does not have the batch.
            VaultDamaged: its files do not make the commitments.
        """
        found = []
        for index in range(len(self.record_batch(root))):
            try:
                found.append(self.batched_record(root, index))
            except SaltShredded:
                continue
        return tuple(found)

    def shred_batched_record(self, root: bytes, index: int) -> None:
        """Destroys the root salt of a record of a batch, for good. Again changes nothing.

        Raises:
            NotInVault: the vault does not have the batch.
            InputError: the batch holds no record at this place.
        """
        self.require_writing()
        self.record_batch(root).opening(index)
        private_files.overwrite(self._require_record_batch(root) / "salts", SALT_LENGTH * index, _SHREDDED)

    # --- inside ----------------------------------------------------------------------------------------

    def _read_organisation(self) -> None:
        read = self._read_json(self._directory / "organisation.json", _OrganisationJson)
        self._organisation = read.organisation
        try:
            self._secret = bytes.fromhex(read.tag_secret)
        except ValueError:
            self._secret = b""
        if len(self._secret) != SECRET_LENGTH:
            raise VaultDamaged(
                f"{self._directory / 'organisation.json'} holds no tag secret of {SECRET_LENGTH} bytes; "
                "restore it from the vault's copy, a new one would make other tags"
            )

    def _list_batches(self) -> list[BillKey]:
        with private_files.disk_errors(self._directory / "batches"):
            names = [path.name for path in (self._directory / "batches").iterdir()]
        return sorted(BillKey(int(name)) for name in names if name.isdigit())

    def _checked_keys(self, bills: Sequence[SealedBill], alone: bool) -> list[BillKey]:
        if not bills or (alone and len(bills) != 1):
            raise InputError(f"{len(bills)} bills to save; a batch has one or more, a bill alone is one")
        keys = [bill.document.key for bill in bills]
        for index, (bill, key) in enumerate(zip(bills, keys, strict=True)):
            if key != keys[0] + index:
                raise InputError(
                    f"bill {index} of the batch is {format_key(key)}; the numbers follow one another "
                    f"from {format_key(keys[0])}"
                )
            if bill.document.header.issuer != self._organisation:
                raise InputError(
                    f"bill {format_key(key)} is issued by {bill.document.header.issuer}; "
                    f"this vault is that of {self._organisation}"
                )
        split_key(keys[-1])
        at = bisect_right(self._firsts, keys[-1]) - 1
        if at >= 0:
            taken = self.batch(self._firsts[at])
            if taken.first + taken.count > keys[0]:
                raise AlreadyInVault(
                    f"numbers from {format_key(keys[0])} are in the vault, in the batch from "
                    f"{format_key(taken.first)}; a number is used once: look at the pending batches"
                )
        return keys

    def _tags(self) -> dict[bytes, BillKey]:
        """Every tag in the vault with its bill; read from the manifests once."""
        if self._used is None:
            self._used = {
                tag: BillKey(first + index)
                for first in self._firsts
                for index, row in enumerate(self._manifest(first))
                for tag in _present(row)
            }
        return self._used

    def _manifest(self, first: int) -> tuple[ManifestRow, ...]:
        path = self._batch_path(first) / "manifest"
        try:
            return parse_manifest(private_files.read(path))
        except DocumentError as error:
            raise VaultDamaged(f"{path}: {error}; restore it from the vault's copy") from error

    def _files_of(self, stored: StoredBatch) -> _BatchFiles:
        """The three files of a batch, as long as they have to be."""
        path = self._batch_path(stored.first)
        rows = self._manifest(stored.first)
        salts = private_files.read(path / "salts")
        lines = private_files.read(path / "bills.jsonl").splitlines()
        if not len(rows) == len(lines) == stored.count or len(salts) != SALT_LENGTH * stored.count:
            raise VaultDamaged(f"{path} has not {stored.count} bills in each file; restore it from the vault's copy")
        return _BatchFiles(rows, salts, lines)

    def _stored_bill(self, stored: StoredBatch, index: int, files: _BatchFiles) -> StoredBill:
        row = files.rows[index]
        salt = files.salts[SALT_LENGTH * index : SALT_LENGTH * (index + 1)]
        path = self._batch_path(stored.first)
        try:
            read = msgspec.convert(parse_strict(files.lines[index]), _BillJson)
            bill = StoredBill(
                key=read.document.key,
                document=read.document,
                claimable_fen=read.claimable_fen,
                consent_key=bytes.fromhex(read.consent_key),
                row=row,
                batch=stored,
                root_salt=None if salt == _SHREDDED else salt,
            )
            fits = bill.key == stored.first + index and (bill.root_salt is None or bill.sealed.inner == row.inner)
        except (DocumentError, InputError, ValueError) as error:
            raise VaultDamaged(f"{path}, bill {index}: {error}; restore it from the vault's copy") from error
        if not fits:
            raise VaultDamaged(
                f"{path}, bill {index}: document, salt and manifest do not belong together; "
                "restore them from the vault's copy"
            )
        return bill

    def _read_json(self, path: Path, kind: type[_JsonType]) -> _JsonType:
        try:
            return msgspec.convert(parse_strict(private_files.read(path)), kind)
        except (DocumentError, msgspec.ValidationError) as error:
            raise VaultDamaged(f"{path}: {error}; restore it from the vault's copy") from error

    def _require_record(self, commitment: bytes) -> Path:
        path = self._record_path(commitment)
        if not path.exists():
            raise NotInVault(f"{self._directory} has no record with the commitment 0x{commitment.hex()}")
        return path

    def _require_record_batch(self, root: bytes) -> Path:
        path = self._record_batch_path(root)
        if not path.exists():
            raise NotInVault(f"{self._directory} has no batch of records with the root 0x{root.hex()}")
        return path

    def _batch_path(self, first: int) -> Path:
        return self._directory / "batches" / f"{first:018d}"

    def _record_path(self, commitment: bytes) -> Path:
        return self._directory / "records" / commitment.hex()

    def _record_batch_path(self, root: bytes) -> Path:
        return self._directory / "record_batches" / root.hex()


@dataclass(frozen=True, slots=True)
class _BatchFiles:
    rows: tuple[ManifestRow, ...]
    salts: bytes
    lines: list[bytes]


class _OrganisationJson(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["govledger.vault.v1"]
    organisation: str
    tag_secret: str


class _BatchJson(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["govledger.vault.v1"]
    first: str
    count: int
    root: str
    range: int
    alone: bool
    handed_out: bool = False
    """Vaults of earlier versions have none."""


class _RecordBatchJson(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["govledger.vault.v1"]
    count: int
    root: str


class _PlaceJson(msgspec.Struct, forbid_unknown_fields=True):
    chain_id: int
    genesis_hash: str
    medical_bills: str
    batch: int


class _BillJson(msgspec.Struct, forbid_unknown_fields=True):
    document: BillDocument
    claimable_fen: int
    consent_key: str


_JsonType = TypeVar("_JsonType", bound=msgspec.Struct)


def _json(content: Any) -> bytes:
    return msgspec.json.format(canonical_bytes(msgspec.to_builtins(content)), indent=2) + b"\n"


def _bill_line(bill: SealedBill) -> bytes:
    content = _BillJson(bill.document, bill.claimable_fen, bill.consent_key.hex())
    return msgspec.json.encode(content) + b"\n"


def _record_line(record: SealedRecord) -> bytes:
    return canonical_bytes({str(position): value for position, value in record.fields}) + b"\n"


def _present(row: ManifestRow) -> tuple[bytes, ...]:
    return tuple(tag for tag in (row.business_tag, row.settlement_tag) if tag != ABSENT_TAG)
