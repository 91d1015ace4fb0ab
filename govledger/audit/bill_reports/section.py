"""The reports on bills as a section of the ledger: `ledger.reports` (I/O: brings the index up to date and reads it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from govledger.audit.bill_reports.claims import CLAIM_EVENTS, Claims, read_claims
from govledger.audit.bill_reports.gaps import GAP_EVENTS, GapReport, gap_report
from govledger.audit.bill_reports.reading import as_of, history, history_of_bill, public_codes
from govledger.audit.bill_reports.reconciliation import Reconciliation, reconcile
from govledger.audit.bill_reports.split_note import Party, SignedSplitNote, SplitNote, split_note
from govledger.bills.number import format_key
from govledger.errors import InputError, ProofMismatch
from govledger.index.model import SyncReport
from govledger.index.store import Store
from govledger.model import Officer, Role


class Officers(Protocol):
    """Who serves whom, as the contract knows it."""

    def officer_at(self, account: bytes, at: int) -> tuple[int, frozenset[Role]] | None:
        """The officer that an account (20 bytes) served at a time, in office and not frozen, and its roles; or None."""
        ...

    def officer(self, officer: int) -> Officer | None:
        """The officer with this id, or None."""
        ...


class Indexed(Protocol):
    """A ledger with an index."""

    @property
    def consortium(self) -> Officers:
        """Who serves whom."""
        ...

    @property
    def store(self) -> Store:
        """The index, as it is."""
        ...

    def sync(self) -> SyncReport:
        """Bring the index up to the latest block."""
        ...


@dataclass(frozen=True, slots=True)
class NoteAuthor:
    """Who signed a split note."""

    officer: int
    organisation: Party


class BillReports:
    """Reports on bills. They hold amounts, and are for those within the organisation that makes them.

    Each stands at a block, the latest if none is named. Every method may raise `IndexingError` and `StoreError`, as
    `Ledger.sync`, and `InputError` where the chain has no such block.
    """

    def __init__(self, ledger: Indexed) -> None:
        self._ledger = ledger

    def gaps(self, code: int | None = None, *, block: int | None = None) -> GapReport:
        """What became of every number that was granted; of one bill code, or of all."""
        with self._synced().snapshot() as reader:
            at = as_of(reader, block)
            return gap_report(history(reader, GAP_EVENTS, at), at, code)

    def reconciliation(
        self,
        *,
        utc_offset_seconds: int = 0,
        from_day: date | None = None,
        until_day: date | None = None,
        block: int | None = None,
    ) -> Reconciliation:
        """Bills and money per hospital, day and payer; see `reconcile`.

        Raises:
            RuleBroken: an event is not one that the contracts emit after those before it.
        """
        with self._synced().snapshot() as reader:
            at = as_of(reader, block)
            return reconcile(
                history(reader, CLAIM_EVENTS, at),
                at,
                utc_offset_seconds=utc_offset_seconds,
                from_day=from_day,
                until_day=until_day,
            )

    def claims(self, *, block: int | None = None) -> Claims:
        """What became of the bills that were claimed: payers' shares, and what lapsed.

        Raises:
            RuleBroken: an event is not one that the contracts emit after those before it.
        """
        with self._synced().snapshot() as reader:
            at = as_of(reader, block)
            return read_claims(history(reader, CLAIM_EVENTS, at), at)

    def split_note(self, bill: int, *, block: int | None = None) -> SplitNote:
        """What each payer reserved and settled of a bill, and what remains; `SplitNote.signed_by` signs it.

        Raises:
            InputError: the bill was not claimed by then.
            RuleBroken: an event is not one that the contracts emit after those before it.
        """
        with self._synced().snapshot() as reader:
            at = as_of(reader, block)
            claims = read_claims(history_of_bill(reader, CLAIM_EVENTS, bill, at), at)
            if not claims.bills:
                raise InputError(f"bill {format_key(bill)} was not claimed up to block {at.block_number}")
            deployment = reader.deployment
            return split_note(
                claims.bills[0],
                at,
                public_codes(reader),
                chain_id=deployment.chain_id,
                genesis_hash=deployment.genesis_hash,
                deployment=deployment.digest,
            )

    def check(self, signed: SignedSplitNote) -> NoteAuthor:
        """Who signed a split note that says what this ledger says.

        Raises:
            ProofMismatch: the ledger says otherwise at the note's block, or the signer was no officer in office then.
            InputError: this chain has no such block, or the bill was not claimed by then.
        """
        note = signed.note
        if self.split_note(note.bill, block=note.as_of.block_number) != note:
            raise ProofMismatch(
                f"the split note of bill {format_key(note.bill)} at block {note.as_of.block_number} is not what this "
                "ledger holds there; it is another ledger's, or wrong"
            )
        served = self._ledger.consortium.officer_at(signed.signer, note.as_of.block_timestamp)
        officer = None if served is None else self._ledger.consortium.officer(served[0])
        if served is None or officer is None:
            raise ProofMismatch(
                f"0x{signed.signer.hex()}, who signed the split note, served no officer in office at block "
                f"{note.as_of.block_number}"
            )
        return NoteAuthor(served[0], Party(officer.organisation, self.public_codes()[officer.organisation]))

    def public_codes(self) -> dict[int, str]:
        """The public code of every organisation, by its id."""
        return public_codes(self._ledger.store)

    def _synced(self) -> Store:
        self._ledger.sync()
        return self._ledger.store
