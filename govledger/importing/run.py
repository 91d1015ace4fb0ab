"""An import from its plan to its report, step by step (I/O)."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Literal

from govledger.bills.import_plan import ImportPlan, PlannedBill
from govledger.bills.number import bill_key, format_code, split_key
from govledger.bills.rules import validate
from govledger.errors import DocumentInvalid, InputError
from govledger.importing import workers
from govledger.importing.admission import Admitted, FounderKey, Seated, admit, seat
from govledger.importing.claiming import Claimant, Claimed, ClaimedBill, claim
from govledger.importing.issuing import Issued, issue, stored_bills
from govledger.importing.keyring import Keyring
from govledger.importing.numbering import NumberOffice
from govledger.importing.parties import FINANCE_CODE, acts_of, code_at, parties_of
from govledger.importing.pending import await_quiet, await_settled
from govledger.importing.proving import Hospital, ledger_side
from govledger.importing.reconciliation import Reconciliation, reconcile
from govledger.ledger import Ledger
from govledger.vault import Vault

REPORT_FORMAT: Literal["govledger.import.v1"] = "govledger.import.v1"


class Stage(StrEnum):
    """What an import is at."""

    ORGANISATIONS = "organisations"
    BILLS = "hospitals' bills"
    REIMBURSEMENTS = "bills with reimbursements"
    PROOF = "reading back"


Progress = Callable[[Stage, int, int], None]
"""Told the stage, how many of its items are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one run did; all zero where everything was there already."""

    organisations_admitted: int
    officers_appointed: int
    bills_issued: int
    reimbursements_settled: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, and the files against the ledger."""

    format: Literal["govledger.import.v1"]
    deployment: str
    chain_id: int
    digest: str
    """The deployment's, 0x and hexadecimal digits."""

    codes: tuple[str, ...]
    """The codes of the bills, 8 digits."""

    hospitals: int
    payers: int
    done: Work
    """By this run."""

    seconds: float
    reconciliation: Reconciliation


def import_bills(
    ledger: Ledger, plan: ImportPlan, keyring: Keyring, founder: FounderKey, *, progress: Progress | None = None
) -> ImportReport:
    """Bring the bills and reimbursements of a plan onto a ledger, or what is missing of them, and reconcile.

    The same plan again, with the same keyring, sends nothing; a run that was cut short is finished by the same call.

    Args:
        ledger: where to; its index is used and brought up to date.
        plan: what.
        keyring: the officers' keys and the organisations' vaults.
        founder: brings the founder's key; called only if an organisation or an officer is missing.
        progress: told how far the import is.

    Raises:
        InputError: a bill cannot be issued at the chain's time, or the founder's key is another's; nothing was sent.
        VaultNotFound: the ledger holds bills or claims that the keyring's vaults do not know of; nothing was sent.
        Refusal: a contract refused something that the import cannot go on without.
        TransactionError: an act could not be carried out; the same call goes on.
    """
    started = time.monotonic()
    _require_issuable(plan, ledger.now())
    run = _Run(ledger, plan, keyring, progress or (lambda _stage, _done, _total: None))
    work, reconciliation = run.carry_out(founder)
    return ImportReport(
        format=REPORT_FORMAT,
        deployment=ledger.deployment.name,
        chain_id=ledger.chain_id,
        digest="0x" + ledger.deployment.digest().hex(),
        codes=run.codes,
        hospitals=len(plan.hospitals),
        payers=len(plan.payers),
        done=work,
        seconds=round(time.monotonic() - started, 3),
        reconciliation=reconciliation,
    )


def _require_issuable(plan: ImportPlan, now: int) -> None:
    """Refuses what a chain whose time is before the visits could not issue, before anything is sent."""
    for bill in plan.bills:
        try:
            validate(bill.draft.numbered(bill_key(code_at(now), 1), check_code="000000", issued_at=now))
        except DocumentInvalid as error:
            raise InputError(f"claim {bill.claim} cannot be issued at the chain's time {now}: {error}") from error


