"""A small consortium on the embedded chain, for tests that act through the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

import govledger
from govledger import BillOrder, Connection, Ledger, Officer, OrganisationKind, Role, Vault
from govledger.bills.document import BillDraft, DraftHeader
from tests.sample_bills import ISSUER, sample_bill

YEAR = 366 * 86_400
CODE = 33_060_126
TAX, CIVIL_AFFAIRS, FINANCE = "113300000000000011", "113300000000000022", "113300000000000033"
INSURER, AID = "913300000000000044", "913300000000000055"


@dataclass
class Bodies:
    """The officers of a consortium, by what they do, and the ids of their organisations."""

    chain: Connection
    ledger: Ledger
    founder: Officer
    organisations: dict[str, int]
    tax: Officer
    civil_affairs: Officer
    finance: tuple[Officer, Officer]
    hospital: Officer
    insurer: Officer
    second_insurer: Officer
    """Another claims officer of the insurer."""
    aid: Officer
    """Also its accountant."""

    def grant_range(self, count: int = 100) -> int:
        """A range of numbers for the hospital, valid for a year."""
        first, second = self.finance
        proposed = first.ranges.propose_range(
            CODE, self.organisations[ISSUER], count, valid_until_at=self.ledger.now() + YEAR
        )
        return second.ranges.grant_range(proposed.event.range, 1).event.range


def draft(number: int = 1, **header: object) -> BillDraft:
    """The sample bill without its number."""
    bill = sample_bill(number, **header)
    values = {name: getattr(bill.header, name) for name in DraftHeader.__struct_fields__}
    parts = {name: getattr(bill, name) for name in BillDraft.__struct_fields__ if name != "header"}
    return BillDraft(header=DraftHeader(**values), **parts)


def order(number: int = 1, claimable_fen: int = 2_235, **header: object) -> BillOrder:
    """The sample bill, to be issued."""
    return BillOrder(draft(number, **header), claimable_fen)


def with_cash(bill: BillOrder, cashier: str) -> BillOrder:
    """The same order with another cashier: other content under the same business number."""
    header = msgspec.structs.replace(bill.draft.header, cashier=cashier)
    return BillOrder(msgspec.structs.replace(bill.draft, header=header), bill.claimable_fen)


def found(chain: Connection, folder: Path, ledger: Ledger | None = None) -> Bodies:
    """Deploys the contracts if there is no ledger yet, admits six organisations and appoints their officers.

    A decision appoints administrators alone; each gives itself the roles that the tests need.
    """
    ledger = ledger or govledger.deploy(chain)
    keys = iter(chain.development_keys)
    founder = ledger.acting_as(next(keys))
    organisations: dict[str, int] = {}

    def admit(code: str, kind: OrganisationKind) -> None:
        organisations[code] = founder.decisions.admit_organisation(code, {kind}).event.organisation

    def appoint(code: str, roles: Iterable[Role]) -> Officer:
        path = folder / code
        vault = None if path.exists() else Vault.create(path, code)
        officer = ledger.acting_as(next(keys), vault=vault)
        now = ledger.now()
        term = {"valid_from_at": now, "valid_until_at": now + YEAR}
        administrator = {Role.ADMINISTRATOR}
        appointed = founder.decisions.appoint_officer(organisations[code], officer.account, administrator, **term)
        officer.consortium.amend_officer(appointed.event.officer, 1, roles, **term)
        return officer

    admit(TAX, OrganisationKind.DEPARTMENT)
    admit(CIVIL_AFFAIRS, OrganisationKind.DEPARTMENT)
    admit(FINANCE, OrganisationKind.FINANCE)
    admit(ISSUER, OrganisationKind.HOSPITAL)
    admit(INSURER, OrganisationKind.INSURER)
    admit(AID, OrganisationKind.AID)
    return Bodies(
        chain=chain,
        ledger=ledger,
        founder=founder,
        organisations=organisations,
        tax=appoint(TAX, {Role.ADMINISTRATOR, Role.REGISTRAR, Role.GRANTOR, Role.RESPONDER}),
        civil_affairs=appoint(CIVIL_AFFAIRS, {Role.REQUESTER, Role.RESPONDER, Role.GRANTOR}),
        finance=(appoint(FINANCE, {Role.FINANCE}), appoint(FINANCE, {Role.FINANCE})),
        hospital=appoint(ISSUER, {Role.ADMINISTRATOR, Role.ISSUER}),
        insurer=appoint(INSURER, {Role.CLAIMS}),
        second_insurer=appoint(INSURER, {Role.CLAIMS}),
        aid=appoint(AID, {Role.CLAIMS, Role.ACCOUNTANT}),
    )
