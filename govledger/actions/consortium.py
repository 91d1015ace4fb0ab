"""Organisations, officers and the directory of contracts, and the decisions about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from govledger.actions.section import ActingSection, Deciding, ReadingSection
from govledger.errors import InputError
from govledger.events import Event
from govledger.events.types import (
    ContractClosed,
    ContractListed,
    OfficerAmended,
    OfficerAppointed,
    OfficerDismissed,
    OrganisationAdmitted,
    OrganisationKindsChanged,
    OrganisationReinstated,
    OrganisationSuspended,
)
from govledger.model import (
    ContractRole,
    Listing,
    ListingState,
    Officer,
    Organisation,
    OrganisationKind,
    OrganisationStatus,
    Recorded,
    Role,
    SuspensionReason,
    from_bits,
    to_bits,
)

E = TypeVar("E", bound=Event)

PUBLIC_CODE_LENGTH = 18


def to_public_code(text: str) -> bytes:
    """An organisation's public code as the contract takes it.

    Raises:
        InputError: not 18 upper-case letters and digits.
    """
    if len(text) == PUBLIC_CODE_LENGTH and text.isascii() and text.isalnum() and text.upper() == text:
        return text.encode("ascii")
    raise InputError(f"public code {text!r}: an organisation's public code is 18 upper-case letters and digits")


class ConsortiumReader(ReadingSection):
    """Who belongs to the consortium and who acts for whom."""

    CONTRACT = "consortium"

    def organisation(self, organisation: int) -> Organisation | None:
        """The organisation with this id, or None."""
        version, status, kinds, code = self._read("getOrganisation", organisation)
        if not version:
            return None
        return Organisation(
            version, OrganisationStatus(status), from_bits(OrganisationKind, kinds), code.decode("ascii")
        )

    def organisation_by_code(self, public_code: str) -> int | None:
        """The id of the organisation with this public code, or None.

        Raises:
            InputError: the code is not 18 upper-case letters and digits.
        """
        return self._read("organisationByCode", to_public_code(public_code)) or None

    def officer(self, officer: int) -> Officer | None:
        """The officer with this id, or None."""
        version, organisation, roles, unit, valid_from, valid_until = self._read("getOfficer", officer)
        if not version:
            return None
        return Officer(version, organisation, from_bits(Role, roles), unit, valid_from, valid_until)

    def officer_of(self, account: bytes) -> int | None:
        """The id of the officer that an account (20 bytes) serves, or None."""
        return self._read("officerOf", account) or None

    def listing(self, account: bytes) -> Listing | None:
        """Where a contract (20 bytes) stands in the directory, or None."""
        version, role, state = self._read("getListing", account)
        return Listing(version, ContractRole(role), ListingState(state)) if version else None

    def contract_of(self, role: ContractRole) -> bytes:
        """The address (20 bytes) of the current contract of a role; zero if there is none."""
        address: bytes = self._read("contractOf", role)
        return address


class ConsortiumActions(ConsortiumReader, ActingSection):
    """What an administrator does for its own organisation."""

    def appoint_officer(
        self,
        organisation: int,
        account: bytes,
        roles: Iterable[Role],
        *,
        valid_from_at: int,
        valid_until_at: int,
        unit: int = 0,
    ) -> Recorded[OfficerAppointed]:
        """Appoint an officer with an account (20 bytes) that served nobody before."""
        return self._act(
            OfficerAppointed,
            "appointOfficer",
            organisation,
            account,
            to_bits(roles),
            unit,
            valid_from_at,
            valid_until_at,
        )

    def amend_officer(
        self,
        officer: int,
        seen_version: int,
        roles: Iterable[Role],
        *,
        valid_from_at: int,
        valid_until_at: int,
        unit: int = 0,
    ) -> Recorded[OfficerAmended]:
        """Change the roles, unit and time of an officer who has not left office."""
        return self._act(
            OfficerAmended,
            "amendOfficer",
            officer,
            seen_version,
            to_bits(roles),
            unit,
            valid_from_at,
            valid_until_at,
        )

    def dismiss_officer(self, officer: int, seen_version: int) -> Recorded[OfficerDismissed]:
        """End an officer's time in office now."""
        return self._act(OfficerDismissed, "dismissOfficer", officer, seen_version)


class DecisionActions:
    """What the consortium decides. The founder decides alone; every decision leaves a DecisionExecuted."""

    def __init__(self, deciding: Deciding) -> None:
        self._deciding = deciding

    def _decide(self, event: type[E], function: str, *arguments: Any) -> Recorded[E]:
        return self._deciding.decide(event, ConsortiumReader.CONTRACT, function, *arguments)

    def admit_organisation(self, public_code: str, kinds: Iterable[OrganisationKind]) -> Recorded[OrganisationAdmitted]:
        """Admit an organisation.

        Raises:
            InputError: the code is not 18 upper-case letters and digits.
        """
        return self._decide(OrganisationAdmitted, "admitOrganisation", to_public_code(public_code), to_bits(kinds))

    def change_kinds(
        self, organisation: int, seen_version: int, kinds: Iterable[OrganisationKind]
    ) -> Recorded[OrganisationKindsChanged]:
        """Change the kinds of an organisation."""
        return self._decide(OrganisationKindsChanged, "changeKinds", organisation, seen_version, to_bits(kinds))

    def suspend_organisation(
        self, organisation: int, seen_version: int, reason: SuspensionReason
    ) -> Recorded[OrganisationSuspended]:
        """Suspend an organisation: none of its officers may act."""
        return self._decide(OrganisationSuspended, "suspendOrganisation", organisation, seen_version, reason)

    def reinstate_organisation(self, organisation: int, seen_version: int) -> Recorded[OrganisationReinstated]:
        """Reinstate a suspended organisation."""
        return self._decide(OrganisationReinstated, "reinstateOrganisation", organisation, seen_version)

    def appoint_officer(
        self,
        organisation: int,
        account: bytes,
        roles: Iterable[Role],
        *,
        valid_from_at: int,
        valid_until_at: int,
        unit: int = 0,
    ) -> Recorded[OfficerAppointed]:
        """Appoint an officer of any organisation: its first administrator, or one in place of all that were lost."""
        return self._decide(
            OfficerAppointed,
            "appointOfficer",
            organisation,
            account,
            to_bits(roles),
            unit,
            valid_from_at,
            valid_until_at,
        )

    def list_contract(self, role: ContractRole, account: bytes) -> Recorded[ContractListed]:
        """List a contract (20 bytes) in the directory; the one that fills its place so far winds down."""
        return self._decide(ContractListed, "listContract", role, account)

    def close_contract(self, account: bytes, expected_head: bytes) -> Recorded[ContractClosed]:
        """Close a contract that winds down, whose running hash is expected_head (32 bytes)."""
        return self._decide(ContractClosed, "closeContract", account, expected_head)