class _Run:
    """One import on one ledger."""

    def __init__(self, ledger: Ledger, plan: ImportPlan, keyring: Keyring, progress: Progress) -> None:
        self._ledger = ledger
        self._plan = plan
        self._progress = progress
        self._keyring = keyring
        self._at_once = 1 if ledger.connection.embedded else workers.AT_ONCE
        self.codes: tuple[str, ...] = ()

    def carry_out(self, founder: FounderKey) -> tuple[Work, Reconciliation]:
        self._ledger.sync()
        seated = seat(self._ledger, self._keyring, parties_of(self._plan))
        try:
            return self._carry_out(seated, founder)
        finally:
            for one in seated:
                one.close()

    def _carry_out(self, seated: Sequence[Seated], founder: FounderKey) -> tuple[Work, Reconciliation]:
        for one in seated:
            one.recover()
        self._await_all_sent(seated)
        self._ledger.sync()
        ids, admitted = self._admit(seated, founder)
        by_code = {one.party.public_code: one for one in seated}
        issued = self._issue(by_code, ids)
        claimants = {
            payer.public_code: _claimant(by_code[payer.public_code], ids[payer.public_code])
            for payer in self._plan.payers
        }
        claimed = self._claim(by_code, claimants, issued)
        await_settled(self._ledger.connection, self._ledger.settled_depth)
        self._await_all_sent(seated)
        reconciliation = self._reconcile(by_code, ids, claimants, issued, claimed)
        work = Work(admitted.organisations, admitted.officers, sum(one.new for one in issued), claimed.settled)
        return work, reconciliation

    def _await_all_sent(self, seated: Sequence[Seated]) -> None:
        accounts = [officer.account for one in seated for officer in (one.administrator, *one.officers)]
        await_quiet(self._ledger.connection, [*accounts, self._ledger.read("decisions", "founder")])

    def _admit(self, seated: Sequence[Seated], founder: FounderKey) -> tuple[Mapping[str, int], Admitted]:
        done = partial(self._progress, Stage.ORGANISATIONS)
        outbox = None if self._ledger.connection.embedded else self._keyring.outbox
        return admit(
            self._ledger, seated, founder, acts_of(self._plan), at_once=self._at_once, done=done, outbox=outbox
        )

    def _issue(self, by_code: Mapping[str, Seated], ids: Mapping[str, int]) -> list[Issued]:
        bills: dict[str, list[PlannedBill]] = defaultdict(list)
        for bill in self._plan.bills:
            bills[bill.hospital].append(bill)
        holders = [ids[code] for code in bills]
        office = NumberOffice(self._ledger, by_code[FINANCE_CODE], ids[FINANCE_CODE], holders)

        def issue_for(code: str) -> Issued:
            [issuer] = by_code[code].officers
            return issue(issuer, _vault(by_code[code]), bills[code], partial(office.range_for, ids[code]))

        self._progress(Stage.BILLS, 0, len(bills))
        return workers.run(
            issue_for,
            list(bills),
            at_once=self._at_once,
            done=lambda count: self._progress(Stage.BILLS, count, len(bills)),
        )

    def _claim(
        self, by_code: Mapping[str, Seated], claimants: Mapping[str, Claimant], issued: Sequence[Issued]
    ) -> Claimed:
        refused = {bill.claim for one in issued for bill in one.refused}
        planned = [bill for bill in self._plan.bills if bill.reimbursements and bill.claim not in refused]
        stored = {code: stored_bills(_vault(by_code[code])) for code in {bill.hospital for bill in planned}}
        bills = [
            ClaimedBill(bill, stored[bill.hospital][bill.claim], _vault(by_code[bill.hospital])) for bill in planned
        ]
        done = partial(self._progress, Stage.REIMBURSEMENTS)
        done(0, len(bills))
        return claim(self._ledger, bills, claimants, at_once=self._at_once, done=done)

    def _reconcile(
        self,
        by_code: Mapping[str, Seated],
        ids: Mapping[str, int],
        claimants: Mapping[str, Claimant],
        issued: Sequence[Issued],
        claimed: Claimed,
    ) -> Reconciliation:
        self._progress(Stage.PROOF, 0, 1)
        self._ledger.sync()
        codes = [hospital.public_code for hospital in self._plan.hospitals]
        hospitals = [Hospital(code, ids[code], _vault(by_code[code])) for code in codes]
        side = ledger_side(self._ledger.store, hospitals, claimants, self._plan.bills)
        self.codes = tuple(sorted({format_code(split_key(bill.key)[0]) for bill in side.bills}))
        refused_bills = [bill for one in issued for bill in one.refused]
        reconciliation = reconcile(self._plan, side, refused_bills=refused_bills, refusals=claimed.refused)
        self._progress(Stage.PROOF, 1, 1)
        return reconciliation


def _claimant(seated: Seated, organisation: int) -> Claimant:
    [officer] = seated.officers
    return Claimant(organisation, officer, _vault(seated))


def _vault(seated: Seated) -> Vault:
    assert seated.vault is not None
    return seated.vault
